"""Sizes that would not come to an end where the work grew with the square of one cell or line."""

from __future__ import annotations

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.source import Table

HEADER = "序号\t事项类别\t事项名称\n1\t经济发展\t"


WORDS = "负责统筹协调辖区内的工作" * 8


def repr_end(piece: str) -> str:
    """A short name for a case."""
    return repr(piece[:1] + piece[-2:])


@pytest.mark.parametrize(
    "piece", [f"{WORDS}\t", f"{WORDS},", f'"{WORDS}"\t', f'"{WORDS}\t'], ids=repr_end
)
def test_a_line_of_many_cells(piece: str) -> None:
    """Millions of characters on one line, cut at each tab, comma or quotation mark."""
    assert second_cell(HEADER + piece * 60_000) == "事项类别"


@pytest.mark.parametrize("piece", [" ", "|-", "|", "\t.", "**a", "<p ", '"'])
def test_a_line_of_one_sign(piece: str) -> None:
    """Signs that a pattern could begin at again and again."""
    assert second_cell(HEADER + piece * 150_000) == "事项类别"


def second_cell(text: str) -> str:
    """The second cell of a text's first table."""
    blocks = read_text(text, "清单.txt").blocks
    return next(block for block in blocks if isinstance(block, Table)).rows[0].cells[1].text
