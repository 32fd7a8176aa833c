"""Read a text of OpenDocument (.odt): lines and tables in the order they are printed.

As in Word files, heads, feet, comments and footnotes are not read; what is left out is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.opendocument.content import (
    MOST_NESTED,
    PARAGRAPHS,
    Texts,
    attribute,
    count,
    local,
    margin_notes,
    margins,
    open_content,
    plain_text,
    read_grounds,
    read_looks,
    too_deep,
)
from dutylist.extract.formats.opendocument.lists import Labels
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.formats.web.grid import MOST_COLUMNS, HtmlCell, table_blocks, table_rows
from dutylist.extract.source import Block, Cell, CellPart, Line, Picture, SourceDocument
from dutylist.records.errors import DamagedFileError, LimitExceededError
from dutylist.records.model import Note

MOST_ROWS = 100_000
"""Most rows of a table that a repeated row may make."""

_ROW_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
_THROUGH = ("section", "index-body", "list-header", "numbered-paragraph", "soft-page-break")


def read_odt(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a .odt. Pages are 0: the file does not tell where they end.

    Raises UnknownFormatError (no .odt), DamagedFileError and LimitExceededError.
    """
    expect_format(path, "odt")
    package, root = open_content(path, limits)
    body = root.find("{*}body/{*}text")
    if body is None:
        raise DamagedFileError(
            "文件里没有正文", "请用 WPS 或 LibreOffice 打开后另存一份", file=path.name
        )
    styles = package.xml("styles.xml")
    texts = Texts(read_looks(styles, root), read_grounds(styles, root), path.name, package)
    walk = _Walk(texts, Labels(styles, root))
    blocks = tuple(walk.blocks(body, 0))
    beside = margins(styles)
    changes = sum(1 for _ in root.iter("{*}changed-region"))
    changed = (
        (Note(0, f"文件里有 {changes} 处修订痕迹，按全部接受后的文字读取"),) if changes else ()
    )
    rows = (
        (Note(0, f"表格中有 {walk.hidden_rows} 行设为隐藏，没有读入"),) if walk.hidden_rows else ()
    )
    notes = (*changed, *rows, *walk.texts.seen.notes(), *margin_notes(beside))
    return SourceDocument(path.name, blocks, 0, notes, margins=beside)


_Piece: TypeAlias = "str | Picture | etree._Element"


@dataclass
class _Walk:
    """Goes through the text once, counting labels."""

    texts: Texts
    labels: Labels
    hidden_rows: int = 0
    waiting: list[str] = field(default_factory=list)
    tables: int = 0

    def blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        """The lines, tables and pictures within an element."""
        for item in self._flow(container, depth):
            if isinstance(item, str):
                yield from (Line(0, line) for line in item.split("\n") if line)
            elif isinstance(item, Picture):
                yield item
            else:
                yield from self._table(item, depth + 1)

    def _flow(self, items: Iterable[etree._Element], depth: int) -> Iterator[_Piece]:
        """Paragraphs with their labels and pictures, read, and tables, still to be read, in order;
        text boxes come in front of the paragraph that they hang on, pictures behind it."""
        if depth > MOST_NESTED:
            raise too_deep(self.texts.name)
        for item in items:
            if not isinstance(item.tag, str):
                continue
            name = local(item)
            if name in PARAGRAPHS:
                text, boxes = self.texts.paragraph(item)
                pictures = self.texts.taken()
                for box in boxes:
                    yield from self._flow(box, depth + 1)
                label = "".join(self.waiting)
                self.waiting.clear()
                yield label + text
                yield from pictures
            elif name == "table":
                yield item
            elif name == "list":
                yield from self._list(item, attribute(item, "style-name"), 1, None, depth + 1)
            elif name == "section" and attribute(item, "display") == "none":
                self.texts.seen.hidden.append(plain_text(item))
            elif name in _THROUGH or name.endswith(("-of-content", "-index", "index-title")):
                yield from self._flow(item, depth + 1)
            elif name == "frame":
                for box in item.iter("{*}text-box"):
                    yield from self._flow(box, depth + 1)
                for image in item.iterchildren("{*}image"):
                    self.texts.draw(image)
                yield from self.texts.taken()

    def _list(
        self,
        item: etree._Element,
        style: str,
        level: int,
        counters: dict[int, int] | None,
        depth: int,
    ) -> Iterator[_Piece]:
        if depth > MOST_NESTED:
            raise too_deep(self.texts.name)
        style = attribute(item, "style-name") or style
        if counters is None:
            counters = self.labels.begin(item, style)
        for part in item:
            first = local(part) == "list-item"
            for inner in part:
                if local(inner) == "list":
                    yield from self._list(inner, style, level + 1, counters, depth + 1)
                    continue
                if first:
                    self.waiting.append(self.labels.next(style, level, counters, part))
                first = False
                yield from self._flow([inner], depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        """A table; one that only puts others in their place gives what stands in it."""
        if depth > MOST_NESTED:
            raise too_deep(self.texts.name)
        rows = list(self._rows(table))
        cells = [cell for row in rows for cell in row.iterchildren("{*}table-cell")]
        said = [cell for cell in cells if plain_text(cell)]
        holds_table = bool(said) and all(map(_holds_table, said))
        holds_picture = next(table.iter("{*}image"), None) is not None
        if holds_table or (holds_picture and not any(map(plain_text, cells))):
            for cell in cells:
                yield from self.blocks(cell, depth + 1)
            return
        self.tables += 1
        made = table_rows(
            [
                self._cells(row, depth, f"第 {self.tables} 个表第 {number} 行")
                for number, row in enumerate(rows, start=1)
            ]
        )
        yield from table_blocks(made)

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        made = 0
        for item in table:
            if local(item) in _ROW_GROUPS:
                yield from self._rows(item)
            elif local(item) == "table-row":
                if attribute(item, "visibility") in ("collapse", "filter"):
                    self.hidden_rows += 1
                    continue
                again = count(item, "number-rows-repeated")
                made += again
                if made > MOST_ROWS:
                    raise LimitExceededError(
                        f"一个表格超过 {MOST_ROWS} 行，可能是压缩炸弹",
                        "请核对文件来源",
                        file=self.texts.name,
                    )
                yield from [item] * again

    def _cells(self, row: etree._Element, depth: int, place: str) -> list[HtmlCell]:
        found: list[HtmlCell] = []
        for cell in row.iterchildren("{*}table-cell"):
            struck = len(self.texts.seen.struck)
            text = self._cell_text(cell, depth, place)
            parts = (CellPart(text, 0),) if text else ()
            made = HtmlCell(
                Cell(parts, struck=len(self.texts.seen.struck) > struck),
                count(cell, "number-columns-spanned"),
                count(cell, "number-rows-spanned"),
            )
            found += [made] * min(count(cell, "number-columns-repeated"), MOST_COLUMNS)
        return found

    def _cell_text(self, cell: etree._Element, depth: int, place: str) -> str:
        """A cell's paragraphs; those of tables in it stand among them. `place` names its row."""
        texts: list[str] = []
        for item in self._flow(cell, depth + 1):
            if isinstance(item, str):
                texts.append(item)
                continue
            if isinstance(item, Picture):
                self.texts.seen.in_cells.append(place)
                continue
            for row in self._rows(item):
                texts += [
                    self._cell_text(inner, depth + 1, place)
                    for inner in row.iterchildren("{*}table-cell")
                ]
        return "\n".join(text for text in texts if text)


def _holds_table(cell: etree._Element) -> bool:
    """Whether a cell has a table in it that is none of the grid's own parts."""
    return any(attribute(table, "is-sub-table") != "true" for table in cell.iter("{*}table"))
