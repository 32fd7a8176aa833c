"""Does the work grow with the rows of a list, or faster?

Reading, checking, comparing and setting the real list once, 10 and, with `--full`, 100 times over
(each copy's duties have names of their own), in processor seconds and peak memory. 24,100 rows
are not set: half a megabyte a row, Typst keeps every page until the last is done. The exponent
is that of the growth between two columns: 1 is linear, 2 the square. `--processes` reads two
lists side by side instead: the wall time of two against one says what two processes gain.

    python bench/scale.py [--full | --processes]
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from dutylist.compare.editions import compare_editions
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.check import check
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import load_faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.official import official_view
from dutylist.render.word.official import write_official_docx
from tests.edits import Row, base_rows, edited, source_text

ROWS = base_rows()
PROCESSES = (1, 2)
MOST_SET = 10
"""So many times the list are set as a document."""

READ_AT_ONCE = 6


def longer(rows: list[Row], times: int) -> list[Row]:
    """The rows so many times over, each copy with other names."""
    return [
        replace(row, name=f"{row.name}{chr(0x4E00 + copy * 37) * 4 if copy else ''}")
        for copy in range(times)
        for row in rows
    ]


def reading(times: int) -> None:
    duty_list_of(read_text(source_text(longer(ROWS, times), 2025), "清单.txt"))


def works(times: int) -> dict[str, Callable[[], object]]:
    """What is measured, for a list so many times as long."""
    text = source_text(longer(ROWS, times), 2025)
    old = duty_list_of(read_text(text, "清单.txt"))
    rows = longer(edited(ROWS, 1, 40).rows, times)
    new = duty_list_of(read_text(source_text(rows, 2026), "清单.txt"))
    read: dict[str, Callable[[], object]] = {
        "extract": lambda: duty_list_of(read_text(text, "清单.txt")),
        "check": lambda: check(old),
        "compare": lambda: compare_editions(old, new),
    }
    if times > MOST_SET:
        return read
    view, faces = official_view(old), load_faces(system=False)
    return {
        **read,
        "render pdf": lambda: write_pdf(TEMPLATES / "official.typ", view, faces),
        "render docx": lambda: write_official_docx(view, {}),
    }


def measured(times: int) -> tuple[dict[str, float], int]:
    """Processor seconds of each work, and the peak memory of all in MiB; for a fresh process."""
    reading(1)
    seconds = {}
    for name, work in works(times).items():
        before = time.process_time()
        work()
        seconds[name] = time.process_time() - before
    # Not ru_maxrss: a new process has that of the one which started it.
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return seconds, int(peak.split()[1]) // 1024


def growth(sizes: tuple[int, ...]) -> None:
    """Print the seconds at each size and the exponents between them."""
    found = []
    for times in sizes:
        with get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(measured, (times,)))
    print("".join([f"{'rows':14}", *(f"{len(ROWS) * times:>10}" for times in sizes)]), "exponents")
    for name in found[0][0]:
        seconds = [one[0][name] for one in found if name in one[0]]
        steps = [
            math.log(seconds[at + 1] / seconds[at]) / math.log(sizes[at + 1] / sizes[at])
            for at in range(len(seconds) - 1)
        ]
        shown = "".join(f"{one:>10.2f}" for one in seconds) + " " * 10 * (len(sizes) - len(seconds))
        print(f"{name:14}{shown} {' '.join(f'{step:.2f}' for step in steps)}")
    print("".join([f"{'peak MiB':14}", *(f"{one[1]:>10}" for one in found)]))


def side_by_side() -> None:
    """Print the wall time of reading some lists in one process and in two."""
    for count in PROCESSES:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            list(pool.map(reading, [1] * count))
            start = time.perf_counter()
            list(pool.map(reading, [1] * READ_AT_ONCE))
            took = time.perf_counter() - start
        print(f"{READ_AT_ONCE} lists in {count} processes: {took:.2f} s on the clock")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="100 times the rows, too: minutes")
    parser.add_argument("--processes", action="store_true")
    options = parser.parse_args()
    if options.processes:
        side_by_side()
    else:
        growth((1, 10, 100) if options.full else (1, 10))


if __name__ == "__main__":
    main()
