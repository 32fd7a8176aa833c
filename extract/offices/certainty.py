"""What of a clause its reading leaves unexplained.

Whose a clause is is certain only where the whole of it is understood: each name in it has a part,
and each word that gives somebody a part (由, 会同, 协助) has a name. What of it is not understood
leaves the clause to be confirmed (part), whoever else was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dutylist.extract.offices.bare_fields import bare_word_at
from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexer import lex
from dutylist.extract.offices.name_groups import TOPICS
from dutylist.extract.offices.predicates import begins_like_predicate, ends_like_predicate, verb_at
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.rules import LEFT_OUT, NOTHING_SAID
from dutylist.extract.offices.sentences import Reading, Said
from dutylist.extract.offices.signs import ALL, KNOWN, OTHER, SIGNS, UNKNOWN, Lexed, Named
from dutylist.extract.offices.unknown_actors import (
    ANYBODY,
    BELOW,
    DOUBTS,
    ENDS,
    NO,
    NO_DEPARTMENTS,
    NO_WHO,
    SOMEBODY,
    START,
    WORD,
)
from dutylist.records.model import MENTIONED
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# Words of predicates.toml behind which somebody acts, too.
# 依法予以治安处罚: the word only ends like one of them.
_BESIDE = Pattern(
    rf"(?:[和与同及由、跟]|(?<![予可所难给得足加])以|{CLAUSE_WORDS.any('together')}|共同|商)$"
)
# 推送至县公安局, 治安管理处罚: to whom something goes, what the name only is a part of.
_TO_WHOM = Pattern(rf"(?:{CLAUSE_WORDS.any('to_whom')}|[{PLACE_WORDS.letters('with_division')}])$")
_OTHER_RECEIVERS = Pattern(
    rf"(?:各|属地|辖区|所在|有关|相关)*(?:(?:{PLACE_WORDS.any('lowest')})+|{OTHER})"
    rf"(?:(?:、|和|及)(?:{PLACE_WORDS.any('lowest')})+)*(?:[、和及]|(?<={OTHER}))$"
)
# 县民政局负责救助县财政局予以支持: it helps though no comma stands before it.
_HELPS_ITSELF = Pattern(rf"(?:予以|积极|主动|做好)?{CLAUSE_WORDS.any('helps')}(?=[，。；]|$)")
_IN_MIDST = OFFICE_ENDINGS.words("in_midst")
_OF_OFFICES = Pattern(rf"(?:[{SIGNS}]|{CLAUSE_WORDS.any('requests', 'to_whom', 'to_office')})$")
_ENDS_WITH_NAME = Pattern(rf"[，\s][{KNOWN}]\s*[。；]?$")
_PASSED = Pattern(rf"{NO}{{2,6}}后{NO}{{2,4}}(?:[，。；]|$)")
# 县林业局联合上述部门: who they are stands in another clause.
_WITH_THOSE_ABOVE = Pattern(f"{CLAUSE_WORDS.any('together')}{ALL}")
_REQUESTED = Pattern(f"{CLAUSE_WORDS.any('requests')}$")
# 县健安修缮道路: behind the mark of a level, where somebody acts or is acted with.
_BEGINS = rf"(?:{START}{CLAUSE_WORDS.any('item')}?|由|{CLAUSE_WORDS.any('together')})"
_PLACED = Pattern(
    rf"(?:{_BEGINS}|[、与以])(?=(?P<who>[{PLACE_WORDS.letters('level')}]"
    rf"(?!{PLACE_WORDS.any_but('not_level_before')})[^，。；：、{SIGNS}]{{2,8}}))"
)
_LIKE_OFFICE = Pattern(
    rf"{_BEGINS}(?=(?P<who>(?!各|{CLAUSE_WORDS.any('others', 'related', 'sort')})"
    rf"[^，。；：、{SIGNS}]{{3,12}}))"
)
_IN_LIST = Pattern(rf"、(?=(?P<who>[^，。；：、{SIGNS}]{{3,12}}))")
# 结论反馈行业部门: what is passed on stands before the verb.
_PASSES_ON = frozenset(CLAUSE_WORDS.words("passes_on"))
# Between two stops, and not the first words of a clause, which say what it is about.
_PHRASE = Pattern(
    rf"(?<=[，。；])(?P<who>(?!{NO_WHO}|{CLAUSE_WORDS.any('lead_in')})"
    rf"[^，。；：、{SIGNS}]{{6,}})"
)
# 健安拆除违建；交警大队规范停车: a clause's first words are what it is about, or who acts in it,
# where another acts behind them.
_FIRST = Pattern(
    rf"^{CLAUSE_WORDS.any('item')}?(?P<who>(?!{NO_WHO}|{CLAUSE_WORDS.any('lead_in')})"
    rf"[^，。；：、{SIGNS}]{{6,}})(?<![后时前内的])(?=[，；。][{KNOWN}{UNKNOWN}])"
)
_WITH = Pattern(
    rf"(?:会同|联同|联合(?!执法)|协同)(?P<who>(?!{NO_WHO}|{ANYBODY}|{BELOW})"
    rf"[^，。；：、{SIGNS}]{{6,}})"
)
# 巡护组修复渠道, 巡护队负责巡查: a team's name may begin like a predicate; 组建队伍 is none.
_TEAM = Pattern(
    rf"{_BEGINS}(?!各|{CLAUSE_WORDS.any('gathers', 'others', 'related', 'sort')})"
    rf"[^，。；：、{SIGNS}的和与及由对将把向]{{2,4}}?{CLAUSE_WORDS.any('team')}"
    rf"(?=(?P<does>[^，。；：、{SIGNS}]{{2,4}}))"
)
# 数据核对无误, 风貌管控要求: the verb is a part of what is spoken of.
_NO_OBJECT = Pattern(rf".?$|[的和与及至给到后时前须应]|{CLAUSE_WORDS.any('behind_work')}")
_OFFICE_END = Pattern(ENDS)
_COMPANY_END = Pattern(OFFICE_ENDINGS.any("as_company"))
# 公厕、垃圾中转站消杀: in a list only what is no facility's name.
_LISTED_END = Pattern(OFFICE_ENDINGS.any_within("in_list"))
_JOINS_WORDS = Pattern("[的和与及在由对将把]")
_NOT_WHO = Pattern("[不未的和与及在由对将把经向从按以并为被各后内外时前]")
# （健安配合）, （责任单位：健安）: a bracket gives a part to somebody who is no name that is known.
_BRACKETED_PART = Pattern(
    rf"{WORD}{{2,8}}?{SOMEBODY}{CLAUSE_WORDS.any('carry', 'in_bracket')}|"
    rf"{CLAUSE_WORDS.any('of_label')}(?:责任)?(?:单位|部门|主体|机构)[：:].+"
)
_LEFT_OUT_LAST = Pattern(rf"，[{KNOWN}]除外[。；]?$")
# Of so many that stand above a clause each may have but a part of what is below.
_SEVERAL = 2


# 由前者建设: which of those named before is not looked for; 前者审核，后者发放: both act.
_WHICH_OF_THEM = Pattern(CLAUSE_WORDS.any("which_of_them"))
_EACH_OF_THEM = Pattern("前者.*后者|后者.*前者")
# 不承担管护: what it does not do is no duty of whom stands above.
_NO_DUTY = Pattern(
    rf"(?:^|(?<=[。；：])){CLAUSE_WORDS.any('item')}?{CLAUSE_WORDS.any('before_negation')}*"
    rf"(?!{CLAUSE_WORDS.any('forbids')})(?:不再|无须|无需|毋须|毋需|不(?={CLAUSE_WORDS.any('no_part')}))"
)


# 方案经县财政局评审通过: it has a part in that.
_PASSED_LAST = Pattern(rf"经[{KNOWN}]{NO}{{1,4}}通过(?:[。；]|$)")
# 建成后移交县水务局管理: from then on it is its work.
_HANDED_OVER = Pattern(
    rf"(?:移交|交付|交由|划转)[{KNOWN}]{CLAUSE_WORDS.any('keeps')}(?:[，。；]|$)"
)
# 按县财政局要求县民政局负责…: behind it stands who acts.
_BY_ORDER = Pattern(rf"(?:按|依|根据)照?据?[{SIGNS}]{NO}{{0,6}}(?:要求|决定|通知|安排|部署|指示)$")
_ONCE_DONE = Pattern(
    rf"(?:^|(?<=[，。；]))[{KNOWN}]{NO}{{2,14}}(?:的{NO}{{0,10}}，(?!应|须)|(?:(?<!之)后|(?<![及按同准适实])时|期间)[，,]?)(?=[^，。；：{SIGNS}])"
)


def unexplained(lexed: Lexed, reading: Reading, reader: Reader) -> str:
    """What of a clause is not understood: the name of the first doubt, "" where none is."""
    return _in_words(lexed.masked, reader.row.has_company) or next(
        _in_names(lexed, reading, reader), ""
    )


@lru_cache(maxsize=20_000)
def _in_words(masked: str, has_company: bool) -> str:
    """The first doubt that a masked text alone gives; two editions ask mostly the same."""
    return next(_doubts(masked, has_company), "")


def _doubts(masked: str, has_company: bool) -> Iterator[str]:
    for doubt in DOUBTS:
        if doubt.stands_in(masked):
            yield doubt.name
    ways = [(_LIKE_OFFICE, _OFFICE_END), (_IN_LIST, _LISTED_END)]
    if has_company:
        # Only where the row lists one may a company that acts be meant.
        ways.append((_LIKE_OFFICE, _COMPANY_END))
    for words, ends in ways:
        if any(_acts_unknown(match["who"], ends) for match in words.finditer(masked)):
            yield "另有何人（无助词的）"
    if _NO_DUTY.search(masked):
        yield "说的是不做"
    if any(_acts_without_ending(match) for match in _PHRASE.finditer(masked)):
        yield "短句开头的何人（动词）"
    if any(_acts_without_ending(match) for match in _FIRST.finditer(masked)):
        yield "条首的何人（动词）"
    if any(_acts_without_ending(match) for match in _WITH.finditer(masked)):
        yield "会同何人（动词）"
    if any(begins_like_predicate(match["does"]) for match in _TEAM.finditer(masked)):
        yield "何队"
    if any(_acts_placed(match["who"]) for match in _PLACED.finditer(masked)):
        yield "有级别的何人"


def _in_names(lexed: Lexed, reading: Reading, reader: Reader) -> Iterator[str]:
    """The doubts that the brackets and the names of a clause give."""
    if any(not _is_left_out(one, lexed, reading, reader) for one in reading.of("perhaps not")):
        yield "说它不做"
    if reading.of("not") and not reading.of("leads", "does", "all", "all but"):
        yield "只说谁不做"
    if _WHICH_OF_THEM.search(lexed.masked):
        act = all(one.says not in ("named", "perhaps does") for one in reading.said)
        if not (act and _EACH_OF_THEM.search(lexed.masked)):
            yield "前者、后者"
    if reader.above and _of_anothers_time(lexed, reader):
        yield "别家做过之后"
    if _PASSED_LAST.search(lexed.masked):
        yield "经其通过"
    if _HANDED_OVER.search(lexed.masked):
        yield "移交其管理"
    if _begins_with_field(lexed, reader):
        yield "条首的领域词"
    for inside in lexed.brackets:
        if any(one.sign != OTHER and not one.bare_body for one in lex(reader, inside).named):
            yield "括号内的名称"
        part = _BRACKETED_PART.fullmatch(inside)
        if part and not begins_like_predicate(inside):
            yield "括号内的何人"
    yield from _of_mentions(lexed, reading, reader.row.listed)


def _is_left_out(one: Said, lexed: Lexed, reading: Reading, reader: Reader) -> bool:
    """Whether an office is left out at a clause's end of what others are named for one by one:
    县公安局、县民政局联合执法，县财政局除外. Of 各部门 or of those in a heading it may be left
    out of what is done to them."""
    names = set(one.named.offices)
    return (
        one.rule == LEFT_OUT
        and not reader.above
        and bool(reading.of("leads", "does"))
        and not reading.of("all", "all but")
        and len(reading.of("perhaps not")) == 1
        and bool(_LEFT_OUT_LAST.search(lexed.masked))
        and all(names.isdisjoint(other.named.offices) for other in reading.said if other != one)
    )


def _begins_with_field(lexed: Lexed, reader: Reader) -> bool:
    """Whether a clause below a heading of several begins with the field of one of the row's
    (县住建局、县发改局：1.住建编制方案)."""
    if len(reader.above) < _SEVERAL or lexed.masked[:1] in SIGNS:
        return False
    word = bare_word_at(reader, lexed.text, 0)
    return word is not None and lexed.text[: word.end] not in TOPICS


def _of_anothers_time(lexed: Lexed, reader: Reader) -> bool:
    """Whether a clause below a heading says when another office has done something, and may then
    speak of the heading's (县水务局：县财政局拨款后组织施工; 县财政局提出异议的，予以答复)."""
    places = [at for at, char in enumerate(lexed.masked) if char in SIGNS]
    before = {match.start() for match in _ONCE_DONE.finditer(lexed.masked)}
    return any(
        at in before and not set(named.offices) & set(reader.above)
        for at, named in zip(places, lexed.named, strict=True)
    )


def _acts_unknown(phrase: str, ends: Pattern) -> bool:
    """Whether a phrase begins with what ends as an office does and a predicate (路产处修缮道路)."""
    return not begins_like_predicate(phrase) and any(
        match.end() > 2 and _acts_behind(phrase, match.end()) for match in ends.finditer(phrase)
    )


def _acts_without_ending(match: re.Match[str]) -> bool:
    """Whether a phrase is two to four characters and a verb with its object: 路产修缮道路."""
    phrase = match["who"]
    return (
        not begins_like_predicate(phrase)
        and not phrase.endswith("由")
        and any(
            (verb := verb_at(phrase, end))
            and not (end == 4 and verb_at(phrase, 2))
            and verb not in _PASSES_ON
            and not phrase[:end].endswith(NO_DEPARTMENTS)
            and not _NOT_WHO.search(phrase, 0, end)
            and not _NO_OBJECT.match(phrase, end + len(verb))
            for end in (2, 3, 4)
        )
    )


def _acts_placed(phrase: str) -> bool:
    """Whether a level's mark, two to four characters and a predicate begin a phrase: 县健安修缮."""
    return not begins_like_predicate(phrase[1:]) and any(
        _acts_behind(phrase, end) for end in (3, 4, 5)
    )


def _acts_behind(phrase: str, end: int) -> bool:
    """Whether a predicate begins at an offset and what stands before it is one word, not what the
    phrase is about (县财政资金由…)."""
    joined = _JOINS_WORDS.search(phrase, 0, end) or phrase[end : end + 1] == "由"
    return not joined and begins_like_predicate(phrase[end:])


def _of_mentions(lexed: Lexed, reading: Reading, listed: frozenset[str]) -> Iterator[str]:
    """The names of the row's offices of which no rule says what they are there for."""
    acting = {name for one in reading.said if one.says != "named" for name in one.named.offices}
    if not listed <= acting and _WITH_THOSE_ABOVE.search(lexed.masked):
        yield "联合上述部门"
    places = (at for at, char in enumerate(lexed.masked) if char in SIGNS)
    for at, said in zip(places, reading.said, strict=True):
        alone = said.rule == NOTHING_SAID and lexed.masked[:at].endswith("，")
        if alone and said.named.sign == UNKNOWN and not said.named.by_field:
            # 水务分公司值守泵站: a name that is none may hide who does what.
            yield "无谓语的名称"
        known = said.named.sign == KNOWN and listed.intersection(said.named.offices)
        # 户籍：县公安局。: a name behind a colon, or alone, is what the line is about.
        if not known or not (said.rule == MENTIONED or alone):
            continue
        before = re.split("[，。；：]", lexed.masked[:at])[-1].strip()
        text = lexed.text[said.named.start : said.named.end]
        if not _is_explained(said.named, text, before, lexed.masked[at + 1 :]):
            yield "未说明的名称"


def _acts_in_midst(text: str, before: str, behind: str) -> bool:
    """Whether an office's whole name is followed by a predicate and is no word's object, as where
    a comma is missing (维护市政设施县城管局监管广告)."""
    return (
        text.endswith(_IN_MIDST)
        and bool(before)
        and begins_like_predicate(behind)
        and behind[0] not in "和与及等"
        and not _OF_OFFICES.search(before)
    )


def may_act(lexed: Lexed, reading: Reading, listed: frozenset[str]) -> list[Said]:
    """The row's offices that may be who acts in a clause that else names nobody: before a
    predicate where a comma is missing (日常监管县民政局牵头), alone at its end (抬价行为的查处，
    县民政局), or who passes what is then done (经县民政局审核后下达)."""
    found: list[Said] = []
    places = [at for at, char in enumerate(lexed.masked) if char in SIGNS]
    for at, said in zip(places, reading.said, strict=True):
        if said.says != "named" or not listed.issuperset(said.named.offices or ("",)):
            continue
        before = re.split("[，。；：]", lexed.masked[:at])[-1].strip()
        text = lexed.text[said.named.start : said.named.end]
        last = len(places) == 1 and _ENDS_WITH_NAME.search(lexed.masked)
        passed = before.endswith("经") and _PASSED.match(lexed.masked[at + 1 :])
        if last or passed or _acts_in_midst(text, before, lexed.masked[at + 1 :]):
            found.append(said)
    return found


def _is_explained(named: Named, text: str, before: str, behind: str) -> bool:
    """Whether what stands before a name says that it is spoken of, and does nothing."""
    # 推送属地镇和县公安局: those named before it are receivers, too.
    before = _OTHER_RECEIVERS.sub("", before)
    if re.match(f"{NO}{{0,6}}的", behind) or _TO_WHOM.search(before):
        return True
    if _HELPS_ITSELF.match(behind) and not _REQUESTED.search(before):
        return False
    if _acts_in_midst(text, before, behind) or _BY_ORDER.search(before):
        return False
    # 物业纠纷人民调解委员会: a body's name within another word.
    within = named.bare_body or named.by_field
    return (within or ends_like_predicate(before)) and not _BESIDE.search(before)
