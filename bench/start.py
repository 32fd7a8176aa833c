"""Whole processes, from the start to the last byte: ours beside others on the same file.

Each program runs so often in turn; the least processor time of each (all of its processes), with
its peak memory and its ratio to ours. Python's bytecode is compiled beforehand for all of them.

    python bench/start.py [FILE.pdf]
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

RUNS = 5
PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_tables()
        page.close()
"""
PLUMBER_RS = """
import sys, pdfplumber
for page in pdfplumber.open(sys.argv[1]).pages:
    page.extract_tables()
"""
PDFIUM = """
import ctypes, sys, pypdfium2, pypdfium2.raw as pdfium
document = pypdfium2.PdfDocument(sys.argv[1])
edges = [ctypes.c_double() for _ in range(4)]
for page in document:
    text = page.get_textpage()
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        pdfium.FPDFText_GetUnicode(text.raw, index)
        pdfium.FPDFText_GetCharBox(text.raw, index, *edges)
"""
RUST = "pdfplumber-rs==0.3.0"


@dataclass(frozen=True)
class Run:
    """What is measured: its name, its command (`FILE` and `OUT` are put in), on which file."""

    name: str
    command: tuple[str, ...]


def runs(file: Path, folder: Path) -> list[Run]:
    """Ours first, the others behind it."""
    ours, python = str(Path(sys.executable).parent / "dutylist"), sys.executable
    records, out = str(folder / "清单.json"), str(folder / "out")
    words = [str(folder / name) for name in ("2025.docx", "2026.docx")]
    subprocess.run([ours, "extract", str(file), "-o", records], check=True, capture_output=True)
    _write_words(words)
    department = _first_department(records)
    found = [
        Run("extract (PDF)", (ours, "extract", str(file), "-o", f"{out}.json")),
        Run("pdfplumber, tables", (python, "-c", PLUMBER, str(file))),
        Run("pdfium, characters", (python, "-c", PDFIUM, str(file))),
        Run("--help", (ours, "--help")),
        Run("check (PDF)", (ours, "check", str(file))),
        Run("extract (Word)", (ours, "extract", words[0], "-o", f"{out}.json")),
        Run("compare (Word)", (ours, "compare", *words, "--to", "json", "-o", out)),
        Run("excerpt of one", (ours, "excerpt", records, "--department", department, "-o", out)),
        Run("render pdf", (ours, "render", records, "--to", "pdf", "-o", out)),
        Run("render docx", (ours, "render", records, "--to", "docx", "-o", out)),
        Run("render ofd", (ours, "render", records, "--to", "ofd", "-o", out)),
        Run("all", (ours, "all", str(file), "-o", out)),
    ]
    rust = _rust_python(folder)
    if rust is None:
        print("pdfplumber-rs cannot be had here: left out")
    else:
        found.insert(2, Run("pdfplumber-rs, tables", (rust, "-c", PLUMBER_RS, str(file))))
    return found


def _rust_python(folder: Path) -> str | None:
    """The Python of an environment with pdfplumber-rs, whose wheel takes pdfplumber's name; None
    where it cannot be had."""
    uv = shutil.which("uv") or str(ROOT / ".tools/bin/uv")
    home = folder / "rust"
    commands = (
        [uv, "venv", "-q", str(home)],
        [uv, "pip", "install", "-q", "--python", str(home / "bin/python"), RUST],
    )
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return str(home / "bin/python")


def _write_words(paths: list[str]) -> None:
    compare = importlib.import_module("bench.compare")
    edits = importlib.import_module("tests.edits")
    found = importlib.import_module("tests.found_changes")
    editions = (
        found.read_rows(compare.ROWS, 2025),
        found.read_rows(edits.edited(compare.ROWS, 1, 40).rows, 2026),
    )
    for path, edition in zip(paths, editions, strict=True):
        Path(path).write_bytes(compare.plain_word_file(edition))


def _first_department(records: str) -> str:
    json = importlib.import_module("json")
    name: str = json.loads(Path(records).read_text("utf-8"))["departments"][0]["name"]
    return name


def measured(run: Run, environment: dict[str, str]) -> tuple[float, int]:
    """Processor seconds of a run with all of its processes, and the peak MiB of the largest."""
    process = subprocess.Popen(
        run.command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        layouts = importlib.import_module("tests.fixtures.pdf_layouts")
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else layouts.layout("word-landscape")
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        all_runs = runs(file, folder)
        taken: dict[str, list[tuple[float, int]]] = {run.name: [] for run in all_runs}
        for turn in range(RUNS + 1):
            for run in all_runs:
                one = measured(run, environment)
                if turn:
                    taken[run.name].append(one)
        first = min(seconds for seconds, _ in taken[all_runs[0].name])
        print(f"{'whole process':24}{'CPU s':>8}{'MiB':>6}{'of extract':>12}")
        for run in all_runs:
            seconds = min(one[0] for one in taken[run.name])
            peak = max(one[1] for one in taken[run.name])
            print(f"{run.name:24}{seconds:>8.2f}{peak:>6}{seconds / first:>12.2f}")


if __name__ == "__main__":
    main()
