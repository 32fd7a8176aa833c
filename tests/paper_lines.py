"""The lines of a document's pages as a reader of the PDF meets them, and those that are heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from dutylist.render.typeset.faces import Faces

PAGE_NUMBER = re.compile(r"— ?\d+ ?—")
ONE_LINE = 6.0
"""pt; what stands so near in height is one line."""


def marked_faces(faces: Faces) -> Faces:
    """The faces with 楷体 as 黑体: every head then stands in a face that no text has."""
    return replace(faces, roles={**faces.roles, "kai": faces.roles["head"]})


@dataclass(frozen=True)
class Line:
    """What stands side by side; `head` where nothing of it is in the face of the text."""

    text: str
    head: bool
    y: float


def page_lines(pdf: bytes, across: int = 1, down: int = 1) -> Iterator[list[Line]]:
    """The lines of each page from top to bottom, without the page number; of sheets with several
    cards, those of each card."""
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        wide, high = page.get_width() / across, page.get_height() / down
        cards: dict[tuple[int, int], list[tuple[float, str, bool]]] = {
            (-row, column): [] for row in range(down, 0, -1) for column in range(across)
        }
        for piece in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], textpage=text):
            left, _, _, top = piece.get_bounds()
            said = piece.extract().strip()
            if said and not PAGE_NUMBER.fullmatch(said):
                head = "Sans" in piece.get_font().get_base_name()
                row = min(-int(max(top, 0) / high) - 1, -1)
                cards[row, int(left / wide)].append((top, said, head))
        yield from map(_lines, cards.values())


def _lines(pieces: list[tuple[float, str, bool]]) -> list[Line]:
    lines: list[Line] = []
    for y, said, head in sorted(pieces, key=lambda piece: -piece[0]):
        if lines and lines[-1].y - y < ONE_LINE:
            last = lines[-1]
            lines[-1] = replace(last, text=last.text + said, head=last.head and head)
        else:
            lines.append(Line(said, head, y))
    return lines
