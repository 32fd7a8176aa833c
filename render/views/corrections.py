"""更正说明: what was put right by a person in a list that is otherwise as its source has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutylist.records.model import DutyList
from dutylist.render.views.official import printed_date, township_name

HEADS = ("序号", "更正", "更正人", "日期")


@dataclass(frozen=True)
class CorrectionLine:
    """A correction in words, who made it and on which day."""

    text: str
    who: str
    day: str


@dataclass(frozen=True)
class CorrectionsView:
    """What the sheet says."""

    township: str
    title: str
    issued: str
    said: str
    heads: tuple[str, ...]
    lines: tuple[CorrectionLine, ...]


def corrections_view(duty_list: DutyList, lines: Iterable[CorrectionLine]) -> CorrectionsView:
    """The sheet for a list as corrected."""
    found = tuple(lines)
    said = (
        f"重新出版的清单与原件相比，更正了下列 {len(found)} 处，其余照原件。"
        if found
        else "重新出版的清单没有人工更正，全部照原件。"
    )
    return CorrectionsView(
        township_name(duty_list),
        duty_list.title,
        printed_date(duty_list.issued),
        said,
        HEADS,
        found,
    )
