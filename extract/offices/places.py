"""The places on the cover, and the level of government that an office's name begins with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dutylist.extract.offices.lexicon import LEXICON

Level = Literal["town", "county", "prefecture", "province", "state", "elsewhere", ""]
"""Whose office it is; "" where the name does not say (民政局)."""

# 四级以下政区名的末字；“族自治”之前的“乡”等不算（东乡族自治县）。
_ENDINGS = (
    "特别行政区|自治区|自治州|自治县|自治旗|生产建设兵团|林区|新区|开发区|省|市|盟|州(?![市县区旗镇乡])|地区|县|区|旗"
    "|街道(?:办事处)?|民族乡|苏木|镇|乡|(?<=[一二三四五六七八九十])师|(?<=[一二三四五六七八九十〇零\\d])团(?:场)?"
)
_PLACE = re.compile(rf".{{2,}}?(?:{_ENDINGS})(?!族)")
# 赵县, 易县, 城区, 郊区: counties of one character, before a town's name or at the end.
_ONE_CHARACTER = re.compile(r"[一-鿿][县区](?=$|.{2,}?(?:街道|镇|乡|苏木))")
_TOWN = re.compile(r"(?:街道(?:办事处)?|镇|乡|苏木|团(?:场)?|农场|林场|区公所|管委会)$")
_COUNTY = re.compile(r"(?:县|自治旗|旗|区)$")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|"
    "东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|"
    "乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各|多"
)
# 滨海经济技术开发区 is called 滨海.
_ZONE = re.compile(
    r"(?:国家级|省级)?(?:经济技术|高新技术产业|高新技术|经济|高新|工业|旅游|农业|综合)?"
    r"(?:开发区|示范区|产业园区|工业园区|园区|度假区|保税区|管理区)$"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族?)*自治(?P<kind>区|州|县|旗)$")
# 市场监督管理局, 区划, 县级, 县城…: no level of government stands there.
_LEVEL_CHAR = re.compile(
    r"(?:本|我|该|各)?(?P<mark>自治[区州县旗]|地区|师市|[省市州盟县区旗师])"
    r"(?!级|域|直(?!属机关|机关工委|工委)|属|内|外(?!事|办)|划|辖|际|场|容|监(?!委|察)|政(?!协|府|法|务|数|管|审)|城(?![管市建乡综投])|公所|"
    r"里|民(?![政宗族委兵])|间|下|帜|乡(?!村振兴))"
)
# So many names that begin alike tell a place.
_SHARED = 3
MAY_BE_LEVEL = frozenset("本我该各自地师省市州盟县区旗")


def places(text: str) -> tuple[str, ...]:
    """The places that a name is made of, outer first.

    >>> places("江北省青山回族自治州")
    ('江北省', '青山回族自治州')
    >>> places("清河市赵县南柏镇")
    ('清河市', '赵县', '南柏镇')
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        has_county = any(_COUNTY.search(place) for place in found)
        match = None if has_county else _ONE_CHARACTER.match(text, at)
        match = match or _PLACE.match(text, at)
        if not match:
            break
        found.append(match[0])
        at = match.end()
    return tuple(found)


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
        rest = re.sub(rf"(?:{_ENDINGS})$", "", place)
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
            found.update(dict.fromkeys("县区旗", "county"))
        if self.prefecture:
            found.setdefault(_mark(self.prefecture), "prefecture")
        if self.province:
            found.setdefault(_mark(self.province), "province")
        for mark, level in _USUAL.items():
            found.setdefault(mark, level)
        return found

    @cached_property
    def county_names(self) -> tuple[str, ...]:
        """The county's names that may stand within an office's name, longest first."""
        names = [name for name in _names_of(self.county) if len(name) >= 2]
        return tuple(sorted(names, key=len, reverse=True))

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """The prefixes by their first character, longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.prefixes, key=len, reverse=True):
            found.setdefault(name[0], []).append(name)
        return found

    def prefix_at(self, text: str, at: int) -> tuple[Level, int]:
        """The level and the end of the places that a text has at an offset; ("", at) where none.

        >>> Region("江北省", "清河市", "青山县", "").prefix_at("清河市青山县民政局", 0)
        ('county', 6)
        """
        level: Level = ""
        while names := self._by_first.get(text[at : at + 1]):
            name = next((name for name in names if text.startswith(name, at)), None)
            if name is None:
                break
            level, at = self.prefixes[name], at + len(name)
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


_USUAL: dict[str, Level] = {
    "县": "county",
    "旗": "county",
    "区": "county",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "省": "province",
    "师": "county",
}


def region_of(lines: Iterable[str], names: Iterable[str] = ()) -> Region:
    """The region that a cover's lines name; what they leave out is learnt from offices' names."""
    found = [place for line in lines for place in places(line)]
    town = next((place for place in reversed(found) if _TOWN.search(place)), "")
    above = found[: found.index(town)] if town else found
    province = next((p for p in above if re.search(r"(?:省|自治区|兵团)$", p)), "")
    rest = [place for place in above if place != province]
    county = rest[-1] if rest else ""
    upper = rest[-2] if len(rest) > 1 else ""
    if county and not town and re.search(r"[州盟]$|地区$", county):
        upper, county = county, ""
    listed = tuple(names)
    besides: tuple[str, ...] = ()
    if upper.endswith("师") and county.endswith("市"):
        # 第十师北屯市 is one: the division governs the city.
        besides = (upper, county, *_names_of(upper), *_names_of(county))
        upper, county = "", f"{upper}{county}"
    if zone := _ZONE.search(county):
        # 开发区税务局 is the zone's.
        besides = (*besides, re.sub("^(?:国家级|省级)", "", zone[0])[-3:])
    if not county or not any(place in name for place in (county, *besides) for name in listed):
        shared = _shared_place(listed, (province, upper))
        if shared and county.endswith(shared):
            # 自治县公安局 names no other county.
            besides = (*besides, shared)
        else:
            county = shared or county
    region = Region(province, upper, county, town, besides)
    return replace(region, also=(*besides, *_called_besides(listed, region)))


def _called_besides(names: tuple[str, ...], region: Region) -> tuple[str, ...]:
    """What three or more names begin with that ends as a district does and is no known place."""
    counts: Counter[str] = Counter()
    for name in names:
        match = re.match(r"[^、，]{1,4}?(?:区|师市)", name)
        if match and len(match[0]) >= 2 and match[0] not in region.prefixes:
            counts[match[0]] += 1
    return tuple(name for name, count in counts.items() if count >= _SHARED)


def _shared_place(names: Iterable[str], known: tuple[str, ...]) -> str:
    """The county that most offices' names begin with, where the cover names none."""
    counts: Counter[str] = Counter()
    total = 0
    for name in names:
        total += 1
        match = re.match(r"[^、，]{1,9}?(?:自治县|自治旗|县|区|旗|市)(?!场|政|容)", name)
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
    # A place may be called 公安 or 文化: the word then still means the work.
    if bare and bare not in LEXICON.words:
        names.append(bare)
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2))
