"""Text that leaves no ink is left out and told; pages are drawn, glyphs read, only with reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from dutylist.extract.formats.pdf import glyphs, shadows, unseen_text
from dutylist.extract.formats.pdf.page import Learnt, read_page
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from tests.test_cases_pdf import CASES, files, row_of, wanted_layout

FONT = "STSong-Light"
ROWS = (
    ("序号", "事项类别", "事项名称"),
    ("1", "平安法治", "矛盾纠纷排查化解"),
    ("2", "民生服务", "困难群众走访慰问"),
)
LEFTS = (80, 130, 230)
TOP, STEP = 700, 40
LONG = "甲乙丙丁戊己庚辛工作"
BELOW = 235, 628
"""Where there is room for a second line in the first duty's name."""

Cut = Callable[[PDFPathObject], object]


STRUCK = "画了删除线的文字没有读入：“{}”"


def canvas(path: Path, before: Callable[[Canvas], object] = lambda page: None) -> Canvas:
    """A page with the list, over what is drawn before; what is drawn next is on it, too."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path))
    before(page)
    page.setFont(FONT, 16)
    page.drawString(180, 740, "基本履职事项清单")
    for number in range(len(ROWS) + 1):
        page.line(LEFTS[0], TOP - number * STEP, 430, TOP - number * STEP)
    for left in (*LEFTS, 430):
        page.line(left, TOP, left, TOP - len(ROWS) * STEP)
    page.setFont(FONT, 11)
    for number, row in enumerate(ROWS):
        for left, text in zip(LEFTS, row, strict=True):
            page.drawString(left + 5, TOP - number * STEP - 16, text)
    return page


def clip(page: Canvas, cut: Cut) -> None:
    path = page.beginPath()
    cut(path)
    page.clipPath(path, stroke=0, fill=0)


def beyond_a_slope(path: PDFPathObject) -> None:
    """A corner whose box holds the text, though it does not."""
    path.moveTo(200, 600)
    path.lineTo(200, 800)
    path.lineTo(220, 600)
    path.lineTo(560, 600)
    path.close()


CUTS: dict[str, tuple[Cut, ...]] = {
    "nothing": (lambda path: path.rect(0, 0, 0, 0),),
    "a line": (lambda path: path.rect(235, 620, 0, 60),),
    "elsewhere": (lambda path: path.rect(20, 20, 40, 40),),
    "a round one elsewhere": (lambda path: path.circle(60, 60, 30),),
    "two that have nothing in common": (
        lambda path: path.rect(0, 0, 200, 800),
        lambda path: path.rect(235, 0, 200, 800),
    ),
    "a slope": (beyond_a_slope,),
}


def read(path: Path) -> tuple[list[str], list[str]]:
    found = duty_list_of(read_pdf(path))
    return [duty.name for duty in found.lists[0].duties], [note.text for note in found.notes]


UNSEEN = "第 1 页看不见的文字（白色、透明、被遮住、被裁掉或图层已关闭）没有读入：“{}”"


@pytest.mark.parametrize("form", ["", "in a form", "a form cut as a whole"])
@pytest.mark.parametrize("name", list(CUTS))
def test_what_a_clip_path_cuts_off_is_left_out_and_told(
    name: str, form: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.saveState()
    if form:
        page.beginForm("form")
        page.setFont(FONT, 11)
        page.scale(0.5, 0.5)
    if form != "a form cut as a whole":
        for cut in CUTS[name]:
            clip(page, cut)
    page.drawString(*BELOW, "此项拟删除")
    if form:
        page.endForm()
        if form == "a form cut as a whole":
            for cut in CUTS[name]:
                clip(page, cut)
        page.scale(2, 2)
        page.doForm("form")
    page.restoreState()
    page.save()

    assert read(path) == ([row[2] for row in ROWS[1:]], [UNSEEN.format("此项拟删除")])


def test_what_an_office_program_cuts_off_at_a_rows_end_is_not_read_into_the_next(
    tmp_path: Path,
) -> None:
    """As LibreOffice prints sheets: the text of a row that is too low goes on below, cut off; the
    text of the other row is itself one that its column cuts."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    for lines, top in (
        (("工作保障", "", "", "和其他工作"), 0),
        (("工作走访慰问", "", "和其他"), STEP),
    ):
        page.saveState()
        clip(page, lambda path, top=top: path.rect(230, TOP - 2 * STEP - top, 60, STEP))
        for number, line in enumerate(lines):
            page.drawString(235, BELOW[1] - top - 13 * number, line)
        page.restoreState()
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解工作保障", "困难群众走访慰问工作走访慰"]
    assert notes == [UNSEEN.format("和其他工作”“问”“和其他")]


def test_of_a_text_that_is_cut_in_two_what_is_seen_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    clip(page, lambda path: path.rect(230, 600, 5 + 4 * 11, 60))
    page.drawString(*BELOW, "工作保障不力")
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解工作保障", "困难群众走访慰问"]
    assert notes == [UNSEEN.format("不力")]


def test_what_stands_whole_within_its_clip_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    clip(page, lambda path: path.circle(265, 632, 60))
    page.drawString(*BELOW, "工作保障")
    page.save()

    assert read(path) == (["矛盾纠纷排查化解工作保障", "困难群众走访慰问"], [])


def cut_out(page: Canvas, text: str, x: float, y: float, paint: Callable[[Canvas], object]) -> None:
    """Text that only clips (render mode 7), and what is painted behind it."""
    page.saveState()
    words = page.beginText(x, y)
    words.setFont(FONT, 11)
    words.setTextRenderMode(7)
    words.textOut(text)
    page.drawText(words)
    paint(page)
    page.restoreState()


def dark_fill(page: Canvas) -> None:
    page.setFillColorRGB(0, 0, 0.4)
    page.rect(0, 0, 600, 800, stroke=0, fill=1)


def pale_fill(page: Canvas) -> None:
    page.setFillColorRGB(1, 1, 0.97)
    page.rect(0, 0, 600, 800, stroke=0, fill=1)


@pytest.mark.parametrize(
    ("paint", "seen"),
    [
        (dark_fill, True),
        (lambda page: page.linearGradient(230, 600, 400, 600, ("darkred", "navy")), True),
        (pale_fill, False),
        (lambda page: None, False),
    ],
    ids=["a fill", "a gradient", "a pale fill", "nothing"],
)
def test_text_that_cuts_out_what_is_painted_behind_it_is_read_where_it_is_seen(
    paint: Callable[[Canvas], object], seen: bool, tmp_path: Path
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    cut_out(page, "工作保障", *BELOW, paint)
    page.save()
    names, notes = read(path)
    assert (names[0], notes) == (f"{ROWS[1][2]}{'工作保障' * seen}", [])


def test_text_that_cuts_out_nothing_is_not_seen_for_the_ruling_that_runs_through_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    cut_out(page, "工作保障", BELOW[0], TOP - 2 * STEP - 5, lambda page: None)
    page.save()
    assert read(path) == ([row[2] for row in ROWS[1:]], [])


def white_stroke(page: Canvas) -> None:
    page.setStrokeColorRGB(1, 1, 1)
    page.setLineWidth(16)
    page.line(232, 632, 300, 632)


def white_shading(page: Canvas) -> None:
    path = page.beginPath()
    path.rect(232, 624, 80, 16)
    page.clipPath(path, stroke=0, fill=0)
    page.linearGradient(232, 624, 312, 624, ("white", "white"))


def white_blocks(page: Canvas) -> None:
    page.setFillColorRGB(1, 1, 1)
    page.setFont("ZapfDingbats", 22)
    for shift in range(0, 12, 2):
        page.drawString(226 + shift, 625, "nn")


@pytest.mark.parametrize("cover", [white_stroke, white_shading, white_blocks])
def test_words_that_something_white_covers_are_left_out_and_told_and_those_over_it_read(
    cover: Callable[[Canvas], object], tmp_path: Path
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.drawString(*BELOW, "拟删")
    page.saveState()
    cover(page)
    page.restoreState()
    page.drawString(BELOW[0] + 30, BELOW[1], "新词")
    page.save()
    names, notes = read(path)
    assert names == [f"{ROWS[1][2]}新词", ROWS[2][2]]
    assert UNSEEN.format("拟删") in notes


def test_text_filled_with_a_pattern_is_read(tmp_path: Path) -> None:
    """pdfium tells it as white. What is white stays unread."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.drawString(*BELOW, "工作保障")
    page.setFillColorRGB(1, 1, 1)
    page.drawString(BELOW[0], BELOW[1] - STEP, "此项拟删除")
    page.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (one,) = pdf.pages
        ramp = pikepdf.Dictionary(
            FunctionType=2, Domain=[0, 1], C0=[0.7, 0, 0], C1=[0, 0, 0.5], N=1
        )
        shading = pikepdf.Dictionary(
            ShadingType=2,
            ColorSpace=pikepdf.Name.DeviceRGB,
            Coords=[0, 0, 600, 0],
            Function=ramp,
            Extend=[True, True],
        )
        one.Resources.Pattern = pikepdf.Dictionary(
            P1=pikepdf.Dictionary(PatternType=2, Shading=shading)
        )
        drawn = []
        for operands, operator in pikepdf.parse_content_stream(one):
            if str(operator) == "BT" and not any(str(said) == "scn" for _, said in drawn):
                drawn += [
                    ([pikepdf.Name.Pattern], pikepdf.Operator("cs")),
                    ([pikepdf.Name.P1], pikepdf.Operator("scn")),
                ]
            drawn.append((operands, operator))
        one.Contents = pdf.make_stream(pikepdf.unparse_content_stream(drawn))
        pdf.save(path)
    names, notes = read(path)
    assert names == [f"{ROWS[1][2]}工作保障", ROWS[2][2]]
    assert notes == [UNSEEN.format("此项拟删除")]


@pytest.mark.parametrize(
    ("tile", "ground", "seen"),
    [("1 1 1", "1 1 1", False), ("1 1 1", ".2 .2 .5", True), (".2 .2 .2", "1 1 1", True)],
)
@pytest.mark.parametrize("whole", [True, False])
def test_text_painted_with_tiles_is_read_where_it_is_seen(
    tile: str, ground: str, seen: bool, whole: bool, tmp_path: Path
) -> None:
    """White ones were read: pdfium tells each pattern as grey. `whole`: all of the page's text."""
    path = tmp_path / "list.pdf"
    canvas(path).save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (one,) = pdf.pages
        pattern = pdf.make_stream(f"{tile} rg 0 0 20 20 re f".encode())
        looks = {"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/BBox": [0, 0, 20, 20]}
        pattern.update({**looks, "/XStep": 20, "/YStep": 20, "/Resources": pikepdf.Dictionary()})
        one.Resources.Pattern = pikepdf.Dictionary(P1=pattern)
        (font,) = (key for key, own in one.Resources.Font.items() if "Song" in str(own.BaseFont))
        words = "拟删".encode("utf-16-be").hex()
        x, y = BELOW
        added = (
            f"q {ground} rg {x - 3} {y - 4} 60 16 re f /Pattern cs /P1 scn "
            f"BT {font} 11 Tf {x} {y} Td <{words}> Tj ET Q"
        )
        old = b"" if whole else one.Contents.read_bytes()
        one.Contents = pdf.make_stream(old + b"\n" + added.encode())
        pdf.save(path)
    with pypdfium2.PdfDocument(path) as document:
        content = read_page(document.raw, 0)
    said = "".join(map(chr, content.codes.tolist()))
    assert ("拟删" in said) == seen
    assert ("拟删" in content.unseen) != seen


def test_a_page_flattened_in_tiles_that_all_have_its_text_says_nothing_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many characters that makes: those of one kind alone are compared."""
    monkeypatch.setattr(shadows, "MOST_PAIRS", 10_000)
    path = tmp_path / "list.pdf"
    page = canvas(path)
    for at in range(20):
        page.saveState()
        clip(page, lambda path, at=at: path.rect(0, 40 * at, 600, 40))
        for below in range(len(ROWS) - 1):
            place = BELOW[0], BELOW[1] - below * STEP
            if at % 2:
                page.drawString(*place, LONG[: at % 9])
                page.drawString(place[0] + at % 9 * 11, place[1], LONG[at % 9 :])
            else:
                page.drawString(*place, LONG)
        page.restoreState()
    page.save()
    assert read(path) == ([f"{row[2]}{LONG}" for row in ROWS[1:]], [])


def counted(monkeypatch: pytest.MonkeyPatch, module: object) -> list[float]:
    """The scales in which a module draws pages from now on."""
    scales: list[float] = []

    def counting(draw: Callable[..., object]) -> Callable[..., object]:
        def drawn(*given: object) -> object:
            scales.append(given[-1])  # type: ignore[arg-type]
            return draw(*given)

        return drawn

    monkeypatch.setattr(module, "drawn", counting(glyphs.drawn))
    if module is not glyphs:
        # There it draws by the other, which is counted.
        monkeypatch.setattr(module, "drawn_without", counting(glyphs.drawn_without))
    return scales


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("layouts/tex-longtable-ruled.pdf", 0),
        ("layouts/underlined.pdf", 0),
        ("read/nw4.pdf", 0),
        # Each of five pages has a head in white, on a dark band.
        ("layouts/jspdf-striped.pdf", 10),
        ("made/f05-white.pdf", 2),
        ("made/f07-covered.pdf", 2),
    ],
)
def test_a_page_is_drawn_only_with_reason(
    name: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice, small, with and without what may leave no ink."""
    scales = counted(monkeypatch, unseen_text)
    read_pdf(CASES / name)
    assert scales == [unseen_text.INK_SCALE] * times


def test_a_glyph_is_read_once_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page is drawn to read the glyph; another page with the same glyphs is not."""
    path = tmp_path / "twice.pdf"
    with pikepdf.open(CASES / "read" / "p04b_three_pua.pdf") as document:
        document.pages.append(document.pages[0])
        document.save(path)
    scales = counted(monkeypatch, glyphs)
    learnt = Learnt({})
    document = pypdfium2.PdfDocument(path)
    first = read_page(document.raw, 0, learnt)
    drawn = len(scales)
    second = read_page(document.raw, 1, learnt)
    document.close()

    assert drawn > 0
    assert len(scales) == drawn
    assert first.recognised > 0
    assert (first.codes == second.codes).all()
    assert (first.unreadable, first.recognised) == (second.unreadable, second.recognised)


def test_white_words_over_a_ruling_are_unseen_and_on_a_dark_band_seen(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.setFillGray(0.2)
    page.rect(231, TOP - 2 * STEP + 1, 198, 18, stroke=0, fill=1)
    page.setFillGray(1)
    page.drawString(235, TOP - 2 * STEP + 5, "工作保障")
    page.drawString(235, TOP - 2 * STEP - 20, "此项拟删除")
    page.setFont(FONT, 8)
    page.drawString(250, TOP - 3 * STEP - 3, "此项拟删除")
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解工作保障", "困难群众走访慰问"]
    assert notes == [UNSEEN.format("此项拟删除")]


@pytest.mark.parametrize(
    ("shade", "seen"), [((255, 255, 255), ""), ((244, 238, 226), ""), ((90, 110, 160), "工作保障")]
)
def test_white_words_over_a_picture_are_seen_only_where_it_is_dark(
    shade: tuple[int, int, int], seen: str, tmp_path: Path
) -> None:
    """The picture is the page's own paper, with grain as from a camera."""
    path = tmp_path / "list.pdf"
    grain = np.random.default_rng(1).normal(0, 5, (842, 595, 1))
    picture = np.clip(np.array(shade) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "paper.jpg")

    def paper(page: Canvas) -> None:
        page.drawImage(tmp_path / "paper.jpg", 0, 0, 595, 842)

    page = canvas(path, paper)
    page.setFillGray(1)
    page.drawString(*BELOW, "工作保障")
    page.save()

    names, notes = read(path)

    assert names == [f"矛盾纠纷排查化解{seen}", "困难群众走访慰问"]
    assert notes == ([] if seen else [UNSEEN.format("工作保障")])


@pytest.mark.parametrize(
    ("hidden", "new"),
    [("12户居民搬迁", "21户企业停产"), ("2户", "三户"), ("不得拖延。", ""), ("完成", "办理")],
)
def test_what_is_pasted_over_a_part_of_a_line_is_read_in_its_place(
    hidden: str, new: str, tmp_path: Path
) -> None:
    """The earlier words are under a white box, what is written on it stands in their place."""
    path, line = tmp_path / "list.pdf", "配合完成12户居民搬迁不得拖延。"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, line)
    start = x + page.stringWidth(line[: line.index(hidden)], FONT, 11)
    page.setFillGray(1)
    page.rect(start, y - 3, page.stringWidth(hidden, FONT, 11), 13, stroke=0, fill=1)
    page.setFillGray(0)
    page.drawString(start, y, new)
    page.save()

    names, notes = read(path)

    assert names == [f"矛盾纠纷排查化解{line.replace(hidden, new)}", "困难群众走访慰问"]
    assert notes == [UNSEEN.format(hidden)]


def test_words_that_a_line_is_drawn_through_are_left_out_and_quoted(tmp_path: Path) -> None:
    """As in Word. An underline, an overline and a ruling over the table are none."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, "工作保障有力")
    page.setStrokeColorRGB(0.8, 0, 0)
    page.line(x + 22, y + 4, x + 66, y + 4)
    page.line(x, y - 40 - 1.5, x + 44, y - 40 - 1.5)
    page.drawString(x, y - 40, "工作保障")
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解工作", "困难群众走访慰问工作保障"]
    assert notes == [STRUCK.format("保障有力")]


@pytest.mark.parametrize("said", ["、保障有力", "一、二", "有力。"])
def test_marks_and_flat_characters_are_struck_out_with_the_rest(said: str, tmp_path: Path) -> None:
    """The line runs above the ink of some of them."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, f"工作{said}做好")
    page.line(x + 22, y + 4, x + 22 + 11 * len(said), y + 4)
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解工作做好", "困难群众走访慰问"]
    assert notes == [STRUCK.format(said)]


def test_small_figures_above_struck_ones_are_told_and_stand_in_no_line(tmp_path: Path) -> None:
    """A correction by hand: what was meant to stand there is not guessed."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, "督促24小时")
    page.line(x + 22, y + 4, x + 22 + page.stringWidth("24", FONT, 11), y + 4)
    page.setFont(FONT, 6)
    page.drawString(x + 22, y + 10, "48")
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解督促小时", "困难群众走访慰问"]
    assert notes == [STRUCK.format("24"), "字上加注的小字没有读入：“48”"]


def test_a_duty_whose_name_is_struck_out_is_left_out_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    y = TOP - 2 * STEP - 16
    page.line(235, y + 4, 235 + 8 * 11, y + 4)
    page.save()

    names, notes = read(path)

    assert names == ["矛盾纠纷排查化解"]
    rest = "事项名称画了删除线，整行没有读入，这一行其余的文字：2 | 民生服务"
    assert notes == [STRUCK.format("困难群众走访慰问"), rest]


def test_a_line_beside_the_ink_of_what_it_crosses_leaves_nothing_out(tmp_path: Path) -> None:
    """Some fonts say their characters to be far lower than they are: an underline is within."""
    path = tmp_path / "list.pdf"
    page = canvas(path)
    x, y = BELOW
    page.drawString(x, y, "二二二")
    page.line(x, y + 0.5, x + 33, y + 0.5)
    page.save()

    names, _ = read(path)

    assert names == ["矛盾纠纷排查化解二二二", "困难群众走访慰问"]


def test_words_of_a_seal_that_stand_level_or_on_their_side_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    page.setFillColorRGB(0.8, 0.1, 0.1)
    for number, sign in enumerate("石桥镇人民政府章"):
        page.saveState()
        page.translate(300, 630)
        page.rotate(45 * number)
        page.drawString(0, 60, sign)
        page.restoreState()
    page.save()

    names, notes = read(path)

    assert names == [row[2] for row in ROWS[1:]]
    assert notes == ["第 1 页盖在正文上的水印或印章文字没有读入：“石”“桥”“镇”“人”“民”等 8 处"]


@pytest.mark.parametrize("name", files("ink"))
def test_text_with_a_shadow_a_halo_or_a_coloured_fill_is_read_as_printed(name: str) -> None:
    found = duty_list_of(read_pdf(CASES / "ink" / name))
    rows = [row_of(table.kind, duty) for table in found.lists for duty in table.duties]
    assert rows == wanted_layout(name, "ink")
    masked = [
        "第 1 页看不见的文字（白色、透明、被遮住、被裁掉或图层已关闭）没有读入：“校园周边治安整治”"
    ]
    assert [note.text for note in found.notes] == (masked if "mask" in name else [])


@pytest.mark.parametrize("shadow_first", [True, False])
@pytest.mark.parametrize("apart", [0.5, 1.5])
def test_a_large_title_with_a_grey_shadow_is_the_title(
    apart: float, shadow_first: bool, tmp_path: Path
) -> None:
    """pdfium tells one of the two, the pale one perhaps: it was taken for a watermark."""

    def title(page: Canvas) -> None:
        page.setFont(FONT, 22)
        for grey in (True, False) if shadow_first else (False, True):
            page.setFillGray(0.7 if grey else 0)
            page.drawString(140 + apart * grey, 775 - apart * grey, "望汀县青禾镇履职事项清单")
        page.setFillGray(0)

    path = tmp_path / "list.pdf"
    page = canvas(path, title)
    page.save()

    found = duty_list_of(read_pdf(path))

    assert found.place == "望汀县青禾镇"
    assert not found.notes


def test_a_large_pale_word_without_a_dark_one_is_a_watermark(tmp_path: Path) -> None:
    def word(page: Canvas) -> None:
        page.setFont(FONT, 22)
        page.setFillGray(0.7)
        page.drawString(140, 775, "内部资料")
        page.setFillGray(0)

    path = tmp_path / "list.pdf"
    canvas(path, word).save()

    assert read(path)[1] == ["第 1 页盖在正文上的水印或印章文字没有读入：“内部资料”"]
