"""What became of one duty: its kinds of change, its words, what is doubtful in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from dutylist.compare.cells import with_cells
from dutylist.compare.clauses import Ignored, compare_clauses, is_typography
from dutylist.compare.departments import Offices, row_departments
from dutylist.compare.forms import stands_above
from dutylist.compare.links import Link
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.model import (
    Alternative,
    ClauseChange,
    ClauseKind,
    DutyChange,
    DutyKind,
    PlacedDuty,
    WordingChange,
)
from dutylist.compare.moves import Moves
from dutylist.compare.naming import Naming
from dutylist.compare.passages import has_office_column, offices_text, passages
from dutylist.compare.wording import WordingRules, compare_texts, compare_wording, fold, replaced
from dutylist.records.model import Duty
from dutylist.records.wording import said

_OF_CHARACTERS: Set[ClauseKind] = frozenset(("same", "form", "typography", "lookalike"))
_ARRANGEMENT: Set[ClauseKind] = frozenset(
    ("moved", "exchanged", "other side", "reassigned", "split", "merged")
)
"""Kinds of change of a clause that leave its words as they are."""


def changes_of(
    links: Iterable[Link],
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    naming: Naming,
    moves: Moves,
    ignored: Ignored,
) -> tuple[DutyChange, ...]:
    """The change of each link; `moves` has those that left the order of the others."""
    return tuple(_change(link, before, now, naming, moves, ignored=ignored) for link in links)


def is_equal(change: DutyChange) -> bool:
    """The same texts on both sides, to the last space: whatever is replaced throughout, they do
    not differ."""
    texts = (part for wording in change.wordings() for part in wording.segments)
    return change.kinds == ("same",) and all(part.kind == "equal" for part in texts)


def _change(
    link: Link,
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    naming: Naming,
    moves: Moves,
    *,
    ignored: Ignored,
) -> DutyChange:
    old = tuple(before[index] for index in link.old)
    new = tuple(now[index] for index in link.new)
    offices = naming.offices
    had_before = tuple(dict.fromkeys(one for placed in old for one in offices.of(placed.duty)))
    has = tuple(dict.fromkeys(one for placed in new for one in offices.of(placed.duty)))
    had = naming.new_offices(had_before, has)
    rules = naming.rules(had_before, has)
    clauses = compare_clauses(
        [one for at, placed in enumerate(old) for one in passages(placed, offices, at)],
        [one for at, placed in enumerate(new) for one in passages(placed, offices, at)],
        rules,
        lambda names, there: naming.new_offices(names, (*has, *there)),
        ignored=ignored,
    )
    name = compare_texts([one.duty.name for one in old], [one.duty.name for one in new], rules)
    change = DutyChange(
        kinds=(),
        old=old,
        new=new,
        name=name,
        clauses=clauses,
        departments_added=_as_printed((one for one in has if one not in had), new, offices),
        departments_dropped=_as_printed((one for one in had if one not in has), old, offices),
        lead_changed=_lead_changed(old, new, naming, (had, has)),
        offices=_offices_wording(old, new, naming, rules),
        confidence=link.confidence,
        doubtful=link.doubtful or (not link.decided and _all_new(name, had, has)),
        decided=link.decided,
        alternatives=tuple(
            Alternative(
                before[rival.old],
                now[rival.new],
                round(min(rival.similarity, 1.0), 3),
                rival.in_place,
            )
            for rival in link.rivals
        ),
        exchanged=tuple(now[index] for index in moves.exchanged.get(link, ())),
    )
    listed = bool(had and has) or bool(change.offices.segments)
    kinds = _kinds(change, naming, listed, link in moves.away, ignored)
    return replace(change, kinds=kinds, reading_doubts=_reading_doubts(change, kinds, naming))


def with_row_cells(change: DutyChange, naming: Naming) -> DutyChange:
    """The change with its row's cells, once it is known what holds throughout."""
    offices = naming.offices
    had, has = (
        tuple(dict.fromkeys(one for placed in side for one in offices.of(placed.duty)))
        for side in (change.old, change.new)
    )
    return with_cells(change, naming.rules(had, has))


def _reading_doubts(
    change: DutyChange, kinds: Sequence[DutyKind], naming: Naming
) -> tuple[str, ...]:
    """Differences that a scan's misreading may have made."""
    if not change.old or not change.new:
        return ()
    doubts: dict[str, None] = {}
    for wording in change.wordings():
        for was, becomes in replaced(wording, "lookalike"):
            doubts[said("reading.lookalike", old=was.strip(), new=becomes.strip())] = None
    for was, becomes in _perhaps_others(change, naming.offices):
        doubts[said("reading.one_office", old=was, new=becomes)] = None
    if "recategorized" in kinds and naming.scanned:
        was, becomes = (fold(side[0].duty.category) for side in (change.old, change.new))
        if Levenshtein.distance(was, becomes) == 1:
            doubts[said("reading.category")] = None
    if kinds != ("same",) and any(one.duty.doubts for one in (*change.old, *change.new)):
        doubts[said("reading.row")] = None
    return tuple(doubts)


def _all_new(name: WordingChange, had: Sequence[str], has: Sequence[str]) -> bool:
    """Other words in the name and none of the offices: a new duty like one that went is so, too."""
    return bool(had and has and name.count("wording") and set(had).isdisjoint(has))


def _perhaps_others(change: DutyChange, offices: Offices) -> Iterator[tuple[str, str]]:
    """Names of a row's offices before and now that are perhaps not one office's."""
    before, now = (
        dict.fromkeys(name for one in side for name in row_departments(one.duty))
        for side in (change.old, change.new)
    )
    for was in before:
        for becomes in now:
            if was not in now and becomes not in before and offices.perhaps_two(was, becomes):
                yield was, becomes


def _as_printed(
    names: Iterable[str], duties: Sequence[PlacedDuty], offices: Offices
) -> tuple[str, ...]:
    """Offices that came or went, each under the name that its row prints where it may be another
    office than the one it is taken for."""
    printed = {
        name: spelling
        for placed in duties
        for spelling in row_departments(placed.duty)
        if offices.perhaps_two(spelling, name := offices.name(spelling))
    }
    return tuple(printed.get(name, name) for name in names)


def _lead_changed(
    old: Sequence[PlacedDuty],
    new: Sequence[PlacedDuty],
    naming: Naming,
    offices: tuple[Sequence[str], Sequence[str]],
) -> tuple[str, ...]:
    """The office that led before, under its name now, and the one that does now; nothing where one
    single office took another's place, or, of rows that are no pair, where either is new to it."""
    had, has = offices
    if not had or not has or len(had) == len(has) == 1:
        return ()
    # Of a duty split into two lists, one may have no offices.
    before, now = (
        _leads(next(one.duty for one in side if row_departments(one.duty)), naming)
        for side in (old, new)
    )
    # Another one that is said to lead, else another one in front.
    for one, becomes in zip(before, now, strict=True):
        was = naming.new_offices((one,), has)
        stood = {becomes, *was} <= {*had} & {*has}
        if becomes not in was and (stood or _is_row_of_its_list(old, new)):
            return (was[0], becomes)
    return ()


def _leads(duty: Duty, naming: Naming) -> tuple[str, str]:
    """The office that leads, that of which the row says so, else the first; and the first one."""
    first = row_departments(duty)[0]
    leading = next((one.printed for one in duty.listed if one.leads), first)
    return naming.offices.name(leading), naming.offices.name(first)


def _is_row_of_its_list(old: Sequence[PlacedDuty], new: Sequence[PlacedDuty]) -> bool:
    return len(old) == len(new) == 1 and old[0].list == new[0].list


def _offices_wording(
    old: Sequence[PlacedDuty], new: Sequence[PlacedDuty], naming: Naming, rules: WordingRules
) -> WordingChange:
    """The departments' column of one row that became one row."""
    if len(old) != 1 or len(new) != 1:
        return WordingChange(())
    before, now = offices_text(old[0]), offices_text(new[0])
    if before != now:
        rules = naming.column_rules((old[0].duty, new[0].duty), rules)
    in_both = has_office_column(old[0]) and has_office_column(new[0])
    # Another list, or another year's, may have no such column.
    if (before and now) or in_both:
        return compare_wording(before, now, rules)
    return WordingChange(())


def _kinds(
    change: DutyChange,
    naming: Naming,
    both_list_offices: bool,
    reordered: bool,
    ignored: Ignored,
) -> tuple[DutyKind, ...]:
    if not change.old:
        return ("added",)
    if not change.new:
        return ("removed",)
    kinds: list[DutyKind] = []
    if len(change.new) > 1:
        kinds.append("split")
    if len(change.old) > 1:
        kinds.append("merged")
    parted = bool(kinds)
    moved = {one.list for one in change.old} != {one.list for one in change.new}
    if moved:
        kinds.append("moved")
    if not parted and not moved:
        was, becomes = change.old[0].duty, change.new[0].duty
        category = naming.new_category(was.category)
        other = category != fold(becomes.category) and not naming.is_taken_out(
            change.old[0], change.new[0]
        )
        if other and not look_alike(category, fold(becomes.category)):
            kinds.append("recategorized")
        if reordered:
            kinds.append("reordered")
        elif change.exchanged:
            kinds.append("exchanged")
    if both_list_offices and (
        change.departments_added or change.departments_dropped or change.lead_changed
    ):
        kinds.append("departments")
    if not parted:
        # The lists have different columns: a move by itself brings or takes the clauses.
        clauses = () if moved else change.clauses
        # Who came or went is told by itself, and names that look alike are told once.
        offices = () if "departments" in kinds else (change.offices,)
        kinds += _wording_kinds(change.name, offices, clauses, ignored)
    return tuple(kinds) or ("same",)


def _wording_kinds(
    name: WordingChange,
    offices: Sequence[WordingChange],
    clauses: Sequence[ClauseChange],
    ignored: Ignored,
) -> tuple[DutyKind, ...]:
    """How much the texts of a duty differ: the gravest way alone."""
    given = [text for one in clauses if "reassigned" in one.kinds for text in (*one.old, *one.new)]
    differing = {
        kind
        for one in clauses
        if (one.old and one.new) or not stands_above((*one.old, *one.new)[-1], given)
        for kind in one.kinds
    } - _OF_CHARACTERS
    if any(one.count("wording") for one in (name, *offices)) or differing - _ARRANGEMENT:
        return ("reworded",)
    alike = any(one.count("lookalike") for one in (name, *(one.wording for one in clauses)))
    if differing:
        return ("reworded",) if alike else ("rearranged",)
    if alike:
        return ("lookalike",)
    if any("form" in one.kinds for one in clauses):
        return ("form",)
    texts = (name, *offices, *(one.wording for one in clauses))
    if any(is_typography(one, ignored) for one in texts) or any(
        "typography" in one.kinds for one in clauses
    ):
        return ("typography",)
    return ()
