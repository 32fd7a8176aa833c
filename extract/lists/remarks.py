"""Remarks on a list that stand below it, or between its title and its header: 注：…, 说明：…"""

from __future__ import annotations

from collections.abc import Sequence

from dutylist.extract.lists.kinds import LIST_WORDS
from dutylist.records.labels import label_of
from dutylist.records.patterns import Pattern

# Letters of a word may stand apart: 说 明：
_WORDS = "|".join(
    r"\s*".join(word) for word in sorted(LIST_WORDS["remarks"]["words"], key=len, reverse=True)
)
_REMARK = Pattern(
    rf"[*＊※★▲（(【\[]?\s*(?:{_WORDS})"
    r"\s*(?:[】\])）]?\s*[：:]|[】\]]|[（(]?\d{1,2}[）).．、：:]|$)"
)
"""How one begins: 注：, 说明1., 【备注】, or the word alone on its line."""

_MARKED = Pattern(r"[*＊※★▲△☆●]\s*(?:[为是系指表]|[）)]\s*\S|[：:])")
"""What explains a sign of the list: *为…, ★：…"""


def are_remarks(texts: Sequence[str]) -> list[bool]:
    """Of lines that stand one below the other, which are remarks: those that begin one, and the
    numbered ones (2.…) that go on with it."""
    found: list[bool] = []
    for text in texts:
        bare = text.strip()
        begins = bool(_REMARK.match(bare) or _MARKED.match(bare))
        goes_on = bool(found) and found[-1] and label_of(bare) is not None
        found.append(begins or goes_on)
    return found
