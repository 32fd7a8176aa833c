"""Which duty a finding is about, and what it is known by when a person has dealt with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutylist.app.corrections.model import Place
from dutylist.records.findings import Finding
from dutylist.records.model import DutyList


def finding_text(finding: Finding) -> str:
    """What a finding is known by: its words, and where they stand unless that is a duty."""
    return finding.message if finding.row else f"{finding.place}：{finding.message}"


_OF_THIS_PLACE = {
    "spelling": re.compile("^“[^”]*”与"),
    "unlisted department": re.compile("^条文“.*?”(?=由“|提到“)"),
}
"""What a message tells of one place only, beside the office that it is about."""


def said_alike(finding: Finding) -> tuple[str, str]:
    """What findings have in common that a person may deal with at once: kind and words, of the same
    office where they are about one."""
    part = _OF_THIS_PLACE.get(finding.code)
    return finding.code, part.sub("", finding.message) if part else finding.message


def places_of_findings(duty_list: DutyList, findings: Iterable[Finding]) -> dict[int, Place]:
    """The places of the duties that findings are about, by the findings' identities."""
    places: dict[tuple[str, int, int | None], Place] = {}
    for index, table in enumerate(duty_list.lists, start=1):
        for position, duty in enumerate(table.duties, start=1):
            key = (table.kind, duty.source.row, duty.number)
            places.setdefault(key, Place(index, position))
    found = {}
    for finding in findings:
        if finding.kind is None or not finding.row:
            continue
        place = places.get((finding.kind, finding.row, finding.number))
        if place is not None:
            found[id(finding)] = place
    return found
