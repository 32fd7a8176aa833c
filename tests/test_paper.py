"""What a printing office sends back: a seal alone on its page, a heading at a page's foot."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.assigned import assigned
from dutylist.records.assignments import (
    PERSON,
    empty_assignments,
)
from dutylist.records.model import DutyList
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.corrections import CorrectionLine, corrections_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.handout import (
    HandoutDuty,
    HandoutGroup,
    HandoutView,
    LoadView,
    Vacancy,
    fact_lines,
    person_handout,
)
from dutylist.render.views.official import official_view
from tests.render_documents import faces, official_pdf, other_list, real_list
from tests.settled_pages import settle

HEADING = re.compile(
    r"[一二三四]、(?:摘要|配合履职事项|上级部门收回事项|签字盖章)"
    r"|(?:本部门职责|承接方式|.*配合职责)|[一二三四五六七八九十]+、[^，。；]{2,20}"
)
SEAL = re.compile(r"[二三四]、签字盖章")
PAGE_NUMBER = re.compile(r"— \d+ —")


def page_lines(pdf: bytes) -> Iterator[list[str]]:
    """Each page's lines from top to bottom, page number aside."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        lines = page.get_textpage().get_text_bounded().splitlines()
        yield [line.strip() for line in lines if line.strip() and not PAGE_NUMBER.match(line)]


@pytest.mark.parametrize(
    "duty_list", [real_list, lambda: other_list("bayan"), lambda: other_list("wuping")]
)
def test_no_seal_stands_alone_and_no_heading_at_a_foot(duty_list: object) -> None:
    assert callable(duty_list)
    edition: DutyList = duty_list()
    seals = 0
    for department in edition.departments:
        view = excerpt_view(edition, department.name)
        pages = list(page_lines(write_pdf(TEMPLATES / "excerpt.typ", view, faces())))
        for number, lines in enumerate(pages, 1):
            where = (department.name, number)
            seals += sum(bool(SEAL.fullmatch(line)) for line in lines)
            assert not SEAL.fullmatch(lines[0]), where
            assert number == len(pages) or not HEADING.fullmatch(lines[-1]), (where, lines[-1])
    assert seals == len(edition.departments)


def test_one_duty_needs_no_cover_unless_it_is_asked_for() -> None:
    edition = real_list()
    name = next(
        department.name
        for department in edition.departments
        if excerpt_view(edition, department.name).led
        + excerpt_view(edition, department.name).helped
        + excerpt_view(edition, department.name).taken_back
        == 1
    )

    def first_page(cover: bool | None) -> list[str]:
        view = excerpt_view(edition, name, cover)
        return next(page_lines(write_pdf(TEMPLATES / "excerpt.typ", view, faces())))

    assert first_page(None)[0] == f"{name}履职事项摘录"
    assert "部门摘录" in first_page(True)
    assert not any(SEAL.fullmatch(line) for line in first_page(True))


def test_what_a_department_leads_comes_first() -> None:
    edition = real_list()
    for department in edition.departments:
        roles = [duty.role for duty in excerpt_view(edition, department.name).duties]
        assert roles == sorted(roles, key=["牵头", "配合", "条文所列"].index)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_in_the_official_list_a_topic_stands_on_the_page_of_its_first_clause() -> None:
    pages = [squeezed("".join(lines)) for lines in page_lines(official_pdf())]
    heads = 0
    for table in official_view(real_list()).lists:
        for cell in (cell for row in table.rows for cell in row.cells):
            for head, first in pairwise(cell):
                if head.head and not first.head:
                    heads += 1
                    both = squeezed(head.label + head.text), squeezed(first.label + first.text)[:5]
                    assert any(all(text in page for text in both) for page in pages), both
    assert heads > 10


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("first", range(5))
def test_of_a_row_that_is_cut_no_line_stands_alone(
    first: int, short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the page's foot it begins with two lines, at the next one's head it ends with two; also
    where names of duties and offices are short, so that only the clauses' cells are cut."""
    settle(monkeypatch)
    whole = real_list()
    view = official_view(replace(whole, lists=whole.lists[1:2]))
    rows = view.lists[0].rows[first:]
    if short:
        name = (replace(rows[0].cells[2][0], text="巡查"),)
        rows = tuple(
            replace(row, cells=(*row.cells[:2], name, name, *row.cells[4:])) for row in rows
        )
    view = replace(view, lists=(replace(view.lists[0], rows=rows),))
    cut = 0
    with pdfplumber.open(
        io.BytesIO(write_pdf(TEMPLATES / "official.typ", view, faces()))
    ) as document:
        bodies = [page.extract_table() for page in document.pages]
    for before, after in pairwise(one for one in bodies if one):
        if "续" in after[1][0]:
            cut += 1
            for row in (before[-1], after[1]):
                assert max(len((cell or "").splitlines()) for cell in row[2:]) > 1, row
    assert cut > 20


def test_what_stands_again_on_the_next_page_stays_in_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A category of four lines above a piece of three is set smaller, above one of two left out."""
    settle(monkeypatch)
    whole = real_list()
    category = "社会保障和退役军人事务"
    view = official_view(replace(whole, lists=whole.lists[1:2]))
    (table,) = view.lists
    rows = tuple(
        replace(row, cells=(number, (replace(text[0], text=category),), *others))
        for row in table.rows
        for number, text, *others in [row.cells]
    )
    view = replace(view, lists=(replace(table, rows=rows),))
    path = tmp_path / "清单.pdf"
    path.write_bytes(write_pdf(TEMPLATES / "official.typ", view, faces()))
    found = Counter[str]()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            body = page.extract_table()
            found.update(squeezed(row[1] or "") for row in (body[1:] if body else ()))
    assert set(found) == {category, f"{category}（续）", "（续）"}
    assert found[category] == len(rows)
    assert found["（续）"] < 3
    assert {duty.category for duty in read_duty_list(path).duties} == {category}


def test_the_page_number_of_a_long_title_stands_at_the_right_of_the_contents() -> None:
    whole = real_list()
    for characters in range(22, 32):
        view = official_view(replace(whole, lists=whole.lists[:1]))
        one = replace(view.lists[0], contents_title="清" * characters, rows=view.lists[0].rows[:1])
        pdf = write_pdf(TEMPLATES / "official.typ", replace(view, lists=(one,)), faces())
        page = pypdfium2.PdfDocument(pdf)[1]
        text = page.get_textpage()
        at = text.get_text_range().rindex("1")
        assert text.get_charbox(at)[2] > (210 - 26 - 1) / 25.4 * 72, characters


def test_what_is_said_of_a_duty_on_a_handout_stands_on_one_page() -> None:
    people = tuple((name, "某某") for name in ("责任领导", "责任站所", "责任人"))
    filled = (*people, ("办理依据", "依据" * 40))
    facts = fact_lines("党建", "", filled, "第1页")
    duty = HandoutDuty("基本-001", "党建", "开展工作", "", filled, (), "第1页", facts=facts)
    view = HandoutView(
        *("王强履职事项单", "王强", "个人", "", "某镇", "履职事项清单", ""),
        *(("基本履职",), ("30 项",)),
        (HandoutGroup("一、基本履职事项（30项）", (duty,) * 30),),
    )
    for lines in page_lines(write_pdf(TEMPLATES / "handout.typ", view, faces())):
        counts = {
            name: sum(name in line for line in lines) for name in ("类别：", "依据：", "出处：")
        }
        assert len(set(counts.values())) == 1, counts


def test_the_day_of_a_correction_stands_on_one_line() -> None:
    days = ("2026年1月2日", "2026年10月22日")
    lines = [CorrectionLine("名称“甲”改为“乙”", "欧阳建国", day) for day in days]
    pdf = write_pdf(TEMPLATES / "corrections.typ", corrections_view(real_list(), lines), faces())
    page = "\n".join(next(page_lines(pdf)))
    for day in days:
        assert day in page


def test_no_duty_without_anyone_is_cut_by_a_pages_end() -> None:
    vacancies = tuple(
        Vacancy(f"基本-{n:03}", "党建", "始" + "开展工作" * (14 + n) + "末") for n in range(40)
    )
    view = LoadView(
        *("某镇分工一览", "某镇", "履职事项清单", "", ("基本履职",) * 4),
        *((), (), (), vacancies, "没有人的事项（40项）"),
    )
    for lines in page_lines(write_pdf(TEMPLATES / "load.typ", view, faces())):
        text = "".join(lines)
        assert text.count("始") == text.count("末")


def test_no_heading_of_a_handout_stands_at_a_foot() -> None:
    nobody = empty_assignments(real_list())
    rows = tuple(
        replace(row, values=tuple({**dict(row.values), PERSON: "王强"}.items()))
        for row in nobody.rows
    )
    given = replace(nobody, rows=rows)
    view = person_handout(real_list(), given, assigned(real_list(), given), "王强")
    pages = list(page_lines(write_pdf(TEMPLATES / "handout.typ", view, faces())))
    heading = re.compile(r"(基本|配合|收回)-\d{3}.*|[一二三]、.*事项（\d+ ?项）")
    assert len(pages) > 20
    assert [page[-1] for page in pages[:-1] if heading.fullmatch(page[-1])] == []
