"""Where duties stand, in words: 配合履职第53项; 基本3；配合12、14—20."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutylist.compare.model import (
    Comparison,
    PlacedDuty,
)
from dutylist.records.codes import KIND_CODES
from dutylist.records.model import KIND_NAMES, Kind
from dutylist.records.wording import said


def place_name(placed: PlacedDuty) -> str:
    """配合履职第 53 项; where no number is printed, the row: 配合履职第 53 行."""
    place = f"{placed.origin}{KIND_NAMES[placed.list]}"
    if not placed.duty.shown_number:
        return said("places.row", list=place, number=placed.position + 1)
    return said("places.duty", list=place, number=placed.duty.shown_number)


def places(comparison: Comparison, indexes: Iterable[int]) -> str:
    """基本3；配合12、14—20，第7行: where the touched duties stand now, or （原）stood."""
    return _numbers(_groups(comparison, indexes))


def places_of(duties: Iterable[PlacedDuty]) -> str:
    """The same of duties of one edition."""
    return _numbers(_grouped((one, False) for one in duties))


def _numbers(groups: Iterable[_Group]) -> str:
    return "；".join(
        group.said(f"{group.origin}{KIND_CODES[group.list]}" + "，".join(filter(None, shown)))
        for group in groups
        for shown in [(group.numbers, group.rows and said("places.row_number", number=group.rows))]
    )


def listed_duties(comparison: Comparison, indexes: Iterable[int]) -> int:
    """How many duties those are that the two name."""
    return sum(len(group.duties) for group in _groups(comparison, indexes))


def listed_places(comparison: Comparison, indexes: Iterable[int]) -> tuple[str, ...]:
    """The same at length: 配合履职第12、14—20项 and, apart, 配合履职第7行, for each list."""
    return tuple(
        group.said(said(key, list=f"{group.origin}{KIND_NAMES[group.list]}", number=numbers))
        for group in _groups(comparison, indexes)
        for key, numbers in (("places.duty", group.numbers), ("places.row", group.rows))
        if numbers
    )


@dataclass(frozen=True)
class _Group:
    """Touched duties of one list; `origin` is its name among several old ones, `gone` where it is
    the old edition's."""

    list: Kind
    origin: str
    gone: bool
    duties: tuple[PlacedDuty, ...]

    @property
    def numbers(self) -> str:
        """3、7—9、A-03, "" where no duty has a number or a label in its place."""
        numbers = [one.duty.number for one in self.duties if one.duty.number is not None]
        labels = [one.duty.label for one in self.duties if one.duty.number is None]
        return "、".join(filter(None, (_ranges(numbers), *labels)))

    @property
    def rows(self) -> str:
        """The rows (from 1) of those that have neither."""
        return _ranges(one.position + 1 for one in self.duties if not one.duty.shown_number)

    def said(self, text: str) -> str:
        """原… of what is no more."""
        return said("places.gone", places=text) if self.gone else text


def _groups(comparison: Comparison, indexes: Iterable[int]) -> list[_Group]:
    changes = (comparison.changes[index] for index in indexes)
    return _grouped(
        (placed, not change.new) for change in changes for placed in change.new or change.old
    )


def _grouped(duties: Iterable[tuple[PlacedDuty, bool]]) -> list[_Group]:
    """Duties, each with whether it is the old edition's, by their lists."""
    found: dict[tuple[Kind, str, bool], dict[tuple[int, int], PlacedDuty]] = {}
    for placed, gone in duties:
        key = (placed.list, placed.origin, gone)
        found.setdefault(key, {})[placed.part, placed.position] = placed
    return [_Group(*key, tuple(duties.values())) for key, duties in found.items()]


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
