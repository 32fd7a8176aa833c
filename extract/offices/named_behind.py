"""Who is named behind clauses, or in front of one by a label: （县水务局）, 以上由县民政局负责."""

from __future__ import annotations

import re
from dataclasses import replace

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.fields import WORDS
from dutylist.extract.offices.lexer import QUOTES, lex
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.sentences import read
from dutylist.extract.offices.signs import KNOWN
from dutylist.extract.offices.statements import (
    BRACKET,
    LABEL,
    OF_OTHERS,
    ROLE,
    Heading,
    pieces,
    statement,
)
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

# 修订预案；县水务局 · 修订预案。——县水务局 · 修订预案：县水务局, but not 抄送：县水务局.
_BARE_BEHIND = Pattern(
    r"(?:(?<=[。；;])\s*[—－-]{0,2}|[—－-]{1,2}|(?<![送报系])[：:])"
    r"(?P<names>[^，。；;：:\s—－-]{2,40})[。；;]?$"
)
# 义务教育：县教育局。资助学生。
_TOPIC_LEAD = Pattern(
    r"(?P<topic>[^，。；;：:\s]{2,12})(?<![送报系])[：:](?P<names>[^，。；;：:\s]{2,60})。(?=\s*\S)"
)
# 就业：县人社局，治理：县民政局。
_TOPIC_EACH = Pattern(
    r"\s*(?P<topic>[^，。；;：:、\s]{2,12})(?<![送报系])[：:](?P<names>[^。；;：:]{2,60})"
)
_BETWEEN_TOPICS = Pattern(r"[。；;]|[，,](?=\s*[^，。；;：:、\s]{2,12}[：:])")
# 责任单位：县民政局，各乡镇人民政府配合: the township's side.
_TOWNS_PART = Pattern(
    rf"(?:各|有关|相关)*(?:{PLACE_WORDS.any('lowest')}|[、和及]|（|）)+(?:人民政府|政府|办事处)?"
    rf"(?:予以|积极|做好)?{CLAUSE_WORDS.any('helps')}"
)
# 价格监测预警，责任单位县民政局
_ROLE_BEHIND = Pattern(
    rf"(?:^|(?<=[。；;，,\s]))(?P<label>{ROLE})(?P<names>[^，。；;：:\s（()）]{{2,40}})[。；;]?$"
)
# So many make a list of topics with their offices.
_SEVERAL = 2
_LABEL_BEHIND = Pattern(rf"(?:^|(?<=[。；;，,\s]))(?={LABEL})")
_LABEL_IN_FRONT = Pattern(rf"{LABEL}(?P<names>[^，。；;：:\s]+)[。；;：:\s]")
_CLOSES = Pattern(r"\s*(?:[。；;，,、：:]|$|\s)")
_ENDS = Pattern(r"\s*[。；;]?\s*$")
_CLOSED = Pattern(r"[）)\]】〕][。；;]?$")


def ends_in_bracket(text: str, reader: Reader) -> bool:
    """Whether a clause ends in a bracket that says whose it is (修订预案（县水务局）；)."""
    return bool(_CLOSED.search(text.rstrip())) and named_behind(text, reader) is not None


def _sentences(text: str, reader: Reader) -> Heading | None:
    """Who acts in a bracket that says more than names (责任单位：县民政局，各乡镇配合;
    县卫健局负责，结果通报县公安局); None where a part of it says nothing of that."""
    found: list[Heading] = []
    for label, piece in pieces(text):
        if _TOWNS_PART.fullmatch(piece):
            continue
        said = statement(f"{label}：{piece}" if label else piece, reader) or _acting(piece, reader)
        if not said:
            return None
        found.append(said)
    return _together(found, False) if found else None


def _acting(text: str, reader: Reader) -> Heading | None:
    """Who acts in a sentence that begins with who does (县残联负责等级核对)."""
    lexed = lex(reader, text)
    said = read(lexed).said
    if not lexed.masked.startswith(KNOWN) or not begins_like_predicate(lexed.masked[1:]):
        return None
    acting = [one for one in said if one.says != "named"]
    if any(one.says not in ("leads", "does", "joins") or one.named.unknown for one in acting):
        return None
    return Heading(
        tuple(name for one in acting if one.says != "joins" for name in one.named.offices),
        tuple(name for one in acting if one.says == "joins" for name in one.named.offices),
        others=any(one.named.others for one in acting),
        leads=tuple(name for one in acting if one.says == "leads" for name in one.named.offices),
    )


_ALL_ABOVE = Pattern(
    r"(?:^|(?<=[。；;，,\s]))[（(]?以上(?:各项|各条|所列|全部|(?P<count>[两二三四五六七八九十]+|\d{1,2})[项条款])?"
    r"(?:工作|事项|任务|职责|内容)?的?(?:均|都|统一)?"
    rf"(?:(?=由)|{ROLE}(?:[：:]|均?为|是))(?P<names>[^。；;（）()]+)[）)]?[。；;]?\s*$"
)
_OTHERS_ACT = Pattern(rf"{OF_OTHERS}(?!的|和|与|及|、)")


def said_of_all_above(text: str, reader: Reader) -> tuple[Heading, str, int] | None:
    """Who does all that stands above (以上由县民政局负责), the text in front of it, and how many
    clauses above that one are meant (以上三项…; 0: all)."""
    match = _ALL_ABOVE.search(text)
    said = statement(match["names"], reader) if match else None
    if not match or not said or said.unknown or said.others:
        return None
    rest = text[: match.start()]
    count = from_han(match["count"] or "") or 0
    return replace(said, label=True), rest, count - 1 if count and rest.strip() else count


def _by_topic(text: str, reader: Reader) -> Heading | None:
    """Who does the several works that a line names, each with its office behind a colon (就业：
    县人社局，治理：县民政局); others, where a part of it says more."""
    parts = [part for part in _BETWEEN_TOPICS.split(text) if part.strip()]
    topics = [_TOPIC_EACH.fullmatch(part) for part in parts]
    if len(parts) < _SEVERAL or any(re.fullmatch(ROLE, one["topic"]) for one in topics if one):
        return None
    said = [
        statement(one["names"].strip(), reader)
        if one and (one["topic"] in WORDS or not lex(reader, one["topic"]).named)
        else None
        for one in topics
    ]
    found = [one for one in said if one and one.offices]
    if len(found) < _SEVERAL:
        return None
    return replace(_together(found, False), others=len(found) < len(parts))


def speaks_of_others(text: str) -> bool:
    """Whether a text is about those that have not been named before (其他部门按照职责…)."""
    return bool(_OTHERS_ACT.match(text.strip()))


def named_behind(text: str, reader: Reader) -> tuple[Heading, str] | None:
    """Who is named behind a clause, or in front of it by a label, and the text without that.

    修订预案（县水务局）； 修订预案。责任单位：县水务局 修订预案；县水务局
    牵头部门：县民政局。审核对象。 救助：县民政局。审核对象。
    """
    found: list[Heading] = []
    rest = text = text.translate(QUOTES)
    if each := _by_topic(text, reader):
        return each, ""
    if "（" in text or "(" in text or "[" in text or "【" in text or "〔" in text:
        names = lex(reader, text).named
        for match in reversed(list(BRACKET.finditer(text))):
            # 查处摊点；（县城管局）县公安局负责…: it closes what stands in front of it.
            closes = _CLOSES.match(text, match.end()) or text[match.start() - 1] in "；;。"
            if not closes:
                continue
            # 报市民政局（市残联）；: no second name where clauses end with whose they are.
            ends = reader.in_brackets and _ENDS.match(text, match.end())
            if not ends and any(one.start < match.start() < one.end for one in names):
                continue
            if said := statement(match["inside"], reader) or _sentences(match["inside"], reader):
                found.insert(0, said)
                rest = rest[: match.start()] + rest[match.end() :]
    tail = _LABEL_BEHIND.search(rest)
    if tail and (said := statement(rest[tail.end() :].strip(), reader)):
        found.append(said)
        rest = rest[: tail.start()]
    open_ = _ROLE_BEHIND.search(rest)
    said = statement(f"{open_['label']}：{open_['names']}", reader) if open_ else None
    if open_ and said and open_.start():
        found.append(said)
        rest = rest[: open_.start()]
    topic = _TOPIC_LEAD.match(rest)
    said = statement(topic["names"], reader) if topic else None
    if topic and said and not said.unknown and not lex(reader, topic["topic"]).named:
        found.append(said)
        rest = rest[topic.end() :]
    lead = _LABEL_IN_FRONT.match(rest)
    said = statement(lead[0].strip(" 。；;："), reader) if lead else None
    in_front = bool(lead and said and rest[lead.end() :].strip())
    if lead and said and in_front:
        found.append(said)
        rest = rest[lead.end() :]
    bare = _BARE_BEHIND.search(rest)
    said = statement(bare["names"], reader) if bare else None
    if bare and said and not re.search(r"负责|牵头|配合", bare["names"]):
        found.append(said)
        rest = rest[: bare.start()]
    if not found:
        return None
    return _together(found, in_front), rest


def _together(found: list[Heading], in_front: bool) -> Heading:
    return Heading(
        tuple(dict.fromkeys(name for one in found for name in one.does)),
        tuple(dict.fromkeys(name for one in found for name in one.helps)),
        tuple(name for one in found for name in one.unknown),
        label=True,
        in_front=in_front,
        others=any(one.others for one in found),
        leads=tuple(dict.fromkeys(name for one in found for name in one.leads)),
    )
