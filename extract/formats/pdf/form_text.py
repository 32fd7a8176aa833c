"""Characters within forms (XObjects) that pdfium leaves where they would stand without the form.

pdfium makes ligatures and radicals the characters that they stand for, and forgets to move these by
the matrix of the form that they are in. Such a character stands off its text object.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.formats.pdf.objects import PageObjects, bounds, matrix_of, placed
from dutylist.extract.pages.matrices import IDENTITY, Matrix, moved, product
from dutylist.extract.pages.page import Floats, Ints


def in_place(characters: Characters, objects: PageObjects) -> Characters:
    """The characters, those moved that pdfium left where they stand within their form."""
    if objects.matrices.count(IDENTITY) == len(objects.matrices):
        return characters
    items = characters.items
    boxes, pens = characters.boxes.copy(), characters.origins.copy()
    order = np.argsort(items, kind="stable")
    starts = np.flatnonzero(np.diff(items[order], prepend=-1))
    members = dict(
        zip(items[order][starts].tolist(), np.split(order, starts[1:].tolist()), strict=True)
    )
    for item, matrix in zip(objects.texts.tolist(), objects.matrices, strict=True):
        if matrix is IDENTITY or item not in members:
            continue
        left = _left_behind(pens, members[item], item, matrix)
        if len(left):
            boxes[left] = placed(boxes[left], matrix)
            pens[left] = [moved(matrix, x, y) for x, y in pens[left].tolist()]
    return replace(characters, boxes=boxes, origins=pens)


def _left_behind(pens: Floats, own: Ints, item: int, matrix: Matrix) -> Ints:
    """Those of a text object's own characters that begin on its line and within it as it stands
    in the form, not on the page."""
    box, known = bounds([item])
    if not known[0]:
        return own[:0]
    within, text = box[0], matrix_of(item)
    inside = _away(pens[own], within, text)
    on_page = _away(pens[own], placed(box, matrix)[0], product(text, matrix))
    left: Ints = own[inside < on_page]
    return left


def _away(pens: Floats, box: Floats, text: Matrix) -> Floats:
    """How far pens are from a text object's base line, and from its box."""
    a, b, _, _, e, f = text
    x, y = pens.T
    off = np.abs((x - e) * b - (y - f) * a) / (np.hypot(a, b) or 1.0)
    beside = np.maximum(np.maximum(box[0] - x, x - box[2]), 0)
    above = np.maximum(np.maximum(box[1] - y, y - box[3]), 0)
    away: Floats = off + beside + above
    return away
