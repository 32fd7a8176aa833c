"""Whether digits, letters and marks look like what the file says them to be.

They are few and simple: a digit is compared with the digits, a full stop with commas, what is rare
in a list with all that is common there. How large a glyph is tells, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from dutylist.extract.formats.pdf.mistold.mark_references import mark_pictures, mark_sizes, place_of
from dutylist.extract.formats.pdf.mistold.references import Picture, likeness
from dutylist.extract.pages.page import Floats
from dutylist.records.own_toml import own_toml

LEAST_LIKE = 0.35
"""What is less like its own character than this is none: in sound files the least is 0.54."""

LARGE, FLAT = 0.4, 0.1
"""What is smaller than so many ems is compared with what is as small; what is flatter, not at all:
such pictures tell little."""

SIZES = 2.0
"""What is so many times as large as a character is in all faces, or as small, is another one: in
sound files they differ by no more than 1.6."""

PLAIN, LITTLE = 0.9, 0.05
"""What is as like another as this is that one where it is a little less like its own: in sound
files nothing that is more like another is more than 0.87."""

EXCHANGED = 0.02
"""Two glyphs, each more like the other's character by this much, are said to be one another."""

LONGEST = 1.0
"""Dashes that are joined count as so many ems."""


@dataclass(frozen=True)
class _Sort:
    """With which others a character is compared, by their places, how much more than itself it may
    be like them, and whether all of these are small."""

    others: list[int]
    more: float
    small: bool


@dataclass(frozen=True)
class Unlike:
    """A glyph that is more like another character than what it is said to be, by how much, and
    whether by so much that it is told; "" where it is only unlike what it is said to be."""

    like: str
    more: float = 1.0
    told: bool = True


def unlike_marks(said: Sequence[str], pictures: Picture, sizes: Floats) -> dict[int, Unlike]:
    """Which of some glyphs are not what they are `said` to be; there are as many pictures of each.
    `sizes` are width and height in ems, as two measures tell them (n, 4)."""
    if not said:
        return {}
    every = likeness(pictures, mark_pictures())
    like = every.reshape(len(said), -1, every.shape[1]).max(axis=1)
    found = {
        at: one
        for at, mark in enumerate(said)
        if mark in place_of() and (one := _unlike(mark, like[at], sizes[at]))
    }
    pairs = {(said[at], one.like) for at, one in found.items()}
    return {
        at: replace(one, told=one.told or (one.like, said[at]) in pairs)
        for at, one in found.items()
    }


def _unlike(mark: str, like: Picture, sizes: Floats) -> Unlike | None:
    own = place_of()[mark]
    if _is_misfit(own, sizes):
        return Unlike("")
    # Some fonts (Type 3) tell no more of a character's line than its ink.
    width, height = np.minimum(sizes[:2], sizes[2:])
    sort, small = _sort(mark), max(width, height) < LARGE
    if min(width, height) < FLAT or (_is_bracket(mark) and width > height):
        return None
    if small and not sort.small:
        return None
    best = max(sort.others, key=like.__getitem__)
    more = float(like[best] - like[own])
    if more > EXCHANGED:
        plain = more > LITTLE and like[best] > PLAIN
        return Unlike(_marks()[best], more, bool(plain or more > sort.more))
    return Unlike("") if like[own] < LEAST_LIKE and not small else None


def is_narrow(mark: str) -> bool:
    """Whether a character is a Latin letter with an accent, which no font makes as wide as high."""
    return 0xC0 <= ord(mark) < 0x100 and mark not in "Æ×÷"


def _is_misfit(own: int, sizes: Floats) -> bool:
    """Whether both measures tell that a glyph is larger, or smaller, than its character is."""
    least, greatest = mark_sizes()[:, own]
    longest = np.minimum(sizes.reshape(2, 2).max(axis=1), LONGEST)
    return bool((longest > SIZES * greatest).all() or (SIZES * longest < least).all())


@cache
def _marks() -> list[str]:
    return list(place_of())


@cache
def _sort(mark: str) -> _Sort:
    """How a character is compared: not with those that it is like."""
    sorts = _words()["sorts"]
    own = next(one for one in sorts if mark in one["said"] or one is sorts[-1])
    others = [place_of()[one] for one in own["others"] if not is_alike(mark, one)]
    return _Sort(others, own["more"], own.get("small", False))


def is_alike(one: str, other: str) -> bool:
    """Whether two characters look like each other in one face or another, or are one letter."""
    groups = _words()["alike"]["groups"]
    return one.lower() == other.lower() or any(one in own and other in own for own in groups)


def _is_bracket(mark: str) -> bool:
    return unicodedata.category(mark) in ("Ps", "Pe")


@cache
def _words() -> dict[str, Any]:
    return own_toml("dutylist.extract.formats.pdf.mistold", "mark_likeness.toml")
