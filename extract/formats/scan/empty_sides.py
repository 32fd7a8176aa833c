"""Columns at a table's sides that are the margins of the sheet: its own edges were taken for
upright rulings."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.pages.layout import FoundTable

EDGE = 3.0
"""A table's side within so many points of the sheet's edge is that edge: no table is printed
there, and columns between rulings, empty on a page that begins with the end of a row, are kept."""


def without_empty_sides(table: FoundTable, width: float) -> FoundTable:
    """The table without its first and last column where these begin and end at the edges of the
    sheet, which is so many points wide, and no cell of theirs holds a line; a cell that reaches
    into the next column keeps its own."""
    begin = min((cell.x0 for cell in table.cells), default=0.0)
    end = max((cell.x1 for cell in table.cells), default=0.0)
    left = int(begin < EDGE and _is_empty(table, 0))
    right = table.columns - int(end > width - EDGE and _is_empty(table, table.columns - 1))
    if not 0 < right - left < table.columns:
        return table
    cells = tuple(
        replace(cell, place=replace(place, left=place.left - left, right=place.right - left))
        for cell in table.cells
        if left <= (place := cell.place).left and place.right <= right
    )
    return replace(table, columns=right - left, cells=cells)


def _is_empty(table: FoundTable, column: int) -> bool:
    own = [cell for cell in table.cells if cell.place.left <= column < cell.place.right]
    return all(not cell.lines and cell.place.right - cell.place.left == 1 for cell in own)
