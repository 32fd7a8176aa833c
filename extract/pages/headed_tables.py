"""Tables on a page without rulings: what stands below a line of header words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.page_numbers import is_page_number
from dutylist.extract.pages.rulings import Grid, Ruling, joined
from dutylist.extract.pages.strip_grid import strip_grid
from dutylist.extract.pages.text_lines import (
    HEADER_LINES,
    HEADER_PITCH,
    Strip,
    TextLine,
    has_header_words,
    header_columns,
    is_header,
    is_title,
    says_header_word,
    strips_between,
    texts_over,
    title_start,
)
from dutylist.extract.pages.text_rows import is_number

Floats = NDArray[np.float64]
Band = tuple[float, float, float, float]

MIN_WIDTH = 0.4
"""A band of colour over a table's row is at least this share of the page's width long."""

HIGHEST_BAND = 0.9
"""A fill higher than this share of the page is its background."""

NEAR_RULING = 6.0
"""The edge of a band nearer to a ruling than so many points is that ruling's."""

LONGEST_BAND = 16
"""Characters of a category over the rows below."""

WIDEST_SPACE = 6.0
"""The lines of a table without rulings are no more ems apart."""


def band_edges(fills: Floats, size: tuple[float, float]) -> list[Ruling]:
    """The upper and lower edges of the bands of colour that tell rows apart on a page of that
    width and height, as rulings. `fills` (n, 4) are x0, top, x1 and bottom; those of the cells of
    a row make one band."""
    edges = [(y, x0, x1) for x0, top, x1, bottom in _bands(fills, size) for y in (top, bottom)]
    return joined(np.array(edges)) if edges else []


def with_header_bands(
    rulings: list[Ruling], fills: Floats, lines: list[TextLine], size: tuple[float, float]
) -> list[Ruling]:
    """The level rulings of tables, and the edges of coloured header rows that have none."""
    edges = [
        (y, x0, x1)
        for x0, top, x1, bottom in _bands(fills, size)
        if any(
            is_header(strip) for strip in strips_between([(top, x0, x1), (bottom, x0, x1)], lines)
        )
        for y in (top, bottom)
        if all(abs(y - ruling[0]) > NEAR_RULING for ruling in rulings)
    ]
    return joined(np.array([*rulings, *edges])) if edges else rulings


def _bands(fills: Floats, size: tuple[float, float]) -> list[Band]:
    width, height = size
    bands: dict[tuple[int, int], Band] = {}
    for x0, top, x1, bottom in fills.tolist():
        if bottom - top > HIGHEST_BAND * height:
            continue
        key = round(top / 2), round(bottom / 2)
        a, b, c, d = bands.get(key, (x0, top, x1, bottom))
        bands[key] = (min(a, x0), b, max(c, x1), d)
    return [band for band in bands.values() if band[2] - band[0] >= MIN_WIDTH * width]


def headed_tables(
    lines: list[TextLine],
    bands: list[Ruling],
    size: tuple[float, float],
    *,
    another_below: bool = False,
) -> list[Grid]:
    """The tables without rulings on a page of that width and height: what stands below a line of
    header words, down to the next one, or to a heading of `another_below`. Only those that have
    numbers in their first column. `bands` are edges of coloured rows."""
    width, height = size
    heads = _heads(lines)
    out = []
    for (start, end), following in zip(heads, [*heads[1:], None], strict=False):
        stop = following[0] if following else len(lines)
        header = Strip(lines[start].top - 1, lines[end - 1].bottom + 0.5, tuple(lines[start:end]))
        body = _body(lines[end:stop], height)
        if not body:
            continue
        edges = [line.edges for line in (*header.lines, *body)]
        left, right = min(a for a, _ in edges) - 1, max(b for _, b in edges) + 1
        # The last column is as wide as the margins leave it.
        right = max(right, width - left)
        if following:
            body = body[: title_start(tuple(lines[end : stop + 1]), stop - end, left, right)]
        elif another_below:
            body = _without_heading(body, header, left, right)
        if not body:
            continue
        bottom = max(line.bottom for line in body) + 1
        cuts = [y for y, _, _ in bands if header.bottom + 1 < y < bottom - 1]
        edges_down = [(y, left, right) for y in (header.bottom, *cuts, bottom)]
        made = strip_grid([header, *strips_between(edges_down, body)], left, right)
        if made is not None and _is_numbered(body, made):
            out.append(made)
    return out


def _without_heading(
    body: list[TextLine], header: Strip, left: float, right: float
) -> list[TextLine]:
    """A table's lines without those that stand alone at their end: in the middle, or from the first
    column on, where rows have their numbers."""
    out = list(body)
    _, (second, _) = header_columns(header)[:2]
    while out and len(out[-1].segments) < 2:
        if not is_title(out[-1], left, right) and out[-1].edges[0] >= second:
            break
        out.pop()
    return out


def _heads(lines: list[TextLine]) -> list[tuple[int, int]]:
    """Where the header rows of tables begin and end among the lines of a page."""
    out: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if out and index < out[-1][1]:
            continue
        if len(line.segments) < 2 or not is_header(Strip(line.top, line.bottom, (line,))):
            continue
        end = index + 1
        while end < len(lines) and end - index < HEADER_LINES:
            wider = tuple(lines[index : end + 1])
            if _stands_below(lines[end], lines[index:end]):
                break
            near = lines[end].base - lines[end - 1].base <= HEADER_PITCH * line.em
            if not near or not is_header(Strip(line.top, lines[end].bottom, wider)):
                break
            end += 1
        if has_header_words(lines[index:end]):
            out.append((index, end))
    return out


def _stands_below(line: TextLine, above: list[TextLine]) -> bool:
    """Whether a line of one part, without header words, stands below columns whose headers have
    them already: a category, not a header's next line."""
    if len(line.segments) > 1 or says_header_word(line.text):
        return False
    header = Strip(above[0].top, above[-1].bottom, tuple(above))
    return all(says_header_word(text) for text in texts_over(line, header))


def _body(lines: list[TextLine], height: float) -> list[TextLine]:
    """The lines of a table without page numbers, down to where a wide space ends it."""
    out: list[TextLine] = []
    for line in lines:
        if is_page_number(line.text, line.top, line.bottom, height):
            continue
        if out and line.top - out[-1].bottom > WIDEST_SPACE * line.em:
            break
        out.append(line)
    return out


def _is_numbered(body: list[TextLine], table: Grid) -> bool:
    """Whether the first column holds numbers, short lines alone (categories) apart."""
    rows = [line for line in body if len(line.segments) > 1 or len(line.text) > LONGEST_BAND]
    texts = [line.text[: int((line.x0 < table.xs[1]).sum())].strip() for line in rows]
    begun = [text for text in texts if text]
    return bool(begun) and sum(map(is_number, begun)) >= 0.5 * len(begun)
