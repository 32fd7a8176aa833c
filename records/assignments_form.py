"""Assignments ↔ JSON, as the page keeps them; the dataclasses of assignments.py are the form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dutylist.records.assignments import (
    Assignments,
)
from dutylist.records.errors import InvalidRecordsError

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def dump_assignments(assignments: Assignments) -> str:
    """JSON text with everything that an assignment file says."""
    return _adapter().dump_json((assignments,)).decode()


def parse_assignments(text: str) -> Assignments:
    """The assignments in JSON text. Raises InvalidRecordsError on another form."""
    from pydantic import ValidationError

    try:
        (assignments,) = _adapter().validate_json(text)
    except ValidationError as error:
        raise InvalidRecordsError("分工的记录不符合格式", "请重新上传分工表") from error
    return assignments


@cache
def _adapter() -> TypeAdapter[tuple[Assignments]]:
    """The dataclasses are plain; one within another type takes its form of strictness from here."""
    # Imported here: commands that keep no assignments do not load it.
    from pydantic import ConfigDict, TypeAdapter

    config = ConfigDict(strict=True, extra="forbid")
    return TypeAdapter(tuple[Assignments], config=config)
