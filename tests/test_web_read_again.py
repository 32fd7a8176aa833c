"""A file read again, otherwise: what is said of its corrections is what has become of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.corrections.lay_over import apply_corrections, duty_target
from dutylist.app.corrections.model import Correction, Place, Target, row_texts
from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.waiting import wait_for
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

AID = Place(2, 2)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def read(folder: Path, text: str) -> DutyList:
    path = folder / "清单.txt"
    path.write_text(text, "utf-8")
    return read_duty_list(path)


def made(field: str, target: Target, old: str, new: str, number: int = 1) -> Correction:
    at = f"2026-01-05 09:00:{number:02d}"
    return Correction(f"{number:032x}", field, target, old, new, "王芳", at)  # type: ignore[arg-type]


def states(read: DutyList, *corrections: Correction) -> list[str]:
    return [one.state for one in apply_corrections(read, corrections).applied]


def test_what_the_file_says_by_itself_now_is_no_correction(tmp_path: Path) -> None:
    """A cell, a name, a category, the title."""
    wrong = (
        list_text("2025年8月")
        .replace("审核救助申请", "审核救助申诘")
        .replace("湿地保护\t", "温地保护\t")
        .replace("平安法治\t食品", "平安去治\t食品")
        .replace("履职事项清单\n2025", "履识事项清单\n2025")
    )
    was, now = read(tmp_path, wrong), read(tmp_path, list_text("2025年8月"))
    duties = was.lists[1].duties
    told = [
        made("cell", duty_target(was, AID, column=5), *_cell(was, now, AID, 5), 1),
        made("name", duty_target(was, Place(2, 4)), "温地保护", "湿地保护", 2),
        made("category", duty_target(was, Place(2, 3)), duties[2].category, "平安法治", 3),
        made("title", Target(), was.title, "履职事项清单", 4),
    ]
    assert states(was, *told) == ["stands"] * 4
    assert states(now, *told) == ["as read"] * 4
    assert apply_corrections(now, told).duty_list == now
    # What is said of a duty whose name is read rightly now still finds it.
    more = made("category", duty_target(was, Place(2, 4)), duties[3].category, "生态", 5)
    assert states(now, *told, more) == [*["as read"] * 4, "stands"]


def _cell(was: DutyList, now: DutyList, place: Place, column: int) -> tuple[str, str]:
    old, new = (
        one.lists[place.table - 1].duties[place.position - 1].cells[column - 1]
        for one in (was, now)
    )
    assert old != new
    return old, new


def test_a_row_that_is_read_now_is_not_there_twice(tmp_path: Path) -> None:
    rows = dict(ROWS)
    rows["配合履职"] = [ROWS["配合履职"][0], *ROWS["配合履职"][2:]]
    was, now = read(tmp_path, list_text(rows=rows)), read(tmp_path, list_text())
    cells = now.lists[1].duties[1].cells
    added = made("row added", duty_target(was, Place(2, 1)), "", row_texts(cells))
    assert states(was, added) == ["stands"]
    assert states(now, added) == ["as read"]
    assert apply_corrections(now, [added]).duty_list == now


def test_lines_broken_otherwise_are_a_correction(tmp_path: Path) -> None:
    """The same words but for white space: that is what the person changed."""
    was = read(tmp_path, list_text())
    old = was.lists[1].duties[1].cells[5]
    new = old.replace(" ", "\n") if " " in old else old.replace("；", "；\n")
    assert states(was, made("cell", duty_target(was, AID, column=6), old, new)) == ["stands"]


def test_of_a_cell_corrected_twice_the_last_counts(tmp_path: Path) -> None:
    wrong = list_text().replace("审核救助申请", "甲核救助申诘")
    was, now = read(tmp_path, wrong), read(tmp_path, list_text())
    old, new = _cell(was, now, AID, 5)
    half = old.replace("甲核", "审核")
    target = duty_target(was, AID, column=5)
    both = [made("cell", target, old, half, 1), made("cell", target, half, new, 2)]
    assert states(was, *both) == ["stands", "stands"]
    assert states(now, *both) == ["replaced", "as read"]
    other = read(tmp_path, list_text().replace("审核救助申请", "乙核救助申请"))
    assert states(other, *both) == ["lost", "lost"]


def read_again(client: TestClient, edition: str, folder: Path, text: str) -> str:
    """The file reads otherwise now; what the page says of that."""
    (file,) = (folder / "data" / "files").glob(f"{edition.rsplit('/', 1)[1]}*")
    file.write_text(text, "utf-8")
    client.post(f"{edition}/read", data={"token": token(client)})
    wait_for(lambda: "已重新读取" in client.get("/jobs").text)
    return client.get("/jobs").text


def correct_cell(client: TestClient, edition: str, column: int, old: str, new: str) -> None:
    data = {"field": "cell", "column": column, "old": old, "new": new, "who": "王芳"}
    answer = client.post(
        f"{edition}/lists/2/duties/2/corrections", data=data | {"token": token(client)}
    )
    assert answer.status_code == 303, answer.text


def test_the_banner_says_how_many_fit_and_leads_to_what_does_not(
    client: TestClient, tmp_path: Path
) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    correct_cell(client, edition, 3, "临时救助", "临时救济")
    correct_cell(client, edition, 4, "安丰县民政局", "安丰县民政和社会局")
    correct_cell(client, edition, 2, "民生服务", "民生")
    text = (
        list_text()
        .replace("临时救助\t安丰县民政局", "临时救助\t安丰县民正局")
        .replace("2\t民生服务\t", "2\t民生\t")
    )
    jobs = read_again(client, edition, tmp_path, text)
    assert "更正已重新套用 1 处，1 处原件已这样读，不必再套用，1 处对不上，没有套用" in jobs
    assert f'href="{edition}/corrections">看对不上的 1 处更正' in jobs
    assert f'href="{edition}/corrections">1 处对不上' in client.get("/").text
    page = client.get(f"{edition}/corrections").text
    entries = re.findall(r'<tr class="(lost|as-read|stands)">(.*?)</tr>', page, re.S)
    assert [state for state, _ in entries] == ["lost", "as-read", "stands"]
    assert "原件已这样读" in entries[1][1]
    # The way to the row that reads otherwise, and there what was said of it.
    assert f'href="{edition}/lists/2/duties/2"' in entries[0][1]
    assert "原文中找不到对应内容" in client.get(f"{edition}/lists/2/duties/2").text
    # Every page of the list says so until that is done with.
    assert "1 处对不上" in client.get(f"{edition}/findings").text
    (undo,) = re.findall(r'action="([^"]*/undo)"', entries[0][1])
    client.post(undo, data={"token": token(client)})
    assert "对不上" not in client.get(f"{edition}/findings").text


def test_of_no_corrections_nothing_is_said(client: TestClient, tmp_path: Path) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    assert "更正" not in read_again(client, edition, tmp_path, list_text())
