"""What the page says: which edition it is about everywhere, and in Chinese marks."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from dutylist.app.web import routes
from dutylist.app.web.pages import of_file
from dutylist.app.web.settings import Settings
from tests.test_web_clerk import put, undated
from tests.test_web_safety import edition, open_client, upload
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

ROOT = Path(__file__).parent.parent
CJK = "[一-鿿]"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path_factory.mktemp("office") / "data")) as client:
        yield client


VALUES = {"number": "2", "position": "1", "what": "excerpt", "form": "docx"}
QUERIES = {
    "/department": "name=安丰县林业局",
    "/documents/{what}.{form}": "department=安丰县林业局",
    "/rows": "how=split",
}
AS_UPLOADED = ("/file", "/pages/{number}.png", "/places.json")
"""What is the file's own, or no page."""


def addresses(identity: str) -> Iterator[tuple[str, str]]:
    """Every address of an edition that is looked at, and its route."""
    for subject in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}."):
        for route in importlib.import_module(subject.name).router.routes:
            if not isinstance(route, APIRoute) or "GET" not in route.methods:
                continue
            if "{identity}" not in route.path or route.path.endswith(AS_UPLOADED):
                continue
            path = route.path
            for name, value in (VALUES | {"identity": identity}).items():
                path = path.replace(f"{{{name}}}", value)
            query = next((q for end, q in QUERIES.items() if route.path.endswith(end)), "")
            yield route.path, f"{path}?{query}" if query else path


def test_every_page_and_file_of_an_edition_says_township_and_year(client: TestClient) -> None:
    """Whether the cover tells them or, for the year, only the file's name."""
    ids = put(client, 青禾镇=list_text(), 青禾镇2024=undated(list_text()))
    pages = files = 0
    for identity, year in zip(
        (ids["青禾镇"], ids["青禾镇2024"]), ("2025年", "2024年"), strict=True
    ):
        for route, address in addresses(identity):
            answer = client.get(address, follow_redirects=True)
            assert answer.status_code == 200, (route, answer.text)
            told = answer.headers.get("content-disposition", "")
            if told:
                files += 1
                name = unquote(told.split("''")[-1])
                assert "青禾镇" in name, route
                assert year in name, route
                continue
            pages += 1
            title, head = (
                re.search(f"<{tag}[^>]*>(.*?)</{tag}>", answer.text, re.S)
                for tag in ("title", "h1")
            )
            for found in (title, head):
                assert found, route
                assert "青禾镇" in found[1], route
                assert year in found[1], route
    assert pages >= 2 * 12
    assert files >= 2 * 4


def test_a_page_number_says_whose_it_is(tmp_path: Path) -> None:
    """The file's own or the printed one: on duties, at pictures, in findings."""
    with open_client(Settings(tmp_path / "data")) as client:
        upload(client, "三项.pdf", (ROOT / "tests/cases/read/nw4.pdf").read_bytes())
        here = f"/editions/{edition(client)}"
        shown = [client.get(f"{here}/lists/1/duties/{row}").text for row in (1, 2, 3)]
        findings = client.get(f"{here}/findings").text
        shown += re.findall("<table.*?</table>", findings, re.S)
    found = [
        words for text in shown for words in re.findall(r".{0,6}第\s*\d+\s*页.{0,8}", plain(text))
    ]
    assert found
    assert all(re.search("文件|原件", words) for words in found), found
    assert of_file("配合履职 第 79 项 第 50 页") == "配合履职 第 79 项 文件第 50 页"


def plain(page: str) -> str:
    """What is seen of a page, in a line."""
    body = re.sub('<title>.*?</title>|aria-label="[^"]*"', "", page, flags=re.S)
    return " ".join(re.sub("<[^>]*>", "", body).split())


def messages() -> Iterator[tuple[str, str]]:
    """The Chinese texts of the page: its templates, scripts, and strings in code."""
    tags = re.compile(r"<[^>]*>|\{[{%#].*?[}%#]\}", re.S)
    for path in (ROOT / "templates/web").glob("*.html"):
        yield path.name, tags.sub(" ", path.read_text("utf-8"))
    for path in (ROOT / "app/web/static").glob("*.js"):
        if "min" not in path.name:
            for quoted in re.finditer(r"""(["'`])((?:(?!\1).)*)\1""", path.read_text("utf-8")):
                yield path.name, quoted[2]
    for room in ("app/web", "app/commands", "app/batch", "extract/formats", "records"):
        for path in (ROOT / room).rglob("*.py"):
            for text in strings(path):
                yield str(path), text


STARTS = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def strings(path: Path) -> Iterator[str]:
    """The strings of a module without what is filled in; those that stand by themselves are for
    programmers."""
    before = tokenize.ENCODING
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.STRING and before not in STARTS:
                text = re.sub(r"""^\w*("{3}|'{3}|"|')(.*)\1$""", r"\2", token.string, flags=re.S)
                yield re.sub(r"\{[^{}]*\}", "", text)
            if token.type not in (tokenize.COMMENT, tokenize.NL):
                before = token.type


def test_no_message_has_half_width_quotes() -> None:
    """But in what is SQL."""
    wrong = re.compile(f"[\"'](?={CJK})|(?<={CJK})[\"']")
    found = [
        (where, text)
        for where, text in messages()
        if wrong.search(text) and not text.lstrip().startswith(("UPDATE", "SELECT"))
    ]
    assert found == []
