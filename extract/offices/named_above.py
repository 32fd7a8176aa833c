"""Who is named above clauses: 县公安局：, 牵头单位：县民政局."""

from __future__ import annotations

import re
from dataclasses import replace

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.column_names import ROLE_BRACKET, looks_like_office
from dutylist.extract.offices.lexer import lex
from dutylist.extract.offices.name_groups import TOPICS
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import ALL, Named
from dutylist.extract.offices.statements import (
    BRACKET,
    HELPS,
    LABEL_ALONE,
    LEADS,
    LONGEST_UNKNOWN,
    NAMES,
    OF_OTHERS,
    ROLE,
    STATEMENT,
    Heading,
    field_words,
    statement,
)
from dutylist.records.labels import without_bullet
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

_LONGEST_HEADING = 60
"""Characters: a heading with four offices of full names is below it."""

_STAGES = frozenset(CLAUSE_WORDS.words("stages"))
_TITLE = Pattern(
    rf"由?{NAMES}(?:{STATEMENT})(?:的?(?:主要|工作|具体)?(?:职责|职能|工作|任务))?|"
    # 县民政局主要负责以下工作：, 县民政局的职责包括：
    rf"由?{NAMES}(?:的|主要|具体|共同|分别|应当|应|须)*(?:负责|承担|履行|做好|落实|配合|协助)?"
    r"(?:以下|下列|如下|好)*(?:主要|具体|工作|配合|监管|相关|各项)*(?:职责|职能|工作|任务|事项)(?:如下|包括|有|为|是)?"
)
# 牵头单位（县民政局）, 牵头单位县民政局.
_ROLE_OF = Pattern(
    rf"(?P<label>{ROLE})\s*(?:[（(【](?P<inside>[^（()）【】]+)[）)】]|(?P<names>[^：:]+))"
)
_OTHERS = Pattern(
    rf"{OF_OTHERS}|{CLAUSE_WORDS.any('related')}{CLAUSE_WORDS.any('of_others')}*(?:部门|单位)"
)
# 【其他】, 其他事项：: nobody's, and no longer those of the heading above it.
_OTHER_WORK = Pattern(f"{CLAUSE_WORDS.any('others')}(?:方面|事项|工作|职责|任务|内容)?")
_PART = Pattern(CLAUSE_WORDS.any("of_bracket_part"))
_BRACKETED = Pattern(r"[【\[〔（(](.*)[】\]〕）)][:：]?")
_ENDS_LIKE_HEADING = Pattern(
    rf"(?:{OFFICE_ENDINGS.any('in_heading')}|"
    rf"{CLAUSE_WORDS.any('ends_heading')}|[）)\]】〕])$"
)
_OFFICE_BEYOND_DOUBT = Pattern(f"{OFFICE_ENDINGS.any_within('sure_heading')}$")
# A line that ends in a colon and speaks of what follows, not of who does it.
_WHAT_FOLLOWS = Pattern(rf"{CLAUSE_WORDS.any('what_follows')}(?:有|是|为)?[：:]$")


def bare_heading(text: str) -> str:
    """A heading's text without brackets and colon: 【县民政局】 and 县民政局： → 县民政局."""
    text = without_bullet(text.strip())
    match = _BRACKETED.fullmatch(text)
    return match[1] if match else text.rstrip("：:。；;.．")


def heading(text: str, reader: Reader, alone: bool = True) -> Heading | None:
    """Who a line names where it is nothing but a heading; None where it is none.

    `alone` is false for a word within a paragraph: it must then be known for an office's name.
    """
    found = _heading(text, reader, alone)
    return found and _with_bracket(found, bare_heading(text), reader)


def _with_bracket(found: Heading, bare: str, reader: Reader) -> Heading:
    """The heading with those whom a bracket in it gives a part (县卫健局（县疾控中心承办）)."""
    match = BRACKET.search(bare)
    if not match or not _PART.search(match["inside"]) or ROLE_BRACKET.fullmatch(match[0]):
        return found
    said = statement(match["inside"], reader)
    if not said:
        return replace(found, others=True)
    return replace(
        found,
        does=tuple(dict.fromkeys(found.does + said.does)),
        helps=tuple(dict.fromkeys(found.helps + said.helps)),
        unknown=tuple(dict.fromkeys(found.unknown + said.unknown)),
        others=found.others or said.others,
        leads=tuple(dict.fromkeys(found.leads + said.leads)),
    )


def _heading(text: str, reader: Reader, alone: bool) -> Heading | None:
    bare = bare_heading(text)
    if not 1 < len(bare) <= _LONGEST_HEADING:
        return None
    # Most texts asked about are whole sentences.
    closed = text.rstrip().endswith(("：", ":")) or bool(_BRACKETED.fullmatch(text.strip()))
    if not closed and not _ENDS_LIKE_HEADING.search(bare):
        return None
    if _of_all(bare, reader):
        return Heading(reader.row.offices, everybody=True)
    if (part := LABEL_ALONE.fullmatch(bare)) and (text.strip() != bare or alone):
        return _of_row(part["role"] or "", reader)
    if (of := _ROLE_OF.fullmatch(bare)) and (
        said := statement(f"{of['label']}：{of['inside'] or of['names']}", reader)
    ):
        return said
    if _of_others(bare):
        return Heading(unknown=(bare,))
    if bare.removesuffix("阶段").removesuffix("环节") in _STAGES:
        return None
    if reader.in_stages and bare in TOPICS:
        return Heading()
    if said := statement(bare, reader):
        return said
    if _titled(bare, reader):
        named = lex(reader, ROLE_BRACKET.sub("", bare)).named
        return _of(named, bool(HELPS.search(bare)), bool(LEADS.search(bare)))
    if not alone and text.strip() == bare:
        return None
    if _looks_unknown(text.strip(), bare, alone, reader):
        return Heading(unknown=(bare,))
    return None


def _of_all(bare: str, reader: Reader) -> bool:
    """Whether a line names all that the row lists (各有关部门, 以上部门共同职责)."""
    masked = lex(reader, bare).masked
    return bool(reader.row.offices) and masked.startswith(ALL) and bool(_TITLE.fullmatch(masked))


def _of_row(role: str, reader: Reader) -> Heading:
    """Those who have a part by the row's own words (牵头部门职责： where it lists 牵头：县民政局).

    Which of several that help is meant is not said.
    """
    row = reader.row
    if LEADS.fullmatch(role):
        return Heading(row.leads, label=True, leads=row.leads, of_row=True)
    if HELPS.fullmatch(role):
        return Heading((), row.helps, label=True, others=len(row.helps) > 1, of_row=True)
    return Heading(label=True)


def _titled(bare: str, reader: Reader) -> bool:
    masked = lex(reader, ROLE_BRACKET.sub("", bare)).masked
    return _TITLE.fullmatch(masked) is not None


def _is_like_office(text: str, reader: Reader) -> bool:
    """Whether a line ends as offices do: 查处 and 培训会 do not, 县运输服务中心 does."""
    if re.search("[的对将把]|查处$|调处$", text) or begins_like_predicate(text):
        return False
    placed = reader.registry.region.prefix_at(text, 0)[1] > 0
    return looks_like_office(text) and (placed or bool(_OFFICE_BEYOND_DOUBT.search(text)))


def _looks_unknown(text: str, bare: str, alone: bool, reader: Reader) -> bool:
    """Whether a line looks like a heading though nobody knows the name in it."""
    if len(bare) > LONGEST_UNKNOWN or begins_like_predicate(bare) or text[-1] in "。；;":
        return False
    members = re.split("[、和及]", bare)
    if all(_is_like_office(member, reader) for member in members):
        return True
    closed = text.endswith(("：", ":")) or text.startswith("【")
    if not alone or not closed or re.search(r"[，。；、]", text):
        return False
    return not _WHAT_FOLLOWS.search(text)


def _of(named: tuple[Named, ...], helping: bool, leading: bool) -> Heading:
    offices = tuple(dict.fromkeys(name for one in named for name in one.offices))
    unknown = tuple(dict.fromkeys(name for one in named for name in one.unknown))
    others = any(one.others for one in named)
    if helping:
        return Heading(helps=offices, unknown=unknown, others=others)
    return Heading(offices, (), unknown, others=others, leads=offices if leading else ())


_ABOUT = Pattern(r"\s*(?P<about>[^，。；;：:、\s]{2,6})[：:]")


def is_stage(text: str, reader: Reader) -> bool:
    """Whether a clause begins with what it is about, and no office (排查：逐户上门)."""
    match = _ABOUT.match(text)
    return (
        match is not None
        and match["about"] not in TOPICS
        and not LABEL_ALONE.fullmatch(match["about"])
        and not _looks_named(match["about"], reader)
    )


def _looks_named(word: str, reader: Reader) -> bool:
    named = bool(lex(reader, word).named) or bool(field_words(word, reader))
    return named or looks_like_office(word)


def is_name(text: str) -> bool:
    """Whether an unknown text is a name that a person may know, and not 其他部门 or 牵头单位."""
    return not _of_others(text) and not LABEL_ALONE.fullmatch(text)


def _of_others(text: str) -> bool:
    """Whether a text is 其他部门, 有关单位 or 其他事项."""
    return bool(_OTHERS.fullmatch(text) or _OTHER_WORK.fullmatch(text))
