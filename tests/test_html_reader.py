"""Web pages as browsers and offices save them: lines and tables as they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.formats.web.html import html_blocks, read_html
from dutylist.extract.formats.web.mht import read_mht
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Line, Picture, Table

LIST = "<table><tr><th>序号<th>事项名称<tr><td>1<td>甲<tr><td>2<td>乙</table>"


def shown(page: str) -> list[str | list[list[str]]]:
    blocks, _ = html_blocks(page, "页.html")
    return [
        block.text
        if isinstance(block, Line)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in blocks
        if not isinstance(block, Picture)
    ]


def left_out(page: str) -> list[str]:
    return [note.text for note in html_blocks(page, "页.html")[1]]


def test_lines_and_tables_in_order() -> None:
    page = f"<body>开头<h1>望汀镇<br>基本履职事项清单</h1>{LIST}<p>结尾&nbsp;完</p>"
    assert shown(page) == [
        "开头",
        "望汀镇",
        "基本履职事项清单",
        [["序号", "事项名称"], ["1", "甲"], ["2", "乙"]],
        "结尾\xa0完",
    ]


_ROW = "<tr><td>1</td><td>甲</td></tr>"


@pytest.mark.parametrize(
    "table",
    [
        f"<form><tr><th>序号<th>事项名称</tr>{_ROW}</form>",
        f"<tr><th>序号<th>事项名称</tr><form>{_ROW}</form>",
        f"<tbody><tr><th>序号<th>事项名称</tr><div class=a>{_ROW}</div></tbody>",
        f"<font size=2><tr><th>序号<th>事项名称</tr>{_ROW}</font>",
        f"<tr><th>序号<th>事项名称</tr><x-row>{_ROW}</x-row>",
        "<tr><th>序号<th>事项名称</tr><tr><form><td>1</td><td>甲</td></form></tr>",
        "<tr><th>序号<th>事项名称</tr><tr><td>1</td><div><td>甲</td></div></tr>",
        f"<tfoot><form>{_ROW}</form></tfoot><tr><th>序号<th>事项名称</tr>",
    ],
)
def test_rows_and_cells_in_other_elements_are_the_tables(table: str) -> None:
    """As browsers show them: old sites put forms around rows and cells."""
    assert shown(f"<table>{table}</table>") == [[["序号", "事项名称"], ["1", "甲"]]]


def test_words_of_a_table_outside_its_cells_stand_above_it() -> None:
    head = "基本履职<tr><th>序号<th>事项名称</tr>共 1 项"
    page = f"<table>{head}{_ROW}<p>说明</p><p hidden>藏</p></table>"
    found = shown(page)
    assert sorted(map(str, found[:-1])) == ["共 1 项", "基本履职", "说明"]
    assert found[-1] == [["序号", "事项名称"], ["1", "甲"]]


def test_rows_of_a_template_are_not_shown() -> None:
    page = f"<table><tr><th>序号<th>事项名称</tr><template>{_ROW}</template>{_ROW}</table>"
    assert shown(page) == [[["序号", "事项名称"], ["1", "甲"]]]


def test_cells_over_columns_and_rows() -> None:
    page = (
        "<table><tr><th rowspan=2>序号<th colspan=2>职责<tr><th>部门<th>乡镇"
        "<tr><td>1<td rowspan=0>甲<td>乙<tr><td>2<td>丙<tr><td colspan=3>二、民生</table>"
    )
    (block,) = html_blocks(page, "页.html")[0]
    assert isinstance(block, Table)
    assert [[cell.text for cell in row.cells] for row in block.rows] == [
        ["序号", "职责", ""],
        ["", "部门", "乡镇"],
        ["1", "甲", "乙"],
        ["2", "", "丙"],
        ["二、民生", "", ""],
    ]
    assert [[cell.merged for cell in row.cells] for row in block.rows][1:4] == [
        [True, False, False],
        [False, False, False],
        [False, True, False],
    ]
    assert [row.spans_all for row in block.rows] == [False] * 4 + [True]


def test_paragraphs_of_a_cell() -> None:
    page = (
        "<table><tr><th>序号<th>职责<tr><td>1<td><p>县公安局：</p><ol><li>办证；<li>查处。</ol>"
        '<ol style="list-style-type: none"><li>宣传。</ol>'
        '<ol start=3 type=A><li>上报</ol><ol style="list-style:cjk-ideographic"><li>汇总</ol>'
        "<ul><li>登记</ul><table><tr><td>表中<td>之表</table></table>"
    )
    (table,) = shown(page)
    assert (
        table[1][1] == "县公安局：\n1.办证；\n2.查处。\n宣传。\nC.上报\n一、汇总\n登记\n表中\n之表"
    )


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("start=26 type=a", ["z.", "aa.", "ab."]),
        ("start=39 type=I", ["XXXIX.", "XL.", "XLI."]),
        ("start=9 style=list-style:cjk-ideographic", ["九、", "十、", "十一、"]),
    ],
)
def test_labels_are_those_that_a_browser_writes(said: str, labels: list[str]) -> None:
    page = f"<table><tr><th>序号<th>职责<tr><td>1<td><ol {said}><li>甲<li>乙<li>丙</ol></table>"
    ((_, row),) = shown(page)
    assert row[1] == "\n".join(map("".join, zip(labels, "甲乙丙", strict=True)))


def test_white_space_is_what_a_browser_makes_of_it() -> None:
    page = "<p>县公安局\n  负责  PM2.5\n 监测，</p><p>100m<sup>2</sup>，CO<sub>2</sub></p>"
    assert shown(page) == ["县公安局负责 PM2.5 监测，", "100m²，CO₂"]


def test_a_table_that_only_puts_others_in_their_place() -> None:
    menu = "<ul><li>机构职能<li>政策文件</ul>"
    page = f"<table><tr><td>{menu}<td><table><tr><td>{LIST}</table><p>完</table>"
    assert shown(page)[-2:] == [[["序号", "事项名称"], ["1", "甲"], ["2", "乙"]], "完"]


def test_menus_hidden_and_struck_text_are_left_out_and_quoted() -> None:
    links = "".join(f"<li><a href=#>{text}</a>" for text in ("首页", "公开", "办事"))
    page = (
        f"<div><ul>{links}</ul></div><p style='display: none'>暗<p>明<del>旧</del>新"
        '<span style="text-decoration:line-through">废</span><script>var a</script>'
        "<footer>主办</footer><img src=http://127.0.0.1/a.png>"
    )
    assert shown(page) == ["明新"]
    assert left_out(page) == [
        "画了删除线的文字没有读入：“旧”、“废”",
        "网页上不显示的文字没有读入：“暗”",
        "网页的菜单、页脚没有读入：“首页 公开 办事”、“主办”",
        "图片 1 张没有存在文件里，其中的文字没有读入",
    ]


HEAD = "<tr><th>序号<th>事项名称<th>职责"
OTHERS = "<tr><td>1<td>甲<td>子<tr><td>2<td>乙<td>丑"
UNREAD = "网页上不显示的文字没有读入：“9 暗 影”"
STRUCK = "画了删除线的文字没有读入：“9 暗 影”"


@pytest.mark.parametrize(
    ("table", "note"),
    [
        (f"{HEAD}<tr style='display: none'><td>9<td>暗<td>影</tr>{OTHERS}", UNREAD),
        (f"{HEAD}<tr hidden><td>9<td>暗<td>影</tr>{OTHERS}", UNREAD),
        (f"{HEAD}{OTHERS}<tbody style='display:none'><tr><td>9<td>暗<td>影</tbody>", UNREAD),
        (
            f"{HEAD}<tr><td>1<td>甲<td style='display:none'>暗<td>子"
            "<tr><td>2<td>乙<td hidden>影<td>丑",
            "网页上不显示的文字没有读入：“暗”、“影”",
        ),
    ],
)
def test_rows_and_cells_that_are_not_shown_are_none(table: str, note: str) -> None:
    page = f"<table>{table}</table>"
    assert shown(page) == [[["序号", "事项名称", "职责"], ["1", "甲", "子"], ["2", "乙", "丑"]]]
    assert left_out(page) == [note]


SHEETED = """<style>{sheet}</style><table><tr><th>序号</th><th>事项名称</th></tr>
<tr><td>1</td><td>甲</td></tr><tr class="off"><td>2</td><td>作废</td></tr></table>"""


def words_with(sheet: str) -> list[str]:
    """The words of a table whose last row has the class off."""
    tables = [
        block for block in shown(SHEETED.replace("{sheet}", sheet)) if isinstance(block, list)
    ]
    return [cell for table in tables for row in table for cell in row]


@pytest.mark.parametrize(
    "sheet",
    [
        ".off{display:none}",
        "tr.off { DISPLAY : none !important }",
        "<!-- table .off {display:none} -->",
        "@media screen { .off{display:none} }",
        ".off{display:block} tr.off{display:none} tr{display:table-row}",
        ".off td{visibility:hidden}",
        ".off{font-size:0}",
        "tr:nth-child(3){display:none}",
        ".off{display:none",
    ],
)
def test_what_a_style_sheet_of_the_page_hides_is_left_out_and_quoted(sheet: str) -> None:
    words = words_with(sheet)
    assert "甲" in words
    assert "作废" not in words
    (note,) = left_out(SHEETED.replace("{sheet}", sheet))
    assert note.startswith("网页上不显示的文字没有读入：")
    assert "作废" in note


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .off{display:none} }",
        ".off{display:none} tr.off{display:table-row}",
        ".off{display:none!important} .off{display:table-row!important}",
        ".off::before{display:none}",
        ".off:hover{display:none}",
        ".other{display:none}",
        "table{font-size:0} td{font-size:14px}",
        "}}}.off{display:",
        ".off[{display:none}",
    ],
)
def test_what_a_style_sheet_shows_or_does_not_say_is_read(sheet: str) -> None:
    assert words_with(sheet) == ["序号", "事项名称", "1", "甲", "2", "作废"]


def test_an_elements_own_style_wins_over_the_sheets() -> None:
    page = SHEETED.replace("{sheet}", ".off{display:none}")
    own = page.replace('class="off"', 'class="off" style="display:table-row"')
    assert left_out(own) == []


@pytest.mark.parametrize(
    ("style", "note"),
    [
        ("visibility:hidden", UNREAD),
        ("visibility: collapse", UNREAD),
        ("text-decoration:line-through", STRUCK),
    ],
)
def test_rows_that_keep_their_place_have_no_words(style: str, note: str) -> None:
    page = (
        f"<table>{HEAD}<tr><td>1<td rowspan=2>甲<td>子<tr style='{style}'><td>9<td>暗 影"
        "<tr><td>2<td>乙<td>丑</table>"
    )
    assert shown(page) == [
        [["序号", "事项名称", "职责"], ["1", "甲", "子"], ["", "", ""], ["2", "乙", "丑"]]
    ]
    assert left_out(page) == [note]


def test_a_cell_that_is_not_shown_but_keeps_its_place_is_empty() -> None:
    page = f"<table>{HEAD}<tr><td>1<td style='visibility:hidden'>暗<td>子<tr><td>2<td>乙<td>丑"
    table = shown(page + "</table><caption hidden>旧</caption>")[0]
    assert table == [["序号", "事项名称", "职责"], ["1", "", "子"], ["2", "乙", "丑"]]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", "<meta charset=gb2312>"),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", ""),
        ("utf-16", ""),
    ],
)
@pytest.mark.parametrize("ending", [".html", ".xls", ".doc"])
def test_encodings_and_names(tmp_path: Path, encoding: str, head: str, ending: str) -> None:
    path = tmp_path / f"清单{ending}"
    path.write_bytes(f"<html><head>{head}</head><h1>基本履职清单</h1>{LIST}".encode(encoding))
    first = read_html(path).blocks[0]
    assert isinstance(first, Line)
    assert first.text == "基本履职清单"


def test_every_page_of_a_single_file(tmp_path: Path) -> None:
    parts = "".join(
        f'--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n<h1>{title}</h1>{LIST}\r\n'
        for title in ("基本履职事项清单", "上级部门收回事项清单")
    )
    path = tmp_path / "清单.mht"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    path.write_text(f"{head}{parts}--b--\r\n", encoding="utf-8")
    assert len(read_mht(path).blocks) == 4
    assert [table.kind for table in read_duty_list(path).lists] == ["basic", "recalled"]


PAGE = f"<!doctype html><html><body><h1>基本履职事项清单</h1>{LIST}<p>完</p></body></html>"
SAVED = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    f"--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{LIST}\n"
    "--b\nContent-Type: text/css\n\np {}\n--b--\n"
)


@pytest.mark.parametrize(
    ("whole", "last", "ending"),
    [(PAGE, "</table>", ".html"), (PAGE, "</html>", ".html"), (SAVED, "--b--", ".mht")],
    ids=["within the table", "behind it", "within a saved page"],
)
def test_a_page_that_ends_before_its_end_is_told(
    tmp_path: Path, whole: str, last: str, ending: str
) -> None:
    path = tmp_path / f"清单{ending}"
    for text, cut in ((whole, False), (whole[: whole.index(last)], True)):
        path.write_text(text, "utf-8")
        document = read_mht(path) if ending == ".mht" else read_html(path)
        assert [note.damage for note in document.notes] == [True] * cut


def test_end_tags_in_comments_and_scripts_end_nothing() -> None:
    page = f"<html><!-- <table> --><script>'<table>'</script>{LIST}</html>"
    assert left_out(page) == []


PANE = "<table><tr><th>序号</th><th>事项名称</th></tr><tr><td>1</td><td>{}</td></tr></table>"
BOXES = (
    "<div style='display:table'><div style='display:table-row'><div style='display:table-cell'>序号"
    "</div><div style='display:table-cell'>事项名称</div></div><div style='display:table-row'>"
    "<div style='display:table-cell'>1</div><div style='display:table-cell'>{}</div></div></div>"
)
BAR = "<ul><li data-t='0'>基本履职</li><li data-t='1'>配合履职</li></ul>"


@pytest.mark.parametrize("pane", [PANE, BOXES], ids=["table", "boxes"])
@pytest.mark.parametrize(
    ("page", "opened"),
    [
        ("{bar}<div class='p on'>{a}</div><div class=p style='display:none'>{b}</div>",
         "配合履职"),
        ("{bar}<section><div role=tabpanel>{a}</div><div role=tabpanel hidden>{b}</div></section>",
         "配合履职"),
        ("<style>.p{{display:none}}.on{{display:block}}</style>{bar}<div class='p on'>{a}</div>"
         "<div class=p>{b}</div>", "配合履职"),
        ("{bar}<div class=p>{a}</div><div class=p style='Visibility: Hidden !important'>{b}</div>",
         "配合履职"),
        ("{bar}<div class=p>{a}</div><div class=p style='font-size: 0px; color: red'>{b}</div>",
         "配合履职"),
        ("<style>.p{{display:none}}#a:checked~.a,#b:checked~.b{{display:block}}</style><div>"
         "<input type=radio id=a checked><label for=a>基本履职</label><input type=radio id=b>"
         "<label for=b>配合履职</label><div class='p a'>{a}</div><div class='p b'>{b}</div></div>",
         "配合履职"),
        ("<input type=radio id=a><label for=a>基本履职</label><input type=radio id=b checked>"
         "<label for=b>配合履职</label><div><div class=p style='display:none'>{a}</div>"
         "<div class=p>{b}</div></div>", "基本履职"),
        ("<div><a href='#a'>基本履职</a><a href='#b'>配合履职</a></div><div class=p>{a}</div>"
         "<div class=p>{b}</div>", ""),
    ],
    ids=["style", "hidden", "sheet", "visibility", "size", "switches", "switches apart",
         "all shown"],
)  # fmt: skip
def test_each_pane_of_a_page_with_tabs_stands_below_its_name(
    page: str, opened: str, pane: str
) -> None:
    text = page.format(bar=BAR, a=pane.format("甲事"), b=pane.format("乙事"))
    head = ["序号", "事项名称"]
    assert shown(text) == ["基本履职", [head, ["1", "甲事"]], "配合履职", [head, ["1", "乙事"]]]
    told = [f"网页分成几个标签页，点开才显示的也读入了：“{opened}”"] if opened else []
    assert left_out(text) == told


@pytest.mark.parametrize(
    "above",
    ["", "<div><span>发布时间</span></div>", "<ul><li>甲<li>乙<li>丙</ul>"],
    ids=["no bar", "one name", "more names"],
)
def test_a_hidden_table_without_a_bar_of_tabs_stays_hidden(above: str) -> None:
    a, b = PANE.format("甲事"), PANE.format("乙事")
    text = f"{above}<div class=p>{a}</div><div class=p style='display:none'>{b}</div>"
    assert [piece for piece in shown(text) if isinstance(piece, list)] == [
        [["序号", "事项名称"], ["1", "甲事"]]
    ]
    assert left_out(text) == ["网页上不显示的文字没有读入：“序号 事项名称 1 乙事”"]


def test_names_beside_tables_that_lead_nowhere_are_no_tabs() -> None:
    a, b = PANE.format("甲事"), PANE.format("乙事")
    text = f"<div><b>来源：编办</b><i>浏览：3</i></div><div class=p>{a}</div><div class=p>{b}</div>"
    assert shown(text)[:2] == ["来源：编办浏览：3", [["序号", "事项名称"], ["1", "甲事"]]]


@pytest.mark.parametrize(
    "way",
    ["class=r hidden", "class=r style='display:none'", "class='r off'"],
    ids=["attribute", "style", "sheet"],
)
def test_a_hidden_row_of_boxes_is_left_out_and_quoted(way: str) -> None:
    sheet = "<style>.r{display:table-row}.r[hidden],.off{display:none!important}</style>"
    row = "<div {}><span>{}</span><span>{}</span></div>"
    head, one, two = (("序号", "事项名称"), ("1", "甲"), ("2", "乙"))
    shown_rows = [row.format("class=r", *texts) for texts in (head, one, two)]
    shown_rows.insert(2, row.format(way, "2", "作废"))
    page = f"{sheet}<div>{''.join(shown_rows)}</div>"
    assert shown(page) == [[["序号", "事项名称"], ["1", "甲"], ["2", "乙"]]]
    assert left_out(page) == ["网页上不显示的文字没有读入：“2 作废”"]


def test_a_hidden_column_of_boxes_is_left_out_and_quoted() -> None:
    row = "<div><span>{}</span><span>{}</span><span hidden>{}</span></div>"
    page = (
        "<div>" + row.format("序号", "事项名称", "备注") + row.format("1", "甲", "内部") + "</div>"
    )
    assert shown(page) == [[["序号", "事项名称"], ["1", "甲"]]]
    assert left_out(page) == ["网页上不显示的文字没有读入：“备注”、“内部”"]


THREE_ROWS = """
<h1>青石镇配合履职事项清单</h1><table>
<tr><td rowspan=3>序号</td><td rowspan=3>事项名称</td><td colspan=3>责任划分</td>
<td rowspan=3>备注</td></tr>
<tr><td rowspan=2>镇职责</td><td colspan=2>县级部门</td></tr>
<tr><td>{0}</td><td>{1}</td></tr>
<tr><td>1</td><td>养犬管理</td><td>1.劝导。</td><td>县公安局</td><td>1.查处。</td><td>无</td></tr>
<tr><td>2</td><td>低保</td><td>1.初审。</td><td>县民政局</td><td>1.审批。</td><td></td></tr>
</table>"""


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (("部门名称", "部门职责"), ["departments", "department duties"]),
        (("主管部门", "工作职责"), ["departments", "department duties"]),
    ],
)
def test_a_header_of_three_rows_of_which_not_all_columns_reach_down(
    tmp_path: Path, names: tuple[str, str], roles: list[str]
) -> None:
    path = tmp_path / "清单.html"
    path.write_text(THREE_ROWS.format(*names), "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert [one.role for one in table.columns] == [
        *("number", "name", "township duties"),
        *(*roles, "remark"),
    ]
    assert [(one.number, one.cells[3:5]) for one in table.duties] == [
        (1, ("县公安局", "1.查处。")),
        (2, ("县民政局", "1.审批。")),
    ]


def test_a_header_of_three_rows_whose_cells_are_not_merged(tmp_path: Path) -> None:
    rows = (
        ("序号", "事项名称", "责任划分", "", "", "备注"),
        ("", "", "镇职责", "县级部门", "", ""),
        ("", "", "", "部门名称", "部门职责", ""),
        ("1", "养犬管理", "1.劝导。", "县公安局", "1.查处。", "无"),
    )
    path = tmp_path / "清单.csv"
    text = "\n".join(",".join(row) for row in (("青石镇配合履职事项清单",), *rows))
    path.write_text(text, "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    (duty,) = table.duties
    assert [one.role for one in table.columns][3:5] == ["departments", "department duties"]
    assert duty.cells == rows[3]


def test_a_header_of_two_rows_above_another_lists_is_its_own(tmp_path: Path) -> None:
    """The first list has no rows."""
    head = (
        "<tr><td rowspan=2>序号</td><td rowspan=2>事项名称</td><td colspan=2>县级部门</td></tr>"
        "<tr><td>部门名称</td><td>部门职责</td></tr>"
    )
    row = "<tr><td>1</td><td>养犬管理</td><td>县公安局</td><td>1.查处。</td></tr>"
    path = tmp_path / "清单.html"
    path.write_text(f"<h1>青石镇配合履职事项清单</h1><table>{head}{head}{row}</table>", "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert [one.cells for one in table.duties] == [("1", "养犬管理", "县公安局", "1.查处。")]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_label_with_a_paragraph_for_each_clause_below_it(tmp_path: Path, tag: str) -> None:
    """A card of two boxes would have the first clause alone."""
    duty = "".join(
        f"<{tag}>{line}</{tag}>"
        for line in (
            *("<b>主管部门：</b>县水务局", "<b>部门职责：</b>", "（1）审批取水许可；"),
            *("（2）安装计量设施。", "<b>乡镇职责：</b>", "（1）摸排自备井；", "（2）报告线索。"),
        )
    )
    path = tmp_path / "清单.html"
    path.write_text(
        "<h1>青石乡配合履职事项清单</h1><h3>一、水利</h3>"
        f"<h4>（一）取水巡查</h4>{duty}<h4>（二）水土保持</h4>{duty}",
        "utf-8",
    )
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert [one.name for one in table.duties] == ["取水巡查", "水土保持"]
    roles = [one.role for one in table.columns]
    for one in table.duties:
        assert (
            one.cells[roles.index("department duties")]
            == "（1）审批取水许可；\n（2）安装计量设施。"
        )
        assert one.cells[roles.index("township duties")] == "（1）摸排自备井；\n（2）报告线索。"


@pytest.mark.parametrize(
    "descriptions",
    [
        pytest.param(
            "<dd>1. 教育党员。</dd><dd>2. 落实责任制。</dd>|<dd>3. 排查纠纷。</dd>", id="dd"
        ),
        pytest.param("<dd>1.教育党员。<br>2.落实责任制。</dd>|<dd>3.排查纠纷。</dd>", id="br"),
        pytest.param(
            "<dd><ol><li>教育党员。<li>落实责任制。</ol></dd>"
            "|<dd><ol start=3><li>排查纠纷。</ol></dd>",
            id="ol",
        ),
        pytest.param(
            "<dd><p>1、教育党员。<p>2、落实责任制。</dd>|<dd><p>3、排查纠纷。</dd>", id="p"
        ),
    ],
)
def test_a_description_list_whose_terms_are_categories(tmp_path: Path, descriptions: str) -> None:
    """No table of two columns: it has no header and was refused."""
    first, second = descriptions.split("|")
    path = tmp_path / "清单.html"
    path.write_text(
        "<h1>青石镇履职事项清单</h1><h2>基本履职事项清单</h2>"
        f"<dl><dt>一、党的建设</dt>{first}<dt>二、平安法治</dt>{second}</dl>",
        "utf-8",
    )
    table = read_duty_list(path).table("basic")
    assert table is not None
    assert [(one.number, one.category, one.name) for one in table.duties] == [
        (1, "党的建设", "教育党员。"),
        (2, "党的建设", "落实责任制。"),
        (3, "平安法治", "排查纠纷。"),
    ]
