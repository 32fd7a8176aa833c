"""Thirty corrections over two editions, both read again: all corrected words in all documents."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pypdfium2
import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.waiting import wait_for
from tests.web_office import ROWS, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

WORDS = {
    "旧": ["天地", "玄黄", "宇宙", "洪荒", "日月", "盈昃", "辰宿", "列张", "寒来", "暑往"],
    "新": ["秋收", "冬藏", "闰余", "成岁", "律吕", "调阳", "云腾", "致雨", "露结", "为霜"],
}
"""What each name gets, of no character that another has: a comparison shows them whole."""

PLACES = [
    (number, position)
    for number, rows in enumerate(ROWS.values(), start=1)
    for position in range(1, len(rows) + 1)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


def correct(client: TestClient, edition: str, place: tuple[int, int], **what: str) -> None:
    path = f"/editions/{edition}/lists/{place[0]}/duties/{place[1]}/corrections"
    answer = client.post(path, data={"token": token(client), "who": "王芳", **what})
    assert answer.status_code == 303, answer.text


def words(content: bytes) -> str:
    """All that a document says: PDF, Word, Excel, text."""
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pdf:
            text = "".join(page.get_textpage().get_text_range() for page in pdf)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        text = re.sub("<[^>]*>", "", b"".join(parts).decode())
    else:
        text = re.sub("<[^>]*>", "", content.decode("utf-8-sig"))
    return "".join(text.split())


def test_all_corrected_words_are_in_all_documents(client: TestClient) -> None:
    ids = put(client, 旧=list_text(), 新=list_text("2026年3月"))
    said: dict[str, list[str]] = {"旧": [], "新": []}
    for year, edition in ids.items():
        for place, word in zip(PLACES, WORDS[year], strict=True):
            name = ROWS[list(ROWS)[place[0] - 1]][place[1] - 1][2]
            new = f"{name}（{word}）"
            correct(client, edition, place, field="name", old=name, new=new)
            said[year].append(new)
    # The third ten: four duties' township cells, six categories.
    for position, row in enumerate(ROWS["配合履职"], start=1):
        new = f"1.新版配合之{position}；\n2.做好记录。"
        what = {"field": "cell", "column": "6", "old": row[5].replace("\n", " "), "new": new}
        correct(client, ids["新"], (2, position), **what)
        said["新"].append(f"新版配合之{position}；")
    for position, category in ((1, "党的建设"), (3, "乡村振兴"), (4, "平安法治")):
        new = f"新版类别{position}"
        correct(client, ids["新"], (1, position), field="category", old=category, new=new)
        said["新"].append(new)
    for position, category in ((1, "自然资源"), (2, "民生服务"), (3, "平安法治")):
        new = f"新版配合类别{position}"
        correct(client, ids["新"], (2, position), field="category", old=category, new=new)
        said["新"].append(new)
    assert len(said["旧"] + said["新"]) == 30
    for edition in ids.values():
        client.post(f"/editions/{edition}/read", data={"token": token(client)})
    wait_for(lambda: client.get("/jobs").text.count("更正已重新套用") == 2)

    def lacking(path: str, wanted: list[str]) -> list[str]:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        found = words(answer.content)
        return [word for word in wanted if word not in found]

    for year, edition in ids.items():
        for form in ("txt", "docx"):
            path = f"/editions/{edition}/documents/official.{form}"
            assert lacking(path, said[year]) == [], path
    cards = f"/editions/{ids['新']}/documents/cards.pdf"
    assert lacking(cards, said["新"]) == []
    both = f"old={ids['旧']}&new={ids['新']}"
    for form in ("json", "docx"):
        path = f"/compare/documents/comparison.{form}?{both}"
        assert lacking(path, [*WORDS["旧"], *WORDS["新"]]) == [], path
    # An excerpt has its department's duties alone.
    path = f"/editions/{ids['新']}/documents/excerpt.docx?department=安丰县民政局"
    assert (
        lacking(path, ["临时救助（调阳）", "新版配合之2；", "新版配合类别2", "核发老年证（露结）"])
        == []
    )
