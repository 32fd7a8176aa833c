"""Tables as offices draw them: stacked, boxed, dotted, with titles inside; printed by Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from tests.fixtures.pdf_layouts import BASE_STYLE, FONT, html_cell, print_page

BASIC = ("序号", "事项类别", "事项名称")
RECALLED = ("序号", "事项类别", "事项名称", "承接部门及工作方式")
DUTIES = (
    ("1", "党的建设", "落实党建工作责任制"),
    ("2", "党的建设", "做好党员教育管理和服务工作"),
    ("3", "经济发展", "开展经济普查"),
)
TAKEN = (
    ("1", "民生服务", "出具收入证明", "县民政局：依法核对收入状况。"),
    ("2", "乡村振兴", "拖拉机牌照核发", "县农业农村局：负责核发。"),
)

Cells = tuple[str, ...]
Read = Callable[[str], DutyList]


def row(cells: Cells, tag: str = "td") -> str:
    """A table row."""
    return f"<tr>{''.join(html_cell(cell, tag) for cell in cells)}</tr>"


def table(header: Cells, rows: tuple[Cells, ...], widths: str, title: str = "") -> str:
    """A table with its title, if any, as its first row."""
    columns = "".join(f"<col style='width:{width}%'>" for width in widths.split())
    head = f"<tr><th colspan={len(header)}>{title}</th></tr>" if title else ""
    body = "".join(row(cells) for cells in rows)
    return f"<table>{columns}{head}{row(header, 'th')}{body}</table>"


TITLE = "<h2>基本履职事项清单</h2>"
ENTRIES = (("1", "基本履职事项清单", "1"), ("2", "上级部门收回事项清单", "9"))
MANY = tuple((str(number), "党的建设", "落实党建工作责任制") for number in range(1, 25))
PAGES = {
    "level": TITLE + table(BASIC, MANY, "12 20 68"),
    "stacked": table(BASIC, DUTIES, "8 16 76", "甲镇基本履职事项清单")
    + table(RECALLED, TAKEN, "12 18 30 40", "甲镇上级部门收回事项清单"),
    "boxes": TITLE + table(BASIC, DUTIES, "8 16 76"),
    "dots": TITLE + table(BASIC, DUTIES, "8 16 76"),
    "contents": table(("序号", "清单名称", "页码"), ENTRIES, "10 70 20")
    + TITLE
    + table(BASIC, DUTIES, "8 16 76"),
}
STYLE = (
    "@page { size: A4; margin: 20mm } section { break-after: page }"
    ".level td, .level th { border-width: 0.75pt 0; padding: 2pt }"
    ".boxes table { border-collapse: separate; border-spacing: 4.5pt }"
    ".dots td, .dots th { border: 0.75pt dotted black }"
)


def page_of(body: str, style: str) -> str:
    """An HTML page."""
    return f"<!doctype html><meta charset=utf-8><style>{BASE_STYLE}{style}</style>{body}"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The records of one of the pages: Chromium prints all at once, for it takes long to start."""
    folder = tmp_path_factory.mktemp("tables")
    body = "".join(f"<section class={name}>{text}</section>" for name, text in PAGES.items())
    whole = print_page(page_of(body, STYLE), folder / "all.pdf")

    def one(name: str) -> DutyList:
        with pikepdf.open(whole) as source, pikepdf.new() as target:
            assert len(source.pages) == len(PAGES)
            target.pages.append(source.pages[list(PAGES).index(name)])
            target.save(folder / "one.pdf")
        return duty_list_of(read_pdf(folder / "one.pdf"))

    return one


def cells(found: DutyList) -> list[list[Cells]]:
    """The cells of every duty, for each list."""
    return [[duty.cells for duty in one.duties] for one in found.lists]


def test_lists_of_other_columns_one_under_the_other_are_two(read: Read) -> None:
    found = read("stacked")

    assert cells(found) == [list(DUTIES), list(TAKEN)]
    assert [one.title for one in found.lists] == [
        "甲镇基本履职事项清单",
        "甲镇上级部门收回事项清单",
    ]
    assert found.notes == ()


def test_cells_with_boxes_of_their_own_are_cells(read: Read) -> None:
    found = read("boxes")

    assert cells(found) == [list(DUTIES)]
    assert found.lists[0].headers == BASIC


def test_dots_in_a_row_are_a_ruling(read: Read) -> None:
    assert cells(read("dots")) == [list(DUTIES)]


def test_a_column_stands_apart_from_its_centred_header(read: Read) -> None:
    assert cells(read("level")) == [list(MANY)]


def test_a_ruled_table_of_contents_is_no_list(read: Read) -> None:
    found = read("contents")

    assert cells(found) == [list(DUTIES)]
    assert [(entry.title, entry.page) for entry in found.contents] == [
        ("基本履职事项清单", 1),
        ("上级部门收回事项清单", 9),
    ]
    assert found.notes == ()


def test_a_paragraph_goes_on_below_a_header_of_two_rows(tmp_path: Path) -> None:
    head = (
        "<thead><tr><th colspan=4>甲镇配合履职事项清单</th></tr>"
        "<tr><th rowspan=2>序号</th><th rowspan=2>事项名称</th><th colspan=2>职责分工</th></tr>"
        "<tr><th>上级部门职责</th><th>乡镇配合职责</th></tr></thead>"
    )
    clause = "负责组织开展本辖区内各项检查工作、"
    duty = ("1", "检查工作", clause * 20 + "上报有关情况。", clause * 21 + "上报。")
    columns = "".join(f"<col style='width:{width}%'>" for width in (10, 20, 35, 35))
    style = "@page { size: A4 landscape; margin: 60mm 20mm 50mm }"

    path = print_page(
        page_of(f"<table>{columns}{head}{row(duty)}</table>", style), tmp_path / "list.pdf"
    )
    found = duty_list_of(read_pdf(path))

    assert cells(found) == [[duty]]
    assert len(found.lists[0].duties[0].source.pages) > 1


def test_the_end_of_a_row_in_one_column_belongs_to_the_table(tmp_path: Path) -> None:
    first = "负责本辖区内各项检查工作；"
    head = "table.header([序号], [事项名称], [上级部门职责], [乡镇配合职责], table.hline())"
    columns = "columns: (8fr, 20fr, 36fr, 36fr), stroke: none, inset: 5pt"
    source = (
        '#set page("a4", flipped: true, margin: 20mm)\n'
        f'#set text(font: "{FONT}", size: 10pt, lang: "zh", region: "cn")\n'
        f"#table({columns}, {head}, [1], [检查工作], [{first}], [{first}])\n#pagebreak()\n"
        f"#table({columns}, {head}, [], [], [], [及时上报。])\n"
        "#align(center)[甲县乙镇人民政府上级部门收回事项清单]\n"
        f"#table({columns.replace('36fr, 36fr', '72fr')}, table.header([序号], [事项名称],"
        " [承接部门及工作方式], table.hline()), [1], [养犬管理], [县公安局：负责养犬管理。],"
        " table.hline())"
    )
    (tmp_path / "list.typ").write_text(source, encoding="utf-8")
    typst.compile(str(tmp_path / "list.typ"), output=str(tmp_path / "list.pdf"))

    found = duty_list_of(read_pdf(tmp_path / "list.pdf"))

    assert cells(found) == [
        [("1", "检查工作", first, f"{first}\n及时上报。")],
        [("1", "养犬管理", "县公安局：负责养犬管理。")],
    ]


@pytest.mark.parametrize("dashes", [(), (3, 2)])
def test_a_ruling_of_one_path_stops_where_cells_are_merged(
    dashes: tuple[int, ...], tmp_path: Path
) -> None:
    """Programs draw all of a ruling in one path, with a gap at the merged cells; one that is drawn
    dash by dash goes on from end to end."""
    edges, tops = (50, 90, 190, 400), (700, 670, 640, 610, 580)
    texts = [(("序号", "事项类别", "事项名称"), 680)]
    texts += [((duty[0], "", duty[2]), 650 - 30 * at) for at, duty in enumerate(DUTIES)]
    target = tmp_path / "清单.pdf"
    pdf = canvas.Canvas(str(target))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdf.setFont("STSong-Light", 10)
    pdf.drawString(180, 720, "基本履职事项清单")
    pdf.drawString(95, 635, "党的")
    pdf.drawString(95, 619, "建设")
    pdf.drawString(95, 590, "经济发展")
    for cells_of, y in texts:
        for x, text in zip(edges, cells_of, strict=False):
            pdf.drawString(x + 4, y, text)
    for x in edges:
        pdf.line(x, tops[0], x, tops[-1])
    for y in tops:
        stretches = ((50, 90), (190, 400)) if y == 640 else ((50, 400),)
        path = pdf.beginPath()
        for start, end in stretches:
            step, gap = dashes or (end - start, 0)
            while start < end:
                path.moveTo(start, y)
                path.lineTo(min(start + step, end), y)
                start += step + gap
        pdf.drawPath(path)
    pdf.save()
    (found,) = duty_list_of(read_pdf(target)).lists
    assert [(duty.category, duty.name) for duty in found.duties] == [duty[1:] for duty in DUTIES]
