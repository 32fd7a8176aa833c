"""Words that tell that somebody acts whom nobody knows, each with its reason and an example."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.signs import KNOWN, SIGNS, UNKNOWN
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# What an office's name ends with: no company, no school and no village, which are never a row's
# departments and act in many clauses beside them.
ENDS = OFFICE_ENDINGS.any_within("in_doubt")
NO = rf"[^，。；：、{SIGNS}]"
START = rf"(?:^|(?<=[，。；：])){CLAUSE_WORDS.any('link_short')}?"
# 由村集体依法发包, 由此: nobody who could be a department; 由健安组织清淤 is no 组.
_NO_DEPARTMENT = (
    rf"(?:于|此|(?:(?!组织)[^，。；]){{0,12}}?"
    rf"(?!组织)(?:{CLAUSE_WORDS.any('no_department')}|人(?!社|武|民|防|大)))"
)
_OTHERS = (
    rf"(?:{CLAUSE_WORDS.any('above_named', 'others')})(?:各|{CLAUSE_WORDS.any('which')})*"
    r"(?:部门|单位|机关)"
)
# 乡镇配合: the township's side.
BELOW = f"{PLACE_WORDS.any('lowest')}|属地"
# 配合相关部门: nobody in particular.
ANYBODY = rf"{CLAUSE_WORDS.any('anybody')}+(?:部门|单位|机关)"
_ACTS = CLAUSE_WORDS.any("acts")
_HELPS = CLAUSE_WORDS.any("somebody_helps")
_TOGETHER = CLAUSE_WORDS.any("acts_with")
_SURELY = CLAUSE_WORDS.any("surely_acts")
_ALONE = CLAUSE_WORDS.any("takes_who")
# The township's side, and who is never a department.
NO_DEPARTMENTS = (*PLACE_WORDS.words("lowest"), *CLAUSE_WORDS.words("no_department"))
SOMEBODY = "".join(f"(?<!{word})" for word in NO_DEPARTMENTS)
# Everybody or anybody, a time, an occasion.
NO_WHO = rf"[各每除因如若凡]|综合|{CLAUSE_WORDS.any('others', 'related')}"
# No word of two that are joined, nor what something is done to.
WORD = (
    rf"(?:(?!{PLACE_WORDS.any('lowest')}|属地)"
    rf"[^，。；：、{SIGNS}的和与及由对将把经向从在按以并为被])"
)


@dataclass(frozen=True)
class Doubt:
    """Words of a masked text that nobody understood: the first of `words` that does not begin like
    a predicate. `example` is a text for a row of 县民政局, 县公安局, 县水务局, 县财政局."""

    name: str
    words: str
    reason: str
    example: str

    @cached_property
    def _words(self) -> Pattern:
        return Pattern(self.words)

    def stands_in(self, masked: str) -> bool:
        # Twenty times a clause: a generator for `any` takes as long as the search.
        for match in self._words.finditer(masked):
            if not begins_like_predicate(match["who"]):
                return True
        return False


DOUBTS: tuple[Doubt, ...] = (
    Doubt(
        "由何人",
        rf"(?<![经缘自理事])由(?!{_NO_DEPARTMENT})(?P<who>[^，。；{SIGNS}][^，。；]*)",
        "somebody acts behind 由 and is no name that is known",
        "县民政局登记，由运政依法处罚；",
    ),
    Doubt(
        "并列的何人",
        rf"(?:{START}|由)[{KNOWN}{UNKNOWN}](?:、|和|及|以及|与)(?P<who>{NO}{{1,10}}?{ENDS})",
        "a member of those who act is no name that is known",
        "县公安局、路产处在现场巡查；",
    ),
    Doubt(
        "并列的何人（不是部门的）",
        rf"(?:{START}|由)[{KNOWN}{UNKNOWN}](?:、|和|及|以及|与)(?P<who>{NO}{{1,8}}?"
        rf"{CLAUSE_WORDS.any('beside')}){_ACTS}",
        "a member of those who act is no department",
        "县公安局、乡镇医院负责登记；",
    ),
    Doubt(
        "在前的何人",
        rf"{START}(?P<who>{NO}{{2,10}})(?:、|和|及|以及|与)[{KNOWN}{UNKNOWN}]{_ACTS}",
        "a member of those who act is no name that is known",
        "县民政局登记，路产、县公安局应当开展巡查；",
    ),
    Doubt(
        "与谁",
        rf"(?:{_TOGETHER}|由|与)(?P<who>{_OTHERS})",
        "somebody named elsewhere acts with it",
        "县公安局协助上述部门维护治安；",
    ),
    Doubt(
        "会同何人",
        rf"{_TOGETHER}(?P<who>(?![{SIGNS}的]|{ANYBODY}){NO}{{1,10}}?{ENDS})",
        "it acts together with somebody who is no name that is known",
        "县民政局会同路产处开展巡查；",
    ),
    Doubt(
        "与何人",
        rf"(?:^|[，。；：{SIGNS}]|并|应当|积极|主动)[与和同跟](?![{SIGNS}])"
        rf"(?P<who>[^，。；{SIGNS}]{{1,12}}?)(?:{CLAUSE_WORDS.any('with_it')}|建立)",
        "it acts together with somebody who is no name that is known",
        "县民政局审核对象，并与路产、卫监建立信息共享；",
    ),
    Doubt(
        "与何单位",
        rf"[与和同跟](?P<who>{NO}{{1,8}}?{ENDS})(?:及时|定期|共同)?{CLAUSE_WORDS.any('with_it')}",
        "it acts together with somebody who ends as an office does",
        "县民政局认定对象，结果与路产处共享；",
    ),
    Doubt(
        "以何人为主",
        rf"以(?P<who>{NO}{{1,9}}?{ENDS})为(?:主|牵头|责任)",
        "it leads and is no name that is known",
        "以路产处为主，县公安局参加；",
    ),
    Doubt(
        "以何人为主（没有结尾的）",
        rf"以(?P<who>(?!{NO_WHO}){WORD}{{2,6}}?){SOMEBODY}为(?:主|牵头)，[^。；]*{_HELPS}",
        "it leads and is no name that is known: others help",
        "以路产为主，县公安局参加；",
    ),
    Doubt(
        "何人牵头",
        rf"{START}(?P<who>(?!{NO_WHO}){WORD}{{2,6}}?){SOMEBODY}牵头(?=[，、。；]|$)",
        "it leads and is no name that is known",
        "路产牵头，县公安局落实措施；",
    ),
    Doubt(
        "冒号前的何人",
        rf"^(?P<who>{NO}{{1,9}}?{ENDS})：",
        "what stands before a colon ends as an office does",
        "路产处：负责巡查，具体方案由县公安局提出；",
    ),
    Doubt(
        "何人配合",
        rf"(?:{START}|牵头|为主)(?P<who>(?!各|相关|有关|其他|{BELOW}){NO}{{2,8}})(?:予以|积极|主动)?"
        rf"{_HELPS}(?=[，。；]|$)",
        "somebody helps who is no name that is known",
        "县民政局登记，路产公安协助；",
    ),
    Doubt(
        "另有何人",
        rf"{START}(?P<who>{NO}{{1,10}}?{ENDS}){_ACTS}",
        "somebody else acts who is no name that is known",
        "县民政局登记，路产处应当复核；",
    ),
    Doubt(
        "并列的何人（没有结尾的）",
        rf"(?:{START}|由)[{KNOWN}{UNKNOWN}](?:、|和|与|及)(?P<who>(?!{NO_WHO}){WORD}{{2,6}}?){SOMEBODY}"
        rf"(?:共同|联合|分别|一起|{_SURELY})",
        "a member of those who act is no name that is known",
        "县民政局、路产共同派员核查；",
    ),
    Doubt(
        "会同何人（没有结尾的）",
        rf"(?:会同|联同)(?P<who>(?!{ANYBODY}|{NO_WHO}){WORD}{{2,6}}?){SOMEBODY}"
        rf"(?:{_SURELY}|{_ALONE})",
        "it acts together with somebody who is no name that is known",
        "县民政局会同路产开展巡查；",
    ),
    Doubt(
        "会同何人（到句末的）",
        rf"(?:会同|联同)(?P<who>(?!{_NO_DEPARTMENT}|{ANYBODY}|{NO_WHO}|{BELOW}){WORD}{{2,}})",
        "behind 会同 stands somebody, and it is no name that is known",
        "县公安局会同路产每半年联合检查一次；",
    ),
    Doubt(
        "对何事的何人",
        rf"{START}(?P<who>(?!{NO_WHO}){WORD}{{2,4}}){SOMEBODY}"
        rf"对(?![口外此照应标])[^，。；{SIGNS}]+{CLAUSE_WORDS.any('done_to')}",
        "a word that may be a name stands before what something is done to",
        "县民政局登记，路产对违规占用依法处理；",
    ),
    Doubt(
        "冒号前的何人（没有结尾的）",
        rf"^(?P<who>(?!{NO_WHO}){WORD}{{2,6}}){SOMEBODY}：{CLAUSE_WORDS.any('colon_does')}",
        "a word that may be a name stands before a colon and what is somebody's part",
        "路产：负责巡查，具体方案由县公安局提出；",
    ),
    Doubt(
        "短句开头的何人",
        rf"{START}(?P<who>(?!{NO_WHO}){WORD}{{2,4}}?)(?<![后前时中内]){SOMEBODY}"
        rf"(?:{_SURELY}|{_ALONE})(?![报经向由在])(?=[^，。；的和与及、]{{2}})",
        "a word that may be a name stands where who acts does, before a verb with its object",
        "县民政局登记，路产组织巡查道路；",
    ),
)
