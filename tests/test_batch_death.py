"""Whatever is killed with signal 9, and whenever: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from dutylist.app.batch.run import batch
from dutylist.app.library.opening import open_store
from dutylist.extract.formats.limits import ReadLimits
from tests.generated_lists import as_text, generate, write_texts
from tests.store_contents import contents
from tests.waiting import wait_for

LISTS, KILLS = 20, 6


@dataclass(frozen=True)
class Undisturbed:
    """What a store has after a run that nobody killed, and the seconds that a list took."""

    contents: dict[str, list[object]]
    pace: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lists")
    write_texts(made, LISTS)
    (made / "通知.txt").write_text("今天下午三点开会。\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    store = tmp_path_factory.mktemp("undisturbed") / "库.sqlite"
    begun = time.monotonic()
    batch(folder, store, workers=2)
    return Undisturbed(held(store), (time.monotonic() - begun) / LISTS)


def held(store: Path) -> dict[str, list[object]]:
    with open_store(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return contents(connection)


def stored_count(store: Path) -> int:
    if not store.is_file() or store.stat().st_size == 0:
        return 0
    with open_store(store) as connection:
        return int(connection.execute("SELECT count(*) FROM list").fetchone()[0])


def readers_of(temporary: Path) -> list[psutil.Process]:
    """The reading processes that use this folder for their temporary files."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "dutylist.app.worker.child" in words and any(str(temporary) in word for word in words):
            found.append(process)
    return found


def test_batch_killed_again_and_again(
    folder: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    # Beside the lists, where a killed run leaves its journal: no list either.
    store = folder / "库.sqlite"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "dutylist.app.cli", "batch", str(folder), "-o", str(store)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    chance = random.Random(7)
    for kill in range(KILLS):
        process = subprocess.Popen(
            [*command, "--workers", "2"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # At least one more list each time, so that the kills fall all over the work.
        before = stored_count(store)
        wait_for(lambda: stored_count(store) > before or process.poll() is not None)  # noqa: B023
        # Less than two lists later: all kills together never see the end of the work.
        time.sleep(chance.random() * 2 * undisturbed.pace)
        assert process.poll() is None, f"finished before kill {kill}"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    (folder / "库.失败.csv").unlink(missing_ok=True)
    done = stored_count(store)
    assert KILLS <= done < LISTS
    # What a dead parent left behind ends by itself, when it finds nobody to report to.
    wait_for(lambda: not readers_of(temporary))
    assert list(temporary.glob("dutylist-*")) == []
    report = batch(folder, store, workers=2)
    assert (report.known, report.read, len(report.failed)) == (done, LISTS - done, 1)
    assert held(store) == undisturbed.contents


def test_interrupted_with_ctrl_c(folder: Path, tmp_path: Path) -> None:
    """The readers end with it, and the next run goes on."""
    store, temporary = tmp_path / "库.sqlite", tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "dutylist.app.cli", "batch", str(folder), "-o", str(store)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for(lambda: stored_count(store) > 1)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert (process.returncode, told.decode().strip()) == (130, "已中止。")
    assert readers_of(temporary) == []
    assert list(temporary.iterdir()) == []
    done = stored_count(store)
    report = batch(folder, store, workers=2)
    assert (report.known, report.read) == (done, LISTS - done)


@pytest.fixture
def killer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Kills the process that reads 毒.txt, as often as asked for."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def kill(times: int) -> None:
        dead: set[int] = set()
        while len(dead) < times and not stop.is_set():
            if any(temporary.glob("*/毒.txt")):
                for process in readers_of(temporary):
                    if process.pid not in dead:
                        process.kill()
                        dead.add(process.pid)
            time.sleep(0.005)

    def start(times: int) -> None:
        threads.append(threading.Thread(target=kill, args=(times,)))
        threads[-1].start()

    yield start
    stop.set()
    for thread in threads:
        thread.join()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_reader_that_dies_costs_at_most_its_file(
    deaths: int, killer: Callable[[int], None], tmp_path: Path
) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    good = write_texts(folder, 3)
    poison = folder / "毒.txt"
    # Long enough to be caught in the act: the rows of many lists.
    made = generate(99)
    rows = made.tables["cooperative"]
    made.tables["cooperative"] = [[str(n), *row[1:]] for n, row in enumerate(rows * 12, 1)]
    poison.write_text(as_text(made), "utf-8")
    killer(deaths)
    report = batch(folder, store, workers=1)
    with open_store(store) as connection:
        stored = {path for (path,) in connection.execute("SELECT path FROM file")}
    if deaths == 1:
        assert report.failed == ()
        assert stored == {str(path) for path in [*good, poison]}
    else:
        assert [(one.path, one.error, one.attempts) for one in report.failed] == [
            (str(poison), "WorkerDied", 2)
        ]
        assert "信号 9" in report.failed[0].message
        assert stored == {str(path) for path in good}
        again = batch(folder, store, workers=1)
        assert (again.read, again.known, again.failed) == (1, 3, ())


def test_memory_limit(tmp_path: Path) -> None:
    """What needs more memory than allowed fails; the other does not."""
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    (good,) = write_texts(folder, 1)
    (folder / "大.txt").write_text("履职事项清单\n" + "a" * (320 << 20))
    report = batch(folder, store, workers=1, limits=ReadLimits(max_memory=600))
    assert [(Path(one.path).name, one.exit_code) for one in report.failed] == [("大.txt", 8)]
    assert "--max-memory" in report.failed[0].message
    with open_store(store) as connection:
        assert connection.execute("SELECT path FROM file").fetchall() == [(str(good),)]
