"""Which lists a county's book is made of: of each township the newest; and what was not read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dutylist.compare.newest import newest_of_each
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_cli import dutylist

DEPARTMENTS = Path(__file__).parent / "cases" / "department"
COOPERATIVE = "配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
RECALLED = "上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n"


def text_of(place: str, when: str = "", name: str = "养犬管理", recalled: str = "") -> str:
    """A list's text: one duty with a department, or one that was taken back."""
    rows = f"{COOPERATIVE}1\t{name}\t县公安局\t1.查处。\t1.劝导。\n"
    if recalled:
        rows = f"{RECALLED}1\t{recalled}\t县公安局：依法办理。\n"
    return "\n".join(filter(None, (place, "履职事项清单", when, rows)))


def listed(text: str, file: str = "清单.txt") -> DutyList:
    return duty_list_of(read_text(text, file))


def used(*named: tuple[str, str]) -> list[int]:
    """The places of the lists that are used, of (file, text)."""
    lists = [listed(text, file) for file, text in named]
    return [at for at, _ in newest_of_each(lists, [file for file, _ in named]).lists]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (
            (
                ("a.txt", text_of("禾川县青石镇", "2025年7月")),
                ("b.txt", text_of("禾川县青石镇", "2026年7月")),
            ),
            [1],
        ),
        (
            (
                ("b.txt", text_of("禾川县青石镇", "2026年7月")),
                ("a.txt", text_of("青石镇", "2025年7月")),
            ),
            [0],
        ),
        (
            (
                ("青石镇2024.txt", text_of("禾川县青石镇")),
                ("青石镇2025.txt", text_of("禾川县青石镇")),
            ),
            [1],
        ),
        (
            (
                ("a.txt", text_of("禾川县青石镇")),
                ("b.txt", text_of("禾川县青石镇", "2026年7月")),
            ),
            [1],
        ),
        (
            (
                ("a.txt", text_of("禾川县青石镇", "2025年7月")),
                ("b.txt", text_of("邻水县青石镇", "2026年7月")),
            ),
            [0, 1],
        ),
        (
            (
                ("a.txt", text_of("禾川县青石镇", "2025年7月")),
                ("b.txt", text_of("禾川县柳河镇", "2026年7月")),
            ),
            [0, 1],
        ),
        ((("a.txt", text_of("")), ("b.txt", text_of(""))), [0, 1]),
        (
            (
                ("a.txt", text_of("青石镇", "2025年7月")),
                ("b.txt", text_of("禾川县青石镇", "2026年7月")),
            ),
            [1],
        ),
        (
            (
                ("a.txt", text_of("", "2025年7月")),
                ("b.txt", text_of("禾川县青石镇", "2026年7月")),
                ("c.txt", text_of("", "2026年7月")),
            ),
            [0, 1, 2],
        ),
        ((("青石镇2025.txt", text_of("")), ("青石镇2026.txt", text_of(""))), [1]),
    ],
    ids=[
        "two years",
        "a cover without the county",
        "years in the files' names",
        "one without a year",
        "another county's",
        "another township's",
        "nobody knows whose",
        "an older cover without the county",
        "nobody knows whose, beside one that is known",
        "townships in the files' names",
    ],
)
def test_of_each_township_the_newest_list_is_used(
    named: tuple[tuple[str, str], ...], expected: list[int]
) -> None:
    assert used(*named) == expected


def test_what_is_left_out_is_said() -> None:
    files = ["a.txt", "b.txt"]
    old, new, copy = (
        listed(text_of("禾川县青石镇", when)) for when in ("2025年7月", "2026年7月", "2026年7月")
    )
    (said,) = newest_of_each([old, new], files).says
    assert said == "青石镇有2份清单，用b.txt（2026年7月版），没有用a.txt（2025年7月版）"
    (said,) = newest_of_each([new, copy], files).says
    assert said.startswith("注意：青石镇有2份清单，用a.txt")
    assert said.endswith("年份分不出先后，请核对")


def test_years_that_do_not_tell_all_lists_apart_are_said() -> None:
    files = ["a.txt", "b.txt", "c.txt"]
    whens = ("2026年7月", "2026年7月", "2025年7月")
    (said,) = newest_of_each([listed(text_of("禾川县青石镇", one)) for one in whens], files).says
    assert said == (
        "注意：青石镇有3份清单，用a.txt（2026年7月版），"
        "没有用b.txt（2026年7月版）、c.txt（2025年7月版）；年份分不出先后，请核对"
    )
    (said,) = newest_of_each([listed(text_of("禾川县青石镇"))] * 2, files[:2]).says
    assert "用a.txt（没有年份），没有用b.txt（没有年份）" in said


def test_only_townships_of_a_known_year_are_older_than_others() -> None:
    """A list in two files is one; a department's list of last year is no township's."""
    new = listed(text_of("禾川县柳河镇", "2026年7月"))
    office = replace(read_duty_list(DEPARTMENTS / "three-lists.docx"), issued="2024-07")
    assert office.side == "department"
    undated = listed(text_of("禾川县青石镇"))
    files = ["新.txt", "水利局.docx", "无.txt"]
    assert newest_of_each([new, office, undated], files).says == ()
    old = [
        listed(text_of("禾川县青石镇", "2025年7月", recalled=recalled))
        for recalled in ("", "收养登记")
    ]
    (said,) = newest_of_each([new, *old], ["新.txt", "配合.txt", "收回.txt"]).says
    assert "1份早于2026年，也各算一个乡镇：配合.txt（2025年7月版）；" in said


def test_a_table_that_two_files_of_one_date_hold_is_taken_once() -> None:
    lists = [
        listed(text_of("禾川县青石镇", "2026年7月", recalled=recalled))
        for recalled in ("", "收养登记", "残疾证核发")
    ]
    newest = newest_of_each(lists, ["配合.txt", "收回.txt", "又一份收回.txt"])
    ((_, one),) = newest.lists
    assert [duty.name for duty in one.duties] == ["养犬管理", "收养登记"]
    (said,) = newest.says
    assert "没有用又一份收回.txt" in said


def test_a_township_whose_newest_list_is_older_than_the_others_is_said() -> None:
    lists = [
        listed(text_of("禾川县青石镇", "2025年7月")),
        listed(text_of("禾川县柳河镇", "2026年7月")),
        listed(text_of("禾川县松岭乡", "2026年3月")),
    ]
    (said,) = newest_of_each(lists, ["a.txt", "b.txt", "c.txt"]).says
    assert "1份早于2026年，也各算一个乡镇：a.txt（2025年7月版）" in said
    assert newest_of_each(lists[1:], ["b.txt", "c.txt"]).says == ()


def test_the_tables_of_one_list_in_files_of_their_own_are_one_list() -> None:
    lists = [
        listed(text_of("禾川县青石镇", "2026年7月")),
        listed(text_of("禾川县青石镇", "2025年7月", recalled="旧的登记")),
        listed(text_of("禾川县青石镇", "2026年7月", recalled="收养登记")),
    ]
    newest = newest_of_each(lists, ["配合.txt", "旧收回.txt", "收回.txt"])
    ((at, one),) = newest.lists
    assert at == 0
    assert [duty.name for duty in one.duties] == ["养犬管理", "收养登记"]
    assert newest.says == (
        "青石镇有3份清单，用配合.txt（2026年7月版）、收回.txt（2026年7月版），"
        "没有用旧收回.txt（2025年7月版）",
    )


def test_a_county_has_one_column_for_a_township_of_two_years(tmp_path: Path) -> None:
    folder = tmp_path / "各乡镇"
    folder.mkdir()
    for file, place, when in (
        ("青石镇2025", "青石镇", "2025年7月"),
        ("青石镇2026", "青石镇", "2026年7月"),
        ("柳河镇", "柳河镇", "2026年7月"),
    ):
        text = text_of(f"禾川县{place}", when, f"{when[:4]}年养犬管理")
        (folder / f"{file}.txt").write_text(text, "utf-8")
    done = dutylist("county", str(folder), "--to", "xlsx", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "乡镇 2 个，部门 1 个。" in done.stderr
    assert "用青石镇2026.txt（2026年7月版），没有用青石镇2025.txt（2025年7月版）。" in done.stderr
    book = openpyxl.load_workbook(tmp_path / "县公安局.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "2/2" in cells
    assert not any("2025年养犬管理" in one or "（1）" in one for one in cells)


def test_a_county_of_which_a_file_was_not_read_ends_as_a_batch_does(tmp_path: Path) -> None:
    folder = tmp_path / "各乡镇"
    folder.mkdir()
    for place in ("青石镇", "柳河镇"):
        (folder / f"{place}.txt").write_text(text_of(f"禾川县{place}", "2026年7月"), "utf-8")
    command = ("county", str(folder), "--to", "html", "-o", str(tmp_path))
    assert dutylist(*command).returncode == 0
    (folder / "损坏.pdf").write_bytes(b"%PDF-1.7\n")
    done = dutylist(*command)
    assert done.returncode == 1, done.stderr
    assert "没有读入" in done.stderr
    assert list(tmp_path.glob("*.html"))


@pytest.mark.parametrize("first", ["大柳河镇", "柳河镇"])
def test_a_name_that_ends_as_another_is_another_township(first: str) -> None:
    other = ({"大柳河镇", "柳河镇"} - {first}).pop()
    named = ((f"{place}.txt", text_of(place, "2026年7月")) for place in (first, other))
    assert used(*named) == [0, 1]


def test_a_list_that_does_not_say_its_county_is_of_the_only_one(tmp_path: Path) -> None:
    folder = tmp_path / "各乡镇"
    folder.mkdir()
    for place in ("禾川县柳河镇", "沙岭乡"):
        (folder / f"{place}.txt").write_text(text_of(place, "2026年7月"), "utf-8")
    done = dutylist("county", str(folder), "--to", "html", "-o", str(tmp_path / "汇总"))
    assert "清单来自" not in done.stderr
    written = sorted(path.name for path in (tmp_path / "汇总").glob("*.html"))
    assert written == ["县公安局.html", "汇总说明.html"]
    assert "待核：沙岭乡的清单没有写明是哪个县" in done.stderr


def test_counties_are_not_mixed(tmp_path: Path) -> None:
    """Each county has its own folder; a list that does not say its county is of none."""
    folder, target = tmp_path / "各乡镇", tmp_path / "汇总"
    folder.mkdir()
    for place in ("禾川县柳河镇", "江北省青山市禾川县青石镇", "白河市石桥镇", "沙岭乡"):
        (folder / f"{place}.txt").write_text(text_of(place, "2026年7月"), "utf-8")
    done = dutylist("county", str(folder), "--to", "xlsx", "-o", str(target))
    assert done.returncode == 0, done.stderr
    (told,) = re.findall("清单来自几个县（市、区），分开汇总：(.*)。", done.stderr)
    assert set(told.split("、")[:2]) == {"禾川县 2 个", "白河市 1 个"}
    assert told.split("、")[2:] == ["没有写明哪个县 1 个"]
    books = {
        path.parent.name: openpyxl.load_workbook(path).worksheets[-1]
        for path in target.rglob("*.xlsx")
    }
    heads = {name: [cell.value for cell in book[1]][2:] for name, book in books.items()}
    assert {name: set(places) for name, places in heads.items()} == {
        "禾川县": {"柳河镇", "青石镇"},
        "白河市": {"石桥镇"},
        "没有写明哪个县": {"沙岭乡"},
    }
