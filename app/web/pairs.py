"""Which two editions a comparison most likely means."""

from __future__ import annotations

from itertools import groupby

from dutylist.app.web.editions import OpenEdition, UnreadableError, open_edition
from dutylist.app.web.store import Store
from dutylist.app.web.stored import Edition
from dutylist.compare.identity import order_of, other_township
from dutylist.render.views.names import is_unnamed

_LATEST = 8
"""Editions of one township that are opened to see which are the latest."""


def latest_pair(store: Store, editions: list[Edition]) -> tuple[str, str]:
    """The two editions (old, new) that a comparison most likely means: one township's latest two.

    Lists that do not say whose they are, are not one township's; only where there are just two
    lists may these be meant. ("", "") where no township has two.
    """
    several = next(iter(townships(editions)), editions if len(editions) == 2 else [])
    latest = sorted(_opened(store, several), key=lambda one: one.identity.issued)[-2:]
    if len(latest) < 2:
        return "", ""
    old, new = latest
    if other_township((old.identity,), new.identity):
        return "", ""
    if order_of(old.identity, new.identity).swapped:
        old, new = new, old
    return old.edition.id, new.edition.id


def townships(editions: list[Edition]) -> list[list[Edition]]:
    """The editions of each township that has several, by its name."""
    groups = [list(group) for _, group in groupby(editions, key=lambda one: one.township)]
    return [one for one in groups if len(one) > 1 and not is_unnamed(one[0].township)]


def pair_of(store: Store, chosen: OpenEdition) -> tuple[str, str] | None:
    """A township's edition and the one that it is compared with, the old one first: the last before
    it, or the first after it; None where the township has no other."""
    its = chosen.edition.id
    groups = townships(store.editions())
    group = next((group for group in groups if any(one.id == its for one in group)), [])
    others = _opened(store, [one for one in group if one.id != its])
    others.sort(key=lambda one: one.identity.issued)
    before = [one for one in others if one.identity.issued <= chosen.identity.issued]
    if before:
        return before[-1].edition.id, chosen.edition.id
    return (chosen.edition.id, others[0].edition.id) if others else None


def _opened(store: Store, editions: list[Edition]) -> list[OpenEdition]:
    """Those of the first few that can be read, the last added first."""
    found = []
    for one in editions[:_LATEST]:
        try:
            opened = open_edition(store, one.id)
        except UnreadableError:
            continue
        if opened is not None:
            found.append(opened)
    return found
