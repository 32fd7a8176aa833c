"""更正说明: what was put right by a person in a list that is otherwise as its source has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutylist.records.model import DutyList
from dutylist.records.wording import heads, said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import title_below, township_name
from dutylist.render.views.official import ListView, ParagraphView, RowView
from dutylist.render.views.widths import KEPT_LINES, balanced_shares, row_lines


@dataclass(frozen=True)
class CorrectionLine:
    """A correction in words, who made it and on which day; `printed` where the list as it is
    republished differs by it from its source."""

    text: str
    who: str
    day: str
    printed: bool = True


@dataclass(frozen=True)
class CorrectionsPart:
    """A sentence and the corrections that it speaks of."""

    said: str
    lines: tuple[CorrectionLine, ...]


@dataclass(frozen=True)
class CorrectionsView:
    """What the sheet says: how the list differs from its source, then what else was decided."""

    township: str
    title: str
    issued: str
    heads: tuple[str, ...]
    parts: tuple[CorrectionsPart, ...]


def corrections_view(duty_list: DutyList, lines: Iterable[CorrectionLine]) -> CorrectionsView:
    """The sheet for a list as corrected."""
    found = tuple(lines)
    printed = tuple(one for one in found if one.printed)
    others = tuple(one for one in found if not one.printed)
    told = said("corrections.some", count=len(printed)) if printed else said("corrections.none")
    parts = [CorrectionsPart(told, printed)]
    if others:
        parts.append(CorrectionsPart(said("corrections.others", count=len(others)), others))
    return CorrectionsView(
        township_name(duty_list),
        title_below(duty_list),
        printed_date(duty_list.issued),
        heads("corrections.heads"),
        tuple(parts),
    )


def corrections_list(lines: Sequence[CorrectionLine]) -> ListView:
    """How the republished list differs from its source, as its last table, in its contents, too."""
    printed = [one for one in lines if one.printed]
    texts = [[[str(at)], [one.text], [one.who], [one.day]] for at, one in enumerate(printed, 1)]
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
