"""pdfium's functions with plain addresses instead of typed pointers.

A page has a thousand characters and each takes several calls; the ready-made wrappers cost more
than pdfium itself. Objects are addresses (int). The calls keep Python's lock: each is so short
that giving it back would take longer.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_P, _I = ctypes.c_void_p, ctypes.c_int

ROOM = 512
"""For so many objects at a time pdfium has room to write to. The pointers to it are made once:
making one takes as long as a call."""

Call = Callable[..., int]
Writer = Callable[..., tuple[NDArray[Any], NDArray[np.bool_]]]
"""Takes how many objects to ask about, then for each argument its values, pointers or numbers.
Returns what is written for each object, 0 where there is nothing, and whether there is."""


def _function(name: str, *types: type, result: type = ctypes.c_int) -> Call:
    """A function that takes addresses and numbers; without types, pointers and numbers."""
    place = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    call: Call = ctypes.PYFUNCTYPE(result, *types)(place)  # type: ignore[arg-type]
    return call


def _writer(name: str, kind: str, columns: int, *, together: bool = False) -> Writer:
    """A function of pdfium that writes values of a numpy `kind`, at one place if `together`, each
    at its own if not, and returns 0 where it has none.

    Not for several threads at once, like pdfium itself.
    """
    call = _function(name)
    room = np.zeros((ROOM, columns), dtype=kind)
    buffer = (ctypes.c_char * room.nbytes).from_buffer(room.data)
    size, step = room.itemsize, room.strides[0]
    places = [
        [ctypes.byref(buffer, at) for at in range(first, room.nbytes, step)]
        for first in range(0, size if together else step, size)
    ]

    def write(count: int, *arguments: Iterable[object]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        found = np.empty((count, columns), dtype=kind)
        known = np.empty(count, dtype=bool)
        rest = [iter(values) for values in arguments]
        for start in range(0, count, ROOM):
            stop = min(start + ROOM, count)
            known[start:stop] = np.fromiter(map(call, *rest, *places), bool, stop - start)
            found[start:stop] = room[: stop - start]
        if not known.all():
            found[~known] = 0
        return found, known

    return write


def address(pointer: object) -> int:
    """The address that a typed pointer holds."""
    value: int | None = ctypes.cast(pointer, ctypes.c_void_p).value  # type: ignore[arg-type]
    return value or 0


pointer = ctypes.c_void_p.from_param
"""What functions without types take for an address; a bare number would be cut to an int."""


char_count = _function("FPDFText_CountChars", _P)
char_text = _function("FPDFText_GetText", _P, _I, _I, _P)
char_code = _function("FPDFText_GetUnicode", _P, _I)
char_boxes = _writer("FPDFText_GetLooseCharBox", "f4", 4, together=True)
char_ink = _writer("FPDFText_GetCharBox", "f8", 4)
"""Left, right, bottom and top of what is drawn, in PDF units; only for upright characters."""
char_origins = _writer("FPDFText_GetCharOrigin", "f8", 2)
char_generated = _function("FPDFText_IsGenerated")
char_unmapped = _function("FPDFText_HasUnicodeMapError")
char_hyphen = _function("FPDFText_IsHyphen")
text_font = _function("FPDFTextObj_GetFont", _P, result=ctypes.c_size_t)
font_size = _function("FPDFTextObj_GetFontSize", _P, _P)
font_name = _function("FPDFFont_GetBaseFontName", _P, _P, ctypes.c_size_t)
font_data = _function("FPDFFont_GetFontData", _P, _P, ctypes.c_size_t, _P)
char_object = _function("FPDFText_GetTextObject", result=ctypes.c_size_t)
set_active = _function("FPDFPageObj_SetIsActive", _P, _I)
set_fill = _function("FPDFPageObj_SetFillColor")
is_see_through = _function("FPDFPageObj_HasTransparency")
mark_count = _function("FPDFPageObj_CountMarks")
mark_at = _function("FPDFPageObj_GetMark", _P, ctypes.c_ulong, result=_P)
mark_name = _function("FPDFPageObjMark_GetName", _P, _P, ctypes.c_ulong, _P)
mark_text = _function(
    "FPDFPageObjMark_GetParamStringValue", _P, ctypes.c_char_p, _P, ctypes.c_ulong, _P
)
render_mode = _function("FPDFTextObj_GetTextRenderMode")
set_render_mode = _function("FPDFTextObj_SetTextRenderMode")
object_count = _function("FPDFPage_CountObjects", _P)
object_at = _function("FPDFPage_GetObject", result=ctypes.c_size_t)
object_type = _function("FPDFPageObj_GetType", _P)
object_bounds = _writer("FPDFPageObj_GetBounds", "f4", 4)
clip_path = _function("FPDFPageObj_GetClipPath", _P, result=ctypes.c_size_t)
clip_count = _function("FPDFClipPath_CountPaths", _P)
clip_segments = _function("FPDFClipPath_CountPathSegments", _P, _I)
clip_segment = _function("FPDFClipPath_GetPathSegment", _P, _I, _I, result=_P)
object_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
fill_colors = _writer("FPDFPageObj_GetFillColor", "u4", 4)
stroke_colors = _writer("FPDFPageObj_GetStrokeColor", "u4", 4)
draw_modes = _writer("FPDFPath_GetDrawMode", "i4", 2)
segment_count = _function("FPDFPath_CountSegments", _P)
segment_at = _function("FPDFPath_GetPathSegment", _P, _I, result=_P)
segment_type = _function("FPDFPathSegment_GetType", _P)
segment_point = _function("FPDFPathSegment_GetPoint", _P, _P, _P)
segment_close = _function("FPDFPathSegment_GetClose", _P)
form_count = _function("FPDFFormObj_CountObjects", _P)
form_at = _function("FPDFFormObj_GetObject", _P, ctypes.c_ulong, result=_P)
