"""The new edition as a Word file with tracked changes (修订) against the old one.

Accepting all changes gives the new edition's text, rejecting all gives the old one's, cell for
cell (where white space does not count, with that of the new one). What is doubtful (待核) stands in
comments, on the duty's name and on the cover. All that is known of revision markup (ECMA-376
part 1, 17.13.5) stands in this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from docx.document import Document as DocumentType
from docx.oxml import parse_xml

from dutylist.compare.cells import ColumnPair, Segments, text_segments
from dutylist.compare.heads import outside_texts
from dutylist.compare.model import Comparison, Segment, SegmentKind
from dutylist.compare.one_table import row_pairs, table_columns
from dutylist.compare.wording import WordingRules
from dutylist.records.model import Duty, Kind
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.doubts import doubts_of_duties, doubts_of_list
from dutylist.render.views.lines import CHARACTER, LINE_PADDING
from dutylist.render.views.paper import WIDE
from dutylist.render.views.widths import KEPT_LINES, lines_needed
from dutylist.render.word.comments import Comments
from dutylist.render.word.comparison import TABLE_STYLE, landscape_document
from dutylist.render.word.markup import (
    cell_xml,
    paragraph_xml,
    row_xml,
    run_xml,
    style_id,
    table_xml,
    twips,
)
from dutylist.render.word.package import saved
from dutylist.render.word.parts import paragraph_style

AUTHOR = said("comparison.tracked_title")

# Column widths in mm on landscape A4, by the number of columns; others share the width.
_WIDTHS = {
    3: (16, 37, 200),
    4: (16, 32, 75, 130),
    6: (14, 24, 45, 38, 72, 60),
}

# Where a duty's name stands in nearly every list: what is doubtful of it is a comment there.
_NAME = 2

# A change has fewer moves than this; so their numbers are told apart over the whole document.
_MOVES = 1_000

# Titles and headers have no names that were learnt.
_PLAIN = WordingRules()


@dataclass(frozen=True)
class _Revisions:
    """Numbers and dates the revisions; `written` is the moment they are said to be made. `doubts`
    has what is doubtful of each change."""

    written: datetime
    comments: Comments
    doubts: Mapping[int, Sequence[str]]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def attributes(self) -> str:
        return f'w:id="{next(self.numbers)}" {self.author()}'

    def author(self) -> str:
        moment = self.written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f'w:author="{AUTHOR}" w:date="{moment}"'


def tracked_docx(comparison: Comparison, *, written: datetime | None = None) -> bytes:
    """The bytes of the .docx file; `written` is the revisions' time, now if None."""
    old, new = comparison.old, comparison.new
    document = landscape_document(new.title + said("comparison.tracked_sub"), new.place)
    comments = Comments(document, AUTHOR)
    revisions = _Revisions(written or datetime.now(UTC), comments, doubts_of_duties(comparison))
    blocks: list[str] = []
    covers = [
        [*edition.region, edition.title, printed_date(edition.issued)] for edition in (old, new)
    ]
    cover = text_segments("\n".join(covers[0]), "\n".join(covers[1]), _PLAIN)
    _styles(document)
    first, *rest = _paragraphs(cover, "对照 封面", revisions)
    for doubt in doubts_of_list(comparison):
        first = comments.on(first, doubt)
    blocks += [first, *rest]
    for kind in _kinds(comparison):
        blocks += _list_blocks(comparison, kind, revisions)
    for was, becomes in outside_texts(old, new):
        # What stood between or below the tables: the records do not say where.
        whole: SegmentKind | None = (
            None if was and becomes else "inserted" if becomes else "deleted"
        )
        blocks += _paragraphs(
            text_segments(was, becomes, _PLAIN), "对照 表外文字", revisions, whole
        )
    section = document.element.body.sectPr
    for block in blocks:
        section.addprevious(parse_xml(block))
    return saved(document)


def _styles(document: DocumentType) -> None:
    """As in the official list: a cover of its own, each list on a new page below its title."""
    paragraph_style(
        document, "对照 封面", face="title", size=26, pitch=40, align="center", before=24
    )
    paragraph_style(document, "对照 表外文字", face="body", size=12, pitch=22, before=6)
    title = paragraph_style(
        document, "对照 清单标题", face="title", size=22, pitch=34, align="center", after=10
    )
    title.paragraph_format.page_break_before = True
    title.paragraph_format.keep_with_next = True


def _kinds(comparison: Comparison) -> list[Kind]:
    tables = (*comparison.new.lists, *comparison.old.lists)
    return list(dict.fromkeys(table.kind for table in tables))


def _list_blocks(comparison: Comparison, kind: Kind, revisions: _Revisions) -> Iterator[str]:
    """A list's title and table."""
    old, new = comparison.old.table(kind), comparison.new.table(kind)
    title = text_segments(old.title if old else "", new.title if new else "", _PLAIN)
    # A title of one edition only comes and goes with its paragraph.
    whole: SegmentKind | None = None if old and new else "inserted" if new else "deleted"
    yield from _paragraphs(title, "对照 清单标题", revisions, whole)
    columns = table_columns(old, new)
    heads = [
        text_segments(
            old.headers[was] if old and was is not None else "",
            new.headers[becomes] if new and becomes is not None else "",
            _PLAIN,
        )
        for was, becomes in columns
    ]
    widths = _WIDTHS.get(len(columns), (WIDE.text_width // len(columns),) * len(columns))
    rows = [_row(heads, widths, revisions, None if old and new else whole, head=True)]
    moved: set[int] = set()
    for index, change in enumerate(comparison.changes):
        kinds = tuple(one for one in change.kinds if one != "widened")
        if kinds in (("reordered",), ("exchanged",)) and change.new[0].list == kind:
            moved.add(index)
    for was, becomes, index in row_pairs(comparison, kind):
        cells = _duty_cells(comparison, columns, was, becomes, index, index in moved)
        fate: SegmentKind | None = None if was and becomes else "deleted" if was else "inserted"
        doubts = revisions.doubts.get(index, ())
        rows.append(_row(cells, widths, revisions, fate, doubts=doubts))
    yield table_xml(TABLE_STYLE, [twips(width) for width in widths], "".join(rows))


def _duty_cells(
    comparison: Comparison,
    columns: Sequence[ColumnPair],
    old: Duty | None,
    new: Duty | None,
    index: int,
    moved: bool,
) -> list[Segments]:
    """A duty's cells: as the comparison cut them, or whole where it stands on one side only."""
    if old and new:
        cells = {
            (cell.old_column, cell.new_column): tuple(
                replace(one, move=index * _MOVES + one.move) if one.move else one
                for one in _shown(cell.segments, comparison)
            )
            for cell in comparison.changes[index].cells
        }
        return [cells.get(pair, ()) for pair in columns]
    kind: SegmentKind = "deleted" if old else "inserted"
    texts = (old or new or comparison.new.lists[0].duties[0]).cells
    found: list[Segments] = []
    for number, (was, becomes) in enumerate(columns, 1):
        at = was if old else becomes
        text = texts[at] if at is not None and at < len(texts) else ""
        # Every cell of a row that moved has a move of its own; the number alone is another.
        move = index * _MOVES + number if moved and text and number > 1 else 0
        found.append((Segment(kind, text, "wording", move),))
    return found


def _shown(segments: Segments, comparison: Comparison) -> Segments:
    """The segments of a cell; where white space does not count, that of the new edition alone, as
    if both had it."""
    if not comparison.ignore_space:
        return segments
    return tuple(
        one
        if one.kind == "equal" or one.text.strip()
        else replace(one, kind="equal", why="", move=0)
        for one in segments
        if one.text.strip() or one.kind != "deleted"
    )


def _row(
    cells: Sequence[Segments],
    widths: Sequence[float],
    revisions: _Revisions,
    whole: SegmentKind | None = None,
    *,
    head: bool = False,
    doubts: Sequence[str] = (),
) -> str:
    """A table row of columns of these widths; one of one edition is inserted or deleted as a
    `whole`.

    The `head` row repeats on each page, and a short row stands on one page, as in the official
    list; `doubts` are comments on its name.
    """
    short = all(
        lines_needed("".join(one.text for one in cell).split("\n"), _characters(width))
        <= KEPT_LINES
        for cell, width in zip(cells, widths, strict=True)
    )
    fate = ""
    if whole:
        fate = f"<w:{'ins' if whole == 'inserted' else 'del'} {revisions.attributes()}/>"
    content = [_paragraphs(cell, "对照 单元格", revisions, whole) for cell in cells]
    commented = content[min(_NAME, len(content) - 1)] if content else []
    for doubt in doubts:
        commented[0] = _commented(commented[0], doubt, revisions, whole)
    filled = (cell_xml(None, "".join(one)) for one in content)
    return row_xml(filled, head=head, whole=short, more=fate)


def _characters(width: float) -> float:
    """How many characters of 汉字 a line of a column of so many mm has."""
    return (width * 72 / 25.4 - 2 * LINE_PADDING) / CHARACTER


def _commented(paragraph: str, doubt: str, revisions: _Revisions, whole: SegmentKind | None) -> str:
    """A paragraph with a comment; in a row that comes or goes as a `whole` its mark does so, too,
    without a range around the text: either would keep the row (LibreOffice 7.4)."""
    if whole is None:
        return revisions.comments.on(paragraph, doubt)
    _, mark = revisions.comments.mark(doubt)
    return f"{paragraph.removesuffix('</w:p>')}{_fated(whole, revisions, mark)}</w:p>"


def _paragraphs(
    segments: Segments,
    style: str,
    revisions: _Revisions,
    whole: SegmentKind | None = None,
) -> list[str]:
    """The segments as paragraphs.

    A newline ends a paragraph, and its mark has the newline's fate: when a mark goes, the next
    paragraph's text joins this one. The last mark stays, but in text that comes or goes as a
    `whole`.
    """
    found: list[str] = []
    runs: list[str] = []
    for segment in segments:
        pieces = segment.text.split("\n")
        for at, piece in enumerate(pieces):
            if at:
                found.append(_revised_paragraph(runs, style, segment.kind, revisions))
                runs = []
            if piece:
                runs.append(_run(piece, segment, revisions))
    found.append(_revised_paragraph(runs, style, whole or "equal", revisions))
    return found


def _revised_paragraph(
    runs: Sequence[str], style: str, mark: SegmentKind, revisions: _Revisions
) -> str:
    fate = ""
    if mark != "equal":
        tag = "ins" if mark == "inserted" else "del"
        fate = f"<w:rPr><w:{tag} {revisions.attributes()}/></w:rPr>"
    return paragraph_xml(style_id(style), "".join(runs), fate, alone=True)


def _run(text: str, segment: Segment, revisions: _Revisions) -> str:
    """A run with its fate; text that only moved is said to have (w:moveFrom, w:moveTo)."""
    content = run_xml(text, tag="t" if segment.kind != "deleted" or segment.move else "delText")
    if segment.kind != "equal" and segment.move:
        return _moved(content, segment, revisions)
    return _fated(segment.kind, revisions, content)


def _fated(kind: SegmentKind, revisions: _Revisions, runs: str) -> str:
    if kind == "equal":
        return runs
    tag = "del" if kind == "deleted" else "ins"
    return f"<w:{tag} {revisions.attributes()}>{runs}</w:{tag}>"


def _moved(content: str, segment: Segment, revisions: _Revisions) -> str:
    """17.13.5.25: both places of a moved text stand in ranges of one name."""
    tag = "moveFrom" if segment.kind == "deleted" else "moveTo"
    number = next(revisions.numbers)
    return (
        f'<w:{tag}RangeStart w:id="{number}" w:name="move{segment.move}" {revisions.author()}/>'
        f"<w:{tag} {revisions.attributes()}>{content}</w:{tag}>"
        f'<w:{tag}RangeEnd w:id="{number}"/>'
    )
