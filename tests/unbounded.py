"""A worker without a process: its tasks are done where it is asked, one at a time."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from typing import Any

from dutylist.app.worker.answers import Failure, MoreTime, Stage
from dutylist.app.worker.child import attempt
from dutylist.extract.formats.limits import ReadLimits

_ONE_AT_A_TIME = threading.Lock()
"""Each process has a pdfium of its own, which is not made for threads."""


class Unbounded:
    """Answers as app/worker/process.Worker does; nothing ends a task that takes too much."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits

    def run(
        self,
        task: Callable[[Any, Any], Any],
        request: Any,
        *,
        name: str = "",
        on_stage: Callable[[str], None] = lambda text: None,
    ) -> Any:
        """What a function answers, handed over as between two processes."""

        def tell(message: Stage | MoreTime) -> None:
            if isinstance(message, Stage):
                on_stage(message.text)

        message = pickle.loads(pickle.dumps((task, name, request)))
        with _ONE_AT_A_TIME:
            answer = pickle.loads(pickle.dumps(attempt(*message, tell, self._limits.max_memory)))
        return answer if isinstance(answer, Failure) else answer.value

    def stop(self) -> None:
        """A task goes on to its end."""

    def close(self) -> None:
        """There is nothing to end."""
