"""What a Word file says after all tracked changes are accepted or rejected, computed from its XML.

Written from ECMA-376 part 1, 17.13.5, and knowing nothing of the program: runs in w:ins, w:del,
w:moveTo or w:moveFrom, paragraph marks and table rows that were inserted or deleted.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Tables = list[list[list[str]]]


def body_texts(data: bytes, *, accept: bool) -> tuple[list[str], Tables]:
    """The paragraphs outside tables, and each table's rows of cell texts (newline: paragraph)."""
    gone = ("del", "moveFrom") if accept else ("ins", "moveTo")
    with zipfile.ZipFile(BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    outside: list[ElementTree.Element] = []
    tables: Tables = []
    for child in body:
        if child.tag == f"{W}p":
            outside.append(child)
        elif child.tag == f"{W}tbl":
            rows = []
            for row in child.findall(f"{W}tr"):
                if any(row.find(f"{W}trPr/{W}{tag}") is not None for tag in gone):
                    continue
                rows.append(
                    [
                        "\n".join(_paragraphs(cell.findall(f"{W}p"), gone))
                        for cell in row.findall(f"{W}tc")
                    ]
                )
            if rows:
                tables.append(rows)
    return [text for text in _paragraphs(outside, gone) if text], tables


def _paragraphs(elements: list[ElementTree.Element], gone: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    held = ""
    for at, paragraph in enumerate(elements):
        held += _text(paragraph, gone)
        mark_goes = any(paragraph.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None for tag in gone)
        if mark_goes and at < len(elements) - 1:
            continue
        found.append(held)
        held = ""
    return found


def _text(paragraph: ElementTree.Element, gone: tuple[str, ...]) -> str:
    text = ""
    for child in paragraph:
        if child.tag in {f"{W}{tag}" for tag in gone}:
            continue
        for one in child.iter():
            if one.tag in (f"{W}t", f"{W}delText"):
                text += one.text or ""
    return text
