"""In a republished list each clause is a line of its own, also where the source ran them on."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import html

from dutylist.extract.read import read_duty_list
from dutylist.records.model import Clause, DutyList
from dutylist.records.templates import TEMPLATES
from dutylist.records.text import squeezed
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.official import OfficialView, official_view
from dutylist.render.web.official import write_official_html
from dutylist.render.word.official import write_official_docx
from dutylist.render.write import write_official
from tests.render_documents import OTHER_LISTS, faces, other_list, real_list

RUN_ON = re.compile(r"[；;。：:]\s*(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]+[）)])")


@cache
def made_list() -> DutyList:
    path = Path(__file__).parent / "cases" / "office" / "run_on.txt"
    return read_duty_list(path)


def lists() -> list[DutyList]:
    return [real_list(), made_list(), *map(other_list, OTHER_LISTS)]


def labelled(clauses: tuple[Clause, ...]) -> list[str]:
    """The beginning of each labelled clause, of the inner ones too, without white space."""
    return [
        squeezed(clause.label + clause.text)[:8]
        for top in clauses
        for clause in (top, *top.children)
        if clause.label
    ]


def test_no_paragraph_runs_clauses_on() -> None:
    for duty_list in lists():
        for one, table in zip(official_view(duty_list).lists, duty_list.lists, strict=True):
            for row, duty in zip(one.rows, table.duties, strict=True):
                paragraphs = [
                    squeezed(paragraph.label + paragraph.text)
                    for cell in row.cells
                    for paragraph in cell
                ]
                for begin in labelled((*duty.department_clauses, *duty.township_clauses)):
                    assert any(text.startswith(begin) for text in paragraphs), begin
                assert not any(
                    RUN_ON.search(paragraph.text) for cell in row.cells for paragraph in cell
                )


def test_nothing_but_white_space_changes() -> None:
    for duty_list in lists():
        alike, printed = official_view(duty_list), official_view(duty_list, as_printed=True)
        for one, other in zip(alike.lists, printed.lists, strict=True):
            for row, as_read in zip(one.rows, other.rows, strict=True):
                texts = [
                    [squeezed("".join(p.label + p.text for p in cell)) for cell in cells]
                    for cells in (row.cells, as_read.cells)
                ]
                # A merged category is repeated in the rows that it is for.
                pairs = zip(*texts, strict=True)
                assert all(
                    was == as_was or (was, as_was) == (row.category, "") for was, as_was in pairs
                )


def run_on_in_pdf(view: OfficialView) -> int:
    """How many clauses begin within a line, by the characters' places."""
    found = 0
    with pdfplumber.open(io.BytesIO(write_pdf(TEMPLATES / "official.typ", view, faces()))) as pdf:
        for page in pdf.pages[2:]:
            edges = sorted({round(line["x0"], 1) for line in (*page.lines, *page.rects)})
            lines: dict[int, list[dict[str, float]]] = {}
            for char in page.chars:
                lines.setdefault(round(char["bottom"]), []).append(char)
            for chars in lines.values():
                chars.sort(key=lambda char: char["x0"])
                for before, after in pairwise(chars):
                    parted = any(before["x0"] < edge < after["x0"] for edge in edges)
                    ends, begins = str(before["text"]), str(after["text"])
                    # A single digit or bracket behind a clause's end: no text of the list has one.
                    found += not parted and ends in "；。：" and begins in "0123456789（"
    return found


def test_the_pdf_has_each_on_a_line_and_as_printed_has_not() -> None:
    assert run_on_in_pdf(official_view(made_list())) == 0
    assert run_on_in_pdf(official_view(made_list(), as_printed=True)) >= 5


@pytest.mark.parametrize("as_printed", [False, True])
def test_word_and_web_pages_say_the_same(as_printed: bool) -> None:
    view = official_view(made_list(), as_printed)
    (table,) = docx.Document(io.BytesIO(write_official_docx(view, {}))).tables
    word = [[p.text for p in cell.paragraphs] for row in table.rows[1:] for cell in row.cells]
    page = html.fromstring(write_official_html(view))
    web = [[p.text_content() for p in cell.iter("p")] for cell in page.iter("td")]
    shown = [[p.label + p.text for p in cell] for row in view.lists[0].rows for cell in row.cells]
    assert word == web == shown
    assert any(RUN_ON.search(text) for cell in word for text in cell) == as_printed
    assert word[5] == (
        ["1.开展宣传；  2.上报线索，每年3.5次；3.配合执法。"]
        if as_printed
        else ["1.开展宣传；", "2.上报线索，每年3.5次；", "3.配合执法。"]
    )


def test_the_option_reaches_the_files(tmp_path: Path) -> None:
    cells = []
    for as_printed in (False, True):
        (path,) = write_official(
            made_list(), ["xlsx"], tmp_path, faces=faces(), as_printed=as_printed
        )
        cells.append(openpyxl.load_workbook(path).worksheets[1]["F3"].value)
    assert [cell.count("\n") for cell in cells] == [2, 0]
