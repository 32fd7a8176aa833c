"""Assignments of the old edition carried over to the new one, along the comparison.

What stays the same duty keeps its row. What was split, merged, moved or paired with doubt keeps
it, too, and asks a person to look; a new duty has an empty row; rows of duties that went, and those
that fitted no duty of the old edition, are kept apart. Of several old editions, those of townships
that were merged, each has its own rows; where they do not say the same, both stand and it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dutylist.compare.model import Comparison, DutyChange, PlacedDuty
from dutylist.compare.several import joined, parts_of
from dutylist.records.assigned import Assigned, assigned
from dutylist.records.assignments import (
    FIELDS,
    LEADER,
    PERSON,
    STATION,
    Assignment,
    Assignments,
    names_in,
)
from dutylist.records.codes import coded_duties, short_code
from dutylist.records.model import DutyList
from dutylist.records.wording import said

_NAMES = (LEADER, STATION, PERSON)
"""The columns of which a cell may have several names."""

_ASKED = ("reworded", "rearranged", "moved", "split", "merged")


def carry_over(comparison: Comparison, *olds: tuple[DutyList, Assignments]) -> Assignments:
    """The assignments of the new edition, a row for each of its duties in its order.

    `olds` are the old editions that were compared, in that order, with the assignments of each.
    """
    was = [_Old(joined(parts_of(edition)), rows) for edition, rows in olds]
    whose = [at for at, (edition, _) in enumerate(olds) for _ in parts_of(edition)]
    columns = tuple(dict.fromkeys((*FIELDS, *(name for one in was for name in one.given.columns))))
    gone = [row for one in was for row in one.left()]
    pieces: defaultdict[str, list[_Piece]] = defaultdict(list)
    for change in comparison.changes:
        rows = [row for placed in change.old for row in was[whose[placed.part]].rows_of(placed)]
        if not change.new:
            doubt = said("carry_over.gone", old=comparison.old_name, new=comparison.new_name)
            gone += [replace(row, doubt=_of(change, doubt)) for row in rows]
        for placed in change.new:
            code = short_code(comparison.new, placed.list, placed.duty)
            pieces[code].append(_Piece(change, tuple(rows)))
    ordered = tuple(
        Assignment(code, duty.name, _values(pieces[code], columns), _doubt(pieces[code], columns))
        for code, _, duty in coded_duties(comparison.new)
        if code in pieces
    )
    people = dict.fromkeys(person for one in was for person in one.given.people)
    return Assignments(columns, ordered, tuple(people), tuple(row for row in gone if _filled(row)))


class _Old:
    """An old edition and who did what in it."""

    def __init__(self, edition: DutyList, given: Assignments) -> None:
        self.edition, self.given = edition, given
        self.found: Assigned = assigned(edition, given)

    def rows_of(self, placed: PlacedDuty) -> Iterator[Assignment]:
        code = short_code(self.edition, placed.list, placed.duty)
        if code in self.found.by_code:
            # By its name a row is the duty's, whatever number the workbook has.
            yield replace(self.found.by_code[code], code=code)

    def left(self) -> Iterator[Assignment]:
        """The rows that belong to no duty."""
        used = {id(row) for row in self.found.by_code.values()}
        yield from self.given.gone
        for row in self.given.rows:
            if id(row) not in used:
                yield replace(row, doubt=said("carry_over.unfit"))


@dataclass(frozen=True)
class _Piece:
    """What a new duty has from one change: its old rows."""

    change: DutyChange
    rows: tuple[Assignment, ...]

    def text(self, column: str) -> str:
        """What the rows say in a column."""
        return _together(column, (row.value(column) for row in self.rows))


def _values(pieces: Sequence[_Piece], columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, _together(one, (piece.text(one) for piece in pieces))) for one in columns)


def _together(column: str, texts: Iterable[str]) -> str:
    """Different texts one after the other; of names each once, whoever else stands beside it."""
    different = list(dict.fromkeys(filter(None, texts)))
    if len(different) > 1 and column in _NAMES:
        different = list(dict.fromkeys(name for text in different for name in names_in(text)))
    return "、".join(different)


def _doubt(pieces: Sequence[_Piece], columns: Sequence[str]) -> str:
    """What a person must look at before the row is used; "" where nothing."""
    asked = [text for one in pieces for text in _doubts(one)]
    if len(pieces) > 1:
        asked += _collisions(pieces, columns)
    absent = dict.fromkeys(name for one in pieces for name in one.change.absent)
    if absent:
        asked.append(said("carry_over.absent", townships="、".join(absent)))
    return "；".join(dict.fromkeys(asked))


def _doubts(piece: _Piece) -> Iterator[str]:
    change = piece.change
    if not change.old:
        yield said("carry_over.new")
        return
    yield from dict.fromkeys(_of(change, row.doubt) for row in piece.rows if row.doubt)
    kinds = [said(f"duty_kinds.{kind}") for kind in change.kinds if kind in _ASKED]
    if change.doubtful and not change.decided:
        kinds.append(said("carry_over.weak"))
    if kinds:
        names = "、".join(row.code for row in piece.rows) or said("carry_over.old_list")
        yield said("carry_over.look", kinds="、".join(kinds), places=_of(change, names))


def _collisions(pieces: Sequence[_Piece], columns: Sequence[str]) -> Iterator[str]:
    """Columns in which the merged townships do not say the same."""
    for column in columns:
        texts = {_of(one.change, one.text(column)): one.text(column) for one in pieces}
        if len(set(texts.values())) > 1:
            each = "；".join(whole or said("carry_over.empty") for whole in texts)
            yield said("carry_over.each_their_own", column=column, each=each)


def _of(change: DutyChange, text: str) -> str:
    """A text with the old township that it is of, where there are several."""
    origin = change.old[0].origin if change.old else ""
    if not origin:
        return text
    return said("carry_over.of", township=origin, text=text or said("carry_over.empty"))


def _filled(row: Assignment) -> bool:
    return any(text for _, text in row.values)
