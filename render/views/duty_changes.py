"""A changed duty as rows of the table: its lines, what is said beside them, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from dutylist.compare.departments import row_departments
from dutylist.compare.model import (
    ClauseChange,
    ClauseKind,
    Comparison,
    DutyChange,
    DutyKind,
    Part,
    Passage,
    PlacedDuty,
    Transfer,
)
from dutylist.records.model import KIND_NAMES
from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed
from dutylist.records.wording import said
from dutylist.records.words import PLACE_WORDS
from dutylist.render.views.findings import UNSURE
from dutylist.render.views.lines import Mark, Run, Side, ViewLine, kept_together, new_runs, old_runs
from dutylist.render.views.places import place_name

_QUOTED = 20
"""Characters of a clause that a doubt quotes."""


@dataclass(frozen=True)
class ViewRow:
    """One changed duty. `number` counts the rows of the table from 1; `index` is the change's.

    `blocks` are its lines, those together that a page's end should not part.
    """

    number: int
    index: int
    kinds: tuple[DutyKind, ...]
    kind_names: tuple[str, ...]
    old_place: str
    new_place: str
    lists: tuple[str, ...]
    departments: tuple[str, ...]
    doubtful: str
    blocks: tuple[tuple[ViewLine, ...], ...]

    @property
    def lines(self) -> tuple[ViewLine, ...]:
        """All its lines in their order."""
        return tuple(line for block in self.blocks for line in block)


def changed_rows(comparison: Comparison) -> tuple[ViewRow, ...]:
    """Every change that the table shows, in its order."""
    rows: list[ViewRow] = []
    for index, change in enumerate(comparison.changes):
        if change.kinds == ("same",) and not doubt_of(change):
            continue
        rows.append(
            ViewRow(
                number=len(rows) + 1,
                index=index,
                kinds=change.kinds,
                kind_names=tuple(said(f"duty_kinds.{kind}") for kind in change.kinds),
                old_place="、".join(place_name(one) for one in change.old),
                new_place="、".join(place_name(one) for one in change.new),
                lists=tuple(
                    dict.fromkeys(KIND_NAMES[one.list] for one in (*change.old, *change.new))
                ),
                departments=tuple(_row_departments(change)),
                doubtful=doubt_of(change),
                blocks=kept_together(list(_lines(change))),
            )
        )
    return tuple(rows)


def _row_departments(change: DutyChange) -> Iterator[str]:
    seen: set[str] = set()
    for placed in (*change.new, *change.old):
        for name in row_departments(placed.duty):
            if name not in seen:
                seen.add(name)
                yield name


def doubt_of(change: DutyChange) -> str:
    """Why a person should look at a change (待核), in Chinese; empty where nothing is doubtful."""
    doubts = [_match_doubt(change)] if change.doubtful else []
    if change.repeats:
        same = "、".join(place_name(one) for one in change.repeats)
        doubts.append(said("changes.repeats", places=same))
    moved = (
        said(
            f"changes.{'old' if one.old else 'new'}_clause",
            text=(one.old or one.new)[0].text[:_QUOTED],
            way=_way(one, one.transfer),
        )
        for one in change.clauses
        if one.transfer and not one.transfer.same
    )
    parted = (
        said("changes.old_clause", text=one.old[0].text[:_QUOTED], way=said("changes.parted"))
        if len(one.old) == 1
        else said("changes.new_clause", text=one.new[0].text[:_QUOTED], way=said("changes.joined"))
        for one in change.clauses
        if one.doubtful
    )
    return "；".join((*doubts, *change.reading_doubts, *moved, *parted))


def _match_doubt(change: DutyChange) -> str:
    in_place = next((one for one in change.alternatives if one.in_place), None)
    if in_place:
        other = in_place.old if change.new else in_place.new
        way = "from" if change.new else "into"
        return said(f"changes.rewritten_{way}", place=place_name(other))
    if not change.old or not change.new:
        others = "；".join(
            said(
                "changes.alternative",
                place=place_name(one.old if change.new else one.new),
                percent=round(one.similarity * 100),
            )
            for one in change.alternatives
        )
        way = "from" if change.new else "into"
        return said(f"changes.perhaps_{way}", others=others)
    others = "；".join(
        said(
            "changes.alternative_pair",
            old=place_name(one.old),
            new=place_name(one.new),
            likeness=f"{one.similarity:.2f}",
        )
        for one in change.alternatives
    )
    return said("changes.weak_pair", likeness=f"{change.confidence:.2f}") + (
        said("changes.or_else", others=others) if others else ""
    )


def _lines(change: DutyChange) -> Iterator[ViewLine]:
    yield ViewLine(
        Side((Run(_place_and_category(change.old)),), heading=True) if change.old else Side(),
        Side((Run(_place_and_category(change.new)),), heading=True) if change.new else Side(),
        "；".join(_notes(change)),
    )
    yield name_line(change)
    if tells_offices(change) or len(change.old) != len(change.new) or "moved" in change.kinds:
        yield from department_line(change)
    yield from _clause_lines(change)


def _place_and_category(duties: Sequence[PlacedDuty]) -> str:
    return "；".join(
        place_name(one) + (f"（{one.duty.category}）" if one.duty.category else "")
        for one in duties
    )


def _notes(change: DutyChange) -> Iterator[str]:
    """What happened, in words, the most important first."""
    for kind in change.kinds:
        yield note_of(kind, change)
    doubt = doubt_of(change)
    if doubt:
        yield f"{UNSURE}{doubt}"


def note_of(kind: DutyKind, change: DutyChange) -> str:
    """One kind of a change in words: 由配合履职调整为基本履职."""
    if kind == "moved":
        was = "、".join(dict.fromkeys(KIND_NAMES[one.list] for one in change.old))
        now = "、".join(dict.fromkeys(KIND_NAMES[one.list] for one in change.new))
        return said("changes.moved", old=was, new=now)
    if kind == "recategorized":
        was, now = (side[0].duty.category for side in (change.old, change.new))
        return said("changes.category", old=was, new=now)
    if kind == "split":
        return said("changes.split", count=len(change.new))
    if kind == "merged":
        return said("changes.merged", count=len(change.old))
    if kind == "departments":
        parts = []
        if change.departments_added:
            parts.append(said("changes.offices_added", offices="、".join(change.departments_added)))
        if change.departments_dropped:
            dropped = "、".join(change.departments_dropped)
            parts.append(said("changes.offices_dropped", offices=dropped))
        if change.lead_changed:
            parts.append(lead_note(change))
        return "，".join(parts)
    if kind == "exchanged":
        others = "、".join(place_name(one) for one in change.exchanged)
        return said("changes.exchanged", places=others)
    if kind == "form":
        return said("changes.form")
    if kind == "widened":
        had = dict.fromkeys(one.origin for one in change.old)
        return said("changes.widened", had="、".join(had), absent="、".join(change.absent))
    return said(f"duty_kinds.{kind}")


def lead_note(change: DutyChange) -> str:
    """That another office leads, or is listed first."""
    old, new = change.lead_changed
    says = any(
        one.said and one.leads and new in (one.printed, one.office)
        for placed in change.new
        for one in placed.duty.listed
    )
    return said("changes.said_lead" if says else "changes.lead", old=old, new=new)


def tells_offices(change: DutyChange) -> bool:
    """Whether the departments' column differs in more than what is told once for the list."""
    whys = {part.why for part in change.offices.segments}
    return "departments" in change.kinds or bool(whys & {"wording", "mark", "width", "space"})


def department_line(change: DutyChange) -> Iterator[ViewLine]:
    """The departments' column of both sides, what differs in it marked."""
    both = bool(change.old and change.new)
    sides = [
        tuple(_listed(change.old, change.departments_dropped if both else (), "deleted")),
        tuple(_listed(change.new, change.departments_added if both else (), "inserted")),
    ]
    if change.offices.segments:
        sides = [old_runs(change.offices), new_runs(change.offices)]
    if any(sides):
        heads = [
            said(f"changes.offices{'_taken' if any(d.list == 'recalled' for d in duties) else ''}")
            for duties in (change.old, change.new)
        ]
        note = said("changes.offices_reworded") if offices_reworded(change) else ""
        old, new = (
            Side((Run(head), *runs)) if runs else Side()
            for head, runs in zip(heads, sides, strict=True)
        )
        yield ViewLine(old, new, note)


def offices_reworded(change: DutyChange) -> bool:
    """Whether the column's words differ, but not who acts or leads."""
    return "departments" not in change.kinds and bool(change.offices.count("wording"))


def _listed(duties: Sequence[PlacedDuty], changed: Sequence[str], mark: Mark) -> Iterator[Run]:
    """The departments of rows that are no pair, those that came or went marked, apart where the
    rows have different ones; the whole text of an added or removed duty is marked by its name
    already."""
    named = zip(_labels(duties), duties, strict=True)
    rows = [(label, one.duty.departments) for label, one in named if one.duty.departments]
    if len({frozenset(names) for _, names in rows}) < 2:
        rows = [("", tuple(dict.fromkeys(name for _, names in rows for name in names)))]
    for row, (label, names) in enumerate(rows):
        if label:
            yield Run(("；" if row else "") + said("changes.of_duty", duty=label))
        for at, name in enumerate(dict.fromkeys(names)):
            if at:
                yield Run("、")
            yield Run(name, mark) if name in changed else Run(name)


def _labels(duties: Sequence[PlacedDuty]) -> list[str]:
    """What each of several duties is called among them: 第76项, with its list where they stand in
    several; "" for one alone."""
    if len(duties) < 2:
        return [""] * len(duties)
    apart = len({(one.list, one.origin) for one in duties}) > 1
    return [
        place_name(one)
        if apart
        else place_name(one).removeprefix(one.origin + KIND_NAMES[one.list])
        for one in duties
    ]


def name_line(change: DutyChange) -> ViewLine:
    """The names of both sides, each of several with its number."""
    old = _numbered(change.old, old_runs(change.name))
    return ViewLine(Side(old), Side(_numbered(change.new, new_runs(change.name))))


def _numbered(duties: Sequence[PlacedDuty], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    pieces = "".join(run.text for run in runs).count("\n") + 1
    if len(duties) < 2 or pieces != len(duties):
        return runs
    return _behind([said("changes.of_duty", duty=label) for label in _labels(duties)], runs, "")


def whither(change: DutyChange, clause: ClauseChange) -> str:
    """To which of several new duties a clause went, or from which of several old ones it came."""
    told = []
    for way, duties, passages in (
        *(("from_duty", change.old, clause.old), ("into_duty", change.new, clause.new)),
    ):
        labels = _labels(duties)
        if len(duties) > 1 and passages:
            where = "、".join(dict.fromkeys(labels[one.duty] for one in passages))
            told.append(said(f"changes.{way}", duty=where))
    return "，".join(told)


def _clause_lines(change: DutyChange) -> Iterator[ViewLine]:
    """Changed clauses under the heading of their part and of their office; runs of unchanged ones
    as one line, which names the part where nothing of it changed."""
    # A move to a list with other columns takes or brings all clauses: told once.
    whole = not (change.old and change.new) or "moved" in change.kinds
    for part, of_part in groupby(change.clauses, key=part_of):
        clauses = list(of_part)
        untouched = all(map(is_unchanged, clauses))
        if not untouched:
            yield part_line(change, change.clauses, part)
        by_run = groupby(
            clauses, key=lambda one: (is_unchanged(one), is_unchanged(one) and whither(change, one))
        )
        runs = [list(run) for _, run in by_run]
        for run, following in zip_longest(runs, runs[1:]):
            if not is_unchanged(run[0]):
                for clause in run:
                    one_sided = not (clause.old and clause.new)
                    where = whither(change, clause)
                    yield clause_line(clause, whole=whole and one_sided, where=where)
            elif change.old and change.new:
                own = _part_name(part, change.new) if untouched else ""
                where = whither(change, run[0])
                yield from _unchanged_lines(run, where, own, headed=following is not None)


def _unchanged_lines(
    run: Sequence[ClauseChange], where: str, part: str, *, headed: bool
) -> Iterator[ViewLine]:
    """A run of unchanged clauses as one line; `headed`: what follows it in its part stands under
    the run's last headings, and these are shown."""
    first, end = _last_headings(run) if headed else (len(run), len(run))
    if above := run[:first]:
        yield _left_out(above, where, part)
    for heading in run[first:end]:
        yield clause_line(heading, whole=True, where=where)
    if below := run[end:]:
        yield _left_out(below, where, "")


def _last_headings(clauses: Sequence[ClauseChange]) -> tuple[int, int]:
    """Where the headings begin and end that the clause behind these stands under; both the end of
    all where there is none."""
    headings = [one.new[0].heading for one in clauses]
    if not any(headings):
        return len(clauses), len(clauses)
    end = len(headings) - headings[::-1].index(True)
    first = end
    while first and headings[first - 1]:
        first -= 1
    return first, end


def part_of(clause: ClauseChange) -> tuple[Part, str]:
    """The column that a clause stands in now: what it holds and, of other columns, its header."""
    passage = (clause.new or clause.old)[0]
    return passage.part, passage.column


def part_line(
    change: DutyChange, clauses: Iterable[ClauseChange], part: tuple[Part, str]
) -> ViewLine:
    """The heading of a column, on the sides that have something there."""
    clauses = list(clauses)
    old, new = (
        Side((Run(_part_name(part, duties)),), heading=True) for duties in (change.old, change.new)
    )
    was = any((one.part, one.column) == part for clause in clauses for one in clause.old)
    becomes = any((one.part, one.column) == part for clause in clauses for one in clause.new)
    return ViewLine(old if was else Side(), new if becomes else Side())


_OF_TOWNSHIP = Pattern(PLACE_WORDS.any("short_township"))


def _part_name(part: tuple[Part, str], duties: Sequence[PlacedDuty]) -> str:
    """What a column is called: the township's as the list calls it where it is no 乡镇's."""
    heads = [
        squeezed(column.text)
        for duty in duties[:1]
        for column in duty.columns
        if part[0] == "township" and column.role == "township duties"
    ]
    own = heads[0] if heads and not _OF_TOWNSHIP.search(heads[0]) else ""
    return part[1] or own or said(f"parts.{part[0]}")


def is_unchanged(clause: ClauseChange) -> bool:
    """Whether nothing became of a clause."""
    return clause.kinds == ("same",)


_ORDERS: tuple[tuple[ClauseKind, str], ...] = (("moved", "order"), ("exchanged", "exchange"))
"""Kinds of change of a clause that its numbers tell, and their words."""


def _left_out(clauses: Sequence[ClauseChange], where: str, part: str) -> ViewLine:
    count = sum(not one.heading for clause in clauses for one in clause.new)
    text = said(f"changes.{'clauses' if count else 'headings'}_left_out", part=part, count=count)
    return ViewLine(Side((Run(text),)), Side((Run(text),)), where)


def clause_line(clause: ClauseChange, *, whole: bool = False, where: str = "") -> ViewLine:
    """A changed clause; without a note where its whole duty was added or removed (`whole`).
    `where` says which of several duties it belongs to."""
    notes = [] if whole else [_clause_kind(kind) for kind in clause.kinds]
    for kind, told_by in (("other side", side_note), ("reassigned", offices_note)):
        if kind in clause.kinds:
            notes = [told_by(clause) if one == _clause_kind(kind) else one for one in notes]
    if {"moved", "exchanged"} & set(clause.kinds) and clause.relabelled:
        was, now = _labels_told(clause)
        told = {
            _clause_kind(kind): said(f"changes.{way}", old=was, new=now) for kind, way in _ORDERS
        }
        notes = [told.get(note, note) for note in notes]
    plain = all(part.kind == "equal" for part in clause.wording.segments)
    if clause.kinds == ("typography",) and clause.relabelled and plain:
        was, now = _labels_told(clause)
        notes = [said("changes.relabelled", old=was, new=now)]
    if clause.doubtful and notes:
        notes[-1] += UNSURE
    if clause.transfer:
        notes = [_transfer_note(clause, clause.transfer)]
    heading = all(one.heading for one in (*clause.old, *clause.new))
    return ViewLine(
        Side(_labelled(clause.old, old_runs(clause.wording)), heading),
        Side(_labelled(clause.new, new_runs(clause.wording)), heading),
        "；".join(filter(None, (*notes, where))),
    )


def side_note(clause: ClauseChange) -> str:
    """That a clause went from one side's column to the other's: 由乡镇职责改为上级部门职责."""
    was, now = (
        said("changes.and").join(dict.fromkeys(said(f"parts.{one.part}") for one in side))
        for side in (clause.old, clause.new)
    )
    return said("changes.other_side", old=was, new=now)


def offices_note(clause: ClauseChange) -> str:
    """To which offices a clause was given, and whose it was."""
    was, now = (
        "、".join(dict.fromkeys(name for one in side for name in one.departments))
        for side in (clause.old, clause.new)
    )
    return said("changes.given" if was != now else "changes.divided", old=was, new=now)


def _labels_told(clause: ClauseChange) -> tuple[str, ...]:
    """The numbers in front of a clause, before and now."""
    return tuple(side[0].label or said("changes.no_label") for side in (clause.old, clause.new))


def _clause_kind(kind: ClauseKind) -> str:
    return said(f"clause_kinds.{kind.replace(' ', '_')}")


def _transfer_note(clause: ClauseChange, transfer: Transfer) -> str:
    note = _way(clause, transfer)
    return note if transfer.same else said("changes.reworded_too", note=note, unsure=UNSURE)


def _way(clause: ClauseChange, transfer: Transfer) -> str:
    place = place_name(transfer.duty)
    return said("changes.moved_to" if clause.old else "changes.moved_from", place=place)


def _labelled(passages: Sequence[Passage], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with each passage's number in front; passages are apart by a newline."""
    if not passages:
        return ()
    marks = {run.mark for run in runs}
    return _behind([_prefix(one) for one in passages], runs, marks.pop() if len(marks) == 1 else "")


def _behind(labels: Sequence[str], runs: tuple[Run, ...], mark: Mark) -> tuple[Run, ...]:
    """The runs with a label in front of each of their texts, the first one marked."""
    found = [Run(labels[0], mark)] if labels[0] else []
    at = 0
    for run in runs:
        pieces = run.text.split("\n")
        for place, piece in enumerate(pieces):
            if place:
                at += 1
                found.append(Run("\n" + (labels[at] if at < len(labels) else "")))
            if piece:
                found.append(Run(piece, run.mark))
    return tuple(found)


def _prefix(passage: Passage) -> str:
    if passage.part == "takeover":
        return "".join(passage.departments) + "："
    return passage.label
