"""A header row on a dark band, with rulings under the rows only: the band's edges are rulings."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from dutylist.extract.read import read_duty_list
from tests.test_rows_without_rulings import LINE, STYLE, TITLE

WHITE = ParagraphStyle("white", parent=STYLE, textColor=colors.white)
ASSISTING = [
    ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
    ["1", "毒品原植物禁种铲除工作", "县公安局", "组织航测踏查。", "发现罂粟立即铲除并报公安机关。"],
    ["2", "传统村落保护", "县文化广电局", "组织申报和挂牌。", "清理房前屋后易燃物。"],
    ["3", "通信基站", "县工信局", "协调共建共享。", "协调用地。"],
]
RECALLED = [
    ["序号", "事项名称", "承接部门", "工作方式"],
    ["1", "占用耕地建窑的处罚", "县自然资源局", "由县自然资源局发现线索，依法查处。"],
    ["2", "小型水库大坝安全鉴定", "县水利局", "委托有资质的单位鉴定。"],
]
WIDTHS = {5: (14, 32, 32, 46, 46), 4: (14, 52, 38, 66)}
DARK, PALE = colors.Color(0.16, 0.34, 0.56), colors.Color(0.92, 0.95, 0.98)
LOOKS = {
    "rows ruled below": [("LINEBELOW", (0, 1), (-1, -1), *LINE)],
    "striped": [
        ("LINEBELOW", (0, 1), (-1, -1), *LINE),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, PALE]),
    ],
    "ruled between": [("LINEBELOW", (0, 1), (-1, -2), *LINE)],
    "ruled below the header": [("LINEBELOW", (0, 0), (-1, -1), *LINE)],
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_a_header_on_a_band_begins_its_table(look: str, align: str, tmp_path: Path) -> None:
    """The first row was read as lines outside the table, and the list was not found."""
    path = tmp_path / "list.pdf"
    flow = []
    for title, data in (
        ("二、配合履职事项清单", ASSISTING),
        ("三、上级部门收回事项清单", RECALLED),
    ):
        cells = [
            [Paragraph(text, STYLE if number else WHITE) for text in row]
            for number, row in enumerate(data)
        ]
        style = [("VALIGN", (0, 0), (-1, -1), align), ("BACKGROUND", (0, 0), (-1, 0), DARK)]
        widths = [width * mm for width in WIDTHS[len(data[0])]]
        flow += [Paragraph(title, TITLE), Table(cells, widths, style=style + LOOKS[look])]
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)

    found = read_duty_list(path)

    rows = [
        [[cell.replace("\n", "") for cell in duty.cells] for duty in one.duties]
        for one in found.lists
    ]
    assert rows == [ASSISTING[1:], RECALLED[1:]]


def test_a_rows_last_line_in_the_middle_above_a_header_row_is_the_rows(tmp_path: Path) -> None:
    """It is no title: it stands no further below than lines do."""
    path = tmp_path / "list.pdf"
    wrapped = [
        *ASSISTING[:-1],
        ["3", "通信基站", "县民族宗教事务和文化广播电视旅游局会同县城市管理局", "共建。", "协调。"],
    ]
    flow = [Paragraph("二、配合履职事项清单", TITLE)]
    for data in (wrapped, RECALLED):
        cells = [
            [Paragraph(text, STYLE if number else WHITE) for text in row]
            for number, row in enumerate(data)
        ]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, 0), DARK)]
        widths = {5: (10, 50, 50, 30, 30), 4: WIDTHS[4]}[len(data[0])]
        looks = LOOKS["ruled between"]
        flow.append(Table(cells, [width * mm for width in widths], style=style + looks))
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)

    cells = [
        cell.replace("\n", "")
        for one in read_duty_list(path).lists
        for duty in one.duties
        for cell in duty.cells
    ]
    assert wrapped[-1][2] in cells
