"""A Chinese number is read in one place: pages, dates, labels and counts of offices ask it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.extract.formats.label_numbers import format_number
from dutylist.extract.lists.cover_dates import read_date
from dutylist.extract.lists.row_numbers import read_number
from dutylist.extract.offices.vague import count_of
from dutylist.extract.pages.page_numbers import printed_number
from dutylist.records.labels import label_of
from dutylist.records.numerals import from_han

NUMBERS = {
    "三": 3, "两": 2, "十": 10, "十二": 12, "二十": 20, "二十三": 23, "一十二": 12, "一百": 100,
    "一百零三": 103, "一百〇三": 103, "一〇三": 103, "一零三": 103, "一百一十": 110,
    "一百十二": 112,
    "九百九十九": 999, "一千零三": 1003, "两千零二十五": 2025, "二〇二五": 2025, "二○二五": 2025,
    "2〇25": 2025, "１２": 12, "12": 12, "〇": 0,
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number(text: str) -> None:
    assert from_han(text) == NUMBERS[text]


@pytest.mark.parametrize(
    "text", ["", "十三五", "三二十", "二十零三", "一百三", "百", "十百", "两三", "多", "三个", "-3"]
)
def test_no_number(text: str) -> None:
    assert from_han(text) is None


@given(
    st.integers(0, 9999),
    st.sampled_from(["chineseCounting", "chineseCountingThousand", "ideographDigital", "decimal"]),
)
def test_what_word_writes_in_its_lists_is_read_back(number: int, kind: str) -> None:
    assert from_han(format_number(number, kind)) == number


def test_all_who_read_numbers_read_them_alike() -> None:
    assert printed_number("第一〇三页") == printed_number("第一百零三页") == 103
    assert read_date("二〇二五年十二月二十三日") == "2025-12-23"
    assert read_date("２０２５年７月") == "2025-07"
    digits = ("2025-07", "2025.7.5", "2025/12", "填报时间：2025-8-12", "白政发2025-12", "2025-13")
    assert [read_date(text) for text in digits] == [
        *("2025-07", "2025-07-05", "2025-12", "2025-08-12", "", ""),
    ]
    assert [count_of(text) for text in ("两", "十", "3", "多")] == [2, 10, 3, 0]
    labels = [label_of(f"{number}、事项") for number in ("三", "十二", "二十三", "十三五", "一二")]
    assert [label.number if label else None for label in labels] == [3, 12, 23, None, None]


@pytest.mark.parametrize(
    ("printed", "number"),
    [("1√", 1), ("✓ 12", 12), (".17", 17), ("·20", 20), ("，3.", 3), ("1.2", None), ("★3", None)],
)
def test_ticks_and_specks_are_no_part_of_a_number(printed: str, number: int | None) -> None:
    assert read_number(printed) == number


def test_numbers_of_duties_digit_by_digit() -> None:
    assert list(map(read_number, ("〇一", "一〇", "○三", "一二"))) == [1, 10, 3, 12]
