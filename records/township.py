"""The township's own name, as covers, titles and file names call it."""

from __future__ import annotations

from collections.abc import Iterable

from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed
from dutylist.records.words import PLACE_WORDS

_TOWNSHIP = Pattern(
    rf"\W*(?:.*[{PLACE_WORDS.letters('level')}])?"
    rf"([一-龥]{{1,8}}?{PLACE_WORDS.any('township', 'like_township')})(?!村|街|企)"
)


def township_in(texts: Iterable[str]) -> str:
    """The first township that a text begins with, behind the places that it lies
    in; "" if none does.

    >>> township_in(["青山县", "江北省青山县白云镇履职事项清单"])
    '白云镇'
    """
    for text in texts:
        match = _TOWNSHIP.match(squeezed(text))
        # 乡镇履职事项清单 is what all of them are called.
        if match and "乡镇" not in match[1]:
            return match[1]
    return ""
