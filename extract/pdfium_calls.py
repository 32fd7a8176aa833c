"""pdfium's functions with plain addresses instead of typed pointers.

A page has a thousand characters and each takes several calls; the ready-made wrappers cost more
than pdfium itself. Objects are addresses (int), and results are written to addresses. The calls
keep Python's lock: each is so short that giving it back would take longer.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_P, _I = ctypes.c_void_p, ctypes.c_int

Call = Callable[..., int]


def _function(name: str, *types: type, result: type = ctypes.c_int) -> Call:
    place = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    call: Call = ctypes.PYFUNCTYPE(result, *types)(place)  # type: ignore[arg-type]
    return call


def address(pointer: object) -> int:
    """The address that a typed pointer holds."""
    value: int | None = ctypes.cast(pointer, ctypes.c_void_p).value  # type: ignore[arg-type]
    return value or 0


def for_each(function: Call, *arguments: Iterable[int]) -> NDArray[np.bool_]:
    """Call a function with the first of all arguments, then the second …, for what it writes.

    Returns for each call whether it did not return 0, which most functions do to say no.
    """
    return np.fromiter(map(function, *arguments), bool)


def rows(array: NDArray[Any]) -> range:
    """The addresses of the rows of an array."""
    first, step = array.ctypes.data, array.strides[0]
    return range(first, first + step * len(array), step) if len(array) else range(0)


def values(array: NDArray[Any]) -> tuple[range, ...]:
    """The addresses of the values of an array (rows, columns), column by column."""
    first = rows(array)
    return tuple(
        range(first.start + at, first.stop + at, first.step)
        for at in range(0, array.shape[1] * array.itemsize, array.itemsize)
    )


char_count = _function("FPDFText_CountChars", _P)
char_text = _function("FPDFText_GetText", _P, _I, _I, _P)
char_code = _function("FPDFText_GetUnicode", _P, _I)
char_box = _function("FPDFText_GetLooseCharBox", _P, _I, _P)
char_origin = _function("FPDFText_GetCharOrigin", _P, _I, _P, _P)
char_generated = _function("FPDFText_IsGenerated", _P, _I)
char_object = _function("FPDFText_GetTextObject", _P, _I, result=_P)
render_mode = _function("FPDFTextObj_GetTextRenderMode", _P)
object_count = _function("FPDFPage_CountObjects", _P)
object_at = _function("FPDFPage_GetObject", _P, _I, result=_P)
object_type = _function("FPDFPageObj_GetType", _P)
object_bounds = _function("FPDFPageObj_GetBounds", _P, _P, _P, _P, _P)
object_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
fill_color = _function("FPDFPageObj_GetFillColor", _P, _P, _P, _P, _P)
stroke_color = _function("FPDFPageObj_GetStrokeColor", _P, _P, _P, _P, _P)
draw_mode = _function("FPDFPath_GetDrawMode", _P, _P, _P)
segment_count = _function("FPDFPath_CountSegments", _P)
segment_at = _function("FPDFPath_GetPathSegment", _P, _I, result=_P)
segment_type = _function("FPDFPathSegment_GetType", _P)
segment_point = _function("FPDFPathSegment_GetPoint", _P, _P, _P)
segment_close = _function("FPDFPathSegment_GetClose", _P)
form_count = _function("FPDFFormObj_CountObjects", _P)
form_at = _function("FPDFFormObj_GetObject", _P, ctypes.c_ulong, result=_P)
