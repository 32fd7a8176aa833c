"""A clause's text → the offices that it names, and the text with a sign (signs.py) in the place
of each."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.extract.offices.fields import WORD_STARTS
from dutylist.extract.offices.name_groups import bare_words_at, group_at
from dutylist.extract.offices.one_name import is_cut, name_at
from dutylist.extract.offices.phrases import ENDS_LEAD, STOPS_PHRASE, is_lead, where_names_may_end
from dutylist.extract.offices.places import MAY_BE_LEVEL
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import KNOWN, OTHER, UNKNOWN, Lexed, Named
from dutylist.extract.offices.vague import (
    authority_end,
    by_part_at,
    everybody_at,
    left_open_at,
    other_members_at,
    somebody_at,
    speaker_at,
)
from dutylist.records.labels import BULLETS, without_bullet
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

QUOTES = str.maketrans("", "", '“”"')
"""“两新”工委 is read as 两新工委."""

_AS_READ = {**QUOTES, **str.maketrans(",;:", "，；：")}
# A bullet begins a sentence and is none of the signs that stand for names (signs.py); · stands
# within names, ○ within years.
_BULLET = Pattern(rf"[{BULLETS}](?<![·○])|(?<=[\s，。；：])[·○]")

_POINT_STOP = Pattern(r"(?<=[一-鿿）)])[.．](?=[一-鿿（(]|$)")

# The same for every document: fields, levels, brackets.
_BEGINS = MAY_BE_LEVEL.union((pair[:1] for pair in WORD_STARTS), "（(")
_BEFORE_START = STOPS_PHRASE | ENDS_LEAD

_OF_LOWEST = Pattern(f"{PLACE_WORDS.any('township')}$")
_BRACKET = Pattern(r"[（(][^（()）]*[）)]")
_FIELD_OF_WORK = Pattern("部门|机关|机构|单位|企业|公司")


def lex(reader: Reader, text: str) -> Lexed:
    """Put a sign in the place of each name; brackets are left out of the masked text."""
    key = (text, reader.above)
    if (found := reader.lexed.get(key)) is None:
        found = reader.lexed[key] = _lex(reader, _as_read(text))
    return found


def _as_read(text: str) -> str:
    text = _BULLET.sub("；", without_bullet(text).translate(_AS_READ))
    if "." in text or "．" in text:
        text = _POINT_STOP.sub("。", text)
    return text


def _lex(reader: Reader, text: str) -> Lexed:
    masked: list[str] = []
    found: list[Named] = []
    brackets: list[str] = []
    at = 0
    has_field = bool(_FIELD_OF_WORK.search(text))
    starts, short = reader.registry.starts, reader.registry.starts_of_any_ending
    begins = reader.registry.begins
    ended = where_names_may_end(text)
    while at < len(text):
        char = text[at]
        last = masked[-1] if masked else "，"
        if char in STOPS_PHRASE or (
            char not in begins and char not in _BEGINS and last not in _BEFORE_START
        ):
            # Most characters: no name begins there.
            masked.append(char)
            at += 1
            continue
        if char in "（(" and (bracket := _BRACKET.match(text, at)):
            brackets.append(bracket[0][1:-1])
            at = bracket.end()
            continue
        start = last in STOPS_PHRASE or (last in ENDS_LEAD and is_lead(masked))
        one = None
        two = text[at : at + 2]
        may_begin = (
            two in short or (ended[at] and two in starts) or (has_field and two in WORD_STARTS)
        )
        if start or may_begin or char in MAY_BE_LEVEL:
            one = _named_at(reader, text, at, start, has_field, masked)
        if one:
            found.append(one)
            masked.append(one.sign)
            at = one.end
        else:
            masked.append(char)
            at += 1
    return Lexed("".join(masked), tuple(found), tuple(brackets), text)


def _named_at(
    reader: Reader, text: str, at: int, start: bool, has_field: bool, masked: list[str]
) -> Named | None:
    """What is named at an offset, behind the masked text."""
    if start and (
        found := everybody_at(text, at, reader.row)
        or by_part_at(text, at, reader.row)
        or speaker_at(text, at, reader.above, reader.row)
    ):
        return found
    if start and (words := bare_words_at(reader, text, at, masked[-1:] == ["由"])):
        return words
    if not start and text[at] in MAY_BE_LEVEL and is_cut(text, at):
        return None
    if not start and _OF_LOWEST.search(text, max(at - 2, 0), at):
        # 苏木综合行政执法局: the township's own.
        own = name_at(reader, text, at, start) if text[at] not in MAY_BE_LEVEL else None
        if own:
            return Named(OTHER, at, own.end)
    if group := group_at(reader, text, at, start, has_field):
        return group
    if authority := _authority_at(reader, text, at, start):
        return authority
    if not start:
        return None
    if KNOWN in masked and (rest := other_members_at(text, at, reader.row)):
        return rest
    return somebody_at(text, at) or left_open_at(text, at, reader.row)


def _authority_at(reader: Reader, text: str, at: int, start: bool) -> Named | None:
    _level, begin = reader.registry.region.prefix_at(text, at)
    if begin == at or (begin - at == 1 and is_cut(text, at)):
        return None
    end = authority_end(text, begin, start)
    return Named(OTHER, at, end) if end else None


def mentioned(reader: Reader, text: str) -> Iterator[str]:
    """The offices that a text names anywhere, in brackets as well, in order; another level's
    office of a known kind (州科学技术局) as printed."""
    for part in [text, *(match[0][1:-1] for match in _BRACKET.finditer(text))]:
        for named in lex(reader, part).named:
            if named.sign == KNOWN and not named.bare_body:
                yield from named.offices
            elif named.sign == UNKNOWN and not named.by_field:
                for name in named.unknown:
                    apart = reader.registry.apart(name)
                    if apart.meaning and apart.level not in ("county", "town", ""):
                        yield name
