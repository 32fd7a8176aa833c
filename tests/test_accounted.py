"""Every text of a source stands in the records or in a note: the characters are counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

CASES = Path(__file__).parent / "cases"
HAN = "党建设经济民生服务平安法治生态环保应急管理督促检查落实宣传"
SAID_OTHERWISE = re.compile(
    r"\d{4}年\d+月|第\d+项|^[（(]?[一二三四五][）)、]|[（(]共?\d+项[）)]|^续表$"
)
"""The date, the numbers of forms, labels of headings, how many duties follow, and that a table
goes on."""

TEXT = st.text(HAN, min_size=2, max_size=9)
HEADERS = (
    ("序号", "事项类别", "事项名称"),
    ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
    ("序号", "事项名称", "法定依据", "责任站所"),
)
KINDS = ("基本", "配合", "基本")


@st.composite
def sources(draw: st.DrawFn) -> list[str | list[list[str]]]:
    """Lines and tables: a cover, lists, other tables, and sentences anywhere between them."""
    blocks: list[str | list[list[str]]] = ["云海省青山市白石县", "柳溪镇", "履职事项清单"]
    for which in draw(st.permutations((0, 1, 2)))[: draw(st.integers(1, 3))]:
        if draw(st.booleans()):
            blocks.append(f"{draw(TEXT)}，{draw(TEXT)}。")
        if draw(st.booleans()):
            blocks.append([["序号", "姓名", "电话"], ["1", draw(TEXT), "123456"]])
        blocks.append(f"柳溪镇{KINDS[which]}履职事项清单")
        header = HEADERS[which]
        rows = [
            [str(number), *(draw(TEXT) for _ in header[1:])]
            for number in range(1, draw(st.integers(2, 5)))
        ]
        blocks.append([list(header), *rows])
    if draw(st.booleans()):
        blocks.append(f"填报说明{draw(TEXT)}")
    return blocks


def characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def said(found: DutyList, *, categories: bool = False) -> Counter[str]:
    """The characters of the records. Categories stand in cells, or in headings of their own."""
    headings = {duty.category for table in found.lists for duty in table.duties}
    return characters(
        *(headings if categories else ()),
        found.title,
        *found.region,
        *(entry.title for entry in found.contents),
        *(note.text for note in found.notes),
        *(table.title for table in found.lists),
        *(text for table in found.lists for text in table.headers),
        *(text for table in found.lists for duty in table.duties for text in duty.cells),
    )


def written(path: Path, blocks: list[str | list[list[str]]]) -> Path:
    if path.suffix == ".docx":
        document = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        document.save(str(path))
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for block in blocks:
            for row in [[block]] if isinstance(block, str) else block:
                book.worksheets[0].append(row)
            book.worksheets[0].append([])
        book.save(path)
    else:
        lines = [
            block if isinstance(block, str) else "\n".join(map("\t".join, block))
            for block in blocks
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".txt"])
@given(blocks=sources())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_character_is_lost(
    tmp_path: Path, ending: str, blocks: list[str | list[list[str]]]
) -> None:
    found = read_duty_list(written(tmp_path / f"清单{ending}", blocks))
    source = characters(
        *(
            text
            for block in blocks
            for text in ([block] if isinstance(block, str) else [c for row in block for c in row])
        )
    )
    assert not source - said(found)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in json.loads((CASES / "layouts_office" / "gold.json").read_text(encoding="utf-8"))
        if name.endswith(".docx")
    ],
)
def test_no_character_of_the_cases_is_lost(name: str) -> None:
    path = CASES / "layouts_office" / name
    document = docx.Document(str(path))
    texts = [
        *(paragraph.text for paragraph in document.paragraphs),
        *(
            paragraph.text
            for table in document.tables
            for cells in [{cell._tc: cell for row in table.rows for cell in row.cells}]
            for cell in cells.values()
            for paragraph in cell.paragraphs
        ),
    ]
    heard = said(read_duty_list(path), categories=True)
    lost = [text for text in texts if characters(SAID_OTHERWISE.sub("", text)) - heard]
    assert not lost
