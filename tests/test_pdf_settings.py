"""Clauses set otherwise than usual: centred, letter-spaced, in narrow columns, with cut marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from tests.fixtures.pdf_layouts import (
    BASE_STYLE,
    FONT,
    HEADERS,
    WIDTHS,
    html_cell,
    print_page,
    truth,
    typst_list,
)

SETTINGS = {
    "centred": (range(8, 34), "td { text-align: center; vertical-align: middle }"),
    "letter-spaced": (
        (16, 20, 27),
        "td { font-family: 'Noto Sans CJK SC'; letter-spacing: 1pt; text-align: justify }",
    ),
    "stroked": ((21, 22), "td { -webkit-text-stroke: 0.3pt black }"),
    "distributed": ((8, 9, 11), "td { text-align: justify; text-align-last: justify }"),
    "half-width": ((8, 21, 22), "td { font-feature-settings: 'halt' }"),
    "narrow": (
        range(8, 34),
        "td, th { padding: 1pt 1.5pt; text-align: justify } table { width: 527pt }"
        "col:nth-child(1) { width: 4% !important } col:nth-child(2) { width: 6% !important }"
        "col:nth-child(3), col:nth-child(4) { width: 10% !important }"
        "col:nth-child(5), col:nth-child(6) { width: 35% !important }",
    ),
}
"""The numbers of cooperative duties of the real list and how they are set."""

Cells = tuple[str, ...]
ROWS = {int(row.cells[0]): row.cells for row in truth() if row.section == "cooperative"}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Cells]]:
    """The duties set in one way: Chromium prints all at once, for it takes long to start."""
    folder = tmp_path_factory.mktemp("settings")
    style = "@page { size: A4 landscape; margin: 18mm } section { break-after: page }"
    body = []
    for name, (numbers, sheet) in SETTINGS.items():
        style += f".{name} {{ {sheet} }}"
        widths = "".join(
            f"<col style='width:{100 * width / sum(WIDTHS['cooperative'])}%'>"
            for width in WIDTHS["cooperative"]
        )
        cells = [HEADERS["cooperative"], *(ROWS[number] for number in numbers)]
        rows = "".join(f"<tr>{''.join(map(html_cell, row))}</tr>" for row in cells)
        body.append(f"<section class={name}>{name}<table>{widths}{rows}</table></section>")
    page = f"<!doctype html><meta charset=utf-8><style>{BASE_STYLE}{style}</style>{''.join(body)}"
    whole = print_page(page, folder / "all.pdf")
    with pypdfium2.PdfDocument(whole) as document:
        texts = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    starts = [next(at for at, text in enumerate(texts) if name in text) for name in SETTINGS]

    def one(name: str) -> list[Cells]:
        at = list(SETTINGS).index(name)
        with pikepdf.open(whole) as source, pikepdf.new() as target:
            target.pages.extend(source.pages[starts[at] : [*starts, len(texts)][at + 1]])
            target.save(folder / "one.pdf")
        return duties(folder / "one.pdf")

    return one


def duties(path: Path) -> list[Cells]:
    """The cells of all duties."""
    return [duty.cells for found in duty_list_of(read_pdf(path)).lists for duty in found.duties]


@pytest.mark.parametrize("name", SETTINGS)
def test_clauses_come_back(read: Callable[[str], list[Cells]], name: str) -> None:
    assert read(name) == [ROWS[number] for number in SETTINGS[name][0]]


@pytest.mark.parametrize("alignment", ["center", "left"])
def test_clauses_come_back_where_the_mark_at_a_line_end_is_cut(
    tmp_path: Path, alignment: str
) -> None:
    wanted = ("8", "9", "10", "11", "14", "16", "17")
    rows = tuple(row for row in truth() if row.section == "cooperative" and row.cells[0] in wanted)
    tracking = 1 if alignment == "left" else 0
    paper = "a4" if tracking else "a3"
    style = (
        f'#set page("{paper}", flipped: true, margin: 20mm)\n'
        f'#set text(font: "{FONT}", size: 10pt, lang: "zh", region: "cn", tracking: {tracking}pt)\n'
        "#set par(justify: true, spacing: 0.65em)"
    )
    path = typst_list(
        rows, tmp_path / "list.pdf", style, f"stroke: 0.5pt, inset: 5pt, align: {alignment},"
    )

    assert duties(path) == [row.cells for row in rows]
