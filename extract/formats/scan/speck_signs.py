"""What specks of a dirty page are read as: marks where none can stand, and such as may be one."""

from __future__ import annotations

from dutylist.extract.formats.scan.marks import is_ideograph, is_wide
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.text import reach_of

SIGNS = frozenset(".,·•:;、，。：；'`*")
"""What a speck is read as beside characters;"""

ODD = frozenset(".,·•:;'`*-—一")
"""of these lists have few, none with a Chinese character on one side and nothing on the other."""

ROOM = 0.25
"""The narrowest mark between two Chinese characters takes more ems (squeezed ones 0.42)."""


def without_speck_signs(read: ReadLine, em: float) -> ReadLine:
    """The reading of a line of a dirty page without the marks that begin it, as none does in print,
    and those between characters so close that there is no room for one; what stands beside a mark
    of the latter kind that is no Chinese character is unsure."""
    first = next((at for at, one in enumerate(read.text) if one not in SIGNS), 0)
    close = [at for at in range(first + 1, len(read.text) - 1) if _is_in_no_room(read, at, em)]
    beside = [by for at in close for by in (at - 1, at + 1) if not is_ideograph(read.text[by])]
    beside += [first] if first else []
    kept = [at for at in range(first, len(read.text)) if at not in close]
    return read.doubted(beside).picked(kept)


def _is_in_no_room(read: ReadLine, at: int, em: float) -> bool:
    before, after = read.text[at - 1], read.text[at + 1]
    if read.text[at] not in SIGNS or not (is_wide(before) and is_wide(after)):
        return False
    apart = (read.middles[at + 1] - read.middles[at - 1]) / em
    return apart <= reach_of(before, behind=True) + reach_of(after) + ROOM


def with_unsure_signs(read: ReadLine) -> ReadLine:
    """The reading of a line of a dirty page with the marks unsure that may be a speck: those that
    are neither full-width nor a number's or a label's, and a semicolon within a clause, which a
    speck makes of a comma."""
    return read.doubted([at for at in range(len(read.text)) if _may_be_speck(read.text, at)])


def _may_be_speck(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "；：":
        return is_ideograph(after)
    if mark not in ODD or (mark == "一" and not (before.isdigit() or after.isdigit())):
        return False
    label = mark == "." and before.isdigit() and after != ""
    return not label
