"""Two editions of a duty list → their comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from dutylist.compare.cells import with_cells
from dutylist.compare.clauses import Ignored, compare_clauses, is_typography
from dutylist.compare.decisions import Decisions, decided_links, decided_offices
from dutylist.compare.departments import Offices, learn_offices, renamed_forms
from dutylist.compare.heads import head_changes
from dutylist.compare.identity import identify
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.matching import Link, match_parts, placed_duties
from dutylist.compare.model import (
    Alternative,
    CategoryMove,
    ClauseChange,
    Comparison,
    DutyChange,
    DutyKind,
    Handed,
    Misreading,
    OfficeChange,
    PlacedDuty,
    Rename,
    Why,
    WordingChange,
)
from dutylist.compare.order import out_of_order, stands_in_blocks
from dutylist.compare.passages import passages
from dutylist.compare.reforms import Reform, decided, find_reforms
from dutylist.compare.several import joined, parts_of
from dutylist.compare.throughout import find_throughout
from dutylist.compare.transfers import with_repeats, with_transfers
from dutylist.compare.wording import WordingRules, compare_wording, fold, replaced, whole_text
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
    return compare_several(
        (old,), new, decisions, ignore_width=ignore_width, ignore_space=ignore_space
    )


def compare_several(
    olds: Sequence[DutyList],
    new: DutyList,
    decisions: Decisions | None = None,
    *,
    names: tuple[str, str] = ("", ""),
    ignore_width: bool = False,
    ignore_space: bool = False,
) -> Comparison:
    """The same with several old lists, as of townships that were merged into one.

    `names` are what the old and the new edition are called; from their covers where empty.
    """
    parts = tuple(part for one in olds for part in parts_of(one))
    old, new = joined(parts), joined(parts_of(new))
    offices = learn_offices(old, new)
    before = placed_duties(*parts, origins=_origins(parts) if len(parts) > 1 else ())
    now = placed_duties(new)
    links = match_parts(
        before, now, offices, decided_links(decisions, before, now) if decisions else ()
    )
    naming = _naming(parts, new, before, now, links, offices, decisions or Decisions())
    ordered = _in_reading_order(links)
    away, category_moves = _moves(ordered, before, now, naming)
    whys: dict[Why, bool] = {"width": ignore_width, "space": ignore_space}
    ignored = Ignored(frozenset(why for why, wanted in whys.items() if wanted))
    changes = _changes(ordered, before, now, naming, away, ignored)
    throughout = find_throughout(changes)
    if throughout.replacements:
        naming = replace(naming, forms=throughout.forms, made={})
        ignored = replace(ignored, marks=throughout.marks)
        stays = [_is_equal(one) for one in changes]
        differing = [link for link, equal in zip(ordered, stays, strict=True) if not equal]
        again = iter(_changes(differing, before, now, naming, away, ignored))
        changes = tuple(
            one if equal else next(again) for one, equal in zip(changes, stays, strict=True)
        )
    changes = with_repeats(with_transfers(tuple(_with_cells(one, naming) for one in changes)))
    return Comparison(
        old,
        new,
        changes,
        _renames(changes, naming),
        _office_changes(changes, naming),
        category_moves,
        throughout.replacements,
        _misreadings(changes, naming),
        head_changes(old, new),
        tuple(sorted(offices.names.items())),
        ignore_width,
        ignore_space,
        *_edition_names(parts, new, names),
    )


def _origins(parts: Sequence[DutyList]) -> list[str]:
    """What each of several old lists is called: its township, or its place among them."""
    names = [identify(part).township for part in parts]
    clear = all(names) and len(set(names)) == len(names)
    return names if clear else [f"第{at}份{name}" for at, name in enumerate(names, 1)]


def _edition_names(
    parts: Sequence[DutyList], new: DutyList, names: tuple[str, str]
) -> tuple[str, str]:
    """2025年7月版 and 2026年7月版; 原清单 and 新清单 where the years do not tell them apart."""
    old_names = dict.fromkeys(identify(part).name for part in parts)
    old_name = names[0] or "、".join(filter(None, old_names))
    new_name = names[1] or identify(new).name
    if old_name == new_name:
        old_name, new_name = (f"（{old_name}）" if old_name else "",) * 2
        return f"原清单{old_name}", f"新清单{new_name}"
    return old_name or "原清单", new_name or "新清单"


@dataclass(frozen=True)
class _Naming:
    """What has a new name, and what holds throughout."""

    offices: Offices
    reforms: tuple[Reform, ...]
    categories: Mapping[str, str]
    townships: tuple[tuple[str, str], ...]
    places: frozenset[str]
    scanned: bool
    forms: tuple[tuple[str, str], ...] = ()
    made: dict[tuple[tuple[str, str], ...], WordingRules] = field(default_factory=dict)

    def heirs(self, name: str, there: Iterable[str]) -> tuple[str, ...]:
        """What an old office is called in a row whose offices now are `there`."""
        reform = next((one for one in self.reforms if name in one.old), None)
        return reform.heirs(name, there) if reform else (name,)

    def new_offices(self, names: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
        """Old offices under their new names in that row, each once."""
        now = tuple(there)
        return tuple(dict.fromkeys(new for name in names for new in self.heirs(name, now)))

    def new_category(self, category: str) -> str:
        """An old category, folded, under its new name."""
        return self.categories.get(fold(category), fold(category))

    def rules(self, had: Iterable[str], has: Sequence[str]) -> WordingRules:
        """How the texts of a row with these offices, before and now, are read."""
        handed = {
            (old, new)
            for reform in self.reforms
            if reform.kind in ("renamed", "merged")
            for old in reform.old
            for new in reform.new
        }
        for name in had:
            heirs = self.heirs(name, has)
            if len(heirs) == 1 and heirs != (name,):
                handed.add((name, heirs[0]))
        key = tuple(sorted(handed))
        if key not in self.made:
            forms = dict(self.forms)
            for old, new in key:
                forms |= renamed_forms(old, new, self.offices)
            forms.update(self.townships)
            self.made[key] = WordingRules(self.offices.all_forms() | self.places, forms)
        return self.made[key]


def _naming(
    olds: Sequence[DutyList],
    new: DutyList,
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    links: Iterable[Link],
    offices: Offices,
    decisions: Decisions,
) -> _Naming:
    pairs = [
        (before[link.old[0]], now[link.new[0]])
        for link in links
        if len(link.old) == len(link.new) == 1
    ]
    scanned = any(map(_scanned, (*olds, new)))
    old_names, new_names = (
        {name for placed in side for name in offices.of(placed.duty)} for side in (before, now)
    )
    reforms = find_reforms(
        [
            (offices.of(was.duty), offices.of(becomes.duty))
            for was, becomes in pairs
            if was.list == becomes.list
        ],
        old_names,
        new_names,
        scanned=scanned,
    )
    reforms = decided(reforms, decided_offices(decisions, offices, old_names, new_names), old_names)
    township = _township_name(new)
    former = tuple(dict.fromkeys(filter(None, map(_township_name, olds))))
    return _Naming(
        offices,
        reforms,
        _renamed_categories(pairs, before, now),
        tuple(
            (was, township)
            for was in former
            if township and was != township and not look_alike(was, township)
        ),
        frozenset(filter(None, (*former, township))),
        scanned,
    )


def _scanned(edition: DutyList) -> bool:
    """Its characters were recognised from pictures: single ones may be wrong."""
    return any(
        duty.doubts or any(one.confidence is not None for one in duty.department_clauses)
        for table in edition.lists
        for duty in table.duties
    )


def _changes(
    links: Iterable[Link],
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    naming: _Naming,
    away: frozenset[Link],
    ignored: Ignored,
) -> tuple[DutyChange, ...]:
    return tuple(
        _change(link, before, now, naming, reordered=link in away, ignored=ignored)
        for link in links
    )


def _is_equal(change: DutyChange) -> bool:
    """The same texts on both sides, to the last space: whatever is replaced throughout, they do
    not differ."""
    texts = (part for wording in change.wordings() for part in wording.segments)
    return change.kinds == ("same",) and all(part.kind == "equal" for part in texts)


def _township_name(edition: DutyList) -> str:
    """How the texts call the township; "" where that is too short to look for."""
    name = identify(edition).township
    return name if len(name) > 2 else ""


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
        if look_alike(category, successor):
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
        # Of several old lists, a new duty stands in several links.
        ordered += [link, *followers.pop(link.new[0], [])]
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
    staying: dict[tuple[Kind, int], list[Link]] = defaultdict(list)
    for link in links:
        if len(link.old) == len(link.new) == 1:
            was, becomes = before[link.old[0]], now[link.new[0]]
            same_category = naming.new_category(was.duty.category) == fold(becomes.duty.category)
            if was.list == becomes.list and same_category:
                staying[was.list, was.part].append(link)
    for (kind, part), kept in staying.items():
        old_order = [
            naming.new_category(one.duty.category)
            for one in before
            if one.list == kind and one.part == part
        ]
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
    naming: _Naming,
    *,
    reordered: bool,
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
    )
    kinds = _kinds(change, naming, bool(had and has), reordered, ignored)
    return replace(change, kinds=kinds, reading_doubts=_reading_doubts(change, kinds, naming))


def _with_cells(change: DutyChange, naming: _Naming) -> DutyChange:
    offices = naming.offices
    had, has = (
        tuple(dict.fromkeys(one for placed in side for one in offices.of(placed.duty)))
        for side in (change.old, change.new)
    )
    return with_cells(change, naming.rules(had, has))


def _reading_doubts(
    change: DutyChange, kinds: Sequence[DutyKind], naming: _Naming
) -> tuple[str, ...]:
    """Differences that a scan's misreading may have made."""
    if not change.old or not change.new:
        return ()
    doubts: dict[str, None] = {}
    for wording in change.wordings():
        for was, becomes in replaced(wording, "lookalike"):
            doubts[f"“{was.strip()}”与“{becomes.strip()}”形近，可能是误认"] = None
    if "recategorized" in kinds and naming.scanned:
        was, becomes = (fold(side[0].duty.category) for side in (change.old, change.new))
        if Levenshtein.distance(was, becomes) == 1:
            doubts["类别只差一字，扫描件可能误认"] = None
    if kinds != ("same",) and any(one.duty.doubts for one in (*change.old, *change.new)):
        doubts["这一行有扫描时没有把握的字"] = None
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
    naming: _Naming,
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


def _renames(changes: Sequence[DutyChange], naming: _Naming) -> tuple[Rename, ...]:
    found = [_office_rename(reform, changes, naming) for reform in naming.reforms]
    for old, new in naming.categories.items():
        touched = tuple(
            index
            for index, change in enumerate(changes)
            if any(fold(one.duty.category) == old for one in change.old)
            and any(fold(one.duty.category) == new for one in change.new)
        )
        found.append(Rename("category", (old,), (new,), touched))
    for old, new in naming.townships:
        touched = tuple(
            index for index, change in enumerate(changes) if old in _renamed_texts(change)
        )
        found.append(Rename("township", (old,), (new,), touched))
    return tuple(found)


def _office_rename(reform: Reform, changes: Sequence[DutyChange], naming: _Naming) -> Rename:
    offices = naming.offices
    forms = {
        fold(form)
        for old in reform.old
        for new in reform.new
        for form in renamed_forms(old, new, offices)
    }
    handed: dict[tuple[str, str], list[int]] = {
        (old, new): [] for old in reform.old for new in reform.new
    }
    touched: list[int] = []
    still: list[int] = []
    for index, change in enumerate(changes):
        had = {name for one in change.old for name in offices.of(one.duty)}
        has = {name for one in change.new for name in offices.of(one.duty)}
        for old, new in handed:
            if old in had and new in reform.became(old, has):
                handed[old, new].append(index)
        if had & set(reform.old) or _renamed_texts(change) & forms:
            touched.append(index)
        if has & set(reform.old) - set(reform.new):
            still.append(index)
    return Rename(
        "department",
        reform.old,
        reform.new,
        tuple(touched),
        reform.kind,
        tuple(Handed(old, new, tuple(at)) for (old, new), at in handed.items() if at),
        tuple(still),
        reform.doubt,
    )


def _renamed_texts(change: DutyChange) -> set[str]:
    """The old names that were replaced in a duty's texts."""
    return {
        fold(part.text)
        for wording in change.wordings()
        for part in wording.segments
        if part.kind == "deleted" and part.why == "rename"
    }


def _misreadings(changes: Sequence[DutyChange], naming: _Naming) -> tuple[Misreading, ...]:
    """Names of offices and categories that differ in look-alike characters only."""
    found = []
    for right, wrong in naming.offices.misread:
        touched = tuple(
            index
            for index, change in enumerate(changes)
            for one in (*change.old, *change.new)
            if any(fold(wrong) == fold(name) for name in _printed(one))
        )
        found.append(Misreading("department", right, wrong, tuple(dict.fromkeys(touched))))
    categories: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, change in enumerate(changes):
        if len(change.old) == len(change.new) == 1:
            was, becomes = (one[0].duty.category for one in (change.old, change.new))
            if look_alike(fold(was), fold(becomes)):
                categories[was, becomes].append(index)
    found += [Misreading("category", *pair, tuple(at)) for pair, at in categories.items()]
    return tuple(found)


def _printed(placed: PlacedDuty) -> tuple[str, ...]:
    return (*placed.duty.departments, *(one.department for one in placed.duty.takeover))


def _office_changes(changes: Sequence[DutyChange], naming: _Naming) -> tuple[OfficeChange, ...]:
    """Offices that only one edition names, those that a reform tells of apart."""
    offices = naming.offices
    had: dict[str, list[int]] = defaultdict(list)
    has: dict[str, list[int]] = defaultdict(list)
    for index, change in enumerate(changes):
        for name in dict.fromkeys(name for one in change.old for name in offices.of(one.duty)):
            had[name].append(index)
        for name in dict.fromkeys(name for one in change.new for name in offices.of(one.duty)):
            has[name].append(index)
    told = {name for reform in naming.reforms for name in (*reform.old, *reform.new)}
    added = [
        OfficeChange(name, "added", tuple(at))
        for name, at in has.items()
        if name not in had and name not in told
    ]
    removed = [
        OfficeChange(name, "removed", tuple(at))
        for name, at in had.items()
        if name not in has and name not in told
    ]
    return (*added, *removed)
