"""Where lines break in set text, estimated from its characters: no face is measured."""

from __future__ import annotations

import re

LATIN = 0.62
"""Width of a Latin character in type sizes; the widest of the faces' averages, with room."""

NOT_AT_START = frozenset("，。；：、？！）】》”’〉」』…—％,.;:?!)]}%")
NOT_AT_END = frozenset("（【《“‘〈「『([{")

_PIECE = re.compile(r"[A-Za-z0-9.,%+/_-]+|.", re.DOTALL)


def character_width(character: str) -> float:
    """The width in type sizes, on the safe side."""
    return LATIN if ord(character) < 0x250 else 1.0


def line_starts(text: str, width: float) -> list[int]:
    """Where each line of `text` begins when set `width` type sizes wide.

    No line begins with a closing mark or ends with an opening one; Latin words and numbers are
    not broken unless they are wider than a line.
    """
    starts = [0]
    if len(text) <= width:
        return starts
    used = 0.0
    position = 0
    for piece in _PIECE.findall(text):
        wide = character_width(piece) if len(piece) == 1 else sum(map(character_width, piece))
        if used + wide > width and position > starts[-1]:
            cut = position
            while cut > starts[-1] + 1 and (
                text[cut] in NOT_AT_START or text[cut - 1] in NOT_AT_END
            ):
                cut -= 1
            starts.append(cut)
            used = sum(map(character_width, text[cut:position]))
        while used + wide > width and len(piece) > 1:
            fits = max(1, int((width - used) / LATIN))
            starts.append(position + fits)
            piece, position, used = piece[fits:], position + fits, 0.0
            wide = sum(map(character_width, piece))
        used += wide
        position += len(piece)
    return starts
