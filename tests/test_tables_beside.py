"""Two ruled tables side by side on a page, between lines that run over both; and tables by white
space or fills alone that have as many lines of categories as rows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_rows_without_rulings import STYLE, TITLE, mm

DUTIES = [
    ("一、党的建设", ["组织开展党内民主生活会", "做好村干部选拔培养"]),
    ("二、经济发展", ["培育壮大村级集体经济", "做好招商引资项目服务"]),
    ("三、平安法治", ["做好人民调解", "推进网格化服务管理"]),
]
REMARK = "上述事项由街道党政综合办公室会同各科室负责解释，自公布之日起施行。"
CENTRED = ParagraphStyle("centred", parent=STYLE, alignment=1)
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


def ruled(groups: list[tuple[str, list[str]]], first: int) -> Table:
    """A ruled table with a row over the whole width for each category."""
    data, style = [["序号", "事项名称"]], list(RULED)
    number = first
    for category, names in groups:
        style.append(("SPAN", (0, len(data)), (-1, len(data))))
        data.append([category, ""])
        for name in names:
            data.append([str(number), name])
            number += 1
    cells = [[Paragraph(text, STYLE) for text in row] for row in data]
    return Table(cells, [15 * mm, 95 * mm], style=style)


def rows(found: DutyList) -> list[tuple[str, str, str]]:
    return [(one.cells[0], one.category, one.name) for table in found.lists for one in table.duties]


@pytest.mark.parametrize("left", [1, 2])
@pytest.mark.parametrize("title", ["南屏街道基本履职事项清单", ""])
def test_ruled_tables_of_other_heights(left: int, title: str, tmp_path: Path) -> None:
    count = sum(len(names) for _, names in DUTIES[:left])
    both = [[ruled(DUTIES[:left], 1), "", ruled(DUTIES[left:], count + 1)]]
    beside = Table(both, [112 * mm, 10 * mm, 112 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    path = tmp_path / "清单.pdf"
    above = [Paragraph(title, TITLE)] if title else []
    below = [Paragraph(REMARK, CENTRED)]
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([*above, beside, *below])
    numbered = enumerate(((group, name) for group, names in DUTIES for name in names), 1)
    found = read_duty_list(path)
    assert [table.title for table in found.lists] == [title]
    assert rows(found) == [(str(at), group[2:], name) for at, (group, name) in numbered]
    assert [
        "上述事项由街道党政综合办公室会同各科室负责解释，自公布之日起施行。" in note.text
        for note in found.notes
    ] == [True]


HEADER = ["序号", "事项名称", "对应上级部门", "上级部门职责", "街道配合职责"]
BANDED = [
    ["经济发展"],
    [
        "01",
        "企业融资对接",
        "区财政局",
        "区财政局：落实贷款贴息和担保费补贴资金。",
        "①走访辖区企业；",
    ],
    ["平安法治"],
    ["02", "社区矫正帮扶", "区司法局", "区司法局：实施社区矫正对象的监督管理。", "①落实就业援助；"],
]


@pytest.mark.parametrize("fills", [True, False], ids=["fills", "white"])
@pytest.mark.parametrize("cut", [None, 2, 3])
def test_categories_are_as_many_as_rows(fills: bool, cut: int | None, tmp_path: Path) -> None:
    """`cut`: so many lines stand on the first page."""
    flow: list[Any] = [Paragraph("望江街道配合履职事项清单", TITLE)]
    for start, end in pairwise([0, *([cut] if cut else []), len(BANDED)]):
        data = [HEADER, *BANDED[start:end]]
        style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        for at, row in enumerate(data):
            if len(row) == 1:
                style.append(("SPAN", (0, at), (-1, at)))
            if fills and at % 2 == 0:
                style.append(("BACKGROUND", (0, at), (-1, at), colors.HexColor("#dde6ee")))
        cells = [
            [Paragraph(text, STYLE) for text in [*row, *[""] * (5 - len(row))]] for row in data
        ]
        widths = [15, 30, 30, 50, 40]
        flow += [Table(cells, [width * mm for width in widths], style=style), PageBreak()]
    path = tmp_path / "清单.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    assert rows(read_duty_list(path)) == [
        ("01", "经济发展", "企业融资对接"),
        ("02", "平安法治", "社区矫正帮扶"),
    ]
