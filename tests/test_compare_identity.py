"""Which list is the old one, of which township and year: read, told, and asked where unsure."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.compare.editions import compare_several
from dutylist.compare.identity import Identity, as_named, identify, order_of, other_township
from dutylist.compare.json_form import comparison_json
from dutylist.records.model import DutyList, DutyTable
from dutylist.render.views.comparison import comparison_view, summary
from dutylist.render.word.tracked import tracked_docx
from tests.edits import Row, source_text
from tests.found_changes import read_rows
from tests.test_compare_reforms import OLD_ROWS
from tests.word_revisions import body_texts

PLAIN = read_rows(OLD_ROWS, 2025)


@pytest.mark.parametrize(
    ("issued", "title", "file", "known"),
    [
        ("2025-07", "履职事项清单", "a.docx", ("2025-07", "封面日期", "")),
        ("", "履职事项清单（2025年版）", "a.docx", ("2025", "标题", "")),
        ("", "履职事项清单（二〇二五年修订）", "a.docx", ("2025", "标题", "")),
        ("", "履职事项清单", "三台镇2026年清单.pdf", ("2026", "文件名", "")),
        ("", "履职事项清单", "清单_202607.pdf", ("2026-07", "文件名", "")),
        ("", "履职事项清单", "清单20261.pdf", ("", "", "")),
        (
            "2025-07",
            "履职事项清单",
            "2026.pdf",
            ("2025-07", "封面日期", "封面日期写2025年，文件名写2026年"),
        ),
        ("", "履职事项清单", "新清单.pdf", ("", "", "")),
    ],
)  # fmt: skip
def test_the_year_is_read_from_cover_titles_and_file_name_in_this_order(
    issued: str, title: str, file: str, known: tuple[str, str, str]
) -> None:
    found = identify(replace(PLAIN, issued=issued, title=title), file)
    assert (found.issued, found.because, found.doubt) == known


@pytest.mark.parametrize(
    ("region", "title", "file", "name"),
    [
        (("甲省", "乙县柳河镇"), "履职事项清单", "a.pdf", "柳河镇"),
        ((), "昌吉回族自治州吉木萨尔县三台镇配合履职事项清单", "a.pdf", "三台镇"),
        ((), "履职事项清单", "/files/白云街道2025.pdf", "白云街道"),
        ((), "乡镇履职事项清单", "a.pdf", ""),
    ],
)
def test_the_township_is_read_from_cover_titles_and_file_name(
    region: tuple[str, ...], title: str, file: str, name: str
) -> None:
    assert identify(DutyList(title, region, "", (), ()), file).township == name


@pytest.mark.parametrize(
    ("region", "issued", "title", "file", "named"),
    [
        (("甲省", "乙县柳河镇"), "2025-07", "履职事项清单", "白云镇2026.pdf", ("", "2025-07")),
        (("甲省", "乙县柳河镇"), "", "履职事项清单", "白云镇2026.pdf", ("", "2026")),
        ((), "2025-07-15", "履职事项清单", "白云镇2026.pdf", ("白云镇", "2025-07-15")),
        ((), "", "柳河镇履职事项清单（2024年版）", "白云镇2026.pdf", ("柳河镇", "2024")),
    ],
)
def test_handouts_name_the_township_and_the_date_that_the_cover_or_else_the_file_tells(
    region: tuple[str, ...], issued: str, title: str, file: str, named: tuple[str, str]
) -> None:
    found = as_named(DutyList(title, region, issued, (), ()), file)
    assert (found.township, found.issued) == named
    assert found.region == region


def known(file: str, issued: str, township: str = "三台镇") -> Identity:
    return Identity(file, township, issued, "封面日期")


def test_years_that_were_swapped_are_put_right_and_said() -> None:
    order = order_of(known("a", "2026-07"), known("b", "2025"))
    assert order.swapped
    assert "旧清单：b" in order.says[0]
    assert any("已按年份对调" in one for one in order.says)
    order = order_of(known("b", "2025"), known("a", "2026-07"))
    assert (order.swapped, order.unsure) == (False, False)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("2025", ""), ("", "2025"), ("2025", "2025")])
def test_lists_without_a_telling_year_are_never_compared_without_a_word(old: str, new: str) -> None:
    order = order_of(known("a", old), known("b", new))
    assert (order.swapped, order.unsure) == (False, True)
    assert any("请核对哪一份是旧的" in one for one in order.says)


def test_another_township_is_said_and_a_misread_one_is_not() -> None:
    assert other_township([known("a", "2025")], known("b", "2026", "四台镇"))
    assert not other_township(
        [known("a", "2025", "白王镇")], known("b", "2026", "白玉镇"[:1] + "王镇")
    )


def run(*arguments: str) -> tuple[int, str, str]:
    made = subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *arguments], capture_output=True, text=True
    )
    return made.returncode, made.stdout, made.stderr


def test_the_command_says_the_sum_first_and_which_file_is_which(tmp_path: Path) -> None:
    new_rows = [Row("n", "basic", "党的建设", "低空飞行器起降点选址踏勘并公示"), *OLD_ROWS[1:]]
    for year, rows in ((2025, OLD_ROWS), (2026, new_rows)):
        (tmp_path / f"{year}.txt").write_text(source_text(rows, year), "utf-8")
    old, new = str(tmp_path / "2025.txt"), str(tmp_path / "2026.txt")
    code, out, err = run("compare", new, old, "--to", "json", "-o", str(tmp_path / "o"))
    assert code == 0
    # What reading itself has to say of a file stands before.
    first, second, *rest = [line for line in err.splitlines() if not line.startswith("核对")]
    assert first == "新增1、取消1；贯穿全文的变化2条；待核1处；未变14项。"
    assert second.startswith(f"旧清单：{old}（三台镇，2025年7月版，据封面日期）；新清单：{new}")
    assert "已按年份对调" in rest[0]
    assert out.splitlines() == [str(next((tmp_path / "o").glob("*新旧对照表*.json")))]
    code, out, err = run("compare", old, old, "--to", "json", "-o", str(tmp_path / "o"))
    assert "内容完全相同" in err
    assert run("compare", old, new, old)[0] != 0


def of_township(name: str, rows: list[Row]) -> DutyList:
    edition = read_rows(
        [
            replace(
                row,
                township_clauses=tuple(t.replace("本镇", "本乡") for t in row.township_clauses),
            )
            for row in rows
        ],
        2025,
    )  # fmt: skip
    return replace(
        edition,
        region=(*edition.region[:-1], f"吉木萨尔县{name}"),
        township=name,
        lists=tuple(
            replace(table, title=table.title.replace("三台镇", name)) for table in edition.lists
        ),
    )


def test_merged_townships_are_two_old_lists_against_one_new() -> None:
    one, other = of_township("红旗乡", OLD_ROWS[:12]), of_township("老台乡", OLD_ROWS[4:])
    new_rows = [row for row in OLD_ROWS if row.uid != "r6"]
    new = read_rows(
        [*new_rows, Row("n", "basic", "党的建设", "低空飞行器起降点选址踏勘并公示")], 2026
    )
    comparison = compare_several([one, other], new)
    changed = [change for change in comparison.changes if "same" not in change.kinds]
    told = [change for change in changed if change.kinds != ("widened",)]
    assert sorted((change.kinds, *(o.origin for o in change.old)) for change in told) == [
        (("added",),),
        (("removed",), "红旗乡"),
        (("removed",), "老台乡"),
    ]
    widened = {one.old[0].duty.name: one for one in changed if one.kinds == ("widened",)}
    assert set(widened) == {one.name for one in (*OLD_ROWS[:4], *OLD_ROWS[12:])}
    assert {one.absent for one in widened.values()} == {("老台乡",), ("红旗乡",)}
    notes = {row.lines[0].note for row in comparison_view(comparison).rows}
    assert {"红旗乡原有，老台乡原无", "老台乡原有，红旗乡原无"} <= notes
    (merged,) = (one for one in comparison.renames if one.subject == "township")
    assert (merged.kind, merged.old, merged.new) == ("merged", ("红旗乡", "老台乡"), ("三台镇",))
    (word,) = comparison.replacements
    assert word.old in "报本乡动"
    assert "红旗乡配合履职第7项" in {row.old_place for row in comparison_view(comparison).rows}
    assert summary(comparison).startswith("新增1、取消2、部分旧清单原无7；")
    accepted = body_texts(tracked_docx(comparison), accept=True)[1]
    rejected = body_texts(tracked_docx(comparison), accept=False)[1]
    assert sorted(row[2] for table in accepted for row in table[1:]) == sorted(
        duty.name for table in new.lists for duty in table.duties
    )
    assert sorted(row[2] for table in rejected for row in table[1:]) == sorted(
        duty.name for edition in (one, other) for table in edition.lists for duty in table.duties
    )


@pytest.mark.parametrize(
    ("dates", "date", "called"),
    [
        (["2025-07"], "2026-07", ("2025年7月版", "2026年7月版")),
        (["2025-07", "2025-07"], "2026-07", ("2025年7月版", "2026年7月版")),
        (["2024-07", "2025-07"], "2026-07", ("2024年7月版、2025年7月版", "2026年7月版")),
        (["", "2025-07"], "2026-07", ("2025年7月版", "2026年7月版")),
        (["2025-07"], "2025-07", ("原清单（2025年7月版）", "新清单（2025年7月版）")),
        (["2025-07"], "", ("2025年7月版", "新清单")),
        ([""], "2026-07", ("原清单", "2026年7月版")),
        ([""], "", ("原清单", "新清单")),
    ],
)
def test_editions_are_called_by_their_dates_as_far_as_those_tell_them_apart(
    dates: list[str], date: str, called: tuple[str, str]
) -> None:
    rows = OLD_ROWS[:2]
    olds = [
        replace(of_township(f"{name}乡", rows), issued=one)
        for name, one in zip(("红旗", "老台"), dates, strict=False)
    ]
    comparison = compare_several(olds, replace(read_rows(rows, 2026), issued=date))
    assert (comparison.old_name, comparison.new_name) == called


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("红旗乡", "老台乡"), ["红旗乡", "老台乡"]),
        (("红旗乡", "红旗乡"), ["第1份红旗乡", "第2份红旗乡"]),
        (("红旗乡", ""), ["第1份红旗乡", "第2份"]),
    ],
)
def test_old_lists_are_called_by_their_townships_where_those_tell_them_apart(
    names: tuple[str, str], called: list[str]
) -> None:
    rows = OLD_ROWS[:1], OLD_ROWS[1:2]
    olds = [of_township(one or "红旗乡", own) for one, own in zip(names, rows, strict=True)]
    olds = [
        one if name else replace(one, township="", region=(), title="", lists=_untitled(one))
        for one, name in zip(olds, names, strict=True)
    ]
    comparison = compare_several(olds, read_rows(OLD_ROWS[:2], 2026))
    assert [one.old[0].origin for one in comparison.changes] == called


def _untitled(edition: DutyList) -> tuple[DutyTable, ...]:
    return tuple(replace(one, title="") for one in edition.lists)


def test_a_duty_that_another_township_had_is_not_what_became_of_one_that_went() -> None:
    """The two are a little alike: a doubtful pair, were it not for the other township's list."""
    gone = Row("a", "basic", "水利", "做好水库安全度汛值守")
    had = Row("b", "basic", "水利", "做好水库汛期巡查值守")
    one = of_township("红旗乡", [gone, *OLD_ROWS[:8]])
    other = of_township("老台乡", [had, *OLD_ROWS[4:]])
    comparison = compare_several([one, other], read_rows([had, *OLD_ROWS], 2026))
    (only,) = (one for one in comparison.changes if one.kinds not in (("same",), ("widened",)))
    assert (only.kinds, only.doubtful) == (("removed",), True)
    assert only.old[0].duty.name == gone.name


def test_a_book_with_two_townships_lists_is_compared_as_two() -> None:
    one, other = of_township("红旗乡", OLD_ROWS[:12]), of_township("老台乡", OLD_ROWS[4:])
    book = replace(one, lists=(*one.lists, *other.lists))
    comparison = compare_several([book], read_rows(OLD_ROWS, 2026))
    kinds = Counter(change.kinds for change in comparison.changes)
    assert kinds == {("same",): 16, ("widened",): 7}


def test_a_duty_that_only_one_of_the_old_lists_had_is_told_with_what_else_changed() -> None:
    """In the table, in its department's letter and in the JSON; no third township's is left out."""
    reworded = replace(OLD_ROWS[1], name=f"{OLD_ROWS[1].name}（试行）")
    lists = [
        of_township("红旗乡", OLD_ROWS[:2]),
        of_township("老台乡", OLD_ROWS[:1]),
        of_township("东湾镇", OLD_ROWS[:1]),
    ]
    comparison = compare_several(lists, read_rows([OLD_ROWS[0], reworded], 2026))
    (changed,) = (one for one in comparison.changes if one.absent)
    assert (changed.kinds, changed.absent) == (("reworded", "widened"), ("老台乡", "东湾镇"))
    view = comparison_view(comparison)
    assert view.rows[-1].lines[0].note == "文字修改；红旗乡原有，老台乡、东湾镇原无"
    whats = [item.what for office in view.departments for item in office.items]
    assert any("红旗乡原有，老台乡、东湾镇原无" in what for what in whats)
    said = [one["absent"] for one in comparison_json(comparison)["changes"]]
    assert said == [[], [], [], ["老台乡", "东湾镇"]]


def test_a_duty_that_two_of_three_old_lists_had_is_told_of_both() -> None:
    lists = [
        of_township("红旗乡", OLD_ROWS[:2]),
        of_township("老台乡", OLD_ROWS[:2]),
        of_township("东湾镇", OLD_ROWS[:1]),
    ]
    comparison = compare_several(lists, read_rows(OLD_ROWS[:2], 2026))
    told = [(one.old[0].origin, one.absent) for one in comparison.changes if one.absent]
    assert told == [("红旗乡", ("东湾镇",)), ("老台乡", ("东湾镇",))]


def test_two_books_of_two_townships_each_say_nothing_of_what_only_one_has() -> None:
    """Which of the new lists goes with which old one is not known."""
    one, other = of_township("红旗乡", OLD_ROWS[:3]), of_township("老台乡", OLD_ROWS[5:8])
    book = replace(one, lists=(*one.lists, *other.lists))
    comparison = compare_several([book], book)
    assert not any("widened" in change.kinds for change in comparison.changes)


def test_a_row_that_only_one_township_had_and_that_moved_is_a_move_in_the_tracked_file() -> None:
    lists = [of_township("红旗乡", OLD_ROWS[:5]), of_township("老台乡", OLD_ROWS[2:5])]
    comparison = compare_several(lists, read_rows([*OLD_ROWS[1:5], OLD_ROWS[0]], 2026))
    (moved,) = (one for one in comparison.changes if "reordered" in one.kinds)
    assert moved.kinds == ("reordered", "widened")
    with zipfile.ZipFile(io.BytesIO(tracked_docx(comparison))) as made:
        text = made.read("word/document.xml").decode()
    assert "<w:moveFrom " in text
