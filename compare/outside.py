"""Texts that stand outside the lists, each whole: a page's lines cut sentences in two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dutylist.compare.wording import fold
from dutylist.records.model import DutyList

_ENDS = frozenset("。;!?:")
_WITHIN = frozenset(",、;:。")


def texts_outside(edition: DutyList) -> list[str]:
    """What the notes of an edition quote from outside the lists, in their order. On a page, a line
    that is a sentence without its end goes on in the lines below, up to that end."""
    notes = [(one.page, text) for one in edition.notes if (text := one.outside)]
    found: list[str] = []
    for page, group in groupby(notes, key=lambda one: one[0]):
        lines = [text for _, text in group]
        found += _joined(lines) if page else lines
    return found


def _joined(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        end = at + 1
        if not _is_ended(lines[at]) and _WITHIN & set(fold(lines[at])):
            ended = (place for place in range(end, len(lines)) if _is_ended(lines[place]))
            end = next(ended, at) + 1
        yield "".join(lines[at:end])
        at = end


def _is_ended(line: str) -> bool:
    return fold(line)[-1:] in _ENDS
