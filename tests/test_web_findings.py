"""Findings are worked off: one by one in a filtered view, or all of a kind at once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dutylist.app.web.second_reading import NO_SECOND_READER
from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import edition, open_client, token, upload
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

CASES = Path(__file__).parent / "cases"

PUNCTUATED = list_text().replace("，", ",").replace("3.开展业务培训。", "3.开展业务培训")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def listed(page: str) -> list[str]:
    """The findings on a page, each as its message."""
    rows = re.findall(r'<tr id="finding-\d+">(.*?)</tr>', page, re.S)
    return [html.unescape(re.findall("<td[^>]*>(.*?)</td>", row, re.S)[2]) for row in rows]


def test_all_of_a_kind_are_settled_at_once_and_no_other(client: TestClient) -> None:
    (identity,) = put(client, 旧=PUNCTUATED).values()
    path = f"/editions/{identity}/findings"
    every = listed(client.get(path).text)
    marks = listed(client.get(path, params={"code": "punctuation"}).text)
    assert 1 < len(marks) < len(every)
    given = {"token": token(client), "who": "王芳", "code": "punctuation", "said": "按原件无误"}
    # The page showed another number of them: somebody was here in between.
    late = client.post(f"{path}/settle-all", data=given | {"count": len(marks) + 1})
    assert late.status_code == 409
    assert listed(client.get(path).text) == every
    done = client.post(f"{path}/settle-all", data=given | {"count": len(marks), "word": "原件如此"})
    assert done.status_code == 303
    page = client.get(path).text
    assert listed(page) == [one for one in every if one not in marks]
    assert page.count("按原件无误：原件如此") == len(marks)
    for odd in (given | {"count": 1, "code": ""}, given | {"count": 1, "said": "随便"}):
        assert client.post(f"{path}/settle-all", data=odd).status_code in (400, 409, 422)


def batch_form(page: str) -> dict[str, str]:
    """What the button sends that takes a batch back."""
    form = page.split('findings/unsettle"')[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_what_was_settled_at_once_is_taken_back_at_once(client: TestClient) -> None:
    (identity,) = put(client, 旧=PUNCTUATED).values()
    path = f"/editions/{identity}/findings"
    every = listed(client.get(path).text)
    marks = listed(client.get(path, params={"code": "punctuation"}).text)
    given = {"token": token(client), "who": "王芳", "said": "不处理"}
    other = next(at for at, one in enumerate(every) if one not in marks)
    alone = form_of(client.get(path).text, other + 1) | {"alike": "0", "said": "按原件无误"}
    assert client.post(f"{path}/settle", data=given | alone).status_code == 303
    assert "findings/unsettle" not in client.get(path).text
    left = len(marks)
    client.post(f"{path}/settle-all", data=given | {"code": "punctuation", "count": left})
    page = client.get(path).text
    assert page.count("findings/unsettle") == 1
    assert f"这一批 {left} 处都撤销" in page
    form = batch_form(page) | {"who": "王芳"}
    late = client.post(f"{path}/unsettle", data=form | {"count": str(left - 1)})
    assert late.status_code == 409
    assert client.post(f"{path}/unsettle", data=form).status_code == 303
    again = client.get(path).text
    assert f"已撤销：一并处理的 {left} 处。撤销人王芳。" in again
    assert listed(again) == [one for at, one in enumerate(every) if at != other]
    assert client.post(f"{path}/unsettle", data=form).status_code == 409


def test_all_are_settled_where_there_is_one_kind_alone(client: TestClient) -> None:
    (identity,) = put(client, 旧=PUNCTUATED).values()
    path = f"/editions/{identity}/findings"
    given = {"token": token(client), "who": "王芳", "said": "不处理"}
    codes = dict(
        re.findall(r'findings\?code=([a-z%+20]+)"[^>]*>[^<]*? (\d+)</a>', client.get(path).text)
    )
    assert 'id="settle-all"' not in client.get(path).text
    for code, count in codes.items():
        if code != "punctuation":
            chosen = {"code": code.replace("%20", " ").replace("+", " "), "count": count}
            assert client.post(f"{path}/settle-all", data=given | chosen).status_code == 303
    page = client.get(path).text
    assert 'id="settle-all"' in page
    form = page.split('id="settle-all"')[1].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert client.post(f"{path}/settle-all", data=given | fields).status_code == 303
    assert "都处理过了" in client.get(path).text


def test_another_program_reads_the_file_again(client: TestClient) -> None:
    source = CASES / "read" / "nw4.pdf"
    upload(client, source.name, source.read_bytes())
    path = f"/editions/{edition(client)}"
    assert f'href="{path}/second-reading"' in client.get(f"{path}/findings").text
    page = client.get(f"{path}/second-reading").text
    assert "两种读法全部一致" in page
    assert 'id="differences"' not in page
    # What a person corrected differs from what is printed.
    name = re.search(r'name="old" value="(第[^"]+)"', client.get(f"{path}/lists/1/duties/1").text)
    assert name
    given = {"token": token(client), "who": "王芳", "field": "name", "old": name[1]}
    done = client.post(f"{path}/lists/1/duties/1/corrections", data=given | {"new": "甲" + name[1]})
    assert done.status_code == 303
    page = client.get(f"{path}/second-reading").text
    assert "1 个不同" in page
    ((place, message),) = re.findall(r'<td class="nowrap">(.*?)</td><td>(.*?)</td></tr>', page)
    assert f'href="{path}/lists/1/duties/1"' in place
    assert "两种读法不同" in message


def test_a_file_that_no_other_program_reads_is_told(client: TestClient) -> None:
    (identity,) = put(client, 旧=list_text()).values()
    assert NO_SECOND_READER in client.get(f"/editions/{identity}/second-reading").text


def test_one_after_the_other_under_the_same_filter(client: TestClient) -> None:
    (identity,) = put(client, 旧=PUNCTUATED).values()
    path = f"/editions/{identity}/findings"
    page = client.get(path, params={"code": "punctuation"}).text
    _, second, *_ = listed(page)
    form = page.split('<tr id="finding-1">')[1].split("</form>")[0]
    fields = {
        name: html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    }
    answer = client.post(f"{path}/settle", data=fields | {"who": "王芳", "said": "按原件无误"})
    assert answer.headers["location"] == f"{path}?code=punctuation#finding-1"
    assert listed(client.get(answer.headers["location"].split("#")[0]).text)[0] == second


def form_of(page: str, number: int) -> dict[str, str]:
    """What the form of a finding sends, its check box ticked."""
    form = page.split(f'<tr id="finding-{number}">')[1].split("</form>")[0]
    fields = re.findall(r'type="(?:hidden|checkbox)" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields}


def test_findings_of_one_office_are_settled_together(client: TestClient) -> None:
    """After an office was renamed: of both its spellings; and what else says the same."""
    text = list_text().replace(
        "2\t民生服务\t临时救助\t安丰县民政局", "2\t民生服务\t临时救助\t安丰县民正局"
    )
    (identity,) = put(client, 旧=text).values()
    path = f"/editions/{identity}/findings"
    given = {"token": token(client), "who": "王芳"}
    for field, old, new in (
        ("alias", "安丰县民正局", "安丰县民政局"),
        ("rename", "安丰县民政局", "安丰县民政和社会工作局"),
    ):
        data = given | {"field": field, "old": old, "new": new}
        client.post(f"/editions/{identity}/department/corrections", data=data)
    page = client.get(path, params={"code": "spelling"}).text
    spellings = listed(page)
    assert len(set(spellings)) == 2
    others = [one for one in listed(client.get(path).text) if one not in spellings]
    assert f"同样的 {len(spellings)} 处都这样处理" in page
    assert "同样的" in client.get(f"/editions/{identity}/lists/2/duties/2").text
    data = given | form_of(page, 1) | {"said": "不处理"}
    late = client.post(f"{path}/settle", data=data | {"alike": str(len(spellings) + 1)})
    assert late.status_code == 409
    assert client.post(f"{path}/settle", data=data).status_code == 303
    assert listed(client.get(path).text) == others


def test_clauses_that_name_the_same_office_say_the_same(client: TestClient) -> None:
    """Not those that name another one, nor those of another kind."""
    text = list_text().replace("3.开展业务培训。", "3.县民政局负责培训； 4.县教育局负责宣传。")
    text = text.replace("划定经营区域。", "划定经营区域；\n3.县民政局负责演练。")
    (identity,) = put(client, 旧=text).values()
    path = f"/editions/{identity}/findings"
    every = listed(client.get(path).text)
    at = next(n for n, one in enumerate(every, 1) if "民政局" in one and "没有列出" in one)
    same = [one for one in every if "民政局”承担，但本项没有列出" in one]
    assert len(same) == 2
    data = form_of(client.get(path).text, at) | {"token": token(client), "who": "王芳"}
    assert data["alike"] == "2"
    client.post(f"{path}/settle", data=data | {"said": "按原件无误"})
    assert listed(client.get(path).text) == [one for one in every if one not in same]


def test_one_of_them_alone_is_settled_where_the_box_is_not_ticked(client: TestClient) -> None:
    (identity,) = put(client, 旧=PUNCTUATED).values()
    path = f"/editions/{identity}/findings"
    page = client.get(path, params={"code": "punctuation"}).text
    marks = listed(page)
    data = form_of(page, 1) | {"token": token(client), "who": "王芳", "said": "不处理"}
    assert int(data.pop("alike")) > 1
    client.post(f"{path}/settle", data=data)
    assert len(listed(client.get(path, params={"code": "punctuation"}).text)) == len(marks) - 1
