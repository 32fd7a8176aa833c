"""Excel files: what a sheet shows is what is read."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from dutylist.extract.formats.excel.xlsx import read_xlsx
from dutylist.extract.read import read_document, read_duty_list
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import EmptyListError
from tests.fixtures.office_files import (
    convert,
    excel_file,
    excel_list_by_libreoffice,
    inline,
)
from tests.fixtures.pdf_layouts import real_rows
from tests.source_parts import lines, notes, rows, tables

DATA = Path(__file__).parent / "data"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "清单.xlsx"


def saved(book: openpyxl.Workbook, target: Path) -> SourceDocument:
    book.save(target)
    return read_xlsx(target)


@pytest.mark.parametrize("one_sheet", [True, False])
def test_the_real_list_written_by_libreoffice(tmp_path: Path, one_sheet: bool) -> None:
    truth = real_rows(DATA / "santai-2025.rows.json")
    made = excel_list_by_libreoffice(truth, tmp_path / "list.xlsx", one_sheet=one_sheet)
    read = read_duty_list(made)
    assert [
        (table.kind, (duty.cells[0], duty.category, *duty.cells[2:]))
        for table in read.lists
        for duty in table.duties
    ] == [(row.section, row.cells) for row in truth]
    assert [len(table.columns) for table in read.lists] == [3, 6, 4]
    assert read.region == ("新疆维吾尔自治区昌吉回族自治州", "吉木萨尔县三台镇")
    assert read.issued == "2025-07"
    assert [entry.page for entry in read.contents] == [1, 15, 53]
    assert read.notes == ()


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (3, '"第"0"项"', "第3项"),
        (3, "（0）", "（3）"),
        (5, '0"万元"', "5万元"),
        (1234.5, '"¥"#,##0.00', "¥1,234.50"),
        (0.955, "0.0%", "95.5%"),
        (7, "000", "007"),
        (15500, '0.0,"千元"', "15.5千元"),
        (3, "0_);[Red]\\(0\\)", "3"),
        (1234, "#,##0", "1234"),
        (1.5, "# ?/?", "1.5"),
        (2, "[DBNum1]0", "二"),
        (12, "[DBNum2][$-804]G/通用格式", "壹拾贰"),
        (3, '[DBNum1][$-804]General"、民生服务"', "三、民生服务"),
        (1, '[=1]"一、党的建设";[=2]"二、经济发展";0', "一、党的建设"),
        (2, '[=1]"一、党的建设";[=2]"二、经济发展";0', "二、经济发展"),
        (-3, '0"亩";"减少"0"亩"', "减少3亩"),
        (0, '0;-0;"无"', "无"),
    ],
)
def test_what_a_format_writes_to_a_number(target: Path, value: float, code: str, seen: str) -> None:
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "数"])
    sheet.write_row(1, 0, [1])
    sheet.write_number(1, 1, value, book.add_format({"num_format": code}))
    book.close()
    assert tables(read_xlsx(target))[0][1] == ["1", seen]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('"县"@', "县水务局"),
        ('@"（每月报送）"', "水务局（每月报送）"),
        ('0;-0;0;"县"@', "县水务局"),
        ('0;"市"@', "市水务局"),
        ("[Red]@", "水务局"),
        ("0.00_ ", "水务局"),
    ],
)
def test_what_a_format_writes_to_a_text(target: Path, code: str, seen: str) -> None:
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "部门"])
    sheet.write_number(1, 0, 1)
    sheet.write_string(1, 1, "水务局", book.add_format({"num_format": code}))
    book.close()
    document = read_xlsx(target)
    assert tables(document)[0][1] == ["1", seen]
    assert notes(document) == []


UNSEEN = "有看不见的文字没有读入（和底色相同，或格式设为不显示）"
OTHERWISE = "有数字按格式显示成别的样子（B2），读的是存下的数，请用 Excel 打开核对"


@pytest.mark.parametrize(
    ("value", "code", "told"),
    [
        (12, ";;;", f"{UNSEEN}：B2 “12”"),
        ("代收费", ";;;", f"{UNSEEN}：B2 “代收费”"),
        ("代收", '0;0;0;"***"', f"{UNSEEN}：B2 “代收”"),
        (3, "[DBNum3]0", OTHERWISE),
        (101, "0-00", OTHERWISE),
    ],
)
def test_what_a_format_hides_or_writes_otherwise_is_told(
    target: Path, value: float | str, code: str, told: str
) -> None:
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "事项名称"])
    sheet.write_number(1, 0, 1)
    sheet.write(1, 1, value, book.add_format({"num_format": code}))
    book.close()
    assert notes(read_xlsx(target)) == [f"工作表“Sheet1”{told}"]


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({"font_color": "#FFFFFF"}, ""),
        ({"font_color": "#FDFEFD"}, ""),
        ({"font_color": "#FFFFFF", "bg_color": "#1F4E79"}, "乙"),
        ({"font_color": "#1F4E79", "bg_color": "#1F4E79"}, ""),
        ({"font_color": "#FFFFFF", "pattern": 18}, "乙"),
        ({"font_color": "#C0C0C0"}, "乙"),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".xls"])
def test_text_in_the_colour_of_its_ground_is_left_out_and_told(
    tmp_path: Path, look: dict[str, object], seen: str, ending: str
) -> None:
    made = tmp_path / "清单.xlsx"
    book = xlsxwriter.Workbook(str(made))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "事项名称", "部门"])
    sheet.write_row(1, 0, [1, "甲"])
    sheet.write_string(1, 2, "乙", book.add_format(look))
    book.close()
    old = tmp_path / "清单.xls"
    read = read_document(made if ending == ".xlsx" else convert(made, "xls", old))
    assert tables(read)[0][1] == ["1", "甲", seen]
    assert (f"工作表“Sheet1”{UNSEEN}：C2 “乙”" in notes(read)) is not bool(seen)


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({"font_color": "#FFFFFF"}, ""),
        ({"font_color": "#FFFFFF", "bg_color": "#1F4E79"}, "乙"),
        ({"font_color": "#1F4E79", "bg_color": "#1F4E79"}, ""),
    ],
)
def test_text_that_nobody_sees_in_a_sheet_of_opendocument(
    tmp_path: Path, look: dict[str, object], seen: str
) -> None:
    made = tmp_path / "清单.xlsx"
    book = xlsxwriter.Workbook(str(made))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "事项名称", "部门"])
    sheet.write_row(1, 0, [1, "甲"])
    sheet.write_string(1, 2, "乙", book.add_format(look))
    book.close()
    read = read_document(convert(made, "ods", tmp_path / "清单.ods"))
    assert tables(read)[0][1] == ["1", "甲", seen]
    assert ("和底色相同、看不见的文字没有读入：“乙”" in notes(read)) is not bool(seen)


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [(3, '"第"0"项"', "第3项"), (5, "0%", "500%"), (7, "0", "7"), (1234, "#,##0", "1234")],
)
def test_what_a_format_writes_to_a_number_of_opendocument(
    tmp_path: Path, value: float, code: str, seen: str
) -> None:
    made = tmp_path / "清单.xlsx"
    book = xlsxwriter.Workbook(str(made))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "数"])
    sheet.write_number(1, 0, 1)
    sheet.write_number(1, 1, value, book.add_format({"num_format": code}))
    book.close()
    read = read_document(convert(made, "ods", tmp_path / "清单.ods"))
    assert tables(read)[0][1] == ["1", seen]


def test_rows_and_columns_without_height_or_width_are_hidden(target: Path) -> None:
    data = "".join(
        f'<row r="{row}"{looks}>{inline(f"A{row}", str(row))}{inline(f"B{row}", text)}'
        f"{inline(f'C{row}', '县')}</row>"
        for row, text, looks in (
            (1, "甲", ' ht="14.4"'),
            (2, "暗", ' ht="0" customHeight="1"'),
            (3, "乙", ""),
        )
    )
    columns = '<cols><col min="1" max="1" width="0" customWidth="1"/></cols>'
    document = read_xlsx(excel_file(target, f"{columns}<sheetData>{data}</sheetData>"))
    assert tables(document) == [[["甲", "县"], ["乙", "县"]]]
    assert "第 2 行“2 暗 县”、A 列“1 3”" in notes(document)[0]


def test_a_white_run_is_left_out_and_what_stands_beside_it_not(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "1"
    white = TextBlock(InlineFont(color="FFFFFFFF"), "收押金")
    book.active["B1"] = CellRichText("检查，", white, "整改。")
    document = saved(book, target)
    assert tables(document) == [[["1", "检查，整改。"]]]
    assert notes(document) == [f"工作表“Sheet”{UNSEEN}：B1 “收押金”"]


@pytest.mark.parametrize("ending", [".xlsx", ".xls"])
def test_white_text_where_a_rule_gives_the_ground_is_read(tmp_path: Path, ending: str) -> None:
    made = tmp_path / "清单.xlsx"
    book = xlsxwriter.Workbook(str(made))
    sheet = book.add_worksheet()
    white = book.add_format({"font_color": "#FFFFFF"})
    sheet.write_row(0, 0, ["序号", "事项名称"], white)
    sheet.write_row(1, 0, [1, "甲"])
    blue = book.add_format({"bg_color": "#1F4E79"})
    sheet.conditional_format(0, 0, 0, 1, {"type": "no_blanks", "format": blue})
    book.close()
    read = read_document(made if ending == ".xlsx" else convert(made, "xls", tmp_path / "清单.xls"))
    assert tables(read) == [[["序号", "事项名称"], ["1", "甲"]]]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('"自"yyyy"年"m"月"d"日起由县局办理"', "自2025年2月5日起由县局办理"),
        ('yyyy"年"mm"月前"', "2025年02月前"),
        ('m"月"', "2月"),
        ('yyyy"年"m"月"d"日" aaaa', "2025年2月5日 星期三"),
        ('m"-"d', "2-5"),
        ("m-d", "2-5"),
        ('m"月"d"日"', "2月5日"),
        ("[$-804]m\\月d\\日;@", "2月5日"),
        ("mm/dd", "02/05"),
        ("d-mmm", "2025年2月5日"),
        ("yyyy-m-d", "2025年2月5日"),
    ],
)
def test_a_day_shows_no_more_than_its_format(target: Path, code: str, seen: str) -> None:
    """Excel makes a date of 2-5 that is typed for a number; no year is to be seen."""
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    day = datetime.datetime(2025, 2, 5)
    sheet.write_row(0, 0, ["序号", "事项名称"])
    sheet.write_datetime(1, 0, day, book.add_format({"num_format": code}))
    sheet.write_string(1, 1, "甲")
    book.close()
    assert tables(read_xlsx(target))[0][1] == [seen, "甲"]


def test_values_as_they_are_seen(target: Path) -> None:
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["整数", "小数", "年月", "日期", "真假", "粗体", "公式"])
    sheet.write_row(1, 0, [1.0, 0.5])
    sheet.write_datetime(1, 2, datetime.datetime(2025, 7, 1), month)
    sheet.write_datetime(1, 3, datetime.datetime(2025, 7, 9), day)
    sheet.write_boolean(1, 4, True)
    sheet.write_rich_string(1, 5, "县", bold, "民政局", "负责")
    sheet.write_formula(1, 6, "=A2+1", None, 2)
    book.close()
    assert tables(read_xlsx(target))[0][1] == [
        "1",
        "0.5",
        "2025年7月",
        "2025年7月9日",
        "TRUE",
        "县民政局负责",
        "2",
    ]


def test_the_macintosh_calendar(target: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["发布", datetime.datetime(2025, 7, 9)])
    assert tables(saved(book, target)) == [[["发布", "2025年7月9日"]]]


def test_line_breaks_are_paragraphs(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["1", "1.甲；\n2.乙；\r\n\n 3.丙。_x000D_\n"])
    assert tables(saved(book, target)) == [[["1", "1.甲；\n2.乙；\n3.丙。"]]]


def test_rich_text_of_openpyxl(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "1"
    book.active["B1"] = CellRichText("县", TextBlock(InlineFont(b=True), "财政局"), "拨付")
    assert tables(saved(book, target)) == [[["1", "县财政局拨付"]]]


def test_raised_and_lowered_digits_stay_so(target: Path) -> None:
    book = openpyxl.Workbook()
    raised, lowered = InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript")
    book.active["A1"] = "1"
    book.active["B1"] = CellRichText(
        "超过500m", TextBlock(raised, "2"), "，PM", TextBlock(lowered, "10")
    )
    assert tables(saved(book, target)) == [[["1", "超过500m²，PM₁₀"]]]


def test_phonetic_guides_are_no_text(target: Path) -> None:
    cell = (
        '<c r="B1" t="inlineStr"><is><r><t>甬</t></r><rPh sb="0" eb="1"><t>yǒng</t></rPh></is></c>'
    )
    made = excel_file(target, f'<sheetData><row r="1">{inline("A1", "1")}{cell}</row></sheetData>')
    assert tables(read_xlsx(made)) == [[["1", "甬"]]]


def test_merged_cells(target: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["云海县望汀镇基本履职事项清单"],
        ["序号", "类别", "名称", None],
        ["一、党的建设"],
        [1, "党的建设", "甲"],
        [2, None, "乙"],
        [3, None, "丙"],
    ]:
        sheet.append(row)
    for merge in ["A1:D1", "A3:D3", "B4:B5", "C2:D2", "C4:D4", "C5:D6"]:
        sheet.merge_cells(merge)
    document = saved(book, target)
    assert lines(document) == ["云海县望汀镇基本履职事项清单"]
    assert tables(document) == [
        [
            ["序号", "类别", "名称"],
            ["一、党的建设", "", ""],
            ["1", "党的建设", "甲"],
            ["2", "", "乙"],
            ["3", "", ""],
        ]
    ]
    found = rows(document)
    assert [row.spans_all for row in found] == [False, True, False, False, False]
    assert [[cell.merged for cell in row.cells] for row in found][2:] == [
        [False, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert notes(document) == []


def test_text_under_a_merged_cell_is_noted(target: Path) -> None:
    merge = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    cells = (
        f'<row r="1">{inline("A1", "甲")}{inline("B1", "遮")}{inline("C1", "乙")}</row>'
        f'<row r="2">{inline("A2", "住")}{inline("C2", "丙")}</row>'
    )
    document = read_xlsx(excel_file(target, f"<sheetData>{cells}</sheetData>{merge}"))
    assert tables(document) == [[["甲", "乙"], ["", "丙"]]]
    assert notes(document) == ["工作表“Sheet1”有被合并单元格遮住的文字没有读入：B1 “遮”、A2 “住”"]


def test_what_stands_between_a_title_and_its_header_row(target: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["附件2"],
        [None, "望汀镇配合履职事项清单"],
        ["填报单位：望汀镇", None, None, "2025年7月"],
        ["序号", "类别", "名称", "部门"],
        [1, "党的建设", "甲", "县委组织部"],
    ]:
        sheet.append(row)
    document = saved(book, target)
    assert lines(document) == ["附件2", "望汀镇配合履职事项清单", "填报单位：望汀镇\t2025年7月"]
    assert tables(document) == [
        [["序号", "类别", "名称", "部门"], ["1", "党的建设", "甲", "县委组织部"]]
    ]


def test_a_sheets_name_is_its_title_where_no_other_stands(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "基本履职事项清单"
    book.active.append(["序号", "名称"])
    book.active.append([1, "甲"])
    titled = book.create_sheet("配合履职")
    titled.append(["望汀镇配合履职事项清单"])
    titled.append(["序号", "名称"])
    plain = book.create_sheet("Sheet3")
    plain.append(["序号", "名称"])
    document = saved(book, target)
    assert lines(document) == ["基本履职事项清单", "望汀镇配合履职事项清单"]
    assert len(tables(document)) == 3


def test_a_table_away_from_the_corner(target: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C5"], sheet["D5"], sheet["F5"] = "序号", "名称", "备注"
    sheet["C6"], sheet["D6"] = 1, "甲"
    assert tables(saved(book, target)) == [[["序号", "名称", "备注"], ["1", "甲", ""]]]


def hidden_book() -> openpyxl.Workbook:
    """A list with a hidden row in which a merged category begins, a hidden column and a hidden
    sheet of an old draft."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ("序号", "类别", "名称", "内部意见"),
        (1, "党建", "甲", "删去"),
        (2, None, "乙", "保留"),
        (3, None, "丙", None),
    ]:
        sheet.append(row)
    sheet.merge_cells("B2:B4")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["Z"].hidden = True
    other = book.create_sheet("旧稿")
    other.append(["序号", "名称"])
    other.append([1, "旧甲"])
    other.sheet_state = "hidden"
    return book


SEEN = [[["序号", "类别", "名称"], ["2", "党建", "乙"], ["3", "", "丙"]]]
HIDDEN_NOTES = [
    "工作表“旧稿”是隐藏的，没有读入；是清单的，请在 Excel 中取消隐藏后再读；"
    "里面的文字是“序号 名称 1 旧甲”",
    "工作表“Sheet”隐藏的行列没有读入：第 2 行“1 甲 删去”、D 列“内部意见 保留”；"
    "是清单内容的，请在 Excel 中取消隐藏后再读",
]


def test_what_is_hidden_is_left_out_and_told(target: Path) -> None:
    document = saved(hidden_book(), target)
    assert tables(document) == SEEN
    assert notes(document) == HIDDEN_NOTES


def fold(sheet: Worksheet, how: str) -> None:
    """A list whose row 2 a filter, that of a table or an outline hides."""
    for row in [("序号", "类别", "名称"), (1, "党建", "甲"), (2, "民生", "乙")]:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    if how == "outline":
        sheet.row_dimensions[2].outlineLevel = 1
        return
    filtered = sheet.auto_filter
    if how == "table":
        laid = Table(displayName="清单", ref="A1:C3")
        laid._initialise_columns()
        for column, cell in zip(laid.tableColumns, sheet[1], strict=True):
            column.name = cell.value
        sheet.add_table(laid)
        filtered = laid.autoFilter
    filtered.ref = "A1:C3"
    filtered.add_filter_column(1, ["民生"])


WHOLE = [["序号", "类别", "名称"], ["1", "党建", "甲"], ["2", "民生", "乙"]]


@pytest.mark.parametrize("how", ["filter", "table", "outline"])
def test_what_a_filter_or_an_outline_hides_is_read_and_told(target: Path, how: str) -> None:
    """A click shows it: the list is longer than what is to be seen."""
    book = openpyxl.Workbook()
    fold(book.active, how)
    document = saved(book, target)
    assert tables(document) == [WHOLE]
    assert notes(document) == ["工作表“Sheet”有筛选或折叠起来的行列（2），仍然读入"]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_what_is_hidden_and_what_is_folded_in_other_workbooks(target: Path, ending: str) -> None:
    book = hidden_book()
    fold(book.create_sheet("筛选"), "filter")
    fold(book.create_sheet("折叠"), "outline")
    book.save(target)
    document = read_document(convert(target, ending, target.with_suffix(f".{ending}")))
    assert tables(document) == [*SEEN, WHOLE, WHOLE]
    assert notes(document)[:4] == [
        *HIDDEN_NOTES,
        "工作表“筛选”有筛选或折叠起来的行列（2），仍然读入",
        "工作表“折叠”有筛选或折叠起来的行列（2），仍然读入",
    ]


def test_where_only_hidden_sheets_hold_a_list_the_refusal_says_so(target: Path) -> None:
    book = hidden_book()
    book.active.delete_rows(1, 4)
    book.active["A1"] = "填报说明"
    book.save(target)
    with pytest.raises(EmptyListError, match="工作表“旧稿”是隐藏的，没有读入"):
        read_duty_list(target)


def test_a_refusal_names_hidden_sheets_whole_however_much_stands_in_them(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "填报说明"
    names = [
        f"{year}年配合履职事项清单（旧稿，勿用，仅供参考{year}）" for year in range(2021, 2026)
    ]
    for name in names:
        sheet = book.create_sheet(name)
        for number in range(1, 40):
            sheet.append([number, f"第{number}项很长很长的事项名称"])
        sheet.sheet_state = "hidden"
    book.save(target)
    with pytest.raises(EmptyListError) as caught:
        read_duty_list(target)
    told = str(caught.value)
    assert sum(f"工作表“{name}”是隐藏的" in told for name in names) == 3
    assert told.count("请在 Excel 中取消隐藏后再读") == 3
    assert "（另有 2 条说明）" in told
    assert len(told) < 600


def test_formulas_without_a_stored_value_are_noted(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["序号", "名称"])
    book.active.append(["=ROW()-1", "甲"])
    document = saved(book, target)
    assert tables(document) == [[["序号", "名称"], ["", "甲"]]]
    assert notes(document) == [
        "工作表“Sheet”的公式没有存下计算结果（A2），读作空白；请用 Excel 打开并保存后再试"
    ]


FORMULAS = [
    ['="青石镇"&"基本履职事项清单"'],
    ["序号", "事项名称"],
    ["=ROW()-2", "甲"],
    ["=A3+1", '=CONCATENATE("乙","事")'],
]


def test_formulas_without_a_stored_value_are_worked_out(target: Path) -> None:
    book = openpyxl.Workbook()
    for row in FORMULAS:
        book.active.append(row)
    book.save(target)
    document = read_document(target)
    assert lines(document) == ["青石镇基本履职事项清单"]
    assert tables(document) == [[["序号", "事项名称"], ["1", "甲"], ["2", "乙事"]]]
    assert notes(document) == [
        "公式没有存下计算结果，由 LibreOffice 算出后读取，请用 Excel 打开核对"
    ]


@pytest.mark.parametrize("lacking", ["libreoffice", "convert"])
def test_formulas_that_nobody_can_work_out_are_noted(
    target: Path, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"dutylist.extract.formats.libreoffice.{lacking}", lambda *_: None)
    book = openpyxl.Workbook()
    for row in FORMULAS:
        book.active.append(row)
    book.save(target)
    assert notes(read_document(target))[0] == (
        "工作表“Sheet”的公式没有存下计算结果（A1、A3、A4、B4），读作空白；"
        "请用 Excel 打开并保存后再试"
    )


def test_stored_values_are_those_that_are_read(target: Path) -> None:
    """Nothing is worked out anew where results are stored, even odd ones."""
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "事项名称"])
    sheet.write_formula(1, 0, "=ROW()-1", None, 7)
    sheet.write_string(1, 1, "甲")
    book.close()
    document = read_document(target)
    assert tables(document) == [[["序号", "事项名称"], ["7", "甲"]]]
    assert notes(document) == []


def test_a_cover_in_a_text_box(target: Path) -> None:
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    sheet.insert_textbox(0, 0, "云海省江岚市\n望汀镇\n履职事项清单")
    sheet.write_row(20, 0, ["序号", "名称"])
    sheet.write_row(21, 0, [1, "甲"])
    book.close()
    document = read_xlsx(target)
    assert lines(document) == ["云海省江岚市", "望汀镇", "履职事项清单"]
    assert tables(document) == [[["序号", "名称"], ["1", "甲"]]]


def test_a_text_box_that_stands_twice_for_older_programs(tmp_path: Path, target: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    book = xlsxwriter.Workbook(str(plain))
    book.add_worksheet().insert_textbox(0, 0, "望汀镇")
    book.close()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if "drawings/drawing" in name and not name.endswith(".rels"):
                shape = data[data.index(b"<xdr:sp ") : data.index(b"</xdr:sp>") + 9]
                space = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
                twice = (
                    b"<mc:AlternateContent %b><mc:Choice Requires='a14'>%b</mc:Choice>"
                    b"<mc:Fallback>%b</mc:Fallback></mc:AlternateContent>"
                )
                data = data.replace(shape, twice % (space, shape, shape))
            new.writestr(name, data)
    assert lines(read_xlsx(target)) == ["望汀镇"]


def test_cells_without_references(target: Path) -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("1", "甲"))
    document = read_xlsx(excel_file(target, f"<sheetData><row>{cells}</row></sheetData>"))
    assert tables(document) == [[["1", "甲"]]]


def test_an_absurdly_large_sheet_costs_only_its_filled_cells(target: Path) -> None:
    cells = (
        f'<row r="1">{inline("A1", "序号")}{inline("XFD1", "名称")}</row>'
        f'<row r="1048576">{inline("A1048576", "1")}{inline("XFD1048576", "甲")}</row>'
    )
    merge = '<mergeCells><mergeCell ref="B1:XFC1048576"/></mergeCells>'
    dimension = '<dimension ref="A1:XFD1048576"/>'
    document = read_xlsx(excel_file(target, f"{dimension}<sheetData>{cells}</sheetData>{merge}"))
    assert tables(document) == [[["序号", "名称"], ["1", "甲"]]]


@st.composite
def merged_sheets(draw: st.DrawFn) -> tuple[int, list[int], list[tuple[int, int, int, int]]]:
    """Width, and merged ranges (left, top, right, bottom) that do not overlap, below a header."""
    width, height = draw(st.integers(2, 6)), draw(st.integers(1, 8))
    taken: set[tuple[int, int]] = set()
    ranges = []
    for _ in range(draw(st.integers(0, 5))):
        left, top = draw(st.integers(1, width)), draw(st.integers(2, height + 1))
        right, bottom = draw(st.integers(left, width)), draw(st.integers(top, height + 1))
        cells = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            ranges.append((left, top, right, bottom))
    return width, list(range(2, height + 2)), ranges


@settings(deadline=None, max_examples=60)
@given(merged_sheets())
def test_each_text_stands_where_its_merged_cell_begins(
    tmp_path_factory: pytest.TempPathFactory,
    shape: tuple[int, list[int], list[tuple[int, int, int, int]]],
) -> None:
    width, numbers, ranges = shape
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"栏{column}" for column in range(1, width + 1)])
    for row in numbers:
        sheet.append([f"{row}.{column}" for column in range(1, width + 1)])
    expected = {(row, x): f"{row}.{x}" for row in numbers for x in range(1, width + 1)}
    covered = set()
    for left, top, right, bottom in ranges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    expected[row, column] = ""
                if row > top:
                    covered.add((row, column))
    document = saved(book, tmp_path_factory.mktemp("merged") / "merged.xlsx")
    seen = [row for row in numbers if any(expected[row, x] for x in range(1, width + 1))]
    found = rows(document)[1:]
    assert [[cell.text for cell in row.cells] for row in found] == [
        [expected[row, x] for x in range(1, width + 1)] for row in seen
    ]
    assert [[cell.merged for cell in row.cells] for row in found] == [
        [(row, x) in covered for x in range(1, width + 1)] for row in seen
    ]


def test_signs_that_nobody_sees_are_dropped(target: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["\ufeff序\u200b号", "甲\u00ad\u200b\n\u200b"])
    assert tables(saved(book, target)) == [[["序号", "甲"]]]


def test_pictures_that_wps_shows_in_cells_are_told(target: Path) -> None:
    shown = "<f>_xlfn.DISPIMG(&quot;ID_A&quot;,1)</f><v>=DISPIMG(&quot;ID_A&quot;,1)</v>"
    rows_of = f'<row r="1">{inline("A1", "甲")}<c r="B1" t="str">{shown}</c></row>'
    document = read_xlsx(excel_file(target, f"<sheetData>{rows_of}</sheetData>"))
    assert "DISPIMG" not in "".join(map(str, document.blocks))
    assert notes(document) == [
        "工作表“Sheet1”的单元格里嵌有图片（B1），没有读入，请对照原件补录",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t=""><v>5</v></c>',
        '<c r="B2" t="s"><v>99999</v></c>',
        '<c r="B2" t="s"><v>-1</v></c>',
        '<c r="B2"><v>经济</v></c>',
        '<c r="B2"><v>1e999</v></c>',
        '<c r="B2" t="str"><v>甲</v></c><c r="B2" t="str"><v>乙</v></c>',
    ],
)
def test_a_cell_of_which_the_file_says_what_none_can_be_is_told(tmp_path: Path, cell: str) -> None:
    """Excel mends such a workbook when it opens it, or asks."""
    path = excel_file(
        tmp_path / "清单.xlsx",
        f'<sheetData><row r="1">{inline("A1", "序号")}{inline("B1", "名称")}</row>'
        f'<row r="2">{inline("A2", "1")}{cell}</row></sheetData>',
    )
    (note,) = (note.text for note in read_xlsx(path).notes)
    assert "有单元格写法有误（B2）" in note


def test_a_row_that_stands_twice_is_told(tmp_path: Path) -> None:
    row = f'<row r="2">{inline("A2", "1")}</row>'
    path = excel_file(tmp_path / "清单.xlsx", f"<sheetData>{row}{row}</sheetData>")
    (note,) = (note.text for note in read_xlsx(path).notes)
    assert "有单元格写法有误（A2）" in note
