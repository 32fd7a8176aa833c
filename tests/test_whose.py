"""Whose each clause is, on lists that were read independently, and kind by kind.

An `attribution.json` beside a list has for each of its rows the clauses and their departments;
`accept` has other readings that are as good. A reading is wrong and certain where it differs and
claims anything but "none" or "part".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.lists.clauses import parse_clauses
from dutylist.extract.offices.attribution import assign
from dutylist.extract.offices.departments_file import dump_departments, parse_departments
from dutylist.extract.offices.named_above import heading
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart
from dutylist.records.model import UNSETTLED, Clause, Duty, DutyList, leaves
from dutylist.records.unmatched import UNMATCHED, unmatched_names

TESTS = Path(__file__).parent
CASES = TESTS / "cases" / "whose"
HELDOUT = TESTS / "data" / "whose"
REAL = TESTS / "data" / "santai-2025.txt"

# Of each list how many of its clauses are read right; the others are open.
RIGHT = {"guangdong": 94, "neimenggu": 95, "santai": 168}


@dataclass(frozen=True)
class Count:
    """How many clauses are right; those that are wrong and certain; those that are open, and of
    them those that name an office which no row of the list does."""

    clauses: int
    right: int
    wrong: tuple[str, ...]
    open: tuple[str, ...]
    strangers: tuple[str, ...]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def count(duty_list: DutyList, truth: Path) -> Count:
    """Compare the cooperative duties with a truth, clause by clause in their order."""
    table = duty_list.table("cooperative")
    assert table is not None
    duties = {duty.number: duty for duty in table.duties}
    right = clauses = 0
    wrong: list[str] = []
    opened: list[str] = []
    strangers: list[str] = []
    known = {office for duty in duty_list.duties for office in duty.offices}
    for row in json.loads(truth.read_text("utf-8")):
        left = list(leaves(duties[row["number"]].department_clauses))
        for entry in row["clauses"]:
            clauses += 1
            clause = next((one for one in left if stands_in(entry, one)), None)
            assert clause, (row["number"], entry["text"], [one.text for one in left])
            left = left[left.index(clause) :] if clause is not left[-1] else left
            found = set(clause.departments)
            said = f"{row['number']} {clause.text[:40]}: {sorted(found)} {clause.basis}"
            if any(found == reading for reading in readings(duty_list, entry)):
                right += 1
            elif clause.basis in UNSETTLED:
                opened.append(said)
                if all(reading - known for reading in readings(duty_list, entry)):
                    strangers.append(said)
            else:
                wrong.append(said)
    return Count(clauses, right, tuple(wrong), tuple(opened), tuple(strangers))


def stands_in(entry: dict[str, Any], clause: Clause) -> bool:
    """Whether a clause is an entry's; one that names its office behind it holds the entry."""
    text, wanted = squeezed(clause.text), squeezed(entry["text"])
    if wanted in (text, squeezed(clause.label) + text):
        return entry["label"] in ("", clause.label)
    return wanted in text or (len(text) > 4 and text in wanted)


def readings(duty_list: DutyList, entry: dict[str, Any]) -> list[set[str]]:
    return [
        {duty_list.canonical(name) for name in names}
        for names in [entry["departments"], *entry.get("accept", [])]
    ]


@pytest.mark.parametrize("name", RIGHT)
def test_lists_with_an_independent_reading(name: str) -> None:
    source = REAL if name == "santai" else CASES / f"{name}.txt"
    found = count(read_duty_list(source), CASES / f"{name}.attribution.json")
    assert found.wrong == ()
    assert found.right >= RIGHT[name], found.open


@pytest.mark.parametrize(
    "truth", sorted(HELDOUT.glob("*.attribution.json")), ids=lambda path: path.name.split(".")[0]
)
def test_lists_in_the_manner_of_other_provinces(truth: Path) -> None:
    name = truth.name.removesuffix(".attribution.json")
    (source,) = (path for path in truth.parent.glob(f"{name}.*") if path.suffix in (".txt", ".csv"))
    found = count(read_duty_list(source), truth)
    assert found.wrong == ()
    # Who acts where no row lists it is for a person to confirm.
    unread = set(found.open) - set(found.strangers)
    assert len(unread) <= max(1, 0.05 * found.clauses), unread
    assert len(found.strangers) <= max(1, 0.1 * found.clauses), found.strangers


def test_ways_of_writing_names_above_and_behind_clauses() -> None:
    found = count(read_duty_list(CASES / "layouts.txt"), CASES / "layouts.attribution.json")
    assert found.wrong == ()
    assert len(found.open) <= 6


SIX = {
    name[0]: f"青山县{name}"
    for name in ["民政局", "公安局", "财政局", "卫生健康局", "市场监督管理局", "农业农村局"]
}


def one_by_one(name: str) -> Iterator[tuple[str, Clause, list[set[str]]]]:
    """The lines of a file: a clause, behind | whose it is by one character each (all:
    everybody's, -: open), behind / another reading that is as good."""
    registry = build_registry([*SIX.values(), "青山县教育局"], ("江北省清河市青山县", "白云镇"))
    offices = registry.row(tuple(SIX.values()))
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        text, _, told = line.partition("|")
        (clause,) = assign((Clause("1.", f"{text}；"),), offices, registry)
        yield (
            line,
            clause,
            [
                set(SIX.values()) if one == "all" else {SIX[char] for char in one if char != "-"}
                for one in told.split("/")
            ],
        )


def test_doubtful_ways_of_writing_are_decided() -> None:
    for line, clause, (expected,) in one_by_one("decided"):
        certain = clause.basis not in UNSETTLED
        assert (set(clause.departments) if certain else set()) == expected, line


def test_clauses_one_by_one() -> None:
    opened = 0
    for line, clause, readings in one_by_one("clauses"):
        if set(clause.departments) not in readings:
            assert clause.basis in UNSETTLED, (line, clause.departments)
            opened += 1
    assert opened <= 3


def test_a_name_behind_a_clause_that_nobody_knows_is_kept_for_a_person_to_confirm() -> None:
    (clause,) = cell_clauses("1.核查户籍（县健安队）。", tuple(SIX.values()))
    assert [(one.office, one.part, one.because) for one in clause.actors] == [
        ("县健安队", "named", UNMATCHED)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县公安局会同银行机构开展资金止付", "公安局"),
        ("银行机构落实账户管理", ""),
        ("人民银行督促银行机构落实账户管理", "人民银行"),
    ],
)
def test_banks_are_not_the_central_bank(text: str, names: str) -> None:
    listed = ("青山县公安局", "中国人民银行青山县支行")
    short = {"公安局": listed[0], "人民银行": listed[1]}
    registry = build_registry(listed, ("江北省清河市青山县", "白云镇"))
    (clause,) = assign((Clause("1.", f"{text}；"),), registry.row(listed), registry)
    assert clause.departments == ((short[names],) if names else ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县公安局、县司法局派驻人员由县委政法委统一管理", "政"),
        ("县民政局登记的社会组织违法的，由县市场监管局处罚", "市"),
        ("由县财政局拨付的资金，县民政局应当及时发放", "民"),
        ("生态环境部门和水行政主管部门依法处理", "生水"),
        ("民政、公安两部门核查", "民公"),
    ],
)
def test_modifiers_are_no_doers_and_parallel_fields_are(text: str, names: str) -> None:
    offices = {
        **{name[0]: f"青山县{name}" for name in ("民政局", "公安局", "财政局", "市场监督管理局")},
        **{name[0]: f"青山县{name}" for name in ("司法局", "生态环境局", "水利局")},
        "政": "青山县委政法委员会",
    }
    listed = tuple(offices.values())
    registry = build_registry(listed, ("江北省清河市青山县", "白云镇"))
    (clause,) = assign((Clause("1.", f"{text}；"),), registry.row(listed), registry)
    assert (set(clause.departments), clause.basis) == ({offices[one] for one in names}, "subject")


ZONE = ("江北省清河市清河经济技术开发区凤鸣街道",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("经发局、市监分局联合检查", ("经开区经济发展局", "市市场监督管理局经开区分局")),
        ("经市监分局审核后，由经发局公布", ("经开区经济发展局",)),
        ("民政部门（社会事业局）审批，财政部门发放", ("经开区社会事业局", "经开区财政局")),
    ],
)
def test_a_zones_offices_in_a_clause(text: str, names: tuple[str, ...]) -> None:
    """经 may begin a name or be a word; a field that is nobody's has its office in brackets."""
    listed = (
        "经开区经济发展局",
        "市市场监督管理局经开区分局",
        "经开区社会事业局",
        "经开区财政局",
    )
    registry = build_registry(listed, ZONE)
    (clause,) = assign((Clause("1.", f"{text}；"),), registry.row(listed), registry)
    assert (clause.departments, clause.basis) == (names, "subject")


@pytest.mark.parametrize(
    ("text", "names", "basis"),
    [
        # Who is helped is spoken of, who shares does it too, 各 means everybody.
        ("县民政局协助县公安局核查", "民", "subject"),
        ("县民政局配合县公安局核查", "民", "subject"),
        ("县民政局与县公安局共享人员信息", "民公", "subject"),
        ("县民政局与县公安局相互通报情况", "民公", "subject"),
        ("各有关部门按照职责开展检查", "民公财卫市农", "all"),
        ("各相关部门开展督查", "民公财卫市农", "all"),
        ("有关部门按照职责开展检查", "", "none"),
    ],
)
def test_what_help_sharing_and_everybody_mean(text: str, names: str, basis: str) -> None:
    registry = build_registry(SIX.values(), ("江北省清河市青山县", "白云镇"))
    offices = registry.row(tuple(SIX.values()))
    (clause,) = assign((Clause("1.", f"{text}；"),), offices, registry)
    assert set(clause.departments) == {SIX[char] for char in names}
    assert clause.basis == basis


def test_cells_whose_clauses_run_together() -> None:
    """cells.txt: after @ the offices that a row lists; a cell | the offices of each of its clauses
    by their places in that list, - where nobody is certain."""
    listed: tuple[str, ...] = ()
    for line in (CASES / "cells.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            listed = tuple(line[1:].split("、"))
            continue
        text, _, told = line.partition(" | ")
        found = [
            [] if clause.basis in UNSETTLED else sorted(clause.departments)
            for clause in leaves(cell_clauses(text, listed))
        ]
        assert found == [sorted(places(one, listed)) for one in told.split(" ")], line


def cell_clauses(text: str, listed: tuple[str, ...]) -> tuple[Clause, ...]:
    registry = build_registry(listed, ("江北省清河市青山县", "白云镇"))
    offices = registry.row(listed)
    reader = Reader(registry, offices)

    def is_heading(word: str, alone: bool) -> bool:
        return heading(word, reader, alone) is not None

    parsed = parse_clauses(Cell((CellPart(text, 1),)), 1, is_heading)
    return assign(parsed, offices, registry)


def places(told: str, listed: tuple[str, ...]) -> list[str]:
    if told in ("all", "-"):
        return list(listed) if told == "all" else []
    return [listed[int(one) - 1] for one in told.split("、")]


def test_a_division_and_its_city_are_one() -> None:
    """第十师北屯市: an office of either is the other's."""
    names = ("第十师应急管理局", "第十师公安局", "第十师北屯市住房和城乡建设局")
    registry = build_registry(names, ("新疆生产建设兵团第十师北屯市", "一八三团"))
    offices = registry.row(names)
    for text, found in (
        ("师应急管理局牵头，北屯市公安局配合，师市住建局落实；", set(names)),
        ("十师应急局负责，团综合行政执法大队巡查；", {names[0]}),
        ("第十师北屯市应急管理局统筹；", {names[0]}),
    ):
        (clause,) = assign((Clause("1.", text),), offices, registry)
        assert set(clause.departments) == found
        assert clause.basis == "subject"


def row(name: str, number: int) -> Duty:
    table = read_duty_list(CASES / f"{name}.txt").table("cooperative")
    assert table is not None
    return next(duty for duty in table.duties if duty.number == number)


def told(duty: Duty) -> list[tuple[str, ...]]:
    """Whose each clause of a duty is, without their place, and the basis behind it."""
    return [
        (*(name.removeprefix("赵县") for name in clause.departments), clause.basis)
        for clause in leaves(duty.department_clauses)
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_a_name_behind_a_clause_is_that_clauses(number: int) -> None:
    third = [("应急管理局", "label")] if number == 1 else []
    expected = [("水务局", "label"), ("气象局", "label"), *third]
    assert told(row("A_tail_next", number)) == expected


def test_a_name_at_a_clauses_end_that_is_its_subject() -> None:
    assert told(row("A_tail_next", 7)) == [("水务局", "subject"), ("气象局", "subject")]


def test_a_heading_ends_the_section_above_it() -> None:
    police, power, post = ("公安局", "heading"), ("供电公司", "heading"), ("邮政公司", "heading")
    assert told(row("B_unknown_heading", 1)) == [police, power, power, post]
    traffic = ("交通运输局", "heading")
    assert told(row("B_unknown_heading", 2)) == [police, police, traffic]
    assert told(row("B_unknown_heading", 3)) == [police, traffic, traffic]
    assert told(row("B_unknown_heading", 4)) == [police, police, traffic, traffic]


@pytest.mark.parametrize("heading", ["景区管委会：", "（二）县水上训练基地中心", "承保机构："])
def test_a_heading_that_nobody_knows_gives_its_clauses_to_nobody(
    heading: str, tmp_path: Path
) -> None:
    text = (CASES / "B_unknown_heading.txt").read_text("utf-8").replace("县电力公司：", heading)
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert told(table.duties[0])[1:3] == [("none",), ("none",)]


def test_labels_one_below_the_other_hold_together(tmp_path: Path) -> None:
    text = (CASES / "C_labels.txt").read_text("utf-8")
    stacked = text.replace("<p>1.审核对象。</p> <p>配合单位", "<p>配合单位", 1)
    path = tmp_path / "list.txt"
    path.write_text(stacked, "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert told(table.duties[0])[1:] == [("民政局", "公安局", "财政局", "label")] * 2


def test_labels_stand_above_clauses() -> None:
    people, police, money = "民政局", "公安局", "财政局"
    for number in (1, 2):
        found = row("C_labels", number)
        assert told(found) == [(people, "label"), *[(police, money, "label")] * 2]
        parts = [[one.part for one in c.actors] for c in leaves(found.department_clauses)]
        assert parts == [["leads"], ["joins", "joins"], ["joins", "joins"]]
    assert told(row("C_labels", 3)) == [(people, "label"), (police, "label"), (money, "heading")]
    for number in (4, 5):
        assert told(row("C_labels", number)) == [("none",), (police, "subject"), (money, "subject")]
    assert [one.leads for one in row("C_labels", 5).listed] == [True, False, False]
    assert [one.printed for one in row("C_labels", 5).listed] == [
        "赵县民政局",
        "赵县公安局",
        "赵县财政局",
    ]
    assert told(row("C_labels", 6)) == [(people, "heading"), (police, "heading")]


def test_all_of_the_doers_or_none_for_certain() -> None:
    people, women, disabled = "民政局", "妇女联合会", "残疾人联合会"
    everybody = (people, women, disabled, "subject")
    both = (people, disabled, "subject")
    assert told(row("D_partial", 1)) == [everybody, everybody, both, both]
    health = ("卫生健康局", "公安局")
    # 县人民医院 may act for itself.
    bases = ["subject", "subject", "part"]
    assert told(row("D_partial", 2)) == [(*health, basis) for basis in bases]
    organised = told(row("D_partial", 3))
    assert organised[0] == ("自然资源局", "林业局", "part")
    assert {basis for *_, basis in organised} <= {"part", "subject"}
    assert all(names[0] == "自然资源局" for names in organised)


def test_a_doer_whom_nobody_knows_leaves_the_clause_to_be_confirmed(tmp_path: Path) -> None:
    text = (CASES / "D_partial.txt").read_text("utf-8").replace("县妇联", "县关工委")
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    assert told(table.duties[0])[1] == ("民政局", "残疾人联合会", "part")


def test_partners_without_a_leader_leave_it_open() -> None:
    clause = row("E_partners_only", 1).department_clauses[0]
    assert clause.basis == "part"
    assert [(one.office, one.part) for one in clause.actors] == [("青山县公安局", "joins")]


def test_a_body_is_its_offices() -> None:
    police, traffic = "公安局", "交通运输局"
    for number in (1, 2):
        assert told(row("F_sub_heading", number)) == [(police, "heading"), (traffic, "heading")]
    subjects = [(name, "subject") for name in (police, traffic, police, police, traffic)]
    assert told(row("F_sub_heading", 3)) == subjects


def test_exceptions_and_conditions_are_no_subjects() -> None:
    water, police = "水务局", "公安局"
    assert told(row("G_except", 1)) == [
        (water, police, "all"),
        (water, police, "all"),
        (water, "part"),
        *[(water, "subject")] * 5,
        (police, water, "part"),
    ]


@pytest.mark.parametrize("county", ["赵县", "易县", "城区", "公安县", "松茂县", "大厂回族自治县"])
def test_the_name_of_the_county_does_not_matter(county: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    text = REAL.read_text("utf-8")
    mark = county[-1]
    renamed = re.sub(r"(?<!尔)县(?=[一-鿿])", mark, text.replace("吉木萨尔县", "＠"))
    path.write_text(renamed.replace("＠", county), "utf-8")
    real, other = read_duty_list(REAL), read_duty_list(path)

    def whose(duty_list: DutyList, place: str) -> list[tuple[str, ...]]:
        table = duty_list.table("cooperative")
        assert table is not None
        return [
            (*(name.replace(place, "") for name in clause.departments), clause.basis)
            for duty in table.duties
            for clause in leaves(duty.department_clauses)
        ]

    changed = [
        pair
        for pair in zip(whose(real, "吉木萨尔县"), whose(other, county), strict=True)
        if pair[0] != pair[1]
    ]
    assert changed == []


def test_an_upper_citys_office_is_nobodys_here() -> None:
    found = row("Q_parent_city", 1)
    assert [c.departments for c in leaves(found.department_clauses)] == [
        ("临江市教育局",),
        (),
        (),
        (),
    ]
    assert [c.basis for c in leaves(row("Q_parent_city", 2).department_clauses)] == [
        "subject",
        "none",
    ]
    state = [c.departments for c in leaves(row("Q_parent_state", 1).department_clauses)]
    assert state == [("松茂县教育局",), (), (), ()]


def test_who_leads_is_told_by_the_clauses_before_the_order_of_the_column() -> None:
    table = read_duty_list(REAL).table("cooperative")
    assert table is not None
    duty = next(one for one in table.duties if one.number == 53)
    assert [(one.office, one.leads) for one in duty.listed] == [
        ("吉木萨尔县自然资源局", False),
        ("吉木萨尔县农业农村局", True),
    ]
    assert [one.leads for one in row("C_labels", 1).listed] == [True, False, False]


@pytest.mark.parametrize("clauses", ["1.县第7民政局审核；", "县第7民政局、" * 4000 + "核查。"])
def test_sixteen_thousand_offices_and_clauses_end(clauses: str, tmp_path: Path) -> None:
    names = "、".join(f"青山县第{n}民政局" for n in range(4000))
    many = "".join(f"{n}.县第{n}民政局审核；" for n in range(1, 3000))
    path = tmp_path / "list.txt"
    path.write_text(
        "江北省青山县白云镇配合履职事项清单\n\n"
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t民生\t事项\t{names}\t{many}\t配合。\n2\t民生\t又\t{names}\t{clauses}\t配合。\n",
        "utf-8",
    )
    table = read_duty_list(path).table("cooperative")
    assert table is not None
    # Numbers have three digits: the last clause holds all that follow.
    *found, last = leaves(table.duties[0].department_clauses)
    assert all(one.basis == "subject" for one in found)
    assert last.basis in ("subject", "part")


def test_names_that_matched_nothing_are_listed_and_taken_in_once_they_are_confirmed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.txt"
    text = (CASES / "D_partial.txt").read_text("utf-8").replace("县卫生综合执法大队", "县健安队")
    path.write_text(text.replace("县疾控中心", "县健安队"), "utf-8")
    duty_list = read_duty_list(path)
    assert [(one.name, one.count, one.numbers) for one in unmatched_names(duty_list)] == [
        ("县健安队", 2, ("2",))
    ]
    file = dump_departments(duty_list.departments, unmatched_names(duty_list))
    assert "# " + '  "县健安队"  2 处（配合履职第 2 项）' in file
    confirmed = tuple(
        replace(one, short_names=(*one.short_names, "县健安队"))
        if one.name == "赵县卫生健康局"
        else one
        for one in parse_departments(file)
    )
    table = read_duty_list(path, confirmed).table("cooperative")
    assert table is not None
    assert told(table.duties[1])[:2] == [("卫生健康局", "公安局", "subject")] * 2


def test_names_that_matched_nothing_stand_the_most_frequent_first(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "江北省青山县白云镇配合履职事项清单\n\n"
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        "1\t民生\t事项\t青山县民政局\t1.县康宁队负责巡查。2.县健安队负责核查。\t配合。\n"
        "2\t民生\t又一事项\t青山县民政局\t1.县健安队负责抽查。\t配合。\n",
        "utf-8",
    )
    duty_list = read_duty_list(path)
    named = [("县健安队", 2), ("县康宁队", 1)]
    assert [(one.name, one.count) for one in unmatched_names(duty_list)] == named
    file = dump_departments(duty_list.departments, unmatched_names(duty_list))
    assert file.index('"县健安队"') < file.index('"县康宁队"')
