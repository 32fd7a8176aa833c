"""Tables without upright rulings: three-line tables and tables ruled between the rows only.

Level rulings of one width bound the table; its columns are parted by gutters, upright strips
that no line of text crosses, and its rows by rulings or, where there are none, by what stands
in the first column.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dutylist.extract.pages.page_numbers import is_page_number
from dutylist.extract.pages.rulings import Grid, Ruling, Rulings, joined
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
    strips_between,
    title_start,
)

MIN_PIECE = 8.0
"""Pieces of a ruling that bounds a table are at least this many points long."""

MIN_WIDTH = 0.4
"""A ruling that bounds a table is at least this share of the page's width long."""

SAME_SIDE = 6.0
"""Rulings of one table begin and end within this many points of each other."""

TITLE_PITCH = 2.0
"""A title stands more than so many ems below the row above it."""

LINED_UP = 0.5
"""Numbers of rows that stand one below the other begin within so many ems of one place."""

LARGER = 1.1
"""Type larger than this many times that of the header row is a title's."""


def free_rulings(rulings: Rulings, closed: list[Grid]) -> list[Ruling]:
    """The level rulings of a page that are not those of the ruled tables."""
    long = rulings.level[rulings.level[:, 2] - rulings.level[:, 1] >= MIN_PIECE]
    return [one for one in joined(long) if not any(_inside(one[0], grid) for grid in closed)]


def bounding(free: list[Ruling], width: float) -> list[Ruling]:
    """The rulings that may bound a table on a page of that width: long ones."""
    return [one for one in free if one[2] - one[1] >= MIN_WIDTH * width]


def open_tables(free: list[Ruling], lines: list[TextLine], size: tuple[float, float]) -> list[Grid]:
    """The tables that level rulings bound on a page of that width and height.

    `free` are the rulings that belong to no ruled table, `lines` the lines outside those.
    """
    width, height = size
    out = []
    groups = _same_sides(bounding(free, width))
    for rulings in groups:
        if any(_is_part(rulings, other) for other in groups):
            continue
        part_of = [group for group in groups if _is_part(group, rulings)]
        short = [
            one
            for one in free
            if _is_part([one], rulings) or any(one in group for group in part_of)
        ]
        strips = strips_between(rulings, lines)
        _, left, right = rulings[0]
        header = _header_above(rulings[0][0], lines)
        left, right = _with_header(header or _first_header(rulings, lines), left, right)
        first = header or _row_above(rulings[0][0], strips, lines)
        below = _row_below(rulings[-1][0], lines, height)
        if len(rulings) == 1 and header is None:
            continue
        whole = [*([first] if first else []), *strips, *([below] if below else [])]
        pieces = [piece for strip in whole for piece in _pieces(strip, left, right)]
        for part in _parted(pieces, left, right):
            made = strip_grid(part, left, right, short)
            if made is not None:
                out.append(made)
    return out


def _is_part(rulings: list[Ruling], whole: list[Ruling]) -> bool:
    """Whether rulings run below some columns only of the table that others bound; its last rows may
    have no others below them."""
    (top, left, right), (bottom, *_) = whole[0], whole[-1]
    narrower = (right - left) - max(x1 - x0 for _, x0, x1 in rulings) > SAME_SIDE
    return (
        narrower
        and top < rulings[0][0] < bottom
        and all(left - SAME_SIDE < x0 and x1 < right + SAME_SIDE for _, x0, x1 in rulings)
    )


def _first_header(rulings: list[Ruling], lines: list[TextLine]) -> Strip | None:
    """The header row below a table's first ruling, if it has one there."""
    first = next(iter(strips_between(rulings, lines)), None)
    return first if first is not None and is_header(first) else None


def _with_header(header: Strip | None, left: float, right: float) -> tuple[float, float]:
    """The sides of a table, which its header row may reach beyond where the rulings are short."""
    if header is None:
        return left, right
    starts, ends = zip(*(line.edges for line in header.lines), strict=True)
    return min(left, min(starts) - 1), max(right, max(ends) + 1)


def _header_above(ruling: float, lines: list[TextLine]) -> Strip | None:
    """The header row over a table's first ruling, where the table has none at its top."""
    taken: list[TextLine] = []
    found = None
    for line in _upwards(ruling, lines):
        if len(taken) == HEADER_LINES:
            break
        if len(line.segments) < 2 and taken and not _wraps_into(line, taken):
            break
        taken.append(line)
        strip = Strip(line.top - 1, ruling, tuple(reversed(taken)))
        if is_header(strip):
            found = strip
    return found


def _upwards(ruling: float, lines: list[TextLine]) -> Iterator[TextLine]:
    """The lines over a ruling, from the nearest on, as long as they stand close."""
    below = ruling
    for line in reversed([line for line in lines if line.base <= ruling]):
        if below - line.base > HEADER_PITCH * line.em:
            return
        yield line
        below = line.base


def _wraps_into(line: TextLine, below: list[TextLine]) -> bool:
    """Whether a line of one part over a header row is the first line of one of its columns, not a
    title: of the same size, over one column only, and in line with it."""
    x0, x1 = line.edges
    columns = header_columns(Strip(line.top, line.bottom, tuple(below)))
    under = [(start, end) for start, end in columns if start < x1 and x0 < end]
    if len(under) != 1 or line.em > LARGER * below[0].em:
        return False
    ((start, end),) = under
    near = 0.5 * line.em
    return abs(start - x0) < near or abs(start + end - x0 - x1) < 2 * near


def _row_above(ruling: float, strips: list[Strip], lines: list[TextLine]) -> Strip | None:
    """The row over a table's first ruling where it goes on from the page before and has none above
    it: its first line begins where the row below begins."""
    if not strips or is_header(strips[0]) or not strips[0].lines:
        return None
    taken = tuple(_upwards(ruling, lines))[::-1]
    below = strips[0].lines[0]
    if not taken or len(taken[0].segments) < 2 or len(below.segments) < 2:
        return None
    if abs(taken[0].edges[0] - below.edges[0]) > LINED_UP * below.em:
        return None
    return Strip(taken[0].top - 1, ruling, taken)


def _row_below(ruling: float, lines: list[TextLine], height: float) -> Strip | None:
    """The row under a table's last ruling, where the page ends without another one."""
    taken: list[TextLine] = []
    base = ruling
    for line in lines:
        if line.base <= ruling:
            continue
        if line.base - base > HEADER_PITCH * line.em or is_page_number(
            line.text, line.top, line.bottom, height
        ):
            break
        taken.append(line)
        base = line.base
    if all(len(line.segments) < 2 for line in taken):
        return None
    return Strip(ruling, max(line.bottom for line in taken) + 1, tuple(taken))


def _pieces(strip: Strip, left: float, right: float) -> list[Strip]:
    """A strip parted where a header row, and a title over it, follow the last row of another
    table without a ruling between."""
    lines = strip.lines
    for start in range(max(len(lines) - HEADER_LINES, 0), len(lines)):
        header = Strip(lines[start].top - 1, strip.bottom, lines[start:])
        below = list(reversed(lines[start + 1 :]))
        titled = len(lines[start].segments) < 2 and below and not _wraps_into(lines[start], below)
        if titled or not is_header(header):
            continue
        if start == 0:
            return [strip]
        end = title_start(lines, start, left, right)
        # Short words side by side may as well be the last row.
        if end == start and not has_header_words(header.lines):
            continue
        rest = Strip(strip.top, lines[end].top - 1, lines[:end])
        return [rest, header] if rest.lines else [header]
    return [strip]


def _inside(y: float, grid: Grid) -> bool:
    return bool(grid.ys[0] - 1 <= y <= grid.ys[-1] + 1)


def _same_sides(rulings: list[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        for group in groups:
            if (
                abs(group[0][1] - ruling[1]) < SAME_SIDE
                and abs(group[0][2] - ruling[2]) < SAME_SIDE
            ):
                group.append(ruling)
                break
        else:
            groups.append([ruling])
    return groups


def _parted(strips: list[Strip], left: float, right: float) -> list[list[Strip]]:
    """The strips of each table: a header row begins one, and what stands over it between the
    tables (a title) is in none."""
    out: list[list[Strip]] = [[]]
    for strip in strips:
        if is_header(strip) and out[-1]:
            out[-1] = _without_title(out[-1], left, right)
            out.append([])
        out[-1].append(strip)
    while out[-1] and not _belongs(out[-1][-1], out[-1][0]):
        out[-1].pop()
    # A header row alone, a running head with a ruling below it, is no table.
    return [part for part in out if any(strip.lines for strip in part[1:])]


def _without_title(strips: list[Strip], left: float, right: float) -> list[Strip]:
    """A table's strips without the title of the next one, and without what stands alone over that
    (a sum of the rows). The end of a row cut by the page may stand in one column alone, but not in
    the middle."""
    *kept, last = strips
    lines = last.lines
    if all(is_title(line, left, right) for line in lines):
        return kept
    end = title_start((*lines, lines[-1]), len(lines), left, right)
    if end == len(lines):
        return strips
    rest = Strip(last.top, lines[end - 1].bottom + 1, lines[:end])
    if any(len(line.segments) > 1 for line in lines):
        # It may be a row's own last line that happens to stand in the middle.
        row, title = lines[end - 1], lines[end]
        apart = title.base - row.base > TITLE_PITCH * row.em or title.em > LARGER * row.em
        return [*kept, rest] if apart else strips
    at_side = lines[0].edges[0] - left < lines[0].em
    return [*kept, rest] if kept and (at_side or _belongs(rest, strips[0])) else kept


def _belongs(strip: Strip, first: Strip) -> bool:
    """Whether a table's last strip is a row of it: one of several columns, or the end of a cut row
    in one column below the header row."""
    if not strip.lines:
        return False
    if any(len(line.segments) > 1 for line in strip.lines):
        return True
    if strip is first or not is_header(first):
        return False
    columns = header_columns(first)
    bounds = [(a + b) / 2 for (_, a), (b, _) in pairwise(columns)]
    starts, ends = zip(*(line.edges for line in strip.lines), strict=True)
    return not any(min(starts) < bound < max(ends) for bound in bounds)
