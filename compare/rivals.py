"""What else duties could have become: a link is certain only where nothing else explains as much.

A duty that was split in three, one part of it paired with another duty, shows by what that part
has of it and the parts that are told as such have not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dutylist.compare.likeness import Vectors, Weights, products
from dutylist.compare.links import MOST_RIVALS, Link, Rival, State
from dutylist.compare.split_duties import PERHAPS, PLAIN, WHOLE

# A duty that has a counterpart, though not a plain one, is perhaps a part of another if it has so
# much from there, or if so much of what they share is in no counterpart.
_HALF = 0.5
# Of a duty that was parted there may be one more part, with so much from there.
_ONE_MORE = 0.12


def doubt_rivalled(state: State, vectors: Vectors) -> None:
    """Mark the links in doubt whose duties have words in common that their own counterparts lack:
    an old one that a new one may be a part of, or a new one that an old one may have gone into."""
    rivals: dict[Link, list[Rival]] = defaultdict(list)
    of_old: dict[int, list[Link]] = defaultdict(list)
    of_new: dict[int, list[Link]] = defaultdict(list)
    for link in state.links:
        for old in link.old:
            of_old[old].append(link)
        for new in link.new:
            of_new[new].append(link)
    for swapped in (False, True):
        for rival in _rivals(state, vectors, swapped=swapped):
            for link in dict.fromkeys((*of_old[rival.old], *of_new[rival.new])):
                rivals[link].append(rival)
    state.links = [_doubted(link, rivals.get(link, [])) for link in state.links]


def _doubted(link: Link, found: list[Rival]) -> Link:
    if link.decided or not found:
        return link
    known = {(one.old, one.new): one for one in (*found, *link.rivals)}
    nearest = sorted(known.values(), key=lambda one: -one.similarity)[:MOST_RIVALS]
    return replace(link, doubtful=True, rivals=tuple(nearest))


def _rivals(state: State, vectors: Vectors, *, swapped: bool) -> list[Rival]:
    """Pairs of a whole and a part that are in different links and share what neither explains."""
    whole_weights, part_weights = vectors.old_weights, vectors.new_weights
    if swapped:
        whole_weights, part_weights = part_weights, whole_weights
    whole_links: dict[int, Link] = {}
    part_links: dict[int, Link] = {}
    for link in state.links:
        if not link.decided:
            olds, news = (link.new, link.old) if swapped else (link.old, link.new)
            whole_links.update((one, link) for one in olds if one in whole_weights)
            part_links.update((one, link) for one in news if one in part_weights)
    wholes = list(whole_links)
    parts = [part for part, link in part_links.items() if _is_open(link)]
    shared = products(
        [part_weights[part] for part in parts],
        [dict.fromkeys(whole_weights[whole], 1.0) for whole in wholes],
    )
    sums = [sum(part_weights[part].values()) or 1.0 for part in parts]
    shares = shared / np.array(sums).reshape(-1, 1)
    unexplained = {
        whole: _Unexplained.of(
            whole_weights[whole],
            [part_weights[one] for one in (link.old if swapped else link.new)],
        )
        for whole, link in whole_links.items()
    }
    found: list[Rival] = []
    # Of a long list's many pairs next to none have so much in common.
    for row, column in zip(*(shares >= _ONE_MORE).nonzero(), strict=True):
        part, whole = parts[row], wholes[column]
        own, other = part_links[part], whole_links[whole]
        share = float(shares[row, column])
        if own is other or share < _least(own, other):
            continue
        if unexplained[whole].is_brought_by(part_weights[part]):
            pair = (part, whole) if swapped else (whole, part)
            found.append(Rival(*pair, round(share, 3)))
    return found


def _least(own: Link, other: Link) -> float:
    """So much of a part must come from a whole that is in another link."""
    if own.old and own.new and not own.doubtful:
        return _HALF
    return _ONE_MORE if len(other.old) + len(other.new) > 2 else PERHAPS


def _is_open(link: Link) -> bool:
    """Its duties may yet be something else: they stand alone, or are no plain pair."""
    return not link.old or not link.new or link.doubtful or link.confidence < WHOLE


@dataclass(frozen=True)
class _Unexplained:
    """A whole, what of it its counterparts have not, and whether it was parted."""

    whole: Weights
    fresh: Weights
    total: float
    parted: bool

    @classmethod
    def of(cls, whole: Weights, counterparts: Sequence[Weights]) -> _Unexplained:
        fresh = {
            gram: weight
            for gram, weight in whole.items()
            if not any(gram in one for one in counterparts)
        }
        return cls(whole, fresh, sum(whole.values()), len(counterparts) > 1)

    def is_brought_by(self, part: Weights) -> bool:
        """Whether a part has a good deal of the whole that its counterparts have not, or half of
        all that both have. Of a whole that was parted, any part may be one more."""
        if self.parted:
            return True
        fresh = sum(weight for gram, weight in self.fresh.items() if gram in part)
        if not fresh:
            return False
        return fresh >= PLAIN.gain * self.total or fresh >= _HALF * sum(
            weight for gram, weight in self.whole.items() if gram in part
        )
