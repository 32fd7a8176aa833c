"""Figures drawn as outlines where no text stands beside them, and the marks between figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.model import Duty
from tests.fixtures.pdf_layouts import FONT_FILE
from tests.test_pdf_drawn_characters import SIZE, outlined
from tests.test_pdf_ink import BELOW, FONT, canvas

NAMES = ("养犬管理", "禁毒宣传", "林木保护", "防汛")


def set_out(page: Canvas, text: str, x: float, y: float, outlines: str) -> None:
    """Text, the characters of `outlines` drawn as such."""
    face = TTFont(FONT_FILE, fontNumber=0, lazy=True)
    for one in text:
        if one in outlines:
            outlined(page, one, x, y)
            name = face.getBestCmap()[ord(one)]
            x += face["hmtx"][name][0] * SIZE / face["head"].unitsPerEm
        else:
            page.drawString(x, y, one)
            x += page.stringWidth(one, FONT, SIZE)


def listed(path: Path, numbers: tuple[str, ...], words: str, outlines: str) -> tuple[Duty, ...]:
    """The duties of a list of two columns with so many rows."""
    page = canvas(path)
    page.setFillColor(white)
    page.rect(0, 0, 600, 850, stroke=0, fill=1)
    page.setFillGray(0)
    page.showPage()
    page.setFont(FONT, 16)
    page.drawString(180, 740, "甲镇基本履职事项清单")
    page.setFont(FONT, SIZE)
    page.grid([80, 130, 430], [700 - 30 * at for at in range(len(numbers) + 2)])
    for x, text in ((85, "序号"), (135, "事项名称")):
        page.drawString(x, 680, text)
    for at, (number, name) in enumerate(zip(numbers, NAMES, strict=False), start=1):
        set_out(page, number, 100, 680 - 30 * at, outlines)
        set_out(page, name + words, 135, 680 - 30 * at, outlines)
    page.save()
    return read_duty_list(path).lists[-1].duties


@pytest.mark.parametrize("scans", [True, False])
@pytest.mark.parametrize(
    ("numbers", "words"),
    [(("1", "2", "3"), ""), (("1", "2"), "每年12次"), (("9", "10", "11", "12"), "")],
    ids=["numbers alone", "in texts, too", "of two figures"],
)
def test_figures_alone_in_a_cell_are_read_or_marked(
    numbers: tuple[str, ...],
    words: str,
    scans: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not scans:
        monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    duties = listed(tmp_path / "list.pdf", numbers, words, "0123456789")
    assert len(duties) == len(numbers)
    for number, duty in zip(numbers, duties, strict=True):
        assert len(duty.cells[0]) == len(number)
        marked = {at for one in duty.doubts if one.cell == 1 for at in range(one.start, one.end)}
        assert all(
            one == other or at in marked
            for at, (one, other) in enumerate(zip(duty.cells[0], number, strict=True))
        )


@pytest.mark.parametrize("outlines", ["0123456789.:/,", ".:/,"], ids=["all", "the mark alone"])
@pytest.mark.parametrize("text", ["每户2.8万元", "早8:30到岗", "全年24/7值班", "计1,200亩"])
def test_a_mark_between_figures_is_read_or_marked(text: str, outlines: str, tmp_path: Path) -> None:
    """2.8 without its point is 28."""
    page = canvas(tmp_path / "list.pdf")
    set_out(page, text, *BELOW, outlines)
    page.save()
    duty = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0]
    name = duty.name.removeprefix("矛盾纠纷排查化解")
    assert len(name) == len(text)
    shift = len(duty.cells[2]) - len(text)
    marked = {at - shift for one in duty.doubts for at in range(one.start, one.end)}
    for at, (one, other) in enumerate(zip(name, text, strict=True)):
        assert one == other or at in marked


def test_shapes_that_are_all_alike_are_no_figures(tmp_path: Path) -> None:
    """A bullet in front of each row."""
    duties = listed(tmp_path / "list.pdf", ("7", "7", "7"), "", "7")
    assert [duty.cells[0] for duty in duties] == ["", "", ""]


def test_the_dashes_of_a_ruling_between_numbers_are_no_marks(tmp_path: Path) -> None:
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x, y, "2")
    page.drawString(x + 10, y, "8")
    for at in range(30):
        page.line(x + 8, y + 60 - 4 * at, x + 8, y + 58 - 4 * at)
    page.save()
    duty = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0]
    assert not duty.doubts
