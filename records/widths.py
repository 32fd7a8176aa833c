"""How wide text is where each character has one place, and a Chinese one two."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """The places that a text takes."""
    return sum(map(character_width, text))


def character_width(character: str) -> int:
    """2 for a wide character, else 1."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def run_on(before: str, after: str) -> str:
    """Two printed lines of one paragraph as one; a blank parts words in Latin letters."""
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii()
    return f"{before} {after}" if latin and after[:1].isalpha() else f"{before}{after}"
