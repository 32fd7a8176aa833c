"""WordprocessingML as strings: runs, paragraphs, cells, rows, tables (ECMA-376 part 1, 17).

The one place where these are written. Callers give style ids and the inner XML of properties;
text is escaped here. Widths are twips, twentieths of a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from docx.oxml.ns import nsdecls

TWIPS_PER_MM = 1440 / 25.4
"""17.18.105: a twentieth of a point; 1,440 to the inch."""


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def style_id(name: str) -> str:
    """The id that python-docx gives a style of this name."""
    return name.replace(" ", "")


def without_forbidden(text: str) -> str:
    """The text with 〓 for each character that XML 1.0 (2.2) does not allow."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "〓", text)


def xml_text(text: str) -> str:
    """Text for an XML element; characters that XML cannot hold become 〓."""
    return escape(without_forbidden(text), quote=False)


def text_xml(text: str, tag: str = "t") -> str:
    """A run's text (w:t), or what was deleted from it (w:delText)."""
    return f'<w:{tag} xml:space="preserve">{xml_text(text)}</w:{tag}>'


def run_xml(text: str, properties: str = "", *, tag: str = "t") -> str:
    """A run of text; `properties` is what stands in its w:rPr."""
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{wrapped}{text_xml(text, tag)}</w:r>"


def field_runs(code: str, shown: str) -> str:
    """The runs of a field: its code, and what it shows until it is updated."""
    return (
        f'{field_start(code)}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run_xml(shown)}{FIELD_END}"
    )


def field_start(code: str) -> str:
    """The runs that open a field of this code."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def paragraph_xml(style: str, runs: str, properties: str = "", *, alone: bool = False) -> str:
    """A paragraph of the style with this id; `properties` follow the style in its w:pPr.

    One that stands `alone` names its namespace, so that it can be parsed by itself.
    """
    space = f" {nsdecls('w')}" if alone else ""
    return f'<w:p{space}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def cell_xml(width: int | None, paragraphs: str, properties: str = "") -> str:
    """A cell; one without a width takes what its row leaves."""
    wide = "" if width is None else f'<w:tcW w:w="{width}" w:type="dxa"/>'
    inner = f"{wide}{properties}"
    return f"<w:tc>{f'<w:tcPr>{inner}</w:tcPr>' if inner else '<w:tcPr/>'}{paragraphs}</w:tc>"


MIDDLE = '<w:vAlign w:val="center"/>'
"""What closes the properties of a cell whose text stands half way down."""


def row_xml(
    cells: Iterable[str], *, head: bool = False, whole: bool = False, more: str = ""
) -> str:
    """A row; a `head` row is repeated on each page, one that is `whole` is not cut by its end."""
    properties = f"{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if head else ''}{more}"
    wrapped = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{wrapped}{''.join(cells)}</w:tr>"


def table_xml(style: str, widths: Sequence[int], rows: str, properties: str = "") -> str:
    """A table of fixed columns, which stands alone; `properties` close its w:tblPr."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{properties}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
