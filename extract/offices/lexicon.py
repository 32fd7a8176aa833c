"""What lexicon.toml says of offices: their names, their fields of work, what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

_LONGEST_STEM = 6
"""Characters before 局 or 委; longer ones are two fields in one name (自然资源和规划)."""

_OFFICE_KIND = Pattern(f"{OFFICE_ENDINGS.any('of_fields')}$")
_BODY_KIND = Pattern(f"{OFFICE_ENDINGS.any('body_of_fields')}$")


@dataclass(frozen=True)
class Meaning:
    """What a name without its place can stand for.

    `own` are the fields of an office that goes by it (教育体育局: 教育 and 体育), `covers` all
    that its words speak of (教体局: 教育, and 体育), `parents` those whose offices a body of that
    name belongs to, `body` that body's first name, "" where the name is none of the lexicon's,
    `team` what follows it there (交警大队城关中队: 城关中队). `known` is true
    where the lexicon has the name as it is.
    """

    own: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    body: str = ""
    known: bool = False
    team: str = ""

    def __bool__(self) -> bool:
        return bool(self.own or self.parents)


class Words:
    """Many words, of which the longest that stands somewhere is looked for. A regular expression
    of so many takes longer to make than a list to read."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def longest_at(self, text: str, at: int) -> str:
        """The longest of the words that stands at an offset of a text; "" where none does."""
        for length in self._lengths:
            if (word := text[at : at + length]) in self._words:
                return word
        return ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What lexicon.toml says, by text; a field is called by its first name.

    `names`, `words`, `stems` (with the words) and `bodies` give for each text the fields it can
    stand for, `body_names` the first name of a body, `also` the fields whose offices do a field's
    work where it has none of its own, `party` the party's organs, `fillers` what a name may have
    besides its fields' words, `together` the fields' words that one word stands for (工青妇).
    """

    names: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    bodies: dict[str, frozenset[str]]
    body_names: dict[str, str]
    also: dict[str, frozenset[str]]
    party: frozenset[str]
    fillers: frozenset[str]
    together: dict[str, tuple[str, ...]]

    @cached_property
    def everyday(self) -> dict[str, tuple[str, ...]]:
        """For each field its office's names, the official one first."""
        found: dict[str, list[str]] = {}
        for name, fields in self.names.items():
            for field in fields:
                found.setdefault(field, []).append(name)
        return {field: tuple(names) for field, names in found.items()}

    @cached_property
    def bare_names(self) -> frozenset[str]:
        """Names and bodies that clauses use without a place (残联, 派出所, 交警大队)."""
        return frozenset(self.names) | frozenset(self.bodies)

    @cached_property
    def bare_starts(self) -> frozenset[str]:
        return frozenset(name[:2] for name in self.bare_names)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.bare_names))

    @cached_property
    def _pieces(self) -> Words:
        return Words({*(word for word in self.stems if len(word) > 1), *self.fillers})

    @cached_property
    def _letters(self) -> Words:
        return Words(self.words)

    def meaning(self, core: str) -> Meaning:
        """What a name without its place stands for."""
        return _meaning(self, core)

    def fields_in(self, text: str) -> tuple[frozenset[str], ...] | None:
        """The fields whose words a text is made of; None where something else stands in it."""
        return _covering(self._pieces, text, self.stems) or (
            _covering(self._letters, text, self.words) if len(text) <= 6 else None
        )


def _covering(
    pieces: Words, text: str, words: dict[str, frozenset[str]]
) -> tuple[frozenset[str], ...] | None:
    found: list[frozenset[str]] = []
    at = 0
    while at < len(text):
        piece = pieces.longest_at(text, at)
        if not piece:
            return None
        if piece in words:
            found.append(words[piece])
        at += len(piece)
    return tuple(found) or None


@lru_cache(maxsize=20_000)
def _meaning(lexicon: Lexicon, core: str) -> Meaning:
    own = lexicon.names.get(core, frozenset())
    parents = lexicon.bodies.get(core, frozenset())
    covers = frozenset[str]()
    if (kind := _OFFICE_KIND.search(core)) and kind.start() > 0 and not core.endswith("工委"):
        covers = frozenset[str]().union(*(lexicon.fields_in(core[: kind.start()]) or ()))
    if own or parents:
        body = lexicon.body_names.get(core, "")
        return Meaning(own, own | covers if own else own, parents, body, known=True)
    if (kind := _BODY_KIND.search(core)) and kind.start() > 1:
        fields = lexicon.fields_in(core[: kind.start()]) or ()
        parents = frozenset.intersection(*fields) if fields else parents
    return Meaning(covers, covers, parents)


def load_lexicon() -> Lexicon:
    """Read lexicon.toml."""
    data = own_toml("dutylist.extract.offices", "lexicon.toml")
    entries = data["field"]
    names: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    body_names: dict[str, str] = {}
    for entry in entries:
        field = entry["names"][0]
        for name in entry["names"]:
            names.setdefault(name, set()).add(field)
        for word in entry["words"]:
            words.setdefault(word, set()).add(field)
        for word in entry.get("stems", []):
            stems.setdefault(word, set()).add(field)
        for line in entry.get("bodies", []):
            synonyms = line.split()
            for name in synonyms:
                bodies.setdefault(name, set()).add(field)
                body_names.setdefault(name, synonyms[0])
    # 教体局 gives 教体, as in 民政、教体等部门.
    for name, its in names.items():
        stem = name[:-1]
        if (
            2 <= len(stem) < _LONGEST_STEM
            and name[-1] in "局委"
            and stem not in data["of_everybody"]
        ):
            words.setdefault(stem, set(its))
    for word, its in words.items():
        stems.setdefault(word, set(its))
    also = {
        entry["names"][0]: frozenset(
            field for word in entry.get("also", []) for field in _field_of(word, words, names)
        )
        for entry in entries
    }
    return Lexicon(
        _frozen(names),
        _frozen(words),
        _frozen(stems),
        _frozen(bodies),
        body_names,
        also,
        frozenset(entry["names"][0] for entry in entries if entry.get("party")),
        frozenset(data["fillers"]),
        {word: tuple(fields) for word, fields in data["together"].items()},
    )


def _field_of(word: str, words: dict[str, set[str]], names: dict[str, set[str]]) -> frozenset[str]:
    found = words.get(word) or names.get(word)
    if not found:
        raise ValueError(f"lexicon.toml: also = {word!r} is no field's word")
    return frozenset(found)


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {text: frozenset(fields) for text, fields in found.items()}


LEXICON = load_lexicon()
