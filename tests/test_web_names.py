"""The departments file on the page: out of one list and into another, as on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.corrections.from_departments import said_by_departments
from dutylist.app.corrections.lay_over import apply_corrections
from dutylist.app.corrections.model import Correction, Target
from dutylist.app.web.settings import Settings
from dutylist.extract.offices.departments_file import dump_departments, parse_departments
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Department, DutyList
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

MISPRINTED = list_text().replace(
    "2\t民生服务\t临时救助\t安丰县民政局", "2\t民生服务\t临时救助\t安丰县民正局"
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def read(tmp_path: Path, text: str, confirmed: tuple[Department, ...] = ()) -> DutyList:
    path = tmp_path / "清单.txt"
    path.write_text(text, "utf-8")
    return read_duty_list(path, confirmed)


def corrected(duty_list: DutyList, departments: tuple[Department, ...]) -> DutyList:
    said, _ = said_by_departments(duty_list, departments)
    corrections = [
        Correction(f"{n:032x}", field, Target(), old, new, "王芳", "2026-01-05 09:00:00")
        for n, (field, old, new) in enumerate(said)
    ]
    found = apply_corrections(duty_list, corrections)
    assert {one.state for one in found.applied} <= {"stands", "replaced"}
    return found.duty_list


def named(duty_list: DutyList) -> set[tuple[str, frozenset[str]]]:
    return {(one.name, frozenset(one.spellings)) for one in duty_list.departments}


def offices(duty_list: DutyList) -> list[list[str]]:
    """Each duty's departments by their canonical names."""
    return [
        [listed.office for listed in duty.listed]
        for table in duty_list.lists
        for duty in table.duties
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        {"安丰县民政局": ("安丰县民政局", "安丰县民正局")},
        {"安丰县民政和社会工作局": ("安丰县民政局", "安丰县民正局")},
        {"安丰县民政局": ("安丰县民政局",), "安丰县民正局": ("安丰县民正局",)},
        {"安丰县林草局": ("安丰县林业局", "安丰县林业和湿地局"), "外县水务局": ("外县水务局",)},
    ],
    ids=["one", "renamed", "two", "joined, and one of elsewhere"],
)
def test_brought_to_a_list_it_says_what_it_says_on_reading(
    tmp_path: Path, wanted: dict[str, tuple[str, ...]]
) -> None:
    departments = tuple(
        Department(name, spellings, (), confirmed=True) for name, spellings in wanted.items()
    )
    as_read = read(tmp_path, MISPRINTED, departments)
    brought = corrected(read(tmp_path, MISPRINTED), departments)
    assert named(brought) == {one for one in named(as_read) if one[0] != "外县水务局"}
    assert offices(brought) == offices(as_read)
    # Once more it says nothing.
    assert said_by_departments(brought, departments)[0] == ()
    # Nor does the file that goes out.
    out = parse_departments(dump_departments(brought.departments))
    assert said_by_departments(brought, out)[0] == ()


def test_out_of_one_list_and_into_the_next_year_s(client: TestClient) -> None:
    ids = put(client, 旧=MISPRINTED, 新=MISPRINTED.replace("2025年9月", "2026年3月"))
    old, new = (f"/editions/{ids[name]}" for name in ("旧", "新"))
    given = {"token": token(client), "who": "王芳"}
    client.post(
        f"{old}/department/corrections",
        data=given | {"field": "rename", "old": "安丰县林业局", "new": "安丰县林业和草原局"},
    )
    answer = client.get(f"{old}/departments.toml")
    assert answer.headers["content-disposition"].endswith(".toml")
    taken = client.post(
        f"{new}/departments/import", data=given, files={"file": ("名称.toml", answer.content)}
    )
    assert taken.status_code == 200
    assert "照名称表更正 1 处" in taken.text
    assert "安丰县林业和草原局" in taken.text
    assert "“安丰县林业局”的名称改为“安丰县林业和草原局”" in client.get(f"{new}/corrections").text
    again = client.post(
        f"{new}/departments/import", data=given, files={"file": ("名称.toml", answer.content)}
    )
    assert "照名称表更正 0 处" in again.text
    wrong = client.post(
        f"{new}/departments/import", data=given, files={"file": ("名称.toml", b"[[department]]\n")}
    )
    assert wrong.status_code == 422
    assert "name" in wrong.text
