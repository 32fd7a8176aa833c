"""The one office that is named at an offset: by the longest name that is one's."""

from __future__ import annotations

import re
from dataclasses import replace

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.names import KIND_ENDS, NEGATED
from dutylist.extract.offices.phrases import RUN
from dutylist.extract.offices.predicates import begins_like_predicate, verb_at
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import KNOWN, UNKNOWN, Named
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# 财政局长, 公安局的: a person, or what is the office's.
_NO_NAME_BEFORE = Pattern(r"[长员](?![江沙乐治期久效远])")
# 司法所规范化建设, 工会经费: the name only says of what.
_NOUN_BEHIND = Pattern(CLAUSE_WORDS.any("noun_behind"))
# 属地派出所, 辖区司法所.
_LOCAL = Pattern(CLAUSE_WORDS.any("local"))
_CARRIES = CLAUSE_WORDS.any("carry", "in_bracket")
SECOND_NAME = Pattern(
    # 抄送县民宗局（责任单位：县文旅局）, 报县财政局（县民政局负责）: whose the clause is.
    r"[（(](?![^（()）]*[：:，,；;。])"
    rf"(?!(?!{_CARRIES})[^（()）]{{2,}}{_CARRIES}[）)])"
    r"(?:设在|挂靠在?|设于|即|含|以下简称)?(?P<name>[^（()）]{2,20})[）)]"
)
# A name without a place that is in no list: 商信局 for the row's 商务和工业信息化局.
_WHOLE_WORD = OFFICE_ENDINGS.words("whole_word")
_JOINING = frozenset(CLAUSE_WORDS.words("together"))
_FOR_ITSELF = tuple(CLAUSE_WORDS.words("for_itself"))
_SHORT_NAME = Pattern(f"[一-鿿]{{2,6}}?{OFFICE_ENDINGS.any_within('short_name')}")
# 与住建局共同监管: no name that is in no list begins so.
_NO_NAMES_START = frozenset("与和同及由对将把向经从在按以并为受报")
# Where a mark (县, 区) is the end of another word, or of another place's name.
_ANOTHER_PLACE = Pattern(f".{{0,3}}[{PLACE_WORDS.letters('level')}]")
_NOT_BEFORE_MARK = Pattern(f"{PLACE_WORDS.any('not_level_behind')}$")


def name_at(
    reader: Reader, text: str, at: int, start: bool = True, first: bool = True
) -> Named | None:
    """The one office named at an offset, by the longest name that is one's."""
    if start and (local := _LOCAL.match(text, at)):
        named = name_at(reader, text, local.end(), True, first)
        return replace(named, start=at) if named and named.bare_body else None
    _level, begin = reader.registry.region.prefix_at(text, at)
    if begin > at and not start and begin - at == 1 and is_cut(text, at):
        return None
    begun = begin > at or text[at : at + 2] in reader.registry.starts
    if not begun and not _SHORT_NAME.match(text, at):
        return None
    listed_alone = begin == at and _begins_no_name(reader, text, at)
    if not begun and listed_alone:
        return None
    run = RUN.match(text, begin)
    if not run:
        return None
    stretch = run[0]
    ends = {match.end() for match in KIND_ENDS.finditer(stretch)}
    bare = LEXICON.bare_names
    for offset in (0, 1) if stretch.startswith("委") else (0,):
        if stretch[offset : offset + 2] in LEXICON.bare_starts:
            longest = min(LEXICON.longest, len(stretch) - offset)
            ends.update(
                offset + length
                for length in range(2, longest + 1)
                if stretch[offset : offset + length] in bare
            )
    forms = reader.registry.forms
    for length in reader.registry.form_lengths.get(text[at : at + 1], ()):
        form = text[at : at + length]
        if form in forms:
            ends.add(at + len(form) - begin)
            break
    for end in sorted(ends, reverse=True):
        if end <= 0:
            continue
        name = text[at : begin + end]
        if listed_alone and name not in forms and name not in bare:
            continue
        named = _one(reader, text, at, begin + end, name, begin > at, first, start)
        if named:
            return named
    return None


def _begins_no_name(reader: Reader, text: str, at: int) -> bool:
    """Whether a name that is in no list can't begin there: 经县民政局审核, but 经发局; 指导公安局,
    but 规划资源分局, for names in the lists begin so, and 联合交通支队 although 联合会 does."""
    two = text[at : at + 2]
    if two in reader.registry.starts and two not in _JOINING:
        return False
    verb = verb_at(text, at)
    if verb and not KIND_ENDS.match(text, at + len(verb)):
        return name_at(reader, text, at + len(verb)) is not None
    if text[at : at + 1] not in _NO_NAMES_START:
        return False
    return text[at] != "经" or name_at(reader, text, at + 1) is not None


def is_cut(text: str, at: int) -> bool:
    """Whether a level's mark ends another word (社区, 邻县) rather than begins a name."""
    return bool(_NOT_BEFORE_MARK.search(text[max(at - 1, 0) : at + 1]))


def _one(
    reader: Reader, text: str, at: int, end: int, name: str, placed: bool, first: bool, start: bool
) -> Named | None:
    """A name as an office of the document, or as one that it lists nowhere; or None.

    At a phrase's beginning a name without a place counts though what follows is no known
    predicate, but leaves the clause to be confirmed.
    """
    behind = text[end : end + 4]
    if _NO_NAME_BEFORE.match(behind) and not name.endswith(("所", "站")):
        return None
    second = SECOND_NAME.match(text, end)
    office = reader.registry.resolve(name, reader.row)
    if not office:
        known = reader.registry.apart(name).meaning
        if not known or (not placed and len(name) < 3 and first):
            return None
        if second and (office := reader.registry.resolve(second["name"], reader.row)):
            return Named(KNOWN, at, second.end(), (office,))
        if not known.known and not placed:
            return None
        if not placed and first and not _stands_alone(name, behind):
            return None
        office = _of_above(reader, name)
        stop = second.end() if second else end
        if office:
            return Named(KNOWN, at, stop, (office,), bare_body=not placed)
        return Named(UNKNOWN, at, stop, (), (name,), bare_body=not placed)
    body = not placed and _is_body_of(reader, name, office)
    whole = placed or name in reader.registry.own_names or _stands_alone(name, behind)
    # 县人民医院: may act for itself.
    unsure = name.endswith(_FOR_ITSELF) and _is_body_of(reader, name, office)
    if not whole and (first or not re.match(r"[、和与及，。；等]|$", behind)):
        if not start or _NOUN_BEHIND.match(behind) or office not in reader.row.listed:
            return None
        unsure = True
    stop = second.end() if second else _body_end(reader, text, end)
    if body and (above := _of_above(reader, name)):
        office = above
    return Named(KNOWN, at, stop, (office,), others=unsure, bare_body=body)


def _is_body_of(reader: Reader, name: str, office: str) -> bool:
    """Whether a name is that of an office's body, not its own (派出所 of 县公安局)."""
    meaning = reader.registry.apart(name).meaning
    known = reader.registry.offices.get(office)
    return bool(meaning.parents) and not (known and meaning.body in known.bodies)


def _of_above(reader: Reader, name: str) -> str:
    """The heading's office, where the name is a body that may be its own."""
    meaning = reader.registry.apart(name).meaning
    for office in reader.above:
        known = reader.registry.offices.get(office)
        if known and len(reader.above) == 1:
            if meaning.parents & known.covers:
                return office
            if any(body for body in meaning.parents & frozenset(known.cores)):
                return office
    return ""


def _body_end(reader: Reader, text: str, end: int) -> int:
    """The end of a body's name behind its office's (县公安局 + 交警大队)."""
    run = RUN.match(text, end)
    if not run:
        return end
    stretch = run[0][:14]
    if stretch[0] in "和与及或以等并" or NEGATED.match(stretch) or _ANOTHER_PLACE.match(stretch):
        return end
    for length in range(min(LEXICON.longest, len(stretch)), 1, -1):
        if stretch[:length] in LEXICON.bodies:
            return end + length
    if begins_like_predicate(stretch):
        return end
    for match in KIND_ENDS.finditer(stretch):
        rest = stretch[match.end() :]
        if 2 <= match.end() <= 10 and (begins_like_predicate(rest) or NEGATED.match(rest)):
            # 民政局医保局分别落实: another of the row's.
            own = reader.registry.resolve(stretch[: match.end()], reader.row) in reader.row.listed
            return end if own else end + match.end()
    return end


def _stands_alone(name: str, behind: str) -> bool:
    """Whether a name without a place is the whole word: 派出所建立… is, 派出所建设规范 is not."""
    if len(name) >= 3 and name.endswith(_WHOLE_WORD):
        return True
    return not behind or behind[0] in "，。；：、（,;:(和与及等" or begins_like_predicate(behind)
