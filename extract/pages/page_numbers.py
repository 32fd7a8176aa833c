"""Which lines outside the tables are page numbers or running heads, not text of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutylist.records.numerals import HAN, from_han
from dutylist.records.patterns import Pattern
from dutylist.records.text import is_page_number_text

MARGIN = 0.14
"""Page numbers stand within this share of the page's height from its top or bottom."""

BESIDE = 0.2
"""A page number turned with a table that lies on its side stands within this share of the page's
width from its left or right edge (35 of 297 mm and the dashes, GB/T 9704)."""

REPEATED = 4
"""A line that stands at the same height on at least so many pages is a running head."""

_NUMBER = Pattern(rf"\d{{1,5}}|{HAN}")
_NUMBERS = Pattern(r"\d+")


@dataclass(frozen=True)
class PlacedLine:
    """A line outside the tables: its page, its height there in points, and its text. `at_edge`: it
    stands where page numbers do."""

    page: int
    top: float
    text: str
    at_edge: bool = False


def is_page_number(text: str, top: float, bottom: float, height: float) -> bool:
    """Whether a line is a page number: by its form, and near the page's top or bottom edge."""
    return at_edge(top, bottom, height) and is_page_number_text(text)


def at_edge(top: float, bottom: float, height: float) -> bool:
    """Whether a line stands near the top or bottom of a page of that height."""
    return bottom < MARGIN * height or top > (1 - MARGIN) * height


def printed_number(text: str) -> int | None:
    """The number in a page number ("— 12 —", "12/69", "第 12 页", "第十二页"); None for ⅳ."""
    number = _NUMBER.search(text)
    if number is None or not is_page_number_text(text):
        return None
    return from_han(number[0])


def in_sequence(found: Sequence[tuple[int, int | None]]) -> tuple[tuple[int, str], ...]:
    """The printed numbers that can be believed: a page from 1, and what stands on it.

    `found` are the sheets in order, each with its file's page and the number found on it. One is
    believed that counts on from the nearest number before it or towards the next: a number that
    agrees with neither may be a misreading, a misprint, or no page number at all. A file's page
    of two printed ones has both: 10–11.
    """
    numbered = [(at, page, number) for at, (page, number) in enumerate(found) if number is not None]
    steps = [at - number for at, _, number in numbered]
    labels: dict[int, list[str]] = {}
    for i, (_, page, number) in enumerate(numbered):
        if steps[i] in (*steps[max(0, i - 1) : i], *steps[i + 1 : i + 2]):
            labels.setdefault(page, []).append(str(number))
    return tuple(
        (page, its[0] if len(its) == 1 else f"{its[0]}–{its[-1]}") for page, its in labels.items()
    )


def running_heads(lines: Iterable[PlacedLine], pages: int) -> frozenset[PlacedLine]:
    """Repetitions of lines that stand at one height on most pages, or at the edge of every page
    but perhaps one; page numbers in them change. The first of each is not among them, for it may
    be a title."""
    placed = list(lines)
    keys = [(_NUMBERS.sub("0", line.text), round(line.top / 4)) for line in placed]
    # Columns of one page may have the same line beside each other.
    own = {(key, line.page): line.at_edge for key, line in zip(keys, placed, strict=True)}
    count = Counter(key for key, _ in own)
    edge = Counter(key for (key, _), at_edge in own.items() if at_edge)
    out: set[PlacedLine] = set()
    seen: dict[str, PlacedLine] = {}
    for line, key in zip(placed, keys, strict=True):
        often = count[key] >= max(REPEATED, 0.2 * pages)
        if often or edge[key] >= max(2, pages - 1):
            first = seen.setdefault(key[0], line)
            if first is not line and _goes_on(first, line):
                out.add(line)
    return frozenset(out)


def _goes_on(first: PlacedLine, later: PlacedLine) -> bool:
    """Whether the numbers in a line are those of the first such line, or count its pages."""
    numbers = zip(_NUMBERS.findall(first.text), _NUMBERS.findall(later.text), strict=True)
    return all(int(b) - int(a) in (0, later.page - first.page) for a, b in numbers)
