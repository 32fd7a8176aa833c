"""Fits cards (责任卡) to their paper: the type size, and what goes on a continuation card.

Pure functions on text lengths, so that PDF and Word show the same cards. Widths are estimated on
the safe side: a character is as wide as the type is high, a Latin one 0.62 of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dutylist.records.assignments import (
    LEADER,
    PERSON,
    PHONE,
    STATION,
    WATCH_PHONE,
)
from dutylist.records.wording import said
from dutylist.render.views.card import CardView
from dutylist.render.views.line_breaks import character_width, line_starts
from dutylist.render.views.paper import POINTS_PER_MM

LayoutName = Literal["a5", "a4-4up"]
CodeKind = Literal["none", "short", "qr"]
BlockStyle = Literal["head", "topic", "clause"]

PITCH = 1.5
"""Distance of two lines, in type sizes."""


@dataclass(frozen=True)
class Layout:
    """The paper of one card, in points: the box that the card may fill, the type sizes to try
    (the last is the least that can be read), the cards across and down a sheet, and the height of
    two lines below the body where no QR code stands there."""

    name: LayoutName
    width: float
    height: float
    sizes: tuple[float, ...]
    across: int
    down: int
    plain_foot: float


LAYOUTS: dict[LayoutName, Layout] = {
    "a5": Layout(
        "a5",
        126 * POINTS_PER_MM,
        188 * POINTS_PER_MM,
        (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0),
        1,
        1,
        40.0,
    ),
    "a4-4up": Layout(
        "a4-4up",
        91 * POINTS_PER_MM,
        134 * POINTS_PER_MM,
        (9.0, 8.5, 8.0, 7.5, 7.0),
        2,
        2,
        32.0,
    ),
}
"""A5 with 11 mm margins, least type 8 pt; a quarter of A4 with 7 mm margins, least type 7 pt."""


@dataclass(frozen=True)
class Block:
    """One paragraph of a card's body. `label` is "" too where the paragraph goes on from the
    card before."""

    style: BlockStyle
    label: str
    text: str


Fact = tuple[str, str]
"""What stands in the card's table: a heading (责任人) and its text."""

FactRow = tuple[Fact, ...]
"""A row of the card's table: one fact, or two short ones side by side."""


@dataclass(frozen=True)
class CardPage:
    """One printed card: the duty, which part of it this is, and what stands on it."""

    card: CardView
    part: int
    parts: int
    size: float
    facts: tuple[FactRow, ...]
    blocks: tuple[Block, ...]


def body_blocks(card: CardView) -> tuple[Block, ...]:
    """The card's sections as paragraphs."""
    blocks: list[Block] = []
    for section in card.sections:
        blocks.append(Block("head", "", section.head))
        for clause in section.clauses:
            if clause.topic:
                blocks.append(Block("topic", "", clause.topic))
            blocks.append(Block("clause", clause.label, clause.text))
    return tuple(blocks)


FACT_LABEL = 5.0
"""Type sizes; the width of the left column of a card's table (事项名称)."""


_ALWAYS = (LEADER, STATION, PERSON, PHONE, WATCH_PHONE)
"""Printed on every card, empty where unknown: there is room to write."""


def fact_rows(card: CardView, size: float, layout: Layout, *, first: bool) -> tuple[FactRow, ...]:
    """The rows of the table above the card's body; a continuation has the duty's name alone."""
    if not first:
        return (((said("card.name"), card.name),),)
    rows: list[FactRow] = [
        *([((said("card.category"), card.category),)] if card.category else []),
        ((said("card.name"), card.name),),
    ]
    if card.departments:
        listed = "、".join(card.departments) + card.lead_note
        rows.append(((said("card.departments"), listed),))
    waiting: Fact | None = None
    for fact in card.assignment:
        if not fact[1] and fact[0] not in _ALWAYS:
            continue
        if not _is_short(fact, size, layout):
            rows += [(waiting,), (fact,)] if waiting else [(fact,)]
            waiting = None
        elif waiting:
            rows.append((waiting, fact))
            waiting = None
        else:
            waiting = fact
    return (*rows, (waiting,)) if waiting else tuple(rows)


def _fact_width(count: int, size: float, layout: Layout) -> float:
    """The width in type sizes of a fact's text where `count` stand side by side."""
    return layout.width / size / count - FACT_LABEL - 2.0


def _is_short(fact: Fact, size: float, layout: Layout) -> bool:
    """Whether heading and text take one line each in half the card's width."""
    label, text = fact
    return (
        "\n" not in text
        and len(line_starts(text, _fact_width(2, size, layout))) == 1
        and len(line_starts(label, FACT_LABEL - 1)) == 1
    )


def head_height(card: CardView, size: float, layout: Layout, *, first: bool) -> float:
    """The height in points of what stands above the body: title and table of facts."""
    rows = fact_rows(card, size, layout, first=first)
    lines = sum(
        max(_fact_lines(fact, _fact_width(len(row), size, layout)) for fact in row) for row in rows
    )
    title = size * 1.35 * PITCH + 6
    return title + lines * size * PITCH + len(rows) * 5 + 6


def _fact_lines(fact: Fact, width: float) -> int:
    label, text = fact
    lines = sum(len(line_starts(line, width)) for line in text.split("\n"))
    return max(lines, len(line_starts(label, FACT_LABEL - 1)))


QR_SIDE = 18 * POINTS_PER_MM
"""A QR code of version 4 (33 modules and quiet zone) at 18 mm has modules of 0.44 mm, which a
telephone reads; 0.33 mm is the least that office printers hold."""


def foot_height(layout: Layout, code: CodeKind) -> float:
    """The height in points of what stands below a card's body: source, edition and code."""
    return QR_SIDE + 6 if code == "qr" else layout.plain_foot


BLOCK_GAP = 2.0
"""pt after each paragraph; 2 pt more above a head."""


def _width(block: Block, size: float, layout: Layout) -> float:
    hang = sum(map(character_width, block.label))
    return layout.width / size - 0.6 - hang


def block_height(block: Block, size: float, layout: Layout) -> float:
    """The height of a paragraph in points."""
    lines = len(line_starts(block.text, _width(block, size, layout)))
    return lines * size * PITCH + BLOCK_GAP + (BLOCK_GAP if block.style == "head" else 0)


LEAST_SPARE = 0.5
"""Lines left empty on a card of the least type, where the next is a second card for a few lines;
one line elsewhere, since the next type is only a little smaller. Widths are on the safe side."""


def fit_card(card: CardView, layout: Layout, code: CodeKind) -> tuple[CardPage, ...]:
    """One card, or a card and its continuations in the least type size."""
    blocks = body_blocks(card)
    height = layout.height - foot_height(layout, code)
    for size in layout.sizes:
        spare = 1.0 if size > layout.sizes[-1] else LEAST_SPARE
        room = height - spare * size * PITCH
        needed = head_height(card, size, layout, first=True) + sum(
            block_height(block, size, layout) for block in blocks
        )
        if needed <= room:
            facts = fact_rows(card, size, layout, first=True)
            return (CardPage(card, 1, 1, size, facts, blocks),)
    size = layout.sizes[-1]
    pages = _with_company(list(_split(card, blocks, layout, height)), size, layout)
    return tuple(
        CardPage(card, n, len(pages), size, fact_rows(card, size, layout, first=n == 1), page)
        for n, page in enumerate(pages, 1)
    )


def _split(
    card: CardView, blocks: Sequence[Block], layout: Layout, height: float
) -> Iterator[tuple[Block, ...]]:
    """The blocks of each card in turn, `height` points high with its head.

    A card ends between two clauses. Only a clause that is longer than a card goes on on the next,
    cut behind a sentence where one ends on the card.
    """
    size = layout.sizes[-1]
    pitch = size * PITCH
    waiting = list(blocks)
    first = True
    while waiting or first:
        room = height - pitch - head_height(card, size, layout, first=first)
        room = max(room, 2 * pitch + 3 * BLOCK_GAP)
        page: list[Block] = []
        while waiting and block_height(waiting[0], size, layout) <= room:
            room -= block_height(waiting[0], size, layout)
            page.append(waiting.pop(0))
        if waiting and not any(block.style == "clause" for block in page):
            lines = max(1, int((room - 2 * BLOCK_GAP) / pitch))
            here, rest = _cut(waiting.pop(0), lines, _width(blocks[0], size, layout))
            page.append(here)
            waiting[:0] = [rest] if rest else []
        while waiting and len(page) > 1 and page[-1].style != "clause":
            waiting.insert(0, page.pop())
        yield tuple(page)
        first = False


LEAST_LINES = 4
"""So few lines do not stand alone on a card: those before them go with them."""


def _with_company(
    pages: list[tuple[Block, ...]], size: float, layout: Layout
) -> list[tuple[Block, ...]]:
    """The pages with what belongs to a short last one on it: the clauses from the last heading on,
    or one more clause where there is none, as long as half of the page before stays."""
    if len(pages) < 2 or _lines_on(pages[-1], size, layout) >= LEAST_LINES:
        return pages
    before, last = pages[-2:]
    heads = [at for at, block in enumerate(before) if block.style == "head"]
    for start in (*heads[-1:], len(before) - 1):
        goes = before[start:]
        whole = last[0].label or last[0].style != "clause"
        if whole and 2 * _lines_on(goes, size, layout) <= _lines_on(before, size, layout):
            return [*pages[:-2], before[:start], (*goes, *last)]
    return pages


def _lines_on(blocks: Sequence[Block], size: float, layout: Layout) -> int:
    return sum(len(line_starts(one.text, _width(one, size, layout))) for one in blocks)


def _cut(block: Block, lines: int, width: float) -> tuple[Block, Block | None]:
    """What of a paragraph stands on `lines` lines `width` type sizes wide, and what does not."""
    starts = line_starts(block.text, width - sum(map(character_width, block.label)))
    if lines >= len(starts):
        return block, None
    end = starts[lines]
    sentence = max(block.text.rfind(mark, 0, end) for mark in "。；") + 1
    cut = sentence if sentence > end / 2 else end
    return replace(block, text=block.text[:cut]), Block("clause", "", block.text[cut:])


def fit_cards(cards: Sequence[CardView], layout: Layout, code: CodeKind) -> tuple[CardPage, ...]:
    """All cards in order, continuations behind their first part."""
    return tuple(page for card in cards for page in fit_card(card, layout, code))
