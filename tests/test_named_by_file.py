"""Where a list's cover does not say its township and year, titles and file name do, in every
handout; what nothing tells is asked for on the page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from dutylist.app.web.documents import _AS_PUBLISHED
from dutylist.app.web.settings import Settings
from dutylist.app.web.wishes import FORMATS
from tests.test_cli import dutylist
from tests.test_web_clerk import put, undated
from tests.test_web_jobs import printed
from tests.test_web_safety import open_client, token
from tests.web_office import NEW_YEAR, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

UNNAMED = undated(list_text()).split("\n", 3)[3].replace("青禾镇", "")
"""The list without its cover."""


def said(content: bytes) -> str:
    """All words of a Word file."""
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body, *(one.footer._element for one in document.sections)]
    return "".join(one.text or "" for part in parts for one in part.iter() if one.tag[-2:] == "}t")


def test_handouts_say_the_year_of_the_files_name(tmp_path: Path) -> None:
    with open_client(Settings(tmp_path / "data")) as client:
        (identity,) = put(client, 青禾镇2024=undated(list_text())).values()
        base = f"/editions/{identity}/documents"
        for name in ("excerpt.pdf?department=安丰县林业局", "bound.pdf", "cards.pdf"):
            path = tmp_path / "印.pdf"
            path.write_bytes(client.get(f"{base}/{name}").content)
            assert "2024年" in printed(path), name
        assert "2024年" in said(client.get(f"{base}/excerpt.docx?department=安丰县林业局").content)
        assert "2024年" in client.get(f"{base}/matrix.html").text
        # The official list says what the published one says.
        assert "2024年" not in client.get(f"{base}/official.html").text


def test_commands_say_it_too(tmp_path: Path) -> None:
    (tmp_path / "青禾镇2024.txt").write_text(undated(list_text()), "utf-8")
    (tmp_path / "白杨镇2024年.txt").write_text(UNNAMED, "utf-8")
    for file, township in (("青禾镇2024.txt", "青禾镇"), ("白杨镇2024年.txt", "白杨镇")):
        out = tmp_path / township
        for command in ("excerpt", "cards"):
            given = ("--department", "安丰县林业局", "--to", "docx", "-o", str(out / command))
            done = dutylist(command, str(tmp_path / file), *given)
            assert done.returncode == 0, done.stderr
            (path,) = (out / command).glob("*.docx")
            words = said(path.read_bytes())
            assert "2024年" in words, (file, command)
            assert township in words, (file, command)


def test_every_document_is_as_published_or_names_the_list() -> None:
    assert set(_AS_PUBLISHED) < set(FORMATS)


def test_what_nothing_tells_is_asked_for(tmp_path: Path) -> None:
    with open_client(Settings(tmp_path / "data")) as client:
        ids = put(client, 甲=UNNAMED, 乙=NEW_YEAR)
        identity = ids["甲"]
        home = client.get("/").text
        assert "没有写明乡镇" in home
        assert f'href="/editions/{identity}/about"' in home
        assert f'href="/editions/{ids["乙"]}/about"' not in home
        county = client.get("/county").text
        assert "没有算进去" in county
        assert "乡镇（街道）1 个：青禾镇" in county
        about = client.get(f"/editions/{identity}/about").text
        assert "没有读到乡镇（街道）和年份" in about
        answer = correct(client, identity, {"region": "安丰县 白杨镇", "issued": "2025-07"})
        assert answer.status_code == 303
        home = client.get("/").text
        assert "没有写明乡镇" not in home
        assert "安丰县白杨镇" in home.replace(" ", "") or "白杨镇" in home
        assert "没有算进去" not in client.get("/county").text
        assert "2 处" in home
        # What somebody else has changed meanwhile is not overwritten; nonsense is refused.
        late = correct(client, identity, {"issued": "2024"}, seen={"issued": ""})
        assert (late.status_code, "现在是“2025-07”" in late.text) == (409, True)
        assert correct(client, identity, {"issued": "去年"}).status_code == 400
        # The year alone will do, in every document.
        assert correct(client, identity, {"issued": "2025"}).status_code == 303
        made = client.get(f"/editions/{identity}/documents/official.html").text
        assert "2025年<" in made.replace(" ", "")
        again = correct(client, identity, {})
        assert again.status_code == 303
        assert "2 处" in client.get("/").text


@pytest.mark.parametrize("year", ["2024", ""])
def test_the_page_says_where_it_knows_the_year_from(tmp_path: Path, year: str) -> None:
    with open_client(Settings(tmp_path / "data")) as client:
        (identity,) = put(client, **{f"青禾镇{year}": undated(list_text())}).values()
        about = client.get(f"/editions/{identity}/about").text
        assert ("现在按文件名算作 2024年版" in about) == bool(year)
        assert ("没有读到年份" in about) != bool(year)


def correct(
    client: TestClient, identity: str, new: dict[str, str], seen: dict[str, str] | None = None
) -> Response:
    """Change some of an edition's own words in the form as the page has it."""
    path = f"/editions/{identity}/about"
    page = client.get(path).text
    fields, numbers, was = (
        re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("field", "number", "was")
    )
    was = [(seen or {}).get(field, text) for field, text in zip(fields, was, strict=True)]
    texts = [new.get(field, text) for field, text in zip(fields, was, strict=True)]
    given = {"token": token(client), "who": "王芳"}
    return client.post(
        path, data=given | {"field": fields, "number": numbers, "was": was, "new": texts}
    )
