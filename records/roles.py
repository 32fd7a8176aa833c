"""Who leads a duty (牵头) and who helps (配合)."""

from __future__ import annotations

import re

from dutylist.records.model import Duty

LEADS = "牵头"
HELPS = "配合"

_LABEL = re.compile(r"(牵头|配合|协助|责任)[^：:；;，,、。\n（(]{0,6}[：:]")


def role(duty: Duty, department: str) -> str:
    """The role of a department, by its name as printed in the row: LEADS or HELPS.

    Where the row says it ("牵头部门：…；配合部门：…" or "…（牵头）"), as it says; elsewhere the
    first department of the row leads.
    """
    for cell in duty.cells:
        if LEADS not in cell or not all(name in cell for name in duty.departments):
            continue
        if re.search(rf"{re.escape(department)}\s*[（(]\s*牵头", cell):
            return LEADS
        if re.search(r"[（(]\s*牵头", cell):
            return HELPS
        labels = [
            match.group(1)
            for match in _LABEL.finditer(cell)
            if match.end() <= cell.index(department)
        ]
        if labels:
            return LEADS if labels[-1] == LEADS else HELPS
    return LEADS if duty.departments[:1] == (department,) else HELPS
