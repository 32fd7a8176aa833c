"""How much one source file may cost before its reader refuses it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadLimits:
    """Bounds on reading one file; a reader raises LimitExceededError beyond them.

    `max_pages` is the number of pages of a PDF. `max_bytes` is the size of the file, and for
    Word and Excel what it unpacks to. `max_seconds` is the time for one file. The defaults are
    some hundred times what a township's list needs.
    """

    max_pages: int = 20_000
    max_bytes: int = 512 * 1024 * 1024
    max_seconds: float = 600.0
