"""What two offices' names say of each other: alike, of one subject, one a part of the other."""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from dutylist.compare.departments import PLACE_ENDS
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

# Names are alike from this likeness (0 to 100) of what follows their place.
_ALIKE = 55.0
# What joins the words of a name.
_JOINING = frozenset("和与及、")
_ENDING = Pattern(f"{OFFICE_ENDINGS.any('of_fields')}$")
_GENERAL = Pattern(OFFICE_ENDINGS.any("general"))
# A word of a name has so many characters: one alone stands in many words.
_WORD = 2


def alike(name: str, other: str) -> bool:
    """What follows the place they share is alike."""
    place = _shared_place(name, other)
    return bool(fuzz.ratio(name[place:], other[place:]) >= _ALIKE)


def common_subject(name: str, other: str) -> set[str]:
    """The characters that both names have in what two offices of one place work on."""
    place = _shared_place(name, other)
    return _subject(name[place:]) & _subject(other[place:]) if place else set()


def word_of_part(name: str, heir: str, part: str) -> str:
    """The word of an old office's name that the name of a new one (`part`) goes on with, and the
    name of its `heir` does not: 广播电视 of 文化广播电视和旅游局, 文化和旅游局 and 广播电视局; ""
    where there is none."""
    place = _shared_place(name, part)
    subject = _ENDING.sub("", part[place:])
    words = (
        subject[start:end]
        for start in range(len(subject))
        for end in range(start + _WORD, len(subject) + 1)
    )
    told = (
        word
        for word in words
        if word in name[place:] and word not in heir and _says_something(word)
    )
    return max(told, key=len, default="")


def _says_something(word: str) -> bool:
    """Whether a word tells what an office works on: 管理 and 服务 do not."""
    rest = _GENERAL.sub("", word)
    return len(rest) >= _WORD and not _JOINING & {rest[0], rest[-1]}


def _shared_place(name: str, other: str) -> int:
    """How many characters of two offices' names are the place that both belong to."""
    shared = Prefix.similarity(name, other)
    return max((name[:shared].rfind(end) for end in PLACE_ENDS), default=-1) + 1


def _subject(bare: str) -> set[str]:
    """The characters of a name without place that are no part of its ending and join no words."""
    return set(_ENDING.sub("", bare)) - _JOINING
