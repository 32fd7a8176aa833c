"""A column that nobody knows: the finding says what to do; what follows from it is told once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.findings import Finding, report
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

OLD = "序号\t事项类别\t事项名称\t承接部门及工作方式"
NEW = "序号\t事项类别\t事项名称\t承接部门\t收回后怎么干"
TEXT = (
    list_text()
    .replace(OLD, NEW)
    .replace("核发老年证\t", "核发老年证\t\t")
    .replace("采伐许可审批\t", "采伐许可审批\t\t")
)


def found(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    path = tmp_path / "清单.txt"
    path.write_text(text, "utf-8")
    return check(read_duty_list(path))


def test_what_follows_from_it_is_told_once(tmp_path: Path) -> None:
    findings = found(tmp_path, TEXT)
    assert [one.message for one in findings if one.code == "empty cell"] == [
        "“承接部门”一栏 2 项都是空的，表里不认识的栏有“收回后怎么干”：先说明那里是什么"
    ]
    told = report(findings)
    assert '"收回后怎么干" = "' in told
    assert "--columns columns.toml" in told


def test_a_cell_that_is_empty_alone_is_told_by_itself(tmp_path: Path) -> None:
    text = TEXT.replace("核发老年证\t\t", "核发老年证\t安丰县民政局\t")
    messages = [one.message for one in found(tmp_path, text) if one.code == "empty cell"]
    assert messages == ["“安丰县民政局”没有写工作方式", "“承接部门”一栏是空的"]
    known = list_text().replace("安丰县民政局：由县民政局直接受理，不再交乡镇办理", "")
    findings = found(tmp_path, known)
    assert [one.message for one in findings if one.code == "empty cell"] == [
        "“承接部门及工作方式”一栏是空的"
    ]
    assert "--columns" not in report(findings)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def test_it_is_said_at_the_finding(client: TestClient) -> None:
    (identity,) = put(client, 清单=TEXT).values()
    path = f"/editions/{identity}/findings"
    page = html.unescape(client.get(path).text)
    form = re.search(r'<form action="/columns".*?</form>', page, re.S)
    assert form
    assert "这一栏是：" in form[0]
    header = re.search(r'name="header" value="([^"]*)"', form[0])
    assert header
    assert header[1] == "收回后怎么干"
    data = {"header": header[1], "edition": identity, "role": "承接部门及工作方式"}
    answer = client.post("/columns", data=data | {"token": token(client)})
    assert answer.headers["location"] == path
    assert "“收回后怎么干”一栏是承接部门及工作方式" in html.unescape(client.get(path).text)
    # An odd address leads nowhere else.
    odd = client.post("/columns", data=data | {"edition": "//e", "token": token(client)})
    assert odd.headers["location"] == "/editions/%2F%2Fe/findings"
