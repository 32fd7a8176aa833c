"""A clause's sentences → what each says of the offices that it names, and what it leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.rules import Says, decide
from dutylist.extract.offices.signs import KNOWN, SIGNS, UNKNOWN, Lexed, Named
from dutylist.records.patterns import Pattern

_OFFICE = f"[{KNOWN}{UNKNOWN}]"
_NO = f"[^，。；{SIGNS}]"
_CONDITION = Pattern(
    rf"(?:{CLAUSE_WORDS.any('condition')}|已[^，]*的[^，的]{{1,8}}，$|应[^，]{{1,9}}{CLAUSE_WORDS.any('asked')})|"
    rf".*{CLAUSE_WORDS.any('ends_condition')}，?$"
)
# 运营机构应当…, 由乡人民政府…: somebody acts who is no office.
_SOMEBODY_ELSE = Pattern(
    rf"由|[^，。；◇◆▲]{{0,10}}{CLAUSE_WORDS.any('outside_acts')}{CLAUSE_WORDS.any('outside_does')}"
)
# A verb alone says whose what stands before it is, 由县民政局提供名单 is another work.
_ABOUT_IT = Pattern(
    rf"(?:并|再)?(?:由{_OFFICE}(?:具体|统一|分别|共同|依法|按职责|予以|进行|负责|组织|牵头)*{_NO}{{0,2}}(?:$|，)|"
    rf"{_OFFICE}(?:具体|统一|牵头)?{CLAUSE_WORDS.any('of_what_before')}?$)"
)
# 开展整治，由县公安局组织实施: who does the whole of it; 建立台账，由县公安局调阅 may be two works.
_DOES_THE_WHOLE = Pattern(
    rf"(?:并|再)?由{_OFFICE}{_NO}*{CLAUSE_WORDS.any('of_what_before', 'does_whole')}(?:$|，)"
)

# 在县公安局配合下封存样品: what follows is done by somebody else.
_WITH_HELP = Pattern(rf"在[{SIGNS}][^，]{{0,6}}下")
# 路口治理，资金由县财政局落实: the first is a work of its own, and not what 由 speaks of.
_NOUN_OF_WORK = Pattern(f"{CLAUSE_WORDS.any('noun_of_work')}$")
# 台风期间下达指令: what is done in that time.
_SEASON = Pattern("^[^，]{1,6}期间(?!的)")
_TO_WHAT = Pattern("(?:对|针对|将|为).*(?<![的后时前内中])$")
_OF_ANOTHER = Pattern(rf"[^，由{SIGNS}]{{1,8}}由{_OFFICE}")
# 县应急局，统筹调派队伍: at a sentence's beginning the comma only parts who acts from what it does.
_PAUSE = Pattern(rf"[，,](?:对(?!的)|{CLAUSE_WORDS.any('work')})")
_HELPING = ("予以配合", "为配合单位")


@dataclass(frozen=True)
class Said:
    """What a rule says of a sign."""

    named: Named
    says: Says
    rule: str


@dataclass(frozen=True)
class Reading:
    """What a text says of its offices, sign by sign, and whether its first words leave open who
    acts (`unsaid`, or `perhaps_unsaid`: 建立台账，由县公安局调阅) or whom those help who help
    (`helped`: 竣工验收，县公安局参与)."""

    said: tuple[Said, ...]
    unsaid: bool
    helped: bool = False
    perhaps_unsaid: bool = False

    def of(self, *says: Says) -> list[Said]:
        return [one for one in self.said if one.says in says]


def read(lexed: Lexed) -> Reading:
    """Apply the rules to each sign of a text."""
    said: list[Said] = []
    named = iter(lexed.named)
    unsaid: bool | None = None
    helped = perhaps = False
    sentences = re.split("[。；;]", lexed.masked)
    for place, sentence in enumerate(sentences):
        begin = len(said)
        acts: list[bool] = []
        for at, sign in enumerate(sentence):
            if sign in SIGNS:
                said.append(_said(next(named), sentence, at))
        helped = helped or _is_helped(sentence, said[begin:])
        if unsaid is None and sentence.strip():
            acts = [
                one.says in ("leads", "does", "joins", "all", "all but", "perhaps does", "must not")
                and one.rule not in ("会同", "与其共同", "在其配合下")
                for one in said[begin:]
            ]
            unsaid = _is_unsaid(sentence, acts)
            perhaps = _is_perhaps_unsaid(sentence)
            if not acts and _NOUN_OF_WORK.search(sentence.strip()):
                unsaid = not _ABOUT_IT.match("".join(sentences[place + 1 : place + 2]).strip())
    return Reading(tuple(said), bool(unsaid), helped, perhaps)


def _is_helped(sentence: str, said: list[Said]) -> bool:
    """Whether a sentence says who helps in a work and not whose the work is."""
    acting = [one for one in said if one.says in ("leads", "does", "joins", "all", "perhaps does")]
    if not acting or any(one.rule not in _HELPING for one in acting):
        return False
    first = min(sentence.find(sign) for sign in SIGNS if sign in sentence)
    work = sentence[: max(sentence.rfind(stop, 0, first) for stop in "，：") + 1].strip()
    if any(_SOMEBODY_ELSE.match(phrase.strip()) for phrase in re.split("[，：]", work)):
        return False
    return bool(work) and not _CONDITION.match(work)


def _said(named: Named, sentence: str, at: int) -> Said:
    start = max(sentence.rfind(stop, 0, at) for stop in "，,：:") + 1
    before, behind = sentence[start:at].strip(), sentence[at + 1 :]
    if not start and _PAUSE.match(behind):
        behind = behind[1:]
    rule = decide(named.sign, before, behind)
    return Said(named, rule.says, rule.name)


def _is_perhaps_unsaid(sentence: str) -> bool:
    """Whether a sentence begins with a doing and goes on with another that 由 gives to somebody."""
    work, stop, follows = sentence.strip().partition("，")
    follows = follows.partition("，")[0].strip()
    return (
        bool(stop)
        and begins_like_predicate(work)
        and not any(sign in work for sign in SIGNS)
        and not _CONDITION.match(work + stop)
        and follows.lstrip("并再").startswith("由")
        and bool(_ABOUT_IT.match(follows))
        and not _DOES_THE_WHOLE.match(follows)
    )


def _is_unsaid(sentence: str, acts: list[bool]) -> bool:
    """Whether a sentence begins with a doing of which it does not say whose it is."""
    signs = iter(acts)
    phrases = re.split("[，,]", sentence.strip())
    for place, phrase in enumerate(phrases):
        flags = [next(signs, False) for char in phrase if char in SIGNS]
        if any(flags):
            return False
        follows = phrases[place + 1] if place + 1 < len(phrases) else ""
        work = _WITH_HELP.sub("", phrase.strip(), count=1)
        # 普查经费，由县财政局保障; 发布预警，县气象局负责: the first phrase is what it is about.
        if work == phrase.strip() and _ABOUT_IT.match(follows):
            continue
        if _SOMEBODY_ELSE.match(phrase.strip()):
            continue
        work = _SEASON.sub("", work, count=1)
        # 对占道经营进行处罚；: nothing follows for which it could be the condition.
        last = place == len(phrases) - 1 and _TO_WHAT.match(work)
        if begins_like_predicate(work) and (last or not _CONDITION.match(work + "，")):
            return True
        if not flags and _NOUN_OF_WORK.search(work) and _OF_ANOTHER.match(follows.strip()):
            return True
    return False
