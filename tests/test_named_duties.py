"""Cards of the duties that a clerk names, from the command line and from a duty's own page."""

from __future__ import annotations

import html
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError
from dutylist.records.model import DutyList
from dutylist.records.named_duties import named_duties
from tests.test_cli import dutylist
from tests.test_web_clerk import put
from tests.test_web_safety import open_client
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(list_text(), "utf-8")
    return path


@pytest.fixture
def read(source: Path) -> DutyList:
    return read_duty_list(source)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("配合2", ["临时救助"]),
        ("配合-002", ["临时救助"]),
        ("配合3-4，基本1", ["加强基层党组织建设，落实“三会一课”制度", "食品摊贩管理", "湿地保护"]),
        ("收回第2项、配合履职1", ["森林防灭火", "采伐许可审批"]),
    ],
)
def test_duties_are_named_as_people_name_them(read: DutyList, said: str, names: list[str]) -> None:
    assert [duty.name for _, duty in named_duties(read, said)] == names


@pytest.mark.parametrize("said", ["配合9", "配合3-9", "配合4-3", "2", "合同3"])
def test_what_is_not_there_is_refused_in_words(read: DutyList, said: str) -> None:
    with pytest.raises(DutyListError, match=f"“{said}”"):
        named_duties(read, said)


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(content))
    return [page.get_textpage().get_text_range() for page in document]


def test_the_command_line_makes_these_cards_alone(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "卡"
    given = ("--duties", "配合2-3", "--to", "pdf", "-o", str(out))
    result = dutylist("cards", str(source), *given)
    assert result.returncode == 0, result.stderr
    (file,) = out.glob("*.pdf")
    first, second = pages(file.read_bytes())
    assert "临时救助" in first
    assert "食品摊贩管理" in second


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def test_a_duty_s_page_prints_its_own_card(client: TestClient) -> None:
    (identity,) = put(client, 清单=list_text()).values()
    page = html.unescape(client.get(f"/editions/{identity}/lists/2/duties/3").text)
    link = page.split('" target="_blank" rel="noopener">打印责任卡')[0].rpartition('href="')[2]
    (card,) = pages(client.get(link).content)
    assert "食品摊贩管理" in card
    wrong = client.get(f"/editions/{identity}/documents/cards.pdf", params={"duties": "配合9"})
    assert wrong.status_code == 400
    assert "清单里没有“配合9”这样的事项" in html.unescape(wrong.text)
