"""A header row that is printed again without a ruling to the row below it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from dutylist.extract.lists.header_above import header_apart
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart, Row

HEADER = ("序号", "事项名称", "牵头部门", "上级部门职责", "乡镇职责")
ROWS = (
    ("1", "动物疫病防控", "县农业农村局", "制定免疫计划，供应疫苗。", "组织散养户强制免疫。"),
    (
        "2",
        "农田建设与管护",
        "县农业农村局",
        "1.编制规划，组织验收。<br/>2.安排并监管项目资金。",
        "1.协调用地。<br/>2.巡查。",
    ),
    ("3", "消防安全检查", "县公安局", "查处消防违法行为。", "开展防火巡查。"),
)


def printed(folder: Path, open_below: bool) -> Path:
    """Two pages; on the second the header has no line to the row below it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=14)

    def table(rows: tuple[tuple[str, ...], ...], *, open_below: bool) -> Table:
        cells = [[Paragraph(text, style) for text in row] for row in (HEADER, *rows)]
        made = Table(cells, colWidths=[30, 100, 90, 130, 120])
        lines = [
            ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEAFTER", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEBELOW", (0, 1 if open_below else 0), (-1, -1), 0.5, colors.black),
        ]
        made.setStyle(TableStyle(lines))
        return made

    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(
        [
            Paragraph("松山镇履职事项清单", style),
            Paragraph("配合履职事项清单", style),
            Spacer(1, 8),
            table(ROWS[:1], open_below=False),
            PageBreak(),
            table(ROWS[1:], open_below=open_below),
        ]
    )
    path = folder / "清单.pdf"
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize("open_below", [False, True])
def test_the_row_below_is_a_row_of_its_own(open_below: bool, tmp_path: Path) -> None:
    (table,) = read_duty_list(printed(tmp_path, open_below)).lists
    assert [duty.cells for duty in table.duties] == [
        tuple(cell.replace("<br/>", "\n") for cell in row) for row in ROWS
    ]


def row(*texts: str, page: int = 2) -> Row:
    return Row(page, tuple(Cell((CellPart(text, page),) if text else ()) for text in texts))


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        (("序号2", "事项\n名称农田建设"), [("序号", "事项\n名称"), ("2", "农田建设")]),
        (("序号", "事项名称农田建设"), [("序号", "事项名称"), ("", "农田建设")]),
        # The header alone, a duty that is called after it, a cell less: left as they are.
        (("序号", "事项名称"), [("序号", "事项名称")]),
        (("2", "事项名称规范"), [("2", "事项名称规范")]),
        (("序号", ""), [("序号", "")]),
        (("序号2",), [("序号2",)]),
    ],
)
def test_a_header_is_cut_off_where_every_cell_begins_with_it(
    texts: tuple[str, ...], apart: list[tuple[str, ...]]
) -> None:
    below = row("3", "消防安全检查")
    found = header_apart([row(*texts), below], ("序号", "事项名称"))
    assert [tuple(cell.text for cell in one.cells) for one in found[:-1]] == apart
    assert found[-1] == below


def test_a_table_that_no_list_is_open_for_stays_as_it_is() -> None:
    rows = [row("序号2", "事项名称农田建设")]
    assert header_apart(rows, ()) == rows
    assert header_apart((), ("序号", "事项名称")) == []


def test_a_row_that_was_read_from_a_picture_stays_as_it_is() -> None:
    read = tuple(
        Cell((CellPart(text, 2, confidences=(0.9,) * len(text)),))
        for text in ("序号2", "事项名称农田建设")
    )
    assert header_apart([Row(2, read)], ("序号", "事项名称")) == [Row(2, read)]
