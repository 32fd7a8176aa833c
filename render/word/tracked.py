"""The new edition as a Word file with tracked changes (修订) against the old one.

Accepting all changes gives the new edition's text, rejecting all gives the old one's, cell for
cell. All that is known of revision markup (ECMA-376 part 1, 17.13.5) stands in this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import numpy as np
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from rapidfuzz import fuzz, process

from dutylist.compare.model import Comparison, Segment, SegmentKind
from dutylist.compare.order import out_of_order
from dutylist.compare.wording import WordingRules, compare_wording, fold
from dutylist.records.model import Duty, Kind
from dutylist.render.word.comparison import TABLE_STYLE, landscape_document, style_id
from dutylist.render.word.package import saved
from dutylist.render.word.parts import xml_text

AUTHOR = "履职事项清单新旧对照"

# Below this likeness (0 to 100) a paragraph was replaced, not changed.
_ALIKE = 45

# Column widths in mm on landscape A4, by the number of columns; others share the width.
_WIDTH = 253
_WIDTHS = {
    3: (16, 37, 200),
    4: (16, 32, 75, 130),
    6: (14, 24, 45, 38, 72, 60),
}

Segments = tuple[Segment, ...]


@dataclass(frozen=True)
class _Revisions:
    """Numbers and dates the revisions; `written` is the moment they are said to be made."""

    written: datetime
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def attributes(self) -> str:
        moment = self.written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f'w:id="{next(self.numbers)}" w:author="{AUTHOR}" w:date="{moment}"'


def tracked_docx(comparison: Comparison, *, written: datetime | None = None) -> bytes:
    """The bytes of the .docx file; `written` is the revisions' time, now if None."""
    revisions = _Revisions(written or datetime.now(UTC))
    rules = _rules(comparison)
    old, new = comparison.old, comparison.new
    document = landscape_document(f"{new.title}（修订稿）")
    blocks: list[str] = []
    covers = [[*edition.region, edition.title, edition.issued] for edition in (old, new)]
    cover = text_segments("\n".join(covers[0]), "\n".join(covers[1]), rules)
    blocks += _paragraphs(cover, "对照 副题", revisions)
    for kind in _kinds(comparison):
        blocks += _list_blocks(comparison, kind, rules, revisions)
    section = document.element.body.sectPr
    for block in blocks:
        section.addprevious(parse_xml(block))
    return saved(document)


def _rules(comparison: Comparison) -> WordingRules:
    names = {name for pair in comparison.office_names for name in pair}
    renamed = {old: one.new[0] for one in comparison.renames for old in one.old}
    return WordingRules(frozenset(names), renamed)


def _kinds(comparison: Comparison) -> list[Kind]:
    tables = (*comparison.new.lists, *comparison.old.lists)
    return list(dict.fromkeys(table.kind for table in tables))


def text_segments(old: str, new: str, rules: WordingRules) -> Segments:
    """Two texts of paragraphs (newlines between them) as segments, newlines included."""
    before, now = old.split("\n"), new.split("\n")
    segments: list[Segment] = []
    for i, j in _aligned(before, now):
        breaks_old, breaks_new = i is not None and i > 0, j is not None and j > 0
        if breaks_old and breaks_new:
            segments.append(Segment("equal", "\n"))
        elif breaks_old:
            segments.append(Segment("deleted", "\n", "wording"))
        elif breaks_new:
            segments.append(Segment("inserted", "\n", "wording"))
        if i is not None and j is not None:
            segments.extend(compare_wording(before[i], now[j], rules).segments)
        elif i is not None:
            segments.append(Segment("deleted", before[i], "wording"))
        elif j is not None:
            segments.append(Segment("inserted", now[j], "wording"))
    return tuple(part for part in segments if part.text)


def _aligned(before: Sequence[str], now: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which paragraph goes with which, both in their order; the most alike overall."""
    likeness = process.cdist(
        [fold(one) for one in before], [fold(one) for one in now], scorer=fuzz.ratio
    )
    rows, columns = len(before), len(now)
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            alike = likeness[i, j]
            together = best[i + 1, j + 1] + alike if alike >= _ALIKE else -1.0
            best[i, j] = max(together, best[i + 1, j], best[i, j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows or j < columns:
        alike = likeness[i, j] if i < rows and j < columns else 0
        if alike >= _ALIKE and best[i, j] == best[i + 1, j + 1] + alike:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i, j] == best[i + 1, j]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _list_blocks(
    comparison: Comparison, kind: Kind, rules: WordingRules, revisions: _Revisions
) -> Iterator[str]:
    """A list's title and table."""
    old, new = comparison.old.table(kind), comparison.new.table(kind)
    title = text_segments(old.title if old else "", new.title if new else "", rules)
    # A title of one edition only comes and goes with its paragraph.
    whole: SegmentKind | None = None if old and new else "inserted" if new else "deleted"
    yield from _paragraphs(title, "对照 节", revisions, whole)
    tables = [table for table in (new, old) if table]
    columns = max(len(table.columns) for table in tables)
    columns = max([columns, *(len(duty.cells) for table in tables for duty in table.duties)])
    rows = [
        _row(
            old.headers if old else None,
            new.headers if new else None,
            columns,
            rules,
            revisions,
            head=True,
        )
    ]
    for was, becomes in _row_pairs(comparison, kind):
        rows.append(
            _row(
                was.cells if was else None,
                becomes.cells if becomes else None,
                columns,
                rules,
                revisions,
            )
        )
    widths = _WIDTHS.get(columns, (_WIDTH // columns,) * columns)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/>'
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row_pairs(comparison: Comparison, kind: Kind) -> Iterator[tuple[Duty | None, Duty | None]]:
    """The rows of both editions in one order: what stayed in place keeps its row."""
    old, new = comparison.old.table(kind), comparison.new.table(kind)
    before = old.duties if old else ()
    now = new.duties if new else ()
    stayed = sorted(
        (change.old[0].position, change.new[0].position)
        for change in comparison.changes
        if len(change.old) == len(change.new) == 1
        and change.old[0].list == change.new[0].list == kind
    )
    # Of several old lists, the first one's row becomes the new row.
    stayed = list({position: (was, position) for was, position in reversed(stayed)}.values())
    stayed.sort()
    away = out_of_order([position for _, position in stayed])
    anchors = [pair for index, pair in enumerate(stayed) if index not in away]
    i = j = 0
    for old_at, new_at in [*anchors, (len(before), len(now))]:
        yield from ((duty, None) for duty in before[i:old_at])
        yield from ((None, duty) for duty in now[j:new_at])
        if old_at < len(before) and new_at < len(now):
            yield before[old_at], now[new_at]
        i, j = old_at + 1, new_at + 1


def _row(
    old: Sequence[str] | None,
    new: Sequence[str] | None,
    columns: int,
    rules: WordingRules,
    revisions: _Revisions,
    *,
    head: bool = False,
) -> str:
    """A table row; whole rows of one edition are inserted or deleted as rows.

    The `head` row repeats on each page.
    """
    before = [*(old or ()), *[""] * (columns - len(old or ()))]
    now = [*(new or ()), *[""] * (columns - len(new or ()))]
    whole: SegmentKind | None = None
    properties = "<w:tblHeader/>" if head else ""
    if old is None or new is None:
        whole = "inserted" if old is None else "deleted"
        tag = "ins" if old is None else "del"
        properties += f"<w:{tag} {revisions.attributes()}/>"
    cells = []
    for was, becomes in zip(before, now, strict=True):
        if whole:
            text = becomes if whole == "inserted" else was
            segments: Segments = (Segment(whole, text, "wording"),)
        else:
            segments = text_segments(was, becomes, rules)
        content = "".join(_paragraphs(segments, "对照 单元格", revisions, whole))
        cells.append(f"<w:tc><w:tcPr/>{content}</w:tc>")
    wrapped = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{wrapped}{''.join(cells)}</w:tr>"


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
        for at, piece in enumerate(segment.text.split("\n")):
            if at:
                found.append(_paragraph(runs, style, segment.kind, revisions))
                runs = []
            if piece:
                runs.append(_run(piece, segment.kind, revisions))
    found.append(_paragraph(runs, style, whole or "equal", revisions))
    return found


def _paragraph(runs: Sequence[str], style: str, mark: SegmentKind, revisions: _Revisions) -> str:
    fate = ""
    if mark != "equal":
        tag = "ins" if mark == "inserted" else "del"
        fate = f"<w:rPr><w:{tag} {revisions.attributes()}/></w:rPr>"
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id(style)}"/>{fate}</w:pPr>'
        f"{''.join(runs)}</w:p>"
    )


def _run(text: str, kind: SegmentKind, revisions: _Revisions) -> str:
    if kind == "deleted":
        return (
            f"<w:del {revisions.attributes()}><w:r>"
            f'<w:delText xml:space="preserve">{xml_text(text)}</w:delText></w:r></w:del>'
        )
    run = f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    return f"<w:ins {revisions.attributes()}>{run}</w:ins>" if kind == "inserted" else run


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
