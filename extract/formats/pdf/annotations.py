"""What a page says beside its content: form fields, comments, words struck out by an annotation,
and texts that a file keeps in place of what is printed (ActualText)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress, repeat
from typing import TypeVar

import numpy as np
import pypdfium2.raw as pdfium

from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.objects import page_objects
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints, within

MOST_QUOTED = 40
"""A note quotes so many characters."""

_ACTUAL_TEXT = b"ActualText"

T = TypeVar("T")

Edges = tuple[float, float, float, float]
"""Left, bottom, right and top, in PDF units."""

Boxed = dict[int, Edges]
"""The boxes of some annotations by their numbers."""


@dataclass(frozen=True)
class Annotated:
    """Boxes (n, 4) in PDF units of what annotations strike out, and of those that may be text of
    the page: `typed` into tables, or put over words."""

    struck: Floats
    typed: Floats


@dataclass(frozen=True)
class TypedCharacters:
    """Which characters of a page are typed into its tables by annotations, and a sentence, without
    a full stop, on them."""

    unsure: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def with_annotations_drawn(document: object, page: object, index: int, own: Boxed) -> object:
    """The page (`index` from 0) with what stands in its form fields, the annotations that are its
    `own` and the areas that cover its words drawn as its own content; the page itself where there
    is none of them. Other annotations are none of its text."""
    kinds = _kinds(page)
    drawn = [
        kind == pdfium.FPDF_ANNOT_WIDGET or at in own or _covers(page, at, kind)
        for at, kind in enumerate(kinds)
    ]
    if not any(drawn):
        return page
    for at in reversed(range(len(kinds))):
        if not drawn[at]:
            pdfium.FPDFPage_RemoveAnnot(page, at)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page
    pdfium.FPDF_ClosePage(page)
    anew: object = pdfium.FPDF_LoadPage(document, index)
    return anew


def typed_text(page: object) -> Boxed:
    """What is typed over the tables of a page and seen there: of each annotation its number and
    box."""
    kinds = _kinds(page)
    if pdfium.FPDF_ANNOT_FREETEXT not in kinds:
        return {}
    lines = page_objects(call.address(page)).lines
    if not len(lines):
        return {}
    table = (*lines[:, :2].min(axis=0).tolist(), *lines[:, 2:].max(axis=0).tolist())
    found = {}
    for at, kind in enumerate(kinds):
        if kind != pdfium.FPDF_ANNOT_FREETEXT or not _of_annotation(page, at, _is_seen):
            continue
        left, bottom, right, top = _of_annotation(page, at, _rectangle)
        x, y = (left + right) / 2, (bottom + top) / 2
        if table[0] < x < table[2] and table[1] < y < table[3]:
            found[at] = left, bottom, right, top
    return found


def typed_characters(codes: Ints, boxes: Floats, keep: Bools, typed: Floats) -> TypedCharacters:
    """Those of the characters kept (upright boxes as in PageContent) that stand where text is
    `typed` into a table."""
    if not len(typed):
        return TypedCharacters()
    own: list[int] = []
    said = []
    for box in typed.tolist():
        inside = np.flatnonzero(keep & within(boxes, box)).tolist()
        own += inside
        told = (code for code in codes[inside].tolist() if code < FONT_CODE)
        said.append("".join(map(chr, told))[:MOST_QUOTED])
    quoted = "".join(f"“{one}”" for one in dict.fromkeys(said) if one)
    note = f"有用批注写在表格里的字，已读入并标出，请对照原页核对：{quoted}"
    return TypedCharacters(tuple(own), (note,) if quoted else ())


def hiding_words(page: object, frame: Frame) -> Boxed:
    """What hides words of a page, but areas that are told by their fill: of each annotation its
    number and box."""
    found = {
        at: _of_annotation(page, at, _rectangle)
        for at, kind in enumerate(_kinds(page))
        if kind in _HIDING
        and not _covers(page, at, kind)
        and _of_annotation(page, at, _is_seen)
        and _of_annotation(page, at, lambda one: _under(page, one))
    }
    if not found:
        return found
    # It is wanted for few files only.
    from dutylist.extract.formats.pdf.hiding_annotations import hide_words

    hidden = hide_words(page, frame, frame.turned(np.array(list(found.values()))))
    return dict(compress(found.items(), hidden.tolist()))


def annotation_notes(page: object, typed: Boxed, hiding: Boxed) -> tuple[str, ...]:
    """Sentences, without a full stop, on text typed or stamped over a page, but what is `typed`
    into its tables, and on words that annotations strike out, are `hiding` or mark to be taken
    away."""
    notes, under = [], []
    for at, kind in enumerate(_kinds(page)):
        if at in typed or _of_annotation(page, at, pdfium.FPDFAnnot_GetFlags) & _UNSEEN:
            continue
        said, covered = _of_annotation(page, at, lambda one: (_contents(one), _under(page, one)))
        if covered and (at in hiding or _covers(page, at, kind)):
            under.append(f"“{covered}”")
        elif kind == pdfium.FPDF_ANNOT_FREETEXT and said:
            over = f"，盖在“{covered}”上" if covered else ""
            notes.append(f"有写在页面上的批注{over}，不是表格的文字，没有读入：“{said}”")
        elif kind == pdfium.FPDF_ANNOT_STAMP and (said or covered):
            name = f"“{said}”" if said else ""
            over = f"，盖住的字仍照读，请核对是否作废：“{covered}”" if covered else "，没有读入"
            notes.append(f"有批注图章{name}{over}")
        elif kind == pdfium.FPDF_ANNOT_CARET and said:
            notes.append(f"有要求插入文字的批注，没有读入，请核对：“{said}”（在“{covered}”处）")
        elif kind in _STRIKING and covered:
            notes.append(f"{_STRIKING[kind]}，仍照读，请核对是否作废：“{covered}”")
    if under:
        said = "".join(dict.fromkeys(under))
        notes.append(f"有批注画在文字上，盖住而看不见的字没有读入，请核对：{said}")
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

_HIDING = (
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_LINE,
    pdfium.FPDF_ANNOT_POLYLINE,
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
    pdfium.FPDF_ANNOT_REDACT,
    pdfium.FPDF_ANNOT_WATERMARK,
)
"""Kinds that are drawn over words; what highlights lie over is seen, and a note's sign stands
beside."""

_COVERING = (
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
)


def _covers(page: object, at: int, kind: int) -> bool:
    """Whether an annotation is an area filled with a colour."""
    return kind in _COVERING and _of_annotation(
        page, at, lambda one: bool(pdfium.FPDFAnnot_HasKey(one, b"IC"))
    )


def _is_seen(annotation: object) -> bool:
    """Whether an annotation is shown, and says how."""
    has_looks = bool(pdfium.FPDFAnnot_HasKey(annotation, b"AP"))
    return has_looks and not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN


def _rectangle(annotation: object) -> Edges:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    return box.left, box.bottom, box.right, box.top


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
    if not count:
        left, bottom, right, top = _rectangle(annotation)
        yield left, top, right, bottom


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
