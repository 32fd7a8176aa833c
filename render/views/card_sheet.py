"""Cards on their sheets, with every printed text: what PDF and Word templates are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutylist.records.wording import said
from dutylist.render.views.card import CardView
from dutylist.render.views.card_fit import (
    BLOCK_GAP,
    FACT_LABEL,
    PITCH,
    QR_SIDE,
    Block,
    CardPage,
    CodeKind,
    FactRow,
    Layout,
    foot_height,
)
from dutylist.render.views.codes import qr_svg, short_text
from dutylist.render.views.dates import printed_date
from dutylist.render.views.paper import POINTS_PER_MM


@dataclass(frozen=True)
class PrintedCard:
    """One card with its texts; lengths in points. `qr` is an SVG image or ""."""

    card: CardView
    part: int
    title: str
    corner: str
    code: str
    category: str
    name: str
    departments: str
    facts: tuple[FactRow, ...]
    blocks: tuple[Block, ...]
    size: float
    source: str
    foot: str
    qr: str


@dataclass(frozen=True)
class CardSheetView:
    """All cards of one file and the paper they stand on; lengths in points, `pitch` and
    `fact_label` in type sizes. `raised_foot` is by how much less than with a QR code the foot
    of a card takes."""

    title: str
    region: str
    sheet_width: float
    sheet_height: float
    across: int
    down: int
    width: float
    height: float
    pitch: float
    gap: float
    fact_label: float
    qr_side: float
    raised_foot: float
    cards: tuple[PrintedCard, ...]


def sheet_view(
    pages: Sequence[CardPage], layout: Layout, code: CodeKind, region: str
) -> CardSheetView:
    """The fitted cards as they are printed."""
    wide, high = (148, 210) if layout.name == "a5" else (210, 297)
    return CardSheetView(
        title=f"{region}{said('card.title')}",
        region=region,
        sheet_width=wide * POINTS_PER_MM,
        sheet_height=high * POINTS_PER_MM,
        across=layout.across,
        down=layout.down,
        width=layout.width,
        height=layout.height,
        pitch=PITCH,
        gap=BLOCK_GAP,
        fact_label=FACT_LABEL,
        qr_side=QR_SIDE,
        raised_foot=foot_height(layout, "qr") - foot_height(layout, code),
        cards=tuple(printed_card(page, code) for page in pages),
    )


def printed_card(page: CardPage, code: CodeKind) -> PrintedCard:
    """One card's texts."""
    card = page.card
    edition = printed_date(card.edition)
    foot = [card.region, said("card.edition", edition=edition)] if edition else [card.region]
    if code != "none":
        foot.append(said("card.code", code=short_text(card)))
    return PrintedCard(
        card=card,
        part=page.part,
        title=said("card.title") + (said("card.continued") if page.part > 1 else ""),
        corner=card.code + (f"　{page.part}/{page.parts}" if page.parts > 1 else ""),
        code=short_text(card),
        category=card.category,
        name=card.name,
        departments="、".join(card.departments),
        facts=page.facts,
        blocks=page.blocks,
        size=page.size,
        source=card.source,
        foot="　".join(foot),
        qr=qr_svg(card) if code == "qr" else "",
    )
