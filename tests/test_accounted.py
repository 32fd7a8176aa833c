"""Every text of a source stands in the records or in a note: the characters are counted."""

from __future__ import annotations

import email
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlrd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

CASES = Path(__file__).parent / "cases"
HAN = "党建设经济民生服务平安法治生态环保应急管理督促检查落实宣传"
SAID_OTHERWISE = re.compile(
    r"\d{4}年\d+月|第\d+项|^[（(]?[一二三四五][）)、]|[（(]共?\d+项[）)]|^续表$"
)
"""The date, the numbers of forms, labels of headings, how many duties follow, and that a table
goes on."""

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


def characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def said(found: DutyList, *, categories: bool = False) -> Counter[str]:
    """The characters of the records. Categories stand in cells, or in headings of their own."""
    headings = {duty.category for table in found.lists for duty in table.duties}
    return characters(
        *(headings if categories else ()),
        found.title,
        *found.region,
        *(entry.title for entry in found.contents),
        *(note.text for note in found.notes),
        *(table.title for table in found.lists),
        *(text for table in found.lists for text in table.headers),
        *(text for table in found.lists for duty in table.duties for text in duty.cells),
    )


def written(path: Path, blocks: list[str | list[list[str]]]) -> Path:
    if path.suffix == ".docx":
        document = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        document.save(str(path))
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for block in blocks:
            for row in [[block]] if isinstance(block, str) else block:
                book.worksheets[0].append(row)
            book.worksheets[0].append([])
        book.save(path)
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
    found = read_duty_list(written(tmp_path / f"清单{ending}", blocks))
    source = characters(
        *(
            text
            for block in blocks
            for text in ([block] if isinstance(block, str) else [c for row in block for c in row])
        )
    )
    assert not source - said(found)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in json.loads((CASES / "layouts_office" / "gold.json").read_text(encoding="utf-8"))
        if name.endswith(".docx")
    ],
)
def test_no_character_of_the_cases_is_lost(name: str) -> None:
    path = CASES / "layouts_office" / name
    document = docx.Document(str(path))
    texts = [
        *(paragraph.text for paragraph in document.paragraphs),
        *(
            paragraph.text
            for table in document.tables
            for cells in [{cell._tc: cell for row in table.rows for cell in row.cells}]
            for cell in cells.values()
            for paragraph in cell.paragraphs
        ),
    ]
    heard = said(read_duty_list(path), categories=True)
    lost = [text for text in texts if characters(SAID_OTHERWISE.sub("", text)) - heard]
    assert not lost


OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
NO_WORD = re.compile(r"\W")
FORM_ALONE = re.compile(
    r"[一二三四五六七八九十]|.*（续）|二〇\S+年\S+月|00\d|\d+\.0|共\d+项|sep=.|,*合计(?:,+\d+项)?,*"
)
"""Numbers of headings, that a table goes on, the date in Chinese numbers, numbers as shown, totals,
the mark of a CSV."""


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


TEXTS: dict[str, Callable[[Path], list[str]]] = {
    **dict.fromkeys((".odt", ".ods"), odf_texts),
    ".xlsx": xlsx_texts,
    ".xls": xls_texts,
    ".mht": mht_texts,
    **dict.fromkeys((".html", ".htm"), lambda path: page_texts(path.read_bytes())),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".md"), plain_texts),
}
"""Each format's texts by another program than the reader."""

SOURCES = [
    path
    for folder in ("layouts_kinds", "layouts_office", "office", "pasted", "web_pages")
    for path in sorted((CASES / folder).iterdir())
    if path.suffix in TEXTS
    and path.name
    not in {
        "x29_backslash.xlsx",  # the other program does not open it
        "p29_pdf_coop_mixed.txt",  # refused
        "w12_iframe.html",
        "w13_script.html",
    }
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_word_of_any_source_is_lost(path: Path) -> None:
    """Words alone: signs between cells and behind numbers are the format's."""
    data = path.read_bytes()
    is_page = b"<table" in data[:4000].lower() and path.suffix == ".xls"
    texts = page_texts(data) if is_page else TEXTS[path.suffix](path)
    heard = said(read_duty_list(path), categories=True)
    lost = [
        text
        for text in map(str.strip, texts)
        if not FORM_ALONE.fullmatch(text)
        and characters(NO_WORD.sub("", SAID_OTHERWISE.sub("", text))) - heard
    ]
    assert lost == []
