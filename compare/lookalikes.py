"""Characters that a scan takes for one another: what differs in nothing else is not certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from dutylist.records.own_toml import own_toml


@cache
def _alike() -> Mapping[str, frozenset[str]]:
    """Each character onto those it may be taken for."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in own_toml("dutylist.compare", "lookalikes.toml")["groups"]:
        for one in group:
            found[one] |= set(group)
    return {one: frozenset(others) for one, others in found.items()}


def look_alike(one: str, other: str) -> bool:
    """Two different texts of one length that differ in look-alike characters only."""
    if one == other or len(one) != len(other):
        return False
    alike = _alike()
    return all(was == now or now in alike.get(was, ()) for was, now in zip(one, other, strict=True))
