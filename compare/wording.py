"""Two texts to the character, in whole Chinese words.

Numbers with their unit, dates, 《…》 and the names of offices are never cut; the rest is cut into
words by rjieba. Width and white space are looked at apart, so that they never hide or make a
change of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from dutylist.compare.lookalikes import look_alike
from dutylist.compare.model import Segment, SegmentKind, Why, WordingChange
from dutylist.records.code_points import IDEOGRAPHS
from dutylist.records.text import squeezed

# Full-width forms and curly quotes, each onto one ASCII character, and radicals onto what they look
# like: lengths stay the same.
_FOLD = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {
        ord("“"): '"',
        ord("”"): '"',
        ord("‘"): "'",
        ord("’"): "'",
        ord("｡"): "。",
        ord("､"): "、",
    }
    | IDEOGRAPHS
)

_NUMBER = (
    r"\d+(?:[.,]\d+)*"
    r"(?:年(?:\d+月(?:\d+日)?)?|月(?:\d+日)?|日|时|分钟?|小时|天|[%‰]|[万亿]?元"
    r"|个(?:工作日|自然日|月|小时)?|[项条款人户村亩次])?"
)
_TITLE = r"《[^《》]{1,60}》"

# An unchanged stretch of one character between two changes reads as part of one change; one of
# two does where the changes around it are twice as long.
_SHORT_STRETCH = 2
END_MARKS = frozenset("；。;.")
# Marks between words. What joins numbers (3-5, 50%) or stands for a word (/, +) is none of them.
_MARKS = frozenset("，、；：。！？…·,;:.!?\"'“”‘’《》〈〉()（）[]【】〔〕")
_BREAKS = frozenset("，；。、：,;:！？!?）)\n")


def fold_width(text: str) -> str:
    """The text with full-width marks, letters and digits in half width, character for character."""
    return text.translate(_FOLD)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text as it is compared: without white space, in half width."""
    return squeezed(text).translate(_FOLD)


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    # Its dictionary takes a tenth of a second: only where a text is cut at all.
    import rjieba

    return tuple(rjieba.cut(text))


@dataclass(frozen=True)
class WordingRules:
    """What to keep whole (`names`), and which old name now reads as which new one (`renamed`)."""

    names: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Old names onto new names, both as they are compared."""
        return {fold(old): fold(new) for old, new in self.renamed.items()}

    @cached_property
    def longest_first(self) -> tuple[tuple[str, str], ...]:
        """Old names with their new ones, the longest first."""
        return tuple(sorted(self.keys.items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Finds what must not be cut; the longest name first."""
        names = {fold(name) for name in (*self.names, *self.renamed, *self.renamed.values())}
        # One character stands in many words (镇 in 乡镇): where it is a word the words say.
        longest_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
        return re.compile("|".join([_TITLE, *map(re.escape, longest_first), _NUMBER]))


@dataclass(frozen=True)
class _Token:
    """A word: its characters, the white space before each of them, as it is compared, and as
    printed, white space and all."""

    characters: str
    gaps: tuple[str, ...]
    key: str
    text: str


@dataclass(frozen=True)
class _Block:
    """Tokens old[a0:a1] against new[b0:b1]; `equal` where their keys agree."""

    equal: bool
    a0: int
    a1: int
    b0: int
    b1: int


def compare_wording(old: str, new: str, rules: WordingRules | None = None) -> WordingChange:
    """The differences between two texts; the result's `old` and `new` are exactly these texts."""
    if old == new:
        return WordingChange((Segment("equal", old),) if old else ())
    rules = rules or WordingRules()
    new_tokens, after_end = _tokens(new, rules, {})
    # Where the new text still has an old name, that name was not replaced here.
    kept = {one.key for one in new_tokens}
    renamed = {name: now for name, now in rules.keys.items() if name not in kept}
    old_tokens, before_end = _tokens(old, rules, renamed)
    before, before_mark = _without_end_mark(old_tokens)
    after, after_mark = _without_end_mark(new_tokens)
    blocks = _slide(_join_short(_blocks(before, after), before, after), before, after)
    parts = [part for block in blocks for part in _segments(block, before, after)]
    if [one.key for one in before_mark] == [one.key for one in after_mark]:
        parts += _same_word(_whole(before_mark), _whole(after_mark))
    else:
        parts += _differing("end mark", _whole(before_mark).text, _whole(after_mark).text)
    parts += _differing("space", before_end, after_end)
    return WordingChange(tuple(_joined(parts)))


def compare_texts(old: Sequence[str], new: Sequence[str], rules: WordingRules) -> WordingChange:
    """The differences between several texts, one a line; where one side has none, all of the
    other is its own."""
    before, now = "\n".join(old), "\n".join(new)
    if not old:
        return whole_text(now, "inserted")
    if not new:
        return whole_text(before, "deleted")
    return compare_wording(before, now, rules)


def whole_text(text: str, kind: SegmentKind) -> WordingChange:
    """A text that stands in one edition only, as a change."""
    return WordingChange((Segment(kind, text, "wording"),) if text else ())


def replaced(wording: WordingChange, why: Why) -> Iterator[tuple[str, str]]:
    """The old and new text of each place that differs for that reason alone."""
    segments = wording.segments
    at = 0
    while at < len(segments):
        part = segments[at]
        if part.kind == "equal" or part.why != why:
            at += 1
            continue
        follower = segments[at + 1] if at + 1 < len(segments) else None
        if (
            part.kind == "deleted"
            and follower
            and (follower.kind, follower.why) == ("inserted", why)
        ):
            yield part.text, follower.text
            at += 2
            continue
        yield (part.text, "") if part.kind == "deleted" else ("", part.text)
        at += 1


def _without_end_mark(tokens: Sequence[_Token]) -> tuple[Sequence[_Token], Sequence[_Token]]:
    """A clause's last mark apart: ；or 。 only tells whether another clause follows."""
    if tokens and tokens[-1].key in END_MARKS:
        return tokens[:-1], tokens[-1:]
    return tokens, ()


def _tokens(text: str, rules: WordingRules, renamed: Mapping[str, str]) -> tuple[list[_Token], str]:
    """The text's words, and the white space after the last."""
    characters: list[str] = []
    gaps: list[str] = []
    gap = ""
    for one in text:
        if one.isspace():
            gap += one
        else:
            characters.append(one)
            gaps.append(gap)
            gap = ""
    plain = "".join(characters)
    spaced = len(plain) + len(gap) < len(text)
    tokens = []
    start = 0
    for word in _cut(plain.translate(_FOLD), rules):
        end = start + len(word)
        own, own_gaps = plain[start:end], tuple(gaps[start:end])
        printed = "".join(map("".join, zip(own_gaps, own, strict=True))) if spaced else own
        tokens.append(_Token(own, own_gaps, renamed.get(word, word), printed))
        start = end
    return tokens, gap


def _cut(folded: str, rules: WordingRules) -> Iterator[str]:
    start = 0
    for match in rules.whole.finditer(folded):
        if match.start() > start:
            yield from _words(folded[start : match.start()])
        yield match.group()
        start = match.end()
    if start < len(folded):
        yield from _words(folded[start:])


def _blocks(before: Sequence[_Token], after: Sequence[_Token]) -> list[_Block]:
    """Equal and changed stretches in turn, beginning and ending with an equal one (maybe empty)."""
    opcodes = LCSseq.opcodes([one.key for one in before], [one.key for one in after])
    blocks = [_Block(True, 0, 0, 0, 0)]
    for code in opcodes:
        block = _Block(
            code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end
        )
        if block.equal == blocks[-1].equal:
            last = blocks.pop()
            block = _Block(block.equal, last.a0, block.a1, last.b0, block.b1)
        blocks.append(block)
    if not blocks[-1].equal:
        blocks.append(_Block(True, len(before), len(before), len(after), len(after)))
    return blocks


def _join_short(
    blocks: Sequence[_Block], before: Sequence[_Token], after: Sequence[_Token]
) -> list[_Block]:
    """Changes with next to nothing between them become one change."""

    def weight(block: _Block) -> int:
        deleted = sum(len(one.key) for one in before[block.a0 : block.a1])
        inserted = sum(len(one.key) for one in after[block.b0 : block.b1])
        return max(deleted, inserted)

    joined = list(blocks)
    at = 2
    while at < len(joined) - 2:
        left, middle, right = joined[at - 1 : at + 2]
        between, around = weight(middle), min(weight(left), weight(right))
        if _marks_only(left, before, after) and _marks_only(right, before, after):
            at += 2
            continue
        if between <= 1 or (between <= _SHORT_STRETCH and 2 * between <= around):
            joined[at - 1 : at + 2] = [_Block(False, left.a0, right.a1, left.b0, right.b1)]
            at = max(at - 2, 2)
        else:
            at += 2
    return joined


def _marks_only(block: _Block, before: Sequence[_Token], after: Sequence[_Token]) -> bool:
    """Nothing but marks was put in, taken out or replaced, and not between two numbers."""
    changed = (*before[block.a0 : block.a1], *after[block.b0 : block.b1])
    if any(one.key not in _MARKS for one in changed):
        return False
    around = ((before, block.a0, block.a1), (after, block.b0, block.b1))
    return not any(
        start > 0
        and end < len(side)
        and _is_numeral(side[start - 1].key[-1])
        and _is_numeral(side[end].key[0])
        for side, start, end in around
    )


def _is_numeral(character: str) -> bool:
    return character.isdecimal() or character in "一二三四五六七八九十百"


def _slide(
    blocks: Sequence[_Block], before: Sequence[_Token], after: Sequence[_Token]
) -> list[_Block]:
    """A lone insertion or deletion that could stand in several places begins after a mark.

    "、乙" inserted after 甲 or "甲、" inserted before 乙 are the same text; the reader wants
    whole members of an enumeration and whole sentences.
    """
    slid = list(blocks)
    for at, block in enumerate(blocks):
        deletes, inserts = block.a1 > block.a0, block.b1 > block.b0
        if block.equal or deletes == inserts:
            continue
        tokens = before if deletes else after
        start, end = (block.a0, block.a1) if deletes else (block.b0, block.b1)
        left, right = slid[at - 1], slid[at + 1]
        back = 0
        while (
            back < left.a1 - left.a0 and tokens[start - back - 1].key == tokens[end - back - 1].key
        ):
            back += 1
        ahead = 0
        while ahead < right.a1 - right.a0 and tokens[start + ahead].key == tokens[end + ahead].key:
            ahead += 1
        shift = max(
            range(-back, ahead + 1),
            key=lambda step: (_fit(tokens, start + step, end + step), -abs(step)),
        )
        slid[at - 1] = _Block(True, left.a0, left.a1 + shift, left.b0, left.b1 + shift)
        slid[at] = _Block(
            False, block.a0 + shift, block.a1 + shift, block.b0 + shift, block.b1 + shift
        )
        slid[at + 1] = _Block(True, right.a0 + shift, right.a1, right.b0 + shift, right.b1)
    return slid


def _fit(tokens: Sequence[_Token], start: int, end: int) -> int:
    """How well a stretch begins and ends where a sentence or a member of a list does."""
    opens = start == 0 or tokens[start - 1].key in _BREAKS
    closes = end == len(tokens) or tokens[end - 1].key in _BREAKS
    return opens + closes


def _segments(
    block: _Block, before: Sequence[_Token], after: Sequence[_Token]
) -> Iterator[Segment]:
    old, new = before[block.a0 : block.a1], after[block.b0 : block.b1]
    if block.equal:
        for one, other in zip(old, new, strict=True):
            yield from _same_word(one, other)
        return
    if _marks_only(block, before, after):
        yield from _differing("mark", _whole(old).text, _whole(new).text)
        return
    head, (end_old, end_new) = _common_ends(old, new)
    yield from _same_word(_whole(old[: head[0]]), _whole(new[: head[1]]))
    yield from _differing(
        "wording",
        "".join(one.text for one in old[head[0] : end_old]),
        "".join(one.text for one in new[head[1] : end_new]),
    )
    yield from _same_word(_whole(old[end_old:]), _whole(new[end_new:]))


def _common_ends(
    old: Sequence[_Token], new: Sequence[_Token]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """What is the same at both ends of a change and was only cut differently into words.

    Returns where the change begins, and where it ends, in tokens of old and new.
    """
    old_cuts, new_cuts = _cuts(old), _cuts(new)
    old_key, new_key = ("".join(one.key for one in side) for side in (old, new))
    head = max(cut for cut in old_cuts if cut in new_cuts and old_key[:cut] == new_key[:cut])
    tail = max(
        length
        for length in (len(old_key) - cut for cut in old_cuts)
        if len(new_key) - length in new_cuts
        and length <= min(len(old_key), len(new_key)) - head
        and (not length or old_key[-length:] == new_key[-length:])
    )
    return (old_cuts[head], new_cuts[head]), (
        old_cuts[len(old_key) - tail],
        new_cuts[len(new_key) - tail],
    )


def _cuts(tokens: Sequence[_Token]) -> dict[int, int]:
    """Each place between tokens, in characters, and how many tokens stand before it."""
    lengths = accumulate((len(one.key) for one in tokens), initial=0)
    return {length: index for index, length in enumerate(lengths)}


def _whole(tokens: Iterable[_Token]) -> _Token:
    """Tokens that only the cutting keeps apart, as one."""
    all_tokens = tuple(tokens)
    return _Token(
        "".join(token.characters for token in all_tokens),
        tuple(gap for token in all_tokens for gap in token.gaps),
        "".join(token.key for token in all_tokens),
        "".join(token.text for token in all_tokens),
    )


def _same_word(one: _Token, other: _Token) -> Iterator[Segment]:
    """A word that is the same but for width, white space or a name's new form."""
    if one.text == other.text:
        yield Segment("equal", one.text)
        return
    if fold_width(one.characters) != fold_width(other.characters):
        yield from _differing("rename", one.text, other.text)
        return
    for index, (was, now) in enumerate(zip(one.characters, other.characters, strict=True)):
        yield from _differing("space", one.gaps[index], other.gaps[index])
        yield from _differing("width", was, now)


def _differing(why: Why, old: str, new: str) -> list[Segment]:
    if old == new:
        return [Segment("equal", old)] if old else []
    if why == "wording" and look_alike(fold(old), fold(new)):
        why = "lookalike"
    parts = [Segment("deleted", old, why)] if old else []
    return parts + ([Segment("inserted", new, why)] if new else [])


def _joined(parts: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind and reason as one segment; deletions before insertions."""
    held: list[Segment] = []
    for part in parts:
        if held and (held[0].kind == "equal") != (part.kind == "equal"):
            yield from _merged(held)
            held = []
        held.append(part)
    yield from _merged(held)


def _merged(parts: Sequence[Segment]) -> Iterator[Segment]:
    if not parts:
        return
    if parts[0].kind == "equal":
        yield Segment("equal", "".join(part.text for part in parts))
        return
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) and parts[end].why == parts[at].why:
            end += 1
        for kind in ("deleted", "inserted"):
            text = "".join(part.text for part in parts[at:end] if part.kind == kind)
            if text:
                yield Segment(kind, text, parts[at].why)
        at = end
