"""Mutated files, always the same ones: is each read whole, told, or refused in words?

    python -m bench.fuzz [NUMBER] [FIRST]      (make fuzz: 2000)

Every file is read in a bounded process, as the page and a batch do. Damage (bytes lost or
exchanged, a stream or part cut) may not change what is read without a word. An edit (a text, an
attribute or a value exchanged in a file that stays sound) may, where another program reads it in
the file as well: the file says so. Prints a table of counts and every file that ended in an
internal error, was silently read otherwise or went over a limit.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from bench.mutated.bases import base_files
from bench.mutated.other_readers import Theirs, says_so, theirs
from bench.mutated.ways import SLOW, Mutant, mutants
from dutylist.app.archives import is_archive, unpack
from dutylist.app.worker.answers import Failure, MoreTime, Tell
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.errors import DutyListError

LIMITS = ReadLimits(max_seconds=60, max_memory=1500)
OUTCOMES = ("读全", "有提示", "拒绝", "文件如此", "悄悄读错", "内部错误", "超出限度")
SILENT, INTERNAL, OVER = OUTCOMES[4:]

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Seen:
    """What was read of a file: its rows, and what was said of them."""

    rows: Rows
    said: list[str]


@dataclass(frozen=True)
class Sound:
    """A sound file as we read it and as another program does."""

    seen: Seen
    theirs: Theirs | None


@dataclass(frozen=True)
class Judged:
    """A mutant and what came of it."""

    name: str
    format: str
    outcome: str
    detail: str


def look(path: Path, tell: Tell) -> Seen:
    """Read and check a file, or those of an archive; runs in the bounded process."""
    # A page without usable text is read from its picture, which takes longer.
    limits = replace(LIMITS, more_time=lambda seconds: tell(MoreTime(seconds)))
    if not is_archive(path):
        return _read(path, limits)
    rows: Rows = []
    said: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for file in unpack(path, path, Path(folder), limits):
            try:
                seen = _read(file.path, limits)
            except DutyListError as error:
                said.append(str(error))
            else:
                rows, said = rows + seen.rows, said + seen.said
    return Seen(rows, said)


def _read(path: Path, limits: ReadLimits) -> Seen:
    duty_list = read_duty_list(path, limits=limits)
    rows = [
        (table.kind, duty.number, duty.category, duty.name, duty.cells)
        for table in duty_list.lists
        for duty in table.duties
    ]
    said = [note.text for note in duty_list.notes]
    return Seen(rows, said + [finding.message for finding in check(duty_list)])


def judge(mutant: Mutant, worker: Worker, folder: Path, sound: Sound) -> Judged:
    """Read a mutant and say what came of it, compared with its sound file."""
    path = folder / f"{mutant.name}{mutant.suffix}"
    path.write_bytes(mutant.content)
    seen = worker.run(look, path, name=path.name)
    path.unlink()
    outcome, detail = _outcome(seen, mutant, sound)
    return Judged(mutant.name, mutant.suffix, outcome, detail)


def _outcome(seen: Seen | Failure, mutant: Mutant, sound: Sound) -> tuple[str, str]:
    if isinstance(seen, Failure):
        if seen.exit_code == 8:
            return OVER, seen.message
        return (INTERNAL if seen.exit_code == 10 else "拒绝"), seen.message
    if seen.rows == sound.seen.rows:
        return "读全", ""
    if Counter(seen.said) - Counter(sound.seen.said):
        return "有提示", ""
    if not mutant.damaged and _file_says(seen, mutant, sound):
        return "文件如此", ""
    before, after = sound.seen.rows, seen.rows
    lost = [row for row in before if row not in after]
    come = [row for row in after if row not in before]
    return SILENT, f"{len(before)} → {len(after)} 行，少了 {lost[:1]}，多了 {come[:1]}"


def _file_says(seen: Seen, mutant: Mutant, sound: Sound) -> bool:
    """Whether the other program reads the change, too, and rows of the same cells mean the same."""
    cells = [row[-1] for row in sound.seen.rows], [row[-1] for row in seen.rows]
    meant = dict(zip(cells[0], sound.seen.rows, strict=True))
    same = all(meant.get(row[-1], row) == row for row in seen.rows)
    return same and says_so(cells, (sound.theirs, theirs(mutant.suffix, mutant.content)))


def fuzz(number: int, first: int = 0, workers: int = 2, *, slow: bool = True) -> list[Judged]:
    """Read so many mutants; those of slow formats as well, or not."""
    with tempfile.TemporaryDirectory(prefix="dutylist-fuzz-") as name:
        folder = Path(name)
        bases = base_files(folder)
        if not slow:
            bases = {suffix: content for suffix, content in bases.items() if suffix not in SLOW}
        crew: SimpleQueue[Worker] = SimpleQueue()
        made = [Worker(LIMITS) for _ in range(workers)]
        for worker in made:
            crew.put(worker)

        def base(suffix: str) -> Sound:
            path = folder / f"base{suffix}"
            path.write_bytes(bases[suffix])
            worker = crew.get()
            try:
                seen = worker.run(look, path, name=path.name)
            finally:
                crew.put(worker)
            assert isinstance(seen, Seen), seen
            assert seen.rows, suffix
            return Sound(seen, theirs(suffix, bases[suffix]))

        def one(mutant: Mutant) -> Judged:
            worker = crew.get()
            try:
                return judge(mutant, worker, folder, sound[mutant.suffix])
            finally:
                crew.put(worker)

        try:
            with ThreadPoolExecutor(workers) as pool:
                sound = dict(zip(bases, pool.map(base, bases), strict=True))
                return list(pool.map(one, mutants(bases, first, number)))
        finally:
            for worker in made:
                worker.close()


def main() -> int:
    """Print the counts by format, and what must not be; 1 where there is any of it."""
    given = [int(word) for word in sys.argv[1:]]
    judged = fuzz(given[0] if given else 200, given[1] if len(given) > 1 else 0)
    print("\n".join(report(judged)))
    return int(any(one.outcome in (SILENT, INTERNAL) for one in judged))


def report(judged: list[Judged]) -> Iterator[str]:
    """The table of counts, and the names of what must not be."""
    counts = Counter((one.format, one.outcome) for one in judged)
    yield "格式    " + "  ".join(OUTCOMES)
    for suffix in sorted({one.format for one in judged}):
        yield f"{suffix:6}" + "  ".join(f"{counts[suffix, outcome]:8}" for outcome in OUTCOMES)
    total = Counter(one.outcome for one in judged)
    yield "合计  " + "  ".join(f"{total[outcome]:8}" for outcome in OUTCOMES)
    for one in judged:
        if one.outcome in (SILENT, INTERNAL, OVER):
            yield f"{one.outcome} {one.name}{one.format}：{one.detail[:300]}"


if __name__ == "__main__":
    # As a module of its own: the bounded processes import `look` by name.
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
    from bench import fuzz as by_name

    sys.exit(by_name.main())
