"""Words that are data (*.toml) as parts of patterns.

Reading, comparing and printing ask the same words: how offices' and places' names end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap

from dutylist.records.own_toml import own_toml

Group = list[str] | dict[str, str]


@dataclass(frozen=True)
class WordGroups:
    """A TOML file of groups of words; "@body" in a group stands for the words of group body."""

    package: str
    file: str

    @cached_property
    def groups(self) -> dict[str, Group]:
        """What the file says, group by group."""
        return own_toml(self.package, self.file)

    def words(self, *groups: str) -> tuple[str, ...]:
        """The words of some groups, each once, as they stand there."""
        return tuple(dict.fromkeys(word for group in groups for word in self._of(group)))

    def _of(self, group: str) -> Iterator[str]:
        for word in self.groups[group]:
            if word.startswith("@"):
                yield from self._of(word[1:])
            else:
                yield word

    def table(self, group: str) -> dict[str, str]:
        """A group of words each with something said of it."""
        found = self.groups[group]
        assert isinstance(found, dict)
        return found

    def letters(self, *groups: str) -> str:
        """The words of one character, for a class: 县区旗."""
        return "".join(word for word in self.words(*groups) if len(word) == 1)

    def any(self, *groups: str) -> str:
        """One of the words, the longest first: (?:办公室|办)."""
        return f"(?:{'|'.join(map(re.escape, self._longest_first(*groups)))})"

    def any_within(self, *groups: str) -> str:
        """The same within a text: none where the characters around make another word of it
        (groups not_behind and not_before: 办 in 办理)."""
        return f"(?:{'|'.join(map(self._within, self._longest_first(*groups)))})"

    def any_but(self, group: str) -> str:
        """One of a table's words where none of those said of it follows: 民, not 民政."""
        return f"(?:{'|'.join(starmap(_but, self.table(group).items()))})"

    def _within(self, word: str) -> str:
        behind, before = self.table("not_behind").get(word), self.table("not_before").get(word)
        not_behind = f"(?<![{behind}])" if behind else ""
        not_before = f"(?![{before}])" if before else ""
        return f"{not_behind}{word}{not_before}"

    def _longest_first(self, *groups: str) -> list[str]:
        return sorted(self.words(*groups), key=len, reverse=True)


def _but(word: str, followed: str) -> str:
    return f"{word}(?!{'|'.join(followed.split())})" if followed else word


OFFICE_ENDINGS = WordGroups("dutylist.records", "office_endings.toml")
PLACE_WORDS = WordGroups("dutylist.records", "place_words.toml")
