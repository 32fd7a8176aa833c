"""A cell cut into its clauses is still the cell."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.app.web.duty_view import cut_into_clauses
from dutylist.app.web.listing import hits
from dutylist.records.model import Span

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_clauses_that_run_on_are_pieces_of_their_own() -> None:
    cell = "1.制定规划； 2.组织扑\n救。 3.培训"
    spans = [("a", Span(1, 0, 7)), ("b", Span(1, 8, 16)), ("c", Span(1, 17, 21))]
    assert cut_into_clauses(cell, spans) == (
        (("a", "1.制定规划；"), ("", " "), ("b", "2.组织扑")),
        (("", "救。"), ("", " "), ("c", "3.培训")),
    )


@given(st.text(st.sampled_from("甲乙1. ；\n\u3000"), max_size=30), st.sets(st.integers(0, 30)))
def test_all_pieces_together_are_the_cell(cell: str, cuts: set[int]) -> None:
    edges = sorted(cut for cut in cuts if cut <= len(cell))
    spans = [(str(a), Span(1, a, b)) for a, b in pairwise(edges)]
    pieces = cut_into_clauses(cell, spans)
    assert "\n".join("".join(text for _, text in paragraph) for paragraph in pieces) == cell
    anchors = [anchor for paragraph in pieces for anchor, _ in paragraph if anchor]
    assert len(set(anchors)) == len(anchors)


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_what_was_searched_changes_no_text(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in hits(text, tuple(words))) == text
