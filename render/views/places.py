"""Where duties stand, in words: 配合履职第53项; 基本3；配合12、14—20."""

from __future__ import annotations

from collections.abc import Iterable

from dutylist.compare.model import (
    Comparison,
    PlacedDuty,
)
from dutylist.records.codes import KIND_CODES
from dutylist.records.model import KIND_NAMES, Kind
from dutylist.render.words import said


def place_name(placed: PlacedDuty) -> str:
    """配合履职第 53 项; where no number is printed, the row: 配合履职第 53 行."""
    place = f"{placed.origin}{KIND_NAMES[placed.list]}"
    if not placed.duty.shown_number:
        return said("places.row", list=place, number=placed.position + 1)
    return said("places.duty", list=place, number=placed.duty.shown_number)


def places(comparison: Comparison, indexes: Iterable[int]) -> str:
    """基本3；配合12、14—20: where the touched duties stand now, or （原）stood."""
    found: dict[tuple[Kind, bool], list[int]] = {}
    labels: dict[tuple[Kind, bool], list[str]] = {}
    for index in indexes:
        change = comparison.changes[index]
        for placed in change.new or change.old:
            key, number = (placed.list, not change.new), placed.duty.number
            numbers = found.setdefault(key, [])
            if number is None and placed.duty.label:
                labels.setdefault(key, []).append(placed.duty.label)
            else:
                numbers.append(placed.position + 1 if number is None else number)
    return "；".join(
        said("places.gone", places=text) if gone else text
        for (kind, gone), numbers in found.items()
        for shown in [filter(None, (_ranges(numbers), *labels.get((kind, gone), ())))]
        for text in [f"{KIND_CODES[kind]}{'、'.join(shown)}"]
    )


def _ranges(numbers: Iterable[int]) -> str:
    """1—3、7、9—12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{'、' if len(run) == 2 else '—'}{run[-1]}"
        for run in runs
    )
