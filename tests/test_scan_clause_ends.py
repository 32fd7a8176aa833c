"""Clauses of a scanned page that have lost the mark at their end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dutylist.extract.formats.scan import page
from dutylist.extract.formats.scan.clause_ends import with_unsure_lost_marks
from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import read_lines, read_sheet
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.recognise import ReadLine
from dutylist.extract.formats.scan.sheets import upright_sheets
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.pages.layout import FoundTable
from dutylist.extract.source import UNSURE
from tests.fixtures.scans import scanned_page
from tests.fixtures.short_list import short_list

WHOLE = ("1.开展巡查；", "2.上报隐患；", "3.做好宣传。")
INNER = ("1.开展巡查；", "2.上报隐患", "3.做好宣传。")
OUTER = ("1.开展巡查；", "2.上报隐患；", "3.做好宣传")


def line(text: str) -> ScannedLine:
    count = len(text)
    read = ReadLine(text, tuple(map(float, range(count))), (1.0,) * count, ("",) * count)
    return ScannedLine(InkBox(0, 0, 30 * count, 30), 0.0, read)


def doubtful(cells: list[tuple[str, ...]], *, coarse: bool = False) -> list[str]:
    """The lines with a doubtful end of a page with these cells."""
    lines = [line(text) for cell in cells for text in cell]
    owners = [at for at, cell in enumerate(cells) for _ in cell]
    found = with_unsure_lost_marks(lines, owners, coarse=coarse)
    for one in found:
        assert all(sure >= UNSURE for sure in one.read.confidences[:-1])
    return [one.read.text for one in found if one.read.confidences[-1] < UNSURE]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param([WHOLE] * 4, [], id="none"),
        pytest.param([WHOLE, WHOLE, INNER], [INNER[1]], id="one within a cell"),
        pytest.param([INNER] * 3, [], id="half of them: the page has none"),
        pytest.param([WHOLE, INNER], [INNER[1]], id="one of four"),
        pytest.param([(INNER[1], INNER[2])], [], id="of too few nothing is told"),
        pytest.param([WHOLE, WHOLE, WHOLE, OUTER], [OUTER[2]], id="one at a cell's end"),
        pytest.param([OUTER] * 4, [], id="cells end without a stop"),
        pytest.param([WHOLE] * 3 + [("矿产资源",)], [], id="a name has no clauses"),
        pytest.param([WHOLE] * 3 + [("1.开展巡查和", "整治；", "2.上报。")], [], id="a line's end"),
    ],
)
def test_ends_of_clauses_without_a_mark_are_doubtful_where_nearly_all_have_one(
    cells: list[tuple[str, ...]], told: list[str]
) -> None:
    assert doubtful(cells) == told


def test_on_a_coarse_page_all_ends_within_cells_without_a_mark_are_doubtful() -> None:
    assert doubtful([INNER] * 3, coarse=True) == [INNER[1]] * 3
    assert doubtful([WHOLE] * 3, coarse=True) == []


def test_of_a_page_that_is_read_an_end_without_a_mark_is_doubtful(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the mark has faded, no ink tells of it."""
    whole = scanned_page(short_list(), 4, 200).convert("L")
    upper = np.asarray(whole.crop((0, 0, whole.width, whole.height // 2)))
    (sheet,) = upright_sheets(Picture(1, upper, 200.0), NEVER)
    lost: list[str] = []

    def faded(*given: object) -> list[ScannedLine]:
        lines = read_lines(*given)  # type: ignore[arg-type]
        at = next(
            at
            for at, (one, two) in enumerate(pairwise(lines))
            if one.read.text.endswith("；") and two.read.text[:2] in ("2.", "3.")
        )
        read, ink = lines[at].read, lines[at].ink
        read = read.picked(range(len(read.text) - 1))
        lines[at] = replace(lines[at], read=read, ink=replace(ink, x1=ink.x1 - ink.height))
        lost.append(read.text)
        return lines

    monkeypatch.setattr(page, "read_lines", faded)
    found = [
        line
        for block in read_sheet(sheet).blocks
        for cell in (block.cells if isinstance(block, FoundTable) else ())
        for line in cell.lines
        if line.text in lost
    ]
    assert [line.confidences[-1] < UNSURE for line in found] == [True]


def test_lines_outside_tables_are_no_cell() -> None:
    lines = [line(text) for text in (*WHOLE, *WHOLE, "职责清单", "一、党的建设")]
    owners = [0] * 3 + [1] * 3 + [-1] * 2
    assert with_unsure_lost_marks(lines, owners, coarse=True) == lines
