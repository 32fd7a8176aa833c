"""What names in a clause are read in: the document's offices, the row's, the heading's above."""

from __future__ import annotations

from dataclasses import dataclass, field

from dutylist.extract.offices.registry import Registry
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.signs import Lexed


@dataclass(frozen=True)
class Reader:
    """The context in which names are read; `above` are the offices of the heading above.

    `in_stages` tells that the cell's clauses begin with what they are about (排查：… 整改：…),
    `in_brackets` that they end with whose they are (…（县水务局）). What texts were read to be
    (lexer.py) is remembered.
    """

    registry: Registry
    row: Row
    above: tuple[str, ...] = ()
    in_stages: bool = False
    in_brackets: bool = False
    lexed: dict[tuple[str, tuple[str, ...]], Lexed] = field(default_factory=dict, compare=False)
