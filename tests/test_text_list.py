"""The real list, read from text: whole records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.read import read_duty_list
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import Clause, DutyList, leaves
from tests.source_parts import lines, tables

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def real_list() -> DutyList:
    return read_duty_list(DATA / "santai-2025.txt")


def printed_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((DATA / "santai-2025.rows.json").read_text("utf-8"))
    return rows


def paragraphs(markup: str) -> str:
    parts = re.sub(r"</?(?:p|ol)[^>]*>", "\n", markup).split("\n")
    return "\n".join(part.strip() for part in parts if part.strip())


def test_cover_and_contents(real_list: DutyList) -> None:
    assert real_list.title == "履职事项清单"
    assert real_list.region == ("新疆维吾尔自治区昌吉回族自治州", "吉木萨尔县三台镇")
    assert real_list.issued == "2025-07"
    assert [(entry.title, entry.page) for entry in real_list.contents] == [
        ("基本履职事项清单", 1),
        ("配合履职事项清单", 15),
        ("上级部门收回事项清单", 53),
    ]
    assert real_list.notes == ()


def test_three_lists(real_list: DutyList) -> None:
    assert [(table.kind, len(table.columns), len(table.duties)) for table in real_list.lists] == [
        ("basic", 3, 108),
        ("cooperative", 6, 102),
        ("recalled", 4, 31),
    ]
    assert [table.title for table in real_list.lists] == [
        "昌吉回族自治州吉木萨尔县三台镇基本履职事项清单",
        "昌吉回族自治州吉木萨尔县三台镇配合履职事项清单",
        "昌吉回族自治州吉木萨尔县三台镇上级部门收回事项清单",
    ]


def test_every_row_is_kept_as_printed(real_list: DutyList) -> None:
    read = [
        (table.kind, duty.source.pages, duty.cells)
        for table in real_list.lists
        for duty in table.duties
    ]
    printed = [
        (row["section"], (row["page"],), tuple(paragraphs(str(cell)) for cell in row["cells"]))
        for row in printed_rows()
    ]
    assert read == printed


def test_numbers_and_categories(real_list: DutyList) -> None:
    for table in real_list.lists:
        assert [duty.number for duty in table.duties] == list(range(1, len(table.duties) + 1))
        assert [duty.category for duty in table.duties] == [d.cells[1] for d in table.duties]
    basic = real_list.lists[0]
    assert len({duty.category for duty in basic.duties}) == 19


def flat(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from flat(clause.children)


def test_clauses_lose_and_add_nothing(real_list: DutyList) -> None:
    for duty in real_list.lists[1].duties:
        for clauses, cell in (
            (duty.department_clauses, duty.cells[4]),
            (duty.township_clauses, duty.cells[5]),
        ):
            said = "".join(clause.label + clause.text for clause in flat(clauses))
            assert re.sub(r"\s", "", said) == re.sub(r"\s", "", cell), duty.number


def test_records_file_gives_the_same_records(real_list: DutyList) -> None:
    assert load_records(dump_records(real_list), "records.json") == real_list


def read_tables(text: str) -> list[list[list[str]]]:
    return tables(read_text(text, "清单"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "清单.txt"
    path.write_bytes("基本履职事项清单\r\n序号\t事项名称\r\n1\t一甲\r\n".encode(encoding))
    assert [duty.name for duty in read_duty_list(path).lists[0].duties] == ["一甲"]


HEAD = "序号\t事项名称\t部门职责\t配合职责\n"


def test_cells_of_several_lines_as_excel_copies_them() -> None:
    text = (
        HEAD + '1\t甲\t"1.办证；\r\n2.查处""黑车""。"\t"1.上报；\n2.宣传。"\n2\t"乙"\t丙\t"说"明\n'
    )
    assert read_tables(text)[0][1:] == [
        ["1", "甲", '1.办证；\n2.查处"黑车"。', "1.上报；\n2.宣传。"],
        ["2", '"乙"', "丙", '"说"明'],
    ]


def test_a_quotation_mark_that_never_ends_swallows_nothing() -> None:
    text = HEAD + '1\t甲\t"办证。\t上报。\n2\t乙\t丙\t丁\n'
    assert read_tables(text)[0][1:] == [["1", "甲", '"办证。', "上报。"], ["2", "乙", "丙", "丁"]]


def test_comma_separated_values() -> None:
    text = (
        "望汀镇基本履职事项清单,,\n序号,事项类别,事项名称\n"
        '1,党的建设,"甲，""一""、\n乙"\n2,,"丙,丁"\n'
    )
    assert read_tables(text) == [
        [
            ["望汀镇基本履职事项清单", "", ""],
            ["序号", "事项类别", "事项名称"],
            ["1", "党的建设", '甲，"一"、\n乙'],
            ["2", "", "丙,丁"],
        ]
    ]


@pytest.mark.parametrize("mark", [",", ";", "|"])
def test_one_duty_below_several_lines_of_titles_is_a_table_too(mark: str) -> None:
    """A header tells, where most lines are no rows."""
    rows = [["序号", "事项名称", "上级部门职责"], ["1", "甲", '"1.检查；\n2.查处。"']]
    text = "望汀镇履职事项清单\n（2025年版）\n配合履职事项清单\n" + "".join(
        mark.join(row) + "\n" for row in rows
    )
    assert tables(read_text(text, "清单.csv"))[-1][-2:] == [
        ["序号", "事项名称", "上级部门职责"],
        ["1", "甲", "1.检查；\n2.查处。"],
    ]


def test_a_formula_that_keeps_a_text_from_being_a_number_is_that_text() -> None:
    """Portals write ="1" so that Excel keeps 001 and 1-1 as they are."""
    text = (
        "序号,事项类别,事项名称\n"
        '="1",党建,落实“第一议题”制度\n'
        '"=""2-1""",党建,=民生=\n'
        '="003",民生,"=""落实""""双报到""""制度"""\n'
        "4,民生,丁\n"
    )
    assert tables(read_text(text, "清单.csv"))[0][1:] == [
        ["1", "党建", "落实“第一议题”制度"],
        ["2-1", "党建", "=民生="],
        ["003", "民生", '落实"双报到"制度'],
        ["4", "民生", "丁"],
    ]


def test_cells_of_several_lines_as_word_copies_them() -> None:
    text = (
        "配合履职事项清单\n" + HEAD + "1\t甲\t1.办证；\n2.查处。\t1.上报；\n2.宣传，\n3.巡查。\n"
        "二、民生服务（2项）\n2\t乙\n3\t丙\t办证。\t上报。\n随手写的一句话\n"
    )
    document = read_text(text, "清单")
    assert tables(document) == [
        [
            ["序号", "事项名称", "部门职责", "配合职责"],
            ["1", "甲", "1.办证；\n2.查处。", "1.上报；\n2.宣传，\n3.巡查。"],
        ],
        [["2", "乙"], ["3", "丙", "办证。", "上报。"]],
    ]
    assert lines(document) == ["配合履职事项清单", "二、民生服务（2项）", "随手写的一句话"]


@pytest.mark.parametrize("sides", [("| ", " |"), ("", "")])
def test_markdown(sides: tuple[str, str]) -> None:
    begin, end = sides
    text = "\n".join(
        [
            "## 望汀镇**基本履职事项清单**",
            "",
            f"{begin}序号 | **事项名称**{end}",
            "| :-: | --- |" if begin else ":-:|---",
            f"{begin}1 | 甲<br>乙 \\| 丙{end}",
            "",
            "完",
        ]
    )
    document = read_text(text, "清单")
    assert tables(document) == [[["序号", "事项名称"], ["1", "甲\n乙 | 丙"]]]
    assert lines(document) == ["望汀镇基本履职事项清单", "完"]


@pytest.mark.parametrize("between", ["\n\t\n", "\n\n\t\n\n"])
def test_cells_of_paragraphs_as_browsers_copy_them(between: str) -> None:
    rows = [
        ["序号", "类别", "事项名称", "承接部门及工作方式"],
        ["1", "党建", "甲", "县民政局：\n1.审核；\n2.办理。"],
        ["2", "乙", "县公安局：办证。"],
    ]
    other = [["序号", "事项名称"], ["1", "丙"], ["2", ""], ["3", "丁"]]
    text = "\n".join(
        ["望汀镇收回事项清单", *(between.join(row) for row in rows), "望汀镇基本履职事项清单"]
        + [
            "\n".join([between.join(row), *["一、党建（3项）"] * (row == other[0])])
            for row in other
        ]
    )
    document = read_text(text, "清单")
    assert tables(document) == [rows, other[:1], other[1:]]
    assert lines(document) == ["望汀镇收回事项清单", "望汀镇基本履职事项清单", "一、党建（3项）"]


@pytest.mark.parametrize("labels", ["①②", "⒈⒉", ("1)", "2)"), ("第一项 ", "第二项 ")])
def test_labels_of_any_style_go_on_in_a_pasted_cell(labels: tuple[str, str]) -> None:
    one, two = labels
    rows = read_tables(HEAD + f"1\t甲\t{one}办证；\n{two}查处。\t上报。\n2\t乙\t丙\t丁\n")[0]
    assert rows[1:] == [["1", "甲", f"{one}办证；\n{two}查处。", "上报。"], ["2", "乙", "丙", "丁"]]


@pytest.mark.parametrize("written", [r"\n", r"\r\n"])
def test_a_break_written_by_a_database_is_one(written: str, tmp_path: Path) -> None:
    """mysql --batch and PostgreSQL's COPY write a break within a cell as two characters."""
    path = tmp_path / "list.txt"
    path.write_text(
        "江北省青山县白云镇配合履职事项清单\n\n"
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责\n"
        f"1\t民生\t救助\t县民政局{written}县公安局\t县民政局：{written}1.救助。{written}"
        f"县公安局：{written}1.核查。\t配合。\n"
        "2\t民生\t档案\t县民政局\t1.存入D:\\new\\name。\t配合。\n",
        "utf-8",
    )
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    first, second = table.duties
    assert [clause.departments for clause in leaves(first.department_clauses)] == [
        ("县民政局",),
        ("县公安局",),
    ]
    assert second.cells[4] == "1.存入D:\\new\\name。"


@pytest.mark.parametrize("label", ["（二）", "二、", "附件2：", "2."])
def test_a_lists_title_that_names_no_place_gives_none(label: str, tmp_path: Path) -> None:
    """“（二）乡” was a place."""
    path = tmp_path / "清单.txt"
    path.write_text(
        f"{label}乡镇配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        "1\t防汛抗旱\t县水利局\t1.编制预案。\t1.开展巡查。\n",
        "utf-8",
    )
    assert read_duty_list(path).place == ""
