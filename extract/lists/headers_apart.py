"""A page's header row that ran together with the rest of the row which the page before has cut:
no ruling stands between the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dutylist.extract.lists.columns import header_roles
from dutylist.extract.source import Block, Cell, Row, SourceDocument, Table, squeezed
from dutylist.records.model import Role


def with_headers_apart(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document in which such a first row of a table is two: the header of the table before,
    word for word, and what stands below it in the cells. `told` is what the clerk says of columns.
    """
    return replace(document, blocks=tuple(_apart(document.blocks, told)))


def _apart(blocks: Sequence[Block], told: Mapping[str, Role]) -> Iterator[Block]:
    header: tuple[str, ...] = ()
    for block in blocks:
        if not isinstance(block, Table) or not block.rows:
            yield block
            continue
        first = block.rows[0]
        texts = tuple(squeezed(cell.text) for cell in first.cells)
        if texts != header and (both := _two(first, header)):
            yield replace(block, rows=(*both, *block.rows[1:]))
            continue
        if header_roles(list(texts), told):
            header = texts
        yield block


def _two(row: Row, header: tuple[str, ...]) -> tuple[Row, Row] | None:
    """The header and the rest of a row; None where a cell does not begin with its header."""
    if not header or len(row.cells) != len(header):
        return None
    cut = [_cut(cell, head) for cell, head in zip(row.cells, header, strict=True)]
    found = [both for both in cut if both]
    if len(found) < len(cut) or not any(rest.parts for _, rest in found):
        return None
    upper, lower = zip(*found, strict=True)
    return replace(row, cells=upper), replace(row, cells=lower)


def _cut(cell: Cell, head: str) -> tuple[Cell, Cell] | None:
    """A cell of one page cut behind the lines that are its header; characters read from a picture
    carry places that such a cut would move."""
    if not cell.parts:
        return None if head else (cell, cell)
    if len(cell.parts) > 1 or cell.parts[0].confidences:
        return None
    (part,) = cell.parts
    for end in [*(at for at, sign in enumerate(part.text) if sign == "\n"), len(part.text)]:
        if squeezed(part.text[:end]) == head:
            above = replace(part, text=part.text[:end], open_end=False, wraps=())
            wraps = tuple(at - end - 1 for at in part.wraps if at > end)
            below = replace(part, text=part.text[end + 1 :], wraps=wraps)
            return replace(cell, parts=(above,)), Cell((below,) if below.text else ())
    return None
