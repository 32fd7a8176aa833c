"""Printed lines of a cell become paragraphs: where one is wrapped, and with a space or none.

A printed line ends a paragraph where what follows would still have fitted. Where the line is
full, the column's habits decide: space or an indent between paragraphs, stretched lines, and
last the numbering of the clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from dutylist.extract.pages.printed_lines import OPENING, PrintedLine
from dutylist.records.labels import DIGIT, Label, label_of
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

Join = Literal["paragraph", "wrap", "space"]
"""What stands between two printed lines: a paragraph break, nothing, or a space."""

ENDS = frozenset("。；;！？!?：:")
"""Punctuation that a clause ends with."""

ROOM = 0.12
"""Room at a line's end, in ems beyond what the next part needs, that a program may leave."""

SPACED = 0.15
"""Lines this many ems further apart than the lines of a paragraph begin a new one."""

INDENT = 0.7
"""A line this many ems from where the lines of a paragraph begin is indented."""

STRETCHED = 0.012
"""Mean space between characters, in ems and beyond the usual, that tells a stretched (justified)
line."""

DISTRIBUTED = 0.5
"""Space of this many ems more than usual tells a last line stretched to the edge (分散对齐)."""

TRACKED = 6
"""The usual space between characters is told by lines of at least so many that end a paragraph."""

AT_EDGE = 0.2
"""A stretched line ends within this many ems of the right edge."""

SURE = 5
"""So many cases make a habit sure."""

_MARK = Pattern(r"([。；;！？!?：:，,、])(\s*)(?=(\S))")
_RUN_ON = Pattern(rf"(?:[；;。.]\s*|\S\s)({DIGIT})")
_NUMBERED = Pattern(r"\d\s?[.．、]")
_SPACE = Pattern(r"\s")
_OFFICE = rf"[^\s，。；：、\d.．]{{2,20}}{OFFICE_ENDINGS.any('in_spaced_heading')}"
_SPACED_HEADING = Pattern(rf"(?:^|[。；;]\s){_OFFICE}\s(?=\S)")
_OFFICE_ALONE = Pattern(rf"{_OFFICE}[：:]")
_HEADING_AT_START = Pattern(rf"{_OFFICE}\s(?=\S)")
_HEADING_AT_END = Pattern(rf"[。；;]\s{_OFFICE}$")
_GOES_ON = frozenset("，、,—…（(“《")
_WITHIN = ENDS | frozenset("，,、）)”’")


@dataclass(frozen=True)
class CellLines:
    """The printed lines of a cell and its left and right edge, in points."""

    lines: tuple[PrintedLine, ...]
    x0: float
    x1: float


@dataclass(frozen=True)
class Habits:
    """How one column is set; lengths in points from the cell's left edge, or ems.

    `left` and `limit` bound the text. `centred`: short lines stand in the middle. `justified`:
    lines within a paragraph are stretched to the limit. `distributed`: so are its last lines.
    `tracking` is the space between the characters of other lines, in ems. `pitch` is the distance
    of baselines within a paragraph, in ems; `spaced` the least one between paragraphs, 0 where it
    is the same. `wrap_left` and `start_left` are where a paragraph's further and first lines
    begin, equal where it has no indent. `run_on`: clauses mostly follow one another within a
    line. `spaces` counts, for a character and whether a digit follows, how often it stands within
    a line with a space after it and how often at all.
    """

    left: float
    limit: float
    centred: bool
    justified: bool
    distributed: bool
    tracking: float
    pitch: float
    spaced: float
    wrap_left: float
    start_left: float
    run_on: bool
    spaces: dict[tuple[str, bool], tuple[int, int]]


@lru_cache(maxsize=4096)
def run_on_labels(text: str) -> tuple[str, ...]:
    """The labels of the clauses that begin within a line, after another one."""
    # Quickly told of most lines.
    return tuple(_RUN_ON.findall(text)) if _NUMBERED.search(text) else ()


def learn(cells: Sequence[CellLines]) -> Habits:
    """The habits of a column from its cells."""
    lines = [(line, cell) for cell in cells for line in cell.lines]
    # Some programs cut off the empty half of a bracket that begins a line.
    plain = [item for item in lines if item[0].text[0] not in OPENING] or lines
    left = max(min((line.x0 - cell.x0 for line, cell in plain), default=0.0), 0.0)
    width = _median(cell.x1 - cell.x0 for cell in cells)
    pairs = [(a, b, cell) for cell in cells for a, b in pairwise(cell.lines)]
    inner = [
        (a, b, cell) for a, b, cell in pairs if a.text[-1] not in ENDS and label_of(b.text) is None
    ]
    limit = _limit(lines, inner, left, width)
    centred = _centred(lines, left, limit)
    breaks, wraps = [], []
    for a, b, cell in pairs:
        room = _room(a, cell.x0, left, limit, centred)
        if room > b.long_unit + ROOM * a.em:
            breaks.append((a, b, cell))
        elif a.text[-1] not in ENDS:
            wraps.append((a, b, cell))
    pitch = _median([(b.base - a.base) / a.em for a, b, _ in wraps or pairs] or [1.5])
    breaks_pitch = _median([(b.base - a.base) / a.em for a, b, _ in breaks] or [0.0])
    wrap_left = _median([b.x0 - cell.x0 for _, b, cell in wraps] or [left])
    start_left = _median([b.x0 - cell.x0 for _, b, cell in breaks] or [wrap_left])
    em = _median([line.em for line, _ in lines] or [1.0])
    indented = not centred and len(breaks) > 1 and abs(start_left - wrap_left) > INDENT * em
    ended = [a.gap for a, _, _ in breaks if len(a.text) >= TRACKED]
    least = min((line.gap for line, _ in lines if len(line.text) >= TRACKED), default=0.0)
    tracking = max(_median(ended) if ended else least, 0.0)
    full = [a for a, _, cell in wraps if abs(cell.x0 + limit - a.x1) < 0.15 * a.em]
    distributed = sum(line.gap > tracking + DISTRIBUTED for line, _ in lines) > 1
    return Habits(
        left,
        limit,
        centred,
        not distributed
        and len(full) > 4
        and len(full) > 0.8 * len(wraps)
        and sum(a.gap > tracking + STRETCHED for a in full) > 0.6 * len(full),
        distributed,
        tracking,
        pitch,
        (pitch + breaks_pitch) / 2 if len(breaks) > 1 and breaks_pitch - pitch > SPACED else 0.0,
        wrap_left,
        start_left if indented else wrap_left,
        sum(len(run_on_labels(line.text)) for line, _ in lines)
        > sum(label_of(b.text) is not None for _, b, _ in breaks),
        count_spaces(line.text for line, _ in lines),
    )


def _median(values: Iterable[float]) -> float:
    """The median. Not the libraries': numpy's loads all of numpy.ma, Python's fractions."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _limit(
    lines: Sequence[tuple[PrintedLine, CellLines]],
    inner: Sequence[tuple[PrintedLine, PrintedLine, CellLines]],
    left: float,
    width: float,
) -> float:
    """Where the text's right edge is, from the cell's left edge.

    No line reaches beyond it, and where a sentence goes on in the next line, the next part did
    not fit before it. Within these bounds it is where the padding is the same on both sides.
    """
    least = max((line.solid - cell.x0 for line, cell in lines), default=0.0)
    reached = [a.x1 + b.long_unit - cell.x0 for a, b, cell in inner]
    most = min((reach for reach in reached if reach > least), default=width)
    return max(min(width - left, most), least)


def _centred(lines: Sequence[tuple[PrintedLine, CellLines]], left: float, limit: float) -> bool:
    short = [
        ((line.x0 - cell.x0 - left) - (cell.x0 + limit - line.x1), line)
        for line, cell in lines
        if limit - left - (line.x1 - line.x0) > line.em
    ]
    # Some programs cut off the empty half of a mark that ends a line.
    level = sum(
        abs(shift) < 2.0 or (line.x1 > line.solid and abs(shift - line.em / 2) < 2.0)
        for shift, line in short
    )
    return bool(short) and level > 0.8 * len(short)


def _room(line: PrintedLine, x0: float, left: float, limit: float, centred: bool) -> float:
    if centred:
        return limit - left - (line.x1 - line.x0)
    return x0 + limit - line.x1


def _stretch(line: PrintedLine, tracking: float) -> float:
    """By how many points a line is longer than its characters with the usual space between."""
    return (line.gap - tracking) * line.em * (len(line.text) - 1)


def count_spaces(texts: Iterable[str]) -> dict[tuple[str, bool], tuple[int, int]]:
    """How often a character has a space after it and how often it stands at all, within lines;
    counted apart where a digit follows."""
    out: dict[tuple[str, bool], tuple[int, int]] = {}
    for text in texts:
        for key, space in _marks(text):
            spaced, count = out.get(key, (0, 0))
            out[key] = spaced + space, count + 1
    return out


@lru_cache(maxsize=4096)
def _marks(text: str) -> tuple[tuple[tuple[str, bool], bool], ...]:
    """The punctuation within a line, each with whether a digit follows, and whether a space."""
    return tuple(((one[1], one[3].isdigit()), bool(one[2])) for one in _MARK.finditer(text))


def runs_on(cell: CellLines, habits: Habits) -> bool | None:
    """Whether the clauses of a cell follow one another within a line ("1.…； 2.…"), or each has
    a paragraph of its own; None where its lines do not tell."""
    if any(run_on_labels(line.text) for line in cell.lines):
        return True
    numbered = [(a, b) for a, b in pairwise(cell.lines) if _is_further(label_of(b.text))]
    if any(a.space for a, _ in numbered):
        return True
    return False if any(_room_for(a, b, cell.x0, habits) for a, b in numbered) else None


def _is_further(mark: Label | None) -> bool:
    return mark is not None and mark.style == "digit" and mark.number > 1


def _follows(last: Label, mark: Label) -> bool:
    return last.style == mark.style and last.number == mark.number - 1


def joins(
    cell: CellLines,
    habits: Habits,
    page_cuts: frozenset[int] = frozenset(),
    neighbours_run_on: bool | None = None,
) -> tuple[Join, ...]:
    """What stands between each printed line of a cell and the next.

    `page_cuts` are the indexes of lines after which a new page begins: there the distance of
    the lines tells nothing. `neighbours_run_on` tells what `runs_on` found for the row's other
    cells, or the rows before: one hand wrote them all. All lines have their x as if they stood
    in `cell`.
    """
    lines = cell.lines
    if len(lines) < 2:
        return ()
    texts = [line.text for line in lines]
    run_on = runs_on(cell, habits)
    if run_on is None:
        run_on = habits.run_on if neighbours_run_on is None else neighbours_run_on
    spaces = count_spaces(texts)
    spaced_headings = any(_SPACED_HEADING.search(text) for text in texts if _SPACE.search(text))
    labels_apart = not habits.centred and _labels_stand_apart(cell)
    out: list[Join] = []
    last = label_of(texts[0])
    hangs = last is not None
    for index, (a, b) in enumerate(pairwise(lines)):
        for inner in run_on_labels(a.text):
            last = label_of(inner)
        mark = label_of(b.text)
        if mark and labels_apart:
            ends = abs(b.x0 - lines[0].x0) < INDENT * lines[0].em
        else:
            ends = _ends(a, b, cell.x0, habits, index in page_cuts, run_on, last, mark, hangs)
        if ends or (
            a.text[-1] in ENDS
            and index + 2 < len(lines)
            and _is_heading(b, lines[index + 2], cell.x0, habits)
        ):
            out.append("paragraph")
            hangs = mark is not None
        elif (
            a.space
            or _space_between(a.text, b.text, spaces, habits.spaces)
            or (spaced_headings and _HEADING_AT_END.search(a.text))
            or (a.text[-1] in "。；;" and _HEADING_AT_START.match(b.text))
        ):
            out.append("space")
        else:
            out.append("wrap")
        last = mark or last
    return tuple(out)


def _labels_stand_apart(cell: CellLines) -> bool:
    """Whether a cell that begins with a label has further lines without one, and none of them
    begins where the first line does: then the place tells whether a label begins a clause."""
    first = cell.lines[0]
    if label_of(first.text) is None:
        return False
    # An opening mark has its ink in its right half: it does not tell where a line begins.
    further = [
        one.x0
        for one in cell.lines[1:]
        if one.text[0] not in OPENING and label_of(one.text) is None
    ]
    apart = INDENT * first.em
    return bool(further) and all(abs(x0 - first.x0) >= apart for x0 in further)


def _is_heading(b: PrintedLine, after: PrintedLine, x0: float, habits: Habits) -> bool:
    """Whether a line is a paragraph of its own that ends without punctuation, or an office's name
    with a colon: a heading."""
    heads = b.text[-1] not in _WITHIN or _OFFICE_ALONE.fullmatch(b.text)
    return bool(heads) and _room_for(b, after, x0, habits)


def _room_for(a: PrintedLine, b: PrintedLine, x0: float, habits: Habits) -> bool:
    """Whether what line `b` begins with would have fitted at the end of line `a`."""
    room = _room(a, x0, habits.left, habits.limit, habits.centred)
    return room > b.long_unit + ROOM * a.em


def _ends(
    a: PrintedLine,
    b: PrintedLine,
    x0: float,
    habits: Habits,
    cut: bool,
    run_on: bool,
    last: Label | None,
    mark: Label | None,
    hangs: bool,
) -> bool:
    """Whether a paragraph ends with line `a`, which line `b` follows.

    `hangs` tells whether the paragraph began with a label: further lines of one that did not
    begin where it did, however the clauses of the column hang.
    """
    room = _room(a, x0, habits.left, habits.limit, habits.centred)
    if room > 3 * b.long_unit + a.em:
        return True
    # Only a paragraph's last line is stretched where more would have fitted.
    if habits.distributed and room + _stretch(a, habits.tracking) > b.long_unit + a.em:
        return True
    if a.text[-1] in _GOES_ON:
        return False
    if habits.spaced and not cut:
        return (b.base - a.base) / a.em > habits.spaced
    if habits.start_left > habits.wrap_left or (
        habits.start_left < habits.wrap_left and (hangs or mark)
    ):
        # An opening mark may be set half a character further left, where its ink begins.
        here = b.x0 - x0 + (0.5 * b.em if b.text[0] in OPENING else 0)
        starts = abs(here - habits.start_left) < abs(here - habits.wrap_left)
        # A cell of a hanging column may have no indent at all.
        within = hangs and not mark and a.text[-1] not in ENDS
        if not (starts and within) or _room_for(a, b, x0, habits):
            return starts
    if _room_for(a, b, x0, habits):
        return True
    if habits.justified and room < AT_EDGE * a.em and a.gap > habits.tracking + STRETCHED:
        return False
    if not cut and (b.base - a.base) / a.em > habits.pitch + 2 * SPACED:
        return True
    if a.space and mark and not cut:
        # Programs that print the space at a line's end have none where a paragraph ends.
        return False
    closed = a.text[-1] in ENDS
    if habits.justified and room > 0.3 * a.em and (closed or mark):
        return True
    if mark:
        if run_on and mark.style == "digit" and last and _follows(last, mark):
            return False
        return closed or mark.number == 1
    return closed and room > b.unit + ROOM * a.em


def _space_between(
    before: str,
    after: str,
    in_cell: dict[tuple[str, bool], tuple[int, int]],
    in_column: dict[tuple[str, bool], tuple[int, int]],
) -> bool:
    """Whether a space stood where a line was wrapped: at a line's end it is not printed."""
    end, start = before[-1], after[0]
    if end.isascii() and end.isalpha() and start.isascii() and start.isalnum():
        return True
    key = end, start.isdigit()
    spaced, count = in_cell.get(key, (0, 0))
    if count:
        return 2 * spaced > count
    spaced, count = in_column.get(key, (0, 0))
    # Before a clause number a few cases tell; elsewhere the column must be of one mind.
    return 2 * spaced > count if key[1] else count >= SURE and spaced >= 0.8 * count


def cell_text(lines: Sequence[PrintedLine], between: Sequence[Join]) -> str:
    """The text of printed lines: `between` has one join for each line but the last."""
    marks = {"paragraph": "\n", "wrap": "", "space": " "}
    out = [lines[0].text] if lines else []
    for line, join in zip(lines[1:], between, strict=True):
        out += [marks[join], line.text]
    return "".join(out)


def is_full(line: PrintedLine, x0: float, habits: Habits) -> bool:
    """Whether a line runs to the right edge, so that its paragraph may go on."""
    return _room(line, x0, habits.left, habits.limit, habits.centred) < 1.1 * line.em
