"""Characters that a PDF prints in a line of text without text: as a picture, as outlines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import black
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.fixtures.pdf_layouts import FONT_FILE
from tests.test_cases_pdf import CASES, files, read, read_pdf, right_or_marked, wanted_layout
from tests.test_pdf_ink import BELOW, FONT, canvas

DRAWN = [name for name in files("drawn") if not name.startswith("sound")]


@pytest.mark.parametrize("name", DRAWN)
def test_each_is_read_from_its_picture_or_marked(name: str) -> None:
    found = read("drawn", name)
    duties = [(table.kind, duty) for table in found.lists for duty in table.duties]
    wanted = wanted_layout(name, "drawn")
    assert len(duties) == len(wanted)
    for row, (kind, duty) in zip(wanted, duties, strict=True):
        assert right_or_marked(row, kind, duty)
    assert ["没有说明是什么字" in note.text for note in found.notes] == [True]


@pytest.mark.parametrize("name", DRAWN)
def test_each_is_marked_without_the_packages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    found = duty_list_of(read_pdf(CASES / "drawn" / name))
    marked = [
        duty.cells[doubt.cell - 1][doubt.start : doubt.end]
        for table in found.lists
        for duty in table.duties
        for doubt in duty.doubts
    ]
    assert "".join(marked) == "�" * (6 if "name" in name or "office" in name else 1)
    assert ["读不出来，已标出" in note.text for note in found.notes] == [True]


def test_icons_before_lines_are_no_characters() -> None:
    found = read("drawn", "sound-chromium-icons.pdf")
    assert not found.notes
    assert not any(duty.doubts for table in found.lists for duty in table.duties)


SIZE = 11


def outlined(page: Canvas, text: str, x: float, y: float, size: float = SIZE) -> None:
    face = TTFont(FONT_FILE, fontNumber=0, lazy=True)
    scale = size / face["head"].unitsPerEm
    for number, one in enumerate(text):
        pen = ReportLabPen(face.getGlyphSet())
        face.getGlyphSet()[face.getBestCmap()[ord(one)]].draw(pen)
        pen.path.fillColor, pen.path.strokeColor = black, None
        drawing = Drawing(size, size, pen.path, transform=(scale, 0, 0, scale, 0, 0))
        renderPDF.draw(drawing, page, x + number * size, y)


def pictured(page: Canvas, text: str, x: float, y: float, size: float = SIZE) -> None:
    for number, one in enumerate(text):
        picture = Image.new("L", (80, 80), 255)
        face = ImageFont.truetype(str(FONT_FILE), 80)
        ImageDraw.Draw(picture).text((0, 70), one, font=face, fill=0, anchor="ls")
        page.drawImage(ImageReader(picture), x + number * size, y - size / 8, size, size)


DRAWERS = {"outline": outlined, "picture": pictured}


def list_with(path: Path, rest: str, drawn: Callable[[Canvas, float, float], object]) -> DutyList:
    """A list whose first duty's name has a second line, some of it drawn before the rest."""
    page = canvas(path)
    x, y = BELOW
    drawn(page, x, y)
    page.drawString(x + 2 * SIZE, y, rest)
    page.save()
    return read_duty_list(path)


@pytest.mark.parametrize("scans", [True, False])
@pytest.mark.parametrize("how", list(DRAWERS))
@pytest.mark.parametrize("text", ["㘭", "垴", "石", "峧垴"])
def test_what_is_drawn_first_in_a_line_is_marked(
    text: str, how: str, scans: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be read as another character that is in fonts: it is doubtful whatever it is read."""
    if not scans:
        monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    start = (2 - len(text)) * SIZE
    found = list_with(
        tmp_path / "list.pdf",
        "下村饮水",
        lambda page, x, y: DRAWERS[how](page, text, x + start, y),
    )
    duty = found.lists[0].duties[0]
    assert len(duty.name) == len("矛盾纠纷排查化解下村饮水") + len(text)
    marked = "".join(duty.cells[one.cell - 1][one.start : one.end] for one in duty.doubts)
    assert duty.name == f"矛盾纠纷排查化解{marked}下村饮水"


@pytest.mark.parametrize(
    ("size", "before", "rest"),
    [(7.0, 8.0, "下村饮水"), (11.0, 16.0, "下村饮水"), (11.0, 11.0, "12户")],
)
def test_an_icon_is_smaller_or_stands_apart_or_before_a_number(
    size: float, before: float, rest: str, tmp_path: Path
) -> None:
    found = list_with(
        tmp_path / "list.pdf",
        rest,
        lambda page, x, y: outlined(page, "垴", x + 2 * SIZE - before, y, size),
    )
    duty = found.lists[0].duties[0]
    assert (duty.name, duty.doubts) == (f"矛盾纠纷排查化解{rest}", ())


def test_a_line_whose_characters_are_set_in_pairs_backwards_has_no_gaps(tmp_path: Path) -> None:
    """A jump back leaves a gap in the order of setting, where the next pair stands."""
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    words = "巩固提升下村饮水保障"
    moves = []
    for one, other in zip(words[::2], words[1::2], strict=True):
        moves.append(f"-1000 <{ord(other):04X}> 2000 <{ord(one):04X}> -1000")
    page.saveState()
    page.setFont(FONT, SIZE)
    name = page._doc.getInternalFontName(FONT)
    page._code.append(f"BT {name} {SIZE} Tf 1 0 0 1 {x} {y} Tm [{' '.join(moves)}] TJ ET")
    page.restoreState()
    page.save()
    duty = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0]
    assert (duty.name, duty.doubts) == (f"矛盾纠纷排查化解{words}", ())


def written(page: Canvas, text: str, x: float, y: float) -> None:
    """Text whose figures are outlines, each as wide as its font has it."""
    face = TTFont(FONT_FILE, fontNumber=0, lazy=True)
    for one in text:
        if one.isdigit():
            outlined(page, one, x, y)
            name = face.getBestCmap()[ord(one)]
            x += face["hmtx"][name][0] * SIZE / face["head"].unitsPerEm
        else:
            page.drawString(x, y, one)
            x += page.stringWidth(one, FONT, SIZE)


@pytest.mark.parametrize("scans", [True, False])
@pytest.mark.parametrize(
    "text",
    [*(f"每年{digit}次" for digit in range(10)), "每餐13元", "3日内报告", "不少于7", "第1、11组"],
)
def test_figures_that_are_outlines_are_read_or_marked(
    text: str, scans: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typesetting program turned them to curves: 每餐元 was read."""
    if not scans:
        monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    page = canvas(tmp_path / "list.pdf")
    written(page, text, *BELOW)
    page.save()

    duty = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0]

    name = duty.name.removeprefix("矛盾纠纷排查化解")
    assert len(name) == len(text)
    marked = {at for doubt in duty.doubts for at in range(doubt.start, doubt.end)}
    shift = len(duty.cells[2]) - len(text)
    for at, (one, other) in enumerate(zip(name, text, strict=True)):
        assert one == other or at + shift in marked
        assert (at + shift in marked) == other.isdigit()


@pytest.mark.parametrize("where", ["before", "behind"])
@pytest.mark.parametrize("shape", ["dot", "star", "bar", "arrow", "high"])
def test_a_small_shape_beside_a_line_is_no_figure(shape: str, where: str, tmp_path: Path) -> None:
    page = canvas(tmp_path / "list.pdf")
    x, y = BELOW
    page.drawString(x + 10, y, "下村饮水")
    path = page.beginPath()
    left = x + (3 if where == "before" else 55)
    match shape:
        case "dot":
            path.circle(left + 3, y + 4, 3)
        case "bar":
            path.rect(left + 2, y, 1, 8)
        case "high":
            path.ellipse(left, y + 3, 4, 7)
        case _:
            points = [
                (0, 3),
                (2, 3.5),
                (3, 7),
                (4, 3.5),
                (6.5, 3),
                (4, 2),
                (3, 0),
                (2, 2),
                (1, 2.5),
            ]
            wide = 1.0 if shape == "star" else 1.3
            path.moveTo(left, y + 3)
            for a, b in points[1:]:
                path.lineTo(left + wide * a, y + b)
            path.close()
    page.drawPath(path, stroke=0, fill=1)
    page.save()

    duty = read_duty_list(tmp_path / "list.pdf").lists[0].duties[0]

    assert duty.name == "矛盾纠纷排查化解下村饮水"
    assert not duty.doubts
