"""Glyphs whose meaning a PDF does not tell, read from their picture: each glyph of a font once.

The recogniser reads lines better than single characters: a glyph is read with its neighbours in
the line, at several places, and the reading that most of them give counts for all.
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, is_private
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

GlyphKey = tuple[bytes, int, int, int]
"""A glyph of a font: the font's name and the size of its file, its address or the place of the
glyph on the page where these tell nothing (the size is then 0), and the code."""

Readings = dict[GlyphKey, tuple[str, float]]
"""What glyphs were read as, and how surely (0 to 1); "" for one that could not be read, a space
for one without ink."""

PIXELS = 40.0
"""A character is drawn so many pixels wide."""

MAX_SIDE = 6000
"""A page is drawn with no more pixels at a side."""

PLACES = 3
"""A glyph is read at so many places."""

AROUND = 3
"""So many characters on either side are read with it."""

TOUCHING = 0.5
"""Characters this many ems apart are not read together."""

INK = 128
"""A pixel darker than this is ink."""

HIGHEST = 0.94
"""No character read so is surer: a person is to look at each glyph once."""


@dataclass(frozen=True)
class Placed:
    """The characters of a page, upright: codes, boxes (n, 5: x0, top, x1, bottom, baseline), the
    text objects that set them, and which of them have no meaning."""

    codes: Ints
    boxes: Floats
    items: Ints
    untold: Bools


def read_glyphs(page: object, frame: Frame, placed: Placed, known: Readings) -> list[GlyphKey]:
    """The key of each untold glyph of a page, in order; `known` then has the reading of each."""
    for key in [key for key in known if not key[1]]:
        del known[key]
    untold = np.flatnonzero(placed.untold)
    keys = glyph_keys(placed.codes, placed.items, untold)
    places: defaultdict[GlyphKey, list[int]] = defaultdict(list)
    for key, index in zip(keys, untold.tolist(), strict=True):
        if key not in known and len(places[key]) < PLACES:
            places[key].append(index)
    wanted = {key: found for key, found in places.items() if found}
    if wanted:
        known.update(_read(page, frame, placed, wanted))
    return keys


def glyph_keys(all_codes: Ints, all_items: Ints, untold: Ints) -> list[GlyphKey]:
    """The keys of the untold ones among a page's characters, of which there are the codes and the
    text objects that set them."""
    fonts: dict[int, tuple[bytes, int, int]] = {}
    out = []
    items, codes = all_items[untold].tolist(), all_codes[untold].tolist()
    for index, item, code in zip(untold.tolist(), items, codes, strict=True):
        if item not in fonts:
            fonts[item] = _font(item)
        # What pdfium makes of a broken font's codes may be the same for several of them.
        sole = code >= FONT_CODE or is_private(code)
        out.append((*fonts[item], code) if sole else (b"", 0, index, code))
    return out


def _font(item: int) -> tuple[bytes, int, int]:
    font = call.text_font(item) if item else 0
    if not font:
        return b"", 0, 0
    name = ctypes.create_string_buffer(256)
    size = ctypes.c_size_t()
    call.font_name(font, ctypes.addressof(name), len(name))
    call.font_data(font, 0, 0, ctypes.addressof(size))
    return name.value, size.value, 0 if size.value else font


def _read(
    page: object, frame: Frame, placed: Placed, places: dict[GlyphKey, list[int]]
) -> Readings:
    # The packages are heavy and wanted for such glyphs only.
    from dutylist.extract.formats.scan.recognise import recognise
    from dutylist.extract.formats.scan.text import FULL_WIDTH, HALF_WIDTH

    widths = placed.boxes[:, 2] - placed.boxes[:, 0]
    em = float(np.median(widths[placed.untold])) or 10.0
    scale = min(PIXELS / em, MAX_SIDE / max(frame.size))
    picture = drawn(page, frame, scale)
    strips, targets = [], []
    out: Readings = {}
    for key, indexes in places.items():
        if all(_blank(picture, placed.boxes[index], scale) for index in indexes):
            out[key] = " ", 1.0
            continue
        for index in indexes:
            run = _run(placed, index)
            strip, start = _strip(picture, placed, run, scale)
            strips.append(strip)
            targets.append((key, index, run, start))
    # The file as a whole has its time: strips are few and short.
    read_all = recognise(strips, math.inf)
    votes: defaultdict[GlyphKey, defaultdict[str, list[float]]]
    votes = defaultdict(lambda: defaultdict(list))
    for (key, index, run, start), read in zip(targets, read_all, strict=True):
        middles = np.array(read.middles) / scale + start
        if not read.text:
            continue
        if len(read.text) == len(run):
            at = run.index(index)
        else:
            x0, _, x1 = placed.boxes[index, :3].tolist()
            at = int(np.abs(middles - (x0 + x1) / 2).argmin())
        mark = read.text[at]
        wide = widths[index] > 0.75 * _em(placed, run)
        mark = FULL_WIDTH.get(mark, mark) if wide else HALF_WIDTH.get(mark, mark)
        votes[key][mark].append(read.confidences[at])
    for key in places:
        if key in out:
            continue
        found = votes[key]
        if not found:
            out[key] = "", 0.0
            continue
        best = max(found, key=lambda mark: sum(found[mark]))
        total = sum(len(sure) for sure in found.values())
        out[key] = best, min(sum(found[best]) / total, HIGHEST)
    return out


def drawn(page: object, frame: Frame, scale: float) -> NDArray[np.uint8]:
    """The page upright as a grey picture, `scale` pixels a point."""
    width, height = (max(round(side * scale), 1) for side in frame.size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        turn = (frame.upright - frame.shown) % 4
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        start = pdfium.FPDFBitmap_GetBuffer(bitmap)
        flat = ctypes.string_at(start, stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.frombuffer(flat, np.uint8).reshape(height, stride)[:, :width].copy()


def _blank(picture: NDArray[np.uint8], box: Floats, scale: float) -> bool:
    x0, top, x1, bottom, _ = (box * scale).round().astype(int).clip(0).tolist()
    part = picture[top : bottom + 1, x0 + 1 : max(x1 - 1, x0 + 2)]
    return part.size == 0 or not bool((part < INK).any())


def _run(placed: Placed, index: int) -> list[int]:
    """The characters that stand close beside one in its line, from left to right."""
    boxes = placed.boxes
    height = boxes[index, 3] - boxes[index, 1]
    line = np.flatnonzero(np.abs(boxes[:, 4] - boxes[index, 4]) < 0.35 * height)
    line = line[np.argsort(boxes[line, 0], kind="stable")]
    at = int(np.flatnonzero(line == index)[0])
    apart = boxes[line[1:], 0] - boxes[line[:-1], 2] > TOUCHING * height
    apart |= placed.codes[line[1:]] == 0x20
    apart |= placed.codes[line[:-1]] == 0x20
    cuts = np.flatnonzero(apart) + 1
    first = max([0, at - AROUND, *cuts[cuts <= at].tolist()])
    last = min([len(line), at + AROUND + 1, *cuts[cuts > at].tolist()])
    out: list[int] = line[first:last].tolist()
    return out


def _em(placed: Placed, run: list[int]) -> float:
    boxes = placed.boxes[run]
    height = float((boxes[:, 3] - boxes[:, 1]).max())
    return max(float((boxes[:, 2] - boxes[:, 0]).max()), 0.5 * height)


def _strip(
    picture: NDArray[np.uint8], placed: Placed, run: list[int], scale: float
) -> tuple[NDArray[np.uint8], float]:
    """The picture of some characters of a line with white around them, and where it begins, in
    points."""
    boxes, em = placed.boxes[run], _em(placed, run)
    base = float(np.median(boxes[:, 4]))
    x0, x1 = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    edges = ((base - 0.95 * em) * scale, (base + 0.28 * em) * scale, x0 * scale, x1 * scale)
    top, bottom, left, right = (max(round(edge), 0) for edge in edges)
    part = picture[top:bottom, left:right]
    inked = np.flatnonzero((part < INK).any(axis=1))
    if len(inked):
        part = part[inked[0] : inked[-1] + 1]
    above, side = round(0.12 * em * scale), round(0.2 * em * scale)
    strip = np.pad(part, ((above, above), (side, side)), constant_values=255)
    return strip, x0 - side / scale
