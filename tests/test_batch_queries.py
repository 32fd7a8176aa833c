"""Questions to a store of lists, against what a plain look through the lists' own texts says."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dutylist.app.batch.queries import (
    FoundDuty,
    Wanted,
    changes,
    compare_wordings,
    count_duties,
    find_duties,
    other_spellings,
)
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.library.opening import open_store
from dutylist.extract.read import read_duty_list
from tests.generated_lists import GeneratedList, generate, write_texts

COUNT = 12
DATE = re.compile(r"20\d{2}\s*年\s*\d{1,2}\s*月")
TITLES = {"basic": "基本履职", "cooperative": "配合履职", "recalled": "上级部门收回"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queries")
    write_texts(folder / "清单", COUNT)
    (folder / "清单" / "坏.txt").write_text("=坏", "utf-8")
    batch(folder / "清单", folder / "库.sqlite", workers=2)
    return folder / "库.sqlite"


@pytest.fixture(scope="module")
def lists() -> list[GeneratedList]:
    return [generate(number) for number in range(1, COUNT + 1)]


def place(made: GeneratedList) -> str:
    return made.county + made.town


@pytest.mark.parametrize(
    "words", [("统计",), ("养老", "服务"), ("人民调解",), ("水",), ("不会有的",)]
)
def test_duties_by_words(store: Path, lists: list[GeneratedList], words: tuple[str, ...]) -> None:
    with open_store(store) as connection:
        found = find_duties(connection, Wanted(words=words))
    expected = [
        (place(made), TITLES[kind], int(row[0]), row[1], row[2])
        for made in lists
        for kind, rows in made.tables.items()
        for row in rows
        if all(word in row[2] for word in words)
    ]
    assert sorted((d.place, d.kind, d.number, d.category, d.name) for d in found) == sorted(
        expected
    )


def test_duties_by_words_anywhere_in_them(store: Path, lists: list[GeneratedList]) -> None:
    with open_store(store) as connection:
        found = find_duties(
            connection, Wanted(words=("档案",), everywhere=True, kind="cooperative")
        )
    expected = [
        (place(made), int(row[0]))
        for made in lists
        for row in made.tables["cooperative"]
        if "档案" in "".join(row)
    ]
    assert expected
    assert sorted((duty.place, duty.number) for duty in found) == sorted(expected)


def test_duties_of_a_department_in_a_place(store: Path, lists: list[GeneratedList]) -> None:
    made = lists[2]
    with open_store(store) as connection:
        found = find_duties(
            connection, Wanted(words=("",), department="民政局", place=made.county, kind="recalled")
        )
    expected = [int(row[0]) for row in made.tables["recalled"] if "民政局" in row[3].split("：")[0]]
    assert [duty.number for duty in found] == expected != []


@pytest.mark.parametrize(
    ("wanted", "listed", "told"),
    [
        ("县水利局", "县水利局、水利局", ["水利局"]),
        ("县水利局", "青岚县水利局", []),
        ("县自然资源局", "县国土资源局（条文所列）、县民政局", ["县国土资源局"]),
        ("水利局", "市水利局", []),
        ("县水利局", "市水利局", []),
    ],
)
def test_a_departments_other_spellings_are_found_and_told(
    wanted: str, listed: str, told: list[str]
) -> None:
    """By what they mean; none of another level than is asked for."""
    duty = FoundDuty("青石镇", "2026", "配合履职", 1, "", "巡查", listed, 0, 100, "清单.txt", 1)
    assert other_spellings([duty], wanted) == told


def test_duties_like_one(store: Path, lists: list[GeneratedList]) -> None:
    wanted = "人民调解和矛盾纠纷排查"
    name = next(row[2] for row in lists[0].tables["basic"] if "调解" in row[2])
    with open_store(store) as connection:
        exact = find_duties(connection, Wanted(like=name))
        loose = find_duties(connection, Wanted(like=wanted))
    assert name in {duty.name for duty in exact if duty.similarity == 100}
    assert [duty.similarity for duty in exact] == sorted(
        (duty.similarity for duty in exact), reverse=True
    )
    assert len({duty.place for duty in exact}) > COUNT / 2
    assert loose
    assert all(duty.similarity >= 60 for duty in loose)
    assert "调解" in loose[0].name


def test_wordings(store: Path, lists: list[GeneratedList]) -> None:
    with open_store(store) as connection:
        found = compare_wordings(connection, Wanted(words=("老龄",), kind="basic"))
    expected = Counter(row[2] for made in lists for row in made.tables["basic"] if "老龄" in row[2])
    assert {one.text: one.lists for one in found} == expected
    assert len(expected) > 1
    base = found[0]
    assert base.lists == max(expected.values())
    assert base.changes == ()
    for one in found[1:]:
        if one.group == base.group:
            assert "".join(c.text for c in one.changes if c.what != "delete") == one.text
            assert "".join(c.text for c in one.changes if c.what != "insert") == base.text


def test_wordings_that_differ_by_their_places_alone_are_one(
    store: Path, lists: list[GeneratedList]
) -> None:
    with open_store(store) as connection:
        wanted = Wanted(words=("国家统计专项调查",), kind="cooperative")
        neutral = compare_wordings(connection, wanted, "department", own_places=False)
        exact = compare_wordings(connection, wanted, "department", own_places=True)
        township = compare_wordings(connection, wanted, "township")
    assert len(neutral) <= len(exact)
    assert sum(one.lists for one in neutral) == sum(one.lists for one in exact)
    assert township[0].text.startswith("1.调查员")
    assert not any(made.county in one.text for one in neutral for made in lists)


@given(st.text("甲乙丙丁，。1"), st.text("甲乙丙丁，。1"))
def test_changes_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    steps = changes(old, new)
    assert "".join(step.text for step in steps if step.what != "insert") == old
    assert "".join(step.text for step in steps if step.what != "delete") == new
    assert all(step.text for step in steps)


def test_counts(store: Path, lists: list[GeneratedList]) -> None:
    with open_store(store) as connection:
        kinds = {count.name: count for count in count_duties(connection, "kind")}
        categories = {count.name: count.duties for count in count_duties(connection, "category")}
        offices = {count.name: count for count in count_duties(connection, "department")}
        places = {count.name: count.duties for count in count_duties(connection, "place")}
    assert {name: (count.lists, count.duties) for name, count in kinds.items()} == {
        title: (COUNT, sum(len(made.tables[kind]) for made in lists))
        for kind, title in TITLES.items()
    }
    every = [row for made in lists for rows in made.tables.values() for row in rows]
    assert categories == Counter(row[1] for row in every)
    assert places == {
        f"{made.prefecture} {place(made)}": sum(map(len, made.tables.values())) for made in lists
    }
    office = offices["〔地名〕民政局"]
    led = [
        row
        for made in lists
        for row in made.tables["cooperative"]
        if row[3].replace("<p>", "").startswith(f"{made.county}民政局")
    ]
    assert (office.lists, office.lead) == (COUNT, len(led))
    assert office.duties == office.lead + office.help + office.takeover + office.named


def test_outputs(store: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli, ["query", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    duties = json.loads(run("duties", str(store), "统计", "--json"))
    assert {"place", "name", "page", "file", "number"} <= duties[0].keys()
    run("duties", str(store), "统计", "-o", str(tmp_path / "结果.csv"))
    rows = list(csv.reader((tmp_path / "结果.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:6] == ["乡镇", "年月", "清单", "序号", "类别", "事项名称"]
    assert [row[5] for row in rows[1:]] == [duty["name"] for duty in duties]
    run("wordings", str(store), "老龄", "-o", str(tmp_path / "写法.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "写法.xlsx", rich_text=True).active
    wordings = json.loads(run("wordings", str(store), "老龄", "--json"))
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [w["text"] for w in wordings]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:F{len(wordings) + 1}"
    table = run("counts", str(store), "--by", "department")
    assert "〔地名〕民政局" in table
    assert len(json.loads(run("lists", str(store), "--json"))) == COUNT
    failures = json.loads(run("failures", str(store), "--json"))
    assert [(Path(one["file"]).name, one["exit_code"]) for one in failures] == [("坏.txt", 6)]
    assert "存疑" not in run("findings", str(store))
    findings = json.loads(run("findings", str(store), "--level", "doubt", "--json"))
    assert {one["level"] for one in findings} == {"doubt"}


def test_wrong_usage(store: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["query", "duties", str(store)]).exit_code == 2
    for arguments, code in (
        (["lists", str(tmp_path / "没有.sqlite")], 3),
        (["counts", str(store), "-o", str(tmp_path / "x.pdf")], 4),
        (["records", str(store), "没有这个地方"], 6),
    ):
        result = CliRunner().invoke(cli, ["query", *arguments])
        assert getattr(result.exception, "exit_code", 0) == code, result.exception


def test_counts_by_side_and_those_of_one_side(tmp_path: Path) -> None:
    """Townships' lists and a department's own in one store."""
    sides = Path(__file__).parent / "cases" / "told_sides"
    (tmp_path / "清单").mkdir()
    for name in ("township.txt", "department.txt"):
        (tmp_path / "清单" / name).write_bytes((sides / name).read_bytes())
    write_texts(tmp_path / "清单" / "各镇", 2)
    batch(tmp_path / "清单", tmp_path / "库.sqlite", workers=1)
    own = len(read_duty_list(sides / "department.txt").duties)
    with open_store(tmp_path / "库.sqlite") as connection:
        both = {one.name: one for one in count_duties(connection, "side")}
        kinds = {one.name: one.duties for one in count_duties(connection, "kind", "department")}
        whole = {one.name: one.duties for one in count_duties(connection, "kind")}
        offices = count_duties(connection, "department", "department")
        found = find_duties(connection, Wanted(words=("",), side="department"))
        others = find_duties(connection, Wanted(words=("",), side="township"))
    assert set(both) == {"乡镇清单", "部门清单"}
    assert (both["部门清单"].lists, both["部门清单"].duties) == (1, own)
    assert both["乡镇清单"].lists == 3
    assert sum(kinds.values()) == own
    assert sum(whole.values()) == own + both["乡镇清单"].duties
    assert sum(one.duties for one in offices) >= 1
    assert len(found) == own
    assert len(others) == both["乡镇清单"].duties
    counts = ["query", "counts", str(tmp_path / "库.sqlite"), "--by", "side", "--json"]
    told = json.loads(CliRunner().invoke(cli, counts, catch_exceptions=False).output)
    assert {one["name"]: one["lists"] for one in told} == {"乡镇清单": 3, "部门清单": 1}
    one_side = [*counts[:-3], "--by", "kind", "--side", "department", "--json"]
    told = json.loads(CliRunner().invoke(cli, one_side, catch_exceptions=False).output)
    assert {one["name"]: one["duties"] for one in told} == kinds


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of two townships with a list of two years, told by the title or by the file's name."""
    folder = tmp_path_factory.mktemp("years")
    write_texts(folder / "原文", 2)
    for path in sorted((folder / "原文").rglob("*.txt")):
        for year in ("2025", "2026"):
            (folder / "清单" / year).mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8").replace("统计", f"统计{year[-1]}", 1)
            kept = [line for line in text.split("\n") if not DATE.fullmatch(line.strip())]
            name = f"{path.stem}（{year}年版）.txt"
            (folder / "清单" / year / name).write_text("\n".join(kept), "utf-8")
    batch(folder / "清单", folder / "库.sqlite", workers=1)
    return folder / "库.sqlite"


def test_a_list_of_two_years_is_taken_out_by_year_or_file(two_years: Path, tmp_path: Path) -> None:
    lists = json.loads(asked("lists", str(two_years), "--json"))
    assert sorted(one["issued"] for one in lists) == ["2025", "2025", "2026", "2026"]
    name = lists[0]["place"]
    both = CliRunner().invoke(cli, ["query", "records", str(two_years), name])
    assert "2025年版" in both.exception.advice
    assert "--year" in both.exception.advice
    for more in (["--year", "2025"], ["--file", "2025年版"]):
        out = tmp_path / "一份.json"
        asked("records", str(two_years), name, *more, "-o", str(out))
        assert json.loads(out.read_text("utf-8"))["lists"]


def test_counts_and_duties_of_one_year(two_years: Path) -> None:
    def total(*more: str) -> int:
        return sum(one["duties"] for one in json.loads(asked("counts", str(two_years), *more)))

    one, other = (total("--year", year, "--json") for year in ("2025", "2026"))
    assert one == other > 0
    assert total("--json") == one + other
    told = CliRunner().invoke(cli, ["query", "counts", str(two_years)]).stderr
    assert "2 个地方各有几年的清单" in told
    assert (
        "几年"
        not in CliRunner().invoke(cli, ["query", "counts", str(two_years), "--year", "2025"]).stderr
    )
    found = json.loads(asked("duties", str(two_years), "--year", "2026", "--json"))
    assert {duty["issued"] for duty in found} == {"2026"}
    assert len(found) == other


def test_all_duties_of_one_office_by_any_of_its_names(store: Path) -> None:
    found = json.loads(asked("duties", str(store), "--department", "民政局", "--json"))
    assert found
    with open_store(store) as connection:
        everyday = find_duties(connection, Wanted(department="住建局"))
        whole = find_duties(connection, Wanted(department="住房和城乡建设局"))
    assert len(everyday) >= len(whole) > 0


def asked(*arguments: str) -> str:
    return CliRunner().invoke(cli, ["query", *arguments], catch_exceptions=False).stdout
