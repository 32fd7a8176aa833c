"""What is cut off a picture in an Office file (DrawingML, ISO 29500-1, 20.1.8.55)."""

from __future__ import annotations

from lxml import etree

Crop = tuple[float, float, float, float]
"""Shares of a picture's width and height, cut off at left, top, right and bottom."""

WHOLE: Crop = (0.0, 0.0, 0.0, 0.0)

_PARTS = 100_000
"""a:srcRect counts in thousandths of a percent."""


def crop_of(blip: etree._Element) -> Crop:
    """What is cut off the picture that an a:blip stands for."""
    for beside in blip.itersiblings("{*}srcRect"):
        left, top, right, bottom = (share(beside.get(side) or "0", _PARTS) for side in "ltrb")
        return left, top, right, bottom
    return WHOLE


def share(text: str, whole: int) -> float:
    """A share from 0 to 1 of `whole`; a picture that is widened instead (below 0) is not cut."""
    try:
        return min(max(float(text) / whole, 0.0), 1.0)
    except ValueError:
        return 0.0
