"""Patterns that are made when they are first asked, of what an earlier start compiled (kept.py)."""

from __future__ import annotations

import contextlib
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from dutylist.records.kept import keep_later, taken_up

Found = re.Match[str] | None

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""A compiled pattern: its flags, its code, how many groups it has, and their names."""


@dataclass(frozen=True)
class Pattern:
    """A regular expression that is made when it is first used: no file needs all of them."""

    text: str

    @cached_property
    def _made(self) -> re.Pattern[str]:
        return made(self.text)

    @cached_property
    def match(self) -> Callable[..., Found]:
        return self._made.match

    @cached_property
    def search(self) -> Callable[..., Found]:
        return self._made.search

    @cached_property
    def fullmatch(self) -> Callable[..., Found]:
        return self._made.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._made.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        return self._made.findall

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        return self._made.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self._made.sub


def made(text: str) -> re.Pattern[str]:
    """The compiled pattern."""
    if code := taken_up("pattern", text):
        return _of(text, code)
    pattern = re.compile(text)
    keep_later("pattern", text, lambda: _code(text))
    return pattern


def _code(text: str) -> Code | None:
    """What Python makes of a pattern; None where it could not be taken up again as the same."""
    with contextlib.suppress(ImportError, AttributeError, TypeError, ValueError):
        parsed = import_module("re._parser").parse(text)
        numbers = import_module("re._compiler")._code(parsed, 0)
        state = parsed.state
        names: list[str | None] = [None] * state.groups
        for name, at in state.groupdict.items():
            names[at] = name
        packed = array("I", numbers).tobytes()
        code = (state.flags, packed, state.groups - 1, dict(state.groupdict), tuple(names))
        # Patterns are equal where their code is.
        return code if _of(text, code) == re.compile(text) else None
    return None


def _of(text: str, code: Code) -> re.Pattern[str]:
    flags, packed, groups, places, names = code
    numbers = memoryview(packed).cast("I").tolist()
    pattern: re.Pattern[str] = import_module("_sre").compile(
        text, flags, numbers, groups, places, names
    )
    return pattern
