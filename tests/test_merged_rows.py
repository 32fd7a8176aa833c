"""A category over several rows where no upright ruling bounds it: the ruling between the rows
leaves its column out, or there is none; set in the first, middle or last of its rows; on two
pages."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from dutylist.extract.read import read_duty_list

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
STYLE = ParagraphStyle("text", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")

LONG = "落实全面从严治党主体责任，开展党员教育管理监督，做好党费收缴使用和党组织关系转接工作"
ROWS = [
    ("1", "党的建设", LONG),
    ("2", "党的建设", "推进清廉村居建设"),
    ("3", "党的建设", "关怀服务老党员"),
    ("4", "经济发展和营商环境", "编制并组织实施镇经济社会发展规划"),
    (
        "5",
        "经济发展和营商环境",
        "开展招商引资，服务企业落地，协调解决项目用地、用水、用电等各类问题，做好统计",
    ),
    ("6", "平安法治", "排查化解矛盾纠纷"),
    ("7", "民生服务", "受理最低生活保障申请"),
    ("8", "民生服务", "参保登记"),
    ("9", "民生服务", "权益维护"),
    ("10", "民生服务", "走访慰问"),
]
HEADER = ("序号", "事项类别", "事项名称")
LINE = (0.5, colors.black)


def table(rows: list[tuple[str, str, str]], vertical: str, short: bool) -> Table:
    """A table with level rulings alone; between the rows of a category `short` ones, or none."""
    data = [[Paragraph(text, STYLE) for text in HEADER]]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (1, 1), (1, -1), vertical),
        ("LINEABOVE", (0, 0), (-1, 0), *LINE),
        ("LINEBELOW", (0, 0), (-1, 0), *LINE),
    ]
    for _, group in groupby(rows, key=lambda row: row[1]):
        first = len(data)
        for number, category, name in group:
            shown = category if len(data) == first else ""
            data.append([Paragraph(text, STYLE) for text in (number, shown, name)])
        last = len(data) - 1
        style.append(("SPAN", (1, first), (1, last)))
        style.append(("LINEBELOW", (0, last), (-1, last), *LINE))
        for row in range(first, last) if short else ():
            style += [("LINEBELOW", (column, row), (column, row), *LINE) for column in (0, 2)]
    return Table(data, [15 * mm, 30 * mm, 110 * mm], style=style)


def read(path: Path, parts: list[Table]) -> tuple[list[tuple[int | None, str, str]], list[str]]:
    title = ParagraphStyle("title", parent=STYLE, fontSize=16, leading=24, alignment=1)
    flow: list[Any] = [Paragraph("榆关镇基本履职事项清单", title)]
    for part in parts:
        flow += [part, PageBreak()]
    SimpleDocTemplate(str(path), pagesize=A4).build(flow[:-1])
    found = read_duty_list(path)
    duties = [duty for one in found.lists for duty in one.duties]
    rows = [(duty.number, duty.category, duty.name.replace("\n", "")) for duty in duties]
    return rows, [note.text for note in found.notes]


WANTED = [(int(number), category, name) for number, category, name in ROWS]


@pytest.mark.parametrize("vertical", ["TOP", "MIDDLE", "BOTTOM"])
def test_a_ruling_that_leaves_a_column_out(vertical: str, tmp_path: Path) -> None:
    assert read(tmp_path / "清单.pdf", [table(ROWS, vertical, short=True)]) == (WANTED, [])


@pytest.mark.parametrize("vertical", ["TOP", "MIDDLE"])
def test_rows_without_rulings_between_those_of_categories(vertical: str, tmp_path: Path) -> None:
    assert read(tmp_path / "清单.pdf", [table(ROWS, vertical, short=False)]) == (WANTED, [])


@pytest.mark.parametrize("short", [True, False])
def test_rows_of_a_category_on_two_pages(short: bool, tmp_path: Path) -> None:
    """The category is printed on both pages, in the middle of its rows there."""
    parts = [table(part, "MIDDLE", short) for part in (ROWS[:8], ROWS[8:])]
    assert read(tmp_path / "清单.pdf", parts) == (WANTED, [])


@pytest.mark.parametrize("short", [True, False])
def test_a_remark_beside_one_of_three_rows_is_its_own(short: bool, tmp_path: Path) -> None:
    """Every row has its ruling: what stands in one cell is no other's."""
    rows = [(number, "有" if number in "258" else "", name) for number, _, name in ROWS]
    data = [[Paragraph(text, STYLE) for text in line] for line in (HEADER, *rows)]
    data[0][1] = Paragraph("备注", STYLE)
    style = [("LINEBELOW", (0, 0), (-1, -1), *LINE), ("LINEABOVE", (0, 0), (-1, 0), *LINE)]
    part = Table(data, [15 * mm, 30 * mm, 110 * mm], style=style if short else style[:1])
    flow = [Paragraph("榆关镇基本履职事项清单", STYLE), part]
    SimpleDocTemplate(str(tmp_path / "清单.pdf"), pagesize=A4).build(flow)
    (found,) = read_duty_list(tmp_path / "清单.pdf").lists
    assert [duty.cells[1] for duty in found.duties] == [row[1] for row in rows]
