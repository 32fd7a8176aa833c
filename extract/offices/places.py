"""The places on the cover, and the level of government that an office's name begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dutylist.extract.offices.lexicon import LEXICON
from dutylist.records.patterns import Pattern
from dutylist.records.places import ENDINGS, is_township, places
from dutylist.records.words import PLACE_WORDS

Level = Literal["town", "county", "prefecture", "province", "state", "elsewhere", ""]
"""Whose office it is; "" where the name does not say (民政局)."""

_ENDING = Pattern(rf"(?:{ENDINGS})$")
_PROVINCE = PLACE_WORDS.words("province")
_PREFECTURE = PLACE_WORDS.words("prefecture")
_COUNTY = PLACE_WORDS.words("county")
_PEOPLES = PLACE_WORDS.any("people")
# 滨海经济技术开发区 is called 滨海.
_ZONE = Pattern(
    f"{PLACE_WORDS.any('zone_grade')}?{PLACE_WORDS.any('zone_work')}?{PLACE_WORDS.any('zone')}$"
)
_GRADE = Pattern(f"^{PLACE_WORDS.any('zone_grade')}")
_AUTONOMOUS = Pattern(rf"(?:(?:{_PEOPLES})族?)*自治(?P<kind>{PLACE_WORDS.any('autonomous')})$")
_THIS = PLACE_WORDS.letters("this")
_MARKS = PLACE_WORDS.letters("with_division")
# 市场监督管理局, 区划, 县级, 县城…: no level of government stands there.
_LEVEL_CHAR = Pattern(
    rf"[{_THIS}]?(?P<mark>自治{PLACE_WORDS.any('autonomous')}|地区|师市|[{_MARKS}])"
    rf"(?!{PLACE_WORDS.any_but('not_level_before')})"
)
_SHARED_PLACE = Pattern(r"[^、，]{1,9}?(?:自治县|自治旗|县|区|旗|市)(?!场|政|容)")
_CALLED_BESIDES = Pattern(r"[^、，]{1,4}?(?:区|师市)")
# So many names that begin alike tell a place.
_SHARED = 3
_TIERS: dict[str, Level] = {"county": "county", "prefecture": "prefecture", "province": "province"}
MAY_BE_LEVEL = frozenset(f"{_THIS}自地{_MARKS}")


def stem(place: str) -> str:
    """A place's name without its kind and peoples: 青山回族自治县 → 青山; "" below 2 characters.

    >>> stem("大厂回族自治县"), stem("青山县"), stem("赵县")
    ('大厂', '青山', '')
    """
    if autonomous := _AUTONOMOUS.search(place):
        rest = place[: autonomous.start()]
    elif zone := _ZONE.search(place):
        rest = place[: zone.start()]
    else:
        rest = _ENDING.sub("", place)
    return rest if len(rest) >= 2 else ""


@dataclass(frozen=True)
class Region:
    """The places a list belongs to; "" where the cover does not name one. `also` is what its
    offices' names call the county besides (城区民政局, 高新区财政局)."""

    province: str = ""
    prefecture: str = ""
    county: str = ""
    town: str = ""
    also: tuple[str, ...] = ()

    @cached_property
    def prefixes(self) -> dict[str, Level]:
        """What an office's name may begin with, and whose office it then is."""
        found: dict[str, Level] = {}
        tiers: tuple[tuple[Level, str], ...] = (
            ("county", self.county),
            ("town", self.town),
            ("prefecture", self.prefecture),
            ("province", self.province),
        )
        for level, place in tiers:
            for name in _names_of(place):
                found.setdefault(name, level)
        for name in self.also:
            found.setdefault(name, "county")
        return found

    @cached_property
    def marks(self) -> dict[str, Level]:
        """县, 区, 旗, 市 …: whose office one that begins so is (市民政局 in a district's list is
        the city's; in the list of a city below a prefecture it is its own)."""
        found: dict[str, Level] = {}
        if self.county:
            found[_mark(self.county)] = "county"
        else:
            found.update(dict.fromkeys(_COUNTY, "county"))
        if self.prefecture:
            found.setdefault(_mark(self.prefecture), "prefecture")
        if self.province:
            found.setdefault(_mark(self.province), "province")
        for mark, tier in PLACE_WORDS.table("tier").items():
            found.setdefault(mark, _TIERS[tier])
        return found

    @cached_property
    def county_names(self) -> tuple[str, ...]:
        """The county's names that may stand within an office's name, longest first."""
        names = {name for name in (*_names_of(self.county), *self.also) if len(name) >= 2}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """The prefixes by their first character, longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.prefixes, key=len, reverse=True):
            found.setdefault(name[0], []).append(name)
        return found

    @cached_property
    def _begins(self) -> frozenset[str]:
        """What a place's name or a level's mark begins with."""
        return MAY_BE_LEVEL.union(self._by_first)

    def prefix_at(self, text: str, at: int) -> tuple[Level, int]:
        """The level and the end of the places that a text has at an offset; ("", at) where none.

        >>> Region("江北省", "清河市", "青山县", "").prefix_at("清河市青山县民政局", 0)
        ('county', 6)
        """
        if text[at : at + 1] not in self._begins:
            return "", at
        level: Level = ""
        while names := self._by_first.get(text[at : at + 1]):
            name = next((name for name in names if text.startswith(name, at)), None)
            if name is None:
                break
            level, at = self.prefixes[name], at + len(name)
        if level == "county" and text.startswith(f"{_mark(self.county)}委", at):
            # 汜县县委组织部, the mark said again.
            return level, at + 1
        if (
            level == ""
            and text[at : at + 1] in MAY_BE_LEVEL
            and (mark := _LEVEL_CHAR.match(text, at))
        ):
            return self._level_of(mark["mark"]), mark.end()
        return level, at

    def _level_of(self, mark: str) -> Level:
        if mark == "自治区":
            return "province"
        if mark == "地区":
            return "prefecture"
        return self.marks.get(mark[:1] if mark == "师市" else mark[-1], "elsewhere")


def region_of(lines: Iterable[str], names: Iterable[str] = ()) -> Region:
    """The region that a cover's lines name; what they leave out is learnt from offices' names."""
    found = [place for line in lines for place in places(line)]
    town = next((place for place in reversed(found) if is_township(place)), "")
    above = found[: found.index(town)] if town else found
    province = next((p for p in above if p.endswith(_PROVINCE)), "")
    rest = [place for place in above if place != province]
    county = rest[-1] if rest else ""
    upper = rest[-2] if len(rest) > 1 else ""
    if county and not town and county.endswith(_PREFECTURE):
        upper, county = county, ""
    listed = tuple(names)
    besides: tuple[str, ...] = ()
    if upper.endswith("师") and county.endswith("市"):
        # 第十师北屯市 is one: the division governs the city.
        besides = (upper, county, *_names_of(upper), *_names_of(county))
        upper, county = "", f"{upper}{county}"
    if zone := _ZONE.search(county):
        # 开发区税务局 is the zone's.
        besides = (*besides, _GRADE.sub("", zone[0])[-3:])
    if not county or not any(place in name for place in (county, *besides) for name in listed):
        shared = _shared_place(listed, (province, upper))
        if shared and county.endswith(shared):
            # 自治县公安局 names no other county.
            besides = (*besides, shared)
        else:
            county = shared or county
    region = Region(province, upper, county, town, besides)
    called = _called_besides(listed, region)
    if zone:
        # 经开公安分局 is 经开区's.
        called = (*called, *(name[:-1] for name in called if len(name) > 2))
    return replace(region, also=(*besides, *called))


def _called_besides(names: tuple[str, ...], region: Region) -> tuple[str, ...]:
    """What three or more names begin with that ends as a district does and is no known place."""
    counts: Counter[str] = Counter()
    for name in names:
        match = _CALLED_BESIDES.match(name)
        if match and len(match[0]) >= 2 and match[0] not in region.prefixes:
            counts[match[0]] += 1
    return tuple(name for name, count in counts.items() if count >= _SHARED)


def _shared_place(names: Iterable[str], known: tuple[str, ...]) -> str:
    """The county that most offices' names begin with, where the cover names none."""
    counts: Counter[str] = Counter()
    total = 0
    for name in names:
        total += 1
        match = _SHARED_PLACE.match(name)
        if match and len(match[0]) >= 2 and match[0] not in known:
            counts[match[0]] += 1
    for place, count in counts.most_common(1):
        if count >= _SHARED or count * 2 > total:
            return place
    return ""


def _mark(place: str) -> str:
    return place[-1:]


def _names_of(place: str) -> tuple[str, ...]:
    """A place's name, and the shorter ones: 青山州, 青山自治县, 青山."""
    if not place:
        return ()
    names = [place]
    bare = stem(place)
    if autonomous := _AUTONOMOUS.search(place):
        kind = autonomous["kind"]
        names += [bare + kind, bare + "自治" + kind, place[: autonomous.start()] + kind]
    if place.startswith("第") and place.endswith("师"):
        names.append(place[1:])
    if place.endswith("生产建设兵团"):
        names.append("兵团")
    # A place may be called 公安 or 文化: the word then still means the work.
    if bare and bare not in LEXICON.words:
        names.append(bare)
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2))
