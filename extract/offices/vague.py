"""Words that mean departments or those above them without a name: 各部门, 行业主管部门, 县政府."""

from __future__ import annotations

import re

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.signs import ALL, KNOWN, OTHER, UNKNOWN, Named
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

_LOOKED_BACK = 30
"""Characters in which 除…外 stands before a name: no name is longer."""

# What says which departments are meant, in front of 部门 or 单位.
_WHICH = CLAUSE_WORDS.any("of_all")
_COUNTED = CLAUSE_WORDS.any("which")
_ABOVE = CLAUSE_WORDS.any("above_named")
_OTHERS = CLAUSE_WORDS.any("others")
# 行业主管部门, 其他部门, 负有监管职责的部门: somebody among the departments, and nobody says who.
_VAGUE_SUBJECT = Pattern(
    rf"(?:{CLAUSE_WORDS.any('level')}|本级)?(?:{CLAUSE_WORDS.any('left_open')}|涉及的?|"
    r"(?:负有|承担)[^，。；、由]{2,20}职责的)+(?:部门|(?<=职能|成员|责任)单位)(?![的和与及、]|规章|备案)"
)
_OTHER_MEMBERS = Pattern(
    rf"{_OTHERS}各?成员单位(?!的)|{_OTHERS}(?:部门|单位)(?=(?:予以|积极|做好)?{CLAUSE_WORDS.any('somebody_helps')})"
)
_ALL_BUT_BEFORE = Pattern("除[^，。；]+外[，,]?由?$")
_ALL = Pattern(
    rf"(?:各(?:{_WHICH}|(?:负有|承担)[^，。；、]{{2,16}}职责的)*(?:部门|单位)(?!的)|"
    rf"(?:{_ABOVE}|相关|有关)?(?P<count>[两二三四五六七八九十]|\d{{1,2}})(?:家|个)?{_COUNTED}*(?:部门|单位)(?!以上)|"
    rf"{_ABOVE}各?{_COUNTED}*(?:部门|单位))"
)
_ALL_MEMBERS = Pattern(r"[^，。；、\s对向由与和将把给]{2,12}?各(?:成员|责任|职能)(?:部门|单位)")
_ROLE = Pattern(
    rf"(?:各)?(?P<role>{CLAUSE_WORDS.any('lead', 'help')})(?:责任)?(?:部门|单位)(?!为|是)"
)
_SPEAKER = Pattern(r"本(?:局|委|办|部门|单位|中心|大队)(?!的|级|职|身|系统|地|属)")
_LEADS = frozenset(CLAUSE_WORDS.words("lead"))
_COUNTIES = PLACE_WORDS.letters("county_or_city")
_AUTHORITY = Pattern(
    rf"{CLAUSE_WORDS.any_but('authority')}|委、(?=[{_COUNTIES}]?(?:人民)?政府)|"
    rf"委(?={CLAUSE_WORDS.any('decides')}|[，。；、]|和[{_COUNTIES}])|委员会(?=统一|统筹|领导)"
)
# 防汛抗旱指挥部, 安委会: a body over the offices where it leads them; its office is one of them.
_STEERING = Pattern(
    rf"(?:(?!{CLAUSE_WORDS.any('not_steering')})"
    r"[^，。；：、局办部中队站所院的对由和与及在将向把]){0,14}?"
    rf"{CLAUSE_WORDS.any('steering')}(?:(?P<office>办公室|办)|(?={CLAUSE_WORDS.any('steers')}))"
)
# 由许可部门查处: one department is meant, and which is not said.
_SOME_DEPARTMENT = Pattern(
    rf"(?!{CLAUSE_WORDS.any('not_some_department')})[一-鿿]{{2,4}}?(?:部门|机关)"
    "(?!的|规章|联动|协同|负责人)"
)


def everybody_at(text: str, at: int, row: Row) -> Named | None:
    """All that the row lists (各有关部门); those named before where the count is another."""
    match = _ALL.match(text, at) or _ALL_MEMBERS.match(text, at)
    # 督导各成员单位落实: they are told to.
    if not match or (begins_like_predicate(match[0]) and not _ALL.match(text, at)):
        return None
    count = match.groupdict().get("count")
    if count and count_of(count) != len(row.offices):
        # 两部门建立…机制: those named before.
        return Named(OTHER, at, match.end())
    return Named(ALL, at, match.end(), row.offices)


def by_part_at(text: str, at: int, row: Row) -> Named | None:
    """Those that the row lists with a part (牵头部门, 配合单位)."""
    match = _ROLE.match(text, at)
    if not match:
        return None
    offices = row.leads if match["role"] in _LEADS else row.helps
    if not offices:
        return Named(UNKNOWN, at, match.end(), (), (match[0],))
    return Named(KNOWN, at, match.end(), offices)


def speaker_at(text: str, at: int, above: tuple[str, ...], row: Row) -> Named | None:
    """The office that speaks of itself (由本局直接查办): the heading's, or the row's only one."""
    match = _SPEAKER.match(text, at)
    whose = above or row.offices
    return Named(KNOWN, at, match.end(), whose) if match and len(whose) == 1 else None


def other_members_at(text: str, at: int, row: Row) -> Named | None:
    """甲、乙会商，其他成员单位落实; 甲牵头，其他部门配合: together all that the row lists."""
    match = _OTHER_MEMBERS.match(text, at)
    return Named(ALL, at, match.end(), row.offices) if match else None


def left_open_at(text: str, at: int, row: Row) -> Named | None:
    """Departments that a text leaves open; where the row lists one alone that one is meant."""
    match = _VAGUE_SUBJECT.match(text, at) if len(row.offices) > 1 else None
    if _ALL_BUT_BEFORE.search(text, max(0, at - _LOOKED_BACK), at):
        return None
    return Named(UNKNOWN, at, match.end(), others=True, by_field=True) if match else None


def somebody_at(text: str, at: int) -> Named | None:
    """A department that nobody can tell from its words (执法部门, 发证部门)."""
    match = _SOME_DEPARTMENT.match(text, at)
    if (
        not match
        or begins_like_predicate(match[0])
        or re.search("[的和与及在各由是时请等经报向对将把]|有关|相关", match[0])
    ):
        return None
    return Named(UNKNOWN, at, match.end(), (), (match[0],), by_field=True)


def count_of(text: str) -> int:
    """How many 三部门 or 3个部门 are; 0 where it is no number."""
    return from_han(text) or 0


def is_authority(text: str, begin: int) -> bool:
    """Whether one above the offices is named behind a place (县 + 人民政府)."""
    return _AUTHORITY.match(text, begin) is not None


def authority_end(text: str, begin: int, start: bool) -> int:
    """The end of the one above the offices that is named behind a place; 0 where none is. One
    that leads (防汛抗旱指挥部统筹) counts at a phrase's beginning."""
    match = _AUTHORITY.match(text, begin) or (_STEERING.match(text, begin) if start else None)
    return match.end() if match else 0


def steering_at(text: str, begin: int) -> tuple[int, bool]:
    """The end of a body over the offices behind a place, and whether it is that body's office
    (征地指挥部办公室), which is one of them; (0, False) where there is none."""
    match = _STEERING.match(text, begin)
    return (match.end(), bool(match["office"])) if match else (0, False)
