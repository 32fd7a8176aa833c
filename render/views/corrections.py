"""更正说明: what was put right by a person in a list that is otherwise as its source has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutylist.records.model import DutyList
from dutylist.records.wording import heads, said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import township_name
from dutylist.render.views.official import KEPT_LINES, ListView, ParagraphView, RowView
from dutylist.render.views.widths import balanced_shares, row_lines


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
    told = said("corrections.some", count=len(found)) if found else said("corrections.none")
    return CorrectionsView(
        township_name(duty_list),
        duty_list.title,
        printed_date(duty_list.issued),
        told,
        heads("corrections.heads"),
        found,
    )


def corrections_list(lines: Sequence[CorrectionLine]) -> ListView:
    """The same as a last table of the republished list, in its contents, too."""
    texts = [[[str(at)], [one.text], [one.who], [one.day]] for at, one in enumerate(lines, 1)]
    number, _, *others = heads("corrections.heads")
    columns = (number, said("corrections.list_head"), *others)
    shares = balanced_shares(columns, texts)
    return ListView(
        title=said("corrections.title"),
        contents_title=said("corrections.title"),
        columns=columns,
        shares=shares,
        number_column=0,
        category_column=None,
        rows=tuple(
            RowView(
                tuple(tuple(ParagraphView("", text, False) for text in cell) for cell in row),
                category="",
                opens=False,
                kept=row_lines(row, shares) <= KEPT_LINES,
            )
            for row in texts
        ),
    )
