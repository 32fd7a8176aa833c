"""Excerpts and cards as Word files: a template of the office's or of ours, filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from dutylist.render.views.card_sheet import CardSheetView
from dutylist.render.views.codes import qr_png
from dutylist.render.views.excerpt import ExcerptView
from dutylist.render.word.tags import CARD_TAGS, EXCERPT_TAGS, card_values, excerpt_values
from dutylist.render.word.template import (
    Picture,
    WordTemplate,
    fill_template,
    load_template,
    picture_run,
)


def excerpt_filler(template: Path) -> Callable[[ExcerptView, Mapping[str, str]], bytes]:
    """What makes an excerpt's Word file of its view and of the page of each heading.

    Raises TemplateError where the template has a mistake.
    """
    loaded = load_template(template, EXCERPT_TAGS)

    def fill(view: ExcerptView, pages: Mapping[str, str]) -> bytes:
        return fill_template(loaded, excerpt_values(view, pages))

    return fill


def cards_filler(template: Path) -> Callable[[CardSheetView], bytes]:
    """What makes the Word file of cards. Raises TemplateError where the template has a mistake."""
    return partial(cards_docx, load_template(template, CARD_TAGS))


def cards_docx(template: WordTemplate, sheet: CardSheetView) -> bytes:
    """The cards as a Word document; each QR code is stored once."""
    pictures: dict[str, Picture] = {}
    runs: list[str] = []
    for card in sheet.cards:
        if not card.qr:
            runs.append("")
            continue
        if card.code not in pictures:
            n = len(pictures) + 1
            pictures[card.code] = Picture(f"rIdCode{n}", f"code-{n}.png", qr_png(card.card))
        runs.append(picture_run(pictures[card.code], sheet.qr_side, card.code))
    return fill_template(
        template,
        card_values(sheet, runs),
        pictures=tuple(pictures.values()),
        sizes=tuple(sorted({card.size for card in sheet.cards})),
        raised_foot=0 if any(runs) else sheet.raised_foot,
    )
