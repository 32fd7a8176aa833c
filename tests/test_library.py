"""One library for page, batch and queries: what older programs made is opened without loss."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dutylist.app.batch.queries import Wanted, find_duties, stored_findings
from dutylist.app.library.asking import open_library, stale_editions
from dutylist.app.library.opening import open_store
from dutylist.app.library.schema import APPLICATION_ID, VERSION, mark_of, own_shape, shape_of
from dutylist.app.web import editions
from dutylist.app.web.decided import decided
from dutylist.app.web.store import Store
from dutylist.app.web.stored import NewEdition, insert_edition
from dutylist.app.web.transfer import import_all
from dutylist.records.errors import CannotWriteError, UnknownFormatError
from tests.store_contents import contents
from tests.test_web_store import full_disk

KEPT = Path(__file__).parent / "data" / "stores"
"""A page's data and a batch's store as the program before this library made them."""

PAGE = ("edition", "correction", "correction_reason", "assignment")
BATCH = ("list", "file", "wording", "duty", "duty_department", "finding", "failure")


def rows(database: Path, tables: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in tables
        }


@pytest.fixture
def page(tmp_path: Path) -> Store:
    return Store(Path(shutil.copytree(KEPT / "page", tmp_path / "数据")))


@pytest.fixture
def batched(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(KEPT / "batch.sqlite", tmp_path / "库.sqlite"))


def is_whole_and_alone(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        assert mark_of(connection) == (APPLICATION_ID, VERSION)
        assert shape_of(connection) == own_shape()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return is_alone(database)


def is_alone(database: Path) -> bool:
    """Whether nothing lies beside a library but what SQLite has there while it is open."""
    there = {file.name for file in database.parent.glob(f"{database.name}*")}
    return there <= {database.name, f"{database.name}-wal", f"{database.name}-shm"}


def test_an_older_pages_data_are_all_there(page: Store) -> None:
    before = rows(page.database, PAGE)
    assert [len(before[table]) for table in PAGE] == [2, 10, 3, 2]
    page.prepare()
    assert rows(page.database, PAGE) == before
    assert is_whole_and_alone(page.database)
    assert [(job.file_name, job.message) for job in page.jobs()] == [("坏.pdf", "读不出来")]
    new, old = page.editions()
    opened, later = editions.open_edition(page, old.id), editions.open_edition(page, new.id)
    assert opened is not None
    assert later is not None
    # The names, what was corrected, by whom and why, what was taken back.
    assert (opened.now.title, opened.now.issued) == ("青禾镇履职事项清单", "2025-10")
    said = {one.correction.field: one for one in opened.corrected.applied}
    assert {field: one.state for field, one in said.items()} == {
        **dict.fromkeys(("category", "name", "cell", "rename", "alias"), "stands"),
        **dict.fromkeys(("issued", "title", "settled"), "stands"),
        "short name": "undone",
    }
    assert (said["category"].correction.who, said["category"].correction.reason) == (
        *("王芳", "县里统一"),
    )
    assert said["short name"].correction.undone_by == "李强"
    basic, cooperative, _ = opened.now.lists
    assert basic.duties[0].category == "党建引领"
    assert cooperative.duties[0].name == "森林草原防灭火"
    assert [clause.text for clause in cooperative.duties[1].township_clauses][2:] == ["公示。"]
    assert "安丰县社会工作局" in {one.name for one in opened.now.departments}
    # What was settled, who does it, what was decided of two editions, why rows were read so.
    ((finding, applied),) = opened.settled
    assert (finding.code, applied.correction.reason) == ("spelling", "看过原件")
    assert [state.said for state in page.assignment_states(old.id)] == [
        "填写 配合-002",
        "放进“我的分工.xlsx”",
    ]
    assert opened.with_anyone == 10
    assert [one.correction.new for one in decided(opened, later)] == ["基本-002"]
    assert opened.reasons
    # Prepared again nothing changes.
    everything = page.database.read_bytes()
    page.prepare()
    assert page.database.read_bytes() == everything


def test_an_older_pages_data_are_asked_as_they_are_corrected(page: Store) -> None:
    before = rows(page.database, PAGE)
    with open_library(page.folder) as library:
        found = find_duties(library, Wanted(("森林",)))
        assert {(one.name, one.file) for one in found} == {
            ("森林草原防灭火", "青禾镇2025.txt"),
            ("森林防灭火", "青禾镇2026.txt"),
        }
        told = [one.message for one in stored_findings(library, ("hint",))]
        # A third one is settled.
        assert len(told) == 2
        assert not any("同一部门" in message for message in told)
        first = contents(library)
        assert stale_editions(library) == []
    assert rows(page.database, PAGE) == before
    with open_library(page.database) as library:
        assert contents(library) == first


def test_rows_follow_what_is_corrected_taken_back_and_deleted(page: Store) -> None:
    def names() -> set[str]:
        with open_library(page.folder) as library:
            return {one.name for one in find_duties(library, Wanted(("森林",)))}

    assert names() == {"森林草原防灭火", "森林防灭火"}
    new, old = page.editions()
    (renamed,) = (one for one in page.corrections(old.id) if one.field == "name")
    assert page.undo_correction(old.id, renamed.id, "王芳")
    assert names() == {"森林防灭火"}
    (settled,) = (one for one in page.corrections(old.id) if one.field == "settled")
    assert page.undo_correction(old.id, settled.id, "王芳")
    with open_library(page.folder) as library:
        told = [one.message for one in stored_findings(library, ("hint",))]
        assert sum("同一部门" in message for message in told) == 1
    with page.connect() as connection:
        connection.execute("UPDATE edition SET file_name = '同名.txt'")
    with open_library(page.folder) as library:
        files = {one.file for one in find_duties(library, Wanted(("森林",)))}
    assert files == {f"{one.id[:8]}/同名.txt" for one in (new, old)}
    page.delete_edition(old)
    with open_library(page.folder) as library:
        assert len(contents(library)["list"]) == 1
        assert {one.file for one in find_duties(library, Wanted(("森林",)))} == {"同名.txt"}


def test_rows_that_another_version_made_are_made_again(page: Store) -> None:
    with open_library(page.folder) as library:
        before = contents(library)
        library.execute("UPDATE list SET reader = '0.0.1+old', title = '旧'")
    with open_library(page.folder) as library:
        assert contents(library) == before


def test_a_page_that_starts_leaves_the_file_of_an_edition_that_is_being_kept(page: Store) -> None:
    page.prepare()
    new = edition_like_one(page, "0" * 32)
    with open_store(page.database) as library:
        library.execute("BEGIN IMMEDIATE")
        page.file(new.id, new.suffix).write_bytes(b"new")
        insert_edition(library, new, "2026-01-01 00:00:00")
        starting = threading.Thread(target=page._remove_strays)
        starting.start()
        starting.join(0.5)
        library.execute("COMMIT")
        starting.join()
    assert page.file(new.id, new.suffix).read_bytes() == b"new"
    page.file("1" * 32, ".txt").write_bytes(b"stray")
    page.prepare()
    assert not page.file("1" * 32, ".txt").exists()


def edition_like_one(page: Store, identity: str) -> NewEdition:
    """An edition of another content that is like one of the page's."""
    like, records = page.editions()[0], page.records(page.editions()[0].id)
    return NewEdition(
        *(identity, "又一份.txt", ".txt", 3, identity * 2),
        *(like.title, like.township, like.issued, records, ()),
    )


def test_what_cannot_be_read_any_more_is_told_and_has_no_rows(
    page: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(page.folder) as library:
        assert len(contents(library)["list"]) == 2
    with page.connect() as connection:
        connection.execute(
            "UPDATE edition SET records = '{', version = version + 1 WHERE file_name LIKE '%2026%'"
        )
    with open_library(page.folder) as library:
        assert {one.file for one in find_duties(library, Wanted())} == {"青禾镇2025.txt"}
    assert "“青禾镇2026.txt”读不出来，没有查" in capsys.readouterr().err


def test_an_older_batchs_store_is_all_there(batched: Path) -> None:
    before = rows(batched, BATCH)
    assert [len(before[table]) for table in BATCH] == [3, 4, 14, 23, 19, 7, 1]
    with open_store(batched) as library:
        first = contents(library)
    assert rows(batched, BATCH) == before
    assert is_whole_and_alone(batched)
    with open_library(batched) as library:
        assert contents(library) == first
        assert {Path(one.file).name for one in find_duties(library, Wanted(("森林",)))} == {
            *("副本.txt", "青禾镇2026.txt"),
        }


@pytest.mark.parametrize("kind", ["page", "batch"])
def test_several_who_open_an_older_file_at_once(kind: str, page: Store, batched: Path) -> None:
    database, tables = {"page": (page.database, PAGE), "batch": (batched, BATCH)}[kind]
    before = rows(database, tables)

    def look(number: int) -> int:
        with open_store(database) as library:
            return int(library.execute(f"SELECT count(*) FROM {tables[0]}").fetchone()[0])

    with ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(look, range(6)))
    assert counts == [len(before[tables[0]])] * 6
    assert rows(database, tables) == before
    assert is_whole_and_alone(database)


@pytest.mark.parametrize("kind", ["page", "batch"])
def test_who_is_reading_an_older_file_reads_on(kind: str, page: Store, batched: Path) -> None:
    database, tables = {"page": (page.database, PAGE), "batch": (batched, BATCH)}[kind]
    before = rows(database, tables)

    def bring() -> None:
        with open_store(database):
            pass

    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        first = reader.execute(f"SELECT * FROM {tables[0]} ORDER BY 1, 2").fetchall()
        bringing = threading.Thread(target=bring)
        bringing.start()
        # Until it is done, or waits for the reader.
        bringing.join(0.5)
        again = reader.execute(f"SELECT * FROM {tables[0]} ORDER BY 1, 2").fetchall()
        reader.execute("COMMIT")
        bringing.join()
    assert first == again == before[tables[0]]
    assert rows(database, tables) == before
    assert is_whole_and_alone(database)


@pytest.mark.parametrize("kind", ["page", "batch"])
def test_a_full_disk_leaves_an_older_file_as_it_was(kind: str, page: Store, batched: Path) -> None:
    database = {"page": page.database, "batch": batched}[kind]
    before = database.read_bytes()
    with full_disk(), pytest.raises(CannotWriteError), open_store(database):
        pass
    assert database.read_bytes() == before
    with open_store(database):
        pass
    assert is_whole_and_alone(database)


@pytest.mark.parametrize("kind", ["page", "batch"])
def test_a_library_that_may_not_be_written_is_asked_as_a_copy(
    kind: str, page: Store, batched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, database = {"page": (page.folder, page.database), "batch": (batched, batched)}[kind]
    before = database.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with open_library(path) as library:
        assert len(find_duties(library, Wanted(("森林",)))) == 2
    assert database.read_bytes() == before
    assert is_alone(database)


def _of_later(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA user_version = {VERSION + 1}")


def _of_another_program(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE other (x)")


@pytest.mark.parametrize("spoil", [_of_later, _of_another_program])
def test_what_is_not_ours_is_left_alone(
    spoil: Callable[[sqlite3.Connection], None], batched: Path
) -> None:
    with closing(sqlite3.connect(batched)) as database:
        spoil(database)
        database.commit()
    before = batched.read_bytes()
    with pytest.raises(UnknownFormatError), open_store(batched):
        pass
    assert batched.read_bytes() == before
    assert is_alone(batched)


def test_an_export_of_the_older_page_is_taken_in(page: Store, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "manifest.json", json.dumps({"format": "dutylist", "version": 1, "exported": ""})
        )
        archive.write(page.database, "dutylist.sqlite")
        for file in (page.folder / "files").iterdir():
            archive.write(file, f"files/{file.name}")
    (other := Store(tmp_path / "别处")).prepare()
    assert (got := import_all(other, packed, 1 << 30)).added == 2
    assert got.corrections == 10
    (old,) = (one for one in other.editions() if "2025" in one.file_name)
    opened = editions.open_edition(other, old.id)
    assert opened is not None
    assert opened.now.lists[1].duties[0].name == "森林草原防灭火"
    assert opened.with_anyone == 10
