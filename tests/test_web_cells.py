"""A cell cut into its clauses is still the cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dutylist.app.web.duty_view import cut_into_clauses
from dutylist.app.web.listing import hits


def test_clauses_that_run_on_are_pieces_of_their_own() -> None:
    cell = "1.制定规划； 2.组织扑\n救。 3.培训"
    clauses = [("a", "1.制定规划；"), ("b", "2.组织扑救。"), ("c", "3.培训")]
    assert cut_into_clauses(cell, clauses) == (
        (("a", "1.制定规划；"), ("", " "), ("b", "2.组织扑")),
        (("", "救。"), ("", " "), ("c", "3.培训")),
    )


def test_a_clause_that_is_not_there_has_no_piece() -> None:
    assert cut_into_clauses("甲。乙。", [("a", "丙。"), ("b", "乙。")]) == (
        (("", "甲。"), ("b", "乙。")),
    )


texts = st.text(st.sampled_from("甲乙1. ；\n\u3000"), max_size=30)


@given(texts, st.lists(texts, max_size=5))
def test_all_pieces_together_are_the_cell(cell: str, clauses: list[str]) -> None:
    pieces = cut_into_clauses(cell, [(str(n), text) for n, text in enumerate(clauses)])
    assert "\n".join("".join(text for _, text in paragraph) for paragraph in pieces) == cell
    anchors = [anchor for paragraph in pieces for anchor, _ in paragraph if anchor]
    assert len(set(anchors)) == len(anchors)


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_what_was_searched_changes_no_text(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in hits(text, tuple(words))) == text
