"""Pages on which there is next to nothing, or rules that no table has: read or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError

HEADS = (("序号", 60), ("事项类别", 120), ("事项名称", 240))
ROWS = (("1", "党的建设", "学习宣传"), ("2", "民生服务", "特困人员供养"))


def printed(path: Path, rules: tuple[float, float]) -> Path:
    """A list under three level rules that run from one x to another."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("STSong-Light", 11)
    canvas.drawString(180, 760, "青禾镇基本履职事项清单")
    for at, texts in enumerate(((head for head, _ in HEADS), *ROWS)):
        for text, (_, x) in zip(texts, HEADS, strict=True):
            canvas.drawString(x, 700 - 24 * at, text)
    for y in (716, 692, 640):
        canvas.line(rules[0], y, rules[1], y)
    canvas.save()
    return path


@pytest.mark.parametrize(
    "rules",
    [(50, 500), (100, 500), (200, 500), (300, 500), (50, 100), (400, 401), (-50, 700), (500, 50)],
)
def test_level_rules_wherever_they_begin_and_end(
    rules: tuple[float, float], tmp_path: Path
) -> None:
    found = read_duty_list(printed(tmp_path / "清单.pdf", rules))
    read = [(str(one.number), one.category, one.name) for one in found.lists[0].duties]
    assert read == list(ROWS)


@pytest.mark.parametrize(
    ("size", "ink"),
    [
        ((1, 1), ()),
        ((3, 900), ()),
        ((900, 3), ()),
        ((600, 800), ()),
        ((600, 800), (((0, 0, 600, 800)),)),
        ((600, 800), ((100, 400, 500, 402),)),
        ((600, 800), ((300, 100, 302, 700),)),
        ((600, 800), ((100, 100, 500, 102), (100, 100, 102, 600))),
    ],
)
def test_pictures_with_next_to_nothing_are_refused_in_words(
    size: tuple[int, int], ink: tuple[tuple[int, int, int, int], ...], tmp_path: Path
) -> None:
    page = Image.new("L", size, 255)
    for box in ink:
        ImageDraw.Draw(page).rectangle(box, fill=0)
    path = tmp_path / "扫描.png"
    page.save(path)
    with pytest.raises(DutyListError):
        read_duty_list(path)
