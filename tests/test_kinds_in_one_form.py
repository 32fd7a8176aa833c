"""Lists of all kinds that share one form: which kind each is, their titles tell, since the columns
are those of all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.lists.columns import kind_of_list
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList, Kind, Role
from tests.plain_office import word

HEAD = ("序号", "事项名称", "对应部门", "上级部门职责", "乡镇职责")
BASIC = ("1", "发展党员", "", "", "1.组织学习。")
HELPED = ("1", "河道巡查", "县水利局", "1.负责指导。", "1.开展巡查。")
RECALLED = ("1", "户外广告检查", "县城管局", "日常执法。", "")
Heads = tuple[str, str, str]
HEADS: dict[str, Heads] = {
    "numbered": ("一、基本履职事项", "二、配合履职事项", "三、上级部门收回事项"),
    "counted": (
        "（一）基本履职事项（1项）",
        "（二）配合履职事项（1项）",
        "（三）上级部门收回事项（1项）",
    ),
    "kinds alone": ("基本履职", "配合履职", "上级部门收回"),
    "whose": ("街道基本履职", "镇街配合履职", "市级单位收回"),
    "titles": (
        "青山镇基本履职事项清单",
        "青山镇配合履职事项清单",
        "青山镇上级部门收回事项清单",
    ),
}


def book(path: Path, heads: Heads, *, header_each: bool) -> DutyList:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    rows = [("青山镇履职事项清单",), *(() if header_each else (HEAD,))]
    for head, row in zip(heads, (BASIC, HELPED, RECALLED), strict=True):
        rows += [(head,), *((HEAD,) if header_each else ()), row]
    for number, row in enumerate(rows, start=1):
        sheet.append(row)
        if len(row) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=5)
    made.save(path)
    return read_duty_list(path)


def assert_each_is_its_own(found: DutyList) -> None:
    assert [table.kind for table in found.lists] == ["basic", "cooperative", "recalled"]
    basic, helped, recalled = found.duties
    assert [one.text for one in basic.township_clauses] == ["组织学习。"]
    assert [one.departments for one in helped.department_clauses] == [("县水利局",)]
    assert [(one.department, one.method) for one in recalled.takeover] == [
        ("县城管局", "日常执法。")
    ]
    assert [duty.category for duty in found.duties] == ["", "", ""]


@pytest.mark.parametrize("heads", HEADS.values(), ids=list(HEADS))
def test_rows_name_the_kinds_below_one_header(tmp_path: Path, heads: Heads) -> None:
    assert_each_is_its_own(book(tmp_path / "list.xlsx", heads, header_each=False))


@pytest.mark.parametrize("heads", [HEADS["numbered"], HEADS["titles"]])
def test_or_each_has_the_header_again(tmp_path: Path, heads: Heads) -> None:
    assert_each_is_its_own(book(tmp_path / "list.xlsx", heads, header_each=True))


def test_or_each_is_a_table_of_its_own(tmp_path: Path) -> None:
    lists = zip(HEADS["numbered"], (BASIC, HELPED, RECALLED), strict=True)
    blocks = [block for head, row in lists for block in (head, (HEAD, row))]
    made = word(tmp_path / "list.docx", "青山镇履职事项清单", *blocks)
    assert_each_is_its_own(read_duty_list(made))


@pytest.mark.parametrize(
    ("title", "filled", "kind"),
    [
        ("基本履职事项清单", ("name", "township duties"), "basic"),
        ("基本履职事项清单", ("name", "departments", "township duties"), "cooperative"),
        ("上级部门收回事项清单", ("name", "departments", "department duties"), "recalled"),
        ("上级部门收回事项清单", ("department duties", "township duties"), "cooperative"),
        ("配合履职事项清单", ("name", "takeover"), "recalled"),
        ("履职事项清单", ("name", "township duties"), "cooperative"),
        ("履职事项清单", ("name",), "basic"),
        ("基本履职、配合履职、上级部门收回事项清单", ("name",), "basic"),
        ("配合履职和收回事项清单", ("name", "takeover"), "recalled"),
    ],
)
def test_a_title_tells_unless_columns_speak_against_it(
    title: str, filled: tuple[Role, ...], kind: Kind
) -> None:
    assert kind_of_list(title, filled) == kind


@pytest.mark.parametrize(
    "values",
    [
        ("街道基本履职事项", "街道配合履职事项", "上级单位收回事项"),
        ("镇基本履职事项清单", "镇配合履职事项清单", "县级部门收回事项清单"),
        ("本镇基本履职", "本镇配合履职", "由上级部门收回"),
    ],
)
@pytest.mark.parametrize("total", [(), (("合计", "3项", "", "", "", ""),)], ids=["", "total"])
def test_a_column_names_each_rows_kind_and_whose_it_is(
    tmp_path: Path, values: Heads, total: tuple[tuple[str, ...], ...]
) -> None:
    head = (HEAD[0], "清单名称", *HEAD[1:])
    rows = [
        (row[0], value, *row[1:])
        for value, row in zip(values, (BASIC, HELPED, RECALLED), strict=True)
    ]
    found = read_duty_list(word(tmp_path / "a.docx", "青山镇履职事项清单", (head, *rows, *total)))
    assert_each_is_its_own(found)


def test_numbered_categories_stand_between_tables_of_one_header(tmp_path: Path) -> None:
    head = ("编号", "事项名称")
    blocks = ["街道基本履职", "1 党群工作", (head, ("1.1", "发展党员")), "2 平安建设"]
    made = word(tmp_path / "a.docx", "东礁街道履职事项清单", *blocks, (head, ("2.1", "宣传反诈")))
    (table,) = read_duty_list(made).lists
    assert [duty.category for duty in table.duties] == ["党群工作", "平安建设"]
