"""Lists on government sites that are no HTML table: boxes, lists, description lists, numbered
paragraphs; and what a saved page lacks. The pages' gold was written with them, before any was read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "web_pages"
GOLD: dict[str, list[list[Any]]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly(name: str) -> None:
    found = read_duty_list(CASES / name)
    assert [row(table, duty) for table in found.lists for duty in table.duties] == [
        wanted(duty) for duty in GOLD[name]
    ]


def test_a_page_of_several_says_so() -> None:
    said = [note.text for note in read_duty_list(CASES / "w08_pagination.html").notes]
    assert "网页分成几页（共 2 页，这个文件只是其中一页），其余各页请另外存下，一并读入" in said


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("w12_iframe.html", "网页里嵌着 1 个别的网页，没有读入：在浏览器里单独打开它，再存下"),
        ("w13_script.html", "在浏览器里全选、复制，粘贴到 Word 里再存下"),
    ],
)
def test_a_page_whose_list_is_elsewhere_says_what_to_do(name: str, told: str) -> None:
    with pytest.raises(EmptyListError) as error:
        read_duty_list(CASES / name)
    assert told in str(error.value)


def page(path: Path, body: str) -> Path:
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return path


def test_an_empty_box_is_an_empty_cell_and_one_alone_is_a_heading(tmp_path: Path) -> None:
    rows = [
        ["序号", "事项名称", "备注"],
        ["一、党的建设"],
        ["1", "做好党员教育", ""],
        ["2", "发展党员", "党政办"],
    ]
    boxes = "".join(
        f"<div>{''.join(f'<div>{text}</div>' for text in texts)}</div>" for texts in rows
    )
    path = page(tmp_path / "a.html", f"<h2>基本履职事项清单</h2><div>{boxes}</div>")
    found = read_duty_list(path)
    assert [(duty.category, duty.cells) for duty in found.lists[0].duties] == [
        ("党的建设", ("1", "做好党员教育", "")),
        ("党的建设", ("2", "发展党员", "党政办")),
    ]
    assert not found.notes


def test_rows_of_boxes_of_more_classes_with_categories_between_them(tmp_path: Path) -> None:
    """On a page's tabs each list has its name in front."""
    rows = [["序号", "事项名称"], ["1", "发展党员"], ["2", "调解纠纷"], ["3", "管护公厕"]]
    head, *body = (f"<div>{''.join(f'<div>{text}</div>' for text in row)}</div>" for row in rows)
    head = head.replace("<div>", '<div class="row hd">', 1)
    body = [row.replace("<div>", '<div class="row">', 1) for row in body]
    between = [*body[:1], '<div class="cat">社会治理</div>', *body[1:]]
    lists = [
        f'<div class="panel"><p>{title}</p>{head}{"".join(between)}</div>'
        for title in ("配合履职事项", "上级部门收回事项")
    ]
    found = read_duty_list(page(tmp_path / "a.html", f"<h2>甲镇清单</h2>{''.join(lists)}"))
    assert [
        (table.title, [(duty.category, duty.cells) for duty in table.duties])
        for table in found.lists
    ] == [
        (
            title,
            [("", ("1", "发展党员")), *(("社会治理", tuple(row)) for row in rows[2:])],
        )
        for title in ("配合履职事项", "上级部门收回事项")
    ]


def test_the_particulars_of_a_site_are_no_part_of_the_place(tmp_path: Path) -> None:
    """Sites have the index number and the document's name in a table above it, its place below."""
    head = "<table><tr><td>索引号<td>113/2025-1<tr><td>名称<td>石桥镇履职事项清单</table>"
    rows = "<table><tr><td>序号<td>事项名称<tr><td>1<td>发展党员<tr><td>2<td>调解</table>"
    body = f"{head}<p>东岭省泉山市栗溪市</p><p>石桥镇基本履职事项清单</p>{rows}"
    found = read_duty_list(page(tmp_path / "a.html", body))
    assert found.region == ("东岭省泉山市栗溪市", "石桥镇")
    assert (found.title, found.township) == ("履职事项清单", "石桥镇")


def test_cells_in_turn_in_one_box(tmp_path: Path) -> None:
    texts = ["序号", "事项名称", "备注", "1", "做好党员教育", "", "2", "发展党员", "党政办"]
    boxes = "".join(f"<p>{text}</p>" for text in texts)
    path = page(tmp_path / "a.html", f"<h2>基本履职事项清单</h2><section>{boxes}</section>")
    assert [duty.cells for duty in read_duty_list(path).lists[0].duties] == [
        ("1", "做好党员教育", ""),
        ("2", "发展党员", "党政办"),
    ]


def test_paragraphs_with_tabs_in_a_word_file_are_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("基本履职事项清单", "序号\t事项名称", "1\t做好党员教育", "2\t发展党员"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert [duty.name for duty in found.lists[0].duties] == ["做好党员教育", "发展党员"]
