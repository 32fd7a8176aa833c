"""Records files of every schema. What upgrades an earlier one is loaded when one comes."""

from __future__ import annotations

from dutylist.records.json_form import Json, parsed, records_in
from dutylist.records.model import DutyList


def read_records(text: str, name: str) -> DutyList:
    """Read a records file's text of either schema; `name` is the file's name for messages.

    Raises InvalidRecordsError naming the place.
    """
    return records_of(parsed(text, name), name)


def records_of(data: Json, name: str) -> DutyList:
    """The records in a file's JSON object, of either schema. Raises InvalidRecordsError."""
    earlier = type(data.get("schema")) is int and data["schema"] == 1
    if not earlier:
        return records_in(data, name)
    from dutylist.extract.earlier_records import upgraded

    return records_in(upgraded(data), name)
