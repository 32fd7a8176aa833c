"""Characters that need two code units, and marks that hang over the edge of their cell."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from tests.test_pdf_ink import FONT
from tests.test_rows_begun_above import HEAD, ONE, XS


@pytest.mark.parametrize("name", ["𬭎矿开采巡查", "巡查𬭎𬭎矿", "𠮷家沟管护"])
def test_characters_beyond_the_first_plane_are_whole(name: str, tmp_path: Path) -> None:
    """Each of their halves was a character that nobody could read."""
    cells = ", ".join(f"[{text}]" for text in ("序号", "事项名称", "1", name, "2", "养犬管理"))
    source = tmp_path / "list.typ"
    source.write_text(
        '#set text(font: ("Noto Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC"))\n'
        f"= 甲镇基本履职事项清单\n#table(columns: 2, {cells})",
        "utf-8",
    )
    typst.compile(source, output=tmp_path / "list.pdf", font_paths=load_faces(system=True).fonts)
    found = read_duty_list(tmp_path / "list.pdf")
    assert [duty.name for duty in found.duties] == [name, "养犬管理"]
    assert found.notes == ()


@pytest.mark.parametrize("mark", "，。；、")
@pytest.mark.parametrize("over", [0.3, 0.5, 0.8])
def test_a_mark_that_hangs_over_its_cells_edge_stays_with_its_line(
    mark: str, over: float, tmp_path: Path
) -> None:
    """The share of it stands in the next cell, whose own words begin further on."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(tmp_path / "list.pdf"))
    page.setFont(FONT, 14)
    page.drawString(180, 740, "甲镇配合履职事项清单")
    page.setFont(FONT, 10)
    duties = "负责办理养犬登记证件和年审" + mark
    for at, row in enumerate((HEAD, (*ONE[:3], "", ONE[4]), ("2", *ONE[1:]))):
        for x, end, text in zip(XS, XS[1:], row, strict=False):
            page.rect(x, 660 - 50 * at, end - x, 50)
            page.drawString(x + 16, 680 - 50 * at, text)
    page.drawString(XS[4] - 10 * (len(duties) - over), 630, duties)
    page.save()
    first, _ = read_duty_list(tmp_path / "list.pdf").duties
    assert first.cells[3:] == (duties, ONE[4])
