"""Stamps set somewhat askew: their words lie over the page, in whatever colour."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_pdf_ink import BELOW, FONT, canvas

NAME = "矛盾纠纷排查化解"

Draw = Callable[[Canvas], None]


def leaning(words: str, degrees: float, *, apart: bool = False) -> Draw:
    """Black words askew below the first duty's name, each character by itself if they stand
    `apart`."""

    def draw(page: Canvas) -> None:
        page.saveState()
        page.translate(BELOW[0] + 40, BELOW[1])
        page.rotate(degrees)
        page.setFont(FONT, 9)
        for at, part in enumerate(words if apart else [words]):
            page.drawString(12 * at, 0, part)
        page.restoreState()

    return draw


def read(path: Path, draw: Draw) -> DutyList:
    page = canvas(path)
    draw(page)
    page.save()
    return read_duty_list(path)


@pytest.mark.parametrize(
    "draw",
    [
        leaning("收文 2025年7月11日", 2.5),
        leaning("收文第37号", -1.2),
        leaning("作废", 4.0),
        leaning("已核对存查", 3.0, apart=True),
    ],
    ids=["up", "down", "two characters", "one by one"],
)
def test_words_somewhat_askew_are_a_stamps(draw: Draw, tmp_path: Path) -> None:
    found = read(tmp_path / "list.pdf", draw)
    assert found.lists[0].duties[0].name == NAME
    assert any("水印或印章文字没有读入" in note.text for note in found.notes)


def test_a_page_that_is_askew_as_a_whole_is_text(tmp_path: Path) -> None:
    """All words stand as the page does."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.showPage()
    page.transform(1, math.tan(math.radians(0.8)), 0, 1, 0, 0)
    page.setFont(FONT, 11)
    page.drawString(100, 700, "甲乡基本履职事项清单")
    page.drawString(100, 680, "1.开展禁毒宣传，落实重点人员帮教。")
    page.save()
    assert not any("水印" in note for note in read_pdf(path).notes)


@pytest.mark.parametrize("rise", [0.2, 0.5], ids=["little", "more"])
def test_a_word_set_somewhat_higher_is_text(rise: float, tmp_path: Path) -> None:
    """A font of its own stands higher on the line: its characters are level."""

    def draw(page: Canvas) -> None:
        page.setFont(FONT, 11)
        page.drawString(*BELOW, "做好")
        page.drawString(BELOW[0] + 22, BELOW[1] + rise, "登记")

    assert read(tmp_path / "list.pdf", draw).lists[0].duties[0].name == f"{NAME}做好登记"


@pytest.mark.parametrize(
    "angles",
    [[0.0, 0.3, -0.3, 0.0, 0.6, 0.0], [0.0, 0.0, 0.0, 0.0, 2.0, 2.0]],
    ids=["each its own way", "many"],
)
def test_words_that_stand_by_hand_are_text(angles: list[float], tmp_path: Path) -> None:
    """The words of a scan, or a page pasted together."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.showPage()
    for at, angle in enumerate(angles):
        page.saveState()
        page.setFont(FONT, 11)
        page.translate(100, 700 - 30 * at)
        page.rotate(angle)
        page.drawString(0, 0, f"{at + 1}.开展禁毒宣传。" if at else "甲乡基本履职事项清单")
        page.restoreState()
    page.save()
    assert not any("水印" in note for note in read_pdf(path).notes)
