"""The township's own name, as covers, titles and file names call it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from dutylist.records.patterns import Pattern
from dutylist.records.places import is_name, is_township, places
from dutylist.records.text import squeezed
from dutylist.records.words import PLACE_WORDS

_IN_FRONT = Pattern(
    rf".*(?:[^\u3400-\u9fff〇\d\U00020000-\U0003ffff]|{PLACE_WORDS.any('before_name')}"
    r"|\d年度?版?)"
)
"""What stands in front of a name in the same words: 关于印发《, 中共, 首页＞."""

_LIKE = Pattern(rf"[一-龥]{{1,8}}?{PLACE_WORDS.any('like_township')}")
_SHORT = Pattern(rf"[一-龥]{PLACE_WORDS.any_within('short_township')}(?!村|街|企)")
"""沙镇: a name of one character, where no other word ends or begins so."""

_LONGEST = 9
"""Characters: a name of eight and its kind; a longer one has words in front that are none of it."""

_OTHER_WORD = ("村", "街", "企")
"""双桥镇村级事务: with these behind it, 镇 is the beginning of another word."""


def township_in(texts: Iterable[str]) -> str:
    """The first township that a text begins with, behind the places that it lies
    in; "" if none does.

    >>> township_in(["青山县", "江北省青山县白云镇履职事项清单"])
    '白云镇'
    >>> township_in(["青山县市中街道"])
    '市中街道'
    """
    return next(filter(None, map(_begins_with, texts)), "")


def _begins_with(text: str) -> str:
    bare = squeezed(text)
    names = places(bare)
    for name, end in zip(names, accumulate(map(len, names)), strict=True):
        own = _IN_FRONT.sub("", name)
        if not is_township(own):
            continue
        if not is_name(own) or len(own) > _LONGEST or bare.startswith(_OTHER_WORD, end):
            return ""
        return own.removesuffix("办事处")
    short = _SHORT.match(bare, sum(map(len, names)))
    if short and is_name(short[0]):
        return short[0]
    # 白云农场, 青山县经济开发区管委会.
    outer = sum(map(len, names[:-1]))
    match = _LIKE.match(bare, outer + sum(map(len, names[-1:]))) or _LIKE.match(bare, outer)
    return match[0] if match and is_name(match[0]) else ""
