"""The official list as a native Word document: styles, headings, fields, repeated header rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from lxml.etree import _Element

from dutylist.records.wording import said
from dutylist.render.views.official import CellView, ListView, OfficialView, ParagraphView, RowView
from dutylist.render.views.paper import TURNED, UPRIGHT
from dutylist.render.views.widths import PADDING, TABLE_WIDTH, TEXT_SIZE
from dutylist.render.word.markup import (
    FIELD_END,
    MIDDLE,
    cell_xml,
    field_runs,
    field_start,
    paragraph_xml,
    row_xml,
    run_xml,
    table_xml,
    without_forbidden,
)
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.parts import (
    HANGS,
    RULE,
    hang_of,
    number_turned_pages,
    paragraph_style,
    set_faces,
    set_up_page,
    table_style,
)

TABLE_STYLE = "清单表格"
TEXT_PITCH = 16.0
PARAGRAPH_GAP = 2.0
"""pt; the same pitch and gap as in templates/official.typ, so that pages agree."""

CONTENTS_LINE = 24
"""Characters of 16 pt on a line of the contents: 156 mm, less 2 cm for the page's number, which
is broken in two behind a title that fills the line."""

NARROW = 10
"""em; in a narrower column justified lines would have gaps between the characters."""


def write_official_docx(view: OfficialView, list_pages: Mapping[str, str]) -> bytes:
    """The document; `list_pages` has the page label on which each list (by title) begins."""
    document = empty_document()
    body = document.element.body
    styles = _make_styles(document)
    place = "".join(view.region)
    properties = document.core_properties
    properties.title = f"{place}{view.title}"
    properties.author = properties.last_modified_by = place
    properties.subject = properties.keywords = view.title

    cover = document.sections[0]
    set_up_page(cover, UPRIGHT)

    def add(*elements: _Element) -> None:
        for element in elements:
            body.insert(len(body) - 1, element)

    for line in view.region:
        add(_text_paragraph(styles["region"], line))
    title = "<w:r><w:br/></w:r>".join(map(run_xml, view.title_lines))
    add(parse_xml(paragraph_xml(styles["cover title"], title, alone=True)))
    add(_text_paragraph(styles["issued"], view.issued))

    contents = document.add_section(WD_SECTION.NEW_PAGE)
    set_up_page(contents, UPRIGHT)
    add(_text_paragraph(styles["contents title"], said("official.contents")))
    add(*_contents(view, list_pages, styles["contents"]))

    lists = document.add_section(WD_SECTION.NEW_PAGE)
    set_up_page(lists, TURNED)
    number_turned_pages(document, lists)
    for n, one in enumerate(view.lists):
        add(_list_heading(n, one), _table(one, styles))
        add(*(_text_paragraph(styles["remark"], remark) for remark in one.remarks))
    add(_text_paragraph(styles["end"], ""))

    return saved(document)


_PAGE_STYLES: dict[str, tuple[str, str, float, float, float, float]] = {
    "region": ("封面 地区", "title", 22, 36, 12, 0),
    "cover title": ("封面 标题", "title", 36, 54, 80, 0),
    "issued": ("封面 日期", "kai", 16, 28, 260, 0),
    "contents title": ("目录 标题", "title", 22, 36, 0, 20),
}
"""Centred lines of cover and contents: style, face, type size, pitch, space above and below."""

_CELL_STYLES: dict[str, tuple[str, str, str]] = {
    "head": ("表格 表头", "head", "center"),
    "centre": ("表格 居中", "body", "center"),
    "text": ("表格 文字", "body", "justify"),
    "narrow": ("表格 窄栏", "body", "left"),
}
"""Paragraphs of cells: style, face, alignment."""


def _make_styles(document: Document) -> dict[str, str]:
    """Define every style the list uses; their ids by what they are for."""
    paragraph_style(document, "Normal", size=16, pitch=28)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}")
    set_faces(defaults, "body")
    made = _page_styles(document) | _cell_styles(document)
    made["remark"] = paragraph_style(
        document,
        "表格 说明",
        size=TEXT_SIZE,
        pitch=TEXT_PITCH,
        align="justify",
        before=PARAGRAPH_GAP,
    )
    made["end"] = paragraph_style(document, "表格 之后", size=1, pitch=1)
    head = document.styles.add_style("条款标题", WD_STYLE_TYPE.CHARACTER)
    set_faces(head.element.get_or_add_rPr(), "head")
    # The PDF pads a cell by 2 pt above and below. In Word its last paragraph has its gap below it,
    # and its rule takes from the padding above. A mark at a line's end has its blank half in the
    # padding in the PDF; not every program lets it stand there in Word.
    half_mark = TEXT_SIZE / 2
    table_style(document, TABLE_STYLE, (PADDING - half_mark / 2, 2.0 - RULE, 0))
    ids = {key: style.style_id for key, style in made.items()}
    return ids | {"clause head": head.style_id, "category": "Heading2"}


def _page_styles(document: Document) -> dict[str, ParagraphStyle]:
    """The styles of cover, contents and headings."""
    heading = paragraph_style(
        document, "Heading 1", face="title", size=22, pitch=30, align="center", after=8
    )
    heading.paragraph_format.page_break_before = True
    made = {
        key: paragraph_style(
            *(document, name),
            face=face,
            size=size,
            pitch=pitch,
            align="center",
            before=before,
            after=after,
        )
        for key, (name, face, size, pitch, before, after) in _PAGE_STYLES.items()
    }
    made["contents"] = paragraph_style(document, "toc 1", size=16, pitch=28, after=12)
    made["contents"].paragraph_format.tab_stops.add_tab_stop(
        Mm(UPRIGHT.text_width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    return made


def _cell_styles(document: Document) -> dict[str, ParagraphStyle]:
    """The styles of what stands in the tables' cells."""

    def style(name: str, **options: Any) -> ParagraphStyle:
        pitch, after = TEXT_PITCH, PARAGRAPH_GAP
        return paragraph_style(document, name, size=TEXT_SIZE, pitch=pitch, after=after, **options)

    style("Heading 2", align="center")
    made = {
        key: style(name, face=face, align=align)
        for key, (name, face, align) in _CELL_STYLES.items()
    }
    for hang in HANGS:
        name = f"表格 条款 {hang:g}"
        made[f"clause {hang}"] = style(name, align="justify", hang=hang * TEXT_SIZE)
    return made


def _contents(view: OfficialView, list_pages: Mapping[str, str], style: str) -> list[_Element]:
    """The contents: one TOC field over all entries, already filled in.

    It collects TC fields, since the contents name the lists shorter than their headings do.
    """
    elements = []
    for n, one in enumerate(view.lists):
        begin = end = ""
        if n == 0:
            separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            begin = field_start("TOC \\f \\h \\z") + separate
        if n == len(view.lists) - 1:
            end = FIELD_END
        page = field_runs(f"PAGEREF {_bookmark(n)} \\h", list_pages.get(one.title, ""))
        link = (
            f'<w:hyperlink w:anchor="{_bookmark(n)}" w:history="1">'
            f"{_contents_lines(one.contents_title)}<w:r><w:tab/></w:r>{page}</w:hyperlink>"
        )
        elements.append(parse_xml(paragraph_xml(style, begin + link + end, alone=True)))
    return elements


def _contents_lines(title: str) -> str:
    starts = range(0, max(1, len(title)), CONTENTS_LINE)
    lines = (run_xml(title[start : start + CONTENTS_LINE]) for start in starts)
    return "<w:r><w:br/></w:r>".join(lines)


def _bookmark(n: int) -> str:
    return f"_Toc{n + 1:08d}"


def _list_heading(n: int, one: ListView) -> _Element:
    entry = without_forbidden(one.contents_title.replace('"', "”"))
    contents_entry = f'TC "{entry}" \\l 1'
    runs = (
        f'<w:bookmarkStart w:id="{n + 1}" w:name="{_bookmark(n)}"/>{run_xml(one.title)}'
        f"{field_start(contents_entry)}{FIELD_END}"
        f'<w:bookmarkEnd w:id="{n + 1}"/>'
    )
    return parse_xml(paragraph_xml("Heading1", runs, alone=True))


def _table(one: ListView, styles: Mapping[str, str]) -> _Element:
    widths = [round(share * TABLE_WIDTH * 20) for share in one.shares]
    head = (
        cell_xml(width, paragraph_xml(styles["head"], run_xml(title)), MIDDLE)
        for title, width in zip(one.columns, widths, strict=True)
    )
    rows = "".join(
        _category_row(one, row, widths, styles) + _row(one, row, widths, styles) for row in one.rows
    )
    look = '<w:tblLook w:val="0020" w:firstRow="1"/>'
    table = table_xml(TABLE_STYLE, widths, row_xml(head, head=True, whole=True) + rows, look)
    return parse_xml(table)


def _category_row(one: ListView, row: RowView, widths: list[int], styles: Mapping[str, str]) -> str:
    if one.category_column is not None or not row.opens:
        return ""
    paragraph = paragraph_xml(styles["category"], run_xml(row.category))
    across = f'<w:gridSpan w:val="{len(widths)}"/>'
    return row_xml([cell_xml(sum(widths), paragraph, across)], whole=True)


def _row(one: ListView, row: RowView, widths: list[int], styles: Mapping[str, str]) -> str:
    cells = []
    for i, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
        style = ""
        if i == one.number_column:
            style = styles["centre"]
        elif i == one.category_column:
            style = styles["category"] if row.opens else styles["centre"]
        elif width < NARROW * TEXT_SIZE * 20:
            style = styles["narrow"]
        cells.append(cell_xml(width, _cell_paragraphs(cell, style, styles)))
    return row_xml(cells, whole=row.kept)


def _cell_paragraphs(cell: CellView, style: str, styles: Mapping[str, str]) -> str:
    return "".join(
        paragraph_xml(style or _clause_style(one, styles), _paragraph_runs(one, styles))
        for one in cell
    )


def _clause_style(paragraph: ParagraphView, styles: Mapping[str, str]) -> str:
    if not paragraph.label:
        return styles["text"]
    return styles[f"clause {hang_of(paragraph.label)}"]


def _paragraph_runs(paragraph: ParagraphView, styles: Mapping[str, str]) -> str:
    if paragraph.head:
        label = run_xml(paragraph.label) if paragraph.label else ""
        return label + run_xml(paragraph.text, f'<w:rStyle w:val="{styles["clause head"]}"/>')
    return run_xml(paragraph.label + paragraph.text)


def _text_paragraph(style: str, text: str) -> _Element:
    return parse_xml(paragraph_xml(style, run_xml(text) if text else "", alone=True))
