"""Names of sheets: read as titles where there is none, told where they alone tell sheets apart."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.read import read_duty_list
from tests.libreoffice import converted

HEAD = ("序号", "事项名称", "上级部门职责", "乡镇配合职责")
TITLE = "大河乡配合履职事项清单"


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    """A sheet for each name, with its title, a header and one duty."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for at, (name, title) in enumerate(sheets.items(), 1):
        sheet = book.create_sheet(name)
        for row in ((title,), HEAD, (at, f"巡查{'甲乙丙'[at - 1]}段", "检查。", "上报。")):
            sheet.append(list(row))
    book.save(path)
    return path


def told(path: Path) -> list[str]:
    return [note.text for note in read_duty_list(path).notes if "工作表" in note.text]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_names_that_alone_tell_sheets_apart_are_told(ending: str, tmp_path: Path) -> None:
    """A sheet for each department, all with the same title: whose it is was lost in silence."""
    path = workbook(tmp_path / "清单.xlsx", {"县民政局": TITLE, "县公安局": TITLE})
    if ending != "xlsx":
        (path,) = converted([path], ending, tmp_path)
    assert told(path) == [
        f"有 2 张工作表的标题都是“{TITLE}”，工作表的名称没有读入记录："
        "“县民政局”、“县公安局”，请对照原件"
    ]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Sheet1": TITLE, "Sheet2": TITLE},
        {"县民政局": f"{TITLE}（县民政局）", "县公安局": f"{TITLE}（县公安局）"},
        {"甲段": TITLE, "乙段": TITLE},
        {"县民政局": TITLE},
    ],
    ids=["no names", "said in the title", "said in a cell", "one"],
)
def test_names_that_say_nothing_more_are_not_told(sheets: dict[str, str], tmp_path: Path) -> None:
    assert told(workbook(tmp_path / "清单.xlsx", sheets)) == []
