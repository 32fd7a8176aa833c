"""Categories that stand alone between the fills that tell a table's rows apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from tests.fixtures.pdf_layouts import FONT_FILE

TITLE = "柳河镇配合履职事项清单"
LEFTS = (40, 90, 240, 360, 620)
HEADER = ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
BANDS = ("卫生健康（2项）", "城乡建设（1项）", "平安法治（2项）")
ROWS = [
    (0, "1", "饮用水卫生监督", "县卫生健康局", "监测水质，通报结果。", "巡查水源地。"),
    (0, "2", "职业病防控", "县卫生健康局", "发布疫情信息。", "登记来返人员。"),
    (1, "3", "农村公路建设", "县交通运输局", "评定工程质量。", "调处用地。"),
    (2, "4", "校园周边整治", "县公安局", "负责秩序维护。", "每周巡查1次。"),
    (2, "5", "流动人口登记", "县公安局", "核验身份证。", "协助采集信息。"),
]
HEIGHT = 24

Draw = Callable[[float, tuple[str, ...], float], None]
"""Draws a row at a height, its texts, on a grey."""


def by_reportlab(path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(str(path), pagesize=(842, 595))
    page.setFont("STSong-Light", 16)
    page.drawCentredString(421, 555, TITLE)
    page.setFont("STSong-Light", 10)

    def row(y: float, texts: tuple[str, ...], grey: float) -> None:
        page.setFillGray(grey)
        page.rect(36, y - 8, 770, HEIGHT, stroke=0, fill=1)
        page.setFillGray(0)
        for x, text in zip(LEFTS, texts, strict=False):
            page.drawString(x, y, text)

    _rows(row, 520, -HEIGHT)
    page.save()


def by_fpdf2(path: Path) -> None:
    page = FPDF(unit="pt", format=(842, 595))
    page.add_page()
    page.add_font("face", fname=FONT_FILE)
    page.set_font("face", size=16)
    page.text(320, 40, TITLE)
    page.set_font("face", size=10)

    def row(y: float, texts: tuple[str, ...], grey: float) -> None:
        page.set_fill_color(round(255 * grey))
        page.rect(36, y - 16, 770, HEIGHT, style="F")
        for x, text in zip(LEFTS, texts, strict=False):
            page.text(x, y, text)

    _rows(row, 80, HEIGHT)
    page.output(str(path))


def _rows(row: Draw, y: float, step: float) -> None:
    row(y, HEADER, 0.8)
    last = -1
    for number, (band, *texts) in enumerate(ROWS):
        if band != last:
            last, y = band, y + step
            row(y, (BANDS[band],), 1.0)
        y += step
        row(y, tuple(texts), 1.0 if number % 2 else 0.9)


@pytest.mark.parametrize("program", [by_reportlab, by_fpdf2])
def test_each_is_the_category_of_the_rows_below(
    program: Callable[[Path], None], tmp_path: Path
) -> None:
    program(tmp_path / "bands.pdf")
    (table,) = read_duty_list(tmp_path / "bands.pdf").lists
    assert [(duty.category[:4], *duty.cells) for duty in table.duties] == [
        (BANDS[band][:4], *texts) for band, *texts in ROWS
    ]
