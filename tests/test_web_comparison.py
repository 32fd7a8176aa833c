"""The page of a comparison: its figures agree, and it names the letters that are drafts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from starlette.testclient import TestClient

from dutylist.app import web
from dutylist.compare.model import DutyKind
from tests.test_compare_whole import TOLD
from tests.test_web_clerk import client, compared, put  # noqa: F401
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def page(client: TestClient) -> str:  # noqa: F811
    texts = {
        name: (TOLD / "divided_office" / f"{file}.txt").read_text("utf-8")
        for name, file in (("旧", "old"), ("新", "new"))
    }
    ids = put(client, **texts)
    return compared(client, ids["旧"], ids["新"])


def table(page: str, title: str) -> list[list[str]]:
    """The rows of a chart's table, its head first."""
    rows = page.split(f"<figcaption>{title}")[1].split("</table>")[0].split("<tr>")[1:]
    cells = (re.findall(r"<t([hd])[^>]*?>(.*?)</t\1>", row, re.S) for row in rows)
    return [
        [text for _, one in row for text in [re.sub("<.*?>", "", one).strip()] if text]
        for row in cells
    ]


def test_changes_are_counted_alike_over_all_and_by_category(page: str) -> None:
    over_all = {row[0]: int(row[-1]) for row in table(page, "变化一览")[1:]}
    (_, *kinds, _), *categories = table(page, "各类别的变化")
    by_category: Counter[str] = Counter()
    for _, *figures, total in categories:
        by_category.update(dict(zip(kinds, map(int, figures), strict=True)))
        assert sum(map(int, figures)) == int(total)
    assert by_category == over_all
    several = sum(over_all.values())
    assert f"一项有几种变化的，每种都算一次，所以各种变化合计{several}，" in page


def test_letters_that_are_drafts_are_named_before_they_are_made(page: str) -> None:
    (told,) = re.findall(r'<p class="doubted">致(.*?)的函', page)
    assert "吉木萨尔县广播电视局" in told.split("、")
    assert "吉木萨尔县教育局" not in told


def test_what_is_to_be_looked_at_is_found_at_once(client: TestClient) -> None:  # noqa: F811
    doubtful = list_text("2026年3月").replace("排查化解矛盾纠纷", "化解各类社会矛盾，做好信访")
    ids = put(client, 旧=list_text(), 新=doubtful.replace("受理申请", "受理救助申请"))
    page = compared(client, ids["旧"], ids["新"])
    (number,) = re.findall(r"<dt>请人工核对的（待核）</dt><dd>(\d+)</dd>", page)
    assert int(number) > 0
    asked = {"old": ids["旧"], "new": ids["新"], "kind": "待核"}
    assert '<option value="待核">只看待核的</option>' in page
    shown = client.get("/compare", params=asked).text
    heads = re.findall(r'<tr class="change-head">.*?</tr>', shown, re.S)
    assert len(heads) == int(number) < page.count('<tr class="change-head">')
    assert all('class="level doubt sentence"' in one for one in heads)


def test_the_changes_of_one_department_are_shown_alone(client: TestClient, page: str) -> None:  # noqa: F811
    office = "吉木萨尔县教育局"
    old, new = re.findall(r'<option value="(\w{32})" selected', page)
    shown = client.get("/compare", params={"old": old, "new": new, "department": office}).text
    every, own = (
        re.findall(r'<tr class="change-head">.*?</tbody>', one, re.S) for one in (page, shown)
    )
    cells = (re.split(r"</tr>", one, maxsplit=1)[1] for one in every)
    assert len(own) == sum(office in one for one in cells)
    assert 0 < len(own) < len(every)


def test_what_is_to_be_looked_at_is_offered_where_there_is_some(client: TestClient) -> None:  # noqa: F811
    ids = put(client, 旧=list_text(), 新=list_text("2026年3月").replace("受理申请", "受理救助申请"))
    assert 'value="待核"' not in compared(client, ids["旧"], ids["新"])
    # Who asks for it all the same, as after the last one was decided, sees what was asked for.
    asked = {"old": ids["旧"], "new": ids["新"], "kind": "待核"}
    page = client.get("/compare", params=asked).text
    assert '<option value="待核" selected>' in page
    assert "没有符合条件的变化" in page


def test_every_kind_of_change_has_a_colour_of_its_own() -> None:
    style = (Path(web.__file__).parent / "static" / "page.css").read_text("utf-8")
    kinds = len(get_args(DutyKind)) - 1
    colours = [
        re.search(rf"--series-{number}: (#\w+);", style)[1]  # type: ignore[index]
        for number in range(1, kinds + 1)
        if f".series-{number} {{ fill: var(--series-{number}); }}" in style
    ]
    assert len(set(colours)) == kinds
