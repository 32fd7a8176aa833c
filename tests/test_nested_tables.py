"""A table that stands in a cell is read cell by cell, each a paragraph of its own."""

from __future__ import annotations

import pytest

from tests.test_cases_pdf import files, read, row_of, wanted_layout

CUT = "writer-cut.pdf"
"""Its sixth row goes on over the page, the table in it too."""


@pytest.mark.parametrize("name", files("nested"))
def test_the_cells_of_a_table_in_a_cell_are_read_one_after_the_other(name: str) -> None:
    duties = [(table.kind, duty) for table in read("nested", name).lists for duty in table.duties]
    wanted = wanted_layout(name, "nested")
    whole = wanted[:-1] if name == CUT else wanted
    assert [row_of(kind, duty) for kind, duty in duties[: len(whole)]] == whole
    assert not any(duty.doubts for _, duty in duties[: len(whole)])
    assert len(duties) == len(wanted)


def test_each_of_its_cells_is_a_paragraph() -> None:
    (table,) = read("nested", "typst-2pt.pdf").lists
    assert table.duties[1].cells[3].split("\n") == [
        "县农业农村局",
        "指导畜禽粪污资源化利用",
        "市生态环境局临溪分局",
        "对污染防治进行统一监督管理",
    ]


def test_one_that_goes_on_over_the_page_is_marked_and_told() -> None:
    found = read("nested", CUT)
    wanted, duty = wanted_layout(CUT, "nested")[-1], found.lists[0].duties[-1]
    assert row_of("cooperative", duty) != wanted
    assert sum(doubt.end - doubt.start for doubt in duty.doubts) == len(wanted.cells[3])
    assert {doubt.cell for doubt in duty.doubts} == {4}
    assert [note.text for note in found.notes] == [
        "第 1 页末尾格子里套着的表格转到下一页，哪一格接哪一格没有把握，这一栏的字已标出，"
        "请对照原件核对"
    ]
