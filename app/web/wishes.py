"""What documents the page hands out, what can be wished of each, and the order to write one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dutylist.records.assignments import (
    Assignments,
)
from dutylist.render.formats import (
    CARDS,
    COMPARISON,
    EXCERPTS,
    HANDOUTS,
    HISTORY,
    MATRIX,
    NOTICES,
    OFFICIAL,
)
from dutylist.render.views.corrections import CorrectionLine

What = Literal[
    "official",
    "excerpt",
    "excerpts",
    "bound",
    "cards",
    "matrix",
    "clauses",
    "records",
    "comparison",
    "notices",
    "history",
    "corrections",
    "load",
    "handout",
    "handouts",
]

FORMATS: dict[What, tuple[str, ...]] = {
    "official": OFFICIAL,
    "excerpt": EXCERPTS,
    "excerpts": EXCERPTS,
    "bound": ("pdf",),
    "clauses": ("xlsx",),
    "corrections": ("pdf",),
    "history": HISTORY,
    "cards": CARDS,
    "load": HANDOUTS,
    "handout": HANDOUTS,
    "handouts": HANDOUTS,
    "matrix": MATRIX,
    "records": ("json",),
    "comparison": COMPARISON,
    "notices": NOTICES,
}


@dataclass(frozen=True)
class Wish:
    """A document that somebody wants. `department` is "" for all; `layout` is for cards; `whose`
    is the person or office of the township that a handout is for. Of the official list,
    `as_printed` has its paragraphs as the source has them, `stated` the 更正说明 behind it; behind
    excerpts stand, `with_source`, the pages of the PDF that the list was read from. `duties` are
    those whose cards are wanted, as people name them, "" for all."""

    what: What
    format: str
    department: str = ""
    layout: Literal["a5", "a4-4up"] = "a5"
    whose: str = ""
    as_printed: bool = False
    stated: bool = False
    with_source: bool = False
    duties: str = ""


@dataclass(frozen=True)
class Order:
    """A wish, the records files of its lists, the folder to write in, what people decided of their
    comparison, what they put right in the list, who does each duty (None: nobody said), what a
    document calls the editions, and the PDF whose pages stand behind excerpts."""

    wish: Wish
    records: tuple[Path, ...]
    folder: Path
    decisions: str = ""
    corrections: tuple[CorrectionLine, ...] = ()
    assignments: Assignments | None = None
    called: tuple[str, ...] = ()
    source: Path | None = None
