"""The code on a card: what leads from a card back to its duty and edition."""

from __future__ import annotations

import io

import segno

from render.view import CardView


def short_text(card: CardView) -> str:
    """The code that a person reads: "配合-053 2025-07"."""
    return f"{card.code} {card.edition}".strip()


def qr_text(card: CardView) -> str:
    """What the QR code says: place, code and edition; it needs no network to be read."""
    return f"{card.region} {short_text(card)}".strip()


def qr_svg(card: CardView) -> str:
    """The QR code as an SVG image with a quiet zone of four modules."""
    return str(segno.make_qr(qr_text(card), error="m").svg_inline(scale=1, border=4))


def qr_png(card: CardView) -> bytes:
    """The QR code as a black and white PNG image, eight pixels a module."""
    picture = io.BytesIO()
    segno.make_qr(qr_text(card), error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
