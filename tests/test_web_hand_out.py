"""What is handed out: one print job for all offices, the flat sheet; searching all; the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from starlette.testclient import TestClient

from dutylist.app.web.application import create_app
from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.records.wording import heads
from dutylist.render.excel.clauses import clauses_xlsx
from dutylist.render.views.clauses import clause_sheet
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import NEW_YEAR, ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: TestClient) -> dict[str, str]:
    other = list_text("2027年1月").replace("青禾镇", "白杨镇").replace("湿地保护", "草原保护")
    return put(client, 旧=list_text(), 新=NEW_YEAR, 邻=other)


@pytest.fixture
def read(tmp_path: Path) -> DutyList:
    path = tmp_path / "清单.txt"
    path.write_text(list_text(), "utf-8")
    return read_duty_list(path)


def test_all_excerpts_are_one_print_job(client: TestClient, ids: dict[str, str]) -> None:
    answer = client.get(f"/editions/{ids['旧']}/documents/bound.pdf")
    assert answer.status_code == 200, answer.text
    with pikepdf.Pdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_outline() as outline:
        marks = [one.title for one in outline.root]
        pages = [pdf.pages.index(pikepdf.Page(one.destination[0])) for one in outline.root]
    assert marks[0] == "目录"
    assert set(marks[1:]) == {
        *("安丰县林业局", "安丰县应急管理局", "安丰县民政局", "安丰县市场监督管理局"),
        *("安丰县城市管理局", "安丰县林业和湿地局"),
    }
    # Each begins on the front of a sheet.
    assert [page % 2 for page in pages] == [0] * 7
    assert pages == sorted(set(pages))


def test_the_flat_sheet_has_every_clause_once_for_each_office(read: DutyList) -> None:
    view = clause_sheet(read)
    rows = [(one.kind, one.number, one.office, one.part, one.label, one.text) for one in view.rows]
    place = "青禾镇"
    assert [row for row in rows if row[:2] == ("配合履职", "1")] == [
        ("配合履职", "1", "安丰县林业局", "承担", "1.", "县林业局负责制定防火规划；"),
        ("配合履职", "1", "安丰县应急管理局", "承担", "2.", "县应急管理局负责组织扑救；"),
        ("配合履职", "1", "", "", "3.", "开展业务培训。"),
        ("配合履职", "1", place, "配合", "1.", "开展防火宣传；"),
        ("配合履职", "1", place, "配合", "2.", "发现火情及时上报。"),
    ]
    assert [row for row in rows if row[0] == "基本履职"] == [
        ("基本履职", str(number), place, "履职", "", "") for number in range(1, 5)
    ]
    assert rows[-1] == (*("上级部门收回", "2", "安丰县林业局", "收回", "", "由县林业局窗口办理"),)
    sheet = openpyxl.load_workbook(io.BytesIO(clauses_xlsx(view))).active
    assert sheet is not None
    found = [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)]
    assert found == [list(heads("clauses.heads")), *(list(astuple(row)) for row in view.rows)]


def test_all_editions_are_searched_at_once(client: TestClient, ids: dict[str, str]) -> None:
    page = client.get("/search", params={"query": "保护 宣传"}).text
    assert "3 份清单里有" in page
    for identity in ids.values():
        assert f"/editions/{identity}/lists/2/duties/4?query=" in page
    page = client.get("/search", params={"query": "草原保护"}).text
    assert "1 份清单里有" in page
    assert ids["邻"] in page
    assert "没有找到" in client.get("/search", params={"query": "没有的词"}).text
    # What was corrected is found by its new words.
    duty = f"/editions/{ids['旧']}/lists/2/duties/4/corrections"
    given = {"token": token(client), "field": "name", "who": "王芳"}
    client.post(duty, data=given | {"old": "湿地保护", "new": "湿地守护"})
    assert ids["旧"] in client.get("/search", params={"query": "湿地守护"}).text


def test_a_duty_is_found_by_what_its_department_is_called_in_short(
    client: TestClient, ids: dict[str, str]
) -> None:
    duties = f"/editions/{ids['旧']}/lists/2"
    row = re.compile(r"lists/2/duties/(\d+)")
    with_office = set(row.findall(client.get(duties, params={"query": "市场监督管理局"}).text))
    assert with_office
    short = client.get(duties, params={"query": "市监局"}).text
    assert set(row.findall(short)) == with_office
    assert ids["旧"] in client.get("/search", params={"query": "市监局"}).text


@pytest.mark.parametrize(
    ("said", "means"),
    [
        # 农牧水利局, 林业和园林局 are names of others that nobody writes here.
        ("水利局", "安丰县水利局"),
        ("统计局", "安丰县统计局"),
        ("发改委", "安丰县发展和改革委员会"),
        ("发改", "安丰县发展和改革委员会"),
        ("县发改委", "安丰县发展和改革委员会"),
        ("园林", ""),
        ("规划", ""),
    ],
)
def test_a_word_within_another_name_of_a_department_finds_nothing(
    client: TestClient, said: str, means: str
) -> None:
    offices = ("水利局", "农业农村局", "统计局", "发展和改革委员会", "林业局", "自然资源局")
    rows = [
        (str(number), "自然资源", f"第{number}件事", f"安丰县{office}", "1.组织实施。", "配合。")
        for number, office in enumerate(offices, 1)
    ]
    its = put(client, 各局=list_text("2027年1月", {**ROWS, "配合履职": rows}))["各局"]
    found = client.get(f"/editions/{its}/lists/2", params={"query": said}).text
    shown = {int(one) for one in re.findall(r"lists/2/duties/(\d+)", found)}
    assert shown == {n for n, office in enumerate(offices, 1) if means == f"安丰县{office}"}
    everywhere = client.get("/search", params={"query": said}).text
    assert (its in everywhere) == bool(means)


def test_the_program_ends_by_a_button(tmp_path: Path) -> None:
    stopped: list[bool] = []
    settings = Settings(tmp_path / "data")
    app = create_app(settings, lambda: stopped.append(True))
    with TestClient(app, base_url="http://localhost") as client:
        client.get("/", params={"token": settings.entry})
        page = client.get("/stop").text
        assert "没有正在读取的文件" in page
        assert stopped == []
        assert client.post("/stop").status_code == 403
        answer = client.post("/stop", data={"token": token(client)})
        assert "程序已经结束" in answer.text
        assert stopped == [True]
