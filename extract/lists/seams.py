"""The parts of a cell that stand on several pages, joined."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.extract.source import Cell, CellPart
from dutylist.records.labels import DIGIT, label_of
from dutylist.records.patterns import Pattern

_RUN_ON = Pattern(rf"[；;。]\s*{DIGIT}")


def cell_text(cell: Cell) -> str:
    """The whole text of a cell, its parts on several pages joined."""
    # Most cells stand on one page.
    if len(cell.parts) == 1:
        return cell.parts[0].text
    return "".join(text for _, text in joined_parts(cell))


def joined_parts(cell: Cell) -> Iterator[tuple[CellPart, str]]:
    """Each part of a cell with its text, preceded by what the page break stands for.

    That is nothing where a paragraph goes on, a newline where a new one begins, and a space
    where the next of several run-on clauses begins.
    """
    before = ""
    open_end = False
    for part in cell.parts:
        if not part.text:
            continue
        seam = _seam(before, open_end, part.text) if before else ""
        yield part, seam + part.text
        before += seam + part.text
        open_end = part.open_end


def _seam(before: str, open_end: bool, after: str) -> str:
    if not open_end:
        return "\n"
    if before[-1:].isspace():
        return ""
    if before.rstrip()[-1:] in "。；;：:" and label_of(after):
        paragraph = before.rsplit("\n", 1)[-1]
        return " " if _RUN_ON.search(paragraph) else "\n"
    both_latin = before[-1:].isascii() and after[:1].isascii()
    return " " if both_latin and before[-1:].isalpha() and after[:1].isalpha() else ""
