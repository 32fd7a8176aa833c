"""Read a saved web page: the lines and tables that a browser shows, in order.

Nothing is fetched: no pictures, frames or style sheets of other files. Pictures that stand in the
file itself are handed on. Menus and what the page hides are left out and noted.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from lxml import etree

from dutylist.extract.formats.header_words import is_header, is_header_text
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.formats.sniff import expect_format
from dutylist.extract.formats.web.boxes import box_rows, put_box_rows_together
from dutylist.extract.formats.web.cards import put_cards_in_tables
from dutylist.extract.formats.web.encoding import page_text
from dutylist.extract.formats.web.flow_order import put_in_shown_order
from dutylist.extract.formats.web.generated import write_generated_text
from dutylist.extract.formats.web.grid import HtmlCell, table_blocks, table_rows
from dutylist.extract.formats.web.hidden import is_hidden, style_of, takes_no_place
from dutylist.extract.formats.web.inks import is_lost
from dutylist.extract.formats.web.letters import put_letters_as_shown
from dutylist.extract.formats.web.list_labels import item_label
from dutylist.extract.formats.web.style_sheets import put_styles_on_elements
from dutylist.extract.formats.web.tabs import open_tabs
from dutylist.extract.source import (
    Block,
    Cell,
    CellPart,
    Line,
    Picture,
    SourceDocument,
    seen_text,
)
from dutylist.records.errors import DamagedFileError, LimitExceededError
from dutylist.records.model import Note

MOST_NESTED = 200
"""Deepest elements within each other that are read; pages of site builders have some fifty."""

_NO_TEXT = frozenset(
    [
        # Not the head: libxml2 leaves in it what a page without <body> begins with (<main>).
        *("script", "style", "base", "title", "meta", "link", "template", "noscript", "noframes"),
        *("select", "option", "textarea", "button", "input", "object", "applet", "iframe", "svg"),
        *("canvas", "audio", "video", "map", "col", "colgroup"),
        # How a character is spoken, above it.
        *("rt", "rp", "rtc"),
    ]
)
_MENUS = frozenset(("nav", "footer", "aside", "form"))
_LINE_ENDS = frozenset(
    [
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre"),
        *("section", "summary", "ul", *_MENUS),
    ]
)
_CELLS = ("td", "th", "dt", "dd")
_TABLE_PARTS = ("caption", "thead", "tbody", "tfoot", "tr", *_CELLS)
_HOLDERS = frozenset(("table", "caption", *_CELLS, *_NO_TEXT))
_STRUCK = frozenset(("del", "s", "strike"))

# A menu is made of links: that many at least, and that share of its text.
_FEWEST_LINKS = 3
_LINKED_SHARE = 0.6

_LABELLED = re.compile(r"[^：:，。；\s]{2,12}[：:]")
_PAGED = re.compile(r"共\s*(\d+)\s*页|下一页")

CUT_OFF = "网页没有写完，可能没有下载完或存完，后面的行可能缺失，请重新保存"

_NO_TAGS = re.compile(r"<!--.*?-->|<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"</?(?:table|html)\b")

_RARE = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{1,2}")
"""What the pictures of characters that fonts do not have say that they show."""

_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*:[^;]*line-through")
_RAISED = {"sup": RAISED, "sub": LOWERED}
_NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_Piece: TypeAlias = "str | etree._Element | Picture"
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line end in the page's source between two Chinese characters is no space (CSS Text 3, 4.1.3).
_BROKEN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff])")


def read_html(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """Read a web page saved as HTML, under whatever name (.html, .xls, .doc). Pages are 0.

    Raises UnknownFormatError (no HTML), DamagedFileError (nothing in it) and LimitExceededError.
    """
    expect_format(path, "html")
    if path.stat().st_size > limits.max_bytes:
        raise LimitExceededError(
            f"文件超过上限 {limits.max_bytes // 1_000_000} MB",
            "请核对是不是选错了文件",
            file=path.name,
        )
    text, unread = page_text(path.read_bytes())
    blocks, notes = html_blocks(text, path.name)
    if unread:
        notes = (*notes, Note(0, f"有 {unread} 处文字编码无法识别，以“\ufffd”代替，请核对"))
    return SourceDocument(path.name, blocks, 0, notes)


def html_blocks(
    text: str, name: str, pictures: Mapping[str, bytes] = _NO_PICTURES
) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The lines, tables and pictures of a page, and what was left out; `name` is the file's, for
    messages, `pictures` are those stored beside the page by the names that it uses."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    clean = text.replace("\x00", "").encode("utf-8", errors="replace")
    root = etree.fromstring(clean, parser) if clean.strip() else None
    if root is None:
        raise DamagedFileError("网页里没有内容", "请用浏览器打开核对，重新保存", file=name)
    untold = write_generated_text(root, put_styles_on_elements(root))
    put_letters_as_shown(root)
    put_in_shown_order(root)
    opened = open_tabs(root)
    put_box_rows_together(root)
    put_cards_in_tables(root)
    walk = _Walk(name, pictures)
    walk.leave_out_of_tables(root)
    blocks = tuple(walk.blocks(root))
    cut = (Note(0, CUT_OFF, damage=True),) if _is_cut_off(text) else ()
    told = (*_opened(opened), *_untold(untold), *walk.notes())
    return blocks, (*told, *cut, *_not_whole(root, blocks, walk.menus))


@dataclass
class _Walk:
    """Goes through a page once, gathering what must be noted."""

    name: str
    stored: Mapping[str, bytes]
    menus: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    pictures: int = 0
    tables: int = 0
    in_cells: list[str] = field(default_factory=list)
    said_by_pictures: list[str] = field(default_factory=list)
    small_pictures: int = 0
    struck_cells: set[etree._Element] = field(default_factory=set)

    def notes(self) -> tuple[Note, ...]:
        """What was left out."""
        found = [
            (self.struck, "画了删除线的文字没有读入"),
            (self.hidden, "网页上不显示的文字没有读入"),
            (self.menus, "网页的菜单、页脚没有读入"),
        ]
        quoted = [
            Note(0, f"{said}：{'、'.join(f'“{text}”' for text in texts)}")
            for texts, said in found
            if texts
        ]
        if self.pictures:
            said = f"图片 {self.pictures} 张没有存在文件里，其中的文字没有读入"
            quoted.append(Note(0, said))
        if self.said_by_pictures:
            said = "、".join(f"“{text}”" for text in dict.fromkeys(self.said_by_pictures))
            quoted.append(Note(0, f"画成图片的字按网页给图片写的说明读：{said}，请对照原件"))
        if self.small_pictures:
            said = f"文字中间有小图片 {self.small_pictures} 张没有读入，可能是画成图片的字"
            quoted.append(Note(0, f"{said}，请对照原件"))
        if self.in_cells:
            places = "、".join(dict.fromkeys(self.in_cells))
            said = f"表格单元格里的图片没有读入：{places}，请对照原件补录"
            quoted.append(Note(0, said))
        return tuple(quoted)

    def leave_out_of_tables(self, root: etree._Element) -> None:
        """Take out of the tables the rows, cells and captions that are not shown, and empty those
        that are struck through, or not shown but keep their place."""
        for part in [*root.iter(*_TABLE_PARTS), *_box_parts(root)]:
            gone = self._gone_by_style(part, _local(part))
            if gone is None:
                continue
            if text := _all_text(part):
                gone.append(text)
            above = part.getparent()
            if above is not None and takes_no_place(part):
                above.remove(part)
                continue
            emptied = [part] if _local(part) in _CELLS else [*part.iter(*_CELLS)]
            if gone is self.struck:
                self.struck_cells.update(emptied)
            for cell in emptied or [part]:
                cell.text = None
                del cell[:]

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """The lines, tables and pictures within an element."""
        waiting = ""
        for piece in self._flow(element, 0):
            if isinstance(piece, str):
                waiting += piece
                continue
            yield from _lines(waiting)
            waiting = ""
            if isinstance(piece, Picture):
                yield piece
            else:
                yield from self._table_blocks(piece)
        yield from _lines(waiting)

    def _table_blocks(self, table: etree._Element) -> Iterator[Block]:
        """A table; one that only puts others in their place gives what stands in it."""
        rows = _rows(table)
        for caption in table.iterchildren("caption"):
            yield from self.blocks(caption)
        if _local(table) == "table":
            yield from (Line(0, text) for text in _between_rows(table))
        if _is_frame(table, rows):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        self.tables += 1
        width = max(map(len, rows), default=1)
        whole = width if _local(table) not in ("table", "dl") else 1
        cells = self._described_cells if _local(table) == "dl" else self._cells
        made = table_rows(
            [
                cells(row, f"第 {self.tables} 个表第 {number} 行", whole)
                for number, row in enumerate(rows, start=1)
            ]
        )
        yield from table_blocks(made)

    def _cells(self, row: list[etree._Element], place: str, whole: int) -> list[HtmlCell]:
        """The cells of a row; one alone is as wide as the `whole` row is."""
        return [
            HtmlCell(
                self._cell(cell, place),
                whole if len(row) == 1 and whole > 1 else _span(cell, "colspan"),
                _span(cell, "rowspan"),
            )
            for cell in row
        ]

    def _described_cells(
        self, row: list[etree._Element], place: str, _whole: int
    ) -> list[HtmlCell]:
        """A term's cell and that of its descriptions, however many."""
        term, *descriptions = (self._cell(cell, place) for cell in row)
        text = "\n".join(cell.text for cell in descriptions if cell.text)
        struck = any(cell.struck for cell in descriptions)
        value = Cell((CellPart(text, 0),) if text else (), struck=struck)
        return [HtmlCell(term, 1, 1), HtmlCell(value, 1, 1)]

    def _cell(self, cell: etree._Element, place: str) -> Cell:
        before = len(self.struck)
        text = self._cell_text(cell, place)
        struck = cell in self.struck_cells or len(self.struck) > before
        return Cell((CellPart(text, 0),) if text else (), struck=struck)

    def _cell_text(self, cell: etree._Element, place: str) -> str:
        """A cell's paragraphs; those of tables in it stand among them. `place` names its row."""
        texts: list[str] = []
        waiting = ""
        for piece in self._flow(cell, 0):
            if isinstance(piece, str):
                waiting += piece
                continue
            if isinstance(piece, Picture):
                self.in_cells.append(place)
                continue
            texts += [line.text for line in _lines(waiting)]
            waiting = ""
            texts += [
                text
                for row in _rows(piece)
                for inner in row
                if (text := self._cell_text(inner, place))
            ]
        texts += [line.text for line in _lines(waiting)]
        return "\n".join(texts)

    def _flow(self, element: etree._Element, depth: int) -> Iterator[_Piece]:
        """Text, with "\\n" where a line ends, pictures, and tables, still to be read, in order."""
        if depth > MOST_NESTED:
            raise LimitExceededError(
                f"网页的元素嵌套超过 {MOST_NESTED} 层", "请核对文件来源", file=self.name
            )
        yield self._spaced(element, element.text)
        for item in element:
            if isinstance(item.tag, str):
                yield from self._item(item, depth)
            yield self._spaced(element, item.tail)

    def _item(self, item: etree._Element, depth: int) -> Iterator[_Piece]:
        name = _local(item)
        if name in _NO_TEXT:
            return
        if name == "br":
            yield "\n"
        elif name == "img":
            if said := _said_by_picture(item):
                self.said_by_pictures.append(said)
                yield said
            elif _is_large(item):
                data = self._picture((item.get("src") or "").strip())
                self.pictures += not data
                yield Picture(0, data)
            elif _is_among_text(item):
                self.small_pictures += 1
        elif (gone := self._gone(item, name)) is not None:
            if text := _all_text(item):
                gone.append(text)
        elif _is_table(item, name):
            yield item
        elif name in _RAISED:
            yield "".join(map(str, item.itertext())).strip().translate(_RAISED[name])
        elif name in _LINE_ENDS:
            yield "\n" + (item_label(item) if name == "li" else "")
            yield from self._flow(item, depth + 1)
            yield "\n"
        else:
            yield from self._flow(item, depth + 1)

    def _picture(self, source: str) -> bytes:
        """A picture that stands in the page or is stored beside it; b"" for any other."""
        if source[:5].lower() != "data:":
            return self.stored.get(source, b"")
        head, _, data = source.partition(",")
        plain = unquote_to_bytes(data)
        if not head.lower().rstrip().endswith("base64"):
            return plain
        try:
            return base64.b64decode(plain)
        except binascii.Error:
            return b""

    def _gone(self, item: etree._Element, name: str) -> list[str] | None:
        """Where the text of an element goes that is not read."""
        gone = self._gone_by_style(item, name)
        return self.menus if gone is None and _is_menu(item, name) else gone

    def _gone_by_style(self, item: etree._Element, name: str) -> list[str] | None:
        if is_hidden(item) or is_lost(item):
            return self.hidden
        struck = name in _STRUCK or _STRUCK_STYLE.search(style_of(item))
        return self.struck if struck else None

    def _spaced(self, element: etree._Element, text: str | None) -> str:
        if not text:
            return ""
        if _local(element) == "pre":
            return seen_text(text)
        return _SPACE.sub(" ", _BROKEN.sub("", seen_text(text)))


def _untold(texts: list[str]) -> Iterator[Note]:
    if texts:
        quoted = "、".join(f"“{text}”" for text in texts)
        yield Note(0, f"网页用样式写的编号或文字没有读入：{quoted}，请对照原件")


def _opened(names: list[str]) -> Iterator[Note]:
    if names:
        named = "、".join(f"“{name}”" for name in names)
        yield Note(0, f"网页分成几个标签页，点开才显示的也读入了：{named}")


def _is_cut_off(text: str) -> bool:
    """Whether a page ends before its end: a table's end tag may not be left out, that of the whole
    is not where its begin is written."""
    tags = _TAGS.findall(_NO_TAGS.sub("", text).lower())
    return tags.count("<table") > tags.count("</table") or (
        "<html" in tags and "</html" not in tags
    )


def _not_whole(root: etree._Element, blocks: tuple[Block, ...], menus: list[str]) -> Iterator[Note]:
    """What the saved file lacks of what a browser shows: other pages, frames, what scripts draw."""
    texts = [*menus, *(block.text for block in blocks if isinstance(block, Line))]
    paged = next((match for text in texts if (match := _PAGED.search(text))), None)
    if paged and paged[1] != "1":
        count = f"共 {paged[1]} 页，" if paged[1] else ""
        yield Note(0, f"网页分成几页（{count}这个文件只是其中一页），其余各页请另外存下，一并读入")
    if frames := sum(1 for _ in root.iter("iframe", "frame")):
        yield Note(0, f"网页里嵌着 {frames} 个别的网页，没有读入：在浏览器里单独打开它，再存下")
    if not blocks and next(root.iter("script"), None) is not None:
        yield Note(
            0, "网页的内容由脚本显示，存下的文件里没有：在浏览器里全选、复制，粘贴到 Word 里再存下"
        )


def _lines(text: str) -> Iterator[Line]:
    for line in text.split("\n"):
        if stripped := line.strip():
            yield Line(0, stripped)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _all_text(element: etree._Element) -> str:
    return " ".join(text for part in element.itertext() if (text := " ".join(str(part).split())))


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row, head first and foot last, those of tables within it not."""
    if _local(table) == "dl":
        return _described(table)
    if _local(table) != "table":
        return box_rows(table)
    rows = [row for row in table.iter("tr") if _holder(row) is table]
    rows.sort(key=_part_of)
    found = [[cell for cell in row.iter(*_CELLS) if _holder(cell, "tr") is row] for row in rows]
    return [cells for cells in found if cells]


def _box_parts(root: etree._Element) -> list[etree._Element]:
    """The rows and cells of the tables that are made of boxes."""
    rows = [row for box in root.iter(*_LINE_ENDS) for row in box_rows(box)]
    cells = [cell for row in rows for cell in row]
    above = (cell.getparent() for row in rows for cell in row[:1])
    return list(dict.fromkeys([*(one for one in above if one is not None), *cells]))


def _holder(element: etree._Element, *more: str) -> etree._Element | None:
    """The nearest table, cell, caption or hidden part, or one of `more`, that an element stands in.
    Forms, divs and fonts between a table and its rows or a row and its cells are as nothing: so
    browsers show them."""
    above = element.getparent()
    while above is not None and _local(above) not in (*_HOLDERS, *more):
        above = above.getparent()
    return above


def _part_of(row: etree._Element) -> int:
    """Where a row is shown: in a table's head, body or foot."""
    part = next(row.iterancestors("thead", "tfoot", "table"))
    return {"thead": 0, "tfoot": 2}.get(_local(part), 1)


def _between_rows(table: etree._Element) -> list[str]:
    """The texts that stand in a table but in none of its cells: browsers show them above it."""
    found: list[str] = []
    for one in table.iter("*"):
        if _is_between(one, table):
            found.append(one.text or "")
        above = one.getparent()
        if one is not table and above is not None and _is_between(above, table):
            found.append(one.tail or "")
    return [text for one in found if (text := " ".join(seen_text(one).split()))]


def _is_between(element: etree._Element, table: etree._Element) -> bool:
    """Whether an element's own text stands in a table but in none of its cells, and is shown."""
    if element is table:
        return True
    shown = _local(element) not in _HOLDERS and not is_hidden(element)
    return shown and _holder(element) is table


def _is_table(item: etree._Element, name: str) -> bool:
    if name in ("table", "dl"):
        return name == "table" or _is_form(item)
    return name in _LINE_ENDS and bool(box_rows(item))


def _is_form(element: etree._Element) -> bool:
    """Whether a description list has terms and descriptions: a label and its value each, and no
    labels of their own in the descriptions (<dt>名称<dd>主管部门：…<dd>职责：…). Where no term is a
    list's label, terms are headings (<dt>一、党的建设<dd>1.…<dd>2.…)."""
    rows = _described(element)
    if len(rows) < 2 or any(len(row) < 2 for row in rows):
        return False
    if not any(is_header_text(_all_text(row[0]).rstrip("：:")) for row in rows):
        return False
    return not all(_LABELLED.match(_all_text(cell)) for row in rows for cell in row[1:])


def _described(element: etree._Element) -> list[list[etree._Element]]:
    """Each term of a description list with its descriptions; a div may hold some of them."""
    rows: list[list[etree._Element]] = []
    for item in element:
        if _local(item) == "div":
            rows += _described(item)
        elif _local(item) == "dt":
            rows.append([item])
        elif _local(item) == "dd" and rows:
            rows[-1].append(item)
    return rows


def _is_frame(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table only puts others in their place: no row has two cells with text, or a table
    in it has more rows than itself and none of its own is a list's header; or it holds pictures
    alone."""
    inner = [found for row in rows for cell in row for found in cell.iter("table")]
    if not inner:
        pictures = next(table.iter("img"), None) is not None
        return pictures and not any(_all_text(cell) for row in rows for cell in row)
    if all(sum(bool(_all_text(cell)) for cell in row) < 2 for row in rows):
        return True
    plain = (row for row in rows if not any(_holds_table(cell) for cell in row))
    is_list = any(is_header([_all_text(cell) for cell in row]) for row in plain)
    return not is_list and max(len(_rows(found)) for found in inner) > len(rows)


def _holds_table(element: etree._Element) -> bool:
    return next(element.iter("table"), None) is not None


def _is_menu(item: etree._Element, name: str) -> bool:
    """Whether an element is a menu, a search box or the page's foot: made of links, without a
    table."""
    if name not in _LINE_ENDS or name in ("html", "body") or _holds_table(item):
        return False
    if name in _MENUS:
        return True
    links = list(item.iter("a"))
    if len(links) < _FEWEST_LINKS:
        return False
    linked = sum(len(_all_text(link)) for link in links)
    return linked > _LINKED_SHARE * len(_all_text(item).replace(" ", ""))


def _said_by_picture(picture: etree._Element) -> str:
    """The rare character or two that a picture among text stands for, by its own account."""
    said = (picture.get("alt") or "").strip()
    return said if _RARE.fullmatch(said) and _is_among_text(picture) else ""


def _is_among_text(picture: etree._Element) -> bool:
    """Whether a picture stands in a cell's text, with no blank between."""
    above = picture.getparent()
    if above is None or next(picture.iterancestors(*_CELLS), None) is None:
        return False
    before = picture.getprevious()
    beside = (above.text if before is None else before.tail), picture.tail
    return any(text and text.strip() for text in beside)


def _is_large(picture: etree._Element) -> bool:
    """Whether a picture may show text: no icon by its own account."""
    sizes = [picture.get(name) or "" for name in ("width", "height")]
    return not any(size.isdecimal() and int(size) < 100 for size in sizes)


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
