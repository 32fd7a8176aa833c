"""How sure the reading of a scanned cell is, character by character and clause by clause."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from dutylist.extract.lists.seams import cell_text, joined_parts
from dutylist.extract.source import UNSURE, Cell
from dutylist.records.model import Box, Clause, Doubt, Duty


def with_doubts(duty: Duty, cells: Sequence[Cell]) -> Duty:
    """The duty with what is doubtful in its cells, and each clause with its confidence; the duty
    itself where it was not read from a scan."""
    sure = [_cell_confidences(cell) for cell in cells]
    if not any(sure):
        return duty
    return replace(
        duty,
        doubts=tuple(
            doubt
            for column, (cell, own) in enumerate(zip(cells, sure, strict=True), start=1)
            for doubt in _doubts(column, cell, own)
        ),
        department_clauses=_with_confidence(duty.department_clauses, sure),
        township_clauses=_with_confidence(duty.township_clauses, sure),
    )


def _cell_confidences(cell: Cell) -> tuple[float, ...]:
    """One confidence for each character of the cell's text over all pages."""
    if not any(part.confidences for part in cell.parts):
        return ()
    out: list[float] = []
    for part, text in joined_parts(cell):
        own = part.confidences or (1.0,) * len(part.text)
        out += [1.0] * (len(text) - len(own))
        out += own
    return tuple(out)


def _doubts(column: int, cell: Cell, sure: tuple[float, ...]) -> list[Doubt]:
    """Runs of unsure characters, and the corrected ones, in order."""
    corrected: dict[int, str] = {}
    start = 0
    lines: list[tuple[int, int, Box]] = []
    for part, text in joined_parts(cell):
        seam = start + len(text) - len(part.text)
        corrected.update((seam + index, read) for index, read in part.readings)
        lines += ((seam + first, seam + end, box) for first, end, box in part.lines)
        start += len(text)
    out: list[Doubt] = []
    for index, confidence in enumerate(sure):
        if index in corrected:
            out.append(Doubt(column, index, index + 1, round(confidence, 3), corrected[index]))
        elif confidence < UNSURE:
            before = out[-1] if out else None
            if before and before.end == index and not before.read:
                least = min(before.confidence, round(confidence, 3))
                out[-1] = replace(before, end=index + 1, confidence=least)
            else:
                out.append(Doubt(column, index, index + 1, round(confidence, 3)))
    text = cell_text(cell)
    return [replace(doubt, box=_place(doubt, text, lines)) for doubt in out]


def _place(doubt: Doubt, text: str, lines: Sequence[tuple[int, int, Box]]) -> Box | None:
    """Where the doubtful characters stand: their share of their printed line, by the widths that
    characters usually have. Where they go on in the next line, the first line's."""
    for start, end, box in lines:
        if not start <= doubt.start < end:
            continue
        edges = list(accumulate((_width(one) for one in text[start:end]), initial=0.0))
        em = (box.x1 - box.x0) / edges[-1]
        x0, x1 = (edges[min(at, end) - start] * em for at in (doubt.start, doubt.end))
        return replace(box, x0=round(box.x0 + x0, 2), x1=round(box.x0 + x1, 2))
    return None


def _width(character: str) -> float:
    """An estimate in ems: of narrow letters and digits half of that of a Chinese character."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _with_confidence(
    clauses: tuple[Clause, ...], sure: Sequence[tuple[float, ...]]
) -> tuple[Clause, ...]:
    """Clauses with the confidence of their least certain character."""
    return tuple(
        replace(
            clause,
            confidence=_confidence(clause, sure),
            children=_with_confidence(clause.children, sure),
        )
        for clause in clauses
    )


def _confidence(clause: Clause, sure: Sequence[tuple[float, ...]]) -> float | None:
    span = clause.span
    own = sure[span.cell - 1][span.start : span.end] if span else ()
    return round(min(own), 3) if own else None
