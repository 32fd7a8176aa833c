"""Which column is which, by the texts of the header row (表头).

A header text is made of parts – whose, and what –, listed in header_words.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from dutylist.extract.lists.kinds import (
    kind_of_title,
    kind_of_value,
    names_one_kind,
    names_several_kinds,
)
from dutylist.extract.offices.column_names import looks_like_office, split_names
from dutylist.extract.source import squeezed
from dutylist.records.code_points import folded
from dutylist.records.labels import label_of, split_label
from dutylist.records.model import Kind, Role
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

_WORDS = own_toml("dutylist.extract.lists", "header_words.toml")
_NUMBER = frozenset(_WORDS["number"])
_CODE = frozenset(_WORDS["code"])
_DUTY_NAMES = frozenset(_WORDS["duty_names"])
_OF_LIST = frozenset(_WORDS["of_list"])
_REMARK = tuple(_WORDS["remark"])
_PART_OF: dict[str, str] = {word: part for part, words in _WORDS["parts"].items() for word in words}
_PART = Pattern("|".join(sorted(map(re.escape, _PART_OF), key=len, reverse=True)))
_COUNTS = frozenset(_WORDS["counts"])
_ORDINALS = ("序号", "编号")
"""What is not a duty's own number ends so, too: 类别序号."""
CHECKS = frozenset(_WORDS["signs"]["checks"])
"""Ticks that people write for one another."""
BESIDE_NUMBER = "".join(_WORDS["signs"]["beside_number"])
"""Ticks that stand beside a duty's number."""
_TICKS = CHECKS.union(_WORDS["signs"]["marks"])
_DASHES = frozenset(_WORDS["signs"]["dashes"])
_SIGNS = _TICKS | _DASHES
_WHOSE = frozenset(["street", "dept", *_WORDS["parts"]["township"], *_WORDS["parts"]["department"]])

_BRACKETED = Pattern(r"[（(][^（）()]*[）)]")
_STOP = Pattern(r"[。；;]")
_STOP_OR_COMMA = Pattern(r"[。；;，]")
_SENTENCE = Pattern(r"[。;]")
"""NFKC makes ； the half-width one."""

_PAGE_HEADER = Pattern(r"(?:所在|起始)?页(?:码|次|数|号)?")
_TWO_IN_ONE = Pattern(r"(?:部门|单位)(?:名称)?\s*[及和与、]")
_SECTION = Pattern(r"[科股处]室")
_LEVEL = Pattern(r"[一二三]级|[大主小子]项")

_OFFICES_OF_TOWNSHIP = (("township", "department"), ("township", "duty", "department"))
"""镇承办机构, 街道责任科室: the township's own."""

_OFFICES_DUTIES = Pattern(
    rf"(?P<office>.+?)(?:主要|工作|承担的?)?(?:{'|'.join(_WORDS['parts']['duty'])})$"
)
_NO_UPPER = Pattern(f"{PLACE_WORDS.any('township')}|^村|办事处$")
"""镇综合执法办公室职责, 村民委员会职责, 办事处职责: no upper office's."""

_GROUP_END = "·"
"""Behind the name of a group of columns that says nothing of what they hold."""

# A header text is short; a data cell that happens to hold such a word is not.
_LONGEST_HEADER = 24
_MOST_FOLDED = 4
"""NFKC makes one character of no more than so many."""


@lru_cache(maxsize=1024)
def header_role(text: str) -> Role | None:
    """The role of a column by its header text; None where it is not recognised."""
    solid = squeezed(text)
    if len(solid) > _MOST_FOLDED * _LONGEST_HEADER:
        return None
    bare = unicodedata.normalize("NFKC", folded(solid)).rpartition(_GROUP_END)[-1]
    short = _BRACKETED.sub("", bare)
    if not bare or len(short or bare) > _LONGEST_HEADER or _SENTENCE.search(short):
        return None
    if short.removeprefix("事项") in _NUMBER or short in _CODE:
        return "number"
    if short in _OF_LIST:
        return "category"
    if short.endswith(_ORDINALS):
        return None
    if bare.startswith(_REMARK[:1]) or bare.endswith(_REMARK):
        return "remark"
    if office_of_duties(short):
        return "department duties"
    role = _role_of_parts(_parts(short)) if short else None
    if role == "name" and _goes_on(short):
        return None
    # A place's name, or a category (乡村振兴), has such a word as well.
    if role == "townships" and _PART.sub("", short):
        return None
    if role not in (None, "name") or short == bare:
        return role
    # Whose it is may stand in brackets: 职责（部门）; sentences and texts of laws may, too.
    said = "".join(one for one in _BRACKETED.findall(bare) if of_header_words(one.strip("（）()")))
    return _role_of_parts(_parts(said + short)) or role


def office_of_duties(text: str) -> str:
    """The upper office whose duties a column has by its head: 县水利局 of 县水利局职责; "" where
    the head names none."""
    found = _OFFICES_DUTIES.match(squeezed(text))
    office = found["office"] if found else ""
    return office if looks_like_office(office) and not _NO_UPPER.search(office) else ""


def without_remark(text: str) -> str:
    """A header's text without what brackets say of how to fill the column in (责任部门（区直单位，
    首位为主责）); a text of brackets alone as it is."""
    solid = squeezed(text)
    return _BRACKETED.sub("", solid) or solid


def _goes_on(text: str) -> bool:
    """Whether a header text says another thing behind its last known word: who is responsible
    (责任站办), or how many there are (事项数)."""
    *_, last = _PART.finditer(text)
    behind = text[last.end() :]
    return bool(behind) and (_PART_OF[last[0]] == "duty" or behind in _COUNTS)


def of_header_words(text: str) -> bool:
    """Whether nothing but words of header texts is in a text."""
    return bool(text) and (text in _NUMBER or text in _CODE or not _PART.sub("", text))


def nearest_header(text: str, doubtful: Sequence[int]) -> str | None:
    """The header text that a text with one of the characters at `doubtful` misread is most likely
    to be: made of header words alone, of the one that stands first in its group. None where there
    is none, or where two would be different columns."""
    found: list[tuple[int, str]] = []
    for words in (_WORDS["number"], *_WORDS["parts"].values()):
        for rank, word in enumerate(words):
            for start in range(len(text) - len(word) + 1):
                fixed = text[:start] + word + text[start + len(word) :]
                wrong = [at for at, character in enumerate(text) if fixed[at] != character]
                if len(wrong) == 1 and wrong[0] in doubtful and of_header_words(fixed):
                    found.append((rank, fixed))
    roles = {header_role(fixed) for _, fixed in found}
    return min(found)[1] if len(roles) == 1 and None not in roles else None


_WHOSE_PARTS = {"township", "village", "department", "own", "level", "subject", "takeover"}
_SAID_WHOLE = {"duty", "division", "work", "help", "content", "way", "related", "lead", "takeover"}


def text_below(group: str, text: str) -> str:
    """The header text of a column below a group's name. The group says whose the column is, or
    what it holds, where its own text does not (上级部门: 职责; 职责分工: 县级部门); else it stands
    apart (职责分工·对应上级部门)."""
    parts = set(_parts(text))
    named = looks_like_office(text) and header_role(text) is None
    apart = group and (not parts or named or (parts & _WHOSE_PARTS and parts & _SAID_WHOLE))
    return f"{group}{_GROUP_END if apart else ''}{text}"


def says_what(group: str) -> bool:
    """Whether a group's name says what its columns hold, not whose that is (职责)."""
    return bool(group) and set(_parts(group)) == {"duty"}


def says_whose(text: str) -> bool:
    """Whether a column's text says whose it is, not what it holds (上级部门, 三山镇)."""
    parts = set(_parts(text))
    return bool(parts) and parts <= {"township", "department", "level"}


def whose_words(text: str) -> set[str]:
    """Whose a column is by the words of its header text: "township", "department", both or none."""
    parts = set(_parts(text))
    named = {"department"} if parts & {"department", "level"} else set()
    return named | (parts & {"township"})


def ticked_office(text: str) -> str:
    """The department that has a column of its own below the departments' (对应上级部门·公安局), in
    which its duties are ticked; "" for any other header text."""
    group, stands_apart, name = text.rpartition(_GROUP_END)
    return name if stands_apart and header_role(group) == "departments" else ""


def is_tick(text: str) -> bool:
    """Whether a cell is nothing but a tick (√)."""
    return squeezed(text) in _TICKS


def _parts(text: str) -> tuple[str, ...]:
    found = (_PART_OF[match[0]] for match in _PART.finditer(text))
    return tuple(part for part in found if part != "nothing")


def _role_of_parts(parts: tuple[str, ...]) -> Role | None:
    """The role by the parts in their order: the last one says what the column holds, those before
    it whose it is."""
    if not parts:
        return None
    has = set(parts).__contains__
    last = parts[-1]
    if last == "own":
        return None
    office = has("department") or (has("subject") and last != "duty")
    if has("takeover") and last == "category":
        return "category"
    if has("former") and last in ("duty", "work", "thing", "content"):
        return "name"
    if has("takeover") and _adjoin(parts, "takeover", "thing"):
        return "name"
    if has("takeover") and office:
        return "takeover" if has("way") or last in ("duty", "content") else "takeover department"
    if last == "way":
        return "takeover method"
    if {("department", "duty"), ("township", "duty")} <= set(pairwise(parts)):
        # 部门任务（左）镇任务（右）: it does not say where the one's end.
        return None
    if has("division") and last in ("level", "department"):
        return "department duties"
    if parts in _OFFICES_OF_TOWNSHIP:
        return None
    if has("township") and not (office and parts.index("township") < _last(parts, "department")):
        return _of_township(parts)
    if office or has("level"):
        return _of_department(parts, office=office)
    if last in ("duty", "work", "content") and has("help"):
        return "township duties"
    if last == "duty" and (has("lead") or has("subject")):
        return "department duties"
    if has("village"):
        return None
    return _of_duty(last)


def _of_township(parts: tuple[str, ...]) -> Role | None:
    last = parts[-1]
    if last in ("duty", "work", "help", "content", "division"):
        return "township duties"
    if last == "thing":
        return "township duties" if "help" in parts else "name"
    if last == "township":
        return "township duties" if "division" in parts else "townships"
    return _of_duty(last)


def _of_department(parts: tuple[str, ...], *, office: bool) -> Role | None:
    last = parts[-1]
    of_work = last == "content" and {"work", "perform"} & set(parts)
    if last in ("duty", "division", "work") or of_work:
        return "department duties"
    if last in ("department", "subject") or (last == "name" and "thing" not in parts):
        return "departments" if office else None
    # 县级部门牵头, 上级部门协同: where such a column says what they do, its cells tell.
    if last in ("lead", "help"):
        return "departments"
    return _of_duty(last)


def _of_duty(last: str) -> Role | None:
    if last == "category":
        return "category"
    if last in ("thing", "name", "duty"):
        return "name"
    return "content" if last == "content" else None


def _adjoin(parts: tuple[str, ...], one: str, other: str) -> bool:
    return (one, other) in pairwise(parts)


def _last(parts: tuple[str, ...], part: str) -> int:
    return len(parts) - 1 - parts[::-1].index(part) if part in parts else -1


def header_roles(
    texts: list[str], told: Mapping[str, Role] | None = None
) -> list[Role | None] | None:
    """The roles of a row's columns, or None where the row is no header row. `told` are those that
    the clerk gave, by header texts.

    A header row names the duty's column and at least one more, and nothing in it looks like
    data: no number in the number column, no long text, no sentence.
    """
    if not could_be_header(texts):
        return None
    filled = [text for text in texts if text.strip()]
    roles = _each_once(texts, [header_role(text) for text in texts])
    if told:
        roles = [told.get(squeezed(text), role) for text, role in zip(texts, roles, strict=True)]
    known = [role for role in roles if role]
    others = [text for text in filled if not ticked_office(text)]
    if "name" not in known or len(known) < 2 or len(known) * 2 < len(others):
        return None
    has_key = {"number", "category"} & set(known)
    return roles if has_key or len(known) == len(filled) else None


def could_be_header(texts: Sequence[str]) -> bool:
    """Whether a row's texts may be those of a header row, by their form: several short texts."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2 or any(map(is_page_header, filled)):
        return False
    return not any(
        len(text) > _LONGEST_HEADER or text.isdigit() or _STOP_OR_COMMA.search(text)
        for text in map(without_remark, filled)
    )


def _each_once(texts: list[str], roles: list[Role | None]) -> list[Role | None]:
    """The roles with one number, one name and one category: what the other columns are, their
    neighbours tell."""
    found = list(roles)
    for place, text in enumerate(texts[:-1]):
        # One header cell over two columns.
        if not texts[place + 1].strip() and _TWO_IN_ONE.search(text):
            taken = roles[place] == "takeover"
            found[place] = "takeover department" if taken else "departments"
            found[place + 1] = "takeover method" if taken else "department duties"
    # Beside 对应上级部门 the 责任科室 are the township's own, beside 市级单位 the 承办机构.
    offices = _places(found, "departments")
    _keep_all(found, offices, [place for place in offices if not _SECTION.search(texts[place])])
    offices = _places(found, "departments")
    if any(_is_of(texts[place], _LEVELS) for place in offices):
        _keep_all(found, offices, [at for at in offices if _is_of(texts[at], _LEVELS | _SHARES)])
    named = [place for place in range(len(texts)) if office_of_duties(texts[place])]
    if len(named) > 1:
        # 县水利局职责 beside 县公安局职责: nothing would say whose each clause is.
        for place in named:
            found[place] = "content"
    numbers = _places(found, "number")
    _keep_one(found, numbers, [place for place in numbers if not _is_code(texts[place])])
    _name_of_townships(texts, found)
    townships = _places(found, "township duties")
    own = [place for place in townships if "village" not in _parts(texts[place])]
    _keep_all(found, townships, own)
    if "takeover department" in found:
        found = ["takeover method" if role == "takeover" else role for role in found]
    _name_one(texts, found)
    _keep_one(found, _places(found, "category"), [])
    return found


_LEVELS = frozenset(("level",))
_SHARES = frozenset(("lead", "help"))
"""牵头单位 and 配合单位 stand beside each other, whichever says of what level it is."""


def _is_of(text: str, parts: frozenset[str]) -> bool:
    return bool(parts & set(_parts(text)))


def _keep_one(found: list[Role | None], places: list[int], better: list[int]) -> None:
    """Of the columns at `places` the first, or the first better one, keeps its role."""
    _keep_all(found, places, (better or places)[:1])


def _keep_all(found: list[Role | None], places: list[int], kept: list[int]) -> None:
    """Of the columns at `places` those kept keep their role; all do where none are kept."""
    for place in places:
        if kept and place not in kept:
            found[place] = None


def _name_of_townships(texts: list[str], found: list[Role | None]) -> None:
    """Where no column has the names, the one of 镇街配合事项 beside another of 镇街职责 does."""
    if "name" in found or "content" in found:
        return
    townships = _places(found, "township duties")
    things = [place for place in townships if _parts(texts[place])[-1:] == ("thing",)]
    if things and len(townships) > 1:
        found[things[0]] = "name"


def _name_one(texts: list[str], found: list[Role | None]) -> None:
    """Which of several columns that may hold the duty's name does."""
    names = _places(found, "name") or _places(found, "content")
    if not names:
        return
    levels = [place for place in names if _LEVEL.search(texts[place])]
    named = [place for place in names if "名称" in texts[place]]
    meant = [place for place in names if "事项" in texts[place] and place not in levels]
    name = (named or meant or levels[-1:] or names)[0]
    for place in names:
        before = found[:place]
        if place == name:
            found[place] = "name"
        elif place < name and place in levels and "category" not in found:
            found[place] = "category"
        elif "departments" in before and "department duties" not in found:
            found[place] = "department duties"
        elif header_role(texts[place]) == "content" or _parts(texts[place])[-1:] == ("duty",):
            found[place] = "content"
        else:
            found[place] = None


def _places(roles: Sequence[Role | None], role: Role) -> list[int]:
    return [place for place, its in enumerate(roles) if its == role]


def _is_code(text: str) -> bool:
    return unicodedata.normalize("NFKC", folded(squeezed(text))) in _CODE


def roles_by_values(
    texts: Sequence[str], roles: Sequence[Role | None], values: Sequence[Sequence[str]]
) -> list[Role | None]:
    """The roles once more, by what stands in each column: `values` are a column's filled cells.

    A column whose cells all name a kind of list tells each row's kind. One of nothing but ticks
    holds no names, unless it is a department's own, and one that says only whose a duty is,
    township's or department's, is no category; then the next column that may be one is. A column
    of sentences (部门做什么) holds no departments.
    """
    found = list(roles)
    for place, cells in enumerate(values):
        said = {squeezed(cell) for cell in cells} - _DASHES
        if not said:
            continue
        if roles[place] in ("category", None) and all(map(kind_of_value, said)):
            found[place] = "kind" if "kind" not in found else None
        elif ticked_office(texts[place]) and all(map(is_tick, said)):
            found[place] = "departments"
        elif (said <= _SIGNS and roles[place] not in ("number", "name")) or (
            roles[place] == "category" and said <= _WHOSE
        ):
            found[place] = None
        elif roles[place] == "departments" and _mostly(map(_is_wording, said)):
            found[place] = None if "department duties" in found else "department duties"
    if "category" not in found:
        for place, text in enumerate(texts):
            if roles[place] is None and found[place] is None and header_role(text) == "category":
                found[place] = "category"
                break
    return found


def _is_wording(cell: str) -> bool:
    """Whether a cell says what is done, not who does it: sentences or clauses, most of which name
    no office."""
    if not _STOP.search(cell) and not any(map(label_of, map(str.strip, cell.split("\n")))):
        return False
    return not _mostly(looks_like_office(split_label(one)[1]) for one in split_names(cell))


def _mostly(found: Iterable[bool]) -> bool:
    each = list(found)
    return 2 * sum(each) > len(each)


def names_duty(text: str) -> bool:
    """Whether a header text says that its column holds duties (事项名称), not names of anything."""
    return unicodedata.normalize("NFKC", folded(squeezed(text))) in _DUTY_NAMES


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing to say (—, 无)."""
    return squeezed(text) in _DASHES


def is_page_header(text: str) -> bool:
    """Whether a header text is that of a contents page's column of page numbers."""
    return bool(_PAGE_HEADER.fullmatch(squeezed(text)))


def kind_of_columns(roles: Sequence[Role | None]) -> Kind | None:
    """The kind of list that has such columns; None where its title must tell."""
    found = set(roles)
    if found & {"takeover", "takeover department", "takeover method"}:
        return "recalled"
    if found & {"township duties", "department duties"}:
        return "cooperative"
    return None


def kind_of_list(title: str, filled: Sequence[Role | None]) -> Kind:
    """The kind of a list by its title and its filled columns.

    Where all lists have the same columns, a basic one fills that of the township's duties too, and
    a recalled one those of the departments: the title tells unless other columns speak against it.
    """
    by_columns = kind_of_columns(filled)
    titled = None if names_several_kinds(title) else kind_of_title(title)
    if by_columns == "cooperative" and names_one_kind(title):
        by_department = {"departments", "department duties"} & set(filled)
        if titled == "basic" and not by_department:
            return titled
        if titled == "recalled" and "township duties" not in filled:
            return titled
    return by_columns or titled or "basic"
