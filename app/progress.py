"""Progress for the person at the terminal: on standard error, and only where that is one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from dutylist.extract.formats.limits import ReadLimits

T = TypeVar("T")

_ERASE = "\r\x1b[K"
"""ECMA-48: to the line's beginning, and erase to its end."""


@contextmanager
def telling_pages(limits: ReadLimits) -> Iterator[ReadLimits]:
    """Limits that show which page is being recognised, for the length of a `with`."""
    if not sys.stderr.isatty():
        yield limits
        return

    def at_page(page: int, count: int) -> None:
        print(f"{_ERASE}正在识别第 {page} 页，共 {count} 页", end="", file=sys.stderr, flush=True)

    try:
        yield replace(limits, at_page=at_page)
    finally:
        print(_ERASE, end="", file=sys.stderr, flush=True)


def track(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Pass the items on, showing how many of `total` are done."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        for item in items:
            yield item
            progress.advance(task)
