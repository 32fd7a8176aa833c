"""Words pasted into a PDF's table as a picture are told: nothing of them is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from tests.fixtures.pdf_layouts import FONT_FILE
from tests.test_pdf_ink import BELOW, ROWS, TOP, canvas, read

NAMES = [row[2] for row in ROWS[1:]]
TOLD = "表格里有图片，里面的字没有读入，请对照原页补上：在“{}”旁边"


def words(text: str, ink: str = "black") -> Image.Image:
    """A screenshot of a text."""
    font = ImageFont.truetype(str(FONT_FILE), 44)
    picture = Image.new("RGB", (44 * len(text) + 20, 66), "white")
    ImageDraw.Draw(picture).text((10, 5), text, font=font, fill=ink)
    return picture


def with_picture(path: Path, picture: Image.Image, x: float, y: float, width: float) -> list[str]:
    """What is told of the list with a picture on it, so wide in points."""
    page = canvas(path)
    height = width * picture.height / picture.width
    page.drawImage(ImageReader(picture), x, y, width=width, height=height)
    page.save()
    names, notes = read(path)
    assert names == NAMES
    return notes


def test_a_clause_that_is_a_picture_is_told_with_what_stands_beside_it(tmp_path: Path) -> None:
    picture = words("每季度上报一次统计情况")
    (note,) = with_picture(tmp_path / "list.pdf", picture, BELOW[0], BELOW[1] - 4, 130)
    assert note == TOLD.format("平安法治矛盾纠纷排查化解")


@pytest.mark.parametrize("grid", [False, True], ids=["blank", "ruled"])
def test_a_picture_without_words_is_not_told(grid: bool, tmp_path: Path) -> None:
    picture = Image.new("RGB", (600, 70), "white")
    if grid:
        pen = ImageDraw.Draw(picture)
        for at in range(0, 600, 60):
            pen.line((at, 0, at, 70), "black", 4)
        pen.line((0, 35, 600, 35), "black", 4)
    assert with_picture(tmp_path / "list.pdf", picture, BELOW[0], BELOW[1] - 4, 130) == []


def test_a_red_seal_is_no_words(tmp_path: Path) -> None:
    seal = words("柳河镇人民政府", ink="red")
    assert with_picture(tmp_path / "list.pdf", seal, BELOW[0], BELOW[1] - 4, 130) == []


def test_a_picture_beside_the_table_is_not_told(tmp_path: Path) -> None:
    picture = words("柳河镇党政办公室印发")
    assert with_picture(tmp_path / "list.pdf", picture, 100, TOP - 300, 130) == []


def test_a_picture_below_the_tables_own_words_is_not_told(tmp_path: Path) -> None:
    """A scan's part with its text over it: each word is read."""
    path = tmp_path / "list.pdf"
    picture = words(ROWS[1][2])

    def behind(page: object) -> None:
        page.drawImage(ImageReader(picture), 234, TOP - 59, width=97, height=14)  # type: ignore[attr-defined]

    page = canvas(path, behind)
    page.save()
    assert read(path) == (NAMES, [])
