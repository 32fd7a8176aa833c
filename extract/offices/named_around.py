"""Who is named above clauses (县公安局：, 牵头单位：县民政局) and behind them (（县水务局）)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.column_names import ROLE_BRACKET, looks_like_office
from dutylist.extract.offices.lexer import QUOTES, lex
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.name_groups import TOPICS
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.sentences import read
from dutylist.extract.offices.signs import ALL, KNOWN, UNKNOWN, Named
from dutylist.records.labels import without_bullet
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

_LONGEST_HEADING = 60
"""Characters: a heading with four offices of full names is below it."""

_STAGES = frozenset(CLAUSE_WORDS.words("stages"))

_LONGEST_UNKNOWN = 20
"""Characters; a line of unknown words that is longer is a sentence."""

_ROLE = (
    rf"(?:各)?(?P<role>{CLAUSE_WORDS.any('of_label')})?{CLAUSE_WORDS.any('of_label_too')}?"
    r"(?:单位|部门|主体|机构)"
)
_LABEL = (
    rf"(?P<label>{_ROLE}|{CLAUSE_WORDS.any('label_alone')})\s*"
    r"(?:及(?:工作)?职责)?(?:[：:]|为|是)\s*"
)
_LABELS = Pattern(_LABEL)
_LABEL_ALONE = Pattern(rf"(?:{_ROLE})(?:及(?:工作)?职责|职责)?")
_HELPS = Pattern(CLAUSE_WORDS.any("help", "join"))
_LEADS = Pattern(CLAUSE_WORDS.any("leads"))
_SIGN = f"[{KNOWN}{UNKNOWN}{ALL}]"
_NAMES = rf"{_SIGN}(?:(?:[、，,和及与]|会同|联合)?{_SIGN})*(?:等)?"
_STATEMENT = (
    r"(?:按照?|依|根据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同|具体|统一|统筹)?"
    r"(?P<verb>负责(?:落实|实施|办理|牵头|组织实施)?|牵头(?:负责|落实|单位|部门)?|配合(?:单位|部门|做好)?|"
    rf"{CLAUSE_WORDS.any('statement')}|联合(?:负责|实施|开展)?|责任(?:单位|部门))?"
)
_SAYS = Pattern(rf"由?(?P<names>{_NAMES}){_STATEMENT}")
_TITLE = Pattern(
    rf"由?{_NAMES}(?:{_STATEMENT})(?:的?(?:主要|工作|具体)?(?:职责|职能|工作|任务))?|"
    # 县民政局主要负责以下工作：, 县民政局的职责包括：
    rf"由?{_NAMES}(?:的|主要|具体|共同|分别|应当|应|须)*(?:负责|承担|履行|做好|落实|配合|协助)?"
    r"(?:以下|下列|如下|好)*(?:主要|具体|工作|配合|监管|相关|各项)*(?:职责|职能|工作|任务|事项)(?:如下|包括|有|为|是)?"
)
# 牵头单位（县民政局）, 牵头单位县民政局.
_ROLE_OF = Pattern(
    rf"(?P<label>{_ROLE})\s*(?:[（(【](?P<inside>[^（()）【】]+)[）)】]|(?P<names>[^：:]+))"
)
# 其他部门: others than those named before, and nobody says which.
_OF_OTHERS = rf"{CLAUSE_WORDS.any('others')}{CLAUSE_WORDS.any('of_others')}*(?:部门|单位)"
_OTHERS = Pattern(
    rf"{_OF_OTHERS}|{CLAUSE_WORDS.any('related')}{CLAUSE_WORDS.any('of_others')}*(?:部门|单位)"
)
# 【其他】, 其他事项：: nobody's, and no longer those of the heading above it.
_OTHER_WORK = Pattern(f"{CLAUSE_WORDS.any('others')}(?:方面|事项|工作|职责|任务|内容)?")
_PART = Pattern(CLAUSE_WORDS.any("of_bracket_part"))
_BRACKETED = Pattern(r"[【\[〔（(](.*)[】\]〕）)][:：]?")
_BRACKET = Pattern(r"[（(\[【〔](?P<inside>[^（()）\[\]【】〔〕]{2,80})[）)\]】〕]")
_PARTS = Pattern(
    rf"[；;。]|[，,](?=[^，,；;]*(?:{CLAUSE_WORDS.any('of_next_part')}|单位[：:]|部门[：:]))"
)
# 修订预案；县水务局 · 修订预案。——县水务局 · 修订预案：县水务局, but not 抄送：县水务局.
_BARE_BEHIND = Pattern(
    r"(?:(?<=[。；;])\s*[—－-]{0,2}|[—－-]{1,2}|(?<![送报系])[：:])"
    r"(?P<names>[^，。；;：:\s—－-]{2,40})[。；;]?$"
)
# 义务教育：县教育局。资助学生。
_TOPIC_LEAD = Pattern(
    r"(?P<topic>[^，。；;：:\s]{2,12})(?<![送报系])[：:](?P<names>[^，。；;：:\s]{2,60})。(?=\s*\S)"
)
# 责任单位：县民政局，各乡镇人民政府配合: the township's side.
_TOWNS_PART = Pattern(
    rf"(?:各|有关|相关)*(?:{PLACE_WORDS.any('lowest')}|[、和及]|（|）)+(?:人民政府|政府|办事处)?"
    rf"(?:予以|积极|做好)?{CLAUSE_WORDS.any('helps')}"
)
# 价格监测预警，责任单位县民政局
_ROLE_BEHIND = Pattern(
    rf"(?:^|(?<=[。；;，,\s]))(?P<label>{_ROLE})(?P<names>[^，。；;：:\s（()）]{{2,40}})[。；;]?$"
)
_CLOSES = Pattern(r"\s*(?:[。；;，,、：:]|$|\s)")
_ENDS_LIKE_HEADING = Pattern(
    rf"(?:{OFFICE_ENDINGS.any('in_heading')}|"
    rf"{CLAUSE_WORDS.any('ends_heading')}|[）)\]】〕])$"
)
_OFFICE_BEYOND_DOUBT = Pattern(f"{OFFICE_ENDINGS.any_within('sure_heading')}$")
# A line that ends in a colon and speaks of what follows, not of who does it.
_WHAT_FOLLOWS = Pattern(rf"{CLAUSE_WORDS.any('what_follows')}(?:有|是|为)?[：:]$")


@dataclass(frozen=True)
class Heading:
    """Who a heading or a label names: those who act, those who help, and what of it is not known.

    `leads` are those of `does` of whom it says that they lead (牵头单位：县民政局).
    A heading with nobody known still ends the section above it. `in_front` is true for a label
    that stands at its clause's beginning: the clause is then what they do; `others` where it says
    that there are others (县公安局等部门); `of_row` where it names but a part (牵头部门职责), and
    the row says who has it.
    """

    does: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    label: bool = False
    in_front: bool = False
    others: bool = False
    leads: tuple[str, ...] = ()
    of_row: bool = False

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.does + self.helps))


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
    match = _BRACKET.search(bare)
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
    if (part := _LABEL_ALONE.fullmatch(bare)) and (text.strip() != bare or alone):
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
        return _of(named, bool(_HELPS.search(bare)), bool(_LEADS.search(bare)))
    if not alone and text.strip() == bare:
        return None
    if _looks_unknown(text.strip(), bare, alone, reader):
        return Heading(unknown=(bare,))
    return None


def _of_row(role: str, reader: Reader) -> Heading:
    """Those who have a part by the row's own words (牵头部门职责： where it lists 牵头：县民政局).

    Which of several that help is meant is not said.
    """
    row = reader.row
    if _LEADS.fullmatch(role):
        return Heading(row.leads, label=True, leads=row.leads, of_row=True)
    if _HELPS.fullmatch(role):
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
    if len(bare) > _LONGEST_UNKNOWN or begins_like_predicate(bare) or text[-1] in "。；;":
        return False
    members = re.split("[、和及]", bare)
    if all(_is_like_office(member, reader) for member in members):
        return True
    closed = text.endswith(("：", ":")) or text.startswith("【")
    if not alone or not closed or re.search(r"[，。；、]", text):
        return False
    return not _WHAT_FOLLOWS.search(text)


def statement(text: str, reader: Reader) -> Heading | None:
    """Who a label's text names: 县水务局; 县水务局负责; 牵头单位：县民政局；配合单位：县公安局.

    None where it says anything else.
    """
    does: list[str] = []
    helps: list[str] = []
    leads: list[str] = []
    unknown: list[str] = []
    any_label = others = False
    for label, piece in _pieces(text):
        any_label = any_label or bool(label)
        named = lex(reader, piece)
        match = _SAYS.fullmatch(named.masked.strip())
        if not match:
            words = _field_words(piece, reader)
            if not words and label and (some := _some_known(piece, reader)):
                words, rest = some
                unknown.extend(rest)
            if not words:
                return None
            (helps if _HELPS.search(label) else does).extend(words)
            leads.extend(words if _LEADS.search(label) else ())
            continue
        bracket = ROLE_BRACKET.search(piece)
        role = f"{label} {match['verb'] or ''} {bracket[0] if bracket else ''}"
        helping, leading = _HELPS.search(role), _LEADS.search(role)
        for one in named.named:
            (helps if helping else does).extend(one.offices)
            leads.extend(one.offices if leading and not helping else ())
            unknown.extend(one.unknown)
            others = others or one.others
    if not does and not helps and not unknown:
        return None
    return Heading(
        tuple(dict.fromkeys(does)),
        tuple(dict.fromkeys(helps)),
        tuple(unknown),
        any_label,
        others=others,
        leads=tuple(dict.fromkeys(leads)),
    )


def _sentences(text: str, reader: Reader) -> Heading | None:
    """Who acts in a bracket that says more than names (责任单位：县民政局，各乡镇配合;
    县卫健局负责，结果通报县公安局); None where a part of it says nothing of that."""
    found: list[Heading] = []
    for label, piece in _pieces(text):
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


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a label's text, each with the label in front of it, or ""."""
    label = ""
    for part in _PARTS.split(text):
        at = 0
        for match in _LABELS.finditer(part):
            if piece := part[at : match.start()].strip(" 、，,"):
                yield label, piece
            label, at = match["label"], match.end()
        if piece := part[at:].strip(" 、，,"):
            yield label, piece


def _field_words(piece: str, reader: Reader) -> tuple[str, ...]:
    """The row's offices in （民政、公安）, where each word is the field of one."""
    words = re.split("[、，,和及]", piece.strip())
    found = [
        reader.registry.field_office(word, reader.row)
        if word in LEXICON.words or word in LEXICON.names
        else ""
        for word in words
    ]
    return tuple(found) if all(name in reader.row.listed for name in found) else ()


def _some_known(piece: str, reader: Reader) -> tuple[tuple[str, ...], list[str]] | None:
    """The offices behind a label, each a name alone, and the others there that are none
    (责任单位：县卫健局、各医疗机构); None where nobody is known."""
    found: list[str] = []
    rest: list[str] = []
    for word in re.split("[、，,]", piece.strip()):
        lexed = lex(reader, word)
        if lexed.masked == KNOWN:
            found.extend(lexed.named[0].offices)
        else:
            rest.append(word)
    return (
        (tuple(found), rest)
        if found and max(map(len, rest), default=0) < _LONGEST_UNKNOWN
        else None
    )


def _of(named: tuple[Named, ...], helping: bool, leading: bool) -> Heading:
    offices = tuple(dict.fromkeys(name for one in named for name in one.offices))
    unknown = tuple(dict.fromkeys(name for one in named for name in one.unknown))
    others = any(one.others for one in named)
    if helping:
        return Heading(helps=offices, unknown=unknown, others=others)
    return Heading(offices, (), unknown, others=others, leads=offices if leading else ())


_ALL_ABOVE = Pattern(
    r"(?:^|(?<=[。；;，,\s]))[（(]?以上(?:各项|各条|所列|全部|(?P<count>[两二三四五六七八九十]+|\d{1,2})[项条款])?"
    r"(?:工作|事项|任务|职责|内容)?的?(?:均|都|统一)?"
    rf"(?:(?=由)|{_ROLE}(?:[：:]|均?为|是))(?P<names>[^。；;（）()]+)[）)]?[。；;]?\s*$"
)
_OTHERS_ACT = Pattern(rf"{_OF_OTHERS}(?!的|和|与|及|、)")


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


def speaks_of_others(text: str) -> bool:
    """Whether a text is about those that have not been named before (其他部门按照职责…)."""
    return bool(_OTHERS_ACT.match(text.strip()))


_ABOUT = Pattern(r"\s*(?P<about>[^，。；;：:、\s]{2,6})[：:]")


def is_stage(text: str, reader: Reader) -> bool:
    """Whether a clause begins with what it is about, and no office (排查：逐户上门)."""
    match = _ABOUT.match(text)
    return (
        match is not None
        and match["about"] not in TOPICS
        and not _LABEL_ALONE.fullmatch(match["about"])
        and not _looks_named(match["about"], reader)
    )


def _looks_named(word: str, reader: Reader) -> bool:
    named = bool(lex(reader, word).named) or bool(_field_words(word, reader))
    return named or looks_like_office(word)


def is_name(text: str) -> bool:
    """Whether an unknown text is a name that a person may know, and not 其他部门 or 牵头单位."""
    return not _of_others(text) and not _LABEL_ALONE.fullmatch(text)


def _of_others(text: str) -> bool:
    """Whether a text is 其他部门, 有关单位 or 其他事项."""
    return bool(_OTHERS.fullmatch(text) or _OTHER_WORK.fullmatch(text))


def named_behind(text: str, reader: Reader) -> tuple[Heading, str] | None:
    """Who is named behind a clause, or in front of it by a label, and the text without that.

    修订预案（县水务局）； 修订预案。责任单位：县水务局 修订预案；县水务局
    牵头部门：县民政局。审核对象。 救助：县民政局。审核对象。
    """
    found: list[Heading] = []
    rest = text = text.translate(QUOTES)
    if "（" in text or "(" in text or "[" in text or "【" in text or "〔" in text:
        names = lex(reader, text).named
        for match in reversed(list(_BRACKET.finditer(text))):
            # 查处摊点；（县城管局）县公安局负责…: it closes what stands in front of it.
            closes = _CLOSES.match(text, match.end()) or text[match.start() - 1] in "；;。"
            if not closes or any(one.start < match.start() < one.end for one in names):
                continue
            if said := statement(match["inside"], reader) or _sentences(match["inside"], reader):
                found.insert(0, said)
                rest = rest[: match.start()] + rest[match.end() :]
    tail = re.search(rf"(?:^|(?<=[。；;，,\s]))(?={_LABEL})", rest)
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
    lead = re.match(rf"{_LABEL}(?P<names>[^，。；;：:\s]+)[。；;：:\s]", rest)
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
