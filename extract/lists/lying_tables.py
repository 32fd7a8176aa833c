"""Tables that lie on their side: the header's texts stand one below the other in the first column,
and each further column is a duty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from dutylist.extract.lists.columns import header_role, header_roles
from dutylist.extract.lists.kinds import is_whole_title
from dutylist.extract.source import Block, Line, Row, SourceDocument, Table, squeezed
from dutylist.records.model import Note, Role

_FEWEST_DUTIES = 2
"""One column of values beside the labels is a form of one duty."""

_TURNED = "这个表格横竖对调（表头在第一列，一列是一项），转过来读，请对照原件核对：{}"


def with_tables_upright(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document with such tables turned, a row a duty, and a note of each. `told` is what the
    clerk says of columns."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for block in document.blocks:
        parts = list(_parts(block)) if isinstance(block, Table) else []
        lying = [_lies(part, told) for part in parts]
        if not any(lying):
            blocks.append(block)
            continue
        for part, lies in zip(parts, lying, strict=True):
            if lies and isinstance(part, Table):
                part = replace(part, rows=tuple(_turned(part)))
                heads = "｜".join(cell.text for cell in part.rows[0].cells)
                notes.append(Note(part.page, _TURNED.format(heads)))
            blocks.append(part)
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


def _parts(table: Table) -> Iterator[Block]:
    """The lists' titles that stand in rows of a table, as lines, and what stands between them."""
    for titled, rows in groupby(table.rows, lambda row: bool(_title(row))):
        if titled:
            yield from (Line(row.page, _title(row)) for row in rows)
        else:
            yield replace(table, rows=tuple(rows))


def _title(row: Row) -> str:
    filled = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    return filled[0] if len(filled) == 1 and is_whole_title(filled[0]) else ""


def _lies(part: Block, told: Mapping[str, Role]) -> bool:
    rows = _without_ordinals(part) if isinstance(part, Table) else []
    width = len(rows[0].cells) if rows else 0
    if any(row.spans_all or len(row.cells) != width for row in rows):
        return False
    filled = (any(row.cells[at].text.strip() for row in rows) for at in range(1, width))
    if sum(filled) < _FEWEST_DUTIES:
        return False
    heads = [squeezed(row.cells[0].text) for row in rows]
    # Most tables: a duty's number, or nothing, stands in front.
    if not all(head in told or header_role(head) for head in heads):
        return False
    # Labels and values by turns in a row: a form.
    if any(header_role(squeezed(cell.text)) for row in rows for cell in row.cells[1:]):
        return False
    return header_roles(heads, told) is not None


def _without_ordinals(table: Table) -> list[Row]:
    """The rows but for a first one that only counts the duties: 项目 | 事项1 | 事项2."""
    rows = list(table.rows)
    if len(rows) < 2 or header_role(squeezed(rows[0].cells[0].text)):
        return rows
    first = [squeezed(cell.text) for cell in rows[0].cells[1:]]
    counts = [
        re.fullmatch(r"(.*?)(\d{1,3}|[一二三四五六七八九十]{1,3})(.*)", text) for text in first
    ]
    around = {(count[1], count[3]) for count in counts if count}
    counted = all(counts) and len(around) == 1 and around != {("", "")}
    return rows[1:] if counted and len(set(first)) == len(first) else rows


def _turned(table: Table) -> Iterator[Row]:
    for cells in zip(*(row.cells for row in _without_ordinals(table)), strict=True):
        if any(cell.text.strip() for cell in cells):
            yield Row(table.page, cells)
