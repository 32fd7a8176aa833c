"""Text that nobody sees because it has the colour of what it stands on."""

from __future__ import annotations

WHITE = "FFFFFF"

_NEAR = 12
"""How far apart each of red, green and blue may be (of 255) where no eye tells two colours apart:
white text is also written FDFDFD."""


def is_lost_in(ink: str, ground: str) -> bool:
    """Whether text of a colour is not seen on a ground of another; each is six hexadecimal digits,
    or a name of its own (theme:4), "" where it is not known."""
    if not ink or not ground:
        return False
    one, other = _parts(ink), _parts(ground)
    if not one or not other:
        return ink == ground
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _parts(colour: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(colour)) if len(colour) == 6 else ()
    except ValueError:
        return ()
