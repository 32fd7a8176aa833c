"""A folder of lists becomes a store: whole lists, each once, whatever happens to the files."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.batch.outcome import sources
from dutylist.app.batch.report import BatchReport, summary
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.library.opening import open_store
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.errors import FileMissingError, UnknownFormatError
from dutylist.records.json_form import load_records
from tests.generated_lists import write_texts
from tests.small_list import write_list
from tests.store_contents import contents, stored_records

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six lists in subfolders, one of them twice, and four files that are none."""
    folder = tmp_path_factory.mktemp("lists")
    paths = write_texts(folder, 6)
    (folder / "深" / "更深").mkdir(parents=True)
    shutil.copy(paths[0], folder / "深" / "更深" / "副本.txt")
    (folder / "空.txt").write_bytes(b"")
    (folder / "通知.txt").write_text("今天下午三点开会。\n", "utf-8")
    (folder / "坏.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "记录.json").write_text('{"schema": 9}', "utf-8")
    (folder / "~$锁.txt").write_text("锁", "utf-8")
    (folder / ".隐藏.txt").write_text("隐藏", "utf-8")
    return folder


@pytest.fixture(scope="module")
def first_run(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BatchReport]:
    store = tmp_path_factory.mktemp("store") / "库.sqlite"
    return store, batch(made, store, workers=2)


def test_what_a_reader_is_made_of_is_all_code_and_data_of_its_folders(tmp_path: Path) -> None:
    for name in ("rules.py", "report.py", "notes.md", "deep/words.toml", "deep/report.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    of_all, but_reports = sources(tmp_path), sources(tmp_path, {"report.py"})
    assert [one.name for one in of_all] == ["report.py", "words.toml", "report.py", "rules.py"]
    assert [one.name for one in but_reports] == ["report.py", "words.toml", "rules.py"]


def test_every_list_is_stored_as_it_is_read(
    made: Path, first_run: tuple[Path, BatchReport]
) -> None:
    store, report = first_run
    with open_store(store) as connection:
        stored = stored_records(connection)
        files = dict(connection.execute("SELECT path, sha256 FROM file JOIN list ON id = list"))
        findings = connection.execute("SELECT sha256, message FROM finding JOIN list ON id = list")
        found = {(sha256, message) for sha256, message in findings}
    lists = [*sorted(made.rglob("*-*.txt")), made / "深" / "更深" / "副本.txt"]
    assert sorted(files) == sorted(str(path) for path in lists)
    for path in lists:
        read = read_duty_list(path)
        assert stored[files[str(path)]] == read
        assert {(files[str(path)], one.message) for one in check(read)} <= found
    assert (report.files, report.read, report.known, len(stored)) == (11, 6, 0, 6)


def test_failures_are_reported_and_cost_nothing_else(
    first_run: tuple[Path, BatchReport], made: Path
) -> None:
    _, report = first_run
    failed = {Path(failure.path).name: failure for failure in report.failed}
    assert {name: failure.exit_code for name, failure in failed.items()} == {
        "空.txt": 5,
        "通知.txt": 6,
        "坏.txt": 5,
        "记录.json": 13,
    }
    for name, failure in failed.items():
        result = CliRunner().invoke(cli, ["extract", str(made / name)])
        assert result.exception is not None
        assert str(result.exception) == failure.message
    assert report.exit_code == 1
    assert "4 个文件没有读成" in summary(report)


def test_second_run_reads_nothing_again(first_run: tuple[Path, BatchReport], made: Path) -> None:
    store, first = first_run
    with open_store(store) as connection:
        before = contents(connection)
    report = batch(made, store, workers=1)
    assert (report.read, report.known, report.failed) == (0, 6, first.failed)
    with open_store(store) as connection:
        assert contents(connection) == before


def test_changed_moved_and_mended_files(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    one, two, three = write_texts(folder, 3)
    batch(folder, store, workers=1)
    two_text = two.read_bytes()
    two.rename(folder / "移走.txt")
    one.write_bytes(three.read_bytes())
    three.write_text("坏了", "utf-8")
    report = batch(folder, store, workers=1)
    assert (report.read, report.known, len(report.failed)) == (0, 2, 1)
    with open_store(store) as connection:
        rows = connection.execute("SELECT path, sha256 FROM file JOIN list ON id = list").fetchall()
        lists = connection.execute("SELECT count(*) FROM list").fetchone()[0]
        failures = connection.execute("SELECT path FROM failure").fetchall()
    assert {Path(path).name for path, _ in rows} == {one.name, "移走.txt"}
    assert report.moved == ((str(two), str(folder / "移走.txt")),)
    assert len({sha256 for _, sha256 in rows}) == lists == 2
    assert failures == [(str(three),)]
    three.write_bytes(two_text.replace("年".encode(), "年 ".encode()))
    report = batch(folder, store, workers=1)
    assert (report.read, report.known, report.failed) == (1, 2, ())
    three.unlink()
    (folder / "新坏.txt").write_text("坏", "utf-8")
    assert len(batch(folder, store, workers=1).failed) == 1
    (folder / "新坏.txt").unlink()
    assert batch(folder, store, workers=1).failed == ()
    with open_store(store) as connection:
        assert connection.execute("SELECT count(*) FROM failure").fetchone()[0] == 0


def test_what_an_older_reader_read_is_read_again(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    write_texts(folder, 2)
    batch(folder, store, workers=1)
    with open_store(store) as connection:
        before = contents(connection)
        connection.execute("UPDATE list SET reader = '0.0.1+old', title = '旧' WHERE id = 1")
    report = batch(folder, store, workers=1)
    assert (report.read, report.known) == (1, 1)
    with open_store(store) as connection:
        assert contents(connection) == before


def test_limits_on_time_and_size(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    good, large = write_texts(folder, 2)
    large.write_bytes(large.read_bytes() + b"\n" * (2 << 20))
    report = batch(folder, store, workers=1, limits=ReadLimits(max_bytes=1 << 20))
    assert [(failure.path, failure.exit_code) for failure in report.failed] == [(str(large), 8)]
    report = batch(folder, tmp_path / "又.sqlite", workers=1, limits=ReadLimits(max_seconds=0.001))
    assert [failure.exit_code for failure in report.failed] == [8, 8]
    assert "--max-seconds" in report.failed[0].message
    assert good.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there may names be any bytes")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    good, bad = write_texts(folder, 2)
    old = b"\xc7\xe5\xb5\xa5.txt"  # GB 18030 for 清单
    os.rename(good, os.fsencode(folder) + b"/" + old)
    os.rename(bad, os.fsencode(folder) + b"/bad-" + old)
    Path(os.fsdecode(os.fsencode(folder) + b"/bad-" + old)).write_text("坏", "utf-8")
    run = CliRunner().invoke(cli, ["batch", str(folder), "-o", str(store)])
    assert run.exit_code == 1, run.output
    with open_store(store) as connection:
        (path,) = connection.execute("SELECT path FROM file").fetchone()
    assert "�" in path
    assert "�" in run.output


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "清单").mkdir()
    for content in (b"not a store", b""):
        other = tmp_path / "别的.sqlite"
        other.write_bytes(content)
        with pytest.raises(UnknownFormatError, match="不是 dutylist 建的库"), open_store(other):
            pass
        assert other.read_bytes() == content
    other.write_bytes(b"not a store, but as long as any header of one would have to be" * 9)
    with pytest.raises(UnknownFormatError):
        batch(tmp_path / "清单", other)
    with pytest.raises(FileMissingError):
        batch(tmp_path / "没有", tmp_path / "库.sqlite")
    with pytest.raises(FileMissingError), open_store(tmp_path / "没有.sqlite"):
        pass


def test_command_line(made: Path, tmp_path: Path) -> None:
    store = tmp_path / "库.sqlite"
    run = CliRunner().invoke(cli, ["batch", str(made), "-o", str(store), "--json"])
    assert run.exit_code == 1
    report = json.loads(run.stdout)
    assert (report["files"], report["read"], len(report["failed"])) == (11, 6, 4)
    text = (tmp_path / "库.失败.csv").read_text("utf-8")
    assert text.startswith("\ufeff文件,错误,退出码,说明,试了几次")
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines()))
    assert [row[2] for row in rows[1:]] == [str(one["exit_code"]) for one in report["failed"]]
    place = "-".join(next(made.rglob("*-0003.txt")).stem.split("-")[:-1])
    target = tmp_path / "记录.json"
    run = CliRunner().invoke(cli, ["query", "records", str(store), place, "-o", str(target)])
    assert run.exit_code == 0, run.output
    assert load_records(target.read_text("utf-8"), "记录.json") == read_duty_list(
        next(made.rglob("*-0003.txt"))
    )


def test_an_offices_other_tables_are_told_and_not_taken_into_the_store(tmp_path: Path) -> None:
    folder, store = tmp_path / "各镇", tmp_path / "库.sqlite"
    folder.mkdir()
    write_list(folder / "青禾镇.txt")
    other = folder / "采购.csv"
    other.write_text("2025年办公用品采购清单\n序号,名称,规格,数量\n1,打印纸,A4,20\n", "utf-8")
    report = batch(folder, store, workers=1)
    assert report.read == 1
    assert [(one.path, one.exit_code) for one in report.failed] == [(str(other), 6)]
    with open_store(store) as connection:
        assert connection.execute("SELECT count(*) FROM list").fetchone() == (1,)
