"""Names that differ by a character from one that offices go by (农业农业局)."""

from __future__ import annotations

from functools import cache

from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.registry import Registry
from dutylist.records.patterns import Pattern

_SHORTEST = 5
"""Characters; shorter ones are offices of their own (经贸局 beside 商贸局)."""
_IS_AUTHORITY = Pattern("(?:局|委|委员会|部)$")
"""果业服务中心 and 党政办公室 are other offices than 林业服务中心 and 党委办公室."""
_TELLS_APART = Pattern(r"[\d一二三四五六七八九十东南西北]")


def misspells(text: str, right: str) -> bool:
    """Whether a name without its place that the lexicon does not know is one that it knows, but
    for a character: 农业农业局 for 农业农村局, not 文化教育局 for 文化体育局, which says more."""
    if max(len(text), len(right)) < _SHORTEST or text[-1] != right[-1]:
        return False
    meaning, known = LEXICON.meaning(text), LEXICON.meaning(right)
    if meaning.known or meaning.parents or not known.known or not known.own:
        return False
    if not _IS_AUTHORITY.search(text) or not meaning.covers <= known.covers:
        return False
    return of_one_number(text, right) and _one_edit(text, right)


def likely_misspelt(registry: Registry) -> tuple[tuple[str, str], ...]:
    """Each listed name that is another's but for a character, with that name, where no row has
    that other: nothing else says that it may be wrong."""
    found = []
    for department in registry.departments:
        if department.confirmed:
            continue
        cores = [registry.apart(name).core for name in department.spellings]
        if any(LEXICON.meaning(core).known for core in cores):
            continue
        for name, core in zip(department.spellings, cores, strict=True):
            if right := _right_name(core):
                found.append((name, right))
    return tuple(found)


def _right_name(core: str) -> str:
    """The name that offices go by from which a misspelt one has another character; one more or
    less where its words mean nothing (教育体育局 is as good as 教育和体育局)."""
    if len(core) < _SHORTEST - 1 or not _IS_AUTHORITY.search(core):
        return ""
    most = 0 if LEXICON.meaning(core) else 1
    near = {at: one for key in (core, *without_one(core)) for at, one in _by_parts().get(key, ())}
    return next(
        (
            near[at]
            for at in sorted(near)
            if abs(len(near[at]) - len(core)) <= most and misspells(core, near[at])
        ),
        "",
    )


@cache
def _by_parts() -> dict[str, list[tuple[int, str]]]:
    """The names that offices go by, numbered, by themselves and by what is left of each without
    one character: two that differ by one have such a part in common. To go through all names for
    each of a list's would take as long as the rest of its reading."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, name in enumerate(LEXICON.names):
        for key in {name, *without_one(name)}:
            found.setdefault(key, []).append((at, name))
    return found


def _one_edit(one: str, other: str) -> bool:
    """Whether a text has one character in place of another's, one more or one less."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return shorter in without_one(longer)


def of_one_number(one: str, other: str) -> bool:
    """Whether two names have the same numerals and directions (第一, 第二 are two offices)."""
    return _TELLS_APART.findall(one) == _TELLS_APART.findall(other)


def without_one(text: str) -> list[str]:
    """A text without each of its characters in turn."""
    return [text[:at] + text[at + 1 :] for at in range(len(text))]
