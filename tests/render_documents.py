"""The documents that the render tests look at, each made once. Embedded faces only, so that they
are the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dutylist.extract.read import read_duty_list
from dutylist.records.model import Column, ContentsEntry, Duty, DutyList, DutyTable, Kind, Source
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import Faces, load_faces
from dutylist.render.typeset.outline import bookmark_pages
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, CodeKind, LayoutName, fit_cards
from dutylist.render.views.card_sheet import CardSheetView, sheet_view
from dutylist.render.views.excerpt import ExcerptView, excerpt_view
from dutylist.render.views.names import township_name
from dutylist.render.views.official import official_view
from dutylist.render.word.official import write_official_docx

DATA = Path(__file__).parent / "data"


@cache
def faces() -> Faces:
    return load_faces(system=False)


@cache
def real_list() -> DutyList:
    return read_duty_list(DATA / "santai-2025.txt")


@cache
def other_list(name: str) -> DutyList:
    return read_duty_list(DATA / "other" / f"{name}.txt")


OTHER_LISTS = ("bayan", "liuwan", "wangting")


@cache
def official_pdf() -> bytes:
    return write_pdf(TEMPLATES / "official.typ", official_view(real_list()), faces())


@cache
def official_docx() -> bytes:
    return write_official_docx(official_view(real_list()), bookmark_pages(official_pdf()))


@cache
def excerpt(department: str) -> ExcerptView:
    return excerpt_view(real_list(), department)


@cache
def excerpt_pdf(department: str) -> bytes:
    return write_pdf(TEMPLATES / "excerpt.typ", excerpt(department), faces())


def all_duties(duty_list: DutyList) -> list[tuple[Kind, Duty]]:
    return [(table.kind, duty) for table in duty_list.lists for duty in table.duties]


@cache
def card_sheet(layout: LayoutName, code: CodeKind) -> CardSheetView:
    cards = [card_view(real_list(), kind, duty) for kind, duty in all_duties(real_list())]
    pages = fit_cards(cards, LAYOUTS[layout], code)
    return sheet_view(pages, LAYOUTS[layout], code, township_name(real_list()))


@cache
def cards_pdf(layout: LayoutName, code: CodeKind) -> bytes:
    return write_pdf(TEMPLATES / "card.typ", card_sheet(layout, code), faces())


COLUMNS = (Column("序号", "number"), Column("事项类别", "category"), Column("事项名称", "name"))


def small_list(*texts: str) -> DutyList:
    """A basic list with a row for each text."""
    duties = tuple(
        Duty(n, "类别", text, Source((1,), 1, n), (str(n), "类别", text))
        for n, text in enumerate(texts, 1)
    )
    table = DutyTable("basic", "乙镇基本履职事项清单", COLUMNS, duties)
    contents = (ContentsEntry("基本履职事项清单", 1),)
    return DutyList("履职事项清单", ("甲县", "乙镇"), "2025-07", contents, (table,))
