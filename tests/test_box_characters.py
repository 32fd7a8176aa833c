"""Text files with ┌─┬┐ │ ├┼┤ for rulings, printed from an editor: those are rulings, not text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_pdf_ink import FONT

EM = 10.0

LIST = """\
          柳河镇配合履职事项清单
┌──┬──────┬──────┬────────┬───────┐
│序号│事项名称  │上级部门  │上级部门职责    │乡镇配合职责  │
├──┼──────┼──────┼────────┼───────┤
│1   │渔港船舶安全│县海洋与渔业│1.核查船员证书；│登记乡镇船舶，│
│    │检查        │局        │2.责令停航整改。│劝阻带病出海。│
├──┼──────┼──────┼────────┼───────┤
│2   │散煤清理  │县公安局  │核算经费。      │收集转运。    │
└──┴──────┴──────┴────────┴───────┘
"""
ROWS = [
    ("1", "渔港船舶安全检查", "县海洋与渔业局", "1.核查船员证书；\n2.责令停航整改。",
     "登记乡镇船舶，劝阻带病出海。"),
    ("2", "散煤清理", "县公安局", "核算经费。", "收集转运。"),
]  # fmt: skip
HEAVY = str.maketrans("┌─┬┐│├┼┤└┴┘", "╔═╦╗║╠╬╣╚╩╝")


def padded(text: str) -> str:
    """The text with each cell as wide as its rulings say, whatever was typed."""
    out = []
    widths: list[int] = []
    for line in text.split("\n"):
        if line.startswith(("┌", "├", "└")):
            cells = line[1:-1].replace("┬", "┼").replace("┴", "┼").split("┼")
            widths = [2 * len(cell) for cell in cells]
        elif line.startswith("│"):
            cells = [cell.strip() for cell in line[1:-1].split("│")]
            pairs = zip(cells, widths, strict=True)
            line = "│" + "│".join(cell + " " * (w - _width(cell)) for cell, w in pairs) + "│"
        out.append(line)
    return "\n".join(out)


def _width(text: str) -> int:
    return sum(1 if unicodedata.east_asian_width(sign) in ("Na", "H") else 2 for sign in text)


def printed(path: Path, pages: list[str], pitch: float) -> DutyList:
    """Each character in its place on a grid, as editors print."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path))
    for page in pages:
        canvas.setFont(FONT, EM)
        for at, line in enumerate(page.split("\n")):
            x = 40.0
            for sign in line:
                canvas.drawString(x, 780 - pitch * at, sign)
                x += _width(sign) * EM / 2
        canvas.showPage()
    canvas.save()
    return read_duty_list(path)


@pytest.mark.parametrize("pitch", [EM, 1.2 * EM, 1.6 * EM])
@pytest.mark.parametrize("heavy", [False, True], ids=["light", "double"])
def test_box_characters_are_rulings(pitch: float, heavy: bool, tmp_path: Path) -> None:
    text = padded(LIST)
    found = printed(tmp_path / "list.pdf", [text.translate(HEAVY) if heavy else text], pitch)
    assert [duty.cells for duty in found.lists[0].duties] == ROWS
    assert found.notes == ()


def test_a_row_that_the_paper_cuts_goes_on(tmp_path: Path) -> None:
    lines = padded(LIST).split("\n")
    found = printed(tmp_path / "list.pdf", ["\n".join(lines[:5]), "\n".join(lines[5:])], 12)
    assert [duty.cells for duty in found.lists[0].duties] == ROWS


def test_a_few_of_them_are_text(tmp_path: Path) -> None:
    rows = [("序号", "事项名称"), ("1", "办理──经费")]
    path = tmp_path / "list.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path))
    canvas.setFont(FONT, EM)
    canvas.drawString(160, 740, "柳河镇基本履职事项清单")
    for at, row in enumerate(rows):
        for x, text in zip((40, 100), row, strict=True):
            canvas.rect(x, 680 - 20 * at, 60 if x == 40 else 300, 20)
            canvas.drawString(x + 4, 686 - 20 * at, text)
    canvas.save()
    assert [duty.name for duty in read_duty_list(path).duties] == ["办理──经费"]
