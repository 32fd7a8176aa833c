"""The models that the package `rapidocr` brings along (PP-OCR, Apache-2.0), run by onnxruntime."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dutylist.records.errors import ProgramMissingError

MOST_THREADS = 2
"""More threads gain little and take other programs their time."""


class OutOfTimeError(Exception):
    """The time that a page may take is over."""


@dataclass(frozen=True)
class Deadline:
    """When a page has had its time: by the `clock` (of `time.monotonic`) and by the `processor`
    (of `time.process_time`), as a busy machine has little time for a page, and a busy process
    uses more than the page does; at the `last` by the clock alone."""

    clock: float
    processor: float
    last: float = math.inf

    @classmethod
    def after(cls, seconds: float, last: float = math.inf) -> Deadline:
        """The one when so many seconds from now are over."""
        return cls(time.monotonic() + seconds, time.process_time() + seconds, last)

    def check(self) -> None:
        """Raise OutOfTimeError when it is over."""
        now = time.monotonic()
        if now > self.last or (now > self.clock and time.process_time() > self.processor):
            raise OutOfTimeError


NEVER = Deadline(math.inf, math.inf)


@cache
def session(name: str) -> Any:
    """The model of that name, ready to run. Raises ProgramMissingError where it is absent."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(MOST_THREADS, os.cpu_count() or 1)
    options.log_severity_level = 3
    # Waiting threads would take the other programs of an office machine their time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # What one page took would otherwise be kept for good.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        str(_path(name)), options, providers=["CPUExecutionProvider"]
    )


def _path(name: str) -> Path:
    spec = find_spec("rapidocr")
    path = Path(spec.origin).parent / "models" / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ProgramMissingError("没有文字识别模型", "请安装：pip install 'dutylist[scan]'")
    return path
