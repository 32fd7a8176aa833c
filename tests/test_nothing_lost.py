"""What was there before a command ran is still there after it, or was asked to go."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from pathlib import Path

import docx
import psutil
import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from dutylist.app.locks import lock
from dutylist.app.web.application import create_app
from dutylist.app.web.settings import Settings
from dutylist.records.errors import CannotWriteError
from dutylist.render import files
from dutylist.render.files import INDEX, write_document, write_file
from tests.small_list import ROWS, list_text, write_list
from tests.waiting import wait_for

PROGRAM = (sys.executable, "-m", "dutylist.app.cli")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes, full disks")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


# One way to write


def test_a_pipe_is_written_through_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(tmp_path, pipe.name, "记录".encode())
    reader.join(timeout=10)
    assert read == ["记录".encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    """`-o /dev/null` replaced the device where root ran it. This one is a disk always full."""
    device = tmp_path / "设备"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 7))
        device.open("wb").close()
    except PermissionError:
        pytest.skip("devices are made by root, on disks that allow them")
    with pytest.raises(CannotWriteError, match="磁盘已满"):
        write_file(tmp_path, device.name, b"x")
    assert stat.S_ISCHR(device.stat().st_mode)


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing yet"])
def test_links_are_followed(tmp_path: Path, there: bool) -> None:
    real = tmp_path / "共享盘" / "记录.json"
    real.parent.mkdir()
    if there:
        real.write_bytes(b"old")
        real.chmod(0o640)
    link = tmp_path / "记录.json"
    link.symlink_to(real)
    write_file(tmp_path, link.name, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    if there:
        assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "记录.json").mkdir()
    with pytest.raises(CannotWriteError, match="同名的文件夹"):
        write_file(tmp_path, "记录.json", b"x")


def test_a_full_disk_costs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """The limit of a file's size stands for the disk's end: the system says no in mid-write."""
    import resource
    import signal

    (tmp_path / "清单.docx").write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(CannotWriteError, match=r"清单\.docx"):
            write_document(tmp_path, "清单.docx", b"new" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (tmp_path / "清单.docx").read_bytes() == b"old"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"清单.docx", "清单（原有1）.docx", INDEX}


def test_what_a_killed_run_left_half_written_goes_with_a_later_one(tmp_path: Path) -> None:
    """Another run may be writing beside us: only what is old is nobody's."""
    left, other, theirs = (tmp_path / name for name in (".写入中-a", ".写入中-b", "清单.docx"))
    for path in (left, other, theirs):
        path.write_bytes(b"half")
    for path in (left, theirs):
        os.utime(path, (time.time() - 3600,) * 2)
    write_file(tmp_path, "记录.json", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {other.name, theirs.name, "记录.json"}


def test_a_file_that_another_program_holds_is_waited_for_and_then_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """On Windows a document that Word has open cannot be replaced."""
    write_document(tmp_path, "清单.docx", b"old")
    really = os.replace
    tries: list[Path] = []

    def held(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "清单.docx":
            tries.append(Path(target))
            raise PermissionError(13, "open")
        really(source, target)

    monkeypatch.setattr(files.os, "replace", held)
    monkeypatch.setattr(files.sys, "platform", "win32")
    monkeypatch.setattr(files, "PATIENCE", 0.3)
    assert write_document(tmp_path, "清单.docx", b"new").name == "清单（新1）.docx"
    assert len(tries) > 1
    assert (tmp_path / "清单.docx").read_bytes() == b"old"
    assert "正被别的程序打开" in caplog.text


# What a clerk edited


def test_a_word_file_that_was_edited_is_kept_and_the_run_says_so(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt")
    out = tmp_path / "出版"
    render = ("render", source, "--to", "docx,txt", "--embedded-fonts", "-o", out)
    assert run(*render).exit_code == 0
    (word,) = out.glob("*.docx")
    first = {path.name for path in out.iterdir()}
    assert run(*render).exit_code == 0
    assert {path.name for path in out.iterdir()} == first, "nothing was edited"
    document = docx.Document(str(word))
    document.add_paragraph("镇长批示：同意。")
    document.save(str(word))
    edited = word.read_bytes()
    done = run(*render)
    kept = word.with_name(f"{word.stem}（原有1）.docx")
    assert kept.read_bytes() == edited
    assert word.read_bytes() != edited
    assert {path.name for path in out.iterdir()} == first | {kept.name}
    assert done.exit_code == 0


@pytest.mark.parametrize("command", ["render", "all", "compare"])
def test_a_command_says_which_edited_file_it_kept(command: str, tmp_path: Path) -> None:
    """At the terminal, once for the file, with the name under which it is now."""
    old = write_list(tmp_path / "旧.txt")
    new = write_list(tmp_path / "新.txt", ROWS[:2])
    lists = (old, new) if command == "compare" else (old,)
    words = (*PROGRAM, command, *map(str, lists), "--to", "docx", "-o", str(tmp_path / "出"))

    def told() -> list[str]:
        done = subprocess.run([*words, "--embedded-fonts"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [line for line in done.stderr.splitlines() if "另存为" in line]

    assert told() == []
    word = next(path for path in sorted((tmp_path / "出").rglob("*.docx")))
    document = docx.Document(str(word))
    document.add_paragraph("镇长批示：同意。")
    document.save(str(word))
    kept = f"{word.stem}（原有1）.docx"
    assert told() == [f"注意：“{word}”改动过，原来的已另存为“{kept}”。"]
    assert (word.parent / kept).is_file()


@pytest.mark.parametrize("command", ["history", "county", "handouts"])
def test_every_command_keeps_what_was_edited(command: str, tmp_path: Path) -> None:
    lists = tmp_path / "各镇"
    lists.mkdir()
    one, two = write_list(lists / "青禾镇2024.txt"), write_list(lists / "青禾镇2025.txt", ROWS[:2])
    out = tmp_path / "出"
    assert run("assign", one, "--write", tmp_path / "分工.xlsx").exit_code == 0
    arguments: dict[str, tuple[str | Path, ...]] = {
        "history": ("history", one, two, "--to", "xlsx", "-o", out),
        "county": ("county", lists, "--to", "xlsx", "-o", out),
        "handouts": ("handouts", one, "--assignments", tmp_path / "分工.xlsx", "-o", out),
    }
    assert run(*arguments[command]).exit_code == 0
    written = next(path for path in sorted(out.rglob("*")) if path.suffix in (".xlsx", ".pdf"))
    written.write_bytes(b"theirs")
    assert run(*arguments[command]).exit_code == 0
    kept = written.with_name(f"{written.stem}（原有1）{written.suffix}")
    assert kept.read_bytes() == b"theirs"
    assert written.read_bytes() != b"theirs"


def test_somebody_elses_file_under_our_name_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "甲.docx").write_bytes(b"theirs")
    write_document(tmp_path, "甲.docx", b"ours")
    write_document(tmp_path, "甲.docx", b"ours again")
    assert (tmp_path / "甲（原有1）.docx").read_bytes() == b"theirs"
    assert (tmp_path / "甲.docx").read_bytes() == b"ours again"
    assert len([1 for record in caplog.records if "另存为" in record.message]) == 1


@pytest.mark.parametrize("index", [b"", b"[]", b'{"a": 1}', b"[" * 100_000, b"\xff"])
def test_an_index_that_is_no_index_costs_a_copy_at_most(tmp_path: Path, index: bytes) -> None:
    write_document(tmp_path, "甲.docx", b"one")
    (tmp_path / INDEX).write_bytes(index)
    write_document(tmp_path, "甲.docx", b"two")
    assert (tmp_path / "甲（原有1）.docx").read_bytes() == b"one"


def test_departments_that_were_confirmed_stay_as_they_were_written(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt", ROWS[1:])
    target = tmp_path / "departments.toml"
    assert run("departments", source, "--write", target).exit_code == 0
    by_hand = target.read_text("utf-8").replace(
        'name = "宁远县民政局"',
        '# 2025 年机构改革后的名称\nname = "宁远县民政和社会工作局"',
    )
    target.write_text(by_hand, "utf-8")
    write_list(source)
    done = run("departments", source, "--write", target)
    assert done.exit_code == 0
    text = target.read_text("utf-8")
    assert text.startswith(by_hand.rstrip())
    names = [one["name"] for one in tomllib.loads(text)["department"]]
    assert names == ["宁远县民政和社会工作局", "宁远县公安局"]
    assert (tmp_path / "departments（原有1）.toml").read_text("utf-8") == by_hand
    assert "departments（原有1）.toml" in done.stderr
    again = run("departments", source, "--write", target)
    assert target.read_text("utf-8") == text
    assert "原有" not in again.stderr


def test_decisions_are_carried_over_and_the_old_file_is_kept(tmp_path: Path) -> None:
    old = write_list(tmp_path / "旧.txt")
    new = write_list(tmp_path / "新.txt", ROWS[:2])
    target = tmp_path / "对应.toml"
    by_hand = '["对应"]\n# 局里定的\n"旧 配合-1" = "新 配合-2"\n'
    target.write_text(by_hand, "utf-8")
    done = run("compare", old, new, "--write-decisions", target)
    assert done.exit_code == 0
    assert tomllib.loads(target.read_text("utf-8"))["对应"]["旧 配合-1"] == "新 配合-2"
    assert (tmp_path / "对应（原有1）.toml").read_text("utf-8") == by_hand
    assert "对应（原有1）.toml" in done.stderr


def test_templates_say_what_they_left_alone(tmp_path: Path) -> None:
    assert "已有" not in run("templates", "--copy", tmp_path).stderr
    assert (
        f"已有，没有改动：{tmp_path / 'excerpt.docx'}"
        in run("templates", "--copy", tmp_path).stderr
    )


# Temporary folders


def test_folders_of_killed_processes_go_with_a_later_run(tmp_path: Path) -> None:
    """Those that somebody holds stay, and so does what only has such a name."""
    left, held = (tmp_path / name for name in ("dutylist-left", "dutylist-held"))
    young, theirs = (tmp_path / name for name in ("dutylist-young", "dutylist-0.1"))
    for folder in (left, held, young, theirs):
        folder.mkdir()
        (folder / "清单.pdf").write_bytes(b"half")
        if folder != theirs:
            (folder / ".held").touch()
    link = tmp_path / "dutylist-link"
    link.symlink_to(theirs)
    with (held / ".held").open("r+b") as file:
        assert lock(file)
        for folder in (left, held, theirs):
            os.utime(folder, (time.time() - 3600,) * 2)
        extract = [*PROGRAM, "extract", str(write_list(tmp_path / "清单.txt"))]
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        assert subprocess.run(extract, env=environment, capture_output=True).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        *(held.name, young.name, theirs.name, link.name, "清单.txt")
    }
    assert (theirs / "清单.pdf").is_file()


@pytest.mark.parametrize("what", ["extract", "batch", "county"])
def test_a_killed_run_leaves_nothing_that_a_later_one_does_not_remove(
    what: str, tmp_path: Path
) -> None:
    """Killed while it reads, and the process that it reads in, too."""
    temporary, folder = tmp_path / "tmp", tmp_path / "清单"
    temporary.mkdir()
    folder.mkdir()
    archive = folder / "各镇.zip"
    # Long enough to be caught in the act.
    rows = tuple((str(n), *ROWS[n % 3][1:]) for n in range(1, 20_000))
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("青禾镇.txt", list_text(rows))
    source = write_list(tmp_path / "大.txt", rows) if what == "extract" else folder
    output = tmp_path / ("库.sqlite" if what == "batch" else "出")
    command = [*PROGRAM, what, str(source), "-o", str(output)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: psutil.Process(process.pid).children())
    wait_for(lambda: what == "extract" or any(temporary.rglob("青禾镇.txt")))
    below = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for one in below:
        # It may have ended by itself meanwhile.
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait()
    left = [path for path in temporary.iterdir() if path.name.startswith("dutylist-")]
    assert left
    for path in left:
        os.utime(path, (time.time() - 3600,) * 2)
    small = [*PROGRAM, "extract", str(write_list(tmp_path / "清单.txt"))]
    assert not psutil.wait_procs(below, timeout=30)[1]
    assert subprocess.run(small, env=environment, capture_output=True).returncode == 0
    assert list(temporary.iterdir()) == []


def test_what_a_killed_page_left_unfinished_goes_when_it_is_opened_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "数据")
    create_app(settings)
    left = [settings.folder / name for name in ("part-a", "part-b.zip", "pictures/1/x.part")]
    left[0].mkdir()
    left[2].parent.mkdir(parents=True)
    for path in (left[0] / "清单.pdf", *left[1:]):
        path.write_bytes(b"half")
    kept = left[2].with_name("1.png")
    kept.write_bytes(b"whole")
    create_app(settings)
    assert [path for path in left if path.exists()] == []
    assert kept.is_file()


def test_a_terminal_is_written_through() -> None:
    ours, theirs = os.openpty()
    terminal = Path(os.ttyname(theirs))
    write_file(terminal.parent, terminal.name, "记录".encode())
    assert os.read(ours, 99) == "记录".encode()
    assert stat.S_ISCHR(terminal.stat().st_mode)
    for descriptor in (ours, theirs):
        os.close(descriptor)
