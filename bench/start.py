"""Whole processes, and the work inside them: ours beside others on the same files, in one table.

Each program runs so often in turn; of each the least processor time with all of its processes
("whole"), what the work itself took once everything was imported ("inside", where it can be told
apart), the peak memory of its largest process, the ratio of the whole times to ours, and how many
rows (of the list's 241) or known facts of 40 edits it has right. Python's bytecode is compiled
beforehand for all of them; what is slow runs once. Ours is right only cell for cell with all
paragraphs; of the others' rows white space and header rows are left out, and those that a page
cuts are joined for them.

    python bench/start.py [--file FILE.pdf] [--runs 3] [read | compare | render | commands …]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

OURS, PYTHON = str(Path(sys.executable).parent / "dutylist"), sys.executable
RUST, REDLINES = "pdfplumber-rs==0.3.0", "python-redlines[docxodus]"
EDITS = 40
"""Known edits between the two Word files."""

# Starts a program from a small process: what a process has used at most counts from before it
# began to run another program, and this one is large.
LAUNCH = """
import json, os, sys
output = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
quiet = os.open(os.devnull, os.O_WRONLY)
to = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=to)
_, status, used = os.wait4(child, 0)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, status]))
"""

# Each prints the seconds that its work took, with those of the processes that it waited for.
BEGIN = "import os, sys, json; took = lambda: sum(os.times()[:4])\n"
READ = """
from pathlib import Path
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.json_form import dump_records
start = took()
dump_records(duty_list_of(read_pdf(Path(sys.argv[1]))))
print(took() - start)
"""
PLUMBER = """
import pdfplumber
start, rows = took(), []
for page in pdfplumber.open(sys.argv[1]).pages:
    rows += [row for table in page.extract_tables() for row in table]
print(took() - start)
json.dump(rows, open(sys.argv[2], "w"))
"""
PDFIUM = """
import ctypes, pypdfium2, pypdfium2.raw as pdfium
start = took()
document = pypdfium2.PdfDocument(sys.argv[1])
edges = [ctypes.c_double() for _ in range(4)]
for page in document:
    text = page.get_textpage()
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        pdfium.FPDFText_GetUnicode(text.raw, index)
        pdfium.FPDFText_GetCharBox(text.raw, index, *edges)
print(took() - start)
"""
COMPARE = """
from pathlib import Path
from dutylist.compare.editions import compare_editions
from dutylist.extract.read import read_duty_list
start = took()
old, new = (read_duty_list(Path(name)) for name in sys.argv[1:3])
compare_editions(old, new)
print(took() - start)
"""
OFFICE = """
import tempfile
from pathlib import Path
from bench.compare import _by_libreoffice
start = took()
result = _by_libreoffice(*(Path(name).read_bytes() for name in sys.argv[1:3]))
print(took() - start)
Path(sys.argv[3]).write_bytes(result)
"""
REDLINE = """
from pathlib import Path
from python_redlines.engines import DocxodusEngine
start = took()
files = (Path(name).read_bytes() for name in sys.argv[1:3])
result = DocxodusEngine().run_redline("bench", *files)[0]
seconds = took() - start
Path(sys.argv[3]).write_bytes(result)
print(seconds)
"""
RENDER = """
from pathlib import Path
from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official
records = read_duty_list(Path(sys.argv[1]))
start = took()
write_official(records, ["pdf"], Path(sys.argv[2]), faces=load_faces())
print(took() - start)
"""
TYPST = """
from pathlib import Path
import typst
from dutylist.extract.read import read_duty_list
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import load_faces
from dutylist.render.typeset.pdf import ACCESSIBLE, template_input
from dutylist.render.views.official import official_view
faces = load_faces()
given = template_input(official_view(read_duty_list(Path(sys.argv[1]))), faces)
start = took()
typst.compile(
    TEMPLATES / "official.typ", font_paths=faces.fonts, sys_inputs=given, pdf_standards=ACCESSIBLE
)
print(took() - start)
"""


@dataclass(frozen=True)
class Run:
    """What is measured: its name, its command (none: only the work inside is told), the command
    that prints the seconds of the work alone (none: `command` does), what it has right, and
    whether it is so `slow` that it runs once."""

    name: str
    command: Sequence[str] = ()
    inside: Sequence[str] | None = None
    right: Callable[[], str] = str
    slow: bool = False


def code(program: str, *arguments: object, python: str = PYTHON) -> tuple[str, ...]:
    """The command that runs a program's code."""
    return (python, "-c", BEGIN + program, *map(str, arguments))


def read_runs(file: Path, folder: Path, known: bool) -> Iterator[Run]:
    """Reading a PDF's tables; the truth is `known` of our own file only."""
    records = folder / "读出.json"

    def right(rows: Path) -> str:
        return f"{_rows_right(rows)}/241" if known else ""

    ours = (OURS, "extract", str(file), "-o", str(records))
    yield Run("extract", ours, code(READ, file), lambda: right(records))
    rows = folder / "plumber.json"
    yield Run("pdfplumber", code(PLUMBER, file, rows), None, lambda: right(rows))
    if python := _python_with(RUST, folder / "rust"):
        its = folder / "rust.json"
        yield Run(
            "pdfplumber-rs", code(PLUMBER, file, its, python=python), None, lambda: right(its)
        )
    yield Run("pdfium, characters and boxes", code(PDFIUM, file))


def compare_runs(folder: Path) -> Iterator[Run]:
    """Comparing two Word files of the list with so many known edits."""
    words = [folder / f"{year}.docx" for year in (2025, 2026)]
    edits = importlib.import_module("tests.edits")
    compare = importlib.import_module("bench.compare")
    found = importlib.import_module("tests.found_changes")
    facts = importlib.import_module("tests.word_compare_facts")
    edition = edits.edited(compare.ROWS, 1, EDITS)
    editions = found.read_rows(compare.ROWS, 2025), found.read_rows(edition.rows, 2026)
    for path, one in zip(words, editions, strict=True):
        path.write_bytes(compare.plain_word_file(one))

    def share(told: set[Any]) -> str:
        return f"{len(told & edition.facts)}/{len(edition.facts)}"

    def ours_right() -> str:
        told = compare.compare_editions(*editions)
        return share(found.found_facts(told, compare.ROWS, edition.rows))

    def marks_right(path: Path) -> str:
        return share(facts.word_facts(path.read_bytes(), compare.ROWS, edition.rows))

    for form in ("json", "tracked"):
        command = (OURS, "compare", *map(str, words), "--to", form, "-o", str(folder / "changes"))
        yield Run(f"compare to {form}", command, code(COMPARE, *words), ours_right)
    if shutil.which("soffice"):
        made = folder / "office.docx"
        yield Run(
            "LibreOffice", code(OFFICE, *words, made), None, lambda: marks_right(made), slow=True
        )
    if python := _python_with(REDLINES, folder / "redlines"):
        its = folder / "redlines.docx"
        yield Run(
            "python-redlines",
            code(REDLINE, *words, its, python=python),
            None,
            lambda: marks_right(its),
            slow=True,
        )


def render_runs(records: str, folder: Path) -> Iterator[Run]:
    """Setting the official list."""
    command = (OURS, "render", records, "-o", str(folder / "set"), "--to")
    yield Run("render pdf", (*command, "pdf"), code(RENDER, records, folder / "set"))
    yield Run("Typst alone", (), code(TYPST, records))
    yield Run("render docx", (*command, "docx"))
    yield Run("render ofd", (*command, "ofd"))


def command_runs(file: Path, records: str, folder: Path) -> Iterator[Run]:
    """The other commands."""
    department = json.loads(Path(records).read_text("utf-8"))["departments"][0]["name"]
    out = str(folder / "commands")
    yield Run("check", (OURS, "check", str(file)))
    yield Run("--help", (OURS, "--help"))
    yield Run("check (records)", (OURS, "check", records))
    yield Run("excerpt of one", (OURS, "excerpt", records, "--department", department, "-o", out))
    yield Run("all", (OURS, "all", str(file), "-o", out))


def _python_with(package: str, home: Path) -> str | None:
    """The Python of an environment of its own with a package (the wheel of pdfplumber-rs takes
    pdfplumber's name); None where it cannot be had."""
    uv = shutil.which("uv") or str(ROOT / ".tools/bin/uv")
    python = str(home / "bin/python")
    commands = ([uv, "venv", "-q", str(home)], [uv, "pip", "install", "-q", "--python", python])
    try:
        for command in (commands[0], [*commands[1], package]):
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print(f"{package} cannot be had here: left out")
        return None
    return python


def _rows_right(path: Path) -> int:
    """How many of the list's rows stand in a file of rows, or in one of records."""
    data = json.loads(path.read_text("utf-8"))
    truth = [row.cells for row in importlib.import_module("tests.fixtures.pdf_layouts").truth()]
    if isinstance(data, dict):
        found = set()
        for table in data["lists"]:
            for duty in table["duties"]:
                cells = list(duty["cells"])
                cells[1:2] = [duty["category"]]
                found.add(tuple(cells))
        return len(found & set(truth))
    joined: list[list[str]] = []
    for row in data:
        cells = [re.sub(r"\s", "", cell or "") for cell in row]
        if cells[0] == "序号":
            continue
        if joined and not cells[0] and len(cells) == len(joined[-1]):
            joined[-1] = [a + b for a, b in zip(joined[-1], cells, strict=True)]
        else:
            joined.append(cells)
    bare = {tuple(re.sub(r"\s", "", cell) for cell in row) for row in truth}
    return len(bare & set(map(tuple, joined)))


@dataclass
class Taken:
    """The least that a run took so far: processor seconds of the whole process and of the work
    inside it, MiB."""

    whole: float = float("inf")
    inside: float = float("inf")
    peak: int = 0

    def take(self, run: Run, environment: dict[str, str], folder: Path) -> None:
        """Run it once more."""
        said = folder / "said"
        if run.command:
            seconds, peak = measured(run.command, environment, said)
            self.whole, self.peak = min(self.whole, seconds), max(self.peak, peak)
        if run.inside is not None:
            measured(run.inside, environment, said)
        if run.inside is not None or run.command[1:2] == ("-c",):
            self.inside = min(self.inside, float(said.read_text().split()[-1]))


def measured(command: Sequence[str], environment: dict[str, str], said: Path) -> tuple[float, int]:
    """Processor seconds of a command with all of its processes, and the peak MiB of the largest;
    what it prints stands in `said`."""
    launched = [sys.executable, "-S", "-c", LAUNCH, str(said), *command]
    done = subprocess.run(launched, env=environment, check=True, capture_output=True, cwd=ROOT)
    seconds, peak, status = json.loads(done.stdout)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(f"{command[:3]} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, peak


def table(
    title: str, runs: Sequence[Run], turns: int, environment: dict[str, str], folder: Path
) -> None:
    """Measure and print; the first run is ours."""
    taken = [Taken() for _ in runs]
    for turn in range(turns + 1):
        for at, run in enumerate(runs):
            if turn and run.slow:
                continue
            if turn == 1:
                # The first turn compiled the bytecode.
                taken[at] = Taken()
            taken[at].take(run, environment, folder)
    print(f"\n{title:30}{'whole s':>8}{'inside s':>9}{'MiB':>6}{'of ours':>9}{'right':>9}")
    for run, its in zip(runs, taken, strict=True):
        inside = f"{its.inside:.2f}" if its.inside < float("inf") else ""
        whole, ratio = (
            ("", "")
            if not run.command
            else (f"{its.whole:.2f}", f"{its.whole / taken[0].whole:.2f}")
        )
        print(
            f"{run.name:30}{whole:>8}{inside:>9}{its.peak or '':>6}{ratio:>9}{run.right():>9}",
            flush=True,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("parts", nargs="*", default=["read", "compare", "render", "commands"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        layouts = importlib.import_module("tests.fixtures.pdf_layouts")
        file = options.file or layouts.layout("word-landscape")
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        records = str(folder / "清单.json")
        subprocess.run([OURS, "extract", file, "-o", records], check=True, capture_output=True)
        makers: dict[str, Callable[[], Iterator[Run]]] = {
            "read": lambda: read_runs(file, folder, options.file is None),
            "compare": lambda: compare_runs(folder),
            "render": lambda: render_runs(records, folder),
            "commands": lambda: command_runs(file, records, folder),
        }
        for part in options.parts:
            table(part, list(makers[part]()), options.runs, environment, folder)


if __name__ == "__main__":
    main()
