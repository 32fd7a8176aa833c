"""Characters of Office's symbol fonts (Wingdings, Symbol), as the signs that they show."""

from __future__ import annotations

from functools import cache

from dutylist.records.own_toml import own_toml

_FIRST, _LAST = 0x20, 0xFF
_NAMES = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings")
_PRIVATE = 0xF000
"""Office keeps a symbol font's characters here, or where Latin letters have theirs."""


def is_symbol_font(name: str) -> bool:
    """Whether a font shows signs in place of letters."""
    return name.strip("\"' ").lower() in _NAMES


def signs(text: str, font: str) -> str:
    """A text in a symbol font as the signs that are seen; what the font has no sign for, and text
    in any other font, stays as it is."""
    if not is_symbol_font(font):
        return text
    shown = _fonts()[font.strip("\"' ").lower()]
    return "".join(_sign(character, shown) for character in text)


def _sign(character: str, shown: str) -> str:
    code = ord(character)
    code -= _PRIVATE if code >= _PRIVATE else 0
    sign = shown[code - _FIRST] if _FIRST < code <= _LAST else " "
    return character if sign == " " else sign


@cache
def _fonts() -> dict[str, str]:
    told = own_toml("dutylist.extract.formats", "symbol_fonts.toml")
    return {name.lower(): "".join(of["signs"]) for name, of in told.items()}
