"""What the reading of a scan says of itself: what it lost, could not read, or had no time for."""

from __future__ import annotations

import io
import os
import re
import runpy
import struct
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
import pikepdf
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps
from PIL.TiffImagePlugin import ROWSPERSTRIP, STRIPBYTECOUNTS, STRIPOFFSETS

from dutylist.extract.formats.limits import SCAN_SECONDS, ReadLimits
from dutylist.extract.formats.scan import models, page, scan, second_look
from dutylist.extract.formats.scan.detect import text_boxes
from dutylist.extract.formats.scan.joined_cells import Joined
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import LOST_TABLE, PageLines, read_picture, read_sheet
from dutylist.extract.formats.scan.picture import Picture, file_pictures, pdf_pictures
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.rulings import FoundRulings
from dutylist.extract.formats.scan.searchable import searchable_pdf
from dutylist.extract.formats.scan.sheets import Sheet, upright_sheets
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.formats.scan.upright import NOT_FLAT, TOO_BENT
from dutylist.extract.formats.scan.warp import TERMS, Bend, redrawn
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.source import UNSURE
from tests.fixtures.scans import pdf_of, scanned_page
from tests.fixtures.short_list import short_list

DPI = 200


@cache
def strip() -> Image.Image:
    """The upper third of a page with a table."""
    whole = scanned_page(short_list(), 4, DPI).convert("L")
    return whole.crop((0, 0, whole.width, whole.height // 3))


@cache
def sheet() -> Sheet:
    (found,) = upright_sheets(Picture(1, np.asarray(strip()), DPI), NEVER)
    return found


def text_of(found: FoundPage) -> str:
    return "".join(
        line.text
        for block in found.blocks
        for line in (
            (line for cell in block.cells for line in cell.lines)
            if isinstance(block, FoundTable)
            else (block,)
        )
    )


def without(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Let the reader lose every `step`-th line of a page."""
    whole = page.page_lines

    def fewer(*given: object) -> PageLines:
        lines = whole(*given)  # type: ignore[arg-type]
        kept = [index for index in range(len(lines.lines)) if index % step]
        return replace(
            lines,
            lines=tuple(lines.lines[index] for index in kept),
            owners=tuple(lines.owners[index] for index in kept),
        )

    monkeypatch.setattr(page, "page_lines", fewer)


def test_of_a_page_that_is_read_nothing_is_told() -> None:
    assert read_sheet(sheet()).notes == ()


def test_lines_that_the_reading_lost_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = text_of(read_sheet(sheet()))
    without(monkeypatch, 5)
    found = read_sheet(sheet())
    (note,) = found.notes
    told = note.removeprefix("图片上的这些文字没有读进来，请对照原件补上：").partition(" 等")[0]
    quoted = told.strip("“”").split("”、“")
    assert quoted
    assert all(text in whole and text not in text_of(found) for text in quoted)


def test_a_page_of_which_much_is_lost_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, 1)
    found = read_sheet(sheet())
    assert (found.blocks, found.notes) == (
        (),
        (
            "这一页没有读入：版面没有认出来，可能拍得不平、不全或字迹不清。"
            "请重新扫描这一页，或对照原件补录",
        ),
    )


def test_a_page_that_is_a_blur_is_refused() -> None:
    blurred = np.asarray(strip().filter(ImageFilter.GaussianBlur(5)))
    (found,) = read_picture(Picture(1, blurred, DPI))
    assert found.blocks == ()
    (note,) = found.notes
    assert note.startswith("这一页没有读入：")


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        pytest.param({"off": NOT_FLAT + 0.1}, "这一页拍得不平，表格线仍有弯斜", id="not flat"),
        pytest.param({"off": NOT_FLAT}, "", id="flat enough"),
        pytest.param(
            {"off": TOO_BENT + 0.1}, "这一页没有读入：纸折过或拍得不平，表格线弯斜", id="folded"
        ),
        pytest.param({"at_seal": True}, "这一页的印章盖在彩色文字旁边", id="a seal at red words"),
    ],
)
def test_what_the_sheet_itself_tells(seen: dict[str, float | bool], told: str) -> None:
    own = sheet()
    off = float(seen.get("off", own.off))
    picture = replace(own.picture, at_seal=bool(seen.get("at_seal", False)))
    notes = read_sheet(replace(own, off=off, picture=picture)).notes
    assert [note.startswith(told) for note in notes] == ([True] if told else [])


@pytest.mark.parametrize(
    ("down", "right", "told"),
    [
        pytest.param({}, {2: 30.0}, "竖线", id="bowed uprights"),
        pytest.param({}, {4: 30.0}, "竖线", id="uprights like an S"),
        pytest.param({2: 30.0}, {}, "横线", id="bowed level rulings"),
        pytest.param({}, {}, "", id="flat"),
    ],
)
def test_rulings_that_are_not_found_are_told(
    down: dict[int, float], right: dict[int, float], told: str
) -> None:
    """A sheet that was not straightened, as if the straightening had failed."""
    grey = np.asarray(scanned_page(short_list(), 4, DPI).convert("L"))
    height, width = grey.shape
    bend = Bend(
        float(width),
        float(height),
        tuple(down.get(term, 0.0) for term in range(len(TERMS))),
        tuple(right.get(term, 0.0) for term in range(len(TERMS))),
    )
    bent = redrawn(grey, (bend,), width, height)
    whole = sheet()
    frame = replace(whole.frame, sheet=(width * 72 / DPI, height * 72 / DPI))
    found = Sheet(Picture(1, bent, DPI), frame, tuple(text_boxes(bent, DPI, NEVER)), 0.0)
    read = read_sheet(found)
    kinds = re.findall("条(..)没有认出来", "".join(read.notes))
    assert kinds[:1] == ([told] if told else [])


def test_cells_that_a_lost_ruling_joins_are_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "joined_cells", lambda *given: Joined(1, 0, frozenset({1})))
    read = read_sheet(sheet())
    (table,) = (block for block in read.blocks if isinstance(block, FoundTable))
    assert any("有 1 条竖线没有认出来" in note for note in read.notes)
    sure = [min(one for line in cell.lines for one in line.confidences) for cell in table.cells[:3]]
    assert sure[1] < UNSURE < min(sure[0], sure[2])


def test_a_table_whose_rulings_are_dotted_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of a copy: the eye still follows the lines."""
    found = page.find_rulings

    def none(grey: np.ndarray, ink: np.ndarray, *given: object) -> FoundRulings:
        return found(grey, np.zeros_like(ink), *given)  # type: ignore[arg-type]

    whole = np.asarray(scanned_page(short_list(), 4, DPI).convert("L"))
    (own,) = upright_sheets(Picture(1, whole, DPI), NEVER)
    assert LOST_TABLE not in read_sheet(own).notes
    monkeypatch.setattr(page, "find_rulings", none)
    assert LOST_TABLE in read_sheet(own).notes
    without_table = replace(own.picture, grey=np.full_like(own.picture.grey, 240))
    assert read_sheet(replace(own, picture=without_table, boxes=())).notes == ()


def test_a_page_number_between_dashes_is_not_overlooked() -> None:
    """The detector's own reading takes the dashes for 一."""
    own, again = (
        ReadLine(text, (1.0, 2.0, 3.0, 4.0), (1.0,) * 4, ("",) * 4) for text in ("—11—", "-11一")
    )
    box = InkBox(0, 0, 300, 30)
    line = ScannedLine(InkBox(0, 0, 90, 30), 0.0, own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_look, "recognise", lambda *_: [again])
        assert second_look.overlooked(np.zeros((80, 100), np.uint8), [box], [line], NEVER) == []


def grain(brightness: float, strength: float, *, border: bool = False) -> Image.Image:
    """A sheet without text as a scanner gives it."""
    noise = np.random.default_rng(5).normal(0, strength, (900, 640))
    sheet = np.full((900, 640), brightness) + noise
    if border:
        sheet[:25] = sheet[:, :20] = 10
    return Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))


BLANK = {
    "white": grain(255, 0),
    "grain": grain(225, 8),
    "coarse grain": grain(200, 30),
    "black edges": grain(235, 6, border=True),
}


def test_blank_sides_of_a_scan_are_told_by_page_and_give_nothing(tmp_path: Path) -> None:
    sides = [strip(), *BLANK.values()]
    path = pdf_of(sides, tmp_path / "双面.pdf", DPI)
    document = scan.read_scan(path)
    assert {block.page for block in document.blocks} == {1}
    assert [(note.page, note.text) for note in document.notes] == [
        (0, "第 1 页是图片，文字由识别得出，请对照原件核对，没有把握的字另有提示"),
        (2, "第 2—5 页是空白页，没有读到字；原件上如果有字，请重新扫描"),
    ]


def test_a_page_that_is_all_black_is_told() -> None:
    (found,) = read_picture(Picture(3, np.asarray(grain(10, 4)), DPI))
    assert found.blocks == ()
    assert found.notes == ("这一页没有读入：整页是黑的。请重新扫描这一页，或对照原件补录",)


@pytest.mark.parametrize(("place", "told"), [("石垴镇", True), ("石桥镇", False)])
def test_a_title_that_was_not_read_with_certainty_is_told(
    place: str, told: bool, tmp_path: Path
) -> None:
    """The model does not know 垴: the township would have another name on the cover."""
    page_with = strip().copy()
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 44)
    ImageDraw.Draw(page_with).text((700, 70), f"{place}基本履职事项清单", 0, face)
    path = tmp_path / "清单.png"
    page_with.save(path, dpi=(DPI, DPI))
    notes = [note.text for note in scan.read_scan(path).notes]
    assert any("表外文字有字识别没有把握，请对照原件：" in note for note in notes) == told


@pytest.mark.parametrize("words", ["关于汛期值班的通知", ""])
def test_what_stands_beyond_the_sheet_is_told(words: str) -> None:
    """Another paper on the desk, or the rest of this one where a shadow was taken for its edge."""
    desk = Image.new("L", (strip().width + 200, strip().height + 700), 60)
    desk.paste(strip(), (100, 80))
    if words:
        face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), 44)
        top = strip().height + 350
        ImageDraw.Draw(desk).rectangle((200, top - 60, 900, top + 110), 225)
        ImageDraw.Draw(desk).text((300, top), words, 20, face)
    (found,) = read_picture(Picture(1, np.asarray(desk), DPI))
    told = [note for note in found.notes if "纸边以外还有字" in note]
    assert told == (
        [f"纸边以外还有字，没有读入，请核对是不是这张纸上的：“{words}”"] if words else []
    )


@pytest.mark.parametrize("ink", [0.12, 1.0])
def test_what_shows_through_from_the_other_side_is_no_text(ink: float) -> None:
    front = np.asarray(strip()).astype(np.float64)
    back = 255 - (255 - front[:, ::-1]) * ink
    (found,) = read_picture(Picture(2, back.astype(np.uint8), DPI))
    assert found.blocks == ()
    assert found.notes == (
        "这一页没有读入：字左右相反，多半是纸背透过来的字。请重新扫描这一页，或对照原件补录",
    )


def test_a_newspaper_among_the_pages_is_told_and_costs_no_recognition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five columns set solid: what would be read takes half a minute, and is no list."""
    news = Image.new("L", (1240, 1754), 240)
    pen = ImageDraw.Draw(news)
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), 16)
    for column in range(5):
        for row in range(80):
            pen.text(
                (40 + 236 * column, 60 + 20 * row), "河东镇召开大会部署防汛救灾"[:13], 20, face
            )
    monkeypatch.setattr(page, "read_lines", lambda *given: pytest.fail("it was recognised"))
    (found,) = read_picture(Picture(4, np.asarray(news), 150.0))
    assert found.blocks == ()
    (note,) = found.notes
    assert re.fullmatch(
        r"这一页没有读入：表格外大约有 \d+00 个字，不像清单的一页（如报纸、书），没有识别。"
        "请重新扫描这一页，或对照原件补录",
        note,
    )


def test_a_page_laid_upside_down_is_read() -> None:
    turned = np.asarray(strip().rotate(180))
    (found,) = read_picture(Picture(1, turned, DPI))
    assert text_of(found) == text_of(read_sheet(sheet()))


def test_a_page_that_takes_too_long_is_told_and_the_others_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf_of([strip(), strip()], tmp_path / "清单.pdf", DPI)
    seconds = iter([-1.0, SCAN_SECONDS])

    def at_page(number: int, count: int) -> None:
        monkeypatch.setattr(scan, "SCAN_SECONDS", next(seconds))

    first, second = scan.iter_scan(path, ReadLimits(at_page=at_page))
    assert first.notes == (
        "这一页没有读入：识别了 0 秒还没有读完。请重新扫描这一页，或对照原件补录",
    )
    assert text_of(second) == text_of(read_sheet(sheet()))


def test_each_page_of_a_searchable_pdf_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = pdf_of([strip(), strip()], tmp_path / "清单.pdf", DPI)
    told: list[tuple[int, int] | float] = []
    limits = ReadLimits(at_page=lambda *page: told.append(page), more_time=told.append)
    assert searchable_pdf(path, limits).startswith(b"%PDF")
    assert told == [(1, 2), SCAN_SECONDS, (2, 2), SCAN_SECONDS]


def test_a_fax_of_group_4_is_the_picture_that_it_was(tmp_path: Path) -> None:
    black = strip().point(lambda grey: 255 * (grey > 128)).convert("1")
    path = tmp_path / "清单.tif"
    black.save(path, compression="group4", dpi=(DPI, DPI))
    (found,) = file_pictures(path, ReadLimits())
    assert np.array_equal(found.grey > 128, np.asarray(black))


def fax_lines(black: Image.Image) -> bytes:
    """The picture as the lines of a Group 4 fax (ITU-T T.6), black as ink."""
    out = io.BytesIO()
    ImageOps.invert(black.convert("L")).convert("1").save(
        out, "TIFF", compression="group4", tiffinfo={ROWSPERSTRIP: black.height}
    )
    with Image.open(out) as image:
        (start,), (length,) = image.tag_v2[STRIPOFFSETS], image.tag_v2[STRIPBYTECOUNTS]
    return out.getvalue()[start : start + length]


def jbig2_of(black: Image.Image) -> bytes:
    """The picture as an embedded JBIG2 stream: the page, and one region coded as a fax is
    (ITU-T T.88, 7.2 to 7.4)."""
    size = struct.pack(">II", *black.size)
    page_information = size + struct.pack(">IIBH", 0, 0, 0, 0)
    region = size + struct.pack(">IIBB", 0, 0, 0, 1) + fax_lines(black)
    segments = ((0, 48, page_information), (1, 38, region))
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, kind, data in segments
    )


def test_the_pages_of_a_long_file_are_not_kept(tmp_path: Path) -> None:
    """60 pages of a megabyte each, in a process that has read ten."""
    noise = np.random.default_rng(1).integers(0, 256, (1000, 1000), dtype=np.uint8)
    path = pdf_of(
        [Image.fromarray(np.roll(noise, at)) for at in range(60)], tmp_path / "长.pdf", DPI
    )
    reads = (
        "import psutil, sys; from pathlib import Path;"
        "from dutylist.extract.formats.limits import ReadLimits;"
        "from dutylist.extract.formats.scan.picture import pdf_pictures;"
        "took = [psutil.Process().memory_info().rss"
        " for _ in pdf_pictures(Path(sys.argv[1]), range(1, 61), ReadLimits())];"
        "print(max(took[10:]) - max(took[:10]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", reads, str(path)], capture_output=True, text=True, check=True
    )
    # Kept, they are more than the file's size; what the rest of a process takes goes up and down.
    assert int(done.stdout) < path.stat().st_size / 2


def test_a_page_packed_as_jbig2_is_the_picture_that_it_was(tmp_path: Path) -> None:
    black = strip().point(lambda grey: 255 * (grey > 128)).convert("1")
    path = pdf_of([black], tmp_path / "清单.pdf", DPI)
    (as_saved,) = pdf_pictures(path, [1], ReadLimits())
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        (image,) = file.pages[0].Resources.XObject.values()
        image.write(jbig2_of(black), filter=pikepdf.Name.JBIG2Decode)
        image.ColorSpace = pikepdf.Name.DeviceGray
        for left in set(image.keys()) & {"/Decode", "/ImageMask"}:
            del image[left]
        file.save(path)
    (as_jbig2,) = pdf_pictures(path, [1], ReadLimits())
    assert as_saved.grey.min() < 128 < as_saved.grey.max()
    assert np.array_equal(as_jbig2.grey, as_saved.grey)


def test_the_recogniser_takes_two_threads_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[onnxruntime.SessionOptions] = []
    monkeypatch.setattr(
        onnxruntime, "InferenceSession", lambda path, options, providers: seen.append(options)
    )
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    # As it is written: in processes of tests it takes one (conftest.py).
    runpy.run_path(models.__file__)["session"]("PP-OCRv6_rec_small.onnx")
    assert [options.intra_op_num_threads for options in seen] == [2]
