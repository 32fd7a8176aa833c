"""A Dask scheduler and its workers on this machine read what the pool reads, deaths included."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dutylist.app.batch.run import batch
from dutylist.app.library.opening import open_store
from dutylist.records.errors import ProgramMissingError
from tests.generated_lists import write_texts
from tests.store_contents import contents
from tests.waiting import wait_for


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a program of Dask; all are ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def run(program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options]
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address_in(file: Path) -> str:
    wait_for(lambda: file.is_file() and file.read_text().rstrip().endswith("}"))
    return str(json.loads(file.read_text())["address"])


def test_cluster_with_a_worker_killed(
    start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    write_texts(folder, 16)
    (folder / "通知.txt").write_text("今天下午三点开会。\n", "utf-8")
    batch(folder, tmp_path / "单机.sqlite", workers=2)
    with open_store(tmp_path / "单机.sqlite") as connection:
        expected = contents(connection)

    file = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    start("scheduler", *local, "--port", "0", "--scheduler-file", str(file))
    address = address_in(file)
    alone = ("--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path / "dask"))
    workers = [start("worker", address, *local, *alone) for _ in range(2)]

    def progress(outcomes, total):  # type: ignore[no-untyped-def]
        for count, outcome in enumerate(outcomes, 1):
            if count == 5:
                os.killpg(workers[0].pid, signal.SIGKILL)
            yield outcome

    report = batch(folder, store, scheduler=address, progress=progress)
    assert (report.files, report.read, len(report.failed)) == (17, 16, 1)
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None
    with open_store(store) as connection:
        assert contents(connection) == expected
    assert batch(folder, store, scheduler=address).known == 16


def test_no_scheduler_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.app.batch.cluster.CONNECT_SECONDS", 1)
    write_texts(tmp_path / "清单", 1)
    with pytest.raises(ProgramMissingError, match="连不上 Dask 调度器"):
        batch(tmp_path / "清单", tmp_path / "库.sqlite", scheduler="tcp://127.0.0.1:9")
