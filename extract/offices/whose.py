"""Whose one clause is: by a label behind it, by who acts in it, or by what stands above it.

What names nobody stays unassigned; a doer whom nobody knows is never certain (part).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dutylist.extract.offices.acting import actors_of, of_heading, once
from dutylist.extract.offices.certainty import may_act, unexplained
from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexer import lex
from dutylist.extract.offices.named_behind import named_behind
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.rules import Says
from dutylist.extract.offices.sentences import Reading, Said, read
from dutylist.extract.offices.signs import OTHER, UNKNOWN, Lexed
from dutylist.extract.offices.statements import Heading
from dutylist.extract.offices.vague import count_of
from dutylist.records.model import ACTING, ONLY_ONE, UNSETTLED, Actor, Basis, Part
from dutylist.records.patterns import Pattern
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

# 县公安局以外的两部门.
_OUTSIDE = Pattern(
    r"外[^，。；◇◆▲●]{0,4}?(?P<count>[两二三四五六七八九十]|\d{1,2})(?:家|个)?"
    r"[^，。；◇◆▲●]{0,4}(?:部门|单位)"
)


@dataclass(frozen=True)
class Above:
    """What a heading or a clause with sub-clauses gives to those below it: who acts, how certain
    that is, and who is meant but not known."""

    actors: tuple[Actor, ...]
    basis: Basis
    unknown: tuple[str, ...] = ()

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(actor.office for actor in self.actors)


@dataclass(frozen=True)
class Whose:
    actors: tuple[Actor, ...]
    basis: Basis
    unknown: tuple[str, ...] = ()


def whose_is(text: str, above: Above | None, reader: Reader) -> Whose:
    """Whose a clause is; to be confirmed where something in it is not understood."""
    behind = named_behind(text, reader)
    lexed = lex(reader, behind[1] if behind else text)
    reading = _of_forbidden(read(lexed))
    found = labelled(*behind, above, reader) if behind else _said_in(lexed, reading, above, reader)
    if found.basis in UNSETTLED or not unexplained(lexed, reading, reader):
        return found
    return replace(found, basis="part")


def _of_forbidden(reading: Reading) -> Reading:
    """A reading where what an office must not do is its duty if no other acts beside it."""
    forbidden = {name for one in reading.of("must not") for name in one.named.offices}
    alone = all(
        one.says in ("named", "not") or forbidden.issuperset(one.named.offices)
        for one in reading.said
    )
    meant: Says = "does" if alone else "perhaps not"
    # 任何部门不得擅自发布 is nobody's work.
    said = (
        replace(one, says=meant) if one.says == "must not" and not one.named.by_field else one
        for one in reading.said
    )
    return replace(reading, said=tuple(said))


def _said_in(lexed: Lexed, reading: Reading, above: Above | None, reader: Reader) -> Whose:
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
        return _all_but(lexed, reading, reader)
    if reading.of("all"):
        everybody = actors_of(row, "all", "各部门")
        return Whose(once(everybody, _actors(acting, "does", reader), joined), "all", unknown)
    if acting:
        own = _actors(acting, "does", reader)
        if not any(actor.part in ACTING for actor in own):
            led = _led(own, above, outside, reader) if reading.helped else None
            if led:
                # 查处非法墓地，县公安局配合: under a heading it helps those who stand there.
                helped = Whose(once(led.actors, own, joined), led.basis, unknown + led.unknown)
                return replace(helped, basis="part") if doubtful else helped
            # 县公安局负责协助有关部门…: it helps, and nobody else is named.
            own = tuple(replace(actor, part="does") for actor in own)
            doubtful = doubtful or reading.helped
        found = _with_subjects(own, joined, reading, above, outside, reader)
        return replace(found, basis="part" if doubtful else found.basis, unknown=unknown)
    if any(one.named.sign == UNKNOWN for one in subjects + helping):
        # 落实优惠，相关部门协助: whom they help is said above.
        led = _led((), above, outside, reader) if reading.helped else None
        everybody = once(led.actors if led else (), joined)
        return Whose(everybody, "part" if everybody else "none", unknown)
    if above and not outside:
        basis = above.basis
        open_ = doubtful and (joined or any(map(_unknown, partners)))
        if open_ or not above.actors or _other_acts(lexed):
            basis = "part" if joined or above.actors else "none"
        return Whose(once(above.actors, joined), basis, unknown + above.unknown)
    if len(row) == 1 and not outside:
        only = actors_of(row, "does", ONLY_ONE)
        basis = "subject" if joined else "only department"
        open_ = (joined and doubtful) or _other_acts(lexed)
        return Whose(once(only, joined), "part" if open_ else basis, unknown)
    if joined:
        # 会同县公安局…: who brings it in is not said.
        return Whose(joined, "part", unknown)
    if perhaps := may_act(lexed, reading, reader.row.listed):
        return Whose(_actors(perhaps, "does", reader), "part", unknown)
    return Whose((), "none", unknown)


def _but_left_out(above: Above | None, reading: Reading) -> Above | None:
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
    helping: tuple[Actor, ...], above: Above | None, outside: bool, reader: Reader
) -> Above | None:
    """Those whom the helping ones help, where it is said above or the row lists one alone."""
    row = reader.row.offices
    if outside:
        return None
    if above and above.actors:
        return above
    if len(row) == 1 and row[0] not in {actor.office for actor in helping}:
        return Above(actors_of(row, "does", ONLY_ONE), "subject")
    return None


def _with_subjects(
    own: tuple[Actor, ...],
    joined: tuple[Actor, ...],
    reading: Reading,
    above: Above | None,
    outside: bool,
    reader: Reader,
) -> Whose:
    """Whose a clause is that names its subjects."""
    row = reader.row.offices
    certain: Basis = "subject"
    actors = own
    if reading.perhaps_unsaid and not outside:
        only = actors_of(row, "does", ONLY_ONE) if len(row) == 1 else ()
        return Whose(once(above.actors if above else only, own, joined), "part")
    if reading.unsaid and above:
        actors, certain = above.actors + own, above.basis
    elif reading.unsaid and len(row) == 1 and not outside:
        # 发放低保金；旗财政局拨付资金: the first sentence is the row's only department's.
        actors = actors_of(row, "does", ONLY_ONE) + own
    elif reading.unsaid and len(row) > 1:
        certain = "part"
    return Whose(once(actors, joined), "part" if certain == "none" else certain)


def _all_but(lexed: Lexed, reading: Reading, reader: Reader) -> Whose:
    """X以外的部门: the row's others act; to be confirmed where 以外的两部门 are not as many."""
    without = {name for one in reading.of("all but") for name in one.named.offices}
    others = tuple(name for name in reader.row.offices if name not in without)
    if not others or not without & reader.row.listed:
        return Whose((), "none")
    subjects = _actors(reading.of("leads", "does"), "does", reader)
    counted = _OUTSIDE.search(lexed.masked)
    basis: Basis = "part" if counted and count_of(counted["count"]) != len(others) else "all"
    return Whose(once(actors_of(others, "all", "以外的部门"), subjects), basis)


def labelled(label: Heading, rest: str, above: Above | None, reader: Reader) -> Whose:
    """Whose a clause is that a label behind it gives to somebody."""
    reading = read(lex(reader, rest))
    subjects = [one for one in reading.of("leads", "does", "joins") if one.named.offices]
    others = {name for one in subjects for name in one.named.offices} - set(label.offices)
    actors = of_heading(label)
    if not label.does and not label.in_front and not subjects:
        # 审核申请。县公安局协助。: whom it helps is said above, or nowhere.
        if not above or above.basis in UNSETTLED:
            found = once(above.actors if above else (), actors)
            return Whose(found, "part" if found else "none", label.unknown)
        actors = once(above.actors, actors)
    found = once(actors, _actors(subjects, "does", reader))
    whole = not (label.unknown or label.others or others)
    listed = reader.row.listed.issuperset(label.offices)
    basis: Basis = "label" if whole and listed else "part"
    return Whose(found, basis if found else "none", label.unknown)


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
