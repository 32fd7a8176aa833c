"""待核 stands wherever something doubtful is told: in every written document and on the page.

Four revisions, each with a doubt of another kind; what is doubtful in them was written by hand
(`doubtful` and `must` in tests/revision_pairs.py).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import etree, html
from starlette.testclient import TestClient

from dutylist.app.web.settings import Settings
from dutylist.compare.history import history_of
from dutylist.compare.model import Comparison
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.comparison import ComparisonView, comparison_view
from dutylist.render.views.findings import UNSURE
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from dutylist.render.write_history import write_history
from tests import libreoffice
from tests.revision_pairs import PAIRS, Pair
from tests.test_compare_tracked import tables_of, titles_of
from tests.test_revisions import compared, lists_of
from tests.test_web_safety import open_client, upload
from tests.word_revisions import W, body_texts

pytestmark = pytest.mark.usefixtures("in_this_process")

SPLIT = "split with rewriting, a clause of another duty"
DOUBTED = {
    SPLIT: ["对应关系没有把握"],
    "divided, the old office stays": ["部门分设", "原名称仍在使用"],
    "characters misread on one side": ["形近，可能是误认", "部门名称疑有误认"],
    "departments reordered, a row doubled": ["文字相同，可能是重复列出"],
}
"""For each revision words that its doubts are told in."""


@dataclass(frozen=True)
class Made:
    """A comparison and all that is written of it, by format."""

    pair: Pair
    comparison: Comparison
    view: ComparisonView
    files: dict[str, Path]
    letters: list[Path]


@pytest.fixture(scope="module", params=DOUBTED)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    pair = next(one for one in PAIRS if one.name == request.param)
    comparison = compared(pair, folder)
    faces = load_faces(system=False)
    formats = ("docx", "pdf", "html", "xlsx", "tracked", "json")
    files = write_comparison(comparison, formats, folder / "out", faces=faces)
    offices = affected_departments(comparison)
    letters = [
        *write_notices(comparison, offices, ["docx"], folder / "letters", faces=faces),
        *write_notices(comparison, offices[:2], ["pdf"], folder / "letters", faces=faces),
    ]
    return Made(
        pair,
        comparison,
        comparison_view(comparison),
        dict(zip(formats, files, strict=True)),
        letters,
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def of_list(made: Made) -> list[str]:
    """What is doubtful of the whole list, as the findings say it."""
    return [squeezed(one.text) for one in made.view.findings if UNSURE in one.text]


def of_rows(made: Made) -> dict[int, str]:
    """What is doubtful of the table's rows, by their number."""
    return {row.number: squeezed(row.doubtful) for row in made.view.rows if row.doubtful}


def test_each_kind_of_doubt_is_told_and_counted(made: Made) -> None:
    told = "".join(
        [*of_list(made), *of_rows(made).values(), *(f.label for f in made.view.findings)]
    )
    for words in DOUBTED[made.pair.name]:
        assert words in told
    counts = {one.label: one.number for one in made.view.counts}
    assert counts["请人工核对的（待核）"] == len(of_list(made)) + len(of_rows(made)) > 0


def test_in_the_word_table(made: Made) -> None:
    tables = docx.Document(str(made.files["docx"])).tables
    cells = {squeezed(cell.text) for table in tables for row in table.rows for cell in row.cells}
    assert set(of_list(made)) <= cells
    rows = [[squeezed(cell.text) for cell in row.cells] for row in tables[-1].rows]
    for number, doubt in of_rows(made).items():
        assert any(row[0] == str(number) and f"{UNSURE}{doubt}" in row[3] for row in rows)


def test_in_the_pdf(made: Made) -> None:
    """The notes stand at the right edge: in the last 38 mm of the type area."""
    document = pypdfium2.PdfDocument(made.files["pdf"])
    everything, notes = "", ""
    for page in document:
        text = page.get_textpage()
        everything += text.get_text_bounded()
        notes += text.get_text_bounded(left=page.get_width() - 62 * 72 / 25.4)
    for doubt in of_rows(made).values():
        assert UNSURE + doubt in squeezed(notes)
    assert squeezed(everything).count(UNSURE) >= len(of_list(made)) + len(of_rows(made))


def test_in_the_web_file(made: Made) -> None:
    tree = html.fromstring(made.files["html"].read_text("utf-8"))
    assert all(one in squeezed(tree.text_content()) for one in of_list(made))
    doubted = {int(body.get("id")[1:]): body for body in tree.xpath("//tbody[@data-doubt]")}
    assert doubted.keys() == of_rows(made).keys()
    for number, doubt in of_rows(made).items():
        assert doubted[number].xpath(".//strong[@class='doubt' and text()='待核']")
        assert UNSURE + doubt in squeezed(doubted[number].text_content())


def test_in_the_sheet(made: Made) -> None:
    book = openpyxl.load_workbook(made.files["xlsx"])
    heads, *rows = list(book["新旧对照"].values)
    for number, doubt in of_rows(made).items():
        own = [row for row in rows if row[0] == number]
        assert own
        assert {squeezed(str(row[heads.index("待核")])) for row in own} == {doubt}
    cells = {squeezed(str(value)) for sheet in book for row in sheet.values for value in row}
    assert set(of_list(made)) <= cells


def test_in_the_tracked_word_file_as_comments_on_the_duties(made: Made) -> None:
    document = docx.Document(str(made.files["tracked"]))
    texts = {one.comment_id: squeezed(one.text) for one in document.comments}
    for doubt in of_list(made):
        assert any(UNSURE in text and doubt.removeprefix(UNSURE) in text for text in texts.values())
    on_names: dict[str, set[str]] = {}
    for mark in document.element.body.iter(f"{W}commentReference"):
        cell = next(mark.iterancestors(f"{W}tc"), None)
        for name in _both_sides(cell) if cell is not None else ():
            on_names.setdefault(name, set()).add(texts[int(mark.get(f"{W}id"))])
    for index, change in enumerate(made.comparison.changes):
        doubt = next((squeezed(r.doubtful) for r in made.view.rows if r.index == index), "")
        for placed in (*change.old, *change.new):
            assert not doubt or UNSURE + doubt in on_names[squeezed(placed.duty.name)]
    numbers = document.element.xpath("//w:commentReference/@w:id")
    assert sorted(map(int, numbers)) == sorted(texts)


def _both_sides(cell: etree._Element) -> set[str]:
    """The text of a cell before and after its changes."""
    before = [t for t in cell.iter(f"{W}t", f"{W}delText") if not _within(t, "ins", "moveTo")]
    after = [t for t in cell.iter(f"{W}t") if not _within(t, "del", "moveFrom")]
    return {squeezed("".join(one.text or "" for one in side)) for side in (before, after)}


def _within(text: etree._Element, *tags: str) -> bool:
    return any(True for _ in text.iterancestors(*(f"{W}{tag}" for tag in tags)))


def test_comments_change_no_text(made: Made) -> None:
    data = made.files["tracked"].read_bytes()
    for accept, edition in ((True, made.comparison.new), (False, made.comparison.old)):
        assert body_texts(data, accept=accept) == (titles_of(edition), tables_of(edition))


def test_in_the_letters(made: Made) -> None:
    """Each doubtful change of an office: in the sentence that tells of it, and in the table."""
    letters = {re.sub("^.*?致|（20.*?版）", "", path.name): path for path in made.letters}
    doubted = 0
    for office in made.view.departments:
        name = f"{office.name}的函{'（待核草稿）' if office.unsure else ''}"
        document = docx.Document(str(letters[f"{name}.docx"]))
        text = squeezed("".join(one.text for one in document.paragraphs))
        printed = text
        if f"{name}.pdf" in letters:
            pdf = pypdfium2.PdfDocument(letters[f"{name}.pdf"])
            printed = squeezed("".join(page.get_textpage().get_text_bounded() for page in pdf))
        unsure = [one for one in office.items if "待核" in one.what]
        for item in unsure:
            assert squeezed(item.what) in text
            assert squeezed(item.what) in printed
        for sentence in office.throughout:
            if UNSURE in sentence:
                assert squeezed(sentence) in text
                assert squeezed(sentence) in printed
        notes = "".join(
            cell.text for table in document.tables for row in table.rows for cell in row.cells
        )
        assert not unsure or "待核" in notes
        doubted += len(unsure) + sum(UNSURE in one for one in office.throughout)
        for index, change in enumerate(made.comparison.changes):
            told = [one for one in office.items if one.number and one.name == (
                change.new or change.old)[0].duty.name]  # fmt: skip
            row = next((one for one in made.view.rows if one.index == index), None)
            if told and row and row.doubtful:
                assert "待核" in told[0].what
    # What was split is the township's own: it concerns no office.
    assert bool(doubted) is (made.pair.name != SPLIT)


def test_in_the_records_and_the_history(made: Made, tmp_path: Path) -> None:
    found = json.loads(made.files["json"].read_text("utf-8"))
    unsure = [
        one for one in found["changes"]
        if one["doubtful"] or one["reading_doubts"] or one["repeats"]
    ]  # fmt: skip
    assert len(unsure) == len(of_rows(made))
    if made.comparison.old.lists != () and len(made.pair.old) == 1:
        editions = [made.comparison.old, made.comparison.new]
        history = history_of(editions, ["2025年版", "2026年版"])
        (page,) = write_history(history, ["html"], tmp_path)
        assert page.read_text("utf-8").count(UNSURE) >= len(of_rows(made))
        sheet, word = write_history(history, ["xlsx", "docx"], tmp_path)
        lives = openpyxl.load_workbook(sheet)["各事项"].values
        told = [str(value) for row in lives for value in row if UNSURE in str(value)]
        assert len(told) >= len(of_rows(made))
        table = docx.Document(str(word)).tables[2]
        shown = [cell.text for row in table.rows for cell in row.cells if UNSURE in cell.text]
        assert len(shown) >= len(of_rows(made))


def test_on_the_page(made: Made, tmp_path: Path) -> None:
    (old,), new = lists_of(made.pair, tmp_path)
    assert old
    assert new
    with open_client(Settings(tmp_path / "data")) as client:
        text = page_of(client, tmp_path / "0.docx", tmp_path / "new.docx")
    tree = html.fromstring(text)
    shown = [squeezed(one.text_content()) for one in tree.find_class("doubt")]
    for doubt in of_rows(made).values():
        assert doubt in shown
    assert all(one in squeezed(unescape(tree.text_content())) for one in of_list(made))


def page_of(client: TestClient, *files: Path) -> str:
    """The page that compares two files."""
    for at, path in enumerate(files):
        upload(client, f"{at}.docx", path.read_bytes())
    home = client.get("/").text.split('id="editions"')[1]
    found = re.findall(r'/editions/([0-9a-f]{32})/lists/1">.*?file-name">(\d)\.docx<', home, re.S)
    ids = {name: identity for identity, name in found}
    answer = client.get("/compare", params={"old": ids["0"], "new": ids["1"]})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("made", [SPLIT], indirect=True)
@pytest.mark.parametrize("accept", [True, False])
def test_libreoffice_opens_comments_and_accepts_and_rejects_all(
    made: Made, accept: bool, tmp_path: Path
) -> None:
    target = tmp_path / "result.docx"
    command = ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges"
    libreoffice.work(made.files["tracked"], target, command)
    wanted = made.comparison.new if accept else made.comparison.old
    assert body_texts(target.read_bytes(), accept=accept) == (titles_of(wanted), tables_of(wanted))
    kept = [one.text for one in docx.Document(str(target)).comments]
    assert any("对应关系没有把握" in one for one in kept)
