"""新旧对照表 as a Word document: landscape A4, repeated head row, readable in black and white."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import zip_longest

import docx
from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.section import Section

from dutylist.records.wording import heads, said
from dutylist.render.views.comparison import FINDING_KEPT, ComparisonView, Count
from dutylist.render.views.lines import CHARACTER, LINE_PADDING, Mark, Run, Side, ViewLine
from dutylist.render.views.paper import POINTS_PER_MM, WIDE
from dutylist.render.word.markup import (
    cell_xml,
    paragraph_xml,
    row_xml,
    run_xml,
    style_id,
    table_xml,
    twips,
)
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.parts import (
    number_turned_pages,
    paragraph_style,
    set_up_page,
    table_style,
)

_SIZE, _PITCH = 10.5, 15.0
"""pt; type, and the distance of two lines, of the tables."""

_ROW_PADDING = 1.5
"""pt; a row of n lines is 15 n + 1.5 pt high in the PDF. Where rows fill a page to its last
line, Word needs half of that more above and below than the paper leaves."""

_SUMMARY_WIDTHS = (72, 20, 56, 20)
_SUMMARY_GAP = 12
"""mm; the columns of the two tables of counts, and what parts them."""

TABLE_STYLE = "DuizhaoTable"
_MARKS: dict[Mark, str] = {
    "": "",
    "deleted": "<w:strike/>",
    "inserted": '<w:u w:val="single"/>',
    "quiet": '<w:u w:val="dotted"/>',
}


def comparison_docx(view: ComparisonView) -> bytes:
    """The whole table with its summary page, as the bytes of a .docx file."""
    document = landscape_document(view.title, view.region)
    document.add_paragraph(view.title, style="对照 标题")
    document.add_paragraph(view.region, style="对照 副题")
    document.add_paragraph(f"（{view.old_edition} — {view.new_edition}）", style="对照 副题")
    document.add_paragraph(said("comparison.overview"), style="对照 节")
    append_table(document, _overview(view))
    if view.findings:
        document.add_paragraph(said("comparison.throughout"), style="对照 节")
        append_table(
            document,
            text_table(
                columns_of(heads("comparison.throughout_heads"), view.finding_columns),
                ((one.label, one.text, one.places) for one in view.findings),
                FINDING_KEPT,
            ),
        )
    heading = said("comparison.table" if view.findings else "comparison.table_alone")
    document.add_paragraph(heading, style="对照 节")
    legend = document.add_paragraph(f"{view.legend}。", style="对照 说明")
    legend.paragraph_format.keep_with_next = True
    if view.rows:
        append_table(document, comparison_table(view))
    else:
        document.add_paragraph(view.nothing, style="对照 说明")
    return saved(document)


def _overview(view: ComparisonView) -> str:
    """The two tables of counts beside each other, with nothing between them."""
    wide = [twips(width) for width in (*_SUMMARY_WIDTHS[:2], _SUMMARY_GAP, *_SUMMARY_WIDTHS[2:])]
    names = heads("comparison.overview_heads")
    rows = [[*names[:2], *names[2:]]]
    rows += [
        [*_shown(one), *_shown(other)] for one, other in zip_longest(view.counts, view.kind_counts)
    ]
    written = []
    for at, texts in enumerate(rows):
        style = "对照 单元格" if at else "对照 表头"
        shown = [_marked_paragraph((Run(text),), style) for text in (*texts[:2], "", *texts[2:])]
        sides = [any(texts[:2]), any(texts[2:])]
        above = [not at or any(rows[at - 1][:2]), not at or any(rows[at - 1][2:])]
        open_sides = [
            *[_unruled(sides[0], above[0])] * 2,
            _no_rules(
                "top", "bottom", *(() if sides[0] else ("left",)), *(() if sides[1] else ("right",))
            ),
            *[_unruled(sides[1], above[1])] * 2,
        ]
        cells = zip(wide, shown, open_sides, strict=True)
        written.append(row_xml((cell_xml(*one) for one in cells), head=not at, whole=True))
    return table_xml(TABLE_STYLE, wide, "".join(written))


def _unruled(filled: bool, filled_above: bool) -> str:
    """The rules of a cell of counts: none where its table has ended, but that one's last."""
    if filled:
        return ""
    return _no_rules(*(() if filled_above else ("top",)), "left", "bottom", "right")


def _no_rules(*sides: str) -> str:
    rules = "".join(
        f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right") if side in sides
    )
    return f"<w:tcBorders>{rules}</w:tcBorders>"


def _shown(count: Count | None) -> tuple[str, str]:
    return (count.label, str(count.number)) if count else ("", "")


def landscape_document(title: str, author: str = "") -> DocumentType:
    """An empty document with the styles and page numbers of the table; its `author` is a place."""
    document = docx.Document(BytesIO(_landscape()))
    document.core_properties.title = title
    document.core_properties.author = author
    return document


@cache
def _landscape() -> bytes:
    """The document without a title: making its styles takes longer than most tables."""
    document = empty_document()
    section: Section = document.sections[0]
    set_up_page(section, WIDE, _ROW_PADDING / 2)
    add_styles(document)
    number_turned_pages(document, section)
    return saved(document)


def add_styles(document: DocumentType) -> None:
    """The paragraph and table styles that the tables of a comparison use."""
    paragraph_style(document, "Normal", face="body", size=12, pitch=20)
    paragraph_style(document, "对照 标题", face="title", size=22, pitch=31, align="center")
    paragraph_style(document, "对照 副题", face="kai", size=14, pitch=20, align="center")
    section = paragraph_style(
        document, "对照 节", face="head", size=14, pitch=20, before=17, after=7
    )
    section.paragraph_format.keep_with_next = True
    paragraph_style(document, "对照 说明", face="body", size=_SIZE, pitch=_PITCH)
    paragraph_style(document, "对照 表头", face="head", size=_SIZE, pitch=_PITCH, align="center")
    paragraph_style(document, "对照 单元格", face="body", size=_SIZE, pitch=_PITCH)
    paragraph_style(document, "对照 小标题", face="head", size=_SIZE, pitch=_PITCH)
    paragraph_style(document, "对照 居中", face="body", size=_SIZE, pitch=_PITCH, align="center")
    # A row of n lines is 15 n + 1.5 pt high in the PDF; here with its rule, which is part of it.
    # As in the official list, half a mark at a line's end stands in the padding.
    table_style(document, TABLE_STYLE, (LINE_PADDING - CHARACTER / 4, 0.5, 0.5))


def append_table(document: DocumentType, table: str) -> None:
    """Put a table at the document's end."""
    document.element.body.sectPr.addprevious(parse_xml(table))


def text_table(
    columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]], most_whole: int = 0
) -> str:
    """A plain table: head texts with widths in mm, and rows of texts."""
    return run_table(columns, ([(Run(text),) for text in row] for row in rows), most_whole)


def run_table(
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Sequence[Run]]],
    most_whole: int = 0,
) -> str:
    """The same with runs of text with marks in its cells. A page's end cuts no row of whose cells
    none has more than `most_whole` characters."""
    widths = [width for _, width in columns]
    body = "".join(
        row_xml(
            (
                cell_xml(twips(width), side_xml(Side(tuple(runs))))
                for width, runs in zip(widths, row, strict=True)
            ),
            whole=all(sum(len(run.text) for run in runs) <= most_whole for runs in row),
        )
        for row in rows
    )
    return _table(columns, body)


def comparison_table(view: ComparisonView) -> str:
    """The four columns over all changed duties."""
    columns = headed_columns(view.heads, view.columns)
    return lines_table(columns, ((row.number, row.blocks) for row in view.rows))


def headed_columns(editions: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    """Number, old, new and note with their widths in mm, which are given in points; `editions`
    are the heads of the two columns of text."""
    return columns_of((said("lines.number"), *editions, said("lines.note")), widths)


def columns_of(texts: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    """Heads with their columns' widths, given in points, in mm."""
    return [(head, width / POINTS_PER_MM) for head, width in zip(texts, widths, strict=True)]


def lines_table(
    columns: Sequence[tuple[str, float]], groups: Iterable[tuple[int, Sequence[Sequence[ViewLine]]]]
) -> str:
    """Number, old, new and note, with widths in mm; the blocks of each number share its cell.

    Full rules stand only between numbers.
    """
    widths = [width for _, width in columns]
    rows = (part for number, blocks in groups for part in _group_rows(number, blocks, widths))
    return _table(columns, "".join(rows))


def _group_rows(
    number: int, blocks: Sequence[Sequence[ViewLine]], widths: Sequence[float]
) -> Iterator[str]:
    placed = [
        (line, _note_merge(block, at), at < len(block) - 1)
        for block in blocks
        for at, line in enumerate(block)
    ]
    wide = [twips(width) for width in widths]
    last = len(placed) - 1
    for at, (line, note_merge, keep) in enumerate(placed):
        start = ' w:val="restart"' if at == 0 else ""
        merge = f"<w:vMerge{start}/>" if last else ""
        shown = _marked_paragraph((Run(str(number)),) if at == 0 else (), "对照 居中", keep=keep)
        rules = _faint_rules(top=at > 0, bottom=at < last)
        note = _marked_paragraph((Run(line.note),), "对照 单元格", keep=keep)
        yield row_xml(
            [
                cell_xml(wide[0], shown, merge),
                cell_xml(wide[1], side_xml(line.old, keep=keep), rules),
                cell_xml(wide[2], side_xml(line.new, keep=keep), rules),
                cell_xml(wide[3], note, note_merge + rules),
            ],
            whole=True,
        )


def _note_merge(block: Sequence[ViewLine], at: int) -> str:
    """A note may go on beside the lines of its block that have none: no line is made higher."""
    following = [line.note for line in block[at + 1 :]]
    if block[at].note or at == 0:
        return '<w:vMerge w:val="restart"/>' if following and not following[0] else ""
    return "<w:vMerge/>"


def _faint_rules(*, top: bool, bottom: bool) -> str:
    """A faint rule between the lines of one duty: a row cut by a page's end is closed by it."""
    sides = "".join(
        f'<w:{side} w:val="dotted" w:sz="2" w:space="0" w:color="808080"/>'
        for side, is_open in (("top", top), ("bottom", bottom))
        if is_open
    )
    return f"<w:tcBorders>{sides}</w:tcBorders>" if sides else ""


def side_xml(side: Side, *, keep: bool = False) -> str:
    """The paragraphs of one half of a line; `keep` them on the page of the next row."""
    style = "对照 小标题" if side.heading else "对照 单元格"
    return "".join(_marked_paragraph(runs, style, keep=keep) for runs in paragraphs(side.runs))


def paragraphs(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """The runs cut at newlines; at least one paragraph."""
    found: list[list[Run]] = [[]]
    for run in runs:
        for at, piece in enumerate(run.text.split("\n")):
            if at:
                found.append([])
            if piece:
                found[-1].append(Run(piece, run.mark))
    return [tuple(one) for one in found]


def _table(columns: Sequence[tuple[str, float]], body: str) -> str:
    cells = (
        cell_xml(twips(width), _marked_paragraph((Run(text),), "对照 表头"))
        for text, width in columns
    )
    widths = [twips(width) for _, width in columns]
    return table_xml(TABLE_STYLE, widths, row_xml(cells, head=True, whole=True) + body)


def _marked_paragraph(runs: Iterable[Run], style: str, *, keep: bool = False) -> str:
    inner = "".join(run_xml(run.text, _MARKS[run.mark]) for run in runs)
    return paragraph_xml(style_id(style), inner, "<w:keepNext/>" if keep else "")
