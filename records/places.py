"""Names of places: what they are made of, and whether a text is one."""

from __future__ import annotations

from dutylist.records.patterns import Pattern
from dutylist.records.words import PLACE_WORDS

# 四级以下政区名的末字；“族自治”之前的“乡”等不算（东乡族自治县）。
ENDINGS = (
    rf"{PLACE_WORDS.any('ending')}|州(?![市县区旗镇乡])|街道(?:办事处)?|"
    r"(?<=[一二三四五六七八九十])师|(?<=[一二三四五六七八九十〇零\d])团(?:场)?"
)
"""How the names of places end, as a pattern of alternatives."""

_PLACE = Pattern(rf".{{2,}}?(?:{ENDINGS})(?!族)")
# 赵县, 易县, 城区, 郊区: counties of one character, before a town's name or at the end.
_ONE_CHARACTER = Pattern(rf"[一-鿿][县区](?=$|.{{2,}}?{PLACE_WORDS.any('township')})")
# 云岭县塅乡: a township of one character behind its county, at the end; not 云岭县城镇.
_ONE_TOWNSHIP = Pattern(rf"[^\W\d_a-zA-Z]{PLACE_WORDS.any_within('short_township')}$")
_TOWNSHIP = Pattern(
    r"[^\W\d_a-zA-Z](?:街道(?:办事处)?|(?<!兵)团(?:场)?"
    rf"|{PLACE_WORDS.any('township', 'like_township')})$"
)
_NAME = Pattern(r"[\u3400-\u9fff〇·\d\U00020000-\U0003ffff]{2,40}")
_NO_NAME = Pattern(PLACE_WORDS.any("no_place"))
_COUNTY = PLACE_WORDS.words("county")


def places(text: str) -> tuple[str, ...]:
    """The places that a name is made of, outer first.

    >>> places("江北省青山回族自治州")
    ('江北省', '青山回族自治州')
    >>> places("清河市赵县南柏镇")
    ('清河市', '赵县', '南柏镇')
    >>> places("云岭县塅乡")
    ('云岭县', '塅乡')
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        has_county = any(place.endswith(_COUNTY) for place in found)
        match = (_ONE_TOWNSHIP if has_county else _ONE_CHARACTER).match(text, at)
        match = match or _PLACE.match(text, at)
        if not match:
            break
        found.append(match[0])
        at = match.end()
    return tuple(found)


def is_township(place: str) -> bool:
    """Whether a place's name ends as a township's does.

    >>> is_township("白云镇"), is_township("青山县"), is_township("街道")
    (True, False, False)
    """
    return bool(_TOWNSHIP.search(place))


def is_name(text: str) -> bool:
    """Whether a text may be a place's name: characters of names, and no word that none has.

    >>> is_name("白云镇"), is_name("本清单共梳理白云镇")
    (True, False)
    """
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.search(text)


def is_place(text: str) -> bool:
    """Whether a text is the name of a place or of places within each other, and no more.

    >>> is_place("江北省青山县白云镇"), is_place("首页>白云镇"), is_place("全县各乡镇")
    (True, False, False)
    """
    return len(text) > 2 and is_name(text) and "".join(places(text)) == text
