"""What a page's styles write, order, colour and hide: the text that a browser shows is read."""

from __future__ import annotations

import pytest

from tests.test_html_reader import left_out, shown


def cells(sheet: str, body: str) -> list[str]:
    """The words of the table in a page with a style sheet."""
    (table,) = [one for one in shown(f"<style>{sheet}</style>{body}") if isinstance(one, list)]
    return [cell for row in table for cell in row]


ROWS = (
    "<table><tr class=h><th>序号<th>事项名称<tr><td class=n><td>甲<tr><td class=n><td>乙"
    "<tr class=off><td class=n><td>暗<tr><td class=n><td>丙</table>"
)


@pytest.mark.parametrize(
    ("sheet", "numbers"),
    [
        ("tr:not(.h){counter-increment:r}.n::before{content:counter(r)}", "1 2 3"),
        ("table{counter-reset:r 4}.n:before{counter-increment:r;content:counter(r)}", "5 6 7"),
        (
            "tr:not(.h){counter-increment:r 2}.n::after{content:'第' counter(r) '项'}",
            "第2项 第4项 第6项",
        ),
        (
            "tr.h{counter-reset:r}tr:not(.h){counter-increment:r}"
            ".n::before{content:counter(r,simp-chinese-informal)'、'}",
            "一、 二、 三、",
        ),
        (
            "table{counter-reset:r}.n{counter-increment:r}"
            ".n::before{content:counter(r,decimal-leading-zero)}",
            "01 02 03",
        ),
        (
            "tr:not(.h){counter-increment:r}.n::before{content:'旧'}"
            "table .n::before{content:counter(r,upper-roman)}",
            "I II III",
        ),
        (".n::before{content:'\\2460'}", "① ① ①"),
    ],
)
def test_numbers_that_styles_count_are_read(sheet: str, numbers: str) -> None:
    """Rows that are not shown do not count."""
    one, two, three = numbers.split()
    said = cells(f"{sheet}.off{{display:none}}", ROWS)
    assert said == ["序号", "事项名称", one, "甲", two, "乙", three, "丙"]


def test_a_counter_counts_within_what_reset_it() -> None:
    sheet = (
        "ol{counter-reset:a;list-style:none}li{counter-increment:a}"
        "li::before{content:counters(a,'.') '　'}"
    )
    body = "<table><tr><td>1<td><ol><li>甲<ol><li>子<li>丑</ol><li>乙</ol><ol><li>丙</ol></table>"
    assert cells(sheet, body)[1] == "1　甲\n1.1　子\n1.2　丑\n2　乙\n1　丙"


def test_a_row_has_a_cell_for_what_stands_before_it() -> None:
    sheet = "tr{counter-increment:r}tr::before{content:counter(r)}"
    assert cells(sheet, "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>") == [
        *("1", "甲", "乙", "2", "丙", "丁")
    ]


@pytest.mark.parametrize(
    ("sheet", "labels"),
    [
        ("ol{list-style:none}", ["甲", "乙"]),
        ("li{list-style-type:none}", ["甲", "乙"]),
        ("ol{list-style:cjk-decimal inside}", ["一、甲", "二、乙"]),
        ("ol{list-style-type:simp-chinese-formal}", ["壹、甲", "贰、乙"]),
        ("li::marker{content:'（'counter(list-item)'）'}", ["（1）甲", "（2）乙"]),
        ("li::after{content:'；'}", ["1.甲；", "2.乙；"]),
        ("li::before{content:open-quote}li::after{content:close-quote}", ["1.“甲”", "2.“乙”"]),
        ("li::before{content:attr(data-n)}", ["1.（一）甲", "2.乙"]),
    ],
)
def test_labels_and_ends_of_items_are_those_that_styles_write(
    sheet: str, labels: list[str]
) -> None:
    body = "<table><tr><td>1<td><ol><li data-n=（一）>甲<li>乙</ol></table>"
    assert cells(sheet, body)[1].split("\n") == labels


@pytest.mark.parametrize(
    "sheet",
    [
        "td::before{content:'\\f105'}",
        "td::before{content:'';display:block}",
        "td::after{content:'.';visibility:hidden}",
        "td::before{content:'旧';display:none}",
        "@media print{td::before{content:'旧'}}",
        "td::selection{content:'旧'}",
        "td::before{content:none}",
    ],
)
def test_what_styles_write_and_nobody_sees_is_not_read(sheet: str) -> None:
    assert cells(sheet, "<table><tr><td>1<td>甲</table>") == ["1", "甲"]
    assert left_out(f"<style>{sheet}</style><table><tr><td>1<td>甲</table>") == []


@pytest.mark.parametrize(
    ("sheet", "quoted"),
    [
        ("td::before{content:counter(r,圈码)}", "counter(r，圈码)"),
        ("td::before{content:url(一.png)}", "url(一.png)"),
        ("table::before{content:'基本履职'}", "基本履职"),
    ],
)
def test_what_styles_write_and_is_not_known_is_told(sheet: str, quoted: str) -> None:
    told = left_out(f"<style>{sheet}</style><table><tr><td>1<td>甲</table>")
    assert told == [f"网页用样式写的编号或文字没有读入：“{quoted}”，请对照原件"]


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("<bdo dir=rtl>21</bdo>场", "12场"),
        ("<span style='direction:rtl;unicode-bidi:bidi-override'>（21）</span>场", "（12）场"),
        ("<span style='direction:rtl'>21</span>场", "21场"),
        ("<bdo dir=ltr>21</bdo>场", "21场"),
        ("&#x202e;21&#x202c;场", "12场"),
        ("<span class=f><i>乙</i><i>甲</i></span>丙", "甲乙丙"),
        ("<span class=f>乙<i>甲</i></span>丙", "甲乙丙"),
        (
            "<b style='display:inline-flex'><i style='order:2'>乙</i><i style='order:1'>甲</i></b>",
            "甲乙",
        ),
        ("<b><i style='order:2'>乙</i><i style='order:1'>甲</i></b>", "乙甲"),
    ],
)
def test_text_is_read_in_the_order_in_which_it_is_seen(cell: str, seen: str) -> None:
    sheet = ".f{display:inline-flex;flex-direction:row-reverse}"
    assert cells(sheet, f"<table><tr><td>1<td>{cell}</table>") == ["1", seen]


def test_rows_of_boxes_are_read_in_the_order_of_their_cells() -> None:
    sheet = ".r{display:flex}.a{order:2}.b{order:1}"
    rows = "".join(
        f"<div class=r><div class=a>{name}</div><div class=b>{number}</div></div>"
        for number, name in (("序号", "事项名称"), ("1", "甲"), ("2", "乙"))
    )
    assert shown(f"<style>{sheet}</style><h3>清单</h3>{rows}<p>完") == [
        "清单",
        [["序号", "事项名称"], ["1", "甲"], ["2", "乙"]],
        "完",
    ]


SAID = "画成图片的字按网页给图片写的说明读：“{}”，请对照原件"
SMALL = "文字中间有小图片 1 张没有读入，可能是画成图片的字，请对照原件"
UNSEEN = "网页上不显示的文字没有读入：“暗”"


@pytest.mark.parametrize(
    ("cell", "seen", "told"),
    [
        ("做好<img src=x width=17 alt=㵲>水河", "做好㵲水河", SAID.format("㵲")),
        ("做好<img src=x alt=𡌶背>屋", "做好𡌶背屋", SAID.format("𡌶背")),
        ("做好<img src=x width=17>水河", "做好水河", SMALL),
        ("做好<img src=x width=17 alt=icon>水河", "做好水河", SMALL),
        ("<ruby>茗<rp>(</rp><rt>míng</rt><rp>)</rp></ruby>茶", "茗茶", ""),
        ("<span style='color:#fff'>暗</span>明", "明", UNSEEN),
        ("<font color=white>暗</font>明", "明", UNSEEN),
        ("<span style='color:transparent'>暗</span>明", "明", UNSEEN),
        ("<span style='color:#fff;background:#036'>题</span>明", "题明", ""),
        ("<span style='opacity:0'>暗</span>明", "明", UNSEEN),
        ("<span class=far>暗</span>明", "明", UNSEEN),
        ("<span style='left:-3px'>甲</span>明", "甲明", ""),
        ("<span style='text-transform:uppercase'>pm</span>2.5", "PM2.5", ""),
        ("<i style='font-variant:small-caps'>v<b style='font-variant:normal'>c</b></i>", "Vc", ""),
    ],
)  # fmt: skip
def test_characters_are_those_that_are_seen(cell: str, seen: str, told: str) -> None:
    sheet = ".far{position:absolute;left:-9999px}"
    body = f"<table><tr><td>1<td>{cell}</table>"
    assert cells(sheet, body) == ["1", seen]
    assert left_out(f"<style>{sheet}</style>{body}") == [told] * bool(told)


def test_white_words_on_a_ground_that_a_sheet_or_another_file_may_tell_are_read() -> None:
    body = "<table><tr class=h><td>序号<td><font color=white>事项名称</font><tr><td>1<td>甲</table>"
    sheets = ("<style>.h{background:#036 url(a.png)}</style>", "<link rel=stylesheet href=a.css>")
    for sheet in sheets:
        assert shown(f"{sheet}{body}") == [[["序号", "事项名称"], ["1", "甲"]]]
