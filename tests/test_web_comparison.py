"""The page of a comparison: its figures agree, and it names the letters that are drafts."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from starlette.testclient import TestClient

from tests.test_compare_whole import TOLD
from tests.test_web_clerk import client, compared, put  # noqa: F401

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
