"""The side rules of a comparison, each with the smallest list that needs it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

from dutylist.compare.editions import compare_editions
from dutylist.compare.identity import township_in
from dutylist.compare.model import Comparison
from dutylist.records.model import Doubt
from dutylist.render.views.comparison import comparison_view
from dutylist.render.word.tracked import tracked_docx
from tests.edits import Row
from tests.found_changes import read_rows
from tests.test_compare_reforms import FARM, OLD_ROWS, POLICE, WATER, rows_of
from tests.word_revisions import W


def compared(old: list[Row], new: list[Row]) -> Comparison:
    return compare_editions(read_rows(old, 2025), read_rows(new, 2025))


def one_duty(*department_clauses: str, **other: object) -> Row:
    row = replace(OLD_ROWS[0], department_clauses=department_clauses)
    return replace(row, **other) if other else row  # type: ignore[arg-type]


@pytest.mark.parametrize(("together", "renamed"), [(12, True), (11, False)])
def test_a_category_was_renamed_only_if_four_fifths_of_its_rows_have_the_new_name(
    together: int, renamed: bool
) -> None:
    """Twelve of fifteen are four fifths; the others went to a category that was there."""
    old = [replace(OLD_ROWS[0], uid="o", category="平安法治", name="禁毒宣传"), *OLD_ROWS]
    new = [old[0]] + [
        replace(row, category="农业农村" if at < together else "平安法治")
        for at, row in enumerate(OLD_ROWS)
    ]
    categories = [one.old for one in compared(old, new).renames if one.subject == "category"]
    assert categories == ([("综合事务",)] if renamed else [])


@pytest.mark.parametrize(("together", "renamed"), [(9, False), (10, True)])
def test_an_office_with_an_unlike_name_followed_only_if_it_has_four_fifths_of_the_rows(
    together: int, renamed: bool
) -> None:
    new = "吉木萨尔县种植业服务中心"
    rows = [
        replace(row, departments=(new, WATER) if at < together else (WATER,)) if at < 12 else row
        for at, row in enumerate(OLD_ROWS)
    ]
    old = [
        replace(row, departments=(FARM, WATER)) if at < 12 else row
        for at, row in enumerate(OLD_ROWS)
    ]
    told = [one for one in compared(old, rows).renames if one.old == (FARM,)]
    assert bool(told) is renamed


def test_a_short_part_that_is_quoted_from_a_split_clause_belongs_to_it() -> None:
    long = (
        "制定农药安全使用年度培训方案，组织技术人员进村入户开展现场指导和跟踪服务，汇总各村农药使用情况，"
        "对违规使用禁用限用农药的行为及时劝阻并移交执法单位依法处理"
    )
    whole = one_duty(f"1.{long}，建立问题台账。", "2.发布预警信息。")
    parts = one_duty(f"1.{long}；", "2.建立问题台账；", "3.发布预警信息。")
    (change,) = compared([whole], [parts]).changes
    first, second = (one for one in change.clauses if one.new[0].part == "department")
    assert [one.text for one in first.new] == [f"{long}；", "建立问题台账；"]
    assert "split" in first.kinds
    assert second.kinds == ("same",)


def test_a_part_that_two_clauses_hold_alike_belongs_to_the_one_of_its_own_column() -> None:
    """The department's clause has the words, too, and stands before the township's."""
    clauses = ("1.收到反馈发现突发环境事件后，组织开展先期处置工作。",)
    whole = ("1.发现突发环境事件后，立即上报州生态环境局吉木萨尔县分局。",)
    parts = ("1.发现突发环境事件后；", "2.立即上报州生态环境局吉木萨尔县分局。")
    old, new = (one_duty(*clauses, township_clauses=own) for own in (whole, parts))
    (change,) = compared([old], [new]).changes
    (split,) = (one for one in change.clauses if one.new[0].part == "township")
    assert split.kinds == ("split",)
    assert [one.text for one in split.new] == [
        "发现突发环境事件后；",
        "立即上报州生态环境局吉木萨尔县分局。",
    ]


def test_a_body_that_stands_in_three_duties_does_not_say_who_is_who() -> None:
    body = (
        "1.负责行业领域内违法行为的执法检查、立案调查、行政处罚，并向社会公开；",
        "2.受理群众投诉举报并在五个工作日内反馈办理结果；",
        "3.对乡镇上报的问题线索逐件核查销号，汇总通报整改进度；",
        "4.组织联合执法，落实属地和部门责任，建立长效机制。",
    )
    same = {"department_clauses": body, "township_clauses": ("上报情况。",)}
    old = [replace(OLD_ROWS[0], name="爆竹经营", **same), *OLD_ROWS[5:]]  # type: ignore[arg-type]
    new = [
        replace(OLD_ROWS[0], uid="a", name="养犬登记", **same),  # type: ignore[arg-type]
        replace(OLD_ROWS[0], uid="b", name="渣土运输", **same),  # type: ignore[arg-type]
        *OLD_ROWS[5:],
    ]
    kinds = [change.kinds for change in compared(old, new).changes if change.kinds != ("same",)]
    assert sorted(kinds) == [("added",), ("added",), ("removed",)]


def test_headings_do_not_move_their_clauses_do() -> None:
    first = ("一、宣传培训", "1.制定方案并组织培训；", "2.发放宣传手册。")
    second = ("二、监督检查", "1.开展专项执法检查；", "2.建立台账并通报。")
    turned = (
        second[0].replace("二", "一"),
        *second[1:],
        first[0].replace("一", "二", 1),
        *first[1:],
    )
    (change,) = compared([one_duty(*first, *second)], [one_duty(*turned)]).changes
    kinds = {clause.new[0].text: clause.kinds for clause in change.clauses}
    assert kinds["宣传培训"] == kinds["监督检查"] == ("same",)
    # Two clauses and two, the ones or the others moved.
    assert sum(kind == ("exchanged",) for kind in kinds.values()) == 4


def test_the_paragraph_of_a_list_that_went_goes_with_its_title() -> None:
    """Else the accepted document keeps an empty line where the title was."""
    extra = Row("x", "recalled", "综合事务", "农药处罚", takeover=f"{FARM}：依法查处。")
    data = tracked_docx(compared([*OLD_ROWS, extra], OLD_ROWS))
    with zipfile.ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    (gone,) = [
        paragraph
        for paragraph in tree.iter(f"{W}p")
        if "上级部门收回事项清单" in "".join(paragraph.itertext())
    ]
    assert gone.find(f"{W}pPr/{W}rPr/{W}del") is not None
    deleted = [row for row in tree.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    assert len(deleted) == 2
    for row in deleted:
        marks = [p.find(f"{W}pPr/{W}rPr/{W}del") for p in row.iter(f"{W}p")]
        assert None not in marks


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("2.各部门按职责开展{}检查。", {FARM, WATER, POLICE}),
        ("2.开展{}检查。", {FARM, WATER, POLICE}),
        ("2.县水利局开展{}检查。", {WATER}),
    ],
)
def test_a_letter_has_the_clauses_of_its_office_of_all_offices_and_of_nobody(
    clause: str, told: set[str]
) -> None:
    offices = (FARM, WATER, POLICE)
    old = one_duty("1.县农业农村局制定方案；", clause.format("月度"), departments=offices)
    new = one_duty("1.县农业农村局制定方案；", clause.format("季度"), departments=offices)
    view = comparison_view(compared([old, *OLD_ROWS[5:]], [new, *OLD_ROWS[5:]]))
    assert {one.name for one in view.departments if one.items} == told
    others = {one.name: one.others for one in view.departments if not one.items}
    assert others == dict.fromkeys(set(offices) - told, 1)


def test_what_the_letters_say_is_what_the_table_says() -> None:
    """Every changed duty of an office is in its letter or counted there."""
    new = rows_of(lambda at: FARM if at < 8 else WATER if at < 14 else POLICE)
    view = comparison_view(compared(OLD_ROWS, new))
    for office in view.departments:
        listed = [row for row in view.rows if office.name in row.departments]
        assert len(office.items) + office.others == len(listed)


def _with(at: int, **other: object) -> list[Row]:
    rows = list(OLD_ROWS)
    rows[at] = replace(rows[at], **other)  # type: ignore[arg-type]
    return rows


def _moved_clause(was: str, becomes: str) -> list[bool]:
    """A clause leaves the third duty and another comes to the fifth: what is told of a move."""
    own, other = OLD_ROWS[2].department_clauses, OLD_ROWS[4].department_clauses
    old = _with(2, department_clauses=(*own, f"3.{was}。"))
    new = _with(4, department_clauses=(*other, f"3.{becomes}。"))
    return [
        clause.transfer.same
        for change in compared(old, new).changes
        for clause in change.clauses
        if clause.transfer and clause.new
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("会同有关部门研究处置重大动物疫情", "会同有关部门研究处置重大动物疫情", [True]),
        ("会同有关部门研究处置重大动物疫情", "会同有关单位研究处置重大动物疫情", [False]),
        ("做好宣传工作", "做好宣传工作", []),
    ],
)
def test_a_clause_went_to_another_duty_if_it_is_long_enough_and_nearly_the_same(
    was: str, becomes: str, told: list[bool]
) -> None:
    assert _moved_clause(was, becomes) == told


@pytest.mark.parametrize(
    ("had", "has", "lead"),
    [
        ((FARM,), (POLICE, FARM), (FARM, POLICE)),
        ((FARM, WATER), (WATER,), (FARM, WATER)),
        ((FARM, WATER), (POLICE, WATER), (FARM, POLICE)),
        ((FARM, WATER), (WATER, FARM), (FARM, WATER)),
        ((FARM, WATER), (FARM, POLICE), ()),
        ((FARM,), (FARM, WATER), ()),
        ((FARM,), (WATER,), ()),
    ],
)
def test_another_lead_is_told_but_where_one_office_alone_took_anothers_place(
    had: tuple[str, ...], has: tuple[str, ...], lead: tuple[str, ...]
) -> None:
    first, *_ = compared(_with(0, departments=had), _with(0, departments=has)).changes
    assert first.lead_changed == lead
    assert first.kinds == ("departments",)


def test_a_township_is_no_part_of_another_word() -> None:
    assert township_in(["双桥镇村级事务清单", "石门乡履职事项清单"]) == "石门乡"


def test_of_several_categories_in_turn_the_order_of_the_whole_list_counts() -> None:
    """Where rows are not grouped by category, a row and one of another
    category changed places."""
    rows = [
        replace(row, category="综合事务" if at % 2 else "农业农村")
        for at, row in enumerate(OLD_ROWS[:8])
    ]
    comparison = compared(rows, [rows[1], rows[0], *rows[2:]])
    kinds = [change.kinds for change in comparison.changes if change.kinds != ("same",)]
    assert kinds == [("exchanged",), ("exchanged",)]
    assert comparison.category_moves == ()


def test_an_office_that_never_stood_alone_did_not_surely_join_another() -> None:
    new = "吉木萨尔县农业水利局"
    old = [
        replace(row, departments=(FARM, WATER) if at < 6 else (WATER,)) if at < 9 else row
        for at, row in enumerate(OLD_ROWS)
    ]
    rows = [replace(row, departments=(new,)) if at < 9 else row for at, row in enumerate(OLD_ROWS)]
    reforms = compared(old[:9], rows[:9]).renames
    assert [(one.kind, one.doubt) for one in reforms] == [("merged", f"{FARM}没有单独列出的事项")]


CULTURE, BROADCAST = "吉木萨尔县文化和旅游局", "吉木萨尔县文化广电和旅游局"


def test_a_row_spelled_otherwise_is_no_rename_where_both_years_spell_it_in_two_ways() -> None:
    old = rows_of(lambda at: CULTURE if at < 6 else BROADCAST if at < 9 else WATER)
    new = rows_of(lambda at: CULTURE if at < 5 else BROADCAST if at < 9 else WATER)
    comparison = compared(old, new)
    assert (comparison.renames, comparison.offices) == ((), ())
    assert not any(one.departments_added for one in comparison.changes)


def test_a_duty_known_by_its_clauses_alone_is_doubtful_however_alike_they_are() -> None:
    clauses = (
        "1.划定秸秆禁烧区域，与村民委员会签订责任书；",
        "2.利用卫星遥感和高空瞭望发现火点，十分钟内推送乡镇；",
        "3.查处露天焚烧行为，通报约谈责任不落实的单位；",
        "4.推广秸秆还田、离田和打捆收储，落实作业补贴。",
    )
    old, new = list(OLD_ROWS), list(OLD_ROWS)
    old[3] = replace(OLD_ROWS[3], department_clauses=clauses)
    new[3] = replace(old[3], name="大气污染防治攻坚")
    (change,) = (one for one in compared(old, new).changes if one.kinds != ("same",))
    assert [one.duty.name for one in change.old] == [OLD_ROWS[3].name]
    assert change.confidence > 0.7
    assert change.doubtful


def test_a_clause_that_stood_elsewhere_as_well_did_not_surely_come_from_one_duty() -> None:
    often = "3.会同有关部门研究处置重大动物疫情。"

    def rows(*at: int) -> list[Row]:
        return [
            replace(row, department_clauses=(*row.department_clauses, often)) if n in at else row
            for n, row in enumerate(OLD_ROWS)
        ]

    changes = compared(rows(2, 6), rows(4, 6)).changes
    assert not any(clause.transfer for change in changes for clause in change.clauses)


def test_headings_are_not_counted_among_clauses_left_out() -> None:
    clauses = ("一、宣传培训", "1.制定方案并组织培训；", "2.发放宣传手册。")
    old = one_duty(*clauses)
    new = one_duty(*clauses, township_clauses=("1.上报农药使用情况。",))
    (row,) = comparison_view(compared([old, *OLD_ROWS[1:]], [new, *OLD_ROWS[1:]])).rows
    texts = [run.text for line in row.lines for run in line.new.runs]
    assert "（上级部门职责2条未变，略）" in texts


def test_a_row_with_unsure_characters_that_is_the_same_is_no_doubt() -> None:
    old, new = read_rows(OLD_ROWS[:4], 2025), read_rows(OLD_ROWS[:4], 2026)
    (table,) = (one for one in new.lists if one.duties)
    doubt = Doubt(cell=3, start=1, end=2, confidence=0.4)
    first, *rest = table.duties
    changed = replace(table, duties=(replace(first, doubts=(doubt,)), *rest))
    comparison = compare_editions(old, replace(new, lists=(changed,)))
    assert [one.reading_doubts for one in comparison.changes if one.new] == [()] * 4


def test_what_was_merged_or_split_word_for_word_is_not_taken_for_another_duty() -> None:
    """The other one has words of a part, and would be a pair with it: that is weaker."""
    names = ["开展农村饮水工程巡查", "做好水库安全度汛和值守"]
    parts = [Row(f"p{at}", "basic", "水利", name) for at, name in enumerate(names)]
    wholes = [
        Row("w", "basic", "水利", "，".join(names)),
        Row("n", "basic", "水利", "做好水库安全巡查和值班"),
    ]

    def told(old: list[Row], new: list[Row]) -> list[tuple[str, ...]]:
        changes = compared([*old, *OLD_ROWS], [*new, *OLD_ROWS]).changes
        return [one.kinds for one in changes if (one.new or one.old)[0].list == "basic"]

    assert told(parts, wholes) == [("merged",), ("added",)]
    assert told(wholes, parts) == [("split",), ("removed",)]


PUT_TOGETHER = "开展农村饮水工程巡查，做好水库安全度汛"


def parted(old: str) -> list[tuple[tuple[str, ...], bool]]:
    """What is told where a duty of the township became two: the kinds, and whether in doubt."""
    parts = [
        Row(f"n{at}", "basic", "水利", text) for at, text in enumerate(PUT_TOGETHER.split("，"))
    ]
    changes = compared([Row("o", "basic", "水利", old), *OLD_ROWS], [*parts, *OLD_ROWS]).changes
    return [(one.kinds, one.doubtful) for one in changes if (one.new or one.old)[0].list == "basic"]


def test_a_split_is_certain_only_if_the_parts_hold_clearly_most_of_the_whole() -> None:
    assert parted(PUT_TOGETHER) == [(("split",), False)]
    assert parted(f"{PUT_TOGETHER}，落实值班") == [(("split",), True)]


def test_a_duty_of_which_parts_live_on_did_not_surely_go() -> None:
    rest = "落实汛期值班和信息报送制度，开展群众转移应急演练"
    assert sorted(parted(f"{PUT_TOGETHER}，{rest}")) == [
        (("added",), True), (("added",), True), (("removed",), True),
    ]  # fmt: skip


def test_a_weak_pair_is_told_where_nothing_was_merged() -> None:
    """Its old name stands in a duty that was there before: no merger, and not two lone duties."""
    name = "做好水库安全度汛值守"
    longer = f"{name}和下游群众转移避险的组织动员、物资{{}}工作"
    old = [
        Row("a", "basic", "水利", name),
        Row("b", "basic", "水利", longer.format("保障")),
    ]
    new = [
        Row("a", "basic", "水利", "做好水库汛期巡查值守"),
        Row("b", "basic", "水利", longer.format("供应")),
    ]
    changes = compared([*old, *OLD_ROWS], [*new, *OLD_ROWS]).changes
    assert [
        (one.kinds, one.doubtful) for one in changes if one.new and one.new[0].list == "basic"
    ] == [(("reworded",), True), (("reworded",), False)]


def test_of_a_row_that_stood_twice_the_one_that_went_is_told_as_such() -> None:
    old = [*OLD_ROWS[:3], replace(OLD_ROWS[0], uid="again"), *OLD_ROWS[3:]]
    (only,) = (one for one in compared(old, OLD_ROWS).changes if one.kinds != ("same",))
    assert only.kinds == ("removed",)
    assert [one.duty.name for one in only.repeats] == [OLD_ROWS[0].name]
    assert only.unsure


def test_of_two_alike_the_one_of_the_same_department_is_the_old_one() -> None:
    clause, again = "1.开展日常巡查。", "1.开展经常巡查。"
    old = replace(one_duty(clause), name="安全巡查", departments=(WATER,))
    both = [
        replace(old, uid=office, department_clauses=(again,), departments=(office,))
        for office in (POLICE, WATER)
    ]
    pairs = [
        ([one.duty.departments for one in change.old], change.new[0].duty.departments)
        for change in compared([old], both).changes
    ]
    assert pairs == [([], (POLICE,)), ([(WATER,)], (WATER,))]


def test_a_clause_split_in_four_none_of_which_is_like_it_is_told_as_a_split() -> None:
    """No part is half of the whole: the whole has no counterpart yet when its parts are sought."""
    parts = (
        "制定农药安全使用培训方案并组织实施",
        "建立禁用限用农药购销台账按月核查",
        "组织技术人员进村入户开展现场指导",
        "通报畜禽粪污利用率考核排名结果",
    )
    rest = "对违规经营的单位依法立案查处。"
    old = one_duty(f"1.{'，'.join(parts)}；", f"2.{rest}")
    new = one_duty(*(f"{at}.{text}；" for at, text in enumerate(parts, 1)), f"5.{rest}")
    (change,) = compared([old], [new]).changes
    split = change.clauses[0]
    assert (split.kinds, len(split.old), len(split.new)) == (("split",), 1, 4)


def test_a_reworded_copy_of_a_row_that_is_still_there_is_never_surely_the_second_one() -> None:
    copy = replace(OLD_ROWS[2], uid="again")
    first, second = copy.department_clauses
    reworded = replace(copy, department_clauses=(first, second.replace("。", "，并及时通报。")))
    changes = compared([*OLD_ROWS, copy], [*OLD_ROWS, reworded]).changes
    (change,) = (one for one in changes if one.kinds != ("same",))
    assert (change.kinds, change.confidence > 0.85, change.doubtful) == (("reworded",), True, True)
    # Nor was one that stands twice now surely there in other words.
    changes = compared([*OLD_ROWS, reworded], [*OLD_ROWS, copy]).changes
    (change,) = (one for one in changes if one.kinds != ("same",))
    assert (change.kinds, change.doubtful) == (("reworded",), True)


def test_what_a_cell_says_beside_its_category_is_compared() -> None:
    """A count of the duties is none of that, and told with the list."""

    def told(*cells: str) -> list[tuple[str, ...]]:
        old, new = (read_rows([replace(OLD_ROWS[0], category="综合事务")], 2025) for _ in range(2))
        sides = []
        for side, cell in zip((old, new), cells, strict=True):
            (table,) = side.lists
            (duty,) = table.duties
            at = next(n for n, one in enumerate(table.columns) if one.role == "category")
            held = (*duty.cells[:at], cell, *duty.cells[at + 1 :])
            sides.append(
                replace(side, lists=(replace(table, duties=(replace(duty, cells=held),)),))
            )
        return [one.kinds for one in compare_editions(*sides).changes]

    assert told("综合事务（3项）", "综合事务（2项）") == [("same",)]
    assert told("综合事务（试点）", "综合事务（推广）") == [("reworded",)]
