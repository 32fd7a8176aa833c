"""What the dictionary of the language (rjieba's) says of a character in its place."""

from __future__ import annotations

_NEAR = 6
"""So many characters on both sides tell where a word begins and ends."""


def stands_alone(text: str, index: int, character: str) -> bool:
    """Whether the character, at that index of the text, belongs to no word of the dictionary."""
    # Wanted for scans alone.
    import rjieba

    text = text[:index] + character + text[index + 1 :]
    at = max(index - _NEAR, 0)
    for word in rjieba.cut(text[at : index + _NEAR + 1], False):
        at += len(word)
        if at > index:
            return len(word) == 1
    return True


def in_words(text: str) -> list[bool]:
    """Whether each character belongs to a word of the dictionary of several characters."""
    # Wanted for scans alone.
    import rjieba

    return [len(word) > 1 for word in rjieba.cut(text, False) for _ in word]


def likelier(text: str, index: int, possible: str) -> str:
    """The first of the possible characters that belongs to a word there, where the text's own
    belongs to none; nothing otherwise."""
    if not possible or not stands_alone(text, index, text[index]):
        return ""
    return next((one for one in possible if not stands_alone(text, index, one)), "")
