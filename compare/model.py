"""What a comparison of two editions finds, as plain frozen data.

A comparison accounts for every duty of both editions exactly once. One duty may show several
changes at once (reworded and moved to another list), so changes carry a tuple of kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dutylist.records.model import Basis, Column, Duty, DutyList, Kind, Span

SegmentKind = Literal["equal", "deleted", "inserted"]

Why = Literal[
    "", "wording", "width", "space", "mark", "end mark", "rename", "lookalike", "label", "form"
]
"""Why a segment differs.

"" for equal text; width: the same mark in full or half width (；/;); space: white space only;
mark: another mark between the same words (、/，), one put in or left out; end mark: the last mark
of a clause (；/。), which follows from its place; rename: a name or word whose replacement is told
once for the whole list; lookalike: characters that a scan takes for one another (县/具): perhaps
no difference at all; label: of a replacement, another style of the numbers in front of clauses;
form: says whose a clause is, which the other edition writes in another place.
"""

DutyKind = Literal[
    "same",
    "reworded",
    "rearranged",
    "lookalike",
    "form",
    "typography",
    "reordered",
    "exchanged",
    "recategorized",
    "moved",
    "departments",
    "split",
    "merged",
    "widened",
    "added",
    "removed",
]
"""exchanged: of some duties that changed places with one another, the order alone cannot tell which
of them moved. widened: of several old lists, some do not have the duty. rearranged: clauses stand
elsewhere, are another office's, were split or merged, but no word of the duty differs. form:
the same offices have the same tasks, and are named in front of each clause or in a heading above
(compare/forms.py)."""

ClauseKind = Literal[
    "same",
    "reworded",
    "lookalike",
    "form",
    "typography",
    "moved",
    "exchanged",
    "other side",
    "reassigned",
    "split",
    "merged",
    "transferred",
    "added",
    "removed",
]
"""exchanged: as of duties. transferred: removed here and added in another duty, or the other way
round. other side: moved between the departments' column and the township's. reassigned: the
task, or a part of it, is now other departments'."""

Part = Literal["name", "department", "township", "takeover", "other"]

RenameSubject = Literal["department", "category", "township"]

ReformKind = Literal["renamed", "merged", "absorbed", "divided", "became"]
"""merged: several offices under one new name. absorbed: taken into one that was there before.
became: of a township, renamed or merged with others, which its list alone does not tell."""


@dataclass(frozen=True)
class Segment:
    """A stretch of text that stands in both editions or in one of them.

    `move` is 0, or the number that a deleted and an inserted stretch of one cell share where the
    text only moved.
    """

    kind: SegmentKind
    text: str
    why: Why = ""
    move: int = 0


@dataclass(frozen=True)
class WordingChange:
    """Two texts to the character: `old` and `new` are exactly what was compared."""

    segments: tuple[Segment, ...]

    @property
    def old(self) -> str:
        """The text before: all that is not inserted."""
        return "".join(part.text for part in self.segments if part.kind != "inserted")

    @property
    def new(self) -> str:
        """The text now: all that is not deleted."""
        return "".join(part.text for part in self.segments if part.kind != "deleted")

    def count(self, why: Why) -> int:
        """How many separate places differ for that reason (a replacement is one place)."""
        places = 0
        inside = False
        for part in self.segments:
            here = part.why == why and part.kind != "equal"
            places += here and not inside
            inside = here
        return places


@dataclass(frozen=True)
class Passage:
    """One comparable text of a duty: a clause, a heading above clauses, a way of working.

    `duty` is the place of its duty within the change (0 unless duties were split or merged).
    `departments` are as the edition names them. `column` is the header text of a column that no
    clause comes from (备注). `span` is where it stands in the duty's cells, None if unknown.
    `front` is what it begins with that only names its departments.
    """

    part: Part
    label: str
    text: str
    heading: bool = False
    departments: tuple[str, ...] = ()
    basis: Basis = "none"
    duty: int = 0
    column: str = ""
    span: Span | None = None
    front: str = ""


@dataclass(frozen=True)
class PlacedDuty:
    """A duty, the list it stands in and its place there (position from 0); `columns` are
    those of the list.

    `part` is the place (from 0) of its list among several old ones, `origin` what that list is
    called, "" where there is one only.
    """

    list: Kind
    position: int
    duty: Duty
    columns: tuple[Column, ...] = ()
    part: int = 0
    origin: str = ""

    @property
    def place(self) -> tuple[Kind, int]:
        """Its list and its place there, which no other duty of its edition has."""
        return self.list, self.position


@dataclass(frozen=True)
class Transfer:
    """The other duty of a clause that left one duty for another; `same`: word for word."""

    duty: PlacedDuty
    same: bool


@dataclass(frozen=True)
class ClauseChange:
    """Clauses of the old duty and what became of them; one side is empty if added or removed.

    `wording` compares the texts, where several were split or merged joined by a newline.
    `transfer` says to or from which other duty the clause went. `doubtful`: they perhaps do not
    belong together.
    """

    kinds: tuple[ClauseKind, ...]
    old: tuple[Passage, ...]
    new: tuple[Passage, ...]
    wording: WordingChange
    transfer: Transfer | None = None
    doubtful: bool = False

    @property
    def relabelled(self) -> bool:
        """The number in front changed, which alone is no change."""
        return [one.label for one in self.old] != [one.label for one in self.new]


@dataclass(frozen=True)
class CellChange:
    """A cell of a row that stayed in its list: its columns (from 0; None where the edition has no
    such column) and the cell's text in both editions, to the last space."""

    old_column: int | None
    new_column: int | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Alternative:
    """Another pair that was nearly as likely, with its similarity from 0 to 1; `in_place`: one
    went and one came in the same place."""

    old: PlacedDuty
    new: PlacedDuty
    similarity: float
    in_place: bool = False


@dataclass(frozen=True)
class DutyChange:
    """One duty of the old edition and what became of it, or a new one.

    `confidence` (0 to 1) says how sure it is that the two sides belong together; `doubtful` asks
    for a person's decision; `decided` tells that a person has decided. `reading_doubts` say in
    Chinese why a difference may be none: characters that a scan may have misread. `repeats` are
    other duties of the same edition with the very same texts as an added or removed one. `cells`
    are those of one row that became one row of the same list. `exchanged` are the duties of the
    new edition that it changed places with. `absent` are the old lists that do not have the duty.

    `name` compares the names, of split or merged duties joined by a newline. Departments are
    those of the row, named as the new edition names them, renamed offices taken out.
    `lead_changed` has the office that led before and the one that does now: that of which the row
    says so, else the first. `offices` compares the printed text of the departments, of one row
    that became one row; what a cell says beside their names is told by the clauses.
    """

    kinds: tuple[DutyKind, ...]
    old: tuple[PlacedDuty, ...]
    new: tuple[PlacedDuty, ...]
    name: WordingChange
    clauses: tuple[ClauseChange, ...] = ()
    departments_added: tuple[str, ...] = ()
    departments_dropped: tuple[str, ...] = ()
    lead_changed: tuple[str, ...] = ()
    offices: WordingChange = WordingChange(())
    confidence: float = 1.0
    doubtful: bool = False
    decided: bool = False
    alternatives: tuple[Alternative, ...] = ()
    reading_doubts: tuple[str, ...] = ()
    repeats: tuple[PlacedDuty, ...] = ()
    exchanged: tuple[PlacedDuty, ...] = ()
    cells: tuple[CellChange, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        """Something of it is doubtful: the pair, what was read, a second row, a clause's way."""
        clauses = any(
            one.doubtful or (one.transfer and not one.transfer.same) for one in self.clauses
        )
        return bool(self.doubtful or self.reading_doubts or self.repeats or clauses)

    @property
    def number_shifted(self) -> bool:
        """Another number in the same list: told apart, since one inserted row shifts the rest."""
        if len(self.old) != 1 or len(self.new) != 1 or self.old[0].list != self.new[0].list:
            return False
        return self.old[0].duty.shown_number != self.new[0].duty.shown_number

    def wordings(self) -> Iterator[WordingChange]:
        """The wording of the name and of each clause."""
        yield self.name
        for clause in self.clauses:
            yield clause.wording


@dataclass(frozen=True)
class Handed:
    """The rows (by the index of their change) in which one old name became one new name."""

    old: str
    new: str
    changes: tuple[int, ...]


@dataclass(frozen=True)
class Rename:
    """A new name that runs through the whole list, with the changes (by index) it touches.

    `handed` says in which rows which old name became which new one; `still` are the changes in
    which the new edition goes on using an old name. `doubt` says in Chinese why another reading
    is possible; "" where it is certain. `written`: the county's name alone was put in front of the
    office's, or left out.
    """

    subject: RenameSubject
    old: tuple[str, ...]
    new: tuple[str, ...]
    changes: tuple[int, ...]
    kind: ReformKind = "renamed"
    handed: tuple[Handed, ...] = ()
    still: tuple[int, ...] = ()
    doubt: str = ""
    written: bool = False


@dataclass(frozen=True)
class Misreading:
    """Two names that differ in look-alike characters only: one name, perhaps misread."""

    subject: RenameSubject
    old: str
    new: str
    changes: tuple[int, ...]


HeadPart = Literal[
    "title",
    "region",
    "issued",
    "contents",
    "list",
    "list title",
    "column",
    "column order",
    "numbering",
    "number style",
    "outside",
]
"""list: a whole list that came or went. numbering: through the list, or anew by category. number
style: how the numbers of rows are written. outside:
a text beside the lists or in front of them (注：…), which the records only quote."""


@dataclass(frozen=True)
class HeadChange:
    """Something around the duties that differs: `list` is None for cover and contents. `doubt` says
    in Chinese why it may not: what seems gone is perhaps only not in the file."""

    part: HeadPart
    list: Kind | None
    wording: WordingChange
    doubt: str = ""


@dataclass(frozen=True)
class Replacement:
    """Words, marks or styles of label replaced all through the list: told once.

    `changes` (by index) have it, at `places` places; `left` still have the old words.
    """

    why: Why
    old: str
    new: str
    changes: tuple[int, ...]
    places: int
    left: tuple[int, ...] = ()


@dataclass(frozen=True)
class OfficeChange:
    """A department that the list names for the first time, or no longer names.

    `instead` are offices of the other edition alone that stand in all rows of this one in its
    place: perhaps it is the same one by another name. `doubt` as in HeadChange.
    """

    name: str
    kind: Literal["added", "removed"]
    changes: tuple[int, ...]
    instead: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True)
class CategoryMove:
    """A category that stands in another place among the categories of its list; with `exchanged`,
    which of them moved the order alone cannot tell."""

    list: Kind
    category: str
    exchanged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two editions.

    `changes` are in the new edition's reading order; removed duties stand where they stood.
    `office_names` gives every spelling the name under which this comparison speaks of it.
    `old_name` and `new_name` are what the editions are called (2025年7月版).

    Of several old lists, `old` is all of them in one; a new duty then stands in a change with
    each of them that has it.
    """

    old: DutyList
    new: DutyList
    changes: tuple[DutyChange, ...]
    renames: tuple[Rename, ...] = ()
    offices: tuple[OfficeChange, ...] = ()
    category_moves: tuple[CategoryMove, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    misreadings: tuple[Misreading, ...] = ()
    heads: tuple[HeadChange, ...] = ()
    office_names: tuple[tuple[str, str], ...] = ()
    ignore_width: bool = False
    ignore_space: bool = False
    old_name: str = ""
    new_name: str = ""

    def count(self, kind: DutyKind) -> int:
        """How many changes are (also) of that kind."""
        return sum(kind in change.kinds for change in self.changes)

    @property
    def differs(self) -> bool:
        """Something is not the same, but for the date."""
        return (
            any(change.kinds != ("same",) for change in self.changes)
            or bool(self.renames)
            or bool(self.category_moves or self.replacements or self.misreadings)
            or any(one.part != "issued" for one in self.heads)
        )
