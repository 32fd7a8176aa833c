"""Texts as they are compared: without what nobody sees."""

from __future__ import annotations


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
