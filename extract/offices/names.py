"""How offices' names are built: place + field + kind (青山县 + 市场监督管理 + 局)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexicon import LEXICON, Meaning, Words
from dutylist.extract.offices.places import Level, Region
from dutylist.extract.offices.predicates import begins_like_predicate, verb_at
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# Where an office's name may end within a text.
KIND_END = OFFICE_ENDINGS.any_within("in_sentence")
KIND_ENDS = Pattern(KIND_END)
# 国家税务总局青山县税务局: what stands before the place is its line's, what follows is its name.
_PARTY = Pattern(r"^(?:中国共产党|中共)")
_BRANCHES = OFFICE_ENDINGS.table("branch_of").items()
_BRANCH = Pattern(f"(?:{'|'.join(f'(?<={end}){more}' for end, more in _BRANCHES)})$")
_CHAIN = Pattern(OFFICE_ENDINGS.any("with_bodies"))
_BODY_END = Pattern(f"{OFFICE_ENDINGS.any('body_behind')}$")
# 等有关部门依法查处, 某某县分局: what follows an office's name and is no body of it.
_NO_BODY = Pattern(
    rf"^[等并的由对将把按或和与及]|[按由或]|[{PLACE_WORDS.letters('level')}]|部门|单位|依法|负责|开展|协助|配合"
)
# 县公安局不参与统筹推进中心建设: no body of it begins so.
NEGATED = Pattern(
    rf"{CLAUSE_WORDS.any('before_negation')}*(?:不(?!动产)|未(?!成年|来|检|保)|{CLAUSE_WORDS.any('negates')})"
)
_BODIES = Words(LEXICON.bodies)
_TEAM_END = Pattern(f"{OFFICE_ENDINGS.any('team')}$")
# 公安局分局交警大队, its place left out.
_OF_BRANCH = Pattern(f"^{OFFICE_ENDINGS.any('branch')}")
_LONGEST_BODY = 14
"""Characters of a body's own name behind its office's (公安局 + 交通警察大队)."""


@dataclass(frozen=True)
class OfficeName:
    """A name taken apart: whose office by its place, what it is called without it, what that can
    stand for. `branch` is true for one that its place's upper level keeps there (市公安局某某分局).
    """

    text: str
    level: Level
    core: str
    meaning: Meaning
    branch: bool = False


@lru_cache(maxsize=20_000)
def take_apart(name: str, region: Region) -> OfficeName:
    """Take a name apart (without a second name in brackets).

    >>> apart = take_apart("清河市公安局青山县分局", Region("江北省", "清河市", "青山县"))
    >>> apart.level, apart.core, apart.branch
    ('county', '公安局', True)
    """
    text = _PARTY.sub("", name.replace("“", "").replace("”", "").replace('"', ""))
    if (league := _LEAGUE.fullmatch(text)) and region.prefix_at(league[1], 0)[1] == len(league[1]):
        # 团县委, 团某某区委: the place stands within.
        level = region.prefix_at(league[1], 0)[0]
        return OfficeName(name, level, "团委", LEXICON.meaning("团委"))
    level, end = region.prefix_at(text, 0)
    rest = text[end:]
    if own := _OWN_BRANCH.search(rest):
        core, meaning = _core(rest[: own.start()])
        return OfficeName(name, "county", core, meaning, branch=True)
    branch = False
    if level in _ABOVE and (place := next(filter(rest.startswith, region.county_names), "")):
        # 市青山生态环境局: what the city keeps in the county.
        core, meaning = _core(rest[len(place) :])
        if meaning:
            return OfficeName(name, "county", core, meaning, branch=True)
    inner = next((p for p in region.county_names if _may_hold_place(rest, p, region)), "")
    if inner:
        at = rest.find(inner, 1)
        branch = bool(level) and level != "county"
        core, meaning = _within(rest, inner, region)
        if not meaning and not level and (upper := _OTHER_UPPER.match(rest)):
            # 清河市生态环境局青山分局, 福建海警局青山站, where the cover names no 清河市.
            core, meaning = _within(rest[upper.end() :], inner, region)
            branch = bool(meaning)
        if not meaning:
            core = core_text(rest[:at] + rest[at + len(inner) :])
        return OfficeName(name, "county", core, meaning, branch)
    if level == "":
        # 中国人民银行清河市分行, 国家税务总局清河市税务局: the place stands within.
        for place, its in region.prefixes.items():
            if len(place) > 2 and its != "town" and _may_hold_place(rest, place, region):
                core, meaning = _within(rest, place, region)
                if meaning:
                    return OfficeName(name, its, core, meaning)
    core, meaning = _core(rest)
    if not meaning and (line := _CENTRAL.match(rest)):
        core, meaning = _at_another_place(rest, line.end(), region)
    return OfficeName(name, level, core, meaning)


def _at_another_place(text: str, begin: int, region: Region) -> tuple[str, Meaning]:
    """The core of a central line's office at a place that the cover does not name
    (国家税务总局某某税务局)."""
    for length in range(2, _LONGEST_PLACE + 1):
        core, meaning = _within(text, text[begin : begin + length], region)
        if meaning:
            return core, meaning
    return core_text(text), Meaning()


def _within(text: str, place: str, region: Region) -> tuple[str, Meaning]:
    """The core of a name that holds a place: without it and others, or what stands behind it."""
    at = text.find(place, 1)
    without = text[:at] + text[at + len(place) :]
    bare = without
    for other in sorted(region.prefixes, key=len, reverse=True):
        bare = bare.replace(other, "")
    parts = [without, bare, text[at + len(place) :]]
    if parts[2] in _BEHIND_PLACE:
        parts.append(text[:at])
    for joined in dict.fromkeys(parts):
        core, meaning = _core(joined)
        if meaning:
            return core, meaning
    return without, Meaning()


def _may_hold_place(text: str, place: str, region: Region) -> bool:
    """Whether a place stands within a name: 国家税务总局某某县税务局, 公安某某分局."""
    at = text.find(place, 1)
    if at < 0:
        return False
    head = text[:at]
    for other in region.prefixes:
        head = head.removesuffix(other)
    if any(begins_like_predicate(head[end.end() :]) for end in KIND_ENDS.finditer(head)):
        # 国网供电公司抢修 + 青山县 + 自来水公司: somebody acts on another's.
        return False
    return head in LEXICON.words or head in LEXICON.bare_names or bool(_LINE_HEAD.search(head))


_ABOVE = ("prefecture", "province")
_LONGEST_PLACE = 8
"""Characters: 红柳滩经济开发区 has as many."""
_CENTRAL = Pattern("国家[^局]{2,10}局|中国人民银行")
_COMPANY_LINE = Pattern("(?:国网|中国|国家|南方)[^局委办]{2,14}?公司")
_OTHER_UPPER = Pattern(
    f"[一-鿿]{{2,4}}?{PLACE_WORDS.any('upper')}|{PLACE_WORDS.any('province_called')}省?"
)
_BEHIND_PLACE = OFFICE_ENDINGS.words("behind_place")
_LINE_HEAD = Pattern(
    rf"^(?:国家|国网|中国|共青团|共产|南方电网)|{OFFICE_ENDINGS.any('before_place')}$"
)
# 市生态环境局旗分局, where the place is left out.
_OWN_BRANCH = Pattern(f"(?<=局)[{PLACE_WORDS.letters('county')}]分局$")
_LEAGUE = Pattern("团(.{1,9})委")


def _core(text: str) -> tuple[str, Meaning]:
    """A name without its places, and what it can stand for."""
    cores = dict.fromkeys((text, core_text(text)))
    if text.endswith("分公司"):
        # 水务分公司 is what 水务公司 has there.
        cores[core_text(f"{text.removesuffix('分公司')}公司")] = None
    for core in sorted(cores, key=lambda one: not LEXICON.meaning(one).known):
        if meaning := LEXICON.meaning(core):
            if (
                text.startswith("委")
                and core != text
                and not (meaning.own & LEXICON.party)
                and not meaning.parents
            ):
                continue
            return core, meaning
    if text.endswith("公司"):
        # 某某燃气有限公司 goes by 燃气公司.
        whole = core_text(text)
        for at in range(1, len(text) - 3):
            if whole[at:] in LEXICON.names and not _speaks_of(whole[:at]):
                return whole[at:], LEXICON.meaning(whole[at:])
    # 公安局交通警察大队: a body behind its office.
    for match in _CHAIN.finditer(core_text(text)):
        head, tail = core_text(text)[: match.end()], core_text(text)[match.end() :]
        office = LEXICON.meaning(head)
        if not office or not 1 < len(tail) <= _LONGEST_BODY or not _BODY_END.search(tail):
            continue
        if begins_like_predicate(tail) or NEGATED.match(tail):
            continue
        if tail not in LEXICON.bodies and _NO_BODY.search(tail):
            continue
        word, team = _body_and_team(tail)
        if team and begins_like_predicate(team):
            # 公安局交警大队查处: what it does, though it ends like a name.
            continue
        if team and not _TEAM_END.search(team):
            word = team = ""
        body = LEXICON.body_names.get(word, "")
        parents = office.own or office.parents
        return core_text(text), Meaning(parents=parents, body=body, known=bool(body), team=team)
    return core_text(text), Meaning()


def _body_and_team(tail: str) -> tuple[str, str]:
    """The lexicon's body that stands behind an office's name, "" where none does, and what follows
    it: 交警支队 and 二一七团大队."""
    if tail in LEXICON.bodies:
        return tail, ""
    if (trimmed := _BRANCH.sub("", tail)) in LEXICON.bodies:
        return trimmed, ""
    own = _OF_BRANCH.sub("", tail)
    word = _BODIES.longest_at(own, 0)
    return word, own[len(word) :] if word else ""


def _speaks_of(head: str) -> bool:
    """Whether what stands before a company's name is somebody who does something to it
    (公安局立案侦查 + 供电公司), and neither its brand nor its line with a place."""
    if line := _COMPANY_LINE.match(head):
        head = head[line.end() :]
    elif KIND_ENDS.search(head):
        return True
    return any(verb_at(head, at) for at in range(len(head)))


def core_text(text: str) -> str:
    """A name's text without the party's 委 and the ending of a branch."""
    core = _LIMITED.sub("公司", text)
    core = _PARTY_MARK.sub("", core)
    return _BRANCH.sub("", core)


_LIMITED = Pattern(r"(?:股份|集团)?有限(?:责任)?公司$")
_PARTY_MARK = Pattern(
    r"^(?:党工委|党委|委员会|委)(?=.{2,}(?:部|办|办公室|委|局|校|室|委员会|工委|中心)$|.办$)"
)
