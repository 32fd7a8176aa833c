"""Where the page keeps its data, who may ask for it, and what one request may cost."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from pathlib import Path

from dutylist.app.web.entry import People, new_token
from dutylist.extract.formats.limits import ReadLimits

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names by which a browser on this machine reaches the page, as in a Host header."""


@dataclass(frozen=True)
class Settings:
    """`folder` holds the database and the files; `hosts` are the accepted Host headers, without
    port. `max_upload` and `max_import` are bytes; `limits` bound each reading and each writing.

    Whoever knows `entry` may come in; where there are `people`, only they may, with a password."""

    folder: Path
    hosts: frozenset[str] = LOOPBACK
    max_upload: int = 200 << 20
    max_import: int = 2 << 30
    limits: ReadLimits = field(default_factory=ReadLimits)
    entry: str = field(default_factory=new_token)
    people: People | None = None


def accepted_hosts(host: str) -> frozenset[str]:
    """The Host headers to accept when listening on `host`: loopback's, and its own.

    For an address that means all of the machine's (0.0.0.0, ::), the machine's name and
    addresses.
    """
    if not is_wildcard(host):
        return LOOPBACK | {_bracketed(host).lower()}
    name = socket.gethostname()
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return LOOPBACK | {name.lower()} | {_bracketed(address) for address in found}


def is_wildcard(host: str) -> bool:
    """Whether listening on `host` means on every address of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    return _bracketed(host).lower() in LOOPBACK or (
        host.replace(".", "").isdigit() and ipaddress.ip_address(host).is_loopback
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
