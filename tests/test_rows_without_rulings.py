"""Rows of tables that have few level rulings and no upright ones: numbers in any column part rows,
so do a category's lines over the whole width; a sum of the rows, a last row of short words and a
line that happens to stand in the middle are what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
STYLE = ParagraphStyle("text", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
TITLE = ParagraphStyle("title", parent=STYLE, fontSize=16, leading=24, alignment=1, spaceBefore=20)
LINE = (0.5, colors.black)


def three_lines(data: list[list[str]], widths: list[float], bands: tuple[int, ...] = ()) -> Table:
    """A table with a ruling at its top, below its header row and at its end; `bands` are rows of
    one text over the whole width."""
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("LINEABOVE", (0, row), (-1, row), *LINE) for row in (0, 1)]
    style += [("LINEBELOW", (0, -1), (-1, -1), *LINE)]
    style += [("SPAN", (0, row), (-1, row)) for row in bands]
    cells = [[Paragraph(text, STYLE) for text in row] for row in data]
    return Table(cells, [width * mm for width in widths], style=style)


def read(path: Path, flow: list[Any]) -> DutyList:
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    return read_duty_list(path)


def rows_of(found: DutyList) -> list[list[tuple[str, str, str]]]:
    return [
        [(duty.cells[one.headers.index("序号")], duty.category, duty.name) for duty in one.duties]
        for one in found.lists
    ]


BANDS = [
    ["序号", "事项名称"],
    ["党的建设（2项）", ""],
    ["（1）", "落实全面从严治党主体责任，抓好党员教育管理"],
    ["（2）", "推进清廉社区建设"],
    ["社区治理（1项）", ""],
    ["（3）", "指导社区居民委员会自治"],
]


@pytest.mark.parametrize("total", ["合计：3项", ""])
@pytest.mark.parametrize("number", ["（{}）", "{}."])
def test_categories_over_the_whole_width_and_a_sum_over_the_next_title(
    total: str, number: str, tmp_path: Path
) -> None:
    data = [[row[0].replace("（1）", number.format(1)), row[1]] for row in BANDS]
    data = [[row[0].replace("（2）", number.format(2)), row[1]] for row in data]
    data = [[row[0].replace("（3）", number.format(3)), row[1]] for row in data]
    recalled = [
        ["序号", "事项名称", "承接部门及工作方式"],
        [number.format(1), "出具证明", "区公安分局：由派出所办理。"],
        [number.format(2), "拆除违法广告", "区城市管理局：自行拆除。"],
    ]
    flow = [
        Paragraph("榆关街道基本履职事项清单", TITLE),
        three_lines(data, [15, 150], (1, 4)),
        *([Table([[Paragraph(total, STYLE)]], [165 * mm])] if total else []),
        Paragraph("榆关街道上级部门收回事项清单", TITLE),
        three_lines(recalled, [15, 50, 100]),
    ]
    found = read(tmp_path / "清单.pdf", flow)
    assert rows_of(found) == [
        [
            (number.format(1), "党的建设", "落实全面从严治党主体责任，抓好党员教育管理"),
            (number.format(2), "党的建设", "推进清廉社区建设"),
            (number.format(3), "社区治理", "指导社区居民委员会自治"),
        ],
        [(number.format(1), "", "出具证明"), (number.format(2), "", "拆除违法广告")],
    ]
    assert [one.title for one in found.lists] == [
        "榆关街道基本履职事项清单",
        "榆关街道上级部门收回事项清单",
    ]
    assert found.notes == ()


@pytest.mark.parametrize("again", [False, True])
def test_numbers_in_the_second_column_part_rows(again: bool, tmp_path: Path) -> None:
    data = [
        ["事项类别", "序号", "事项名称"],
        ["党的建设", "1", "落实全面从严治党主体责任，抓好党员教育管理，做好党费收缴使用管理工作"],
        ["党的建设", "2", "推进清廉社区建设"],
        ["平安法治", "3", "排查化解矛盾纠纷"],
    ]
    shown = [[row[0] if again or row[1] != "2" else "", *row[1:]] for row in data]
    flow = [Paragraph("榆关街道基本履职事项清单", TITLE), three_lines(shown, [30, 15, 100])]
    found = read(tmp_path / "清单.pdf", flow)
    assert rows_of(found) == [[(row[1], row[0], row[2]) for row in data[1:]]]
    assert ["类别一栏是空的" in note.text for note in found.notes] == ([] if again else [True])


def test_categories_over_the_whole_width_where_numbers_stand_second(tmp_path: Path) -> None:
    data = [
        ["备注", "序号", "事项名称"],
        ["党的建设和基层治理工作（2项）", "", ""],
        ["", "1", "落实全面从严治党主体责任，抓好党员教育管理"],
        ["", "2", "推进清廉社区建设"],
        ["平安法治和矛盾调解工作（1项）", "", ""],
        ["", "3", "排查化解矛盾纠纷"],
    ]
    table = three_lines(data, [30, 15, 100], (1, 4))
    found = read(tmp_path / "清单.pdf", [Paragraph("榆关街道基本履职事项清单", TITLE), table])
    assert rows_of(found) == [
        [
            ("1", "党的建设和基层治理工作", data[2][2]),
            ("2", "党的建设和基层治理工作", data[3][2]),
            ("3", "平安法治和矛盾调解工作", data[5][2]),
        ]
    ]


def test_a_last_row_of_short_words_is_a_row(tmp_path: Path) -> None:
    data = [
        ["事项名称", "责任科室"],
        ["开展未成年人保护工作，摸排留守儿童12名", "社会事务办"],
        ["统计上报固定资产投资项目进度", "经济发展办"],
        ["推进示范街建设", "城市管理办"],
    ]
    flow = [Paragraph("榆关街道基本履职事项清单", TITLE), three_lines(data, [120, 40])]
    found = read(tmp_path / "清单.pdf", flow)
    assert [duty.name for duty in found.lists[0].duties] == [row[0] for row in data[1:]]
    assert found.notes == ()


@pytest.mark.parametrize("last", ["3.每半年通报一次查处情况。", "每半年通报一次查处情况。"])
def test_a_rows_last_line_in_the_middle_is_no_title(last: str, tmp_path: Path) -> None:
    header = ["序号", "事项名称", "对应上级部门", "上级部门职责", "街道配合职责"]
    first = f"1.受理举报，建立台账；<br/>2.依法组织强制拆除；<br/>{last}"
    data = [
        header,
        ["1", "违法建设查处", "区城管局", first, "开展网格巡查。"],
        header,
        ["2", "燃气安全", "区住建局", "指导用气安全管理。", "协助排查。"],
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    style += [("BACKGROUND", (0, row), (-1, row), colors.lightblue) for row in (0, 2)]
    cells = [[Paragraph(text, STYLE) for text in row] for row in data]
    widths = [12 * mm, 25 * mm, 22 * mm, 52 * mm, 49 * mm]
    flow = [
        Paragraph("榆关街道配合履职事项清单", TITLE),
        Table(cells, widths, style=style),
    ]
    found = read(tmp_path / "清单.pdf", flow)
    duties = [duty for one in found.lists for duty in one.duties]
    assert [duty.cells[3].replace("\n", "") for duty in duties] == [
        first.replace("<br/>", ""),
        "指导用气安全管理。",
    ]


BARE = [
    ["序号", "事项名称"],
    ["一、党的建设（2项）", ""],
    ["1", "开好村党支部组织生活会，联系党员和困难群众，按月报送党员教育和管理的情况"],
    ["2", "选派党员联系困难家庭"],
    ["二、生态保护（1项）", ""],
    ["3", "管好湿地管护员"],
]
RULED = [
    ["序号", "事项名称", "承接部门"],
    ["1", "采集证办理", "县农业农村局"],
    ["2", "广告牌拆除", "县城市管理局"],
]
HEADING = ParagraphStyle("heading", parent=STYLE, fontSize=12, leading=20, spaceBefore=12)


def bare(striped: bool) -> Table:
    style: list[Any] = [("SPAN", (0, row), (-1, row)) for row in (1, 4)]
    style.append(("VALIGN", (0, 0), (-1, -1), "TOP"))
    if striped:
        style.append(("ROWBACKGROUNDS", (0, 0), (-1, -1), ["#e8f0e8", "white"]))
    cells = [[Paragraph(text, STYLE) for text in row] for row in BARE]
    return Table(cells, [18 * mm, 130 * mm], style=style)


def ruled() -> Table:
    cells = [[Paragraph(text, STYLE) for text in row] for row in RULED]
    return Table(cells, [18 * mm, 80 * mm, 50 * mm], style=[("GRID", (0, 0), (-1, -1), *LINE)])


@pytest.mark.parametrize("striped", [True, False], ids=["striped", "plain"])
@pytest.mark.parametrize("style", [TITLE, HEADING], ids=["middle", "left"])
@pytest.mark.parametrize("first", ["bare", "ruled"])
def test_a_table_without_rulings_beside_a_ruled_one(
    first: str, style: ParagraphStyle, striped: bool, tmp_path: Path
) -> None:
    """It was left out, and its categories were those of the other one's rows."""
    basic = [Paragraph("桑吉乡基本履职事项清单", style), bare(striped)]
    recalled = [Paragraph("桑吉乡上级部门收回事项清单", style), ruled()]
    found = read(tmp_path / "l.pdf", basic + recalled if first == "bare" else recalled + basic)

    tables = {one.kind: one for one in found.lists}
    assert [(duty.number, duty.category, duty.name) for duty in tables["basic"].duties] == [
        (1, "党的建设", BARE[2][1]),
        (2, "党的建设", BARE[3][1]),
        (3, "生态保护", BARE[5][1]),
    ]
    assert [(*duty.cells, duty.category) for duty in tables["recalled"].duties] == [
        (*row, "") for row in RULED[1:]
    ]
    assert [note.text for note in found.notes] == [
        "第 1 页的表格没有框线，行和栏按空白、底色和序号划分，请对照原页核对"
    ]


DUTIES = [
    ["序号", "事项名称", "对应上级部门", "上级部门职责", "街道配合职责"],
    ["1", "违法建设查处", "区城管局", "1.受理举报，建立台账并逐件核实；2.依法组织强制拆除。",
     "开展网格巡查，发现上报。"],
    ["2", "燃气安全", "区住建局",
     "指导用气安全管理，每季度抽查一次餐饮场所，对隐患下达整改通知并跟踪办结，定期通报。",
     "协助排查。"],
    ["3", "犬只管理", "市公安局西城分局治安管理大队", "办证。",
     "劝导文明养犬，登记犬只，张贴通知，收集群众反映的问题。"],
    ["4", "扬尘治理", "区城管局",
     "巡查工地，处罚未覆盖、未冲洗的行为，并向社会公布处罚的情况。", "上报。"],
]  # fmt: skip


@pytest.mark.parametrize("where", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("ruled", ["no rulings", "three rulings"])
@pytest.mark.parametrize("pages", [1, 2])
def test_numbers_may_stand_at_the_middle_or_the_foot_of_their_rows(
    pages: int, ruled: str, where: str, tmp_path: Path
) -> None:
    """Rows were cut above each number: what stands there went to the row above in silence."""
    style: list[Any] = [("VALIGN", (0, 1), (-1, -1), where)]
    if ruled == "three rulings":
        style += [("LINEABOVE", (0, row), (-1, row), *LINE) for row in (0, 1)]
        style += [("LINEBELOW", (0, -1), (-1, -1), *LINE)]
    cut = [DUTIES] if pages == 1 else [DUTIES[:3], [DUTIES[0], *DUTIES[3:]]]
    flow: list[Any] = [Paragraph("榆关街道配合履职事项清单", TITLE)]
    widths = [12 * mm, 25 * mm, 30 * mm, 52 * mm, 41 * mm]
    for rows in cut:
        cells = [[Paragraph(text, STYLE) for text in row] for row in rows]
        flow += [Table(cells, widths, style=style), PageBreak()]
    found = read(tmp_path / "清单.pdf", flow)
    duties = [duty for one in found.lists for duty in one.duties]
    assert [[text.replace("\n", "") for text in duty.cells] for duty in duties] == DUTIES[1:]


@pytest.mark.parametrize("where", ["MIDDLE", "BOTTOM"])
def test_the_rest_of_a_row_above_such_numbers_is_that_rows(where: str, tmp_path: Path) -> None:
    """On the next page, below the header that is printed again."""
    head, *rows = DUTIES
    rest = ["", "", "", "复查销号。", ""]
    widths = [12 * mm, 25 * mm, 30 * mm, 52 * mm, 41 * mm]
    style = [("VALIGN", (0, 1), (-1, -1), where)]
    flow: list[Any] = [Paragraph("榆关街道配合履职事项清单", TITLE)]
    for part in ([head, *rows[:2]], [head, rest, *rows[2:]]):
        cells = [[Paragraph(text, STYLE) for text in row] for row in part]
        flow += [Table(cells, widths, style=style), PageBreak()]
    found = read(tmp_path / "清单.pdf", flow)
    duties = [duty for one in found.lists for duty in one.duties]
    assert [duty.cells[0] for duty in duties] == ["1", "2", "3", "4"]
    assert duties[1].cells[3].replace("\n", "") == rows[1][3] + rest[3]
    assert duties[2].cells[3] == rows[2][3]


CENTRED = ParagraphStyle("centred", parent=STYLE, alignment=1)


@pytest.mark.parametrize("rulings", [False, True])
@pytest.mark.parametrize("counted", ["（{}项）", ""])
def test_categories_in_the_middle_are_over_the_rows_below(
    rulings: bool, counted: str, tmp_path: Path
) -> None:
    groups = [
        ("一、党的建设", ["落实全面从严治党主体责任", "推进清廉社区建设，抓好党员教育管理"]),
        ("二、乡村振兴", ["发展高山冷水稻，规范农产品标识使用" * 3]),
        ("三、生态环保", ["开展秸秆禁烧宣传", "落实河长制、林长制"]),
    ]
    cells: list[list[Any]] = [[Paragraph("序号", CENTRED), Paragraph("事项名称", CENTRED)]]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    number, wanted = 0, []
    for category, names in groups:
        style.append(("SPAN", (0, len(cells)), (-1, len(cells))))
        text = category + counted.format(len(names))
        cells.append([Paragraph(text, CENTRED), ""])
        for name in names:
            number += 1
            cells.append([Paragraph(str(number), CENTRED), Paragraph(name, STYLE)])
            wanted.append((str(number), category[2:], name))
    if rulings:
        style += [("LINEABOVE", (0, 0), (-1, 0), *LINE), ("LINEBELOW", (0, 0), (-1, 0), *LINE)]
    table = Table(cells, [15 * mm, 140 * mm], style=style)
    found = read(tmp_path / "清单.pdf", [Paragraph("榆关街道基本履职事项清单", TITLE), table])
    rows = [
        [(number, category.removeprefix("（一）")[-4:], name) for number, category, name in one]
        for one in rows_of(found)
    ]
    assert rows == [wanted]


def test_a_clause_in_the_middle_with_a_headings_number_is_no_category(tmp_path: Path) -> None:
    heads = ["序号", "事项名称", "上级部门职责", "配合职责", "备注"]
    duties = "一、受理申请<br/>二、开展核查工作并及时公示结果"
    rows = [[str(at), f"事项{at}", duties, "上报情况", "无"] for at in (1, 2)]
    table = [[Paragraph(text, STYLE) for text in row] for row in [heads, *rows]]
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    flow = [
        Paragraph("榆关街道配合履职事项清单", TITLE),
        Table(table, [12 * mm, 30 * mm, 70 * mm, 30 * mm, 15 * mm], style=style),
    ]
    found = read(tmp_path / "清单.pdf", flow)
    text = "一、受理申请\n二、开展核查工作并及时公示结果"
    assert [duty.cells[2] for duty in found.duties] == [text, text]


def test_a_names_own_line_with_a_headings_number_is_no_category(tmp_path: Path) -> None:
    name = "一、组织开展志愿服务活动和宣传<br/>二、组织开展文化体育活动和培训"
    cells = [[Paragraph(text, STYLE) for text in row] for row in [["序号", "事项名称"]]]
    cells += [[Paragraph(str(at), STYLE), Paragraph(name, STYLE)] for at in (1, 2)]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    table = Table(cells, [12 * mm, 62 * mm], style=style)
    found = read(tmp_path / "清单.pdf", [Paragraph("榆关街道基本履职事项清单", TITLE), table])
    names = [duty.name.replace("\n", "") for duty in found.duties]
    assert names == [name.replace("<br/>", "")] * 2


def test_a_counted_category_in_the_middle_of_a_table_of_clauses(tmp_path: Path) -> None:
    heads = ["序号", "事项名称", "上级部门职责", "配合职责", "备注"]
    cells: list[list[Any]] = [[Paragraph(text, STYLE) for text in heads]]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for at, category in enumerate(["一、平安法治（1项）", "二、乡村振兴（1项）"], start=1):
        style.append(("SPAN", (0, len(cells)), (-1, len(cells))))
        cells.append([Paragraph(category, CENTRED), "", "", "", ""])
        row = [str(at), f"事项{at}", "开展核查工作并及时公示结果", "上报情况", "无"]
        cells.append([Paragraph(text, STYLE) for text in row])
    flow = [
        Paragraph("榆关街道配合履职事项清单", TITLE),
        Table(cells, [12 * mm, 30 * mm, 70 * mm, 30 * mm, 15 * mm], style=style),
    ]
    found = read(tmp_path / "清单.pdf", flow)
    assert [(duty.category, duty.name) for duty in found.duties] == [
        ("平安法治", "事项1"),
        ("乡村振兴", "事项2"),
    ]
