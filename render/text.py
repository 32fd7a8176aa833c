"""The official list as plain text: one row a line, a tab between cells, `<p>` for paragraphs.

It is what `extract` reads as text, and what can be pasted into any table.
"""

from __future__ import annotations

import html

from dutylist.render.views.official import CellView, ListView, OfficialView


def write_official_text(view: OfficialView) -> bytes:
    """The text in UTF-8: the cover's lines, then each list's title, header row and rows."""
    lines = [*view.region, view.title, view.issued]
    for one in view.lists:
        lines += ["", one.title, "", *_rows(one)]
    return ("\n".join(lines) + "\n").encode()


def _rows(one: ListView) -> list[str]:
    rows = ["\t".join(one.columns)]
    for row in one.rows:
        if one.category_column is None and row.opens:
            rows.append(row.category + "\t" * (len(one.columns) - 1))
        rows.append("\t".join(_cell(cell) for cell in row.cells))
    return rows


def _cell(cell: CellView) -> str:
    """A cell's text; several paragraphs are marked, so that a row stays one line."""
    paragraphs = [
        html.escape(paragraph.label + paragraph.text, quote=False).replace("\t", " ")
        for paragraph in cell
    ]
    if len(paragraphs) > 1:
        return " ".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return "".join(paragraphs)
