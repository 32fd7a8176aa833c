"""Columns at a table's sides that are the margins of the sheet: its own edges were taken for
upright rulings."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.pages.layout import FoundTable


def without_empty_sides(table: FoundTable) -> FoundTable:
    """The table without its first and last columns as long as no cell of theirs holds a line; a
    cell that reaches into the next column keeps its own."""
    left, right = 0, table.columns
    while left < right and _is_empty(table, left):
        left += 1
    while right > left and _is_empty(table, right - 1):
        right -= 1
    if right == left or right - left == table.columns:
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
