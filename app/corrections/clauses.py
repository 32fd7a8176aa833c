"""Corrections of clauses: whose one is, and where one begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from dutylist.app.corrections.model import ClauseSide, Target
from dutylist.records.actors import CONFIRMED, DECIDED, decided_because, names_office
from dutylist.records.labels import label_of, split_label
from dutylist.records.model import MENTIONED, UNSETTLED, Actor, Clause, Duty, Part, Span
from dutylist.records.text import squeezed

Path = tuple[int, ...]
"""The way to a clause through its duty's clauses, from 0."""

_Change = Callable[[tuple[Clause, ...], int], tuple[Clause, ...] | None]
"""What becomes of siblings, one of which is meant."""

SAME_CLAUSE = 60
"""Per cent of likeness (rapidfuzz's ratio) from which a clause whose words were corrected is taken
for the same in the same place; two clauses of one duty are seldom half alike."""


def clauses_of(duty: Duty, side: ClauseSide) -> tuple[Clause, ...]:
    """The department's clauses, or the township's."""
    return duty.department_clauses if side == "department" else duty.township_clauses


def with_clauses(duty: Duty, side: ClauseSide, clauses: tuple[Clause, ...]) -> Duty:
    """The duty with other clauses on one side."""
    if side == "department":
        return replace(duty, department_clauses=clauses)
    return replace(duty, township_clauses=clauses)


def clause_paths(clauses: Sequence[Clause], path: Path = ()) -> Iterator[tuple[Path, Clause]]:
    """Every clause, headings too, with the way to it (places from 0)."""
    for index, clause in enumerate(clauses):
        yield (*path, index), clause
        yield from clause_paths(clause.children, (*path, index))


def find_clause(duty: Duty, target: Target) -> Path | None:
    """The path of the clause that a target names, its words perhaps corrected since."""
    clauses = {path: printed(one) for path, one in clause_paths(clauses_of(duty, target.side))}
    paths = [path for path, text in clauses.items() if text == target.clause]
    if target.path in paths:
        return target.path
    if paths:
        return paths[0]
    there = clauses.get(target.path)
    alike = there is not None and ratio(there, target.clause) >= SAME_CLAUSE
    return target.path if alike else None


def unassigned(clause: Clause) -> bool:
    """Whether it stays to be said whose a clause is."""
    own = clause.kind == "clause" and not clause.children
    return own and clause.basis in UNSETTLED


def printed(clause: Clause) -> str:
    """Label and text, as printed."""
    return clause.label + clause.text


def in_clause_order(clause: Clause, names: Iterable[str]) -> tuple[str, ...]:
    """Offices that a clause is given to, in the order in which it has them; who is not in it stands
    behind them, or before those who are only brought in (会同…)."""
    wanted = tuple(dict.fromkeys(names))
    known = [actor for actor in clause.actors if actor.office in wanted]
    there = tuple(actor.office for actor in known)
    others = tuple(name for name in wanted if name not in there)
    if known and all(actor.part == "joins" for actor in known):
        return (*others, *there)
    return (*there, *others)


def give_clause(
    clauses: tuple[Clause, ...], path: Path, names: tuple[str, ...], who: str, day: str
) -> tuple[Clause, ...]:
    """The clauses with one given to these departments by a person on a day."""

    def given(siblings: tuple[Clause, ...], at: int) -> tuple[Clause, ...]:
        clause = siblings[at]
        actors = (*_given(clause, names, who, day), *_still_named(clause, names))
        changed = replace(clause, actors=actors, basis="decided" if names else "none")
        return (*siblings[:at], changed, *siblings[at + 1 :])

    changed = _among(clauses, path, given)
    assert changed is not None
    return changed


def _given(clause: Clause, names: tuple[str, ...], who: str, day: str) -> Iterator[Actor]:
    """The offices that have a clause now: who leads and who joins in stays as it was read, unless
    nobody would be left to do it."""
    was = {actor.office: actor for actor in clause.actors}
    acts = any(name not in was or was[name].part not in ("joins", "all") for name in names)
    for name in in_clause_order(clause, names):
        read = was.get(name)
        part: Part = "does"
        if read and (read.part == "leads" or (read.part == "joins" and acts)):
            part = read.part
        word = CONFIRMED if read and names_office(read) else DECIDED
        yield Actor(name, part, decided_because(word, who, day))


def _still_named(clause: Clause, names: tuple[str, ...]) -> Iterator[Actor]:
    """The offices that a clause writes of and that do not have it."""
    for actor in clause.actors:
        if actor.office not in names and actor.part != "all" and names_office(actor):
            yield replace(actor, part="named", because=MENTIONED)


def moved_text(duty: Duty, side: ClauseSide, path: Path) -> str:
    """What goes into another cell with a clause: it and what stands below it; "" where it is not
    known where that stands."""
    stretch = _stretch(duty, side, path)
    return duty.cells[stretch.cell - 1][stretch.start : stretch.end] if stretch else ""


def move_clause(duty: Duty, side: ClauseSide, path: Path, column: int) -> tuple[str, ...] | None:
    """The duty's cells with a clause, and what stands below it, behind what another column (from 1)
    has; None where it is not known where it stands, or that is the column it stands in."""
    stretch = _stretch(duty, side, path)
    if stretch is None or column == stretch.cell or not 1 <= column <= len(duty.cells):
        return None
    cells = list(duty.cells)
    own = cells[stretch.cell - 1]
    left = (own[: stretch.start].rstrip(), own[stretch.end :].lstrip())
    cells[stretch.cell - 1] = "\n".join(filter(None, left))
    text = own[stretch.start : stretch.end]
    cells[column - 1] = "\n".join(filter(None, (cells[column - 1], text)))
    return tuple(cells)


def _stretch(duty: Duty, side: ClauseSide, path: Path) -> Span | None:
    """Where a clause stands with what stands below it."""
    clause = dict(clause_paths(clauses_of(duty, side))).get(path)
    spans = [one.span for _, one in clause_paths((clause,))] if clause else []
    own = [span for span in spans if span is not None]
    if not own or len(own) < len(spans) or len({span.cell for span in own}) > 1:
        return None
    return Span(own[0].cell, min(one.start for one in own), max(one.end for one in own))


def split_clause(
    clauses: tuple[Clause, ...], path: Path, lines: Sequence[str], cell: str
) -> tuple[Clause, ...] | None:
    """The clauses with one cut into the lines that it is to be; None where it says something else.

    `cell` is the text of the cell that it stands in. What stood below it stands below the last.
    """
    parts = [line for line in lines if line.strip()]

    def cut(siblings: tuple[Clause, ...], at: int) -> tuple[Clause, ...] | None:
        clause = siblings[at]
        if len(parts) < 2 or squeezed("".join(parts)) != squeezed(printed(clause)):
            return None
        spans = _cut(clause.span, cell, [len(squeezed(part)) for part in parts])
        made = [
            _worded(replace(clause, span=span, children=()), part)
            for part, span in zip(parts, spans, strict=True)
        ]
        made[-1] = replace(made[-1], children=clause.children)
        return (*siblings[:at], *made, *siblings[at + 1 :])

    return _among(clauses, path, cut)


def join_clauses(
    clauses: tuple[Clause, ...], path: Path, together: str
) -> tuple[Clause, ...] | None:
    """The clauses with one and the next made one; None where these say something else together."""

    def join(siblings: tuple[Clause, ...], at: int) -> tuple[Clause, ...] | None:
        if at + 1 >= len(siblings) or siblings[at].children:
            return None
        first, second = siblings[at], siblings[at + 1]
        if squeezed(printed(first) + printed(second)) != squeezed(together):
            return None
        span = None
        if first.span and second.span and first.span.cell == second.span.cell:
            span = Span(first.span.cell, first.span.start, second.span.end)
        joined = replace(
            first, text=first.text + printed(second), span=span, children=second.children
        )
        return (*siblings[:at], joined, *siblings[at + 2 :])

    return _among(clauses, path, join)


def _among(clauses: tuple[Clause, ...], path: Path, change: _Change) -> tuple[Clause, ...] | None:
    """The clauses with the siblings changed that stand at the end of a path."""
    step, rest = path[0], path[1:]
    if not rest:
        return change(clauses, step)
    below = _among(clauses[step].children, rest, change)
    if below is None:
        return below
    return (*clauses[:step], replace(clauses[step], children=below), *clauses[step + 1 :])


def _worded(clause: Clause, text: str) -> Clause:
    label, rest = split_label(text.strip())
    found = label_of(f"{label} ") if label else None
    return replace(clause, label=label, text=rest, number=found.number if found else 0)


def _cut(span: Span | None, cell: str, lengths: Sequence[int]) -> list[Span | None]:
    """A span cut into pieces with these numbers of characters, white space not counted."""
    if span is None:
        return [None] * len(lengths)
    solid = [at for at in range(span.start, span.end) if not cell[at].isspace()]
    pieces: list[Span | None] = []
    first = 0
    for length in lengths:
        pieces.append(Span(span.cell, solid[first], solid[first + length - 1] + 1))
        first += length
    return pieces
