"""Emphasis dots, readings and notes (ruby) beside words are none of the text; that is told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.colors import red

from dutylist.extract.read import read_duty_list
from tests.test_cases_pdf import files, read, row_of, wanted_layout
from tests.test_pdf_ink import BELOW, FONT, canvas

TOLD = {
    "chromium-dots.pdf": "字旁的着重号没有读入",
    "chromium-readings.pdf": "字上的注音没有读入：“xiàoyuán”",
    "chromium-notes-upright.pdf": "字上加注的小字没有读入：“平安”",
    "reportlab-notes.pdf": "字上加注的小字没有读入：“治安农事”",
    "reportlab-notes-untold.pdf": "字上加注的小字没有读入：4 个字",
    "writer-readings.pdf": "字上的注音没有读入：“xiàoyuán”",
}


@pytest.mark.parametrize("name", files("small_text"))
def test_what_is_set_small_beside_words_is_left_out_and_told(name: str) -> None:
    found = read("small_text", name)
    rows = [row_of(table.kind, duty) for table in found.lists for duty in table.duties]
    assert rows == wanted_layout(name, "small_text")
    notes = [note.text for note in found.notes if "没有说明是什么字" not in note.text]
    assert notes == [TOLD[name]]


@pytest.mark.parametrize(
    ("old", "new"), [("24", "48"), ("90%", "92%"), ("162", "126"), ("两", "3")]
)
def test_a_small_figure_above_another_is_told_and_no_text(
    old: str, new: str, tmp_path: Path
) -> None:
    """Corrected by hand: 482.督促24小时 was read."""
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x, y, f"督促{old}小时")
    page.setFont(FONT, 6)
    page.setFillColor(red)
    page.drawString(x + 22, y + 10, new)
    page.save()
    found = read_duty_list(tmp_path / "list.pdf")
    assert found.lists[0].duties[0].name == f"矛盾纠纷排查化解督促{old}小时"
    assert [note.text for note in found.notes] == [f"字上加注的小字没有读入：“{new}”"]


@pytest.mark.parametrize(("size", "up"), [(6, 10), (6, 7), (5, 8), (5, 6)])
def test_small_words_above_others_are_told_and_no_text(size: int, up: int, tmp_path: Path) -> None:
    """Written there by hand, however close: they were read before the line."""
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x, y, "督促成效落实")
    page.setFont(FONT, size)
    page.drawString(x + 22, y + up, "保障")
    page.save()
    found = read_duty_list(tmp_path / "list.pdf")
    assert found.lists[0].duties[0].name == "矛盾纠纷排查化解督促成效落实"
    assert [note.text for note in found.notes] == ["字上加注的小字没有读入：“保障”"]


def test_a_small_figure_in_its_line_stays_text(tmp_path: Path) -> None:
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x, y, "面积120m")
    page.setFont(FONT, 6)
    page.drawString(x + page.stringWidth("面积120m", FONT, 11), y + 4, "2")
    page.save()
    name = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0].name
    assert name in ("矛盾纠纷排查化解面积120m2", "矛盾纠纷排查化解面积120m²")
