"""Corrections of rows: one added, struck or cut in two, two made one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutylist.app.corrections.model import Correction, Place, RowTexts, rows_in
from dutylist.extract.lists.row_again import kept_doubts, read_row_again
from dutylist.records.model import Box, Duty, DutyList, DutyTable, Source
from dutylist.records.text import squeezed

Key = str
"""What a row is known by however many are added or struck above it: "table-position" as read (from
1), or the id of the correction that made it."""


@dataclass(frozen=True)
class Rows:
    """Records, and for each of their rows the keys it is known by: of joined rows several, the
    first one's first."""

    duty_list: DutyList
    keys: tuple[tuple[tuple[Key, ...], ...], ...]

    def place(self, key: Key) -> Place | None:
        """Where the row of a key stands now, None where it is not there."""
        return next(
            (
                Place(table, position)
                for table, of_table in enumerate(self.keys, start=1)
                for position, keys in enumerate(of_table, start=1)
                if key in keys
            ),
            None,
        )

    def key(self, place: Place) -> Key:
        """The key of the row that stands there."""
        return self.keys[place.table - 1][place.position - 1][0]

    def made_by_hand(self, key: Key) -> bool:
        """Whether the row of a key was added or split off by a person."""
        return "-" not in key

    def duty(self, place: Place) -> Duty:
        """The duty that stands there."""
        return self.duty_list.lists[place.table - 1].duties[place.position - 1]

    def with_list(self, duty_list: DutyList | None) -> Rows | None:
        """The same rows with other words; None for None."""
        return None if duty_list is None else replace(self, duty_list=duty_list)


def as_read(read: DutyList) -> Rows:
    """The rows as read."""
    keys = tuple(
        tuple((f"{table}-{position}",) for position in range(1, len(one.duties) + 1))
        for table, one in enumerate(read.lists, start=1)
    )
    return Rows(read, keys)


def with_duty(duty_list: DutyList, place: Place, *duties: Duty, count: int = 1) -> DutyList:
    """The records with `count` duties from a place on replaced by others."""
    table = duty_list.lists[place.table - 1]
    at = place.position - 1
    changed = replace(table, duties=(*table.duties[:at], *duties, *table.duties[at + count :]))
    lists = (*duty_list.lists[: place.table - 1], changed, *duty_list.lists[place.table :])
    return replace(duty_list, lists=lists)


def change_rows(rows: Rows, place: Place, correction: Correction) -> Rows | None:
    """The rows as a correction of rows has them; None where they say something else than it was
    made for. Raises ValueError where its texts are not of the form."""
    old, new = rows_in(correction.old), rows_in(correction.new)
    table = rows.duty_list.lists[place.table - 1]
    there = table.duties[place.position - 1 :][: max(1, len(old.rows))]
    if len(there) < len(old.rows) or any(len(cells) != len(table.columns) for cells in new.rows):
        return None
    for duty, cells in zip(there, old.rows, strict=False):
        if [squeezed(one) for one in duty.cells] != [squeezed(one) for one in cells]:
            return None
    keys = rows.keys[place.table - 1][place.position - 1 :][: len(there)]
    made = (correction.id,)
    match correction.field:
        case "row added":
            duties, its, texts = [_blank(table, there[0], new), *there], [made, *keys], [*new.rows]
            texts += [duty.cells for duty in there]
            if not new.before:
                duties, its, texts = duties[::-1], its[::-1], texts[::-1]
        case "row struck":
            duties, its, texts = [], [], []
        case "row split":
            duties, its, texts = [there[0], there[0]], [keys[0], made], [*new.rows]
        case _:
            duties, its = [_together(there)], [tuple(key for one in keys for key in one)]
            texts = [*new.rows]
    if len(texts) != len(duties):
        return None
    changed = with_duty(rows.duty_list, place, *duties, count=len(there))
    for index, (duty, cells) in enumerate(zip(duties, texts, strict=True)):
        if duty.cells != cells or correction.field != "row added":
            changed = _read(changed, replace(place, position=place.position + index), cells)
    of_table, at = rows.keys[place.table - 1], place.position - 1
    of_table = (*of_table[:at], *its, *of_table[at + len(there) :])
    keyed = (*rows.keys[: place.table - 1], of_table, *rows.keys[place.table :])
    return Rows(changed, keyed)


def _read(duty_list: DutyList, place: Place, cells: tuple[str, ...]) -> DutyList:
    table = duty_list.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    changed, departments = read_row_again(duty_list, table, duty, cells)
    return replace(with_duty(duty_list, place, changed), departments=departments)


def _blank(table: DutyTable, beside: Duty, new: RowTexts) -> Duty:
    """A row with nothing in it, beside another."""
    pages = (new.page,) if new.page else ()
    source = Source(pages, beside.source.table, beside.source.row)
    return Duty(None, beside.category, "", source, ("",) * len(table.columns))


def _together(duties: tuple[Duty, ...]) -> Duty:
    """Rows as one: its cells one after the other, with the places and the doubts of all."""
    first = duties[0]
    cells = tuple(
        "\n".join(filter(None, texts)) for texts in zip(*(one.cells for one in duties), strict=True)
    )
    doubts = tuple(doubt for one in duties for doubt in kept_doubts(one, cells))
    source = replace(
        first.source,
        pages=tuple(dict.fromkeys(page for one in duties for page in one.source.pages)),
        boxes=_boxes(duties),
    )
    return replace(first, cells=cells, source=source, doubts=doubts)


def _boxes(duties: tuple[Duty, ...]) -> tuple[tuple[Box, ...], ...]:
    if not all(one.source.boxes for one in duties):
        return ()
    return tuple(
        tuple(box for boxes in its for box in boxes)
        for its in zip(*(one.source.boxes for one in duties), strict=True)
    )
