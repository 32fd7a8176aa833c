"""A duty that went and one that came in its very place: perhaps one, in other words throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dutylist.compare.likeness import Features, grams
from dutylist.compare.links import Link, Rival, State

# Pairs of characters that so many of all duties have, by share, say nothing of what one is about.
_COMMON = 0.08


def doubt_rewritten(state: State, before: Sequence[Features], now: Sequence[Features]) -> None:
    """Mark a duty that went and one that came where each is the only one between the same two
    neighbours, in one category, and their names share a word that few others have."""
    alone_old = {link.old[0]: link for link in state.links if _is_alone(link, link.old)}
    alone_new = {link.new[0]: link for link in state.links if _is_alone(link, link.new)}
    if not alone_old or not alone_new:
        return
    became = {
        link.old[0]: link.new[0] for link in state.links if len(link.old) == len(link.new) == 1
    }
    frequency = Counter(gram for one in (*before, *now) for gram in grams(one.name + one.body))
    rare = max(2, _COMMON * (len(before) + len(now)))
    for old, gone in alone_old.items():
        new = _in_its_place(old, before, now, became)
        come = alone_new.get(new) if new is not None else None
        if come is None or new is None or before[old].place[:2] != now[new].place[:2]:
            continue
        shared = grams(before[old].name) & grams(now[new].name)
        if any(frequency[gram] <= rare for gram in shared):
            rival = Rival(old, new, 0.0, in_place=True)
            for link in (gone, come):
                at = state.links.index(link)
                state.links[at] = Link(
                    link.old, link.new, link.confidence, doubtful=True, rivals=(rival,)
                )


def _is_alone(link: Link, side: Sequence[int]) -> bool:
    return len(side) == len(link.old) + len(link.new) == 1 and not (link.decided or link.rivals)


def _in_its_place(
    old: int,
    before: Sequence[Features],
    now: Sequence[Features],
    became: Mapping[int, int],
) -> int | None:
    """The new duty between the old one's neighbours; None where they have not exactly one."""
    above, below = (_neighbour(before, old, step) for step in (-1, 1))
    if above is not None and above in became:
        new = became[above] + 1
    elif above is None and below is not None and below in became:
        new = became[below] - 1
    else:
        return None
    if not 0 <= new < len(now):
        return None
    beside = [_neighbour(now, new, step) for step in (-1, 1)]
    expected = [None if one is None else became.get(one, -1) for one in (above, below)]
    return new if beside == expected else None


def _neighbour(side: Sequence[Features], index: int, step: int) -> int | None:
    """The duty before or behind one, in its list."""
    at = index + step
    if 0 <= at < len(side) and side[at].place[0] == side[index].place[0]:
        return at
    return None
