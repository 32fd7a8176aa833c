"""What is searched is told first where it stands word by word; what is found by another name of an
office stands apart, with the reason."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

WATER = ("5", "水利", "水库巡查", "安丰县水务局", "1.组织巡查。", "协助巡查。")
CANAL = ("6", "水利", "渠道清淤", "安丰县水务局", "1.会同原水利局核实。", "协助清淤。")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def searched(client: TestClient, query: str) -> tuple[str, str]:
    """The hits of the page, and those below the heading that says why."""
    page = html.unescape(client.get("/search", params={"query": query}).text)
    own, _, others = page.partition("<h3>")
    return re.sub("</?mark>", "", own), re.sub("</?mark>", "", others)


def test_other_names_stand_apart_with_the_reason(client: TestClient) -> None:
    put(client, 清单=list_text(rows={**ROWS, "配合履职": [*ROWS["配合履职"], WATER, CANAL]}))
    own, others = searched(client, "水利局")
    assert "渠道清淤" in own
    assert "水库巡查" not in own
    assert "另有 1 项的文字里没有“水利局”" in others
    assert "也可以这样叫：安丰县水务局" in others
    assert "水库巡查" in others
    own, others = searched(client, "水利局 巡查")
    assert '<span class="count">0 项</span>' in own
    assert "水库巡查" in others
    own, others = searched(client, "水务局")
    assert "水库巡查" in own
    assert others == ""
