"""Who leads is said to be presumed where the list lists several and does not say it itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.records.roles import lead_is_presumed
from dutylist.render.excel.matrix import write_matrix_xlsx
from dutylist.render.views.card import card_view
from dutylist.render.views.card_fit import LAYOUTS, fit_card
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.web.matrix import write_matrix_html
from tests.test_web_clerk import put
from tests.test_web_safety import open_client
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

NOTE = "所列第一个部门视为牵头"
SHORT = "所列第一个视为牵头"


def said_text() -> str:
    """The list where each row with several departments says itself who leads."""
    rows = dict(ROWS)
    rows["配合履职"] = [
        (*row[:3], row[3].replace("、", "（牵头）、"), *row[4:]) for row in ROWS["配合履职"]
    ]
    return list_text(rows=rows)


def read(folder: Path, text: str) -> DutyList:
    path = folder / "清单.txt"
    path.write_text(text, "utf-8")
    return read_duty_list(path)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "office")) as client:
        yield client


def test_of_one_department_and_of_what_the_row_says_nothing_is_presumed(tmp_path: Path) -> None:
    plain, told = read(tmp_path, list_text()), read(tmp_path, said_text())
    assert [lead_is_presumed(one) for one in plain.lists[1].duties] == [True, False, True, False]
    assert not any(lead_is_presumed(one) for one in told.lists[1].duties)


@pytest.mark.parametrize(
    "heads", ["县级部门牵头\t县级部门协助", "牵头\t县级部门配合", "主责部门\t配合部门"]
)
def test_columns_of_those_that_lead_and_that_help_say_it(tmp_path: Path, heads: str) -> None:
    row = "1\t养犬管理\t县公安局\t县农业农村局\t协助县公安局上报。"
    rows = f"序号\t事项名称\t{heads}\t镇配合\n{row}\n"
    found = read(tmp_path, f"云水镇履职事项清单\n配合履职事项清单\n{rows}")
    (duty,) = found.lists[0].duties
    listed = [(one.office, one.leads, one.said) for one in duty.listed]
    if heads.startswith("牵头"):
        # 牵头 alone may be what they do: it is told, not guessed.
        assert listed == [("县农业农村局", True, False)]
        assert ["“牵头”一栏不认识" in note.text for note in found.notes] == [True]
    else:
        assert listed == [("县公安局", True, True), ("县农业农村局", False, True)]


def test_a_township_that_helps_is_no_column_of_offices(tmp_path: Path) -> None:
    row = "1\t养犬管理\t县公安局、县农业农村局\t协助县农业农村局上报。"
    rows = f"序号\t事项名称\t牵头部门\t镇配合\n{row}\n"
    found = read(tmp_path, f"云水镇履职事项清单\n配合履职事项清单\n{rows}")
    (duty,) = found.lists[0].duties
    assert not any(one.said for one in duty.listed)


def test_the_card_says_so_behind_the_departments(tmp_path: Path) -> None:
    plain, told = read(tmp_path, list_text()), read(tmp_path, said_text())
    for duty_list, notes in ((plain, [True, False, True, False]), (told, [False] * 4)):
        for duty, noted in zip(duty_list.lists[1].duties, notes, strict=True):
            card = card_view(duty_list, "cooperative", duty)
            facts = str(fit_card(card, LAYOUTS["a5"], "none")[0].facts)
            assert (SHORT in facts) is noted
    # Nobody leads a recalled duty.
    recalled = card_view(plain, "recalled", plain.lists[2].duties[0])
    assert recalled.lead_note == ""


def test_the_matrix_says_so_beside_its_legend(tmp_path: Path) -> None:
    for text, noted in ((list_text(), True), (said_text(), False)):
        matrix = duty_matrix(read(tmp_path, text))
        assert (NOTE in write_matrix_html(matrix).decode()) is noted
        sheet = openpyxl.load_workbook(io.BytesIO(write_matrix_xlsx(matrix))).worksheets[0]
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert any(NOTE in cell for cell in cells) is noted


def test_the_page_says_so_where_it_says_who_leads(client: TestClient) -> None:
    ids = put(client, 甲=list_text(), 乙=said_text().replace("2025年9月", "2026年3月"))
    plain, told = (f"/editions/{ids[name]}" for name in ("甲", "乙"))
    assert 'id="lead-note"' in client.get(f"{plain}/lists/2/duties/1").text
    assert 'id="lead-note"' not in client.get(f"{plain}/lists/2/duties/2").text
    assert 'id="lead-note"' not in client.get(f"{told}/lists/2/duties/1").text
    for path in ("departments", "department?name=安丰县林业局", "charts"):
        assert NOTE in client.get(f"{plain}/{path}").text
    assert NOTE in client.get("/help").text
