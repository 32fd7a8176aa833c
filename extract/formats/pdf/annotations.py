"""What a page says beside its content: form fields, comments, words struck out by an annotation,
and texts that a file keeps in place of what is printed (ActualText)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import TypeVar

import numpy as np
import pypdfium2.raw as pdfium

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import Characters
from dutylist.extract.pages.page import Floats

MOST_QUOTED = 40
"""A note quotes so many characters."""

_ACTUAL_TEXT = b"ActualText"

T = TypeVar("T")


def with_fields_drawn(document: object, page: object, index: int) -> object:
    """The page (`index` from 0) with what stands in its form fields drawn as its own content; the
    page itself where it has none. Other annotations are none of its text."""
    kinds = _kinds(page)
    if pdfium.FPDF_ANNOT_WIDGET not in kinds:
        return page
    for at in reversed(range(len(kinds))):
        if kinds[at] != pdfium.FPDF_ANNOT_WIDGET:
            pdfium.FPDFPage_RemoveAnnot(page, at)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page
    pdfium.FPDF_ClosePage(page)
    drawn: object = pdfium.FPDF_LoadPage(document, index)
    return drawn


def annotation_notes(page: object) -> tuple[str, ...]:
    """Sentences, without a full stop, on text typed or stamped over a page, and on words that
    annotations strike out, cover or mark to be taken away."""
    notes = []
    for at, kind in enumerate(_kinds(page)):
        if _of_annotation(page, at, pdfium.FPDFAnnot_GetFlags) & _UNSEEN:
            continue
        said, covered = _of_annotation(page, at, lambda one: (_contents(one), _under(page, one)))
        if kind == pdfium.FPDF_ANNOT_FREETEXT and said:
            over = f"，盖在“{covered}”上" if covered else ""
            notes.append(f"有写在页面上的批注{over}，不是表格的文字，没有读入：“{said}”")
        elif kind == pdfium.FPDF_ANNOT_STAMP and (said or covered):
            name = f"“{said}”" if said else ""
            over = f"，盖住的字仍照读，请核对是否作废：“{covered}”" if covered else "，没有读入"
            notes.append(f"有批注图章{name}{over}")
        elif kind == pdfium.FPDF_ANNOT_CARET and said:
            notes.append(f"有要求插入文字的批注，没有读入，请核对：“{said}”（在“{covered}”处）")
        elif kind in _COVERING and covered and _of_annotation(page, at, _is_filled):
            notes.append(f"有文字被批注的色块盖住，仍照读，请核对是否作废：“{covered}”")
        elif kind in _STRIKING and covered:
            notes.append(f"{_STRIKING[kind]}，仍照读，请核对是否作废：“{covered}”")
    return tuple(notes)


def struck_boxes(page: object) -> Floats:
    """Left, bottom, right and top (n, 4), in PDF units, of what annotations strike out."""
    boxes = [
        (left, bottom, right, top)
        for at, kind in enumerate(_kinds(page))
        if kind == pdfium.FPDF_ANNOT_STRIKEOUT
        and not _of_annotation(page, at, pdfium.FPDFAnnot_GetFlags) & _UNSEEN
        for left, top, right, bottom in _of_annotation(page, at, lambda one: list(_boxes(one)))
    ]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW

_STRIKING = {
    pdfium.FPDF_ANNOT_LINE: "有批注画的线从文字上划过",
    pdfium.FPDF_ANNOT_POLYLINE: "有批注画的线从文字上划过",
    pdfium.FPDF_ANNOT_INK: "有手写的批注画在文字上",
    pdfium.FPDF_ANNOT_REDACT: "有文字被批注标为要涂去",
}
"""What annotations do to the words that they lie over. Those that strike words out as a program
does, not a hand, are in `struck_boxes`."""

_COVERING = (
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
)


def _is_filled(annotation: object) -> bool:
    return bool(pdfium.FPDFAnnot_HasKey(annotation, b"IC"))


def _kinds(page: object) -> list[int]:
    count = max(pdfium.FPDFPage_GetAnnotCount(page), 0)
    return [int(_of_annotation(page, at, pdfium.FPDFAnnot_GetSubtype)) for at in range(count)]


def _of_annotation(page: object, at: int, ask: Callable[[object], T]) -> T:
    annotation = pdfium.FPDFPage_GetAnnot(page, at)
    try:
        return ask(annotation)
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _contents(annotation: object) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    units = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", units, size)
    return _quoted(bytes(units)[:size])


def _under(page: object, annotation: object) -> str:
    """The words that an annotation lies over."""
    text = pdfium.FPDFText_LoadPage(page)
    said = []
    for box in _boxes(annotation):
        count = pdfium.FPDFText_GetBoundedText(text, *box, None, 0)
        units = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetBoundedText(text, *box, units, count)
        said.append(_quoted(bytes(units)[: 2 * count]))
    pdfium.FPDFText_ClosePage(text)
    return "".join(said)[:MOST_QUOTED]


def _boxes(annotation: object) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right and bottom of an annotation's parts, in PDF units."""
    count = pdfium.FPDFAnnot_CountAttachmentPoints(annotation)
    for at in range(count):
        quad = pdfium.FS_QUADPOINTSF()
        pdfium.FPDFAnnot_GetAttachmentPoints(annotation, at, quad)
        xs = (quad.x1, quad.x2, quad.x3, quad.x4)
        ys = (quad.y1, quad.y2, quad.y3, quad.y4)
        yield min(xs), max(ys), max(xs), min(ys)
    rectangle = pdfium.FS_RECTF()
    if not count and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        yield rectangle.left, rectangle.top, rectangle.right, rectangle.bottom


def _quoted(units: bytes) -> str:
    text = units.decode("utf-16-le", "replace").replace("\0", "")
    return " ".join(text.split())[:MOST_QUOTED]


def may_have_replaced(characters: Characters) -> bool:
    """Whether characters stand on one another's place, as pdfium sets those that a file keeps in
    place of what is printed."""
    same: bool = (np.diff(characters.origins, axis=0) == 0).all(axis=1).any()
    return same


def without_replaced(page: object, text: int) -> tuple[str, ...]:
    """Take from a page's text objects what the file keeps in their place; what that was, each
    once. The page's text is to be loaded anew; `text` is the address of that loaded before."""
    said = []
    address = call.address(page)
    for item in map(
        call.object_at, repeat(call.pointer(address)), range(call.object_count(address))
    ):
        for mark in list(_replacing(item)):
            said.append(_text_of(item, text))
            pdfium.FPDFPageObj_RemoveMark(
                ctypes.cast(item, pdfium.FPDF_PAGEOBJECT),
                ctypes.cast(mark, pdfium.FPDF_PAGEOBJECTMARK),
            )
    return tuple(dict.fromkeys(one for one in said if one))


def _replacing(item: int) -> Iterator[int]:
    for at in range(max(call.mark_count(call.pointer(item)), 0)):
        mark = call.mark_at(item, at)
        kind = pdfium.FPDFPageObjMark_GetParamValueType(
            ctypes.cast(mark, pdfium.FPDF_PAGEOBJECTMARK), _ACTUAL_TEXT
        )
        if kind == pdfium.FPDF_OBJECT_STRING:
            yield mark


def _text_of(item: int, text: int) -> str:
    place = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    page = ctypes.cast(text, pdfium.FPDF_TEXTPAGE)
    size = pdfium.FPDFTextObj_GetText(place, page, None, 0)
    units = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFTextObj_GetText(place, page, units, size)
    return _quoted(bytes(units)[:size])
