"""Rulings that clip paths or forms' boxes cut off are none of a page's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from tests.test_pdf_ink import BELOW, FONT, LEFTS, canvas

NAME = "矛盾纠纷排查化解"

Draw = Callable[[Canvas], object]

SIDE = LEFTS[0], 100, 350, 300
"""Left, bottom, width and height of a part of the page below the table."""

ROW = 650
"""The height of a line between the two of the first duty's name."""


def in_a_clip(draw: Draw) -> Draw:
    """What is drawn as far as it is below the table."""

    def cut(page: Canvas) -> None:
        page.saveState()
        box = page.beginPath()
        box.rect(*SIDE)
        page.clipPath(box, stroke=0, fill=0)
        draw(page)
        page.restoreState()

    return cut


def in_a_form(draw: Draw) -> Draw:
    """The same in a form of which the box is as large."""

    def cut(page: Canvas) -> None:
        left, bottom, width, height = SIDE
        page.beginForm("half", left, bottom, left + width, bottom + height)
        draw(page)
        page.endForm()
        page.doForm("half")

    return cut


def line(page: Canvas) -> None:
    page.line(LEFTS[0], ROW - 8, 430, ROW - 8)


def grid(page: Canvas) -> None:
    """One path of many lines, some of them in what is left."""
    page.grid([*LEFTS, 430], [ROW - 8, 380, 200, 180])


def bar(page: Canvas) -> None:
    page.rect(LEFTS[0], ROW - 8.5, 350, 1, stroke=0, fill=1)


def upright(page: Canvas) -> None:
    """A line that goes on into what is left."""
    page.line(280, ROW + 5, 280, 150)


@pytest.mark.parametrize("draw", [line, grid, bar, upright])
@pytest.mark.parametrize("cut", [in_a_clip, in_a_form])
def test_rulings_cut_off_are_not_seen(
    cut: Callable[[Draw], Draw], draw: Draw, tmp_path: Path
) -> None:
    page = canvas(tmp_path / "list.pdf")
    page.drawString(*BELOW, "做好登记")
    cut(draw)(page)
    page.save()
    duties = read_duty_list(tmp_path / "list.pdf").lists[0].duties
    assert [duty.name for duty in duties] == [f"{NAME}做好登记", "困难群众走访慰问"]


@pytest.mark.parametrize("cut", [in_a_clip, in_a_form])
def test_rulings_left_are_seen(cut: Callable[[Draw], Draw], tmp_path: Path) -> None:
    """All lines of a table stand in what is left."""

    def table(page: Canvas) -> None:
        page.setFont(FONT, 11)
        page.grid([80, 130, 430], [380, 350, 320, 290])
        rows = ("序号", "事项名称"), ("1", "养犬管理"), ("2", "禁毒宣传")
        for at, row in enumerate(rows):
            for x, text in zip((85, 135), row, strict=True):
                page.drawString(x, 360 - 30 * at, text)

    page = canvas(tmp_path / "list.pdf")
    page.drawString(180, 420, "乡镇履职事项清单")
    cut(table)(page)
    page.save()
    found = read_duty_list(tmp_path / "list.pdf")
    assert [duty.name for one in found.lists for duty in one.duties][2:] == ["养犬管理", "禁毒宣传"]
