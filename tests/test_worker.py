"""One bounded process for command line, page and batch: what it may take, and what is said."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from dutylist.app.worker.answers import DIED, Failure
from dutylist.app.worker.process import Worker
from dutylist.app.worker.windows import JobLimits, job_limits
from dutylist.extract.formats.limits import ReadLimits
from tests.generated_lists import as_text, generate
from tests.waiting import wait_for
from tests.worker_tasks import die, echo, linger, start_another

CASES = Path(__file__).parent / "cases" / "bounds"


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("name", ["form-circular.pdf", "form-bomb.pdf"])
def test_a_page_that_takes_all_memory_is_refused_in_words(name: str) -> None:
    """One page, whose form draws itself: no reader's deadline is asked before its end."""
    done = run("--max-memory", "300", "extract", CASES / name)
    assert (done.returncode, done.stdout) == (8, "")
    assert done.stderr == (
        f"出错：“{name}”：用的内存超过 300 MB，已经停止。"
        "文件可能损坏或过大，请核对；确实需要时可用 --max-memory 放宽。\n"
    )


def test_a_page_that_takes_too_long_is_refused_in_words(tmp_path: Path) -> None:
    """And nothing of it is left where temporary files go."""
    started = time.monotonic()
    limits = ("--max-seconds", "0.7", "--max-memory", "8000")
    done = run(*limits, "extract", CASES / "form-bomb.pdf", TMPDIR=str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert done.returncode == 8
    assert "“form-bomb.pdf”：超过 0.7 秒还没有完成" in done.stderr
    assert time.monotonic() - started < 60


def test_the_command_goes_on_as_ever(tmp_path: Path) -> None:
    """Standard input and output, exit codes and both files of a comparison."""
    source = tmp_path / "清单.txt"
    source.write_text(as_text(generate(3)), "utf-8")
    records = run("extract", source)
    assert records.returncode == 0
    piped = subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", "extract", "-"],
        input=source.read_bytes(),
        capture_output=True,
    )
    assert piped.stdout.decode() == records.stdout
    assert run("extract", tmp_path / "没有.txt").returncode == 3
    assert run("compare", source, source, "-o", tmp_path / "out").returncode == 0


def test_who_ends_the_command_ends_its_work(tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    big.write_text(as_text(generate(3)) * 3_000, "utf-8")
    for number in (signal.SIGTERM, signal.SIGKILL):
        process = subprocess.Popen(
            [sys.executable, "-m", "dutylist.app.cli", "extract", str(big)],
            stdout=subprocess.DEVNULL,
        )
        watched = psutil.Process(process.pid)
        wait_for(lambda: watched.children())  # noqa: B023
        (child,) = watched.children()
        process.send_signal(number)
        assert process.wait() == -number
        wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)  # noqa: B023


@pytest.fixture(autouse=True)
def tasks_of_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process can import tests/worker_tasks.py."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


def test_worker_does_one_task_after_another() -> None:
    worker = Worker(ReadLimits())
    stages: list[str] = []
    assert worker.run(echo, "一", on_stage=stages.append) == "一一"
    answer = worker.run(die, int(signal.SIGABRT), name="毒.pdf")
    assert isinstance(answer, Failure)
    assert (answer.error, answer.exit_code) == (DIED, 10)
    assert "“毒.pdf”：处理程序意外退出（收到信号 6）" in answer.message
    assert worker.run(echo, "二", on_stage=stages.append) == "二二"
    assert stages == ["正在看"] * 2
    worker.close()


LARGE_PARENT = """
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from tests.worker_tasks import echo, hoard
held = b"x" * (200 << 20)
worker = Worker(ReadLimits(max_memory=120))
for kind in ("large", "small", "answer"):
    print(worker.run(hoard, kind, name="大.txt").message)
print(worker.run(echo, "一"))
worker.close()
"""


def test_memory_that_runs_out_is_told_whoever_asked() -> None:
    """A process begins with the peak of the one that starts it, which so tells nothing."""
    done = subprocess.run([sys.executable, "-c", LARGE_PARENT], capture_output=True, text=True)
    *told, well = done.stdout.splitlines()
    assert (well, done.stderr) == ("一一", "")
    assert len(told) == 3
    assert all("“大.txt”：用的内存超过 120 MB，已经停止" in line for line in told)


def test_a_stopped_worker_has_its_folder_until_nobody_needs_it() -> None:
    """The thread that waited for it may still write there."""
    worker = Worker(ReadLimits())
    answers: list[object] = []

    def wait() -> None:
        answers.append(worker.run(linger, 60.0))
        (worker.folder / "清单.txt").write_text("再试一次", "utf-8")

    thread = threading.Thread(target=wait)
    thread.start()
    wait_for(lambda: worker._process is not None)
    worker.stop()
    thread.join()
    assert isinstance(answers[0], Failure)
    with pytest.raises(RuntimeError, match="stopped"):
        worker.run(echo, "二")
    assert worker.folder.is_dir()
    worker.close()
    assert not worker.folder.exists()


def test_worker_may_be_given_more_time() -> None:
    worker = Worker(ReadLimits(max_seconds=1.5))
    assert worker.run(echo, "一") == "一一"
    assert worker.run(linger, 2.0) == "好"
    worker.close()


def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    worker = Worker(ReadLimits(max_seconds=3))
    note = tmp_path / "pid"
    answer = worker.run(start_another, str(note), name="清单.doc")
    assert isinstance(answer, Failure)
    assert "“清单.doc”：超过 3 秒还没有完成" in answer.message
    pid = int(note.read_text())
    wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie")
    worker.close()


def test_windows_job_has_the_form_of_winnt() -> None:
    """The size and places that 64-bit Windows expects, from winnt.h."""
    assert ctypes.sizeof(JobLimits) == 144
    assert JobLimits.ProcessMemoryLimit.offset == 112
    limits = job_limits(300)
    assert (limits.BasicLimitInformation.LimitFlags, limits.JobMemoryLimit) == (0x2600, 300 << 20)
    assert job_limits(0).BasicLimitInformation.LimitFlags == 0x2400
