"""Duties that belong together, by their index, and what is still to be placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dutylist.compare.model import PlacedDuty
from dutylist.records.model import DutyList, Kind

MOST_RIVALS = 3
"""So many of a link's rivals are told, those that are most alike."""


@dataclass(frozen=True)
class Rival:
    """Another pair, by index, that was nearly as similar; `in_place`: that perhaps is one because
    of where both stand."""

    old: int
    new: int
    similarity: float
    in_place: bool = False


@dataclass(frozen=True)
class Link:
    """Duties that belong together, by their index in the two sequences."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    confidence: float = 1.0
    doubtful: bool = False
    decided: bool = False
    rivals: tuple[Rival, ...] = ()


@dataclass
class State:
    """What is still to be placed while the steps run."""

    old: set[int]
    new: set[int]
    links: list[Link] = field(default_factory=list)

    def take(self, link: Link) -> None:
        """Keep a link; its duties are placed."""
        self.links.append(link)
        self.old -= set(link.old)
        self.new -= set(link.new)


def placed_duties(*editions: DutyList, origins: Sequence[str] = ()) -> tuple[PlacedDuty, ...]:
    """All duties of an edition in reading order; of several editions, one after the other.

    Positions go on through all tables of a kind. `origins` are what the editions are called.
    """
    placed: list[PlacedDuty] = []
    count: Counter[Kind] = Counter()
    for part, edition in enumerate(editions):
        origin = origins[part] if origins else ""
        for table in edition.lists:
            for duty in table.duties:
                placed.append(
                    PlacedDuty(table.kind, count[table.kind], duty, table.columns, part, origin)
                )
                count[table.kind] += 1
    return tuple(placed)
