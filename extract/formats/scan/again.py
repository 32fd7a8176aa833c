"""Lines of a coarse page are read twice more, in other pictures of them: where all three readings
agree a character is sure, though each doubts it a little, and where they don't it is not, though
one is nearly certain."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from dutylist.extract.formats.scan.marks import is_ideograph
from dutylist.extract.formats.scan.models import Deadline
from dutylist.extract.formats.scan.picture import Grey
from dutylist.extract.formats.scan.recognise import ReadLine, recognise
from dutylist.extract.formats.scan.words import in_words_over, neighbours, with_words
from dutylist.extract.source import UNSURE

NARROWED = 0.86
"""One more picture is so much narrower,"""

BLURRED = 0.8
"""the other blurred by so many pixels: of eight kinds tried on copies of copies and faxes these two
together told most of the wrong characters from the right ones."""

AGREED = 0.97
"""A character of no word is sure where the three readings' confidences are so much on average,
nothing counted where another reads something else there"""

AGREED_WORD = 0.9
"""and one of a word, a mark or a digit where they are so much. Learnt on half of the pages; on the
other as many wrong characters were told as with one reading, with a third fewer marks."""


def read_again(crops: Sequence[Grey], deadline: Deadline) -> list[list[ReadLine]]:
    """The two further readings of each line. Raises OutOfTimeError after `deadline`."""
    both = [
        recognise([picture(np.ascontiguousarray(crop)) for crop in crops], deadline)
        for picture in (_narrowed, _blurred)
    ]
    return [list(pair) for pair in zip(*both, strict=True)]


def _narrowed(crop: Grey) -> Grey:
    return cv2.resize(crop, None, fx=NARROWED, fy=1, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _blurred(crop: Grey) -> Grey:
    return cv2.GaussianBlur(crop, (0, 0), BLURRED).astype(np.uint8)


def agreed(
    reads: Sequence[ReadLine], owners: Sequence[int], again: Sequence[Sequence[ReadLine]]
) -> list[ReadLine]:
    """The readings of a page's lines, each character as sure as all readings of its line are, and
    as the other two have it where they agree on another one."""
    voted = [_voted(read, others) for read, others in zip(reads, again, strict=True)]
    out = []
    for read, (before, after) in zip(voted, neighbours(voted, owners), strict=True):
        words = in_words_over(read, before, after)
        out.append(with_words(_judged(read, words), before, after))
    return out


def _voted(read: ReadLine, again: Sequence[ReadLine]) -> ReadLine:
    seen = [_seen(read, other) for other in again]
    sure = [
        (own + sum(its for one, its in votes if one == character)) / (1 + len(votes))
        for character, own, *votes in zip(
            map(_plain, read.text), read.confidences, *seen, strict=True
        )
    ]
    outvoted = {
        index: first
        for index, ((first, _), *rest) in enumerate(zip(*seen, strict=True))
        if is_ideograph(first)
        and first != read.text[index]
        and all(one == first for one, _ in rest)
    }
    others = tuple(
        read.text[index] + one.replace(outvoted[index], "") if index in outvoted else one
        for index, one in enumerate(read.others)
    )
    return replace(read, confidences=tuple(sure), others=others).put_right(outvoted)


def _judged(read: ReadLine, words: Sequence[bool]) -> ReadLine:
    """The reading with what is sure enough on average sure, and the rest doubtful."""
    least = [
        AGREED if is_ideograph(one) and not word else AGREED_WORD
        for one, word in zip(read.text, words, strict=True)
    ]
    pairs = list(zip(read.confidences, least, strict=True))
    sure = tuple(max(own, UNSURE) if own >= enough else own for own, enough in pairs)
    below = [index for index, (own, enough) in enumerate(pairs) if own < enough]
    return replace(read, confidences=sure).doubted(below)


def _seen(read: ReadLine, other: ReadLine) -> list[tuple[str, float]]:
    """What another reading has for each character of a line, and how sure it is; nothing for one
    that it has not, or beside which it has one more. Spaces are as they were read."""
    out = [("", 0.0)] * len(read.text)
    for index, character in enumerate(read.text):
        if character == " ":
            out[index] = (" ", 1.0)
    own, its = _places(read), _places(other)
    edits = Levenshtein.opcodes(_at(read, own), _at(other, its))
    for edit in edits:
        if edit.tag in ("equal", "replace"):
            for at, place in zip(
                own[edit.src_start : edit.src_end],
                its[edit.dest_start : edit.dest_end],
                strict=True,
            ):
                out[at] = _plain(other.text[place]), other.confidences[place]
    for edit in edits:
        if edit.tag == "insert":
            for at in own[max(edit.src_start - 1, 0) : edit.src_end + 1]:
                out[at] = "", 0.0
    return out


def _places(read: ReadLine) -> list[int]:
    return [index for index, character in enumerate(read.text) if character != " "]


def _at(read: ReadLine, places: Sequence[int]) -> str:
    return "".join(_plain(read.text[place]) for place in places)


def _plain(character: str) -> str:
    """The character whichever width it has: that is told by its place."""
    usual = unicodedata.normalize("NFKC", character)
    return usual if len(usual) == 1 else character
