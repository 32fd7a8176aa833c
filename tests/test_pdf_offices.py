"""Offices one below the other in a narrow column: each its own, also where one fills its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from tests.fixtures.pdf_layouts import BASE_STYLE, HEADERS, html_cell, print_page, truth

ROWS = [row.cells for row in truth() if row.section == "cooperative"]

WIDTHS = (5, 6, 7, 8, 9, 10, 12)
"""The column's width in characters."""

NAMINGS = {"全称": "吉木萨尔县", "简称": "县"}
"""How the county's offices begin."""

STYLE = (
    "@page { size: A3 landscape; margin: 8mm } section { break-after: page }"
    "body { font-size: 6pt } table { table-layout: fixed; width: 100% } p { margin: 0 !important }"
    "td, th { padding: 1pt !important; word-break: break-all }"
)

SETTINGS = [(naming, width) for naming in NAMINGS for width in WIDTHS]


def rows(naming: str) -> Iterator[tuple[str, ...]]:
    """The real list's rows, an office a line; what the township does is another matter."""
    for number, category, name, offices, duties, _ in ROWS:
        texts = (number, category, name, offices.replace("、", "\n"), duties)
        yield (*(text.replace(NAMINGS["全称"], NAMINGS[naming]) for text in texts), "1.配合开展。")


def section(naming: str, width: int) -> str:
    column = f"calc({width}em + 2.2pt + 0.5px)"
    columns = "".join(f"<col style='width:{one}'>" for one in ("24pt", "40pt", "90pt", column, ""))
    lines = (HEADERS["cooperative"], *rows(naming))
    body = "".join(f"<tr>{''.join(map(html_cell, line))}</tr>" for line in lines)
    columns += "<col style='width:60pt'>"
    title = f"{naming}{width}配合履职事项清单"
    return f"<section><h2>{title}</h2><table>{columns}{body}</table></section>"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Path]:
    """The list in each setting: Chromium prints all at once, for it takes long to start."""
    folder = tmp_path_factory.mktemp("offices")
    body = "".join(section(*setting) for setting in SETTINGS)
    page = f"<!doctype html><meta charset=utf-8><style>{BASE_STYLE}{STYLE}</style>{body}"
    whole = print_page(page, folder / "all.pdf")
    with pypdfium2.PdfDocument(whole) as document:
        texts = [document[at].get_textpage().get_text_range(0, 20) for at in range(len(document))]
    titles = [f"{naming}{width}配合" for naming, width in SETTINGS]
    starts = [next(at for at, text in enumerate(texts) if title in text) for title in titles]
    found = {}
    with pikepdf.open(whole) as source:
        for number, setting in enumerate(SETTINGS):
            found[setting] = folder / f"{number}.pdf"
            with pikepdf.new() as target:
                stop = [*starts, len(texts)][number + 1]
                target.pages.extend(source.pages[starts[number] : stop])
                target.save(found[setting])
    return found


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_each_line_of_the_real_list_that_is_an_office_is_one(
    files: dict[tuple[str, int], Path], setting: tuple[str, int]
) -> None:
    """Of its 102 rows 28 have several, over all settings 392; the others have none too many."""
    naming, _ = setting
    found = duty_list_of(read_pdf(files[setting]))
    (table,) = found.lists
    wanted = [tuple(offices.split("\n")) for _, _, _, offices, *_ in rows(naming)]
    assert [duty.departments for duty in table.duties] == wanted
    assert sum(len(offices) > 1 for offices in wanted) * len(SETTINGS) == 392
