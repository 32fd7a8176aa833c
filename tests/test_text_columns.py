"""Lists in numbered lines, set in two columns of text."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Line
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList
from tests.test_pdf_ink import FONT

NAMES = [
    "养犬管理",
    "林木保护",
    "禁毒宣传",
    "防汛抗旱",
    "食品安全",
    "燃气安全",
    "道路交通",
    "校园周边",
    "河道管护",
]
TITLE = "青山县甲镇基本履职事项清单"


def by_reportlab(path: Path, left: list[str], right: list[str], pitch: float = 20) -> DutyList:
    """Two columns whose lines may stand beside each other."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path))
    page.setFont(FONT, 16)
    page.drawCentredString(297, 760, TITLE)
    page.setFont(FONT, 11)
    for x, lines, step in ((60, left, 20), (320, right, pitch)):
        for at, line in enumerate(lines):
            page.drawString(x, 720 - step * at, line)
    page.drawCentredString(297, 30, "— 1 —")
    page.save()
    return read_duty_list(path)


@pytest.mark.parametrize("pitch", [20, 23.5], ids=["lines beside lines", "each in its place"])
def test_the_left_column_is_read_first(pitch: float, tmp_path: Path) -> None:
    lines = [f"{at}.{name}" for at, name in enumerate(NAMES, 1)]
    found = by_reportlab(tmp_path / "list.pdf", ["一、平安法治", *lines[:5]], lines[5:], pitch)
    assert [(duty.number, duty.name) for duty in found.duties] == list(enumerate(NAMES, 1))
    assert {duty.category for duty in found.duties} == {"平安法治"}


def test_labels_below_each_name_go_on_in_the_right_column(tmp_path: Path) -> None:
    duty = "上级部门：县公安局\\ 上级部门职责：办证。\\ 乡镇配合职责：上报线索。"
    lines = "\n\n".join(f"{at}.#h(2pt){name}\\ {duty}" for at, name in enumerate(NAMES, 1))
    source = tmp_path / "list.typ"
    source.write_text(
        '#set text(font: "Noto Serif CJK SC")\n#align(center)[甲镇配合履职事项清单]\n'
        f"#block(height: 95mm)[#columns(2)[\n{lines}\n]]",
        "utf-8",
    )
    typst.compile(source, output=tmp_path / "list.pdf")
    found = read_duty_list(tmp_path / "list.pdf")
    assert [duty.name for duty in found.duties] == NAMES
    assert {duty.cells[-3:] for duty in found.duties} == {("县公安局", "办证。", "上报线索。")}


def test_columns_whose_numbers_do_not_count_on_are_not_parted(tmp_path: Path) -> None:
    """A table without rulings may have numbered clauses at its right."""
    rows = [f"{at}.{name}" for at, name in enumerate(NAMES, 1)]
    clauses = ["职责", *(f"{at % 2 + 1}.巡查" for at in range(len(rows)))]
    with pytest.raises(EmptyListError):
        by_reportlab(tmp_path / "list.pdf", ["事项名称", *rows], clauses)
    lines = [one.text for one in read_pdf(tmp_path / "list.pdf").blocks if isinstance(one, Line)]
    assert "1.养犬管理1.巡查" in lines
