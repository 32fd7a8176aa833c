"""An edition opened: its records with the corrections laid over, and what to look at in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from dutylist.app.corrections.findings import finding_text, places_of_findings, said_alike
from dutylist.app.corrections.lay_over import Corrected, apply_corrections
from dutylist.app.corrections.left_over import Left, left_here
from dutylist.app.corrections.model import LEFT_OVER, Applied, Place, State
from dutylist.app.web.store import Store
from dutylist.app.web.stored import Edition
from dutylist.compare.identity import Identity, identify
from dutylist.extract.records_file import read_records
from dutylist.records.assigned import Assigned, assigned
from dutylist.records.assignments import Assignments, named_as
from dutylist.records.assignments_form import parse_assignments
from dutylist.records.check import check
from dutylist.records.errors import DutyListError
from dutylist.records.findings import LEVEL_NAMES, Finding, Level
from dutylist.records.model import Duty, DutyList, DutyTable

_KEPT_OPEN = 24
"""Editions kept in memory, a few MB each."""


@dataclass(frozen=True)
class OpenEdition:
    """An edition with its records: `read` as the file says, `now` with the corrections.

    `findings` are those that nobody has dealt with yet; `settled` the others, each with who said
    so. `by_place` has the open ones by duty. `assignments` say who does each duty, None where
    nobody has said anything yet; `assigned` has them by duty. `reasons` say why rows were read as
    they were, by "table-row" of their source. `left` are corrections of another edition that fitted
    nowhere, until somebody has decided on them.
    """

    edition: Edition
    read: DutyList
    corrected: Corrected
    findings: tuple[Finding, ...]
    settled: tuple[tuple[Finding, Applied], ...]
    by_place: dict[Place, tuple[Finding, ...]]
    assignments: Assignments | None
    assigned: Assigned
    reasons: dict[str, list[str]]
    left: tuple[Left, ...] = ()

    @property
    def now(self) -> DutyList:
        """The records with the corrections that stand."""
        return self.corrected.duty_list

    @property
    def identity(self) -> Identity:
        """Which township's list of which year it is, as corrected."""
        return identify(self.now, self.edition.file_name)

    @property
    def with_anyone(self) -> int:
        """How many duties are somebody's in the township."""
        return sum(bool(row.people or row.stations) for row in self.assigned.by_code.values())

    @cached_property
    def alike(self) -> Counter[tuple[str, str]]:
        """How many open findings say the same."""
        return Counter(map(said_alike, self.findings))

    @property
    def lost(self) -> tuple[Applied, ...]:
        """The corrections that the file, as read now, has no place for."""
        return tuple(one for one in self.corrected.applied if _in_state(one, "lost"))

    def table(self, number: int) -> DutyTable | None:
        """The list of that number (from 1)."""
        return self.now.lists[number - 1] if 1 <= number <= len(self.now.lists) else None

    def duty(self, place: Place) -> Duty | None:
        """The duty that stands there."""
        table = self.table(place.table)
        if table is None or not 1 <= place.position <= len(table.duties):
            return None
        return table.duties[place.position - 1]


class UnreadableError(Exception):
    """An edition's records or corrections cannot be shown; that concerns no other edition."""

    def __init__(self, edition: Edition, cause: Exception) -> None:
        super().__init__(edition.id)
        self.edition = edition
        self.reason = (
            str(cause) if isinstance(cause, DutyListError) else f"{type(cause).__name__}：{cause}"
        )


def open_edition(store: Store, identity: str) -> OpenEdition | None:
    """The edition of that id, opened; the same object until something about it changes.

    Raises UnreadableError.
    """
    edition = store.edition(identity)
    if edition is None:
        return None
    try:
        return _opened(store, identity, edition.version)
    except Exception as error:
        raise UnreadableError(edition, error) from error


def summary_of(store: Store, edition: Edition) -> dict[str, Any]:
    """Counts of an edition: duties of each list, findings of each level, corrections.

    {} where it cannot be read.
    """
    if edition.summary.get("version") == edition.version:
        return edition.summary
    try:
        opened = _opened(store, edition.id, edition.version)
    except Exception:
        return {}
    levels: tuple[Level, ...] = ("error", "doubt", "hint")
    summary: dict[str, Any] = {
        "version": edition.version,
        "lists": [[table.kind, len(table.duties)] for table in opened.now.lists],
        "departments": len(opened.now.departments),
        "findings": {
            level: sum(finding.level == level for finding in opened.findings) for level in levels
        },
        "settled": len(opened.settled),
        "corrections": _number(opened, "stands"),
        "lost": _number(opened, "lost"),
        "as read": _number(opened, "as read"),
    }
    store.keep_summary(edition, summary)
    return summary


def _number(opened: OpenEdition, state: State) -> int:
    return sum(_in_state(one, state) for one in opened.corrected.applied)


def _in_state(one: Applied, state: State) -> bool:
    """Whether a correction has come to that; a finding that was settled is none."""
    return one.state == state and one.correction.field != "settled"


def level_counts(edition: OpenEdition) -> dict[Level, int]:
    """How many open findings there are of each level."""
    counts = Counter(one.level for one in edition.findings)
    return {level: counts[level] for level in LEVEL_NAMES}


@lru_cache(maxsize=_KEPT_OPEN)
def _opened(store: Store, identity: str, version: int) -> OpenEdition:
    edition = store.edition(identity)
    assert edition is not None
    read = read_records(store.records(identity), edition.file_name)
    kept = store.corrections(identity)
    corrected = apply_corrections(read, kept)
    found = check(corrected.duty_list)
    where = places_of_findings(corrected.duty_list, found)
    said = {
        (one.place, one.correction.old): one
        for one in corrected.applied
        if one.correction.field == "settled" and one.state == "stands"
    }
    settled = tuple(
        (finding, said[key])
        for finding in found
        if (key := (where.get(id(finding)), finding_text(finding))) in said
    )
    done = {id(finding) for finding, _ in settled}
    findings = tuple(finding for finding in found if id(finding) not in done)
    by_place: dict[Place, tuple[Finding, ...]] = {}
    for one in findings:
        if place := where.get(id(one)):
            by_place[place] = (*by_place.get(place, ()), one)
    who_does = store.assignments(identity)
    # Kept under the names that the file has: a name put right takes its people with it, and back.
    assignments = (
        named_as(parse_assignments(who_does), read, corrected.duty_list) if who_does else None
    )
    return OpenEdition(
        *(edition, read, corrected, findings, settled, by_place),
        assignments,
        assigned(corrected.duty_list, assignments) if assignments else Assigned({}, ()),
        store.reasons(identity),
        tuple(
            left_here(one, read, corrected, identity)
            for one in kept
            if one.field == LEFT_OVER and not one.undone_at
        ),
    )
