"""The list as plain text: cells that a person can read, and that are read again as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.render.text import write_official_text
from dutylist.render.views.official import ListView, OfficialView, ParagraphView, RowView

HEADS = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "配合职责")


def written(cells: list[str]) -> str:
    rows = []
    for at in range(3):
        texts = [str(at + 1), "党的建设", f"党建工作{at + 1}", "县民政局", *cells]
        paragraphs = tuple(
            tuple(ParagraphView("", part) for part in text.split("\n")) for text in texts
        )
        rows.append(RowView(paragraphs, "党的建设", at == 0, True))
    one = ListView("配合履职事项清单", "配合履职事项清单", HEADS, (), 0, 1, tuple(rows))
    title = "履职事项清单"
    view = OfficialView(title, (title,), ("云岭县", "望汀镇"), "2025年6月", (one,))
    return write_official_text(view).decode()


def test_paragraphs_are_lines_of_a_cell_in_quotation_marks() -> None:
    text = written(["1.甲；\n2.乙。", "网址 https://a.cn/?id=1&type=duty"])
    assert '1\t党的建设\t党建工作1\t县民政局\t"1.甲；\n2.乙。"\t网址' in text
    assert "?id=1&type=duty\n" in text


@pytest.mark.parametrize(
    "cell",
    [
        '1.甲；\n2.乙“丙”和"丁"。',
        '"四议两公开"\n落实。',
        '"四议两公开"工作',
        '""',
        "见<p>和</p>之间",
        "网址 ?a=1&copy=2",
        "写作 &lt;5 岁",
        "<5 岁，A&B",
        "\n".join(f"{at}.做好第{at}件。" for at in range(1, 199)),
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_any_cell_is_read_as_it_was(tmp_path: Path, cell: str, last: bool) -> None:
    path = tmp_path / "清单.txt"
    path.write_text(written(["做好。", cell] if last else [cell, "做好。"]), "utf-8")
    (table,) = read_duty_list(path).lists
    assert [duty.cells[5 if last else 4] for duty in table.duties] == [cell] * 3
