"""Damaged pictures are told: what decoders draw of them looks whole enough to be read."""

from __future__ import annotations

import io
import random
import zlib
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw

from dutylist.extract.formats.pdf.damage import damage_notes
from dutylist.extract.formats.scan.jpeg import jpeg_whole
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError

SCANS = Path(__file__).parent / "cases" / "scans"


@cache
def drawn(**options: bool) -> bytes:
    """A page of lines, as a camera or a scanner writes it."""
    picture = Image.new("L", (900, 1200), "white")
    pen = ImageDraw.Draw(picture)
    chance = random.Random(3)
    for line in range(40, 1180, 24):
        for x in range(40, 860, 14):
            pen.line((x, line, x + 10, line + chance.randrange(16)), fill=0, width=2)
    out = io.BytesIO()
    picture.save(out, "JPEG", **options)
    return out.getvalue()


def spoiled(data: bytes, how: str, seed: int) -> bytes:
    """The same with a part of its data lost or zeroed, behind its tables."""
    at = random.Random(seed).randrange(len(data) // 8, len(data) * 3 // 4)
    return data[:at] + (bytes(2000) + data[at + 2000 :] if how == "zeroed" else data[at + 2000 :])


@pytest.mark.parametrize("how", ["zeroed", "lost"])
def test_of_two_hundred_damaged_jpegs_few_go_unseen(how: str) -> None:
    """Zeros may be read as codes that come out even: five of a hundred."""
    unseen = [seed for seed in range(100) if jpeg_whole(spoiled(drawn(), how, seed))]
    assert len(unseen) <= 5


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}], ids=str)
def test_sound_jpegs_of_all_kinds_are_not_suspected(options: dict[str, bool]) -> None:
    assert jpeg_whole(drawn(**options))
    for mode in ("CMYK", "RGB"):
        out = io.BytesIO()
        Image.new(mode, (300, 200)).save(out, "JPEG", **options)
        assert jpeg_whole(out.getvalue())
    assert all(jpeg_whole(path.read_bytes()) for path in SCANS.glob("*.jpg"))


@pytest.mark.parametrize("filters", ["/DCTDecode", "/FlateDecode"])
def test_a_damaged_picture_of_a_pdf_is_told_with_its_page(tmp_path: Path, filters: str) -> None:
    path = tmp_path / "扫描.pdf"
    for harmed in (False, True):
        pdf = pikepdf.new()
        for page in (1, 2):
            pdf.add_blank_page(page_size=(595, 842))
            data = drawn() if filters == "/DCTDecode" else zlib_picture()
            if harmed and page == 2:
                data = spoiled(data, "zeroed", 1)
            picture = pikepdf.Stream(
                pdf,
                data,
                Type=pikepdf.Name("/XObject"),
                Subtype=pikepdf.Name("/Image"),
                Width=900,
                Height=1200,
                ColorSpace=pikepdf.Name("/DeviceGray"),
                BitsPerComponent=8,
                Filter=pikepdf.Name(filters),
            )
            pdf.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
            pdf.pages[-1].Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /P Do Q")
        pdf.save(path)
        told = {note.page: note.text for note in damage_notes(path, 1e12)}
        assert set(told) == ({2} if harmed else set())
        assert not harmed or "图片有损坏" in told[2]


def zlib_picture() -> bytes:
    return zlib.compress(Image.open(io.BytesIO(drawn())).tobytes())


def test_a_damaged_photo_is_told(tmp_path: Path) -> None:
    data = (SCANS / "phone_mild.jpg").read_bytes()
    path = tmp_path / "手机.jpg"
    late, early = len(data) * 97 // 100, len(data) * 2 // 3
    path.write_bytes(data[:late] + data[late + 400 :])
    read = read_duty_list(path)
    assert read.duties
    assert any("图片有损坏" in note.text for note in read.notes)
    # What is left of it cannot be read.
    path.write_bytes(data[:early] + data[early + 5000 :])
    with pytest.raises(EmptyListError, match=r"图片有损坏，(?:大约每|纸折过或拍得不平)"):
        read_duty_list(path)
