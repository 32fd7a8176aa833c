"""The rules by which a name in a clause is who acts, who joins in, or who is only named.

A rule speaks of one sign (see lexer.py) by the words before it, from the beginning of its phrase,
and those behind it, to the end of its sentence. The first rule that fits decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.signs import ALL, KNOWN, OTHER, SIGNS, UNKNOWN
from dutylist.records.model import MENTIONED
from dutylist.records.patterns import Pattern

Says = Literal[
    "leads",
    "does",
    "joins",
    "all",
    "named",
    "all but",
    "left out",
    "not",
    "must not",
    "perhaps not",
    "perhaps does",
    "perhaps joins",
]

_OFFICE = f"[{KNOWN}{UNKNOWN}]"
_NO = f"[^，。；{SIGNS}]"
# What may stand before a subject at the beginning of a phrase.
_LEAD = (
    r"(?:[一二三四五六七八九十]是|[（(]?(?:\d{1,2}|[a-zA-Z])[)）.．、]|[①-⑳]|"
    rf"{CLAUSE_WORDS.any('lead_in')})*"
)
_START = rf"(?:{_LEAD})"
_BY = r".*(?<!经)(?<!缘)由"
_WORK = CLAUSE_WORDS.any("work")
_LATER = rf"(?:[^。；]*[，由])?{_OFFICE}"
_CHECK = CLAUSE_WORDS.any("checks")
_HELPS = (
    r"(?:等)?(?:应当|应|要|须|积极|主动|按职责|依职责|根据职责|全力|切实)*(?:予以|给予|做好|负责)?"
    rf"{CLAUSE_WORDS.any('helps')}"
)
# 由甲拨付、乙发放: before 乙.
_PARALLEL = rf"(?:{_START}|{_BY}){_OFFICE}(?:{_NO}{{1,14}}、{_OFFICE})*{_NO}{{1,14}}、"
_INSTEAD = rf"{CLAUSE_WORDS.any('others')}[^，。；]{{0,10}}(?:部门|单位)"
# 应当统一牵头, 具体负责牵头.
_HOW = rf"(?:{CLAUSE_WORDS.any('modal', 'how')})*"
_WHICH = CLAUSE_WORDS.any("which")
# 县公安局已不承担, 县公安局无须备案.
_BEFORE_NOT = rf"(?:自{_NO}{{1,8}}?起|{CLAUSE_WORDS.any('before_negation')})*"
_NOT = (
    rf"{_BEFORE_NOT}(?!{CLAUSE_WORDS.any('forbids')})"
    rf"(?:不(?!再?{CLAUSE_WORDS.any('not_negation')})|{CLAUSE_WORDS.any('negates')})"
)
COUNTED = r"(?:[两二三四五六七八九十]|\d{1,2})(?:家|个)?"
_AMONG = rf"(?:{COUNTED}{_WHICH}*(?:部门|单位))?{CLAUSE_WORDS.any('among')}"


@dataclass(frozen=True)
class Rule:
    """`before` fits the whole of what stands before the sign in its phrase, `behind` begins what
    follows it in its sentence. `example` is a text for a row of 县民政局, 县公安局, 县水务局,
    县财政局; the rule decides about its `nth` sign there (from 1)."""

    name: str
    says: Says
    before: str
    behind: str
    reason: str
    example: str
    nth: int = 1
    signs: str = KNOWN + UNKNOWN

    @cached_property
    def _before(self) -> Pattern:
        return Pattern(self.before)

    @cached_property
    def _behind(self) -> Pattern:
        return Pattern(self.behind)

    def fits(self, sign: str, before: str, behind: str) -> bool:
        return (
            sign in self.signs
            and self._before.fullmatch(before) is not None
            and self._behind.match(behind) is not None
        )


NOTHING_SAID = "无谓语"
"""The rule of a name that stands alone in its phrase."""
LEFT_OUT = "其除外"
"""The rule of a name that is left out (县公安局除外)."""

RULES: tuple[Rule, ...] = (
    Rule(
        "以外的部门不得为",
        "named",
        _START,
        rf"(?:以外|之外)的?(?:{CLAUSE_WORDS.any('others')}|各|{_WHICH})*(?:部门|单位){_NO}{{0,4}}不[得能可准许]",
        "what those outside it must not do is nobody's work",
        "县公安局以外的部门不得受理；",
    ),
    Rule(
        "以外的部门",
        "all but",
        _START,
        rf"(?:以外|之外)的?(?:{CLAUSE_WORDS.any('others')}|各|{COUNTED}|{_WHICH})*(?:部门|单位)",
        "those outside it act: the row's others",
        "县公安局以外的部门发现险情应当报告；",
    ),
    Rule(
        "以外者",
        "perhaps not",
        _START,
        "(?:以外|之外)的",
        "others than it are spoken of, and who they are is not said",
        "县公安局以外的辖区力量开展检查；",
    ),
    Rule(
        "除外",
        "all but",
        rf"{_LEAD}除了?",
        rf"(?:以外|之外|外)(?:[，,]?由?|的)(?:{_INSTEAD}|{ALL}|(?:各|{_WHICH})*(?:部门|单位))",
        "those outside it act: the row's others",
        "除县公安局外，其他部门每月巡查；",
    ),
    Rule(
        "除外而又",
        "perhaps does",
        rf"{_LEAD}除了?",
        rf"(?:以外|之外|外)，{_OFFICE}(?:也|亦|还|同样)",
        "another acts, too: it does or does not",
        "除县公安局外，县民政局也应公示；",
    ),
    Rule(
        "其不在内",
        "left out",
        rf"{_LEAD}除了?",
        rf"(?:以外|之外|外)，(?!{CLAUSE_WORDS.any('besides')})",
        "those who stand above act, but not it",
        "除县公安局外，每月巡查一次；",
    ),
    Rule(
        "除其所负责者",
        "does",
        rf"{_LEAD}除了?由?",
        rf"(?:依法)?(?:负责|承担|管理|办理|查处|处理|监管)的{_NO}{{0,8}}(?:以外|之外|外)",
        "what it does is left to it, another does the rest",
        "除县公安局负责的以外，由县民政局办理；",
    ),
    Rule(
        "为之者除外",
        "named",
        rf"(?:{_START}|{_BY})",
        rf"{_NO}*的，?(?:除外|不在此限|不在此列|(?:从其|按其|依照其|适用其){_NO}{{0,4}}规定)",
        "what it has done or laid down is left out",
        "县民政局发放补贴，县公安局另有规定的除外；",
        nth=2,
    ),
    Rule(
        "涉及其者",
        "named",
        ".*(?:涉及|关系到|牵涉)",
        rf"{_NO}{{0,8}}的，",
        "the condition speaks of it",
        "涉及县公安局职责的，告知县民政局；",
    ),
    Rule(
        "非其职责",
        "named",
        f".*{CLAUSE_WORDS.any('not_its')}",
        "",
        "the condition says that it is not its work",
        "非县公安局职责的，由县水务局处理；",
    ),
    Rule(
        "不为而由他",
        "not",
        _START,
        rf"{_NOT}{_NO}+，(?:{_NO}{{0,8}}由{_OFFICE}|{_OFFICE}{CLAUSE_WORDS.any('carry')})",
        "it does not do it, another does",
        "县公安局不再承担管理工作，改由县民政局承担；",
    ),
    Rule(
        "无其份",
        "not",
        _START,
        rf"{_NOT}{CLAUSE_WORDS.any('no_part')}{_NO}{{0,10}}(?<!的)(?=[，。；]|$)",
        "it has no part in it",
        "县民政局查处超标排放，县公安局不参与；",
        nth=2,
    ),
    Rule(
        "不由其",
        "not",
        r".*(?:不|无须|无需|毋须|毋需)(?:再|必|用|得|能|可|宜|应)?由",
        "",
        "it is said not to be its work",
        "不由县公安局负责，由县民政局负责；",
    ),
    Rule(
        "其所不能",
        "perhaps does",
        _START,
        rf"(?:{_BEFORE_NOT}{CLAUSE_WORDS.any('forbids')}{_NO}*|{_NO}{{1,6}}不了)的(?:，|[报交转移由])",
        "what it cannot do goes to another",
        "县公安局不能处置的，报县民政局处置；",
    ),
    Rule(
        "不得为",
        "must not",
        _START,
        rf"{_BEFORE_NOT}{CLAUSE_WORDS.any('forbids')}",
        "it is bound by it, but where others act the work is theirs",
        "县财政局拨付资金，县民政局不得截留；",
        nth=2,
    ),
    Rule(
        "其为条件（不为）",
        "named",
        _START,
        rf"{_NOT}{_NO}*的，(?:应当|并|再)?由?{_OFFICE}",
        "a condition ends in 的; who acts then is said behind",
        "县公安局不受理的，县水务局处理；",
    ),
    Rule(
        "不为而另为",
        "does",
        _START,
        rf"{_NOT}{_NO}+，(?:但|而是|改为|只|应当|应|须){_NO}+(?=[。；]|$)",
        "it does not do the one, but the other",
        "县公安局不再受理申请，应当告知申请人；",
    ),
    Rule(
        "不复为之",
        "perhaps not",
        _START,
        rf"{CLAUSE_WORDS.any('stops_doing')}{_NO}{{0,4}}(?:后(?!的)|，){_LATER}",
        "it stops, and another goes on",
        "县公安局撤出后，县水务局接管；",
    ),
    Rule(
        "为与不为",
        "perhaps not",
        rf"{_LEAD}(?:无论|不论|不管)?",
        rf"{_NO}{{0,6}}(?:与否|是否{_NO}{{1,8}}，)",
        "whether it does it makes no difference",
        "县公安局配合与否，县水务局均应检查；",
    ),
    Rule(
        LEFT_OUT,
        "perhaps not",
        _START,
        "除外",
        "it is left out, and of what is not said for certain",
        "县公安局除外，各部门报送数据；",
    ),
    Rule(
        "其召集者",
        "perhaps does",
        _START,
        rf"{_NO}{{2,4}}的{_NO}{{0,8}}{CLAUSE_WORDS.any('joint_bodies')}",
        "a body that it leads acts, and not it alone",
        "县公安局牵头的联席会议每季度研究一次；",
    ),
    Rule(
        "不为",
        "perhaps not",
        _START,
        _NOT,
        "it does not do it, and who does is not said for certain",
        "县公安局不收取停车费；",
    ),
    Rule(
        "几家之中",
        "named",
        _START,
        rf"{_AMONG}(?:，{_NO}{{0,8}})?由{_OFFICE}",
        "one of them is chosen, and who it is is said behind",
        "县公安局和县民政局之间，由县民政局负责；",
    ),
    Rule(
        "几家之中的",
        "perhaps does",
        _START,
        rf"{_AMONG}(?:，|的?[一任首先择])",
        "some of them act, and which is not said for certain",
        "县公安局、县民政局中，职能涉及的开展检查；",
    ),
    Rule(
        "其所有",
        "named",
        _START,
        "的(?!确)",
        "what belongs to the office, not the office",
        "县民政局的要求应当落实；",
        signs=SIGNS,
    ),
    Rule(
        "报批后",
        "named",
        _START,
        rf"{_NO}*(?:后|的|时|前|同意|批准|要求|部署|领导下)，",
        "government or those above decide before; who acts then is said behind",
        "县人民政府批准后，由县民政局公布；",
        signs=OTHER,
    ),
    Rule(
        "其派驻人员",
        "named",
        _START,
        rf"{CLAUSE_WORDS.any('its_people')}的?{_NO}{{1,8}}由{_OFFICE}",
        "its people or bodies are spoken of, another office acts on them",
        "县公安局派驻人员由县民政局统一管理；",
    ),
    Rule(
        "所负责者",
        "perhaps does",
        _START,
        rf"{_NO}{{1,6}}的(?!确)[^。；{SIGNS}]{{1,16}}?，{_OFFICE}(?:予以|积极|做好)?(?:配合|协助|参与)",
        "who helps in it is said behind; the one it is helped in may be meant to do it",
        "县民政局负责的评审工作，县公安局配合提供材料；",
    ),
    Rule(
        "所为之事",
        "named",
        _START,
        rf"(?:依法|已经|已|统一|直接)?(?:(?!{_WORK}){_NO}{{1,4}}|{_WORK})的(?!确)[^。；{SIGNS}]{{1,16}}?"
        rf"(?:，|由)(?:[^。；]*[，由])?{_OFFICE}",
        "what the office has done is the object; who deals with it is said behind",
        "县民政局登记的社会组织违法的，由县公安局处罚；",
    ),
    Rule(
        "所为之事由他",
        "named",
        _START,
        rf"(?:依法|已经|已|统一|直接)?(?!{_WORK}){_NO}{{1,4}}的(?!确){_NO}{{1,16}}?由[^，。；]",
        "what the office has done is the object; somebody who is no office deals with it",
        "县公安局推送的人员信息由白云镇见面劝阻；",
    ),
    Rule(
        "由其所为之事",
        "named",
        rf"{_LEAD}由",
        rf"(?:依法|已经|已|统一|直接)?(?!{_WORK}){_NO}{{2,4}}的(?!确){_NO}{{1,8}}，{_LATER}",
        "what the office has done is the object; who deals with it is said behind",
        "由县财政局拨付的资金，县民政局应当及时发放；",
    ),
    Rule(
        "由其所为为条件",
        "perhaps does",
        rf"{_LEAD}由",
        rf"{_NO}*的，(?:应当|并|再)?{_OFFICE}",
        "what it has done may be the condition on which another acts",
        "由县公安局出具证明的，县民政局可以直接办理；",
    ),
    Rule(
        "句中由其所为之事",
        "named",
        rf"(?!{_LEAD}由).+由",
        rf"{_NO}{{2,6}}的(?!确){_NO}{{1,10}}(?:[，。；]|$)",
        "within a phrase it only says whose doing the object is",
        "县民政局管理由县财政局拨付的资金；",
        nth=2,
    ),
    Rule(
        "其为条件",
        "named",
        _START,
        rf"{_NO}*(?<!标)的，(?:应当|并|再)?由?{_OFFICE}",
        "a condition ends in 的; who acts then is said behind",
        "县公安局不予受理的，县水务局处理；",
    ),
    Rule(
        "其所交来",
        "perhaps does",
        _START,
        rf"{CLAUSE_WORDS.any('hands_on')}的{_NO}{{1,12}}，",
        "what it has handed on is another's to deal with, and whose is not said",
        "县公安局移交的线索，及时登记；",
    ),
    Rule(
        "其为条件，隔句有他",
        "perhaps does",
        _START,
        rf"{_NO}*(?<!标)的，{_NO}+(?:，(?:应当|并|再)?由?|由){_OFFICE}",
        "a condition ends in 的; who acts then may be said behind another phrase",
        "县公安局在检查中发现违法行为的，情况属实后，县水务局处理；",
    ),
    Rule(
        "其为条件而后",
        "perhaps does",
        _START,
        rf"{_NO}*的，(?:应当)(?:[^。；]*[，由])?{_OFFICE}",
        "a condition ends in 的, something is done by it or asked of it, then another acts",
        "县水务局修建堤坝的，应当经县民政局批准，县公安局维持秩序；",
    ),
    Rule(
        "其时",
        "perhaps does",
        _START,
        rf"{_NO}*(?:时|期间|过程中|之前|前)，{_LATER}",
        "it acts on the occasion, but another office's work may be meant",
        "县公安局处理案件时，县民政局应当派员到场；",
    ),
    Rule(
        "其后由他",
        "perhaps does",
        _START,
        rf"{KNOWN}?(?:{_NO}*[^后并再应可要须当，。；{SIGNS}])?由{_OFFICE}",
        "what stands between may be its doing or the other's object",
        "县民政局审批事项由县公安局办理；",
    ),
    Rule(
        "为配合单位",
        "joins",
        _START,
        rf"(?:为|是|作为|系){CLAUSE_WORDS.any('is_help')}",
        "the clause says its part",
        "县民政局为配合单位；",
    ),
    Rule(
        "予以配合",
        "joins",
        rf"(?:{_START}|{_BY})",
        rf"{_HELPS}|{_NO}{{2,10}}予以{CLAUSE_WORDS.any('helps')}(?=[，。；]|$)",
        "it helps in what another leads",
        "县民政局牵头核查，县公安局予以配合；",
        nth=2,
    ),
    Rule(
        NOTHING_SAID,
        "named",
        _START,
        r"(?:，(?!分别|共同|各自|按|依|均|联合|一起|都)|[。；]|$)",
        "nothing is said of it",
        "抄送县民政局，并抄告城管站，县公安局；",
        nth=2,
    ),
    Rule(
        "各部门",
        "all",
        rf"(?:{_START}|{_BY})",
        "(?!的|中(?!心)|[之当其]中|(?:相互)?之?间(?:的|，?由|[^，。；]{1,14}的，))",
        "the clause speaks of all that the row lists",
        "各有关部门按照职责分工开展检查；",
        signs=ALL,
    ),
    Rule(
        "牵头",
        "leads",
        rf"(?:{_START}|{_BY})",
        rf"(?:等)?(?:{_HOW}|为|是|作为|系){CLAUSE_WORDS.any('leads')}(?!的)",
        "the clause says that it leads",
        "由县民政局牵头，县公安局配合；",
    ),
    Rule(
        "会同他人",
        "leads",
        rf"(?:{_START}|{_BY})",
        rf"(?:等)?(?:(?:在{_NO}{{1,12}}[后时前中])?{_HOW}|[^。；{SIGNS}]*，(?:并|再)?)会同",
        # As statutes use the word: 立法技术规范（试行）（二）, 全国人大常委会法制工作委员会.
        "who stands before 会同 leads those behind it",
        "县民政局会同县公安局开展检查；",
    ),
    Rule(
        "主语",
        "does",
        _START,
        "",
        "who acts stands at the beginning of a phrase",
        "如有险情，县水务局组织抢险；",
        signs=KNOWN + UNKNOWN + OTHER,
    ),
    Rule(
        "邀其派员",
        "joins",
        f".*{CLAUSE_WORDS.any('invites')}",
        r"(?:等)?(?:派员|派人|到场|到会|列席)?(?:参加|参与|派员|到场)",
        "it is asked to come, and takes part",
        "县民政局组织验收，验收时邀请县公安局派员参加；",
        nth=2,
    ),
    Rule(
        "归其",
        "does",
        f".*{CLAUSE_WORDS.any('is_its')}",
        r"(?:负责|管理|监管|管辖|办理|处理)?(?=[，。；]|$)",
        "the work is said to be its",
        "日常监管归县水务局；",
    ),
    Rule(
        "以其为主",
        "leads",
        r".*以",
        "为(?:主|牵头|主体|责任)",
        "it leads",
        "以县民政局为主，县公安局配合；",
    ),
    Rule(
        "由其",
        "does",
        _BY,
        "",
        "who acts stands behind 由",
        "普查经费由县财政局保障；",
        signs=KNOWN + UNKNOWN + OTHER,
    ),
    Rule(
        "并列配合",
        "joins",
        _PARALLEL,
        _HELPS,
        "parallel predicates, one of which is to help: 由甲牵头、乙配合",
        "由县民政局牵头、县公安局协助开展检查；",
        nth=2,
    ),
    Rule(
        "并列谓语",
        "does",
        _PARALLEL,
        _NO,
        "parallel predicates: 由甲拨付、乙发放",
        "由县财政局拨付、县民政局发放；",
        nth=2,
    ),
    Rule(
        "其配合之",
        "joins",
        r".*(?:牵头|为主|主办|负责)",
        rf"(?:予以|积极|主动|做好)?{CLAUSE_WORDS.any('helps')}(?=[，。；]|$)",
        "it helps in what the one before it leads, and no comma stands between",
        "由县民政局牵头县公安局配合，每半年检查一次；",
        nth=2,
    ),
    Rule(
        "商其而定",
        "named",
        rf".*(?<!会){CLAUSE_WORDS.any('asks')}",
        "",
        "it is consulted or asked, the subject decides: 商 is not 会商",
        "补助标准由县民政局商县财政局确定；",
        nth=2,
    ),
    Rule(
        "会同",
        "joins",
        f".*{CLAUSE_WORDS.any('together')}",
        "",
        "it acts together with the subject",
        "县民政局会同县公安局开展检查；",
        nth=2,
    ),
    Rule(
        "与其共同",
        "joins",
        r".*[与和同跟]",
        rf"[^，。；]{{0,30}}?{CLAUSE_WORDS.any('with_it')}|"
        rf"[^，。；]{{0,4}}?{CLAUSE_WORDS.any('builds')}[^，。；]{{0,16}}{CLAUSE_WORDS.any('built')}",
        "it acts together with the subject",
        "县民政局依职责与县公安局共同开展检查；",
        nth=2,
    ),
    Rule(
        "在其配合下",
        "joins",
        ".*在",
        "的?(?:积极|大力)?(?:配合|协助|支持|参与)下",
        "it helps in what the subject does",
        "县民政局在县公安局配合下护送；",
        nth=2,
    ),
    Rule(
        "组织其联合",
        "joins",
        r".*(?:组织|召集)(?:协调)?",
        rf"{_NO}{{0,20}}?(?:联合|共同)(?:开展|进行|实施)?{_NO}{{0,10}}{_CHECK}",
        "a joint action is everybody's",
        "县民政局牵头组织县公安局、县水务局开展联合检查；",
        nth=2,
        signs=KNOWN,
    ),
    Rule(
        "组织其行动",
        "perhaps joins",
        rf".*{CLAUSE_WORDS.any('orders')}(?:协调)?",
        _NO,
        "those organised or charged may be the ones who do it",
        "县财政局组织县民政局对资金使用情况进行检查；",
        nth=2,
        signs=KNOWN,
    ),
    Rule(
        "事后其",
        "does",
        rf"(?!.*{CLAUSE_WORDS.any('not_before_times')}){_NO}{{2,24}}{CLAUSE_WORDS.any('times')}",
        CLAUSE_WORDS.any("then_acts"),
        "who acts stands behind the time without a comma",
        "收到报告后县公安局立即出警；",
    ),
    Rule(
        "交其办理",
        "perhaps does",
        rf".*(?<!{CLAUSE_WORDS.any('no_handing_before')})交给?",
        rf"(?![的后时前并]){_NO}{{2}}",
        "what is handed to it, with what it is to do, may be its work from then on",
        "县公安局负责捕捉，捕捉后交县民政局收容管理；",
        nth=2,
    ),
    Rule(
        MENTIONED,
        "named",
        ".*",
        "",
        "it is reported to, asked, helped, told or spoken of",
        "将名单报县民政局备案；",
        signs=SIGNS,
    ),
)


@lru_cache(maxsize=20_000)
def decide(sign: str, before: str, behind: str) -> Rule:
    """The first rule that fits; two editions ask mostly the same."""
    return next(rule for rule in RULES if rule.fits(sign, before, behind))
