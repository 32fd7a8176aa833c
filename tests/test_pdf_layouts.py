"""The real list printed by LibreOffice, Chromium, Typst and fpdf2 in ten layouts: every row equal,
cell for cell, with its paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.source import SourceDocument
from dutylist.records.model import Duty
from tests.fixtures.pdf_changes import watermarked
from tests.fixtures.pdf_layouts import LAYOUTS, ListRow, layout, truth, typst_three_line

TYPE_COLUMN = 1


@pytest.fixture(scope="module", params=LAYOUTS)
def document(request: pytest.FixtureRequest) -> SourceDocument:
    """A layout, read once for all tests of it."""
    return read_pdf(layout(request.param))


def as_row(kind: str, duty: Duty, columns: tuple[str, ...]) -> ListRow:
    """A duty as a row of the real list, its category in its column also where it is not printed
    in every row."""
    cells = list(duty.cells)
    if columns[TYPE_COLUMN] == "事项类别":
        cells[TYPE_COLUMN] = duty.category
    else:
        cells.insert(TYPE_COLUMN, duty.category)
    return ListRow(kind, tuple(cells))


def test_every_row_of_the_real_list_is_read_exactly(document: SourceDocument) -> None:
    found = duty_list_of(document)

    rows = [
        as_row(table.kind, duty, table.headers) for table in found.lists for duty in table.duties
    ]

    assert rows == list(truth())
    assert found.notes == ()


def test_every_cell_tells_where_on_the_page_it_stands(document: SourceDocument) -> None:
    duties = [duty for table in duty_list_of(document).lists for duty in table.duties]

    for duty in duties:
        boxes = [box for cell in duty.source.boxes for box in cell]
        assert {box.page for box in boxes} == set(duty.source.pages)
        assert all(box.x0 < box.x1 and box.top < box.bottom for box in boxes)
    pages = [duty.source.pages[0] for duty in duties]
    assert pages == sorted(pages)
    assert pages[-1] <= document.pages


def test_cover_and_contents_are_read() -> None:
    found = duty_list_of(read_pdf(layout("word-landscape")))

    assert found.region == ("新疆维吾尔自治区昌吉回族自治州", "吉木萨尔县三台镇")
    assert found.issued == "2025-07"
    assert [entry.page for entry in found.contents] == [1, 15, 53]


def test_a_watermark_goes_with_its_spaces_where_only_white_tells_columns(tmp_path: Path) -> None:
    rows = truth()[120:132]
    plain = typst_three_line(rows, tmp_path / "三线表.pdf")
    found = duty_list_of(read_pdf(watermarked(plain, tmp_path / "水印.pdf")))
    read = [
        as_row(table.kind, duty, table.headers) for table in found.lists for duty in table.duties
    ]
    assert read == list(rows)
    assert [note.text for note in found.notes if "归到" not in note.text] == [
        "第 1—7 页盖在正文上的水印或印章文字没有读入：“内部资料 请勿外传”"
    ]
