"""Word files: how text looks where that changes what is read, and the same in other formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dutylist.extract.formats.excel.xlsx import read_xlsx
from dutylist.extract.formats.symbol_fonts import signs
from dutylist.extract.formats.word.docx import read_docx
from dutylist.extract.read import read_document
from tests.fixtures.office_files import convert, p, styles, tbl, tc, tr, word_file
from tests.source_parts import lines, notes, tables
from tests.test_html_reader import shown


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "清单.docx"


def run(text: str, looks: str) -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


LOST = "和底色相同、看不见的文字没有读入：“暗”"
WHITE = '<w:color w:val="FFFFFF"/>'


def in_font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


@pytest.mark.parametrize(
    ("looks", "text", "seen"),
    [
        ("<w:caps/>", "pm2.5、voc", "PM2.5、VOC"),
        ("<w:smallCaps/>", "voc", "VOC"),
        ('<w:caps w:val="0"/>', "voc", "voc"),
        ('<w:rStyle w:val="C"/>', "voc", "VOC"),
        ('<w:rStyle w:val="C"/><w:caps w:val="0"/>', "voc", "voc"),
        (in_font("Wingdings"), "\uf081\uf082\uf0fc", "①②✓"),
        (in_font("Wingdings"), "l", "●"),
        (in_font("Wingdings 2"), "P", "✓"),
        (in_font("Symbol"), "\uf0b3\uf0a3", "≥≤"),
        (in_font("Arial"), "l", "l"),
    ],
)
def test_letters_are_those_that_are_shown(target: Path, looks: str, text: str, seen: str) -> None:
    sheet = styles('<w:style w:type="character" w:styleId="C"><w:rPr><w:caps/></w:rPr></w:style>')
    document = read_docx(word_file(target, p(run=run(text, looks)), style_sheet=sheet))
    assert lines(document) == [seen]
    assert notes(document) == []


@pytest.mark.parametrize(
    ("font", "code", "seen"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("Wingdings", "F081", "①"),
        ("Wingdings", "F08C", "❶"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings", "FC", "✓"),
    ],
)
def test_symbols_are_those_of_their_font(target: Path, font: str, code: str, seen: str) -> None:
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    document = read_docx(word_file(target, p(run=sign)))
    assert lines(document) == [seen]
    assert notes(document) == []


def shaded(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


@pytest.mark.parametrize(
    ("own", "cell", "lost"),
    [
        (WHITE, "", True),
        ('<w:color w:val="fdfdfd"/>', "", True),
        ('<w:rStyle w:val="W"/>', "", True),
        ('<w:color w:val="1F4E79"/>', shaded("1F4E79"), True),
        (WHITE, shaded("auto"), True),
        (WHITE, shaded("1F4E79"), False),
        (WHITE + shaded("1F4E79"), "", False),
        (WHITE + '<w:highlight w:val="black"/>', "", False),
        ('<w:color w:val="auto"/>', "", False),
        ('<w:color w:val="C00000"/>', "", False),
    ],
)
def test_text_in_the_colour_of_its_ground_is_left_out_and_quoted(
    target: Path, own: str, cell: str, lost: bool
) -> None:
    sheet = styles(f'<w:style w:type="character" w:styleId="W"><w:rPr>{WHITE}</w:rPr></w:style>')
    text = p(run=run("暗", own) + "<w:r><w:t>明</w:t></w:r>")
    made = word_file(target, tbl(tr("1", tc(text, cell))), style_sheet=sheet)
    document = read_docx(made)
    assert tables(document) == [[["1", "明" if lost else "暗明"]]]
    assert notes(document) == [LOST] * lost
    if "w:highlight" not in own and "w:rStyle" not in own:
        other = read_document(convert(made, "odt", target.with_suffix(".odt")))
        assert tables(other) == tables(document)
        assert notes(other) == notes(document)


def test_white_text_in_a_table_whose_style_gives_it_a_ground_is_read(target: Path) -> None:
    sheet = styles(
        '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{shaded('1F4E79')}</w:tcPr></w:tblStylePr></w:style>"
    )
    table = tbl(tr("1", tc(p(run=run("题", WHITE))))).replace(
        "<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr>', 1
    )
    document = read_docx(word_file(target, table, style_sheet=sheet))
    assert tables(document) == [[["1", "题"]]]


def test_white_text_in_a_drawn_box_is_read(target: Path) -> None:
    # What a box is filled with is not looked up: banners are white on blue.
    inner = f"<w:txbxContent>{p(run=run('题', WHITE))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    document = read_docx(word_file(target, p(run=box)))
    assert lines(document) == ["题"]
    assert notes(document) == []


def test_what_is_turned_about_is_read_as_it_is_seen(target: Path) -> None:
    turned = '<w:bdo w:val="rtl"><w:r><w:t>21</w:t></w:r></w:bdo><w:r><w:t>场</w:t></w:r>'
    assert lines(read_docx(word_file(target, p(run=turned)))) == ["12场"]


def test_bullets_are_those_of_their_font(target: Path) -> None:
    assert signs("l", "Wingdings") == "●"
    assert signs("l", "'Wingdings'") == "●"
    assert signs("县", "Wingdings") == "县"


def test_ticks_in_a_symbol_font_of_other_formats(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "1"
    book.active["B1"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings 2"), "P"), "同意")
    book.active["C1"] = "þ"
    book.active["C1"].font = openpyxl.styles.Font(name="Wingdings")
    made = tmp_path / "清单.xlsx"
    book.save(made)
    seen = ["1", "✓同意", "☑"]
    assert tables(read_xlsx(made)) == [[seen]]
    assert tables(read_document(convert(made, "xls", tmp_path / "清单.xls"))) == [[seen]]
    page = (
        "<style>.w{font:12pt Wingdings}</style><table><tr><td>1<td><font face='Wingdings 2'>P"
        "</font>同意<td class=w>þ</table>"
    )
    assert shown(page) == [[seen]]


@pytest.mark.parametrize(
    ("looks", "text", "seen"),
    [
        (f"{in_font('Wingdings')}", "\uf0fc", "✓"),
        ("<w:caps/>", "voc", "VOC"),
        ("<w:smallCaps/>", "voc", "VOC"),
    ],
)
def test_letters_of_opendocument_are_those_that_are_shown(
    tmp_path: Path, target: Path, looks: str, text: str, seen: str
) -> None:
    made = word_file(target, p(run=run(text, looks) + "<w:r><w:t>甲</w:t></w:r>"))
    document = read_document(convert(made, "odt", tmp_path / "清单.odt"))
    assert lines(document) == [f"{seen}甲"]
    assert zipfile.is_zipfile(made)
