"""One PDF page as pdfium sees it: its characters, its rulings and how much of it is pictures."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field, replace

import numpy as np
import pypdfium2.raw as pdfium

from dutylist.extract.formats.named_characters import naming_note
from dutylist.extract.formats.pdf import pdfium_calls as call
from dutylist.extract.formats.pdf.annotations import (
    Annotated,
    annotation_notes,
    hiding_words,
    may_have_replaced,
    struck_boxes,
    typed_characters,
    typed_text,
    with_annotations_drawn,
    without_replaced,
)
from dutylist.extract.formats.pdf.blanks import BLANKS, with_ink_told
from dutylist.extract.formats.pdf.characters import (
    UNTOLD,
    Characters,
    is_private,
    read_characters,
    unseen_signs,
    with_named,
)
from dutylist.extract.formats.pdf.clear_text import with_cut_out
from dutylist.extract.formats.pdf.directions import BACKDROP, directions
from dutylist.extract.formats.pdf.drawn_characters import drawn_characters, few_together, with_drawn
from dutylist.extract.formats.pdf.form_text import in_place
from dutylist.extract.formats.pdf.glyphs import (
    DOUBTFUL,
    Placed,
    Readings,
    glyph_keys,
    read_glyphs,
    rely_on,
)
from dutylist.extract.formats.pdf.mistold.characters import as_pictured
from dutylist.extract.formats.pdf.mistold.likeness import Look, Looked
from dutylist.extract.formats.pdf.objects import OPAQUE, WHITE, PageObjects, page_objects
from dutylist.extract.formats.pdf.overlays import SEE_THROUGH, OverlayWords, overlays, words
from dutylist.extract.formats.pdf.picture_words import picture_words
from dutylist.extract.formats.pdf.prepared import Said
from dutylist.extract.formats.pdf.raised_text import with_raised
from dutylist.extract.formats.pdf.shadows import shadows
from dutylist.extract.formats.pdf.small_text import beside_notes, beside_words
from dutylist.extract.formats.pdf.spaces import lone_spaces, swallowed_spaces
from dutylist.extract.formats.pdf.struck import struck_out
from dutylist.extract.formats.pdf.text_paint import (
    Text,
    as_seen,
    of_tiles,
    see_through,
    text_paint,
    twins_of,
)
from dutylist.extract.formats.pdf.unseen_text import unseen_text
from dutylist.extract.pages.arrays import is_in
from dutylist.extract.pages.page import Bools, Floats, Frame, Ints, PageContent, TurnedText, within
from dutylist.extract.pages.page_notes import BROKEN
from dutylist.extract.pages.rulings import Rulings
from dutylist.records.code_points import LONG_DASHES, folded
from dutylist.records.text import squeezed

MOST_KEPT = 5
"""A note quotes so many texts."""

OUTLINES = 50
"""A page without text that fills at least so many shapes has its text as outlines."""


class UnreadablePageError(Exception):
    """A page that pdfium cannot load; its number from 1 is the argument."""


@dataclass
class Learnt:
    """What is known of a file before a page is read: `glyphs`, how those without a meaning were
    read on the pages before (None: they are not read from their pictures), the words of the
    `overlays` there, the glyphs that were `looked` at, whether it has `layers`, which may be
    switched off; what glyphs that have codes of their own are `said` to be; private characters as
    they are `named`, and those that a note told already."""

    glyphs: Readings | None = None
    overlays: set[OverlayWords] = field(default_factory=set)
    looked: Looked = field(default_factory=Looked)
    layers: bool = False
    said: Said = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    named_told: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Meanings:
    """The codes of a page's characters, how sure each is as in PageContent, how many were read
    from their pictures though the file tells nothing of them, and notes on them."""

    codes: Ints
    sure: Floats | None
    recognised: int
    notes: tuple[str, ...] = ()


def read_page(document: object, index: int, learnt: Learnt | None = None) -> PageContent:
    """The content of page `index` (from 0) of an open pdfium document.

    `learnt` has what the pages before told and takes up what this one tells.

    Watermarks, stamps and seals, text that leaves no ink and text outside the page's visible part
    are left out; text turned otherwise than the page's own lines is kept apart. Raises
    UnreadablePageError where pdfium cannot load the page.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadablePageError(index + 1)
    typed, hiding = typed_text(page), hiding_words(page, _as_shown(page))
    notes, struck = annotation_notes(page, typed, hiding), struck_boxes(page)
    own = typed | hiding
    annotated = Annotated(struck, np.array(list(own.values())).reshape(-1, 4))
    page = with_annotations_drawn(document, page, index, own)
    try:
        text = pdfium.FPDFText_LoadPage(page)
        try:
            said = learnt.said if learnt else {}
            characters = read_characters(call.address(text), said)
            if learnt and learnt.named:
                characters, seen = with_named(characters, learnt.named)
                if new := [one for one in seen if one[0] not in learnt.named_told]:
                    learnt.named_told |= {code for code, _ in new}
                    notes = (*notes, naming_note(new))
            if may_have_replaced(characters):
                text, characters, replaced = _as_printed(page, text, characters, said)
                notes += replaced
            content = _content(page, characters, index + 1, learnt or Learnt(), annotated)
            return replace(content, notes=(*notes, *content.notes))
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


_SPELT = str.maketrans({**LONG_DASHES, "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
"""Glyphs that stand for several characters: browsers keep these in their place (ActualText)."""


def _spelt(characters: Characters) -> str:
    """The characters whose meaning the file tells, without white space, ligatures spelt out."""
    told = characters.codes[~characters.untold].tolist()
    return folded(squeezed("".join(map(chr, told)))).translate(_SPELT)


def _as_printed(
    page: object, text: object, characters: Characters, said: Said
) -> tuple[object, Characters, tuple[str, ...]]:
    """The page's text and characters as printed, where the file keeps others in their place that
    differ, and a sentence on it; what the file keeps where it does not tell those printed."""
    before = _spelt(characters)
    kept = without_replaced(page, call.address(text))
    if not kept:
        return text, characters, ()
    anew = pdfium.FPDFText_LoadPage(page)
    printed = read_characters(call.address(anew), said)
    if printed.untold.sum() > characters.untold.sum() or _spelt(printed) == before:
        pdfium.FPDFText_ClosePage(anew)
        return text, characters, ()
    pdfium.FPDFText_ClosePage(text)
    quoted = "".join(f"“{one}”" for one in kept[:MOST_KEPT])
    return anew, printed, (f"文件里另存的替换文字与印出的字不同，按印出的字读，没有读入：{quoted}",)


def _content(
    page: object, read: Characters, number: int, learnt: Learnt, annotated: Annotated
) -> PageContent:
    objects = page_objects(call.address(page), layers=learnt.layers)
    characters = in_place(_glyph_by_glyph(read), objects)
    if objects.cutting:
        objects = with_cut_out(page, _as_shown(page), characters, objects)
    turns, keep, hidden, quarters = directions(characters, objects)
    frame = replace(_as_shown(page), upright=turns)
    characters = with_ink_told(page, frame, characters)
    keep &= ~unseen_signs(characters)
    boxes = _upright_boxes(frame, characters)
    width, height = frame.size
    beyond = 0.0 if _is_cropped(page) else max(width, height)
    near = within(boxes, (-beyond, -beyond, width + beyond, height + beyond))
    keep &= near
    side = near & (quarters > 0)
    tilted = near & (quarters == BACKDROP)
    over, unseen = _left_out(page, frame, characters, objects, boxes, (keep, tilted), learnt)
    keep &= ~over & ~unseen
    side &= ~over
    over |= tilted
    level = turns == 0 and frame.shown == 0
    turned = _turned_text(frame, characters, side, quarters, learnt.glyphs) if side.any() else None
    lone = lone_spaces(characters, objects, level)
    spaces = frame.turned(np.concatenate([lone, swallowed_spaces(characters, lone)]))
    overlaid, hidden_words = (
        _words(characters, out & ~shadows(characters, boxes, out, keep)) for out in (over, unseen)
    )
    lines = frame.turned(objects.lines)
    struck = struck_out(
        characters.codes,
        boxes,
        keep,
        lambda which: frame.turned(characters.ink(which)),
        lines,
        frame.turned(annotated.struck),
    )
    # What is written above struck words stands beside them.
    beside = beside_words(characters.codes, boxes, keep, characters.untold)
    keep &= ~beside.any & ~struck.which
    struck_at = boxes[struck.which, :4]
    found = drawn_characters(page, frame, characters, objects, boxes, keep)
    notes = (*struck.notes, *beside_notes(characters.codes, characters.untold, beside))
    characters, boxes, keep = with_drawn(characters, boxes, keep, found)
    said = _meanings(page, frame, characters, (boxes, keep), found, learnt)
    raised = with_raised(characters, said.codes, boxes, keep, level=turns == 0)
    typed = typed_characters(said.codes, boxes, keep, frame.turned(annotated.typed))
    notes += (*said.notes, *raised.notes, *typed.notes)
    sure = _doubted(said.sure, [*raised.unsure, *typed.unsure], len(keep))
    codes, boxes = raised.codes[keep], raised.boxes[keep]
    pasted = picture_words(page, frame, objects, codes, boxes, read=learnt.glyphs is not None)
    sure = None if sure is None else sure[keep]
    if sure is not None or len(pasted.sure):
        own = np.ones(len(codes)) if sure is None else sure
        sure = np.concatenate([own, pasted.sure, np.ones(len(spaces))])
    side_sure = _side_sure(turned)
    unsure = np.concatenate([np.ones(0) if sure is None else sure, side_sure])
    return PageContent(
        number,
        frame,
        np.concatenate([codes, pasted.codes, np.full(len(spaces), 0x20)]),
        np.concatenate([boxes, pasted.boxes, spaces[:, [0, 1, 2, 3, 3]]]),
        Rulings.of(lines[~struck.lines], width, height, beyond),
        _pictures(characters, objects, frame),
        int((unsure == 0).sum()),
        hidden,
        sure,
        said.recognised + int(((side_sure > 0) & (side_sure < 1)).sum()),
        overlaid,
        hidden_words,
        turned,
        frame.turned(objects.fills) if len(objects.fills) else None,
        (*notes, *pasted.notes),
        struck_at if len(struck_at) else None,
    )


def _upright_boxes(frame: Frame, characters: Characters) -> Floats:
    """The characters' boxes as in PageContent: each begins where the pen did."""
    boxes = frame.turned(characters.boxes)
    pens = frame.turned(characters.origins[:, [0, 1, 0, 1]])
    boxes = np.column_stack([pens[:, 0], boxes[:, 1:], pens[:, 1]])
    _spread_ligatures(boxes, characters)
    return boxes


def _spread_ligatures(boxes: Floats, characters: Characters) -> None:
    """Give the characters that one glyph stands for (the two of a long dash) each its part. A blank
    takes none: where the pen goes back over it, the next character only begins where it does."""
    one_place = (characters.origins[1:] == characters.origins[:-1]).all(axis=1)
    blank = is_in(characters.codes, BLANKS)
    same = np.flatnonzero(one_place & ~blank[1:] & ~blank[:-1])
    same = same[characters.objects(same) == characters.objects(same + 1)]
    if not len(same):
        return
    for run in np.split(same, np.flatnonzero(np.diff(same) > 1) + 1):
        start, stop = int(run[0]), int(run[-1]) + 1
        cuts = np.linspace(boxes[start, 0], boxes[start, 2], stop - start + 2)
        boxes[start : stop + 1, 0], boxes[start : stop + 1, 2] = cuts[:-1], cuts[1:]


def _meanings(
    page: object,
    frame: Frame,
    characters: Characters,
    boxes_and_keep: tuple[Floats, Bools],
    drawn: Floats,
    learnt: Learnt,
) -> _Meanings:
    """What the characters kept mean; the last of them are `drawn` as shapes."""
    boxes, keep = boxes_and_keep
    codes, sure = characters.codes, None
    if (keep & characters.untold).any():
        codes, sure = _told(page, frame, characters, boxes, keep, learnt.glyphs)
        few = len(sure) - len(drawn) + np.flatnonzero(few_together(drawn))
        sure = _doubted(sure, few.tolist(), len(keep))
    recognised = 0 if sure is None else int(((sure > 0) & (sure < 1) & keep).sum())
    believed = keep & ~characters.untold & (characters.codes > 0x20)
    placed = Placed(characters.codes, boxes, characters.items, believed)
    look = Look(page, frame, characters, placed, learnt.looked, learnt.glyphs)
    again = as_pictured(look)
    if again is None:
        return _Meanings(codes, sure, recognised)
    codes = np.where(believed, again.codes, codes)
    sure = np.where(believed, again.sure, 1.0 if sure is None else sure)
    return _Meanings(codes, sure, recognised, again.notes)


def _doubted(sure: Floats | None, some: list[int], count: int) -> Floats | None:
    """How sure so many characters are (None: all are told), some of them doubtful at best."""
    if not some:
        return sure
    out = np.ones(count) if sure is None else sure.copy()
    out[some] = np.minimum(out[some], DOUBTFUL)
    return out


def _turned_text(
    frame: Frame, characters: Characters, side: Bools, quarters: Ints, glyphs: Readings | None
) -> TurnedText:
    untold = np.flatnonzero(characters.untold & side)
    codes, sure = characters.codes.copy(), np.ones(len(side))
    codes[untold], sure[untold] = UNTOLD, 0.0
    if glyphs and len(untold):
        items = characters.items
        keys = glyph_keys(characters.codes, items, untold)
        for index, key in zip(untold.tolist(), keys, strict=True):
            # Glyphs are read where they stand upright.
            read, confidence = glyphs.get(key, ("", 0.0))
            if read:
                codes[index], sure[index] = ord(read), confidence
    return TurnedText(
        codes[side],
        frame.turned(characters.boxes[side]),
        frame.turned(characters.origins[side][:, [0, 1, 0, 1]])[:, :2],
        sure[side],
        quarters[side],
    )


def _side_sure(turned: TurnedText | None) -> Floats:
    return np.ones(0) if turned is None else turned.sure


def _is_cropped(page: object) -> bool:
    """Whether less of the page is shown than there is of it: what lies beyond is not wanted."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPage_GetMediaBox(page, *map(ctypes.byref, edges)):
        return False
    left, bottom, right, top = (edge.value for edge in edges)
    box = _page_box(page)
    return any(abs(a - b) > 1 for a, b in zip(box, (left, bottom, right, top), strict=True))


def _left_out(
    page: object,
    frame: Frame,
    characters: Characters,
    objects: PageObjects,
    boxes: Floats,
    keep_and_tilted: tuple[Bools, Bools],
    learnt: Learnt,
) -> tuple[Bools, Bools]:
    """Which of the characters kept so far lie over the page's text, as the tilted ones do, and
    which leave no ink."""
    keep, tilted = keep_and_tilted
    nothing = np.zeros(len(keep), dtype=bool)
    paint = text_paint(objects)
    masked = see_through(objects, paint)
    plain = not len(paint) or bool((paint == paint[0]).all())
    plain &= (
        not learnt.layers
        and not objects.clips
        and not len(objects.rings)
        and not objects.covers[:, 4].any()
        and not masked.any()
        and not of_tiles(paint).any()
    )
    if plain and (not len(paint) or (paint[0, 3] >= SEE_THROUGH and paint[0, :3].min() < WHITE)):
        return nothing, nothing
    twins = twins_of(objects, characters)
    paint = as_seen(paint, twins)
    items = characters.items
    text = Text(characters.codes, items, boxes, keep, tilted)
    unseen = unseen_text(page, frame, text, objects, paint, masked, learnt.layers, twins)
    seen = replace(text, kept=keep & ~unseen)
    # What is clear and seen all the same is printed by something else in its place.
    clear = (paint[:, 3] == 0) & is_in(objects.texts, items[seen.kept])
    paint[clear] = 0, 0, 0, OPAQUE
    return overlays(seen, objects, paint, frame, learnt.overlays), unseen


def _words(characters: Characters, which: Bools) -> tuple[str, ...]:
    """The words that some characters make, each once, in order."""
    if not which.any():
        return ()
    items = characters.objects(np.flatnonzero(which))
    return words(characters.codes[which], items)


def _told(
    page: object,
    frame: Frame,
    characters: Characters,
    boxes: Floats,
    keep: Bools,
    glyphs: Readings | None,
) -> tuple[Ints, Floats]:
    """The codes of all characters and how sure they are, 0 to 1: those that the file does not
    tell as their pictures were read, or as UNTOLD; private-use codes are kept as printed."""
    codes = characters.codes.copy()
    sure = np.ones(len(codes))
    which = characters.untold & keep
    broken = int(which.sum()) >= BROKEN * int(keep.sum())
    if broken and glyphs is not None:
        # What such a page does tell is not to be believed either, not even its spaces.
        which = keep
    untold = np.flatnonzero(which)
    sure[untold] = 0.0
    lost = [index for index in untold.tolist() if not is_private(int(codes[index]))]
    codes[lost] = UNTOLD
    if glyphs is not None:
        items = characters.items
        placed = Placed(characters.codes, boxes, items, which)
        keys = read_glyphs(page, frame, placed, glyphs)
        if broken and not rely_on(keys, glyphs):
            return codes, sure
        for index, key in zip(untold, keys, strict=True):
            read, confidence = glyphs[key]
            if read:
                codes[index], sure[index] = ord(read), confidence
    return codes, sure


def _as_shown(page: object) -> Frame:
    """The frame of a page whose text stands upright in PDF units."""
    return Frame(_page_box(page), pdfium.FPDFPage_GetRotation(page) % 4, 0)


def _page_box(page: object) -> tuple[float, float, float, float]:
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rectangle)
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _glyph_by_glyph(found: Characters) -> Characters:
    """The characters, one for each glyph that means nothing; of a page whose text layer is broken
    one for each glyph: what it says one to stand for (several characters) is not to be believed."""
    same = np.append(False, (np.diff(found.origins, axis=0) == 0).all(axis=1))
    if not found.untold.any() or not same.any():
        return found
    if found.untold.mean() < BROKEN:
        same &= found.untold & np.append(False, found.untold[:-1])
    return found.only(~same)


def _pictures(characters: Characters, objects: PageObjects, frame: Frame) -> float:
    """The share of the page that is pictures: all of it where its text is drawn as outlines."""
    width, height = frame.size
    if not len(characters.codes) and len(objects.covers) >= OUTLINES:
        return 1.0
    covered = _covered(frame.turned(objects.pictures), width, height)
    return covered / (width * height) if width * height else 0.0


def _covered(pictures: Floats, width: float, height: float) -> float:
    """The area in square points that images cover on the page; overlaps count twice."""
    if not len(pictures):
        return 0.0
    x0, y0, x1, y1 = pictures.T
    widths = np.clip(x1, 0, width) - np.clip(x0, 0, width)
    heights = np.clip(y1, 0, height) - np.clip(y0, 0, height)
    return float((widths * heights).sum())
