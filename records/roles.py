"""Who leads a duty (牵头) and who helps (配合), in words."""

from __future__ import annotations

from dutylist.records.model import Duty

LEADS = "牵头"
HELPS = "配合"


def lead_is_presumed(duty: Duty) -> bool:
    """Whether the row lists several departments and does not say itself which of them leads."""
    offices = {listed.office for listed in duty.listed}
    return len(offices) > 1 and not any(listed.said for listed in duty.listed)


def role(duty: Duty, printed: str) -> str:
    """The role of a department, by its name as printed in the row: LEADS or HELPS."""
    leads = any(listed.leads for listed in duty.listed if listed.printed == printed)
    return LEADS if leads else HELPS
