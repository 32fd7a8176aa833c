"""A picture of a page becomes tables of printed lines, and lines outside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import cv2
import numpy as np

from dutylist.extract.formats.header_words import is_header_text
from dutylist.extract.formats.scan.again import agreed, read_again
from dutylist.extract.formats.scan.broken_rulings import drawn_through
from dutylist.extract.formats.scan.centred_cells import with_centred_categories
from dutylist.extract.formats.scan.clause_ends import (
    with_unsure_lost_marks,
    with_unsure_page_colons,
    with_unsure_page_stops,
)
from dutylist.extract.formats.scan.empty_sides import without_empty_sides
from dutylist.extract.formats.scan.joined_cells import Joined, joined_cells
from dutylist.extract.formats.scan.jpeg import DAMAGED, TOLD
from dutylist.extract.formats.scan.lines import (
    InkBox,
    Region,
    agreed_lines,
    apart,
    beside,
    ink_lines,
    loose_ink,
    tightened,
    widened,
    within,
    without_specks,
)
from dutylist.extract.formats.scan.loose_edges import has_table_edges, loose_edges
from dutylist.extract.formats.scan.lost_rulings import Parted, with_lost_rulings
from dutylist.extract.formats.scan.marks import MarkWidths, full_or_half, mark_widths
from dutylist.extract.formats.scan.models import NEVER, Deadline
from dutylist.extract.formats.scan.pale_rulings import with_pale_rulings
from dutylist.extract.formats.scan.picture import Grey, Picture
from dutylist.extract.formats.scan.recognise import ReadLine, recognise
from dutylist.extract.formats.scan.rulings import FoundRulings, find_rulings
from dutylist.extract.formats.scan.second_look import overlooked
from dutylist.extract.formats.scan.sheets import Sheet, is_line, upright_sheets
from dutylist.extract.formats.scan.side_numbers import side_number
from dutylist.extract.formats.scan.speck_signs import (
    with_unsure_signs,
    without_speck_signs,
)
from dutylist.extract.formats.scan.specks import without_drum_specks
from dutylist.extract.formats.scan.streaks import streaks, without_streaks
from dutylist.extract.formats.scan.text import (
    INK_SHARE,
    ScannedLine,
    characters_of,
    cut_at,
    em_of,
    is_coarse,
    pitch,
    scanned_lines,
    side_by_side,
    with_dashes,
    with_spaces,
    with_unsure_ends,
    with_unsure_gaps,
    with_unsure_letters,
    with_unsure_numerals,
    with_unsure_traces,
    without_set_white,
)
from dutylist.extract.formats.scan.unread import (
    read_ink,
    with_unsure_seams,
    without_stray_signs,
)
from dutylist.extract.formats.scan.upright import NOT_FLAT, TOO_BENT, dark
from dutylist.extract.formats.scan.warp import Creased
from dutylist.extract.formats.scan.words import weighed
from dutylist.extract.pages.headed_tables import headed_tables
from dutylist.extract.pages.layout import FoundPage, FoundTable, found_table
from dutylist.extract.pages.open_tables import bounding, free_rulings, open_tables
from dutylist.extract.pages.page import Frame
from dutylist.extract.pages.printed_lines import PrintedLine, in_order
from dutylist.extract.pages.rulings import Grid, Ruling, parted, places, tables
from dutylist.extract.pages.text_lines import TextLine, text_lines

INSET = 1.2
"""Text keeps so many points from the middle of a ruling."""

MARGIN = 0.18
"""White above and below a line in its picture, as a share of the ink's height."""

SIDE = 0.25
"""White at either side of a line in its picture, likewise."""

BLOT = 5.0
"""What is mostly thicker than so many points is a hole in the paper or a blot, no character."""

LEGIBLE = 0.7
"""A page whose characters are read with less confidence on average cannot be read."""

MOST_WRONG = 0.06
"""Nor one of which every sixteenth character is probably wrong: on standard faxes the recogniser's
doubts in all are as many as its faults (0.07 a character each), and two of five characters would
have to be marked so that nearly all of the wrong ones are. What is below stays worth its marks."""

ENOUGH = 100
"""Of fewer characters the doubts tell little."""

MOST_LOOSE = 3000
"""Where more characters than these stand outside tables the page is none of a list (a newspaper,
a page of a book) and is not recognised, which would take half a minute: a page set solid in 10
points has as many."""

MOST_OVERLOOKED = 0.4
"""Nor can one of whose boxes of text this share is in none of its lines."""

FEW = 8
"""Pages with fewer boxes of text are not judged by shares."""

SHOWN = 4
"""So many overlooked texts are quoted in a note."""

TOO_COARSE = (
    "这一页的图很粗（如标准精度的传真、多次复印），没有把握的字很多，请整页对照原件，或重新扫描"
)

UNREAD = "这一页的表格里有 {count} 处墨迹没有读出字，请对照原件核对"

STRAY = "这一页的表格外有 {count} 处墨迹不像字（桌面、污点等），没有读入，有字请补录"

LOST_TABLE = (
    "这一页有表格线，但没有认出表格（线断断续续或太淡），文字没有分栏，"
    "请重新扫描这一页，或对照原件补录"
)

BROKEN = "这一页的表格线断断续续，补全以后才分出行和列，请对照原件核对"

PALE = "这一页的表格线比字淡得多，按淡线分出行和列，请对照原件核对"

NO_RULINGS = "这一页的表格没有线，按表头、序号和空白分出行和列，请对照原件核对"

CENTRED = "这一页的表格类别之间没有线，按类别居中的位置分出各管哪几行，请对照原件核对"

SPECKED = "这一页有许多污点（如复印机的硒鼓脏了），像污点的已去掉再读，请对照原件核对"

STREAKED = "这一页有复印或扫描留下的长条脏线，已去掉再读，请对照原件核对列和行"

UNFOLDED = "这一页的纸折过或弯得不匀，按表格线展平以后才读，请对照原件核对"

BLUE_MARKS = (
    "这一页有蓝色的字或笔迹，可能是手写的改动：划掉的字可能照样读入，手写的可能没有读准，"
    "请对照原件核对"
)

BLACK = 70.0
"""A picture that is nowhere brighter, the brightest twentieth apart, shows no paper."""


@dataclass(frozen=True)
class PageLines:
    """The ink of a page's lines in pixels, each with its owner: the number of a cell over all
    ruled tables, or -1; the usual size of its type, and the ink outside tables."""

    lines: tuple[InkBox, ...]
    owners: tuple[int, ...]
    em: float
    outside: Grey

    def without(self, box: InkBox) -> PageLines:
        """The same without the lines outside tables whose middle lies in a box."""
        kept = [
            at
            for at, (line, owner) in enumerate(zip(self.lines, self.owners, strict=True))
            if owner >= 0 or not within(line, box)
        ]
        lines = tuple(self.lines[at] for at in kept)
        owners = tuple(self.owners[at] for at in kept)
        return replace(self, lines=lines, owners=owners)


def read_picture(picture: Picture, deadline: Deadline = NEVER) -> list[FoundPage]:
    """The pages in a picture (two may lie side by side), whichever way it was laid: their tables
    and lines in reading order, and what there is to look at.

    Raises OutOfTimeError after `deadline`.
    """
    pages = [read_sheet(sheet, deadline) for sheet in upright_sheets(picture, deadline)]
    if not any(page.characters for page in pages) and _is_black(picture.grey):
        return [unread_page(picture, "整页是黑的")]
    return pages


def _is_black(grey: Grey) -> bool:
    return float(np.percentile(grey, 95)) < BLACK


def unread_page(picture: Picture, why: str) -> FoundPage:
    """A page that could not be read, with a note that says so."""
    height, width = picture.grey.shape
    sheet = (0.0, 0.0, width * 72 / picture.dpi, height * 72 / picture.dpi)
    return _unread(picture.number, Frame(sheet, 0, 0), why)


def _unread(number: int, frame: Frame, why: str) -> FoundPage:
    note = f"这一页没有读入：{why}。请重新扫描这一页，或对照原件补录"
    return FoundPage(number, frame, (), 0.0, 0, 0, 0, scanned=True, notes=(note,))


def _refused(sheet: Sheet, why: str) -> FoundPage:
    page = sheet.picture
    return _unread(page.number, sheet.frame, f"{DAMAGED}，{why}" if page.damaged else why)


def read_sheet(sheet: Sheet, deadline: Deadline = NEVER) -> FoundPage:
    """The tables and lines of an upright page. Raises as `read_picture`."""
    if sheet.mirrored:
        return _refused(sheet, "字左右相反，多半是纸背透过来的字")
    shown = sheet.picture.grey
    sheet, streaked = _without_streaks(sheet)
    page = sheet.picture
    ink = dark(page.grey)
    found, grids, drawn = _ruled(sheet, ink)
    if grids and sheet.off > TOO_BENT:
        return _refused(sheet, "纸折过或拍得不平，表格线弯斜，行和列认不准")
    text = without_specks(ink & (1 - found.ink), page.dpi)
    lines = page_lines(text, grids, sheet.boxes, page.dpi)
    mended = (shown != page.grey).astype(np.uint8)
    clean = without_drum_specks(text, grids, sheet.boxes, lines.em, page.dpi, mended)
    if clean.dirty:
        lines = page_lines(clean.text, grids, sheet.boxes, page.dpi)
    # Streaks are in a character's way as little as their white would be, which takes strokes along.
    shown, unstreaked = clean.painted(shown), clean.painted(page.grey)
    outside = _loose_characters(lines, grids)
    if outside > MOST_LOOSE:
        why = f"表格外大约有 {round(outside, -2)} 个字，不像清单的一页（如报纸、书），没有识别"
        return _refused(sheet, why)
    boxes = sheet.boxes
    number = side_number(shown, lines.outside, grids, lines.em, page.dpi, deadline)
    if number:
        lines = lines.without(number.box)
        boxes = tuple(box for box in boxes if not within(box, number.box))
    read = read_lines(shown, lines.lines, deadline)
    told = overlooked(shown, boxes, read, deadline)
    why = _illegible(_judged(read, lines.owners), len(told), len(sheet.boxes))
    if why:
        return _refused(sheet, why)
    if not told and not any(line.read.text for line in read):
        # Grain that looks like rulings is no table.
        return FoundPage(page.number, sheet.frame, (), 0.0, 0, 0, 0, scanned=True)
    read, owners, stray = without_stray_signs(read, lines.owners, boxes)
    inked = read_ink(read, owners)
    read, owners = list(inked.lines), list(inked.owners)
    ems = em_of(read)
    if clean.dirty:
        read = [
            replace(line, read=without_speck_signs(line.read, pitch(line) or em))
            for line, em in zip(read, ems, strict=True)
        ]
    fixed = _put_right(read, ems, owners, weighed)
    coarse = is_coarse([line.read for line in _judged(fixed, owners)])
    unclean = clean.dirty or streaked > 0
    if coarse or unclean:
        again = read_again([_crop(unstreaked, line.ink)[0] for line in read], deadline)
        fixed = _put_right(read, ems, owners, partial(agreed, again=again))
    if unclean:
        fixed = [replace(line, read=with_unsure_signs(line.read)) for line in fixed]
    if coarse:
        fixed = [_strictly(line, em) for line, em in zip(fixed, ems, strict=True)]
        fixed = with_unsure_page_stops(fixed, owners)
    fixed = with_unsure_lost_marks(fixed, owners, coarse=coarse)
    fixed = _with_unsure_at_pen(with_unsure_seams(fixed, inked), sheet)
    parted_at = with_lost_rulings(grids, fixed, owners, page.dpi)
    joined = joined_cells(page.grey, page.dpi, parted_at.grids, (fixed, ems, parted_at.owners))
    fixed = _with_unsure_cells(fixed, parted_at.owners, joined.cells | parted_at.unsure)
    unread = [UNREAD.format(count=inked.unread)] if inked.unread else []
    unread += [STRAY.format(count=stray)] if stray else []
    notes = (
        *([drawn] if drawn else []),
        *([SPECKED] if clean.dirty else [STREAKED] if streaked else []),
        *_notes(sheet, told, parted_at, joined),
        *unread,
        *([TOO_COARSE] if coarse else []),
    )
    out = _laid_out(sheet, found, parted_at.grids, (fixed, ems, parted_at.owners), notes)
    return replace(out, beside=number.text) if number else out


def _without_streaks(sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet without the streaks that cross its tables, and how many these are."""
    grey, dpi = sheet.picture.grey, sheet.picture.dpi
    turned = np.ascontiguousarray(grey.T)
    down, across = streaks(grey, dpi), streaks(turned, dpi)
    if not down and not across:
        return sheet, 0
    rulings = find_rulings(grey, dark(grey), dpi, sheet.boxes).rulings
    clean, count = without_streaks(grey, down, rulings.level, dpi)
    turned, more = without_streaks(np.ascontiguousarray(clean.T), across, rulings.upright, dpi)
    clean = np.ascontiguousarray(turned.T) if more else clean
    return replace(sheet, picture=replace(sheet.picture, grey=clean)), count + more


def _ruled(sheet: Sheet, ink: Grey) -> tuple[FoundRulings, list[Grid], str]:
    """The rulings of a page and its ruled tables; broken ones are drawn through, and pale ones are
    ink, where that makes tables of which less is loose: a note that says so, or nothing."""
    page = sheet.picture

    def found_in(its: Grey) -> tuple[FoundRulings, list[Grid]]:
        grey = np.where(its > ink, 0, page.grey).astype(np.uint8) if its is not ink else page.grey
        found = find_rulings(grey, its, page.dpi, sheet.boxes)
        return found, [part for whole in tables(found.rulings) for part in parted(whole)]

    def loose(grids: Sequence[Grid]) -> int:
        return sum(map(len, loose_edges(page.grey, page.dpi, grids)))

    found, grids = found_in(ink)
    before = loose(grids)
    if not (before or len(grids) > 1 if grids else has_table_edges(page.grey, page.dpi)):
        return found, grids, ""
    for again, note in _mended_inks(page, ink):
        its, mended = found_in(again)
        if _is_better(grids, mended, before, loose(mended)):
            return its, mended, note
    return found, grids, ""


def _mended_inks(page: Picture, ink: Grey) -> Iterator[tuple[Grey, str]]:
    """The ink of a page with what rulings it may lack, and the note that says so."""
    yield drawn_through(ink, page.dpi), BROKEN
    yield with_pale_rulings(page.grey, ink, page.dpi), PALE


def _is_better(grids: Sequence[Grid], mended: Sequence[Grid], before: int, after: int) -> bool:
    """Whether mended tables have no fewer cells, and half of the edges loose in them at most, or
    one table is no longer several."""
    if not grids or not mended:
        return bool(mended)
    if _cells_of(mended) < _cells_of(grids):
        return False
    one = after <= before and len(mended) < len(grids)
    return one or (before > 0 and 2 * after <= before)


def _cells_of(grids: Sequence[Grid]) -> int:
    return sum(len(np.unique(grid.cells)) for grid in grids)


def _put_right(
    lines: Sequence[ScannedLine],
    ems: Sequence[float],
    owners: Sequence[int],
    judged: Callable[[Sequence[ReadLine], Sequence[int]], list[ReadLine]],
) -> list[ScannedLine]:
    """The lines of a page, their characters as sure as they are `judged` to be, with marks, spaces
    and dashes as their places tell."""
    reads = judged([line.read for line in lines], owners)
    marks = mark_widths(reads, ems)
    fixed = [
        corrected(replace(line, read=read), em, marks)
        for line, read, em in zip(lines, reads, ems, strict=True)
    ]
    return with_unsure_page_colons(fixed, owners)


def _judged(lines: Sequence[ScannedLine], owners: Sequence[int]) -> Sequence[ScannedLine]:
    """The lines by which a page is judged: those in its tables where there are enough, as round
    them a desk's grain may have been read."""
    inside = [line for line, owner in zip(lines, owners, strict=True) if owner >= 0]
    return inside if sum(len(line.read.text) for line in inside) >= ENOUGH else lines


def _illegible(read: Sequence[ScannedLine], overlooked: int, boxes: int) -> str:
    """Why a page cannot be read, or nothing."""
    sure = [one for line in read for one in line.read.confidences]
    if sure and float(np.mean(sure)) < LEGIBLE:
        return "字迹看不清"
    wrong = 1 - float(np.mean(sure or [1.0]))
    if len(sure) >= ENOUGH and wrong > MOST_WRONG:
        return (
            f"大约每 {round(1 / wrong)} 个字会认错 1 个，图太粗"
            "（标准精度的传真请对方改用“精细”精度重发，多次复印的请找原件）"
        )
    if boxes >= FEW and overlooked > MOST_OVERLOOKED * boxes:
        return "版面没有认出来，可能拍得不平、不全或字迹不清"
    return ""


def _notes(sheet: Sheet, told: Sequence[str], parted_at: Parted, joined: Joined) -> tuple[str, ...]:
    out = _ruling_notes(sheet.picture, parted_at.grids, joined)
    cuts = parted_at.cuts
    if cuts:
        out.append(f"这一页的表格有 {cuts} 条横线没有扫出来，行按表头和序号划分，请对照原件核对")
    if told:
        quoted = "、".join(f"“{text}”" for text in told[:SHOWN])
        more = f" 等 {len(told)} 处" if len(told) > SHOWN else ""
        out.append(f"图片上的这些文字没有读进来，请对照原件补上：{quoted}{more}")
    if sheet.beyond:
        quoted = "、".join(f"“{text}”" for text in sheet.beyond[:SHOWN])
        more = f" 等 {len(sheet.beyond)} 处" if len(sheet.beyond) > SHOWN else ""
        out.append(f"纸边以外还有字，没有读入，请核对是不是这张纸上的：{quoted}{more}")
    if sheet.picture.damaged:
        out.append(TOLD)
    if sheet.picture.at_seal:
        out.append("这一页的印章盖在彩色文字旁边，章下的彩色文字可能没有读入，请对照原件补上")
    if sheet.picture.blue:
        out.append(BLUE_MARKS)
    if sheet.off > NOT_FLAT:
        out.append("这一页拍得不平，表格线仍有弯斜，请对照原件核对行和列")
    elif any(isinstance(step, Creased) for step in sheet.frame.steps):
        out.append(UNFOLDED)
    return tuple(out)


def _ruling_notes(picture: Picture, grids: Sequence[Grid], joined: Joined) -> list[str]:
    """What there is to look at where rulings were not found."""
    if not grids:
        return [LOST_TABLE] if has_table_edges(picture.grey, picture.dpi) else []
    kinds = zip((joined.upright, joined.level), ("竖线", "横线"), ("两栏", "两行"), strict=True)
    return [
        f"这一页有 {count} 条{lines}没有认出来，可能有{joined}合在一起，请对照原件核对"
        for count, lines, joined in kinds
        if count
    ]


def _laid_out(
    sheet: Sheet,
    found: FoundRulings,
    grids: list[Grid],
    read: tuple[list[ScannedLine], list[float], list[int]],
    notes: tuple[str, ...],
) -> FoundPage:
    """The page with its lines in their cells, also in those of tables without upright rulings."""
    dpi, size = sheet.picture.dpi, sheet.frame.size
    lines, ems, owners = read
    outside = [(line, em) for line, em, owner in zip(lines, ems, owners, strict=True) if owner < 0]
    open_ones = _open_tables(outside, free_rulings(found.rulings, grids), size, dpi)
    if not grids and not open_ones:
        open_ones = headed_tables(_text_lines(outside, dpi), [], size)
        notes = (*notes, *([NO_RULINGS] if open_ones else []))
    offset = sum(int(grid.cells.max()) + 1 for grid in grids)
    for at, grid in enumerate(open_ones):
        lines, ems, owners = _owned(lines, ems, owners, grid, offset, dpi)
        centred = with_centred_categories(grid, lines, owners, offset, dpi)
        open_ones[at], owners = centred.grid, list(centred.owners)
        notes = (*notes, *([CENTRED] if centred.grid is not grid else []))
        offset += int(grid.cells.max()) + 1
    lines, ems, owners = _outside_joined(lines, ems, owners)
    printed = scanned_lines(lines, ems, owners, dpi)
    blocks: list[PrintedLine | FoundTable] = list(printed.get(-1, ()))
    offset = 0
    for grid in [*grids, *open_ones]:
        blocks.append(without_empty_sides(found_table(grid, offset, printed), size[0]))
        offset += int(grid.cells.max()) + 1
    blocks.sort(key=lambda block: block.top)
    characters = sum(len(line.read.text) for line in lines)
    return FoundPage(
        sheet.picture.number,
        sheet.frame,
        tuple(blocks),
        0.0,
        characters,
        0,
        0,
        scanned=True,
        notes=notes,
    )


def _open_tables(
    outside: Sequence[tuple[ScannedLine, float]],
    free: list[Ruling],
    size: tuple[float, float],
    dpi: float,
) -> list[Grid]:
    """The tables without upright rulings among the lines outside others, each with its em."""
    if not outside or not bounding(free, size[0]):
        return []
    return open_tables(free, _text_lines(outside, dpi), size)


def _text_lines(lines: Sequence[tuple[ScannedLine, float]], dpi: float) -> list[TextLine]:
    codes, boxes = characters_of(
        [_heads_apart(line) for line, _ in lines], [em for _, em in lines], dpi
    )
    return text_lines(in_order(codes, boxes, np.full(len(codes), -1, dtype=np.int64)))


def _heads_apart(line: ScannedLine) -> ScannedLine:
    """A line that is nothing but words of headers without the spaces between them: their columns
    stand close, and the recogniser has read one line."""
    text = line.read.text
    words = text.split()
    if len(words) < 2 or not all(map(is_header_text, words)):
        return line
    own = [at for at, character in enumerate(text) if not character.isspace()]
    return replace(line, read=line.read.picked(own))


def _outside_joined(
    lines: Sequence[ScannedLine], ems: Sequence[float], owners: Sequence[int]
) -> tuple[list[ScannedLine], list[float], list[int]]:
    """The lines with those outside tables made one that stand side by side: a contents line's
    title and page number."""
    out = [
        (line, em, owner) for line, em, owner in zip(lines, ems, owners, strict=True) if owner >= 0
    ]
    own = [(line, em) for line, em, owner in zip(lines, ems, owners, strict=True) if owner < 0]
    own.sort(key=lambda one: one[0].ink.top + one[0].ink.bottom)
    while own:
        first, em = own[0]
        row = [one for one in own if beside(one[0].ink, first.ink)]
        own = [one for one in own if one not in row]
        row.sort(key=lambda one: one[0].ink.x0)
        out.append((side_by_side([line for line, _ in row], em), max(em for _, em in row), -1))
    return [one[0] for one in out], [one[1] for one in out], [one[2] for one in out]


def _owned(
    lines: Sequence[ScannedLine],
    ems: Sequence[float],
    owners: Sequence[int],
    grid: Grid,
    offset: int,
    dpi: float,
) -> tuple[list[ScannedLine], list[float], list[int]]:
    """The lines with those outside tables that stand in a grid cut at its columns and given to
    its cells."""
    xs, ys = grid.xs * (dpi / 72), grid.ys * (dpi / 72)
    out: tuple[list[ScannedLine], list[float], list[int]] = ([], [], [])
    for line, em, owner in zip(lines, ems, owners, strict=True):
        y = (line.ink.top + line.ink.bottom) / 2
        row = int(np.searchsorted(ys, y)) - 1
        if owner >= 0 or not 0 <= row < len(ys) - 1:
            parts = [(owner, line)]
        else:
            cells = grid.cells[row]
            inner = [xs[c] for c in range(1, len(cells)) if cells[c] != cells[c - 1]]
            parts = []
            for piece in cut_at(line, inner):
                x = (piece.ink.x0 + piece.ink.x1) / 2
                column = min(max(int(np.searchsorted(xs, x)) - 1, 0), len(cells) - 1)
                parts.append((int(cells[column]) + offset, piece))
        for its, piece in parts:
            out[0].append(piece)
            out[1].append(em)
            out[2].append(its)
    return out


def page_lines(text: Grey, grids: Sequence[Grid], boxes: Sequence[InkBox], dpi: float) -> PageLines:
    """The lines of a page: `text` is the ink of its text, `boxes` what the detector has seen."""
    seen = [tight for box in boxes if (tight := tightened(text, box))]
    regions, owners = _cells(grids, dpi)
    own = ink_lines(text, regions)
    em = _usual_em(seen, own)
    found: list[tuple[InkBox, int]] = []
    for region, lines, owner in zip(regions, own, owners, strict=True):
        inside = [part for box in seen if (part := _clipped(box, region, em))]
        found += ((line, owner) for line in agreed_lines(text, lines, inside, em))
    outside = _outside(text, grids, seen, dpi)
    free = [tight for box in boxes if (tight := tightened(outside, box))]
    free = apart([widened(outside, box) for box in free if _free(box, grids, dpi)])
    loose = loose_ink(outside, free, em)
    found += ((line, -1) for line in sorted([*free, *loose], key=lambda line: line.top))
    return PageLines(
        tuple(line for line, _ in found), tuple(owner for _, owner in found), em, outside
    )


def _loose_characters(lines: PageLines, grids: Sequence[Grid]) -> int:
    """How many characters stand outside tables, or in frames of one column, as their lines' shapes
    tell."""
    framed: set[int] = {-1}
    offset = 0
    for grid in grids:
        numbers = np.unique(grid.cells)
        framed |= set((numbers + offset).tolist()) if grid.cells.shape[1] < 2 else set()
        offset += int(grid.cells.max()) + 1
    return round(
        sum(
            INK_SHARE * (ink.x1 - ink.x0) / ink.height
            for ink, owner in zip(lines.lines, lines.owners, strict=True)
            if owner in framed and ink.x1 - ink.x0 > ink.height
        )
    )


def _usual_em(seen: Sequence[InkBox], own: Sequence[Sequence[InkBox]]) -> float:
    """The usual size of the page's type in pixels."""
    heights = [box.height for box in seen if box.x1 - box.x0 > 2.5 * box.height]
    if len(heights) < FEW:
        heights = [line.height for lines in own for line in lines] or heights
    return median(heights or [1]) / INK_SHARE


def _clipped(box: InkBox, region: Region, em: float) -> InkBox | None:
    """The part of a box within a cell; None where it only touches it."""
    x0, x1 = max(box.x0, region.x0), min(box.x1, region.x1)
    top, bottom = max(box.top, region.top), min(box.bottom, region.bottom)
    if x1 - x0 < min(0.6 * em, 0.5 * (box.x1 - box.x0)) or bottom - top < 0.5 * box.height:
        return None
    return InkBox(x0, top, x1, bottom)


def _free(box: InkBox, grids: Sequence[Grid], dpi: float) -> bool:
    """Whether a box stands outside all tables."""
    x, y = (box.x0 + box.x1) / 2 * 72 / dpi, (box.top + box.bottom) / 2 * 72 / dpi
    return not any(grid.xs[0] < x < grid.xs[-1] and grid.ys[0] < y < grid.ys[-1] for grid in grids)


def _cells(grids: Sequence[Grid], dpi: float) -> tuple[list[Region], list[int]]:
    regions, owners = [], []
    offset = 0
    share = dpi / 72
    for grid in grids:
        for number, place in places(grid.cells).items():
            x0, x1 = grid.xs[place.left] + INSET, grid.xs[place.right] - INSET
            top, bottom = grid.ys[place.top] + INSET, grid.ys[place.bottom] - INSET
            if x1 - x0 > 2 and bottom - top > 2:
                edges = (round(float(edge) * share) for edge in (x0, top, x1, bottom))
                regions.append(Region(*(max(edge, 0) for edge in edges)))
                owners.append(number + offset)
        offset += int(grid.cells.max()) + 1
    return regions, owners


def _outside(text: Grey, grids: Sequence[Grid], seen: Sequence[InkBox], dpi: float) -> Grey:
    """The ink outside the tables, without the dark edges that scanners leave, holes and the
    like. What the text detector has `seen` in a line is no blot: a character whose white is filled
    up on a copy."""
    out = text.copy()
    share = dpi / 72
    for grid in grids:
        x0, x1 = (round(float(x) * share) for x in (grid.xs[0] - 3, grid.xs[-1] + 3))
        top, bottom = (round(float(y) * share) for y in (grid.ys[0] - 3, grid.ys[-1] + 3))
        out[max(top, 0) : bottom, max(x0, 0) : x1] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(out, connectivity=8)
    x, y, width, height, area = stats[:count].T
    rows, columns = out.shape
    edge = (x == 0) | (y == 0) | (x + width == columns) | (y + height == rows)
    longest = np.maximum(width, height)
    side = max(round(BLOT * share), 1)
    thick = cv2.morphologyEx(out, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    for box in filter(is_line, seen):
        thick[box.top : box.bottom, box.x0 : box.x1] = 0
    blot = np.bincount(labels[thick > 0], minlength=count) > 0.5 * area
    keep = ~(edge | (longest > 72 * share) | blot)
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)


def _crop(grey: Grey, line: InkBox) -> tuple[Grey, int]:
    """The picture of a line with white around it, and the column where it begins."""
    above, side = round(line.height * MARGIN), round(line.height * SIDE)
    x0 = max(line.x0 - side, 0)
    return grey[max(line.top - above, 0) : line.bottom + above, x0 : line.x1 + side], x0


def read_lines(grey: Grey, lines: Sequence[InkBox], deadline: Deadline) -> list[ScannedLine]:
    """What lines of a picture say."""
    crops = [_crop(grey, line) for line in lines]
    read = recognise([crop for crop, _ in crops], deadline)
    return [
        ScannedLine(line, start, one)
        for line, (_, start), one in zip(lines, crops, read, strict=True)
    ]


def corrected(line: ScannedLine, em: float, marks: MarkWidths) -> ScannedLine:
    """The line with marks, spaces and dashes as their places tell."""
    stretched = max(em, min(pitch(line), 1.15 * em))
    read = without_set_white(line.read, em)
    read = with_unsure_numerals(full_or_half(read, em, marks))
    read = with_dashes(with_spaces(read, em, stretched))
    read = with_unsure_gaps(with_unsure_letters(read), stretched)
    read = with_unsure_ends(read, line.ink.x0 - line.start, line.ink.x1 - line.start, stretched)
    return ScannedLine(line.ink, line.start, read)


def _with_unsure_at_pen(lines: list[ScannedLine], sheet: Sheet) -> list[ScannedLine]:
    """The lines with what marks of a pen touch unsure: it may be struck out or written by hand."""
    marks, frame, share = sheet.picture.blue, sheet.frame, 72 / sheet.picture.dpi
    if not marks:
        return lines
    _, _, width, height = frame.box
    out = []
    for line in lines:
        y = (line.ink.top + line.ink.bottom) / 2 * share
        places = [frame.shown_point((line.start + x) * share, y) for x in line.read.middles]
        touched = [
            at
            for at, (right, down) in enumerate(places)
            if any(mark.covers(right / width, down / height) for mark in marks)
        ]
        out.append(replace(line, read=line.read.doubted(touched)))
    return out


def _with_unsure_cells(
    lines: Sequence[ScannedLine], owners: Sequence[int], cells: AbstractSet[int]
) -> list[ScannedLine]:
    """The lines with all unsure in some cells."""
    return [
        replace(line, read=line.read.doubted(range(len(line.read.text))))
        if owner in cells
        else line
        for line, owner in zip(lines, owners, strict=True)
    ]


def _strictly(line: ScannedLine, em: float) -> ScannedLine:
    """A line of a coarse page with all unsure that may be wrong."""
    stretched = max(em, min(pitch(line), 1.15 * em))
    return ScannedLine(line.ink, line.start, with_unsure_traces(line.read, stretched))
