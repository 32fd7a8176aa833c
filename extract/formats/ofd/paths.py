"""The outlines of an OFD file as the operators of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path.arc import EllipticalArc

from dutylist.extract.pages.matrices import Matrix, moved

_WORDS = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""The commands of AbbreviatedData, and how many numbers each has (GB/T 33190-2016, table 36)."""

MOST_COMMANDS = 50_000
"""Commands of a path. More are a drawing, not the rulings of a table."""

Point = tuple[float, float]


def outline(data: str | None, matrix: Matrix) -> list[str]:
    """The operators that draw a path's AbbreviatedData, moved by a matrix; nothing where it draws
    nothing. What follows a command that has not its numbers is left out."""
    out: list[str] = []
    at: Point | None = None

    def say(name: str, *points: Point) -> None:
        places = (moved(matrix, *one) for one in points)
        out.append(" ".join(f"{x:.4f} {y:.4f}" for x, y in places) + f" {name}")

    for name, values in _commands(data):
        points = list(zip(values[::2], values[1::2], strict=False))
        if name in "SM":
            say("m", *points)
        elif at is None:
            continue
        elif name == "C":
            out.append("h")
            at = None
            continue
        elif name == "L":
            say("l", *points)
        elif name == "A":
            points = [(values[-2], values[-1])]
            for curve in _arc(at, values):
                say("c", *curve)
        else:
            say("c", *(_cubic(at, *points) if name == "Q" else points))
        at = points[-1]
    return out


def _cubic(start: Point, handle: Point, end: Point) -> tuple[Point, Point, Point]:
    """A curve with one handle as the same one with two."""
    one, other = (
        ((a + 2 * x) / 3, (b + 2 * y) / 3) for (a, b), (x, y) in ((start, handle), (end, handle))
    )
    return one, other, end


def _arc(start: Point, values: list[float]) -> Iterator[tuple[Point, ...]]:
    """The curves that make an arc of an ellipse; a straight one makes a curve that is straight."""
    across, down, degrees, large, sweep, x, y = values
    pen = RecordingPen()
    arc = EllipticalArc(complex(*start), across, down, degrees, large, sweep, complex(x, y))
    arc.draw(pen)
    for name, points in pen.value:
        yield points if name == "curveTo" else (start, points[-1], points[-1])


def _commands(data: str | None) -> Iterator[tuple[str, list[float]]]:
    words = iter(_WORDS.findall(data or ""))
    for _, name in zip(range(MOST_COMMANDS), words, strict=False):
        count = _ARGUMENTS.get(name)
        if count is None:
            continue
        values = [_value(next(words, "")) for _ in range(count)]
        if not all(map(isfinite, values)):
            return
        yield name, values


def _value(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return float("nan")
