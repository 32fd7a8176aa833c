"""What a batch says of files that are gone, and what it does not take for lists: its own files."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.batch.report import BatchReport, summary
from dutylist.app.batch.run import batch
from dutylist.app.cli import cli
from dutylist.app.library.opening import DATABASE, open_store
from dutylist.app.web.from_batch import take_over
from dutylist.app.web.store import Store
from dutylist.render.files import write_document
from tests.generated_lists import write_texts


def paths_in(store: Path) -> list[str]:
    with open_store(store) as connection:
        return [Path(one).name for (one,) in connection.execute("SELECT path FROM file")]


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_deleted_list_is_said_at_every_run_until_it_is_dropped(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    one, two = write_texts(folder, 2)
    assert "没有的" not in run("batch", folder, "-o", store)
    one.unlink()
    for _ in range(2):
        said = run("batch", folder, "-o", store)
        assert "原来读过、现在文件夹里没有的 1 个文件，还在库里" in said
        assert "--drop-gone" in said
        assert str(one) in said
        assert len(paths_in(store)) == 2
    assert "没有的 1 个文件，已从库里去掉" in run("batch", folder, "-o", store, "--drop-gone")
    assert paths_in(store) == [two.name]
    assert "没有的" not in run("batch", folder, "-o", store)


def test_a_file_that_was_moved_is_said_and_its_list_stays_under_the_new_place(
    tmp_path: Path,
) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    one, two = write_texts(folder, 2)
    batch(folder, store, workers=1)
    (folder / "旧").mkdir()
    one.rename(folder / "旧" / "改名.txt")
    report = batch(folder, store, workers=1, drop_gone=True)
    assert (report.gone, report.moved) == ((), ((str(one), str(folder / "旧" / "改名.txt")),))
    assert "移动、改名的 1 个文件" in summary(report)
    assert sorted(paths_in(store)) == sorted(["改名.txt", two.name])
    assert batch(folder, store, workers=1).moved == ()


def test_what_lies_elsewhere_or_cannot_be_looked_into_is_not_gone(tmp_path: Path) -> None:
    store = tmp_path / "库.sqlite"
    first, second = tmp_path / "甲县", tmp_path / "乙县"
    (one,) = write_texts(first, 1)
    lists = write_texts(second, 3)
    with zipfile.ZipFile(second / "包.zip", "w") as archive:
        archive.write(lists[2], "里面.txt")
    lists[2].unlink()
    batch(first, store, workers=1)
    assert batch(second, store, workers=1).gone == ()
    (second / "包.zip").write_bytes(b"PK\x03\x04 broken")
    report = batch(second, store, workers=1, drop_gone=True)
    assert (report.gone, len(report.failed)) == ((), 1)
    (second / "包.zip").unlink()
    assert batch(second, store, workers=1).gone == (str(second / "包.zip" / "里面.txt"),)
    assert one.name in paths_in(store)


@pytest.mark.parametrize("place", ["库.sqlite", "出/库.sqlite", "网页", f"网页/{DATABASE}"])
def test_other_libraries_and_their_reports_within_the_folder_are_no_lists(
    tmp_path: Path, place: str
) -> None:
    folder = tmp_path / "清单"
    write_texts(folder, 2)
    (folder / "坏.txt").write_text("坏", "utf-8")
    (folder / "网页").mkdir()
    CliRunner().invoke(cli, ["batch", str(folder), "-o", str(folder / place)])
    report = batch(folder, tmp_path / "另.sqlite", workers=1)
    assert (report.files, report.read, len(report.failed)) == (3, 2, 1)
    assert report.own
    assert f"另有 {report.own} 个文件是本程序写出的" in summary(report)


def test_documents_are_lists_only_where_somebody_has_edited_or_copied_them(tmp_path: Path) -> None:
    folder, store = tmp_path / "清单", tmp_path / "库.sqlite"
    one, two = write_texts(folder, 2)
    other = one.read_bytes().replace("年".encode(), "年 ".encode())
    write_document(folder / "出", "正式.txt", other)
    write_document(folder / "出", "改过.txt", two.read_bytes() + b"\n")

    def read() -> BatchReport:
        return batch(folder, store, workers=1)

    report = read()
    assert (report.files, report.read, report.own) == (2, 2, 2)
    (folder / "出" / "改过.txt").write_bytes(two.read_bytes() + "注：已改".encode())
    report = read()
    assert (report.files, report.read, report.own) == (3, 1, 1)
    shutil.copy(folder / "出" / "正式.txt", folder / "抄件.txt")
    report = read()
    assert (report.files, report.read, report.own) == (4, 1, 1)


def test_a_list_that_the_page_has_by_its_records_alone_is_there_already(tmp_path: Path) -> None:
    """Its file was not there when it was taken over."""
    folder, store, page = tmp_path / "清单", tmp_path / "库.sqlite", tmp_path / "网页"
    one, _ = write_texts(folder, 2)
    batch(folder, store, workers=1)
    content = one.read_bytes()
    one.unlink()
    page.mkdir()
    run("batch", tmp_path / "清单", "-o", page)
    assert take_over(store, Store(page)) == (1, 1)
    one.write_bytes(content)
    for _ in range(2):
        report = batch(folder, page / DATABASE, workers=1)
        assert (report.read, report.known, report.gone) == (0, 2, ())
