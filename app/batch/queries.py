"""Questions to a store. A search looks through the distinct wordings, which are few and short.

No text index: SQLite's trigram index finds nothing shorter than three characters, and two are
the common length of a Chinese word; looking through all wordings takes a fraction of a second.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from dutylist.app.batch.rows import duty_list_of_rows, unpack
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.records.department_marks import MARK_NAMES
from dutylist.records.findings import level_counts
from dutylist.records.model import KIND_NAMES, SIDE_NAMES, Kind, Side, number_or_label
from dutylist.records.places import places
from dutylist.records.words import PLACE_WORDS

_COUNTY = frozenset(PLACE_WORDS.letters("county"))
_LEVELS = frozenset(PLACE_WORDS.letters("level"))

SIMILAR = 60
"""Per cent of their characters that two wordings of one duty share, at the least."""

PLACE = "〔地名〕"

CountBy = Literal["kind", "category", "department", "place", "side"]
Part = Literal["name", "department", "township", "takeover"]
"""What of a duty is compared: its name, the department's or the township's clauses, the method."""


@dataclass(frozen=True)
class Wanted:
    """Which duties: all `words` stand in the name (or, `everywhere`, in the duty), or the name is
    similar to `like`; of one `kind`; of a department whose name contains `department`; in a place
    whose name contains `place`; in the lists of one `side`, of one `year`. A department is also
    found by its everyday name (卫健委). What is empty asks for nothing."""

    words: tuple[str, ...] = ()
    like: str = ""
    everywhere: bool = False
    kind: Kind | None = None
    department: str = ""
    place: str = ""
    side: Side | None = None
    year: str = ""


@dataclass(frozen=True)
class FoundDuty:
    """A duty of a list in the store, of a township or of a department by itself (`side`); `label`
    is what the list prints in the number's place.
    `similarity` is per cent, 100 where words were searched."""

    place: str
    issued: str
    kind: str
    number: int | None
    category: str
    name: str
    departments: str
    page: int
    similarity: int
    file: str
    duty_id: int
    label: str = ""
    side: Side = "township"

    @property
    def shown_number(self) -> str | int:
        """The number, or the label in its place, as a table shows it."""
        return number_or_label(self.number, self.label)


@dataclass(frozen=True)
class Change:
    """A stretch of text against the wording it is compared with."""

    what: Literal["equal", "delete", "insert"]
    text: str


@dataclass(frozen=True)
class Wording:
    """One wording of a duty and where it stands. Wordings that are alike have one `group`, from 1;
    `changes` is against the group's most common wording, which has none."""

    group: int
    text: str
    lists: int
    places: tuple[str, ...]
    similarity: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Count:
    """How many duties, in how many lists; of a department also how many with each mark."""

    name: str
    lists: int
    duties: int
    lead: int = 0
    help: int = 0
    takeover: int = 0
    named: int = 0


@dataclass(frozen=True)
class StoredList:
    """A list of the store with its files and the number of findings by level."""

    list_id: int
    place: str
    title: str
    issued: str
    duties: int
    errors: int
    doubts: int
    hints: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class StoredFinding:
    """A finding of a list of the store."""

    place: str
    level: str
    where: str
    message: str
    file: str


@dataclass(frozen=True)
class StoredFailure:
    """A file that could not be read the last time."""

    file: str
    error: str
    exit_code: int
    message: str
    attempts: int


def find_duties(store: sqlite3.Connection, wanted: Wanted) -> list[FoundDuty]:
    """The duties that are wanted, the most similar first, then by place and row."""
    found: list[FoundDuty] = []
    sides = _Sides(store)
    dates = dates_of(store)
    departments_wanted = _everyday_names(wanted.department)
    for wording_id, similarity in _wanted_wordings(store, wanted).items():
        for row in store.execute(_FOUND_DUTY, (wording_id, wanted.kind or "%")):
            region, kind, number, category, name, departments, page, file, *ids = row
            list_id, duty_id = ids
            issued = dates[list_id]
            if not issued.startswith(wanted.year) or wanted.side not in (None, sides[list_id]):
                continue
            if wanted.place not in _unbroken(region):
                continue
            if not _has_department(departments, wanted.department, departments_wanted):
                continue
            if wanted.everywhere and not _holds(store, duty_id, wanted.words):
                continue
            found.append(
                FoundDuty(
                    place=_place(region, file),
                    issued=issued,
                    kind=KIND_NAMES[kind],
                    number=number,
                    category=category,
                    name=name,
                    departments=departments,
                    page=page,
                    similarity=similarity,
                    file=file,
                    duty_id=duty_id,
                    label=_record(store, duty_id).get("label", "") if number is None else "",
                    side=sides[list_id],
                )
            )
    found.sort(key=lambda duty: (-duty.similarity, duty.place, duty.duty_id))
    return found


def dates_of(store: sqlite3.Connection) -> dict[int, str]:
    """When each list was issued ("2025-07", "2025", ""): as its cover says or, where it has no
    date, its titles or its file's name."""
    dates = dict(store.execute("SELECT id, issued FROM list WHERE issued != ''"))
    # Of the others the whole head is looked at; most lists have their date on the cover.
    for list_id, head, file in store.execute(_UNDATED):
        from dutylist.compare.identity import identify

        dates[list_id] = identify(duty_list_of_rows(head, []), file or "").issued
    return dates


class _Sides(dict[int, Side]):
    """Whose each list is, by its id, which stands in its record: looked up as it is asked for."""

    def __init__(self, store: sqlite3.Connection) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, list_id: int) -> Side:
        (head,) = self._store.execute("SELECT head FROM list WHERE id = ?", (list_id,)).fetchone()
        self[list_id] = unpack(head).get("side", "township")
        return self[list_id]


def of_several_years(store: sqlite3.Connection) -> list[str]:
    """The places that have lists of more than one year in the store."""
    return [place for place, years in _years(store).items() if len(set(years)) > 1]


def of_one_year(store: sqlite3.Connection, year: str = "") -> list[str]:
    """The places that have several lists of one year in the store, of that one or of any: a draft
    and what it became, the parts of one list."""
    return [
        place
        for place, years in _years(store).items()
        if any(count > 1 for its, count in Counter(years).items() if its.startswith(year))
    ]


def _years(store: sqlite3.Connection) -> dict[str, list[str]]:
    """The years of each place's lists, by place."""
    dates = dates_of(store)
    years: dict[str, list[str]] = defaultdict(list)
    for list_id, region in store.execute("SELECT id, region FROM list ORDER BY region"):
        if region.split():
            years[_place(region, "")].append(dates[list_id][:4])
    return dict(sorted(years.items()))


def _everyday_names(department: str) -> tuple[str, ...]:
    """The names that an office goes by whose name is asked for, with or without the letter of its
    level (县)."""
    bare = department[1:] if department[:1] in _LEVELS else department
    for name in (department, bare):
        meaning = LEXICON.meaning(name)
        if meaning.known and len(meaning.own) == 1:
            return LEXICON.everyday[next(iter(meaning.own))]
    return ()


def _has_department(departments: str, wanted: str, names: tuple[str, ...]) -> bool:
    return wanted in departments or bool(_meant(departments, wanted, names))


def _meant(departments: str, wanted: str, names: tuple[str, ...]) -> list[str]:
    """The departments that go by one of the names; none of another level than is asked for."""
    level = "" if LEXICON.meaning(wanted).known else wanted[:1]
    found = []
    for name in map(_listed_name, departments.split("、")):
        ending = max((one for one in names if name.endswith(one)), key=len, default="")
        front = name.removesuffix(ending)
        if ending and (not level or not front or front.endswith(level)):
            found.append(name)
    return found


def _listed_name(name: str) -> str:
    return name.removesuffix("（条文所列）")


def other_spellings(found: Iterable[FoundDuty], wanted: str) -> list[str]:
    """The names other than the wanted one by which duties of a department were found."""
    names = _everyday_names(wanted) if wanted else ()
    spelled = {one for duty in found for one in _meant(duty.departments, wanted, names)}
    return sorted(one for one in spelled if wanted not in one)


_UNDATED = """
SELECT id, head, (SELECT min(path) FROM list_file WHERE list_file.list = list.id)
FROM list WHERE issued = ''
"""


def compare_wordings(
    store: sqlite3.Connection, wanted: Wanted, part: Part = "name", own_places: bool = True
) -> list[Wording]:
    """How a part of the wanted duties is worded: the wordings by group, most common first.

    Unless `own_places`, each list's own places are put as PLACE first, so that wordings that
    differ by them alone are one.
    """
    where: dict[str, list[str]] = defaultdict(list)
    for duty in find_duties(store, wanted):
        text = duty.name if part == "name" else _part_of(_record(store, duty.duty_id), part)
        if not text:
            continue
        if not own_places:
            text = without_places(text, _region(store, duty.duty_id))
        where[text].append(duty.place)
    ordered = sorted(where, key=lambda text: (-len(where[text]), text))
    bases: list[str] = []
    wordings: list[Wording] = []
    for text in ordered:
        match = process.extractOne(text, bases, scorer=fuzz.ratio, score_cutoff=SIMILAR)
        group = match[2] if match else len(bases)
        if not match:
            bases.append(text)
        wordings.append(
            Wording(
                group=group + 1,
                text=text,
                lists=len(where[text]),
                places=tuple(sorted(set(where[text]))),
                similarity=round(match[1]) if match else 100,
                changes=changes(bases[group], text) if match else (),
            )
        )
    # sorted() is stable: within a group the most common stays first.
    return sorted(wordings, key=lambda wording: wording.group)


def likeness(wanted: str, text: str) -> int:
    """How like a name is to a wanted one, in per cent, white space aside.

    The greater of two: what they share in order, of both (rapidfuzz ratio); and how many of the
    wanted name's pairs of neighbouring characters the other has, wherever they stand: most names
    are long and say several things.
    """
    wanted, text = _unbroken(wanted), _unbroken(text)
    pairs = [wanted[at : at + 2] for at in range(max(1, len(wanted) - 1))]
    shared = sum(pair in text for pair in pairs) / len(pairs)
    return round(max(100 * shared, fuzz.ratio(wanted, text)))


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What turns one text into the other, to the character: joined, the stretches that are equal
    or inserted give `new`, and those that are equal or deleted give `old`."""
    found: list[Change] = []
    deleted = inserted = ""
    for step in Indel.opcodes(old, new):
        deleted += old[step.src_start : step.src_end] if step.tag == "delete" else ""
        inserted += new[step.dest_start : step.dest_end] if step.tag == "insert" else ""
        if step.tag == "equal":
            found += _replaced(deleted, inserted)
            found.append(Change("equal", old[step.src_start : step.src_end]))
            deleted = inserted = ""
    return (*found, *_replaced(deleted, inserted))


def count_duties(
    store: sqlite3.Connection, by: CountBy, side: Side | None = None, year: str = ""
) -> list[Count]:
    """How many duties each kind, category, department, place or side has, the most first, in the
    lists of one side or of both, of one year or of all.

    The departments' own places are put as PLACE: every county has its 农业农村局.
    """
    # Whose a list is stands in its record: all are looked at only where that is asked.
    wanted = _lists_of(store, side) if side or year or by == "side" else None
    if wanted is not None and year:
        dates = dates_of(store)
        wanted = {one: its for one, its in wanted.items() if dates[one].startswith(year)}
    if by == "department":
        found = _count_departments(store, wanted)
    else:
        column = {"kind": "kind", "category": "category", "place": "region", "side": "''"}[by]
        rows = store.execute(
            f"SELECT {column}, list, count(*)"
            f" FROM duty JOIN list ON list.id = duty.list GROUP BY {column}, list"
        )
        names = {str(kind): name for kind, name in KIND_NAMES.items()} if by == "kind" else {}
        lists: Counter[str] = Counter()
        duties: Counter[str] = Counter()
        for value, list_id, count in rows:
            if wanted is not None and list_id not in wanted:
                continue
            whose = wanted and by == "side" and SIDE_NAMES[wanted[list_id]]
            name = whose or names.get(value, value)
            lists[name] += 1
            duties[name] += count
        found = [Count(name, lists[name], duties[name]) for name in lists]
    return sorted(found, key=lambda count: (-count.duties, count.name))


def _lists_of(store: sqlite3.Connection, side: Side | None) -> dict[int, Side]:
    """The lists of one side, or of both, and whose each is."""
    sides: dict[int, Side] = {
        list_id: unpack(head).get("side", "township")
        for list_id, head in store.execute("SELECT id, head FROM list")
    }
    return {list_id: its for list_id, its in sides.items() if side in (None, its)}


def _count_departments(store: sqlite3.Connection, wanted: Container[int] | None) -> list[Count]:
    lists: dict[str, set[int]] = defaultdict(set)
    marks: dict[str, Counter[str]] = defaultdict(Counter)
    for department, region, list_id, mark, count in store.execute(
        "SELECT department, region, list, mark, count(*)"
        " FROM duty_department JOIN duty ON duty.id = duty JOIN list ON list.id = list"
        " GROUP BY list, department, mark"
    ):
        if wanted is not None and list_id not in wanted:
            continue
        name = without_places(department, region)
        lists[name].add(list_id)
        marks[name][mark] += count
    return [
        Count(name, len(lists[name]), found.total(), *(found[mark] for mark in MARK_NAMES))
        for name, found in marks.items()
    ]


def findings_sentence(store: sqlite3.Connection) -> str:
    """How many findings of each level the store has, and how many lists have an error, in words;
    "" where it has none.
    """
    levels = Counter(dict(store.execute("SELECT level, count(*) FROM finding GROUP BY level")))
    (lists,) = store.execute(
        "SELECT count(DISTINCT list) FROM finding WHERE level = 'error'"
    ).fetchone()
    errors = f"（{lists} 份清单有错误）" if lists else ""
    return f"{level_counts(levels)}{errors}" if levels else ""


def stored_lists(store: sqlite3.Connection, place: str = "", year: str = "") -> list[StoredList]:
    """The lists of the store whose place contains `place`, of one year or of all, by place."""
    dates = dates_of(store)
    files: dict[int, list[str]] = defaultdict(list)
    for path, list_id in store.execute("SELECT path, list FROM list_file ORDER BY path"):
        files[list_id].append(path)
    levels: dict[int, dict[str, int]] = defaultdict(dict)
    for list_id, level, count in store.execute(
        "SELECT list, level, count(*) FROM finding GROUP BY list, level"
    ):
        levels[list_id][level] = count
    rows = store.execute(
        "SELECT list.id, region, title, count(duty.id)"
        " FROM list LEFT JOIN duty ON duty.list = list.id GROUP BY list.id"
    )
    found = [
        StoredList(
            list_id=list_id,
            place=_place(region, files[list_id][0]),
            title=_unbroken(title),
            issued=dates[list_id],
            duties=duties,
            errors=levels[list_id].get("error", 0),
            doubts=levels[list_id].get("doubt", 0),
            hints=levels[list_id].get("hint", 0),
            files=tuple(files[list_id]),
        )
        for list_id, region, title, duties in rows
        if dates[list_id].startswith(year)
    ]
    return sorted(
        (entry for entry in found if place in entry.place),
        key=lambda entry: (entry.place, entry.list_id),
    )


def stored_findings(
    store: sqlite3.Connection, levels: Sequence[str], place: str = "", year: str = ""
) -> Iterator[StoredFinding]:
    """The findings of these levels, list by list."""
    for entry in stored_lists(store, place, year):
        for level, where, message in store.execute(
            "SELECT level, place, message FROM finding WHERE list = ? ORDER BY position",
            (entry.list_id,),
        ):
            if level in levels:
                yield StoredFinding(entry.place, level, where, message, entry.files[0])


def stored_failures(store: sqlite3.Connection) -> list[StoredFailure]:
    """The files that could not be read the last time."""
    rows = store.execute(
        "SELECT path, error, exit_code, message, attempts FROM failure ORDER BY path"
    )
    return [StoredFailure(*row) for row in rows]


@cache
def _own_places(region: str) -> tuple[str, ...]:
    own = {place for part in region.split() for place in places(part)}
    return tuple(sorted(own, key=len, reverse=True))


def without_places(text: str, region: str) -> str:
    """A text with its list's own places put as PLACE; `region` is as stored."""
    for place in _own_places(region):
        text = text.replace(place, PLACE)
    return text


_FOUND_DUTY = """
SELECT region, kind, number, category, text,
    coalesce((SELECT group_concat(name, '、') FROM
        (SELECT department || iif(mark = 'named', '（条文所列）', '') AS name
            FROM duty_department WHERE duty = duty.id ORDER BY position)), ''),
    page, (SELECT min(path) FROM list_file WHERE list_file.list = list.id), list.id, duty.id
FROM duty JOIN list ON list.id = duty.list JOIN wording ON wording.id = duty.wording
WHERE duty.wording = ? AND kind LIKE ?
"""


def _wanted_wordings(store: sqlite3.Connection, wanted: Wanted) -> dict[int, int]:
    """The wordings that may be wanted, by id, with their similarity in per cent."""
    wordings = dict(store.execute("SELECT id, text FROM wording"))
    if wanted.like:
        found = {key: likeness(wanted.like, text) for key, text in wordings.items()}
        return {key: score for key, score in found.items() if score >= SIMILAR}
    if wanted.everywhere:
        return dict.fromkeys(wordings, 100)
    return {
        key: 100
        for key, text in wordings.items()
        if all(word in _unbroken(text) for word in wanted.words)
    }


def _replaced(deleted: str, inserted: str) -> list[Change]:
    """What is deleted in one place stands before what is inserted there."""
    steps = [Change("delete", deleted), Change("insert", inserted)]
    return [step for step in steps if step.text]


def _holds(store: sqlite3.Connection, duty_id: int, words: Iterable[str]) -> bool:
    """Whether all words stand in a duty's cells."""
    (record,) = store.execute("SELECT record FROM duty WHERE id = ?", (duty_id,)).fetchone()
    content = zlib.decompress(record)
    # Nearly all duties are told by their bytes; only where those have the words are cells read.
    if not all(word.encode() in content for word in words):
        return False
    text = "\n".join(unpack(record)["cells"])
    return all(word in text for word in words)


def _record(store: sqlite3.Connection, duty_id: int) -> dict[str, Any]:
    (record,) = store.execute("SELECT record FROM duty WHERE id = ?", (duty_id,)).fetchone()
    return unpack(record)


def _region(store: sqlite3.Connection, duty_id: int) -> str:
    row = store.execute(
        "SELECT region FROM list JOIN duty ON duty.list = list.id WHERE duty.id = ?", (duty_id,)
    ).fetchone()
    return str(row[0])


def _part_of(record: dict[str, Any], part: Part) -> str:
    if part == "takeover":
        return "\n".join(
            f"{entry['department']}：{entry['method']}" for entry in record.get("takeover", [])
        )
    return "\n".join(_clause_lines(record.get(f"{part}_clauses", [])))


def _clause_lines(clauses: list[dict[str, Any]]) -> Iterator[str]:
    for clause in clauses:
        yield clause["label"] + clause["text"]
        yield from _clause_lines(clause.get("children", []))


def _unbroken(text: str) -> str:
    return re.sub(r"\s", "", text)


def _place(region: str, file: str) -> str:
    """The innermost place, with its county where that stands apart (甲县, 城关镇): the next county
    has a 城关镇, too. The file's name where the cover named none."""
    if not region.split():
        return f"（{file.rsplit('/', 1)[-1]}）"
    *around, place = region.split()
    while around and not set(place) & _COUNTY:
        place = around.pop() + place
    return place
