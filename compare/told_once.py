"""What is told once for the whole list: new names, misread ones, offices that came or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dutylist.compare.departments import renamed_forms, row_departments
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.model import (
    DutyChange,
    Handed,
    Misreading,
    OfficeChange,
    ReformKind,
    Rename,
)
from dutylist.compare.naming import Naming
from dutylist.compare.reforms import Reform
from dutylist.compare.wording import fold


def renames_of(changes: Sequence[DutyChange], naming: Naming) -> tuple[Rename, ...]:
    """The new names, with the changes that each touches."""
    found = [_office_rename(reform, changes, naming) for reform in naming.reforms]
    found += _category_renames(changes, naming)
    for reform in naming.townships:
        touched = tuple(
            index
            for index, change in enumerate(changes)
            if _renamed_texts(change).intersection(reform.old)
        )
        found.append(Rename("township", reform.old, reform.new, touched, reform.kind))
    return tuple(found)


def _category_renames(changes: Sequence[DutyChange], naming: Naming) -> Iterator[Rename]:
    """Categories with a new name, those that were merged under one, those taken out of another."""
    taken: dict[str, dict[str, None]] = defaultdict(dict)
    for _, old, new in sorted(naming.divided):
        taken[old][new] = None
    joined: dict[str, list[str]] = defaultdict(list)
    for old, new in naming.categories.items():
        if new not in taken.get(old, ()):
            joined[new].append(old)
    for new, olds in joined.items():
        touched = _touched(changes, [(old, new) for old in olds])
        kind: ReformKind = "merged" if len(olds) > 1 else "renamed"
        yield Rename("category", tuple(olds), (new,), touched, kind)
    for old, news in taken.items():
        stays = [old] if _touched(changes, [(old, old)]) else []
        touched = _touched(changes, [(old, new) for new in news])
        yield Rename("category", (old,), (*stays, *news), touched, "divided")


def _touched(changes: Sequence[DutyChange], ways: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """The changes in which a duty went from one category to another of these."""
    return tuple(
        index
        for index, change in enumerate(changes)
        if any(
            fold(was.duty.category) == old and fold(becomes.duty.category) == new
            for was in change.old
            for becomes in change.new
            for old, new in ways
        )
    )


def _office_rename(reform: Reform, changes: Sequence[DutyChange], naming: Naming) -> Rename:
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
        written=set(reform.old) <= naming.written,
    )


def _renamed_texts(change: DutyChange) -> set[str]:
    """The old names that were replaced in a duty's texts."""
    return {
        fold(part.text)
        for wording in change.wordings()
        for part in wording.segments
        if part.kind == "deleted" and part.why == "rename"
    }


def misreadings_of(changes: Sequence[DutyChange], naming: Naming) -> tuple[Misreading, ...]:
    """Names of offices and categories that differ in look-alike characters only."""
    found = []
    for right, wrong in naming.offices.misread:
        touched = tuple(
            index
            for index, change in enumerate(changes)
            for one in (*change.old, *change.new)
            if any(fold(wrong) == fold(name) for name in row_departments(one.duty))
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


def office_changes(changes: Sequence[DutyChange], naming: Naming) -> tuple[OfficeChange, ...]:
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
    new = {name: at for name, at in has.items() if name not in had}
    gone = {name: at for name, at in had.items() if name not in has and name not in told}
    return (
        *(
            OfficeChange(name, "added", tuple(at), _in_all(at, gone))
            for name, at in new.items()
            if name not in told
        ),
        *(OfficeChange(name, "removed", tuple(at), _in_all(at, new)) for name, at in gone.items()),
    )


def _in_all(places: Sequence[int], others: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """The other offices that stand in all of these rows."""
    return tuple(name for name, at in others.items() if set(places) <= set(at))
