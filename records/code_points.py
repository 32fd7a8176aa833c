"""Characters that look like others, and those that only the file's own fonts can show.

Text pasted from a PDF holds radicals (⼀ ⻔) and compatibility ideographs in place of the
characters that they look like. Records keep them as printed; what is compared, searched or taken
for a name is folded first.
"""

from __future__ import annotations

import unicodedata

from dutylist.records.patterns import Pattern

_RADICALS = (
    "⺁厂⺃乚⺅亻⺇几⺉刂⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺨犭"
    "⺩王⺫罒⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺷羊⺸羊⺹耂⺺肀⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角"
    "⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟⺂乛⺕彐"
)
"""Radicals without a compatibility mapping, each before its ideograph (Unicode's
EquivalentUnifiedIdeograph.txt)."""


def _ideographs() -> dict[int, int]:
    table = {
        ord(radical): ord(plain)
        for radical, plain in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)
    }
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = ord(plain)
    # NFKC says 戶; the radical of simplified Chinese, and of its fonts, is 户.
    table[ord("⼾")] = ord("户")
    return table


IDEOGRAPHS = _ideographs()
"""Radicals and compatibility ideographs, each with the ideograph it looks like."""


LONG_DASHES = {"⸺": "——", "⸻": "———"}
"""One glyph for several dashes, which some faces make of them."""


def folded(text: str) -> str:
    """The text as it is compared and searched: radicals and compatibility ideographs as the
    characters that they look like. It is as long as before.

    >>> folded("上级部⻔")
    '上级部门'
    """
    return text.translate(IDEOGRAPHS)


_LOOK_ALIKE = frozenset(map(chr, IDEOGRAPHS))
# Controls but tab and newline, lone halves of pairs, private-use and no characters.
_PRIVATE = Pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]")


def look_alikes(text: str) -> tuple[str, ...]:
    """The characters of a text that `folded` changes, each once, in order."""
    if _LOOK_ALIKE.isdisjoint(text):
        return ()
    return tuple(dict.fromkeys(one for one in text if one in _LOOK_ALIKE))


def private_characters(text: str) -> tuple[str, ...]:
    """The private-use and control characters of a text, each once, in order: what they look like
    only the fonts of the file's author tell."""
    return tuple(dict.fromkeys(_PRIVATE.findall(text)))
