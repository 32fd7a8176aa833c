"""The words of the lists that were read before, for what a scan leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dutylist.app.library.opening import connected

LISTS = 8
"""So many lists tell what a scan leaves open: some 300,000 words' pieces."""


@dataclass(frozen=True)
class ReadBefore:
    """The records of the first lists in a store's database, which are looked up where a file turns
    out to be read from pictures, and by whoever reads it."""

    database: Path

    def __iter__(self) -> Iterator[str]:
        # What was itself left open in a scan decides nothing.
        with connected(self.database) as connection:
            rows = connection.execute(
                "SELECT records FROM edition WHERE instr(records, '\"doubts\"') = 0 "
                "ORDER BY township, issued DESC, added DESC LIMIT ?",
                (LISTS,),
            ).fetchall()
        yield from (row["records"] for row in rows)
