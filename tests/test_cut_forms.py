"""A form for each duty, the last one on a page cut: between two labels, within a value, or with
the label said again; a form's first line may have two pairs, and names may read like labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from dutylist.extract.read import read_duty_list
from tests.test_rows_without_rulings import STYLE, TITLE, mm

FORMS = [
    [
        ["事项名称", "小水库防汛责任落实与巡查", "序号", "1"],
        ["对应上级部门", "县水利局"],
        ["上级部门职责", "（1）落实责任人；", "（2）除险加固。"],
        ["乡镇配合职责", "（1）巡坝查险；"],
    ],
    [
        ["事项名称", "村级建档指导", "序号", "2"],
        ["对应上级部门", "县档案馆"],
        ["上级部门职责", "（1）制定方案；", "（2）验收成果。"],
        ["乡镇配合职责", "（1）收集材料；", "（2）按期移交。"],
    ],
    [
        ["事项名称", "河长制责任落实", "序号", "3"],
        ["对应上级部门", "县水利局"],
        ["上级部门职责", "（1）督导；", "（2）考核。"],
        ["乡镇配合职责", "（1）巡河；"],
    ],
]
"""Label, value and its further paragraphs; the first line has two labels."""

Lines = list[list[str]]
OTHER = [["联系单位", "党政综合办公室"], ["备注", "另行通知"]]
RULED = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


def table(lines: Lines, *, pairs: bool) -> Table:
    """A form as a ruled table; `pairs`: two labels in the first line."""
    data: list[list[Any]] = []
    style: list[Any] = [RULED]
    for label, *value in lines:
        if value[1:2] == ["序号"]:
            rows = [[label, *value]] if pairs else [[label, value[0]], value[1:]]
        else:
            rows = [[label, "<br/>".join(value)]]
        for row in rows:
            if pairs and len(row) == 2:
                style.append(("SPAN", (1, len(data)), (3, len(data))))
            width = 4 if pairs else 2
            data.append([Paragraph(text, STYLE) for text in [*row, *[""] * (width - len(row))]])
    widths = [30, 80, 20, 20] if pairs else [30, 120]
    return Table(data, [width * mm for width in widths], style=style)


CUTS: dict[str, tuple[Lines, Lines]] = {
    "between labels": (FORMS[1][:2], FORMS[1][2:]),
    "within a value": (
        [*FORMS[1][:2], FORMS[1][2][:2]],
        [["", FORMS[1][2][2]], FORMS[1][3]],
    ),
    "in front of a value": (
        [*FORMS[1][:2], ["上级部门职责", ""]],
        [["", *FORMS[1][2][1:]], FORMS[1][3]],
    ),
    "the label again": (
        [*FORMS[1][:2], FORMS[1][2][:2]],
        [["上级部门职责", FORMS[1][2][2]], FORMS[1][3]],
    ),
    "the label again, told": (
        [*FORMS[1][:2], FORMS[1][2][:2]],
        [["上级部门职责（续）", FORMS[1][2][2]], FORMS[1][3]],
    ),
    "within the last value": (
        [*FORMS[1][:3], FORMS[1][3][:2]],
        [["", FORMS[1][3][2]]],
    ),
}


@pytest.mark.parametrize("pairs", [True, False])
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_the_form_is_whole(cut: tuple[Lines, Lines], pairs: bool, tmp_path: Path) -> None:
    above, below = cut
    flow = [
        Paragraph("云谷乡配合履职事项清单", TITLE),
        table(FORMS[0], pairs=pairs),
        Spacer(1, 12),
        table(above, pairs=pairs),
        PageBreak(),
        table(below, pairs=pairs if len(below[0]) > 2 else False),
        Spacer(1, 12),
        table(FORMS[2], pairs=pairs),
    ]
    path = tmp_path / "清单.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    found = read_duty_list(path)
    (one,) = found.lists
    of = {head: at for at, head in enumerate(one.headers)}
    assert [
        (duty.number, duty.name, duty.cells[of["上级部门职责"]], duty.cells[of["乡镇配合职责"]])
        for duty in one.duties
    ] == [
        (at, form[0][1], "\n".join(form[2][1:]), "\n".join(form[3][1:]))
        for at, form in enumerate(FORMS, 1)
    ]
    assert found.notes == ()


def test_another_table_on_the_next_page_is_no_part_of_the_form(tmp_path: Path) -> None:
    flow = [
        Paragraph("云谷乡配合履职事项清单", TITLE),
        *(part for form in FORMS for part in (table(form, pairs=False), Spacer(1, 12))),
        PageBreak(),
        Table([[Paragraph(text, STYLE) for text in row] for row in OTHER], style=[RULED]),
    ]
    path = tmp_path / "清单.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    (one,) = read_duty_list(path).lists
    assert [duty.name for duty in one.duties] == [form[0][1] for form in FORMS]
    assert "联系单位" not in one.headers


@pytest.mark.parametrize("missing", [("类别", "牵头部门"), ("牵头部门", "乡镇职责")])
def test_a_header_and_one_row_with_empty_cells_are_no_form(
    missing: tuple[str, str], tmp_path: Path
) -> None:
    """The last page of a list, whose merged cells say what they say on the page before: the header
    has six texts, and the row a value beside each other one."""
    head = ["类别", "序号", "事项名称", "牵头部门", "上级部门职责", "乡镇职责"]
    rows = [
        ["治安", "1", "养犬管理", "县公安局", "办证。", "上报。"],
        ["治安", "2", "献血招募", "县卫健局", "采血。", "动员。"],
    ]
    rows[1] = ["" if name in missing else text for name, text in zip(head, rows[1], strict=True)]
    flow = [Paragraph("云谷乡配合履职事项清单", TITLE)]
    for row in rows:
        cells = [[Paragraph(text, STYLE) for text in one] for one in (head, row)]
        flow += [Table(cells, [15 * mm, 12 * mm, *[35 * mm] * 4], style=[RULED]), PageBreak()]
    path = tmp_path / "清单.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    (one,) = read_duty_list(path).lists
    assert [list(duty.cells) for duty in one.duties] == rows
