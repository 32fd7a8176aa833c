"""Pictures of sheets straightened: tilt, keystone and curl, as rulings and rows of text tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.scan.edges import SAMPLE_DPI, edges_of, paths_of
from dutylist.extract.formats.scan.folds import creased
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.warp import TERMS, Bend, Floats, Step, redrawn, turn
from dutylist.extract.formats.scan.warp import back as back_through
from dutylist.extract.pages.page import Frame
from dutylist.records.model import Box

MAX_TILT = 15.0
"""A sheet lies no more degrees askew."""

LEAST_TILT = 0.04
"""Less tilt than this many degrees is left: turning the picture would blur it for nothing."""

STEPPED = 0.5
"""Sections of level and upright edges differ by less than so many degrees for a fax's steps."""

ENOUGH = 400.0
"""Rulings of so many points in all tell the tilt; less, and the rows of text do."""

FAN = 8.0
"""Edges of one kind on a sheet differ by no more degrees from their usual one."""

FLAT = 0.12
"""A sheet nine tenths of whose rulings slope by less than this many degrees is flat."""

NOT_FLAT = 0.32
"""A straightened one nine tenths of whose rulings do not slope by less is to be looked at: photos
of the fourth grade that have words in wrong cells are off by 0.34, sound pages by 0.3 at most."""

TOO_BENT = 0.8
"""And the table of one that is off by more cannot be read: folded sheets and photos of the fourth
grade are off by 0.87 to 2.3 degrees, with parts of their lines in no cell; what can be read, by 0.1
at most."""

BORDER = 0.005
"""An edge within this share of a picture's longer side from its border is the border."""

WORTH = 0.6
"""A bend that leaves more of the slopes than this share is noise."""

OFF = 2.5
"""An edge that differs from what the others tell by so many times their usual is left out."""

STIFF = 1e-3
"""How much a sheet resists bending where no edge tells: a ridge on the weights."""


@dataclass(frozen=True)
class ScanFrame(Frame):
    """The frame of a scanned page: `sheet` is the upright page's width and height in points,
    `steps` lead from it back to the picture as it came; `dpi` and `shown_dpi` are the pixels an
    inch of the two."""

    sheet: tuple[float, float] = (0.0, 0.0)
    steps: tuple[Step, ...] = ()
    dpi: float = 72.0
    shown_dpi: float = 72.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points of the upright, level page."""
        return self.sheet

    def shown_point(self, x: float, y: float) -> tuple[float, float]:
        """An upright point as it stands on the page as it came."""
        place = back_through(self.steps, np.array([[x, y]]) * (self.dpi / 72))[0]
        right, down = (place * (72 / self.shown_dpi)).tolist()
        return right, down

    def shown_box(self, page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The box around an upright box as it stands on the page as it came."""
        corners = [self.shown_point(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(page, *(round(edge, 2) for edge in (min(xs), min(ys), max(xs), max(ys))))


FAINT = 30.0
"""What is so many grey levels darker than paper may be a part of a ruling."""


@dataclass(frozen=True)
class Edges:
    """Straight edges in a picture: middles (n, 2) in pixels, slopes (as tangents, against the
    axis they run along) and lengths in points."""

    middles: Floats
    slopes: Floats
    lengths: Floats


def dark(grey: Grey) -> Grey:
    """1 where a pixel is darker than its surroundings, 0 elsewhere."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    paper = float(np.percentile(grey, 90))
    # On a page nearly without ink Otsu's level lies within the paper's own grain.
    level = min(max(level, 60.0), paper - 40.0)
    return (grey < level).astype(np.uint8)


def faint(grey: Grey) -> Grey:
    """1 where a pixel is darker than paper, be it far paler than ink, 0 elsewhere."""
    return (grey < float(np.percentile(grey, 90)) - FAINT).astype(np.uint8)


def straightened(
    grey: Grey, dpi: float, counted: Callable[[Floats], Floats] = np.asarray
) -> tuple[tuple[Step, ...], float]:
    """The steps that make the rulings of a sheet level and upright, whichever way the sheet
    lies, and how many degrees nine tenths of them are then off at most; of its edges those that
    are `counted`."""
    height, width = grey.shape
    ends = counted(edges_of(grey, dpi))
    tilt = _tilt(ends, dpi)
    if tilt is None:
        tilt = text_tilt(grey, dpi)
        steps: tuple[Step, ...] = (turn(width, height, tilt),) if abs(tilt) >= LEAST_TILT else ()
        return steps, 0.0
    steps = (turn(width, height, tilt),) if abs(tilt) >= LEAST_TILT else ()
    ends = _turned_ends(ends, width, height, tilt) if steps else ends
    off = _slope_left(ends, dpi)
    if off < FLAT:
        return steps, off
    bend, less = _bent(ends, dpi, width, height)
    if less <= WORTH * off:
        steps, off = (*steps, bend), less
    if off <= NOT_FLAT:
        return steps, off
    unfolded, less = _unfolded(grey, steps, dpi)
    return (unfolded, less) if less <= WORTH * off else (steps, off)


def _unfolded(grey: Grey, steps: tuple[Step, ...], dpi: float) -> tuple[tuple[Step, ...], float]:
    """The steps and one more that takes a sheet's creases out, and the degrees that are left in the
    picture drawn by them."""
    height, width = grey.shape
    paths = paths_of(redrawn(grey, steps, width, height), dpi)
    level, upright = (
        [path for path in kind if _shown(path, steps, width, height)] for kind in paths
    )
    unfolded = (*steps, creased(level, upright, width, height, dpi))
    ends = edges_of(redrawn(grey, unfolded, width, height), dpi)
    seen = [_shown(pair, unfolded, width, height) for pair in ends]
    return unfolded, _slope_left(ends[seen], dpi)


def _shown(places: Floats, steps: tuple[Step, ...], width: int, height: int) -> bool:
    """Whether places in a picture after steps were well within it before: its border is an edge
    then."""
    before = back_through(steps, places)
    margin = max(width, height) * BORDER
    return bool(((before > margin) & (before < np.array((width, height)) - margin)).all())


def _lengths(ends: Floats, dpi: float) -> Floats:
    return np.asarray(np.hypot(*(ends[:, 1] - ends[:, 0]).T) * 72 / dpi)


def _tilt(ends: Floats, dpi: float) -> float | None:
    """The angle in degrees, counter-clockwise, that makes most edges level or upright; None where
    there are too few."""
    along = ends[:, 1] - ends[:, 0]
    angles = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) + 45) % 90 - 45
    lengths = _lengths(ends, dpi)
    near = np.abs(angles) <= MAX_TILT
    if lengths[near].sum() < ENOUGH:
        return None
    bins = np.arange(-MAX_TILT, MAX_TILT + 0.01, 0.25)
    weights, _ = np.histogram(angles[near], bins, weights=lengths[near])
    smooth = np.convolve(weights, np.ones(9), "same")
    usual = float(bins[int(np.argmax(smooth))]) + 0.125
    fan = np.abs(angles - usual) < FAN / 2
    if lengths[fan].sum() < max(ENOUGH, 0.5 * lengths.sum()):
        return None
    order = np.argsort(angles[fan])
    passed = np.cumsum(lengths[fan][order])
    middle = float(angles[fan][order][int(np.searchsorted(passed, passed[-1] / 2))])
    # The sections of one edge of a fax differ by its steps; on average they have its slope.
    near = np.abs(angles - middle) < STEPPED
    return float(np.average(angles[near], weights=lengths[near]))


def _turned_ends(ends: Floats, width: int, height: int, tilt: float) -> Floats:
    return turn(width, height, -tilt).before(ends.reshape(-1, 2)).reshape(-1, 2, 2)


def _split(ends: Floats, dpi: float) -> tuple[Edges, Edges]:
    """The edges that are nearly level, and those nearly upright."""
    out = []
    for axis in (0, 1):
        along = ends[:, 1, axis] - ends[:, 0, axis]
        across = ends[:, 1, 1 - axis] - ends[:, 0, 1 - axis]
        own = np.abs(across) < np.tan(np.radians(FAN)) * np.abs(along)
        slopes = across[own] / along[own]
        out.append(Edges(ends[own].mean(axis=1), slopes, _lengths(ends[own], dpi)))
    return out[0], out[1]


def _slope_left(ends: Floats, dpi: float) -> float:
    """How many degrees nine tenths of the level edges, or of the upright ones, are off at most."""
    return max(map(_worst, _split(ends, dpi)))


def _worst(edges: Edges) -> float:
    """The degrees that nine tenths of the edges are off at most; a few edges (of the sheet, of
    letters) tell nothing."""
    if edges.lengths.sum() < ENOUGH:
        return 0.0
    slopes = np.abs(edges.slopes)
    order = np.argsort(slopes)
    passed = np.cumsum(edges.lengths[order])
    worst = slopes[order][int(np.searchsorted(passed, 0.9 * passed[-1]))]
    return float(np.degrees(np.arctan(worst)))


def _bent(ends: Floats, dpi: float, width: int, height: int) -> tuple[Bend, float]:
    """The bend that the edges tell of, and the degrees that are left."""
    none = (0.0,) * len(TERMS)
    bend = Bend(float(width), float(height), none, none)
    level, upright = _split(ends, dpi)
    for _ in range(3):
        down = _weights(level, bend.placed(bend.after(level.middles)), width / 2)
        flipped = bend.placed(bend.after(upright.middles))[:, ::-1]
        right = _weights(upright, flipped, height / 2)
        bend = Bend(float(width), float(height), down, right)
    return bend, _slope_left(bend.after(ends.reshape(-1, 2)).reshape(-1, 2, 2), dpi)


def _weights(edges: Edges, placed: Floats, half: float) -> tuple[float, ...]:
    """The weights of a bend's TERMS whose slopes along the first axis are those of the edges."""
    if len(edges.slopes) < 3:
        return (0.0,) * len(TERMS)
    along, across = placed.T
    slopes = np.stack([a * along ** (a - 1) * across**b for a, b in TERMS], axis=1) / half
    ridge = STIFF * np.sqrt(edges.lengths.sum()) / half * np.diag([a + b for a, b in TERMS])
    keep = np.ones(len(edges.slopes), dtype=bool)
    for _ in range(4):
        weight = np.sqrt(edges.lengths * keep)
        matrix = np.vstack([slopes * weight[:, None], ridge])
        wanted = np.concatenate([edges.slopes * weight, np.zeros(len(TERMS))])
        found = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
        off = np.abs(slopes @ found - edges.slopes)
        keep = off <= max(OFF * float(np.median(off[keep])), 0.002)
    return tuple(found.tolist())


def text_tilt(grey: Grey, dpi: float) -> float:
    """The angle in degrees, counter-clockwise, that makes rows of text level or upright."""
    share = SAMPLE_DPI / dpi
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    ink = dark(small.astype(np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:count, 2:4].max(axis=1)
    # Characters, not dust, rulings or the dark round the sheet.
    keep = (sides >= 3) & (sides <= 40)
    keep[0] = False
    y, x = (places.astype(np.float64) for places in np.nonzero(keep[labels]))
    if len(x) < 200:
        return 0.0
    angles = np.arange(-MAX_TILT, MAX_TILT + 0.01, 0.2)
    _, coarse = max(_sharpest(x, y, angles), _sharpest(y, -x, angles))
    fine = coarse + np.arange(-0.2, 0.201, 0.02)
    _, angle = max(_sharpest(x, y, fine), _sharpest(y, -x, fine))
    return angle if abs(angle) >= LEAST_TILT else 0.0


def _sharpest(x: Floats, y: Floats, angles: Floats) -> tuple[float, float]:
    """How much dark pixels gather in level lines, and the angle at which they do most."""
    scores = []
    for angle in np.radians(angles):
        rows = y * np.cos(angle) - x * np.sin(angle)
        counts = np.bincount((rows - rows.min()).astype(np.int64))
        scores.append(float((counts.astype(np.float64) ** 2).sum()))
    best = int(np.argmax(scores))
    return scores[best], float(angles[best])
