"""What changed for one office, under the name that the new edition gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dutylist.compare.departments import row_departments
from dutylist.compare.model import (
    ClauseChange,
    Comparison,
    DutyChange,
    DutyKind,
    Part,
    PlacedDuty,
    ReformKind,
)
from dutylist.compare.wording import fold
from dutylist.records.wording import said
from dutylist.render.views.duty_changes import (
    ViewRow,
    clause_line,
    department_line,
    doubt_of,
    is_unchanged,
    lead_note,
    name_line,
    note_of,
    offices_reworded,
    part_line,
    part_of,
    side_note,
    tells_offices,
    whither,
)
from dutylist.render.views.findings import (
    UNSURE,
    misread_text,
    office_label,
    office_text,
    rename_label,
    rename_words,
    replaced_words,
)
from dutylist.render.views.lines import ViewLine
from dutylist.render.views.places import place_name, places


@dataclass(frozen=True)
class DepartmentItem:
    """One changed duty as it concerns one office; `lines` only has what concerns it.

    `index` is the change's among those of the comparison.
    """

    number: int
    index: int
    what: str
    place: str
    name: str
    lines: tuple[ViewLine, ...]


@dataclass(frozen=True)
class DepartmentView:
    """What changed for one office. `others` counts duties whose changes concern others only.

    `former_names` are certain. `throughout` are sentences on what was told once for the whole
    list and touches the office's duties, doubtful reforms of the office among them. `unsure`:
    something of it is to be checked by a person (待核) before it is sent.
    """

    name: str
    former_names: tuple[str, ...]
    items: tuple[DepartmentItem, ...]
    others: int
    throughout: tuple[str, ...] = ()
    unsure: bool = False


def department_views(comparison: Comparison, rows: Sequence[ViewRow]) -> tuple[DepartmentView, ...]:
    """What changed for each office, under the name the new edition gives it.

    A certain rename is a name only. After a division, where one office took in another, and after
    a doubtful reform the old office and the new one are each told what they had and have: both
    is true, whatever the reform was.
    """
    names = _names_of(comparison)
    by_name: dict[str, dict[int, None]] = {}
    for index, change in enumerate(comparison.changes):
        for name in (*names.current(change.new, index), *names.current(change.old, index)):
            by_name.setdefault(name, {})[index] = None
    shown = {row.index for row in rows}
    views = []
    for name, concerned in by_name.items():
        items, others = _items(comparison, names, name, concerned, shown)
        throughout = tuple(_throughout(comparison, name, concerned))
        former = names.former.get(name, ())
        if items or others or throughout or former:
            told = (*(item.what for item in items), *throughout)
            unsure = any(is_unsure(text) for text in told)
            views.append(DepartmentView(name, former, tuple(items), others, throughout, unsure))
    return tuple(views)


@dataclass(frozen=True)
class _Names:
    """What offices are called: `spellings` (folded) onto names; `now` has the names that a row
    (index) gives an old one, `heirs` the one new name it has in all rows, `former` the old names
    of a new one; `reformed` is what `_reformed` finds."""

    spellings: dict[str, str]
    now: dict[tuple[str, int], list[str]]
    heirs: dict[str, str]
    former: dict[str, tuple[str, ...]]
    reformed: dict[tuple[str, int], _Reformed]

    def current(self, duties: Iterable[PlacedDuty], index: int) -> list[str]:
        """The offices of a row's duties, each once, as the new edition calls them."""
        found: dict[str, None] = {}
        for placed in duties:
            for one in row_departments(placed.duty):
                name = self.spellings.get(fold(one), one)
                in_row = self.now.get((name, index), [self.heirs.get(name, name)])
                found.update(dict.fromkeys(in_row))
        return list(found)


def _names_of(comparison: Comparison) -> _Names:
    now: dict[tuple[str, int], list[str]] = {}
    former: dict[str, tuple[str, ...]] = {}
    heirs: dict[str, str] = {}
    for rename in comparison.renames:
        plain = rename.subject == "department" and rename.kind in ("renamed", "merged")
        if not plain or rename.doubt:
            continue
        if rename.kind == "renamed":
            # It is one office, in the rows as well that go on using its old name.
            heirs.update(dict.fromkeys(rename.old, rename.new[0]))
        for one in rename.handed:
            for index in one.changes:
                now.setdefault((one.old, index), []).append(one.new)
        if not rename.written:
            former.update(dict.fromkeys(rename.new, rename.old))
    return _Names(dict(comparison.office_names), now, heirs, former, _reformed(comparison))


def _items(
    comparison: Comparison,
    names: _Names,
    name: str,
    concerned: Iterable[int],
    shown: Collection[int],
) -> tuple[list[DepartmentItem], int]:
    """The changes (by index) that an office is told of, and how many concern others only."""
    items: list[DepartmentItem] = []
    others = 0
    for index in concerned:
        change = comparison.changes[index]
        had, has = names.current(change.old, index), names.current(change.new, index)
        if index not in shown and (name in had) == (name in has):
            continue
        own = (name, *names.former.get(name, ()))
        item = _department_item(
            own, len(items) + 1, index, change, had, has, names.reformed.get((name, index))
        )
        if item is None:
            others += 1
        else:
            items.append(item)
    return items, others


@dataclass(frozen=True)
class _Reformed:
    """The other names of an office whose row a reform handed on, and what the reform is."""

    others: tuple[str, ...]
    reform: ReformKind
    doubtful: bool

    def said(self, way: str) -> str:
        """That the row went to those names (`way` is dropped), or came from them (listed)."""
        sure = "perhaps" if self.doubtful else "reformed"
        offices = said("letter.and").join(self.others)
        reform = said(f"letter.reforms_{self.reform}")
        return said(f"letter.{way}_{sure}", office=offices, reform=reform, unsure=UNSURE)


def _reformed(comparison: Comparison) -> dict[tuple[str, int], _Reformed]:
    """What reforms handed on, by office and row (index): not for certain one office's new name,
    which it has in all rows."""
    found: dict[tuple[str, int], _Reformed] = {}
    for rename in comparison.renames:
        one_office = rename.kind in ("renamed", "merged") and not rename.doubt
        if rename.subject != "department" or one_office:
            continue
        for one in rename.handed:
            for index in one.changes if one.new != one.old else ():
                for name, other in ((one.new, one.old), (one.old, one.new)):
                    known = found.get((name, index))
                    others = (*known.others, other) if known else (other,)
                    found[name, index] = _Reformed(others, rename.kind, bool(rename.doubt))
    return found


def _throughout(comparison: Comparison, name: str, concerned: Iterable[int]) -> Iterator[str]:
    """What was told once for the whole list, as far as it touches the office or its duties."""
    own = set(concerned)
    for rename in comparison.renames:
        if rename.subject == "department":
            plain = rename.kind in ("renamed", "merged") and not rename.doubt and not rename.still
            if name in (*rename.old, *rename.new) and not plain:
                unsure = UNSURE if rename.doubt else ""
                yield f"{unsure}{rename_label(rename)}：{rename_words(comparison, rename)}"
        elif own & set(rename.changes):
            yield f"{rename_label(rename)}：{rename_words(comparison, rename)}"
    for office in comparison.offices:
        if name == office.name and office.instead:
            yield f"{office_label(office)}：{office_text(office)}"
    for misreading in comparison.misreadings:
        if own & set(misreading.changes):
            yield misread_text(misreading)
    for replacement in comparison.replacements:
        if own & set(replacement.changes):
            changed = [at for at in replacement.changes if at in own]
            yield f"{replaced_words(replacement)}（{places(comparison, changed)}）"


def _department_item(
    names: Sequence[str],
    number: int,
    index: int,
    change: DutyChange,
    had: Sequence[str],
    has: Sequence[str],
    reformed: _Reformed | None,
) -> DepartmentItem | None:
    """The change as one office sees it; None where only other offices' clauses changed.

    `names` are the office's name and those it had before; `reformed` tells of a reform by which
    its row was handed on.
    """
    name = names[0]
    own = [one for one in change.clauses if not is_unchanged(one) and _concerns(one, names)]
    if (name in has) != (name in had):
        what = _came_or_went(change, reformed, came=name in has)
    else:
        what = _what_changed(change, own)
    if not what:
        return None
    if doubt_of(change) and not is_unsure(what):
        what = said("letter.unsure", what=what)
    return DepartmentItem(
        number,
        index,
        what,
        _place(change),
        (change.new or change.old)[0].duty.name,
        tuple(_item_lines(change, own)),
    )


def is_unsure(text: str) -> bool:
    """Whether a text says that it is to be checked (待核)."""
    return UNSURE in text or said("letter.unsure", what="") in text


_HOW: tuple[DutyKind, ...] = ("moved", "split", "merged")
"""What is said of a duty before that an office is its own now, or no longer."""


def _came_or_went(change: DutyChange, reformed: _Reformed | None, *, came: bool) -> str:
    """How a duty became an office's, or ceased to be: as the township's own that it took back
    (由基本履职调整为上级部门收回，新列为承接部门), by a reform, or with its row."""
    if not change.old or not change.new:
        return said("letter.added" if came else "letter.removed")
    how = [note_of(kind, change) for kind in change.kinds if kind in _HOW]
    way = "listed" if came else "dropped"
    taken = all(one.list == "recalled" for one in (change.new if came else change.old))
    now = reformed.said(way) if reformed else said(f"letter.{way}{'_taken' if taken else ''}")
    return "，".join([*how, now])


_OF_TEXTS: frozenset[DutyKind] = frozenset(
    ("same", "reworded", "rearranged", "lookalike", "form", "typography")
)


def _what_changed(change: DutyChange, own: Sequence[ClauseChange]) -> str:
    """What became of a duty that the office had and has, `own` the clauses of its own that
    changed; "" where nothing of it concerns the office."""
    if set(change.kinds) <= _OF_TEXTS and not own:
        if change.name.count("wording"):
            return said("letter.renamed")
        return said("changes.offices_reworded") if offices_reworded(change) else ""
    what = "；".join(
        note_of(kind, change)
        for kind in change.kinds
        if kind not in ("departments", "reworded", "rearranged")
    )
    reworded = "reworded" in change.kinds
    if (reworded or "rearranged" in change.kinds) and (own or change.name.count("wording")):
        how = said("letter.reworded") if reworded else note_of("rearranged", change)
        handed = dict.fromkeys(side_note(one) for one in own if "other side" in one.kinds)
        sides = [said("letter.some", what=one) for one in handed]
        what = "；".join(filter(None, (what, "，".join([how, *sides]))))
    if what:
        return what
    came_or_went = bool(change.departments_added or change.departments_dropped)
    parts = [said("letter.offices")] if came_or_went or not change.lead_changed else []
    return "；".join([*parts, lead_note(change)] if change.lead_changed else parts)


def _place(change: DutyChange) -> str:
    """配合履职第3项 → 配合履职第5项, or the one place it has."""
    was, becomes = ("、".join(place_name(one) for one in side) for side in (change.old, change.new))
    return f"{was} → {becomes}" if was and becomes and was != becomes else becomes or was


def _item_lines(change: DutyChange, own: Sequence[ClauseChange]) -> Iterator[ViewLine]:
    """Its name, offices that came or went, the office's `own` clauses."""
    yield name_line(change)
    if tells_offices(change):
        yield from department_line(change)
    part: tuple[Part, str] | None = None
    whole = not (change.old and change.new) or "moved" in change.kinds
    for clause in own:
        here = part_of(clause)
        if here != part:
            part = here
            yield part_line(change, own, part)
        yield clause_line(
            clause,
            whole=whole and not (clause.old and clause.new),
            where=whither(change, clause),
        )


def _concerns(clause: ClauseChange, names: Sequence[str]) -> bool:
    """The clause is the office's own, nobody's in particular, or the township's answer."""
    for passage in (*clause.old, *clause.new):
        if passage.part in ("township", "other"):
            return True
        if not passage.departments or set(names) & set(passage.departments):
            return True
    return False
