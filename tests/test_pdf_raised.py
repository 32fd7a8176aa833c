"""Raised and lowered figures in a PDF file: figures of their own, in the line they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from dutylist.extract.pages.close_lines import TOLD
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


Piece = tuple[str, float, float]
"""Text, its size and how far it is raised."""

Place = tuple[float, float, str, float]

PLAIN = 11.0


def places(pieces: Sequence[Piece]) -> list[Place]:
    """Where each character of pieces that follow one another stands."""
    found, (x, y) = [], BELOW
    for text, size, up in pieces:
        for one in text:
            found.append((x, y + up, one, size))
            x += stringWidth(one, FONT, size)
    return found


def painted(path: Path, characters: Sequence[Place]) -> tuple[list[str], list[str]]:
    page = canvas(path)
    for x, y, one, size in characters:
        page.setFont(FONT, size)
        page.drawString(x, y, one)
    page.save()
    names, notes = read(path)
    return [names[0].removeprefix("矛盾纠纷排查化解"), *names[1:]], notes


SIGNS: list[tuple[list[Piece], str]] = [
    ([("修补0.5m", PLAIN, 0), ("2", 6, 4), ("以下坑槽", PLAIN, 0)], "修补0.5m²以下坑槽"),
    ([("清运9m", PLAIN, 0), ("3", 7, 4.5), ("渣土", PLAIN, 0)], "清运9m³渣土"),
    ([("减少CO", PLAIN, 0), ("2", 6, -3), ("、SO", PLAIN, 0), ("2", 6, -4)], "减少CO₂、SO₂"),
    ([("9m", PLAIN, 0), ("2", 6, 4), ("和8m", PLAIN, 0), ("2", 6, 4), ("地", PLAIN, 0)],
     "9m²和8m²地"),
    ([("测SO", PLAIN, 0), ("4", 6, -3), ("2-", 6, 4), ("量", PLAIN, 0)], "测SO₄²⁻量"),
    ([("测Fe", PLAIN, 0), ("12", 6, -3), ("3-", 6, 4), ("量", PLAIN, 0)], "测Fe₁₂³⁻量"),
    ([("10", PLAIN, 0), ("-12", 6, 4), ("克", PLAIN, 0)], "10⁻¹²克"),
    ([("查处《办法》", PLAIN, 0), ("[1]", 6, 4)], "查处《办法》[¹]"),
    ([("1", 6, 4), ("查处违建", PLAIN, 0)], "¹查处违建"),
]  # fmt: skip


@pytest.mark.parametrize("order", ["as read", "before", "behind", *range(4)])
@pytest.mark.parametrize(("pieces", "wanted"), SIGNS, ids=[wanted for _, wanted in SIGNS])
def test_small_figures_are_in_their_line_in_whatever_order_they_are_painted(
    pieces: list[Piece], wanted: str, order: str | int, tmp_path: Path
) -> None:
    """22.修补0.5m以下 was read where a print driver painted the figure elsewhere."""
    characters = places(pieces)
    if isinstance(order, int):
        Random(order).shuffle(characters)
    elif order != "as read":
        characters.sort(key=lambda one: (one[3] == PLAIN) == (order == "before"))

    names, notes = painted(tmp_path / "list.pdf", characters)

    assert names == [wanted, "困难群众走访慰问"]
    assert all("注释的编号" in note for note in notes)


@pytest.mark.parametrize(("word", "up"), [("注", 5), ("*", 4), ("①", 5), ("甲", -4)])
@pytest.mark.parametrize("seed", range(3))
def test_small_words_are_in_their_line_and_told(
    word: str, up: float, seed: int, tmp_path: Path
) -> None:
    characters = places([("补贴发放", PLAIN, 0), (word, 6, up), ("工作", PLAIN, 0)])
    Random(seed).shuffle(characters)

    names, notes = painted(tmp_path / "list.pdf", characters)

    assert names[0] == f"补贴发放{word}工作"
    (told,) = notes
    assert told.endswith(f"：“补贴发放{word}”")


def test_a_figure_between_two_lines_is_marked(tmp_path: Path) -> None:
    """Nobody can say whether it is raised or lowered."""
    lines = [(f"修补{line}地", 628 - 11 * at) for at, line in enumerate("甲乙")]
    characters = [
        (235 + 11 * at, y, one, PLAIN) for text, y in lines for at, one in enumerate(text)
    ]
    characters.append((235 + 44, 628 - 11 + 5.2, "2", 6))
    path = tmp_path / "list.pdf"
    painted(path, characters)

    (found,) = [table.duties[0] for table in read_duty_list(path).lists]

    (doubt,) = found.doubts
    assert found.cells[2][doubt.start : doubt.end] in "²₂"


@pytest.mark.parametrize(("small", "up"), [("按有关规定", 5), ("见附件一", -5)])
def test_a_small_phrase_off_its_line_is_marked(small: str, up: float, tmp_path: Path) -> None:
    """Nobody can say what it belongs to; it was read before or behind the line."""
    path = tmp_path / "list.pdf"
    painted(path, places([("补贴", PLAIN, 0), (small, 6, up), ("工作", PLAIN, 0)]))

    found = read_duty_list(path)

    duty = found.lists[0].duties[0]
    assert "".join(duty.cells[2][one.start : one.end] for one in duty.doubts) == small
    assert [note.text for note in found.notes] == [f"{TOLD}“{small}”"]


def test_texts_side_by_side_outside_the_tables_are_not_marked(tmp_path: Path) -> None:
    """A letterhead's parts stand at heights of their own."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.drawString(80, 500, "石桥镇人民政府")
    page.drawString(300, 495, "2025年3月1日")
    page.save()
    _, notes = read(path)
    assert not any(TOLD in note or "没有把握" in note for note in notes)
