"""The rows of a list that a search and its filters leave, and what can be filtered by."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dutylist.app.corrections.model import Place
from dutylist.app.web.editions import OpenEdition
from dutylist.records import code_points
from dutylist.records.codes import coded_duties
from dutylist.records.findings import LEVEL_NAMES, Level
from dutylist.records.model import UNSETTLED, Duty, DutyTable, leaves

Only = Literal["", "findings", "unassigned", "corrected", "nobody"]

ONLY_NAMES: dict[Only, str] = {
    "": "全部事项",
    "findings": "只看有问题的",
    "unassigned": "只看有未明确分工的",
    "corrected": "只看更正过的",
    "nobody": "只看还没有人负责的（分工）",
}

PAGE_LENGTH = 400
"""Rows on one page: more than any published list has."""


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

MOST_FORMS = 48
"""Each form of a word is looked for in all lists' records."""


@dataclass(frozen=True)
class Filters:
    """What a person looks for. Words of `query` must all be found; "" filters nothing."""

    query: str = ""
    category: str = ""
    department: str = ""
    only: Only = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the query, folded."""
        return tuple(folded(self.query).split())


@dataclass(frozen=True)
class Row:
    """One duty as a row. `level` is that of its gravest finding, "" for none."""

    place: Place
    number: str
    category: str
    repeats_category: bool
    name: str
    departments: tuple[str, ...]
    level: Level | Literal[""]
    level_name: str
    findings: int
    corrected: bool


@dataclass(frozen=True)
class Choice:
    """A value to filter by, and how many duties have it."""

    value: str
    count: int


def matching(opened: OpenEdition, number: int, filters: Filters) -> list[Place]:
    """Where the duties of a list (from 1) stand that the filters leave."""
    table = opened.now.lists[number - 1]
    corrected = _corrected(opened)
    somebody = _somebodys(opened) if filters.only == "nobody" else ()
    # A duty is found by what its departments are called elsewhere in the list (县发改委), too.
    short: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    short.update((one.name, one.short_names) for one in opened.now.departments)
    found = []
    for position, duty in enumerate(table.duties, start=1):
        place = Place(number, position)
        if filters.category and duty.category != filters.category:
            continue
        if filters.department and filters.department not in departments_of(opened, duty):
            continue
        if filters.only == "findings" and place not in opened.by_place:
            continue
        if filters.only == "unassigned" and not _has_unassigned(duty):
            continue
        if filters.only == "corrected" and place not in corrected:
            continue
        if filters.only == "nobody" and place in somebody:
            continue
        if filters.words:
            forms = [form for name in departments_of(opened, duty) for form in short[name]]
            text = folded("\n".join((*duty.cells, duty.name, duty.category)))
            if not all(word in text or _is_called(word, forms) for word in filters.words):
                continue
        found.append(place)
    return found


def says(opened: OpenEdition, place: Place, words: tuple[str, ...]) -> bool:
    """Whether a duty's own texts have all words, not only other names of its departments."""
    duty = opened.now.lists[place.table - 1].duties[place.position - 1]
    text = folded("\n".join((*duty.cells, duty.name, duty.category)))
    return all(word in text for word in words)


def called_so(opened: OpenEdition, words: tuple[str, ...]) -> list[str]:
    """The departments of which another name has one of the words that their own has not."""
    return [
        one.name
        for one in opened.now.departments
        for word in words
        if word not in folded(one.name) and _is_called(word, one.short_names)
    ]


def _is_called(word: str, forms: Iterable[str]) -> bool:
    """Whether a word is one of a department's other names, or one but for its last character
    (发改 for 发改委).

    What stands within a name is another department's (水利局 in 农牧水利局) or no name at all.
    """
    return any(folded(form) in (word, word + form[-1:]) for form in forms)


def rows(opened: OpenEdition, places: Iterable[Place]) -> list[Row]:
    """The rows of some duties."""
    corrected = _corrected(opened)
    made: list[Row] = []
    for place in places:
        duty = opened.now.lists[place.table - 1].duties[place.position - 1]
        findings = opened.by_place.get(place, ())
        levels = {finding.level for finding in findings}
        level: Level | Literal[""] = next((one for one in LEVEL_NAMES if one in levels), "")
        made.append(
            Row(
                place=place,
                number=duty.shown_number,
                category=duty.category,
                repeats_category=bool(made) and made[-1].category == duty.category,
                name=duty.name,
                departments=duty.departments,
                level=level,
                level_name=LEVEL_NAMES[level] if level else "",
                findings=len(findings),
                corrected=place in corrected,
            )
        )
    return made


def category_choices(table: DutyTable) -> list[Choice]:
    """The categories of a list in reading order."""
    counts = Counter(duty.category for duty in table.duties if duty.category)
    return [Choice(category, count) for category, count in counts.items()]


def department_choices(opened: OpenEdition, number: int) -> list[Choice]:
    """The departments of a list's duties, those with most first."""
    counts = Counter(
        name
        for duty in opened.now.lists[number - 1].duties
        for name in departments_of(opened, duty)
    )
    return [Choice(name, count) for name, count in counts.most_common()]


def departments_of(opened: OpenEdition, duty: Duty) -> tuple[str, ...]:
    """The canonical departments that a duty lists or its clauses are assigned to."""
    assigned = (name for clause in leaves(duty.department_clauses) for name in clause.departments)
    return tuple(dict.fromkeys((*duty.offices, *assigned)))


def folded(text: str) -> str:
    """Text for searching: full and half width, upper and lower case are the same, and so are
    radicals and the characters that they look like."""
    return unicodedata.normalize("NFKC", code_points.folded(text)).casefold()


def unfolded(word: str) -> tuple[str, ...]:
    """The forms in which a word may stand where it is folded to the same: other case and width of
    its letters together, radicals and compatibility ideographs one by one. () where they are more
    than MOST_FORMS.

    >>> unfolded("5g基站")[:4]
    ('5g基站', '5G基站', '５ｇ基站', '５Ｇ基站')
    """
    plain = folded(word)
    cases = dict.fromkeys((word, plain, plain.upper(), plain.title()))
    forms = list(dict.fromkeys((*cases, *(one.translate(_FULL_WIDTH) for one in cases))))
    for character in dict.fromkeys(plain):
        for other in _look_alikes().get(character, ()):
            forms += [one.replace(character, other) for one in forms if character in one]
        if len(forms) > MOST_FORMS:
            return ()
    return tuple(dict.fromkeys(forms))


@cache
def _look_alikes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for other, plain in code_points.IDEOGRAPHS.items():
        found.setdefault(chr(plain), []).append(chr(other))
    return found


def hits(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words."""
    if not words:
        return [(text, False)]
    marked = [False] * len(text)
    lowered = folded(text)
    # Folding that changes the length would put the marks in wrong places.
    if len(lowered) == len(text):
        for word in words:
            start = lowered.find(word)
            while start >= 0:
                marked[start : start + len(word)] = [True] * len(word)
                start = lowered.find(word, start + len(word))
    pieces: list[tuple[str, bool]] = []
    for character, hit in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + character, hit)
        else:
            pieces.append((character, hit))
    return pieces


def _corrected(opened: OpenEdition) -> set[Place]:
    """Where something was put right; a finding that was settled is no correction."""
    return {
        place
        for one in opened.corrected.applied
        if one.state == "stands" and one.correction.field != "settled"
        for place in one.rows
    }


def _somebodys(opened: OpenEdition) -> set[Place]:
    """Where the duties stand that somebody in the township does."""
    places = places_of(opened)
    by_code = opened.assigned.by_code
    return {
        place
        for place, (code, _, _) in zip(places, coded_duties(opened.now), strict=True)
        if (row := by_code.get(code)) and (row.people or row.stations)
    }


def places_of(opened: OpenEdition) -> list[Place]:
    """Where the duties stand, in reading order."""
    return [
        Place(number, position)
        for number, table in enumerate(opened.now.lists, start=1)
        for position in range(1, len(table.duties) + 1)
    ]


def _has_unassigned(duty: Duty) -> bool:
    return any(clause.basis in UNSETTLED for clause in leaves(duty.department_clauses))
