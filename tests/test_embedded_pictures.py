"""Lists whose tables are pictures in a text: read in their place, or told with it."""

from __future__ import annotations

import base64
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from dutylist.extract.formats import embedded
from dutylist.extract.read import read_document, read_duty_list
from dutylist.extract.second_reader import second_reading
from dutylist.extract.source import Line, Picture, SourceDocument
from dutylist.records.errors import EmptyListError, PicturesOnlyError
from dutylist.records.model import DutyList

PICTURES = Path(__file__).parent / "cases" / "embedded"
COOPERATIVE = ("cooperative-1.png", "cooperative-2.png")
"""Two pages of a table drawn by Chromium; the second row goes on from one to the other."""

BASIC_ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "党的建设", "加强党组织建设"),
    ("2", "平安法治", "排查化解矛盾纠纷"),
]
COOPERATIVE_CELLS = [
    (
        *("1", "平安法治", "消防安全检查", "县消防救援局"),
        "1.制定检查计划，组织开展抽查；\n2.查处违法行为。",
        "1.开展日常巡查；\n2.发现隐患及时上报。",
    ),
    (
        *("2", "民生服务", "特困人员供养", "县民政局"),
        "1.负责审批供养申请；\n2.拨付供养资金。",
        "1.受理申请，入户调查；\n2.定期上门走访。",
    ),
    (
        *("3", "民生服务", "就业帮扶", "县人力资源和社会保障局"),
        *("1.负责指导培训。", "1.收集岗位信息。"),
    ),
]


def cells(found: DutyList) -> list[tuple[str, list[tuple[str, ...]]]]:
    return [(table.kind, [duty.cells for duty in table.duties]) for table in found.lists]


def notes(found: DutyList) -> list[str]:
    return [note.text for note in found.notes]


@pytest.fixture
def without_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without the packages for reading scans."""
    monkeypatch.setattr(embedded, "can_read_scans", lambda: False)


def word(target: Path, *blocks: str | list[tuple[str, ...]]) -> Path:
    """A Word file by python-docx: lines, pictures (by their names) and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(rows=len(block), cols=len(block[0]), style="Table Grid")
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        elif block.endswith(".png"):
            document.add_paragraph().add_run().add_picture(str(PICTURES / block), width=Cm(15))
        else:
            document.add_paragraph(block)
    document.save(str(target))
    return target


def test_pictures_are_read_where_they_stand(tmp_path: Path) -> None:
    """Before the real table: its duties keep their kind, and the pictures' title its own."""
    path = word(
        tmp_path / "清单.docx",
        *("宁远县青禾镇", "履职事项清单", "配合履职事项清单", *COOPERATIVE),
        *("基本履职事项清单", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert cells(found) == [("cooperative", COOPERATIVE_CELLS), ("basic", BASIC_ROWS[1:])]
    assert notes(found) == [
        "第 1、2 张图片（“配合履职事项清单”后面）的文字由识别得出，请对照原件核对，"
        "没有把握的字另有提示"
    ]
    # The second reader reads no pictures, and has nothing to say of them.
    agreement = second_reading(path, found)
    assert agreement is not None
    assert agreement.differences == ()
    assert agreement.characters == sum(len("".join(row)) for row in BASIC_ROWS[1:])


@pytest.mark.usefixtures("without_scans")
def test_the_title_above_an_unread_picture_is_not_that_of_the_table_below(tmp_path: Path) -> None:
    path = word(
        tmp_path / "清单.docx",
        *("宁远县青禾镇", "配合履职事项清单", "cooperative-1.png", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert [(table.kind, table.title) for table in found.lists] == [("basic", "")]
    assert notes(found)[:2] == [
        "第 1 张图片（“配合履职事项清单”后面）没有读入：没有安装文字识别组件，"
        "请安装文字识别组件（pip install 'dutylist[scan]'）后再读，或对照原件补录",
        "没有读入的图片后面的表格没有标题，读作“基本履职”，请核对",
    ]


@pytest.mark.usefixtures("without_scans")
def test_an_unread_picture_between_two_tables_keeps_its_title(tmp_path: Path) -> None:
    path = word(
        tmp_path / "清单.docx",
        *("青禾镇基本履职事项清单", BASIC_ROWS),
        *("青禾镇配合履职事项清单", "cooperative-1.png", BASIC_ROWS),
    )
    found = read_duty_list(path)
    assert [table.kind for table in found.lists] == ["basic"]
    assert "表外文字没有归入清单：青禾镇配合履职事项清单" in notes(found)
    assert "没有读入的图片后面的表格没有标题，读作“基本履职”，请核对" in notes(found)


@pytest.mark.usefixtures("without_scans")
def test_a_file_of_pictures_alone_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PicturesOnlyError, match=r"只有图片.*pip install 'dutylist\[scan\]'"):
        read_duty_list(word(tmp_path / "清单.docx", *COOPERATIVE))


EMF = struct.pack("<II8i4sIII", 1, 108, 0, 0, 999, 999, 0, 0, 9999, 9999, b" EMF", 65536, 108, 1)
"""The beginning of a metafile ([MS-EMF] 2.3.4.2)."""


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"none", "不是能读的图片格式，或已损坏"), (EMF.ljust(108, b"\0"), "是图元文件（WMF、EMF）")],
)
def test_a_picture_that_cannot_be_drawn_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    made = word(tmp_path / "made.docx", "基本履职事项清单", BASIC_ROWS, "basic.png")
    path = tmp_path / "清单.docx"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, data if name.endswith(".png") else source.read(name))
    assert notes(read_duty_list(path)) == [
        f"第 1 张图片（第 1 个表后面）没有读入：{why}，请另存为 PNG 后替换，或对照原件补录"
    ]


def test_a_picture_in_a_cell_is_told_with_its_row(tmp_path: Path) -> None:
    path = word(tmp_path / "清单.docx", "基本履职事项清单", BASIC_ROWS)
    document = docx.Document(str(path))
    run = document.tables[0].rows[2].cells[2].paragraphs[0].add_run()
    run.add_picture(str(PICTURES / "basic.png"), width=Cm(5))
    document.save(str(path))
    found = read_duty_list(path)
    assert cells(found) == [("basic", BASIC_ROWS[1:])]
    assert notes(found) == [
        "表格单元格里的图片没有读入：第 1 个表第 3 行，请对照原件补录",
    ]


def test_a_table_that_only_holds_pictures_is_none(tmp_path: Path) -> None:
    """Pictures are often put into a table of one cell, to keep them in their place."""
    document = docx.Document()
    document.add_paragraph("宁远县青禾镇基本履职事项清单")
    run = document.add_table(rows=1, cols=1).rows[0].cells[0].paragraphs[0].add_run()
    run.add_picture(str(PICTURES / "basic.png"), width=Cm(15))
    document.save(str(tmp_path / "清单.docx"))
    found = read_duty_list(tmp_path / "清单.docx")
    assert [table.kind for table in found.lists] == ["basic"]
    assert [duty.name for duty in found.lists[0].duties] == [
        "加强党组织建设，做好党员教育管理",
        "排查化解矛盾纠纷",
    ]


def placed(path: Path) -> list[str]:
    """The blocks of a source: texts of lines, a table's first cell, "图" for a picture."""
    return [
        block.text
        if isinstance(block, Line)
        else "图"
        if isinstance(block, Picture)
        else block.rows[0].cells[0].text
        for block in as_read(path).blocks
    ]


def as_read(path: Path) -> SourceDocument:
    """A source before its pictures are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "with_pictures_read", lambda document, limits: document)
        return read_document(path)


TEXT = ["宁远县青禾镇", "履职事项清单", "配合履职事项清单", "图", "图", "基本履职事项清单", "序号"]
SHEET = ["宁远县青禾镇履职事项清单", *TEXT[2:]]


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        pytest.param("list.odt", TEXT, id="odt by LibreOffice"),
        pytest.param("list.doc", TEXT[:-1], id="doc by LibreOffice, which loses the table"),
        pytest.param("list.xlsx", SHEET, id="xlsx by openpyxl"),
        pytest.param("list.ods", SHEET, id="ods by LibreOffice"),
        pytest.param("list.xls", SHEET, id="xls by LibreOffice"),
    ],
)
def test_pictures_keep_their_place_in_other_formats(name: str, blocks: list[str]) -> None:
    assert placed(PICTURES / name)[: len(blocks)] == blocks
    pictures = [block for block in as_read(PICTURES / name).blocks if isinstance(block, Picture)]
    assert all(picture.data[:4] == b"\x89PNG" for picture in pictures)


def web_page(sources: list[str], target: Path) -> Path:
    table = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in BASIC_ROWS)
    pictures = "".join(f'<p><img src="{source}"></p>' for source in sources)
    target.write_text(
        f"<html><p>配合履职事项清单{pictures}<p>基本履职事项清单<table>{table}</table></html>",
        "utf-8",
    )
    return target


def test_pictures_within_a_web_page(tmp_path: Path) -> None:
    data = [base64.b64encode((PICTURES / name).read_bytes()).decode() for name in COOPERATIVE]
    path = web_page([f"data:image/png;base64,{one}" for one in data], tmp_path / "清单.html")
    assert placed(path) == TEXT[2:]
    assert cells(read_duty_list(path)) == [
        ("cooperative", COOPERATIVE_CELLS),
        ("basic", BASIC_ROWS[1:]),
    ]


def test_pictures_of_a_web_page_that_lie_elsewhere_are_told(tmp_path: Path) -> None:
    found = read_duty_list(web_page(["清单_files/1.png"], tmp_path / "清单.html"))
    assert "图片 1 张没有存在文件里，其中的文字没有读入" in notes(found)
    assert [(table.kind, table.title) for table in found.lists] == [("basic", "基本履职事项清单")]


@pytest.mark.parametrize("source", ["cid:one", "http://here.invalid/a/1.png", "1.png"])
def test_pictures_within_a_single_file_page(tmp_path: Path, source: str) -> None:
    page = web_page([source], tmp_path / "page.html").read_text("utf-8")
    mail = EmailMessage()
    mail.set_content(page, subtype="html")
    mail["Content-Location"] = "http://here.invalid/a/page.html"
    mail.make_related()
    mail.add_related((PICTURES / "basic.png").read_bytes(), "image", "png", cid="<one>")
    (part,) = (part for part in mail.walk() if part.get_content_maintype() == "image")
    part["Content-Location"] = "http://here.invalid/a/1.png"
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    if "Content-Location" not in html:
        html["Content-Location"] = "http://here.invalid/a/page.html"
    (tmp_path / "清单.mht").write_bytes(b"MIME-Version: 1.0\r\n" + mail.as_bytes())
    document = as_read(tmp_path / "清单.mht")
    assert [bool(block.data) for block in document.blocks if isinstance(block, Picture)] == [True]


def test_what_is_cut_off_a_picture_is_not_read(tmp_path: Path) -> None:
    """Word keeps the whole picture; the second row stands in the part that is not shown."""
    path = word(tmp_path / "清单.docx", "宁远县青禾镇", "basic.png")
    document = docx.Document(str(path))
    (blip,) = document.element.body.iter("{*}blip")
    crop = blip.makeelement(blip.tag.replace("blip", "srcRect"), {"b": "24000"})
    blip.addnext(crop)
    document.save(str(path))
    found = read_duty_list(path)
    assert [duty.name for duty in found.lists[0].duties] == ["加强党组织建设，做好党员教育管理"]


OFD = {
    "OFD.xml": "<ofd:OFD {0}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    "</ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": "<ofd:Document {0}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
    "0 0 420 100</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml"
    "</ofd:DocumentRes></ofd:CommonData><ofd:Pages>"
    '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    "Doc_0/DocumentRes.xml": '<ofd:Res {0} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" '
    'Type="Image"><ofd:MediaFile>Image_0.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    "</ofd:Res>",
    "Doc_0/Pages/Page_0/Content.xml": "<ofd:Page {0}><ofd:Content><ofd:Layer><ofd:ImageObject "
    'ID="9" ResourceID="7" Boundary="0 0 420 86" CTM="420 0 0 86 0 0"/></ofd:Layer></ofd:Content>'
    "</ofd:Page>",
}
"""A page of an OFD file that is one picture (GB/T 33190-2016, 7.9 and 10)."""


def ofd_page(picture: bytes, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as package:
        for name, text in OFD.items():
            package.writestr(name, text.format('xmlns:ofd="http://www.ofdspec.org/2016"'))
        package.writestr("Doc_0/Res/Image_0.png", picture)
    return target


def test_a_page_of_an_ofd_that_is_a_picture_is_read(tmp_path: Path) -> None:
    found = read_duty_list(ofd_page((PICTURES / "basic.png").read_bytes(), tmp_path / "清单.ofd"))
    assert [duty.name for duty in found.lists[0].duties] == [
        "加强党组织建设，做好党员教育管理",
        "排查化解矛盾纠纷",
    ]
    boxes = [box for cell in found.lists[0].duties[0].source.boxes for box in cell]
    # The table's frame is 18 pixels from the sides of a picture of 1275.
    assert min(box.x0 for box in boxes) == pytest.approx(18 / 1275 * 420 * 72 / 25.4, abs=3)
    assert max(box.x1 for box in boxes) == pytest.approx(
        (1275 - 28) / 1275 * 420 * 72 / 25.4, abs=3
    )


def test_a_picture_of_an_ofd_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmptyListError, match="图片读不出来"):
        read_duty_list(ofd_page(b"none", tmp_path / "清单.ofd"))
