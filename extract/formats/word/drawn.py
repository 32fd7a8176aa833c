"""The pictures of a Word drawing: which parts of the package they are, and what is cut off them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutylist.extract.formats.crop import Crop, crop_of, share
from dutylist.extract.formats.word.paragraph_text import PICTURES, outermost
from dutylist.extract.formats.word.xml import Element, tag

_OLD_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_OLD_WHOLE = 65_536
"""VML says 1/8 as "8192f"."""


def pictures_of(drawing: Element, relations: Mapping[str, str]) -> Iterator[tuple[str, Crop]]:
    """Each picture's part, "" where it lies outside the file, and the shares of it that are cut
    off at left, top, right and bottom."""
    for item in drawing.iter(*PICTURES):
        if not outermost(item, drawing):
            continue
        if item.tag == tag("a:blip"):
            yield relations.get(item.get(tag("r:embed")) or "", ""), crop_of(item)
        else:
            yield relations.get(item.get(tag("r:id")) or "", ""), _old_crop(item)


def _old_crop(item: Element) -> Crop:
    left, top, right, bottom = (
        share(text[:-1], _OLD_WHOLE) if text.endswith("f") else share(text, 1)
        for text in (item.get(side) or "0" for side in _OLD_SIDES)
    )
    return left, top, right, bottom
