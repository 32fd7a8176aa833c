"""The lists of both sides set against each other: a township's names a department for a duty; the
department's own list must have that duty, name the township and say the same, and the other way
round.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Literal

from dutylist.compare.counties import by_county, of_the_same
from dutylist.compare.model import WordingChange
from dutylist.compare.own_names import called_alike
from dutylist.compare.wording import compare_wording, fold, fold_width, whole_text
from dutylist.records.model import Clause, Department, Duty, DutyList, Kind, leaves
from dutylist.records.patterns import Pattern

Fault = Literal["only township", "only department", "township not named", "worded otherwise"]
"""only township: the department's list lacks the duty. only department: the township's lacks it.
township not named: both have it, the department's row does not name the township. worded
otherwise: both have it, in other words."""

Where = Literal["duty", "name", "department duties", "township duties", "takeover"]

LIKE = 0.65
"""Names of duties at least so alike (share of characters in order) are one duty, worded otherwise.
Measured: of 599 pairs of different duties of one office in the real list none is so alike (the
likest, two of 水利, 0.63), of 30 names said in other words 27 are; at 0.6 it is one and 28."""

_ALL = Pattern(r"各|全部|所有|全县|全区|全市|全旗")
_KINDS: tuple[Kind, ...] = ("cooperative", "recalled")


@dataclass(frozen=True)
class Finding:
    """What is missing or worded otherwise. `township_number` and `department_number` are the
    duty's numbers as shown in either list, "" where it is missing; `wording` goes from the
    township's text to the department's."""

    township: str
    office: str
    kind: Kind
    name: str
    fault: Fault
    where: Where
    wording: WordingChange
    township_number: str = ""
    department_number: str = ""


Missing = Literal["office", "duties"]
"""What a department's list must say to be set against townships': whose it is, and what either side
does."""


@dataclass(frozen=True)
class Refused:
    """A department's list, by its title, of which nothing can be said."""

    title: str
    lacks: Missing


@dataclass(frozen=True)
class Mirror:
    """What two sides say of each other: each pair with how many duties agree. `offices` are those
    whose lists were compared, `refused` the other lists."""

    townships: tuple[str, ...]
    offices: tuple[str, ...]
    agree: int
    findings: tuple[Finding, ...]
    refused: tuple[Refused, ...] = ()


def mirror(townships: Sequence[DutyList], departments: Sequence[DutyList]) -> Mirror:
    """Set the lists against each other, department by department, township by township of its
    county."""
    findings: list[Finding] = []
    agree = 0
    counties = by_county(townships)
    refused = [Refused(one.title, lacks) for one in departments if (lacks := _lacks(one))]
    departments = [one for one in departments if not _lacks(one)]
    for theirs in departments:
        office = office_of(theirs)
        for ours in of_the_same(theirs, townships, counties):
            found, same = _pair(ours, theirs, office)
            findings.extend(found)
            agree += same
    return Mirror(
        tuple(map(place_of, townships)),
        tuple(office_of(one) for one in departments),
        agree,
        tuple(findings),
        tuple(refused),
    )


def _lacks(theirs: DutyList) -> Missing | None:
    """What keeps a department's list from being compared: otherwise every township would seem to
    lack its duties."""
    if not any(duty.offices for duty in theirs.duties):
        return "office"
    roles = [set(table.roles) for table in theirs.lists if table.kind == "cooperative"]
    if not all({"department duties", "township duties"} & found for found in roles):
        return "duties"
    return None


def place_of(duty_list: DutyList) -> str:
    """A township's name as the findings have it."""
    return duty_list.township or duty_list.place or duty_list.title


def office_of(duty_list: DutyList) -> str:
    """The office whose own list it is: the one that its rows speak of."""
    counts = Counter(office for duty in duty_list.duties for office in duty.offices)
    return counts.most_common(1)[0][0] if counts else duty_list.title


def _pair(ours: DutyList, theirs: DutyList, office: str) -> tuple[list[Finding], int]:
    own_forms = _forms(theirs.departments, office)
    # Each registry knows forms that the other does not.
    forms = own_forms.union(
        *(
            known
            for one in ours.departments
            if (known := _forms(ours.departments, one.name)) & own_forms
        )
    )
    alike = _alike(ours, forms)
    place = place_of(ours)
    findings: list[Finding] = []
    agree = 0
    for kind in _KINDS:
        told = partial(Finding, place, office, kind)
        mine = [duty for duty in _duties(ours, kind) if _names_office(ours, duty, forms)]
        own = _duties(theirs, kind)
        pairs = _matched(mine, own)
        for one, other in pairs:
            found = list(_differences(ours, theirs, one, other, forms, alike))
            if not _concerns(theirs, other, place):
                found.append(("township not named", "duty", WordingChange(())))
            agree += not found
            numbers = one.shown_number, other.shown_number
            findings += [told(one.name, *what, *numbers) for what in found]
        matched = {id(duty) for pair in pairs for duty in pair}
        for duty in mine:
            if id(duty) not in matched:
                alone = whole_text(duty.name, "deleted")
                findings.append(told(duty.name, "only township", "duty", alone, duty.shown_number))
        for duty in own:
            if id(duty) not in matched and _concerns(theirs, duty, place):
                alone = whole_text(duty.name, "inserted")
                number = duty.shown_number
                findings.append(told(duty.name, "only department", "duty", alone, "", number))
    return findings, agree


def _duties(duty_list: DutyList, kind: Kind) -> list[Duty]:
    return [duty for table in duty_list.lists if table.kind == kind for duty in table.duties]


def _forms(departments: Iterable[Department], office: str) -> frozenset[str]:
    """All forms of an office's name, folded."""
    for department in departments:
        if office in (department.name, *department.spellings):
            names = (department.name, *department.spellings, *department.short_names)
            return frozenset(map(fold, names))
    return frozenset((fold(office),))


def _names_office(ours: DutyList, duty: Duty, forms: frozenset[str]) -> bool:
    """Whether a township's duty names the office. Two names are one office's where a form of each
    is the same: its registry and the department's know different ones."""
    return any(_forms(ours.departments, office) & forms for office in duty.offices)


def _concerns(theirs: DutyList, duty: Duty, place: str) -> bool:
    """Whether a department's duty names the township, or all of them."""
    for table in theirs.lists:
        if not any(duty is one for one in table.duties):
            continue
        texts = [
            cell
            for cell, role in zip(duty.cells, table.roles, strict=True)
            if role == "townships" and cell.strip()
        ]
        named = "".join(texts)
        return not texts or bool(_ALL.search(named)) or place in named
    return True


def _matched(mine: Sequence[Duty], own: Sequence[Duty]) -> list[tuple[Duty, Duty]]:
    """Duties of both lists that are one, each in one pair: the same name first, then the likest."""
    scored = sorted(
        (
            (likeness(one.name, other.name), -at, -place, one, other)
            for at, one in enumerate(mine)
            for place, other in enumerate(own)
        ),
        key=lambda pair: pair[:3],
        reverse=True,
    )
    taken: set[int] = set()
    pairs = []
    for score, _, _, one, other in scored:
        if score < LIKE:
            break
        if id(one) in taken or id(other) in taken:
            continue
        taken |= {id(one), id(other)}
        pairs.append((one, other))
    return sorted(pairs, key=lambda pair: pair[0].number or 0)


def likeness(one: str, other: str) -> float:
    """How alike two duties' names are, 1.0 for the same but for widths and spaces."""
    before, after = fold(one), fold(other)
    return 1.0 if before == after else 0.99 * SequenceMatcher(None, before, after).ratio()


_Alike = Callable[[list[str]], str]


def _differences(
    ours: DutyList, theirs: DutyList, one: Duty, other: Duty, forms: frozenset[str], alike: _Alike
) -> Iterator[tuple[Fault, Where, WordingChange]]:
    if alike([one.name]) != alike([other.name]):
        yield "worded otherwise", "name", compare_wording(one.name, other.name)
    for where, mine, own in _both_texts(ours, theirs, one, other, forms):
        # Either side may have the office's part alone, or all that the duty's offices do.
        if {alike(texts) for texts in mine} & {alike(texts) for texts in own}:
            continue
        before, after = max(
            (("\n".join(texts), "\n".join(others)) for texts in mine for others in own),
            key=lambda pair: likeness(*pair),
        )
        yield "worded otherwise", where, compare_wording(before, after)


_Texts = tuple[list[str], ...]
"""What a side says of an office, then all that it says of the duty's offices: clause by clause."""


def _both_texts(
    ours: DutyList, theirs: DutyList, one: Duty, other: Duty, forms: frozenset[str]
) -> Iterator[tuple[Where, _Texts, _Texts]]:
    if one.takeover or other.takeover:
        yield "takeover", _methods(ours, one, forms), _methods(theirs, other, forms)
        return
    yield "department duties", _clauses_of(ours, one, forms), _clauses_of(theirs, other, forms)
    yield "township duties", (_township_texts(one),), (_township_texts(other),)


def _township_texts(duty: Duty) -> list[str]:
    return [clause.text for clause in leaves(duty.township_clauses)]


def _clauses_of(edition: DutyList, duty: Duty, forms: frozenset[str]) -> _Texts:
    every = [clause.text for clause in leaves(duty.department_clauses)]
    own = [clause.text for clause in _of_office(edition, duty, forms)]
    return own or every, every


def _methods(edition: DutyList, duty: Duty, forms: frozenset[str]) -> _Texts:
    every = [taken.method for taken in duty.takeover]
    own = [
        taken.method
        for taken in duty.takeover
        if _forms(edition.departments, edition.canonical(taken.department)) & forms
    ]
    return own or every, every


def _of_office(ours: DutyList, duty: Duty, forms: frozenset[str]) -> list[Clause]:
    """The office's clauses of a township's duty; where it is the only one, all."""
    clauses = list(leaves(duty.department_clauses))
    own = [
        clause
        for clause in clauses
        if any(_forms(ours.departments, name) & forms for name in clause.departments)
    ]
    return clauses if len(duty.listed) == 1 else own


def _alike(ours: DutyList, forms: frozenset[str]) -> _Alike:
    """Clauses as they are compared: without how the township is called, the office's own name and
    the mark at each one's end: in its own list the office need not say that it is it who acts."""
    heads = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    begins = re.compile(rf"^(?:{heads})?(?:负责)?:?")
    called = called_alike(ours)

    def compared(texts: list[str]) -> str:
        said = (called(begins.sub("", fold_width(text).strip()).rstrip("。;")) for text in texts)
        return "\n".join(said)

    return compared
