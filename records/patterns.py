"""Patterns that are made when they are first asked, and kept from one start to the next.

Python compiles the three hundred patterns that a list asks in a tenth of a start, and takes up what
it compiled once in a fortieth of that. So what it compiled is kept beside its bytecode, for this
very Python and the very text of a pattern; where that cannot be written or read, patterns are
compiled as ever.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import re
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

Found = re.Match[str] | None

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""A compiled pattern: its flags, its code, how many groups it has, and their names."""

MOST = 2_000
"""Where more are kept, those that nothing asked this time are of another version: left out."""

_anew: set[str] = set()
_taken_up: set[str] = set()


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
    if code := _kept().get(text):
        _taken_up.add(text)
        return _of(text, code)
    pattern = re.compile(text)
    _anew.add(text)
    return pattern


def keep() -> None:
    """Keep what was compiled anew, where Python keeps bytecode."""
    if not _anew or sys.dont_write_bytecode:
        return
    kept = _kept() | {text: code for text in _anew if (code := _code(text))}
    if len(kept) > MOST:
        kept = {text: kept[text] for text in _taken_up | _anew if text in kept}
    packed = marshal.dumps(kept)
    written = _place().with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        written.write_bytes(marshal.dumps((sys.version, zlib.crc32(packed), packed)))
        written.replace(_place())
    with contextlib.suppress(OSError):
        written.unlink()


def _place() -> Path:
    return Path(importlib.util.cache_from_source(__file__)).with_suffix(".kept")


@cache
def _kept() -> dict[str, Code]:
    """What is kept of earlier starts: nothing where it is another Python's, or damaged."""
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
        python, checked, packed = marshal.loads(_place().read_bytes())
        if python == sys.version and checked == zlib.crc32(packed):
            kept: dict[str, Code] = marshal.loads(packed)
            return kept
    return {}


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
