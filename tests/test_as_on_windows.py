"""What only Windows runs, run here: its modules loaded as there, its system calls answered by
stand-ins that note what they were asked for and do the like."""

from __future__ import annotations

import ast
import ctypes
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from dutylist.app.worker.windows import JobLimits, WindowsJob

ROOT = Path(__file__).parent.parent
WATCH = ROOT / "app" / "worker" / "watch.py"
LOCKS = ROOT / "app" / "locks.py"


class Kernel:
    """kernel32 as far as a job asks for it: whose processes end when the job is ended."""

    def __init__(self, *_: object, **__: object) -> None:
        self.asked: list[str] = []
        self.limits: list[tuple[int, int]] = []
        self.peak = 0
        self.ends: Callable[[], None] = lambda: None
        self.CreateJobObjectW = lambda *given: self._create(*given)
        Kernel.last = self

    last: Kernel

    def _create(self, *_: object) -> int:
        self.asked.append("create")
        return 77

    # winbase.h and jobapi2.h write their names so.
    def AssignProcessToJobObject(self, job: Any, process: Any) -> int:  # noqa: N802
        assert (job.value, process.value) == (77, 4242)
        self.asked.append("assign")
        return 1

    def SetInformationJobObject(self, job: Any, kind: int, limits: Any, size: int) -> int:  # noqa: N802
        given = ctypes.cast(limits, ctypes.POINTER(JobLimits)).contents
        assert (job.value, kind, size) == (77, 9, ctypes.sizeof(JobLimits))
        self.limits.append((given.BasicLimitInformation.LimitFlags, given.JobMemoryLimit >> 20))
        return 1

    def QueryInformationJobObject(self, job: Any, kind: int, limits: Any, *_: Any) -> int:  # noqa: N802
        ctypes.cast(limits, ctypes.POINTER(JobLimits)).contents.PeakJobMemoryUsed = self.peak
        return 1

    def TerminateJobObject(self, job: Any, code: int) -> int:  # noqa: N802
        self.asked.append("end")
        self.ends()
        return 1

    def CloseHandle(self, handle: Any) -> int:  # noqa: N802
        self.asked.append("close")
        return 1


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "WinDLL", Kernel, raising=False)


def test_a_job_is_made_bounded_asked_and_ended(kernel: None) -> None:
    job = WindowsJob(4242, 300)
    job.limit(0)
    Kernel.last.peak = 250 << 20
    assert job.peak() == 250 << 20
    job.end()
    job.close()
    assert Kernel.last.asked == ["create", "assign", "end", "close"]
    # Without dialogue, ended with its parent; with a limit of memory, and without.
    assert Kernel.last.limits == [(0x2600, 300), (0x2400, 0)]


# The watched child of the command line


def as_on_windows(path: Path, monkeypatch: pytest.MonkeyPatch, **modules: Any) -> ModuleType:
    """A module as Windows loads it, with these in place of the modules that only Windows has."""
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location(f"{path.stem}_on_windows", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Child(subprocess.Popen[bytes]):
    """A process with the handle that it has on Windows; it says what a watched command says."""

    says: str = ""

    def __init__(self, command: list[str], *, env: dict[str, str], close_fds: bool) -> None:
        assert command[1:4] == ["-P", "-m", "dutylist.app.cli"]
        handle = int(env["DUTYLIST_WATCHED"])
        program = f"import os, sys, time\nsay = lambda text: os.write({handle}, text)\n{self.says}"
        super().__init__([sys.executable, "-c", program], env=env, pass_fds=(handle,))
        self._handle = 4242
        Kernel.last_child = self  # type: ignore[attr-defined]


@pytest.fixture
def split(monkeypatch: pytest.MonkeyPatch, kernel: None) -> Callable[..., Any]:
    """Runs a command whose child does this; gives what `_end_as` is called with."""
    files = SimpleNamespace(
        LK_NBLCK=2,
        locking=lambda *given: None,
        get_osfhandle=lambda descriptor: descriptor,
        open_osfhandle=lambda handle, flags: handle,
    )
    monkeypatch.setattr(os, "set_handle_inheritable", lambda handle, may: None, raising=False)
    watch = as_on_windows(WATCH, monkeypatch, msvcrt=files)
    real = subprocess.Popen

    def run(says: str, peak: int = 0) -> tuple[int, bool, tuple[str, int] | None]:
        ended: list[Any] = []

        def end_as(status: int, over: bool, most: int, told: Any) -> None:
            ended.append((status, over, watch._error_of(status, over, most, told)))

        monkeypatch.setattr(watch, "_end_as", end_as)
        monkeypatch.setattr(watch.subprocess, "Popen", Child)
        Child.says = says
        first = Kernel.__init__

        def begun(self: Kernel, *given: object, **named: object) -> None:
            first(self, *given, **named)
            self.peak = peak
            self.ends = lambda: Kernel.last_child.kill()  # type: ignore[attr-defined]

        monkeypatch.setattr(Kernel, "__init__", begun)
        try:
            watch._split_on_windows()
        finally:
            monkeypatch.setattr(watch.subprocess, "Popen", real)
        (answer,) = ended
        return answer  # type: ignore[no-any-return]

    return run


def reads(seconds: float) -> str:
    said = json.dumps({"name": "清单.pdf", "seconds": seconds, "memory": 300})
    return f"say({said.encode()!r} + b'\\n')\n"


DONE = 'say(b\'{"name": ""}\\n\')\ntime.sleep(0.3)\n'


@pytest.mark.parametrize("code", [0, 6])
def test_a_watched_command_ends_as_its_child(split: Callable[..., Any], code: int) -> None:
    assert split(f"{reads(60)}{DONE}sys.exit({code})") == (code, False, None)
    # Bounded from when it reads a file until it has.
    assert [memory for _, memory in Kernel.last.limits] == [0, 300, 0]


def test_a_child_that_takes_too_long_is_ended(split: Callable[..., Any]) -> None:
    begun = time.monotonic()
    _, over, (message, code) = split(f"{reads(0.2)}time.sleep(600)")
    assert (over, code) == (True, 8)
    assert "“清单.pdf”：超过 0.2 秒还没有完成" in message
    assert "end" in Kernel.last.asked
    assert time.monotonic() - begun < 60


def test_more_time_is_given_where_it_is_asked_for(split: Callable[..., Any]) -> None:
    more = "say(b'{\"more\": 60}\\n')\ntime.sleep(1.5)\n"
    assert split(f"{reads(0.2)}{more}{DONE}") == (0, False, None)


def test_a_child_without_memory_is_told(split: Callable[..., Any]) -> None:
    """Windows ends it with a status of its own, and the job knows the peak."""
    _, _, (message, code) = split(f"{reads(60)}sys.exit(3)", peak=290 << 20)
    assert (code, "“清单.pdf”：用的内存超过 300 MB" in message) == (8, True)


def test_a_child_that_dies_is_told(split: Callable[..., Any]) -> None:
    _, _, (message, code) = split(f"{reads(60)}sys.exit(5)", peak=20 << 20)
    assert (code, "处理程序意外退出（退出码 5）" in message) == (10, True)


def test_what_a_child_said_as_it_died_is_heard(
    split: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = json.loads

    def late(line: bytes) -> Any:
        time.sleep(0.2)
        return heard(line)

    monkeypatch.setattr(json, "loads", late)
    _, _, (message, code) = split(f"{reads(60)}sys.exit(5)", peak=20 << 20)
    assert (code, "“清单.pdf”" in message) == (10, True)


# Locks


def test_a_lock_that_another_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: set[int] = set()

    def locking(descriptor: int, mode: int, size: int) -> None:
        place = os.fstat(descriptor).st_ino
        assert (mode, size, os.lseek(descriptor, 0, os.SEEK_CUR)) == (2, 1, 0)
        if place in held:
            raise PermissionError(13, "locked")
        held.add(place)

    locks = as_on_windows(LOCKS, monkeypatch, msvcrt=SimpleNamespace(LK_NBLCK=2, locking=locking))
    path = tmp_path / "serve.lock"
    with path.open("w+b") as first, path.open("r+b") as second:
        first.write(b"x")
        assert locks.lock(first) is True
        assert locks.lock(second) is False


# What Windows has not


IMPORTS = """
import importlib, pathlib, sys, types
root = pathlib.Path(sys.argv[1])
names = [
    "dutylist." + ".".join(path.relative_to(root).with_suffix("").parts)
    for room in ("app", "compare", "extract", "records", "render")
    for path in sorted((root / room).rglob("*.py"))
    if path.name != "__init__.py"
]
# Other packages know what system they are on.
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.split(".")[0] == "dutylist"]:
    del sys.modules[name]
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog"):
    sys.modules[name] = None
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2)
sys.platform = "win32"
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_all_modules_load_where_there_is_no_posix(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(ROOT)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 300


def test_only_the_watching_command_forks() -> None:
    """Windows can only begin processes anew: all else begins them so everywhere."""
    forking = set()
    for room in ("app", "compare", "extract", "records", "render"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in ("fork", "forkpty"):
                    forking.add(str(path.relative_to(ROOT)))
                if isinstance(node, ast.Call) and "get_context" in ast.unparse(node.func):
                    assert ast.unparse(node.args[0]) == "'spawn'", path
                if isinstance(node, ast.Call) and "ProcessPool" in ast.unparse(node.func):
                    assert "mp_context=get_context('spawn')" in ast.unparse(node), path
    assert forking == {"app/worker/watch.py"}
