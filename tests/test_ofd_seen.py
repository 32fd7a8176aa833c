"""Of an OFD page is read what a viewer shows: text without ink, beneath something, clipped, or
over the page is left out and told; glyphs tell what the file leaves open; nothing goes unsaid."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import serif_path

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TITLE = "配合履职事项清单"
HEADER = ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
ROWS = (
    ("1", "防汛抗旱", "县水利局", "1.编制预案。", "1.开展巡查，每月不少于2次。"),
    ("2", "森林防火", "县林业局", "1.组织扑救。", "1.及时上报火情。"),
)
EDGES = (20, 32, 62, 92, 152, 198)
TOPS = (40, 50, 60, 70)
SIZE = 4.0


def text(words: str, x: float, y: float, attributes: str = "", inner: str = "") -> str:
    """A line of text with its baseline at y (millimetres)."""
    return (
        f'<ofd:TextObject Font="1" Size="{SIZE}" Boundary="{x} {y - SIZE} 170 5" {attributes}>'
        f'{inner}<ofd:TextCode X="0" Y="{SIZE}" DeltaX="{steps(words)}">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def steps(words: str) -> str:
    return " ".join(str(SIZE / 2 if one.isascii() else SIZE) for one in words[:-1])


def path(data: str, attributes: str = "", inner: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def box(x0: float, y0: float, x1: float, y1: float, attributes: str, inner: str = "") -> str:
    return path(f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C", attributes, inner)


WHITE = '<ofd:FillColor Value="255 255 255"/>'


def table(rows: tuple[tuple[str, ...], ...] = (HEADER, *ROWS)) -> str:
    lines = [f"M {EDGES[0]} {y} L {EDGES[-1]} {y}" for y in TOPS]
    lines += [f"M {x} {TOPS[0]} L {x} {TOPS[-1]}" for x in EDGES]
    cells = [
        text(cell, x + 1, top + 6)
        for top, row in zip(TOPS, rows, strict=False)
        for x, cell in zip(EDGES, row, strict=False)
        if cell
    ]
    return text(TITLE, 80, 30) + "".join(cells) + "".join(map(path, lines))


def ofd(
    target: Path, objects: str, *, head: str = "", parts: dict[str, bytes | str] | None = None
) -> Path:
    """A file of one page; `head` stands before the page's content, `parts` are further ones."""
    fonts = '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
    written: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl.xml"/>'
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/></ofd:Pages>'
        "<ofd:Annotations>Annotations.xml</ofd:Annotations></ofd:Document>",
        "Doc_0/PublicRes.xml": f"<ofd:Res {SPACE}>{fonts}</ofd:Res>",
        "Doc_0/Pages/0.xml": page(objects, head),
        **(parts or {}),
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return target


def page(objects: str, head: str = "", layer: str = "") -> str:
    return (
        f"<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer {layer}>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def cells(found: DutyList) -> list[tuple[str, ...]]:
    return [tuple(duty.cells) for one in found.lists for duty in one.duties]


def notes(found: DutyList) -> str:
    return "\n".join(note.text for note in found.notes)


def test_the_plain_table(tmp_path: Path) -> None:
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table()))
    assert cells(found) == list(ROWS)
    assert found.notes == ()


UNSEEN = {
    "white": text("不", 150, 64, inner=WHITE),
    "clear": text("不", 150, 64, 'Alpha="0"'),
    "clear colour": text("不", 150, 64, inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
    "neither filled nor drawn": text("不", 150, 64, 'Fill="false"'),
    "covered": text("不", 146, 66) + box(145, 61, 151, 67, 'Fill="true" Stroke="false"', WHITE),
    "clipped": text(
        "不",
        146,
        66,
        inner="<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 9 9'>"
        "<ofd:AbbreviatedData>M 60 0 L 70 0 L 70 9 L 60 9 C</ofd:AbbreviatedData></ofd:Path>"
        "</ofd:Area></ofd:Clip></ofd:Clips>",
    ),
}


@pytest.mark.parametrize("kind", UNSEEN)
def test_text_that_leaves_no_ink_is_left_out(kind: str, tmp_path: Path) -> None:
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table() + UNSEEN[kind]))
    assert cells(found) == list(ROWS)
    if kind != "neither filled nor drawn":
        assert "看不见的文字" in notes(found)


def test_white_words_on_a_dark_header_are_seen(tmp_path: Path) -> None:
    dark = box(20, 40, 198, 50, 'Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 90"/>')
    white = "".join(
        text(cell, x + 1, 46, inner=WHITE) for x, cell in zip(EDGES, HEADER, strict=False)
    )
    found = read_duty_list(ofd(tmp_path / "清单.ofd", dark + table((("",) * 5, *ROWS)) + white))
    assert cells(found) == list(ROWS)
    assert found.notes == ()


def test_a_way_of_drawing_gives_its_colour_and_so_does_what_it_builds_on(tmp_path: Path) -> None:
    ways = (
        f'<ofd:DrawParams><ofd:DrawParam ID="7" Relative="8"/><ofd:DrawParam ID="8">{WHITE}'
        "</ofd:DrawParam></ofd:DrawParams>"
    )
    parts = {"Doc_0/PublicRes.xml": f"<ofd:Res {SPACE}>{ways}</ofd:Res>"}
    own = text("不", 150, 64, 'DrawParam="7"')
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table() + own, parts=parts))
    assert cells(found) == list(ROWS)
    assert "看不见的文字" in notes(found)


def test_a_watermark_is_told(tmp_path: Path) -> None:
    over = text("征求意见稿", 60, 64, 'Alpha="60" CTM="2 0 0 2 0 0"')
    tilted = text("内部资料", 60, 58, 'Alpha="60" CTM="0.8 -0.6 0.6 0.8 0 0"')
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table() + over + tilted))
    assert cells(found) == list(ROWS)
    assert "盖在正文上的水印或印章文字没有读入" in notes(found)


def test_a_template_that_lies_over_the_page_covers_it(tmp_path: Path) -> None:
    template = page(box(146, 61, 151, 67, 'Fill="true" Stroke="false"', WHITE))
    head = '<ofd:Template TemplateID="90" ZOrder="{}"/>'
    read = {
        order: cells(
            read_duty_list(
                ofd(
                    tmp_path / f"{order}.ofd",
                    table() + text("不", 147, 66),
                    head=head.format(order),
                    parts={"Doc_0/Tpls/Tpl.xml": template},
                )
            )
        )
        for order in ("Background", "Foreground")
    }
    assert read["Foreground"] == list(ROWS)
    assert read["Background"] != list(ROWS)


def test_a_category_on_its_side_is_read(tmp_path: Path) -> None:
    """A column whose words run upwards, by a matrix or glyph by glyph."""
    header = ("序号", "类别", *HEADER[1:2], *HEADER[3:])
    rows = tuple((row[0], "", row[1], *row[3:]) for row in ROWS)
    side = '<ofd:TextObject Font="1" Size="4" Boundary="44 50 4 20" CTM="0 -1 1 0 0 19">'
    side += '<ofd:TextCode X="0" Y="3" DeltaX="4 4 4">平安法治</ofd:TextCode></ofd:TextObject>'
    drawn = table((header, *rows)).replace(
        str(path("M 20 60 L 198 60")), path("M 20 60 L 32 60 M 62 60 L 198 60")
    )
    found = read_duty_list(ofd(tmp_path / "清单.ofd", drawn + side))
    assert [duty.category for one in found.lists for duty in one.duties] == ["平安法治"] * 2


def test_curves_are_no_rulings(tmp_path: Path) -> None:
    """A seal over the table, of arcs and of curves, whose ends lie level and upright."""
    seal = path("M 60 55 A 15 15 0 0 1 90 55 A 15 15 0 0 1 60 55 C") + path(
        "M 100 45 B 110 30 120 70 130 45 Q 130 60 130 65 Q 115 90 100 65"
    )
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table() + seal))
    assert cells(found) == list(ROWS)


def font_file(characters: str) -> tuple[bytes, dict[str, int]]:
    """A face with these characters, and the number of each one's glyph."""
    font = TTFont(serif_path())
    cutter = Subsetter(Options(notdef_outline=True))
    cutter.populate(text=characters)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), {
        one: font.getGlyphID(font.getBestCmap()[ord(one)]) for one in characters
    }


def with_font(content: bytes) -> dict[str, bytes | str]:
    fonts = (
        '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/><ofd:Font ID="2" FontName="仿宋">'
        "<ofd:FontFile>a.otf</ofd:FontFile></ofd:Font></ofd:Fonts>"
    )
    return {
        "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res">{fonts}</ofd:Res>',
        "Doc_0/Res/a.otf": content,
    }


def by_glyphs(said: str, glyphs: list[int], x: float, y: float) -> str:
    numbers = " ".join(map(str, glyphs))
    inner = (
        f'<ofd:CGTransform CodePosition="0" CodeCount="{len(said)}" GlyphCount="{len(glyphs)}">'
        f"<ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>"
    )
    return text(said, x, y, inner=inner).replace('Font="1"', 'Font="2"')


@pytest.mark.parametrize("said", ["\u00a4\u00a4\u00a4\u00a4", "防汛抗旱"])
def test_glyphs_tell_where_the_text_is_a_placeholder(said: str, tmp_path: Path) -> None:
    words = "防汛抗旱"
    content, glyph = font_file(words)
    rows = (HEADER, (ROWS[0][0], "", *ROWS[0][2:]), ROWS[1])
    name = by_glyphs(said, [glyph[one] for one in words], 33, 56)
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table(rows) + name, parts=with_font(content)))
    assert cells(found) == list(ROWS)


def test_a_font_that_cannot_be_used_is_as_one_that_is_not_there(tmp_path: Path) -> None:
    rows = (HEADER, (ROWS[0][0], "", *ROWS[0][2:]), ROWS[1])
    name = by_glyphs("防汛抗旱", [1, 2, 3, 4], 33, 56)
    found = read_duty_list(
        ofd(tmp_path / "清单.ofd", table(rows) + name, parts=with_font(b"no font"))
    )
    assert cells(found) == list(ROWS)


def test_an_annotation_is_told(tmp_path: Path) -> None:
    parts = {
        "Doc_0/Annotations.xml": f"<ofd:Annotations {SPACE}><ofd:Page PageID='1'>"
        "<ofd:FileLoc>Annots/1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/1.xml": f"<ofd:PageAnnot {SPACE}><ofd:Annot Type='Stamp'><ofd:Appearance>"
        f"{text('已作废', 60, 64)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
    }
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table(), parts=parts))
    assert cells(found) == list(ROWS)
    assert "批注，不是表格的文字，没有读入：“已作废”" in notes(found)


def test_a_page_that_the_file_does_not_hold_is_told(tmp_path: Path) -> None:
    listed = (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/>'
        '<ofd:Page ID="2" BaseLoc="Pages/1.xml"/></ofd:Pages></ofd:Document>'
    )
    found = read_duty_list(
        ofd(tmp_path / "清单.ofd", table(), parts={"Doc_0/Document.xml": listed})
    )
    assert cells(found) == list(ROWS)
    assert "第 2 页的内容文件里没有" in notes(found)


def test_xml_in_chinas_own_encodings(tmp_path: Path) -> None:
    told = '<?xml version="1.0" encoding="GBK"?>' + page(table())
    found = read_duty_list(
        ofd(tmp_path / "清单.ofd", "", parts={"Doc_0/Pages/0.xml": told.encode("gbk")})
    )
    assert cells(found) == list(ROWS)


def test_two_characters_that_one_glyph_draws(tmp_path: Path) -> None:
    content, glyph = font_file("面积㎡")
    rows = (HEADER, (ROWS[0][0], "", *ROWS[0][2:]), ROWS[1])
    inner = "".join(
        f'<ofd:CGTransform CodePosition="{at}" CodeCount="{count}" GlyphCount="1">'
        f"<ofd:Glyphs>{glyph[one]}</ofd:Glyphs></ofd:CGTransform>"
        for at, count, one in ((0, 1, "面"), (1, 1, "积"), (2, 2, "㎡"))
    )
    name = text("面积m2", 33, 56, inner=inner).replace('Font="1"', 'Font="2"')
    found = read_duty_list(ofd(tmp_path / "清单.ofd", table(rows) + name, parts=with_font(content)))
    assert found.lists[0].duties[0].name == "面积㎡"


def test_codes_that_the_fonts_table_says_are_others(tmp_path: Path) -> None:
    """Programs write any codes where glyphs tell what is drawn: what is printed is read."""
    words = "防汛抗旱"
    content, glyph = font_file(words)
    rows = (HEADER, (ROWS[0][0], "", *ROWS[0][2:]), ROWS[1])
    for said in ("佂噟俑厩", "\ue001\ue002\ue003\ue004"):
        name = by_glyphs(said, [glyph[one] for one in words], 33, 56)
        found = read_duty_list(
            ofd(tmp_path / "清单.ofd", table(rows) + name, parts=with_font(content))
        )
        assert cells(found) == list(ROWS)
        assert not found.lists[0].duties[0].doubts
