"""All that a file holds, as Word, Excel and the browser are told it: every paragraph, cell, style
and set-up of each kind of document, of the editions in cases/told.

cases/written has a text for each file; RENEW_CASES=1 writes what is written now, for its
difference to be looked at. What a view shows word for word is in test_views_whole.py."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import docx
import pytest
from lxml import etree

from dutylist.compare.history import history_of
from dutylist.compare.mirror import mirror
from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import rows_by_code
from dutylist.records.codes import coded_duties
from dutylist.records.templates import template
from dutylist.render.excel.assignments import assignments_xlsx
from dutylist.render.excel.clauses import clauses_xlsx
from dutylist.render.excel.comparison import comparison_xlsx
from dutylist.render.excel.history import history_xlsx
from dutylist.render.excel.matrix import write_matrix_xlsx
from dutylist.render.excel.official import write_official_xlsx
from dutylist.render.excel.report import report_xlsx
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, LayoutName, fit_cards
from dutylist.render.views.card_sheet import sheet_view
from dutylist.render.views.clauses import clause_sheet
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.excerpt import excerpt_view, with_assignments
from dutylist.render.views.handout import load_view, person_handout
from dutylist.render.views.history import HistoryView, history_view
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.views.mirror import mirror_report
from dutylist.render.views.notice import notice_view
from dutylist.render.views.official import official_view
from dutylist.render.views.report import Report
from dutylist.render.web.comparison import comparison_html
from dutylist.render.web.history import history_html
from dutylist.render.web.matrix import write_matrix_html
from dutylist.render.web.official import write_official_html
from dutylist.render.web.report import report_html
from dutylist.render.word.comparison import comparison_docx
from dutylist.render.word.filled import cards_filler, excerpt_filler
from dutylist.render.word.handout import handout_docx
from dutylist.render.word.history import history_docx
from dutylist.render.word.load import load_docx
from dutylist.render.word.notice import notice_docx
from dutylist.render.word.official import write_official_docx
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.report import report_docx
from dutylist.render.word.tracked import tracked_docx
from tests.test_compare_whole import TOLD, told
from tests.test_views_whole import NEW, edition, people
from tests.whole import kept

WRITTEN = TOLD.parent / "written"

CHANGES_EACH_TIME = re.compile(
    r"docProps/|_rels/|\[Content_Types\]|theme|\.(?:png|jpeg)$|webSettings|fontTable"
)
"""Parts that tell when a file was written, or of what parts it is made."""

ANEW = re.compile(r"(?:rsid\w*|paraId|textId|date)$")
"""Attributes that are others in each file."""

LINES = re.compile(
    "p|tr|sectPr|tblPr|tblGrid|style|abstractNum|num|row|col|xf|font|fill|border|dxf|si|mergeCell"
    "|dataValidation|sheet|definedName|comment|hyperlink|pageSetup|sheetView|cfRule"
)
"""Elements that stand on a line of their own."""


@cache
def known(part: str, *, ours: bool) -> frozenset[str]:
    """What python-docx's own template says in a part, and what all our files say."""
    empty = BytesIO()
    docx.Document().save(empty)
    files = [empty.getvalue(), *([saved(empty_document())] if ours else [])]
    return frozenset(line for file in files for line in parts(file).get(part, ()))


def office_lines(file: bytes, *, empty: bool) -> Iterator[str]:
    """What a Word file or a workbook says, its set-up as far as it is not that of them all."""
    for name, lines in parts(file).items():
        set_up = re.search("word/(?:styles|numbering|settings)", name)
        others = known(name, ours=not empty) if set_up else ()
        yield f"== {name}"
        yield from (line for line in lines if line not in others)


def parts(file: bytes) -> dict[str, list[str]]:
    """The parts of a Word file or a workbook, each element with its attributes and its text."""
    with zipfile.ZipFile(BytesIO(file)) as package:
        return {
            name: "".join(shown(etree.fromstring(package.read(name)))).split("\n")
            for name in sorted(package.namelist())
            if name.endswith(".xml") and not CHANGES_EACH_TIME.search(name)
        }


def shown(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    name = etree.QName(element).localname
    yield ("\n" if LINES.fullmatch(name) else "") + f"<{name}"
    for key, value in element.attrib.items():
        if not ANEW.search(local := etree.QName(key).localname):
            yield f" {local}={value}"
    yield ">" + (element.text or "")
    for child in element:
        yield from shown(child)
        yield child.tail or ""
    if len(element) or element.text:
        yield "</>"


def page_lines(page: str) -> Iterator[str]:
    """A page without what its template says of style and behaviour."""
    bare = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    yield from (line.rstrip() for line in bare.replace("><", ">\n<").splitlines() if line.strip())


def excerpt_docx() -> bytes:
    assignments, _ = people()
    views = (excerpt_view(edition(NEW), one.name) for one in edition(NEW).departments)
    view = next(one for one in views if one.duties and one.recalls)
    view = with_assignments(view, rows_by_code(edition(NEW), assignments))
    pages = {one.code: str(at) for at, one in enumerate((*view.duties, *view.recalls), 3)}
    return excerpt_filler(template("excerpt.docx"))(view, pages)


def letter_docx() -> bytes:
    view = comparison_view(told("reform"))
    return notice_docx(notice_view(told("reform"), view, view.departments[0]))


def cards_docx(name: LayoutName) -> bytes:
    rows = rows_by_code(edition(NEW), people()[0])
    some = [
        card_view(edition(NEW), table.kind, duty, rows.get(code))
        for code, table, duty in list(coded_duties(edition(NEW)))[10:16]
    ]
    sheet = sheet_view(fit_cards(some, LAYOUTS[name], "short"), LAYOUTS[name], "short", "柳河镇")
    return cards_filler(template(f"card-{name}.docx"))(sheet)


def both_sides() -> Report:
    folder = TOLD.parent / "told_sides"
    township, department = (read_duty_list(folder / f"{one}.txt") for one in SIDES)
    return mirror_report(mirror([township], [department]))


SIDES = ("township", "department")

FILES: dict[str, Callable[[], bytes | str]] = {
    "empty.docx": lambda: saved(empty_document()),
    "official.docx": lambda: write_official_docx(
        official_view(edition(NEW)), {table.title: "1" for table in edition(NEW).lists}
    ),
    "excerpt.docx": excerpt_docx,
    "card-a5.docx": lambda: cards_docx("a5"),
    "card-a4-4up.docx": lambda: cards_docx("a4-4up"),
    "comparison.docx": lambda: comparison_docx(comparison_view(told("merged_townships"))),
    "tracked.docx": lambda: tracked_docx(told("reform")),
    "letter.docx": letter_docx,
    "handout.docx": lambda: handout_docx(
        person_handout(edition(NEW), people()[0], people()[1], "李红")
    ),
    "load.docx": lambda: load_docx(load_view(edition(NEW), *people())),
    "history.docx": lambda: history_docx(history()),
    "report.docx": lambda: report_docx(both_sides()),
    "official.xlsx": lambda: write_official_xlsx(official_view(edition(NEW))),
    "assignments.xlsx": lambda: assignments_xlsx(edition(NEW), people()[0]),
    "clauses.xlsx": lambda: clauses_xlsx(clause_sheet(edition(NEW))),
    "comparison.xlsx": lambda: comparison_xlsx(comparison_view(told("merged_townships"))),
    "history.xlsx": lambda: history_xlsx(history()),
    "matrix.xlsx": lambda: write_matrix_xlsx(duty_matrix(edition(NEW)), "清单.html"),
    "report.xlsx": lambda: report_xlsx(both_sides()),
    "official.html": lambda: write_official_html(official_view(edition(NEW))),
    "comparison.html": lambda: comparison_html(comparison_view(told("reform"))),
    "history.html": lambda: history_html(history()),
    "matrix.html": lambda: write_matrix_html(duty_matrix(edition(NEW)), "清单.html"),
    "report.html": lambda: report_html(both_sides()),
}


def history() -> HistoryView:
    names = ("merged_townships/old_1", "merged_townships/new")
    return history_view(history_of([edition(name) for name in names], ["2025年版", "2026年版"]))


@pytest.mark.parametrize("name", FILES)
def test_everything_that_a_file_holds(name: str) -> None:
    made = FILES[name]()
    if name.endswith(".html"):
        lines = page_lines(made if isinstance(made, str) else made.decode())
    else:
        assert isinstance(made, bytes)
        lines = office_lines(made, empty=name == "empty.docx")
    assert kept(WRITTEN / f"{name}.txt", "\n".join(line for line in lines if line.strip()))
