"""Every document that the page offers is made, for the records as corrected."""

from __future__ import annotations

import html
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from lxml.html import fromstring
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.app.web.wishes import FORMATS
from dutylist.extract.formats.limits import ReadLimits
from tests.test_source_pages import OFFICE, published
from tests.test_web_safety import open_client, token, upload
from tests.web_office import NEW_YEAR, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

FORESTRY = "安丰县林业局"
BEGINNINGS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "tracked": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "ofd": b"PK\x03\x04",
    "html": b"<!",
    "json": b"{",
    "txt": "云岭省".encode(),
}
PACKED = ("excerpts", "notices", "handouts")
PERSON = "王强"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        upload(client, "旧.txt", list_text().encode())
        upload(client, "新.txt", NEW_YEAR.encode())
        new, _ = editions(client)
        person = {"column": "责任人", "was": "", "value": PERSON, "who": "王芳"}
        path = f"/editions/{new}/lists/1/duties/1/assignment"
        assert client.post(path, data=person | {"token": token(client)}).status_code == 303
        yield client


def editions(client: TestClient) -> tuple[str, str]:
    """The ids of the new and the old edition."""
    new, old = re.findall(r"/editions/([0-9a-f]{32})/lists/1\">\d", client.get("/").text)
    return new, old


@pytest.mark.parametrize(
    ("what", "form"), [(what, form) for what, forms in FORMATS.items() for form in forms]
)
def test_every_document_is_made(client: TestClient, what: str, form: str) -> None:
    new, old = editions(client)
    address = f"/editions/{new}/documents/{what}.{form}?department={FORESTRY}&whose={PERSON}"
    if what in ("comparison", "notices"):
        address = f"/compare/documents/{what}.{form}?old={old}&new={new}"
    if what == "history":
        address = f"/history/documents/{what}.{form}?edition={old}&edition={new}"
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    content = answer.content
    if what in PACKED:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.namelist()
            content = archive.read(archive.namelist()[0])
    assert content.lstrip(b"\xef\xbb\xbf \r\n").startswith(BEGINNINGS[form])
    said = words_of(content)
    assert "青禾镇" in said
    assert re.search("2026年|2026-03|二〇二六年", said), said[:200]
    assert "attachment" in answer.headers["content-disposition"]
    shown = client.get(address + "&show=1").headers["content-disposition"]
    assert shown.startswith("inline" if form == "pdf" and what not in PACKED else "attachment")


def test_the_page_offers_the_history_of_the_years_in_the_store(client: TestClient) -> None:
    new, old = editions(client)
    page = fromstring(client.get("/compare", params={"old": old, "new": new}).text)
    (form,) = page.xpath("//form[@action='/history/documents/history.html']")
    chosen = form.xpath(".//input[@name='edition'][@checked]/@value")
    assert set(chosen) == {new, old}
    assert client.get(form.get("action"), params={"edition": chosen}).status_code == 200


def words_of(content: bytes) -> str:
    """What a document of any kind says, without white space."""
    if content.startswith(b"%PDF-"):
        command = ["pdftotext", "-", "-"]
        content = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist() if "xml" in name)
    text = re.sub("<[^>]*>", "", content.decode("utf-8"))
    return "".join(html.unescape(text).split())


def test_a_document_follows_the_corrections(client: TestClient) -> None:
    _, old = editions(client)
    address = f"/editions/{old}/documents/official.txt"
    assert "湿地守护" not in client.get(address).text
    duty = f"/editions/{old}/lists/2/duties/4/corrections"
    given = {"token": token(client), "field": "name", "who": "王芳"}
    client.post(duty, data=given | {"old": "湿地保护", "new": "湿地守护"})
    assert "湿地守护" in client.get(address).text
    undo = re.search(r"/editions/\S+/undo", client.get(f"/editions/{old}/corrections").text)
    assert undo
    client.post(undo[0].rstrip('"'), data=given)
    assert "湿地守护" not in client.get(address).text


def test_an_excerpt_has_the_pages_of_the_published_pdf_behind_it(
    client: TestClient, tmp_path: Path
) -> None:
    source = published(tmp_path / "清单.pdf")
    upload(client, "原件.pdf", source.read_bytes())
    identity = re.findall(r"/editions/([0-9a-f]{32})", client.get("/").text)[0]
    page = client.get(f"/editions/{identity}/department", params={"name": OFFICE}).text
    (address,) = re.findall(r'href="([^"]*with_source=1)"', page)
    address = html.unescape(address)
    content = client.get(address).content
    alone = client.get(address.replace("&with_source=1", "")).content
    with pikepdf.open(BytesIO(content)) as both, pikepdf.open(BytesIO(alone)) as excerpt:
        assert len(both.pages) == len(excerpt.pages) + 2
    name = client.get(address).headers["content-disposition"]
    assert quote("履职事项摘录附原件") in name
    text = editions(client)[1]
    refused = client.get(
        f"/editions/{text}/documents/excerpt.pdf?with_source=1&department={FORESTRY}"
    )
    assert refused.status_code == 400
    assert "原件不是 PDF" in refused.text


def test_a_document_that_takes_too_long_is_told(
    tmp_path_factory: pytest.TempPathFactory, in_its_own_process: None
) -> None:
    settings = Settings(tmp_path_factory.mktemp("slow") / "data")
    with open_client(settings) as client:
        upload(client, "旧.txt", list_text().encode())
        identity = re.findall(r"/editions/([0-9a-f]{32})", client.get("/").text)[0]
    with open_client(replace(settings, limits=ReadLimits(max_seconds=0.05))) as client:
        answer = client.get(f"/editions/{identity}/documents/official.pdf")
        assert answer.status_code == 500
        assert "超过 0.05 秒" in answer.text
        assert list((settings.folder / "cache").iterdir()) == []
