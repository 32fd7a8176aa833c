"""Glyphs whose meaning a PDF does not tell, read from their picture: each glyph of a font once.

The recogniser reads lines better than single characters: a glyph is read with its neighbours in
the line, at several places. Where they do not agree, or are few, the line is drawn in other sizes,
cut elsewhere and read again; what all looks say is sure, else the glyph is marked.
"""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, is_private
from dutylist.extract.pages.arrays import median
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints

GlyphKey = tuple[bytes, int, int, int]
"""A glyph of a font: the font's name and the size of its file, its address or the place of the
glyph on the page where these tell nothing (the size is then 0), and the code."""

Font = tuple[bytes, int, int]
"""The first parts of the key of a font's glyphs."""

Readings = dict[GlyphKey, tuple[str, float]]
"""What glyphs were read as, and how surely (0 to 1); "" for one that could not be read, a space
for one without ink."""

LOOKS = ((40.0, 24), (56.0, 11), (34.0, 7))
"""How glyphs are looked at, once and again where it is not sure: a character so many pixels wide,
so many characters of a line together."""

MAX_SIDE = 6000
"""A page is drawn with no more pixels at a side."""

PLACES = 3
"""A glyph is read at so many places."""

AROUND = 3
"""So many characters on either side are read with it."""

LEAST_WIDE = 3.0
"""A picture to be read is at least so many ems wide."""

TOUCHING = 0.5
"""Characters this many ems apart are not read together."""

INK = 128
"""A pixel darker than this is ink."""

WIDE = 0.75
"""Characters wider than this many ems are Chinese, letters and digits are narrower."""

MISFIT = 0.5
"""A reading that has not the width of its glyph is no surer."""

AGREED = 0.9
"""A glyph is sure where all looks say the same, each as surely as this."""

CERTAIN = 0.98
"""Two looks are enough where each is as sure as this."""

SURE = 0.97
"""How sure such a glyph is; it is not marked."""

DOUBTFUL = 0.94
"""No other glyph is surer: a person is to look at it."""

TOO_FEW = 0.6
"""Where fewer of a page's glyphs are sure, their places are not to be relied on: the page is read
as a picture."""

Votes = dict[GlyphKey, list[tuple[str, float]]]
"""What each look at a glyph said, "" for nothing, and how surely."""


@dataclass(frozen=True)
class Placed:
    """The characters of a page, upright: codes, boxes (n, 5: x0, top, x1, bottom, baseline), the
    text objects that set them, and which of them have no meaning."""

    codes: Ints
    boxes: Floats
    items: Ints
    untold: Bools


def read_glyphs(
    page: object, frame: Frame, placed: Placed, known: Readings, *, told: bool = False
) -> list[GlyphKey]:
    """The key of each untold glyph of a page, in order; `known` then has the reading of each.
    `told`: the file does tell them, each code of a font for one glyph."""
    for key in [key for key, (_, sure) in known.items() if not key[1] or sure < SURE]:
        del known[key]
    untold = np.flatnonzero(placed.untold)
    keys = glyph_keys(placed.codes, placed.items, untold, told=told)
    places: defaultdict[GlyphKey, list[int]] = defaultdict(list)
    for key, index in zip(keys, untold.tolist(), strict=True):
        if key not in known:
            places[key].append(index)
    if places:
        known.update(_read(page, frame, placed, places))
    return keys


def rely_on(keys: list[GlyphKey], known: Readings) -> bool:
    """Whether most of a page's untold glyphs were read surely."""
    return sum(known[key][1] >= SURE for key in keys) >= TOO_FEW * len(keys)


def glyph_keys(
    all_codes: Ints, all_items: Ints, untold: Ints, *, told: bool = False
) -> list[GlyphKey]:
    """The keys of the untold ones among a page's characters, of which there are the codes and the
    text objects that set them; `told` as in `read_glyphs`."""
    items, codes = all_items[untold].tolist(), all_codes[untold].tolist()
    fonts = fonts_of(set(items))
    out = []
    for index, item, code in zip(untold.tolist(), items, codes, strict=True):
        # What pdfium makes of a broken font's codes may be the same for several of them.
        sole = told or code >= FONT_CODE or is_private(code)
        out.append((*fonts[item], code) if sole else (b"", 0, index, code))
    return out


def glyphs_of(placed: Placed) -> dict[GlyphKey, int]:
    """The different glyphs of the characters that are asked about, each code of a font for one,
    and where the first of each stands."""
    at = np.flatnonzero(placed.untold)
    items, codes = placed.items[at].tolist(), placed.codes[at].tolist()
    fonts = fonts_of(set(items))
    numbers = {font: number for number, font in enumerate(dict.fromkeys(fonts.values()))}
    own = {item: numbers[font] for item, font in fonts.items()}
    # The last of a glyph that is taken up is the first on the page.
    places = {
        (own[item], code): place
        for place, item, code in zip(at.tolist()[::-1], items[::-1], codes[::-1], strict=True)
    }
    by_number = list(numbers)
    return {(*by_number[number], code): place for (number, code), place in places.items()}


def fonts_of(items: Collection[int]) -> dict[int, Font]:
    """The fonts of text objects. Of each font pdfium is asked once: a page has a thousand objects
    and a handful of fonts."""
    addresses = {item: call.text_font(item) if item else 0 for item in items}
    fonts = {address: _font(address) for address in set(addresses.values())}
    return {item: fonts[address] for item, address in addresses.items()}


def _font(address: int) -> Font:
    if not address:
        return b"", 0, 0
    name = ctypes.create_string_buffer(256)
    size = ctypes.c_size_t()
    call.font_name(address, ctypes.addressof(name), len(name))
    call.font_data(address, 0, 0, ctypes.addressof(size))
    return name.value, size.value, 0 if size.value else address


def _read(
    page: object, frame: Frame, placed: Placed, places: dict[GlyphKey, list[int]]
) -> Readings:
    widths = placed.boxes[:, 2] - placed.boxes[:, 0]
    em = median(widths[placed.untold]) or 10.0
    out: Readings = {}
    votes: Votes = {key: [] for key in places}
    for pixels, most in LOOKS:
        scale = min(pixels / em, MAX_SIDE / max(frame.size))
        picture = drawn(page, frame, scale)
        if not out:
            out.update(
                (key, (" ", 1.0))
                for key, indexes in places.items()
                if all(_blank(picture, placed.boxes[index], scale) for index in indexes[:PLACES])
            )
        unsure = [key for key in places if key not in out and not _agreed(votes[key])]
        wanted = {index: key for key in unsure for index in places[key]}
        _look(picture, scale, placed, _runs(placed, wanted, most), wanted, votes)
    for key in places:
        out.setdefault(key, _reading(votes[key]))
    return out


def _agreed(votes: list[tuple[str, float]]) -> bool:
    """Whether a glyph needs no other look."""
    if len(votes) < 2 or _reading(votes)[1] < SURE:
        return False
    return len(votes) >= PLACES or min(sure for _, sure in votes) >= CERTAIN


def _reading(votes: list[tuple[str, float]]) -> tuple[str, float]:
    """What the looks at a glyph say together, and how surely."""
    sums: defaultdict[str, float] = defaultdict(float)
    for mark, sure in votes:
        sums[mark] += sure
    sums.pop("", None)
    if not sums:
        return "", 0.0
    best = max(sums, key=lambda mark: sums[mark])
    if len(votes) > 1 and all(mark == best and sure >= AGREED for mark, sure in votes):
        return best, SURE
    return best, min(sums[best] / len(votes), DOUBTFUL)


def _runs(placed: Placed, wanted: dict[int, GlyphKey], most: int) -> list[list[int]]:
    """Runs of at most so many characters that stand close in their lines, enough of them to have
    each wanted glyph at PLACES places."""
    boxes = placed.boxes
    heights = boxes[:, 3] - boxes[:, 1]
    order = np.argsort(boxes[:, 4], kind="stable")
    lines = np.zeros(len(order), dtype=np.int64)
    lines[order[1:]] = np.cumsum(np.diff(boxes[order, 4]) > 0.35 * heights[order[1:]])
    order = np.lexsort((boxes[:, 0], lines))
    after, before = order[1:], order[:-1]
    apart = lines[after] != lines[before]
    apart |= boxes[after, 0] - boxes[before, 2] > TOUCHING * heights[after]
    apart |= (placed.codes[after] == 0x20) | (placed.codes[before] == 0x20)
    seen: Counter[GlyphKey] = Counter()
    out = []
    for stretch in np.split(order, np.flatnonzero(apart) + 1):
        pieces = -(-len(stretch) // most)
        for run in np.array_split(stretch, pieces):
            keys = [wanted.get(index) for index in run.tolist()]
            few = [at for at, key in enumerate(keys) if key and seen[key] < PLACES]
            if few:
                first, last = max(few[0] - AROUND, 0), few[-1] + AROUND + 1
                seen.update(key for key in keys[first:last] if key)
                out.append(run[first:last].tolist())
    return out


def _look(
    picture: NDArray[np.uint8],
    scale: float,
    placed: Placed,
    runs: list[list[int]],
    wanted: dict[int, GlyphKey],
    votes: Votes,
) -> None:
    """Read the runs and take down what they say of the wanted glyphs."""
    # The packages are heavy and wanted for such glyphs only.
    from dutylist.extract.formats.scan.marks import FULL_WIDTH, HALF_WIDTH
    from dutylist.extract.formats.scan.models import NEVER
    from dutylist.extract.formats.scan.recognise import recognise
    from dutylist.extract.formats.scan.words import with_words

    strips = [_strip(picture, placed, run, scale) for run in runs]
    # The file as a whole has its time: strips are few and short.
    read_all = map(with_words, recognise([strip for strip, _ in strips], NEVER))
    for run, (_, start), read in zip(runs, strips, read_all, strict=True):
        boxes, em = placed.boxes[run], _em(placed, run)
        at = _aligned(boxes, np.array(read.middles) / scale + start)
        for index, place, box in zip(run, at, boxes, strict=True):
            if index not in wanted:
                continue
            mark, sure = (read.text[place], read.confidences[place]) if place >= 0 else ("", 0.0)
            wide = box[2] - box[0] > WIDE * em
            mark = (FULL_WIDTH if wide else HALF_WIDTH).get(mark, mark)
            if _is_misfit(mark, wide):
                sure = min(sure, MISFIT)
            votes[wanted[index]].append((mark, sure))


def _is_misfit(mark: str, wide: bool) -> bool:
    """Whether what was read has not the width of its glyph: Ⅰ read as I, a letter as 日."""
    if wide:
        return mark.isascii() and mark.isalnum() and mark not in "MWmw"
    return "一" <= mark <= "鿿"


def _aligned(boxes: Floats, middles: Floats) -> list[int]:
    """For each box in a line which of the characters read there is its own, by their middles; -1
    where it is none's or several's."""
    if len(middles) == len(boxes):
        return list(range(len(boxes)))
    own = (boxes[:, 0] + boxes[:, 2]) / 2
    if not len(middles):
        return [-1] * len(boxes)
    nearest = np.abs(middles[:, None] - own[None, :]).argmin(axis=1).tolist()
    counts = Counter(nearest)
    return [nearest.index(at) if counts[at] == 1 else -1 for at in range(len(boxes))]


def drawn(
    page: object, frame: Frame, scale: float, *, annotated: bool = False
) -> NDArray[np.uint8]:
    """The page upright as a grey picture, `scale` pixels a point; `annotated` with its
    annotations."""
    width, height = (max(round(side * scale), 1) for side in frame.size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        turn = (frame.upright - frame.shown) % 4
        flags = pdfium.FPDF_ANNOT if annotated else 0
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        start = pdfium.FPDFBitmap_GetBuffer(bitmap)
        flat = ctypes.string_at(start, stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.frombuffer(flat, np.uint8).reshape(height, stride)[:, :width].copy()


def drawn_without(
    page: object, frame: Frame, items: Collection[int], scale: float, *, annotated: bool = False
) -> NDArray[np.uint8]:
    """The picture of `drawn` without some of the page's objects, which stay as they are."""
    for item in items:
        call.set_active(item, 0)
    picture = drawn(page, frame, scale, annotated=annotated)
    for item in items:
        call.set_active(item, 1)
    return picture


def _blank(picture: NDArray[np.uint8], box: Floats, scale: float) -> bool:
    x0, top, x1, bottom, _ = (box * scale).round().astype(int).clip(0).tolist()
    part = picture[top : bottom + 1, x0 + 1 : max(x1 - 1, x0 + 2)]
    return part.size == 0 or not bool((part < INK).any())


def _em(placed: Placed, run: list[int]) -> float:
    boxes = placed.boxes[run]
    height = float((boxes[:, 3] - boxes[:, 1]).max())
    return max(float((boxes[:, 2] - boxes[:, 0]).max()), 0.9 * height)


def _strip(
    picture: NDArray[np.uint8], placed: Placed, run: list[int], scale: float
) -> tuple[NDArray[np.uint8], float]:
    """The picture of some characters of a line with white around them, and where it begins, in
    points."""
    boxes, em = placed.boxes[run], _em(placed, run)
    base = median(boxes[:, 4])
    x0, x1 = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    edges = ((base - 0.95 * em) * scale, (base + 0.28 * em) * scale, x0 * scale, x1 * scale)
    top, bottom, left, right = (max(round(edge), 0) for edge in edges)
    part = picture[top:bottom, left:right]
    inked = np.flatnonzero((part < INK).any(axis=1))
    if len(inked):
        part = part[inked[0] : inked[-1] + 1]
    above, side = round(0.12 * em * scale), round(0.2 * em * scale)
    # A digit alone is read better with white around it.
    side = max(side, round((LEAST_WIDE * em * scale - part.shape[1]) / 2))
    strip = np.pad(part, ((above, above), (side, side)), constant_values=255)
    return strip, x0 - side / scale
