"""Many years: the life of each duty through three or more editions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutylist.compare.editions import compare_several
from dutylist.compare.model import Comparison, DutyChange, PlacedDuty
from dutylist.records.model import DutyList


@dataclass(frozen=True)
class Station:
    """A duty in one edition (by its place from 0) and the change that brought it there.

    `change` is its index in the comparison with the edition before, None in the first edition.
    `duty` is None where the duty went, or went into another.
    """

    edition: int
    duty: PlacedDuty | None
    change: int | None


@dataclass(frozen=True)
class Life:
    """One duty from the edition in which it came to the one in which it is, or went.

    Of a duty that was split, each part has a life that begins with the whole; of merged ones the
    first lives on in the new one, and the others end in it.
    """

    stations: tuple[Station, ...]

    @property
    def last_duty(self) -> PlacedDuty:
        """The duty as it last stood in a list."""
        return next(one.duty for one in reversed(self.stations) if one.duty)


@dataclass(frozen=True)
class History:
    """Editions in their order, each compared with the one before, and all lives.

    `comparisons[k]` compares the editions k and k + 1.
    """

    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    lives: tuple[Life, ...]

    @property
    def editions(self) -> tuple[DutyList, ...]:
        """The editions in their order."""
        return (*(one.old for one in self.comparisons), self.comparisons[-1].new)


def history_of(editions: Sequence[DutyList], names: Sequence[str]) -> History:
    """The history of two or more editions in their order, called by `names`."""
    comparisons = tuple(
        compare_several((old,), new, names=(names[at], names[at + 1]))
        for at, (old, new) in enumerate(itertools.pairwise(editions))
    )
    lives = [*_living(comparisons), *_ended(comparisons)]
    return History(tuple(names), comparisons, tuple(lives))


_Places = list[dict[tuple[str, int], int]]
"""For each comparison: the place of each new duty onto the index of its change."""


def _origins(comparisons: Sequence[Comparison]) -> _Places:
    return [
        {
            placed.place: index
            for index, change in enumerate(comparison.changes)
            for placed in change.new
        }
        for comparison in comparisons
    ]


def _living(comparisons: Sequence[Comparison]) -> Iterator[Life]:
    """The duties of the last edition, in its order."""
    origins = _origins(comparisons)
    last = len(comparisons)
    duties = [one for change in comparisons[-1].changes for one in change.new]
    order = list(dict.fromkeys(one.list for one in duties))
    for placed in sorted(duties, key=lambda one: (order.index(one.list), one.position)):
        yield Life(_before(comparisons, origins, last, placed))


def _ended(comparisons: Sequence[Comparison]) -> Iterator[Life]:
    """The duties that went, or were taken into another, by the edition in which they did."""
    origins = _origins(comparisons)
    for at, comparison in enumerate(comparisons):
        for index, change in enumerate(comparison.changes):
            for placed in _without_heir(change):
                stations = _before(comparisons, origins, at, placed)
                yield Life((*stations, Station(at + 1, None, index)))


def _without_heir(change: DutyChange) -> tuple[PlacedDuty, ...]:
    return change.old[1:] if change.new else change.old


def _before(
    comparisons: Sequence[Comparison], origins: _Places, edition: int, placed: PlacedDuty
) -> tuple[Station, ...]:
    """The stations of a duty of that edition, the earliest first."""
    stations: list[Station] = []
    current: PlacedDuty | None = placed
    while current:
        if edition == 0:
            stations.append(Station(0, current, None))
            break
        index = origins[edition - 1][current.place]
        stations.append(Station(edition, current, index))
        old = comparisons[edition - 1].changes[index].old
        current = old[0] if old else None
        edition -= 1
    return tuple(reversed(stations))
