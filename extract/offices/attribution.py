"""Whose the clauses of a cell are: headings, the clauses below them, and labels that reach over
several clauses.

Each clause carries its basis; whose one clause is by itself is said in whose.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dutylist.extract.offices.acting import actors_of, basis_of, of_heading, once, only_named
from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.given_names import with_given_names
from dutylist.extract.offices.lexer import mentioned
from dutylist.extract.offices.named_above import heading, is_name, is_stage
from dutylist.extract.offices.named_behind import (
    ends_in_bracket,
    said_of_all_above,
    speaks_of_others,
)
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.registry import Registry
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.statements import Heading
from dutylist.extract.offices.whose import Above, Whose, labelled, whose_is
from dutylist.records.model import ACTING, UNSETTLED, Actor, Basis, Clause
from dutylist.records.patterns import Pattern
from dutylist.records.unmatched import UNMATCHED

# 并将处罚结果录入平台: it goes on from the clause before it.
_GOES_ON = Pattern("并(?!非|列|联|轨|网|入|购)")
_LABEL_BELOW = Pattern(
    rf"[。；;\n]\s*{CLAUSE_WORDS.any('of_label')}(?:责任)?(?:单位|部门|主体)[：:]"
)

# So many headings show how a cell is written.
_SEVERAL = 2


def assign(clauses: tuple[Clause, ...], row: Row, registry: Registry) -> tuple[Clause, ...]:
    """Say for each clause of a department cell whose it is."""
    reader = Reader(registry, row)
    texts = [each.text for clause in clauses for each in _tree(clause)]
    reader = with_given_names(texts, reader)
    if any(is_stage(text, reader) for text in texts):
        reader = replace(reader, in_stages=True, lexed={})
    closed = sum(ends_in_bracket(text, reader) for text in texts)
    if closed >= max(_SEVERAL, len(texts) / 2):
        reader = replace(reader, in_brackets=True)
    return _below(clauses, None, reader)


def mark_mentions(clauses: tuple[Clause, ...], row: Row, registry: Registry) -> tuple[Clause, ...]:
    """The clauses of a township cell with the departments that each one names (报县民政局)."""
    reader = Reader(registry, row)
    return tuple(
        replace(
            clause,
            basis="none",
            actors=only_named(mentioned(reader, clause.text)),
            children=mark_mentions(clause.children, row, registry),
        )
        for clause in clauses
    )


def _below(clauses: tuple[Clause, ...], above: Above | None, reader: Reader) -> tuple[Clause, ...]:
    """The clauses below something, or of a cell.

    Headings one below the other (牵头单位：…, 配合单位：… and then the clauses) hold together.
    """
    assigned: list[Clause] = []
    waiting: list[Heading] = []
    for clause in clauses:
        if clause.kind != "office":
            own = _assign(clause, above, reader)
            if said := said_of_all_above(clause.text, reader):
                label, in_front, count = said
                own = _given(own, labelled(label, in_front, above, reader))
                assigned = _with_all_above(assigned, label, count, reader)
            elif own.basis == "none" and speaks_of_others(clause.text):
                others = _not_named(assigned, reader)
                own = _given(own, Whose(actors_of(others, "all", "其他部门"), "all"))
            elif own.basis == "none" and assigned and _GOES_ON.match(clause.text):
                own = _given(own, Whose(_acting_in(assigned[-1]), "part"))
            elif own.basis == "label" and _LABEL_BELOW.search(clause.text):
                assigned = _perhaps_above(assigned, own)
            assigned.append(own)
            waiting = []
            continue
        found = heading(clause.text, reader) or Heading(unknown=(clause.text,))
        of_others = speaks_of_others(clause.text)
        if of_others and (rest := _not_named(assigned, reader)):
            found = Heading(does=rest)
        waiting.append(found)
        headed = _assign_heading(clause, waiting, reader)
        assigned.append(_each_named(headed) if of_others else headed)
        if clause.children:
            waiting = []
    return tuple(_behind_another(assigned, above) if above else _behind_the_last(assigned))


def _behind_the_last(clauses: list[Clause]) -> list[Clause]:
    """The clauses of a cell whose headings have one paragraph each; what stands behind that of the
    last one may be anybody's (县教育局：…。县财政局：…。及时采取措施。)."""
    headings = [clause for clause in clauses if clause.kind == "office"]
    if len(headings) < _SEVERAL or clauses[-1].kind != "office":
        return clauses
    *others, last = headings
    if any(len(one.children) != 1 or one.children[0].label for one in others):
        return clauses
    first, *rest = last.children or (last,)
    if first.label or any(one.label for one in rest):
        return clauses
    doubtful = (replace(one, basis="part") if one.basis == last.basis else one for one in rest)
    return [*clauses[:-1], replace(last, children=(first, *doubtful))] if rest else clauses


def _behind_another(clauses: list[Clause], above: Above) -> Iterator[Clause]:
    """The clauses below a heading; behind a paragraph of another office one that names nobody may
    be anybody's (县教育局：…；城管局负责…；劝导站建设管理。)."""
    left = False
    for clause in clauses:
        acting = {actor.office for actor in clause.actors if actor.part in ACTING}
        if not clause.label and clause.kind == "clause":
            if clause.basis == "subject" and not acting & set(above.offices):
                left = True
            elif left and clause.basis == above.basis and clause.actors:
                clause = replace(clause, basis="part")
        yield clause


def _each_named(heading: Clause) -> Clause:
    """The clauses below 其他部门, where some name their own: the others are to be confirmed."""
    if all(child.basis != "subject" for child in heading.children):
        return heading
    children = (
        replace(child, basis="part") if child.basis == heading.basis else child
        for child in heading.children
    )
    return replace(heading, children=tuple(children))


def _given(clause: Clause, whose: Whose) -> Clause:
    """The clause as theirs; it stays as it is where they are nobody."""
    if not whose.actors:
        return clause
    acting = {actor.office for actor in whose.actors}
    named = tuple(a for a in clause.actors if a.part == "named" and a.office not in acting)
    return replace(clause, actors=whose.actors + named, basis=whose.basis)


def _acting_in(clause: Clause) -> tuple[Actor, ...]:
    """Those who act in a clause that is theirs for certain."""
    if clause.basis in UNSETTLED or clause.children:
        return ()
    return tuple(actor for actor in clause.actors if actor.part != "named")


def _perhaps_above(clauses: list[Clause], last: Clause) -> list[Clause]:
    """The clauses right above one behind whose full stop a label stands (1.…；2.…。责任单位：…),
    which may be theirs, too: to be confirmed where they name nobody."""
    given = list(clauses)
    for place in range(len(given) - 1, -1, -1):
        clause = given[place]
        if clause.basis != "none" or clause.children or clause.kind == "office":
            break
        given[place] = _given(clause, Whose(_acting_in(last), "part"))
    return given


def _with_all_above(
    clauses: list[Clause], said: Heading, count: int, reader: Reader
) -> list[Clause]:
    """The clauses above 以上由县民政局负责, up to a heading or the last such words, or so many of
    them (0: all), given to those whom it names where they name nobody themselves."""
    given = list(clauses)
    for place in range(len(given) - 1, max(len(given) - count, 0) - 1 if count else -1, -1):
        clause = given[place]
        if clause.kind == "office" or "以上" in clause.text:
            break
        if clause.basis == "none" and not clause.children:
            given[place] = _given(clause, Whose(of_heading(said), basis_of(said, reader)))
    return given


def _not_named(before: list[Clause], reader: Reader) -> tuple[str, ...]:
    """The row's offices that have not been named: those whom 其他部门 means. () where something
    before it leaves open whose it is."""
    if not before or any(speaks_of_others(one.text) for one in before[-1:]):
        # Said twice, nobody is left; a cell full of such clauses must not be read over and over.
        return ()
    every = [clause for one in before for clause in _tree(one)]
    if any(clause.basis in UNSETTLED for clause in every):
        return ()
    named = {name for clause in every for name in clause.departments}
    return tuple(name for name in reader.row.offices if name not in named)


def _tree(clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in clause.children:
        yield from _tree(child)


def _assign(clause: Clause, above: Above | None, reader: Reader) -> Clause:
    reader = replace(reader, above=above.offices if above else ())
    whose = whose_is(clause.text, above, reader)
    acting = {actor.office for actor in whose.actors}
    mentions = [name for name in mentioned(reader, clause.text) if name not in acting]
    unknown = [name for name in whose.unknown if name not in mentions and is_name(name)]
    return replace(
        clause,
        actors=whose.actors + only_named(mentions) + only_named(unknown, UNMATCHED),
        basis=whose.basis,
        children=_below(clause.children, _carried(whose, above), reader),
    )


def _assign_heading(clause: Clause, found: list[Heading], reader: Reader) -> Clause:
    """A heading, the last of `found`; the others stand above it with nothing in between."""
    own = found[-1]
    if own.of_row and not clause.children:
        # The names below it say whose the clauses are.
        own = Heading(label=True)
    return replace(
        clause,
        actors=of_heading(own) + only_named(filter(is_name, own.unknown), UNMATCHED),
        basis=basis_of(own, reader),
        # Not looked at for each of many headings with nothing below: that grows with their square.
        children=_below(clause.children, _said_by(found, reader), reader)
        if clause.children
        else (),
    )


def _said_by(found: list[Heading], reader: Reader) -> Above:
    """What headings that stand one above the other say of what is below."""
    # 牵头部门及职责 alone names nobody, and leaves those below it to their own headings.
    named = [one for one in found if one.offices or one.unknown]
    # 配合部门职责： and right below it 县公安局：, whose it then is.
    named = [one for one in named if not one.of_row] or named
    bases = {basis_of(one, reader) for one in named}
    return Above(
        once(*(of_heading(one) for one in named)),
        bases.pop() if len(bases) == 1 else "part" if bases else "none",
        tuple(name for one in named for name in one.unknown),
    )


def _carried(whose: Whose, above: Above | None) -> Above | None:
    """What a clause gives to its sub-clauses."""
    if whose.basis in ("none", "only department"):
        return above
    basis: Basis = "heading" if whose.basis in ("subject", "heading") else whose.basis
    return Above(whose.actors, basis, whose.unknown)
