"""Rows without a number at a page's foot that rulings close off: what they say tells whether they
are parts of the row above or begin the one on the next page, and a note names each lone one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import typst

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_rows_begun_above import HEAD, TOLD, printed

Pages = Sequence[Sequence[Sequence[str]]]

ONE = ("1", "养犬管理", "县公安局", "1.办证；\n2.收容。", "1.上报；\n2.劝导。")
ABOVE = "页末没有序号和名称的一行看作上面“1 养犬管理”的一部分"
AFTER = ("3", "防火", "县应急局", "1.发布；\n2.值守。", "巡山。")


def by_reportlab(path: Path, pages: Pages) -> DutyList:
    return printed(path, pages, closed=True)


def by_typst(path: Path, pages: Pages) -> DutyList:
    """Each page's rows as a table of its own; a text alone is a heading over the whole width."""
    tables = []
    for rows in pages:
        cells = []
        for row in rows:
            texts = [text.replace("\n", " \\ ") for text in row]
            heading = f"table.cell(colspan: 5)[{texts[0]}]"
            cells.append(heading if len(row) == 1 else ",".join(f"[{text}]" for text in texts))
        tables.append(f"#table(columns: (1fr, 2fr, 2fr, 4fr, 3fr), {','.join(cells)})")
    page = '#set page(margin: 20mm)\n#set text(font: "Noto Serif CJK SC", size: 10pt)\n'
    title = "#align(center)[甲镇配合履职事项清单]\n"
    path.with_suffix(".typ").write_text(page + title + "\n#pagebreak()\n".join(tables), "utf-8")
    typst.compile(path.with_suffix(".typ"), output=path)
    return read_duty_list(path)


def read_cells(found: DutyList) -> list[list[str]]:
    return [[text.replace("\n", "") for text in duty.cells] for duty in found.lists[0].duties]


BEGINS = {
    "clauses counted on in the next row": (
        ("", "", "县消防队", "1.普查；\n2.巡查；", "1.宣传；"),
        ("2", "林木保护", "县林业局", "3.立案。", "2.上报。"),
    ),
    "a sentence that goes on": (
        ("", "", "县消防队", "负责林区防火巡查，建立", ""),
        ("2", "林木保护", "县林业局", "台账，立案查处。", "宣传。"),
    ),
    "the office of the next row": (
        ("", "", "县消防队", "县林业局：普查、巡查；", ""),
        ("2", "林木保护", "县林业局", "立案。", "宣传。"),
    ),
    "what the next row lacks": (
        ("", "", "县消防队", "普查、巡查；", "宣传。"),
        ("2", "林木保护", "县林业局", "立案。", ""),
    ),
    "the name": (
        ("", "林木保护", "县消防队", "普查、巡查；", ""),
        ("2", "", "县林业局", "立案。", "宣传。"),
    ),
    "nothing tells, but the next row alone names an office": (
        ("", "", "", "普查、巡查；", ""),
        ("2", "林木保护", "县林业局", "立案。", "宣传。"),
    ),
}


@pytest.mark.parametrize("made_by", [by_reportlab, by_typst])
@pytest.mark.parametrize(("foot", "rest"), BEGINS.values(), ids=BEGINS)
def test_a_part_that_begins_the_row_on_the_next_page(
    foot: Sequence[str],
    rest: Sequence[str],
    made_by: Callable[[Path, Pages], DutyList],
    tmp_path: Path,
) -> None:
    found = made_by(tmp_path / "list.pdf", [[HEAD, ONE, foot], [rest, AFTER]])
    whole = [(a + b).replace("\n", "") for a, b in zip(foot, rest, strict=True)]
    one, after = ([text.replace("\n", "") for text in row] for row in (ONE, AFTER))
    assert read_cells(found) == [one, whole, after]
    (note,) = [note for note in found.notes if TOLD in note.text]
    assert note.page == 1
    assert "2 林木保护" in note.text


PARTS = {
    "clauses counted on from above": ("", "", "", "3.处罚。", ""),
    "the office of the row above": ("", "", "", "县公安局：处罚。", ""),
    "a row of its own office": ("", "", "县民政局", "救助。", "摸排。"),
}


@pytest.mark.parametrize("made_by", [by_reportlab, by_typst])
@pytest.mark.parametrize("foot", PARTS.values(), ids=PARTS)
def test_a_part_of_the_row_above(
    foot: Sequence[str], made_by: Callable[[Path, Pages], DutyList], tmp_path: Path
) -> None:
    rest = ("2", "林木保护", "县林业局", "1.立案；\n2.查处。", "宣传。")
    found = made_by(tmp_path / "list.pdf", [[HEAD, ONE, foot], [rest, AFTER]])
    assert [cells[0] for cells in read_cells(found)] == ["1", "2", "3"]
    assert read_cells(found)[0][3] == (ONE[3] + foot[3]).replace("\n", "")
    (note,) = [note for note in found.notes if ABOVE in note.text]
    assert note.page == 1


@pytest.mark.parametrize("made_by", [by_reportlab, by_typst])
def test_a_list_of_several_rows_a_duty_gets_no_mark(
    made_by: Callable[[Path, Pages], DutyList], tmp_path: Path
) -> None:
    more = ("", "", "县民政局", "救助。", "摸排。")
    two = ("2", "林木保护", "县林业局", "立案。", "宣传。")
    found = made_by(tmp_path / "list.pdf", [[HEAD, ONE, more, two, more], [AFTER]])
    assert [cells[2] for cells in read_cells(found)] == [
        "县公安局县民政局",
        "县林业局县民政局",
        "县应急局",
    ]
    assert not any("没有序号" in note.text for note in found.notes)


def test_a_part_below_a_row_that_the_page_before_has_cut(tmp_path: Path) -> None:
    """What stands first on a page is the rest of the row on the page before."""
    rest = ("", "", "", "3.处罚。", "")
    two = ("2", "林木保护", "县林业局", "立案。", "宣传。")
    found = by_reportlab(tmp_path / "list.pdf", [[HEAD, ONE], [rest], [two]])
    assert read_cells(found)[0][3] == "1.办证；2.收容。3.处罚。"
    assert not any("没有序号" in note.text for note in found.notes)
