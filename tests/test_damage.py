"""A damaged file is not read on as if it were whole: it is said, with the page."""

from __future__ import annotations

import io
import random
import re
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import fpdf
import pikepdf
import pylopdf_fonts_zh_cn
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dutylist.app.web.pictures import draw_page, page_sizes
from dutylist.extract.formats.legacy import braces_match
from dutylist.extract.formats.pdf import damage
from dutylist.extract.formats.pdf.damage import damage_notes, is_whole
from dutylist.extract.formats.pdf.debug_pictures import debug_pictures
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from dutylist.extract.second_reader import second_reading
from dutylist.extract.source import SourceDocument, Table
from dutylist.records.errors import DutyListError
from dutylist.render.source_pages import SourcePages
from tests.test_pdf_ink import canvas as canvas_with_list

SPECIALIZED = pikepdf.StreamDecodeLevel.specialized

CASES = Path(__file__).parent / "cases"


def told(path: Path) -> dict[int, str]:
    return {note.page: note.text for note in damage_notes(path, time.monotonic() + 60)}


@pytest.mark.parametrize(
    ("name", "page", "words"),
    [
        ("stream-cut10-clauses-lost.pdf", 56, "内容有损坏"),
        ("stream-half-rows-lost.pdf", 14, "内容有损坏"),
        ("font-gone-characters-lost.pdf", 4, "字体有损坏"),
        ("blank-page.pdf", 17, "内容有损坏"),
    ],
)
def test_what_was_lost_is_told_with_its_page(name: str, page: int, words: str) -> None:
    assert words in told(CASES / "robust" / name)[page]


def test_reading_hands_the_damage_on() -> None:
    document = read_pdf(CASES / "robust" / "stream-half-rows-lost.pdf")
    assert [note.page for note in document.notes if "有损坏" in note.text] == [14]


def test_sound_files_of_other_programs_are_not_suspected() -> None:
    """Every other PDF among the cases."""
    files = [path for path in CASES.rglob("*.pdf") if path.parent.name != "robust"]
    assert {path.name: notes for path in files if (notes := told(path))} == {}


def test_a_font_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages share their fonts: a browser's fifty pages have a hundred fonts each."""
    looked: list[tuple[int, int]] = []
    files_whole = damage._files_whole

    def counted(font: pikepdf.Dictionary, seen: damage.Seen) -> bool:
        looked.append(font.objgen)
        return files_whole(font, seen)

    monkeypatch.setattr(damage, "_files_whole", counted)
    path = CASES / "layouts" / "two-up.pdf"
    assert told(path) == {}
    with pikepdf.open(path) as document:
        used = [
            font.objgen
            for page in document.pages
            for resources in damage._all_resources(page.obj)
            for font in damage._entries(resources, "/Font")
        ]
    assert sorted(looked) == sorted(set(used))
    assert len(looked) < len(used)


# Damage of our own making


@cache
def sound() -> bytes:
    """A list of four pages by fpdf2, with a font of its own."""
    document = fpdf.FPDF(format="A4")
    document.add_font("sans", fname=str(pylopdf_fonts_zh_cn.sans_path()))
    document.set_font("sans", size=12)
    document.add_page()
    with document.table(col_widths=(10, 30, 120), first_row_as_headings=False) as table:
        table.row(("序号", "事项类别", "事项名称"))
        for number in range(1, 81):
            table.row((str(number), "党的建设", f"开展第{number}批入党积极分子教育培训考察"))
    return bytes(document.output())


@cache
def sound_ascii85() -> bytes:
    """ReportLab writes its streams as letters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    page = canvas.Canvas(target)
    for _ in range(2):
        page.setFont("STSong-Light", 12)
        for line in range(20):
            page.drawString(60, 800 - 30 * line, f"{line}. 负责本辖区困难群众救助")
        page.showPage()
    page.save()
    return target.getvalue()


def mutated(content: bytes, page: int, how: str, seed: int = 0) -> bytes:
    """The PDF with the content of one page damaged, as a bad disk or a broken download does."""
    chance = random.Random(seed)
    with pikepdf.open(io.BytesIO(content)) as document:
        stream = document.pages[page - 1].Contents
        stream = stream[0] if isinstance(stream, pikepdf.Array) else stream
        raw = bytearray(stream.read_raw_bytes())
        at = chance.randrange(len(raw) // 4, 3 * len(raw) // 4)
        match how:
            case "cut":
                del raw[at:]
            case "zeros":
                raw[at : at + 64] = bytes(len(raw[at : at + 64]))
            case "bit":
                raw[at] ^= 1 << chance.randrange(8)
        stream.write(bytes(raw), filter=stream.Filter, decode_parms=None)
        target = io.BytesIO()
        document.save(
            target,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return target.getvalue()


@pytest.mark.parametrize("how", ["cut", "zeros", "bit"])
@pytest.mark.parametrize("seed", range(5))
def test_damage_of_any_place_in_a_page_is_told(tmp_path: Path, how: str, seed: int) -> None:
    path = tmp_path / "清单.pdf"
    for content, page in ((sound(), 2), (sound_ascii85(), 2)):
        path.write_bytes(mutated(content, page, how, seed))
        assert "内容有损坏" in told(path).get(page, ""), how


@pytest.mark.parametrize("end", [b"Tj", b"ET"])
def test_an_unpacked_page_that_ends_within_something_is_told(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "清单.pdf"
    with pikepdf.open(io.BytesIO(sound())) as document:
        data = document.pages[1].Contents.read_bytes()
        document.save(path, compress_streams=False, stream_decode_level=SPECIALIZED)
        assert told(path) == {}
        document.pages[1].Contents.write(data[: data.index(end, len(data) // 2)])
        document.save(path, compress_streams=False)
    assert "内容有损坏" in told(path)[2]


def test_the_same_files_unharmed_are_not_suspected(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    for content in (sound(), sound_ascii85()):
        path.write_bytes(content)
        assert told(path) == {}


def test_a_zeroed_block_changes_nothing_or_is_told_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    path.write_bytes(sound())
    whole = read_pdf(path)
    assert not whole.notes
    chance = random.Random(7)
    for _ in range(12):
        at = chance.randrange(1000, len(sound()) - 1500)
        path.write_bytes(sound()[:at] + bytes(512) + sound()[at + 512 :])
        try:
            found = read_pdf(path)
        except DutyListError:
            continue
        assert found.blocks == whole.blocks or found.notes, at


def repacked(content: bytes, **how: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, **how)
    return target.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "plain": sound,
    "packed": lambda: repacked(sound(), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "locked": lambda: repacked(sound(), encryption=pikepdf.Encryption(owner="x", user="")),
    "early": lambda: repacked(sound(), linearize=True),
}
"""The list as programs write it; locked: nobody is asked for a password."""


def texts(document: SourceDocument) -> list[str]:
    rows = (row for block in document.blocks if isinstance(block, Table) for row in block.rows)
    return [cell.text for row in rows for cell in row.cells]


def to(mark: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content[: content.rindex(mark)]


REPAIRED: dict[str, Callable[[bytes], bytes]] = {
    "end mark cut": lambda content: content[: content.rindex(b"%%EOF") + 4],
    "no end mark": to(b"%%EOF"),
    "startxref cut": lambda content: content[: content.rindex(b"startxref") + 11],
    "wrong startxref": lambda content: re.sub(rb"startxref\s+\d+", b"startxref\n17", content),
    "wrong places": lambda content: content.replace(b"\n", b"\n%moved\n", 1),
    "wrong length": lambda content: re.sub(rb"/Length \d+", b"/Length 10", content, count=2),
    "long length": lambda content: re.sub(rb"/Length \d+", b"/Length 99999", content, count=2),
    "begun with a letter": lambda content: b"HTTP/1.1 200 OK\r\n\r\n" + to(b"%%EOF")(content),
    "a page behind it": lambda content: content + b"<p>1 0 obj</p>\n" * 9000,
    "objects not ended": lambda content: content.replace(b"endobj", b"", 6),
}
"""Damage that other programs mend, too."""


@pytest.fixture(scope="module")
def whole_texts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The texts of the list as a program writes it, before anything befalls the file."""

    @cache
    def read(kind: str) -> list[str]:
        path = tmp_path_factory.mktemp("whole") / "清单.pdf"
        path.write_bytes(KINDS[kind]())
        return texts(read_pdf(path))

    return read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", REPAIRED)
def test_what_common_viewers_repair_is_read_and_told(
    kind: str, how: str, tmp_path: Path, whole_texts: Callable[[str], list[str]]
) -> None:
    path = tmp_path / "清单.pdf"
    path.write_bytes(REPAIRED[how](KINDS[kind]()))

    found = read_pdf(path)

    assert len(whole_texts(kind)) > 10
    assert texts(found) == whole_texts(kind)
    assert any("已尽量修复" in note.text for note in found.notes)


def test_a_locked_stream_of_wrong_length_is_not_cut_at_its_last_byte(tmp_path: Path) -> None:
    """Its packed bytes end in a return by chance, once in 256 files; pdfium took that
    for half of the break before the word that ends a stream, and lost a cell's text with it."""
    path = tmp_path / "清单.pdf"
    path.write_bytes(sound())
    whole = read_pdf(path)
    # With the older lock, whose key is made in a tenth of the time.
    older = pikepdf.Encryption(owner="x", user="", R=4)
    files = iter(lambda: repacked(sound(), encryption=older), b"")
    ends_in_break = next(one for one in files if one.partition(b"\nendstream")[0].endswith(b"\r"))
    path.write_bytes(REPAIRED["wrong length"](ends_in_break))

    found = read_pdf(path)

    assert texts(found) == texts(whole)
    assert any("已尽量修复" in note.text for note in found.notes)


@pytest.mark.parametrize("mark", [b"trailer", b"\n0000000"])
def test_a_file_whose_list_of_objects_is_cut_is_read_and_told(mark: bytes, tmp_path: Path) -> None:
    """pdfium does not open it."""
    path = tmp_path / "清单.pdf"
    path.write_bytes(sound())
    whole = read_pdf(path)
    path.write_bytes(to(mark)(sound()))

    found = read_pdf(path)

    assert texts(found) == texts(whole)
    assert any("已尽量修复" in note.text for note in found.notes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_file_that_lost_its_end_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    content = KINDS[kind]()
    path = tmp_path / "清单.pdf"
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DutyListError, match="后面缺了一截"):
        read_pdf(path)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_file_that_lost_its_end_is_refused_though_it_opens(share: float, tmp_path: Path) -> None:
    """pdfium shows the pages that are left where it finds a trailer."""
    content = sound()
    with pikepdf.open(io.BytesIO(content)) as document:
        number, _ = document.Root.objgen
    head, _, rest = content.partition(b"\n")
    path = tmp_path / "清单.pdf"
    early = head + b"\ntrailer\n<</Root %d 0 R/Size 99>>\n" % number + rest
    path.write_bytes(early[: int(share * len(early))] + b"\n" * 9)
    with pytest.raises(DutyListError, match="后面缺了一截"):
        read_pdf(path)


def test_what_shows_and_checks_a_file_opens_one_that_pdfium_does_not(tmp_path: Path) -> None:
    """The page's pictures, the second reader and the excerpts' source pages broke off."""
    path = tmp_path / "清单.pdf"
    canvas_with_list(path).save()
    path.write_bytes(to(b"trailer")(path.read_bytes()))
    found = read_duty_list(path)

    assert [name for name, _ in debug_pictures(path)] == ["page-0001.png"]
    agreed = second_reading(path, found)
    assert agreed is not None
    assert not agreed.differences
    assert len(page_sizes(path)) == 1
    draw_page((path, 1, tmp_path / "page.png"), print)
    assert (tmp_path / "page.png").stat().st_size
    SourcePages(path)


def test_a_change_that_was_cut_off_is_told(tmp_path: Path) -> None:
    """What was there before is read."""
    path = tmp_path / "清单.pdf"
    path.write_bytes(sound() + b"\n7 0 obj\n<< /Type /Page")
    assert any("没写完的修改" in note.text for note in read_pdf(path).notes)


def test_a_password_is_asked_for_though_the_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    locked = repacked(sound(), encryption=pikepdf.Encryption(owner="x", user="y"))
    path.write_bytes(to(b"%%EOF")(locked))
    with pytest.raises(DutyListError, match="打开密码"):
        read_pdf(path)


@pytest.mark.parametrize(
    ("tail", "whole"),
    [("", True), ("no sum", True), ("\n", True), ("wrong sum", False), ("cut", False)],
)
def test_a_stream_may_lack_its_sum_but_not_its_end(tail: str, whole: bool) -> None:
    packed = zlib.compress("负责本辖区困难群众救助".encode() * 40)
    changed = {
        "": packed,
        "no sum": packed[:-4],
        "\n": packed + b"\r\n",
        "wrong sum": packed[:-1] + bytes([packed[-1] ^ 1]),
        "cut": packed[:-20],
    }[tail]
    assert is_whole(changed) is whole


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    packed = zlib.compress(bytes(150_000_000), 9)
    begin = time.process_time()
    assert is_whole(packed)
    assert time.process_time() - begin < 10


# RTF


@pytest.mark.parametrize(
    ("text", "matching"),
    [
        (rb"{\rtf1 {\b \u21439?} \{ \\{}}", True),
        (rb"{\rtf1 {\b \u21439?} ", False),
        (rb"{\rtf1 {\b \u21439?; }", False),
        (rb"{\rtf1 {\pict\bin3 {{{}}", True),
    ],
)
def test_groups_of_an_rtf_file_that_do_not_end_are_seen(text: bytes, matching: bool) -> None:
    assert braces_match(text) is matching


def test_a_damaged_rtf_file_is_told(tmp_path: Path) -> None:
    """An end of a group without its begin ends the whole: the rows behind it are gone."""
    whole = (Path(__file__).parent.parent / "bench" / "mutated" / "清单.rtf").read_bytes()
    assert braces_match(whole)
    at = whole.rindex(b"13}{")
    path = tmp_path / "清单.rtf"
    path.write_bytes(whole[:at] + b"13};" + whole[at + 4 :])
    read = read_duty_list(path)
    assert len(read.lists[1].duties) < 14
    assert [note.damage for note in read.notes if "RTF 文件内部有损坏" in note.text] == [True]
