"""Who does each duty, on the page: the workbook out and in, typed in, carried over, printed."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from starlette.testclient import TestClient

from dutylist.app.web.assignments import keep
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import ASSIGNMENT_STATES, Store
from dutylist.records.assignments import (
    Assignments,
)
from tests.test_web_clerk import put
from tests.test_web_safety import open_client, token
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")

CLERK = "王芳"
NEXT_YEAR = list_text("2026年3月").replace("湿地保护", "湿地保护和修复")
NEXT_YEAR = re.sub(r"4\t平安法治\t排查化解矛盾纠纷\n", "", NEXT_YEAR)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def send(client: TestClient, path: str, **data: object) -> str:
    """What a form of the assignments page answers with in the end."""
    given = {"token": token(client), "who": CLERK, **data}
    answer = client.post(path, data=given, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def words(content: bytes) -> str:
    """All text of a PDF without white space."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


def word_words(content: bytes) -> str:
    """All text of a Word file without white space."""
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return "".join("".join(paragraph.text.split()) for paragraph in paragraphs)


def workbook(client: TestClient, edition: str) -> openpyxl.Workbook:
    answer = client.get(f"/editions/{edition}/assignments/workbook.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def put_workbook(client: TestClient, edition: str, book: openpyxl.Workbook) -> str:
    buffer = io.BytesIO()
    book.save(buffer)
    answer = client.post(
        f"/editions/{edition}/assignments/import",
        data={"token": token(client), "who": CLERK},
        files={"file": ("我的分工.xlsx", buffer.getvalue())},
        follow_redirects=True,
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def filled(client: TestClient, edition: str) -> openpyxl.Workbook:
    """Everything is 王强's of 平安办, but 临时救助 is nobody's."""
    book = workbook(client, edition)
    sheet, people = book["分工"], book["人员和站所"]
    for column, text in enumerate(("王强", "平安办", "主任", "13900001111"), 1):
        people.cell(2, column, text)
    at = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(1, len(at) + 1, "网格员")
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, at["事项名称"]).value != "临时救助":
            sheet.cell(row, at["责任人"], "王强")
            sheet.cell(row, at["责任站所"], "平安办")
            sheet.cell(row, len(at) + 1, f"第{row}组")
    return book


def duty_form(client: TestClient, edition: str, duty: str, **texts: str) -> dict[str, object]:
    """What the form beside a duty sends, with these texts in their columns."""
    page = client.get(f"/editions/{edition}/{duty}").text
    form = page.split('id="edit-assignment"')[1].split("</form>")[0]
    columns = re.findall(r'<input type="hidden" name="column" value="([^"]*)">', form)
    was = re.findall(r'<textarea name="was" hidden>\n(.*?)</textarea>', form, re.S)
    own = [name for name in texts if name not in columns]
    return {
        "token": token(client),
        "who": CLERK,
        "column": [*columns, *own],
        "was": [*was, *("" for _ in own)],
        "value": [texts.get(name, was[n]) for n, name in enumerate(columns)]
        + [texts[name] for name in own],
    }


def test_from_the_filled_workbook_to_the_printed_card(client: TestClient) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    first = client.get(f"/editions/{edition}/assignments").text
    assert "放进分工表" in first
    assert "改动记录" not in first
    page = put_workbook(client, edition, filled(client, edition))
    assert "有人负责 <b>9</b> 项" in page
    assert "还没有人 <b>1</b> 项" in page
    vacant = page.split('id="vacancies"')[1].split("</ul>")[0]
    assert re.findall(r"<li><a[^>]*>([^<>]+)</a>", vacant) == ["配合-002 临时救助"]
    documents = f"/editions/{edition}/documents"
    cards = words(client.get(f"{documents}/cards.pdf").content)
    assert cards.count("13900001111") == 9
    assert "第2组" in cards
    assert "没有人" not in cards
    forestry = {"department": "安丰县林业局"}
    for form in ("pdf", "docx"):
        excerpt = client.get(f"{documents}/excerpt.{form}", params=forestry).content
        said = words(excerpt) if form == "pdf" else word_words(excerpt)
        assert "乡镇（街道）承办：平安办王强13900001111" in said
    archive = client.get(f"{documents}/handouts.pdf").content
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.namelist() == [
            "安丰县青禾镇平安办履职事项单（2025年9月版）.pdf",
            "安丰县青禾镇王强履职事项单（2025年9月版）.pdf",
        ]
        sheet = words(packed.read("安丰县青禾镇王强履职事项单（2025年9月版）.pdf"))
    assert sheet.count("13900001111") >= 9
    one = client.get(f"{documents}/handout.pdf", params={"whose": "王强"})
    assert "%E7%8E%8B%E5%BC%BA" in one.headers["content-disposition"]
    assert words(one.content) == sheet
    # The workbook that goes out again says what came in.
    again = workbook(client, edition)["分工"]
    assert [cell.value for cell in again["I"]][1:4] == ["王强"] * 3


def test_typed_in_beside_a_duty_and_not_over_another_s_words(client: TestClient) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    duty = "lists/2/duties/2"
    form = duty_form(client, edition, duty, 责任人="李红", 网格员="第3组")
    path = f"/editions/{edition}/{duty}/assignment"
    assert "李红" in send(client, path, **form).split('id="assignment"')[1]
    assert "第3组" in words(client.get(f"/editions/{edition}/documents/cards.pdf").content)
    # Somebody else still has the page as it was before.
    assert client.post(path, data=form).status_code == 409
    late = duty_form(client, edition, duty, 责任人="李红、王强")
    early = duty_form(client, edition, duty, 责任人="王强")
    send(client, path, **late)
    assert client.post(path, data=early).status_code == 409
    page = client.get(f"/editions/{edition}/assignments").text
    assert page.count("填写 配合-002") == 2 + 1  # two changes, one button
    # A name that was put right takes its people with it.
    given = {"token": token(client), "field": "name", "who": CLERK}
    client.post(
        f"/editions/{edition}/{duty}/corrections",
        data=given | {"old": "临时救助", "new": "临时救助工作"},
    )
    shown = client.get(f"/editions/{edition}/{duty}").text.split('id="assignment"')[1]
    assert "李红、王强" in shown


def test_who_fills_in_goes_from_vacancy_to_vacancy(client: TestClient) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    rows = f"/editions/{edition}/lists/2"

    def vacant() -> list[str]:
        page = client.get(rows, params={"only": "nobody"}).text
        return re.findall(r'id="row-2-(\d)"', page)

    assert vacant() == ["1", "2", "3", "4"]
    send(
        client,
        f"{rows}/duties/3/assignment",
        **duty_form(client, edition, "lists/2/duties/3", 责任人="李红"),
    )
    assert vacant() == ["1", "2", "4"]
    form = duty_form(client, edition, "lists/2/duties/2", 责任站所="民生办")
    here = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{rows}/duties/2?only=nobody"}
    answer = client.post(f"{rows}/duties/2/assignment", data=form, headers=here)
    after = re.search(r'id="after" href="([^"]+)"', answer.text)
    assert after
    assert after[1] == f"{rows}/duties/4?only=nobody"


@pytest.mark.parametrize(
    ("texts", "column"),
    [({"责任人": "王" * 2_001}, None), ({"责任人": "王强"}, "责任人"), ({"": "没有栏名"}, None)],
)
def test_what_does_not_fit_is_refused(
    client: TestClient, texts: dict[str, str], column: str | None
) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    form = duty_form(client, edition, "lists/1/duties/1", **texts)
    if column:
        for name, value in (("column", column), ("was", ""), ("value", "李红")):
            form[name] = [*form[name], value]  # type: ignore[misc]
    path = f"/editions/{edition}/lists/1/duties/1/assignment"
    assert client.post(path, data=form).status_code == 400
    assert "改动记录" not in client.get(f"/editions/{edition}/assignments").text


def test_no_workbook_or_an_empty_one_changes_nothing(client: TestClient) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    put_workbook(client, edition, filled(client, edition))
    for content in (b"nothing", b"PK\x03\x04"):
        answer = client.post(
            f"/editions/{edition}/assignments/import",
            data={"token": token(client), "who": CLERK},
            files={"file": ("清单.xlsx", content)},
        )
        assert answer.status_code == 422
        assert ".xlsx" in answer.text
    assert "有人负责 <b>9</b> 项" in client.get(f"/editions/{edition}/assignments").text


def test_carried_over_to_the_next_edition_with_questions(client: TestClient) -> None:
    ids = put(client, 旧=list_text(), 新=NEXT_YEAR)
    put_workbook(client, ids["旧"], filled(client, ids["旧"]))
    new = f"/editions/{ids['新']}/assignments"
    page = send(client, f"{new}/take", other=ids["旧"])
    asked = page.split('id="doubts"')[1].split("</form>")[0]
    # Reworded, and only that, is to be looked at; what went is kept apart.
    assert re.findall(r'name="code" value="([^"]+)"', asked) == ["配合-004"]
    assert "文字修改（原 配合-004），请核对" in asked
    gone = page.split("旧清单有、这份没有的事项")[1]
    assert "排查化解矛盾纠纷" in gone
    assert "王强" in gone
    shown = client.get(f"/editions/{ids['新']}/lists/2/duties/4").text
    assert "待核：" in shown
    page = send(client, f"{new}/checked", code=["配合-004"])
    assert 'id="doubts"' not in page
    assert re.search(r"已记为核对无误：配合-004。现在有人负责的有 [1-9]\d* 项。", page)
    assert "王强" in words(client.get(f"/editions/{ids['新']}/documents/cards.pdf").content)
    # Taken back step by step, last first.
    states = re.findall(r"assignments/([0-9a-f]{32})/undo", page)
    assert len(states) == 1
    page = send(client, f"{new}/{states[0]}/undo")
    assert 'id="doubts"' in page
    again = client.post(f"{new}/{states[0]}/undo", data={"token": token(client)})
    assert again.status_code == 409
    (state,) = re.findall(r"assignments/([0-9a-f]{32})/undo", page)
    page = send(client, f"{new}/{state}/undo")
    assert "改动记录" not in page
    assert re.search("已撤销：从[^。]*青禾镇2025年9月版转来。现在有人负责的有 0 项。", page)


def test_every_step_says_what_was_done_and_how_many_duties_are_somebodys(
    client: TestClient,
) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    here = f"/editions/{edition}/assignments"
    empty = workbook(client, edition)
    page = put_workbook(client, edition, filled(client, edition))
    assert "已放进“我的分工.xlsx”。现在有人负责的有 9 项。" in page
    page = send(client, f"{here}/people", name="赵敏")
    assert "已添加人员：赵敏。现在有人负责的有 9 项。" in page
    # An empty workbook takes their place: that is seen at once.
    page = put_workbook(client, edition, empty)
    assert "已放进“我的分工.xlsx”。现在有人负责的有 0 项。" in page
    state = re.findall(r"assignments/([0-9a-f]{32})/undo", page)[0]
    page = send(client, f"{here}/{state}/undo")
    assert "已撤销：放进“我的分工.xlsx”。现在有人负责的有 9 项。" in page
    # Who wrote last writes on: nobody types a name twice.
    assert f'name="who" value="{CLERK}"' in page


def test_the_whole_of_the_data_has_them_and_older_data_have_none(
    client: TestClient, tmp_path: Path
) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    put_workbook(client, edition, filled(client, edition))
    exported = client.get("/data/export").content

    def taken_in(name: str, content: bytes) -> str:
        with open_client(Settings(tmp_path / name)) as other:
            answer = other.post(
                "/data/import",
                data={"token": token(other)},
                files={"file": ("数据.zip", content)},
                follow_redirects=True,
            )
            assert answer.status_code == 200, answer.text
            return other.get(f"/editions/{edition}/assignments").text

    assert "有人负责 <b>9</b> 项" in taken_in("another", exported)
    older = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported)) as source, zipfile.ZipFile(older, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".sqlite"):
                path = tmp_path / "old.sqlite"
                path.write_bytes(content)
                with sqlite3.connect(path) as database:
                    database.execute("DROP TABLE assignment")
                database.execute("VACUUM")
                database.close()
                content = path.read_bytes()
            target.writestr(name, content)
    assert "放进分工表" in taken_in("third", older.getvalue())


def test_a_store_of_before_takes_assignments(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        (edition,) = put(client, 旧=list_text()).values()
    with sqlite3.connect(settings.folder / "dutylist.sqlite") as database:
        database.execute("DROP TABLE assignment")
        # What marked it then ("DUTW").
        database.execute(f"PRAGMA application_id = {0x44555457}")
        database.execute("PRAGMA user_version = 1")
    database.close()
    with open_client(settings) as client:
        page = put_workbook(client, edition, filled(client, edition))
        assert "有人负责 <b>9</b> 项" in page


def test_no_more_states_are_kept_than_can_be_taken_back(client: TestClient, tmp_path: Path) -> None:
    (edition,) = put(client, 旧=list_text()).values()
    store = Store(tmp_path / "data")
    for number in range(ASSIGNMENT_STATES + 2):
        kept = store.edition(edition)
        assert kept is not None
        assert keep(store, kept, Assignments(), f"第 {number} 次", CLERK)
        assert not keep(store, kept, Assignments(), "看的是旧的", CLERK)
    states = store.assignment_states(edition)
    assert [one.said for one in states[:2]] == ["第 51 次", "第 50 次"]
    assert len(states) == ASSIGNMENT_STATES
