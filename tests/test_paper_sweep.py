"""Every document over lengths that bring each of its lines to a page's foot: no head, no head row
and no seal stands alone, no character is missing. The PDFs are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest

from dutylist.compare.county import county
from dutylist.compare.mirror import mirror
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, LayoutName, fit_cards
from dutylist.render.views.card_sheet import sheet_view
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.corrections import CorrectionLine, corrections_list, corrections_view
from dutylist.render.views.county import county_report
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.lines import Run
from dutylist.render.views.mirror import mirror_report
from dutylist.render.views.notice import NoticeParagraph, department_view, notice_view
from dutylist.render.views.official import official_view
from dutylist.render.views.report import Report
from tests.generated_county import generated_county
from tests.paper_lines import Line, marked_faces, page_lines
from tests.render_documents import faces, other_list, real_list
from tests.settled_pages import settle
from tests.test_compare_pages import compared, made_list

SEAL = re.compile(r"[一二三四]、签字盖章|.*人民政府|.*办事处|\d{4}年\d*月日|负责人（签字）.*")
OFFICE = "吉木萨尔县应急管理局"


def longer(text: str, units: int) -> str:
    """The text with so many more half lines of an upright page."""
    return text + "按规定逐级上报备案并存档查验考核" * units


@cache
def made() -> DutyList:
    return made_list(12, 2025)


def official(units: int) -> tuple[str, Any]:
    view = official_view(other_list("bayan"))
    told = [CorrectionLine(longer("名称“甲”改为“乙”", at % 4), "张三", "") for at in range(6)]
    basic, table = view.lists[:2]
    first, *rows = table.rows
    *cells, last = first.cells
    longest = (*last[:-1], replace(last[-1], text=longer(last[-1].text, units)))
    first = replace(first, cells=(*cells, longest), kept=units < 4)
    table = replace(table, rows=(first, *rows))
    return "official", replace(view, lists=(basic, table, corrections_list(told)))


def excerpt(units: int, duties: int = 6, cover: bool = True) -> tuple[str, Any]:
    view = excerpt_view(made(), OFFICE, cover)
    first = view.duties[0]
    clauses = tuple(
        replace(it, text=longer(it.text, 0 if at else units), topic="一、日常巡查" if at else "")
        for at, it in enumerate(first.clauses)
    )
    shown = (replace(first, clauses=clauses), *view.duties[1:duties])
    return "excerpt", replace(view, duties=shown)


def last_clause(units: int) -> tuple[str, Any]:
    """An excerpt whose last paragraph, which stands with the seal, is long."""
    view = excerpt_view(made(), OFFICE)
    last = view.duties[1]
    *others, end = last.township
    township = (*others, replace(end, text=longer(end.text, units)))
    return "excerpt", replace(view, duties=(view.duties[0], replace(last, township=township)))


def takeovers(units: int) -> tuple[str, Any]:
    """An excerpt that ends with what an office takes back."""
    edition = real_list()
    name = next(
        one.name for one in edition.departments if len(excerpt_view(edition, one.name).recalls) > 2
    )
    view = excerpt_view(edition, name)
    first = view.recalls[0]
    methods = (longer(first.methods[0], units), *first.methods[1:])
    return "excerpt", replace(view, recalls=(replace(first, methods=methods), *view.recalls[1:]))


def cards(layout: LayoutName, units: int) -> tuple[str, Any]:
    edition = made()
    views = []
    for duty in edition.lists[0].duties[:4]:
        first, *others = duty.department_clauses
        clauses = (replace(first, text=longer(first.text, units)), *others)
        changed = replace(duty, department_clauses=clauses)
        views.append(card_view(edition, "cooperative", changed))
    pages = fit_cards(views, LAYOUTS[layout], "none")
    return "card", sheet_view(pages, LAYOUTS[layout], "none", "三台镇")


def comparison(units: int) -> tuple[str, Any]:
    """The table of two editions; the shift is a longer sentence of what runs through the list."""
    view = comparison_view(compared("seventy edits"))
    (first, *others), rows = view.findings, view.rows[2:12]
    first = replace(first, text=longer(first.text, units))
    return "comparison", replace(view, findings=(first, *others), rows=rows)


def letter(units: int) -> tuple[str, Any]:
    found = compared("made")
    whole = comparison_view(found)
    view = notice_view(found, whole, department_view(found, whole, OFFICE))
    head, *others = view.groups[:6]
    (first, *lines), *blocks = head.blocks
    note = replace(first, note=longer(first.note, units))
    groups = (replace(head, blocks=((note, *lines), *blocks)), *others)
    more = NoticeParagraph("请贵单位按照职责做好衔接。", "indented")
    paragraphs = (view.paragraphs[0], *[more] * (units // 2), *view.paragraphs[1:])
    return "notice", replace(view, groups=groups, paragraphs=paragraphs)


def corrections(units: int) -> tuple[str, Any]:
    told = [
        CorrectionLine(
            longer("名称“甲”改为“乙”", units if at == 0 else at % 5), "张三", "2026年1月2日"
        )
        for at in range(25)
    ]
    return "corrections", corrections_view(real_list(), told)


@cache
def reports() -> dict[str, Report]:
    with TemporaryDirectory() as folder:
        made = generated_county(Path(folder), seed=2025)
        townships = [read_duty_list(path) for path in made.townships]
        departments = [read_duty_list(path) for path in made.departments]
    return {
        "book": county_report(county(townships)[0]),
        "mirror": mirror_report(mirror(townships, departments)),
    }


def report(name: str, units: int) -> tuple[str, Any]:
    """The last column of the first table, which has sentences, grows."""
    whole = reports()[name]
    first, *others = whole.sections
    row, *rows = first.rows
    cells = (*row[:-1], (*row[-1], Run(longer("", units))))
    return "report", replace(whole, sections=(replace(first, rows=(cells, *rows)), *others))


DOCUMENTS: dict[str, tuple[Callable[[int], tuple[str, Any]], Iterable[int]]] = {
    "official list": (official, range(0, 24, 2)),
    "excerpt": (excerpt, range(0, 66, 3)),
    "excerpt of one duty": (partial(excerpt, duties=1, cover=False), range(0, 66, 3)),
    "excerpt with a long end": (last_clause, range(0, 120, 4)),
    "excerpt with takeovers": (takeovers, range(0, 66, 4)),
    "cards on A5": (partial(cards, "a5"), range(0, 40, 2)),
    "cards on A4": (partial(cards, "a4-4up"), range(0, 40, 2)),
    "comparison": (comparison, range(0, 48, 4)),
    "letter": (letter, range(0, 42, 3)),
    "corrections": (corrections, range(0, 66, 3)),
    "county's book": (partial(report, "book"), range(0, 30, 2)),
    "mirror": (partial(report, "mirror"), range(0, 36, 4)),
}
"""How each document is made so many half lines longer, and the lengths."""

CARD_FOOT = re.compile(r"出处：配合履职|吉木萨尔县三台镇　版本")
SMALL_HEADS = re.compile(
    r"本部门职责|承接方式|.*配合职责|上级部门职责|乡镇职责|删除线：.*|.*通篇改动。?|.*标点、空格或通篇改?"
)
"""Heads of columns in a cell, and what is said above a table."""


def faults(pages: list[list[Line]]) -> Iterator[str]:
    """What stands alone: a head at a page's foot, a head row or a seal on a page."""
    for number, lines in enumerate(pages, 1):
        first, last = lines[0], lines[-1]
        if number < len(pages) and (last.head or SMALL_HEADS.fullmatch(last.text)):
            yield f"head at the foot of page {number}: {last.text}"
        if SEAL.fullmatch(first.text):
            yield f"seal alone on page {number}: {first.text}"
        if all(line.head for line in lines):
            yield f"heads alone on page {number}"
        if last.y < 0:
            yield f"off the foot of page {number}: {last.text}"


def missing_glyphs(pdf: bytes) -> int:
    """How many characters are drawn as the box of a face that lacks them (glyph 0)."""
    found = 0
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("Tj", "TJ"):
                    pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                    codes = b"".join(bytes(it) for it in pieces if isinstance(it, pikepdf.String))
                    found += sum(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_stands_alone_however_long_the_document_is(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    make, lengths = DOCUMENTS[name]
    found: dict[int, list[str]] = {}
    feet: Counter[str] = Counter()
    for units in lengths:
        template, view = make(units)
        pdf = write_pdf(TEMPLATES / f"{template}.typ", view, marked_faces(faces()))
        across, down = (view.across, view.down) if template == "card" else (1, 1)
        pages = list(page_lines(pdf, across, down))
        # The cover has heads alone.
        pages = pages[1:] if getattr(view, "cover", template == "official") else pages
        pages = [[line for line in lines if not CARD_FOOT.match(line.text)] for lines in pages]
        pages = [lines for lines in pages if lines]
        told = list(faults(pages))
        if told:
            found[units] = told
        feet.update(page[-1].text for page in pages[:-1] if page)
        assert "〓" not in "".join(line.text for page in pages for line in page)
    assert found == {}
    assert len(feet) > 5
    assert missing_glyphs(pdf) == 0
