"""Word files: what is printed is what is read."""

from __future__ import annotations

import random
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.extract.formats.label_numbers import circled, format_number
from dutylist.extract.formats.word.docx import read_docx
from dutylist.extract.formats.word.grid import GridCell, GridRow, table_rows
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_document, read_duty_list
from dutylist.extract.source import Cell, CellPart, Line, Picture, SourceDocument
from dutylist.records.errors import EmptyListError
from tests.fixtures.office_files import (
    convert,
    level,
    num,
    numbering,
    p,
    r,
    styles,
    tbl,
    tc,
    tr,
    word_file,
    word_list_by_libreoffice,
)
from tests.fixtures.pdf_layouts import real_rows
from tests.source_parts import lines, notes, rows, tables

DATA = Path(__file__).parent / "data"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "清单.docx"


# The whole list


def test_the_real_list_written_by_libreoffice(tmp_path: Path) -> None:
    truth = real_rows(DATA / "santai-2025.rows.json")
    read = read_duty_list(word_list_by_libreoffice(truth, tmp_path / "list.docx"))
    assert [
        (table.kind, (duty.cells[0], duty.category, *duty.cells[2:]))
        for table in read.lists
        for duty in table.duties
    ] == [(row.section, row.cells) for row in truth]
    assert read.region == ("新疆维吾尔自治区昌吉回族自治州", "吉木萨尔县三台镇")
    assert read.issued == "2025-07"
    assert [entry.page for entry in read.contents] == [1, 15, 53]
    assert read.notes == ()


# Tables


def test_merged_cells(target: Path) -> None:
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="3"/>'
    document = read_docx(
        word_file(
            target,
            tbl(
                tr("序号", "类别", "名称"),
                tr(tc("一、党的建设", wide)),
                tr("1", tc("党的建设", begin), "甲"),
                tr("2", tc("", go_on), "乙"),
                tr("3", tc("经济发展", begin), tc("丙")),
                tr(tc("4"), tc("丁", '<w:gridSpan w:val="2"/>')),
            ),
        )
    )
    assert tables(document) == [
        [
            ["序号", "类别", "名称"],
            ["一、党的建设", "", ""],
            ["1", "党的建设", "甲"],
            ["2", "", "乙"],
            ["3", "经济发展", "丙"],
            ["4", "丁", ""],
        ]
    ]
    found = rows(document)
    assert [row.spans_all for row in found] == [False, True, False, False, False, False]
    assert [[cell.merged for cell in row.cells] for row in found][2:5] == [
        [False, False, False],
        [False, True, False],
        [False, False, False],
    ]


def test_a_merge_that_nothing_began_is_a_cell_of_its_own(target: Path) -> None:
    document = read_docx(word_file(target, tbl(tr("1", tc("甲", "<w:vMerge/>")))))
    assert tables(document) == [[["1", "甲"]]]
    assert not rows(document)[0].cells[1].merged


def test_text_under_a_merged_cell_is_noted(target: Path) -> None:
    document = read_docx(
        word_file(
            target,
            tbl(
                tr("1", tc("甲", '<w:vMerge w:val="restart"/>')),
                tr("2", tc("遮住", "<w:vMerge/>")),
            ),
        )
    )
    assert tables(document) == [[["1", "甲"], ["2", ""]]]
    assert notes(document) == ["被合并单元格遮住的文字没有读入：“遮住”"]


def test_rows_that_begin_late_or_end_early(target: Path) -> None:
    document = read_docx(
        word_file(
            target,
            tbl(
                tr("序号", "类别", "名称"),
                tr("党的建设", "甲", properties='<w:gridBefore w:val="1"/>'),
                tr("2", "经济发展", properties='<w:gridAfter w:val="1"/>'),
            ),
        )
    )
    assert tables(document) == [
        [["序号", "类别", "名称"], ["", "党的建设", "甲"], ["2", "经济发展", ""]]
    ]


def test_edges_a_hair_apart_are_one_column(target: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    document = read_docx(
        word_file(
            target,
            tbl(
                tr("序号", tc("类别", two), "名称"),
                tr(tc("1", two), "党的建设", "甲"),
                widths=(600, 30, 1200, 4000),
            ),
        )
    )
    assert tables(document) == [[["序号", "类别", "名称"], ["1", "党的建设", "甲"]]]


def test_nested_tables_are_paragraphs_of_their_cell(target: Path) -> None:
    inner = tbl(tr("县民政局", "负责审核。"), tr("县财政局", "负责拨付。"))
    document = read_docx(
        word_file(target, tbl(tr("序号", "职责"), tr("1", tc(p("分工：") + inner + p("完。")))))
    )
    assert tables(document)[0][1] == [
        "1",
        "分工：\n县民政局\n负责审核。\n县财政局\n负责拨付。\n完。",
    ]


def test_a_table_that_only_frames_others_is_no_table(target: Path) -> None:
    inner = tbl(tr("序号", "名称"), tr("1", "甲"))
    document = read_docx(word_file(target, tbl(tr(tc(p("基本履职事项清单") + inner + p())))))
    assert lines(document) == ["基本履职事项清单"]
    assert tables(document) == [[["序号", "名称"], ["1", "甲"]]]


@pytest.mark.parametrize("title", ["", "基本履职事项清单"])
@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_a_frame_around_two_halves_of_a_list_is_no_table(
    target: Path, tmp_path: Path, title: str, ending: str
) -> None:
    """With or without a title of its own above each."""
    halves = [tbl(tr("序号", "名称"), tr(n, name)) for n, name in (("1", "甲"), ("2", "乙"))]
    above = p(title) if title else ""
    made = word_file(target, tbl(tr(tc(above + halves[0] + p()), tc(above + halves[1] + p()))))
    read = read_document(made if ending == ".docx" else convert(made, "odt", tmp_path / "清单.odt"))
    assert tables(read) == [[["序号", "名称"], ["1", "甲"]], [["序号", "名称"], ["2", "乙"]]]
    assert lines(read) == [title, title] * bool(title)


def test_a_frame_with_empty_margins_is_no_table(target: Path) -> None:
    inner = p("基本履职事项清单") + tbl(tr("1", "甲")) + p()
    document = read_docx(word_file(target, tbl(tr(tc("某县政府"), ""), tr("", tc(inner)))))
    assert lines(document) == ["某县政府", "基本履职事项清单"]
    assert tables(document) == [[["1", "甲"]]]


def test_a_frame_with_a_menu_beside_the_list_is_no_table(target: Path) -> None:
    inner = tbl(tr("序号", "事项名称"), tr("1", "做好" * 20))
    document = read_docx(word_file(target, tbl(tr("首页", tc(inner + p("完"))))))
    assert lines(document) == ["首页", "完"]
    assert tables(document) == [[["序号", "事项名称"], ["1", "做好" * 20]]]


def test_what_was_left_out_is_said_where_no_list_is_found(target: Path) -> None:
    with pytest.raises(EmptyListError, match="嵌入的其他文件 1 个没有读入"):
        read_duty_list(word_file(target, p("甲"), '<w:altChunk r:id="rId9"/>'))


def test_content_controls_stand_around_anything(target: Path) -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    document = read_docx(
        word_file(
            target,
            control(p("目录")),
            control(tbl(control(tr(control(tc(control(p("序号")))), tc("名称"))), tr("1", "甲"))),
            p(run=control(r("履职")) + r("清单")),
        )
    )
    assert lines(document) == ["目录", "履职清单"]
    assert tables(document) == [[["序号", "名称"], ["1", "甲"]]]


def test_absurd_spans_are_cut_to_words_own_limit(target: Path) -> None:
    many = '<w:gridSpan w:val="999999999"/>'
    document = read_docx(
        word_file(target, tbl(tr("序号", "名称"), tr(tc("甲", many)), tr("1", "乙")))
    )
    assert tables(document) == [[["序号", "名称"], ["甲", ""], ["1", "乙"]]]


# Paragraphs


def test_line_breaks_begin_a_paragraph_in_cells_and_a_line_outside(target: Path) -> None:
    broken = p(run="<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>")
    document = read_docx(word_file(target, broken, tbl(tr("1", tc(broken)))))
    assert lines(document) == ["甲", "乙", "丙"]
    assert tables(document) == [[["1", "甲\n乙\n丙"]]]


def test_signs_that_are_elements(target: Path) -> None:
    ruby = (
        "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>yǒng</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>甬</w:t></w:r></w:rubyBase></w:ruby>"
    )
    run = (
        f"<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C</w:t>{ruby}"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="2460"/></w:r>'
        "<m:oMath><m:r><m:t>x≥5</m:t></m:r></m:oMath>"
    )
    assert lines(read_docx(word_file(target, p(run=run)))) == ["A-BC甬☑①x≥5"]


def test_an_unknown_symbol_is_said(target: Path) -> None:
    run = '<w:r><w:t>甲</w:t><w:sym w:font="某单位符号" w:char="F04A"/></w:r>'
    document = read_docx(word_file(target, p(run=run)))
    assert lines(document) == ["甲□"]
    assert notes(document) == ["不认识的符号字符以“□”代替：“F04A”"]


def field(code: str, result: str | None) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = "" if result is None else sign("separate") + result
    return f"{sign('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{sign('end')}"


def test_fields_show_their_results(target: Path) -> None:
    entry = r("1. 基本履职事项清单") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1", r("15"))
    whole = f'<w:hyperlink w:anchor="_Toc1">{entry}</w:hyperlink>'
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="SEQ 表">{r("3")}</w:fldSimple>'
    document = read_docx(
        word_file(
            target,
            p(run=begin + whole),
            p(run='<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
            p(run=r("表") + simple),
            p(run=field("= " + "1", r("2")) + field(f"IF {field('PAGE', r('9'))}", r("是"))),
        )
    )
    assert lines(document) == ["1. 基本履职事项清单\t15", "表3", "2是"]


def test_circled_characters(target: Path) -> None:
    run = field("eq \\o\\ac(○,21)", None) + r("甲") + field("EQ \\o\\ac(○,县)", None)
    assert lines(read_docx(word_file(target, p(run=run)))) == ["㉑甲县"]


def form_field(content: str, code: str, result: str = "") -> str:
    """A field of a form as Word's old forms have it, begun, parted and ended."""
    begin = '<w:fldChar w:fldCharType="begin"><w:ffData><w:enabled/>{}</w:ffData></w:fldChar>'
    signs = (
        begin.format(content),
        f"<w:instrText> {code} </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        *([f"<w:t>{result}</w:t>"] if result else []),
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{sign}</w:r>" for sign in signs)


OFFICES = '<w:listEntry w:val="县水利局"/><w:listEntry w:val="县林业局"/>'


@pytest.mark.parametrize(
    ("content", "code", "shown"),
    [
        (f'<w:ddList><w:result w:val="1"/>{OFFICES}</w:ddList>', "FORMDROPDOWN", "县林业局"),
        (f'<w:ddList><w:default w:val="1"/>{OFFICES}</w:ddList>', "FORMDROPDOWN", "县林业局"),
        (f"<w:ddList>{OFFICES}</w:ddList>", "FORMDROPDOWN", "县水利局"),
        (f'<w:ddList><w:result w:val="7"/>{OFFICES}</w:ddList>', "FORMDROPDOWN", ""),
        ("<w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX", "☑"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX", "☑"),
        (
            '<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>',
            "FORMCHECKBOX",
            "□",
        ),
    ],
)
def test_fields_of_a_form_show_what_is_chosen(
    target: Path, content: str, code: str, shown: str
) -> None:
    document = read_docx(word_file(target, p(run=r("主管：") + form_field(content, code))))
    assert lines(document) == [f"主管：{shown}"]


def test_a_field_of_a_form_with_a_result_shows_that(target: Path) -> None:
    content = f"<w:ddList>{OFFICES}</w:ddList>"
    text = form_field("<w:textInput/>", "FORMTEXT", "县文旅局")
    run = form_field(content, "FORMDROPDOWN", "县教育局") + text
    assert lines(read_docx(word_file(target, p(run=run)))) == ["县教育局县文旅局"]


def test_a_field_that_never_ends_swallows_nothing(target: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    document = read_docx(word_file(target, p(run=begin), p("正文"), tbl(tr("1", "甲"))))
    assert lines(document) == ["正文"]
    assert tables(document) == [[["1", "甲"]]]


def test_hidden_text_is_left_out_and_noted(target: Path) -> None:
    sheet = styles(
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="V"><w:basedOn w:val="H"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    document = read_docx(
        word_file(
            target,
            p(run=r("看见") + r("隐藏一", "<w:vanish/>")),
            p(run=r("隐藏二", '<w:rStyle w:val="H"/>') + r("也见", '<w:rStyle w:val="V"/>')),
            p("隐藏三", '<w:pStyle w:val="P"/>'),
            p(run=r("12", "<w:webHidden/>")),
            style_sheet=sheet,
        )
    )
    assert lines(document) == ["看见", "也见", "12"]
    assert notes(document) == ["隐藏文字没有读入：“隐藏一”、“隐藏二”、“隐藏三”"]


def test_tracked_changes_read_as_accepted(target: Path) -> None:
    ins, delete = '<w:ins w:id="1" w:author="a"/>', '<w:del w:id="2" w:author="a"/>'
    document = read_docx(
        word_file(
            target,
            p(
                run=r("原")
                + f'<w:ins w:id="3">{r("增")}</w:ins>'
                + '<w:del w:id="4"><w:r><w:delText>删</w:delText></w:r></w:del>'
                + f'<w:moveFrom w:id="5">{r("移走")}</w:moveFrom>'
                + f'<w:moveTo w:id="6">{r("移来")}</w:moveTo>'
            ),
            p("前半", f"<w:rPr>{delete}</w:rPr>"),
            p("后半"),
            p("新段", f"<w:rPr>{ins}</w:rPr>"),
            tbl(
                tr("1", "甲"),
                tr("2", "乙", properties=delete),
                tr("3", "丙", properties=ins),
            ),
        )
    )
    assert lines(document) == ["原增移来", "前半后半", "新段"]
    assert tables(document) == [[["1", "甲"], ["3", "丙"]]]
    assert notes(document) == ["文件里有 8 处修订痕迹，按全部接受后的文字读取"]


def test_old_properties_of_a_changed_paragraph_do_not_count(target: Path) -> None:
    changed = f'<w:pPrChange w:id="1"><w:pPr>{num(1)}</w:pPr></w:pPrChange>'
    document = read_docx(
        word_file(
            target,
            p("甲", changed),
            numbers=numbering({0: level(0, "decimal", "%1.")}, {1: (0, "")}),
        )
    )
    assert lines(document) == ["甲"]


def box(content: str, *, down: int = 0) -> str:
    """A text box as Word writes it: drawing and, for older programs, VML."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_read_once_from_the_top(target: Path) -> None:
    vml = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{p('2025年7月')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document = read_docx(
        word_file(
            target,
            p(
                run=box(p("履职事项清单"), down=900)
                + box(p("云海省江岚市") + p("望汀镇"), down=100)
            ),
            p(run=vml),
            p("目 录"),
            tbl(tr("1", tc(p(run=r("甲") + box(p("框中")))))),
        )
    )
    assert lines(document) == ["云海省江岚市", "望汀镇", "履职事项清单", "2025年7月", "目 录"]
    assert tables(document) == [[["1", "框中\n甲"]]]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (("（牵头）",), "县公安局（牵头）、县民政局"),
        (("配合", "协助"), "县公安局、县民政局\n配合\n协助"),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_a_text_box_in_the_line_stands_where_it_is(
    target: Path, inner: tuple[str, ...], text: str, old: bool
) -> None:
    within = text_box(*map(p, inner))
    shape = drawing(f"<wps:wsp><wps:txbx>{within}</wps:txbx></wps:wsp>")
    vml = f'<w:pict><v:shape style="width:60pt"><v:textbox>{within}</v:textbox></v:shape></w:pict>'
    run = f"<w:r>{vml if old else either(shape, vml)}</w:r>"
    document = read_docx(
        word_file(target, tbl(tr("1", tc(p(run=r("县公安局") + run + r("、县民政局"))))))
    )
    assert tables(document) == [[["1", text]]]


def test_an_old_text_box_out_of_the_line(target: Path) -> None:
    within = text_box(p("框中"))
    vml = (
        '<w:pict><v:shape style="position: absolute;width:60pt">'
        f"<v:textbox>{within}</v:textbox></v:shape></w:pict>"
    )
    document = read_docx(word_file(target, p(run=r("甲") + f"<w:r>{vml}</w:r>")))
    assert lines(document) == ["框中", "甲"]


def test_a_table_in_a_text_box(target: Path) -> None:
    document = read_docx(
        word_file(target, p(run=box(tbl(tr("序号", "名称"), tr("1", "甲")) + p())))
    )
    assert tables(document) == [[["序号", "名称"], ["1", "甲"]]]


def test_old_word_art(target: Path) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="履职事项清单"/></v:shape></w:pict></w:r>'
    assert lines(read_docx(word_file(target, p(run=art)))) == ["履职事项清单"]


def test_what_is_left_out_is_said(target: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:embed="rId9"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    document = read_docx(
        word_file(
            target,
            p(run=r("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + picture + sheet),
            '<w:altChunk r:id="rId7"/>',
            tbl(tr("1", "甲"), tr("2", "乙", properties="<w:hidden/>")),
        )
    )
    assert notes(document) == [
        "表格中有 1 行设为隐藏，没有读入",
        "脚注、尾注 1 处没有读入",
        "图片 1 张没有存在文件里，其中的文字没有读入",
        "嵌入的对象 1 个（如 Excel 表）没有读入，请另存后单独读取",
        "嵌入的其他文件 1 个没有读入，请用 Word 打开后另存",
    ]


BLIP = '<a:blip r:embed="rId1"/><a:srcRect l="10000" b="-5000"/>'
OLD = '<v:imagedata r:id="rId1" croptop="6554f" cropbottom=".25"/>'


def drawing(inner: str, how: str = "inline") -> str:
    graphic = f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic>"
    return f"<w:drawing><wp:{how}>{graphic}</wp:{how}></w:drawing>"


def either(first: str, second: str) -> str:
    """A drawing in the form of today and in that for older programs."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{first}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def text_box(*inner: str) -> str:
    return f"<w:txbxContent>{''.join(inner)}</w:txbxContent>"


WHOLE = (0.0, 0.0, 0.0, 0.0)
CUT, OLD_CUT = (0.1, 0.0, 0.0, 0.0), (0.0, 6554 / 65536, 0.0, 0.25)


BOX = text_box(p("框"), p(run=f"<w:r>{drawing(BLIP)}</w:r>"))
OLD_BOX = text_box(p("框"), p(run=f"<w:r><w:pict>{OLD}</w:pict></w:r>"))


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        pytest.param(drawing(BLIP), ["前", CUT, "后"], id="in the line"),
        pytest.param(drawing(BLIP, "anchor"), ["前", CUT, "后"], id="floating"),
        pytest.param(f"<w:pict>{OLD}</w:pict>", ["前", OLD_CUT, "后"], id="of older Word"),
        pytest.param(
            either(drawing(BLIP + BLIP), f"<w:pict>{OLD}</w:pict>"),
            ["前", CUT, CUT, "后"],
            id="a group, in two forms",
        ),
        pytest.param(
            either(drawing(f"<wps:wsp>{BOX}</wps:wsp>"), f"<w:pict>{OLD_BOX}</w:pict>"),
            ["前", "框", CUT, "后"],
            id="in a text box, in two forms",
        ),
        pytest.param(
            f"<w:object>{OLD}<o:OLEObject/></w:object>",
            ["前", WHOLE, "后"],
            id="what an object looks like",
        ),
        pytest.param(f"<w:rPr><w:vanish/></w:rPr>{drawing(BLIP)}", ["前", "后"], id="hidden"),
    ],
)
def test_pictures_in_all_their_forms(target: Path, drawn: str, seen: list[object]) -> None:
    paragraph = p(run=f"{r('前')}<w:r>{drawn}</w:r>")
    document = read_docx(word_file(target, paragraph, p("后"), pictures=[b"picture"]))
    assert [
        block.crop if isinstance(block, Picture) else block.text
        for block in document.blocks
        if isinstance(block, Line | Picture)
    ] == seen


def test_a_picture_that_begins_its_paragraph_stands_before_its_text(target: Path) -> None:
    paragraph = p(run=f"<w:r>{drawing(BLIP)}</w:r>{r('后')}")
    document = read_docx(word_file(target, paragraph, pictures=[b"picture"]))
    assert [type(block) for block in document.blocks] == [Picture, Line]


def test_strict_open_xml(tmp_path: Path, target: Path) -> None:
    usual = word_file(target, p("甲"), tbl(tr("1", "乙")))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(usual) as source, zipfile.ZipFile(strict, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            for old, new in (
                (
                    b"schemas.openxmlformats.org/wordprocessingml/2006",
                    b"purl.oclc.org/ooxml/wordprocessingml",
                ),
                (
                    b"schemas.openxmlformats.org/officeDocument/2006",
                    b"purl.oclc.org/ooxml/officeDocument",
                ),
            ):
                data = data.replace(old, new)
            copy.writestr(name, data)
    document = read_docx(strict)
    assert lines(document) == ["甲"]
    assert tables(document) == [[["1", "乙"]]]


# Pages


def rendered(text: str) -> str:
    return f"<w:r><w:lastRenderedPageBreak/><w:t>{text}</w:t></w:r>"


def paged(target: Path, stored: int) -> SourceDocument:
    return read_docx(
        word_file(
            target,
            p("封面"),
            p(run='<w:r><w:br w:type="page"/></w:r>'),
            p(run=rendered("标题")),
            tbl(
                tr("1", "甲"),
                tr(tc(p(run=rendered("2"))), "乙"),
                tr("3", tc(p("丙") + p(run=rendered("丁")))),
                tr("4", "戊"),
            ),
            pages=stored,
        )
    )


def test_pages_where_word_has_laid_the_document_out(target: Path) -> None:
    document = paged(target, 4)
    assert document.pages == 4
    assert [(block.page, block.text) for block in document.blocks if isinstance(block, Line)] == [
        (1, "封面"),
        (2, "标题"),
    ]
    assert [row.page for row in rows(document)] == [2, 3, 3, 4]
    assert rows(document)[1].cells == (Cell((CellPart("2", 3),)), Cell((CellPart("乙", 3),)))
    assert rows(document)[2].cells[1].parts == (CellPart("丙", 3), CellPart("丁", 4))


def test_pages_that_do_not_agree_with_words_count_are_unknown(target: Path) -> None:
    document = paged(target, 9)
    assert document.pages == 0
    assert [row.page for row in rows(document)] == [0, 0, 0, 0]
    assert rows(document)[2].cells[1].parts == (CellPart("丙\n丁", 0),)


# Numbers that Word computes


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("decimal", {1: "1", 108: "108"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        (
            "chineseCountingThousand",
            {10: "十", 19: "十九", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("japaneseCounting", {1: "一", 10: "十", 21: "二十一", 100: "百", 101: "百一"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("chineseLegalSimplified", {3: "叁", 10: "壹拾", 101: "壹佰零壹"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperRoman", {4: "IV", 19: "XIX", 1999: "MCMXCIX"}),
        ("none", {3: ""}),
        ("unheardOf", {3: "3"}),
    ],
)
def test_label_numbers(kind: str, values: dict[int, str]) -> None:
    assert {value: format_number(value, kind) for value in values} == values


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(value: int) -> None:
    units = {"十": 10, "百": 100, "千": 1000}
    digits = {sign: place for place, sign in enumerate("零一二三四五六七八九")}
    total = 0
    digit = 0
    for sign in format_number(value, "chineseCountingThousand"):
        if sign in units:
            total += (digit or 1) * units[sign]
            digit = 0
        else:
            digit = digits[sign]
    assert total + digit == value


def test_labels_of_several_levels(target: Path) -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、", suffix="nothing")
        + level(1, "chineseCounting", "（%2）", suffix="nothing")
        + level(2, "decimal", "%3.", suffix="space")
        + level(3, "decimal", "%1.%3.%4", more="<w:isLgl/>")
    )
    document = read_docx(
        word_file(
            target,
            p("党的建设", num(1)),
            p("组织", num(1, 1)),
            p("发展党员", num(1, 2)),
            p("2025年计划", num(1, 2)),
            p("宣传", num(1, 1)),
            p("理论宣讲", num(1, 2)),
            p("细目", num(1, 3)),
            p("经济发展", num(1)),
            p("项目", num(1, 1)),
            p("不编号", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            numbers=numbering({0: levels}, {1: (0, "")}),
        )
    )
    assert lines(document) == [
        "一、党的建设",
        "（一）组织",
        "1.发展党员",
        "2. 2025年计划",
        "（二）宣传",
        "1.理论宣讲",
        "1.1.1细目",
        "二、经济发展",
        "（一）项目",
        "不编号",
    ]


def test_lists_that_share_a_definition_count_on_unless_told(target: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    later = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    document = read_docx(
        word_file(
            target,
            p("甲", num(1)),
            p("乙", num(1)),
            p("丙", num(2)),
            p("丁", num(3)),
            p("戊", num(3)),
            p("己", num(4)),
            numbers=numbering(
                {0: level(0, "decimal", "%1.")},
                {1: (0, ""), 2: (0, ""), 3: (0, override), 4: (0, later)},
            ),
        )
    )
    assert lines(document) == ["1.甲", "2.乙", "3.丙", "1.丁", "2.戊", "5.己"]


def test_levels_restart_as_their_definition_says(target: Path) -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "lowerLetter", "%2)", more='<w:lvlRestart w:val="0"/>')
        + level(2, "lowerRoman", "%3)", more='<w:lvlRestart w:val="1"/>')
    )
    order = [0, 1, 2, 1, 2, 0, 1, 2]
    document = read_docx(
        word_file(
            target,
            *(p("甲", num(1, place)) for place in order),
            numbers=numbering({0: levels}, {1: (0, "")}),
        )
    )
    labels = [line.removesuffix("甲") for line in lines(document)]
    assert labels == ["1.", "a)", "i)", "b)", "ii)", "2.", "c)", "i)"]


def test_numbers_by_style(target: Path) -> None:
    sheet = styles(
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>",
        '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Base"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="Second"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    levels = level(0, "decimal", "%1.", more='<w:pStyle w:val="Base"/>') + level(
        1, "decimal", "%1.%2", more='<w:pStyle w:val="Second"/>'
    )
    document = read_docx(
        word_file(
            target,
            p("甲", '<w:pStyle w:val="Base"/>'),
            p("乙", '<w:pStyle w:val="Second"/>'),
            p("丙", '<w:pStyle w:val="Child"/>'),
            p("丁", '<w:pStyle w:val="Base"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
            numbers=numbering({0: levels}, {1: (0, "")}),
            style_sheet=sheet,
        )
    )
    assert lines(document) == ["1.甲", "1.1乙", "2.丙", "丁"]


def test_a_number_column_that_word_fills(target: Path) -> None:
    numbered = tc(p("", num(1)))
    covered = tc(p("", num(1)), "<w:vMerge/>")
    begin = tc(p("", num(1)), '<w:vMerge w:val="restart"/>')
    document = read_docx(
        word_file(
            target,
            tbl(
                tr("序号", "名称"),
                tr(numbered, "甲"),
                tr(begin, "乙"),
                tr(covered, "丙"),
                tr(numbered, "丁"),
            ),
            numbers=numbering({0: level(0, "decimal", "%1")}, {1: (0, "")}),
        )
    )
    assert tables(document)[0][1:] == [["1", "甲"], ["2", "乙"], ["", "丙"], ["3", "丁"]]


def test_bullets_and_hidden_labels(target: Path) -> None:
    levels = level(0, "bullet", "\uf06c") + level(1, "decimal", "%2", more="")
    hidden = levels.replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>", 2)
    document = read_docx(
        word_file(
            target,
            p("甲", num(1)),
            p("乙", num(2)),
            numbers=numbering({0: levels, 1: hidden}, {1: (0, ""), 2: (1, "")}),
        )
    )
    assert lines(document) == ["●甲", "乙"]


_KINDS = {
    "decimal": "%{0}.",
    "chineseCounting": "（%{0}）",
    "chineseCountingThousand": "%{0}、",
    "lowerLetter": "%{0})",
    "upperRoman": "%{0}.",
    "decimalEnclosedCircle": "%{0}",
}


def test_labels_are_those_that_libreoffice_computes(tmp_path: Path) -> None:
    """Sixty lists of random levels, formats, first numbers and restarts, in one document."""
    chance = random.Random(20250701)
    definitions: dict[int, str] = {}
    lists: dict[int, tuple[int, str]] = {}
    blocks: list[str] = []
    for key in range(1, 61):
        kinds = [chance.choice(sorted(_KINDS)) for _ in range(3)]
        definitions[key] = "".join(
            level(
                place,
                kind,
                _KINDS[kind].format(place + 1),
                start=chance.randint(1, 12),
                suffix="nothing",
            )
            for place, kind in enumerate(kinds)
        )
        lists[key] = (key, "")
        override = f'<w:startOverride w:val="{chance.randint(1, 20)}"/>'
        lists[key + 100] = (key, f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>')
        deepest = 0
        for _ in range(chance.randint(3, 25)):
            # A level below one that was never used: programs differ.
            place = chance.randint(0, deepest)
            deepest = min(place + 1, 2)
            blocks.append(p("条", num(key, place)))
        blocks.extend(p("条", num(key + 100, place)) for place in (0, 1, 0))
    word = word_file(tmp_path / "labels.docx", *blocks, numbers=numbering(definitions, lists))
    convert(word, "txt:Text (encoded):UTF8", tmp_path / "labels.txt")
    printed = (tmp_path / "labels.txt").read_text("utf-8-sig").split()
    ours = [line.removesuffix("条") for line in lines(read_docx(word))]
    # Word has no circles beyond 20 and goes on in plain numbers, LibreOffice draws them.
    plain = {circled(number): str(number) for number in range(21, 51)}
    assert ours == [plain.get(label, label) for label in printed if label != "条"]


# Grids


@st.composite
def grids(draw: st.DrawFn) -> tuple[int, list[list[tuple[int, int, str]]]]:
    """Columns, and per row its cells as (first column, end, text), the first row unspanned."""
    width = draw(st.integers(1, 8))
    rows_: list[list[tuple[int, int, str]]] = [
        [(column, column + 1, f"0.{column}") for column in range(width)]
    ]
    for number in range(1, draw(st.integers(1, 8)) + 1):
        cuts = sorted({0, width, *draw(st.lists(st.integers(0, width), max_size=4))})
        rows_.append([(a, b, f"{number}.{a}") for a, b in pairwise(cuts)])
    return width, rows_


@given(grids())
def test_every_cell_stands_in_its_first_column(
    grid: tuple[int, list[list[tuple[int, int, str]]]],
) -> None:
    width, given_rows = grid
    found = table_rows(
        [
            GridRow(0, tuple(GridCell(a, b, Cell((CellPart(text, 0),))) for a, b, text in row))
            for row in given_rows
        ],
        [1000] * width,
    )
    assert [len(row.cells) for row in found] == [width] * len(given_rows)
    for row, cells in zip(found, given_rows, strict=True):
        filled = {column: cell.text for column, cell in enumerate(row.cells) if cell.parts}
        assert filled == {a: text for a, _, text in cells}
        assert row.spans_all == (len(cells) == 1)


# A list with everything at once


def test_a_list_as_offices_make_them(target: Path) -> None:
    """Cover in a text box, contents as a field, a title row in the table, numbers by Word in two
    columns, merged categories, a table cut in two by hand, tracked changes, 街道 columns."""
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    number_cell = tc(p("", num(1)))
    heads = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "街道配合职责")

    def clauses(num_id: int, *texts: str) -> str:
        return tc("".join(p(text, num(num_id)) for text in texts))

    contents = [
        p(run=r(title) + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc", r(page)))
        for title, page in (("一、基本履职事项清单", "1"), ("二、配合履职事项清单", "2"))
    ]
    basic = tbl(
        tr(tc("江岚市汀澜区望汀街道基本履职事项清单", '<w:gridSpan w:val="3"/>')),
        tr("序号", "事项类别", "事项名称", properties="<w:tblHeader/>"),
        tr(number_cell, tc("党的建设（2项）", begin), "学习宣传"),
        tr(
            number_cell,
            tc("", go_on),
            tc(p(run=r("发展") + f'<w:ins w:id="1">{r("党员")}</w:ins>')),
        ),
        tr(number_cell, tc("经济发展", begin), "优化营商环境"),
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    first = tbl(
        tr(*heads),
        tr(
            tc(p("", num(2))),
            tc("党的建设", begin),
            "发展党员",
            "区委组织部",
            clauses(3, "指导发展；", "审核材料。"),
            clauses(4, "初审；", "上报。"),
        ),
    )
    second = tbl(
        tr(*heads),
        tr(
            tc(p("", num(2))),
            tc("民生服务", begin),
            "临时救助",
            tc(p("区民政局、") + p("区财政局")),
            tc(p("区民政局：") + p("审核。") + p("区财政局：") + p("拨付。")),
            clauses(5, "受理；", "入户调查。"),
        ),
        tr(tc(p("", num(2))), tc("", go_on), "养老服务", "区民政局", tc("指导。"), tc("巡查。")),
    )
    decimal = level(0, "decimal", "%1")
    dotted = level(0, "decimal", "%1.", suffix="nothing")
    document = read_docx(
        word_file(
            target,
            p(
                run=box(
                    p("云海省江岚市汀澜区") + p("望汀街道") + p("履职事项清单") + p("2025年9月")
                )
            ),
            p("目 录"),
            *contents,
            basic,
            p("江岚市汀澜区望汀街道配合履职事项清单"),
            first,
            p(run='<w:r><w:br w:type="page"/></w:r>'),
            second,
            numbers=numbering(
                {0: decimal, 1: decimal, 2: dotted},
                {1: (0, ""), 2: (1, ""), 3: (2, restart), 4: (2, restart), 5: (2, restart)},
            ),
        )
    )
    read = duty_list_of(document)
    assert read.region == ("云海省江岚市汀澜区", "望汀街道")
    assert (read.title, read.issued) == ("履职事项清单", "2025-09")
    assert [entry.page for entry in read.contents] == [1, 2]
    assert [table.title for table in read.lists] == [
        "江岚市汀澜区望汀街道基本履职事项清单",
        "江岚市汀澜区望汀街道配合履职事项清单",
    ]
    assert [[(duty.number, duty.name) for duty in table.duties] for table in read.lists] == [
        [(1, "学习宣传"), (2, "发展党员"), (3, "优化营商环境")],
        [(1, "发展党员"), (2, "临时救助"), (3, "养老服务")],
    ]
    cooperative = read.lists[1].duties
    assert [duty.category for duty in cooperative] == ["党的建设", "民生服务", "民生服务"]
    assert [duty.cells[4:] for duty in cooperative] == [
        ("1.指导发展；\n2.审核材料。", "1.初审；\n2.上报。"),
        ("区民政局：\n审核。\n区财政局：\n拨付。", "1.受理；\n2.入户调查。"),
        ("指导。", "巡查。"),
    ]
    assert cooperative[1].departments == ("区民政局", "区财政局")
    assert [note.text for note in read.notes] == ["文件里有 1 处修订痕迹，按全部接受后的文字读取"]


def test_signs_that_nobody_sees_are_dropped(target: Path) -> None:
    unseen = tc(p("序\u200b号\u00ad\ufe0f"))
    document = read_docx(
        word_file(
            target, p("\ufeff清单\u200b"), tbl(tr(unseen, "\u2060甲\u200e\u202a\U000e0100\u200d"))
        )
    )
    assert lines(document) == ["清单"]
    assert tables(document) == [[["序号", "甲"]]]
