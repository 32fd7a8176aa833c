"""What a predicate begins with (predicates.toml): verbs, and what stands before them."""

from __future__ import annotations

from dutylist.records.own_toml import own_toml


def _words() -> dict[str, list[str]]:
    return own_toml("dutylist.extract.offices", "predicates.toml")


_GROUPS = _words()
_VERBS = frozenset(_GROUPS["verbs"])
_PREDICATES = frozenset(word for words in _GROUPS.values() for word in words)


def _by_character(place: int) -> dict[str, tuple[str, ...]]:
    """The predicates by their first (0) or last (-1) character: asked at each name of a clause."""
    found: dict[str, list[str]] = {}
    for word in _PREDICATES:
        found.setdefault(word[place], []).append(word)
    return {character: tuple(words) for character, words in found.items()}


_BY_FIRST, _BY_LAST = _by_character(0), _by_character(-1)


def begins_like_predicate(text: str) -> bool:
    """Whether a text begins with a verb or what stands before one, and with no name.

    >>> begins_like_predicate("指导派出所"), begins_like_predicate("交通警察大队")
    (True, False)
    """
    return text.startswith(_BY_FIRST.get(text[:1], ()))


def ends_like_predicate(text: str) -> bool:
    """Whether a text ends in a verb or in what stands before one.

    >>> ends_like_predicate("及时报送"), ends_like_predicate("旗财政")
    (True, False)
    """
    return text.endswith(_BY_LAST.get(text[-1:], ()))


def is_predicate(word: str) -> bool:
    """Whether a word is nothing but a verb or what stands before one.

    >>> is_predicate("教育"), is_predicate("应急")
    (True, False)
    """
    return word in _PREDICATES


def verb_at(text: str, at: int) -> str:
    """The verb of two or three characters that stands at an offset of a text; "" where none does.

    >>> verb_at("路产修缮道路", 2)
    '修缮'
    """
    if (three := text[at : at + 3]) in _VERBS:
        return three
    return two if (two := text[at : at + 2]) in _VERBS else ""
