"""The official list as plain text: a tab between cells; a cell of several paragraphs has each on a
line of its own, in quotation marks around the cell.

So Excel copies and takes cells; it is what `extract` reads as text, too.
"""

from __future__ import annotations

import html
import re

from dutylist.render.views.official import CellView, ListView, OfficialView


def write_official_text(view: OfficialView) -> bytes:
    """The text in UTF-8: the cover's lines, then each list's title, header row and rows."""
    lines = [*view.region, view.title, view.issued]
    for one in view.lists:
        lines += ["", one.title, "", *_rows(one)]
        lines += ["", *one.remarks] if one.remarks else []
    return ("\n".join(lines) + "\n").encode()


def _rows(one: ListView) -> list[str]:
    rows = ["\t".join(one.columns)]
    for row in one.rows:
        if one.category_column is None and row.opens:
            rows.append(row.category + "\t" * (len(one.columns) - 1))
        rows.append("\t".join(_cell(cell) for cell in row.cells))
    return rows


_TAG_LIKE = re.compile(r"</?[a-z]", re.IGNORECASE)


def _cell(cell: CellView) -> str:
    """A cell's text; in quotation marks where it has several lines, or begins with such a mark."""
    text = "\n".join(_plain(paragraph.label + paragraph.text) for paragraph in cell)
    if "\n" in text or text.startswith('"'):
        return '"{}"'.format(text.replace('"', '""'))
    return text


def _plain(text: str) -> str:
    """A paragraph as it is, but for what a reader of pasted web text would take for markup."""
    if _TAG_LIKE.search(text) or html.unescape(text) != text:
        text = html.escape(text, quote=False)
    return text.replace("\t", " ")
