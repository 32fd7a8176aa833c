"""Notes of departments that are listed under a name which is likely misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.offices.misspelt import likely_misspelt
from dutylist.extract.offices.registry import Registry
from dutylist.records.model import KIND_NAMES, Duty, DutyTable, Note


def misspelt_names(registry: Registry, lists: Sequence[DutyTable]) -> Iterator[Note]:
    """A note of each listed name that is another's but for a character, which no row has."""
    right_names = dict(likely_misspelt(registry))
    for table in lists:
        for duty in table.duties:
            for name in duty.departments:
                if right := right_names.get(name):
                    yield _note(table, duty, name, right)


def _note(table: DutyTable, duty: Duty, name: str, right: str) -> Note:
    page = duty.source.pages[0] if duty.source.pages else 0
    return Note(
        page,
        f"{KIND_NAMES[table.kind]}第 {duty.number_or_row} 项的部门“{name}”"
        f"与通用的名称“{right}”只差一个字，像是写错了；条文里的“{right}”已归到它，请核对",
    )
