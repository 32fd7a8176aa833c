"""The official list as OFD: read again by this program and by another one, it says the same."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import ofdkit
from fontTools.ttLib import TTFont
from lxml import etree
from pypdfium2 import PdfDocument

from dutylist.extract.formats.ofd.ofd import read_ofd
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official
from tests.web_office import list_text

LIST = Path(__file__).parent / "data" / "santai-2025.txt"


def short() -> DutyList:
    whole = read_duty_list(LIST)
    return replace(
        whole, lists=tuple(replace(table, duties=table.duties[:6]) for table in whole.lists)
    )


def paper_sizes(parts: dict[str, bytes]) -> list[tuple[int, ...]]:
    """Width and height of each page in millimetres: lists lie on their side."""
    numbered = {
        int(found[1]): etree.fromstring(data)
        for name, data in parts.items()
        if (found := re.search(r"Page_(\d+)/Content\.xml$", name))
    }
    boxes = (next(numbered[n].iter("{*}PhysicalBox")).text or "" for n in sorted(numbered))
    return [tuple(round(float(one)) for one in box.split()[2:]) for box in boxes]


def test_the_official_list_as_ofd(tmp_path: Path) -> None:
    pdf, ofd = write_official(short(), ("pdf", "ofd"), tmp_path, faces=load_faces(system=False))
    printed = read_pdf(pdf)
    read = replace(read_ofd(ofd), name=printed.name)
    assert [type(block) for block in read.blocks] == [type(block) for block in printed.blocks]
    assert read_duty_list(ofd).lists[1].duties[0].cells == short().lists[1].duties[0].cells

    with ofdkit.open(ofd) as document:
        assert len(document.pages) == printed.pages
        seen = re.sub(r"\s", "", document.text())
    for duty in short().lists[0].duties:
        assert re.sub(r"\s", "", duty.name) in seen

    with zipfile.ZipFile(ofd) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert next(iter(parts)) == "OFD.xml"
    assert paper_sizes(parts) == [
        tuple(round(points * 25.4 / 72) for points in page.get_size()) for page in PdfDocument(pdf)
    ]
    assert set(paper_sizes(parts)) == {(210, 297), (297, 210)}
    numbers = [
        element.get("ID")
        for name, data in parts.items()
        if name.endswith(".xml")
        for element in etree.fromstring(data).iter("{*}TextObject", "{*}PathObject", "{*}Font")
    ]
    assert len(numbers) == len(set(numbers))
    faces = [TTFont(BytesIO(data)) for name, data in parts.items() if "/Res/" in name]
    covered = {code for face in faces for code in face.getBestCmap()}
    assert {ord(character) for character in "基本履职事项清单"} <= covered


def test_characters_beyond_the_first_plane(tmp_path: Path) -> None:
    """𬭩: pdfium gives it in two halves."""
    source = tmp_path / "清单.txt"
    source.write_text(list_text().replace("落实耕地保护责任", "落实𬭩地保护责任"), "utf-8")
    (path,) = write_official(
        read_duty_list(source), ["ofd"], tmp_path, faces=load_faces(system=False)
    )
    again = read_duty_list(path)
    assert again.lists[0].duties[2].name == "落实𬭩地保护责任"
