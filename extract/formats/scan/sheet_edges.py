"""The four edges of a sheet as straight lines along which the light falls: they are seen, too,
where a shadow lies over the sheet and no grey level parts it from what is round it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.warp import Floats
from dutylist.extract.pages.page import Bools

LONG = 30.0
"""A piece of an edge is at least so many pixels long."""

BESIDE = 8.0
"""The light is looked at so many pixels to either side of it."""

FALL = 0.15
"""Paper is brighter than what lies beyond its edge by this share of its light: in a shadow it
falls little by little."""

MOST = 7
"""So many of the longest pieces are tried on each side."""

HELD = 0.75
"""The light falls along at least this share of each side: round sheets that are a little curled
over 0.78 to 0.87 was seen, along a shadow's edge at most 0.38."""

LOOKED = 60
"""A side is looked at in so many places."""

LEAST_SHEET = 0.2
"""A sheet takes at least this share of the picture."""

OUT = 5.0
"""A corner is no more pixels out of the picture."""

Piece = Floats
"""Where a piece of an edge begins and ends (2, 2): the sheet lies at its right hand (y goes
down)."""


def corners_by_edges(small: Grey) -> Floats | None:
    """The corners (4, 2) of the largest sheet whose edges are seen all round it, clockwise from
    its top left; None where there is none."""
    found = [
        (held(small, corners), corners)
        for four in product(*_sides(_edges(small)))
        if (corners := _corners(four, small)) is not None
    ]
    sheets = [(share * area(corners), corners) for share, corners in found if share >= HELD]
    return max(sheets, key=lambda sheet: sheet[0], default=(0.0, None))[1]


def _edges(small: Grey) -> list[Piece]:
    """Long straight pieces along which the light falls, the longest first."""
    found = cv2.createLineSegmentDetector().detect(small)[0]
    pieces = np.asarray([] if found is None else found, np.float64).reshape(-1, 2, 2)
    lengths = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
    both = [
        way
        for piece in pieces[np.argsort(-lengths)][: int((lengths >= LONG).sum())]
        for way in (piece, piece[::-1])
    ]
    return [piece for piece in both if np.mean(_falls(small, *piece)) > 0.5]


def _falls(small: Grey, head: Floats, tail: Floats) -> Bools:
    """Whether the light falls from the right hand of an edge to its left, at places along it; it
    does not where they lie beyond the picture."""
    along = np.linspace(0.04, 0.96, LOOKED)
    inner, outer = (light_beside(small, head, tail, along, by) for by in (BESIDE, -BESIDE))
    falls: Bools = inner - outer >= np.maximum(FALL * inner, 1)
    return falls


def _sides(edges: list[Piece]) -> list[list[Piece]]:
    """The edges that may be a sheet's top, right, bottom and left side: clockwise the sheet lies
    at the right hand."""
    sides: list[list[Piece]] = [[], [], [], []]
    for head, tail in edges:
        right, down = tail - head
        level = abs(right) > abs(down)
        own = sides[(0 if right > 0 else 2) if level else (1 if down > 0 else 3)]
        if len(own) < MOST:
            own.append(np.array((head, tail)))
    return sides


def _corners(four: tuple[Piece, ...], small: Grey) -> Floats | None:
    """Where the lines of the top, right, bottom and left side cross; None where that is no sheet
    within the picture."""
    lines = [np.cross(np.append(head, 1.0), np.append(tail, 1.0)) for head, tail in four]
    points = np.array([np.cross(lines[at - 1], lines[at]) for at in range(4)])
    if (np.abs(points[:, 2]) < 1e-6).any():
        return None
    corners = points[:, :2] / points[:, 2:]
    height, width = small.shape
    out = (corners < -OUT).any() or (corners > np.array((width, height)) + OUT).any()
    shape = corners.astype(np.float32)
    if out or not cv2.isContourConvex(shape) or area(corners) < LEAST_SHEET * small.size:
        return None
    return np.asarray(corners)


def held(small: Grey, corners: Floats) -> float:
    """The share of the side along which the light falls least."""
    return min(float(np.mean(_falls(small, *side))) for side in sides(corners))


def sides(corners: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Where each side of a four-sided shape begins and ends. Where the corners are given clockwise
    the shape lies at the right hand."""
    return zip(corners, np.roll(corners, -1, axis=0), strict=True)


def light_beside(grey: Grey, head: Floats, tail: Floats, along: Floats, by: float) -> Floats:
    """The grey levels `by` pixels to the right hand of a side (to its left where that is less than
    0), at some shares of its length; NaN where that is beyond the picture."""
    right, down = (tail - head) / max(float(np.hypot(*(tail - head))), 1e-6)
    places = head + (tail - head) * along[:, None] + np.array((-down, right)) * by
    x, y = places.round().astype(int).T
    height, width = grey.shape
    there = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    light = np.full(len(along), np.nan)
    light[there] = grey[y[there], x[there]]
    return light


def area(corners: Floats) -> float:
    """The area of a four-sided shape."""
    return float(cv2.contourArea(corners.astype(np.float32)))
