"""Duties in the order of the new edition, and those that left the order of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dutylist.compare.links import Link
from dutylist.compare.model import (
    CategoryMove,
    PlacedDuty,
)
from dutylist.compare.naming import Naming
from dutylist.compare.order import stands_in_blocks, what_moved
from dutylist.compare.wording import fold
from dutylist.records.model import Kind


def in_reading_order(links: Sequence[Link]) -> list[Link]:
    """By the new place; what is gone stands after what stood before it."""
    known = sorted((link for link in links if link.new), key=lambda link: link.new)
    by_old = {index: link for link in known for index in link.old}
    followers: dict[int, list[Link]] = defaultdict(list)
    for link in sorted((link for link in links if not link.new), key=lambda link: link.old):
        at = link.old[0] - 1
        while at >= 0 and at not in by_old:
            at -= 1
        followers[by_old[at].new[0] if at >= 0 else -1].append(link)
    ordered = list(followers[-1])
    for link in known:
        # Of several old lists, a new duty stands in several links.
        ordered += [link, *followers.pop(link.new[0], [])]
    return ordered


@dataclass(frozen=True)
class Moves:
    """The links of duties that left the order of the others; by link, the new indexes of those
    that a duty changed places with; the categories that moved."""

    away: frozenset[Link]
    exchanged: Mapping[Link, tuple[int, ...]]
    categories: tuple[CategoryMove, ...]


def moves(
    links: Iterable[Link],
    before: Sequence[PlacedDuty],
    now: Sequence[PlacedDuty],
    naming: Naming,
) -> Moves:
    """Duties that left the order of the others, and categories that did.

    In a list that is grouped by category the order counts within the category: a duty that
    changes its category, or a category that moves as a whole, is told once.
    """
    away: set[Link] = set()
    exchanged: dict[Link, tuple[int, ...]] = {}
    category_moves: list[CategoryMove] = []
    staying: dict[tuple[Kind, int], list[Link]] = defaultdict(list)
    for link in links:
        if len(link.old) == len(link.new) == 1:
            was, becomes = before[link.old[0]], now[link.new[0]]
            same_category = naming.new_category(was.duty.category) == fold(becomes.duty.category)
            if was.list == becomes.list and same_category:
                staying[was.list, was.part].append(link)
    for (kind, part), kept in staying.items():
        old_order = [
            naming.new_category(one.duty.category)
            for one in before
            if one.list == kind and one.part == part
        ]
        new_order = [fold(one.duty.category) for one in now if one.list == kind]
        grouped = stands_in_blocks(old_order) and stands_in_blocks(new_order)
        groups: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(kept, key=lambda link: link.old):
            groups[fold(now[link.new[0]].duty.category) if grouped else ""].append(link)
        for group in groups.values():
            unsure = {index for index, link in enumerate(group) if link.doubtful}
            found = what_moved([one.new[0] for one in group], unsure)
            away.update(group[index] for index in found.away)
            for index, others in found.exchanged.items():
                exchanged[group[index]] = tuple(sorted(group[one].new[0] for one in others))
        if grouped:
            printed = {fold(one.duty.category): one.duty.category for one in now}
            shared = [name for name in dict.fromkeys(old_order) if name in set(new_order)]
            places = [new_order.index(name) for name in shared]
            category_moves += _category_moves(kind, places, [printed[name] for name in shared])
    return Moves(frozenset(away), exchanged, tuple(category_moves))


def _category_moves(
    kind: Kind, places: Sequence[int], names: Sequence[str]
) -> Iterator[CategoryMove]:
    """The categories that moved; of those that changed places each pair once."""
    found = what_moved(places)
    for index, name in enumerate(names):
        others = tuple(names[one] for one in found.exchanged.get(index, ()) if one > index)
        if index in found.away or others:
            yield CategoryMove(kind, name, others)
