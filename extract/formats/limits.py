"""How much one source file may cost before its reader refuses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

SCAN_SECONDS = 60.0
"""A page that is a picture may take so long in addition."""


def _unheard(seconds: float) -> None:
    """Nobody watches the clock from outside."""


def _unseen(page: int, count: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class ReadLimits:
    """Bounds on reading one file; a reader raises LimitExceededError beyond them.

    `max_pages` is the number of pages of a PDF. `max_bytes` is the size of the file, and for
    Word and Excel what it unpacks to. `max_seconds` is the time for one file, `max_memory` the
    MiB that the reading process may have; both are also enforced from outside (app/worker), so
    that they hold within a page. `more_time` is told before something that may take so many
    seconds in addition, `at_page` the number of a page that is a picture, and of how many, before
    it is read: both take long. `named` are private characters and what they are, which a reader
    has to know before it looks at their pictures. The defaults are some hundred times what a
    township's list needs.
    """

    max_pages: int = 20_000
    max_bytes: int = 512 * 1024 * 1024
    max_seconds: float = 600.0
    max_memory: int = 2048
    named: tuple[tuple[str, str], ...] = ()
    more_time: Callable[[float], None] = field(default=_unheard, compare=False, repr=False)
    at_page: Callable[[int, int], None] = field(default=_unseen, compare=False, repr=False)
