"""Scans become the records of the print they were made of, and say where they are unsure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image
from rapidfuzz.distance import Levenshtein

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.formats.scan.scan import read_scan
from dutylist.extract.formats.scan.searchable import searchable_pdf
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.errors import (
    DamagedFileError,
    EmptyListError,
    LimitExceededError,
    UnknownFormatError,
)
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import Duty, DutyList, leaves
from tests.fixtures.scans import pdf_of, scanned_page, stamped
from tests.fixtures.short_list import short_list

DPI = 200


@cache
def printed() -> DutyList:
    return read_duty_list(short_list())


@cache
def scan() -> DutyList:
    """Cover, contents and tables scanned askew; the third page lies on its side."""
    angles = (0.8, -1.2, 1.4, -0.6, 0.3)
    images = [
        scanned_page(short_list(), number, DPI, angle=angle)
        for number, angle in enumerate(angles, start=1)
    ]
    images[2] = images[2].rotate(90, expand=True)
    path = pdf_of(images, short_list().parent / "scan.pdf", DPI)
    return read_duty_list(path)


def duties(duty_list: DutyList) -> list[Duty]:
    return [duty for table in duty_list.lists for duty in table.duties]


def wrong_share(read: DutyList, truth: DutyList) -> float:
    one, other = ("".join("".join(duty.cells) for duty in duties(each)) for each in (read, truth))
    return Levenshtein.distance(one, other) / len(other)


def test_a_scan_reads_as_the_print() -> None:
    assert (scan().title, scan().region, scan().issued) == (
        printed().title,
        printed().region,
        printed().issued,
    )
    assert scan().contents == printed().contents
    assert [(table.kind, table.title, table.columns) for table in scan().lists] == [
        (table.kind, table.title, table.columns) for table in printed().lists
    ]
    for read, truth in zip(duties(scan()), duties(printed()), strict=True):
        assert (read.number, read.category) == (truth.number, truth.category)
        assert read.departments == truth.departments
        assert [len(read.department_clauses), len(read.township_clauses)] == [
            len(truth.department_clauses),
            len(truth.township_clauses),
        ]
    assert wrong_share(scan(), printed()) < 0.005


def test_a_scan_tells_how_sure_it_is() -> None:
    clauses = [clause for duty in duties(scan()) for clause in leaves(duty.department_clauses)]
    assert clauses
    assert all(clause.confidence is not None for clause in clauses)
    assert not any(duty.doubts for duty in duties(printed()))
    assert any("图片" in note.text for note in scan().notes)
    assert load_records(dump_records(scan()), "记录") == scan()
    doubtful = [finding for finding in check(scan()) if finding.code == "doubtful reading"]
    assert bool(doubtful) == any(duty.doubts for duty in duties(scan()))


def test_cells_stand_where_they_were_printed() -> None:
    read, truth = (each.lists[2].duties[0].source for each in (scan(), printed()))
    assert truth.pages == (4,)
    for one, other in zip(read.boxes, truth.boxes, strict=True):
        assert (one[0].page, one[0].x0, one[0].top) == pytest.approx(
            (other[0].page, other[0].x0, other[0].top), abs=8
        )


def test_a_seal_over_the_text_does_not_hide_it(tmp_path: Path) -> None:
    image = scanned_page(short_list(), 4, DPI, angle=0.4)
    path = tmp_path / "盖章.png"
    stamped(image, image.width * 0.4, image.height * 0.8, 150).save(path, dpi=(DPI, DPI))
    read = {duty.number: duty for duty in duties(read_duty_list(path))}
    whole = [duty for duty in printed().lists[2].duties if duty.source.pages == (4,)]
    assert whole
    for duty in whole:
        # A narrow space is not always seen.
        assert [cell.replace(" ", "") for cell in read[duty.number].cells] == [
            cell.replace(" ", "") for cell in duty.cells
        ]


def test_a_pdf_of_text_and_pictures(tmp_path: Path) -> None:
    image = scanned_page(short_list(), 3, DPI, angle=-0.5)
    picture = pdf_of([image], tmp_path / "page.pdf", DPI)
    path = tmp_path / "清单.pdf"
    with pikepdf.open(short_list()) as document, pikepdf.open(picture) as other:
        document.pages[2] = other.pages[0]
        document.save(path)
    read = read_duty_list(path)
    assert [len(table.duties) for table in read.lists] == [4, 2, 3]
    assert wrong_share(read, printed()) < 0.005
    assert read.lists[2] == printed().lists[2]
    assert any("第 3 页是图片" in note.text for note in read.notes)


def test_a_searchable_pdf_has_the_words_over_the_picture(tmp_path: Path) -> None:
    image = scanned_page(short_list(), 5, DPI, angle=0.0)
    source = pdf_of([image], tmp_path / "扫描.pdf", DPI)
    target = tmp_path / "可查找.pdf"
    target.write_bytes(searchable_pdf(source))
    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        pictures = [next(iter(one.pages[0].get_images().values())) for one in (before, after)]
        assert pictures[0].read_raw_bytes() == pictures[1].read_raw_bytes()
    for words in ("序号", "承接部门及工作方式"):
        assert place(target, 0, words) == pytest.approx(place(short_list(), 4, words), abs=3)
    with pytest.raises(EmptyListError, match="已有文字"):
        searchable_pdf(short_list())


def test_a_photographed_page_becomes_a_searchable_pdf(tmp_path: Path) -> None:
    image = scanned_page(short_list(), 2, DPI, angle=0.0).rotate(-90, expand=True)
    source = tmp_path / "照片.jpg"
    image.save(source, quality=80, dpi=(DPI, DPI))
    target = tmp_path / "照片.pdf"
    target.write_bytes(searchable_pdf(source))
    with pikepdf.open(target) as document:
        (stream,) = document.pages[0].get_images().values()
        assert stream.read_raw_bytes() == source.read_bytes()
    assert place(target, 0, "配合履职事项清单")[3] > 0


def test_a_text_layer_of_before_is_replaced(tmp_path: Path) -> None:
    """A page that lies turned in the file, with another program's wrong text over its picture."""
    image = scanned_page(short_list(), 5, DPI, angle=0.0)
    plain = pdf_of([image.rotate(90, expand=True)], tmp_path / "横放.pdf", DPI)
    source = tmp_path / "有错字层.pdf"
    with pikepdf.open(plain) as document:
        page = document.pages[0]
        page.rotate(90, relative=False)
        font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.add_resource(font, Name.Font, Name.Wrong)
        page.contents_add(b"q BT 3 Tr /Wrong 12 Tf 50 50 Td (nonsense of before) Tj ET Q")
        document.save(source)
    target = tmp_path / "可查找.pdf"
    target.write_bytes(searchable_pdf(source))
    target.write_bytes(searchable_pdf(target))
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_bounded()
    assert "nonsense" not in text
    assert text.count("承接部门及工作方式") == 1
    # The page is turned by 90 degrees: what is across there goes up in the file.
    left, bottom, right, top = place(short_list(), 4, "承接部门及工作方式")
    height = pypdfium2.PdfDocument(short_list())[4].get_size()[1]
    turned = (height - top, left, height - bottom, right)
    assert place(target, 0, "承接部门及工作方式") == pytest.approx(turned, abs=3)


def place(path: Path, page: int, words: str) -> tuple[float, float, float, float]:
    """The box of the first of the words, in PDF units."""
    document = pypdfium2.PdfDocument(path)
    text = document[page].get_textpage()
    found = text.search(words).get_next()
    assert found, f"{words} is not found"
    text.count_rects(*found)
    box = text.get_rect(0)
    text.close()
    document.close()
    return tuple(box)


def test_files_that_are_no_scans(tmp_path: Path) -> None:
    blank = tmp_path / "空白.png"
    Image.new("L", (800, 1100), 255).save(blank)
    with pytest.raises(EmptyListError, match="空白"):
        read_scan(blank)
    text = tmp_path / "文字.png"
    text.write_text("不是图片")
    with pytest.raises(UnknownFormatError, match="文字"):
        read_scan(text)
    broken = tmp_path / "坏.png"
    noise = np.random.default_rng(1).integers(0, 255, (600, 600), dtype=np.uint8)
    Image.fromarray(noise).save(broken)
    broken.write_bytes(broken.read_bytes()[:20_000])
    with pytest.raises(DamagedFileError, match="坏"):
        read_scan(broken)
    huge = tmp_path / "巨大.png"
    Image.new("1", (20_000, 20_000)).save(huge)
    with pytest.raises(LimitExceededError, match="巨大"):
        read_scan(huge)


def test_the_print_itself_has_no_confidences() -> None:
    assert read_pdf(short_list()).notes == ()
    assert all(
        clause.confidence is None
        for duty in duties(printed())
        for clause in duty.department_clauses
    )
