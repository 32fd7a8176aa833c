"""Two editions compared for the page, in a child process, and kept until one of them changes."""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.decided import decisions_of
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.settings import Settings
from dutylist.app.worker.answers import Tell
from dutylist.compare.decisions import Decisions, fitting, parse_decisions
from dutylist.compare.departments import row_departments
from dutylist.compare.identity import pair_names
from dutylist.compare.model import Comparison
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.render.files import replace_file

_comparing = threading.BoundedSemaphore(2)


def found_changes(settings: Settings, old: OpenEdition, new: OpenEdition) -> dict[str, Any]:
    """The view of a comparison as JSON values, with two additions.

    `places` has, for each row of the view, {"old": [[table, position], …], "new": …}, from 1;
    `categories` [[list's name, category, {kind: count}], …] counts changes by category. Raises
    TaskFailedError.
    """
    versions = [[one.edition.id, one.edition.version] for one in (old, new)]
    names = pair_names([old.identity], new.identity)
    key = hashlib.sha256(json.dumps(versions).encode()).hexdigest()
    path = settings.folder / "cache" / f"{key}.json"
    with _comparing:
        if not path.exists():
            _compare(settings, old, new, names, path)
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@dataclass(frozen=True)
class ToCompare:
    """The records files of two editions, what these are called, where the result goes, and what
    people decided (the text of a decisions file)."""

    old: Path
    new: Path
    names: tuple[str, str]
    output: Path
    decisions: str = ""


def write_found(wanted: ToCompare, tell: Tell) -> None:
    """Compare two editions and write what was found; runs in a bounded process."""
    from dutylist.compare.decisions import named
    from dutylist.compare.editions import compare_several
    from dutylist.records.model import KIND_NAMES
    from dutylist.records.wording import said
    from dutylist.render.views.comparison import comparison_view

    old, new = (load_records(path.read_text("utf-8"), "") for path in (wanted.old, wanted.new))
    comparison = compare_several(
        (old,), new, usable_decisions(wanted.decisions, old, new), names=wanted.names
    )
    view = comparison_view(comparison)
    references = named(comparison)
    places = []
    old_places, new_places = _places(old), _places(new)
    for row in view.rows:
        change = comparison.changes[row.index]
        places.append(
            {
                "old": [old_places[id(one.duty)] for one in change.old],
                "new": [new_places[id(one.duty)] for one in change.new],
                "old_names": references[row.index][0],
                "new_names": references[row.index][1],
                "decided": change.decided,
                "doubtful": change.doubtful,
            }
        )
    categories: dict[tuple[str, str], dict[str, int]] = {}
    for change in comparison.changes:
        placed = (change.new or change.old)[0]
        key = (KIND_NAMES[placed.list], placed.duty.category)
        counts = categories.setdefault(key, {})
        for kind in change.kinds:
            name = said(f"duty_kinds.{kind}")
            counts[name] = counts.get(name, 0) + 1
    found = {
        **asdict(view),
        "places": places,
        **_choices(comparison, references),
        "categories": [[name, category, counts] for (name, category), counts in categories.items()],
    }
    wanted.output.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _choices(
    comparison: Comparison, references: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> dict[str, Any]:
    """What a person may pair: the duties of either side, those that nothing corresponds to first,
    and the offices, those that only one edition names first."""
    duties: dict[str, list[list[str]]] = {"old_duties": [], "new_duties": []}
    for change, names in zip(comparison.changes, references, strict=True):
        alone = not (change.old and change.new)
        for side, placed, its in (
            *(("old_duties", change.old, names[0]), ("new_duties", change.new, names[1])),
        ):
            for one, name in zip(placed, its, strict=True):
                entry = [name, one.duty.name[:_SHOWN]]
                duties[side].insert(0 if alone else len(duties[side]), entry)
    offices = [
        {name for table in one.lists for duty in table.duties for name in duty.departments}
        for one in (comparison.old, comparison.new)
    ]
    ordered = [
        sorted(own, key=lambda name: (name in other, name))
        for own, other in (offices, offices[::-1])
    ]
    return {**duties, "old_offices": ordered[0], "new_offices": ordered[1]}


_SHOWN = 40
"""Characters of a duty's name in a list to choose from."""


def usable_decisions(text: str, old: DutyList, new: DutyList) -> Decisions | None:
    """The decisions in a file's text that speak of what is there; None for none."""
    if not text:
        return None
    names = tuple(
        {name for duty in one.duties for name in row_departments(duty)} for one in (old, new)
    )
    from dutylist.compare.links import placed_duties

    return fitting(
        parse_decisions(text), placed_duties(old), placed_duties(new), (names[0], names[1])
    )


def _places(duty_list: DutyList) -> dict[int, list[int]]:
    """[table, position] from 1 of every duty, by its identity."""
    return {
        id(duty): [number, position]
        for number, table in enumerate(duty_list.lists, start=1)
        for position, duty in enumerate(table.duties, start=1)
    }


def _compare(
    settings: Settings, old: OpenEdition, new: OpenEdition, names: tuple[str, str], path: Path
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix="part-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        for side, opened in (("old", old), ("new", new)):
            (folder / side).write_text(dump_records(opened.now), "utf-8")
        wanted = ToCompare(
            folder / "old", folder / "new", names, folder / "found", decisions_of(old, new)
        )
        run_bounded(write_found, wanted, settings.limits)
        replace_file(folder / "found", path)
