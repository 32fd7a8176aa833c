"""One name for each office over both editions, full and short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein, Prefix

from dutylist.compare.lookalikes import look_alike
from dutylist.compare.wording import fold
from dutylist.records.model import Department, Duty, DutyList
from dutylist.records.words import PLACE_WORDS

# The last character of the place an office belongs to: what follows is how clauses call it.
PLACE_ENDS = PLACE_WORDS.letters("with_township")

# Readers take two names that differ by so many characters for one office.
_VARIANT = 2

# Two full names of one place begin alike; shorter beginnings are chance.
_SHARED_PLACE = 2


@dataclass(frozen=True)
class Offices:
    """Every spelling in either edition onto the one name used in the comparison.

    `short_names` are the forms inside clauses, for each of those names, in either edition.
    `misread` are pairs of spellings that differ in look-alike characters only. `confirmed` are the
    spellings (folded) of offices that a person has said to be one.
    """

    names: Mapping[str, str]
    short_names: Mapping[str, tuple[str, ...]]
    misread: tuple[tuple[str, str], ...] = ()
    confirmed: frozenset[str] = frozenset()

    def name(self, spelling: str) -> str:
        """The one name of an office; the spelling itself where nothing is known."""
        return self.names.get(fold(spelling), spelling)

    def of(self, duty: Duty) -> tuple[str, ...]:
        """The offices of a row, in order, each once."""
        return tuple(dict.fromkeys(self.name(one) for one in row_departments(duty)))

    def perhaps_two(self, one: str, other: str) -> bool:
        """Whether readers took two names for one office by what they mean (县城市管理局,
        县综合行政执法局), which nobody has confirmed."""
        was, becomes = fold(one), fold(other)
        shorter, longer = sorted((was, becomes), key=len)
        # A slip of the pen, a name without its place, or one that takes others in (…等部门).
        spelled = (
            Levenshtein.distance(was, becomes) <= _VARIANT
            or longer.endswith(shorter)
            or longer.startswith(shorter)
        )
        return (
            was != becomes
            and not spelled
            and not {was, becomes} <= self.confirmed
            and self.name(one) == self.name(other)
        )

    def forms(self, name: str) -> frozenset[str]:
        """All forms of an office's name, full and short."""
        return frozenset((name, *self.short_names.get(name, ())))

    def all_forms(self) -> frozenset[str]:
        """All forms of all offices, to be kept whole."""
        return frozenset(form for name in self.short_names for form in self.forms(name))


def row_departments(duty: Duty) -> tuple[str, ...]:
    """The departments of a row as printed: those that it lists and those that take it back."""
    return (*duty.departments, *(one.department for one in duty.takeover))


def learn_offices(old: DutyList, new: DutyList) -> Offices:
    """The offices of both editions; a spelling known to both joins what each knows of it."""
    groups: list[set[str]] = []
    registered: list[Department] = [*new.departments, *old.departments]
    for one in registered:
        group = {fold(name) for name in (one.name, *one.spellings, *one.open_ended)}
        for other in [known for known in groups if known & group]:
            group |= other
            groups.remove(other)
        groups.append(group)
    preferred = {fold(one.name): one.name for one in reversed(registered)}
    rank = {fold(one.name): index for index, one in reversed(list(enumerate(registered)))}
    names: dict[str, str] = {}
    for group in groups:
        chosen = preferred[min((name for name in group if name in rank), key=rank.__getitem__)]
        names.update(dict.fromkeys(group, chosen))
    printed_new, printed_old = _printed(new), _printed(old)
    printed = [*printed_new, *printed_old]
    for name in printed:
        names.setdefault(fold(name), name)
    known_alike = [
        (names[fold(name)], name)
        for name in sorted({*printed_new} ^ {*printed_old})
        if look_alike(fold(name), fold(names[fold(name)]))
    ]
    misread = (*_misread(names, Counter(names[fold(name)] for name in printed)), *known_alike)
    for right, wrong in misread:
        known_as = names[fold(right)]
        names.update({key: known_as for key, name in names.items() if name == wrong})
    forms: dict[str, dict[str, None]] = {name: {} for name in names.values()}
    for one in registered:
        known = forms[names[fold(one.name)]]
        known.update(dict.fromkeys((*one.spellings, *one.short_names)))
    for name, known in forms.items():
        known.update(dict.fromkeys(_derived_short_names(name)))
    short = {name: tuple(known) for name, known in forms.items()}
    confirmed = frozenset(
        fold(name) for one in registered if one.confirmed for name in one.spellings
    )
    return Offices(names, short, misread, confirmed)


def told_apart(
    offices: Offices, rows: Iterable[tuple[Duty, Duty]], old: DutyList, new: DutyList
) -> Offices:
    """The offices with names apart that a reader takes for two spellings of one, where one edition
    has only one of them and a row changed from one to the other: that was a change.

    Both editions may spell an office in two ways; then no row tells of a new name. Names that are
    one by their meaning alone are two where only one of them went (or came) in all its rows, the
    other one staying.
    """
    rows = tuple(rows)
    known = [{fold(name) for one in side.departments for name in one.spellings}
             for side in (old, new)]  # fmt: skip
    apart: dict[str, str] = {}
    for was, becomes in rows:
        before, now = (
            {fold(name): name for name in row_departments(one)} for one in (was, becomes)
        )
        for one in before.keys() - now.keys():
            for other in now.keys() - before.keys():
                near = Levenshtein.distance(one, other) <= _VARIANT and not look_alike(one, other)
                both = any({one, other} <= names for names in known)
                always = all({one, other} <= names for names in known)
                if near and both and not always and offices.name(one) == offices.name(other):
                    apart |= {one: before[one], other: now[other]}
    apart |= _parted(offices, rows, old, new)
    if not apart:
        return offices
    forms = {name: tuple(_derived_short_names(name)) for name in apart.values()}
    return replace(
        offices, names={**offices.names, **apart}, short_names={**offices.short_names, **forms}
    )


def _parted(
    offices: Offices, rows: Sequence[tuple[Duty, Duty]], old: DutyList, new: DutyList
) -> dict[str, str]:
    """The names of one office by meaning of which one edition alone has the one, where its rows
    never went over to the other."""
    found: dict[str, str] = {}
    for edition, elsewhere, at in ((old, new, 0), (new, old, 1)):
        own, others = (dict.fromkeys(_printed(side)) for side in (edition, elsewhere))
        known = {fold(name) for name in others}
        for name in own:
            twins = [one for one in own if offices.perhaps_two(name, one)]
            if not twins or fold(name) in known or not {fold(one) for one in twins} & known:
                continue
            pairs = [row for row in rows if name in row_departments(row[at])]
            if pairs and not any(offices.name(name) in offices.of(row[1 - at]) for row in pairs):
                found[fold(name)] = name
                found |= {fold(one): twins[0] for one in twins}
    return found


def _printed(edition: DutyList) -> list[str]:
    """The offices of all rows, as they are spelled there."""
    return [name for duty in edition.duties for name in row_departments(duty)]


def _misread(names: Mapping[str, str], rows: Counter[str]) -> tuple[tuple[str, str], ...]:
    """Offices whose names look alike: the one that more rows have, and the other."""
    known = sorted(set(names.values()), key=lambda name: (-rows[name], name))
    found: list[tuple[str, str]] = []
    for index, other in enumerate(known):
        right = next((one for one in known[:index] if look_alike(fold(one), fold(other))), None)
        if right:
            found.append((right, other))
    return tuple(found)


def _derived_short_names(name: str) -> Iterable[str]:
    """县民政局 for 某州某县民政局: from the last place name on that leaves an office's name."""
    for at in range(len(name) - 3, 1, -1):
        if name[at] in PLACE_ENDS and name[at + 1] not in "委政":
            yield name[at:]
            return


def renamed_forms(old: str, new: str, offices: Offices) -> dict[str, str]:
    """An office's old forms onto new forms: the full names, and each short one onto its like."""
    forms: dict[str, str] = {}
    own_forms = offices.forms(old)
    spellings = [one for one in own_forms if Prefix.similarity(one, new) >= _SHARED_PLACE]
    spellings.sort(key=lambda one: (one != old, -len(one), one))
    for form in own_forms:
        # What a spelling that ends with the form ends with now, the form does.
        for spelling in sorted(spellings, key=lambda one: not one.endswith(form)):
            shared = Prefix.similarity(spelling, new)
            if form.endswith(own := spelling[shared:]):
                forms[form] = form.removesuffix(own) + new[shared:]
                break
    return {was: now for was, now in forms.items() if len(was) > 2 and was != now}
