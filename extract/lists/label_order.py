"""Scanned labels that their order decides: between 1. and 3. stands 2., whatever was read.

A doubtful character of a label is replaced where exactly one character makes the label that goes on
from the one before to the one behind, both of them read with certainty; at the row's end the
recogniser must have thought of it, too. What was read is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.extract.lists.likely_characters import label_places, with_character
from dutylist.extract.source import UNSURE, CellPart
from dutylist.records.labels import Label, label_at

_LONGEST = 4
"""Characters of the longest label that is looked at: （12）."""

_DIGITS = "0123456789"


@dataclass(frozen=True)
class _Labels:
    """The labels of a cell that were read with certainty, with where they begin, in order."""

    found: tuple[tuple[int, Label], ...]

    def before(self, label: Label, at: int) -> int | None:
        """The number of the label of that style before an offset; 0 where it is the cell's first,
        None where others stand before it."""
        numbers = [one.number for start, one in self.found if start < at and _alike(one, label)]
        return numbers[-1] if numbers else 0 if not any(s < at for s, _ in self.found) else None

    def behind(self, label: Label, at: int) -> int | None:
        """The number of the next label of that style."""
        numbers = (one.number for start, one in self.found if start > at and _alike(one, label))
        return next(numbers, None)


def with_labels_in_order(part: CellPart) -> CellPart:
    """A scanned part of a cell with its doubtful labels as their order asks."""
    labels = _Labels(tuple(_certain(part)))
    for start in label_places(part.text):
        label = label_at(part.text, start)
        if label and labels.before(label, start) == label.number - 1:
            continue
        asked = set(_asked(part, start, labels))
        if len(asked) == 1:
            index, character = asked.pop()
            part = with_character(part, index, character)
    return part


def _certain(part: CellPart) -> Iterator[tuple[int, Label]]:
    for start in label_places(part.text):
        label = label_at(part.text, start)
        if label and min(part.confidences[start : start + len(label.text)]) >= UNSURE:
            yield start, label


def _asked(part: CellPart, start: int, labels: _Labels) -> Iterator[tuple[int, str]]:
    """Index and character that would make the label in order there."""
    others = dict(part.others)
    marks = {one.text[-1] for _, one in labels.found}
    for index in range(start, min(start + _LONGEST, len(part.text))):
        if part.confidences[index] >= UNSURE:
            continue
        for character in {*_DIGITS, *marks} - {part.text[index]}:
            label = label_at(part.text[:index] + character + part.text[index + 1 :], start)
            if label is None or not index < start + len(label.text):
                continue
            if labels.before(label, start) != label.number - 1:
                continue
            behind = labels.behind(label, start)
            thought_of = behind is None and character in others.get(index, "")
            if behind == label.number + 1 or thought_of:
                yield index, character


def _alike(one: Label, other: Label) -> bool:
    """Whether both are written in one way: 1. is no 1、."""
    return (one.style, one.text[-1]) == (other.style, other.text[-1])
