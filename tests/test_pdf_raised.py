"""Raised and lowered figures in a PDF file: figures of their own, in the line they stand in."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from tests.test_pdf_ink import BELOW, FONT, canvas, read

FILES = sorted((Path(__file__).parent / "cases/raised").glob("*.pdf"))
"""The same list, set by three programs; a footnote's mark in brackets in two of them."""

NAME = "巡查面积100m²以上、10¹²m³以下的水塘，减少CO₂和PM₂.₅排放，执行《办法》¹。12345热线"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_raised_and_lowered_figures(path: Path) -> None:
    mark = "" if path.stem == "reportlab" else "[²]"
    (duties,) = [table.duties for table in read_duty_list(path).lists]
    assert [duty.name for duty in duties] == [NAME + mark, "做好禁毒工作²，共36人"]
    assert [duty.number for duty in duties] == [1, 2]


def test_figures_that_the_font_itself_draws_raised_or_lowered() -> None:
    """Typst takes them where a font has them: of the size of their line, on its baseline."""
    (table,) = read_duty_list(FILES[0].parent / "own/typst.pdf").lists
    assert [duty.name for duty in table.duties] == [
        "做好巡察反馈问题整改¹，管护100m²以下湿地、减少CO₂排放，拨打12345热线",
        "违法建设的查处²",
    ]


@pytest.mark.parametrize("word", ["注", "附注"])
@pytest.mark.parametrize("raised", [True, False])
def test_a_raised_word_is_told(word: str, raised: bool, tmp_path: Path) -> None:
    """One as small on the line's own base, or raised and of its size, is none."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, "补贴发放")
    page.setFont(FONT, 7)
    page.drawString(x + 44, y + 4 * raised, word)
    page.setFont(FONT, 11)
    page.drawString(x + 44 + 7 * len(word), y, "工作")
    page.save()

    names, notes = read(path)

    assert names[0] == f"矛盾纠纷排查化解补贴发放{word}工作"
    said = f"有抬高的小字，照读在文中，请对照原页核对是不是注的记号：“补贴发放{word}”"
    assert notes == ([said] if raised else [])


def test_a_long_line_in_small_print_is_no_raised_word(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, "补贴")
    page.setFont(FONT, 7)
    page.drawString(x + 22, y + 4, "按有关规定执行")
    page.save()

    names, notes = read(path)

    assert names[0] == "矛盾纠纷排查化解补贴按有关规定执行"
    assert not notes
