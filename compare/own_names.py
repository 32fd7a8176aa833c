"""How a township's texts speak of it itself: its name, with or without the places that it lies in,
and what kind of township it is; and how a department's texts speak of every township. Texts that
differ in that alone are the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from dutylist.compare.identity import own_name
from dutylist.compare.model import WordingChange
from dutylist.compare.wording import fold, replaced
from dutylist.records.model import DutyList
from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

_KINDS = PLACE_WORDS.words("township")
_KIND = Pattern(PLACE_WORDS.any_within("township"))
_ANY = "乡镇"
_ONE = f"{PLACE_WORDS.any('this')}?(?:{_ANY}|{PLACE_WORDS.any('area')}|{_KIND.text})"
# 本镇, 各乡镇(街道), 镇、街道, 本辖区
_CALLED = Pattern(f"{_ONE}(?:[、(]{_ONE}[)]?)*")


def neutral_texts(edition: DutyList, others: Iterable[str], instead: str) -> Callable[[str], str]:
    """A text of the list with `instead` for the township's own name, long or short. `others` are
    townships whose longer names may hold it (大柳河镇 柳河镇)."""
    name = own_name(edition)
    if not name:
        return str
    own = set(_forms(edition, name))
    longer = {other for other in others if name in other and other not in own}
    either = re.compile("|".join(sorted(map(re.escape, own | longer), key=len, reverse=True)))

    def neutral(text: str) -> str:
        if name not in text:
            return text
        return either.sub(lambda found: instead if found[0] in own else found[0], text)

    return neutral


def _forms(edition: DutyList, name: str) -> Iterator[str]:
    """白云镇 of 某州某县白云镇: that, 某县白云镇, 白云镇."""
    yield name
    whole = fold("".join(edition.region))
    if name in whole:
        above = whole[: whole.rindex(name)]
        levels = PLACE_WORDS.letters("level")
        starts = (0, *(at for at, one in enumerate(above, 1) if one in levels))
        yield from (above[at:] + name for at in starts)


def kind_of(name: str) -> str:
    """What the township is, as its texts have it (本镇): the end of its name; "" if none."""
    return next((kind for kind in _KINDS if name.endswith(kind)), "")


def calls_itself(text: str, kind: str) -> bool:
    """Whether a text speaks of a township of that kind: 向镇报告, not 城镇, 乡镇."""
    return any(found[0] == kind for found in _KIND.finditer(text.replace(_ANY, "、")))


def only_kinds_differ(wording: WordingChange, before: Iterable[str], now: str) -> bool:
    """Whether the texts only call townships of one of those kinds and of another what they are:
    镇核实 and 乡核实, 本镇 and 本街道."""
    parts = [part for part in wording.segments if part.kind != "equal"]
    if not now or any(part.why != "wording" for part in parts):
        return False
    return all(
        any(_as_kind(fold(old), kind, now) == fold(new) for kind in before)
        for old, new in replaced(wording, "wording")
    )


def called_alike(edition: DutyList) -> Callable[[str], str]:
    """A text as it is compared with one that speaks of any township: 青石镇, 本镇 and
    各乡镇(街道) are the same in it."""
    named = neutral_texts(edition, (), _ANY)
    return lambda text: _CALLED.sub(_ANY, fold(named(text)))


def _as_kind(text: str, kind: str, now: str) -> str:
    """The text with one kind of township for another where it is no part of a word (城镇)."""
    return _KIND.sub(lambda found: now if found[0] == kind else found[0], text)
