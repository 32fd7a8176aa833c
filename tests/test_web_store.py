"""What a cut-off start, a full disk or one bad list leaves behind locks nobody out."""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import re
import resource
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from dutylist.app.corrections.model import Target
from dutylist.app.library.schema import APPLICATION_ID, VERSION, own_shape, shape_of
from dutylist.app.web import editions, routes
from dutylist.app.web.safety import load_secret
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.transfer import import_all
from dutylist.records.model import DutyList
from tests.test_web_safety import edition, open_client, token, upload
from tests.web_office import NEW_YEAR, list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.mark.parametrize("tables", [0, 1, 2, 3])
def test_a_start_that_was_cut_off_is_finished(tables: int, tmp_path: Path) -> None:
    """An older version committed table by table, and the marks of the file last."""
    statements = [sql for kind, _, sql in sorted(own_shape(), reverse=True) if sql]
    with sqlite3.connect(tmp_path / "dutylist.sqlite") as connection:
        connection.executescript(";".join(statements[:tables]) + ";")
    connection.close()
    store = Store(tmp_path)
    store.prepare()
    with store.connect() as connection:
        assert shape_of(connection) == own_shape()
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
    # What is then put in goes out and comes in elsewhere.
    with open_client(Settings(tmp_path)) as client:
        upload(client, "清单.txt", list_text().encode())
        made = client.get("/data/export").content
    (other := Store(tmp_path / "other")).prepare()
    assert import_all(other, io.BytesIO(made), 1 << 30).added == 1


@pytest.mark.parametrize("left", [b"", b"12", b"\xff" * 32])
def test_a_key_that_is_not_whole_is_made_anew(left: bytes, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(left)
    made = load_secret(tmp_path)
    assert len(made) == 32
    assert made != left
    assert load_secret(tmp_path) == made


def test_of_two_corrections_of_the_same_moment_one_is_told(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        upload(client, "清单.txt", list_text().encode())
        path = f"/editions/{edition(client)}/lists/1/duties/1/corrections"
        given = {"token": token(client), "field": "category", "old": "党的建设"}

        def correct(number: int) -> int:
            data = given | {"new": f"类别{number}", "who": f"某{number}"}
            return client.post(path, data=data).status_code

        with ThreadPoolExecutor(6) as pool:
            statuses = list(pool.map(correct, range(6)))
    assert sorted(statuses) == [303, *[409] * 5]


def test_a_correction_of_what_has_changed_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with open_client(Settings(tmp_path)) as client:
        upload(client, "清单.txt", list_text().encode())
    (seen,) = store.editions()
    assert store.add_correction(seen, "rename", Target(), "安丰县林业局", "林业局", "张三")
    assert not store.add_correction(seen, "rename", Target(), "安丰县林业局", "林草局", "李四")
    assert len(store.corrections(seen.id)) == 1


@contextmanager
def full_disk() -> Iterator[None]:
    """The limit of a file's size stands for the disk's end: no file can grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_disk_that_is_full_costs_what_is_new_alone(tmp_path: Path) -> None:
    with open_client(Settings(tmp_path)) as client:
        upload(client, "清单.txt", list_text().encode())
        path = f"/editions/{edition(client)}/lists/1/duties/1/corrections"
        new = {"field": "category", "old": "党的建设", "new": "党建", "who": "张三"}
        given = {"token": token(client), **new}
        files = {"files": ("又一份.txt", list_text(NEW_YEAR).encode())}
        with full_disk():
            for answer in (
                client.post(path, data=given),
                client.post("/files", data={"token": given["token"]}, files=files),
                client.get("/data/export"),
            ):
                assert answer.status_code == 507
                assert re.search("(磁盘|超出允许).*这一步没有做成，原来的数据都在", answer.text)
        assert client.get("/").status_code == 200
        assert client.post(path, data=given).status_code == 303
        assert "job failed" not in upload(client, "又一份.txt", list_text(NEW_YEAR).encode())
    assert {one.name for one in (tmp_path / "files").iterdir()} == {
        f"{one.id}{one.suffix}" for one in Store(tmp_path).editions()
    }


def spoiled(settings: Settings) -> tuple[str, str]:
    """Two editions, the first with records that nobody can read; their ids."""
    with open_client(settings) as client:
        upload(client, "坏.txt", list_text().encode())
        bad = edition(client)
        upload(client, "好.txt", NEW_YEAR.encode())
    store = Store(settings.folder)
    (good,) = (one.id for one in store.editions() if one.id != bad)
    with store.connect() as connection:
        records = json.loads(store.records(bad))
        records["lists"][0]["duties"][0]["number"] = "七"
        connection.execute(
            "UPDATE edition SET records = ?, summary = '{}' WHERE id = ?",
            (json.dumps(records), bad),
        )
    editions._opened.cache_clear()
    return bad, good


def test_one_bad_list_takes_no_other_down(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    bad, good = spoiled(settings)
    with open_client(settings) as client:
        home = client.get("/")
        assert (home.status_code, home.text.count("读不出来")) == (200, 1)
        assert client.get(f"/editions/{good}/lists/1").status_code == 200
        for path in ("lists/1", "lists/1/duties/1", "findings", "departments", "files", "charts"):
            answer = client.get(f"/editions/{bad}/{path}")
            assert (answer.status_code, "这份清单读不出来" in answer.text) == (422, True)
            assert "其他清单不受影响" in answer.text
        assert client.get("/compare", params={"old": bad, "new": good}).status_code == 422
        assert client.get(f"/editions/{bad}/file").content == list_text().encode()
        assert client.get("/data/export").status_code == 200
        # Reading the file again mends it, deleting it takes it away.
        given = {"token": token(client)}
        assert client.post(f"/editions/{bad}/delete", data=given).status_code == 303
        assert client.get("/").text.count("读不出来") == 0


@pytest.mark.parametrize("gone", [False, True], ids=["records", "file"])
def test_one_bad_list_does_not_spoil_the_export(gone: bool, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    bad, good = spoiled(settings)
    if gone:
        store = Store(settings.folder)
        store.file(bad, ".txt").unlink()
        with store.connect() as connection:
            good_records = store.records(good)
            connection.execute("UPDATE edition SET records = ? WHERE id = ?", (good_records, bad))
    with open_client(settings) as client:
        made = client.get("/data/export").content
    with open_client(Settings(tmp_path / "other")) as client:
        given = {"token": token(client)}
        said = client.post("/data/import", data=given, files={"file": ("数据.zip", made)})
        assert "坏.txt" in said.text.split('id="imported"')[1].split("</")[0]
    assert [one.id for one in Store(tmp_path / "other").editions()] == [good]


def test_no_page_fails_for_a_bad_list(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    bad, good = spoiled(settings)
    fill = {
        "identity": bad,
        "number": "1",
        "position": "1",
        "ending": "xlsx",
        "form": "docx",
        "what": "official",
    }
    paths = {
        re.sub(r"\{(\w+)\}", lambda at: fill.get(at[1], "1"), route.path)
        for found in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}.")
        for route in importlib.import_module(found.name).router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and route.path != "/stop"
    }
    given = {"query": "党", "name": "安丰县林业局", "old": bad, "new": good}
    with open_client(settings) as client:
        found = {path: client.get(path, params=given).status_code for path in paths}
    assert len(found) > 30
    assert {path: status for path, status in found.items() if status >= 500} == {}


def test_a_check_that_stumbles_takes_nothing_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the fault is, one of ours included."""

    def stumble(duty_list: DutyList) -> tuple[()]:
        raise IndexError("tuple index out of range")

    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        upload(client, "清单.txt", list_text().encode())
        bad = edition(client)
    with Store(settings.folder).connect() as connection:
        connection.execute("UPDATE edition SET summary = '{}'")
    editions._opened.cache_clear()
    monkeypatch.setattr(editions, "check", stumble)
    with open_client(settings) as client:
        assert client.get("/").status_code == 200
        answer = client.get(f"/editions/{bad}/lists/1")
        assert (answer.status_code, "IndexError" in answer.text) == (422, True)
        given = {"token": token(client)}
        assert client.post(f"/editions/{bad}/delete", data=given).status_code == 303
        assert Store(settings.folder).editions() == []


def test_a_poisoned_records_file_is_refused_or_taken_in_whole(tmp_path: Path) -> None:
    poison = Path(__file__).parent / "cases" / "bounds" / "poison-doubts.json"
    with open_client(Settings(tmp_path / "data")) as client:
        jobs = upload(client, "毒.json", poison.read_bytes())
        assert "程序内部错误" not in jobs
        assert client.get("/").status_code == 200
