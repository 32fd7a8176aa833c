"""Whether a JPEG's data are whole: decoders draw what they can of a damaged one and say nothing."""

from __future__ import annotations

from importlib.util import find_spec

DAMAGED = "图片有损坏"
TOLD = f"{DAMAGED}，后面的部分可能是花的或空的，里面的字可能不全，请对照原件或重新扫描"

_DAMAGE = ("Corrupt JPEG data", "Premature end of JPEG", "Unsupported marker type")
"""How libjpeg's warnings begin (jerror.h) that tell of lost or exchanged data; others tell of
oddities of the program that wrote it."""


def jpeg_whole(data: bytes) -> bool:
    """Whether libjpeg decodes the data without a word of damage; True where it cannot be asked,
    since its package (of `dutylist[scan]`) is absent, or where it does not know the form."""
    if find_spec("simplejpeg") is None:
        return True
    import simplejpeg

    try:
        simplejpeg.decode_jpeg(data, "GRAY", strict=True)
    except ValueError as error:
        return not str(error).startswith(_DAMAGE)
    return True
