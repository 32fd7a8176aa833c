"""One duty as its page shows it: clauses with who has them and why, cells, places, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dutylist.app.corrections.clauses import clause_paths, moved_text, printed, unassigned
from dutylist.app.corrections.findings import said_alike
from dutylist.app.corrections.model import (
    FIELD_NAMES,
    ROW_FIELDS,
    STATE_NAMES,
    Applied,
    ClauseSide,
    Place,
    changed_part,
    row_change,
)
from dutylist.app.web.clause_places import anchor, sides
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.row_pictures import PageView, line_picture, row_pictures
from dutylist.records.actors import said_of
from dutylist.records.findings import LEVEL_NAMES
from dutylist.records.model import (
    BASIS_NAMES,
    KIND_NAMES,
    Basis,
    Clause,
    Duty,
    DutyTable,
    Span,
)
from dutylist.records.roles import lead_is_presumed, role
from dutylist.render.views.pages import page_words

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it was read without certainty."""


@dataclass(frozen=True)
class ClauseView:
    """A clause. `because` says which rule gave it to whom; `anchor` is the id of its text among
    the cells, "" where it is not found there; `side` and `path` name it in forms ("0-2").
    `following` is the clause that it can be joined with, "" where there is none; `cell` is the
    column it stands in, from 1, 0 where that is not known, `moves` what would go with it into
    another column. `unassigned`: whose it is stays to be said."""

    label: str
    text: str
    marked: Marked
    depth: int
    heading: bool
    departments: tuple[str, ...]
    basis: Basis
    basis_name: str
    because: str
    mentions: tuple[str, ...]
    anchor: str
    side: ClauseSide
    path: str
    following: str
    corrected: bool
    cell: int
    moves: str
    unassigned: bool


@dataclass(frozen=True)
class CellView:
    """A cell of the row: its column's number, from 1, and head, and its paragraphs as pieces
    (anchor or "", text with what is doubtful in it).

    Clauses that run on in one paragraph are pieces of their own; a clause that goes on in the
    next paragraph has its anchor where it begins. `text` is the cell as it reads now.
    """

    number: int
    column: str
    paragraphs: tuple[tuple[tuple[str, Marked], ...], ...]
    text: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class Listed:
    """A department that the row lists: as printed, its canonical name, leading or helping."""

    printed: str
    name: str
    role: str


@dataclass(frozen=True)
class DoubtView:
    """Characters of a cell (`column` from 1, headed `head`) that were not read with certainty, with
    what stands around them; `read` is what was read where they were corrected. The picture is of
    their line, None where it is not known."""

    column: int
    head: str
    start: int
    before: str
    text: str
    after: str
    read: str
    picture: PageView | None


@dataclass(frozen=True)
class CorrectionView:
    """A correction for showing and undoing; `old` and `new` are "" where `what` says it all."""

    id: str
    what: str
    old: str
    new: str
    who: str
    at: str
    state: str
    state_name: str
    undone: str
    reason: str


@dataclass(frozen=True)
class DutyView:
    """Everything a duty's page shows. A finding is its level, the level's name, its message and how
    many say the same."""

    place: Place
    kind: str
    number: str
    category: str
    name: str
    pages: str
    listed: tuple[Listed, ...]
    lead_is_presumed: bool
    findings: tuple[tuple[str, str, str, int], ...]
    doubts: tuple[DoubtView, ...]
    department_clauses: tuple[ClauseView, ...]
    township_clauses: tuple[ClauseView, ...]
    takeover: tuple[tuple[str, str, str], ...]
    cells: tuple[CellView, ...]
    pictures: tuple[PageView, ...]
    corrections: tuple[CorrectionView, ...]
    corrected_fields: frozenset[str]
    reasons: tuple[str, ...]


def duty_view(opened: OpenEdition, place: Place) -> DutyView:
    """The view of the duty that stands at `place`."""
    table = opened.now.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    applied = opened.corrected.at(place)
    cells = _cells(opened, place)
    anchors = {anchor for cell in cells for pieces in cell.paragraphs for anchor, _ in pieces}
    canonical = opened.now.canonical
    return DutyView(
        place=place,
        kind=KIND_NAMES[table.kind],
        number=duty.number_or_row,
        category=duty.category,
        name=duty.name,
        pages=page_words(opened.now, duty),
        listed=tuple(
            Listed(
                printed,
                canonical(printed),
                role(duty, printed) if table.kind != "recalled" else "收回",
            )
            for printed in duty.departments
        ),
        lead_is_presumed=table.kind == "cooperative" and lead_is_presumed(duty),
        findings=tuple(
            (one.level, LEVEL_NAMES[one.level], one.message, opened.alike[said_alike(one)])
            for one in opened.by_place.get(place, ())
        ),
        doubts=tuple(_doubts(opened, table, duty)),
        department_clauses=_clauses(duty, duty.department_clauses, anchors, applied, "department"),
        township_clauses=_clauses(duty, duty.township_clauses, anchors, (), "township"),
        takeover=tuple(
            (one.department, canonical(one.department), one.method) for one in duty.takeover
        ),
        cells=cells,
        pictures=row_pictures(opened.edition.pages, duty),
        corrections=tuple(map(correction_view, reversed(applied))),
        corrected_fields=frozenset(
            one.correction.field for one in applied if one.state == "stands"
        ),
        reasons=_reasons(opened, place),
    )


def _reasons(opened: OpenEdition, place: Place) -> tuple[str, ...]:
    """Why the row was read so; nothing of one that a person made, which has another's source."""
    rows = opened.corrected.rows
    source = rows.duty(place).source
    if rows.made_by_hand(rows.key(place)):
        return ()
    return tuple(opened.reasons.get(f"{source.table}-{source.row}", ()))


def correction_view(applied: Applied) -> CorrectionView:
    """A correction as shown."""
    one = applied.correction
    what = FIELD_NAMES[one.field]
    if one.field == "departments":
        what = f"条文“{one.target.clause}”的部门"
    if one.field == "cell":
        what = f"第 {one.target.column} 栏"
    if one.field == "clause moved":
        what = f"条文“{one.target.clause}”移到另一栏"
    old, new = changed_part(one.old, one.new)
    if one.field in ROW_FIELDS:
        what, old, new = row_change(one), "", ""
    if one.field == "departments" and one.old == one.new:
        what, old, new = f"{what}核对无误，是{one.new}", "", ""
    return CorrectionView(
        id=one.id,
        what=what,
        old=old,
        new=new,
        who=one.who,
        at=one.at,
        state=applied.state,
        state_name=STATE_NAMES[applied.state],
        undone=f"{one.undone_by}，{one.undone_at}" if one.undone_at else "",
        reason=one.reason,
    )


def _cells(opened: OpenEdition, place: Place) -> tuple[CellView, ...]:
    """The cells as they read now, cut into the clauses."""
    table = opened.now.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    cells: list[CellView] = []
    for column, cell in enumerate(duty.cells, start=1):
        spans = [
            (anchor(side, path), clause.span)
            for side, its in sides(duty)
            for path, clause in clause_paths(its)
            if clause.span and clause.span.cell == column
        ]
        corrected = any(
            one.correction.field == "cell" and one.state == "stands" and one.path == (column,)
            for one in opened.corrected.at(place)
        )
        head = table.columns[column - 1].text
        marked = _doubtful(duty, column)
        paragraphs, at = [], 0
        for paragraph in cut_into_clauses(cell, spans):
            pieces = []
            for name, text in paragraph:
                pieces.append((name, _marked(text, range(at, at + len(text)), marked)))
                at += len(text)
            paragraphs.append(tuple(pieces))
            at += 1
        cells.append(CellView(column, head, tuple(paragraphs), cell, corrected))
    return tuple(cells)


_AROUND = 8
"""Characters shown before and after doubtful ones."""


def _doubts(opened: OpenEdition, table: DutyTable, duty: Duty) -> Iterator[DoubtView]:
    for doubt in duty.doubts:
        cell = duty.cells[doubt.cell - 1]
        yield DoubtView(
            doubt.cell,
            table.columns[doubt.cell - 1].text,
            doubt.start,
            cell[max(0, doubt.start - _AROUND) : doubt.start],
            cell[doubt.start : doubt.end],
            cell[doubt.end : doubt.end + _AROUND],
            doubt.read,
            line_picture(opened.edition.pages, doubt.box) if doubt.box else None,
        )


def _doubtful(duty: Duty, column: int) -> frozenset[int]:
    """The offsets of the doubtful characters of a cell."""
    return frozenset(
        at for one in duty.doubts if one.cell == column for at in range(one.start, one.end)
    )


def _marked(text: str, offsets: Sequence[int], doubtful: frozenset[int]) -> Marked:
    """A text in pieces, each with whether it is doubtful; `offsets` are its characters' in the
    cell."""
    pairs = zip(text, offsets, strict=True)
    return tuple(
        ("".join(character for character, _ in group), marked)
        for marked, group in groupby(pairs, key=lambda pair: pair[1] in doubtful)
    )


def _marked_clause(duty: Duty, clause: Clause) -> Marked:
    """A clause's text with what is doubtful in it."""
    span = clause.span
    if span is None or not (doubtful := _doubtful(duty, span.cell)):
        return ((clause.text, False),)
    cell = duty.cells[span.cell - 1]
    solid = iter([at for at in range(span.start, span.end) if not cell[at].isspace()])
    offsets = [-1 if one.isspace() else next(solid, -1) for one in clause.label + clause.text]
    return _marked(clause.text, offsets[len(clause.label) :], doubtful)


def cut_into_clauses(
    cell: str, spans: Sequence[tuple[str, Span]]
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A cell's paragraphs as pieces (anchor or "", text); `spans` are those of its clauses, each
    with its anchor. All pieces together are the cell."""
    starts = {span.start: anchor for anchor, span in spans}
    ends = {span.end for _, span in spans}
    paragraphs: list[list[tuple[str, str]]] = [[]]
    anchor, piece = "", ""
    for at, character in enumerate(cell + "\n"):
        if at in starts or at in ends or character == "\n":
            if piece:
                paragraphs[-1].append((anchor, piece))
            anchor, piece = starts.get(at, ""), ""
        if character == "\n":
            paragraphs.append([])
        else:
            piece += character
    return tuple(map(tuple, paragraphs[:-1]))


def _clauses(
    duty: Duty,
    clauses: tuple[Clause, ...],
    anchors: set[str],
    applied: tuple[Applied, ...],
    side: ClauseSide,
) -> tuple[ClauseView, ...]:
    every = dict(clause_paths(clauses))

    def following(path: tuple[int, ...]) -> str:
        after = every.get((*path[:-1], path[-1] + 1))
        return printed(after) if after and not every[path].children else ""

    corrected = {
        one.path
        for one in applied
        if one.state == "stands" and one.correction.field == "departments"
    }
    return tuple(
        ClauseView(
            label=clause.label,
            text=clause.text,
            marked=_marked_clause(duty, clause),
            depth=len(path) - 1,
            heading=bool(clause.children),
            departments=clause.departments,
            basis=clause.basis,
            basis_name=BASIS_NAMES[clause.basis],
            because="；".join(said_of(clause)),
            mentions=clause.mentions,
            anchor=anchor(side, path) if anchor(side, path) in anchors else "",
            side=side,
            path="-".join(map(str, path)),
            following=following(path),
            corrected=path in corrected,
            cell=clause.cell,
            moves=moved_text(duty, side, path),
            unassigned=unassigned(clause),
        )
        for path, clause in every.items()
    )
