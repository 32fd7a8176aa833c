"""What stands around the duties, and columns that no clause comes from: nothing is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.compare.cells import column_pairs
from dutylist.compare.editions import compare_editions
from dutylist.compare.heads import head_changes, outside_texts
from dutylist.compare.links import placed_duties
from dutylist.compare.model import Comparison, HeadPart, Replacement
from dutylist.compare.outside import texts_outside
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import BESIDE_LISTS, Column, ContentsEntry, DutyList, Note
from dutylist.render.views.comparison import comparison_view
from tests.edits import Row, source_text
from tests.found_changes import read_rows
from tests.small_list import list_text
from tests.test_compare_reforms import OLD_ROWS

CASES = Path(__file__).parent / "cases" / "compare"
OLD = read_rows(OLD_ROWS, 2025)


def read(text: str) -> DutyList:
    return duty_list_of(read_text(text, "清单.txt"))


def told(comparison: Comparison) -> list[tuple[HeadPart, str, str]]:
    return [(one.part, one.wording.old, one.wording.new) for one in comparison.heads]


def only_heads(comparison: Comparison) -> bool:
    return all(change.kinds == ("same",) for change in comparison.changes)


def test_a_remark_that_holds_a_clauses_text_is_compared_as_a_remark() -> None:
    comparison = compare_editions(
        read_duty_list(CASES / "rem_old.txt"), read_duty_list(CASES / "rem_new.txt")
    )
    kept, same = comparison.changes
    assert (kept.kinds, same.kinds) == (("reworded",), ("same",))
    (clause,) = [one for one in kept.clauses if one.kinds != ("same",)]
    assert clause.old[0].column == "备注"
    assert (clause.wording.old[-2:], clause.wording.new[-3:]) == ("三年", "三十年")
    (row,) = comparison_view(comparison).rows
    assert "备注" in [run.text for line in row.lines for run in line.new.runs]


COVER = {
    "title": lambda one: replace(one, title="基层履职事项清单"),
    "issued": lambda one: replace(one, issued="2026-07"),
    "region": lambda one: replace(one, region=("甲省", "乙县三台镇")),
    "contents": lambda one: replace(one, contents=(ContentsEntry("配合履职事项清单", 3),)),
    "list title": lambda one: replace(
        one, lists=tuple(replace(table, title=f"{table.title}（试行）") for table in one.lists)
    ),
    "list": lambda one: replace(one, lists=()),
}


@pytest.mark.parametrize("part", COVER)
def test_cover_contents_titles_and_lists_are_compared(part: str) -> None:
    comparison = compare_editions(OLD, COVER[part](OLD))
    assert {one.part for one in comparison.heads} == {part}
    assert comparison_view(comparison).findings


def test_a_list_that_came_or_went_is_told_by_its_title() -> None:
    with_it = read_duty_list(CASES / "rem_old.txt")
    title = with_it.lists[0].title
    without = replace(with_it, lists=())
    assert ("list", title, "") in told(compare_editions(with_it, without))
    assert ("list", "", title) in told(compare_editions(without, with_it))


def test_a_column_with_another_heading_or_in_another_place_is_told_once() -> None:
    text = source_text(OLD_ROWS, 2025)
    new = read(text.replace("对应上级部门", "牵头部门和配合部门"))
    comparison = compare_editions(OLD, new)
    assert told(comparison) == [("column", "对应上级部门", "牵头部门和配合部门")]
    assert only_heads(comparison)
    assert comparison.differs


def with_remark(text: str, head: str, remark: str) -> str:
    lines = []
    for line in text.split("\n"):
        if line.startswith("序号"):
            lines.append(f"{line}\t{head}")
        elif line[:1].isdigit() and "\t" in line:
            lines.append(f"{line}\t{remark}")
        else:
            lines.append(line)
    return "\n".join(lines)


def test_a_renamed_unknown_column_keeps_its_texts_and_a_new_one_is_told() -> None:
    text = source_text(OLD_ROWS, 2025)
    old, new = (
        read(with_remark(text, "设定依据", "条例")),
        read(with_remark(text, "法定凭据", "条例")),
    )
    comparison = compare_editions(old, new)
    assert told(comparison) == [("column", "设定依据", "法定凭据")]
    assert only_heads(comparison)
    comparison = compare_editions(OLD, new)
    assert told(comparison) == [("column", "", "法定凭据")]


def test_numbers_that_start_again_in_each_category_are_one_change() -> None:
    rows = [
        replace(row, category="综合事务" if at < 8 else "平安法治")
        for at, row in enumerate(OLD_ROWS)
    ]
    text = source_text(rows, 2025)
    restarted = []
    for line in text.split("\n"):
        number, *cells = line.split("\t")
        if cells and number.isdigit() and int(number) > 8:
            line = "\t".join([str(int(number) - 8), *cells])
        restarted.append(line)
    comparison = compare_editions(read(text), read("\n".join(restarted)))
    assert told(comparison) == [("numbering", "全表连续编号", "按类别重新编号")]
    assert only_heads(comparison)
    counts = {one.label: one.number for one in comparison_view(comparison).counts}
    assert counts["仅序号顺延的事项"] == 0


STYLES = {
    "１．": "{}．",
    "1、": "{}、",
    "（1）": "（{}）",
    "1）": "{}）",
    "①": "",
    "一、": "",
    "（一）": "",
    "⒈": "",
}


@pytest.mark.parametrize("style", STYLES)
def test_another_style_of_clause_numbers_is_told_once_and_hides_no_edit(style: str) -> None:
    def label(number: int) -> str:
        if STYLES[style]:
            digits = str(number) if style != "１．" else "０１２３４５６７８９"[number]
            return STYLES[style].format(digits)
        if style in ("①", "⒈"):
            return chr(ord(style) + number - 1)
        return style.replace("一", "一二三四五"[number - 1])

    def relabelled(row: Row) -> Row:
        return replace(
            row,
            department_clauses=tuple(
                label(int(one[0])) + one[2:] for one in row.department_clauses
            ),
            township_clauses=tuple(label(int(one[0])) + one[2:] for one in row.township_clauses),
        )

    rows = [relabelled(row) for row in OLD_ROWS]
    rows[3] = replace(
        rows[3], township_clauses=(rows[3].township_clauses[0].replace("日常", "夜间"),
                                   rows[3].township_clauses[1]),
    )  # fmt: skip
    comparison = compare_editions(OLD, read_rows(rows, 2025))
    (only,) = [change for change in comparison.changes if change.kinds != ("same",)]
    assert only.new[0].duty.number == 4
    assert [clause.kinds for clause in only.clauses if clause.kinds != ("same",)] == [("reworded",)]
    assert [(one.why, one.old) for one in comparison.replacements] == [("label", "1.")]
    assert comparison.replacements[0].new == style


@pytest.mark.parametrize("heading", ["一、", "（一）"])
@pytest.mark.parametrize("style", ["一、", "（一）", "(1)"])
def test_clauses_below_headings_are_relabelled_in_one_column(heading: str, style: str) -> None:
    """Whatever style the headings have: no clause comes or goes, and what is said is exact."""

    def label(style: str, number: int) -> str:
        return style.replace("一", "一二"[number - 1]).replace("1", str(number))

    def relabelled(row: Row, style: str) -> Row:
        one, two = (label(style, number) for number in (1, 2))
        texts = (
            f"{label(heading, 1)}宣传培训", f"{one}制定方案并组织培训；", f"{two}发放宣传手册。",
            f"{label(heading, 2)}监督检查", f"{one}开展专项执法检查；", f"{two}建立台账并通报。",
        )  # fmt: skip
        return replace(row, department_clauses=texts)

    old = read_rows([relabelled(row, "1.") for row in OLD_ROWS], 2025)
    for count in (15, 3):
        rows = [relabelled(row, style if at < count else "1.") for at, row in enumerate(OLD_ROWS)]
        comparison = compare_editions(old, read_rows(rows, 2025))
        kinds = [change.kinds for change in comparison.changes]
        told_apart = 0 if count == 15 else count
        assert kinds == [("typography",)] * told_apart + [("same",)] * (15 - told_apart)
        counts = {one.label: one.number for one in comparison_view(comparison).counts}
        assert counts["条款序号样式不同（处）"] == 4 * count
        # Told throughout or in each row; the township's own column still has the old style.
        throughout = Replacement("label", "1.", style, tuple(range(15)), 60, tuple(range(15)))
        assert comparison.replacements == ((throughout,) if count == 15 else ())


def test_contents_with_other_pages_are_told_with_the_pages() -> None:
    def paged(page: int) -> DutyList:
        return replace(OLD, contents=(ContentsEntry("配合履职事项清单", page),))

    assert told(compare_editions(paged(3), paged(5))) == [
        ("contents", "配合履职事项清单……3", "配合履职事项清单……5")
    ]


def test_a_list_that_has_no_numbers_any_longer_is_told_once() -> None:
    (table,) = (one for one in OLD.lists if one.duties)
    duties = tuple(replace(one, number=None) for one in table.duties)
    without = replace(OLD, lists=(replace(table, duties=duties),))
    assert ("numbering", "全表连续编号", "没有编号") in told(compare_editions(OLD, without))


def test_a_column_that_goes_leaves_its_place_in_the_one_table() -> None:
    roles = (("序号", "number"), ("事项名称", "name"), ("设定依据", None), ("备注", "remark"))
    old = tuple(Column(text, role) for text, role in roles)  # type: ignore[arg-type]
    assert column_pairs(old, (*old[:2], old[3])) == ((0, 0), (1, 1), (2, None), (3, 2))


IN_FORCE = "注：本清单自{}年1月1日起施行。"
EXPLAINED = "本表由县委编办负责解释。"


@pytest.mark.parametrize(
    ("was", "becomes", "told_of"),
    [
        ([IN_FORCE.format(2025)], [IN_FORCE.format(2026)], [(0, 0)]),
        ([EXPLAINED, IN_FORCE.format(2025)], [IN_FORCE.format(2026), EXPLAINED], [(1, 0)]),
        ([EXPLAINED], [EXPLAINED, IN_FORCE.format(2026)], [(None, 1)]),
        ([EXPLAINED, EXPLAINED], [EXPLAINED], [(0, None)]),
        ([EXPLAINED], [EXPLAINED, EXPLAINED], [(None, 0)]),
        ([EXPLAINED, IN_FORCE.format(2025)], [IN_FORCE.format(2026)], [(1, 0), (0, None)]),
        ([EXPLAINED], [IN_FORCE.format(2026)], [(None, 0), (0, None)]),
        ([EXPLAINED], [EXPLAINED], []),
        (["本表由县委编", "办负责解释。"], ["本表由县委编办", "负责解释。"], []),
    ],
)
def test_what_stands_outside_the_lists_is_compared(
    was: list[str], becomes: list[str], told_of: list[tuple[int | None, int | None]]
) -> None:
    old, new = (read(list_text() + "\n".join(texts) + "\n") for texts in (was, becomes))
    assert len(old.notes) == len(was)
    comparison = compare_editions(old, new)
    assert told(comparison) == [
        (
            "outside",
            "" if before is None else was[before],
            "" if now is None else becomes[now],
        )
        for before, now in told_of
    ]
    assert comparison.differs is bool(told_of)
    assert {one.label for one in comparison_view(comparison).findings} <= {"表外文字"}


def test_texts_that_differ_in_width_alone_are_each_others_in_their_order() -> None:
    """The document with tracked changes has each text once, marked where it differs."""
    texts = ["本表(试行)由县委编办负责解释。", "本表（试行）由县委编办负责解释。"]
    old, new = (read(list_text() + "\n".join(texts) + "\n") for _ in range(2))
    assert outside_texts(old, new) == [(one, one) for one in texts]


def test_what_stands_in_front_of_the_lists_is_compared_too() -> None:
    old, new = (read(f"安政办〔{year}〕3号\n" + list_text()) for year in (2025, 2026))
    assert [one.text for one in old.notes] == ["封面或目录中的文字没有归入记录：安政办〔2025〕3号"]
    assert told(compare_editions(old, new)) == [
        ("outside", "安政办〔2025〕3号", "安政办〔2026〕3号")
    ]


def test_the_title_of_a_list_that_the_other_edition_has_is_told_with_the_list_alone() -> None:
    head = "上级部门收回事项清单\n序号\t事项类别\t事项名称\t承接部门及工作方式\n"
    row = "1\t执法\t处罚\t宁远县公安局：巡查。\n"
    for bare in (head.split("\n")[0] + "\n", head):
        old, new = read(list_text() + bare), read(list_text() + head + row)
        assert old.notes
        assert [one.part for one in compare_editions(old, new).heads] == ["list"]


@pytest.mark.parametrize(
    ("before", "now", "differs"),
    [
        ("（2025年）", "（2026年）", False),
        ("（2025 年版）", "（2026年版）", False),
        ("（2025年）", "", True),
        ("（2025年）", "（2024年）", True),
        ("（2025年）", "（2026年）（试行）", True),
    ],
)
def test_the_editions_own_year_in_a_title_is_no_change_of_it(
    before: str, now: str, differs: bool
) -> None:
    """It is what the editions are called by."""
    old, new = (
        replace(
            read_rows(OLD_ROWS, year),
            lists=tuple(
                replace(table, title=table.title + text)
                for table in read_rows(OLD_ROWS, year).lists
            ),
        )
        for year, text in ((2025, before), (2026, now))
    )
    titles = [one for one in told(compare_editions(old, new)) if one[0] == "list title"]
    assert bool(titles) == differs


ROWS = "白云镇基本履职事项清单\n序号\t事项类别\t事项名称\n1\t党的建设\t开展党员教育\n"


def test_a_day_of_publication_is_not_compared_with_a_date_on_a_cover() -> None:
    def dated(line: str) -> DutyList:
        return read(f"白云镇履职事项清单\n{line}\n{ROWS}")

    portal, cover = dated("发布时间：2026-08-14 09:32  来源：白云镇"), dated("2025年7月")
    for pair in ((cover, portal), (portal, cover), (cover, dated("公布日期：2026年7月"))):
        assert not compare_editions(*pair).heads
    (told_of,) = compare_editions(cover, dated("2026年7月")).heads
    assert told_of.part == "issued"


def test_a_sites_words_are_not_compared() -> None:
    old = read(f"白云镇履职事项清单\n{ROWS}")
    new = read(f"您现在的位置：首页>公开\n白云镇履职事项清单\n{ROWS}\n【打印本页】\n点击：58")
    assert not compare_editions(old, new).heads
    assert compare_editions(old, read(f"白云镇履职事项清单\n{ROWS}\n来源：县委编办")).heads


def with_notes(*texts: str, page: int = 3) -> DutyList:
    return replace(
        read(list_text()), notes=tuple(Note(page, f"{BESIDE_LISTS}{one}") for one in texts)
    )


LINES = (
    "说明：部门名称以编制部门文件为准，",
    "其中由几个部门共同承担的事项，",
    "以列在首位的部门为主。",
)


def test_a_sentence_that_a_page_cuts_in_two_is_one_text_outside() -> None:
    assert texts_outside(with_notes(*LINES)) == ["".join(LINES)]
    assert texts_outside(with_notes("一、附则：", *LINES, "二〇二五年")) == [
        *("一、附则：", "".join(LINES), "二〇二五年")
    ]
    # Without its end, with no sentence in it, or where each line is a paragraph.
    for texts in (LINES[:2], ("青禾镇人民政府", "2025年7月。")):
        assert texts_outside(with_notes(*texts)) == list(texts)
    assert texts_outside(with_notes(*LINES, page=0)) == list(LINES)
    whole = "".join(LINES)
    other = with_notes(whole[:10], whole[10:25], whole[25:])
    assert head_changes(with_notes(whole, page=0), with_notes(*LINES)) == ()
    assert texts_outside(other) == [whole]


def test_remarks_of_one_name_are_each_other_however_they_differ() -> None:
    old = with_notes("说明：名称以文件为准。")
    new = with_notes("说明：县林业局划入县自然资源局，县水务局更名为县水利局。")
    ((was, becomes),) = outside_texts(old, new)
    assert was.startswith("说明：名称")
    assert becomes.startswith("说明：县林业局")
    more = with_notes("说明：县林业局划入县自然资源局。", "说明：另行公布。")
    assert [one for one, _ in outside_texts(old, more) if one] == ["说明：名称以文件为准。"]
    assert ("说明：名称以文件为准。", "") in outside_texts(old, more)


def test_a_category_in_a_column_or_in_rows_of_its_own_is_no_head_that_went() -> None:
    heads = "1\t平安法治\t消防安全检查", "2\t民生服务\t特困人员供养"
    title = "青禾镇\n履职事项清单\n2025年7月\n基本履职事项清单\n"
    column = read(f"{title}序号\t事项类别\t事项名称\n" + "\n".join(heads) + "\n")
    in_rows = read(
        f"{title}序号\t事项名称\n一、平安法治\n1\t消防安全检查\n二、民生服务\n2\t特困人员供养\n"
    )
    without = read(f"{title}序号\t事项名称\n1\t消防安全检查\n2\t特困人员供养\n")
    assert [one.duty.category for one in placed_duties(in_rows)] == ["平安法治", "民生服务"]
    assert head_changes(column, in_rows) == head_changes(in_rows, column) == ()
    assert [one.part for one in head_changes(column, without)] == ["column"]
