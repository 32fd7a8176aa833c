"""Scanned pages put upright: the tilt of the sheet and quarter turns."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.scan.picture import Grey, Picture
from dutylist.extract.pages.page import Floats, Frame
from dutylist.records.model import Box

MAX_TILT = 6.0
"""A sheet lies no more degrees askew on the scanner."""

LEAST_TILT = 0.04
"""Less tilt than this many degrees is left: turning the picture would blur it for nothing."""

SAMPLE_DPI = 100.0
"""The tilt is measured on a picture of so many pixels an inch."""


@dataclass(frozen=True)
class TiltedFrame(Frame):
    """The frame of a scanned page; `tilt` is the angle in degrees, counter-clockwise, by which
    the picture was turned to make its lines level, after the quarter turns."""

    tilt: float = 0.0

    def shown_point(self, x: float, y: float) -> tuple[float, float]:
        """An upright point as it stands on the tilted page."""
        width, height = self.size
        angle = np.radians(-self.tilt)
        right, down = x - width / 2, y - height / 2
        return super().shown_point(
            float(right * np.cos(angle) + down * np.sin(angle)) + width / 2,
            float(down * np.cos(angle) - right * np.sin(angle)) + height / 2,
        )

    def shown_box(self, page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The box around an upright box as it stands on the tilted page."""
        corners = [self.shown_point(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(page, *(round(edge, 2) for edge in (min(xs), min(ys), max(xs), max(ys))))


def tilt_of(picture: Picture) -> float:
    """The angle in degrees, counter-clockwise, that makes the picture's lines level."""
    share = SAMPLE_DPI / picture.dpi
    small = cv2.resize(picture.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    y, x = np.nonzero(dark(small.astype(np.uint8)))
    if len(x) < 200:
        return 0.0
    points = np.stack([x, y], axis=1).astype(np.float64)
    coarse = _sharpest(points, np.arange(-MAX_TILT, MAX_TILT + 0.01, 0.2))
    fine = _sharpest(points, coarse + np.arange(-0.2, 0.201, 0.02))
    return float(fine) if abs(fine) >= LEAST_TILT else 0.0


def _sharpest(points: Floats, angles: Floats) -> float:
    """The angle at which dark pixels gather most in level lines."""
    scores = []
    for angle in np.radians(angles):
        rows = points[:, 1] * np.cos(angle) - points[:, 0] * np.sin(angle)
        counts = np.bincount((rows - rows.min()).astype(np.int64))
        scores.append(float((counts.astype(np.float64) ** 2).sum()))
    return float(angles[int(np.argmax(scores))])


def dark(grey: Grey) -> Grey:
    """1 where a pixel is darker than its surroundings, 0 elsewhere."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    paper = float(np.percentile(grey, 90))
    # On a page nearly without ink Otsu's level lies within the paper's own grain.
    level = min(max(level, 60.0), paper - 40.0)
    return (grey < level).astype(np.uint8)


def levelled(picture: Picture, degrees: float) -> Picture:
    """The picture turned counter-clockwise about its middle; what comes in is white."""
    if not degrees:
        return picture
    height, width = picture.grey.shape
    # cv2 turns about pixel centres.
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    grey = cv2.warpAffine(
        picture.grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255
    )
    return Picture(picture.number, grey.astype(np.uint8), picture.dpi)


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture turned clockwise by quarter turns."""
    grey = np.ascontiguousarray(np.rot90(picture.grey, -quarters))
    return Picture(picture.number, grey, picture.dpi)
