"""Rows, clauses and corrections from elsewhere by the page's forms."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


def ask(client: TestClient, duty: str, how: str) -> tuple[str, list[str]]:
    """The form's `old`, and the texts that it offers."""
    page = client.get(f"{duty}/rows", params={"how": how}).text
    old = re.search(r'name="old" value="([^"]*)"', page)
    assert old, page
    cells = re.findall(r'name="cells"[^>]*>\n(.*?)</textarea>', page, re.S)
    return html.unescape(old[1]), [html.unescape(cell) for cell in cells]


def change(client: TestClient, duty: str, how: str, old: str, cells: list[str]) -> str:
    """Where the page goes on."""
    data = {"how": how, "old": old, "cells": cells, "who": "王芳", "token": token(client)}
    answer = client.post(f"{duty}/rows", data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def names(client: TestClient, edition: str) -> list[str]:
    page = client.get(f"{edition}/lists/2").text
    return re.findall(r'<a id="row-2-\d+"[^>]*>(.*?)</a>', page)


def test_rows_are_cut_joined_added_and_struck(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    was = names(client, edition)
    duty = f"{edition}/lists/2/duties/2"
    old, cells = ask(client, duty, "join")
    assert cells[2] == "临时救助\n食品摊贩管理"
    assert change(client, duty, "join", old, cells) == duty
    assert names(client, edition) == [was[0], "临时救助食品摊贩管理", was[3]]
    old, cells = ask(client, duty, "split")
    assert (cells[2], cells[8]) == ("临时救助\n食品摊贩管理", "")
    rows = [list(ROWS["配合履职"][at]) for at in (1, 2)]
    assert change(client, duty, "split", old, [*rows[0], *rows[1]]) == duty
    assert names(client, edition) == was
    old, cells = ask(client, duty, "after")
    assert cells == [""] * 6
    new = ["9", "民生服务", "医疗救助", "安丰县民政局", "审核。", "受理。"]
    added = change(client, duty, "after", old, new)
    assert added == f"{edition}/lists/2/duties/3"
    assert "医疗救助" in client.get(added).text
    old, _ = ask(client, added, "strike")
    assert change(client, added, "strike", old, []) == added
    assert names(client, edition) == was
    # All are on record, the last one first; undone from the first, the rows are as read.
    page = client.get(f"{edition}/corrections").text
    for text in (
        "删去“9｜民生服务｜医疗救助",
        "后面增加一项“9｜民生服务",
        "分为两项",
        "两项并为一项",
    ):
        assert text in page
    for undo in re.findall(r'action="([^"]*/undo)"', page):
        client.post(undo, data={"token": token(client)})
    assert names(client, edition) == was
    # What has changed meanwhile, or is empty, is refused.
    stale = {"how": "split", "old": "x", "cells": new * 2, "who": "王芳", "token": token(client)}
    assert client.post(f"{duty}/rows", data=stale).status_code == 409
    empty = {**stale, "how": "after", "old": '{"rows": [], "page": 0, "before": false}'}
    assert client.post(f"{duty}/rows", data={**empty, "cells": [""] * 6}).status_code == 400
    assert client.get(f"{edition}/lists/2/duties/4/rows?how=join").status_code == 400


def test_clauses_are_cut_and_joined(client: TestClient) -> None:
    edition = f"/editions/{put(client, 甲=list_text())['甲']}"
    duty = f"{edition}/lists/2/duties/2"
    given = {"who": "王芳", "token": token(client), "side": "township", "path": "0"}
    joined = given | {
        "field": "clauses joined",
        "old": "1.受理申请；\n2.入户核查。",
        "new": "1.受理申请；2.入户核查。",
    }
    assert client.post(f"{duty}/corrections", data=joined).status_code == 303
    records = json.loads(client.get(f"{edition}/documents/records.json").text)
    clauses = records["lists"][1]["duties"][1]["township_clauses"]
    assert [one["label"] + one["text"] for one in clauses] == ["1.受理申请；2.入户核查。"]
    split = given | {"field": "clause split", "old": "1.受理申请；2.入户核查。"}
    wrong = split | {"new": "1.受理申请；\n2.入户调查。"}
    answer = client.post(f"{duty}/corrections", data=wrong)
    assert (answer.status_code, "文字不变" in answer.text) == (400, True)
    whole = split | {"new": split["old"]}
    assert client.post(f"{duty}/corrections", data=whole).status_code == 400
    right = split | {"new": "1.受理申请；\n2.入户核查。"}
    assert client.post(f"{duty}/corrections", data=right).status_code == 303
    records = json.loads(client.get(f"{edition}/documents/records.json").text)
    clauses = records["lists"][1]["duties"][1]["township_clauses"]
    assert [one["text"] for one in clauses] == ["受理申请；", "入户核查。"]


def test_corrections_go_over_to_the_next_edition(client: TestClient) -> None:
    rows = {**ROWS, "配合履职": [*ROWS["配合履职"][:3]]}
    other = list_text().replace("青禾镇", "柳河镇")
    ids = put(client, 甲=list_text(), 乙=list_text("2026年3月", rows), 丙=other)
    first, second, third = (f"/editions/{ids[name]}" for name in ("甲", "乙", "丙"))
    given = {"who": "王芳", "token": token(client), "field": "name"}
    for position, old, new in ((3, "食品摊贩管理", "食品摊贩备案"), (4, "湿地保护", "湿地守护")):
        duty = f"{first}/lists/2/duties/{position}/corrections"
        assert client.post(duty, data=given | {"old": old, "new": new}).status_code == 303
    settled = {
        "finding": "　",
        "said": "不处理",
        "who": "王芳",
        "token": token(client),
        "number": "2",
        "position": "1",
    }
    client.post(f"{first}/findings/settle", data=settled)
    data = {"other": ids["甲"], "same_list": "0", "token": token(client)}
    page = client.post(f"{second}/corrections/take", data=data).text
    assert "带来更正 1 处；2 处对不上，没有套用" in page
    assert "这里没有“湿地守护”这一项" in page
    assert names(client, second) == ["森林防灭火", "临时救助", "食品摊贩备案"]
    # By way of a file it is the same, and comes in once.
    answer = client.get(f"{first}/corrections/export")
    assert "%E6%9B%B4%E6%AD%A3" in answer.headers["content-disposition"]
    file = {"file": ("更正.json", answer.content)}
    form = {"same_list": "0", "token": token(client)}
    page = client.post(f"{second}/corrections/import", data=form, files=file).text
    assert "带来更正 0 处，1 处本来就有或本来就对" in page
    assert "注意：带来的是" not in page
    for way, sent in (("take", {"data": data}), ("import", {"data": form, "files": file})):
        page = client.post(f"{third}/corrections/{way}", **sent).text
        assert "注意：带来的是“青禾镇”的更正" in page, way
    wrong = {"file": ("更正.json", b"{}")}
    answer = client.post(f"{second}/corrections/import", data=form, files=wrong)
    assert (answer.status_code, "不是更正文件" in answer.text) == (422, True)
