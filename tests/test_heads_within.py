"""A table in a duty's cell with a header row of its own is read cell by cell, and told."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList, leaves

HEAD = ("序号", "事项名称", "对应部门", "上级部门职责", "乡镇配合职责")
INNER = {
    "office first": (("部门", "职责"), ("县水利局", "负责巡查。"), ("县教育局", "负责宣传。")),
    "office last": (("职责", "责任单位"), ("负责巡查。", "县水利局"), ("负责宣传。", "县教育局")),
    "numbered": (
        ("序号", "牵头部门", "具体职责"),
        ("1", "县水利局", "负责巡查。"),
        ("2", "县教育局", "负责宣传。"),
    ),
}
Rows = tuple[tuple[str, ...], ...]


def in_word(folder: Path, inner: Rows) -> Path:
    document = docx.Document()
    document.add_paragraph("青禾镇配合履职事项清单")
    table = document.add_table(2, len(HEAD))
    row = ("1", "防溺水", "县水利局、县教育局", "", "1.报告情况。")
    for line, texts in zip(table.rows, (HEAD, row), strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    within = table.rows[1].cells[3].add_table(len(inner), len(inner[0]))
    for line, texts in zip(within.rows, inner, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    document.save(str(folder / "list.docx"))
    return folder / "list.docx"


def in_page(folder: Path, inner: Rows) -> Path:
    def rows(texts: Rows) -> str:
        return "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in texts)

    row = ("1", "防溺水", "县水利局、县教育局", f"<table>{rows(inner)}</table>", "1.报告情况。")
    page = f"<h1>青禾镇配合履职事项清单</h1><table>{rows((HEAD, row))}</table>"
    (folder / "list.html").write_text(f"<meta charset=utf-8>{page}", "utf-8")
    return folder / "list.html"


MAKERS = {"word": in_word, "page": in_page}


def told(found: DutyList) -> list[str]:
    return [note.text for note in found.notes if "套在格里的表格" in note.text]


@pytest.mark.parametrize("inner", INNER.values(), ids=list(INNER))
@pytest.mark.parametrize("maker", MAKERS)
def test_its_head_is_told_and_its_clauses_are_whose_they_are(
    tmp_path: Path, maker: str, inner: Rows
) -> None:
    found = read_duty_list(MAKERS[maker](tmp_path, inner))
    (note,) = told(found)
    assert note.startswith("配合履职第 1 项")
    assert all(f"“{head}”" in note for head in inner[0])
    clauses = list(leaves(found.duties[0].department_clauses))
    own = {
        text: clause.departments
        for clause in clauses
        for text in ("负责巡查。", "负责宣传。")
        if text in clause.text
    }
    assert own == {"负责巡查。": ("县水利局",), "负责宣传。": ("县教育局",)}


@pytest.mark.parametrize("maker", MAKERS)
def test_one_without_a_head_is_not_told_of(tmp_path: Path, maker: str) -> None:
    assert not told(read_duty_list(MAKERS[maker](tmp_path, INNER["office first"][1:])))
