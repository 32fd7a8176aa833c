"""Corrections laid over the records as read, which they never change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dutylist.app.corrections.already import so_already
from dutylist.app.corrections.clauses import (
    clause_paths,
    clauses_of,
    find_clause,
    give_clause,
    join_clauses,
    move_clause,
    moved_text,
    printed,
    split_clause,
    with_clauses,
)
from dutylist.app.corrections.model import (
    CLAUSE_FIELDS,
    COMPARISON_FIELDS,
    EDITION_FIELDS,
    LEFT_OVER,
    OFFICE_FIELDS,
    ROW_FIELDS,
    Applied,
    ClauseSide,
    Correction,
    Place,
    State,
    Target,
    describe,
)
from dutylist.app.corrections.offices import move_spelling, rename
from dutylist.app.corrections.rows import Key, Rows, as_read, change_rows, with_duty
from dutylist.app.corrections.short_names import with_short_name
from dutylist.extract.lists.row_again import assigned_again, read_row_again
from dutylist.records.model import Clause, Duty, DutyList, Note
from dutylist.records.text import squeezed
from dutylist.records.township import township_in

_OF_NO_ROW = (*OFFICE_FIELDS, *EDITION_FIELDS, "list title")


@dataclass(frozen=True)
class Corrected:
    """The records with all corrections that stand; `rows` knows which of their rows is which of
    those read."""

    duty_list: DutyList
    applied: tuple[Applied, ...]
    rows: Rows

    def at(self, place: Place) -> tuple[Applied, ...]:
        """The corrections of one duty."""
        return tuple(one for one in self.applied if place in one.rows)


@dataclass(frozen=True)
class _Found:
    """What a correction was applied to: a row by its key, a clause by its path."""

    applied: Applied
    key: Key = ""


def apply_corrections(read: DutyList, corrections: Iterable[Correction]) -> Corrected:
    """The records as read, with the corrections laid over them in their order."""
    rows = as_read(read)
    found: list[_Found] = []
    ordered = sorted((one for one in corrections if one.field != LEFT_OVER), key=of_clauses)
    renamed = _renamed(ordered)
    for correction in ordered:
        key = _key_now(read, correction.target, renamed)
        if correction.undone_at:
            found.append(_Found(Applied(correction, "undone"), key))
            continue
        rows, state, path = _laid(rows, key, correction)
        now = _Found(Applied(correction, state, path=path), key)
        found = [_overruled(earlier, now) for earlier in found]
        found.append(now)
    applied = [
        replace(one.applied, place=rows.place(one.key), rows=_rows_of(rows, one)) for one in found
    ]
    applied.sort(key=lambda one: one.correction.at)
    return Corrected(rows.duty_list, tuple(applied), rows)


def _rows_of(rows: Rows, one: _Found) -> tuple[Place, ...]:
    """Where the rows stand that a correction changed."""
    correction, made = one.applied.correction, one.applied.state in ("stands", "replaced")
    keys = [one.key]
    if made and correction.field == "row added":
        keys = [correction.id]
    if made and correction.field == "row split":
        keys = [one.key, correction.id]
    return tuple(place for key in keys if (place := rows.place(key)))


def _laid(rows: Rows, key: Key, correction: Correction) -> tuple[Rows, State, tuple[int, ...]]:
    """The rows with a correction, what becomes of it, and the path of what it is about."""
    # A row that was missing would be there twice; a person's word on an office confirms it.
    if correction.field not in OFFICE_FIELDS and so_already(rows, key, correction):
        return rows, "as read", ()
    changed, path = change(rows, key, correction)
    if changed is not None:
        return changed, "stands", path
    return rows, "as read" if so_already(rows, key, correction) else "lost", ()


def _renamed(corrections: Sequence[Correction]) -> dict[Target, list[str]]:
    """What duties are called as corrected: by the name it may be read now."""
    found: dict[Target, list[str]] = {}
    for one in corrections:
        names = one.field == "name" or (
            one.field == "cell" and squeezed(one.old) == squeezed(one.target.name)
        )
        if names and not one.undone_at:
            found.setdefault(_duty_only(one.target), []).append(one.new)
    return found


def _duty_only(target: Target) -> Target:
    return Target(target.kind, target.position, target.number, target.name, label=target.label)


def _key_now(read: DutyList, target: Target, renamed: dict[Target, list[str]]) -> Key:
    """The key of the row that a target names by the name it had, or has as corrected."""
    names = renamed.get(_duty_only(target), [])
    return next(
        (
            key
            for name in (target.name, *names)
            if (key := key_of(read, replace(target, name=name)))
        ),
        "",
    )


def of_clauses(correction: Correction) -> bool:
    """Whether a correction is laid over after those of cells and rows: what people say of a clause
    holds for the clause as it reads then."""
    return correction.field in ("departments", "settled", *CLAUSE_FIELDS, *OFFICE_FIELDS)


def key_of(read: DutyList, target: Target) -> Key:
    """The key of the row that a target names; "" where there is none."""
    if target.made:
        return target.made
    place = find_duty(read, target)
    return f"{place.table}-{place.position}" if place else ""


def find_duty(read: DutyList, target: Target) -> Place | None:
    """Where the duty that a target names stands as read; the likeliest where several have its
    name."""
    if target.kind is None:
        return None
    found = [
        (
            (duty.number == target.number) * 2 + (position == target.position),
            Place(index, position),
        )
        for index, table in enumerate(read.lists, start=1)
        if table.kind == target.kind
        for position, duty in enumerate(table.duties, start=1)
        if squeezed(duty.name) == squeezed(target.name)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def duty_target(
    read: DutyList,
    place: Place,
    path: tuple[int, ...] = (),
    column: int = 0,
    now: Corrected | None = None,
    side: ClauseSide = "department",
    stretch: tuple[int, ...] = (),
) -> Target:
    """The target that names a duty, or one of its clauses, or one of its cells or a `stretch` of
    it, which stand at `place` in the records `now`, as corrected; where that is None, as read."""
    rows = now.rows if now else as_read(read)
    duty = rows.duty(place)
    key = rows.key(place)
    clause = dict(clause_paths(clauses_of(duty, side)))[path] if path else None
    text = printed(clause) if clause else ""
    path = path or stretch
    if rows.made_by_hand(key):
        kind = rows.duty_list.lists[place.table - 1].kind
        return Target(kind, 0, duty.number, duty.name, text, path, column, key, side, duty.label)
    index, position = map(int, key.split("-"))
    table = read.lists[index - 1]
    was = table.duties[position - 1]
    return Target(
        table.kind, position, was.number, was.name, text, path, column, "", side, was.label
    )


def described(corrected: Corrected, one: Applied) -> str:
    """What a correction says, with the head of its column."""
    place, column = one.place, one.correction.target.column
    columns = corrected.duty_list.lists[place.table - 1].columns if place else ()
    head = columns[column - 1].text if 1 <= column <= len(columns) else ""
    return describe(one.correction, "".join(head.split()))


def correction_notes(corrected: Corrected) -> tuple[Note, ...]:
    """The corrections that stand, as notes for those who get the records."""
    return tuple(
        Note(
            0, f"人工更正（{one.correction.who}，{one.correction.at}）：{described(corrected, one)}"
        )
        for one in corrected.applied
        if one.state == "stands" and one.correction.field not in COMPARISON_FIELDS
    )


def with_notes(corrected: Corrected) -> DutyList:
    """The corrected records for those outside, who are told in notes what was corrected."""
    now = corrected.duty_list
    return replace(now, notes=(*now.notes, *correction_notes(corrected)))


def change(rows: Rows, key: Key, correction: Correction) -> tuple[Rows | None, tuple[int, ...]]:
    """The rows with a correction, None where what it is about is not there; the path of the
    clause, or the column, that it is about."""
    field, current = correction.field, rows.duty_list
    if field == "alias":
        return rows.with_list(move_spelling(current, correction.old, correction.new)), ()
    if field == "short name":
        return rows.with_list(with_short_name(current, correction.old, correction.new)), ()
    if field == "rename":
        return rows.with_list(rename(current, correction.old, correction.new)), ()
    if field in _OF_NO_ROW:
        return rows.with_list(_retitled(current, correction)), ()
    if field in COMPARISON_FIELDS or (field == "settled" and correction.target.kind is None):
        return rows, ()
    place = rows.place(key)
    if place is None:
        return None, ()
    if field == "settled":
        return rows, ()
    if field == "sure":
        return rows.with_list(_without_doubt(current, place, correction)), ()
    if field in ROW_FIELDS:
        return change_rows(rows, place, correction), ()
    if field == "cell":
        changed = _with_cell(current, place, correction)
        return rows.with_list(changed), (correction.target.column,)
    if field == "clause moved":
        return rows.with_list(_with_moved(current, place, correction)), ()
    if field == "departments" or field in CLAUSE_FIELDS:
        return _with_clause(rows, place, correction)
    return rows.with_list(_with_field(current, place, correction)), ()


def _with_field(current: DutyList, place: Place, correction: Correction) -> DutyList:
    """The duty's category or name, and what a document prints of it: the cell that holds it."""
    table = current.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    was = duty.category if correction.field == "category" else duty.name
    cells = tuple(
        correction.new
        if was and column.role == correction.field and squeezed(cell) == squeezed(was)
        else cell
        for cell, column in zip(duty.cells, table.columns, strict=True)
    )
    if correction.field == "category":
        return with_duty(current, place, replace(duty, category=correction.new, cells=cells))
    return with_duty(current, place, replace(duty, name=correction.new, cells=cells))


def _without_doubt(current: DutyList, place: Place, correction: Correction) -> DutyList | None:
    """The duty with one doubt less; None where it has none about these characters there."""
    duty = current.lists[place.table - 1].duties[place.position - 1]
    target = correction.target
    about = [
        one
        for one in duty.doubts
        if one.cell == target.column
        and duty.cells[one.cell - 1][one.start : one.end] == correction.old
    ]
    if not about:
        return None
    # Where the cell was corrected before them they may stand elsewhere now.
    gone = min(about, key=lambda one: abs(one.start - target.path[0]) if target.path else 0)
    doubts = tuple(one for one in duty.doubts if one is not gone)
    return with_duty(current, place, replace(duty, doubts=doubts))


def _with_cell(current: DutyList, place: Place, correction: Correction) -> DutyList | None:
    """The row read again with the cell's new text; None where the cell says something else."""
    table = current.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    column = correction.target.column
    if not 1 <= column <= len(duty.cells):
        return None
    if squeezed(duty.cells[column - 1]) != squeezed(correction.old):
        return None
    cells = (*duty.cells[: column - 1], correction.new, *duty.cells[column:])
    return _read_again(current, place, cells)


def _with_moved(current: DutyList, place: Place, correction: Correction) -> DutyList | None:
    """The row read again with a clause in another column; None where the clause is not there."""
    duty = current.lists[place.table - 1].duties[place.position - 1]
    side = correction.target.side
    path = find_clause(duty, correction.target)
    if path is None or squeezed(moved_text(duty, side, path)) != squeezed(correction.old):
        return None
    cells = move_clause(duty, side, path, correction.target.column)
    return _read_again(current, place, cells) if cells else None


def _read_again(current: DutyList, place: Place, cells: tuple[str, ...]) -> DutyList:
    table = current.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    changed, departments = read_row_again(current, table, duty, cells)
    return replace(with_duty(current, place, changed), departments=departments)


def _with_clause(
    rows: Rows, place: Place, correction: Correction
) -> tuple[Rows | None, tuple[int, ...]]:
    duty, target = rows.duty(place), correction.target
    path = find_clause(duty, target)
    if path is None:
        return None, ()
    clauses = clauses_of(duty, target.side)
    if correction.field == "departments":
        names = tuple(name for name in correction.new.split("、") if name)
        given = give_clause(clauses, path, names, correction.who, correction.at[:10])
        changed = with_clauses(duty, target.side, given)
        return rows.with_list(with_duty(rows.duty_list, place, changed)), path
    if correction.field == "clause split":
        clause = dict(clause_paths(clauses))[path]
        cell = duty.cells[clause.cell - 1] if clause.cell else ""
        made = split_clause(clauses, path, correction.new.split("\n"), cell)
    else:
        made = join_clauses(clauses, path, correction.old)
    if made is None:
        return None, ()
    changed = with_clauses(duty, target.side, made)
    known = [clause for side in _SIDES for _, clause in clause_paths(clauses_of(duty, side))]
    changed = _kept_assignments(assigned_again(rows.duty_list, changed), changed, known)
    return rows.with_list(with_duty(rows.duty_list, place, changed)), path


_SIDES: tuple[ClauseSide, ...] = ("department", "township")


def _kept_assignments(again: Duty, as_was: Duty, known: list[Clause]) -> Duty:
    """The duty with only those clauses assigned again that were cut or joined, and of these none
    that a person has given to somebody."""
    was = {printed(clause) for clause in known}

    def kept(new: tuple[Clause, ...], old: tuple[Clause, ...]) -> Iterator[Clause]:
        for one, other in zip(new, old, strict=True):
            whose = other if printed(other) in was or other.basis == "decided" else one
            yield replace(whose, children=tuple(kept(one.children, other.children)))

    for side in _SIDES:
        clauses = tuple(kept(clauses_of(again, side), clauses_of(as_was, side)))
        again = with_clauses(again, side, clauses)
    return again


def _retitled(current: DutyList, correction: Correction) -> DutyList | None:
    """The edition's own title, places or date, or a list's title."""
    new = correction.new
    if correction.field == "list title":
        index = next(
            (
                index
                for index, table in enumerate(current.lists)
                if table.kind == correction.target.kind and table.title == correction.old
            ),
            None,
        )
        if index is None:
            return None
        table = replace(current.lists[index], title=new)
        lists = (*current.lists[:index], table, *current.lists[index + 1 :])
        return replace(current, lists=lists)
    if correction.field == "title":
        return replace(current, title=new)
    if correction.field == "issued":
        return replace(current, issued=new)
    region = tuple(new.split())
    return replace(current, region=region, township=township_in([*reversed(region), current.title]))


_REPLACED = ("category", "name", "departments", "alias", "short name", *EDITION_FIELDS)


def _overruled(earlier: _Found, later: _Found) -> _Found:
    one, other = earlier.applied.correction, later.applied.correction
    if later.applied.state == "lost":
        return earlier
    # Of a cell corrected twice the file is read now as it was in the end.
    if earlier.applied.state == "lost" and later.applied.state == "as read":
        chained = earlier.key == later.key and one.field == other.field and one.new == other.old
        return (
            replace(earlier, applied=replace(earlier.applied, state="replaced"))
            if chained
            else earlier
        )
    same = (
        earlier.applied.state == "stands"
        and one.field == other.field
        and one.field in _REPLACED
        and earlier.key == later.key
        and earlier.applied.path == later.applied.path
        and (one.field not in ("alias", "short name") or one.old == other.old)
    )
    if not same:
        return earlier
    return replace(earlier, applied=replace(earlier.applied, state="replaced"))
