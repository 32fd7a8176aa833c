"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 120
"""When to give up: this ends a test that hangs and says nothing of speed."""


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds. Raises TimeoutError where it never does."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)
