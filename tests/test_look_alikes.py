"""Characters that look like others: kept and printed as they came, compared and searched as the
ones that they look like."""

from __future__ import annotations

import pytest

from dutylist.app.web.listing import hits
from dutylist.compare.editions import compare_editions
from dutylist.records.dictionary import likelier
from dutylist.render.views.official import official_view
from tests.test_rows_become_duties import duty_with

PLAIN = duty_with("1.县公安局每日巡查。")
RADICAL = duty_with("1.县公安局每⽇巡查。")


def test_a_radical_for_its_character_is_typography_no_other_wording() -> None:
    (change,) = compare_editions(PLAIN, RADICAL).changes
    assert change.kinds == ("typography",)
    assert compare_editions(RADICAL, RADICAL).changes[0].kinds == ("same",)


def test_a_radical_is_printed_as_it_came() -> None:
    (row,) = official_view(RADICAL, as_printed=True).lists[0].rows
    assert [part.label + part.text for part in row.cells[4]] == ["1.县公安局每⽇巡查。"]


def test_a_radical_is_found_by_its_character() -> None:
    found = hits("县公安局每⽇巡查。", ("每日",))
    assert found == [("县公安局", False), ("每⽇", True), ("巡查。", False)]


@pytest.mark.parametrize(
    ("text", "index", "possible", "likely"),
    [
        ("中请材料", 0, "由申", "申"),
        ("中请材料", 0, "由", ""),
        ("中请材料", 0, "", ""),
        # What is in a word already is likely enough.
        ("人员", 0, "成", ""),
    ],
)
def test_the_likelier_of_like_characters_is_in_a_word_where_the_text_s_own_is_in_none(
    text: str, index: int, possible: str, likely: str
) -> None:
    assert likelier(text, index, possible) == likely
