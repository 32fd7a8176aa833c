"""Kill -9 at moments spread over all that a command does with files: nothing that was there is
lost, nothing is there by halves, and the next run goes on."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner

import dutylist
from dutylist.app.batch.queries import stored_lists
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.library.asking import open_library
from dutylist.app.library.opening import open_store
from dutylist.app.library.schema import APPLICATION_ID, VERSION, Shape, mark_of, own_shape, shape_of
from dutylist.app.web.application import create_app
from dutylist.app.web.from_batch import take_in_own
from dutylist.app.web.running import alone
from dutylist.app.web.safety import load_secret
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from tests.generated_lists import write_texts
from tests.killing import done, killed, moments, spread
from tests.small_list import ROWS, write_list
from tests.test_batch_death import held
from tests.test_harsh_places import documents, whole
from tests.test_library import BATCH as BATCH_TABLES
from tests.test_library import KEPT, is_whole_and_alone, rows
from tests.test_library import PAGE as PAGE_TABLES

ROOT = str(Path(dutylist.__file__).parent)
WRITING = (f"{ROOT}/render/files.py",)
BATCH = (f"{ROOT}/app/batch/run.py", f"{ROOT}/app/batch/store.py")
LIBRARY = (f"{ROOT}/app/library",)
INTO_PAGE = (*BATCH, f"{ROOT}/app/web/from_batch.py")
PAGE = tuple(f"{ROOT}/app/web/{name}.py" for name in ("application", "store", "running", "safety"))

KILLS = 4
"""Of each act here; `python -m bench.kills` has sixty."""


def test_all_killed_over_what_was_there(tmp_path: Path) -> None:
    run("all_over_what_was_there", tmp_path)


def test_batch_killed(tmp_path: Path) -> None:
    run("batch_of_a_folder", tmp_path)


def test_the_first_start_of_the_page_killed(tmp_path: Path) -> None:
    run("first_start_of_the_page", tmp_path)


def test_bringing_an_older_library_up_to_date_killed(tmp_path: Path) -> None:
    run("older_libraries_brought_up_to_date", tmp_path)


def test_a_batch_into_the_page_killed(tmp_path: Path) -> None:
    run("batch_into_the_page", tmp_path)


def load() -> None:
    """Load what commands would load, each time anew."""
    for path in Path(ROOT, "render").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        importlib.import_module(f"dutylist.{name}")


def run(what: str, folder: Path) -> None:
    """In a process of its own, which has loaded the modules and run nothing yet."""
    act = f"from tests.test_killed_at import *; load(); {what}(Path.cwd(), {KILLS})"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    told = subprocess.run(
        [sys.executable, "-c", act], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr


def all_over_what_was_there(folder: Path, kills: int) -> None:
    source, out = write_list(folder / "清单.txt", ROWS[:1]), folder / "出版"
    words = ("all", source, "--to", "docx", "--embedded-fonts", "-o", out)

    def make() -> None:
        run = CliRunner().invoke(cli, [str(word) for word in words])
        assert run.exit_code == 0, run.output

    done(make)
    before = documents(out)
    total = moments(make, WRITING)
    for kill, moment in enumerate(spread(kills, total)):
        # Each time another list, so that every file is another.
        row = (*ROWS[0][:2], f"{ROWS[0][2]}（{kill}）", *ROWS[0][3:])
        write_list(source, (row,))
        assert killed(make, WRITING, moment)
        assert documents(out) >= before
        assert [name for name in documents(out) if not whole(out / name)] == []
    done(make)
    # Nothing of ours was taken for a clerk's: no numbered copies.
    assert documents(out) == before


def batch_of_a_folder(folder: Path, kills: int) -> None:
    lists, store = folder / "清单", folder / "库.sqlite"
    write_texts(lists, 4)

    def make() -> None:
        batch(lists, store, workers=1)

    done(make)
    undisturbed = held(store)
    store.unlink()
    total = moments(make, BATCH)
    for moment in spread(kills, total):
        assert killed(make, BATCH, moment)
        if store.is_file():
            with sqlite3.connect(store) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        done(make)
        assert held(store) == undisturbed
        store.unlink()


def batch_into_the_page(folder: Path, kills: int) -> None:
    lists, page = folder / "清单", Store(folder / "数据")
    paths = write_texts(lists, 4)
    names = {path.name for path in paths}

    def make() -> None:
        page.folder.mkdir(exist_ok=True)
        batch(lists, page.database, workers=1)

    total = moments(make, INTO_PAGE)
    for moment in spread(kills, total):
        shutil.rmtree(page.folder, ignore_errors=True)
        assert killed(make, INTO_PAGE, moment)
        # Either goes on: the next batch, or a start of the page and then the next batch.
        if moment % 2:
            page.folder.mkdir(exist_ok=True)
            page.prepare()
            take_in_own(page)
            assert {page.file(one.id, one.suffix).is_file() for one in page.editions()} <= {True}
        done(make)
        assert {one.file_name for one in page.editions()} == names
        assert len(page.editions()) == 4
        page.prepare()
        assert all(page.file(one.id, one.suffix).is_file() for one in page.editions())
        assert len(list((page.folder / "files").iterdir())) == 4
        with open_library(page.folder) as library:
            assert len(stored_lists(library)) == 4


def first_start_of_the_page(folder: Path, kills: int) -> None:
    def start(data: Path) -> None:
        data.mkdir(exist_ok=True)
        with alone(data) as ours:
            assert ours
            create_app(Settings(data))

    total = moments(lambda: start(folder / "数据"), PAGE)
    secrets = set()
    for moment in spread(kills, total):
        data = folder / f"数据{moment}"
        assert killed(lambda: start(data), PAGE, moment)  # noqa: B023
        start(data)
        with Store(data).connect() as connection:
            assert shape_of(connection) == own_shape()
        secrets.add(load_secret(data))
        assert {path.name for path in data.iterdir() if "part" in path.name} == set()
    assert len(secrets) == kills
    assert {len(secret) for secret in secrets} == {32}


def older_libraries_brought_up_to_date(folder: Path, kills: int) -> None:
    for name, tables in (("page/dutylist.sqlite", PAGE_TABLES), ("batch.sqlite", BATCH_TABLES)):
        library = folder / Path(name).name

        def make() -> None:
            with open_store(library):  # noqa: B023
                pass

        shutil.copyfile(KEPT / name, library)
        old, before = shape_of_file(library), rows(library, tables)
        total = moments(make, LIBRARY)
        lay_beside = False
        # It is short: a kill costs little, and the moments between two tables are few.
        for moment in spread(4 * kills, total):
            shutil.copyfile(KEPT / name, library)
            assert killed(make, LIBRARY, moment)
            # It is the old one or the new one, and nothing between.
            with closing(sqlite3.connect(library)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                is_new = mark_of(connection) == (APPLICATION_ID, VERSION)
            assert shape_of_file(library) == (own_shape() if is_new else old)
            assert rows(library, tables) == before
            beside = library.with_name(f"{library.name}.before-version-{VERSION}")
            if beside.is_file() and beside.stat().st_size:
                assert rows(beside, tables) == before
                lay_beside = True
            done(make)
            assert rows(library, tables) == before
            assert is_whole_and_alone(library)
        assert lay_beside


def shape_of_file(database: Path) -> Shape:
    with closing(sqlite3.connect(database)) as connection:
        return shape_of(connection)
