"""Stamps in frames: words in a coloured box that stands alone are none of a cell's text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.colors import Color, black, blue, grey, red
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_pdf_ink import BELOW, FONT, canvas

NAME = "矛盾纠纷排查化解"


def framed(
    words: str, colour: Color, frame: Color | None = None, up: float = 0
) -> Callable[[Canvas], None]:
    """A box with words below the first duty's name."""

    def draw(page: Canvas) -> None:
        x, y = BELOW[0] + 40, BELOW[1] + up
        page.saveState()
        page.setFont(FONT, 9)
        page.setFillColor(colour)
        page.setStrokeColor(frame or colour)
        page.rect(x - 3, y - 3, 9 * len(words) + 6, 14)
        page.drawString(x, y, words)
        page.restoreState()

    return draw


def read(path: Path, draw: Callable[[Canvas], None]) -> DutyList:
    page = canvas(path)
    draw(page)
    page.save()
    return read_duty_list(path)


@pytest.mark.parametrize("colour", [blue, red], ids=["blue", "red"])
@pytest.mark.parametrize("up", [0, -12], ids=["in a cell", "over a ruling"])
def test_words_in_a_coloured_box_alone_are_a_stamps(
    colour: Color, up: float, tmp_path: Path
) -> None:
    found = read(tmp_path / "list.pdf", framed("已核对", colour, up=up))
    assert found.lists[0].duties[0].name == NAME
    assert any("水印或印章文字没有读入：“已核对”" in note.text for note in found.notes)


@pytest.mark.parametrize(
    ("colour", "frame"),
    [(black, black), (black, blue), (grey, grey)],
    ids=["black", "black words", "grey"],
)
def test_words_without_a_colour_are_text(colour: Color, frame: Color, tmp_path: Path) -> None:
    found = read(tmp_path / "list.pdf", framed("试行", colour, frame))
    assert found.lists[0].duties[0].name == f"{NAME}试行"


def test_words_of_a_tables_own_coloured_cells_are_text(tmp_path: Path) -> None:
    """Each cell is a box of its own, the head's words and boxes are blue."""
    page = canvas(tmp_path / "list.pdf")
    page.setFont(FONT, 11)
    page.showPage()
    page.setFont(FONT, 16)
    page.drawString(180, 740, "配合履职事项清单")
    page.setFont(FONT, 11)
    rows = (
        ("序号", "事项名称", "上级部门职责"),
        ("1", "养犬管理", "办证。"),
        ("2", "禁毒", "宣传。"),
    )
    for at, row in enumerate(rows):
        page.setStrokeColor(blue)
        page.setFillColor(blue if at == 0 else black)
        for left, right, text in zip((100, 150, 300), (150, 300, 450), row, strict=True):
            page.rect(left, 680 - 30 * at, right - left, 30)
            page.drawString(left + 5, 690 - 30 * at, text)
    page.save()
    table = read_duty_list(tmp_path / "list.pdf").lists[-1]
    assert [column.text for column in table.columns] == list(rows[0])
    assert [duty.cells for duty in table.duties] == list(rows[1:])
