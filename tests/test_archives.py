"""A ZIP archive of lists is a folder: names as Windows in Chinese writes them, archives in
archives, and none that fills the disk, leaves its folder or is damaged in silence."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dutylist.app.archives import unpack
from dutylist.app.batch.run import batch
from dutylist.app.batch.store import load_list
from dutylist.app.library.opening import open_store
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import DamagedFileError, DutyListError, LimitExceededError
from tests.test_cli import dutylist

CASES = Path(__file__).parent / "cases" / "layouts_kinds"


def archive(files: dict[str, bytes], encoding: str = "gbk") -> bytes:
    """An archive whose names are bytes of an encoding, without the flag of UTF-8."""
    content = io.BytesIO()
    places: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for number, (name, data) in enumerate(files.items()):
            written = name.encode(encoding)
            placeholder = f"{number:03}".ljust(len(written), "~").encode()
            places.append((placeholder, written))
            made.writestr(placeholder.decode(), data)
    found = content.getvalue()
    for placeholder, written in places:
        found = found.replace(placeholder, written)
    return found


def a_list(township: str) -> bytes:
    rows = "\n".join(f"{number}\t党的建设\t{township}做第{number}件事" for number in range(1, 4))
    return f"{township}基本履职事项清单\n序号\t事项类别\t事项名称\n{rows}\n".encode()


def shown(path: Path, folder: Path) -> list[str]:
    folder.mkdir()
    return [str(one.shown.relative_to(path)) for one in unpack(path, path, folder, ReadLimits())]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_read_as_their_writer_meant_them(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "全县.zip"
    path.write_bytes(archive({"各乡镇/甲镇清单.txt": a_list("甲镇")}, encoding))
    assert shown(path, tmp_path / "解开") == ["各乡镇/甲镇清单.txt"]


def test_names_of_an_ordinary_program(tmp_path: Path) -> None:
    (tmp_path / "甲镇.txt").write_bytes(a_list("甲镇"))
    path = Path(shutil.make_archive(str(tmp_path / "全县"), "zip", tmp_path, "甲镇.txt"))
    assert shown(path, tmp_path / "解开") == ["甲镇.txt"]


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "全县.zip"
    names = ("../../外面.txt", "/根/上面.txt", "C:\\盘\\里面.txt", "__MACOSX/._甲.txt", "~$甲.docx")
    path.write_bytes(archive(dict.fromkeys(names, b"x")))
    folder = tmp_path / "解开"
    assert shown(path, folder) == ["外面.txt", "根/上面.txt", "C/盘/里面.txt"]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["全县.zip", "解开"]


def test_too_much_is_refused_before_it_is_on_the_disk(tmp_path: Path) -> None:
    inner = archive({"零.txt": bytes(30 << 20)})
    path = tmp_path / "炸弹.zip"
    path.write_bytes(archive({f"{number}.zip": inner for number in range(20)}))
    folder = tmp_path / "解开"
    folder.mkdir()
    with pytest.raises(LimitExceededError, match=r"“炸弹.zip”：压缩包展开后超过上限 64 MB"):
        unpack(path, path, folder, ReadLimits(max_bytes=64 << 20))
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 70 << 20


def test_archives_without_end_are_refused(tmp_path: Path) -> None:
    data = archive({"甲镇.txt": a_list("甲镇")})
    for _ in range(5):
        data = archive({"里面.zip": data})
    path = tmp_path / "套.zip"
    path.write_bytes(data)
    folder = tmp_path / "解开"
    folder.mkdir()
    with pytest.raises(LimitExceededError, match="压缩包套压缩包超过 4 层"):
        unpack(path, path, folder, ReadLimits())


def test_damaged_and_locked_archives(tmp_path: Path) -> None:
    whole = bytearray(archive({"甲镇.txt": a_list("甲镇") * 50}))
    for name, data in (
        ("坏.zip", whole[:60] + bytes(20) + whole[80:]),
        ("短.zip", whole[: len(whole) // 2]),
        # Places in the directory lie before the file's beginning.
        ("少.zip", whole[:60] + whole[61:]),
    ):
        path = tmp_path / name
        path.write_bytes(bytes(data))
        (tmp_path / path.stem).mkdir()
        with pytest.raises(DutyListError, match="压缩包不完整或已损坏"):
            unpack(path, path, tmp_path / path.stem, ReadLimits())
    for place in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        whole[place] |= 1
    path = tmp_path / "锁.zip"
    path.write_bytes(bytes(whole))
    (tmp_path / "锁").mkdir()
    with pytest.raises(DamagedFileError, match="压缩包加了密码"):
        unpack(path, path, tmp_path / "锁", ReadLimits())


def test_batch_reads_archives_as_folders(tmp_path: Path) -> None:
    folder = tmp_path / "各县"
    folder.mkdir()
    inner = archive({"乙镇.txt": a_list("乙镇"), "丙镇.txt": a_list("丙镇")})
    (folder / "甲镇.txt").write_bytes(a_list("甲镇"))
    (folder / "河东县.zip").write_bytes(
        archive({"河东县/乙丙.zip": inner, "同甲镇.txt": a_list("甲镇")})
    )
    (folder / "坏.zip").write_bytes(archive({"丁镇.txt": a_list("丁镇")})[:-40])
    store = tmp_path / "库.sqlite"
    report = batch(folder, store, workers=1)
    assert (report.files, report.read) == (5, 3)
    assert [(Path(one.path).name, one.exit_code) for one in report.failed] == [("坏.zip", 5)]
    with open_store(store) as connection:
        paths = [path for (path,) in connection.execute("SELECT path FROM file ORDER BY path")]
    assert [str(Path(path).relative_to(folder.resolve())) for path in paths] == [
        "河东县.zip/同甲镇.txt",
        "河东县.zip/河东县/乙丙.zip/丙镇.txt",
        "河东县.zip/河东县/乙丙.zip/乙镇.txt",
        "甲镇.txt",
    ]
    again = batch(folder, store, workers=1)
    assert (again.read, again.known) == (0, 3)
    alone = batch(folder / "河东县.zip", tmp_path / "一县.sqlite", workers=1)
    assert (alone.files, alone.read) == (3, 3)


def test_what_the_clerk_says_of_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "清单"
    folder.mkdir()
    text = "序号\t做什么\t办理科室\n1\t河道巡查\t县水利局\n2\t森林防火\t县林业局\n"
    (folder / "甲.txt").write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("序号", "做什么", "办理科室"), (1, "安置老兵", "县退役军人事务局")):
        book.active.append(row)
    book.save(folder / "乙.xlsx")
    columns = tmp_path / "columns.toml"
    columns.write_text('"做什么" = "名称"\n"办理科室" = "部门"\n', encoding="utf-8")
    store = str(tmp_path / "库.sqlite")
    assert dutylist("batch", str(folder), "-o", store).returncode == 1
    told = ("--columns", str(columns), "--take-all")
    assert dutylist("batch", str(folder), "-o", store, *told).returncode == 0
    found = [("县水利局",), ("县林业局",), ("县退役军人事务局",)]
    assert sorted(departments(store)) == sorted(found)
    # Told otherwise, it is read again.
    columns.write_text('"做什么" = "名称"\n"办理科室" = "备注"\n', encoding="utf-8")
    assert dutylist("batch", str(folder), "-o", store, *told).returncode == 0
    assert departments(store) == [(), (), ()]


def departments(store: str) -> list[tuple[str, ...]]:
    with open_store(Path(store)) as connection:
        numbers = [number for (number,) in connection.execute("SELECT id FROM list")]
        lists = [load_list(connection, number) for number in numbers]
    return [duty.departments for one in lists for table in one.lists for duty in table.duties]


def test_a_county_out_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "全县.zip"
    path.write_bytes(
        archive(
            {f"全县/{township}.xlsx": (CASES / "e04.xlsx").read_bytes() for township in ("兰陵镇",)}
        )
    )
    result: subprocess.CompletedProcess[str] = dutylist(
        "county", str(path), "--to", "html", "-o", str(tmp_path / "汇总")
    )
    assert result.returncode == 0, result.stderr
    assert "乡镇 1 个，部门 7 个。" in result.stderr
