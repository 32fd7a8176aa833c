"""What became of the townships: a new name, several merged into one, some taken into another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dutylist.compare.identity import own_name
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.own_names import kind_of
from dutylist.compare.reforms import Reform
from dutylist.records.model import DutyList
from dutylist.records.words import PLACE_WORDS


def township_reforms(olds: Sequence[DutyList], news: Sequence[DutyList]) -> tuple[Reform, ...]:
    """What the names on the lists say. Who gives several old lists and one new one says that they
    were merged; one old list with quite another name does not tell whether there were more."""
    before = _names(olds)
    now = _names(news)
    gone = tuple(one for one in before if not _among(one, now))
    come = tuple(one for one in now if not _among(one, before))
    if not gone or not now:
        return ()
    if len(now) > 1:
        alone = len(gone) == len(come) == 1
        return (Reform("became", gone, come),) if alone else ()
    if len(before) == 1:
        stem, stem_now = (name.removesuffix(kind_of(name)) for name in (*gone, *now))
        return (Reform("renamed" if stem == stem_now else "became", gone, now),)
    return (Reform("merged" if come else "absorbed", gone, now),)


def kinds_changed(reforms: Iterable[Reform]) -> frozenset[tuple[str, str]]:
    """What townships were and what they became: 镇, 街道; 本镇, 本街道."""
    kinds = ((kind_of(old), kind_of(one.new[0])) for one in reforms for old in one.old)
    return frozenset(
        (this + was, this + now)
        for was, now in kinds
        if was and now
        for this in ("", *PLACE_WORDS.words("this"))
    )


def _names(lists: Sequence[DutyList]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(own_name, lists))))


def _among(name: str, others: Sequence[str]) -> bool:
    return any(name == other or look_alike(name, other) for other in others)
