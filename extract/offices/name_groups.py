"""Offices named one after the other: A、B和C, A、B等部门, 民政、残联推送名单."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.offices.bare_fields import bare_word_at
from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.fields import companies_at, fields_at, together_at
from dutylist.extract.offices.one_name import SECOND_NAME, name_at
from dutylist.extract.offices.phrases import closes
from dutylist.extract.offices.predicates import begins_like_predicate, is_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import JOINT, KNOWN, UNKNOWN, Named
from dutylist.extract.offices.unknown_names import unknown_at
from dutylist.extract.offices.vague import count_of
from dutylist.records.patterns import Pattern

_GOES_ON = Pattern(r"[、和与及或等]|以及")
_PERSONS = Pattern(f"的?{CLAUSE_WORDS.any('persons')}")
_COMMA = Pattern(r"[，,](?:以及|和|及|或者?)?")
# 公安负责查处: a field that one of the row has, and what only somebody does.
_SURELY_ACTS = Pattern(f"{CLAUSE_WORDS.any('somebody_does')}(?!人|制|单位|部门|主体)")
TOPICS = frozenset(CLAUSE_WORDS.words("also_topic"))
"""Fields that are a stage or a side of the work (应急：…), and not the office, where the clauses
beside them begin with such."""
_BOTH_ACT = Pattern(CLAUSE_WORDS.any("both_act"))
_VAGUE = Pattern(
    rf"(?:、|和|及|以及|与|或|等)*(?:各)?(?P<other>{CLAUSE_WORDS.any('others')})?"
    rf"(?P<said>{CLAUSE_WORDS.any('beside_names')}|(?:负有|承担)[^，。；、]{{2,20}}职责的)*(?:部门|单位|机构)"
)
_ETC = Pattern(
    rf"等(?:(?:[两二三四五六七八九十多]|\d{{1,2}})?(?:家|个)?{CLAUSE_WORDS.any('which')}*"
    "(?:部门|单位|机构|机关))?(?!级|候|待|次)"
)
_ETC_MANY = Pattern(
    r"等(?P<count>[两二三四五六七八九十]|\d{1,2})?(?:家|个)?[^，。；、◇\d]{0,10}?(?:部门|机关|单位|机构)$"
)


def group_at(
    reader: Reader, text: str, at: int, start: bool, has_field: bool = True
) -> Named | None:
    """The offices named one after the other from an offset (A、B和C).

    Words of fields count where 部门 or 机关 follows (发改、人社等部门); a name of which nothing
    is known counts at the start and behind another.
    """
    members: list[Named] = []
    end = at
    while True:
        first = not members
        one = _member_at(reader, text, end, start or not first, first, has_field)
        if not one:
            break
        members.append(one)
        end = one.end
        joint = JOINT.match(text, end) or (start and _COMMA.match(text, end)) or None
        if not joint and start and (other := _right_behind(reader, text, one)):
            members.append(other)
            end = other.end
            continue
        if not joint:
            break
        end = joint.end()
    if not members:
        return None
    return _joined(reader, text, at, members)


def _right_behind(reader: Reader, text: str, one: Named) -> Named | None:
    """Another of the row's offices right behind one, the 、 left out (民政局医保局分别落实); to be
    confirmed where nothing says that both act (县公安局县民政局移送的案件)."""
    if one.bare_body or not reader.row.listed.issuperset(one.offices):
        return None
    other = name_at(reader, text, one.end, True, False)
    if not other or other.bare_body or not reader.row.listed.issuperset(other.offices):
        return None
    both = _BOTH_ACT.match(text, other.end)
    return None if set(other.offices) <= set(one.offices) else replace(other, others=not both)


def _joined(reader: Reader, text: str, at: int, members: list[Named]) -> Named:
    end = members[-1].end
    offices = tuple(dict.fromkeys(name for one in members for name in one.offices))
    unknown = tuple(dict.fromkeys(name for one in members for name in one.unknown))
    open_ended = any(name in reader.registry.open_ended for name in offices)
    others = any(one.others for one in members)
    vague = _VAGUE.match(text, end) if _GOES_ON.match(text, end) else None
    if vague and vague["other"] and vague[0].endswith("成员单位"):
        offices = tuple(dict.fromkeys((*offices, *reader.row.offices)))
        end = vague.end()
    elif vague and (vague["other"] or vague["said"]):
        others = others or (bool(vague["other"]) and not open_ended)
        end = vague.end()
    elif etc := _ETC.match(text, end):
        end = etc.end()
    if many := _ETC_MANY.search(text, at, end):
        # 县公安局等部门 says that there are others; 等三部门 in a row of three says which.
        several = len(reader.row.offices) > 1
        if several and many["count"] and count_of(many["count"]) == len(reader.row.offices):
            offices = tuple(dict.fromkeys((*offices, *reader.row.offices)))
        elif several and len(offices) == 1 and not open_ended:
            others = True
    if person := _PERSONS.match(text, end):
        end = person.end()
    return Named(
        KNOWN if offices else UNKNOWN,
        at,
        end,
        offices,
        unknown,
        others,
        by_field=all(one.by_field for one in members),
        bare_body=all(one.bare_body for one in members),
    )


def _member_at(
    reader: Reader, text: str, at: int, start: bool, first: bool, has_field: bool
) -> Named | None:
    if together := together_at(text, at, reader.registry, reader.row):
        return together
    if has_field and (
        fields := fields_at(text, at, reader.registry, reader.row)
        or companies_at(text, at, reader.registry, reader.row)
    ):
        return _or_in_brackets(reader, text, fields)
    if name := name_at(reader, text, at, start, first):
        return name
    if not first and (word := bare_word_at(reader, text, at)):
        return word
    return unknown_at(reader, text, at, start)


def _or_in_brackets(reader: Reader, text: str, named: Named) -> Named:
    """民政部门（社会事业局）: the office of a field that is nobody's here, in brackets."""
    second = None if named.offices else SECOND_NAME.match(text, named.end)
    office = reader.registry.resolve(second["name"], reader.row) if second else ""
    if not second or not office:
        return named
    return replace(named, sign=KNOWN, offices=(office,), unknown=(), end=second.end())


def bare_words_at(reader: Reader, text: str, at: int, by: bool) -> Named | None:
    """The row's offices by nothing but their fields: two or more (民政、残联推送名单), one
    behind 由, before a colon or 负责 (由城管处罚, 住建：…, 公安负责…); 县财政 alone may be its
    money."""
    members: list[Named] = []
    end = at
    while one := bare_word_at(reader, text, end) or (
        name_at(reader, text, end, True, False) if members else None
    ):
        members.append(one)
        end = one.end
        joint = JOINT.match(text, end)
        if not joint:
            break
        end = joint.end()
    if not members or end != members[-1].end or any(one.unknown for one in members):
        return None
    if not closes(text, end) and not begins_like_predicate(text[end:]):
        return None
    word = members[0]
    if len(members) > 1:
        offices = (name for one in members for name in one.offices)
        return Named(KNOWN, at, end, tuple(dict.fromkeys(offices)))
    is_name = not is_predicate(text[at:end])
    if reader.in_stages and text[end : end + 1] == "：" and text[at:end] in TOPICS:
        return None
    if is_name and (by or _SURELY_ACTS.match(text, end) or (not at and _heads(reader, text, end))):
        return word
    placed = reader.registry.region.prefix_at(text, at)[1] > at
    return replace(word, others=True) if placed and not name_at(reader, text, at) else None


def _heads(reader: Reader, text: str, end: int) -> bool:
    """Whether what ends there says whose the rest is (住建：督促整改), and not what it is about
    (交通：县公安局查处超载)."""
    if text[end : end + 1] != "：":
        return False
    rest = text[end + 1 :].lstrip()
    return not rest.startswith("由") and not group_at(reader, rest, 0, True)
