"""The first page of the table: two tables of counts apart, and why they differ; what changed
throughout is not cut by a page's end."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.oxml.ns import qn

from dutylist.render.views.comparison import FINDING_KEPT, comparison_view
from dutylist.render.word.comparison import comparison_docx
from tests.test_compare_whole import told

SIDES = ("top", "left", "bottom", "right")


def test_the_two_tables_of_counts_stand_apart() -> None:
    view = comparison_view(told("divided_office"))
    counts, throughout, *_ = docx.Document(BytesIO(comparison_docx(view))).tables
    sizes = len(view.counts), len(view.kind_counts)
    assert sizes[0] != sizes[1]
    for at, row in enumerate(counts.rows):
        open_sides = [
            {side for side in SIDES if cell._tc.find(f".//{qn(f'w:{side}')}") is not None}
            for cell in row.cells
        ]
        left, right = ({"left", "bottom", "right"} <= open_sides[place] for place in (0, 3))
        assert (left, right) == (at > sizes[0], at > sizes[1])
        assert open_sides[2] == {"top", "bottom", *["left"] * left, *["right"] * right}
    assert [cell.text for cell in counts.rows[1].cells][2] == ""
    for row in throughout.rows:
        long = any(len(cell.text) > FINDING_KEPT for cell in row.cells)
        assert (row._tr.find(f".//{qn('w:cantSplit')}") is None) is long


def test_why_kinds_of_change_are_more_than_changed_duties_is_said_where_they_are() -> None:
    view = comparison_view(told("divided_office"))
    changed = next(one.number for one in view.counts if one.label == "有变化的事项")
    kinds = sum(one.number for one in view.kind_counts)
    assert kinds > changed
    assert f"各种变化合计{kinds}" in view.several
    counts, *_ = docx.Document(BytesIO(comparison_docx(view))).tables
    assert "可有几种" in counts.rows[0].cells[3].text
    assert comparison_view(told("merged_townships")).several != view.several
