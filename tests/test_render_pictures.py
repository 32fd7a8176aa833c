"""Pages as pictures, compared with kept ones that somebody has looked at.

Renew them with `make pictures` (or RENEW_PICTURES=1 pytest tests/test_render_pictures.py), look
at them, and keep them in git.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.render_documents import cards_pdf, excerpt_pdf, official_pdf

PICTURES = Path(__file__).parent / "pictures"
OFFICE = "吉木萨尔县应急管理局"

SCALE = 0.6
"""Pixels a point."""

DIFFERENT = 48
"""Grey levels of 255 by which a pixel may differ before it counts: the blur of glyph edges."""

SHARE = 0.002
"""Part of a page's pixels that may count: a few glyphs moved by rounding, not a line."""

PAGES: dict[str, tuple[Callable[[], bytes], int]] = {
    "list-cover": (official_pdf, 1),
    "list-contents": (official_pdf, 2),
    "list-basic": (official_pdf, 3),
    "list-cooperative": (official_pdf, 12),
    "list-continued": (official_pdf, 19),
    "list-recalled": (official_pdf, 60),
    "excerpt-cover": (lambda: excerpt_pdf(OFFICE), 1),
    "excerpt-summary": (lambda: excerpt_pdf(OFFICE), 2),
    "excerpt-duty": (lambda: excerpt_pdf(OFFICE), 4),
    "excerpt-signature": (lambda: excerpt_pdf(OFFICE), 7),
    "card-a5-basic": (lambda: cards_pdf("a5", "qr"), 1),
    "card-a5-cooperative": (lambda: cards_pdf("a5", "qr"), 161),
    "card-a4-4up": (lambda: cards_pdf("a4-4up", "qr"), 45),
}


def picture(name: str) -> Image.Image:
    make, page = PAGES[name]
    document = pypdfium2.PdfDocument(make())
    return document[page - 1].render(scale=SCALE, grayscale=True).to_pil()


@pytest.mark.parametrize("name", PAGES)
def test_page_looks_as_it_did(name: str, tmp_path: Path) -> None:
    now = picture(name)
    kept = PICTURES / f"{name}.png"
    if os.environ.get("RENEW_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    before = Image.open(kept).convert("L")
    assert now.size == before.size
    away = np.abs(np.asarray(now, dtype=int) - np.asarray(before, dtype=int)) > DIFFERENT
    if away.mean() > SHARE:
        now.save(tmp_path / f"{name}.png")
    assert away.mean() <= SHARE, f"look at {tmp_path / name}.png and {kept}"
