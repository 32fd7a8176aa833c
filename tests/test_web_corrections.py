"""Corrections lie over the records as read: kept apart, found again, undone, carried along."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.app.corrections.clauses import clause_paths
from dutylist.app.corrections.lay_over import apply_corrections, correction_notes, duty_target
from dutylist.app.corrections.model import (
    Correction,
    Place,
    Target,
    describe,
    dump_target,
    load_target,
)
from dutylist.app.web.store import Store
from dutylist.app.web.stored import NewEdition
from dutylist.app.web.transfer import export_all, import_all
from dutylist.extract.offices.departments_file import dump_departments, parse_departments
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError
from dutylist.records.json_form import dump_records, load_records
from dutylist.records.model import DutyList
from dutylist.records.unmatched import unmatched_names
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.official import official_view
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

FOREST = Place(2, 1)
FORESTRY, EMERGENCY = "安丰县林业局", "安丰县应急管理局"
MERGED = "安丰县林业和湿地局"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> DutyList:
    return read_text(tmp_path_factory.mktemp("read"), list_text())


def read_text(folder: Path, text: str) -> DutyList:
    path = folder / "清单.txt"
    path.write_text(text, "utf-8")
    return read_duty_list(path)


def correction(field: str, target: Target, old: str, new: str, number: int = 1) -> Correction:
    made = Correction(f"{number:032x}", "name", target, old, new, "王芳", "2026-01-05 09:00:00")
    return replace(made, field=field)  # type: ignore[arg-type]


def training(read: DutyList) -> tuple[int, ...]:
    """The path of the clause that names nobody: 3.开展业务培训。"""
    duty = read.lists[1].duties[0]
    return next(
        path for path, clause in clause_paths(duty.department_clauses) if "培训" in clause.text
    )


def test_a_clauses_departments_flow_into_excerpt_card_and_notes(read: DutyList) -> None:
    path = training(read)
    target = duty_target(read, FOREST, path)
    fixed = apply_corrections(read, [correction("departments", target, "", EMERGENCY)])
    clause = dict(clause_paths(fixed.duty_list.lists[1].duties[0].department_clauses))[path]
    assert (clause.departments, clause.basis) == ((EMERGENCY,), "decided")
    own, other = (excerpt_view(fixed.duty_list, name).duties[0] for name in (EMERGENCY, FORESTRY))
    assert [(one.text, one.mark) for one in own.clauses] == [
        ("县应急管理局负责组织扑救；", ""),
        ("开展业务培训。", "人工确定"),
    ]
    assert "开展业务培训。" not in [one.text for one in other.clauses]
    card = card_view(fixed.duty_list, "cooperative", fixed.duty_list.lists[1].duties[0])
    section = next(one for one in card.sections if "人工确定" in one.head)
    assert section.head.startswith(EMERGENCY)
    assert "开展业务培训。" in [one.text for one in section.clauses]
    assert "王芳" in correction_notes(fixed)[0].text


def test_category_and_name_change_the_printed_cells(read: DutyList) -> None:
    target = duty_target(read, FOREST)
    fixed = apply_corrections(
        read,
        [
            correction("category", target, "自然资源", "应急管理"),
            correction("name", target, "森林防灭火", "森林草原防灭火", 2),
        ],
    )
    duty = fixed.duty_list.lists[1].duties[0]
    assert (duty.category, duty.name) == ("应急管理", "森林草原防灭火")
    assert duty.cells[1:3] == ("应急管理", "森林草原防灭火")
    assert read.lists[1].duties[0].category == "自然资源"
    printed = official_view(fixed.duty_list).lists[1]
    assert printed.category_column == 1
    assert printed.rows[0].cells[1][0].text == "应急管理"


def test_the_later_of_two_stands_and_undoing_it_brings_back_the_earlier(read: DutyList) -> None:
    target = duty_target(read, FOREST)
    first = correction("category", target, "自然资源", "应急管理")
    second = correction("category", target, "应急管理", "安全生产", 2)
    both = apply_corrections(read, [first, second])
    assert [one.state for one in both.applied] == ["replaced", "stands"]
    assert both.duty_list.lists[1].duties[0].category == "安全生产"
    back = apply_corrections(read, [first, replace(second, undone_at="2026", undone_by="李明")])
    assert [one.state for one in back.applied] == ["stands", "undone"]
    assert back.duty_list.lists[1].duties[0].category == "应急管理"
    none = apply_corrections(read, [replace(first, undone_at="2026", undone_by="李明")])
    assert none.duty_list == read


def test_a_correction_finds_its_duty_when_the_file_is_read_otherwise(
    read: DutyList, tmp_path: Path
) -> None:
    """A reader that finds more rows, other numbers and other headings changes nothing of it."""
    path = training(read)
    made = [
        correction("departments", duty_target(read, FOREST, path), "", EMERGENCY),
        correction("category", duty_target(read, FOREST), "自然资源", "应急管理", 2),
    ]
    rows = dict(ROWS)
    before = ("1", "自然资源", "河道清理", "安丰县水利局", "1.组织清理。", "配合清理。")
    first = ("2", *ROWS["配合履职"][0][1:4], "0.落实责任。 " + ROWS["配合履职"][0][4])
    rows["配合履职"] = [before, (*first, ROWS["配合履职"][0][5]), *ROWS["配合履职"][1:]]
    again = read_text(tmp_path, list_text(rows=rows))
    fixed = apply_corrections(again, made)
    assert [(one.state, one.place) for one in fixed.applied] == [("stands", Place(2, 2))] * 2
    duty = fixed.duty_list.lists[1].duties[1]
    assert duty.category == "应急管理"
    decided = [one for _, one in clause_paths(duty.department_clauses) if one.basis == "decided"]
    assert [one.text for one in decided] == ["开展业务培训。"]


def test_what_is_gone_is_told_and_changes_nothing(read: DutyList) -> None:
    gone = [
        correction("name", Target("cooperative", 1, 1, "没有的事项"), "没有的事项", "新"),
        correction("departments", Target("cooperative", 1, 1, "森林防灭火", "没有"), "", "甲", 2),
        correction("alias", Target(), "没有的局", FORESTRY, 3),
        correction("rename", Target(), "没有的局", "新局", 4),
        correction("short name", Target(), "县绿苗队", "没有的局", 5),
    ]
    fixed = apply_corrections(read, gone)
    assert {one.state for one in fixed.applied} == {"lost"}
    assert fixed.duty_list == read


def test_two_spellings_become_one_department(read: DutyList) -> None:
    assert {FORESTRY, MERGED} <= {one.name for one in read.departments}
    joined = apply_corrections(read, [correction("alias", Target(), FORESTRY, MERGED)]).duty_list
    assert FORESTRY not in {one.name for one in joined.departments}
    office = next(one for one in joined.departments if one.name == MERGED)
    assert set(office.spellings) == {FORESTRY, MERGED}
    assert office.confirmed
    assert joined.canonical(FORESTRY) == MERGED
    view = excerpt_view(joined, MERGED)
    assert [one.name for one in view.duties] == ["森林防灭火", "湿地保护"]
    assert [one.name for one in view.recalls] == ["采伐许可审批"]
    assert "县林业局负责制定防火规划；" in [one.text for one in view.duties[0].clauses]


def test_joining_and_parting_again_gives_each_its_own(read: DutyList) -> None:
    joined = correction("alias", Target(), FORESTRY, MERGED)
    parted = correction("alias", Target(), FORESTRY, FORESTRY, 2)
    fixed = apply_corrections(read, [joined, parted])
    assert [one.state for one in fixed.applied] == ["replaced", "stands"]
    for name in (FORESTRY, MERGED):
        before, after = excerpt_view(read, name), excerpt_view(fixed.duty_list, name)
        assert after.duties == before.duties
        assert after.recalls == before.recalls


def test_two_spellings_that_the_reader_joined_are_confirmed(read: DutyList, tmp_path: Path) -> None:
    rows = dict(ROWS)
    near = "安丰县市场监督和管理局"
    again = list(ROWS["配合履职"])
    again[3] = ("4", "平安法治", "广告管理", near, "负责广告监管。", "协助巡查。")
    rows["配合履职"] = again
    joined = read_text(tmp_path, list_text(rows=rows))
    office = next(one for one in joined.departments if near in one.spellings)
    assert len(office.spellings) == 2
    assert not office.confirmed
    other = next(one for one in office.spellings if one != office.name)
    made = correction("alias", Target(), other, office.name)
    fixed = apply_corrections(joined, [made]).duty_list
    assert fixed == replace(
        joined,
        departments=tuple(
            replace(one, confirmed=True) if one == office else one for one in joined.departments
        ),
    )


def test_a_department_gets_its_proper_name(read: DutyList) -> None:
    new = "安丰县林业和草原管理局"
    fixed = apply_corrections(read, [correction("rename", Target(), FORESTRY, new)]).duty_list
    assert fixed.canonical(FORESTRY) == new
    view = excerpt_view(fixed, new)
    assert view.spellings == (FORESTRY,)
    assert [one.name for one in view.duties] == ["森林防灭火"]


PATROL = {
    **ROWS,
    "配合履职": [
        (
            *("1", "自然资源", "森林防灭火", "安丰县林业局、安丰县应急管理局"),
            "1.县绿苗队每日巡护； 2.县应急管理局负责扑救； 3.开展业务培训。 4.县绿苗队负责登记。",
            "1.发现火情报县绿苗队。",
        ),
        *ROWS["配合履职"][1:],
    ],
}


def told(read: DutyList) -> list[tuple[tuple[str, ...], str]]:
    return [
        (clause.departments, clause.basis) for clause in read.lists[1].duties[0].department_clauses
    ]


def test_a_name_that_was_nobodys_is_a_departments_once_it_is_said(tmp_path: Path) -> None:
    """Once for all its clauses; who was given a clause by hand keeps it."""
    read = read_text(tmp_path, list_text(rows=PATROL))
    assert [(one.name, one.count) for one in unmatched_names(read)] == [("县绿苗队", 2)]
    open_, rescue = ((), "none"), ((EMERGENCY,), "subject")
    assert told(read) == [open_, rescue, open_, open_]
    hand = correction("departments", duty_target(read, FOREST, (3,)), "", EMERGENCY)
    said = correction("short name", Target(), "县绿苗队", FORESTRY, 2)
    for order in ([hand, said], [said, hand]):
        fixed = apply_corrections(read, order)
        assert {one.state for one in fixed.applied} == {"stands"}
        patrol = ((FORESTRY,), "subject")
        assert told(fixed.duty_list) == [patrol, rescue, open_, ((EMERGENCY,), "decided")]
    assert unmatched_names(fixed.duty_list) == ()
    (reported,) = fixed.duty_list.lists[1].duties[0].township_clauses
    assert [one.office for one in reported.actors] == [FORESTRY]
    assert excerpt_view(fixed.duty_list, FORESTRY).duties[0].clauses[0].text == "县绿苗队每日巡护；"
    # What was said goes on with the departments file, and the later of two sayings counts.
    file = dump_departments(fixed.duty_list.departments)
    path = tmp_path / "清单.txt"
    assert told(read_duty_list(path, parse_departments(file)))[0] == patrol
    other = correction("short name", Target(), "县绿苗队", EMERGENCY, 3)
    both = apply_corrections(read, [said, other])
    assert [one.state for one in both.applied] == ["replaced", "stands"]
    assert told(both.duty_list)[0] == ((EMERGENCY,), "subject")
    undone = apply_corrections(read, [replace(said, undone_at="2026", undone_by="李明")])
    assert undone.duty_list == read


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (correction("alias", Target(), "甲局", "乙局"), "“甲局”就是“乙局”"),
        (correction("alias", Target(), "甲局", "甲局"), "“甲局”是单独的部门"),
        (correction("short name", Target(), "甲队", "乙局"), "条文中的“甲队”就是“乙局”"),
        (correction("rename", Target(), "甲局", "乙局"), "“甲局”的名称改为“乙局”"),
        (
            correction("category", Target("basic", 3, None, "事"), "", "党的建设"),
            "基本履职第 3 行的事项类别由“（无）”改为“党的建设”",
        ),
        (
            correction("departments", Target("cooperative", 5, 5, "事", "1.办。"), "甲局", ""),
            "配合履职第 5 项条文“1.办。”的部门由“甲局”改为“（无）”",
        ),
    ],
)
def test_a_correction_says_what_it_is(made: Correction, said: str) -> None:
    assert describe(made) == said


targets = st.builds(
    Target,
    kind=st.sampled_from([None, "basic", "cooperative", "recalled"]),
    position=st.integers(0, 10_000),
    number=st.none() | st.integers(0, 10_000),
    name=st.text(),
    clause=st.text(),
    path=st.lists(st.integers(0, 99), max_size=5).map(tuple),
)


@given(targets)
def test_targets_survive_being_kept(target: Target) -> None:
    assert load_target(dump_target(target)) == target


@given(st.lists(st.tuples(st.sampled_from(["category", "name"]), st.text(max_size=8)), max_size=6))
def test_undoing_everything_gives_the_records_as_read(
    read: DutyList, changes: list[tuple[str, str]]
) -> None:
    target = duty_target(read, FOREST)
    made = [
        replace(correction(field, target, "", new, number), undone_at="2026")
        for number, (field, new) in enumerate(changes)
    ]
    assert apply_corrections(read, made).duty_list == read


@pytest.fixture
def store(tmp_path: Path, read: DutyList) -> Store:
    store = Store(tmp_path / "one")
    store.prepare()
    add(store, read, b"one", "1" * 32)
    correct(store, "1" * 32, "category", duty_target(read, FOREST), "自然资源", "应急管理", "王芳")
    return store


def correct(
    store: Store, identity: str, field: str, target: Target, old: str, new: str, who: str
) -> None:
    edition = store.edition(identity)
    assert edition is not None
    assert store.add_correction(edition, field, target, old, new, who)


def add(store: Store, read: DutyList, content: bytes, identity: str) -> None:
    import hashlib

    store.file(identity, ".txt").write_bytes(content)
    store.add_edition(
        NewEdition(
            *(identity, "清单.txt", ".txt", len(content), hashlib.sha256(content).hexdigest()),
            *(read.title, "青禾镇", read.issued, dump_records(read), ()),
        ),
        "读好了",
    )


def exported(store: Store) -> bytes:
    path = store.folder / "all.zip"
    export_all(store, path)
    content = path.read_bytes()
    path.unlink()
    return content


def other_store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "other")
    store.prepare()
    return store


def test_all_data_move_to_another_machine_once(store: Store, tmp_path: Path) -> None:
    other = other_store(tmp_path)
    brought = import_all(other, io.BytesIO(exported(store)), 1 << 30)
    assert (brought.added, brought.present, brought.corrections) == (1, 0, 1)
    assert load_records(other.records("1" * 32), "") == load_records(store.records("1" * 32), "")
    assert other.corrections("1" * 32) == store.corrections("1" * 32)
    assert other.file("1" * 32, ".txt").read_bytes() == b"one"
    again = import_all(other, io.BytesIO(exported(store)), 1 << 30)
    assert (again.added, again.present, again.corrections) == (0, 1, 0)
    assert other.corrections("1" * 32) == store.corrections("1" * 32)


def test_corrections_of_both_machines_come_together(
    store: Store, tmp_path: Path, read: DutyList
) -> None:
    other = other_store(tmp_path)
    # The same file was read there, too, under another id.
    add(other, read, b"one", "2" * 32)
    correct(other, "2" * 32, "rename", Target(), FORESTRY, "林业局", "李明")
    brought = import_all(other, io.BytesIO(exported(store)), 1 << 30)
    assert (brought.added, brought.present, brought.corrections) == (0, 1, 1)
    assert [one.field for one in other.corrections("2" * 32)] == ["rename", "category"]
    store.undo_correction("1" * 32, store.corrections("1" * 32)[0].id, "王芳")
    import_all(other, io.BytesIO(exported(store)), 1 << 30)
    assert [bool(one.undone_at) for one in other.corrections("2" * 32)] == [False, True]


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def with_sql(entries: dict[str, bytes], tmp: Path, sql: str) -> None:
    path = tmp / "changed.sqlite"
    path.write_bytes(entries["dutylist.sqlite"])
    database = sqlite3.connect(path)
    database.executescript(sql)
    database.close()
    entries["dutylist.sqlite"] = path.read_bytes()


SQL_ATTACKS = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON job BEGIN DELETE FROM edition; END;",
    "a view": "DROP TABLE job; CREATE VIEW job AS SELECT 1;",
    "a path for an id": "UPDATE correction SET edition = '../x'; UPDATE edition SET id = '../x';",
    "a path for a suffix": "UPDATE edition SET suffix = '/../../x';",
    "no records": "UPDATE edition SET records = '{}';",
    "another field": "UPDATE correction SET field = 'boxes';",
    "no target": "UPDATE correction SET target = '[]';",
    "another kind": """UPDATE correction SET target = replace(target, 'cooperative', 'x');""",
    "a long name": "UPDATE correction SET new = printf('%.*c', 9999, 'x');",
    "pages of words": "UPDATE edition SET pages = '[[\"x\", 1]]';",
    "another program's": "PRAGMA application_id = 7;",
    "another version": "PRAGMA user_version = 99;",
}


@pytest.mark.parametrize("attack", SQL_ATTACKS)
def test_a_database_that_is_not_ours_is_refused(store: Store, tmp_path: Path, attack: str) -> None:
    content = repacked(
        exported(store), lambda entries: with_sql(entries, tmp_path, SQL_ATTACKS[attack])
    )
    refused(other_store(tmp_path), content)


def test_a_file_that_is_not_ours_is_refused(store: Store, tmp_path: Path) -> None:
    other = other_store(tmp_path)
    good = exported(store)
    name = f"files/{'1' * 32}.txt"
    for change in (
        lambda entries: entries.update({"../evil.txt": b"x"}),
        lambda entries: entries.update({"files/../../evil.txt": b"x"}),
        lambda entries: entries.update({f"files/{'1' * 32}.sh/x": b"x"}),
        lambda entries: entries.update({name: b"other content"}),
        lambda entries: entries.pop(name),
        lambda entries: entries.pop("dutylist.sqlite"),
        lambda entries: entries.pop("manifest.json"),
        lambda entries: entries.update({"manifest.json": json.dumps({"format": "x"}).encode()}),
        lambda entries: entries.update({"manifest.json": b"[]"}),
        lambda entries: entries.update({"dutylist.sqlite": b"SQLite format 3\x00" + b"\xff" * 99}),
    ):
        refused(other, repacked(good, change))  # type: ignore[arg-type]
    refused(other, b"no zip")
    refused(other, good[: len(good) // 2])
    # Places in its directory lie before its beginning.
    refused(other, good[:60] + good[61:])
    refused(other, good, limit=10)


def refused(store: Store, content: bytes, limit: int = 1 << 30) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        with pytest.raises(DutyListError, match="现有数据没有改动"):
            import_all(store, file, limit)
    assert store.editions() == []
    assert list((store.folder / "files").iterdir()) == []
    assert [path for path in store.folder.iterdir() if path.name.startswith("part-")] == []


def test_a_corrected_name_leaves_a_category_that_reads_the_same() -> None:
    read = read_duty_list(Path(__file__).parent / "cases" / "records" / "samecell.txt")
    assert read.lists[0].duties[0].cells == ("1", "统计", "统计")
    made = correction("name", duty_target(read, Place(1, 1)), "统计", "统计调查")
    duty = apply_corrections(read, [made]).duty_list.lists[0].duties[0]
    assert duty.cells == ("1", "统计", "统计调查")
    assert (duty.category, duty.name) == ("统计", "统计调查")
