"""Duties that were split or merged, and those that perhaps were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from dutylist.compare.likeness import Vectors, grams
from dutylist.compare.links import Link, Rival, State
from dutylist.compare.parts import Measure, claims, parts_of

# With another pair this near, or so little above a threshold, a person should look.
MARGIN = 0.06


PLAIN = Measure(0.6, 0.12, 0.6)
# Parts that were rewritten, too: never certain.
REWRITTEN = Measure(0.3, 0.1, 0.45)
# A new duty that has so much of an old one that became something else is perhaps a part of it.
PERHAPS = 0.22
# An old duty that is plainly one new duty has no parts elsewhere.
WHOLE = 0.85
# A name this long that stands word for word in another is no accident.
SHORTEST_QUOTE = 8


def add_left_over(state: State, vectors: Vectors) -> None:
    """Duties without a counterpart that may yet come from, or have gone into, a changed one."""
    sides = (
        (state.new, vectors.new_weights, vectors.old_weights, False),
        (state.old, vectors.old_weights, vectors.new_weights, True),
    )
    changed: tuple[set[int], set[int]] = (set(state.old), set(state.new))
    for link in state.links:
        parted = len(link.old) + len(link.new) > 2
        if (link.confidence < WHOLE or parted) and not link.decided:
            changed[0].update(link.old)
            changed[1].update(link.new)
    for left_over, part_weights, whole_weights, swapped in sides:
        candidates = changed[1] if swapped else changed[0]
        wholes = {whole: one for whole, one in whole_weights.items() if whole in candidates}
        claimed_by = claims(sorted(left_over), part_weights, wholes, PERHAPS)
        for whole, claimed in claimed_by.items():
            rivals = [
                Rival(*((part, whole) if swapped else (whole, part)), round(share, 3))
                for part, share in claimed
            ]
            for (part, share), rival in zip(claimed, rivals, strict=True):
                state.take(_alone(part, (rival,), share, old=swapped))
            # What has no counterpart itself did not surely go, or come, where parts of it did not.
            if whole in (state.new if swapped else state.old):
                best = max(share for _, share in claimed)
                state.take(_alone(whole, tuple(rivals), best, old=not swapped))


def _alone(index: int, rivals: tuple[Rival, ...], share: float, *, old: bool) -> Link:
    """A duty that stands in one edition only, in doubt: a share of it is in its rivals."""
    return Link(
        (index,) if old else (),
        () if old else (index,),
        confidence=round(1 - share, 3),
        doubtful=True,
        rivals=rivals,
    )


def find_parts(
    state: State,
    vectors: Vectors,
    whole_names: Sequence[str],
    part_names: Sequence[str],
    measure: Measure,
    *,
    swapped: bool,
) -> None:
    """Duties left over that are parts of another duty: split (or, swapped, merged)."""
    whole_weights, part_weights = vectors.old_weights, vectors.new_weights
    left_over, wanting = state.new, state.old
    if swapped:
        whole_weights, part_weights = part_weights, whole_weights
        left_over, wanting = wanting, left_over
    claimed_by = claims(sorted(left_over), part_weights, whole_weights, measure.contained)
    of_whole: dict[int, list[Link]] = defaultdict(list)
    for link in state.links:
        for one in () if link.decided else (link.new if swapped else link.old):
            of_whole[one].append(link)
    parted: set[Link] = set()
    for whole, shares in claimed_by.items():
        claimed = [part for part, _ in shares]
        linked = of_whole[whole]
        if not linked and whole not in wanting:
            continue
        # A link of several wholes and several parts is none: one of them would be in no link.
        if any(len(link.new if swapped else link.old) > 1 for link in linked):
            continue
        accepted = [part for link in linked for part in (link.old if swapped else link.new)]
        weights = whole_weights[whole]
        held = 0.0
        # Where duties were split by name only, the clauses of both parts may be the same.
        name = {gram: weights[gram] for gram in grams(whole_names[whole])}
        part_grams = {part: part_weights[part].keys() for part in (*accepted, *claimed)}
        name_grams = {part: grams(part_names[part]) for part in part_grams}
        names = [part_names[part] for part in accepted]
        verbatim = {
            part
            for part in claimed
            if (quote := _quote(part_names[part], whole_names[whole], measure))
            and not any(quote in one for one in names)
        }
        for text, own in ((weights, part_grams), (name, name_grams)):
            chosen, held = parts_of(text, accepted, claimed, own, verbatim, measure.gain)
            if len(chosen) > 1 and held >= measure.covered:
                accepted = chosen
                break
        if len(accepted) < 2 or held < measure.covered:
            continue
        parted.update(linked)
        parts = tuple(sorted(accepted))
        state.take(
            Link(
                parts if swapped else (whole,),
                (whole,) if swapped else parts,
                confidence=round(held, 3),
                doubtful=measure is not PLAIN or held < measure.covered + MARGIN,
            )
        )
    state.links = [link for link in state.links if link not in parted]


def _quote(part: str, whole: str, measure: Measure) -> str:
    """What of a part's name stands word for word in the whole's: all of it, or, where the parts
    were rewritten, a third of it or more; "" where that is too short or too little."""
    if measure is PLAIN:
        return part if len(part) >= SHORTEST_QUOTE and part in whole else ""
    match = SequenceMatcher(None, part, whole, autojunk=False).find_longest_match()
    quote = part[match.a : match.a + match.size]
    return quote if len(quote) >= max(SHORTEST_QUOTE, len(part) / 3) else ""
