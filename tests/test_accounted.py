"""Every text of a source stands in the records or in a note: the characters are counted, file by
file, in every format. PDFs are counted in test_cases_pdf, scans in test_cases_scans."""

from __future__ import annotations

import email
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
import xlrd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from dutylist.app.batch.run import batch
from dutylist.app.batch.store import load_list
from dutylist.app.library.opening import open_store
from dutylist.extract.read import read_duty_list
from tests.accounted import lost
from tests.fixtures.ofd_files import ofd_of_pdf
from tests.fixtures.office_files import convert
from tests.plain_office import excel, word

CASES = Path(__file__).parent / "cases"
HAN = "党建设经济民生服务平安法治生态环保应急管理督促检查落实宣传"
TEXT = st.text(HAN, min_size=2, max_size=9)
HEADERS = (
    ("序号", "事项类别", "事项名称"),
    ("序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
    ("序号", "事项名称", "法定依据", "责任站所"),
)
KINDS = ("基本", "配合", "基本")


@st.composite
def sources(draw: st.DrawFn) -> list[str | list[list[str]]]:
    """Lines and tables: a cover, lists, other tables, and sentences anywhere between them."""
    blocks: list[str | list[list[str]]] = ["云海省青山市白石县", "柳溪镇", "履职事项清单"]
    for which in draw(st.permutations((0, 1, 2)))[: draw(st.integers(1, 3))]:
        if draw(st.booleans()):
            blocks.append(f"{draw(TEXT)}，{draw(TEXT)}。")
        if draw(st.booleans()):
            blocks.append([["序号", "姓名", "电话"], ["1", draw(TEXT), "123456"]])
        blocks.append(f"柳溪镇{KINDS[which]}履职事项清单")
        header = HEADERS[which]
        rows = [
            [str(number), *(draw(TEXT) for _ in header[1:])]
            for number in range(1, draw(st.integers(2, 5)))
        ]
        blocks.append([list(header), *rows])
    if draw(st.booleans()):
        blocks.append(f"填报说明{draw(TEXT)}")
    return blocks


def written(path: Path, blocks: list[str | list[list[str]]]) -> Path:
    if path.suffix == ".docx":
        word(path, *blocks)
    elif path.suffix == ".xlsx":
        # A row is left free behind each.
        excel(path, *(one for block in blocks for one in (block, [[]])))
    else:
        lines = [
            block if isinstance(block, str) else "\n".join(map("\t".join, block))
            for block in blocks
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".txt"])
@given(blocks=sources())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_character_is_lost(
    tmp_path: Path, ending: str, blocks: list[str | list[list[str]]]
) -> None:
    texts = [
        text
        for block in blocks
        for text in ([block] if isinstance(block, str) else [c for row in block for c in row])
    ]
    assert lost(texts, read_duty_list(written(tmp_path / f"清单{ending}", blocks))) == ""


WORD_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def odf_texts(path: Path) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    return ["".join(each.itertext()) for each in root.iter(f"{OFFICE_NS}p", f"{OFFICE_NS}h")]


def xlsx_texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [str(value) for value in cells if value is not None]


def xls_texts(path: Path) -> list[str]:
    cells = [
        cell
        for sheet in xlrd.open_workbook(path).sheets()
        for row in sheet.get_rows()
        for cell in row
    ]
    return [
        str(int(cell.value)) if cell.ctype == xlrd.XL_CELL_NUMBER else str(cell.value)
        for cell in cells
    ]


def page_texts(data: bytes) -> list[str]:
    root = html.fromstring(decoded(data))
    for unseen in list(root.iter("script", "style", "head")):
        if unseen.getparent() is not None:
            unseen.drop_tree()
    return [str(text) for text in root.itertext()]


def mht_texts(path: Path) -> list[str]:
    message = email.message_from_bytes(path.read_bytes())
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    return page_texts(pages[0].get_payload(decode=True))  # type: ignore[arg-type]


def decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def plain_texts(path: Path) -> list[str]:
    return re.sub(r"^sep=.$|</?\w+[^<>]*>", "", decoded(path.read_bytes()), flags=re.M).split("\n")


def docx_texts(path: Path) -> list[str]:
    body = docx.Document(str(path)).element.body
    return [
        "".join(text.text or "" for text in each.iter(f"{WORD_NS}t"))
        for each in body.iter(f"{WORD_NS}p")
    ]


TEXTS: dict[str, Callable[[Path], list[str]]] = {
    **dict.fromkeys((".odt", ".ods"), odf_texts),
    ".docx": docx_texts,
    ".xlsx": xlsx_texts,
    ".xls": xls_texts,
    ".mht": mht_texts,
    **dict.fromkeys((".html", ".htm"), lambda path: page_texts(path.read_bytes())),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".md"), plain_texts),
}
"""Each format's texts by another program than the reader."""

SOURCES = [
    path
    for folder in (
        *("layouts_kinds", "layouts_office", "office", "department", "pasted", "web_pages"),
        *("read", "records", "robust"),
    )
    for path in sorted((CASES / folder).iterdir())
    if path.suffix in TEXTS
    and path.name
    not in {
        "d44_backslash.docx",  # the other programs do not open them
        "x29_backslash.xlsx",
        "p29_pdf_coop_mixed.txt",  # refused
        "w12_iframe.html",
        "w13_script.html",
    }
]

OF_THE_FORM = {
    "a12.xlsx": "合配",  # a title over each duty
    "a19.csv": "eps",  # sep=;
    "b03.xlsx": "基本",  # a title again
    "b07.xlsx": "〇二二五八年月",  # a date
    "lo-e06.ods": "00",  # numbers as shown: 004
    "p12_wechat_labels.txt": "乡",  # the labels before each duty's parts
}
"""Characters that say nothing of their own, by file."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_character_of_any_source_is_lost(path: Path) -> None:
    data = path.read_bytes()
    is_page = b"<table" in data[:4000].lower() and path.suffix == ".xls"
    texts = page_texts(data) if is_page else TEXTS[path.suffix](path)
    assert lost(texts, read_duty_list(path)) == OF_THE_FORM.get(path.name, "")


def test_what_is_lost_is_seen() -> None:
    """The count itself: a word that the records lack, once or where it stands again."""
    path = CASES / "layouts_office" / "a01.docx"
    found, texts = read_duty_list(path), TEXTS[".docx"](path)
    assert lost([*texts, "另行通知"], found) == "另知行通"
    (first, *others) = found.lists
    shorter = replace(first, duties=first.duties[1:])
    assert len(lost(texts, replace(found, lists=(shorter, *others)))) > 10


@pytest.mark.parametrize("name", ["read/ch11_zebra", "read/nw4", "layouts/rl-random-order"])
def test_no_character_of_an_ofd_is_lost(name: str, tmp_path: Path) -> None:
    source = CASES / f"{name}.pdf"
    path = ofd_of_pdf(source, tmp_path / "清单.ofd", [1])
    texts = [
        str(code.text)
        for part in zipfile.ZipFile(path).namelist()
        if part.endswith("Content.xml")
        for code in etree.fromstring(zipfile.ZipFile(path).read(part)).iter("{*}TextCode")
    ]
    assert sum(map(len, texts)) > 200
    assert lost(texts, read_duty_list(path)) == ""


def test_no_character_of_a_wps_sheet_or_rtf_is_lost(tmp_path: Path) -> None:
    """.et is WPS's name for a workbook; RTF is converted."""
    sheet = Path(shutil.copy(CASES / "layouts_kinds" / "lo-e04.xls", tmp_path / "清单.et"))
    assert lost(xls_texts(sheet), read_duty_list(sheet)) == ""
    source = CASES / "layouts_office" / "a01.docx"
    texts = docx_texts(source)
    rich = convert(source, "rtf:Rich Text Format", tmp_path / "清单.rtf")
    assert lost(texts, read_duty_list(rich)) == ""


def test_no_character_of_a_zip_is_lost(tmp_path: Path) -> None:
    names = ("a01.docx", "a11.xlsx", "a21.txt", "a15.html")
    with zipfile.ZipFile(tmp_path / "各镇.zip", "w") as archive:
        for name in names:
            archive.write(CASES / "layouts_office" / name, name)
    store = tmp_path / "库.sqlite"
    batch(tmp_path / "各镇.zip", store, workers=1)
    with open_store(store) as connection:
        rows = connection.execute("SELECT path, list FROM file").fetchall()
        found = {path.rpartition("/")[2]: load_list(connection, at) for path, at in rows}
    assert set(found) == set(names)
    for name in names:
        path = CASES / "layouts_office" / name
        assert lost(TEXTS[path.suffix](path), found[name]) == ""
