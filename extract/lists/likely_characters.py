"""Scanned characters that words decide: the list's own, the offices' names, and the language's.

What the recogniser doubts it gives with what else it may be. Where one of these makes words that
stand elsewhere, read with certainty, and what was read makes none, it is taken: 整政任务 beside
整改任务, 林业和草原屙 beside 林业和草原局; else where it makes a word of the dictionary and what
was read stands alone (填报1作). A colon before the next number of a row of clauses is the semicolon
that ends the clause. What was read is kept, so that a person sees both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from dutylist.extract.source import UNSURE, CellPart, Row, SourceDocument, Table
from dutylist.records.dictionary import stands_alone
from dutylist.records.labels import label_at

_WIDTH = 3
"""Characters of a word's piece: two are too like one another (于续, 手续), four too rare."""

_ENOUGH = 2
"""So many pieces, or one so many times, decide: a single one may be chance."""

_BEFORE_LABEL = frozenset("。；;：:\n ")

_COLONS = {"：": "；", ":": ";"}


def with_likely_characters(document: SourceDocument, said: Iterable[str] = ()) -> SourceDocument:
    """The document with doubtful characters replaced by what its own words, and those of the texts
    `said`, make of them; the document itself where nothing was read from a picture."""
    if not any(part.others for part in _parts(document)):
        return document
    words = _pieces_read(document) + _pieces_said(tuple(said))
    return _mapped(document, lambda part: _with_ends(_with_words(part, words)))


def _parts(document: SourceDocument) -> Iterator[CellPart]:
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.parts


def _mapped(document: SourceDocument, change: Callable[[CellPart], CellPart]) -> SourceDocument:
    """The document with the parts of its cells that were read from pictures changed."""

    def changed(row: Row) -> Row:
        cells = (
            replace(
                cell, parts=tuple(change(one) if one.confidences else one for one in cell.parts)
            )
            for cell in row.cells
        )
        return replace(row, cells=tuple(cells))

    return replace(
        document,
        blocks=tuple(
            replace(block, rows=tuple(map(changed, block.rows)))
            if isinstance(block, Table)
            else block
            for block in document.blocks
        ),
    )


def _pieces_read(document: SourceDocument) -> Counter[str]:
    """The pieces of words in tables, each character of which is certain, and how often."""
    return Counter(
        part.text[start : start + _WIDTH]
        for part in _parts(document)
        for start in range(len(part.text) - _WIDTH + 1)
        if not part.confidences or min(part.confidences[start : start + _WIDTH]) >= UNSURE
    )


@lru_cache(maxsize=1)
def _pieces_said(texts: tuple[str, ...]) -> Counter[str]:
    """The pieces of words in texts, and how often. Kept: who asks why rows were read as they were
    asks once more for the same file."""
    return Counter(
        text[start : start + _WIDTH] for text in texts for start in range(len(text) - _WIDTH + 1)
    )


def _with_words(part: CellPart, words: Counter[str]) -> CellPart:
    corrected = {index for index, _ in part.readings}
    for index, others in part.others:
        if part.confidences[index] >= UNSURE or index in corrected:
            continue
        possible = [one for one in others if "一" <= one <= "鿿"]
        likely = [one for one in possible if _makes(part, index, one, words)]
        if not likely and stands_alone(part.text, index, part.text[index]):
            likely = [one for one in possible if not stands_alone(part.text, index, one)]
        if len(likely) == 1 and not _heard(part, index, part.text[index], words):
            part = with_character(part, index, likely[0])
    return part


def _makes(part: CellPart, index: int, character: str, words: Counter[str]) -> bool:
    """Whether the character makes words there that are known for certain."""
    heard = _heard(part, index, character, words)
    return len(heard) >= _ENOUGH or sum(heard) >= _ENOUGH


def _heard(part: CellPart, index: int, character: str, words: Counter[str]) -> list[int]:
    """How often each known piece was read that has the character in that place."""
    text = part.text[:index] + character + part.text[index + 1 :]
    starts = range(max(index - _WIDTH + 1, 0), min(index, len(text) - _WIDTH) + 1)
    counts = (words[text[start : start + _WIDTH]] for start in starts)
    return [count for count in counts if count]


def _with_ends(part: CellPart) -> CellPart:
    """A colon before the next number becomes the semicolon that it was misread for."""
    numbers: dict[str, int] = {}
    for index in label_places(part.text):
        label = label_at(part.text, index)
        if not label:
            continue
        before = len(part.text[:index].rstrip()) - 1
        if before > 0 and numbers.get(label.style) == label.number - 1 > 0:
            end = _COLONS.get(part.text[before])
            if end:
                part = with_character(part, before, end)
        numbers[label.style] = label.number
    return part


def label_places(text: str) -> Iterator[int]:
    """Where a label may stand: at the beginning, and behind what ends a clause or leads to it."""
    for at, character in enumerate(text):
        if not character.isspace() and (not at or text[at - 1] in _BEFORE_LABEL):
            yield at


def with_character(part: CellPart, index: int, character: str) -> CellPart:
    """The part with another character at an index of its text; what was read is kept."""
    return replace(
        part,
        text=part.text[:index] + character + part.text[index + 1 :],
        readings=(*part.readings, (index, part.text[index])),
    )
