"""What a person should look at (待核), for a document that shows the list itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dutylist.compare.model import Comparison
from dutylist.records.wording import said
from dutylist.render.views.duty_changes import doubt_of
from dutylist.render.views.findings import UNSURE, errors, findings, rename_label


def doubts_of_list(comparison: Comparison) -> list[str]:
    """What is doubtful of the whole list, in sentences that begin with 【待核】."""
    told = (*errors(comparison), *findings(comparison))
    return [
        f"{UNSURE}{one.label}：{one.text.removeprefix(UNSURE)}"
        for one in told
        if UNSURE in one.text
    ]


def doubts_of_duties(comparison: Comparison) -> dict[int, tuple[str, ...]]:
    """The same for each change (by index): its own doubts, and those of the new names and misread
    names that show in its row."""
    found: dict[int, list[str]] = defaultdict(list)
    for index, change in enumerate(comparison.changes):
        doubt = doubt_of(change)
        if doubt:
            found[index].append(UNSURE + doubt)
    for index, text in _of_names(comparison):
        found[index].append(UNSURE + text)
    return {index: tuple(texts) for index, texts in sorted(found.items())}


def _of_names(comparison: Comparison) -> Iterator[tuple[int, str]]:
    for rename in comparison.renames:
        if rename.doubt:
            names = f"{'、'.join(rename.old)} → {'、'.join(rename.new)}"
            given = (one for one in rename.handed if one.new != one.old)
            for index in sorted({at for one in given for at in one.changes}):
                doubt = said("throughout.doubt", doubt=rename.doubt)
                yield index, f"{rename_label(rename)}：{names}{doubt}"
    for misreading in comparison.misreadings:
        for index in misreading.changes:
            yield (
                index,
                said("throughout.misread_here", old=misreading.old, new=misreading.new),
            )
