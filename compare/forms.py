"""An office's name in front of its clause, or in a heading above it: two ways to write one thing.

县水利局负责巡查堤防 and, below the heading 县水利局：, 巡查堤防 give the same office the same task.
Who acts is compared by the records' departments alone; here is only told which characters of the
texts say it, so that they are no change of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dutylist.compare.model import Passage, Segment, WordingChange
from dutylist.compare.wording import END_MARKS, WordingRules, compare_wording, fold
from dutylist.records.patterns import Pattern
from dutylist.records.words import WordGroups

FORM_WORDS = WordGroups("dutylist.compare", "form_words.toml")
_ACTS = "|".join(
    f"{word}(?![{FORM_WORDS.table('not_before').get(word, '')}])"
    for word in FORM_WORDS.words("acts")
)
_JOINED = Pattern(rf"(?:{_ACTS})?:?")
_HEAD = Pattern(rf"{FORM_WORDS.any('heads')}?:?")

# What gives a clause to its offices without a name in it.
_ABOVE = ("heading", "only department")

SameOffices = Callable[[Passage, Passage], bool]
"""Whether two passages are the same offices', by the names that these have now."""


def front_of(text: str, forms: Mapping[str, Iterable[str]]) -> str:
    """What a text begins with that only names offices (by their `forms`): 由县水利局、县公安局;
    "" where it begins otherwise."""
    folded = fold(text)
    names = sorted({fold(one) for all_forms in forms.values() for one in all_forms}, key=len)
    start = next((len(one) for one in FORM_WORDS.words("opens") if folded.startswith(one)), 0)
    at = end = start
    while name := next((one for one in reversed(names) if folded.startswith(one, at)), ""):
        end = at + len(name)
        at = end + next((1 for one in FORM_WORDS.words("joins") if folded.startswith(one, end)), 0)
        if at == end:
            break
    return _first(text, end) if end > start else ""


def _first(text: str, count: int) -> str:
    """The text up to so many characters, white space not counted."""
    for at, one in enumerate(text):
        if not count:
            return text[:at]
        count -= not one.isspace()
    return text


@dataclass(frozen=True)
class _Parts:
    """A clause as printed: who acts, what joins it, and the task."""

    front: str
    joined: str
    task: str


def _parts(passage: Passage) -> _Parts:
    rest = passage.text[len(passage.front) :]
    found = _JOINED.match(fold(rest))
    joined = _first(rest, found.end() if found else 0)
    return _Parts(passage.front, joined, rest[len(joined) :])


def task_of(passage: Passage) -> str:
    """What is to be done, as texts are compared: without who does it, and without the last mark."""
    return fold(_parts(passage).task).rstrip("".join(END_MARKS))


def same_task(old: Passage, new: Passage) -> bool:
    """Whether two clauses differ in nothing but the offices that each names in front."""
    was, becomes = _parts(old), _parts(new)
    joined = fold(was.joined) == fold(becomes.joined)
    return bool(old.front and new.front) and joined and task_of(old) == task_of(new)


def is_form(old: Passage, new: Passage, same: SameOffices) -> bool:
    """Whether two clauses of the same offices name them in other places."""
    if old.part != "department" or new.part != "department" or old.heading or new.heading:
        return False
    if old.front and new.front:
        colons = [":" in fold(_parts(one).joined) for one in (old, new)]
        differ = colons[0] != colons[1]
    else:
        bare = new if old.front else old
        differ = bool(old.front or new.front) and bare.basis in _ABOVE
    return differ and same(old, new)


def is_form_of_heading(old: Passage, new: Passage, same: SameOffices) -> bool:
    """Whether two headings name the same offices, nothing more, in other words."""
    if not (old.heading and new.heading and _only_names(old) and _only_names(new)):
        return False
    rests = {fold(one.text[len(one.front) :]) for one in (old, new)}
    return len(rests) > 1 and same(old, new)


def written_otherwise(
    old: Sequence[Passage], new: Sequence[Passage], same: SameOffices
) -> tuple[frozenset[int], frozenset[int]]:
    """The passages of either side (by index) whose offices the other side names in other places:
    what they have in common is their task."""
    found: tuple[set[int], set[int]] = set(), set()
    for at, was in enumerate(old):
        for place, becomes in enumerate(new):
            if is_form(was, becomes, same):
                found[0].add(at)
                found[1].add(place)
    return frozenset(found[0]), frozenset(found[1])


def stands_above(heading: Passage, below: Iterable[Passage]) -> bool:
    """Whether a heading that one edition alone has says no more than whose those clauses are."""
    return (
        heading.heading
        and _only_names(heading)
        and any(set(one.departments) == set(heading.departments) for one in below)
    )


def _only_names(heading: Passage) -> bool:
    rest = fold(heading.text[len(heading.front) :])
    return bool(heading.front and heading.departments and _HEAD.fullmatch(rest))


def compare_forms(old: Passage, new: Passage, rules: WordingRules) -> WordingChange:
    """Two clauses, or two headings, that name their offices in other places: what names them is
    no change of words, the tasks are compared."""
    was, becomes = _parts(old), _parts(new)
    if old.heading:
        rests = old.text[len(was.front) :], new.text[len(becomes.front) :]
        was, becomes = (
            _Parts(one.front, rest, "") for one, rest in zip((was, becomes), rests, strict=True)
        )
    joined = fold(was.joined) == fold(becomes.joined)
    if was.front and becomes.front:
        head = compare_wording(was.front, becomes.front, rules).segments
    else:
        head = (*_form(was.front, "deleted"), *_form(becomes.front, "inserted"))
    if joined:
        middle: tuple[Segment, ...] = compare_wording(was.joined, becomes.joined, rules).segments
    else:
        middle = (*_form(was.joined, "deleted"), *_form(becomes.joined, "inserted"))
    return WordingChange((*head, *middle, *compare_wording(was.task, becomes.task, rules).segments))


def form_alone(heading: Passage, kind: str) -> WordingChange:
    """A heading that one edition alone has, as a way of writing."""
    return WordingChange(_form(heading.text, kind))


def _form(text: str, kind: str) -> tuple[Segment, ...]:
    if not text:
        return ()
    return (Segment("deleted" if kind == "deleted" else "inserted", text, "form"),)
