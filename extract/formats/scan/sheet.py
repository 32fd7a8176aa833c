"""The sheet in a picture: its corners, its light, and the dark round it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from dutylist.extract.formats.scan.picture import A4_LONG_SIDE, Grey, Picture
from dutylist.extract.formats.scan.sheet_edges import (
    FALL,
    HELD,
    LEAST_SHEET,
    area,
    corners_by_edges,
    held,
    light_beside,
    sides,
)
from dutylist.extract.formats.scan.warp import Floats, Projective, redrawn
from dutylist.extract.pages.page import Bools

LOOKED_AT = 640
"""The sheet is looked for in a picture of so many pixels on its long side."""

LEVELS = 5
"""It is looked for at so many grey levels: a corner in shadow may be as dark as a desk in light."""

CONTRAST = 25.0
"""What lies round a sheet is on average darker by so many grey levels."""

NO_CORNER = 0.012
"""Corners nearer to the picture's own than this share of its size are those."""

FILLED = 0.93
"""The four-sided shape differs from the bright one by no more than the rest."""

ON_SIDE = 4.0
"""The outline runs within so many pixels of a side, fingers and shadows apart."""

ALIKE = 0.12
"""Sides seen from aslant are shortened by about this share at most, or the photo is no use."""

ON_EDGE = 40
"""A side is looked at in so many places."""

ACROSS = 8
"""So many pixels to either side of it."""

STEP = 12.0
"""Paper is brighter than what lies beyond its edge by so many grey levels at least."""

MOST_OF_IT = 0.9
"""Of a sheet whose edges are seen a grey level shows at least that much: less is what a shadow
leaves."""

CROSSINGS_AT = 1280
"""Rulings that cross a side are looked for in a picture of so many pixels on its long side."""

BESIDE = range(5, 15, 3)
"""So many pixels to either side of it."""

STROKE = 12.0
"""Where a ruling runs it is darker by so many grey levels than beside it."""

ASLANT = 5
"""A ruling that crosses aslant stands elsewhere in each row of pixels: by half of so many from one
to the next, by so many beyond the side."""

ROUND_STROKE = 31
"""It is narrower than half of so many pixels."""

CROSSINGS = 2
"""So many rulings go on beyond no sheet's edge."""

STANDARD_RATIO = 2**0.5

LIGHT_DPI = 60.0
"""The paper's brightness is measured on a picture of so many pixels an inch."""

BETWEEN = 18.0
"""Paper is seen between the strokes of text and rulings over so many points."""

PAPER = 245.0
"""The paper's grey level once the light is even."""

FADED = 60.0
"""Ink paler than this grey level is made as dark."""

THICK = 6.0
"""Dark shapes thicker than so many points are no text: the scanner's lid, a desk, holes."""

DARK = 0.2
"""They are darker than this share of the paper's brightness; shadows are not."""

FADE, SHADED = 8, 0.5
"""So many pixels of that picture beside a shadow's dark the paper has less than this share of its
brightness."""

DEEPEST = 12
"""Where paper is darker than this grey level nothing is seen on it."""


def flat_sheet(picture: Picture) -> tuple[Picture, tuple[Projective, ...]]:
    """The sheet alone, seen from straight above, where the picture shows more than it; and the
    steps to it. The picture itself where it shows nothing but the sheet."""
    corners = sheet_corners(picture.grey)
    if corners is None:
        return picture, ()
    top, right, bottom, left = (float(np.hypot(*(one - other))) for one, other in sides(corners))
    width, height = max(top, bottom), max(left, right)
    long, short = max(width, height), min(width, height)
    if abs(long / short / STANDARD_RATIO - 1) < ALIKE:
        short = long / STANDARD_RATIO
        width, height = (long, short) if width > height else (short, long)
    # A photo does not tell how large the sheet is; a scanner does.
    known = any(abs(picture.dpi * size / long - 1) < 0.08 for size in (A4_LONG_SIDE, 420 / 25.4))
    dpi = picture.dpi if known else long / A4_LONG_SIDE
    columns, rows = round(width), round(height)
    edges = np.array([(0, 0), (columns - 1, 0), (columns - 1, rows - 1), (0, rows - 1)], np.float32)
    matrix = cv2.getPerspectiveTransform(edges, corners.astype(np.float32))
    step = Projective(tuple(np.asarray(matrix, np.float64).ravel().tolist()))
    grey = redrawn(picture.grey, (step,), columns, rows)
    return replace(picture, grey=grey, dpi=dpi), (step,)


def sheet_corners(grey: Grey) -> Floats | None:
    """The sheet's corners in pixels (4, 2), clockwise from its top left; None where the picture
    shows nothing round it, or none that can be told from it."""
    share = LOOKED_AT / max(grey.shape)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    # Text and rulings vanish in the paper round them.
    small = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 5)
    seen = np.asarray(small, np.uint8)
    found = [one for level in _levels(seen) if (one := _corners_at(seen, level)) is not None]
    found = [one for one in found if not _is_crossed(grey, one / share)]
    best = max(found, key=lambda corners: _edge_steps(seen, corners), default=None)
    whole = _by_edges(seen)
    if whole is not None and not _is_crossed(grey, whole / share):
        best = best if best is not None and _is_most_of(best, whole, seen) else whole
    return None if best is None else np.asarray(best / share, np.float64)


def _by_edges(small: Grey) -> Floats | None:
    corners = corners_by_edges(small)
    return None if corners is None else _without_dilation(corners)


def _is_most_of(corners: Floats, whole: Floats, small: Grey) -> bool:
    """Whether a sheet found by a grey level is the one whose edges are seen."""
    return area(corners) >= MOST_OF_IT * area(whole) and held(small, corners) >= HELD


def _without_dilation(corners: Floats) -> Floats:
    """The dilation has made the sheet larger by three pixels at each side."""
    return np.asarray(corners - np.sign(corners - corners.mean(axis=0)) * 3)


def _levels(small: Grey) -> list[float]:
    """The grey levels that may part paper from what is round it: the one that parts the picture
    best, and, where light falls off over the sheet, those down to the one that parts what is
    darker."""
    level, _ = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    darker = small[small <= level]
    lower, _ = cv2.threshold(darker[None], 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return [float(one) for one in np.linspace(level, lower, LEVELS)]


def _corners_at(small: Grey, level: float) -> Floats | None:
    """The corners in pixels of the sheet that is brighter than a grey level."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((small > level).astype(np.uint8))
    if count < 2:
        return None
    sheet = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    area = int(stats[sheet, cv2.CC_STAT_AREA])
    mask = (labels == sheet).astype(np.uint8)
    round_it = small[mask == 0]
    darker = float(small[mask == 1].mean()) - float(round_it.mean()) if round_it.size else 0.0
    if area < LEAST_SHEET * small.size or darker < CONTRAST:
        return None
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea).reshape(-1, 2).astype(np.float64)
    corners = _four(outline)
    if corners is None:
        return None
    corners = _without_dilation(corners)
    height, width = small.shape
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    if (np.abs(corners - own) < NO_CORNER * max(small.shape)).all():
        return None
    return corners if _edge_steps(small, corners)[1] >= 1 else None


def _edge_steps(small: Grey, corners: Floats) -> tuple[int, float]:
    """How many sides of the four-sided shape lie within the picture, and by how many times what
    paper's edge needs the light falls at the one of them where it falls least: where paper ends it
    does so at once, not little by little as in a shadow."""
    along = np.linspace(0.1, 0.9, ON_EDGE)
    steps = []
    for side in sides(corners):
        inner, outer = (light_beside(small, *side, along, by) for by in (ACROSS, -ACROSS))
        fall = (inner - outer) / np.maximum(STEP, FALL * inner)
        if np.count_nonzero(~np.isnan(fall)) < ON_EDGE / 4:
            # The sheet goes on beyond the picture.
            continue
        steps.append(float(np.nanmedian(fall)))
    return len(steps), min(steps, default=1.0)


def _is_crossed(grey: Grey, corners: Floats) -> bool:
    """Whether rulings go on beyond a side: then it is the edge of a shadow over the sheet."""
    share = CROSSINGS_AT / max(grey.shape)
    resized = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    small = np.asarray(resized, np.uint8)
    for head, tail in sides(corners * share):
        along = np.linspace(0.0, 1.0, round(max(float(np.hypot(*(tail - head))), 1.0)))
        within, beyond = (
            _strokes(np.stack([light_beside(small, head, tail, along, sign * by) for by in BESIDE]))
            for sign in (1, -1)
        )
        both = within & np.convolve(beyond, np.ones(2 * ASLANT + 1), "same").astype(bool)
        if np.count_nonzero(np.diff(both.astype(int)) == 1) >= CROSSINGS:
            return True
    return False


def _strokes(rows: Floats) -> Bools:
    """Where a dark stroke runs through all of some rows of grey levels, one behind the other;
    beyond the picture is none."""
    seen = np.nan_to_num(rows, nan=255.0).astype(np.uint8)
    dark = cv2.erode(seen, np.ones((1, ASLANT), np.uint8))
    light = dark.max(axis=0)[None]
    round_it = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((1, ROUND_STROKE // 2), np.uint8))
    out: Bools = round_it[0].astype(float) - light[0] > STROKE
    return out


def _four(outline: Floats) -> Floats | None:
    """The corners of the four-sided shape that an outline (n, 2) all but has, clockwise from its
    top left; None where it has no such shape."""
    hull = cv2.convexHull(outline.astype(np.float32))
    length, filled = cv2.arcLength(hull, True), cv2.contourArea(hull)
    for reach in np.arange(0.01, 0.08, 0.005):
        found = cv2.approxPolyDP(hull, float(reach) * length, True).reshape(-1, 2)
        if len(found) <= 4:
            break
    if len(found) != 4 or not FILLED < cv2.contourArea(found) / filled < 1 / FILLED:
        return None
    corners = _on_sides(outline, found.astype(np.float64))
    # From the top left on, clockwise on a picture whose y goes down.
    middle = corners.mean(axis=0)
    corners = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    return np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)


def _on_sides(outline: Floats, corners: Floats) -> Floats:
    """The corners moved to where the lines cross that run along the outline's sides."""
    lines = []
    for one, other in sides(corners):
        along = other - one
        length = float(np.hypot(*along))
        across = np.array((-along[1], along[0])) / length
        place = (outline - one) @ along / length**2
        near = (np.abs((outline - one) @ across) < ON_SIDE) & (place > 0.08) & (place < 0.92)
        if near.sum() < 20:
            return corners
        fitted = cv2.fitLine(outline[near].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
        right, down, x, y = np.asarray(fitted, np.float64).ravel()
        lines.append((-down, right, down * x - right * y))
    crossings = [np.cross(lines[index - 1], lines[index]) for index in range(4)]
    out = np.array([crossing[:2] / crossing[2] for crossing in crossings])
    moved = float(np.abs(out - corners).max())
    return out if moved < 3 * ON_SIDE else corners


def even_light(grey: Grey, dpi: float) -> Grey:
    """The picture as if the paper were equally bright everywhere and the ink dark; the dark
    round the sheet and holes in it are white."""
    share = LIGHT_DPI / dpi
    drawn = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    small: Grey = drawn.astype(np.uint8)
    side = round(BETWEEN * LIGHT_DPI / 72) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    paper: Grey = cv2.medianBlur(closed, side).astype(np.uint8)
    outside = _thick_and_dark(small, paper)
    smooth = cv2.GaussianBlur(np.maximum(paper, DEEPEST), (side, side), 0)
    size = (grey.shape[1], grey.shape[0])
    light = cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    out = grey.astype(np.float32) * (PAPER / light)
    ink = float(np.percentile(out[::4, ::4], 0.7))
    if FADED < ink < 200:
        out = (out - ink) * ((PAPER - FADED) / (PAPER - ink)) + FADED
    out = np.clip(out, 0, 255)
    if outside.any():
        out[cv2.resize(outside, size, interpolation=cv2.INTER_NEAREST) > 0] = 255
    return np.asarray(out, dtype=np.uint8)


def _thick_and_dark(small: Grey, paper: Grey) -> Grey:
    """1 where something darker than the paper and thicker than strokes touches the border."""
    side = max(round(THICK * LIGHT_DPI / 72), 2)
    bright = float(np.percentile(paper, 80))
    dark = (small < DARK * bright).astype(np.uint8)
    thick = cv2.morphologyEx(np.pad(dark, side), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    thick = thick[side:-side, side:-side]
    _, labels = cv2.connectedComponents(thick.astype(np.uint8))
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    ends = [one for one in np.unique(rim[rim > 0]) if not _fades(labels == one, paper, bright)]
    touching = np.isin(labels, ends)
    return np.asarray(cv2.dilate(touching.astype(np.uint8), np.ones((5, 5), np.uint8)), np.uint8)


def _fades(dark: Bools, paper: Grey, bright: float) -> bool:
    """Whether the paper beside a dark place is far less `bright` than elsewhere: a deep shadow over
    the sheet, with text in it, grows dark little by little; the lid's or a desk's dark ends at
    once."""
    around = cv2.dilate(dark.astype(np.uint8), np.ones((2 * FADE + 1, 2 * FADE + 1), np.uint8))
    near = cv2.dilate(dark.astype(np.uint8), np.ones((2 * FADE - 1, 2 * FADE - 1), np.uint8))
    ring = paper[(around - near) > 0]
    return bool(ring.size) and float(np.median(ring)) < SHADED * bright
