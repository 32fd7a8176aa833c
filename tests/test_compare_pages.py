"""The pages of a comparison and of a letter, read back from the PDF: nothing stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
import pytest

from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Comparison
from dutylist.records.model import DutyList
from dutylist.records.templates import TEMPLATES
from dutylist.records.wording import all_words
from dutylist.render.typeset.faces import Faces, load_faces
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.notice import broken_title, department_view, notice_view
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from tests.edits import Row, base_rows, edited
from tests.found_changes import read_rows

SENTENCES = TEMPLATES / "notice.md"
HEAD = re.compile(r"(基本履职|配合履职|上级部门收回)第\d+项")
MM = 72 / 25.4
FOOT = re.compile(r"—\d+—")


@pytest.fixture(scope="module")
def faces() -> Faces:
    return load_faces(system=False)


@pytest.fixture(scope="module")
def printed(faces: Faces, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The PDF of a comparison, set once."""

    @cache
    def path(name: str) -> Path:
        folder = tmp_path_factory.mktemp("printed")
        (made,) = write_comparison(compared(name), ["pdf"], folder, faces=faces)
        return made

    return path


def made_list(duties: int, year: int) -> DutyList:
    """Duties with clauses of all lengths, of which each has other words in each year."""
    rows = [
        Row(
            f"m{at}",
            "cooperative",
            "平安法治" if at % 2 else "生态环保",
            f"第{at}类场所安全管理和{'日常巡查' * (at % 4)}工作",
            ("吉木萨尔县应急管理局", "吉木萨尔县公安局")[: 1 + (at + year) % 2],
            tuple(
                f"{one}.于{at * year % 97}日前检查{(at + one) * year % 89}处场所"
                + "并建立台账逐级上报" * (1 + (at * one) % 9)
                + "。"
                for one in range(1, 2 + at % 4)
            ),
            tuple(
                f"{one}.派{at * year % 13}人配合，第{one * year % 53}日上报，"
                + "发现问题及时上报" * (1 + (at + one) % 5)
                + "。"
                for one in range(1, 2 + at % 3)
            ),
        )
        for at in range(1, duties + 1)
    ]
    return read_rows(rows, year)


ROWS = base_rows()
COMPARISONS = ("made", "seventy edits")


@cache
def compared(name: str) -> Comparison:
    """One of the two comparisons; made when a test asks for it, and not where tests are listed."""
    if name == "made":
        return compare_editions(made_list(40, 2025), made_list(40, 2026))
    return compare_editions(read_rows(ROWS, 2025), read_rows(edited(ROWS, 11, 70).rows, 2026))


def page_lines(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of a page from top to bottom, all columns in one, without spaces and page number.

    Characters whose middles are within 4 pt stand in one line.
    """
    text = page.get_textpage()
    placed = []
    for at in range(text.count_chars()):
        shown = text.get_text_range(at, 1)
        if shown.strip():
            left, bottom, _, top = text.get_charbox(at, loose=True)
            placed.append((-(bottom + top) / 2, left, shown))
    placed.sort()
    lines: list[list[tuple[float, float, str]]] = []
    for one in placed:
        if lines and one[0] - lines[-1][0][0] < 4:
            lines[-1].append(one)
        else:
            lines.append([one])
    shown = ["".join(s for _, _, s in sorted(line, key=lambda it: it[1])) for line in lines]
    return [line for line in shown if not FOOT.fullmatch(line)]


def pages_of(path: Path) -> list[list[str]]:
    return [page_lines(page) for page in pypdfium2.PdfDocument(path)]


def numbers(page: pypdfium2.PdfPage) -> list[int]:
    """The numbers in the table's first column (14 mm after the margin of 22 mm), downwards."""
    text = page.get_textpage()
    column = text.get_text_bounded(left=22 * MM, right=36 * MM, bottom=26 * MM, top=185 * MM)
    return [int(line) for line in column.split() if line.isdigit()]


def is_heading(line: str) -> bool:
    """A duty's place or a column's name; not the letter's sentences and notes that name a place."""
    place = HEAD.search(line) and not line.endswith("。") and "移" not in line
    return bool(place) or line.strip("0123456789") in {
        word * times for word in all_words()["parts"].values() for times in (1, 2)
    }


@pytest.mark.parametrize("name", COMPARISONS)
def test_no_page_of_the_comparison_ends_with_a_head_row_or_a_heading(
    name: str, printed: Callable[[str], Path]
) -> None:
    path = printed(name)
    pages = pages_of(path)
    assert len(pages) > 8
    assert [page[-1] for page in pages if is_heading(page[-1])] == []


@pytest.mark.parametrize("name", COMPARISONS)
def test_no_page_of_a_letter_ends_with_a_head_row_or_a_heading(
    name: str, faces: Faces, tmp_path: Path
) -> None:
    comparison = compared(name)
    offices = affected_departments(comparison)[:3]
    for path in write_notices(comparison, offices, ["pdf"], tmp_path, faces=faces):
        assert [page[-1] for page in pages_of(path) if is_heading(page[-1])] == []


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_number_is_repeated_where_a_duty_goes_on_on_the_next_page(
    name: str, printed: Callable[[str], Path]
) -> None:
    path = printed(name)
    pages = [numbers(page) for page in pypdfium2.PdfDocument(path)]
    found = [number for page in pages for number in page]
    rows = comparison_view(compared(name)).rows
    assert [number for number, _ in groupby(found)] == [row.number for row in rows]
    assert all(len(page) == len(set(page)) for page in pages)
    assert len(found) > len(rows)


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_word_table_keeps_headings_on_the_page_of_what_they_head(
    name: str, faces: Faces, tmp_path: Path
) -> None:
    (path,) = write_comparison(compared(name), ["docx"], tmp_path, faces=faces)
    rows = [row._tr for row in docx.Document(str(path)).tables[-1].rows[1:]]
    heads = [row for row in rows if row.xpath(".//w:pStyle[@w:val='对照小标题']")]
    assert len(heads) > 40
    for row in heads:
        assert row.xpath("./w:trPr/w:cantSplit")
        assert all(one.xpath("./w:pPr/w:keepNext") for tc in row.tc_lst for one in tc.p_lst)


def renamed(old: str, new: str, *, takeover: bool) -> Comparison:
    """The real list with an office's new name in every 配合履职 row, and in 收回 if `takeover`."""
    rows = [
        replace(
            row,
            departments=tuple(new if one == old else one for one in row.departments),
            takeover=row.takeover.replace(old, new) if takeover else row.takeover,
        )
        for row in ROWS
    ]
    return compare_editions(read_rows(ROWS, 2025), read_rows(rows, 2026))


@pytest.mark.parametrize("takeover", [True, False], ids=["everywhere", "but for one list"])
def test_a_renamed_office_is_not_told_that_it_is_listed_for_the_first_time(takeover: bool) -> None:
    old, new = "吉木萨尔县农业农村局", "吉木萨尔县农业农村和水务局"
    comparison = renamed(old, new, takeover=takeover)
    view = comparison_view(comparison)
    for name in (old, new):
        department = department_view(comparison, view, name)
        letter = "\n".join(one.text for one in notice_view(comparison, view, department).paragraphs)
        assert "列为对应部门：" not in letter
        assert new in letter
        assert old in letter


def test_a_title_breaks_between_pieces_into_even_lines() -> None:
    def broken(township: str) -> tuple[str, ...]:
        return broken_title((f"关于{township}", "履职事项清单", "调整情况的函"))

    assert broken("三台镇") == ("关于三台镇履职事项清单调整情况的函",)
    assert broken("吉木萨尔县三台镇") == ("关于吉木萨尔县三台镇", "履职事项清单调整情况的函")
    long = "新疆维吾尔自治区昌吉回族自治州吉木萨尔县三台镇"
    assert broken(long) == (f"关于{long}", "履职事项清单调整情况的函")
    assert broken_title(()) == ()


def test_a_county_that_issues_the_letter_makes_it_a_notice_in_the_template(
    faces: Faces, tmp_path: Path
) -> None:
    own = tmp_path / "notice.md"
    text = SENTENCES.read_text("utf-8")
    for was, becomes in (("调整情况的函", "调整情况的通知"), ("特此函告", "特此通知")):
        assert was in text
        text = text.replace(was, becomes)
    own.write_text(text.replace("{{ office }}", "中共吉木萨尔县委办公室"), "utf-8")
    comparison = compared("seventy edits")
    office = affected_departments(comparison)[0]
    (path,) = write_notices(comparison, [office], ["docx"], tmp_path, faces=faces, template=own)
    assert path.name == f"三台镇致{office}的通知（2025年7月版对2026年7月版）.docx"
    texts = [one.text for one in docx.Document(str(path)).paragraphs]
    assert texts[0].endswith("调整情况的通知")
    assert "特此通知。" in texts
    assert "中共吉木萨尔县委办公室" in texts
    assert not any("函" in one or "｜" in one for one in texts)


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_long_note_makes_no_head_row_higher(name: str, printed: Callable[[str], Path]) -> None:
    """Rows of one line lie less than 21 pt apart; a blank line more would make 31."""
    gaps = []
    with pdfplumber.open(printed(name)) as document:
        for page in document.pages:
            both = page.crop((36 * MM, 0, (297 - 22 - 38) * MM, page.height)).extract_text_lines()
            gaps += [
                after["top"] - line["top"]
                for line, after in pairwise(both)
                if HEAD.match(re.sub(r"\s", "", line["text"]))
            ]
    assert len(gaps) > 30
    assert max(gaps) < 27


@pytest.mark.parametrize("more", range(18))
def test_no_letter_has_its_seal_alone_on_a_page(more: int, faces: Faces, tmp_path: Path) -> None:
    """Each letter is a paragraph longer than the last, until the seal has passed the foot."""
    own, closing = tmp_path / "notice.md", "对调整情况如有不同意见"
    longer = "请贵单位按照职责做好衔接。\n\n" * more + closing
    own.write_text(SENTENCES.read_text("utf-8").replace(closing, longer, 1), "utf-8")
    comparison, sign = compared("seventy edits"), "吉木萨尔县三台镇人民政府"
    offices = affected_departments(comparison)[:1]
    (path,) = write_notices(comparison, offices, ["pdf"], tmp_path, faces=faces, template=own)
    (signed,) = [page for page in pages_of(path) if sign in page]
    assert signed.index(sign) > 0


def test_an_office_can_call_a_kind_of_change_otherwise(faces: Faces, tmp_path: Path) -> None:
    own = tmp_path / "notice.md"
    swap = '{{ what.label | replace("内容调整", "条文修订") }}'
    own.write_text(SENTENCES.read_text("utf-8").replace("{{ what.label }}", swap), "utf-8")
    comparison = compared("seventy edits")
    offices = affected_departments(comparison)[:8]
    paths = write_notices(comparison, offices, ["docx"], tmp_path, faces=faces, template=own)
    text = "".join(p.text for path in paths for p in docx.Document(str(path)).paragraphs)
    assert "条文修订：" in text
    assert "内容调整：" not in text
