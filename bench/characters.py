"""Characters that are wrong and not marked, and marks on sound files, over PDFs by many programs:
the cases of the tests, and the real list in ten layouts, as made and changed (watermarked, stamped,
turned, with characters whose meaning is lost or said to be that of their codes, written anew by
Ghostscript where it is there).

A character counts as right where it is the wanted one (white space apart), as marked where a doubt
covers that very character; a missing one is wrong. Sound files are those whose text layer tells
every character; marks on them are a burden. `python bench/characters.py [PART …]` takes only these
parts: `cases`, a layout's name (word-landscape …), or a folder of FILE.pdf with FILE.pdf.rows.json.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
cases = importlib.import_module("tests.test_cases_pdf")
changes = importlib.import_module("tests.fixtures.pdf_changes")
layouts = importlib.import_module("tests.fixtures.pdf_layouts")
read = importlib.import_module("dutylist.extract.read")
errors = importlib.import_module("dutylist.records.errors")

UNSOUND = ("gs-rewritten", "chromium-gs", "p04b", "p05", "gap", "pua", "control", "no-tounicode")
"""Parts of the names of files whose text layer does not tell every character."""

UNSOUND_CHANGES = ("gapped", "recoded", "compressed")

CASES = "cases"
"""The part that is the cases of the tests."""

Row = tuple[str, ...]


def wanted_texts(path: Path) -> list[Row]:
    """The cells of every row that a file holds."""
    rows = path.with_name(f"{path.name}.rows.json")
    if rows.exists():
        data = json.loads(rows.read_text(encoding="utf-8"))
        duties = [duty for table in data["lists"] for duty in table["duties"]]
        return [tuple(map(cases.bare, duty["cells"])) for duty in duties]
    return [tuple(row.cells) for row in cases.wanted_case(path.name)]


def wrong_unmarked(wanted: str, found: str) -> int:
    """How many characters of two texts are not the same and not marked, each for itself."""
    if wanted == found:
        return 0
    wrong = 0
    for kind, a, b, c, d in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if kind != "equal":
            unmarked = d - c - found[c:d].count(cases.MARKED)
            wrong += unmarked + max((b - a) - (d - c), 0)
    return wrong


def own_rows(path: Path, *, whole: bool) -> tuple[list[Row], int, int]:
    """The cells of every row that is read, what is doubtful marked; marks and pages. `whole`: the
    category stands in the second column also where the file has it merged or in heading rows."""
    found = read.read_duty_list(path)
    rows = []
    for table in found.lists:
        own = any(column.role == "category" for column in table.columns)
        for duty in table.duties:
            cells = list(cases.marked(duty).cells)
            if whole and not own:
                cells.insert(1, "")
            if whole:
                cells[1] = cells[1] or cases.bare(duty.category)
            rows.append(tuple(cells))
    duties = [duty for table in found.lists for duty in table.duties]
    pages = {page for duty in duties for page in duty.source.pages}
    return rows, sum(len(duty.doubts) for duty in duties), len(pages)


@dataclass(frozen=True)
class Work:
    """A file, the rows that it holds, whether each is wanted with its category, and whether its
    text layer tells every character."""

    name: str
    path: Path
    wanted: list[Row]
    whole: bool
    sound: bool


def measure(work: Work) -> tuple[int, int, int, int]:
    """Characters, those wrong and not marked, marks, and pages of a file."""
    rows, marks, pages = own_rows(work.path, whole=work.whole)
    wrong = sum(
        wrong_unmarked(one, other)
        for wanted, own in zip(work.wanted, rows, strict=False)
        for one, other in zip(wanted, own, strict=False)
    )
    for row in [*work.wanted[len(rows) :], *rows[len(work.wanted) :]]:
        wrong += sum(map(len, row))
    return sum(len(cell) for row in work.wanted for cell in row), wrong, marks, pages


def cases_work(folders: list[Path]) -> Iterator[Work]:
    """The PDFs of some folders."""
    for path in sorted(path for folder in folders for path in folder.glob("*.pdf")):
        sound = not any(part in path.name for part in UNSOUND)
        yield Work(path.name, path, wanted_texts(path), False, sound)


def layout_work(name: str, folder: Path) -> Iterator[Work]:
    """The real list in one layout, as made and changed."""
    truth = [tuple(map(cases.bare, row.cells)) for row in layouts.truth()]
    path = layouts.layout(name)
    yield Work(name, path, truth, True, True)
    for how, change in changes.CHANGES.items():
        changed = change(path, folder / f"{name}-{how}.pdf")
        if changed:
            yield Work(changed.stem, changed, truth, True, how not in UNSOUND_CHANGES)


def all_work(folder: Path) -> Iterator[Work]:
    """What the parts named on the command line hold; everything where none is."""
    for part in sys.argv[1:] or [CASES, *layouts.LAYOUTS]:
        if part == CASES:
            yield from cases_work([cases.CASES / name for name in ("layouts", "made", "read")])
        elif part in layouts.LAYOUTS:
            yield from layout_work(part, folder)
        else:
            yield from cases_work([Path(part)])


def main() -> None:
    """Print a line for each file and the sums."""
    sums, sound, files = [0, 0, 0, 0], [0, 0], 0
    print(f"{'file':36}{'characters':>11}{'wrong, unmarked':>16}{'marks':>7}{'pages':>6}{'s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for work in all_work(Path(folder)):
            files += 1
            start = time.process_time()
            try:
                found = measure(work)
            except errors.DutyListError as error:
                print(f"{work.name:36}refused: {error}")
                continue
            sums = [a + b for a, b in zip(sums, found, strict=True)]
            if work.sound:
                sound = [sound[0] + found[2], sound[1] + found[3]]
            took = time.process_time() - start
            numbers = f"{found[0]:>11}{found[1]:>16}{found[2]:>7}{found[3]:>6}{took:>7.2f}"
            print(f"{work.name:36}{numbers}", flush=True)
    print(f"{files} files, {sums[0]:,} characters: {sums[1]} wrong and not marked")
    print(f"sound files: {sound[0]} marks on {sound[1]} pages")


if __name__ == "__main__":
    main()
