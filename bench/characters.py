"""Characters that are wrong and not marked, and marks on sound files, over PDFs by many programs.

Each file has its rows beside it. A character counts as right where it is the wanted one (white
space apart), as marked where a doubt covers it. Sound files are those whose text layer tells every
character; marks on them are a burden. `python bench/characters.py [FOLDER …]` takes other folders
of FILE.pdf with FILE.pdf.rows.json.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
cases = importlib.import_module("tests.test_cases_pdf")
layouts = importlib.import_module("tests.fixtures.pdf_layouts")
read = importlib.import_module("dutylist.extract.read")
errors = importlib.import_module("dutylist.records.errors")

UNSOUND = ("gs-rewritten", "chromium-gs", "p04b", "p05", "gap", "pua", "control", "no-tounicode")
"""Parts of the names of files whose text layer does not tell every character."""


def wanted_texts(path: Path) -> list[list[str]]:
    """The cells of every row that a file holds."""
    rows = path.with_name(f"{path.name}.rows.json")
    if rows.exists():
        data = json.loads(rows.read_text(encoding="utf-8"))
        duties = [duty for table in data["lists"] for duty in table["duties"]]
        return [[cases.bare(cell) for cell in duty["cells"]] for duty in duties]
    return [list(row.cells) for row in cases.wanted_case(path.name)]


def wrong_unmarked(wanted: str, found: str) -> int:
    """How many characters differ between two texts where none of ours is marked."""
    if wanted == found:
        return 0
    wrong = 0
    for kind, a, b, c, d in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        ours = found[c:d]
        if kind != "equal" and cases.MARKED not in ours:
            wrong += max(b - a, d - c)
    return wrong


def measure(path: Path, wanted: list[list[str]]) -> tuple[int, int, int, int]:
    """Characters, those wrong and not marked, marks, and pages of a file."""
    found = read.read_duty_list(path)
    duties = [duty for table in found.lists for duty in table.duties]
    cells = [list(cases.marked(duty).cells) for duty in duties]
    wrong = sum(
        wrong_unmarked(one, other)
        for row, own in zip(wanted, cells, strict=False)
        for one, other in zip(row, own, strict=False)
    )
    for row in [*wanted[len(cells) :], *cells[len(wanted) :]]:
        wrong += sum(map(len, row))
    marks = sum(len(duty.doubts) for duty in duties)
    pages = {page for duty in duties for page in duty.source.pages}
    return sum(len(cell) for row in wanted for cell in row), wrong, marks, len(pages)


def main() -> None:
    """Print a line for each file and the sums."""
    folders = [Path(name) for name in sys.argv[1:]]
    files = [path for folder in folders for path in sorted(folder.glob("*.pdf"))]
    work = [(path, wanted_texts(path)) for path in files]
    if not folders:
        own = [
            path
            for part in ("layouts", "made", "read")
            for path in (cases.CASES / part).glob("*.pdf")
        ]
        work = [(path, wanted_texts(path)) for path in sorted(own)]
        truth = [[cases.bare(cell) for cell in row.cells] for row in layouts.truth()]
        work += [(layouts.layout(name), truth) for name in layouts.LAYOUTS if "merged" not in name]
    sums = [0, 0, 0, 0]
    sound = [0, 0]
    print(f"{'file':36}{'characters':>11}{'wrong, unmarked':>16}{'marks':>7}{'pages':>6}{'s':>7}")
    for path, wanted in work:
        start = time.process_time()
        try:
            found = measure(path, wanted)
        except errors.DutyListError as error:
            found = (sum(len(cell) for row in wanted for cell in row), 0, 0, 0)
            print(f"{path.name:36}refused: {error}")
            continue
        sums = [a + b for a, b in zip(sums, found, strict=True)]
        if not any(part in path.name for part in UNSOUND):
            sound = [sound[0] + found[2], sound[1] + found[3]]
        took = time.process_time() - start
        print(f"{path.name:36}{found[0]:>11}{found[1]:>16}{found[2]:>7}{found[3]:>6}{took:>7.2f}")
    print(f"{len(work)} files, {sums[0]:,} characters: {sums[1]} wrong and not marked")
    print(f"sound files: {sound[0]} marks on {sound[1]} pages")


if __name__ == "__main__":
    main()
