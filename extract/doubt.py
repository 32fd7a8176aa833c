"""How sure the reading of a scanned cell is, character by character and clause by clause."""

from __future__ import annotations

from collections.abc import Sequence

from extract.printed_lines import PrintedLine


def confidences(text: str, lines: Sequence[PrintedLine]) -> tuple[float, ...]:
    """One confidence for each character of a cell's text made of scanned lines; what stands
    between the lines is certain. Empty where the lines were printed as text."""
    if not any(line.confidences for line in lines):
        return ()
    out: list[float] = []
    for line in lines:
        at = text.index(line.text, len(out))
        out += [1.0] * (at - len(out))
        out += line.confidences or [1.0] * len(line.text)
    out += [1.0] * (len(text) - len(out))
    return tuple(out)
