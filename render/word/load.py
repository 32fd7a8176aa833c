"""Who has how many duties, and which duties nobody has (分工一览), as a Word document."""

from __future__ import annotations

from collections.abc import Sequence

from dutylist.records.wording import heads, said
from dutylist.render.views.handout import LoadRow, LoadView
from dutylist.render.views.paper import POINTS_PER_MM, UPRIGHT
from dutylist.render.word.markup import paragraph_xml, run_xml
from dutylist.render.word.package import saved
from dutylist.render.word.sheet import append, heading, sheet_document, sheet_table

COUNTS = (60.0, 60.0, 84.0, 44.0)
"""pt; the columns of numbers."""

VACANCIES = (68.0, 84.0)
"""pt; the columns of code and category."""


def load_docx(view: LoadView) -> bytes:
    """The bytes of the .docx file."""
    under = f"{view.title}（{view.issued}）" if view.issued else view.title
    document = sheet_document(view.heading, under, author=view.township)
    for words, rows in (
        (heads("handout.stations"), view.stations),
        (heads("handout.people"), view.people),
        (heads("handout.leaders"), view.leaders),
    ):
        if rows:
            title, first = words
            append(document, [heading(1, title), _counted((first, *view.heads), rows)])
    append(document, [heading(1, view.vacancies_heading)])
    if not view.vacancies:
        append(document, [paragraph_xml("Normal", run_xml(said("handout.no_vacancy")))])
        return saved(document)
    table = sheet_table(
        heads("handout.vacancy_heads"),
        [(it.code, it.category, it.name) for it in view.vacancies],
        _widths(VACANCIES, at=2),
        flush=2,
    )
    append(document, [table])
    return saved(document)


def _counted(titles: Sequence[str], rows: Sequence[LoadRow]) -> str:
    shown = [(_named(row), *map(str, row.counts)) for row in rows]
    return sheet_table(titles, shown, _widths(COUNTS, at=0), flush=0)


def _named(row: LoadRow) -> str:
    return f"{row.name}（{row.note}）" if row.note else row.name


def _widths(others: Sequence[float], *, at: int) -> list[float]:
    """The widths in mm of columns, of which that `at` a place takes what the others leave."""
    widths = [width / POINTS_PER_MM for width in others]
    widths.insert(at, UPRIGHT.text_width - sum(widths))
    return widths
