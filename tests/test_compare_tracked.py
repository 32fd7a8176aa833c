"""Tracked changes: accepted they are the new edition, rejected the old one, cell for cell."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from dutylist.compare.cells import text_segments
from dutylist.compare.editions import compare_editions
from dutylist.compare.model import Segment
from dutylist.compare.one_table import row_pairs
from dutylist.compare.wording import WordingRules
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.dates import printed_date
from dutylist.render.word.tracked import _shown, tracked_docx
from tests import libreoffice
from tests.edits import base_rows, edited, source_text
from tests.found_changes import read_rows
from tests.test_compare_reforms import OLD_ROWS
from tests.word_revisions import W, body_texts

ROWS = base_rows()
OLD = read_rows(ROWS, 2025)
PART = ROWS[::3]
OLD_PART = read_rows(PART, 2025)


def tables_of(edition: DutyList) -> list[list[list[str]]]:
    return [
        [list(table.headers), *(list(duty.cells) for duty in table.duties)]
        for table in edition.lists
    ]


def titles_of(edition: DutyList) -> list[str]:
    titles = [table.title for table in edition.lists]
    return [
        text
        for text in (*edition.region, edition.title, printed_date(edition.issued), *titles)
        if text
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(1, 30))
def test_accepted_is_the_new_edition_and_rejected_the_old(seed: int, count: int) -> None:
    new = read_rows(edited(PART, seed, count).rows, 2026)
    data = tracked_docx(compare_editions(OLD_PART, new))
    assert body_texts(data, accept=True) == (titles_of(new), tables_of(new))
    assert body_texts(data, accept=False) == (titles_of(OLD_PART), tables_of(OLD_PART))


def test_a_list_that_comes_or_goes_does_so_whole() -> None:
    without = DutyList(OLD.title, OLD.region, "2026-07", (), OLD.lists[:2], OLD.departments)
    for old, new in ((OLD, without), (without, OLD)):
        data = tracked_docx(compare_editions(old, new))
        assert body_texts(data, accept=True) == (titles_of(new), tables_of(new))
        assert body_texts(data, accept=False) == (titles_of(old), tables_of(old))


def moves_of(data: bytes) -> dict[str, dict[str, str]]:
    """For each moved stretch, by its name: the text in w:moveFrom and in w:moveTo."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    found: dict[str, dict[str, str]] = {}
    for tag in ("moveFrom", "moveTo"):
        for start in tree.iter(f"{W}{tag}RangeStart"):
            stretch = start.getnext()
            assert stretch.tag == f"{W}{tag}"
            assert stretch.getnext().get(f"{W}id") == start.get(f"{W}id")
            found.setdefault(start.get(f"{W}name"), {})[tag] = "".join(stretch.itertext())
    return found


def test_a_row_and_a_clause_that_only_moved_are_said_to_have(tmp_path: Path) -> None:
    first, second, third = OLD_ROWS[:3]
    clauses = (*third.department_clauses[::-1], "3.会商研判农情；")
    turned = tuple(f"{at}.{text[2:]}" for at, text in enumerate(clauses[:2], 1))
    third_now = replace(third, department_clauses=(*turned, "3.会商研判农情；"))
    third_was = replace(third, department_clauses=(*third.department_clauses, "3.会商研判农情；"))
    rest = OLD_ROWS[3:6]
    old = read_rows([first, second, third_was, *rest], 2025)
    new = read_rows([second, third_now, *rest, first], 2025)
    data = tracked_docx(compare_editions(old, new))
    moves = moves_of(data)
    assert all(set(one) == {"moveFrom", "moveTo"} for one in moves.values())
    texts = {one["moveFrom"] for one in moves.values()}
    assert first.name in texts
    assert any(text[2:] in {one[2:] for one in third.department_clauses} for text in texts)
    for accept, wanted in ((True, new), (False, old)):
        assert body_texts(data, accept=accept) == (titles_of(wanted), tables_of(wanted))


def test_a_new_column_in_the_middle_leaves_the_others_as_they_are() -> None:
    text = source_text(OLD_ROWS[:4], 2025)
    wider = "\n".join(
        "\t".join([*cells[:3], "设定依据" if cells[0] == "序号" else "条例", *cells[3:]])
        if len(cells := line.split("\t")) > 3
        else line
        for line in text.split("\n")
    )
    old, new = (duty_list_of(read_text(one, "a.txt")) for one in (text, wider))
    comparison = compare_editions(old, new)
    assert [one.kinds for one in comparison.changes] == [("reworded",)] * 4
    for change in comparison.changes:
        assert [
            "".join(segment.text for segment in cell.segments if segment.kind != "equal")
            for cell in change.cells
        ] == ["", "", "", "条例", "", "", ""]


PARAGRAPHS = st.lists(st.text("甲乙丙丁；。1. ", max_size=12), min_size=1, max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_paragraphs_of_a_cell_come_back_exactly(old: list[str], new: list[str]) -> None:
    segments = text_segments("\n".join(old), "\n".join(new), WordingRules())
    assert "".join(one.text for one in segments if one.kind != "inserted") == "\n".join(old)
    assert "".join(one.text for one in segments if one.kind != "deleted") == "\n".join(new)


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("accept", [True, False])
def test_libreoffice_accepts_and_rejects_to_the_same_texts(accept: bool, tmp_path: Path) -> None:
    new = read_rows(edited(ROWS, 7, 40).rows, 2026)
    source = tmp_path / "tracked.docx"
    source.write_bytes(tracked_docx(compare_editions(OLD, new)))
    target = tmp_path / "result.docx"
    command = ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges"
    libreoffice.work(source, target, command)
    wanted = new if accept else OLD
    assert body_texts(target.read_bytes(), accept=accept) == (titles_of(wanted), tables_of(wanted))


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("accept", [True, False])
def test_libreoffice_takes_a_moved_row_both_ways(accept: bool, tmp_path: Path) -> None:
    old = read_rows(OLD_ROWS[:6], 2025)
    new = read_rows([*OLD_ROWS[1:6], OLD_ROWS[0]], 2025)
    source, target = tmp_path / "moved.docx", tmp_path / "result.docx"
    source.write_bytes(tracked_docx(compare_editions(old, new)))
    assert moves_of(source.read_bytes())
    command = ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges"
    libreoffice.work(source, target, command)
    wanted = new if accept else old
    assert body_texts(target.read_bytes(), accept=accept) == (titles_of(wanted), tables_of(wanted))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(5, 25))
@example(1020, 14)
def test_the_file_marks_the_rows_that_the_table_tells_of_and_no_others(
    seed: int, count: int
) -> None:
    """One comparison owns all edits: no two documents disagree."""
    comparison = compare_editions(OLD_PART, read_rows(edited(PART, seed, count).rows, 2026))
    told = {row.index for row in comparison_view(comparison).rows}
    told |= {at for rename in comparison.renames for at in rename.changes}
    told |= {at for one in comparison.replacements for at in one.changes}
    with zipfile.ZipFile(BytesIO(tracked_docx(comparison))) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    rows = iter(tree.iter(f"{W}tr"))
    marked = set()
    for kind in dict.fromkeys(table.kind for table in comparison.new.lists):
        next(rows)
        for _, _, index in row_pairs(comparison, kind):
            _, *cells = next(rows).iter(f"{W}tc")
            if any(cell.find(f".//{W}{tag}") is not None for cell in cells for tag in FATES):
                marked.add(index)
    # Of rows that changed places with one another one stays, and the others are moved.
    stays = told - marked
    assert marked <= told
    assert {comparison.changes[at].kinds for at in stays} <= {("exchanged",)}
    at_place = {change.new[0]: at for at, change in enumerate(comparison.changes) if change.new}
    for at in stays:
        others = {at_place[one] for one in comparison.changes[at].exchanged}
        assert others & marked, at


FATES = ("ins", "del", "moveFrom", "moveTo")


def test_the_cover_and_each_list_have_a_page_of_their_own_with_a_centred_title() -> None:
    """As in the official list; a title whose text changed is one paragraph all the same."""
    new = read_rows(edited(PART, 5, 10).rows, 2026)
    document = docx.Document(BytesIO(tracked_docx(compare_editions(OLD_PART, new))))
    styles = [one.style for one in document.paragraphs if one.style]
    names = [style.name for style in styles]
    lists = names.count("对照 清单标题")
    assert names == ["对照 封面"] * (len(names) - lists) + ["对照 清单标题"] * lists
    assert lists == len(new.lists)
    cover, title = (style.paragraph_format for style in (styles[0], styles[-1]))
    assert cover.alignment == title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert (cover.page_break_before, title.page_break_before) == (None, True)


def test_a_short_row_stands_on_one_page_and_a_long_one_may_be_cut() -> None:
    """As in the official list: a row of three lines left one of them on the next page."""
    new = read_rows(edited(PART, 5, 10).rows, 2026)
    document = docx.Document(BytesIO(tracked_docx(compare_editions(OLD_PART, new))))
    found = set()
    for table in document.tables:
        widths = [column.width.mm for column in table.columns]
        for row in table.rows[1:]:
            texts = ["".join(one._tc.itertext(f"{W}t", f"{W}delText")) for one in row.cells]
            # As if in one piece, and as if every clause had a line of its own more.
            fewest = max(len(t) * 3.7 / (w - 4) for t, w in zip(texts, widths, strict=True))
            kept = row._tr.find(f"{W}trPr/{W}cantSplit") is not None
            if fewest > 9 or max(map(len, texts)) < 60:
                found.add((fewest > 9, kept))
    assert found == {(True, False), (False, True)}


def test_white_space_that_does_not_count_is_no_revision() -> None:
    """A clause on a line of its own in one edition and behind the other in the other one."""
    (row,) = (one for one in OLD_ROWS if one.uid == "r0")
    name = row.name.replace("使用", "使 用")
    new = read_rows([replace(row, name=name), *OLD_ROWS[1:]], 2026)
    old = read_rows(OLD_ROWS, 2025)
    plain, ignoring = (
        tracked_docx(compare_editions(old, new, ignore_space=ignored)) for ignored in (False, True)
    )
    assert body_texts(plain, accept=False) == (titles_of(old), tables_of(old))
    assert body_texts(ignoring, accept=True) == (titles_of(new), tables_of(new))
    assert body_texts(ignoring, accept=False) == (titles_of(old), tables_of(new))


def test_clauses_on_lines_of_their_own_are_no_revision_where_white_space_does_not_count() -> None:
    segments = (
        Segment("equal", "1.查处。"),
        Segment("deleted", " ", "space"),
        Segment("inserted", "\n", "wording"),
        Segment("inserted", "2.通报。", "wording"),
    )
    counts, ignores = (
        replace(compare_editions(OLD_PART, OLD_PART), ignore_space=ignored)
        for ignored in (False, True)
    )
    assert _shown(segments, counts) == segments
    assert _shown(segments, ignores) == (segments[0], Segment("equal", "\n"), segments[-1])


NOTED = """青山县白云镇履职事项清单
{year}年7月
青山县白云镇基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t落实“三会一课”制度
2\t民生服务\t做好养老服务工作
{notes}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("注：本表由镇党委承担。",), ("注：本表由镇党委、镇政府承担。",)),
        (("注：本表由镇党委承担。",), ()),
        ((), ("注：本表由镇党委承担。", "说明：未列事项按有关规定执行。")),
        (
            ("注：本表由镇党委承担。", "备注：另行通知。"),
            ("说明：自七月起施行。", "注：本表由镇党委承担。"),
        ),
    ],
)
def test_what_stands_outside_the_tables_comes_goes_and_stays(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    was, becomes = (
        duty_list_of(read_text(NOTED.format(year=year, notes="\n".join(notes)), "清单.txt"))
        for year, notes in ((2025, old), (2026, new))
    )
    data = tracked_docx(compare_editions(was, becomes))
    for edition, notes, accept in ((was, old, False), (becomes, new, True)):
        outside, tables = body_texts(data, accept=accept)
        titles = titles_of(edition)
        assert outside[: len(titles)] == titles
        assert sorted(outside[len(titles) :]) == sorted(notes)
        assert tables == tables_of(edition)
