"""What a printing office sends back: a seal alone on its page, a heading at a page's foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from dutylist.records.model import DutyList
from dutylist.render.files import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.official import excerpt_view
from tests.render_documents import faces, other_list, real_list

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
