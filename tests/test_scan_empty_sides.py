"""The edges of a photographed sheet are no rulings: what lies between them and the table is no
column."""

from __future__ import annotations

from dataclasses import replace

from dutylist.extract.formats.scan.empty_sides import without_empty_sides
from dutylist.extract.pages.layout import FoundCell, FoundTable, PrintedLine
from dutylist.extract.pages.rulings import Place

LINE = (PrintedLine("党建", 0, 24, 0, 12, 10, 24, 12, 0, 12, 12),)


def cell(row: int, left: int, right: int, lines: tuple[PrintedLine, ...]) -> FoundCell:
    return FoundCell(Place(row, left, row + 1, right), left * 50, row * 20, right * 50, 20, lines)


TABLE = FoundTable(
    2,
    5,
    0.0,
    (
        *(cell(0, 0, 1, ()), cell(0, 1, 2, LINE), cell(0, 2, 3, ()), cell(0, 3, 4, LINE)),
        *(cell(0, 4, 5, ()), cell(1, 0, 1, ()), cell(1, 1, 4, LINE), cell(1, 4, 5, ())),
    ),
)


def shape(table: FoundTable) -> list[tuple[int, int, int]]:
    return [(one.place.top, one.place.left, one.place.right) for one in table.cells]


def test_empty_columns_at_the_sides_are_left_out() -> None:
    found = without_empty_sides(TABLE, 250)
    assert found.columns == 3
    assert shape(found) == [(0, 0, 1), (0, 1, 2), (0, 2, 3), (1, 0, 3)]
    assert [one.x0 for one in found.cells] == [50, 100, 150, 50]


def test_a_column_that_a_cell_reaches_into_stays() -> None:
    wide = tuple(
        cell(1, 0, 4, ()) if one.place == Place(1, 1, 2, 4) else one
        for one in TABLE.cells
        if one.place != Place(1, 0, 2, 1)
    )
    found = without_empty_sides(replace(TABLE, cells=wide), 250)
    assert (found.columns, shape(found)[-1]) == (4, (1, 0, 4))


def test_a_number_in_one_row_keeps_the_column() -> None:
    numbered = replace(TABLE, cells=(cell(0, 0, 1, LINE), *TABLE.cells[1:]))
    assert without_empty_sides(numbered, 250).columns == 4


def test_a_table_without_any_text_stays_as_it_is() -> None:
    empty = FoundTable(1, 1, 0.0, (cell(0, 0, 1, ()),))
    assert without_empty_sides(empty, 50) == empty


def test_empty_columns_between_rulings_stay() -> None:
    """A page may begin with the end of a row: its number and its name stand on the one before."""
    within = replace(
        TABLE, cells=tuple(replace(one, x0=one.x0 + 40, x1=one.x1 + 40) for one in TABLE.cells)
    )
    assert without_empty_sides(within, 330) == within
    assert without_empty_sides(TABLE, 290).columns == 4
