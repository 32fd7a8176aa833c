"""A page drawn from its characters and rulings, for a format that nothing here can render."""

from __future__ import annotations

from functools import lru_cache

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from dutylist.extract.pages.page import PageContent

INK = (0, 0, 0)


def drawn(content: PageContent, scale: float) -> Image.Image:
    """The page as a viewer shows it, without pictures and colours; `scale` is pixels per point."""
    width, height = content.frame.size
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for y, x0, x1 in content.rulings.level:
        pen.line((x0 * scale, y * scale, x1 * scale, y * scale), INK)
    for x, y0, y1 in content.rulings.upright:
        pen.line((x * scale, y0 * scale, x * scale, y1 * scale), INK)
    for code, (x0, top, _, bottom, base) in zip(content.codes, content.boxes, strict=True):
        font = _font(max(1, round((bottom - top) * scale)))
        pen.text((x0 * scale, base * scale), chr(code), INK, font, anchor="ls")
    turns = (content.frame.upright - content.frame.shown) % 4
    return picture.rotate(90 * turns, expand=True) if turns else picture


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(pylopdf_fonts_zh_cn.serif_path(), size)
