"""Departments' columns that are ticked with more than one sign (●, ○): which of them lead?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dutylist.extract.lists.columns import CHECKS, is_tick, ticked_office
from dutylist.extract.lists.tables import ListTable
from dutylist.records.model import KIND_NAMES, Note
from dutylist.records.text import squeezed


def tick_kinds(tables: Iterable[ListTable]) -> Iterator[Note]:
    """A note for each list whose departments are ticked with signs that do not mean the same."""
    for table in tables:
        offices = [at for at, text in enumerate(table.columns) if ticked_office(text)]
        cells = [row.cells[at] for row in table.rows for at in offices if at < len(row.cells)]
        ticks = [squeezed(cell.text) for cell in cells if is_tick(cell.text)]
        check = next((one for one in ticks if one in CHECKS), "")
        signs = dict.fromkeys(check if one in CHECKS else one for one in ticks)
        if len(signs) > 1:
            said = "、".join(f"“{sign}”" for sign in signs)
            yield Note(
                table.rows[0].page,
                f"{KIND_NAMES[table.kind]}的部门各栏里有{said}几种记号，都读作有关的部门，"
                "没有分谁牵头、谁配合，请对照原件核对",
            )
