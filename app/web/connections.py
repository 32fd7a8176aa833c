"""Connections that ask for nothing, or too slowly, are closed; there are never too many of them."""

from __future__ import annotations

import asyncio
import sys

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 20.0
"""Within so many seconds a request's headers have come. A browser needs milliseconds."""

BODY_SECONDS = 60.0
"""So long may nothing come of a body that is under way."""

AT_A_TIME = 32
"""Connections that the system hands over at once, before any of them can be refused."""

_MOST = 400
"""Connections open at a time: a browser holds six, so that is for some sixty people."""

_RESERVED = 96
"""File descriptors kept for the database, files, children and what is handed over at once."""


def most_connections() -> int:
    """How many connections may be open, so that file descriptors never run out."""
    if sys.platform == "win32":
        return _MOST
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST + _RESERVED
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(8, min(_MOST, soft - _RESERVED))


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, whose patience with a client has an end."""

    most = _MOST
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or close it where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self._wait(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what has come, and wait for what is still to come."""
        super().data_received(data)
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._wait(BODY_SECONDS)
        elif state is not h11.IDLE:
            self._stop_waiting()
        elif self._timer is None and self.conn.trailing_data[0]:
            self._wait(HEADER_SECONDS)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if self.flow.read_paused:
            # It is we who do not read on.
            self._wait(BODY_SECONDS)
        else:
            self.transport.close()
