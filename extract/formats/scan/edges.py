"""The straight edges in a picture: those of its rulings."""

from __future__ import annotations

import cv2
import numpy as np

from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.warp import Floats

SAMPLE_DPI = 100.0
"""Slopes are measured on a picture of so many pixels an inch."""

PIECE = 12.0
"""Straight edges shorter than so many pixels of this picture are strokes."""

STRAIGHT = 0.9
"""A straight edge fills this share of the strip around it; of 0.7, as is usual, a slight bow does
as well, and its ends alone are told."""

STEP_RIGHT, STEP_DOWN = 40.0, 1.6
"""An edge goes on with the next one no further away than so many pixels of it."""

COVERED = 0.75
"""Pieces make up this share of an edge: of strokes of one line of characters (16 points and more
are long enough) they make up at most two thirds."""

RIM = 4.0
"""Edges within so many pixels of its border are the picture's own."""

LONG = 30.0
"""Straight edges at least this many points long are rulings."""

SECTION = 120.0
"""An edge is followed in sections of about so many points: the ends of a bowed one tell nothing of
its bow, and of shorter ones the slope is uncertain by a tenth of a degree."""


def edges_of(grey: Grey, dpi: float) -> Floats:
    """The straight edges in a picture that are long enough to be rulings', in sections: their ends
    in pixels (n, 2, 2)."""
    level, upright = paths_of(grey, dpi)
    sections = [_sections(path, dpi) for path in level]
    sections += [_sections(path[:, ::-1], dpi)[:, :, ::-1] for path in upright]
    return np.concatenate([np.zeros((0, 2, 2)), *sections])


def paths_of(grey: Grey, dpi: float) -> tuple[list[Floats], list[Floats]]:
    """The paths of the edges in a picture that are long enough to be rulings': the nearly level
    ones from left to right and the nearly upright ones from top to bottom, each as places in
    pixels (n, 2)."""
    share = SAMPLE_DPI / dpi
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(density_th=STRAIGHT).detect(small.astype(np.uint8))[0]
    if found is None:
        return [], []
    ends = np.asarray(found, np.float64).reshape(-1, 2, 2)
    height, width = small.shape
    inside = ((ends > RIM) & (ends < np.array((width, height)) - RIM)).all(axis=(1, 2))
    ends = ends[inside & (np.hypot(*(ends[:, 1] - ends[:, 0]).T) >= PIECE)]
    along = np.abs(ends[:, 1] - ends[:, 0])
    level = along[:, 0] > along[:, 1]
    upright = _chained(ends[~level][:, :, ::-1])
    return (
        [path / share for path in _chained(ends[level])],
        [path[:, ::-1] / share for path in upright],
    )


def _chained(ends: Floats) -> list[Floats]:
    """Paths of nearly level edges, those made one that follow one another: on a fax, a line
    that slopes is a row of level steps. Upper and lower edges of a line run opposite ways."""
    back = ends[:, 0, 0] > ends[:, 1, 0]
    return [*_joined(ends[~back]), *_joined(ends[back][:, ::-1])]


def _joined(ends: Floats) -> list[Floats]:
    """Paths of the edges, each from left to right, that are long with those that follow one
    another made one."""
    chains: list[list[Floats]] = []
    tails = np.zeros((0, 2))
    for head, tail in ends[np.argsort(ends[:, 0, 0])]:
        right, down = (head - tails).T
        near = np.flatnonzero((np.abs(down) <= STEP_DOWN) & (right >= -2) & (right <= STEP_RIGHT))
        if len(near):
            nearest = near[int(np.argmin(np.abs(down[near])))]
            chains[nearest] += (head, tail)
            tails[nearest] = tail
        else:
            chains.append([head, tail])
            tails = np.vstack([tails, tail])
    return [_path(places) for chain in chains if _is_long(places := np.array(chain))]


def _is_long(places: Floats) -> bool:
    """Whether the edge whose pieces begin and end at these places in turn is long, and has no more
    gaps than pieces."""
    covered = float((places[1::2, 0] - places[::2, 0]).sum())
    extent = float(places[-1, 0] - places[0, 0])
    return extent * 72 / SAMPLE_DPI >= LONG and covered >= COVERED * extent


def _path(places: Floats) -> Floats:
    """Where the edge goes whose pieces begin and end at these places in turn. Between two pieces it
    goes through the middle: steps of a fax lie half above the line and half below."""
    joints = (places[1:-1:2] + places[2::2]) / 2
    return np.concatenate([places[:1], joints, places[-1:]])


def _sections(path: Floats, dpi: float) -> Floats:
    """The sections of about SECTION points of the edge along a nearly level path."""
    x, y = path.T
    cuts = np.linspace(x[0], x[-1], max(round((x[-1] - x[0]) * 72 / dpi / SECTION), 1) + 1)
    along = np.stack([cuts, np.interp(cuts, x, y)], axis=1)
    return np.stack([along[:-1], along[1:]], axis=1)
