"""Where a phrase begins and ends, and where in a text names may end."""

from __future__ import annotations

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.names import KIND_END
from dutylist.records.patterns import Pattern

LONGEST_NAME = 30
"""Characters; full names of offices (国家税务总局某某县税务局第一税务分局) are shorter."""

RUN = Pattern(rf"[一-鿿]{{1,{LONGEST_NAME}}}")
_HAN_RUN = Pattern("[一-鿿]+")
_UP_TO_A_KIND = Pattern(f"[一-鿿]*{KIND_END}")


def where_names_may_end(text: str) -> bytearray:
    """For each character whether behind it, before the next stop, a name may end as an office's
    does: most words that begin like one go on otherwise (宣传 + 部, 宣传 + 活动)."""
    ended = bytearray(len(text))
    for run in _HAN_RUN.finditer(text):
        if match := _UP_TO_A_KIND.match(text, run.start(), run.end()):
            ended[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return ended


_LOOKED_BACK = 6
"""Signs in which a lead-in shows: the longest is as long."""

STOPS_PHRASE = frozenset("，。；：,;: ")
"""Behind these a phrase begins, as it does at the beginning of a text."""

ENDS_LEAD = frozenset("并再时中后及外另是由同合与.．、")
_BEGINS = CLAUSE_WORDS.any("link", "item")
_STARTS = Pattern(
    rf"(?:(?:^|[，。；：,;:\s])(?:\d{{1,2}}|[a-zA-Z])[.．、]|[，。；：,;:\s]{_BEGINS}?|^{_BEGINS}|"
    r"(?<![缘经])由|会同|联合|协同|联同|(?:^|[，。；：并])与)$"
)


def is_lead(masked: list[str]) -> bool:
    """Whether what follows begins a phrase: behind a lead-in or 由."""
    return bool(_STARTS.search("".join(masked[-_LOOKED_BACK:])))


def closes(text: str, end: int) -> bool:
    """Whether a stop, a bracket or the next of an enumeration stands behind a word."""
    return end == len(text) or text[end] in "，。；：,;:（(、和"
