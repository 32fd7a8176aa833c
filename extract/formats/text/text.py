"""Pasted or saved text → a document: rows with cells separated by tabs, bars or commas.

A page is known where form feeds part the pages, or where the header row stands again and again
(as it does in text taken from a printed list). HTML left in a cell gives the cell's paragraphs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from dutylist.extract.formats.text.rows import BAR, row_lines
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table, seen_text
from dutylist.records.model import Note

# Only real element names count: "＜5 岁" or "<5岁" in a cell is text.
_BLOCK_TAG = re.compile(r"</?(?:p|div|ol|ul|li|br|tr|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:span|b|strong|i|em|u|font|a|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_LEADERS = re.compile(r"[.．…·]{2,}\s*\d+\s*$")
_LEADERS_END = 200
"""Characters at a line's end in which a contents line shows: its page and some of its dots."""
_BAR_RULE = re.compile(r"[\s|:+-]+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
"""A sign that Markdown would take for its own, behind a backslash."""
_MARKDOWN_TITLE = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*")
_MARKDOWN_BULLET = re.compile(r"[-*+]\s+(?=\S)")
_MARKDOWN_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")


def read_text(content: str, name: str) -> SourceDocument:
    """Read text whose table rows are lines with tabs ("1\\t党的建设\\t…") or bars ("| 1 | … |").

    `name` is the file's name for messages. Pages are 0 where the text does not tell them.
    """
    blocks: list[Line | Table] = []
    rows: list[Row] = []
    page = 1 if "\f" in content else 0

    def close_table() -> None:
        if rows:
            blocks.append(Table(rows[0].page, tuple(rows)))
            rows.clear()

    lines, said = row_lines(seen_text(content))
    # A lone * is no list's, but a footnote's mark, say.
    listed = sum(bool(_MARKDOWN_BULLET.match(line.strip())) for line in lines) > 1
    for line in lines:
        for count, piece in enumerate(line.split("\f")):
            if count:
                close_table()
                page += 1
            cells = _row_cells(piece)
            if cells:
                rows.append(Row(page, tuple(_cell(text, page) for text in cells)))
            elif _BAR_RULE.fullmatch(piece) and "|" in piece:
                continue
            else:
                close_table()
                blocks.extend(Line(page, text) for text in _line_texts(piece, listed))
    close_table()
    printed: tuple[tuple[int, str], ...] = ()
    if "\f" not in content:
        blocks = list(_number_pages(blocks))
        # Counted by the tables' header rows, as printed numbers are: covers have none of them.
        printed = tuple((n, str(n)) for n in sorted({block.page for block in blocks} - {0}))
    pages = max((block.page for block in blocks), default=0)
    notes = (Note(0, said),) if said else ()
    return SourceDocument(name, tuple(blocks), pages, notes, printed=printed)


def with_tables_of_lines(document: SourceDocument) -> SourceDocument:
    """A document without pages whose tables stand in its lines (paragraphs with tabs, a cell a
    line, <pre>), with them as tables; else the document as it is."""
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    if document.pages or len(lines) < len(document.blocks):
        return document
    read = read_text("\n".join(lines), document.name)
    if not any(isinstance(block, Table) for block in read.blocks):
        return document
    return replace(document, blocks=read.blocks, notes=(*document.notes, *read.notes))


def cell_paragraphs(markup: str) -> str:
    """A cell's text with its HTML made into paragraphs, separated by newlines."""
    text = _BLOCK_TAG.sub("\n", markup)
    text = html.unescape(_INLINE_TAG.sub("", text))
    return "\n".join(part.strip() for part in text.split("\n") if part.strip())


def _line_texts(piece: str, listed: bool) -> Iterable[str]:
    """What stands on lines outside tables, without Markdown's signs for titles, bold text and,
    where lines are `listed` with bullets, these."""
    for line in piece.split("\n"):
        text = line.strip()
        if title := _MARKDOWN_TITLE.fullmatch(text):
            text = title["title"]
        elif listed and (bullet := _MARKDOWN_BULLET.match(text)):
            text = text[bullet.end() :]
        if text:
            yield _MARKDOWN_BOLD.sub(lambda bold: bold["text"], text)


def _row_cells(line: str) -> list[str]:
    """The cells of a table line, or [] where it is no table line."""
    stripped = line.strip(" \u3000\r\n")
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        if _BAR_RULE.fullmatch(stripped):
            return []
        cells = BAR.split(stripped[1:-1])
        return [
            _MARKDOWN_BOLD.sub(lambda bold: bold["text"], _ESCAPED.sub(r"\1", cell))
            for cell in cells
        ]
    if "\t" not in stripped or _LEADERS.search(stripped[-_LEADERS_END:]):
        return []
    return stripped.split("\t") if stripped.strip() else []


def _cell(markup: str, page: int) -> Cell:
    text = cell_paragraphs(markup)
    return Cell((CellPart(text, page),)) if text else Cell()


def _number_pages(blocks: list[Line | Table]) -> Iterable[Line | Table]:
    """Give each block its page where the header rows tell: one header row, one page.

    A header row is a table's first row whose first cell is no number. Unless at least one of
    them stands again, the text has each header once and tells nothing of pages.
    """
    headers = [
        block.rows[0] for block in blocks if isinstance(block, Table) and _starts_with_header(block)
    ]
    repeated = len({tuple(cell.text for cell in row.cells) for row in headers}) < len(headers)
    if not repeated:
        return blocks
    numbered: list[Line | Table] = []
    waiting: list[Line] = []
    page = 0
    for block in blocks:
        if isinstance(block, Line):
            waiting.append(block)
            continue
        # Lines straight above a table stand on its page; those above the first are the cover's.
        above = page + 1 if page else 0
        page += _starts_with_header(block)
        numbered.extend(Line(above, line.text) for line in waiting)
        waiting.clear()
        rows = tuple(
            Row(page, tuple(_on_page(cell, page) for cell in row.cells)) for row in block.rows
        )
        numbered.append(Table(page, rows))
    numbered.extend(Line(page, line.text) for line in waiting)
    return numbered


def _starts_with_header(table: Table) -> bool:
    return not table.rows[0].cells[0].text[:1].isdigit()


def _on_page(cell: Cell, page: int) -> Cell:
    return Cell(tuple(CellPart(part.text, page) for part in cell.parts))
