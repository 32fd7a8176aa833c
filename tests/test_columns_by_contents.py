"""Columns whose header texts no word tells: what stands in them does, and a finding says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dutylist.extract.lists.choices import Choices
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList, Role
from tests.plain_office import Rows, word

HELPED = "青山镇配合履职事项清单"
TAKEN = "青山镇上级部门收回事项清单"
BASIC = "青山镇基本履职事项清单"
RIVER = ("1", "河道巡查", "县水利局\n县公安局", "1.制定方案；\n2.依法查处。", "巡河并报告。")
DOGS = ("2", "养犬管理", "县公安局", "办理登记，捕捉流浪犬。", "宣传，上报线索。")
FIRES = ("3", "秸秆禁烧", "县生态环境局", "卫星巡查，通报火点。", "日常巡查劝阻。")
SIGNS = ("1", "户外广告检查", "县城市管理局", "由县执法大队每月巡查")
NURSES = ("2", "村医年度核验", "县卫生健康局", "随机抽查，结果公示")


def read(
    tmp_path: Path, title: str, *rows: Sequence[str], said: dict[str, Role] | None = None
) -> DutyList:
    made = word(tmp_path / "清单.docx", title, rows)
    return read_duty_list(made, choices=Choices(roles=said or {}))


def roles(found: DutyList) -> list[Role | None]:
    return [column.role for column in found.lists[0].columns]


def taken_for(found: DutyList) -> dict[str, str]:
    """What columns are said to have been taken for, by their header texts."""
    told = [note.text for note in found.notes if "按内容当作" in note.text]
    return {text.split("”")[0][1:]: text.split("“")[2].split("”")[0] for text in told}


def unknown(found: DutyList) -> list[str]:
    return [note.text.split("”")[0][1:] for note in found.notes if "原文保留" in note.text]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (("序号", "事项", "县直部门", "责任分工", "镇责任分工"), {"责任分工": "部门职责"}),
        (("序号", "事项", "县直部门", "部门职责", "青山镇干的"), {"青山镇干的": "乡镇职责"}),
        (("序号", "事项", "哪家管", "部门职责", "镇职责"), {"哪家管": "部门"}),
        (("序号", "事项", "县直部门", "县里怎样", "镇里怎样"),
         {"县里怎样": "部门职责", "镇里怎样": "乡镇职责"}),
        (("位次", "事项", "县直部门", "部门职责", "镇职责"), {"位次": "序号"}),
    ],
)  # fmt: skip
def test_one_column_of_a_known_header(
    tmp_path: Path, header: Sequence[str], told: dict[str, str]
) -> None:
    found = read(tmp_path, HELPED, header, RIVER, DOGS)
    assert roles(found) == [
        *("number", "name", "departments", "department duties", "township duties")
    ]
    assert taken_for(found) == told
    assert unknown(found) == []
    assert [duty.name for duty in found.duties] == ["河道巡查", "养犬管理"]


@pytest.mark.parametrize("last", ["怎么履职", "往后", "今后谁来怎么弄"])
def test_how_it_is_done_now(tmp_path: Path, last: str) -> None:
    found = read(tmp_path, TAKEN, ("序号", "收回事项", "收到哪个部门", last), SIGNS, NURSES)
    assert roles(found)[-1] == "takeover method"
    assert [duty.takeover[0].method for duty in found.duties] == [SIGNS[3], NURSES[3]]
    assert taken_for(found)[last] == "工作方式"


@pytest.mark.parametrize(
    ("title", "header", "rows", "expected"),
    [
        (HELPED, ("位次", "甲项", "找哪家", "他们", "我们"), (RIVER, DOGS, FIRES),
         ["number", "name", "departments", "department duties", "township duties"]),
        (TAKEN, ("位次", "甲项", "找哪家", "往后"), (SIGNS, NURSES),
         ["number", "name", "takeover department", "takeover method"]),
        (BASIC, ("位次", "咱们镇要干的"), (("1", "发展党员，管好党支部"), ("2", "办好农家书屋")),
         ["number", "name"]),
        (BASIC, ("位次", "哪一摊", "咱们镇要干的"),
         (("1", "党建", "发展党员，管好党支部"), ("2", "党建", "做好换届选举")),
         ["number", "category", "name"]),
        (HELPED, ("位次", "哪一摊", "甲项", "找哪家", "他们", "我们"),
         ((RIVER[0], "生态环保", *RIVER[1:]), (DOGS[0], "公共安全", "犬只登记管理", *DOGS[2:])),
         ["number", "category", "name", "departments", "department duties", "township duties"]),
    ],
    ids=["helped", "taken back", "basic", "with categories", "categories that differ"],
)  # fmt: skip
def test_a_header_of_unknown_words_below_a_lists_title(
    tmp_path: Path,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    expected: list[Role],
) -> None:
    found = read(tmp_path, title, header, *rows)
    assert roles(found) == expected
    assert set(taken_for(found)) == set(header)
    assert [duty.name for duty in found.duties] == [row[expected.index("name")] for row in rows]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("依据", ("《水法》第六条", "《养犬条例》")),
        ("对口", ("党政办", "农业服务中心")),
        ("电话", ("0837-5521003", "0837-5521177")),
        ("年限", ("长期", "一年")),
    ],
)
def test_other_columns_stay_unknown(tmp_path: Path, header: str, cells: tuple[str, str]) -> None:
    heads = ("序号", "事项", "县直部门", "部门职责", header)
    rows = [(*row[:4], cell) for row, cell in zip((RIVER, DOGS), cells, strict=True)]
    found = read(tmp_path, HELPED, heads, *rows)
    assert unknown(found) == [header]
    assert taken_for(found) == {}


def test_one_of_two_that_are_lacking_stays_unknown(tmp_path: Path) -> None:
    """Whose it is, nothing says."""
    heads = ("序号", "事项", "县直部门", "怎样")
    found = read(tmp_path, HELPED, heads, RIVER[:4], DOGS[:4])
    assert unknown(found) == ["怎样"]


def test_two_where_one_is_lacking_stay_unknown(tmp_path: Path) -> None:
    heads = ("序号", "事项", "县直部门", "部门职责", "怎样", "还有")
    rows = [(*row, "按要求报送有关材料。" + row[0]) for row in (RIVER, DOGS)]
    found = read(tmp_path, HELPED, heads, *rows)
    assert unknown(found) == ["怎样", "还有"]


@pytest.mark.parametrize(
    "rows",
    [
        (("位次", "姓名", "哪家"), ("1", "张三", "县水利局"), ("2", "李四", "县公安局")),
        (("片区", "甲项"), ("东片", "发展党员，管好党支部"), ("西片", "做好换届选举")),
        (("几个", "甲项"), ("12", "发展党员，管好党支部"), ("3", "做好换届选举")),
        (("1", "发展党员，管好党支部"), ("2", "做好换届选举"), ("3", "办好农家书屋")),
    ],
    ids=["people", "no numbers", "numbers that do not run on", "no header"],
)
def test_other_tables_are_not_taken(tmp_path: Path, rows: Rows) -> None:
    with pytest.raises(EmptyListError):
        read(tmp_path, BASIC, *rows)


@pytest.mark.parametrize("between", [(), (BASIC,)], ids=["next table", "title again"])
def test_the_rest_of_a_row_on_a_new_page_is_no_header(
    tmp_path: Path, between: tuple[str, ...]
) -> None:
    """Numbers that do not begin with 1 go on with those of the page before."""
    one = (("序号", "事项名称"), ("1", "发展党员，管好"), ("2", "做好换届"))
    other = (("续表", "选举"), ("3", "办好农家书屋"), ("4", "管护公益林木"))
    found = read_duty_list(word(tmp_path / "a.docx", BASIC, one, *between, other))
    assert taken_for(found) == {}
    assert [duty.name for duty in found.duties][-2:] == ["办好农家书屋", "管护公益林木"]


def test_a_table_without_a_lists_title_is_not_taken(tmp_path: Path) -> None:
    header = ("位次", "甲项", "找哪家", "他们", "我们")
    for title in ("青山镇重点工作台账", "青山镇概况"):
        with pytest.raises(EmptyListError):
            read(tmp_path, title, header, RIVER, DOGS, FIRES)


def test_the_townships_own_offices_are_no_departments(tmp_path: Path) -> None:
    heads = ("序号", "事项", "对口", "部门职责", "镇职责")
    rows = [(*row[:2], own, *row[3:]) for row, own in ((RIVER, "农业服务中心"), (DOGS, "党政办"))]
    assert unknown(read(tmp_path, HELPED, heads, *rows)) == ["对口"]


@pytest.mark.parametrize(
    "cells",
    [
        (("由县执法大队每月巡查", "每季度报送一次"), ("随机抽查，结果公示", "每年年底报送")),
        (("县城管局：每月巡查街面",), ("县卫健局：随机抽查公示",)),
    ],
    ids=["two", "offices in front"],
)
def test_what_says_more_than_how_it_is_done_stays_unknown(
    tmp_path: Path, cells: Sequence[Sequence[str]]
) -> None:
    heads = ("序号", "收回事项", "承接部门", "往后", "再往后")[: 3 + len(cells[0])]
    rows = [(*row[:3], *more) for row, more in zip((SIGNS, NURSES), cells, strict=True)]
    assert unknown(read(tmp_path, TAKEN, heads, *rows)) == list(heads[3:])


def test_a_header_that_says_whose_it_is_is_not_the_others(tmp_path: Path) -> None:
    heads = ("序号", "事项", "县直部门", "部门职责", "县里上级怎样")
    assert unknown(read(tmp_path, HELPED, heads, RIVER, DOGS)) == ["县里上级怎样"]


def test_what_the_clerk_says_wins(tmp_path: Path) -> None:
    header = ("序号", "事项", "县直部门", "怎样", "镇责任分工")
    found = read(tmp_path, HELPED, header, RIVER, DOGS, said={"怎样": "remark"})
    assert roles(found)[3] == "remark"
    assert taken_for(found) == {}


def test_two_tables_that_tell_otherwise(tmp_path: Path) -> None:
    one = (("序号", "事项", "县直部门", "怎样", "镇职责"), RIVER, DOGS)
    other = (("序号", "事项", "县直部门", "部门职责", "怎样"), RIVER, DOGS)
    made = word(tmp_path / "a.docx", HELPED, one, "青石镇配合履职事项清单", other)
    found = read_duty_list(made)
    assert unknown(found) == ["怎样", "怎样"]
