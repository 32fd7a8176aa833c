"""Killed, full, forbidden, poor: what each costs. Nothing that was there, and never a traceback."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from dutylist.render.files import INDEX, safe_name
from tests.fixtures.short_list import short_list
from tests.small_list import ROWS, write_list

KILLS = 3

Limit = Callable[[], None]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)]


def run(
    *arguments: str | Path, limit: Limit | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command line within a limit of the system's."""
    done = subprocess.run(
        command(*arguments),
        env=environment or None,
        capture_output=True,
        preexec_fn=limit,
    )
    told = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in told
    return subprocess.CompletedProcess(done.args, done.returncode, "", told)


def whole(path: Path) -> bool:
    """Whether a document is there to its end."""
    content = path.read_bytes()
    match path.suffix:
        case ".docx" | ".xlsx":
            return zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
        case ".pdf":
            return content.rstrip().endswith(b"%%EOF")
        case ".json":
            return bool(json.loads(content))
        case ".html":
            return content.rstrip().endswith(b"</html>")
    return bool(content)


def documents(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".写入中-")
    }


def test_all_is_killed_again_and_again_over_what_was_there(tmp_path: Path) -> None:
    source, out = write_list(tmp_path / "清单.txt", ROWS[:1]), tmp_path / "出版"
    make = ("all", source, "--to", "docx", "--embedded-fonts", "-o", out)
    begun = time.monotonic()
    assert run(*make).returncode == 0
    usual = time.monotonic() - begun
    before = documents(out)
    chance = random.Random(5)
    for kill in range(KILLS):
        changed = tuple((*row[:2], f"{row[2]}（{kill}）", *row[3:]) for row in ROWS[:1])
        write_list(source, changed)
        process = subprocess.Popen(
            command(*make), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(usual * chance.uniform(0.4, 1.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert documents(out) >= before
        assert [name for name in documents(out) if not whole(out / name)] == []
    assert run(*make).returncode == 0
    # Nothing of ours was taken for a clerk's: no numbered copies.
    assert documents(out) == before


def test_a_disk_that_fills_up_costs_nothing_that_was_there(tmp_path: Path) -> None:
    source, out = write_list(tmp_path / "清单.txt"), tmp_path / "出版"
    make = ("render", source, "--to", "txt,docx", "--embedded-fonts", "-o", out)
    assert run(*make).returncode == 0
    before = {name: (out / name).read_bytes() for name in documents(out) if name != INDEX}
    write_list(source, ROWS[:2])
    done = run(*make, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)))
    assert done.returncode == 7
    assert "写不进去" in done.stderr
    assert ".docx" in done.stderr
    word = next(name for name in before if name.endswith(".docx"))
    assert (out / word).read_bytes() == before[word]
    assert not list(out.glob(".写入中-*"))


def test_what_still_fits_on_a_full_disk_is_written(tmp_path: Path) -> None:
    """The limit of a file's size stands for the disk's end: it takes Word files, but no PDF."""
    source, out = write_list(tmp_path / "清单.txt"), tmp_path / "出版"
    make = ("all", source, "--embedded-fonts", "-o", out)
    done = run(*make, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)))
    assert done.returncode == 7
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("出错")]
    assert told.count(".pdf”") == 4
    assert "没有写成（写不进去（超出允许的文件大小）" in told
    made = [Path(name) for name in documents(out) if Path(name).name != INDEX]
    assert f"其余 {len(made)} 个文件已写好" in told
    assert {path.suffix for path in made} == {".json", ".txt", ".docx", ".xlsx", ".html"}
    assert all(whole(out / path) for path in made)


@pytest.mark.parametrize("most", [0, 30_000])
def test_a_page_first_opened_on_a_full_disk_says_so_and_opens_later(
    most: int, tmp_path: Path
) -> None:
    """The limit of a file's size stands for the disk's end."""
    page = ("serve", "--no-browser", "--port", "0", "--data", tmp_path / "数据")
    done = run(*page, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert done.returncode == 7
    assert "请核对磁盘空间" in done.stderr
    assert re.fullmatch(r"[^A-Za-z]*", done.stderr.partition("”：")[2])
    process = subprocess.Popen(command(*page), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "已在 http" in process.stderr.readline()
    process.kill()
    process.communicate()


def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "别人的"
    folder.mkdir(mode=0o555)
    # Root may write there; nobody may make a folder in /proc.
    target = folder / "出版" if os.getuid() else Path("/proc/出版")
    done = run("render", write_list(tmp_path / "清单.txt"), "--to", "txt", "-o", target)
    assert done.returncode == 7
    assert "写不进去" in done.stderr


@pytest.mark.parametrize(
    ("limit", "environment"),
    [
        (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)), {}),
        (None, {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}),
        (None, {"HOME": "/nonexistent", "FONTCONFIG_FILE": "/dev/null"}),
    ],
    ids=["32 descriptors", "LANG=C", "no HOME, no fonts"],
)
def test_a_poor_machine_is_enough(
    tmp_path: Path, limit: Limit | None, environment: dict[str, str]
) -> None:
    source = write_list(tmp_path / "清单.txt")
    # Without HOME, USER and the like: only what finds the program.
    given = {"PATH": os.environ["PATH"], **environment}
    make = ("render", source, "--to", "pdf,docx", "-o", tmp_path / "出版")
    done = run(*make, limit=limit, **given)
    assert done.returncode == 0, done.stderr
    made = [path for path in (tmp_path / "出版").iterdir() if path.name != INDEX]
    assert sorted(path.suffix for path in made) == [".docx", ".pdf"]
    assert all(map(whole, made))


def test_a_system_that_cannot_write_our_names_is_told(tmp_path: Path) -> None:
    """Python told to believe that file names are ASCII."""
    given = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0"}
    source = write_list(tmp_path / "list.txt")
    done = run("render", source, "--to", "txt", "-o", tmp_path / "out", **given)
    assert done.returncode == 7


# Windows, as far as it can be tried elsewhere


def test_a_path_with_a_drive_letter_is_a_name_like_any_other(tmp_path: Path) -> None:
    """Here it names a file of the folder; what is made of it is a name that Windows takes."""
    source = write_list(tmp_path / "D:\\下载\\清单 (1).txt")
    done = run("render", source, "--to", "txt", "-o", tmp_path / "C:\\出版")
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "C:\\出版").glob("*.txt")
    assert made.name == "宁远县青禾镇履职事项清单.txt" or "履职事项清单" in made.name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("C:\\清单", "C_清单"),
        ("县公安局/县民政局", "县公安局_县民政局"),
        ("CON", "_CON"),
        ("nul.清单", "_nul.清单"),
        ("lpt1", "_lpt1"),
        ("a. ", "a"),
        ('“甲”<乙>?"*|', "“甲”_乙_"),
    ],
)
def test_names_that_windows_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_without_a_font_of_the_systems_the_own_ones_are_used(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig><dir>/nonexistent</dir></fontconfig>")
    given = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "FONTCONFIG_FILE": str(empty)}
    source = write_list(tmp_path / "清单.txt")
    assert run("render", source, "--to", "pdf", "-o", tmp_path / "出", **given).returncode == 0
    with pikepdf.open(next((tmp_path / "出").glob("*.pdf"))) as document:
        names = {
            str(one.get("/BaseFont"))
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
        }
    assert names
    assert not any("CJK" in name for name in names)


@pytest.mark.parametrize(
    "words",
    [
        ("extract", "{pdf}", "-o", "{out}.json"),
        ("batch", "{folder}", "-o", "{out}.sqlite"),
        ("all", "{text}", "-o", "{out}"),
    ],
    ids=lambda words: str(words[0]),
)
def test_thirty_two_descriptors_are_enough(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "镇").mkdir()
    text = write_list(tmp_path / "镇" / "清单.txt")
    places = {
        "pdf": short_list(),
        "text": text,
        "folder": text.parent,
        "out": tmp_path / "出",
    }

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))

    done = run(*(word.format(**places) for word in words), limit=few, **os.environ)
    assert done.returncode == 0, done.stderr
