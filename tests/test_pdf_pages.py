"""Pages as they come from the world: turned, stamped, overprinted, scanned, locked, cut off."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import fpdf
import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from dutylist.app.cli import cli
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.pdf.debug_pictures import debug_pictures
from dutylist.extract.formats.pdf.pdf import PARALLEL_PAGES, iter_pages, read_pdf
from dutylist.extract.pages.page_notes import is_picture
from dutylist.extract.source import Line, SourceDocument, Table
from dutylist.records.errors import (
    DamagedFileError,
    EmptyListError,
    FileMissingError,
    LimitExceededError,
    PicturesOnlyError,
    UnknownFormatError,
)
from tests.fixtures.pdf_changes import rotated, turned_content
from tests.fixtures.pdf_layouts import FONT_FILE, layout

FIRST, LAST = 7, 12


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages of the real list, with the end of one table and the beginning of another."""
    target = tmp_path_factory.mktemp("pages") / "pages.pdf"
    with pikepdf.open(layout("word-landscape")) as source:
        del source.pages[LAST:]
        del source.pages[:FIRST]
        source.save(target)
    return target


def cells(document: SourceDocument) -> list[tuple[str, ...]]:
    """The texts of all rows."""
    return [
        tuple(cell.text for cell in row.cells)
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def lines(document: SourceDocument) -> list[str]:
    """The lines outside the tables."""
    return [block.text for block in document.blocks if isinstance(block, Line)]


def write(path: Path, *draw: Callable[[fpdf.FPDF], None]) -> Path:
    """A PDF with a page for each drawing, made by fpdf2."""
    document = fpdf.FPDF(format="A4", unit="pt")
    document.add_font("sans", fname=FONT_FILE)
    for one in draw:
        document.add_page()
        document.set_font("sans", size=12)
        one(document)
    document.output(str(path))
    return path


def ruled(document: fpdf.FPDF) -> None:
    """A table of two columns and two rows."""
    for y in (100, 130, 160):
        document.line(50, y, 450, y)
    for x in (50, 200, 450):
        document.line(x, 100, x, 160)
    for x, y, text in (
        (60, 120, "序号"),
        (210, 120, "事项名称"),
        (60, 150, "1"),
        (210, 150, "统计"),
    ):
        document.text(x, y, text)


RULED = [("序号", "事项名称"), ("1", "统计")]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_read_like_straight_ones(pages: Path, tmp_path: Path, angle: int) -> None:
    turned = read_pdf(rotated(pages, tmp_path / "turned.pdf", angle))

    assert cells(turned) == cells(read_pdf(pages))
    assert lines(turned) == lines(read_pdf(pages))


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_boxes_stand_on_the_page_as_shown(pages: Path, tmp_path: Path, angle: int) -> None:
    path = rotated(pages, tmp_path / "turned.pdf", angle)
    with pypdfium2.PdfDocument(path) as document:
        width, height = document[0].get_size()
    boxes = [
        part.box
        for block in read_pdf(path).blocks
        if isinstance(block, Table) and block.page == 1
        for row in block.rows
        for cell in row.cells
        for part in cell.parts
        if part.box
    ]

    across = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
    down = max(box.bottom for box in boxes) - min(box.top for box in boxes)

    assert all(0 <= box.x0 < box.x1 <= width for box in boxes)
    assert all(0 <= box.top < box.bottom <= height for box in boxes)
    assert (across > down) == (width > height)


def test_content_turned_on_an_upright_page_reads_like_straight_content(
    pages: Path, tmp_path: Path
) -> None:
    turned = read_pdf(turned_content(pages, tmp_path / "turned.pdf"))

    assert cells(turned) == cells(read_pdf(pages))


def test_a_tilted_watermark_is_no_text(tmp_path: Path) -> None:
    def stamped(document: fpdf.FPDF) -> None:
        ruled(document)
        with document.rotation(45, 250, 130):
            document.text(200, 130, "内部资料")

    document = read_pdf(write(tmp_path / "stamped.pdf", stamped))

    assert cells(document) == RULED
    assert lines(document) == []


def test_a_large_pale_watermark_is_no_text(tmp_path: Path) -> None:
    def stamped(document: fpdf.FPDF) -> None:
        document.set_text_color(210, 210, 210)
        document.set_font_size(60)
        document.text(60, 155, "内部资料")
        document.set_font_size(12)
        document.set_text_color(0, 0, 0)
        ruled(document)

    assert cells(read_pdf(write(tmp_path / "stamped.pdf", stamped))) == RULED


def test_text_printed_twice_for_boldness_is_read_once(tmp_path: Path) -> None:
    def bold(document: fpdf.FPDF) -> None:
        ruled(document)
        document.text(60.4, 120, "序号")
        document.text(210.3, 150.2, "统计")

    assert cells(read_pdf(write(tmp_path / "bold.pdf", bold))) == RULED


def test_text_that_repeats_a_character_keeps_it(tmp_path: Path) -> None:
    def repeated(document: fpdf.FPDF) -> None:
        ruled(document)
        document.text(260, 150, "人人参与——11个")

    assert cells(read_pdf(write(tmp_path / "repeated.pdf", repeated)))[1] == (
        "1",
        "统计人人参与——11个",
    )


def test_text_outside_the_page_is_not_read(tmp_path: Path) -> None:
    def outside(document: fpdf.FPDF) -> None:
        ruled(document)
        document.text(-200, 150, "裁掉的字")
        document.text(210, 900, "裁掉的字")

    document = read_pdf(write(tmp_path / "outside.pdf", outside))

    assert cells(document) == RULED
    assert lines(document) == []


def test_invisible_text_is_not_read(tmp_path: Path) -> None:
    def invisible(document: fpdf.FPDF) -> None:
        ruled(document)
        with document.local_context(text_mode="INVISIBLE"):
            document.text(300, 150, "看不见")

    assert cells(read_pdf(write(tmp_path / "invisible.pdf", invisible))) == RULED


@pytest.mark.parametrize(
    "number", ["12", "— 12 —", "- 12 -", "第 12 页", "第12页 共58页", "12 / 58", "－12－"]
)
def test_page_numbers_are_left_out(tmp_path: Path, number: str) -> None:
    def numbered(document: fpdf.FPDF) -> None:
        ruled(document)
        document.text(280, 800, number)

    document = read_pdf(write(tmp_path / "numbered.pdf", numbered))

    assert lines(document) == []
    assert cells(document) == RULED


def test_a_running_head_is_kept_once(tmp_path: Path) -> None:
    def headed(document: fpdf.FPDF) -> None:
        document.text(150, 60, "某某镇基本履职事项清单")
        ruled(document)

    document = read_pdf(write(tmp_path / "headed.pdf", *[headed] * 5))

    assert lines(document) == ["某某镇基本履职事项清单"]


def test_a_page_number_in_a_running_head_makes_no_other_of_it(tmp_path: Path) -> None:
    def headed(number: int) -> Callable[[fpdf.FPDF], None]:
        def draw(document: fpdf.FPDF) -> None:
            ruled(document)
            document.text(150, 800, f"2025年版 – {number} –")

        return draw

    document = read_pdf(write(tmp_path / "headed.pdf", headed(1), headed(2), headed(3)))

    assert lines(document) == ["2025年版 – 1 –"]


def test_two_tables_on_a_page_are_two(tmp_path: Path) -> None:
    def two(document: fpdf.FPDF) -> None:
        ruled(document)
        document.text(100, 200, "第二个清单")
        with document.local_context():
            for y in (220, 250):
                document.line(50, y, 450, y)
            for x in (50, 120, 300, 450):
                document.line(x, 220, x, 250)
            for x, text in ((60, "甲"), (130, "乙"), (310, "丙")):
                document.text(x, 240, text)

    blocks = read_pdf(write(tmp_path / "two.pdf", two)).blocks

    assert [type(block) for block in blocks] == [Table, Line, Table]
    assert [len(block.rows[0].cells) for block in blocks if isinstance(block, Table)] == [2, 3]


def test_a_frame_around_the_page_is_no_table(tmp_path: Path) -> None:
    def framed(document: fpdf.FPDF) -> None:
        document.rect(30, 30, 535, 780)
        document.text(200, 80, "履职事项清单")
        ruled(document)

    document = read_pdf(write(tmp_path / "framed.pdf", framed))

    assert cells(document) == RULED
    assert lines(document) == ["履职事项清单"]


def picture(document: fpdf.FPDF) -> None:
    """A page that is one grey image."""
    document.image(Image.new("L", (60, 80), 200), 0, 0, 595, 842)


@pytest.fixture
def no_scan_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra that reads scans."""
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)


@pytest.mark.usefixtures("no_scan_reader")
def test_a_scan_is_refused_with_its_pages(tmp_path: Path) -> None:
    with pytest.raises(PicturesOnlyError, match=r"第 1—2 页都是图片.*扫描"):
        read_pdf(write(tmp_path / "scan.pdf", picture, picture))


@pytest.mark.usefixtures("no_scan_reader")
def test_a_scan_with_a_hidden_text_layer_is_a_scan(tmp_path: Path) -> None:
    def layered(document: fpdf.FPDF) -> None:
        picture(document)
        with document.local_context(text_mode="INVISIBLE"):
            document.text(100, 100, "识别出来的文字未必准确所以不用")

    with pytest.raises(PicturesOnlyError):
        read_pdf(write(tmp_path / "scan.pdf", layered))


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param(b"", b"BT 3 Tr /F 12 Tf 50 700 Td (%s) Tj ET", id="invisible"),
        pytest.param(b"", b"/Clear gs BT /F 12 Tf 50 700 Td (%s) Tj ET", id="of no opacity"),
        pytest.param(b"BT /F 12 Tf 50 700 Td (%s) Tj ET", b"", id="under the picture"),
    ],
)
def test_a_wrong_text_layer_makes_a_scan_no_text(
    tmp_path: Path, before: bytes, behind: bytes
) -> None:
    """What another program recognised wrongly: the page is a picture, and will be recognised."""
    path = tmp_path / "扫描.pdf"
    wrong = b"nonsense of another program"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(
            document,
            bytes([255]) * (60 * 80),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60,
            Height=80,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(P=picture),
            Font=pikepdf.Dictionary(F=font),
            ExtGState=pikepdf.Dictionary(Clear=pikepdf.Dictionary(ca=0, CA=0)),
        )
        drawn = b"q 595 0 0 842 0 0 cm /P Do Q "
        contents = before.replace(b"%s", wrong) + b" " + drawn + behind.replace(b"%s", wrong)
        page.Contents = document.make_stream(contents)
        document.save(path)
    (found,) = iter_pages(path, 0, 1)
    assert is_picture(found)


@pytest.mark.usefixtures("no_scan_reader")
def test_a_picture_page_among_others_is_noted(tmp_path: Path) -> None:
    document = read_pdf(write(tmp_path / "mixed.pdf", ruled, picture, ruled))

    assert cells(document) == RULED * 2
    assert [(note.page, "图片" in note.text) for note in document.notes] == [(2, True)]


def test_blank_pages_hold_no_list(tmp_path: Path) -> None:
    with pytest.raises(EmptyListError):
        read_pdf(write(tmp_path / "blank.pdf", lambda document: None))


def test_a_file_locked_with_a_password_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "open.pdf", ruled)
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(DamagedFileError, match=r"“locked\.pdf”.*密码"):
        read_pdf(tmp_path / "locked.pdf")


def test_a_file_that_is_only_protected_against_changes_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "open.pdf", ruled)
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "protected.pdf", encryption=pikepdf.Encryption(owner="a", user=""))

    assert cells(read_pdf(tmp_path / "protected.pdf")) == RULED


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_refused(pages: Path, tmp_path: Path, share: float) -> None:
    data = pages.read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(DamagedFileError):
        read_pdf(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")

    with pytest.raises(DamagedFileError, match="0 字节"):
        read_pdf(path)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_text("<html>请登录</html>", encoding="utf-8")

    with pytest.raises(UnknownFormatError, match="不是 PDF"):
        read_pdf(path)


def test_a_broken_body_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 500 + b"\n%%EOF\n")

    with pytest.raises(DamagedFileError):
        read_pdf(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"“none\.pdf”"):
        read_pdf(tmp_path / "none.pdf")


@pytest.mark.parametrize(
    "limits",
    [ReadLimits(max_pages=4), ReadLimits(max_bytes=1000), ReadLimits(max_seconds=0)],
    ids=["pages", "bytes", "seconds"],
)
def test_a_file_beyond_the_limits_is_refused(pages: Path, limits: ReadLimits) -> None:
    with pytest.raises(LimitExceededError):
        read_pdf(pages, limits)


def test_ten_thousand_pages_can_be_refused(tmp_path: Path) -> None:
    path = repeated(write(tmp_path / "one.pdf", ruled), tmp_path / "many.pdf", 10_000)

    with pytest.raises(LimitExceededError, match="共 10000 页，超过上限 9999 页"):
        read_pdf(path, ReadLimits(max_pages=9_999))


def test_many_pages_are_read_on_all_cores_with_the_same_result(tmp_path: Path) -> None:
    path = repeated(write(tmp_path / "one.pdf", ruled), tmp_path / "many.pdf", PARALLEL_PAGES)

    document = read_pdf(path)

    assert cells(document) == RULED * PARALLEL_PAGES
    assert [block.page for block in document.blocks] == list(range(1, PARALLEL_PAGES + 1))


def repeated(source: Path, target: Path, times: int) -> Path:
    """A PDF of one page so many times over."""
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0].obj
        tree = pdf.Root.Pages
        copies = [pdf.make_indirect(pikepdf.Dictionary(page)) for _ in range(times)]
        tree.Kids = pikepdf.Array(copies)
        tree.Count = times
        pdf.save(target)
    return target


def test_what_was_found_is_drawn_over_the_page(pages: Path, tmp_path: Path) -> None:
    ((name, picture),) = debug_pictures(pages, range(2, 3), scale=1.0)

    with Image.open(io.BytesIO(picture)) as drawn:
        colours = {colour for _, colour in drawn.getcolors(1 << 20) or []}
        assert drawn.size == (842, 596)
    assert (214, 39, 40) in colours
    assert name == "page-0002.png"
    wish = ("extract", pages, "--debug-pictures", tmp_path / "图", "-o", tmp_path / "记录.json")
    assert CliRunner().invoke(cli, [str(word) for word in wish]).exit_code == 0
    assert (tmp_path / "图" / name).is_file()
