"""Rulings become cells: any table drawn with its rulings in pieces is found as it was drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.extract.pages.rulings import SNAP, Place, Rulings, joined, places, snapped, tables

PAGE = (800.0, 1000.0)


@st.composite
def drawn_tables(draw: st.DrawFn) -> tuple[list[float], list[float], list[Place]]:
    """A table: positions of its upright and level rulings, and its cells."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    widths = draw(st.lists(st.integers(15, 90), min_size=columns, max_size=columns))
    heights = draw(st.lists(st.integers(15, 90), min_size=rows, max_size=rows))
    free = np.ones((rows, columns), dtype=bool)
    cells = []
    for row in range(rows):
        for column in range(columns):
            if not free[row, column]:
                continue
            wide = 1
            while (
                column + wide < columns
                and free[row, column + wide]
                and draw(st.integers(0, 4)) == 0
            ):
                wide += 1
            high = 1
            while (
                row + high < rows
                and wide < columns
                and free[row + high, column : column + wide].all()
                and draw(st.integers(0, 4)) == 0
            ):
                high += 1
            free[row : row + high, column : column + wide] = False
            cells.append(Place(row, column, row + high, column + wide))
    xs = (50 + np.concatenate([[0], np.cumsum(widths)])).astype(float).tolist()
    ys = (60 + np.concatenate([[0], np.cumsum(heights)])).astype(float).tolist()
    return xs, ys, cells


def boxes(xs: list[float], ys: list[float], cells: list[Place], thick: float) -> np.ndarray:
    """The four sides of every cell as thin boxes."""
    out = []
    for cell in cells:
        x0, x1 = xs[cell.left], xs[cell.right]
        y0, y1 = ys[cell.top], ys[cell.bottom]
        half = thick / 2
        out += [(x0, y - half, x1, y + half) for y in (y0, y1)]
        out += [(x - half, y0, x + half, y1) for x in (x0, x1)]
    return np.array(out)


def spans(cells: list[Place]) -> set[int]:
    """Positions that some cell's edge stands on are all that a drawing can show."""
    return {cell.left for cell in cells} | {cell.right for cell in cells}


@given(drawn_tables(), st.sampled_from([0.0, 0.5, 2.0]))
@settings(max_examples=150, deadline=None)
def test_a_drawn_table_is_found_with_its_merged_cells(
    table: tuple[list[float], list[float], list[Place]], thick: float
) -> None:
    xs, ys, cells = table
    used_x = sorted(spans(cells))
    used_y = sorted({cell.top for cell in cells} | {cell.bottom for cell in cells})
    wanted = {
        Place(
            used_y.index(cell.top),
            used_x.index(cell.left),
            used_y.index(cell.bottom),
            used_x.index(cell.right),
        )
        for cell in cells
    }

    found = tables(Rulings.of(boxes(xs, ys, cells, thick), *PAGE))

    if len(used_x) < 3 or len(cells) < 2:
        assert found == []
    else:
        (grid,) = found
        assert set(places(grid.cells).values()) == wanted
        assert np.allclose(grid.xs, [xs[index] for index in used_x])


@given(st.lists(st.floats(0, 500), max_size=30))
def test_snapping_keeps_the_order_and_makes_one_of_what_is_close(values: list[float]) -> None:
    pairs = sorted(zip(values, snapped(values), strict=True))

    for (before, moved), (after, also) in pairwise(pairs):
        assert (moved == also) if after - before <= SNAP else (before < also and moved < after)
        assert moved <= also


def test_double_rulings_and_dashes_are_one() -> None:
    pieces = np.array([[100.0, 10, 50], [101.5, 10, 50], [100.0, 52, 90], [130.0, 10, 90]])

    assert joined(pieces) == [(100.5, 10.0, 90.0), (130.0, 10.0, 90.0)]


@pytest.mark.parametrize("pitch", [12, 14, 18])
def test_headings_between_rows_of_one_line_are_no_gaps_of_a_dashed_ruling(pitch: int) -> None:
    """Every second row is a heading over the whole width: what divides the others stands in
    pieces, short and equally far apart."""
    ys = [100 + pitch * at for at in range(16)]
    sides = [[x, ys[0], x, ys[-1]] for x in (50, 400)]
    pieces = [[110, y, 110, y + pitch] for y in ys[:-1:2]]
    shapes = np.array([[50, y, 400, y] for y in ys] + sides + pieces, dtype=float)

    (grid,) = tables(Rulings.of(shapes, *PAGE))

    widths = [place.right - place.left for place in places(grid.cells).values()]
    assert (widths.count(1), widths.count(2)) == (16, 7)


@pytest.mark.parametrize(("dash", "gap"), [(3, 2), (5, 3), (12, 6)])
def test_a_dashed_ruling_divides_rows_of_one_line(dash: int, gap: int) -> None:
    ys = [100 + 14 * at for at in range(16)]
    sides = [[x, ys[0], x, ys[-1]] for x in (50, 400)]
    pieces = [[110, y, 110, y + dash] for y in range(ys[0], ys[-1], dash + gap)]
    shapes = np.array([[50, y, 400, y] for y in ys] + sides + pieces, dtype=float)

    (grid,) = tables(Rulings.of(shapes, *PAGE))

    assert len(places(grid.cells)) == 30


def test_a_row_cut_by_the_page_has_its_cells_though_no_ruling_closes_it() -> None:
    shapes = np.array(
        [[50, 100, 400, 100]] + [[x, 100, x, 180] for x in (50, 150, 400)], dtype=float
    )

    (grid,) = tables(Rulings.of(shapes, *PAGE))

    assert grid.ys.tolist() == [100.0, 180.0]
    assert len(places(grid.cells)) == 2


def test_a_table_open_at_the_sides_reaches_as_far_as_its_rulings() -> None:
    shapes = np.array(
        [[50, y, 400, y] for y in (100, 140, 180)] + [[150, 100, 150, 180]], dtype=float
    )

    (grid,) = tables(Rulings.of(shapes, *PAGE))

    assert grid.xs.tolist() == [50.0, 150.0, 400.0]
    assert grid.cells.shape == (2, 2)


def test_a_column_merged_from_top_to_bottom_joins_what_stands_beside_it() -> None:
    shapes = np.array(
        [[x, 100, x, 200] for x in (50, 100, 200, 300)]
        + [[a, y, b, y] for y in (130, 160) for a, b in ((50, 100), (200, 300))],
        dtype=float,
    )

    (grid,) = tables(Rulings.of(shapes, *PAGE))

    assert grid.cells.shape == (3, 3)
    assert len(set(grid.cells[:, 1].tolist())) == 1
