"""The pictures of an OFD file as those of a PDF."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

MOST_PIXELS = 100_000_000
"""A larger picture is not unpacked: an A3 page at 600 dpi has seventy million."""

_SPACES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}


def as_pdf_picture(pdf: pikepdf.Pdf, content: bytes) -> Stream | None:
    """A picture, None for one that cannot be read."""
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            if opened.format == "JPEG" and opened.mode in ("L", "RGB"):
                return _stream(pdf, opened, content)
            return _unpacked(pdf, opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def no_picture(pdf: pikepdf.Pdf) -> Stream:
    """What stands in place of one that cannot be read: it is a picture all the same."""
    return _stream(pdf, Image.new("L", (1, 1), 255))


def _unpacked(pdf: pikepdf.Pdf, opened: Image.Image) -> Stream:
    clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
    whole = opened.convert("RGBA") if clear else opened
    plain = whole.convert("L" if whole.mode in ("1", "L", "I", "F", "I;16") else "RGB")
    picture = _stream(pdf, plain)
    if clear:
        picture.SMask = pdf.make_indirect(_stream(pdf, whole.getchannel("A")))
    return picture


def _stream(pdf: pikepdf.Pdf, picture: Image.Image, jpeg: bytes = b"") -> Stream:
    out = Stream(pdf, jpeg or picture.tobytes())
    out.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=_SPACES[picture.mode],
        BitsPerComponent=8,
    )
    if jpeg:
        out.Filter = Array([Name.DCTDecode])
    return out
