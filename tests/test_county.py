"""Both sides' lists against each other, and a county's book, on a county with known differences."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html

from dutylist.compare.county import county
from dutylist.compare.mirror import mirror
from dutylist.extract.read import read_duty_list
from tests.generated_county import OFFICES, TOWNSHIPS, County, Told, generated_county
from tests.test_cli import dutylist


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> County:
    return generated_county(tmp_path_factory.mktemp("county"), seed=2025)


def test_a_departments_own_list(made: County) -> None:
    own = read_duty_list(made.departments[0])
    assert (own.side, own.township) == ("department", "")
    assert [table.kind for table in own.lists] == ["cooperative", "recalled"]
    duty = own.lists[0].duties[0]
    assert duty.departments == (OFFICES[0],)
    assert [clause.departments for clause in duty.department_clauses] == [(OFFICES[0],)] * 2
    assert [taken.department for taken in own.lists[1].duties[0].takeover] == [OFFICES[0]]
    assert read_duty_list(made.townships[0]).side == "township"


def test_both_sides_are_told_what_the_other_lacks_or_words_otherwise(made: County) -> None:
    found = mirror(
        [read_duty_list(path) for path in made.townships],
        [read_duty_list(path) for path in made.departments],
    )
    told: set[Told] = {
        (
            one.township,
            one.office,
            one.name,
            one.where if one.fault == "worded otherwise" else one.fault,
        )
        for one in found.findings
    }
    assert told == made.mirror
    whole = len(TOWNSHIPS) * 13
    assert found.agree == whole - len({one[:3] for one in made.mirror})


def test_a_book_for_each_department(made: County) -> None:
    books = county([read_duty_list(path) for path in made.townships])
    assert [book.office for book in books] == sorted(OFFICES)
    told: set[Told] = set()
    for book in books:
        for duty in book.duties:
            told |= {(township, book.office, duty.name, "missing") for township in duty.missing}
            told |= {
                (township, book.office, duty.name, variant.where)
                for variant in duty.variants
                for township in variant.townships
            }
    assert told == made.county


def test_a_duty_that_only_one_side_has(made: County, tmp_path: Path) -> None:
    copy = docx.Document(str(made.departments[0]))
    row = copy.tables[0].rows[1]._tr
    row.getparent().remove(row)
    copy.save(str(tmp_path / "水利局.docx"))
    townships = [read_duty_list(path) for path in made.townships]
    found = mirror(townships, [read_duty_list(tmp_path / "水利局.docx")])
    lacking = {one.township for one in found.findings if one.name == "河道采砂巡查"}
    have = {
        one.township
        for one in townships
        if any(d.name == "河道采砂巡查" for d in one.lists[0].duties)
    }
    assert lacking == have


def test_the_commands_write_every_format(made: County, tmp_path: Path) -> None:
    names = [str(path) for path in (*made.townships[:2], made.departments[0])]
    both = tmp_path / "对照"
    result = dutylist("mirror", *names, "--to", "docx,pdf,xlsx,html", "-o", str(both))
    assert result.returncode == 0, result.stderr
    assert sorted(path.suffix for path in both.iterdir()) == [".docx", ".html", ".pdf", ".xlsx"]
    page = html.fromstring((both / "乡镇部门对照.html").read_text("utf-8"))
    rows = page.xpath("//tbody/tr")
    tables = docx.Document(str(both / "乡镇部门对照.docx")).tables
    assert sum(len(table.rows) - 1 for table in tables) == len(rows) > 0
    book = openpyxl.load_workbook(both / "乡镇部门对照.xlsx")
    assert sum(sheet.max_row - 1 for sheet in book.worksheets) == len(rows)

    folder = made.townships[0].parent
    books = tmp_path / "汇总"
    result = dutylist("county", str(folder), "--to", "docx,html", "-o", str(books))
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in books.iterdir()) == sorted(
        f"{office}{ending}" for office in OFFICES for ending in (".docx", ".html")
    )
    result = dutylist("mirror", *names[:2], "-o", str(both))
    assert "写了乡镇清单 2 份、部门清单 0 份，两边都要有" in result.stderr
