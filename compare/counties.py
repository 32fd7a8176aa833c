"""Which county each township's list is of: covers have it above the township's name."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from dutylist.compare.forms import FORM_WORDS
from dutylist.compare.identity import own_name
from dutylist.compare.wording import fold
from dutylist.records.model import DutyList
from dutylist.records.patterns import Pattern
from dutylist.records.places import places
from dutylist.records.words import PLACE_WORDS

# 禾川县 of 江北省青山市禾川县, 市中区 of 青山市市中区
_INNERMOST = Pattern(
    rf"(?:.*[{PLACE_WORDS.letters('level')}])?(.{{2,}}[{PLACE_WORDS.letters('county_or_city')}])$"
)


_SHORTEST_STEM = 2
"""Characters: 赵 of 赵县 is no name of a county."""


@dataclass(frozen=True)
class CountyLists:
    """A county's name, "" where no list says it, and its lists by their place among all. `unsaid`
    are those that do not say it themselves."""

    name: str
    places: tuple[int, ...]
    unsaid: tuple[int, ...] = ()


def by_county(lists: Sequence[DutyList]) -> tuple[CountyLists, ...]:
    """The townships' lists by county, in the order of each county's first, those of none last. A
    list that does not say its county is of the only one that there is, or of the only one that its
    offices name (市生态环境局禾川分局), otherwise of none."""
    above = list(map(_above, lists))
    groups: dict[str, list[int]] = {}
    for at in sorted(range(len(lists)), key=lambda at: -len(above[at])):
        # One cover may say more than another: 江北省青山市禾川县, 禾川县.
        whole = next((one for one in groups if is_fuller(one, above[at])), above[at])
        groups.setdefault(whole, []).append(at)
    unsaid: dict[str, list[int]] = {}
    for at in groups.get("", ()):
        named = list(filter(None, groups))
        if len(named) > 1:
            named = [one for one in named if _named_by_offices(lists[at], _innermost(one))]
        if len(named) == 1:
            unsaid.setdefault(named[0], []).append(at)
    for whole, more in unsaid.items():
        groups[whole] = groups[whole] + more
        groups[""] = [at for at in groups[""] if at not in more]
    found = [
        CountyLists(_innermost(whole), tuple(sorted(at)), tuple(sorted(unsaid.get(whole, ()))))
        for whole, at in groups.items()
        if at
    ]
    return tuple(sorted(found, key=lambda one: (not one.name, one.places)))


def _named_by_offices(one: DutyList, county: str) -> bool:
    """Whether a list's offices name the county, with or without its kind."""
    stem = county[:-1] if len(county) > _SHORTEST_STEM else county
    return any(stem in office for duty in one.duties for office in duty.acting)


def of_the_same(
    department: DutyList, townships: Sequence[DutyList], counties: Sequence[CountyLists]
) -> list[DutyList]:
    """The townships of the county that a department's own list names; all where it names none of
    theirs (`counties`)."""
    whole = fold("".join((*department.region, department.title)))
    named = [at for one in counties if one.name and one.name in whole for at in one.places]
    return [townships[at] for at in sorted(named)] if named else list(townships)


def is_fuller(whole: str, place: str) -> bool:
    """Whether a name is a place's, behind those that it lies in or alone: 禾川县柳河镇 of 柳河镇;
    大柳河镇 is another."""
    if not place or not whole.endswith(place):
        return whole == place
    before = whole.removesuffix(place)
    return not before or before[-1] in PLACE_WORDS.letters("level")


def innermost(edition: DutyList) -> str:
    """The county that a list's cover has above the township: 禾川县; "" where it has none."""
    return _innermost(_above(edition))


def places_above(edition: DutyList) -> tuple[str, ...]:
    """The places that a list's cover has above the township, outer first: 青山市, 禾川县."""
    return places(_above(edition))


def raised(olds: Sequence[DutyList], news: Sequence[DutyList]) -> tuple[str, str]:
    """The county that is another kind of place now (南桐县, 南桐市), as the covers have it; two
    empty names where they do not, or where the place's own name is another: the townships may have
    gone to another county."""
    before, now = ({innermost(one) for one in side} for side in (olds, news))
    if len(before) == len(now) == 1:
        (was,), (becomes,) = before, now
        if was and becomes and was != becomes and was[:-1] == becomes[:-1]:
            return was, becomes
    return "", ""


def with_county(
    names: tuple[str, str], old_names: Set[str], new_names: Set[str]
) -> dict[str, tuple[str, ...]]:
    """What the county's offices are called since it is another kind of place. None where one
    edition has offices of both places: a county may lie in a city of its name."""
    was, becomes = names
    if not was or _of(was, new_names) or _of(becomes, old_names):
        return {}
    same = {one: becomes + one.removeprefix(was) for one in _of(was, old_names)}
    return {old: (new,) for old, new in same.items() if new in new_names}


def written_out(
    lists: Sequence[DutyList], old_names: Set[str], new_names: Set[str]
) -> dict[str, str]:
    """Old offices onto the names they have now where the county's name alone was put in front, or
    left out: 县民政局, 禾川县民政局, 中共禾川县委组织部. None where the covers do not all have that
    county; no office of which an edition has both names: they may be two."""
    counties = set(map(innermost, lists))
    if len(counties) != 1 or not (county := counties.pop()):
        return {}
    before, now = (
        {name: _short(name, county) for name in sorted(side)} for side in (old_names, new_names)
    )
    found = {}
    for old, short in before.items():
        same = [new for new, other in now.items() if other == short]
        alone = list(before.values()).count(short) == 1 == len(same)
        if alone and same[0] != old:
            found[old] = same[0]
    return found


def _short(name: str, county: str) -> str:
    bare = name
    for word in FORM_WORDS.words("before_county"):
        bare = bare.removeprefix(word)
    return county[-1] + bare.removeprefix(county) if bare.startswith(county) else bare


def _of(county: str, names: Set[str]) -> list[str]:
    return sorted(one for one in names if one.startswith(county))


def _above(edition: DutyList) -> str:
    """The places above the township as the cover has them; "" where it has none."""
    name, whole = own_name(edition), fold("".join(edition.region))
    above = whole[: whole.rindex(name)] if name and name in whole else whole
    return above if _INNERMOST.match(above) else ""


def _innermost(above: str) -> str:
    found = _INNERMOST.match(above)
    return found[1] if found else ""
