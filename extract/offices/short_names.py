"""The shorter names that an office goes by in clauses, and what shortens its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutylist.extract.offices.column_names import both_names
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.names import OfficeName, take_apart
from dutylist.extract.offices.places import Region
from dutylist.records.patterns import Pattern
from dutylist.records.text import is_subsequence
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# So many of an office's everyday names are written into the departments file.
_MOST_SHORT_NAMES = 8
_SHORTEST_WORD = 2
"""Characters of a word within a name that may stand for it."""
KIND = Pattern(f"{OFFICE_ENDINGS.any('short_kind')}$")
BRANCHES = frozenset(OFFICE_ENDINGS.words("branch"))
_COUNTIES = PLACE_WORDS.words("county_or_city")
_SHORT_TOWN = ("团", "镇", "乡")
_SAME_KIND = OFFICE_ENDINGS.table("same_kind")


def short_forms(name: str, region: Region) -> tuple[str, ...]:
    """The forms in which clauses may name an office, longest first, its full name included.

    青山县民政局 → 青山县民政局, 县民政局, 民政局; 青山县委组织部 → 县委组织部, 组织部 too.
    区城市管理局（区综合执法局） goes by each of its two names.
    """
    forms = {name}
    for one in both_names(name):
        forms.add(one)
        if regiment := _REGIMENT.search(one):
            forms.add(regiment["own"])
        apart = take_apart(one, region)
        forms.update(_short_forms(apart, region))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


# 一九八团 of 第二十一师一九八团, which a county's row may list.
_REGIMENT = Pattern("师(?P<own>[^师]{1,6}团)(?:场)?$")


def _short_forms(name: OfficeName, region: Region) -> Iterable[str]:
    cores = [name.core] if name.core not in BRANCHES else []
    if len(name.meaning.own) == 1 and name.meaning.known:
        cores += LEXICON.everyday[next(iter(name.meaning.own))][:_MOST_SHORT_NAMES]
    mark = _mark(name, region)
    party = "委" if name.meaning.own & LEXICON.party else ""
    for core in dict.fromkeys(cores):
        if mark:
            yield f"{mark}{core}" if core.startswith("委") else f"{mark}{party}{core}"
        if len(core) >= 3:
            yield core


def _mark(name: OfficeName, region: Region) -> str:
    """What an office's short names begin with (县), "" where that is another level's too."""
    county = region.county[-1:]
    if name.level in ("county", ""):
        return county or (name.text[:1] if name.text[0] in _COUNTIES else "")
    if name.level == "town":
        # 团人武部 of 一八八团人民武装部, where a list names it among its departments.
        return region.town[-1:] if region.town.endswith(_SHORT_TOWN) else ""
    upper = {"prefecture": region.prefecture, "province": region.province}.get(name.level, "")
    return "" if upper[-1:] == county else upper[-1:]


def shortens(short: str, kind: str, core: str) -> bool:
    """Whether 政数 + 局 can stand for 政务服务和数据管理局: its first character begins the name or
    a word behind 和, the others follow in order; or 文明 + 中心 for 精神文明建设服务中心."""
    long = KIND.search(core)
    if not long or _SAME_KIND.get(long[0], long[0]) != _SAME_KIND.get(kind, kind):
        return False
    stem = core[: long.start()]
    if len(short) >= len(stem):
        # 创建办 of 创建办公室: the kind alone is shortened.
        return short == stem
    if len(short) >= _SHORTEST_WORD and short in stem:
        return True
    begins = {part[:1] for part in re.split("和|与", stem)}
    return short[0] in begins and is_subsequence(short, stem)
