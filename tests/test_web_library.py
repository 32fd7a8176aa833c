"""A county's batch library on the page: its lists are there, once, page by page."""

from __future__ import annotations

import hashlib
import html
import json
import pickle
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from dutylist.app.batch.queries import Wanted, find_duties, stored_lists
from dutylist.app.batch.run import batch
from dutylist.app.corrections.lay_over import duty_target
from dutylist.app.corrections.model import Place
from dutylist.app.library.asking import open_library, stale_editions
from dutylist.app.library.opening import open_store
from dutylist.app.web import editions
from dutylist.app.web import store as stored
from dutylist.app.web.from_batch import take_in_own, take_over
from dutylist.app.web.listing import folded, unfolded
from dutylist.app.web.read_before import ReadBefore
from dutylist.app.web.routes import editions as routes
from dutylist.app.web.routes import search as searching
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.extract.lists.choices import Choices
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Cell, CellPart, Row, SourceDocument, Table
from dutylist.records.errors import UnknownFormatError
from dutylist.records.model import Box
from tests.generated_lists import write_texts
from tests.test_cli import dutylist
from tests.test_web_jobs import got, printed
from tests.test_web_safety import open_client, upload
from tests.web_office import new_page, serving

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Five lists, the file of the first gone since."""
    first, *_ = write_texts(tmp_path / "清单", 5)
    batch(tmp_path / "清单", tmp_path / "库.sqlite", workers=1)
    first.unlink()
    return tmp_path / "库.sqlite"


def test_lists_that_a_batch_has_read_open_on_the_page(library: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        store = Store(settings.folder)
        assert take_over(library, store) == (5, 0)
        assert take_over(library, store) == (0, 5)
        found = store.editions()
        assert sorted(one.suffix for one in found) == [".json", *[".txt"] * 4]
        for one in found:
            path = store.file(one.id, one.suffix)
            assert path.stat().st_size == one.size
            read = read_duty_list(path)
            opened = editions.open_edition(store, one.id)
            assert opened is not None
            assert opened.now.lists == read.lists
            # What the batch has counted is what the page would count.
            counted = one.summary
            store.keep_summary(one, {})
            again = store.edition(one.id)
            assert again is not None
            assert editions.summary_of(store, again) == counted
            assert client.get(f"/editions/{one.id}/lists/1").status_code == 200
    # Nothing of it is a stray file.
    store.prepare()
    assert len(list((settings.folder / "files").iterdir())) == 5


def test_a_search_opens_so_many_lists_a_page_and_goes_on_behind_them(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 3,000 lists nobody waits for all: what was not looked through is told, with a link."""
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 2)
    opened: list[str] = []

    def counted(store: Store, identity: str) -> object:
        opened.append(identity)
        return editions.open_edition(store, identity)

    monkeypatch.setattr(searching, "open_edition", counted)
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        take_over(library, Store(settings.folder))
        address, shown = "/search?query=宣传", set[str]()
        for start, left in ((0, 3), (2, 1), (4, 0)):
            text = client.get(address).text
            onward = re.search(r'<a href="([^"]+)">接着查后面 (\d+) 份</a>', text)
            assert f"有 5 份，这里查了第 {start + 1}—{5 - left} 份：" in text
            assert (int(onward[2]) if onward else 0) == left
            found = set(re.findall(r"/editions/([^/]+)/lists", text))
            assert found == set(opened[start:])
            assert not found & shown
            shown |= found
            address = html.unescape(onward[1]) if onward else ""
        assert len(opened) == len(shown) == 5


@pytest.mark.parametrize("few", [24, 0], ids=["all are opened", "those that have the word"])
@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("安装ＡＰＰ", "app"),
        ("安装App", "APP"),
        ("安装APP", "ａｐｐ"),
        ("对⼾籍登⻔核查", "户籍登门"),
        ("对户籍登门核查", "⼾籍登⻔"),
        ("门户见贝车页风飞马鸟", "⻔户见贝车页风飞马鸟"),
    ],
)
def test_words_of_other_width_and_case_are_found_in_a_large_library_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, printed: str, asked: str
) -> None:
    monkeypatch.setattr(stored, "_FEW", few)
    with open_client(Settings(tmp_path)) as client:
        for name, text in (("甲", printed), ("乙", "做好防汛工作")):
            rows = f"{name}县石桥镇基本履职事项清单\n序号\t事项名称\n1\t{text}\n"
            upload(client, f"{name}.txt", rows.encode())
        found = client.get("/search", params={"query": asked}).text
        assert "1 份清单里有" in found
        # Not looked for by the word, all of them are opened.
        assert "没有找到" in client.get("/search", params={"query": f"{asked}无"}).text


@given(st.text(st.sampled_from("门户见App３9＞㎡車⻔（,"), min_size=1, max_size=6))
def test_each_form_of_a_word_is_folded_to_it(word: str) -> None:
    forms = unfolded(word)
    assert {folded(form) for form in forms} <= {folded(word)}
    assert not forms or word in forms


def test_a_countys_library_is_searched_corrected_and_excerpted(
    browser: Browser, library: Path, tmp_path: Path
) -> None:
    """The store of a batch in Chromium, down to the sheet; what a later batch brings joins it."""
    settings = Settings(tmp_path / "data")
    store = Store(settings.folder)
    store.prepare()
    take_over(library, store)
    with serving(settings) as served, new_page(browser, served) as page:
        page.goto("/search?query=森林草原防灭火")
        expect(page.locator(".found")).to_contain_text("份清单里有")
        page.locator("main li a").first.click()
        page.locator("#edit-duty > summary").click()
        page.get_by_label("名称", exact=True).fill("森林草原防火灭火（更正）")
        page.locator("#who-name").fill("王芳")
        page.get_by_role("button", name="更正名称").click()
        expect(page.locator("#duty-name")).to_contain_text("防火灭火（更正）")
        corrected = page.url.split("/")[4]
        page.locator(".facts .chip").first.click()
        assert "防火灭火（更正）" in printed(got(page, tmp_path, "摘录 PDF"))
    write_texts(tmp_path / "清单", 6)
    batch(tmp_path / "清单", library, workers=1)
    # The first list's file is there again, which its records stood for; the sixth is new.
    assert take_over(library, store) == (1, 5)
    kept = store.corrections(corrected)
    assert [one.new for one in kept] == ["森林草原防火灭火（更正）"]
    # And the page's data are asked as the store is, by their folder or their database.
    for data in (settings.folder, store.database):
        found = json.loads(dutylist("query", "duties", str(data), "（更正）", "--json").stdout)
        assert [one["name"] for one in found] == ["森林草原防火灭火（更正）"]
    assert len(json.loads(dutylist("query", "lists", str(data), "--json").stdout)) == 6


def test_the_books_of_a_county_say_what_was_corrected_on_the_page(
    library: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "data")
    store.prepare()
    take_over(library, store)
    edition = store.editions()[0]
    opened = editions.open_edition(store, edition.id)
    assert opened is not None
    place = Place(2, 1)
    duty = opened.duty(place)
    assert duty is not None
    target = duty_target(opened.read, place)
    assert store.add_correction(edition, "name", target, duty.name, "更正过的名称", "王芳")
    for data in (store.folder, store.database):
        target_folder = tmp_path / f"汇总{data.name}"
        done = dutylist("county", str(data), "--to", "html", "-o", str(target_folder))
        assert done.returncode == 0, done.stderr
        told = [path.read_text("utf-8") for path in target_folder.rglob("*.html")]
        assert any("更正过的名称" in text for text in told)
        assert "没有读入" not in done.stderr


def test_a_batch_reads_straight_into_the_page(tmp_path: Path) -> None:
    first, second, third = write_texts(tmp_path / "清单", 3)
    packed = tmp_path / "清单" / "压缩.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(third, "里面.txt")
    third.unlink()
    store = Store(tmp_path / "清单" / "data")
    with open_client(Settings(store.folder)) as client:
        # One was put in by hand before, and corrected.
        assert "job failed" not in upload(client, "手工.txt", first.read_bytes())
        (by_hand,) = store.editions()
        opened = editions.open_edition(store, by_hand.id)
        assert opened is not None
        duty = opened.now.lists[1].duties[0]
        corrected = (duty_target(opened.read, Place(2, 1)), duty.name, "更正过的名称")
        assert store.add_correction(by_hand, "name", *corrected, "王芳")
        done = dutylist("batch", str(tmp_path / "清单"), "-o", str(store.folder))
        assert done.returncode == 0, done.stderr
        assert "文件 3 个：新读 2 份清单，库里已有 1 份" in done.stdout
        # The page that is running has them, each with its file and as it would have read it.
        found = {one.file_name: one for one in store.editions()}
        assert set(found) == {"手工.txt", second.name, "里面.txt"}
        for one in found.values():
            assert client.get(f"/editions/{one.id}/lists/1").status_code == 200
            assert hashlib.sha256(store.file(one.id, one.suffix).read_bytes()).hexdigest() == (
                one.sha256
            )
        read = editions.open_edition(store, found[second.name].id)
        assert read is not None
        assert read.now == read_duty_list(second)
    assert store.corrections(by_hand.id)
    with open_library(store.folder) as library:
        assert {one.name for one in find_duties(library, Wanted(("更正过的",)))} == {"更正过的名称"}
        # What is on the page and in the folder is one list.
        assert [len(one.files) for one in stored_lists(library)] == [1, 1, 1]
    # A second run, a moved file, a file that is no list any more: nothing of the page is lost.
    for path in (first, second):
        path.write_text("坏了", "utf-8")
    packed.rename(tmp_path / "清单" / "移走.zip")
    done = dutylist("batch", str(tmp_path / "清单"), "-o", str(store.folder))
    assert done.returncode == 1
    assert {one.file_name for one in store.editions()} == set(found)
    with open_store(store.database) as untouched:
        assert len(stored_lists(untouched)) == 3
    with open_library(store.folder) as library:
        assert len(stored_lists(library)) == 3
        assert len(find_duties(library, Wanted(("更正过的",)))) == 1
    store.prepare()
    assert len(list((store.folder / "files").iterdir())) == 3


def test_a_batch_makes_the_pages_data_in_an_empty_folder_alone(tmp_path: Path) -> None:
    write_texts(tmp_path / "清单", 1)
    (tmp_path / "data").mkdir()
    assert dutylist("batch", str(tmp_path / "清单"), "-o", str(tmp_path / "data")).returncode == 0
    store = Store(tmp_path / "data")
    store.prepare()
    assert len(store.editions()) == 1
    done = dutylist("batch", str(tmp_path / "清单"), "-o", str(tmp_path / "清单"))
    assert done.returncode == 7
    assert "不是网页的数据文件夹" in done.stderr
    assert not (tmp_path / "清单" / "dutylist.sqlite").exists()


def test_a_batchs_store_as_the_pages_own_library(library: Path, tmp_path: Path) -> None:
    """It is moved into the folder, or a batch was killed before a list was on the page."""
    store = Store(tmp_path / "data")
    store.folder.mkdir()
    library.rename(store.database)
    store.prepare()
    assert take_in_own(store) == 5
    assert take_in_own(store) == 0
    assert sorted(one.suffix for one in store.editions()) == [".json", *[".txt"] * 4]
    with open_library(store.folder) as asked:
        assert len(stored_lists(asked)) == 5
        assert len(find_duties(asked, Wanted())) > 500
        assert stale_editions(asked) == []
    # The file that was gone is there again: its records stand for it.
    write_texts(tmp_path / "清单", 5)
    batch(tmp_path / "清单", store.database, workers=1)
    assert len(store.editions()) == 5
    with open_library(store.folder) as asked:
        assert len(stored_lists(asked)) == 5


def test_a_pages_library_is_not_put_into_another_without_its_corrections(
    library: Path, tmp_path: Path
) -> None:
    store, other = Store(tmp_path / "data"), Store(tmp_path / "other")
    for one in (store, other):
        one.prepare()
    take_over(library, store)
    for path in (store.database, store.folder):
        with pytest.raises(UnknownFormatError, match="里面有更正"):
            take_over(path, other)
    assert other.editions() == []


def test_lists_read_before_are_looked_up_for_scans_alone(library: Path, tmp_path: Path) -> None:
    class LookedUpError(Exception):
        """Somebody asked for the words of other lists."""

    class Others(Iterable[str]):
        def __iter__(self) -> Iterator[str]:
            raise LookedUpError

    path = next((tmp_path / "清单").rglob("*.txt"))
    assert read_duty_list(path, choices=Choices(said=Others())).lists
    with pytest.raises(LookedUpError):
        with_known_names(scanned("青禾镇"), Others())
    store = Store(tmp_path / "data")
    store.prepare()
    assert list(ReadBefore(store.database)) == []
    take_over(library, store)
    *sure, last = (store.records(one.id) for one in store.editions())
    doubtful = last.replace('"cells"', '"doubts":[],"cells"')
    with store.connect() as connection:
        connection.execute("UPDATE edition SET records = ? WHERE records = ?", (doubtful, last))
    # What was itself left open in a scan decides nothing; it is the same in another process.
    assert list(pickle.loads(pickle.dumps(ReadBefore(store.database)))) == sure


def scanned(text: str) -> SourceDocument:
    """A document of one cell that was read from a picture."""
    part = CellPart(text, 1, Box(1, 0, 0, 50, 10), confidences=(0.99,) * len(text))
    return SourceDocument("扫描.png", (Table(1, (Row(1, (Cell((part,)),)),)),))


def test_another_programs_database_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "dutylist.sqlite").write_bytes(b"no database at all" * 100)
    done = dutylist("query", "lists", str(tmp_path))
    assert done.returncode == 4
    assert "不是 dutylist serve 的数据库" in done.stderr
    assert dutylist("query", "lists", str(tmp_path / "没有")).returncode == 3


def test_many_townships_stand_on_several_pages(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "TOWNSHIPS_A_PAGE", 2)
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        take_over(library, Store(settings.folder))
        names = [one.township for one in Store(settings.folder).editions()]
        shown = [client.get("/", params={"part": part}).text for part in (1, 2, 3)]
        assert [text.count('<th scope="row">') for text in shown] == [2, 2, 1]
        assert all(name in "".join(shown) for name in names)
        assert "第 2 页，共 3 页，5 份清单" in shown[1]
        one = client.get("/", params={"place": names[3]}).text
        assert one.count('<th scope="row">') == 1
        assert "没有名称里有" in client.get("/", params={"place": "没有的镇"}).text
