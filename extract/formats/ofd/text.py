"""The text of an OFD page as the operators of a PDF.

A run of characters in one line is one text object, as it is in the file: what belongs together
stays so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from dutylist.extract.formats.ofd.fonts import WIDE_FROM, DrawnFont
from dutylist.extract.formats.ofd.xml import children, number, numbers
from dutylist.extract.pages.matrices import Matrix, product

_BREAKS = re.compile(r"[\r\n\t]")

_PLACEHOLDERS = "\ufffd\u00a4\u25a1\u2610? \u3000"
"""What programs write where they know only the glyph."""

_NOTHING = "\u200b"
"""What the further glyphs of a character mean: nobody sees it."""


@dataclass(frozen=True)
class _Set:
    """A glyph to be set: its font, glyph, what it means, and where its pen stands in the object's
    space."""

    font: DrawnFont
    glyph: int
    means: str
    x: float
    y: float


Fonts = Callable[[str], tuple[DrawnFont, DrawnFont]]
"""The font of an id, and one of ours for what it has not."""


def text_operators(
    item: etree._Element, matrix: Matrix, fonts: Fonts, names: Callable[[DrawnFont], str]
) -> Iterator[str]:
    """What draws a TextObject whose space `matrix` moves to the page; `names` gives the name of a
    font in the page's resources."""
    size = number(item.get("Size"), 0.0)
    scale = number(item.get("HScale"), 1.0) or 1.0
    turn = math.radians(number(item.get("CharDirection"), 0.0))
    if size <= 0:
        return
    across = (scale * math.cos(turn), scale * math.sin(turn))
    glyph_space: Matrix = (*across, math.sin(turn), -math.cos(turn), 0.0, 0.0)
    for run in _runs(item, size, scale, fonts, level=turn == 0):
        first = run[0]
        own: Matrix = (*glyph_space[:4], first.x, first.y)
        yield f"/{names(first.font)} {size:.4f} Tf"
        yield " ".join(f"{one:.6f}" for one in product(own, matrix)) + " Tm"
        yield f"[{' '.join(_shown(run, size * scale))}] TJ"


def _shown(run: list[_Set], em: float) -> Iterator[str]:
    """The codes of a run, and how far each pen goes back or on, in thousandths of an em."""
    x = run[0].x
    for one in run:
        if abs(one.x - x) > 1e-4 * em:
            yield f"{1000 * (x - one.x) / em:.2f}"
        yield f"<{one.font.code(one.glyph, one.means):04X}>"
        x = one.x + round(1000 * one.font.width(one.glyph)) / 1000 * em


def _runs(
    item: etree._Element, size: float, scale: float, fonts: Fonts, *, level: bool
) -> Iterator[list[_Set]]:
    """The glyphs of a text object, those together that stand in one line and font."""
    sets = _sets(item, size, scale, fonts)
    for _, group in groupby(sets, key=lambda one: (id(one.font), one.y)):
        run = list(group)
        yield from [run] if level else ([one] for one in run)


def _sets(item: etree._Element, size: float, scale: float, fonts: Fonts) -> Iterator[_Set]:
    own, spare = fonts(item.get("Font", ""))
    down = round(number(item.get("ReadDirection"), 0.0) / 90) % 2 == 1
    codes = [_BREAKS.sub("", code.text or "") for code in children(item, "TextCode")]
    told = {} if own.kept else _told_glyphs(item, "".join(codes))
    x = y = 0.0
    start = 0
    for code, text in zip(children(item, "TextCode"), codes, strict=True):
        # Where a text gives no place of its own, it has that of the one before.
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        steps_x, steps_y = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        at_x, at_y = x, y
        for place, character in enumerate(text, start):
            drawn = told.get(place)
            for font, glyph, means in (
                _of_font(character, own, spare) if drawn is None else _as_told(drawn, own)
            ):
                yield _Set(font, glyph, means, at_x, at_y)
            index = place - start
            usual = _advance(character, own) * size
            downwards = down and not steps_x
            usual_x = 0.0 if downwards or steps_y else usual * scale
            at_x += steps_x[index] if index < len(steps_x) else usual_x
            at_y += steps_y[index] if index < len(steps_y) else usual * (downwards and not steps_y)
        start += len(text)


def _advance(character: str, font: DrawnFont) -> float:
    """How far a character takes the pen, in ems."""
    glyph = 0 if font.kept else font.glyph(character)
    return font.width(glyph) if glyph else 1.0 if ord(character) >= WIDE_FROM else 0.5


_Drawn = tuple[DrawnFont, int, str]
"""A font, one of its glyphs, and what that means."""


def _of_font(character: str, own: DrawnFont, spare: DrawnFont) -> Iterator[_Drawn]:
    """The glyph that the font has for a character, or ours."""
    glyph = own.glyph(character)
    font = own if glyph else spare
    yield font, font.glyph(character), character


_Told = tuple[tuple[int, ...], str]
"""Glyphs, and the characters that they draw together; neither for a character that those before
draw with it."""


def _as_told(drawn: _Told, own: DrawnFont) -> Iterator[_Drawn]:
    """The glyphs that the file tells, with what the font says they are where it says so: programs
    write placeholders, and others' codes, for what they draw by glyphs."""
    glyphs, said = drawn
    for at, glyph in enumerate(glyphs):
        known = own.meaning(glyph)
        if own.is_chinese or said.strip(_PLACEHOLDERS) == "":
            yield own, glyph, known or (said if at == 0 else _NOTHING)
        else:
            yield own, glyph, said if at == 0 else _NOTHING


def _told_glyphs(item: etree._Element, text: str) -> dict[int, _Told]:
    """By the places of characters, counted over all of an object's texts, the glyphs that draw
    them (CGTransform). Of several characters that several glyphs draw together each has its own
    as far as they go."""
    found: dict[int, _Told] = {}
    for one in children(item, "CGTransform"):
        start = int(number(one.get("CodePosition"), 0.0))
        count = min(max(int(number(one.get("CodeCount"), 1.0)), 1), len(text))
        own = next(children(one, "Glyphs"), None)
        glyphs = [int(glyph) for glyph in numbers(own.text if own is not None else "")]
        if not glyphs:
            continue
        last = min(count, len(glyphs)) - 1
        for at in range(last):
            found[start + at] = (glyphs[at],), text[start + at : start + at + 1]
        found[start + last] = tuple(glyphs[last:]), text[start + last : start + count]
        found |= dict.fromkeys(range(start + last + 1, start + count), ((), ""))
    return found


def _steps(text: str | None, most: int) -> list[float]:
    """The steps of DeltaX or DeltaY, no more than are wanted; "g 3 5.0" stands for three of 5."""
    out: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if len(out) >= most:
            break
        if word != "g":
            out += numbers(word)
            continue
        count, step = numbers(next(words, "")), numbers(next(words, ""))
        if count and step:
            out += step * min(max(int(count[0]), 0), most)
    return out
