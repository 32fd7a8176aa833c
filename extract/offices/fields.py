"""Offices named by their fields of work: 发改、人社等部门, 公安机关, 供电企业, 工青妇."""

from __future__ import annotations

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.registry import Registry
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.signs import JOINT, KNOWN, UNKNOWN, Named
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

_KIND_OF = f"{CLAUSE_WORDS.any('before_department')}*"
_FIELD_END = Pattern(
    rf"(?:等)?(?:[两二三四五六七八九十多各]|\d{{1,2}})?(?:家|个)?{_KIND_OF}(?:部门|机关)|"
    rf"等(?!{CLAUSE_WORDS.any('others')})[^，。；：、◇（）()]{{0,10}}?(?:部门|机关|单位)|"
    rf"{CLAUSE_WORDS.any('institution')}机构"
)
_OF_THIS_LEVEL = Pattern(
    r"(?P<mark>[县区市旗本])级(?:以上)?(?:地方)?(?:各级)?(?:人民政府|政府)?(?:的)?"
)
# 供电企业, 通信运营企业: the companies that the row lists.
_COMPANY_END = Pattern(f"{CLAUSE_WORDS.any('company_work')}?{CLAUSE_WORDS.any('company')}")
_FULL_NAME = Pattern(f"{OFFICE_ENDINGS.any('full_name')}$")
WORDS = frozenset(LEXICON.words) | frozenset(
    name for name in LEXICON.bare_names if not _FULL_NAME.search(name)
)
LONGEST_WORD = max(map(len, WORDS))
"""Characters."""

# 公检法司 before 公检法.
_TOGETHER = sorted(LEXICON.together, key=len, reverse=True)
_TOGETHER_STARTS = frozenset(word[:2] for word in _TOGETHER)
WORD_STARTS = frozenset(word[:2] for word in WORDS if len(word) > 1) | {
    f"{mark}级" for mark in "县区市旗本"
}


def fields_at(text: str, at: int, registry: Registry, row: Row) -> Named | None:
    """The offices named by fields of work (发改、人社等部门, 公安机关), and the end."""
    words: list[str] = []
    end = at
    if here := _OF_THIS_LEVEL.match(text, at):
        # 县级以上地方人民政府农业农村主管部门, here the county's.
        if registry.region.marks.get(here["mark"]) not in ("county", None):
            return None
        end = here.end()
    while True:
        level, begin = registry.region.prefix_at(text, end)
        begin = begin if level in ("county", "") else end
        word = _word_at(text, begin)
        if not word:
            return None
        words.append(word)
        end = begin + len(word)
        # 自然资源行政主管部门: what stands between is no joint.
        if stop := _FIELD_END.match(text, end):
            end = stop.end()
            break
        joint = JOINT.match(text, end)
        if not joint:
            return None
        end = joint.end()
    if words[0] == "组织" and (len(words) > 1 or text[at : at + 4] != "组织部门"):
        return None
    offices: list[str] = []
    unknown: list[str] = []
    for word in words:
        office = registry.field_office(word, row)
        (offices if office else unknown).append(office or word)
    return Named(
        KNOWN if offices else UNKNOWN,
        at,
        end,
        tuple(dict.fromkeys(offices)),
        tuple(f"{word}部门" for word in unknown),
        by_field=True,
        bare_body=all(word in LEXICON.bodies for word in words),
    )


def companies_at(text: str, at: int, registry: Registry, row: Row) -> Named | None:
    """The row's companies of a field (供电企业, 通信运营企业)."""
    if text[at : at + 2] not in WORD_STARTS:
        return None
    for length in range(min(LONGEST_WORD, len(text) - at), 1, -1):
        word = text[at : at + length]
        end = _COMPANY_END.match(text, at + length) if word in WORDS else None
        if not end:
            continue
        fields = LEXICON.words.get(word, frozenset()) | LEXICON.words.get(
            f"{word}运营", frozenset()
        )
        found = [
            name
            for name in row.offices
            if (office := registry.offices.get(name))
            and office.covers & fields
            and name.endswith("公司")
        ]
        return Named(KNOWN, at, end.end(), tuple(found), by_field=True) if found else None
    return None


def together_at(text: str, at: int, registry: Registry, row: Row) -> Named | None:
    """The offices that one word names (工青妇)."""
    if text[at : at + 2] not in _TOGETHER_STARTS:
        return None
    word = next((one for one in _TOGETHER if text.startswith(one, at)), "")
    if not word:
        return None
    words = LEXICON.together[word]
    found = [registry.field_office(one, row) for one in words]
    unknown = tuple(one for one, office in zip(words, found, strict=True) if not office)
    offices = tuple(filter(None, found))
    sign = KNOWN if offices else UNKNOWN
    return Named(sign, at, at + len(word), offices, unknown, by_field=True)


def _word_at(text: str, at: int) -> str:
    """The longest word of a field at an offset behind which an enumeration goes on or ends."""
    if text[at : at + 2] not in WORD_STARTS:
        return ""
    for length in range(min(LONGEST_WORD, len(text) - at), 1, -1):
        word = text[at : at + length]
        if word in WORDS and (
            _FIELD_END.match(text, at + length) or JOINT.match(text, at + length)
        ):
            return word
    return ""
