"""What a start makes of the program's own texts, kept for the next one beside Python's bytecode.

Compiling three hundred patterns and reading the word lists takes an eighth of a start, taking up
what was made of them once a fortieth of that. It is kept for this very Python and the very texts;
where it cannot be written or read, all is made anew as ever.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

Made = Literal["pattern", "toml"]
Key = tuple[Made, str]
"""What is made, and of which text."""

MOST = 2_000
"""Where more are kept, those that nothing asked this time are of another version: left out."""

_anew: dict[Key, Callable[[], Any]] = {}
_taken_up: set[Key] = set()


def taken_up(made: Made, text: str) -> Any:
    """What an earlier start made of a text; None where nothing is kept."""
    key = made, text
    if (found := _kept().get(key)) is not None:
        _taken_up.add(key)
    return found


def keep_later(made: Made, text: str, value: Callable[[], Any]) -> None:
    """Have kept, when the program ends, what is made of a text: what marshal can write, None where
    it is not to be kept."""
    _anew[made, text] = value


def keep() -> None:
    """Keep what was made anew, where Python keeps bytecode."""
    if not _anew or sys.dont_write_bytecode:
        return
    kept = _kept() | {key: made for key, value in _anew.items() if (made := value()) is not None}
    if len(kept) > MOST:
        kept = {key: kept[key] for key in _taken_up.union(_anew) if key in kept}
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
def _kept() -> dict[Key, Any]:
    """What is kept of earlier starts: nothing where it is another Python's, or damaged."""
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
        python, checked, packed = marshal.loads(_place().read_bytes())
        if python == sys.version and checked == zlib.crc32(packed):
            kept: dict[Key, Any] = marshal.loads(packed)
            return kept
    return {}
