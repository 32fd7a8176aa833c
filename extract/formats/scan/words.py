"""What the words of the language tell of a reading, over the ends of a cell's lines, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dutylist.extract.formats.scan.marks import is_ideograph
from dutylist.extract.formats.scan.recognise import ReadLine, is_common
from dutylist.extract.source import UNSURE
from dutylist.records.dictionary import in_words, likelier

SINGLE_SURE = 0.99
"""A character of no word is doubtful below this: nothing but its picture speaks for it (土 for 上
was read with 0.96 to 0.98). On 170,000 characters of sound and poor pages 76 more were doubtful."""


def weighed(reads: Sequence[ReadLine], owners: Sequence[int]) -> list[ReadLine]:
    """The readings of a page's lines with the characters doubtful that words speak against, or no
    word for. Lines of one owner follow one another; -1 stands for nobody."""
    return [
        with_unsure_singles(with_words(read, before, after), before, after)
        for read, (before, after) in zip(reads, neighbours(reads, owners), strict=True)
    ]


def neighbours(reads: Sequence[ReadLine], owners: Sequence[int]) -> list[tuple[str, str]]:
    """The text of the line before and of the line after each in the same cell."""
    seams = [one == two and one >= 0 for one, two in pairwise(owners)]
    before = ["", *(read.text * seam for read, seam in zip(reads[:-1], seams, strict=True))]
    after = [*(read.text * seam for read, seam in zip(reads[1:], seams, strict=True)), ""]
    return list(zip(before, after, strict=False))


def with_words(read: ReadLine, before: str = "", after: str = "") -> ReadLine:
    """The reading with those characters doubtful instead of which the dictionary holds one of the
    faint ones for likelier."""
    text = before + read.text + after
    others = list(read.others)
    doubtful = []
    for index, possible in enumerate(read.faint):
        if read.confidences[index] < UNSURE or not _is_usual_ideograph(read.text[index]):
            continue
        usual = "".join(filter(_is_usual_ideograph, possible))
        if found := likelier(text, len(before) + index, usual):
            doubtful.append(index)
            others[index] = found + others[index].replace(found, "")
    return replace(read, others=tuple(others), faint=()).doubted(doubtful)


def with_unsure_singles(read: ReadLine, before: str = "", after: str = "") -> ReadLine:
    """The reading with the Chinese characters doubtful of no word and no near certainty."""
    words = in_words_over(read, before, after)
    return read.doubted(
        [
            index
            for index, (one, sure, word) in enumerate(
                zip(read.text, read.confidences, words, strict=True)
            )
            if sure < SINGLE_SURE and not word and is_ideograph(one)
        ]
    )


def in_words_over(read: ReadLine, before: str, after: str) -> list[bool]:
    """Whether each character of a line stands in a word, over the line's ends, too."""
    start = len(before)
    return in_words(before + read.text + after)[start : start + len(read.text)]


def _is_usual_ideograph(character: str) -> bool:
    return is_ideograph(character) and is_common(character)
