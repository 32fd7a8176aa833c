"""OFD files become the same records as the print they were made of; bad ones do no harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.ofd.ofd import read_ofd
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import SourceDocument, Table
from dutylist.records.errors import DamagedFileError, DutyListError, LimitExceededError
from tests.fixtures.ofd_files import ofd_of_pdf
from tests.fixtures.short_list import short_list

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def tables(document: SourceDocument) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize("style", ["plain", "scaled"])
def test_an_ofd_file_reads_as_the_print_it_was_made_of(style: str, tmp_path: Path) -> None:
    printed = read_pdf(short_list())
    pages = range(1, printed.pages + 1)
    path = ofd_of_pdf(short_list(), tmp_path / "清单.ofd", pages, style=style)
    read = read_ofd(path)
    assert read.pages == printed.pages
    assert tables(read) == tables(printed)
    duties = read_duty_list(path)
    assert (duties.title, duties.issued) == ("履职事项清单", "2025-07")
    assert [len(table.duties) for table in duties.lists] == [4, 2, 3]
    box = duties.lists[1].duties[0].source.boxes[4][0]
    known = read_duty_list(short_list()).lists[1].duties[0].source.boxes[4][0]
    assert (box.page, box.x0, box.top) == pytest.approx((known.page, known.x0, known.top), abs=0.6)


def ofd(path: Path, parts: dict[str, str]) -> Path:
    """An OFD file of one page; `parts` replace the usual ones."""
    usual = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        "</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": page(
            '<ofd:TextObject Size="5" Boundary="20 20 9 9">'
            '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">基本履职</ofd:TextCode></ofd:TextObject>'
        ),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**usual, **parts}.items():
            archive.writestr(name, text)
    return path


def page(objects: str) -> str:
    return (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def text(words: str, attributes: str) -> str:
    return (
        f'<ofd:TextObject Size="5" {attributes}><ofd:TextCode X="0" Y="5" DeltaX="g 9 5">{words}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def lines(path: Path) -> list[str]:
    return [block.text for block in read_ofd(path).blocks if not isinstance(block, Table)]


def test_watermarks_and_hidden_text_are_left_out(tmp_path: Path) -> None:
    content = page(
        text("基本履职", 'Boundary="20 20 90 9"')
        + text("内部资料", 'Boundary="20 90 90 9" CTM="0.7 -0.7 0.7 0.7 0 0"')
        + text("看不见", 'Boundary="20 60 90 9" Visible="false"')
    )
    assert lines(ofd(tmp_path / "a.ofd", {"Doc_0/Pages/Page_0/Content.xml": content})) == [
        "基本履职"
    ]


def test_a_page_written_sideways_is_read_upright(tmp_path: Path) -> None:
    content = page(
        text("基本履职", 'Boundary="100 20 9 90" CTM="0 1 -1 0 0 0"')
        + text("事项清单", 'Boundary="90 20 9 90" CTM="0 1 -1 0 0 0"')
    )
    path = ofd(tmp_path / "a.ofd", {"Doc_0/Pages/Page_0/Content.xml": content})
    assert lines(path) == ["基本履职", "事项清单"]


def test_composites_within_each_other_are_refused_in_time(tmp_path: Path) -> None:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{n + 1}" Boundary="0 0 1 1"/>' * 10
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(12)
    )
    document = (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
        "</ofd:Pages></ofd:Document>"
    )
    path = ofd(
        tmp_path / "a.ofd",
        {
            "Doc_0/Document.xml": document,
            "Doc_0/DocumentRes.xml": f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{units}"
            "</ofd:CompositeGraphicUnits></ofd:Res>",
            "Doc_0/Pages/Page_0/Content.xml": page(
                '<ofd:CompositeObject ResourceID="0" Boundary="0 0 1 1"/>'
            ),
        },
    )
    with pytest.raises(LimitExceededError, match="第 1 页"):
        read_ofd(path)


BAD = {
    "entities": {"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><ofd:OFD/>'},
    "outside": {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>../../../etc/passwd</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    },
    "not an ofd": {"OFD.xml": "<a/>"},
    "page missing": {
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Nowhere.xml"/></ofd:Pages></ofd:Document>'
    },
    "no pages": {"Doc_0/Document.xml": f"<ofd:Document {SPACE}/>"},
    "cut off": {"Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {SPACE}><ofd:Content>"},
    "nothing on the page": {"Doc_0/Pages/Page_0/Content.xml": page("")},
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_and_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(DutyListError, match="坏清单"):
        read_ofd(ofd(tmp_path / "坏清单.ofd", BAD[name]))


def test_a_file_that_is_no_archive_and_one_that_unpacks_to_much(tmp_path: Path) -> None:
    broken = tmp_path / "坏清单.ofd"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DamagedFileError, match="OFD 阅读器"):
        read_ofd(broken)
    large = ofd(tmp_path / "大清单.ofd", {"Doc_0/Pages/Page_0/Content.xml": page(" " * 3_000_000)})
    with pytest.raises(LimitExceededError, match="大清单"):
        read_ofd(large, ReadLimits(max_bytes=1_000_000))


UNIT = (
    f'<ofd:Res {SPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
    + text("事项", 'Boundary="0 0 90 9"')
    + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
)


def in_box(matrix: str) -> str:
    return f'Boundary="20 40 90 9" CTM="{matrix}"'


@pytest.mark.parametrize("matrix", ["nan 0 0 1 0 0", "1 0 0 1", "x", "0 0 0 0 0 0"])
@pytest.mark.parametrize("kind", ["text", "composite", "path"])
def test_an_object_with_an_unusable_matrix_is_told(kind: str, matrix: str, tmp_path: Path) -> None:
    item = {
        "text": text("事项", in_box(matrix)),
        "composite": f'<ofd:CompositeObject ResourceID="7" {in_box(matrix)}/>',
        "path": f"<ofd:PathObject {in_box(matrix)}><ofd:AbbreviatedData>M 0 0 L 90 0"
        "</ofd:AbbreviatedData></ofd:PathObject>",
    }[kind]
    whole = page(text("基本履职", 'Boundary="20 20 90 9"') + item).replace(
        "<ofd:Content>", "<ofd:PageRes>Res.xml</ofd:PageRes><ofd:Content>", 1
    )
    parts = {"Doc_0/Pages/Page_0/Content.xml": whole, "Doc_0/Pages/Page_0/Res.xml": UNIT}
    told = [note.text for note in read_ofd(ofd(tmp_path / "a.ofd", parts)).notes]
    words = "（线条）" if kind == "path" else "事项"
    assert any(f"没有读入或错位：“{words}”" in note for note in told)
