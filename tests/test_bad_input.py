"""Files that cannot be read, or should not be: a clear message, and bounded time and memory."""

from __future__ import annotations

import contextlib
import datetime
import errno
import io
import os
import random
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image

from dutylist.app.cli import cli
from dutylist.extract.formats.excel.xls import read_xls
from dutylist.extract.formats.excel.xlsx import read_xlsx
from dutylist.extract.formats.legacy import read_legacy
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.sniff import FORMAT_NAMES, sniff
from dutylist.extract.formats.word.docx import read_docx
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Line, SourceDocument
from dutylist.records.errors import (
    DamagedFileError,
    DutyListError,
    LimitExceededError,
    PicturesOnlyError,
    ProgramMissingError,
    UnknownFormatError,
    system_words,
)
from tests.fixtures.office_files import (
    convert,
    excel_file,
    inline,
    level,
    num,
    numbering,
    p,
    r,
    styles,
    tbl,
    tc,
    tr,
    word_file,
)

OLD_WORKBOOK = Path(__file__).parent / "cases" / "layouts_kinds" / "e10.xls"

SMALL = ReadLimits(max_bytes=8_000_000)

Reader = Callable[[Path, ReadLimits], SourceDocument]

LIST = tbl(tr("序号", "事项类别", "事项名称"), tr("1", "党的建设", "学习宣传"))
SHEET = (
    f'<sheetData><row r="1">{inline("A1", "序号")}{inline("B1", "事项名称")}</row>'
    f'<row r="2">{inline("A2", "1")}{inline("B2", "学习宣传")}</row></sheetData>'
)

BOTH = pytest.mark.parametrize(
    ("reader", "ending"), [(read_docx, ".docx"), (read_xlsx, ".xlsx")], ids=["word", "excel"]
)


def make(path: Path, more: dict[str, bytes] | None = None) -> Path:
    if path.suffix == ".docx":
        return word_file(path, LIST, more=more)
    return excel_file(path, SHEET, more=more)


def ole(path: Path, stream: str) -> Path:
    """A compound file (MS-CFB) with one empty stream: header, one FAT and one directory sector."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        end,
        0,
        end,
        0,
    ) + struct.pack("<109I", 0, *[free] * 108)

    def entry(name: str, kind: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            text,
            len(text) if name else 0,
            kind,
            1,
            free,
            free,
            child,
            b"",
            0,
            0,
            0,
            end,
            0,
        )

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, free) + entry("", 0, free) * 2
    fat = struct.pack("<128I", fat_sector, end, *[free] * 126)
    path.write_bytes(header + fat + directory)
    return path


# What a file really is


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\x00", "tiff"),
        (b"BM\x00\x00\x00\x00\x00\x00", "bmp"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b'{"schema": 1}', "json"),
        ("\ufeff  {}".encode(), "json"),
        (b"<!DOCTYPE html><html>", "html"),
        ("<html><table>序号".encode("gb18030"), "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "wordml"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "sheetml"),
        ("序号\t事项名称".encode("gb18030"), "text"),
        ("序号\t事项名称".encode("utf-16"), "text"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_formats_by_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "清单.docx"
    path.write_bytes(content)
    assert sniff(path) == kind
    assert kind in FORMAT_NAMES


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
        ("EncryptedPackage", "encrypted"),
        ("Other", "ole"),
    ],
)
def test_formats_of_compound_files(tmp_path: Path, stream: str, kind: str) -> None:
    assert sniff(ole(tmp_path / "a.doc", stream)) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["word/document.xml"], "docx"),
        (["xl/workbook.xml"], "xlsx"),
        (["xl/workbook.bin"], "xlsb"),
        (["ppt/presentation.xml"], "pptx"),
        (["OFD.xml"], "ofd"),
        (["a.txt"], "zip"),
    ],
)
def test_formats_of_archives(tmp_path: Path, names: list[str], kind: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    assert sniff(path) == kind


def test_word_under_another_name_is_read_by_its_content(tmp_path: Path) -> None:
    path = word_file(tmp_path / "清单.pdf", LIST)
    read = read_duty_list(path)
    assert [duty.name for duty in read.lists[0].duties] == ["学习宣传"]
    assert [note.text for note in read.notes] == [
        "文件后缀是“.pdf”，内容是Word 文件（.docx），按内容读取"
    ]


@BOTH
def test_another_format_is_named(tmp_path: Path, reader: Reader, ending: str) -> None:
    path = tmp_path / f"清单{ending}"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UnknownFormatError) as error:
        reader(path, ReadLimits())
    assert str(error.value) == (
        f"“清单{ending}”：文件后缀是“{ending}”，内容其实是PDF 文件。"
        "请核对是不是选错了文件，或按真实格式改正后缀。"
    )


def test_a_format_that_no_reader_takes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "清单.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "")
    with pytest.raises(UnknownFormatError, match="这是ZIP 压缩包，不能从中读取清单"):
        read_duty_list(path)


# Damaged and locked


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf", ".txt", ".doc"])
def test_zero_bytes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"清单{ending}"
    path.touch()
    with pytest.raises(DamagedFileError, match="文件是空的（0 字节）"):
        read_duty_list(path)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_cut_off_anywhere(tmp_path: Path, ending: str) -> None:
    data = make(tmp_path / f"whole{ending}").read_bytes()
    path = tmp_path / f"清单{ending}"
    for length in {1, 3, 4, 30, 100, *range(200, len(data), 97), len(data) - 1}:
        path.write_bytes(data[:length])
        with pytest.raises(DutyListError) as error:
            read_duty_list(path)
        assert "清单" in str(error.value)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_any_damaged_byte_gives_a_list_or_a_message(tmp_path: Path, ending: str) -> None:
    data = make(tmp_path / f"whole{ending}").read_bytes()
    path = tmp_path / f"清单{ending}"
    for place in range(0, len(data), 13):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            read_duty_list(path)
        except DutyListError:
            continue


def test_any_damaged_byte_of_an_old_workbook_gives_what_xlrd_reads_or_nothing() -> None:
    """Nothing is left to LibreOffice."""
    data = OLD_WORKBOOK.read_bytes()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "清单.xls"
        for place in range(0, len(data), 97):
            path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
            with contextlib.suppress(DutyListError):
                read_xls(path, ReadLimits())


@pytest.mark.parametrize(
    ("ending", "files"),
    # Each of the last starts LibreOffice, which works out the formula.
    [(".docx", 300), (".xlsx", 300), ("-no-results.xlsx", 4)],
)
def test_any_wild_value_in_the_xml_gives_a_list_or_a_message(
    tmp_path: Path, ending: str, files: int
) -> None:
    wild = ["", "0", "-1", "9" * 30, "abc", "A1:", "XFD1048576", "true", "continue", "NaN", "1e400"]
    chance = random.Random(20250701)
    with zipfile.ZipFile(make_rich(tmp_path / f"whole{ending}")) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    path = tmp_path / f"清单{ending}"
    for _ in range(files):
        changed = dict(parts)
        for name in chance.choices(list(parts), k=4):
            text = changed[name].decode()
            places = list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)', text))
            if places:
                place = chance.choice(places)
                text = text[: place.start()] + chance.choice(wild) + text[place.end() :]
            changed[name] = text.encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in changed.items():
                archive.writestr(name, data)
        try:
            read_duty_list(path)
        except DutyListError:
            continue


def make_rich(path: Path) -> Path:
    """A small list with numbers, styles, merged cells, a date, hidden parts."""
    if path.suffix == ".docx":
        begin = '<w:vMerge w:val="restart"/>'
        return word_file(
            path,
            p("封面", '<w:pStyle w:val="A"/>'),
            tbl(
                tr("序号", "事项类别", "事项名称"),
                tr(tc(p("", num(1))), tc("党的建设", begin), "甲"),
                tr(tc(p("", num(1))), tc("", "<w:vMerge/>"), tc(p("乙", num(1, 1)))),
                tr(tc("丙", '<w:gridSpan w:val="3"/>')),
                widths=(600, 1200, 4000),
            ),
            numbers=numbering(
                {0: level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2")},
                {1: (0, "")},
            ),
            style_sheet=styles('<w:style w:type="paragraph" w:styleId="A"/>'),
        )
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["基本履职事项清单"], ["序号", "事项类别", "事项名称"], [1, "甲", "乙"], [2]]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    sheet["D3"] = datetime.datetime(2025, 7, 1)
    sheet["D4"] = "=A4+1"
    sheet.column_dimensions["B"].hidden = True
    book.save(path)
    if not path.stem.endswith("-no-results"):
        _store_results(path, {"A4+1": 3})
    return path


def _store_results(path: Path, results: dict[str, int]) -> None:
    """What formulas give, as Excel stores it and openpyxl does not."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for formula, result in results.items():
        empty = f"<f>{formula}</f><v></v>".encode()
        assert empty in parts[name]
        parts[name] = parts[name].replace(empty, f"<f>{formula}</f><v>{result}</v>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_locked_with_a_password(tmp_path: Path, ending: str) -> None:
    path = ole(tmp_path / f"清单{ending}", "EncryptedPackage")
    with pytest.raises(DamagedFileError, match=r"文件加了打开密码.*取消密码后另存"):
        read_duty_list(path)


@BOTH
def test_a_password_of_the_archive(tmp_path: Path, reader: Reader, ending: str) -> None:
    data = bytearray(make(tmp_path / f"whole{ending}").read_bytes())
    # Bit 0 of the flags of each directory entry says "encrypted" (APPNOTE.TXT, 4.4.4).
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    path = tmp_path / f"清单{ending}"
    path.write_bytes(data)
    with pytest.raises(DamagedFileError, match="压缩包加了密码"):
        reader(path, ReadLimits())


@BOTH
def test_parts_that_are_missing_or_broken(tmp_path: Path, reader: Reader, ending: str) -> None:
    whole = make(tmp_path / f"whole{ending}")
    main = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    for replacement in (None, b"", b"<a>", b"<a/>", b"\xff\xfe\x00"):
        path = tmp_path / f"清单{ending}"
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as copy:
            for name in source.namelist():
                if name != main:
                    copy.writestr(name, source.read(name))
                elif replacement is not None:
                    copy.writestr(name, replacement)
            copy.writestr(main.replace("/", "/other/"), b"<a/>")
        with pytest.raises(DutyListError):
            read_duty_list(path)


@BOTH
@pytest.mark.parametrize("same", [True, False], ids=["alike", "unlike"])
def test_two_parts_of_one_name(tmp_path: Path, reader: Reader, ending: str, same: bool) -> None:
    path = make(tmp_path / f"清单{ending}")
    main = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    whole = reader(path, ReadLimits())
    with zipfile.ZipFile(path, "a") as copy:
        data = copy.read(main)
        with pytest.warns(UserWarning, match="Duplicate name"):
            copy.writestr(main, data if same else data.replace(b"</", b" </", 1))
    if same:
        assert reader(path, ReadLimits()) == whole
        return
    with pytest.raises(DamagedFileError, match=f"文件里有两个“{main}”，内容不同"):
        reader(path, ReadLimits())


def test_pictures_only(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:embed="rId9"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    with pytest.raises(PicturesOnlyError, match="只有图片"):
        read_docx(word_file(tmp_path / "清单.docx", p(run=picture)))


# More than there should be


def bomb(path: Path, part: str, size: int, *, stated: int | None = None) -> Path:
    """A package with a part of `size` equal bytes; the directory may state another size."""
    inside = io.BytesIO()
    block = b"<!--" + b" " * 1_000_000 + b"-->"
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(make(path.with_name(f"whole{path.suffix}"))) as source:
            for name in source.namelist():
                if name != part:
                    archive.writestr(name, source.read(name))
        with archive.open(part, "w", force_zip64=False) as stream:
            for _ in range(size // len(block)):
                stream.write(block)
            stream.write(b"<a/>")
    data = bytearray(inside.getvalue())
    if stated is not None:
        place = data.rfind(b"PK\x01\x02")
        data[place + 24 : place + 28] = struct.pack("<I", stated)
    path.write_bytes(data)
    return path


@BOTH
@pytest.mark.parametrize("part", ["docProps/core.xml", "customXml/item1.xml", "media/a.png"])
def test_zip_bombs(tmp_path: Path, reader: Reader, ending: str, part: str) -> None:
    path = bomb(tmp_path / f"清单{ending}", part, 60_000_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(LimitExceededError, match="展开后超过上限"):
        reader(path, SMALL)


@BOTH
def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path, reader: Reader, ending: str) -> None:
    part = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    path = bomb(tmp_path / f"清单{ending}", part, 60_000_000, stated=1000)
    with pytest.raises((LimitExceededError, DamagedFileError)):
        reader(path, SMALL)


@BOTH
def test_limits_can_be_set(tmp_path: Path, reader: Reader, ending: str) -> None:
    path = make(tmp_path / f"清单{ending}")
    assert reader(path, ReadLimits(max_bytes=1_000_000)).blocks
    with pytest.raises(LimitExceededError, match="展开后超过上限"):
        reader(path, ReadLimits(max_bytes=8_000))
    with pytest.raises(LimitExceededError, match="超过上限"):
        reader(path, ReadLimits(max_bytes=100))
    with pytest.raises(LimitExceededError, match="超过 -1 秒"):
        reader(path, ReadLimits(max_seconds=-1))


@BOTH
def test_too_many_entries(tmp_path: Path, reader: Reader, ending: str) -> None:
    more = {f"media/{index}.png": b"" for index in range(10_001)}
    with pytest.raises(LimitExceededError, match="项目超过 10000 个"):
        reader(make(tmp_path / f"清单{ending}", more), ReadLimits())
    many = {f"media/{index}.png": b"" for index in range(70_000)}
    with pytest.raises(LimitExceededError, match="项目超过 10000 个"):
        reader(make(tmp_path / f"很多{ending}", many), ReadLimits())


def laughs() -> str:
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{index} "{f"&a{index - 1};" * 10}">' for index in range(1, 10)
    )
    return f"<!DOCTYPE a [{entities}]><a>&a9;</a>"


@BOTH
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        laughs(),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        "<!-- 说明 -->\n<!DOCTYPE a><a/>",
    ],
    ids=["laughs", "external", "remote", "plain"],
)
def test_xml_that_defines_entities(
    tmp_path: Path, reader: Reader, ending: str, encoding: str, text: str
) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    folder = "word" if ending == ".docx" else "xl"
    path = make(
        tmp_path / f"清单{ending}", {f"{folder}/theme/theme1.xml": (head + text).encode(encoding)}
    )
    with pytest.raises(DamagedFileError, match="实体定义（DTD）"):
        reader(path, ReadLimits())


def test_tables_within_tables_without_end(tmp_path: Path) -> None:
    def nested(depth: int) -> str:
        inner = p("甲")
        for _ in range(depth):
            inner = tbl(tr("1", tc(inner + p())))
        return inner

    assert read_docx(word_file(tmp_path / "十层.docx", nested(10))).blocks
    with pytest.raises(LimitExceededError, match="嵌套超过 20 层"):
        read_docx(word_file(tmp_path / "四十层.docx", nested(40)))
    with pytest.raises(DamagedFileError):
        read_docx(word_file(tmp_path / "五百层.docx", nested(500)))


def test_controls_within_controls_without_end(tmp_path: Path) -> None:
    run = r("甲")
    for _ in range(110):
        run = f"<w:sdt><w:sdtContent>{run}</w:sdtContent></w:sdt>"
    document = read_docx(word_file(tmp_path / "清单.docx", p(run=run)))
    assert document.blocks == (Line(0, "甲"),)


def test_absurd_numbers_of_lists(tmp_path: Path) -> None:
    huge = "9" * 5000
    wild = f'<w:numPr><w:ilvl w:val="{huge}"/><w:numId w:val="-{huge}"/></w:numPr>'
    row = tr(
        tc("甲", f'<w:gridSpan w:val="{huge}"/>'), properties=f'<w:gridBefore w:val="{huge}"/>'
    )
    document = read_docx(word_file(tmp_path / "清单.docx", p("乙", wild), tbl(row)))
    assert document.blocks[0] == Line(0, "乙")


def test_merged_ranges_over_each_other_without_end(tmp_path: Path) -> None:
    cells = "".join(
        f'<row r="{row}">{inline(f"A{row}", "甲")}{inline(f"B{row}", "乙")}</row>'
        for row in range(1, 2001)
    )
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 3000
    path = excel_file(
        tmp_path / "清单.xlsx",
        f"<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>",
    )
    with pytest.raises(LimitExceededError, match="合并单元格太多"):
        read_xlsx(path)


def test_a_sheet_of_more_cells_than_anybody_fills(tmp_path: Path) -> None:
    from openpyxl.utils import get_column_letter

    cells = "".join(
        f'<row r="{index}">{inline(f"A{index}", "甲")}'
        f"{inline(f'{get_column_letter(index + 1)}{index}', '乙')}</row>"
        for index in range(1, 5001)
    )
    with pytest.raises(LimitExceededError, match="超过 5000000 格"):
        read_xlsx(excel_file(tmp_path / "清单.xlsx", f"<sheetData>{cells}</sheetData>"))


# Older formats


HTML_LIST = (
    '<html><head><meta charset="utf-8"></head><body><p>望汀镇基本履职事项清单</p><table border=1>'
    "<tr><th>序号</th><th>事项类别</th><th>事项名称</th></tr>"
    "<tr><td>1</td><td rowspan=2>党的建设</td><td>甲</td></tr><tr><td>2</td><td>乙</td></tr>"
    "</table></body></html>"
)


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("doc:MS Word 97", ".doc"),
        ("doc:MS Word 97", ".wps"),
        ("rtf:Rich Text Format", ".rtf"),
        ("odt:writer8", ".odt"),
        ("docx:Office Open XML Text", ".docx"),
    ],
)
def test_older_word_formats(tmp_path: Path, kind: str, ending: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(HTML_LIST, encoding="utf-8")
    read = read_duty_list(convert(page, kind, tmp_path / f"清单{ending}"))
    table = read.lists[0]
    assert table.title == "望汀镇基本履职事项清单"
    assert [(duty.number, duty.category, duty.name) for duty in table.duties] == [
        (1, "党的建设", "甲"),
        (2, "党的建设", "乙"),
    ]


@pytest.mark.parametrize("ending", [".xls", ".et"])
def test_older_excel_formats(tmp_path: Path, ending: str) -> None:
    book = excel_file(tmp_path / "list.xlsx", SHEET)
    old = convert(book, "xls:MS Excel 97", tmp_path / f"清单{ending}")
    assert sniff(old) == "xls"
    read = read_duty_list(old)
    assert [duty.cells for duty in read.lists[0].duties] == [("1", "学习宣传")]
    assert read.notes == ()


def test_a_web_page_called_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "清单.doc"
    path.write_text(HTML_LIST, encoding="utf-8")
    read = read_duty_list(path)
    assert [duty.name for duty in read.lists[0].duties] == ["甲", "乙"]
    assert "文件后缀是“.doc”，内容是网页（HTML），按内容读取" in [note.text for note in read.notes]


def test_without_libreoffice_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = ole(tmp_path / "清单.doc", "WordDocument")
    with pytest.raises(ProgramMissingError) as error:
        read_duty_list(path)
    assert str(error.value) == (
        "“清单.doc”：Word 97—2003 或 WPS 文字（.doc、.wps）要靠 LibreOffice 转换，"
        "这台电脑没有安装。请安装 LibreOffice，或用 Word、Excel 或 WPS 打开后另存为 .docx 再读。"
    )


def test_a_damaged_older_file(tmp_path: Path) -> None:
    path = ole(tmp_path / "清单.xls", "Workbook")
    with pytest.raises(DutyListError):
        read_duty_list(path)


def test_a_conversion_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n/bin/sleep 600 &\n/bin/sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/nowhere")
    with pytest.raises(LimitExceededError, match=r"LibreOffice 转换超过 0\.2 秒"):
        read_legacy(ole(tmp_path / "清单.doc", "WordDocument"), ReadLimits(max_seconds=0.2))


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HTML_LIST, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "清单.html"
    shutil.copyfile(page, path)
    read_duty_list(path)
    assert [item.name for item in folder.iterdir()] == ["清单.html"]
    assert path.read_bytes() == page.read_bytes()


def test_the_limits_before_the_command_hold_for_a_scan_that_becomes_searchable(
    tmp_path: Path,
) -> None:
    scan, target = tmp_path / "扫描件.pdf", tmp_path / "可查找.pdf"
    pages = [Image.new("L", (200, 300), 255) for _ in range(2)]
    pages[0].save(scan, save_all=True, append_images=pages[1:])
    done = CliRunner().invoke(cli, ["--max-pages", "1", "searchable", str(scan), "-o", str(target)])
    assert isinstance(done.exception, LimitExceededError)
    assert "上限 1 页" in str(done.exception)
    assert not target.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EINPROGRESS, "Operation now in progress"), "Operation now in progress"),
        (OSError("broken"), "OSError"),
        (ValueError("no number"), "no number"),
        (ValueError(), "ValueError"),
    ],
)
def test_what_the_system_says_is_never_lost(error: Exception, words: str) -> None:
    assert system_words(error) == words
