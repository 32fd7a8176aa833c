"""What became of one duty: its kinds of change, its words, what is doubtful in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from dutylist.compare.cells import with_cells
from dutylist.compare.clauses import Ignored, compare_clauses, is_typography
from dutylist.compare.links import Link
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.model import (
    Alternative,
    ClauseChange,
    DutyChange,
    DutyKind,
    PlacedDuty,
    WordingChange,
)
from dutylist.compare.moves import Moves
from dutylist.compare.naming import Naming
from dutylist.compare.passages import passages
from dutylist.compare.wording import WordingRules, compare_wording, fold, replaced, whole_text
from dutylist.records.wording import said


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
    change = DutyChange(
        kinds=(),
        old=old,
        new=new,
        name=_name_wording(old, new, rules),
        clauses=clauses,
        departments_added=tuple(one for one in has if one not in had),
        departments_dropped=tuple(one for one in had if one not in has),
        lead_changed=_lead_changed(had, has),
        confidence=link.confidence,
        doubtful=link.doubtful,
        decided=link.decided,
        alternatives=tuple(
            Alternative(before[rival.old], now[rival.new], round(min(rival.similarity, 1.0), 3))
            for rival in link.rivals
        ),
        exchanged=tuple(now[index] for index in moves.exchanged.get(link, ())),
    )
    kinds = _kinds(change, naming, bool(had and has), link in moves.away, ignored)
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
    if "recategorized" in kinds and naming.scanned:
        was, becomes = (fold(side[0].duty.category) for side in (change.old, change.new))
        if Levenshtein.distance(was, becomes) == 1:
            doubts[said("reading.category")] = None
    if kinds != ("same",) and any(one.duty.doubts for one in (*change.old, *change.new)):
        doubts[said("reading.row")] = None
    return tuple(doubts)


def _lead_changed(had: Sequence[str], has: Sequence[str]) -> tuple[str, ...]:
    """The first office before and now, where neither is new to the row nor left it."""
    if had and has and had[0] != has[0] and had[0] in has and has[0] in had:
        return (had[0], has[0])
    return ()


def _name_wording(
    old: Sequence[PlacedDuty], new: Sequence[PlacedDuty], rules: WordingRules
) -> WordingChange:
    before = "\n".join(one.duty.name for one in old)
    now = "\n".join(one.duty.name for one in new)
    if not old:
        return whole_text(now, "inserted")
    if not new:
        return whole_text(before, "deleted")
    return compare_wording(before, now, rules)


def _kinds(
    change: DutyChange,
    naming: Naming,
    both_have_offices: bool,
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
        if category != fold(becomes.category) and not look_alike(category, fold(becomes.category)):
            kinds.append("recategorized")
        if reordered:
            kinds.append("reordered")
        elif change.exchanged:
            kinds.append("exchanged")
    if both_have_offices and (
        change.departments_added or change.departments_dropped or change.lead_changed
    ):
        kinds.append("departments")
    if not parted:
        # The lists have different columns: a move by itself brings or takes the clauses.
        clauses = () if moved else change.clauses
        if change.name.count("wording") or any(_says_otherwise(one) for one in clauses):
            kinds.append("reworded")
        elif any(one.count("lookalike") for one in (change.name, *(c.wording for c in clauses))):
            kinds.append("lookalike")
        elif any(is_typography(one, ignored) for one in change.wordings()):
            kinds.append("typography")
    return tuple(kinds) or ("same",)


def _says_otherwise(clause: ClauseChange) -> bool:
    return any(kind not in ("same", "typography", "lookalike") for kind in clause.kinds)
