"""Tables pasted as text: without borders, lines cut anywhere, a cell a line, or no table at all.

The files imitate what PDF viewers, browsers, chats and pdftotext copy; their gold was written with
them, before they were read.
"""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError, EmptyListError
from dutylist.records.model import DutyList
from tests.gold_rows import row, wanted

CASES = Path(__file__).parent / "cases" / "pasted"
GOLD: dict[str, list[list[Any]]] = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))
HEADER = "序号 事项类别 事项名称"


@pytest.mark.parametrize("name", GOLD)
def test_every_row_is_read_exactly(name: str) -> None:
    found = read_duty_list(CASES / name)
    assert [row(table, duty) for table in found.lists for duty in table.duties] == [
        wanted(duty) for duty in GOLD[name]
    ]


@pytest.mark.parametrize(
    "name", [name for name in GOLD if name[:3] in ("p15", "p16", "p17", "p26")]
)
def test_columns_told_by_their_place_are_to_be_confirmed(name: str) -> None:
    said = [note.text for note in read_duty_list(CASES / name).notes]
    assert "这个表格的各栏是按空格对齐的位置分开的，请对照原件核对" in said


@pytest.mark.parametrize("name", [name for name in GOLD if name[:3] in ("p09", "p12", "p34")])
def test_lists_without_a_table_are_to_be_confirmed(name: str) -> None:
    said = [note.text for note in read_duty_list(CASES / name).notes]
    assert len(said) == 1
    assert "没有表格，编了号的行各读作一项，请对照原件核对" in said[0]


@pytest.mark.parametrize("sign", "²①⒈৩")
@pytest.mark.parametrize("name", GOLD)
def test_signs_that_are_numbers_in_another_way_end_no_reading(
    name: str, sign: str, tmp_path: Path
) -> None:
    """A raised, circled or Bengali figure where a row's number stands: int() takes few of them."""
    text = (CASES / name).read_text("utf-8")
    path = tmp_path / name
    path.write_text(re.sub(r"(?m)^(\W*)\d", rf"\g<1>{sign}", text, count=2), "utf-8")
    with contextlib.suppress(DutyListError):
        read_duty_list(path)


def read(path: Path, *lines: str) -> DutyList:
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_duty_list(path)


def refusal(path: Path, *lines: str) -> str:
    with pytest.raises(EmptyListError) as error:
        read(path, *lines)
    return str(error.value)


def test_cells_that_run_into_one_another_are_refused_with_what_to_do(tmp_path: Path) -> None:
    said = refusal(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "学习宣传贯彻党的创新理论，落实“三会一课”、主题党日",
        "1 党的建设 等制度，推进党支部标准化规范化建设",
    )
    assert "有表头的字（序号、事项类别、事项名称），但文字没有分栏" in said
    assert "粘贴到 Excel 或 Word 里存下再读；从 PDF 里复制的，直接读那个 PDF" in said
    whole = CASES / "p29_pdf_coop_mixed.txt"
    with pytest.raises(EmptyListError, match="但文字没有分栏"):
        read_duty_list(whole)


def test_a_line_that_goes_on_after_a_short_one_is_nobodys(tmp_path: Path) -> None:
    said = refusal(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "1 党的建设 做好党员教育",
        "学习宣传贯彻党的创新理论，落实“三会一课”、主题党日",
        "2 党的建设 等制度，推进党支部标准化规范化建设",
    )
    assert "但文字没有分栏" in said


def test_what_stands_below_the_last_row_is_none_of_it(tmp_path: Path) -> None:
    found = read(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        HEADER,
        "1 党的建设 做好党员教育",
        "2 民生服务 办理城乡居民基本养老保险参保登记",
        "注：本清单自公布之日起施行。",
    )
    assert [duty.name for duty in found.lists[0].duties] == [
        "做好党员教育",
        "办理城乡居民基本养老保险参保登记",
    ]
    assert [note.text for note in found.notes] == [
        "表外文字没有归入清单：注：本清单自公布之日起施行。"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["目录", "1.基本履职事项清单", "2.配合履职事项清单"],
        ["柳溪镇履职事项清单编制说明", "1.关于编制依据", "2.关于编制过程"],
        ["柳溪镇基本履职事项清单", "1.做好党员教育", "3.办理参保登记"],
        ["柳溪镇基本履职事项清单", "1.做好党员教育", "按有关规定执行。", "2.办理参保登记"],
    ],
)
def test_numbered_lines_that_are_no_list(tmp_path: Path, lines: list[str]) -> None:
    assert "没有找到履职事项清单" in refusal(tmp_path / "文.txt", *lines)


def test_rows_in_bars_between_rules(tmp_path: Path) -> None:
    found = read(
        tmp_path / "清单.txt",
        "柳溪镇基本履职事项清单",
        "+------+----------+--------------+",
        "| 序号 | 事项类别 | 事项名称     |",
        "+------+----------+--------------+",
        "| 1    | 党的建设 | 做好党员教育 |",
        "| 2    | 民生服务 | 办理参保登记 |",
        "+------+----------+--------------+",
    )
    assert [duty.name for duty in found.lists[0].duties] == ["做好党员教育", "办理参保登记"]
    assert not found.notes


TITLES_ALONE = ("甲镇配合履职事项清单（共108项）", "甲镇配合履职事项一览表", "甲镇配合履职事项")


@pytest.mark.parametrize("title", TITLES_ALONE)
def test_a_title_behind_a_row_with_a_cell_a_line_ends_that_row(tmp_path: Path, title: str) -> None:
    rows = [f"{number}\n\t\n党的建设\n\t\n事项{number}" for number in (1, 2)]
    head = HEADER.replace(" ", "\n\t\n")
    lists = "\n".join([head, *rows])
    found = read(tmp_path / "a.txt", "甲镇基本履职事项清单", lists, title, lists)
    assert [(table.title, [duty.name for duty in table.duties]) for table in found.lists] == [
        ("甲镇基本履职事项清单", ["事项1", "事项2"]),
        (title, ["事项1", "事项2"]),
    ]


@pytest.mark.parametrize("title", TITLES_ALONE)
def test_numbered_lines_below_any_such_title_are_a_list(tmp_path: Path, title: str) -> None:
    found = read(tmp_path / "a.txt", title, "1.甲事项", "2.乙事项")
    assert [(table.title, len(table.duties)) for table in found.lists] == [(title, 2)]


@pytest.mark.parametrize(
    "title", ["二、配合履职", "（二）配合履职", "【配合履职】", "配合履职（2项）"]
)
def test_a_kinds_name_alone_is_a_lists_title(tmp_path: Path, title: str) -> None:
    found = read(
        tmp_path / "a.txt", "甲镇履职事项", "一、基本履职", "1.甲", "2.乙", title, "1.丙", "2.丁"
    )
    kinds = [(table.kind, [duty.name for duty in table.duties]) for table in found.lists]
    assert kinds == [("basic", ["甲", "乙"]), ("cooperative", ["丙", "丁"])]


@pytest.mark.parametrize("number", ["①", "（1）", "1.", "❶", "1"])
def test_rows_with_a_cell_a_line_begin_with_a_number_of_any_kind(
    tmp_path: Path, number: str
) -> None:
    label = {"①": "①②③", "❶": "❶❷❸"}.get(number)
    numbers = [label[at] if label else number.replace("1", str(at + 1)) for at in range(3)]
    rows = [[one, f"事项{at}", "县公安局", "做事。", "上报。"] for at, one in enumerate(numbers)]
    head = ["序号", "事项名称", "县级部门", "部门职责", "乡职责"]
    lines = [line for row in (head, *rows) for line in row]
    found = read(tmp_path / "a.txt", "甲乡配合履职事项清单", *lines, "扫一扫打开本页")
    assert [(duty.number, duty.name) for duty in found.lists[0].duties] == [
        (at + 1, f"事项{at}") for at in range(3)
    ]
    assert "上报。" in found.lists[0].duties[2].cells


def test_numbers_that_run_through_below_numbered_categories(tmp_path: Path) -> None:
    document = docx.Document()
    lines = ["1．农牧业", "（1）\t种草", "（2）\t接羔", "2．治理", "（3）\t调解", "（4）\t议事"]
    for line in ("甲镇基本履职事项清单", "序号\t事项名称", *lines):
        document.add_paragraph(line)
    document.add_paragraph("甲镇上级部门收回事项清单")
    table = document.add_table(2, 3)
    for cell, text in zip(
        table._cells, ["序号", "事项", "承接部门", "1", "检测", "县水务局"], strict=True
    ):
        cell.text = text
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert [(duty.number, duty.category, duty.name) for duty in found.lists[0].duties] == [
        (1, "农牧业", "种草"),
        (2, "农牧业", "接羔"),
        (3, "治理", "调解"),
        (4, "治理", "议事"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # They may as well be a duty's clauses.
        ("1．养犬管理", "（1）登记", "（2）上报"),
        ("1．养犬管理", "（1）登记", "（2）上报", "2．河道巡查", "（1）巡查", "（2）上报"),
    ],
)
def test_numbers_that_begin_anew_below_numbered_lines_are_not_duties(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert "没有找到" in refusal(tmp_path / "a.txt", "甲镇基本履职事项清单", *lines)


def test_duties_that_are_counted_in_words(tmp_path: Path) -> None:
    lines = ("◆党的建设", "第1项　做好党员教育", "第2项　发展党员", "◆治理", "第3项　调解纠纷")
    found = read(tmp_path / "a.txt", "甲镇职责", "（一）基本类", *lines)
    assert [(duty.category, duty.name) for duty in found.lists[0].duties] == [
        ("党的建设", "做好党员教育"),
        ("党的建设", "发展党员"),
        ("治理", "调解纠纷"),
    ]


@pytest.mark.parametrize("sign", ["：", "——"])
def test_a_label_and_its_value_below_a_numbered_line(tmp_path: Path, sign: str) -> None:
    duty = ("承接部门{}县水务局", "工作方式{}列入县级项目")
    lines = ["❶河道清障", *duty, "❷农残检测", *duty]
    said = [line.format(sign) for line in lines]
    found = read(tmp_path / "a.txt", "甲镇上级部门收回事项清单", *said)
    assert [(duty.number, duty.name, duty.departments) for duty in found.lists[0].duties] == [
        (1, "河道清障", ("县水务局",)),
        (2, "农残检测", ("县水务局",)),
    ]


@pytest.mark.parametrize(
    "foot", ["3", "— 3 —", "3/9", "第3页，共9页", "第三页", "Page 3 of 9", "~3~"]
)
def test_a_page_number_within_a_table_told_by_place_is_none_of_its_rows(
    tmp_path: Path, foot: str
) -> None:
    lines = (CASES / "p15_pdftotext_layout_basic.txt").read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("4 "))
    found = read(tmp_path / "a.txt", *lines[:at], " " * 30 + foot, *lines[at:])
    assert found.lists == read(tmp_path / "a.txt", *lines).lists
