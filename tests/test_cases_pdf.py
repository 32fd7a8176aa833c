"""PDFs by other programs, each of a kind that was read wrongly: every character right,
or marked, and what was left out, recognised or guessed told in the notes of cases/pdf_notes.json.

White space is not compared here: tests/test_pdf_paragraphs.py looks at paragraphs.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import Duty, DutyList
from tests.accounted import lost
from tests.fixtures.pdf_layouts import program

CASES = Path(__file__).parent / "cases"


def files(folder: str) -> list[str]:
    return sorted(path.name for path in (CASES / folder).glob("*.pdf"))


@cache
def read(folder: str, name: str) -> DutyList:
    return duty_list_of(read_pdf(CASES / folder / name))


LAYOUTS, READ, MADE = files("layouts"), files("read"), files("made")

NOTES: dict[str, list[str]] = json.loads((CASES / "pdf_notes.json").read_text("utf-8"))
"""By folder and file what is told of it; nothing of the others."""

RECOGNISED = "没有说明是什么字"
"""Only of files with such a note characters are recognised, so that some may be doubtful."""

VERTICAL = "自然资源和生态环境保护（1）"


@dataclass(frozen=True)
class Row:
    """A duty without white space: what every file must give."""

    kind: str
    number: int | tuple[int | None, ...] | None
    category: str
    name: str
    departments: tuple[str, ...]
    cells: tuple[str, ...]


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def row_of(kind: str, duty: Duty) -> Row:
    return Row(
        kind,
        duty.number,
        bare(duty.category),
        bare(duty.name),
        tuple(bare(name) for name in duty.departments),
        tuple(bare(cell) for cell in duty.cells),
    )


def wanted_layout(name: str, folder: str = "layouts") -> list[Row]:
    """The rows that a file of cases/layouts or cases/made holds; for a number that is a code (1-1)
    several are right."""
    data = json.loads((CASES / folder / f"{name}.rows.json").read_text())
    return [
        Row(
            table["kind"],
            _number(duty["number"]),
            bare(duty["category"]),
            bare(duty["name"]),
            tuple(map(bare, duty["departments"])),
            tuple(map(bare, duty["cells"])),
        )
        for table in data["lists"]
        for duty in table["duties"]
    ]


def _number(printed: int | list[int | None] | None) -> int | tuple[int | None, ...] | None:
    """The number wanted; for a code (1-1) those that are right: its last part, or none."""
    return tuple(printed) if isinstance(printed, list) else printed


def wanted_case(name: str) -> list[Row]:
    """The rows that a file of cases/read holds: its own, or the same three duties."""
    own = {"nw4.pdf": "nw.expected.json", "ch11_zebra.pdf": "ch.expected.json"}
    data = json.loads((CASES / "read" / own.get(name, "three_duties.expected.json")).read_text())
    if name in own:
        data = [
            ["cooperative", int(cells[0]), cells[1], cells[2], cells[3].split("\n"), cells]
            for cells in data
        ]
    merged = {"ch15_vertical_noto2.pdf": VERTICAL, "ch16_sideways.pdf": VERTICAL}
    merged["v3_btLr.pdf"] = "生态环保"
    rows = []
    for index, (kind, number, category, title, departments, cells) in enumerate(data):
        texts = [bare(cell) for cell in cells]
        if name in merged:
            category = merged[name]
            texts[1] = category if index == 0 else ""
        rows.append(
            Row(kind, number, bare(category), title, tuple(map(bare, departments)), tuple(texts))
        )
    return rows


MARKED = "□"
"""Stands for a character that the reader marked as doubtful: it may be any."""


def marked(duty: Duty) -> Row:
    """A duty read, its doubtful characters as MARKED."""
    cells = list(duty.cells)
    for doubt in reversed(duty.doubts):
        text = cells[doubt.cell - 1]
        signs = MARKED * (doubt.end - doubt.start)
        cells[doubt.cell - 1] = text[: doubt.start] + signs + text[doubt.end :]
    return replace(row_of("basic", duty), cells=tuple(map(bare, cells)))


def right_or_marked(wanted: Row, kind: str, duty: Duty) -> bool:
    """Whether every character of a row is the wanted one or marked."""
    found = row_of(kind, duty)
    numbers = wanted.number if isinstance(wanted.number, tuple) else (wanted.number,)
    if found.number not in numbers or found.kind != wanted.kind:
        return False
    if not duty.doubts:
        return replace(found, number=wanted.number) == wanted
    cells = marked(duty).cells
    doubtful = "\n".join(found.cells[doubt.cell - 1] for doubt in duty.doubts)
    return (
        [len(cell) for cell in cells] == [len(cell) for cell in wanted.cells]
        and all(
            one in (other, MARKED)
            for cell, text in zip(cells, wanted.cells, strict=True)
            for one, other in zip(cell, text, strict=True)
        )
        and all(
            one == other or one in doubtful
            for one, other in zip(named(found), named(wanted), strict=True)
        )
    )


def named(row: Row) -> tuple[str, ...]:
    """What the record says of a duty beside its clauses."""
    return (row.category, row.name, *row.departments)


def check_file(folder: str, name: str, wanted: list[Row]) -> None:
    """Every row is the wanted one, or marked; the notes are the wanted ones; a file that says what
    each character is has no doubtful ones, and each doubtful one has its place on the page."""
    found = read(folder, name)
    duties = [(table.kind, duty) for table in found.lists for duty in table.duties]
    assert len(duties) == len(wanted)
    for row, (kind, duty) in zip(wanted, duties, strict=True):
        assert right_or_marked(row, kind, duty), (row, row_of(kind, duty))
    notes = [note.text for note in found.notes]
    assert notes == NOTES.get(f"{folder}/{name}", [])
    doubts = [doubt for _, duty in duties for doubt in duty.doubts]
    assert all(doubt.box for doubt in doubts)
    assert not doubts or any(RECOGNISED in note for note in notes)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_of_a_layout_by_another_program_is_read(name: str) -> None:
    check_file("layouts", name, wanted_layout(name))


@pytest.mark.parametrize("name", MADE)
def test_every_row_of_a_file_made_to_be_of_such_a_kind_is_read(name: str) -> None:
    check_file("made", name, wanted_layout(name, "made"))


@pytest.mark.parametrize("name", READ)
def test_every_row_of_a_file_once_read_wrongly_is_read(name: str) -> None:
    check_file("read", name, wanted_case(name))


UNTOLD = {
    "gs-rewritten.pdf": "its text layer says other characters than it prints",
    "p05_no_tounicode.pdf": "the same",
    "f22-no-tounicode.pdf": "the same",
    "g01-chromium-gs.pdf": "the same",
    "h01-form-field.pdf": "the same, in its form field",
    "g09-thrice.pdf": "each character is printed three times",
    "h02-actual-text.pdf": "the other program takes the replacement text",
}
"""PDFs that the other program reads otherwise."""

OF_THE_FORM = {
    "p09_seal_vector.pdf": "公办室府政",  # a seal, of which the note quotes the beginning
}


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (folder, name)
        for folder, names in (("layouts", LAYOUTS), ("made", MADE), ("read", READ))
        for name in names
        if name not in UNTOLD
    ],
)
def test_no_character_of_a_pdf_is_lost(folder: str, name: str) -> None:
    """Counted against poppler's text. A running head, page number apart, counts once."""
    text = subprocess.run(
        [program(("pdftotext",), "poppler-utils"), "-raw", str(CASES / folder / name), "-"],
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    lines = [
        (page, line, re.sub(r"\d+$", "", line).strip())
        for page, whole in enumerate(text.split("\f"))
        for line in whole.split("\n")
    ]
    pages = Counter(bare for _, bare in {(page, bare) for page, _, bare in lines})
    found = read(folder, name)
    of_headers = {sign for table in found.lists for text in table.headers for sign in text} | {" "}
    running = {
        bare
        for bare, count in pages.items()
        if count > 1 and len(bare) > HEAD and set(bare) - of_headers
    }
    texts = [line for _, line, bare in lines if bare not in running]
    assert lost([*texts, *running], found) == OF_THE_FORM.get(name, "")


HEAD = 7
"""A line longer than so many characters that stands on several pages is a running head."""
