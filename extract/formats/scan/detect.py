"""Where a picture shows text, as PP-OCR's text detector sees it."""

from __future__ import annotations

import cv2
import numpy as np

from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import Deadline, session
from dutylist.extract.formats.scan.picture import Grey

MODEL = "PP-OCRv6_det_small.onnx"

DETECT_DPI = 110.0
"""The detector looks at a picture of so many pixels an inch: type of 8 points is 12 pixels high."""

LONGEST = 2048
"""And of at most so many pixels on a side, multiples of STRIDE."""

STRIDE = 32
"""The network halves its picture five times: sides that are no multiple lose their last pixels."""

TEXT = 0.3
"""A pixel shows text from this score on, and a shape whose pixels have on average SURE."""

SURE = 0.5

WIDENED = 1.6
"""The model marks the middle of lines; they reach further by this share of the marked shape's
area over its outline (the unclip ratio that PP-OCR uses)."""

LEAST_SIDE = 3
"""Marked shapes lower or narrower than so many pixels are none."""


def text_boxes(grey: Grey, dpi: float, deadline: Deadline) -> list[InkBox]:
    """The boxes of text in a level picture. Raises OutOfTimeError after `deadline`."""
    deadline.check()
    share = min(DETECT_DPI / dpi, LONGEST / max(grey.shape))
    height, width = (max(round(side * share / STRIDE), 1) * STRIDE for side in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    values = np.repeat((small.astype(np.float32) / 127.5 - 1)[None, None], 3, axis=1)
    (scores,) = session(MODEL).run(None, {"x": values})
    return _boxes(scores[0, 0], grey.shape[1] / width, grey.shape[0] / height)


def _boxes(scores: Grey, across: float, down: float) -> list[InkBox]:
    marked = (scores > TEXT).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    sums = np.bincount(labels.ravel(), weights=scores.ravel(), minlength=count)
    out = []
    for label in range(1, count):
        x, top, width, height, area = stats[label].tolist()
        if min(width, height) < LEAST_SIDE or sums[label] < SURE * area:
            continue
        reach = WIDENED * width * height / (2 * (width + height))
        box = (x - reach, top - reach, x + width + reach, top + height + reach)
        x0, y0 = max(round(box[0] * across), 0), max(round(box[1] * down), 0)
        x1 = min(round(box[2] * across), round(scores.shape[1] * across))
        y1 = min(round(box[3] * down), round(scores.shape[0] * down))
        out.append(InkBox(x0, y0, x1, y1))
    return out
