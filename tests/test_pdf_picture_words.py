"""Words pasted into a PDF's table as a picture are read and marked; what is not read is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from dutylist.extract.formats.scan.pasted import read_pasted
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Duty
from tests.fixtures.pdf_layouts import FONT_FILE
from tests.test_pdf_ink import BELOW, ROWS, TOP, canvas, read

NAMES = [row[2] for row in ROWS[1:]]
TOLD = "表格里有图片，里面的字没有读入，请对照原页补上：在“{}”旁边"
READ = "表格里有图片，里面的字是识别的，已标出，请对照原页核对：“{}”"


def words(text: str, ink: str = "black") -> Image.Image:
    """A screenshot of a text."""
    font = ImageFont.truetype(str(FONT_FILE), 44)
    picture = Image.new("RGB", (44 * len(text) + 20, 66), "white")
    ImageDraw.Draw(picture).text((10, 5), text, font=font, fill=ink)
    return picture


def with_picture(
    path: Path, picture: Image.Image, x: float, y: float, width: float
) -> tuple[list[Duty], list[str]]:
    """The list with a picture on it, so wide in points, and what is told of it."""
    page = canvas(path)
    height = width * picture.height / picture.width
    page.drawImage(ImageReader(picture), x, y, width=width, height=height)
    page.save()
    found = read_duty_list(path)
    return list(found.lists[0].duties), [note.text for note in found.notes]


def beside_names(path: Path, picture: Image.Image, x: float, y: float, width: float) -> list[str]:
    """What is told of the list with a picture on it that is not read."""
    duties, notes = with_picture(path, picture, x, y, width)
    assert [duty.name for duty in duties] == NAMES
    assert not any(duty.doubts for duty in duties)
    return notes


def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)


def test_a_clause_that_is_a_picture_is_told_with_what_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_packages(monkeypatch)
    picture = words("每季度上报一次统计情况")
    (note,) = beside_names(tmp_path / "list.pdf", picture, BELOW[0], BELOW[1] - 4, 130)
    assert note == TOLD.format("平安法治矛盾纠纷排查化解")


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("每季度上报一次统计情况", 130),
        ("限9个工作日内办结（特殊除外）。", 190),
        ("排查隐患。", 55),
    ],
)
def test_a_clause_that_is_a_picture_is_read_into_its_cell_and_marked(
    said: str, width: float, tmp_path: Path
) -> None:
    duties, notes = with_picture(tmp_path / "list.pdf", words(said), BELOW[0], BELOW[1] - 4, width)
    assert [duty.name for duty in duties] == [NAMES[0] + said, NAMES[1]]
    assert notes == [READ.format(said[:12])]
    marked = [duties[0].cells[2][doubt.start : doubt.end] for doubt in duties[0].doubts]
    assert "".join(marked) == said
    assert not duties[1].doubts


def test_lines_of_a_picture_in_a_frame_are_read_in_order() -> None:
    lines = [words("每季度上报一次统计情况"), words("发现问题及时报告县局。")]
    picture = Image.new("RGB", (lines[0].width + 40, 172), "white")
    for at, line in enumerate(lines):
        picture.paste(line, (20, 20 + 66 * at))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((3, 3, picture.width - 4, 168), outline="black", width=3)
    found = read_pasted(np.asarray(picture.convert("L")), 200)
    assert found is not None
    assert found.text == "每季度上报一次统计情况发现问题及时报告县局。"
    assert (np.diff(found.boxes[[0, 10, 11, 21], 4]) > 10).tolist() == [False, True, False]


def scrawl() -> Image.Image:
    picture = Image.new("RGB", (500, 66), "white")
    pen = ImageDraw.Draw(picture)
    for at in range(0, 480, 16):
        pen.arc((at, 12, at + 40, 52), at % 300, at % 300 + 200, "black", 3)
    return picture


UNREAD = {
    "scrawl": scrawl(),
    "upside down": words("每季度上报一次统计情况").transpose(Image.Transpose.ROTATE_180),
    "two lines on each other": ImageChops.darker(
        words("每季度上报一次统计情况"), words("发现问题及时报告县局。")
    ),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_picture_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    (note,) = beside_names(path, UNREAD[name], BELOW[0], BELOW[1] - 4, 130)
    assert note == TOLD.format("平安法治矛盾纠纷排查化解")


def test_a_picture_of_a_table_is_not_read() -> None:
    """Which of its words belong together is not known."""
    picture = Image.new("L", (400, 240), "white")
    pen = ImageDraw.Draw(picture)
    for y in (40, 120):
        for x in (60, 220):
            pen.text((x, y), "宣传", font=ImageFont.truetype(str(FONT_FILE), 44), fill="black")
    without = read_pasted(np.asarray(picture), 200)
    assert without is not None
    assert without.text == "宣传宣传宣传宣传"
    for at in (20, 200, 380):
        pen.line((at, 20, at, 200), "black", 3)
    for at in (20, 110, 200):
        pen.line((20, at, 380, at), "black", 3)
    assert read_pasted(np.asarray(picture), 200) is None


@pytest.mark.parametrize("grid", [False, True], ids=["blank", "ruled"])
def test_a_picture_without_words_is_not_told(grid: bool, tmp_path: Path) -> None:
    picture = Image.new("RGB", (600, 70), "white")
    if grid:
        pen = ImageDraw.Draw(picture)
        for at in range(0, 600, 60):
            pen.line((at, 0, at, 70), "black", 4)
        pen.line((0, 35, 600, 35), "black", 4)
    assert beside_names(tmp_path / "list.pdf", picture, BELOW[0], BELOW[1] - 4, 130) == []


def test_a_red_seal_is_no_words(tmp_path: Path) -> None:
    seal = words("柳河镇人民政府", ink="red")
    assert beside_names(tmp_path / "list.pdf", seal, BELOW[0], BELOW[1] - 4, 130) == []


def test_a_picture_beside_the_table_is_not_told(tmp_path: Path) -> None:
    picture = words("柳河镇党政办公室印发")
    assert beside_names(tmp_path / "list.pdf", picture, 100, TOP - 300, 130) == []


def test_a_picture_below_the_tables_own_words_is_not_told(tmp_path: Path) -> None:
    """A scan's part with its text over it: each word is read."""
    path = tmp_path / "list.pdf"
    picture = words(ROWS[1][2])

    def behind(page: object) -> None:
        page.drawImage(ImageReader(picture), 234, TOP - 59, width=97, height=14)  # type: ignore[attr-defined]

    page = canvas(path, behind)
    page.save()
    assert read(path) == (NAMES, [])


@pytest.mark.parametrize("new", ["每季", "季度", "灌溉井", "县供销社"])
@pytest.mark.parametrize("scans", [True, False])
def test_a_word_pasted_over_another_is_read_in_its_place_or_told(
    new: str, scans: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two characters were too wide for one and too narrow for a clause: nothing was read."""
    if not scans:
        without_packages(monkeypatch)
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x, y, f"由{'旧' * len(new)}记录")
    picture = words(new).crop((10, 0, 10 + 44 * len(new), 66))
    page.drawImage(ImageReader(picture), x + 11, y - 4, 11 * len(new), 16.5)
    page.save()

    found = read_duty_list(tmp_path / "list.pdf")

    (duty, _), notes = found.lists[0].duties, [note.text for note in found.notes]
    assert duty.name == NAMES[0] + (f"由{new}记录" if scans else "由记录")
    marked = "".join(duty.cells[2][doubt.start : doubt.end] for doubt in duty.doubts)
    assert marked == (new if scans else "")
    assert (
        READ.format(new) in notes if scans else any("没有读入，请对照原页" in one for one in notes)
    )
