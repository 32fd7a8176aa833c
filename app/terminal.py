"""What the person at the terminal is told, and what programs are given on standard output."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from dutylist.extract.formats.limits import ReadLimits

_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\u2421",
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�"),
}
"""Control characters, and those that turn the direction of what follows, as visible signs."""


def plain(text: str) -> str:
    """A text of a file's, harmless on any terminal."""
    return text.translate(_SHOWN)


def say(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Tell the person something, on standard output or standard error."""
    click.echo(plain(str(text)), err=err, nl=nl)


def give(data: str | bytes) -> None:
    """Records and other data for programs: texts in UTF-8 on every system, whatever its console
    speaks."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        click.echo(data, nl=False)
        return
    sys.stdout.flush()
    raw.write(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
    raw.flush()


def spare_characters() -> None:
    """A character that the console's encoding lacks is told by its number; nothing fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(f"注意：{record.getMessage()}。", err=True)


def tell_warnings() -> None:
    """What the library warns of (a file that was kept under another name) is told."""
    log = logging.getLogger("dutylist")
    log.handlers = [_Told(logging.WARNING)]
    log.propagate = False


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
