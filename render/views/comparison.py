"""The comparison as the reader sees it: one view that every format writes out.

Texts are Chinese and final; formats decide only how marks look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from dutylist.compare.model import (
    ClauseChange,
    Comparison,
    DutyChange,
    DutyKind,
)
from dutylist.compare.throughout import label_style
from dutylist.records.model import DutyList
from dutylist.records.wording import said
from dutylist.render.views.department_changes import DepartmentView, department_views
from dutylist.render.views.duty_changes import ViewRow, changed_rows, doubt_of
from dutylist.render.views.findings import Finding, errors, findings, old_lists
from dutylist.render.views.lines import character_columns, line_columns

_MOST_TELLING: tuple[DutyKind, ...] = (
    "added",
    "removed",
    "split",
    "merged",
    "widened",
    "moved",
    "recategorized",
    "departments",
    "reworded",
    "rearranged",
    "reordered",
    "exchanged",
    "lookalike",
    "form",
    "typography",
)


COMPARISON_COLUMNS = line_columns(717.0, 26, 9)
"""pt; landscape A4 between margins of 22 mm."""
FINDING_COLUMNS = character_columns(8, 31, 26)
"""pt; what changed throughout: its kind, the words, the places."""

FINDING_KEPT = 93
"""Characters of a text that no page's end cuts: three lines. What is longer begins on the page that
it is told of: errors of a list stand on the first one."""


@dataclass(frozen=True)
class Count:
    """A line of the summary."""

    label: str
    number: int


@dataclass(frozen=True)
class ComparisonView:
    """Everything a document of the comparison shows. `several` says why the kinds of change are
    more than the changed duties, where they are; `nothing` stands in the place of a table without
    rows."""

    title: str
    region: str
    old_edition: str
    new_edition: str
    counts: tuple[Count, ...]
    kind_counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    rows: tuple[ViewRow, ...]
    departments: tuple[DepartmentView, ...]
    heads: tuple[str, str]
    legend: str
    several: str = ""
    nothing: str = ""
    finding_kept: int = FINDING_KEPT
    columns: tuple[float, ...] = COMPARISON_COLUMNS
    finding_columns: tuple[float, ...] = FINDING_COLUMNS


def comparison_view(comparison: Comparison) -> ComparisonView:
    """The view of a whole comparison."""
    rows = changed_rows(comparison)
    throughout = (*errors(comparison), *findings(comparison))
    nothing = said("comparison.no_other_change" if throughout else "comparison.no_change")
    return ComparisonView(
        title=said("comparison.title"),
        region=comparison.new.place or comparison.old.place,
        old_edition=comparison.old_name,
        new_edition=comparison.new_name,
        counts=_counts(comparison),
        kind_counts=tuple(
            Count(said(f"duty_kinds.{kind}"), comparison.count(kind))
            for kind in get_args(DutyKind)
            if kind != "same" and comparison.count(kind)
        ),
        findings=throughout,
        rows=rows,
        departments=department_views(comparison, rows),
        heads=edition_heads(comparison.old_name, comparison.new_name),
        legend=legend(comparison.old_name, comparison.new_name),
        several=_several(comparison),
        nothing="" if rows else nothing,
    )


def _several(comparison: Comparison) -> str:
    kinds = sum(comparison.count(kind) for kind in get_args(DutyKind) if kind != "same")
    changed = sum(change.kinds != ("same",) for change in comparison.changes)
    return said("comparison.several", count=kinds) if kinds > changed else ""


def legend(old_name: str, new_name: str) -> str:
    """What the marks in the table mean."""
    return said("lines.legend", old=old_name, new=new_name)


def edition_heads(old_name: str, new_name: str) -> tuple[str, str]:
    """The heads of the two columns of text."""
    return said("lines.edition", edition=old_name), said("lines.edition", edition=new_name)


def summary(comparison: Comparison) -> str:
    """What changed, in one sentence: 新增2、取消1、拆分1；待核1处；未变235."""
    counts = [
        f"{said(f'duty_kinds.{kind}')}{comparison.count(kind)}"
        for kind in _MOST_TELLING
        if comparison.count(kind)
    ]
    told = len(list(findings(comparison)))
    parts = ["、".join(counts) or said("comparison.sum_none")]
    parts += [said("comparison.sum_throughout", count=told)] if told else []
    unsure, same = _unsure(comparison), comparison.count("same")
    parts += [said("comparison.sum_unsure", count=unsure)] if unsure else []
    parts += [said("comparison.sum_same", count=same)] if same else []
    return "；".join(parts)


def _counts(comparison: Comparison) -> tuple[Count, ...]:
    changes = comparison.changes
    # Texts that were joined to be compared differ in the line breaks between them, too.
    wordings = [
        wording
        for change in changes
        if max(len(change.old), len(change.new)) == 1
        for wording in (change.name, *(one.wording for one in change.clauses if _one_to_one(one)))
    ]
    counts = [
        Count(said("comparison.duties", edition=comparison.old_name), _total(comparison.old)),
        *(
            Count(said("comparison.duties_of", township=origin), _total(one))
            for origin, one in old_lists(comparison)
        ),
        Count(said("comparison.duties", edition=comparison.new_name), _total(comparison.new)),
        Count(said("comparison.changed"), sum(change.kinds != ("same",) for change in changes)),
        Count(said("comparison.unchanged"), comparison.count("same")),
        Count(said("comparison.unsure"), _unsure(comparison)),
        Count(said("comparison.shifted"), _shifted(comparison)),
        Count(said("comparison.widths"), sum(wording.count("width") for wording in wordings)),
        Count(said("comparison.spaces"), sum(wording.count("space") for wording in wordings)),
        Count(said("comparison.marks"), sum(wording.count("mark") for wording in wordings)),
        Count(said("comparison.end_marks"), sum(wording.count("end mark") for wording in wordings)),
        Count(said("comparison.labels"), sum(map(_restyled, changes))),
    ]
    return tuple(counts)


def _unsure(comparison: Comparison) -> int:
    """Everything that a person should look at."""
    return (
        sum(bool(doubt_of(change)) for change in comparison.changes)
        + sum(bool(one.doubt) for one in comparison.renames)
        + sum(bool(one.instead) for one in comparison.offices)
        + len(comparison.misreadings)
    )


def _restyled(change: DutyChange) -> int:
    """Clauses with a number of another style in front, which alone is no change of a duty."""
    return sum(
        label_style(one.old[0].label) != label_style(one.new[0].label)
        for one in change.clauses
        if _one_to_one(one)
    )


def _one_to_one(clause: ClauseChange) -> bool:
    return len(clause.old) == len(clause.new) == 1


def _total(edition: DutyList) -> int:
    return sum(len(table.duties) for table in edition.lists)


def _shifted(comparison: Comparison) -> int:
    """Duties with nothing but another number, where the list is numbered as before."""
    otherwise = {one.list for one in comparison.heads if one.part == "numbering"}
    return sum(
        change.number_shifted and change.kinds == ("same",) and change.new[0].list not in otherwise
        for change in comparison.changes
    )
