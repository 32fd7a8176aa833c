"""Bounding a process's own memory, and telling whether it died of that."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dutylist.records.errors import LimitExceededError

MIB = 1 << 20

MOST_OF = 0.6
"""A process that died by itself had reached its limit of memory where its peak was at least this
share of it: the one request that failed is not part of its peak."""


OUT_OF_MEMORY = LimitExceededError.exit_code
"""The exit code of a process that had not even the memory for saying that it has none."""


@contextmanager
def memory_limited(mebibytes: int) -> Iterator[None]:
    """Let this process have no more than so many MiB, for the length of a `with`.

    Beyond it Python raises MemoryError and libraries end the process; who watches it tells that.
    Windows has no such limit of a process's own: there the watching process sets it.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    # Linux counts here what is really written to, elsewhere only all addresses can be bounded.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    soft, hard = resource.getrlimit(kind)
    wanted = mebibytes * MIB
    bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (bound, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, (soft, hard))


def out_of_memory(status: int, peak: int, mebibytes: int) -> bool:
    """Whether a process that ended by itself had used up its memory.

    `status` is its exit code, negative for a signal, `peak` the most bytes that it had.
    """
    return status == OUT_OF_MEMORY or (status != 0 and peak >= MOST_OF * mebibytes * MIB)
