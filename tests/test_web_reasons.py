"""Why a row was read so and a clause is whose: beside the record, not on the command line alone."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token, upload
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

WHY = re.compile(r'id="why".*?</details>', re.S)


def reasons(page: str) -> list[str]:
    found = WHY.search(page)
    return re.findall("<li>(.*?)</li>", html.unescape(found[0])) if found else []


def test_each_row_and_clause_says_why(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        (edition,) = put(client, 旧=list_text()).values()
        page = client.get(f"/editions/{edition}/lists/2/duties/1").text
        head, own = reasons(page)
        assert head.endswith("：是清单的表头")
        assert own.startswith("1|自然资源|森林防灭火|")
        assert own.endswith("：表头下的第一行，是一项")
        assert "<span>安丰县林业局承担（主语）</span>" in page
        assert len(reasons(client.get(f"/editions/{edition}/lists/2/duties/2").text)) == 1
        # Read again, it says so again; a records file does not say.
        client.post(f"/editions/{edition}/read", data={"token": token(client)})
        records = client.get(f"/editions/{edition}/documents/records.json").content
        upload(client, "记录.json", records)
        assert reasons(client.get(f"/editions/{edition}/lists/2/duties/1").text) == [head, own]
        home = client.get("/").text.split('id="editions"')[1]
        (other,) = set(re.findall(r"/editions/([0-9a-f]{32})/lists", home)) - {edition}
        page = client.get(f"/editions/{other}/lists/2/duties/1").text
        assert "森林防灭火" in page
        assert reasons(page) == []
        client.post(f"/editions/{edition}/delete", data={"token": token(client)})
        assert not list((settings.folder / "pictures").rglob(f"{edition}*"))
