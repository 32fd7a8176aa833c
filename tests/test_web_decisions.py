"""What a person decides of a comparison on the page holds in every document of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import compared, put
from tests.test_web_safety import open_client, token
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

AID = ROWS["配合履职"][1]
CARE = (
    *("2", "民生服务", "困难群众急难帮扶", "安丰县社会工作部"),
    "建立帮扶台账，协调慈善力量参与。",
    "走访摸排困难群众，上报名单。",
)
NEW = list_text(
    "2026年3月", {**ROWS, "配合履职": [ROWS["配合履职"][0], CARE, *ROWS["配合履职"][2:]]}
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: TestClient) -> tuple[str, str]:
    found = put(client, 旧=list_text(), 新=NEW)
    return found["旧"], found["新"]


def decide(client: TestClient, ids: tuple[str, str], how: str, before: str, now: str) -> None:
    answer = client.post(
        "/compare/decisions",
        data={
            "old": ids[0],
            "new": ids[1],
            "how": how,
            "who": "王芳",
            "before": before,
            "now": now,
            "token": token(client),
        },
    )
    assert answer.status_code == 303, answer.text


def changes(client: TestClient, ids: tuple[str, str]) -> list[tuple[list[str], list[str], bool]]:
    """Names of the duties of each change as the JSON document has them, and who decided."""
    address = f"/compare/documents/comparison.json?old={ids[0]}&new={ids[1]}"
    found = json.loads(client.get(address).text)
    return [
        ([one["name"] for one in change["old"]], [one["name"] for one in change["new"]],
         change["decided"])
        for change in found["changes"]
    ]  # fmt: skip


def test_pairs_are_made_parted_and_taken_back(client: TestClient, ids: tuple[str, str]) -> None:
    page = compared(client, *ids)
    options = re.findall(r'<option value="(旧 [^"]*)">', page)
    assert options[0] == "旧 配合-2"
    decide(client, ids, "pair", "旧 配合-2", "新 配合-2")
    page = compared(client, *ids)
    assert "人工确定" in page
    assert "王芳" in page
    # Another word on the same duty counts instead.
    decide(client, ids, "part", "旧 配合-2", "新 配合-2")
    found = changes(client, ids)
    assert (["临时救助"], [], True) in found
    assert ([], ["困难群众急难帮扶"], True) in found
    corrections = client.get(f"/editions/{ids[1]}/corrections").text
    assert "新旧对照：旧 配合-2 → 没有对应" in corrections
    page = compared(client, *ids)
    assert page.count('name="correction"') == 2
    for correction in re.findall(r'name="correction" value="([0-9a-f]{32})"', page):
        data = {"old": ids[0], "new": ids[1], "correction": correction, "token": token(client)}
        assert client.post("/compare/undo", data=data).status_code == 303
    assert (["临时救助"], ["困难群众急难帮扶"], True) in changes(client, ids)


def test_an_office_is_said_to_be_another_and_not_to_be(
    client: TestClient, ids: tuple[str, str]
) -> None:
    decide(client, ids, "office", "安丰县民政局", "安丰县社会工作部")
    page = compared(client, *ids)
    findings = page.split("全文一致的变化")[1].split("</ul>")[0]
    assert "安丰县民政局" in findings
    assert "安丰县社会工作部" in findings
    decide(client, ids, "office", "安丰县民政局", "")
    page = compared(client, *ids)
    assert "安丰县民政局 → 没有对应" in page


def test_what_is_gone_is_left_out_and_nonsense_refused(
    client: TestClient, ids: tuple[str, str]
) -> None:
    decide(client, ids, "pair", "旧 配合-99", "新 配合-1")
    assert changes(client, ids)
    data = {"old": ids[0], "new": ids[1], "how": "pair", "who": "王芳", "token": token(client)}
    nonsense = client.post("/compare/decisions", data={**data, "before": "甲", "now": "乙"})
    assert nonsense.status_code == 422
    assert "看不懂“甲”" in nonsense.text
    assert client.post("/compare/decisions", data=data).status_code == 400
