"""`dutylist serve` as a process: it says where it is, answers, and ends cleanly."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = [sys.executable, "-m", "dutylist.app.cli", "serve", "--no-browser"]


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command, and what it says first."""
    process = subprocess.Popen(
        [*SERVE, "--data", str(folder), *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        yield process, process.stderr.readline()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()


def test_it_serves_this_machine_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    with started(tmp_path / "数据", "--port", "0") as (process, said):
        url = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert url, said
        with urllib.request.urlopen(url[0]) as answer:
            assert "履职事项清单" in answer.read().decode()
        assert (tmp_path / "数据" / "dutylist.sqlite").exists()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode in (0, 130, -signal.SIGINT)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with started(tmp_path / "one", "--port", "0") as (_, said):
        port = re.findall(r":(\d+)/", said)[0]
        with started(tmp_path / "two", "--port", port) as (process, told):
            assert process.wait(30) == 10
            assert f"端口 {port} 用不了" in told


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with started(tmp_path / "file", "--port", "0") as (process, told):
        assert process.wait(30) == 7
        assert "数据文件夹不能用" in told
