"""Turned words that go over the edges of their cells stay whole and in their cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.read import read_duty_list

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
ROWS = [
    ("党的建设", ["开展党员教育管理", "推进清廉村居建设", "关怀服务老党员"]),
    ("经济发展", ["编制经济社会发展规划", "开展招商引资"]),
    ("平安", ["排查化解矛盾纠纷"]),
    ("民生服务", ["受理最低生活保障申请", "办理参保登记"]),
]
HEIGHT = 20.0


def drawn(path: Path, turn: int, apart: str, size: float) -> Path:
    """A ruled table whose categories stand turned in cells over their rows."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("STSong-Light", 16)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 60, "榆关镇基本履职事项清单")
    y = A4[1] - 90

    def cell(x0: float, x1: float, height: float, text: str) -> None:
        canvas.rect(x0, y - height, x1 - x0, height)
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(x0 + 4, y - 14, text)

    for x0, x1, text in ((60, 95, "序号"), (95, 125, "类别"), (125, 540, "事项名称")):
        cell(x0, x1, HEIGHT, text)
    y -= HEIGHT
    number = 0
    for category, names in ROWS:
        top = y
        for name in names:
            number += 1
            cell(60, 95, HEIGHT, str(number))
            cell(125, 540, HEIGHT, name)
            y -= HEIGHT
        canvas.rect(95, y, 30, top - y)
        canvas.saveState()
        canvas.translate(110 + (4 if turn == 90 else -4), (top + y) / 2)
        canvas.rotate(turn)
        canvas.setFont("STSong-Light", size)
        canvas.drawCentredString(0, 0, apart.join(category))
        canvas.restoreState()
    canvas.save()
    return path


@pytest.mark.parametrize("turn", [90, 270])
@pytest.mark.parametrize(
    ("apart", "size"), [("", 10), ("", 12), (" ", 12), ("　", 9), ("", 14)], ids=str
)
def test_a_turned_word_over_its_cells_edge(
    turn: int, apart: str, size: float, tmp_path: Path
) -> None:
    (found,) = read_duty_list(drawn(tmp_path / "清单.pdf", turn, apart, size)).lists
    read = [(duty.category, duty.name) for duty in found.duties]
    assert read == [(category, name) for category, names in ROWS for name in names]
