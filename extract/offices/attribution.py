"""Whose each clause is: by the heading above it, a label behind it, or by who acts in it.

Each clause carries its basis; what names nobody stays unassigned, and a clause with a doer whom
nobody knows is never certain (part).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutylist.extract.offices.certainty import may_act, unexplained
from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexer import lex, mentioned
from dutylist.extract.offices.named_above import heading, is_name, is_stage
from dutylist.extract.offices.named_behind import (
    ends_in_bracket,
    named_behind,
    said_of_all_above,
    speaks_of_others,
)
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.registry import Registry
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.sentences import Reading, Said, read
from dutylist.extract.offices.signs import OTHER, UNKNOWN, Lexed
from dutylist.extract.offices.statements import Heading
from dutylist.records.model import ACTING, HEADED, UNSETTLED, Actor, Basis, Clause, Part
from dutylist.records.patterns import Pattern
from dutylist.records.unmatched import UNMATCHED
from dutylist.records.words import PLACE_WORDS

# 由供水单位整改: somebody acts who is no office at all.
_OTHER_AGENT = Pattern(
    rf"(?:^|[，,])(?:并|应当|再)?由[^，。；◇◆▲]{{2,12}}?{CLAUSE_WORDS.any('outside_by')}"
    r"(?![^，。；]*的从其)"
)

# 村委会负责巡查, 学校应当报告: under an office's heading, and not for certain what it does itself.
_OTHER_ACTS = Pattern(
    rf"[^，。；：的◇◆▲●]{{0,8}}(?:{CLAUSE_WORDS.any('outside_acts')}|{PLACE_WORDS.any('lowest')})"
    rf"{CLAUSE_WORDS.any('surely_acts')}"
)

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
    if any(is_stage(text, reader) for text in texts):
        reader = Reader(registry, row, in_stages=True)
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
            actors=_named(mentioned(reader, clause.text)),
            children=mark_mentions(clause.children, row, registry),
        )
        for clause in clauses
    )


@dataclass(frozen=True)
class _Above:
    """What a heading or a clause with sub-clauses gives to those below it: who acts, how certain
    that is, and who is meant but not known."""

    actors: tuple[Actor, ...]
    basis: Basis
    unknown: tuple[str, ...] = ()

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(actor.office for actor in self.actors)


@dataclass(frozen=True)
class _Whose:
    actors: tuple[Actor, ...]
    basis: Basis
    unknown: tuple[str, ...] = ()


def _below(clauses: tuple[Clause, ...], above: _Above | None, reader: Reader) -> tuple[Clause, ...]:
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
                own = _given(own, _labelled(label, in_front, above, reader))
                assigned = _with_all_above(assigned, label, count, reader)
            elif own.basis == "none" and speaks_of_others(clause.text):
                others = _not_named(assigned, reader)
                own = _given(own, _Whose(_actors_of(others, "all", "其他部门"), "all"))
            elif own.basis == "none" and assigned and _GOES_ON.match(clause.text):
                own = _given(own, _Whose(_acting_in(assigned[-1]), "part"))
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


def _behind_another(clauses: list[Clause], above: _Above) -> Iterator[Clause]:
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


def _given(clause: Clause, whose: _Whose) -> Clause:
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
        given[place] = _given(clause, _Whose(_acting_in(last), "part"))
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
            given[place] = _given(clause, _Whose(_of_heading(said), _basis_of(said, reader)))
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


def _assign(clause: Clause, above: _Above | None, reader: Reader) -> Clause:
    reader = replace(reader, above=above.offices if above else ())
    whose = _whose(clause.text, above, reader)
    acting = {actor.office for actor in whose.actors}
    mentions = [name for name in mentioned(reader, clause.text) if name not in acting]
    unknown = [name for name in whose.unknown if name not in mentions and is_name(name)]
    return replace(
        clause,
        actors=whose.actors + _named(mentions) + _named(unknown, UNMATCHED),
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
        actors=_of_heading(own) + _named(filter(is_name, own.unknown), UNMATCHED),
        basis=_basis_of(own, reader),
        # Not looked at for each of many headings with nothing below: that grows with their square.
        children=_below(clause.children, _said_by(found, reader), reader)
        if clause.children
        else (),
    )


def _said_by(found: list[Heading], reader: Reader) -> _Above:
    """What headings that stand one above the other say of what is below."""
    # 牵头部门及职责 alone names nobody, and leaves those below it to their own headings.
    named = [one for one in found if one.offices or one.unknown]
    # 配合部门职责： and right below it 县公安局：, whose it then is.
    named = [one for one in named if not one.of_row] or named
    bases = {_basis_of(one, reader) for one in named}
    return _Above(
        _once(*(_of_heading(one) for one in named)),
        bases.pop() if len(bases) == 1 else "part" if bases else "none",
        tuple(name for one in named for name in one.unknown),
    )


def _basis_of(found: Heading, reader: Reader) -> Basis:
    if not found.offices:
        return "none"
    if found.unknown or found.others or not reader.row.listed.issuperset(found.offices):
        return "part"
    if found.everybody:
        return "all"
    return "label" if found.label else "heading"


def _of_heading(found: Heading) -> tuple[Actor, ...]:
    because = "标签" if found.label else HEADED
    does: Part = "all" if found.everybody else "does"
    return tuple(
        Actor(
            name,
            "leads" if name in found.leads else does if name in found.does else "joins",
            because,
        )
        for name in found.offices
    )


def _carried(whose: _Whose, above: _Above | None) -> _Above | None:
    """What a clause gives to its sub-clauses."""
    if whose.basis in ("none", "only department"):
        return above
    basis: Basis = "heading" if whose.basis in ("subject", "heading") else whose.basis
    return _Above(whose.actors, basis, whose.unknown)


def _whose(text: str, above: _Above | None, reader: Reader) -> _Whose:
    """Whose a clause is; to be confirmed where something in it is not understood."""
    behind = named_behind(text, reader)
    lexed = lex(reader, behind[1] if behind else text)
    reading = read(lexed)
    found = _labelled(*behind, above, reader) if behind else _said_in(lexed, reading, above, reader)
    if found.basis in UNSETTLED or not unexplained(lexed, reading, reader):
        return found
    return replace(found, basis="part")


def _said_in(lexed: Lexed, reading: Reading, above: _Above | None, reader: Reader) -> _Whose:
    """Whose a clause is by its own words, or by what stands above it."""
    subjects = reading.of("leads", "does", "perhaps does")
    joining = reading.of("joins", "perhaps joins")
    partners = [one for one in joining if _is_partner(one)]
    helping = [one for one in joining if not _is_partner(one)]
    acting = [one for one in subjects + helping if one.named.offices]
    unknown = tuple(name for one in subjects + helping + partners for name in _unknown(one))
    outside = bool(_OTHER_AGENT.search(lexed.masked)) or any(
        one.named.sign == OTHER for one in subjects
    )
    joined = _actors(partners, "joins", reader)
    row = reader.row.offices
    above = _but_left_out(above, reading)

    lead = {name for one in acting for name in one.named.offices} or set(
        above.offices if above else row if len(row) == 1 else ()
    )
    doubtful = (
        bool(unknown)
        or bool(reading.of("perhaps does"))
        or any(one.named.others for one in subjects)
        or any(one.named.others and one.named.offices for one in helping)
        or any(
            one.says == "perhaps joins" and not lead.issuperset(_offices(one, reader))
            for one in partners
        )
        or any(actor.office not in reader.row.listed for actor in joined)
        or any(name not in reader.row.listed for one in acting for name in one.named.offices)
    )
    if reading.of("all but"):
        return _all_but(reading, reader)
    if reading.of("all"):
        everybody = _actors_of(row, "all", "各部门")
        return _Whose(_once(everybody, _actors(acting, "does", reader), joined), "all", unknown)
    if acting:
        own = _actors(acting, "does", reader)
        if not any(actor.part in ACTING for actor in own):
            led = _led(own, above, outside, reader) if reading.helped else None
            if led:
                # 查处非法墓地，县公安局配合: under a heading it helps those who stand there.
                helped = _Whose(_once(led.actors, own, joined), led.basis, unknown + led.unknown)
                return replace(helped, basis="part") if doubtful else helped
            # 县公安局负责协助有关部门…: it helps, and nobody else is named.
            own = tuple(replace(actor, part="does") for actor in own)
            doubtful = doubtful or reading.helped
        found = _with_subjects(own, joined, reading, above, outside, reader)
        return replace(found, basis="part" if doubtful else found.basis, unknown=unknown)
    if any(one.named.sign == UNKNOWN for one in subjects + helping):
        # 落实优惠，相关部门协助: whom they help is said above.
        led = _led((), above, outside, reader) if reading.helped else None
        everybody = _once(led.actors if led else (), joined)
        return _Whose(everybody, "part" if everybody else "none", unknown)
    if above and not outside:
        basis = above.basis
        open_ = doubtful and (joined or any(map(_unknown, partners)))
        if open_ or not above.actors or _other_acts(lexed):
            basis = "part" if joined or above.actors else "none"
        return _Whose(_once(above.actors, joined), basis, unknown + above.unknown)
    if len(row) == 1 and not outside:
        only = _actors_of(row, "does", "唯一部门")
        basis = "subject" if joined else "only department"
        open_ = (joined and doubtful) or _other_acts(lexed)
        return _Whose(_once(only, joined), "part" if open_ else basis, unknown)
    if joined:
        # 会同县公安局…: who brings it in is not said.
        return _Whose(joined, "part", unknown)
    if perhaps := may_act(lexed, reading, reader.row.listed):
        return _Whose(_actors(perhaps, "does", reader), "part", unknown)
    return _Whose((), "none", unknown)


def _but_left_out(above: _Above | None, reading: Reading) -> _Above | None:
    """Those above without the ones whom a clause excepts (除县公安局外，每月巡查); they stay, to be
    confirmed, where nobody else is above."""
    names = {name for one in reading.of("left out") for name in one.named.offices}
    if not above or not names.intersection(above.offices):
        return above
    others = tuple(actor for actor in above.actors if actor.office not in names)
    return replace(above, actors=others) if others else replace(above, basis="part")


def _other_acts(lexed: Lexed) -> bool:
    """Whether a clause begins with somebody who acts and is no office."""
    return not begins_like_predicate(lexed.masked) and bool(_OTHER_ACTS.match(lexed.masked))


def _led(
    helping: tuple[Actor, ...], above: _Above | None, outside: bool, reader: Reader
) -> _Above | None:
    """Those whom the helping ones help, where it is said above or the row lists one alone."""
    row = reader.row.offices
    if outside:
        return None
    if above and above.actors:
        return above
    if len(row) == 1 and row[0] not in {actor.office for actor in helping}:
        return _Above(_actors_of(row, "does", "唯一部门"), "subject")
    return None


def _with_subjects(
    own: tuple[Actor, ...],
    joined: tuple[Actor, ...],
    reading: Reading,
    above: _Above | None,
    outside: bool,
    reader: Reader,
) -> _Whose:
    """Whose a clause is that names its subjects."""
    row = reader.row.offices
    certain: Basis = "subject"
    actors = own
    if reading.unsaid and above:
        actors, certain = above.actors + own, above.basis
    elif reading.unsaid and len(row) == 1 and not outside:
        # 发放低保金；旗财政局拨付资金: the first sentence is the row's only department's.
        actors = _actors_of(row, "does", "唯一部门") + own
    elif reading.unsaid and len(row) > 1:
        certain = "part"
    return _Whose(_once(actors, joined), "part" if certain == "none" else certain)


def _all_but(reading: Reading, reader: Reader) -> _Whose:
    """X以外的部门: the row's others act."""
    without = {name for one in reading.of("all but") for name in one.named.offices}
    others = tuple(name for name in reader.row.offices if name not in without)
    if not others or not without & reader.row.listed:
        return _Whose((), "none")
    subjects = _actors(reading.of("leads", "does"), "does", reader)
    return _Whose(_once(_actors_of(others, "all", "以外的部门"), subjects), "all")


def _labelled(label: Heading, rest: str, above: _Above | None, reader: Reader) -> _Whose:
    """Whose a clause is that a label behind it gives to somebody."""
    reading = read(lex(reader, rest))
    subjects = [one for one in reading.of("leads", "does", "joins") if one.named.offices]
    others = {name for one in subjects for name in one.named.offices} - set(label.offices)
    actors = _of_heading(label)
    if not label.does and not label.in_front and not subjects:
        # 审核申请。县公安局协助。: whom it helps is said above, or nowhere.
        if not above or above.basis in UNSETTLED:
            found = _once(above.actors if above else (), actors)
            return _Whose(found, "part" if found else "none", label.unknown)
        actors = _once(above.actors, actors)
    found = _once(actors, _actors(subjects, "does", reader))
    whole = not (label.unknown or label.others or others)
    listed = reader.row.listed.issuperset(label.offices)
    basis: Basis = "label" if whole and listed else "part"
    return _Whose(found, basis if found else "none", label.unknown)


def _unknown(one: Said) -> tuple[str, ...]:
    """The doers whom nobody knows; partners named by their field alone are no more than that."""
    if one.named.by_field and _is_partner(one):
        return ()
    return one.named.unknown


def _is_partner(one: Said) -> bool:
    return one.says in ("joins", "perhaps joins") and one.rule not in ("予以配合", "为配合单位")


def _actors(said: Iterable[Said], part: Part, reader: Reader) -> tuple[Actor, ...]:
    """The offices of some signs; partners named by their field count where the row lists them."""
    found: list[Actor] = []
    for one in said:
        its: Part = part
        if one.says in ("joins", "perhaps joins"):
            its = "joins"
        elif one.says == "leads":
            its = "leads"
        found.extend(Actor(name, its, one.rule) for name in _offices(one, reader))
    return tuple(found)


def _offices(one: Said, reader: Reader) -> tuple[str, ...]:
    """The offices of a sign; of partners named by their fields those that the row lists."""
    if not (one.named.by_field and _is_partner(one)):
        return one.named.offices
    if one.says == "perhaps joins":
        return ()
    return tuple(name for name in one.named.offices if name in reader.row.listed)


def _actors_of(names: Iterable[str], part: Part, because: str) -> tuple[Actor, ...]:
    return tuple(Actor(name, part, because) for name in names)


def _once(*actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Each office once, as it is first spoken of; who leads by what is said behind does so."""
    found: dict[str, Actor] = {}
    for some in actors:
        for actor in some:
            first = found.setdefault(actor.office, actor)
            if first.part in ("does", "all") and actor.part == "leads":
                found[actor.office] = actor
    return tuple(found.values())


def _named(names: Iterable[str], because: str = "提及") -> tuple[Actor, ...]:
    """Offices that a text names without giving them the clause."""
    return tuple(Actor(name, "named", because) for name in dict.fromkeys(names))
