"""From a straightened picture back to the picture as it came: steps that are followed for points,
and for all pixels at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from dutylist.extract.formats.scan.picture import Grey

Floats = NDArray[np.float64]

MESH = 16
"""Places are worked out for every so many pixels; between them they lie on straight lines."""

TERMS = ((1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (1, 2), (3, 1))
"""Powers (along, across) of a bend: tilt, keystone, curl, and how these change down the sheet."""


class Step(Protocol):
    """One step back: where points (n, 2: x, y, in pixels) of the picture after it were before."""

    def before(self, points: Floats) -> Floats:
        """The places of the points before the step."""


@dataclass(frozen=True)
class Projective:
    """A flat picture seen from elsewhere: the 9 numbers of a matrix, row by row."""

    matrix: tuple[float, ...]

    def before(self, points: Floats) -> Floats:
        """The places of the points before the step."""
        matrix = np.array(self.matrix).reshape(3, 3)
        x, y, share = matrix @ np.column_stack([points, np.ones(len(points))]).T
        return np.stack([x / share, y / share], axis=1)


@dataclass(frozen=True)
class Bend:
    """A sheet that is not flat: how far points lie off in pixels, `down` for lines that should
    be level and `right` for upright ones, as sums of TERMS over the picture's half width and
    half height from its middle."""

    width: float
    height: float
    down: tuple[float, ...]
    right: tuple[float, ...]

    def before(self, points: Floats) -> Floats:
        """The places of the points before the step."""
        u, v = self.placed(points).T
        return points + np.stack([_sum(self.right, v, u), _sum(self.down, u, v)], axis=1)

    def after(self, points: Floats) -> Floats:
        """The places after the step of points before it."""
        out = points
        for _ in range(4):
            out = points - (self.before(out) - out)
        return out

    def placed(self, points: Floats) -> Floats:
        """Points in half widths and half heights from the middle."""
        size = np.array((self.width, self.height)) / 2
        return (points - size) / size


@dataclass(frozen=True)
class Creased:
    """A sheet that was folded: how far points lie off in pixels, `down` for lines that should be
    level and `right` for upright ones, at knots every `step` pixels along them; each row of knots
    counts times a power (0, 1, …) of the place across, in half heights or widths from the middle.
    """

    width: float
    height: float
    step: float
    down: tuple[tuple[float, ...], ...]
    right: tuple[tuple[float, ...], ...]

    def before(self, points: Floats) -> Floats:
        """The places of the points before the step."""
        x, y = points.T
        down = self._off(self.down, x, 2 * y / self.height - 1)
        right = self._off(self.right, y, 2 * x / self.width - 1)
        return points + np.stack([right, down], axis=1)

    def _off(self, rows: tuple[tuple[float, ...], ...], along: Floats, across: Floats) -> Floats:
        total: Floats = np.zeros_like(along)
        for power, knots in enumerate(rows):
            places = np.arange(len(knots)) * self.step
            total += np.interp(along, places, knots) * across**power
        return total


def _sum(weights: Sequence[float], along: Floats, across: Floats) -> Floats:
    total: Floats = np.zeros_like(along)
    for weight, (one, other) in zip(weights, TERMS, strict=True):
        total += weight * along**one * across**other
    return total


def back(steps: Sequence[Step], points: Floats) -> Floats:
    """Where points of the picture after all steps were in the one before the first; the last
    step is undone first."""
    for step in reversed(steps):
        points = step.before(points)
    return points


def turn(width: int, height: int, degrees: float) -> Projective:
    """The step that turns a picture counter-clockwise about its middle."""
    # cv2 turns about pixel centres.
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    return Projective((*matrix.ravel().tolist(), 0.0, 0.0, 1.0))


def quarter_turns(width: int, height: int, quarters: int) -> Projective:
    """The step that turns a picture of that size (before) clockwise by quarter turns."""
    right, bottom = width - 1.0, height - 1.0
    rows = {
        0: (1, 0, 0, 0, 1, 0),
        1: (0, 1, 0, -1, 0, bottom),
        2: (-1, 0, right, 0, -1, bottom),
        3: (0, -1, right, 1, 0, 0),
    }[quarters % 4]
    return Projective((*map(float, rows), 0.0, 0.0, 1.0))


def part(x0: int, top: int) -> Projective:
    """The step that cuts out a part of a picture, which begins there."""
    return Projective((1.0, 0.0, float(x0), 0.0, 1.0, float(top), 0.0, 0.0, 1.0))


def redrawn(grey: Grey, steps: Sequence[Step], width: int, height: int) -> Grey:
    """The picture of that size after the steps; what was not in the picture is white."""
    if not steps:
        return grey
    columns, rows = -(-width // MESH) + 2, -(-height // MESH) + 2
    x = (np.arange(columns) - 0.5) * MESH - 0.5
    y = (np.arange(rows) - 0.5) * MESH - 0.5
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    places = back(steps, points).reshape(rows, columns, 2).astype(np.float32)
    whole = cv2.resize(places, (columns * MESH, rows * MESH), interpolation=cv2.INTER_LINEAR)
    whole = np.ascontiguousarray(whole[MESH : MESH + height, MESH : MESH + width])
    nowhere = np.zeros(0, np.float32)
    drawn = cv2.remap(grey, whole, nowhere, cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(drawn, dtype=np.uint8)
