"""The code on a card: what leads from a card back to its duty and edition."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from dutylist.render.views.card import CardView

if TYPE_CHECKING:
    import segno


def short_text(card: CardView) -> str:
    """The code that a person reads: "配合-053 2025-07"."""
    return f"{card.code} {card.edition}".strip()


def qr_text(card: CardView) -> str:
    """What the QR code says: place, code and edition; it needs no network to be read."""
    return f"{card.region} {short_text(card)}".strip()


@lru_cache(maxsize=1024)
def _qr_code(text: str) -> segno.QRCode:
    """The code, kept since PDF and Word show the same one and choosing its mask takes 15 ms."""
    # Cards without QR codes do not wait for the package.
    import segno

    return segno.make_qr(text, error="m")


def qr_svg(card: CardView) -> str:
    """The QR code as an SVG image with a quiet zone of four modules."""
    return str(_qr_code(qr_text(card)).svg_inline(scale=1, border=4))


def qr_png(card: CardView) -> bytes:
    """The QR code as a black and white PNG image, eight pixels a module."""
    picture = io.BytesIO()
    _qr_code(qr_text(card)).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
