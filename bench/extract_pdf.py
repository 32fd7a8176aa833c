"""How fast and how exactly PDFs of the real list are read, next to pdfplumber.

For each layout: the seconds from PDF to records (least of several runs, one process), those of
pdfplumber's `extract_tables` alone and of pdfplumber-rs, the ratio, and how many of the 241 rows
are equal. Ours and pdfplumber take turns, so that a busy moment of the machine falls on both.
Ours count as equal only cell for cell with all paragraphs and spaces; the others, which give
printed lines, with all white space left out and their cut rows not joined. Last, the peak memory
for ten times the pages.
"""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pdfplumber
import pikepdf

sys.path.insert(0, str(Path(__file__).parent.parent))
layouts = importlib.import_module("tests.fixtures.pdf_layouts")
pdf = importlib.import_module("dutylist.extract.formats.pdf.pdf")
read = importlib.import_module("dutylist.extract.read")

ROUNDS = 3
OUR_RUNS = 4
"""So often ours runs in each round, pdfplumber once: it takes ten times as long."""

RS_CODE = """
import sys, time, json, pdfplumber
start = time.process_time()
tables = [t for page in pdfplumber.open(sys.argv[1]).pages for t in page.extract_tables()]
print(json.dumps([time.process_time() - start, len(tables)]))
"""


def seconds(work: Callable[[], object]) -> float:
    """The processor time that the work takes; others on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def side_by_side(path: Path) -> tuple[float, float]:
    """The least processor times of ours and of pdfplumber, taking turns."""
    ours, plumber = [], []
    for _ in range(ROUNDS):
        ours += [seconds(lambda: our_rows(path)) for _ in range(OUR_RUNS)]
        plumber.append(seconds(lambda: plumber_rows(path)))
    return min(ours), min(plumber)


def our_rows(path: Path) -> list[tuple[str, ...]]:
    """The rows of a PDF as records, the category in its column."""
    found = read.duty_list_of(pdf.read_pdf(path))
    rows = []
    for table in found.lists:
        for duty in table.duties:
            cells = list(duty.cells)
            if table.headers[1] == "事项类别":
                cells[1] = duty.category
            else:
                cells.insert(1, duty.category)
            rows.append(tuple(cells))
    return rows


def plumber_rows(path: Path) -> list[tuple[str, ...]]:
    """The rows that pdfplumber finds, without white space."""
    rows = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                rows += [tuple(re.sub(r"\s", "", cell or "") for cell in row) for row in table]
            page.close()
    return rows


def plumber_rs(path: Path) -> float | None:
    """The seconds that pdfplumber-rs takes; None where it cannot be had."""
    uv = shutil.which("uv")
    if not uv:
        return None
    command = [uv, "run", "-q", "--isolated", "--no-project", "--with", "pdfplumber-rs==0.3.0"]
    done = subprocess.run(
        [*command, "python", "-c", RS_CODE, str(path)], capture_output=True, text=True
    )
    return float(done.stdout.strip("[]\n").split(",")[0]) if done.returncode == 0 else None


def peak_memory(path: Path) -> int:
    """The peak memory in MB of a process that reads a file."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (path,))


def _peak(path: Path) -> int:
    pages = pdf.iter_pages(path, 0, pdf.page_count(path, pdf.ReadLimits()))
    for _ in pages:
        pass
    # Not ru_maxrss: a new process has that of the one which started it.
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) // 1024


def main() -> None:
    """Print the table."""
    truth = [row.cells for row in layouts.truth()]
    bare = {tuple(re.sub(r"\s", "", cell) for cell in row) for row in truth}
    print(f"{'layout':30}{'rows equal':>12}{'seconds':>9}{'pdfplumber':>12}{'ratio':>7}", end="")
    print(f"{'its rows':>10}{'-rs':>7}")
    for name in sys.argv[1:] or layouts.LAYOUTS:
        path = layouts.layout(name)
        ours = our_rows(path)
        equal = sum(a == b for a, b in zip(ours, truth, strict=False))
        its = len(bare & set(plumber_rows(path)))
        took, slow = side_by_side(path)
        rust = plumber_rs(path)
        print(f"{name:30}{equal:>8}/241{took:>9.2f}{slow:>12.2f}{slow / took:>7.1f}", end="")
        print(f"{its:>10}{f'{rust:.2f}' if rust else '-':>7}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        once = layouts.layout("word-landscape")
        tenfold = Path(folder) / "tenfold.pdf"
        with pikepdf.open(once) as source, pikepdf.new() as target:
            for _ in range(10):
                target.pages.extend(source.pages)
            target.save(tenfold)
            pages = len(source.pages)
        print(f"peak memory: {pages} pages {peak_memory(once)} MB, ", end="")
        print(f"{10 * pages} pages {peak_memory(tenfold)} MB")


if __name__ == "__main__":
    main()
