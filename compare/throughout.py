"""What holds everywhere: a replacement that was made all through the list is one change.

乡镇 → 街道, 本乡 → 本镇, one deadline for another, marks in another width: where it was made in
many duties and hardly anywhere left out, it is told once, with the places that still have the
old words; a duty with nothing else has not changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from rapidfuzz.distance import Postfix, Prefix

from dutylist.compare.model import (
    ClauseChange,
    DutyChange,
    Part,
    Passage,
    Replacement,
    Why,
    WordingChange,
)
from dutylist.compare.own_names import calls_itself
from dutylist.compare.wording import END_MARKS, fold, fold_width, replaced
from dutylist.records.labels import Style, label_of
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

# In so many duties a replacement holds everywhere, if at most this share of places was left out.
_DUTIES = 5
_LEFT_OUT = 0.1
# Longer words are a clause of their own, not a term.
_LONGEST = 12
# With its neighbours, a replacement that was seen in so many duties is kept whole, too.
_SEEN = 2

_TERMS = frozenset(PLACE_WORDS.words("township_in_term"))
_NUMERAL = Pattern("[0-9]+|[０-９]+|[一二三四五六七八九十]+")
# Styles with one character for label and number.
_FIRST: dict[Style, str] = {
    "circle": "①",
    "digit": "⒈",
    "digit paren": "⑴",
    "han paren": "㈠",
    "digit close": "1)",
    "bracket": "[1]",
    "han": "一",
    "article": "第一条",
}

Place = tuple[int, int, int]
"""A replaced stretch: the change, its wording, the segment."""

Column = tuple[Part, str, bool]
"""Where texts stand that are numbered alike: the part of the duty, the head of a column that no
clause comes from, and whether they are headings above clauses."""


@dataclass
class _Candidate:
    old: str
    new: str
    places: set[Place] = field(default_factory=set)

    @property
    def duties(self) -> set[int]:
        return {change for change, _, _ in self.places}


@dataclass(frozen=True)
class Throughout:
    """What holds everywhere: to be told (`replacements`), and how to read single words (`forms`)
    and marks (`marks`: why, old, new) from now on."""

    replacements: tuple[Replacement, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    marks: frozenset[tuple[Why, str, str]] = frozenset()


def find_throughout(
    changes: Sequence[DutyChange], expected: Set[tuple[str, str]] = frozenset()
) -> Throughout:
    """The replacements that hold in all the texts of these changes. `expected` are what the
    covers say already: of a 镇 that became a 街道 each 镇 does so, in however few duties."""
    paired = [change if change.old and change.new else None for change in changes]
    words, forms = _words(paired, changes, expected)
    marks = [
        *_labels(paired),
        *_widths(paired, changes),
        *_spaces(paired),
        *_end_marks(paired),
    ]
    return Throughout(
        (*words, *marks),
        forms,
        frozenset((one.why, one.old, one.new) for one in marks),
    )


def _words(
    paired: Sequence[DutyChange | None],
    changes: Sequence[DutyChange],
    expected: Set[tuple[str, str]],
) -> tuple[list[Replacement], tuple[tuple[str, str], ...]]:
    candidates = _candidates(paired)
    texts = [_new_texts(change) for change in changes]
    everything = "\n".join(texts)
    plain = {
        (one.old, one.new)
        for one in candidates
        if len(one.duties) >= _SEEN and _left(one, everything) <= _LEFT_OUT * len(one.places)
    }
    within = _within_words(paired, expected)
    expected = (expected | _beside(within)) - within
    plain -= within
    good = [one for one in candidates if (one.old, one.new) in plain | expected]
    told: list[Replacement] = []
    free = [_Candidate(one.old, one.new, set(one.places)) for one in good]
    chosen: set[tuple[str, str]] = set()
    while free:
        best = _widest(one for one in free if (one.old, one.new) in plain)
        known = best is None or len(best.duties) < _DUTIES
        if known:
            best = _widest(one for one in free if (one.old, one.new) in expected)
        if best is None:
            break
        whole = next(one for one in good if (one.old, one.new) == (best.old, best.new))
        left = tuple(
            at
            for at, text in enumerate(texts)
            if (calls_itself(text, whole.old) if known else _left(whole, text))
        )
        told.append(
            Replacement(
                "wording",
                whole.old,
                whole.new,
                tuple(sorted(whole.duties)),
                len(whole.places),
                left,
            )
        )
        chosen.add((whole.old, whole.new))
        for one in free:
            one.places -= whole.places
        free = [one for one in free if one.places]
    covered = {place for one in good if (one.old, one.new) in chosen for place in one.places}
    forms = tuple(sorted((one.old, one.new) for one in good if one.places <= covered))
    return told, forms


def _widest(candidates: Iterable[_Candidate]) -> _Candidate | None:
    """The one with the most places; the shortest of several."""
    return max(candidates, key=lambda one: (len(one.places), -len(one.old), one.old), default=None)


def _within_words(
    paired: Sequence[DutyChange | None], expected: Set[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """The expected replacements that were made within a word, too, where they may be no matter of
    what the place is called now: 村账镇代理, not 本镇, 镇党委."""
    found = set()
    for change in paired:
        for wording in change.wordings() if change else ():
            for _, old, new, left, right in _stretches(wording):
                if (old, new) in expected and left + old + right in _TERMS:
                    found.add((old, new))
    return frozenset(found)


def _beside(expected: Set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The expected replacements with what may stand behind the place's kind."""
    behind = PLACE_WORDS.words("behind_township")
    return frozenset((old + one, new + one) for old, new in expected for one in behind)


def _left(one: _Candidate, text: str) -> int:
    """How often the old words still stand there, not counting those inside the new ones."""
    inside = one.new.count(one.old)
    return text.count(one.old) - (text.count(one.new) * inside if inside else 0)


def _candidates(paired: Sequence[DutyChange | None]) -> list[_Candidate]:
    """Each replaced stretch alone and with the characters next to it."""
    found: dict[tuple[str, str], _Candidate] = {}
    for index, change in enumerate(paired):
        for at, wording in enumerate(change.wordings() if change else ()):
            for place, old, new, left, right in _stretches(wording):
                for was, becomes in (
                    (old, new),
                    (left + old, left + new),
                    (old + right, new + right),
                    (left + old + right, left + new + right),
                ):
                    if was and becomes and was != becomes and "\n" not in was + becomes:
                        one = found.setdefault((was, becomes), _Candidate(was, becomes))
                        one.places.add((index, at, place))
    return list(found.values())


def _stretches(wording: WordingChange) -> Iterator[tuple[int, str, str, str, str]]:
    """Each change of words: its segment, old and new text, and the characters beside it."""
    segments = wording.segments
    at = 0
    while at < len(segments):
        end = at
        while end < len(segments) and segments[end].kind != "equal":
            end += 1
        stretch = segments[at:end]
        if stretch and all(part.why in ("wording", "mark") for part in stretch):
            old = fold("".join(part.text for part in stretch if part.kind == "deleted"))
            new = fold("".join(part.text for part in stretch if part.kind == "inserted"))
            if len(old) <= _LONGEST and len(new) <= _LONGEST:
                left = fold(segments[at - 1].text)[-1:] if at else ""
                right = fold(segments[end].text)[:1] if end < len(segments) else ""
                yield at, *_bared(old, new, left, right)
        at = end + 1


def _bared(old: str, new: str, left: str, right: str) -> tuple[str, str, str, str]:
    """Without what both begin or end with (安全隐患, 安全风险点), which then stands beside them;
    numbers and what was only put in stay whole."""
    if not old or not new or any(one.isdecimal() for one in old + new):
        return old, new, left, right
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    bare_old, bare_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not bare_old or not bare_new:
        return old, new, left, right
    return (
        bare_old,
        bare_new,
        old[head - 1] if head else left,
        old[len(old) - tail] if tail else right,
    )


def _new_texts(change: DutyChange) -> str:
    texts = [one.duty.name for one in change.new]
    texts += [one.text for clause in change.clauses for one in clause.new]
    return "\n".join(map(fold, texts))


def _widths(
    paired: Sequence[DutyChange | None], changes: Sequence[DutyChange]
) -> Iterator[Replacement]:
    everything = "\n".join(
        text
        for change in changes
        for text in (
            *(one.duty.name for one in change.new),
            *(one.text for clause in change.clauses for one in clause.new),
        )
    )
    for (old, new), duties in _pairs(paired, "width").items():
        times = sum(duties.values())
        if len(duties) >= _DUTIES and everything.count(old) <= _LEFT_OUT * times:
            yield Replacement("width", old, new, tuple(sorted(duties)), times)


def _spaces(paired: Sequence[DutyChange | None]) -> Iterator[Replacement]:
    for (old, new), duties in _pairs(paired, "space").items():
        if len(duties) >= _DUTIES:
            yield Replacement("space", old, new, tuple(sorted(duties)), sum(duties.values()))


def _pairs(paired: Sequence[DutyChange | None], why: Why) -> dict[tuple[str, str], dict[int, int]]:
    """What was replaced for that reason: how often in which duties."""
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for index, change in enumerate(paired):
        for wording in change.wordings() if change else ():
            for old, new in replaced(wording, why):
                found[old, new][index] += 1
    return found


def _end_marks(paired: Sequence[DutyChange | None]) -> Iterator[Replacement]:
    """Marks at the ends of clauses; the last clause of a cell has its own habit."""
    made: dict[tuple[bool, str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    kept: dict[tuple[bool, str], int] = defaultdict(int)
    for index, change in enumerate(paired):
        for last, clause in _ends(change.clauses if change else ()):
            old, new = (_end_mark(side[0].text) for side in (clause.old, clause.new))
            if fold_width(old) == fold_width(new):
                kept[last, old] += 1
            else:
                made[last, old, new][index] += 1
    merged: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (last, old, new), duties in made.items():
        if len(duties) >= _DUTIES and kept[last, old] <= _LEFT_OUT * sum(duties.values()):
            for index, times in duties.items():
                merged[old, new][index] += times
    for (old, new), duties in merged.items():
        yield Replacement("end mark", old, new, tuple(sorted(duties)), sum(duties.values()))


def _labels(paired: Sequence[DutyChange | None]) -> Iterator[Replacement]:
    """Another style of the numbers in front of clauses; another number is no difference. Each
    column has its own habit; where the old style still stands is told, in whatever column."""
    made: dict[tuple[Column, str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    kept: dict[tuple[Column, str], list[int]] = defaultdict(list)
    for index, change in enumerate(paired):
        for clause in change.clauses if change else ():
            if len(clause.old) == len(clause.new) == 1 and "form" not in clause.kinds:
                old, new = (label_style(side[0].label) for side in (clause.old, clause.new))
                was = clause.old[0]
                column = (was.part, was.column, was.heading)
                if old == new:
                    kept[column, old].append(index)
                else:
                    made[column, old, new][index] += 1
    merged: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (column, old, new), duties in made.items():
        times = sum(duties.values())
        if len(duties) >= _DUTIES and len(kept[column, old]) <= _LEFT_OUT * times:
            for index, count in duties.items():
                merged[old, new][index] += count
    for (old, new), duties in merged.items():
        left = {at for (_, style), all_at in kept.items() if style == old for at in all_at}
        yield Replacement(
            "label",
            old,
            new,
            tuple(sorted(duties)),
            sum(duties.values()),
            tuple(sorted(left)) if old else (),
        )


def label_style(label: str) -> str:
    """A label as it would stand before the first clause: 1. for 12., （一） for （三）."""
    found = label_of(label)
    if found is None:
        return label
    return _FIRST[found.style] if len(found.text) == 1 else _NUMERAL.sub(_first, found.text)


def _first(match: re.Match[str]) -> str:
    if match[0][0] in "０１２３４５６７８９":
        return "１"
    return "1" if match[0].isdecimal() else "一"


def _ends(clauses: Iterable[ClauseChange]) -> Iterator[tuple[bool, ClauseChange]]:
    """Each clause that became one clause, and whether it ended its cell before and now."""
    changes = list(clauses)
    last_old = _last(one for change in changes for one in change.old)
    last_new = _last(one for change in changes for one in change.new)
    for change in changes:
        if len(change.old) == len(change.new) == 1 and "form" not in change.kinds:
            was, becomes = id(change.old[0]) in last_old, id(change.new[0]) in last_new
            if was == becomes:
                yield was, change


def _last(passages: Iterable[Passage]) -> set[int]:
    """The last of each column, by its place in the cell: the changes stand in the new order."""
    in_order = sorted(passages, key=lambda one: one.span.start if one.span else 0)
    return set({(one.part, one.duty): id(one) for one in in_order}.values())


def _end_mark(text: str) -> str:
    mark = text.rstrip()[-1:]
    return mark if mark in END_MARKS else ""
