"""Tables without upright rulings: three-line tables and tables ruled between the rows only.

Level rulings of one width bound the table; its columns are parted by gutters, upright strips
that no line of text crosses, and its rows by rulings or, where there are none, by what stands
in the first column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dutylist.extract.pages.page_numbers import is_page_number
from dutylist.extract.pages.printed_lines import CLOSING, OPENING, Characters, run_starts
from dutylist.extract.pages.rulings import Grid, Ruling, Rulings, joined

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MIN_PIECE = 8.0
"""Pieces of a ruling that bounds a table are at least this many points long."""

MIN_WIDTH = 0.4
"""A ruling that bounds a table is at least this share of the page's width long."""

SAME_SIDE = 6.0
"""Rulings of one table begin and end within this many points of each other."""

GUTTER = 3.0
"""Columns stand at least this many points apart."""

CROSSED = 0.05
"""This share of the lines may cross a gutter (heading rows over the full width)."""

STEP = 0.5
"""Gutters are looked for in steps of this many points."""

LINES_AT_ONCE = 256
"""So many lines are looked at together, that a page of many takes no more memory."""

FIRST_COLUMN_PITCH = 1.9
"""Lines of the first column further apart than this many ems are of different rows."""

HEADER_PITCH = 2.2
"""Lines of a header row stand no further apart than this many ems."""

HEADER_LINES = 3
"""A header row has at most so many printed lines."""

LARGER = 1.1
"""Type larger than this many times that of the header row is a title's."""

APART = 0.6
"""Words of a line more than this many ems apart stand in different columns."""

HIGHEST_BAND = 0.9
"""A fill higher than this share of the page is its background."""

HEADER_WORDS = ("序号", "编号", "事项", "名称", "类别", "部门", "职责", "单位", "工作方式")
"""A header row without rulings is known by two of these."""

WIDEST_SPACE = 6.0
"""The lines of a table without rulings are no more ems apart."""

CENTRED = 0.04
"""A title's middle is within this share of the table's width of the table's middle."""

_FULL_WIDTH = "“"
_HEADER_TEXT = re.compile(r"[^\d，。；：,;:、]{1,16}")


@dataclass(frozen=True)
class TextLine:
    """A printed line over the table's whole width: where its characters stand, in points.

    `x0` and `x1` bound the ink: full-width punctuation has an empty half.
    """

    x0: Floats
    x1: Floats
    top: float
    bottom: float
    base: float
    em: float
    text: str

    @cached_property
    def bounds(self) -> list[int]:
        """Where the parts that stand apart, as words of different columns do, begin and end."""
        cuts = np.flatnonzero(self.x0[1:] - self.x1[:-1] > APART * self.em) + 1
        return [0, *cuts.tolist(), len(self.text)]

    @cached_property
    def segments(self) -> list[str]:
        """The texts of those parts."""
        parts = (self.text[a:b].strip() for a, b in pairwise(self.bounds))
        return [part for part in parts if part]

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The leftmost and the rightmost place with ink."""
        return float(self.x0.min()), float(self.x1.max())


@dataclass(frozen=True)
class Strip:
    """The lines between two rulings, whose heights are `top` and `bottom`."""

    top: float
    bottom: float
    lines: tuple[TextLine, ...]


def text_lines(characters: Characters) -> list[TextLine]:
    """The printed lines of characters that have one owner."""
    if not characters.text:
        return []
    starts = run_starts(characters.line)
    ends = np.append(starts[1:], len(characters.text))
    half = (characters.x1 - characters.x0) / 2
    x0 = characters.x0 + half * _those(OPENING, characters.text)
    x1 = characters.x1 - half * _those(CLOSING, characters.text)
    out = [
        TextLine(x0[start:end], x1[start:end], top, bottom, base, em, characters.text[start:end])
        for start, end, top, bottom, base, em in zip(
            starts.tolist(),
            ends.tolist(),
            np.minimum.reduceat(characters.top, starts).tolist(),
            np.maximum.reduceat(characters.bottom, starts).tolist(),
            characters.base[starts].tolist(),
            characters.em[starts].tolist(),
            strict=True,
        )
    ]
    return sorted((line for line in out if line.text.strip()), key=lambda line: line.base)


def _those(marks: frozenset[str], text: str) -> Bools:
    """Which characters of a text are one of the marks, at full width."""
    return np.array([character >= _FULL_WIDTH and character in marks for character in text])


def free_rulings(rulings: Rulings, closed: list[Grid], width: float) -> list[Ruling]:
    """The level rulings that may bound a table on a page of that width: long ones that are not
    those of the ruled tables."""
    long = rulings.level[rulings.level[:, 2] - rulings.level[:, 1] >= MIN_PIECE]
    return [
        (y, x0, x1)
        for y, x0, x1 in joined(long)
        if x1 - x0 >= MIN_WIDTH * width and not any(_inside(y, grid) for grid in closed)
    ]


def band_edges(fills: Floats, size: tuple[float, float]) -> list[Ruling]:
    """The upper and lower edges of the bands of colour that tell rows apart on a page of that
    width and height, as rulings. `fills` (n, 4) are x0, top, x1 and bottom; those of the cells of
    a row make one band."""
    width, height = size
    bands: dict[tuple[int, int], tuple[float, float, float, float]] = {}
    for x0, top, x1, bottom in fills.tolist():
        if bottom - top > HIGHEST_BAND * height:
            continue
        key = round(top / 2), round(bottom / 2)
        a, b, c, d = bands.get(key, (x0, top, x1, bottom))
        bands[key] = (min(a, x0), b, max(c, x1), d)
    wide = [band for band in bands.values() if band[2] - band[0] >= MIN_WIDTH * width]
    edges = [(y, x0, x1) for x0, top, x1, bottom in wide for y in (top, bottom)]
    return joined(np.array(edges)) if edges else []


def headed_tables(
    lines: list[TextLine], bands: list[Ruling], size: tuple[float, float]
) -> list[Grid]:
    """The tables on a page of that width and height that has no rulings: what stands below a line
    of header words, down to the next one. Only those that have numbers in their first column.
    `bands` are edges of coloured rows."""
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
            body = body[: _title_start(tuple(lines[end : stop + 1]), stop - end, left, right)]
        if not body:
            continue
        bottom = max(line.bottom for line in body) + 1
        cuts = [y for y, _, _ in bands if header.bottom + 1 < y < bottom - 1]
        edges_down = [(y, left, right) for y in (header.bottom, *cuts, bottom)]
        made = _grid([header, *_strips(edges_down, body)], left, right)
        if made is not None and _is_numbered(body, made):
            out.append(made)
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
            near = lines[end].base - lines[end - 1].base <= HEADER_PITCH * line.em
            if not near or not is_header(Strip(line.top, lines[end].bottom, wider)):
                break
            end += 1
        words = "".join(part for one in lines[index:end] for part in one.segments)
        if sum(word in words for word in HEADER_WORDS) >= 2:
            out.append((index, end))
    return out


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
    """Whether the first column holds numbers."""
    texts = [line.text[: int((line.x0 < table.xs[1]).sum())].strip() for line in body]
    begun = [text for text in texts if text]
    return bool(begun) and sum(text.strip("（()）.、").isdigit() for text in begun) >= 0.5 * len(
        begun
    )


def open_tables(free: list[Ruling], lines: list[TextLine], height: float) -> list[Grid]:
    """The tables that level rulings bound on a page of that height.

    `free` are the rulings that belong to no ruled table, `lines` the lines outside those.
    """
    out = []
    for rulings in _same_sides(free):
        strips = _strips(rulings, lines)
        _, left, right = rulings[0]
        header = _header_above(rulings[0][0], lines)
        left, right = _with_header(header or _first_header(rulings, lines), left, right)
        below = _row_below(rulings[-1][0], lines, height)
        if len(rulings) == 1 and header is None:
            continue
        whole = [*([header] if header else []), *strips, *([below] if below else [])]
        pieces = [piece for strip in whole for piece in _pieces(strip, left, right)]
        for part in _parted(pieces, left, right):
            made = _grid(part, left, right)
            if made is not None:
                out.append(made)
    return out


def _first_header(rulings: list[Ruling], lines: list[TextLine]) -> Strip | None:
    """The header row below a table's first ruling, if it has one there."""
    first = next(iter(_strips(rulings, lines)), None)
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
    for line in reversed([line for line in lines if line.base <= ruling]):
        below = taken[-1].base if taken else ruling
        if below - line.base > HEADER_PITCH * line.em or len(taken) == HEADER_LINES:
            break
        if len(line.segments) < 2 and taken and not _wraps_into(line, taken):
            break
        taken.append(line)
        strip = Strip(line.top - 1, ruling, tuple(reversed(taken)))
        if is_header(strip):
            found = strip
    return found


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
        end = _title_start(lines, start, left, right)
        rest = Strip(strip.top, lines[end].top - 1, lines[:end])
        return [rest, header] if rest.lines else [header]
    return [strip]


def _title_start(lines: tuple[TextLine, ...], header: int, left: float, right: float) -> int:
    """The index of a title's first line: of the centred lines over the header row the one with
    the most space above it."""
    first = header
    while first and _is_title(lines[first - 1], left, right):
        first -= 1
    if first == 0:
        return 0
    above = [lines[index].base - lines[index - 1].base for index in range(first, header + 1)]
    # A title is likelier than a row's last line that happens to stand in the middle.
    above[-1] *= 0.7
    return first + above.index(max(above))


def _is_title(line: TextLine, left: float, right: float) -> bool:
    middle = sum(line.edges) / 2
    off = abs(middle - (left + right) / 2)
    return len(line.segments) == 1 and off < CENTRED * (right - left)


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


def _strips(rulings: list[Ruling], lines: list[TextLine]) -> list[Strip]:
    ys = [ruling[0] for ruling in rulings]
    out = []
    for top, bottom in pairwise(ys):
        inside = tuple(line for line in lines if top < (line.top + line.bottom) / 2 < bottom)
        out.append(Strip(top, bottom, inside))
    return out


def is_header(strip: Strip) -> bool:
    """Whether a strip looks like a table's header row: short words side by side, no numbers."""
    parts = [part for line in strip.lines for part in line.segments]
    widest = max((len(line.segments) for line in strip.lines), default=0)
    return widest > 1 and all(_HEADER_TEXT.fullmatch(part) for part in parts)


def _parted(strips: list[Strip], left: float, right: float) -> list[list[Strip]]:
    """The strips of each table: a header row begins one, and what stands over it between the
    tables (a title) is in none."""
    out: list[list[Strip]] = [[]]
    for strip in strips:
        if is_header(strip) and out[-1]:
            # The end of a row cut by the page may stand in one column alone, but not in the middle.
            if all(_is_title(line, left, right) for line in out[-1][-1].lines):
                out[-1].pop()
            out.append([])
        out[-1].append(strip)
    while out[-1] and not _belongs(out[-1][-1], out[-1][0]):
        out[-1].pop()
    # A header row alone, a running head with a ruling below it, is no table.
    return [part for part in out if any(strip.lines for strip in part[1:])]


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


def _grid(strips: list[Strip], left: float, right: float) -> Grid | None:
    lines = [line for strip in strips for line in strip.lines]
    if not lines:
        return None
    covered = coverage(lines, left, right)
    cuts = gutters(covered, len(lines), left)
    if is_header(strips[0]):
        cuts = _between_headers(cuts, covered, header_columns(strips[0]), left)
    if not cuts:
        return None
    cuts = [_least_crossed(cut, covered, left) for cut in cuts]
    xs = _column_edges(lines, cuts, left, right)
    middles = np.array([(a + b) / 2 for a, b in cuts])
    ys: list[float] = [strips[0].top]
    tops = [row_tops(strip, xs) for strip in strips]
    ruled = len(strips) > 2 and sum(bool(inner) for inner in tops) < 0.5 * len(strips)
    for strip, inner in zip(strips, tops, strict=True):
        ys += [] if ruled or is_header(strip) else inner
        ys.append(strip.bottom)
    rows, columns = len(ys) - 1, len(xs) - 1
    cells = np.arange(rows * columns).reshape(rows, columns)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        inside = [line for line in lines if top < (line.top + line.bottom) / 2 < bottom]
        if inside and all(_crosses(line, middles) for line in inside):
            cells[row] = cells[row, 0]
    return Grid(xs, np.array(ys), cells)


def coverage(lines: list[TextLine], left: float, right: float) -> Ints:
    """How many lines have ink at each step from `left` to `right`."""
    size = max(int((right - left) / STEP), 1)
    covered = np.zeros(size, dtype=np.int64)
    for first in range(0, len(lines), LINES_AT_ONCE):
        covered += _coverage(lines[first : first + LINES_AT_ONCE], left, size)
    return covered


def _coverage(lines: list[TextLine], left: float, size: int) -> Ints:
    printed = np.array([not character.isspace() for line in lines for character in line.text])
    counts = np.array([len(line.text) for line in lines])
    row = np.repeat(np.arange(len(lines)) * (size + 1), counts)[printed]
    x0 = np.concatenate([line.x0 for line in lines])[printed]
    x1 = np.concatenate([line.x1 for line in lines])[printed]
    starts = row + np.clip(((x0 - left) / STEP).astype(int), 0, size)
    ends = row + np.clip(np.ceil((x1 - left) / STEP).astype(int), 0, size)
    steps = len(lines) * (size + 1)
    change = np.bincount(starts, minlength=steps) - np.bincount(ends, minlength=steps)
    inked = np.cumsum(change.reshape(len(lines), size + 1)[:, :-1], axis=1) > 0
    total: Ints = inked.sum(axis=0)
    return total


def gutters(covered: Ints, lines: int, left: float) -> list[tuple[float, float]]:
    """The upright strips that (nearly) none of the lines crosses, but for the outermost."""
    empty = covered <= CROSSED * lines
    edges = np.flatnonzero(np.diff(np.concatenate([[False], empty, [False]]).astype(int)))
    return [
        (left + float(a) * STEP, left + float(b) * STEP)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if (b - a) * STEP >= GUTTER and a > 0 and b < len(covered)
    ]


def _least_crossed(gutter: tuple[float, float], covered: Ints, left: float) -> tuple[float, float]:
    """The widest part of a gutter that the fewest lines cross: a few may cross the rest of it."""
    first, last = (round((edge - left) / STEP) for edge in gutter)
    here = covered[first:last]
    if not len(here):
        return gutter
    least = here == here.min()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], least, [False]]).astype(int)))
    start, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda run: run[1] - run[0])
    if (end - start) * STEP < GUTTER:
        return gutter
    return left + (first + float(start)) * STEP, left + (first + float(end)) * STEP


def header_columns(header: Strip) -> list[tuple[float, float]]:
    """From where to where each text of a header row stands; wrapped ones are one."""
    spans: list[tuple[float, float]] = []
    for line in header.lines:
        spans += ((float(line.x0[a]), float(line.x1[b - 1])) for a, b in pairwise(line.bounds))
    out: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _between_headers(
    cuts: list[tuple[float, float]],
    covered: Ints,
    headers: list[tuple[float, float]],
    left: float,
) -> list[tuple[float, float]]:
    """For each two neighbours in the header row the widest gutter between their middles, or the
    place that the fewest lines cross."""
    out = []
    for (a0, a1), (b0, b1) in pairwise(headers):
        start, end = (a0 + a1) / 2, (b0 + b1) / 2
        between = [cut for cut in cuts if cut[1] > start and cut[0] < end]
        if between:
            # Of a gutter beside a column set apart from its header only the part between counts.
            inside = [min(b, end) - max(a, start) for a, b in between]
            out.append(between[inside.index(max(inside))])
            continue
        first = min(max(int((start - left) / STEP), 0), len(covered) - 1)
        last = max(int((end - left) / STEP), first + 1)
        here = covered[first:last]
        lowest = np.flatnonzero(here == here.min())
        out.append((left + (first + lowest[0]) * STEP, left + (first + lowest[-1] + 1) * STEP))
    return out


def _column_edges(
    lines: list[TextLine], cuts: list[tuple[float, float]], left: float, right: float
) -> Floats:
    """Where the columns' cells begin: the text's left edge less the padding of the first."""
    x0 = np.concatenate([line.x0 for line in lines])
    padding = max(min(float(x0.min()) - left, *(end - start for start, end in cuts)), 0.0)
    return np.array([left, *(end - padding for _, end in cuts), right])


def _crosses(line: TextLine, middles: Floats) -> bool:
    """Whether a character or the space between two of one word stands over a gutter."""
    if len(line.segments) > 1:
        return False
    x0, x1 = line.edges
    return bool(((x0 < middles) & (x1 > middles)).any())


def row_tops(strip: Strip, xs: Floats) -> list[float]:
    """The heights at which rows begin within a strip, its own top not among them.

    Each number in the first column begins a row, or each group of close lines where there are
    no numbers. Cells set to the top begin level with it; else the widest gap before it counts.
    """
    first = [line for line in strip.lines if line.edges[0] < xs[1]]
    texts = [
        "".join(c for c, x in zip(line.text, line.x0, strict=True) if x < xs[1]).strip()
        for line in first
    ]
    starts: list[TextLine] = []
    previous: TextLine | None = None
    for line, text in zip(first, texts, strict=True):
        numbered = text.lstrip("（(")[:1].isdigit()
        if previous is None or numbered or line.base - previous.base > FIRST_COLUMN_PITCH * line.em:
            starts.append(line)
        previous = line
    if not starts:
        return []
    level = all(_clear_above(line, strip) for line in starts)
    out = []
    for before, line in zip([None, *starts], starts, strict=False):
        above = [other for other in strip.lines if other.base < line.base - 0.3 * line.em]
        if before is not None:
            above = [other for other in above if other.base > before.base - 0.3 * line.em]
        if not above:
            continue
        if level:
            out.append((max(other.bottom for other in above) + line.top) / 2)
        elif before is not None:
            out.append(_widest_gap([*above, line]))
    return out


def _clear_above(line: TextLine, strip: Strip) -> bool:
    """Whether no other line stands half beside a line and half above it."""
    return not any(0.3 * line.em < line.base - other.base < 0.9 * line.em for other in strip.lines)


def _widest_gap(lines: list[TextLine]) -> float:
    """The middle of the widest level gap between lines."""
    ordered = sorted(lines, key=lambda line: line.base)
    gaps = [(b.base - a.base, (a.bottom + b.top) / 2) for a, b in pairwise(ordered)]
    return max(gaps)[1]
