"""Which column is which, by the texts of the header row (表头)."""

from __future__ import annotations

import re
from functools import lru_cache

from dutylist.extract.source import squeezed
from dutylist.records.model import Kind, Role

# In the order tried: the first pattern found in the header text (without white space) decides.
# "乡镇配合职责" must be seen before "…职责", "承接部门及工作方式" before "…部门".
_PATTERNS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"^(?:(?:项目|事项|总|顺)?序号|编号|序列号?|顺序|行号|序|号|No\.?)$", re.IGNORECASE
        ),
    ),
    ("remark", re.compile(r"^备注|说明$")),
    ("name", re.compile(r"收回.{0,2}事项(?:名称|内容)?$")),
    ("takeover", re.compile(r"(?:承接|收回|接收|接管).*(?:部门|单位).*(?:方式|措施|职责|内容)")),
    ("takeover department", re.compile(r"(?:承接|收回|接收|接管).*(?:部门|单位|机关)")),
    ("takeover method", re.compile(r"(?:工作|承接|履职|收回|接收|办理)(?:方式|措施)")),
    (
        "township duties",
        re.compile(
            r"^(?:我|本)?(?:乡镇|街道|乡|镇|苏木|基层|属地|本级)"
            r".*(?:职责|责任|任务|工作|事项|配合|内容)"
            r"|^配合(?:职责|责任|任务|工作|内容)"
            # With the place's own name in front: 某某镇配合职责.
            r"|(?:乡|镇|街道|苏木)级?(?:主要|具体|应当?|需)?(?:配合|履职|履行)?的?"
            r"(?:职责|责任|任务)$"
        ),
    ),
    (
        "department duties",
        re.compile(
            r"(?:部门|单位|上级|县级|区级|市级|旗级|县直|区直|牵头|主管).*"
            r"(?:职责|责任|任务|工作内容|履职内容)"
        ),
    ),
    ("departments", re.compile(r"(?:部门|单位)")),
    ("category", re.compile(r"(?:类别|分类|类型|领域|大类|^类$)")),
    ("name", re.compile(r"(?:事项|名称|内容|职责)")),
)

_PAGE_HEADER = re.compile(r"(?:所在|起始)?页(?:码|次|数|号)?")
_TWO_IN_ONE = re.compile(r"(?:部门|单位)(?:名称)?\s*[及和与、]")

# A header text is short; a data cell that happens to hold such a word is not.
_LONGEST_HEADER = 24


@lru_cache(maxsize=1024)
def header_role(text: str) -> Role | None:
    """The role of a column by its header text; None where it is not recognised."""
    bare = squeezed(text)
    if not bare or len(bare) > _LONGEST_HEADER:
        return None
    # 责任部门、职责部门 name departments although they speak of duties.
    if re.search(r"(?:责任|职责)(?:部门|单位)$", bare):
        return "departments"
    return next((role for role, pattern in _PATTERNS if pattern.search(bare)), None)


def header_roles(texts: list[str]) -> list[Role | None] | None:
    """The roles of a row's columns, or None where the row is no header row.

    A header row names the duty's column and at least one more, and nothing in it looks like
    data: no number in the number column, no long text, no sentence.
    """
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2:
        return None
    if any(len(squeezed(text)) > _LONGEST_HEADER for text in filled):
        return None
    if any(re.search(r"[。；;，]", text) or text.strip().isdigit() for text in filled):
        return None
    if any(is_page_header(text) for text in filled):
        return None
    roles = [header_role(text) for text in texts]
    roles = _each_once(texts, roles)
    known = [role for role in roles if role]
    if "name" not in known or len(known) < 2 or len(known) * 2 < len(filled):
        return None
    has_key = {"number", "category"} & set(known)
    return roles if has_key or len(known) == len(filled) else None


def _each_once(texts: list[str], roles: list[Role | None]) -> list[Role | None]:
    """The roles with one number and one name: what the other columns are, their neighbours tell."""
    found = list(roles)
    for place, text in enumerate(texts[:-1]):
        # One header cell over two columns.
        if not texts[place + 1].strip() and _TWO_IN_ONE.search(text):
            taken = roles[place] == "takeover"
            found[place] = "takeover department" if taken else "departments"
            found[place + 1] = "takeover method" if taken else "department duties"
    numbers = [place for place, role in enumerate(roles) if role == "number"]
    for place in numbers[1:]:
        found[place] = None
    if "takeover department" in found:
        found = ["takeover method" if role == "takeover" else role for role in found]
    names = [place for place, role in enumerate(roles) if role == "name"]
    if len(names) < 2:
        return found
    levels = [place for place in names if re.search(r"[一二三]级|[大主小子]项", texts[place])]
    named = [place for place in names if "名称" in texts[place]]
    meant = [place for place in names if "事项" in texts[place]]
    name = levels[-1] if levels else (named or meant or names)[0]
    for place in names:
        before = found[:place]
        if place == name:
            continue
        if place < name and place in levels and "category" not in found:
            found[place] = "category"
        elif "departments" in before and "department duties" not in found:
            found[place] = "department duties"
        else:
            found[place] = None
    return found


def is_page_header(text: str) -> bool:
    """Whether a header text is that of a contents page's column of page numbers."""
    return bool(_PAGE_HEADER.fullmatch(squeezed(text)))


def kind_of_columns(roles: list[Role | None]) -> Kind | None:
    """The kind of list that has such columns; None where its title must tell."""
    found = set(roles)
    if found & {"takeover", "takeover department", "takeover method"}:
        return "recalled"
    if found & {"township duties", "department duties"}:
        return "cooperative"
    return None


def kind_of_title(title: str) -> Kind | None:
    """The kind that a list's title names; None where it names none."""
    if re.search(r"收回|上收", title):
        return "recalled"
    if "配合" in title:
        return "cooperative"
    if "基本" in title or "履职" in title:
        return "basic"
    return None
