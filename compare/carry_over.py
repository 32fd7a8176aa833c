"""Assignments of the old edition carried over to the new one, along the comparison.

What stays the same duty keeps its row. What was split, merged, moved or paired with doubt keeps
it, too, and asks a person to look; a new duty has an empty row; rows of duties that went, and those
that fitted no duty of the old edition, are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dutylist.compare.model import Comparison, DutyChange, PlacedDuty
from dutylist.records.assigned import Assigned, assigned
from dutylist.records.assignments import (
    FIELDS,
    Assignment,
    Assignments,
)
from dutylist.records.codes import coded_duties, short_code
from dutylist.records.model import DutyList
from dutylist.records.wording import said

_ASKED = ("reworded", "moved", "split", "merged")


def carry_over(comparison: Comparison, old: Assignments) -> Assignments:
    """The assignments of the new edition, a row for each of its duties in its order."""
    columns = tuple(dict.fromkeys((*FIELDS, *old.columns)))
    was = assigned(comparison.old, old)
    rows: dict[str, Assignment] = {}
    used = {id(row) for row in was.by_code.values()}
    unfit = said("carry_over.unfit")
    left = (replace(row, doubt=unfit) for row in old.rows if id(row) not in used)
    gone: list[Assignment] = [*old.gone, *left]
    for change in comparison.changes:
        before = _rows_of(change.old, comparison.old, was)
        if not change.new:
            doubt = said("carry_over.gone", old=comparison.old_name, new=comparison.new_name)
            gone += [replace(row, doubt=doubt) for row in before]
        for placed in change.new:
            code = short_code(comparison.new, placed.list, placed.duty)
            rows[code] = Assignment(
                code, placed.duty.name, _values(before, columns), _doubt(change, before)
            )
    ordered = tuple(rows[code] for code, _, _ in coded_duties(comparison.new) if code in rows)
    return Assignments(columns, ordered, old.people, tuple(row for row in gone if _filled(row)))


def _rows_of(
    placed: Iterable[PlacedDuty], duty_list: DutyList, found: Assigned
) -> list[Assignment]:
    codes = (short_code(duty_list, one.list, one.duty) for one in placed)
    return [found.by_code[code] for code in codes if code in found.by_code]


def _values(rows: list[Assignment], columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The texts of each column; several rows' different texts one after the other."""
    return tuple(
        (column, "、".join(dict.fromkeys(filter(None, (row.value(column) for row in rows)))))
        for column in columns
    )


def _doubt(change: DutyChange, before: list[Assignment]) -> str:
    """What a person must look at before the row is used; "" where nothing."""
    if not change.old:
        return said("carry_over.new")
    kinds = [said(f"duty_kinds.{kind}") for kind in change.kinds if kind in _ASKED]
    if change.doubtful and not change.decided:
        kinds.append(said("carry_over.weak"))
    still_open = list(dict.fromkeys(row.doubt for row in before if row.doubt))
    if kinds:
        names = "、".join(row.code for row in before) or said("carry_over.old_list")
        still_open.append(said("carry_over.look", kinds="、".join(kinds), places=names))
    return "；".join(still_open)


def _filled(row: Assignment) -> bool:
    return any(text for _, text in row.values)
