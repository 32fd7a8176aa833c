"""The letters of a sheet's columns and their numbers from 1, and other numbers in its parts."""

from __future__ import annotations

from dutylist.extract.formats.label_numbers import letters


def column_number(column: str) -> int:
    """27 for AA."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """AA for 27."""
    return letters(number).upper()


def whole_number(text: str) -> int:
    """The number that a text of up to nine digits is; -1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
