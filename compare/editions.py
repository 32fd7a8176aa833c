"""Two editions of a duty list → their comparison."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dutylist.compare.clauses import compare_clauses, is_typography
from dutylist.compare.decisions import Decisions, decided_links
from dutylist.compare.departments import (
    OfficeRename,
    Offices,
    find_renames,
    learn_offices,
    renamed_forms,
)
from dutylist.compare.matching import Link, match_duties, placed_duties
from dutylist.compare.model import (
    Alternative,
    CategoryMove,
    ClauseChange,
    Comparison,
    DutyChange,
    DutyKind,
    OfficeChange,
    PlacedDuty,
    Rename,
    WordingChange,
)
from dutylist.compare.order import out_of_order, stands_in_blocks
from dutylist.compare.passages import passages
from dutylist.compare.wording import WordingRules, compare_wording, fold, whole_text
from dutylist.records.model import DutyList, Kind

# Of a category's rows, so many must stand under the other name for it to be a rename.
_CONSISTENT = 0.8


def compare_editions(
    old: DutyList,
    new: DutyList,
    decisions: Decisions | None = None,
    *,
    ignore_width: bool = False,
    ignore_space: bool = False,
) -> Comparison:
    """What became of each duty, over all lists at once.

    `decisions` overrule the matching. With `ignore_width` and `ignore_space`, a duty that differs
    only in the width of marks or in white space counts as the same; the differences stay in its
    wording. Raises InvalidRecordsError where a decision names a duty that is not there.
    """
    offices = learn_offices(old, new)
    before, now = placed_duties(old), placed_duties(new)
    links = match_duties(
        before, now, offices, decided_links(decisions, before, now) if decisions else ()
    )
    naming = _naming(old, new, before, now, links, offices)
    ordered = _in_reading_order(links)
    away, category_moves = _moves(ordered, before, now, naming)
    changes = tuple(
        _change(
            link,
            before,
            now,
            offices,
            naming,
            reordered=link in away,
            ignore_width=ignore_width,
            ignore_space=ignore_space,
        )
        for link in ordered
    )
    return Comparison(
        old,
        new,
        changes,
        _renames(changes, naming, offices),
        _office_changes(changes, naming, offices),
        category_moves,
        tuple(sorted(offices.names.items())),
        ignore_width,
        ignore_space,
    )


@dataclass(frozen=True)
class _Naming:
    """What has a new name throughout."""

    offices: tuple[OfficeRename, ...]
    categories: Mapping[str, str]
    township: tuple[str, ...]
    rules: WordingRules

    def new_offices(self, names: Iterable[str]) -> tuple[str, ...]:
        """Old offices under their new names, each once."""
        now = {old: rename.new for rename in self.offices for old in rename.old}
        return tuple(dict.fromkeys(new for name in names for new in now.get(name, (name,))))

    def new_category(self, category: str) -> str:
        """An old category, folded, under its new name."""
        return self.categories.get(fold(category), fold(category))


def _naming(
    old: DutyList,
    new: DutyList,
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    links: Iterable[Link],
    offices: Offices,
) -> _Naming:
    pairs = [
        (before[link.old[0]], now[link.new[0]])
        for link in links
        if len(link.old) == len(link.new) == 1
    ]
    renames = find_renames(
        [
            (offices.of(was.duty), offices.of(becomes.duty))
            for was, becomes in pairs
            if was.list == becomes.list
        ],
        {name for placed in before for name in offices.of(placed.duty)},
        {name for placed in now for name in offices.of(placed.duty)},
    )
    forms: dict[str, str] = {}
    for rename in renames:
        forms.update(renamed_forms(rename, offices))
    was, becomes = _township_names(old), _township_names(new)
    township = (*was, *becomes) if was and becomes and was != becomes else ()
    if township:
        forms[township[0]] = township[1]
    return _Naming(
        renames,
        _renamed_categories(pairs, before, now),
        township,
        WordingRules(offices.all_forms().union(was, becomes), forms),
    )


def _township_names(edition: DutyList) -> tuple[str, ...]:
    """How the texts call the township, from the cover: 某某镇 for 某县某某镇."""
    place = edition.region[-1] if edition.region else ""
    found = re.search(r"(?:.*[县市区旗])?(.{2,}(?:乡|镇|街道))", fold(place))
    return (found.group(1),) if found else ()


def _renamed_categories(
    pairs: Iterable[tuple[PlacedDuty, PlacedDuty]],
    before: Iterable[PlacedDuty],
    now: Iterable[PlacedDuty],
) -> dict[str, str]:
    """Categories that all their duties find under another, new name (both folded)."""
    known_before = {fold(one.duty.category) for one in before}
    known_now = {fold(one.duty.category) for one in now}
    became: dict[str, Counter[str]] = defaultdict(Counter)
    for was, becomes in pairs:
        if was.list == becomes.list:
            became[fold(was.duty.category)][fold(becomes.duty.category)] += 1
    found: dict[str, str] = {}
    for category, times in became.items():
        successor, together = times.most_common(1)[0]
        if category in known_now or successor in known_before or not category:
            continue
        if together >= max(_CONSISTENT * times.total(), 2):
            found[category] = successor
    return found


def _in_reading_order(links: Sequence[Link]) -> list[Link]:
    """By the new place; what is gone stands after what stood before it."""
    known = sorted((link for link in links if link.new), key=lambda link: link.new)
    by_old = {index: link for link in known for index in link.old}
    followers: dict[int, list[Link]] = defaultdict(list)
    for link in sorted((link for link in links if not link.new), key=lambda link: link.old):
        at = link.old[0] - 1
        while at >= 0 and at not in by_old:
            at -= 1
        followers[by_old[at].new[0] if at >= 0 else -1].append(link)
    ordered = list(followers[-1])
    for link in known:
        ordered += [link, *followers[link.new[0]]]
    return ordered


def _moves(
    links: Iterable[Link],
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    naming: _Naming,
) -> tuple[frozenset[Link], tuple[CategoryMove, ...]]:
    """Duties that left the order of the others, and categories that did.

    In a list that is grouped by category the order counts within the category: a duty that
    changes its category, or a category that moves as a whole, is told once.
    """
    away: set[Link] = set()
    category_moves: list[CategoryMove] = []
    staying: dict[Kind, list[Link]] = defaultdict(list)
    for link in links:
        if len(link.old) == len(link.new) == 1:
            was, becomes = before[link.old[0]], now[link.new[0]]
            same_category = naming.new_category(was.duty.category) == fold(becomes.duty.category)
            if was.list == becomes.list and same_category:
                staying[was.list].append(link)
    for kind, kept in staying.items():
        old_order = [naming.new_category(one.duty.category) for one in before if one.list == kind]
        new_order = [fold(one.duty.category) for one in now if one.list == kind]
        grouped = stands_in_blocks(old_order) and stands_in_blocks(new_order)
        groups: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(kept, key=lambda link: link.old):
            groups[fold(now[link.new[0]].duty.category) if grouped else ""].append(link)
        for group in groups.values():
            away.update(group[index] for index in out_of_order([one.new[0] for one in group]))
        if grouped:
            printed = {fold(one.duty.category): one.duty.category for one in now}
            shared = [name for name in dict.fromkeys(old_order) if name in set(new_order)]
            for index in sorted(out_of_order([new_order.index(name) for name in shared])):
                category_moves.append(CategoryMove(kind, printed[shared[index]]))
    return frozenset(away), tuple(category_moves)


def _change(
    link: Link,
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    offices: Offices,
    naming: _Naming,
    *,
    reordered: bool,
    ignore_width: bool,
    ignore_space: bool,
) -> DutyChange:
    old = tuple(before[index] for index in link.old)
    new = tuple(now[index] for index in link.new)
    name = _name_wording(old, new, naming.rules)
    clauses = compare_clauses(
        [one for at, placed in enumerate(old) for one in passages(placed.duty, offices, at)],
        [one for at, placed in enumerate(new) for one in passages(placed.duty, offices, at)],
        naming.rules,
        naming.new_offices,
        ignore_width=ignore_width,
        ignore_space=ignore_space,
    )
    had = naming.new_offices(one for placed in old for one in offices.of(placed.duty))
    has = tuple(dict.fromkeys(one for placed in new for one in offices.of(placed.duty)))
    change = DutyChange(
        kinds=(),
        old=old,
        new=new,
        name=name,
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
    )
    kinds = _kinds(change, naming, bool(had and has), reordered, ignore_width, ignore_space)
    return replace(change, kinds=kinds)


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
    naming: _Naming,
    both_have_offices: bool,
    reordered: bool,
    ignore_width: bool,
    ignore_space: bool,
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
        if naming.new_category(was.category) != fold(becomes.category):
            kinds.append("recategorized")
        if reordered:
            kinds.append("reordered")
    if both_have_offices and (
        change.departments_added or change.departments_dropped or change.lead_changed
    ):
        kinds.append("departments")
    if not parted:
        # The lists have different columns: a move by itself brings or takes the clauses.
        clauses = () if moved else change.clauses
        if change.name.count("wording") or any(_says_otherwise(one) for one in clauses):
            kinds.append("reworded")
        elif any(is_typography(one, ignore_width, ignore_space) for one in change.wordings()):
            kinds.append("typography")
    return tuple(kinds) or ("same",)


def _says_otherwise(clause: ClauseChange) -> bool:
    return any(kind not in ("same", "typography") for kind in clause.kinds)


def _renames(
    changes: Sequence[DutyChange], naming: _Naming, offices: Offices
) -> tuple[Rename, ...]:
    found: list[Rename] = []
    replaced = [
        {
            fold(part.text)
            for wording in change.wordings()
            for part in wording.segments
            if part.kind == "deleted" and part.why == "rename"
        }
        for change in changes
    ]
    for rename in naming.offices:
        forms = {fold(form) for form in renamed_forms(rename, offices)}
        touched = tuple(
            index
            for index, change in enumerate(changes)
            if any(set(rename.old) & set(offices.of(one.duty)) for one in change.old)
            or replaced[index] & forms
        )
        found.append(Rename("department", rename.old, rename.new, touched))
    for old, new in naming.categories.items():
        touched = tuple(
            index
            for index, change in enumerate(changes)
            if any(fold(one.duty.category) == old for one in change.old)
            and any(fold(one.duty.category) == new for one in change.new)
        )
        found.append(Rename("category", (old,), (new,), touched))
    if naming.township:
        old, new = naming.township
        touched = tuple(index for index, texts in enumerate(replaced) if old in texts)
        found.append(Rename("township", (old,), (new,), touched))
    return tuple(found)


def _office_changes(
    changes: Sequence[DutyChange], naming: _Naming, offices: Offices
) -> tuple[OfficeChange, ...]:
    """Offices that only one edition names, renamed ones apart."""
    had: dict[str, list[int]] = defaultdict(list)
    has: dict[str, list[int]] = defaultdict(list)
    for index, change in enumerate(changes):
        before = naming.new_offices(name for one in change.old for name in offices.of(one.duty))
        for name in before:
            had[name].append(index)
        for name in dict.fromkeys(name for one in change.new for name in offices.of(one.duty)):
            has[name].append(index)
    added = [OfficeChange(name, "added", tuple(at)) for name, at in has.items() if name not in had]
    removed = [
        OfficeChange(name, "removed", tuple(at)) for name, at in had.items() if name not in has
    ]
    return (*added, *removed)
