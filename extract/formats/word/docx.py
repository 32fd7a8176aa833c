"""Read a Word file (.docx): lines and tables in the order they are printed.

Headers and footers, comments and footnotes are no part of a list's text and are not read; what
is left out or changed on the way is noted.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.package import Package, read_package
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.formats.word.chunks import chunk_blocks
from dutylist.extract.formats.word.drawn import pictures_of
from dutylist.extract.formats.word.frames import is_frame
from dutylist.extract.formats.word.grid import MOST_COLUMNS, GridCell, GridRow, table_rows
from dutylist.extract.formats.word.left_out import BESIDE, BESIDE_PARTS, part_texts, quoted
from dutylist.extract.formats.word.looks import RunLooks
from dutylist.extract.formats.word.numbering import read_numbering
from dutylist.extract.formats.word.page_count import PageCount, stored_page_count, without_pages
from dutylist.extract.formats.word.paragraph_text import (
    HARD_BREAK,
    RENDERED_BREAK,
    ParagraphText,
    mark_is_deleted,
    mark_is_hidden,
    span,
)
from dutylist.extract.formats.word.styles import read_styles
from dutylist.extract.formats.word.table_xml import (
    cells_of,
    continues_above,
    has_text,
    leads_with_break,
    rows_of,
    widths_of,
)
from dutylist.extract.formats.word.xml import (
    PARAGRAPH,
    TABLE,
    Element,
    child,
    content,
    is_on,
    number,
    tag,
    value,
)
from dutylist.extract.source import Block, Cell, CellPart, Line, Picture, SourceDocument, Table
from dutylist.records.errors import DamagedFileError, LimitExceededError, PicturesOnlyError
from dutylist.records.model import Note

MOST_NESTED = 20
"""Deepest tables and text boxes within each other that are read."""

_SECTION = tag("w:sectPr")
_TEXT_BOX = tag("w:txbxContent")
_FOREIGN = tag("w:altChunk")
_BREAKS = frozenset((HARD_BREAK, RENDERED_BREAK, "\n"))
_ALTERNATE = tag("mc:AlternateContent")


def read_docx(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a .docx or .docm.

    Pages are known where Word has laid the document out (its own page breaks agree with its own
    count of pages), else 0. Raises UnknownFormatError (no Word file), DamagedFileError (cut off,
    locked, DTD), LimitExceededError and PicturesOnlyError, each with the file's name.
    """
    deadline = time.monotonic() + limits.max_seconds
    expect_format(path, "docx")
    package = read_package(path, limits)
    main = package.main_part("word/document.xml")
    root = package.xml(main)
    body = child(root, "w:body")
    if body is None:
        raise DamagedFileError(
            "Word 文件里没有正文", "请用 Word 或 WPS 打开后另存一份", file=path.name
        )
    walk = _Walk(package, main, body, deadline, limits)
    try:
        blocks = tuple(walk.blocks(body))
    except RecursionError as error:
        raise walk.too_deep() from error
    if walk.text.seen.pictures and not any(_says_something(block) for block in blocks):
        raise PicturesOnlyError(
            "Word 文件里只有图片，没有文字",
            "请把图片另存出来，用扫描件的读取方式",
            file=path.name,
        )
    pages = walk.pages.number
    if not walk.pages.seen_breaks or pages != stored_page_count(package):
        blocks, pages = tuple(without_pages(block) for block in blocks), 0
    return SourceDocument(path.name, blocks, pages, walk.notes(), margins=walk.margins())


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph's lines and the page it begins on."""

    lines: tuple[str, ...]
    page: int


class _Walk:
    """Goes through the document once, counting pages, labels and what must be noted."""

    def __init__(
        self, package: Package, main: str, body: Element, deadline: float, limits: ReadLimits
    ) -> None:
        folder = main.rpartition("/")[0]
        self._package = package
        self._relations = package.relations(main)
        self._chunk_notes: list[Note] = []
        self._name = package.name
        self._deadline = deadline
        self._limits = limits
        self._styles = read_styles(package.xml(f"{folder}/styles.xml"))
        self._numbering = read_numbering(package.xml(f"{folder}/numbering.xml"), self._styles)
        self._sections = list(body.iter(_SECTION))
        self._next_section = 0
        self._depth = 0
        self._hidden_rows = 0
        self._covered: list[str] = []
        self._foreign = 0
        self._tables = 0
        self._in_cells: list[str] = []
        looks = RunLooks(package.parts.get(main.lower(), b""), self._styles)
        self.text = ParagraphText(self._styles, body, looks)
        self.pages = PageCount()

    def blocks(self, container: Element) -> Iterator[Block]:
        """Lines, tables and pictures of a body or text box."""
        for item in self._flow(container):
            if isinstance(item, _Paragraph):
                yield from (Line(item.page, line) for line in item.lines)
            elif isinstance(item, Picture):
                yield item
            elif item.tag == _FOREIGN:
                yield from self._foreign_blocks(item)
            else:
                yield from self._table_blocks(item)

    def notes(self) -> tuple[Note, ...]:
        """What was left out or changed."""
        seen = self.text.seen
        found = [
            (seen.changes, f"文件里有 {seen.changes} 处修订痕迹，按全部接受后的文字读取"),
            (seen.hidden, f"隐藏文字没有读入：{quoted(seen.hidden)}"),
            (seen.struck, f"画了删除线的文字没有读入：{quoted(seen.struck)}"),
            (seen.unseen, f"和底色相同、看不见的文字没有读入：{quoted(seen.unseen)}"),
            (seen.prompts, f"没有填写的控件，提示文字没有读入：{quoted(seen.prompts)}"),
            (self._hidden_rows, f"表格中有 {self._hidden_rows} 行设为隐藏，没有读入"),
            (self._covered, f"被合并单元格遮住的文字没有读入：{quoted(self._covered)}"),
            (seen.footnotes, f"脚注、尾注 {seen.footnotes} 处没有读入{self._beside('notes')}"),
            (self._beside("comments"), f"批注没有读入{self._beside('comments')}"),
            (self._beside("margins"), f"页眉、页脚没有读入{self._beside('margins')}"),
            (seen.pictures, f"图片 {seen.pictures} 张没有存在文件里，其中的文字没有读入"),
            (
                self._in_cells,
                f"表格单元格里的图片没有读入：{'、'.join(dict.fromkeys(self._in_cells))}，请对照原件补录",
            ),
            (
                seen.objects,
                f"嵌入的对象 {seen.objects} 个（如 Excel 表）没有读入，请另存后单独读取",
            ),
            (self._foreign, f"嵌入的其他文件 {self._foreign} 个没有读入，请用 Word 打开后另存"),
            (seen.symbols, f"不认识的符号字符以“□”代替：{quoted(seen.symbols)}"),
        ]
        said = (Note(0, text) for count, text in found if count and not text.endswith("："))
        return (*said, *self._chunk_notes)

    def margins(self) -> tuple[str, ...]:
        """The texts of the pages' heads and feet, each once."""
        return tuple(dict.fromkeys(self._texts_beside["margins"]))

    def _beside(self, which: str) -> str:
        """The texts that stand beside the document's own, quoted behind a colon; "" for none."""
        texts = self._texts_beside[which]
        return f"：{quoted(texts)}" if texts else ""

    @cached_property
    def _texts_beside(self) -> dict[str, list[str]]:
        return {
            which: [
                text
                for part in self._package.parts
                if (match := BESIDE.fullmatch(part)) and match[1] in kinds
                for text in part_texts(self._package.xml(part))
            ]
            for which, kinds in BESIDE_PARTS.items()
        }

    def too_deep(self) -> LimitExceededError:
        """The error for tables within tables without end."""
        return LimitExceededError(
            f"表格或文本框嵌套超过 {MOST_NESTED} 层", "请核对文件来源", file=self._name
        )

    def _foreign_blocks(self, chunk: Element) -> Iterator[Block]:
        """What stands in an embedded file."""
        part = self._relations.get(chunk.get(tag("r:id")) or "", "")
        left = max(0.0, self._deadline - time.monotonic())
        inner = replace(self._limits, max_seconds=left)
        found = chunk_blocks(self._package, part, lambda path: read_docx(path, inner))
        if found is None:
            self._foreign += 1
            return
        self._chunk_notes.extend(found[1])
        yield from (without_pages(block) for block in found[0])

    def _flow(self, container: Element) -> Iterator[_Paragraph | Picture | Element]:
        """Paragraphs and pictures, read, and tables, still to be read, in order; floating text
        boxes come in front of the paragraph that they hang on, what stands in its line (pictures,
        boxes of several paragraphs) behind it unless it begins it."""
        carried = ""
        for item in _flow_items(container):
            if item.tag == PARAGRAPH:
                carried = yield from self._with_drawings(item, carried)
                continue
            if item.tag == TABLE and carried:
                yield self._paragraph(carried)
                carried = ""
            if item.tag in (TABLE, _FOREIGN):
                yield item
        if carried:
            yield self._paragraph(carried)

    def _with_drawings(
        self, item: Element, carried: str
    ) -> Generator[_Paragraph | Picture | Element, None, str]:
        """A paragraph, what was `carried` on from the one before in front of its text, with what
        hangs on it. Returns what is carried on to the next: its text where its mark is deleted."""
        properties = child(item, "w:pPr")
        if self._begins_page(properties):
            self.pages.before_paragraph()
        text, boxes, drawings = self.text.read(item, properties)
        for box in boxes:
            yield from self._deeper(box)
        for drawing in drawings:
            if drawing.leads:
                yield from self._drawn(drawing.element)
        behind = [drawing.element for drawing in drawings if not drawing.leads]
        mark = child(properties, "w:rPr")
        if child(mark, "w:ins") is not None:
            self.text.seen.changes += 1
        joined = mark_is_deleted(mark)
        if joined:
            self.text.seen.changes += 1
        else:
            yield self._paragraph(self._labelled(properties, carried + text))
        for element in behind:
            yield from self._drawn(element)
        if joined:
            return carried + text
        self._end_section(properties)
        return ""

    def _drawn(self, item: Element) -> Iterator[_Paragraph | Picture | Element]:
        return self._deeper(item) if item.tag == _TEXT_BOX else self._pictures(item)

    def _pictures(self, drawing: Element) -> Iterator[Picture]:
        """The pictures of a drawing; one without data for an embedded object."""
        if next(drawing.iter(tag("o:OLEObject")), None) is not None:
            yield Picture(self.pages.number)
            return
        for part, crop in pictures_of(drawing, self._relations):
            data = self._package.pictures.get(part.lower(), b"")
            if not data:
                self.text.seen.pictures += 1
            yield Picture(self.pages.number, data, crop)

    def _deeper(self, container: Element) -> Iterator[_Paragraph | Picture | Element]:
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise self.too_deep()
        yield from self._flow(container)
        self._depth -= 1

    def _begins_page(self, properties: Element | None) -> bool:
        own = is_on(properties, "w:pageBreakBefore")
        if own is not None:
            return own
        return self._styles.of_paragraph(properties).breaks_page

    def _end_section(self, properties: Element | None) -> None:
        """After a section's last paragraph: the next section's kind tells whether a page ends."""
        if child(properties, "w:sectPr") is None:
            return
        self._next_section += 1
        following = self._sections[self._next_section : self._next_section + 1]
        kind = value(following[0], "w:type") if following else None
        if kind not in ("continuous", "nextColumn"):
            self.pages.hard()

    def _labelled(self, properties: Element | None, text: str) -> str:
        """The text behind the label that Word computes for the paragraph."""
        place = self._numbering.place(properties)
        if place is None:
            return text
        bare = text.lstrip(" \t\u3000" + HARD_BREAK + RENDERED_BREAK)
        if not bare and mark_is_hidden(properties):
            return text
        label, gap = self._numbering.label(*place)
        if not bare and self.text.ends_struck:
            return text
        breaks = "".join(sign for sign in text[: len(text) - len(bare)] if sign in "\f\v")
        if not (label[-1:].isascii() and bare[:1].isascii() and bare[:1].isalnum()):
            gap = ""
        return breaks + label + gap + bare

    def _paragraph(self, text: str) -> _Paragraph:
        """Split at line and page breaks; the page is that of its first visible sign."""
        if _BREAKS.isdisjoint(text):
            line = text.strip()
            self.pages.fresh = self.pages.fresh and not line
            return _Paragraph((line,) if line else (), self.pages.number)
        page = 0
        lines: list[list[str]] = [[]]
        for sign in text:
            if sign == HARD_BREAK:
                self.pages.hard()
                lines.append([])
            elif sign == RENDERED_BREAK:
                self.pages.rendered()
            elif sign == "\n":
                lines.append([])
            else:
                lines[-1].append(sign)
                if not sign.isspace():
                    page = page or self.pages.number
                    self.pages.fresh = False
        stripped = tuple("".join(line).strip() for line in lines)
        return _Paragraph(tuple(line for line in stripped if line), page or self.pages.number)

    def _table_blocks(self, table: Element) -> Iterator[Block]:
        """A table; one that is only a frame around other tables, or around pictures, gives what
        stands in it."""
        rows = list(rows_of(table))
        cells = [cell for row in rows for cell in cells_of(row)]
        if not is_frame(rows):
            self._tables += 1
            found = self._table(rows, widths_of(table))
            if found.rows:
                yield found
            return
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise self.too_deep()
        for cell in cells:
            yield from self.blocks(cell)
        self._depth -= 1

    def _table(self, rows: list[Element], widths: list[int]) -> Table:
        grid: list[GridRow] = []
        for row in rows:
            if time.monotonic() > self._deadline:
                raise LimitExceededError(
                    f"读取已超过 {self._limits.max_seconds:g} 秒",
                    "请核对文件来源，或调高上限",
                    file=self._name,
                    row=len(grid) + 1,
                )
            if child(row, "w:trPr/w:ins") is not None:
                self.text.seen.changes += 1
            if child(row, "w:trPr/w:del") is not None:
                self.text.seen.changes += 1
            elif is_on(row, "w:trPr/w:hidden"):
                self._hidden_rows += 1
            else:
                place = f"第 {self._tables} 个表第 {len(grid) + 1} 行"
                grid.append(self._grid_row(row, place))
        page = grid[0].page if grid else self.pages.number
        return Table(page, table_rows(grid, widths))

    def _grid_row(self, row: Element, place: str) -> GridRow:
        """All cells begin on the page where the row begins; `place` names the row."""
        begin = self.pages.copy()
        leads = any(leads_with_break(cell) for cell in cells_of(row))
        if leads:
            begin.rendered()
        last = begin.copy()
        column = min(number(row, "w:trPr/w:gridBefore") or 0, MOST_COLUMNS)
        cells: list[GridCell] = []
        for cell in cells_of(row):
            self.pages = begin.copy()
            # The break in front of the row is counted already.
            self.pages.fresh = begin.fresh or leads
            struck = len(self.text.seen.struck)
            properties = child(cell, "w:tcPr")
            continues = continues_above(properties)
            paragraphs = self._cell_paragraphs(cell, place, continues)
            made = replace(_cell(paragraphs), struck=any(self.text.seen.struck[struck:]))
            if self.pages.number >= last.number:
                last = self.pages.copy()
                last.fresh = False
            if child(properties, "w:cellDel") is not None:
                self.text.seen.changes += 1
                continue
            if value(properties, "w:hMerge") == "continue" and cells:
                cells[-1] = replace(cells[-1], end=column + 1)
                column += 1
                continue
            width = max(1, min(span(properties) or 1, MOST_COLUMNS - min(column, MOST_COLUMNS - 1)))
            if continues:
                self._covered.extend(line for item in paragraphs for line in item.lines)
            cells.append(GridCell(column, column + width, made, continues))
            column += width
        self.pages = last
        return GridRow(begin.number, tuple(cells))

    def _cell_paragraphs(self, cell: Element, place: str, continues: bool) -> list[_Paragraph]:
        """A cell's paragraphs; those of tables and text boxes in it stand among them."""
        if continues and not has_text(cell):
            return []
        return list(self._flatten(self._flow(cell), place))

    def _flatten(
        self, flow: Iterator[_Paragraph | Picture | Element], place: str
    ) -> Iterator[_Paragraph]:
        for item in flow:
            if isinstance(item, _Paragraph):
                yield item
                continue
            if isinstance(item, Picture):
                self._in_cells.append(place)
                continue
            self._depth += 1
            if self._depth > MOST_NESTED:
                raise self.too_deep()
            if item.tag == _FOREIGN:
                yield from self._foreign_paragraphs(item)
            for row in rows_of(item):
                for cell in cells_of(row):
                    yield from self._flatten(self._flow(cell), place)
            self._depth -= 1

    def _foreign_paragraphs(self, chunk: Element) -> Iterator[_Paragraph]:
        for block in self._foreign_blocks(chunk):
            if isinstance(block, Line):
                yield _Paragraph((block.text,), self.pages.number)
            elif isinstance(block, Table):
                texts = (cell.text for row in block.rows for cell in row.cells if cell.text)
                yield _Paragraph(tuple(texts), self.pages.number)


def _flow_items(container: Element) -> Iterator[Element]:
    for item in content(container):
        if item.tag == _ALTERNATE:
            versions = list(item)
            yield from _flow_items(versions[0]) if versions else ()
        else:
            yield item


def _cell(paragraphs: list[_Paragraph]) -> Cell:
    """One part for each page on which paragraphs of the cell begin."""
    parts = []
    for page, group in groupby(
        (item for item in paragraphs if item.lines), key=lambda item: item.page
    ):
        lines = [line.replace("\t", " ") for item in group for line in item.lines]
        parts.append(CellPart("\n".join(lines), page))
    return Cell(tuple(parts))


def _says_something(block: Block) -> bool:
    return not isinstance(block, Picture) or bool(block.data)
