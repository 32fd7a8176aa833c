"""Whether records say already what a correction makes them say: read rightly now, or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from dutylist.app.corrections.clauses import (
    clause_paths,
    clauses_of,
    find_clause,
    printed,
    unassigned,
)
from dutylist.app.corrections.model import EDITION_FIELDS, Correction, Field, Place, rows_in
from dutylist.app.corrections.rows import Key, Rows
from dutylist.records.model import Duty, DutyList
from dutylist.records.text import squeezed


def so_already(rows: Rows, key: Key, correction: Correction) -> bool:
    """Whether the records say already what a correction of the row of that key makes them say."""
    now, field = rows.duty_list, correction.field
    names = {one.name for one in now.departments}
    if field == "rename":
        return correction.old not in names and correction.new in names
    if field == "short name":
        owner = next((one for one in now.departments if one.name == correction.new), None)
        return owner is not None and correction.old in owner.short_names
    if field in EDITION_FIELDS:
        return of_edition(now, field) == correction.new
    if field == "list title":
        titles = [table.title for table in now.lists if table.kind == correction.target.kind]
        return correction.new in titles and correction.old not in titles
    place = rows.place(key)
    if place is None:
        return False
    if field in ("row added", "row split", "rows joined"):
        duties = now.lists[place.table - 1].duties
        return all(
            any(alike(duty.cells, cells) for duty in duties)
            for cells in rows_in(correction.new).rows
        )
    duty = rows.duty(place)
    if field == "sure":
        doubted = any(one.cell == correction.target.column for one in duty.doubts)
        cells = duty.cells[correction.target.column - 1 : correction.target.column]
        return not doubted and any(correction.old in cell for cell in cells)
    if field == "departments":
        return _given_so(duty, correction)
    if field in ("clause split", "clauses joined"):
        clauses = clause_paths(clauses_of(duty, correction.target.side))
        texts = {squeezed(printed(one)) for _, one in clauses}
        return texts >= {squeezed(line) for line in correction.new.split("\n") if line.strip()}
    text = text_of(rows, place, correction)
    return text is not None and _says(text, correction)


def _given_so(duty: Duty, correction: Correction) -> bool:
    """Whether a clause is surely those departments' that a person gave it to."""
    clauses = dict(clause_paths(clauses_of(duty, correction.target.side)))
    path = find_clause(duty, correction.target)
    if path is None or unassigned(clauses[path]):
        return False
    return set(clauses[path].departments) == set(filter(None, correction.new.split("、")))


def _says(text: str, correction: Correction) -> bool:
    """Whether a text is the corrected one; white space counts where it is all that was changed."""
    only_space = squeezed(correction.old) == squeezed(correction.new)
    return text == correction.new or (not only_space and alike((text,), (correction.new,)))


def text_of(rows: Rows, place: Place, correction: Correction) -> str | None:
    """What the cell or field says that a correction is about; None for others."""
    duty, column = rows.duty(place), correction.target.column
    if correction.field == "cell":
        return duty.cells[column - 1] if 1 <= column <= len(duty.cells) else None
    return {"category": duty.category, "name": duty.name}.get(correction.field)


def of_edition(now: DutyList, field: Field) -> str:
    """The edition's own title, places or date."""
    return {"title": now.title, "region": " ".join(now.region), "issued": now.issued}[field]


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether texts are the same but for white space."""
    return [squeezed(text) for text in one] == [squeezed(text) for text in other]
