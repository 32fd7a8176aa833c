"""Who does each duty (分工), as kept with an edition: each state with who made it, taken back one
by one; carried over from another edition along the comparison."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dutylist.app.corrections.model import Place
from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.comparisons import usable_decisions
from dutylist.app.web.decided import decisions_of
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.stored import AssignmentState, Edition, new_id, now
from dutylist.app.worker.answers import Tell
from dutylist.records.assigned import people_of, stations_of
from dutylist.records.assignments import (
    FIELDS,
    Assignment,
    Assignments,
)
from dutylist.records.assignments_form import dump_assignments, parse_assignments
from dutylist.records.codes import short_code
from dutylist.records.doers import Roster
from dutylist.records.json_form import dump_records, load_records

LONGEST_VALUE = 2_000
"""Characters of a text in an assignment: what a cell of the workbook is read to have room for."""

MOST_COLUMNS = 40
"""Columns of an assignment that the page shows: the usual ones and an office's own."""


def keep(store: Store, edition: Edition, assignments: Assignments, said: str, who: str) -> bool:
    """Keep the assignments of an edition, as somebody has `said` what was done; False where the
    edition has changed since it was looked at."""
    state = AssignmentState(new_id(), dump_assignments(assignments), said, who, now())
    return store.keep_assignments(edition, state)


def with_row(assignments: Assignments, before: Assignment | None, row: Assignment) -> Assignments:
    """The same with a row in the place of the one before, or behind all; its new columns behind
    the others."""
    columns = tuple(dict.fromkeys((*assignments.columns, *dict(row.values))))
    rows = tuple(row if one is before else one for one in assignments.rows)
    if before is None:
        rows = (*rows, row)
    return replace(assignments, columns=columns, rows=rows)


def columns_of(assignments: Assignments) -> tuple[str, ...]:
    """The usual columns first, then the office's own."""
    return tuple(dict.fromkeys((*FIELDS, *assignments.columns)))[:MOST_COLUMNS]


def row_of(edition: OpenEdition, place: Place) -> tuple[str, Assignment | None]:
    """The code of the duty that stands there, and what is kept for it."""
    table, duty = edition.now.lists[place.table - 1], edition.duty(place)
    assert duty is not None
    code = short_code(edition.now, table.kind, duty)
    return code, edition.assigned.by_code.get(code)


@dataclass(frozen=True)
class RowView:
    """Who does a duty, as its page shows it: a text for each column, what is to be looked at, and
    names to choose from."""

    code: str
    values: tuple[tuple[str, str], ...]
    doubt: str
    people: tuple[str, ...]
    stations: tuple[str, ...]

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """What is filled in."""
        return tuple((column, text) for column, text in self.values if text)


def row_view(edition: OpenEdition, place: Place) -> RowView:
    """Who does the duty that stands there."""
    code, row = row_of(edition, place)
    known = edition.assignments or Assignments()
    names = (*(one.name for one in Roster(known).doers), *people_of(known, edition.assigned))
    stations = (*(one.station for one in known.people), *stations_of(known, edition.assigned))
    return RowView(
        code,
        tuple((column, row.value(column) if row else "") for column in columns_of(known)),
        row.doubt if row else "",
        tuple(dict.fromkeys(filter(None, names))),
        tuple(dict.fromkeys(filter(None, stations))),
    )


def checked(assignments: Assignments, rows: Sequence[Assignment]) -> Assignments:
    """The same, where a person has looked at these rows and found them right."""
    right = {id(row) for row in rows}
    return replace(
        assignments,
        rows=tuple(replace(row, doubt="") if id(row) in right else row for row in assignments.rows),
    )


@dataclass(frozen=True)
class ToCarry:
    """The records files of the old and the new edition, the old one's assignments and where those
    of the new one go, and what people decided of the comparison."""

    old: Path
    new: Path
    assignments: Path
    output: Path
    decisions: str


def write_carried(wanted: ToCarry, tell: Tell) -> None:
    """Carry assignments over to a new edition; runs in a bounded process."""
    from dutylist.compare.carry_over import carry_over
    from dutylist.compare.editions import compare_several

    old, new = (load_records(path.read_text("utf-8"), "") for path in (wanted.old, wanted.new))
    comparison = compare_several((old,), new, usable_decisions(wanted.decisions, old, new))
    carried = carry_over(
        comparison, (old, parse_assignments(wanted.assignments.read_text("utf-8")))
    )
    wanted.output.write_text(dump_assignments(carried), "utf-8")


def carried_over(settings: Settings, old: OpenEdition, new: OpenEdition) -> Assignments:
    """The old edition's assignments for the new one. Raises TaskFailedError."""
    with tempfile.TemporaryDirectory(
        dir=settings.folder, prefix="part-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        wanted = ToCarry(
            old=folder / "old",
            new=folder / "new",
            assignments=folder / "assignments",
            output=folder / "carried",
            decisions=decisions_of(old, new),
        )
        wanted.old.write_text(dump_records(old.now), "utf-8")
        wanted.new.write_text(dump_records(new.now), "utf-8")
        wanted.assignments.write_text(dump_assignments(old.assignments or Assignments()), "utf-8")
        run_bounded(write_carried, wanted, settings.limits)
        return parse_assignments(wanted.output.read_text("utf-8"))
