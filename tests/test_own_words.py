"""Documents say what a list's own columns say, and nothing of a category that a list has not."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdfium2
import pytest

from dutylist.compare.editions import compare_editions
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.handout import fact_lines
from dutylist.render.write import write_cards, write_excerpts

TAKEN = "序号\t事项名称\t承接部门\t工作方式"


def street(tmp_path: Path, year: str, head: str, duty: str, office: str) -> DutyList:
    path = tmp_path / f"{year}.txt"
    path.write_text(
        f"三灶区沿湖街道\n履职事项清单\n{year}年6月\n\n沿湖街道配合履职事项清单\n\n"
        f"序号\t事项名称\t对应上级部门\t上级部门职责\t{head}\n"
        f"1\t养犬管理\t区公安局\t负责办证。\t{duty}\n2\t殡葬改革\t区民政局\t负责审批。\t做好宣传。\n\n"
        f"沿湖街道上级部门收回事项清单\n\n{TAKEN}\n1\t证照核发\t{office}\t上门办理。\n",
        "utf-8",
    )
    return read_duty_list(path)


@pytest.mark.parametrize(
    ("head", "said"), [("街道配合职责", "街道配合职责"), ("配合职责", "配合职责"),
                       ("乡镇配合职责", "乡镇职责")]
)  # fmt: skip
def test_a_comparison_calls_the_columns_as_the_list_does(
    tmp_path: Path, head: str, said: str
) -> None:
    old = street(tmp_path, "2025", head, "上报线索。", "区民政局")
    new = street(tmp_path, "2026", head, "上报线索并劝阻。", "区司法局")
    texts = {
        "".join(run.text for run in side.runs)
        for row in comparison_view(compare_editions(old, new)).rows
        for line in row.lines
        for side in (line.old, line.new)
    }
    assert said in texts
    assert any(text.startswith("承接部门：") for text in texts)
    assert not any(text.startswith("对应上级部门：") and "司法" in text for text in texts)


def test_no_category_is_printed_where_a_list_has_none(tmp_path: Path) -> None:
    assert "类别" not in "".join(fact_lines("", "区公安局", [], "出处"))
    read = street(tmp_path, "2025", "配合职责", "上报线索。", "区公安局")
    faces = load_faces(system=False)
    duties = [(table.kind, duty) for table in read.lists for duty in table.duties]
    excerpts = list(
        write_excerpts(read, ["区公安局"], ["pdf", "docx"], tmp_path / "e", faces=faces)
    )
    cards = list(write_cards(read, duties, ["pdf"], tmp_path / "c", faces=faces))
    for path in (*excerpts, *cards):
        assert "类别：" not in text_of(path)
        assert "事项类别" not in text_of(path)


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(path)
        return "".join(page.get_textpage().get_text_bounded() for page in pages)
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return "".join(
        element.text or "" for element in document.element.iter() if element.tag.endswith("}t")
    )
