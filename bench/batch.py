"""A folder of generated lists into one store: time by lists and workers, memory, Dask, DuckDB.

    python bench/batch.py [--lists 1000] [--mixed 12]
    uv run --with duckdb python bench/batch.py

`--mixed N` reads N lists as text, Word, Excel and PDF by turns (needs LibreOffice). DuckDB is
measured as the other choice of a store where it is installed. Clock times tell what the machine
was doing beside; processor times tell what the work costs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dutylist.app.batch.queries import Wanted, compare_wordings, count_duties, find_duties
from dutylist.app.batch.run import batch
from dutylist.app.library.opening import open_store
from tests.generated_lists import write_mixed, write_texts


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the clock and of the processors, MiB at its first and its last
    quarter (this process and the largest reader)."""

    clock: float
    processor: float
    memory: tuple[int, int, int, int]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lists", type=int, default=1000)
    parser.add_argument("--mixed", type=int, default=12)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_texts(folder / "清单", options.lists)
        first = by_workers(folder, options.lists // 4)
        whole = by_lists(folder, options.lists, first)
        store = folder / f"{options.lists}.sqlite"
        again = run(folder / "清单", store, workers=2)
        print(f"再运行一次（都读过）：{told(again)}；是第一次的 {again.clock / whole.clock:.1%}")
        ask(store)
        other_store(store, folder / "duck.db")
        if options.mixed:
            write_mixed(folder / "各种格式", options.mixed, first=5001)
            mixed = run(folder / "各种格式", folder / "各种格式.sqlite", workers=2)
            print(f"文本、Word、Excel、PDF 共 {options.mixed} 份：{told(mixed)}")


def by_workers(folder: Path, count: int) -> Cost:
    """The same lists with one worker, two, and two of Dask, one right after the other."""
    part = some(folder / "清单", folder / f"清单{count}", count)
    one = run(part, folder / "一个.sqlite", workers=1)
    two = run(part, folder / f"{count}.sqlite", workers=2)
    with cluster(2) as address:
        dask = run(part, folder / "dask.sqlite", scheduler=address)
    print(f"{count} 份，一个进程：{told(one)}")
    print(f"{count} 份，两个进程：{told(two)}；快 {ratio(one, two)} 倍")
    print(f"{count} 份，Dask 两个工作机：{told(dask)}；用时是进程池的 {ratio(dask, two)} 倍")
    return two


def by_lists(folder: Path, count: int, quarter: Cost) -> Cost:
    """Half and all of the lists with two workers, against the quarter."""
    costs = [quarter]
    for part in (count // 2, count):
        made = some(folder / "清单", folder / f"清单{part}", part)
        costs.append(run(made, folder / f"{part}.sqlite", workers=2))
        each = costs[-1].processor / part * 1000
        size = (folder / f"{part}.sqlite").stat().st_size
        print(
            f"{part} 份，两个进程：{told(costs[-1])}；每份 {each:.0f} 毫秒处理器时间；"
            f"库 {size / 1e6:.1f} MB"
        )
    grown = [f"{cost.processor / quarter.processor:.2f}" for cost in costs[1:]]
    print(f"份数 2 倍、4 倍，处理器时间 {'、'.join(grown)} 倍")
    return costs[-1]


def some(source: Path, target: Path, count: int) -> Path:
    """A folder with the first lists, as links."""
    for path in sorted(source.rglob("*.txt"))[:count]:
        link = target / path.relative_to(source)
        link.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, link)
    return target


def run(folder: Path, store: Path, **options: object) -> Cost:
    """Read a folder; the memory is looked at five times a second."""
    samples: list[tuple[int, int]] = []
    done = threading.Event()

    def look() -> None:
        me = psutil.Process()
        while not done.wait(0.2):
            readers = [0]
            for child in me.children(recursive=True):
                try:
                    readers.append(child.memory_info().rss >> 20)
                except psutil.NoSuchProcess:
                    continue
            samples.append((me.memory_info().rss >> 20, max(readers)))

    watcher = threading.Thread(target=look)
    watcher.start()
    clock, processor = time.perf_counter(), processor_seconds()
    report = batch(folder, store, **options)  # type: ignore[arg-type]
    clock, processor = time.perf_counter() - clock, processor_seconds() - processor
    done.set()
    watcher.join()
    assert not report.failed, report.failed[:3]
    quarter = max(1, len(samples) // 4)
    first, last = samples[:quarter] or [(0, 0)], samples[-quarter:] or [(0, 0)]
    return Cost(
        clock,
        processor,
        (
            *(max(mine for mine, _ in first), max(reader for _, reader in first)),
            *(max(mine for mine, _ in last), max(reader for _, reader in last)),
        ),
    )


def processor_seconds() -> float:
    """Of this process and its readers that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def told(cost: Cost) -> str:
    mine, reader, mine_last, reader_last = cost.memory
    return (
        f"{cost.clock:.1f} 秒（处理器 {cost.processor:.1f} 秒），"
        f"内存 主进程 {mine}→{mine_last} MB、读取进程 {reader}→{reader_last} MB"
    )


def ratio(one: Cost, other: Cost) -> str:
    return f"{one.clock / other.clock:.2f}"


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler with workers of one thread each on this machine: its address."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "scheduler.json"
        local = ("--host", "127.0.0.1", "--no-dashboard")
        started = [dask("scheduler", *local, "--port", "0", "--scheduler-file", str(file))]
        while not file.is_file() or not file.read_text().rstrip().endswith("}"):
            time.sleep(0.1)
        address = str(json.loads(file.read_text())["address"])
        alone = ("--no-nanny", "--nthreads", "1", "--local-directory", name)
        started += [dask("worker", address, *local, *alone) for _ in range(workers)]
        try:
            yield address
        finally:
            for process in started:
                process.terminate()
                process.wait()


def dask(program: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{program}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def ask(store: Path) -> None:
    """The time of each kind of question."""
    with open_store(store) as connection:
        wordings = connection.execute("SELECT count(*) FROM wording").fetchone()[0]
        duties = connection.execute("SELECT count(*) FROM duty").fetchone()[0]
        print(f"库中 {duties} 项，{wordings} 种写法")
        like = "人民调解和矛盾纠纷排查"
        questions: dict[str, Callable[[], Iterable[object]]] = {
            "两个字的词（统计）": lambda: find_duties(connection, Wanted(words=("统计",))),
            "相近的名称": lambda: find_duties(connection, Wanted(like=like)),
            "条文里的词（档案）": lambda: find_duties(
                connection, Wanted(words=("档案",), everywhere=True)
            ),
            "写法（养老）": lambda: compare_wordings(connection, Wanted(words=("养老",))),
            "按部门数": lambda: count_duties(connection, "department"),
        }
        for what, question in questions.items():
            start = time.perf_counter()
            rows = len(list(question()))
            print(f"  {what}：{rows} 行，{time.perf_counter() - start:.2f} 秒")


def other_store(store: Path, target: Path) -> None:
    """The same duties into DuckDB, a transaction a list, and the same search in both."""
    try:
        duckdb = importlib.import_module("duckdb")
    except ImportError:
        print("没有安装 DuckDB，不比较。")
        return
    columns = "list, kind, number, category, text, page, record"
    with open_store(store) as connection:
        rows = connection.execute(
            f"SELECT {columns} FROM duty JOIN wording ON wording.id = wording ORDER BY list"
        ).fetchall()
    lists = sorted({row[0] for row in rows})[:100]
    part = [row for row in rows if row[0] <= lists[-1]]
    types = "list INTEGER, kind TEXT, number INTEGER, category TEXT, text TEXT, page INTEGER"
    for name, other in (
        ("DuckDB", duckdb.connect(str(target))),
        ("SQLite", sqlite3.connect(target.with_suffix(".sqlite"), isolation_level=None)),
    ):
        start = time.perf_counter()
        other.execute(f"CREATE TABLE duty ({types}, record BLOB)")
        for number in lists:
            other.execute("BEGIN")
            mine = [row for row in part if row[0] == number]
            other.executemany("INSERT INTO duty VALUES (?, ?, ?, ?, ?, ?, ?)", mine)
            other.execute("COMMIT")
        written = time.perf_counter() - start
        start = time.perf_counter()
        other.execute("SELECT count(*) FROM duty WHERE text LIKE '%统计%'").fetchall()
        searched = time.perf_counter() - start
        other.close()
        print(
            f"{name}：每份写入 {written / len(lists) * 1000:.0f} 毫秒，找两个字的词 "
            f"{searched * 1000:.0f} 毫秒（{len(part)} 项）"
        )


if __name__ == "__main__":
    main()
