"""A picture of a page becomes tables of printed lines, and lines outside them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from dutylist.extract.formats.scan.lines import InkBox, Region, ink_lines, without_specks
from dutylist.extract.formats.scan.picture import Grey, Picture
from dutylist.extract.formats.scan.recognise import recognise
from dutylist.extract.formats.scan.rulings import find_rulings
from dutylist.extract.formats.scan.text import (
    ScannedLine,
    em_of,
    full_or_half,
    pitch,
    scanned_lines,
    with_dashes,
    with_spaces,
)
from dutylist.extract.formats.scan.upright import TiltedFrame, dark, levelled, tilt_of, turned
from dutylist.extract.pages.layout import FoundPage, FoundTable, found_table
from dutylist.extract.pages.page import Frame
from dutylist.extract.pages.printed_lines import PrintedLine
from dutylist.extract.pages.rulings import Grid, places, tables

INSET = 1.2
"""Text keeps so many points from the middle of a ruling."""

MARGIN = 0.18
"""White above and below a line in its picture, as a share of the ink's height."""

SIDE = 0.25
"""White at either side of a line in its picture, likewise."""

WELL_READ = 0.65
"""A page that stands upright has at least this: mean confidence of its long lines times their
share. The recogniser also reads characters that lie on their side, but they make short lines."""

SAMPLE = 6
"""So many lines tell whether a page stands upright."""

LONG = 3
"""They are so many times as long as high: single characters read well whichever way they lie."""


@dataclass(frozen=True)
class UprightPage:
    """A page made level: its picture, the frame back to the page as it was, its tables, and the
    ink of its lines, each with its owner: the number of a cell over all tables, or -1."""

    picture: Picture
    frame: TiltedFrame
    grids: tuple[Grid, ...]
    lines: tuple[InkBox, ...]
    owners: tuple[int, ...]


def read_picture(picture: Picture, deadline: float = math.inf) -> FoundPage:
    """The tables and lines of a scanned page, in reading order, whichever way it was laid.

    Raises OutOfTimeError after `deadline` (of `time.monotonic`).
    """
    return lay_out_scan(upright_page(picture, deadline), deadline)


def unread_page(picture: Picture, why: str) -> FoundPage:
    """A page that could not be read, with a note that says so."""
    height, width = picture.grey.shape
    sheet = (0.0, 0.0, width * 72 / picture.dpi, height * 72 / picture.dpi)
    note = f"这一页没有读入：{why}。请重新扫描这一页，或对照原件补录"
    return FoundPage(
        picture.number, Frame(sheet, 0, 0), (), 0.0, 0, 0, 0, scanned=True, notes=(note,)
    )


def upright_page(picture: Picture, deadline: float = math.inf) -> UprightPage:
    """The page turned so that its lines read well. Raises as `read_picture`."""
    page = level_page(picture, 0)
    if not page.lines or _well_read(page, deadline) >= WELL_READ:
        return page
    pages = [page, *(level_page(picture, quarters) for quarters in (1, 3, 2))]
    return max(pages, key=lambda page: _well_read(page, deadline))


def level_page(picture: Picture, quarters: int) -> UprightPage:
    """The page after quarter turns clockwise, made level, with its tables and lines found."""
    height, width = picture.grey.shape
    sheet = (0.0, 0.0, width * 72 / picture.dpi, height * 72 / picture.dpi)
    standing = turned(picture, quarters)
    tilt = tilt_of(standing)
    level = levelled(standing, tilt)
    ink = dark(level.grey)
    found = find_rulings(ink, level.dpi)
    grids = tuple(tables(found.rulings))
    text = without_specks(ink & (1 - found.ink), level.dpi)
    regions, owners = _cells(grids, level.dpi)
    boxes = [
        (line, owner)
        for found_lines, owner in zip(ink_lines(text, regions), owners, strict=True)
        for line in found_lines
    ]
    outside = _outside(text, grids, level.dpi)
    rows, columns = outside.shape
    (lines,) = ink_lines(outside, [Region(0, 0, columns, rows)])
    boxes += [(line, -1) for line in lines]
    return UprightPage(
        level,
        TiltedFrame(sheet, 0, quarters, tilt),
        grids,
        tuple(line for line, _ in boxes),
        tuple(owner for _, owner in boxes),
    )


def _cells(grids: tuple[Grid, ...], dpi: float) -> tuple[list[Region], list[int]]:
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


def _outside(text: Grey, grids: tuple[Grid, ...], dpi: float) -> Grey:
    """The ink outside the tables, without the dark edges that scanners leave."""
    out = text.copy()
    share = dpi / 72
    for grid in grids:
        x0, x1 = (round(float(x) * share) for x in (grid.xs[0] - 3, grid.xs[-1] + 3))
        top, bottom = (round(float(y) * share) for y in (grid.ys[0] - 3, grid.ys[-1] + 3))
        out[max(top, 0) : bottom, max(x0, 0) : x1] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(out, connectivity=8)
    x, y, width, height = stats[:count, :4].T
    rows, columns = out.shape
    edge = (x == 0) | (y == 0) | (x + width == columns) | (y + height == rows)
    largest = np.maximum(width, height) > 72 * share
    keep = ~(edge | largest)
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)


def _crop(grey: Grey, line: InkBox) -> tuple[Grey, int]:
    """The picture of a line with white around it, and the column where it begins."""
    above, side = round(line.height * MARGIN), round(line.height * SIDE)
    x0 = max(line.x0 - side, 0)
    return grey[max(line.top - above, 0) : line.bottom + above, x0 : line.x1 + side], x0


def _read(page: UprightPage, lines: tuple[InkBox, ...], deadline: float) -> list[ScannedLine]:
    crops = [_crop(page.picture.grey, line) for line in lines]
    read = recognise([crop for crop, _ in crops], deadline)
    return [
        ScannedLine(line, start, one)
        for line, (_, start), one in zip(lines, crops, read, strict=True)
    ]


def _well_read(page: UprightPage, deadline: float) -> float:
    """How well the page stands: the mean confidence of some long lines times the share of all
    lines, by width, that are long."""
    long = [line for line in page.lines if line.x1 - line.x0 > LONG * line.height]
    lines = sorted(long, key=lambda line: line.x1 - line.x0)[len(long) // 2 :][:SAMPLE]
    sure = [c for line in _read(page, tuple(lines), deadline) for c in line.read.confidences]
    if not sure:
        return 0.0
    share = sum(line.x1 - line.x0 for line in long) / sum(line.x1 - line.x0 for line in page.lines)
    return float(np.mean(sure)) * share


def _corrected(line: ScannedLine, em: float) -> ScannedLine:
    """The line with marks, spaces and dashes as their places tell."""
    stretched = max(em, min(pitch(line), 1.15 * em))
    read = with_dashes(with_spaces(full_or_half(line.read, em), em, stretched))
    return ScannedLine(line.ink, line.start, read)


def lay_out_scan(page: UprightPage, deadline: float = math.inf) -> FoundPage:
    """The lines of the page read, each in its cell. Raises as `read_picture`."""
    read = _read(page, page.lines, deadline)
    ems = em_of(read)
    fixed = [_corrected(line, em) for line, em in zip(read, ems, strict=True)]
    lines = scanned_lines(fixed, ems, page.owners, page.picture.dpi)
    blocks: list[PrintedLine | FoundTable] = list(lines.get(-1, ()))
    offset = 0
    for grid in page.grids:
        blocks.append(found_table(grid, offset, lines))
        offset += int(grid.cells.max()) + 1
    blocks.sort(key=lambda block: block.top)
    characters = sum(len(line.read.text) for line in fixed)
    return FoundPage(page.picture.number, page.frame, tuple(blocks), 0.0, characters, 0, 0, True)
