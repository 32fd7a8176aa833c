"""What the check finds is said where the clerk is: by every command, in one line."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from dutylist.records.errors import DutyListError, FileMissingError
from dutylist.render.typeset.faces import load_faces, stand_ins
from tests.small_list import ROWS, write_list

GAP = (ROWS[0], ("4", *ROWS[1][1:]), ("5", *ROWS[2][1:]))
"""Two duties are lost between the first and the second row."""


OFFICE_LIST = """云岭省清河市宁远县
水务局
履职事项清单
镇街配合履职事项清单
序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责
1\t消防安全检查\t青禾镇\t1.负责查处。\t1.开展巡查。
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


COMMANDS = [
    ("extract", "{list}", "-o", "{out}/记录.json"),
    ("render", "{list}", "--to", "txt", "-o", "{out}"),
    ("excerpt", "{list}", "--all", "--to", "docx", "-o", "{out}", "--embedded-fonts"),
    ("cards", "{list}", "--to", "docx", "-o", "{out}", "--embedded-fonts"),
    ("matrix", "{list}", "--to", "html", "-o", "{out}"),
    ("departments", "{list}"),
    ("assign", "{list}", "--write", "{out}/分工.xlsx"),
    ("compare", "{list}", "{list}", "--to", "json", "-o", "{out}", "--embedded-fonts"),
    ("history", "{list}", "{list}", "-o", "{out}"),
    ("mirror", "{list}", "{office}", "--to", "html", "-o", "{out}"),
    ("handouts", "{list}", "--assignments", "{sheet}", "-o", "{out}", "--embedded-fonts"),
]

ELSEWHERE = {
    # Below.
    *("all", "batch", "county"),
    # The check itself, and what stands in a store.
    *("check", "query"),
    # They read no list, or show its pages.
    *("completion", "man", "password", "schema", "searchable", "serve", "shortcut", "templates"),
}


def test_no_command_is_left_out() -> None:
    assert {name for name, *_ in COMMANDS} | ELSEWHERE == set(cli.commands)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_every_command_tells_the_counts(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    places = {
        "list": write_list(tmp_path / "清单.txt", GAP),
        "office": tmp_path / "部门.txt",
        "sheet": tmp_path / "分工.xlsx",
        "out": tmp_path / "出版",
    }
    places["office"].write_text(OFFICE_LIST, "utf-8")
    assert run("assign", places["list"], "--write", places["sheet"]).exit_code == 0
    done = run(*(argument.format(**places) for argument in arguments))
    assert done.exit_code == 0
    (line, *_) = [one for one in done.stderr.splitlines() if one.startswith("核对")]
    assert "：错误 1、存疑 " in line
    assert "，见 dutylist check " in line
    assert "核对" not in done.stdout


def test_all_names_the_report_it_wrote(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt", GAP)
    done = run("all", source, "--to", "docx", "-o", tmp_path / "出版", "--embedded-fonts")
    (report,) = (tmp_path / "出版").glob("*履职事项清单核对*.txt")
    assert f"，见 {report}" in done.stderr
    assert "缺少序号 2–3" in report.read_text("utf-8")


def test_batch_tells_the_counts_of_its_store(tmp_path: Path) -> None:
    folder = tmp_path / "各乡镇"
    folder.mkdir()
    write_list(folder / "甲.txt", GAP)
    write_list(folder / "乙.txt")
    store = tmp_path / "库.sqlite"
    done = run("batch", folder, "-o", store)
    assert f"错误 1、存疑 4（1 份清单有错误），见 dutylist query findings {store}" in done.stderr


def test_county_tells_the_counts_of_all_its_lists(tmp_path: Path) -> None:
    folder, store = tmp_path / "各乡镇", tmp_path / "库.sqlite"
    folder.mkdir()
    write_list(folder / "甲.txt", GAP)
    write_list(folder / "乙.txt")
    assert run("batch", folder, "-o", store).exit_code == 0
    for source in (folder, store):
        done = run("county", source, "--to", "html", "-o", tmp_path / "出")
        assert "核对各清单：错误 1、存疑 4（1 份清单有错误）" in done.stderr


# Files of one name in several folders


@pytest.fixture
def same_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list, and under its name in another folder and in an archive what is none."""
    monkeypatch.chdir(tmp_path)
    for name in ("甲镇", "乙镇", "丙镇"):
        (tmp_path / "各镇" / name).mkdir(parents=True)
    write_list(tmp_path / "各镇" / "甲镇" / "清单.txt")
    for name in ("乙镇", "丙镇"):
        (tmp_path / "各镇" / name / "清单.txt").write_text("今天开会。\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "各镇" / "其余.zip", "w") as archive:
        archive.writestr("丁镇/清单.txt", "明天开会。\n")
    (tmp_path / "各镇" / "坏的").mkdir()
    (tmp_path / "各镇" / "坏的" / "其余.zip").write_bytes(b"PK\x03\x04" + b"0" * 100)
    return tmp_path


@pytest.mark.parametrize("command", ["batch", "county"])
def test_failures_of_a_folder_say_where_their_file_lies(command: str, same_names: Path) -> None:
    done = run(command, "各镇", "-o", "库.sqlite" if command == "batch" else "出")
    told = done.stdout + done.stderr
    for name in ("乙镇/清单.txt", "丙镇/清单.txt", "其余.zip/丁镇/清单.txt", "坏的/其余.zip"):
        assert f"“{name}”：" in told
    assert "甲镇" not in told


@pytest.mark.parametrize("command", ["compare", "mirror", "history"])
def test_errors_of_several_lists_say_where_their_file_lies(command: str, same_names: Path) -> None:
    with pytest.raises(DutyListError, match=r"“各镇/乙镇/清单\.txt”：没有找到") as told:
        run(command, "各镇/甲镇/清单.txt", "各镇/乙镇/清单.txt", "-o", "出")
    assert told.value.exit_code == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "各镇", "各镇"),
        ("mirror", "各镇", "各镇/甲镇/清单.txt"),
        ("history", "各镇/甲镇/清单.txt", "各镇"),
        ("extract", "各镇"),
        ("searchable", "各镇", "-o", "出.pdf"),
        ("assign", "各镇/甲镇/清单.txt", "--assignments", "各镇"),
    ],
    ids=" ".join,
)
def test_a_folder_where_a_file_should_be_is_told(
    arguments: tuple[str, ...], same_names: Path
) -> None:
    with pytest.raises(FileMissingError, match="“各镇”：这是文件夹，不是文件"):
        run(*arguments)


def test_a_file_where_a_folder_should_be_is_told(same_names: Path) -> None:
    with pytest.raises(FileMissingError, match="这是文件，不是文件夹"):
        run("batch", "各镇/甲镇/清单.txt", "-o", "库.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="folders by descriptors")
def test_a_path_longer_than_the_system_reads_is_told_and_costs_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "各镇"
    folder.mkdir()
    write_list(folder / "甲.txt")
    name = "很深的文件夹" * 12
    at = os.open(folder, os.O_RDONLY)
    for _ in range(30):
        os.mkdir(name, dir_fd=at)
        within = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = within
    os.close(os.open("乙.txt", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)
    done = run("batch", folder, "-o", tmp_path / "库.sqlite")
    assert done.exit_code == 1
    assert "新读 1 份清单" in done.stdout
    assert "读不到（文件名太长）。请核对权限和路径的长度。" in done.stdout


PRINTING = [
    ("all", "{list}", "-o", "{out}"),
    ("render", "{list}", "--to", "pdf", "-o", "{out}"),
    ("compare", "{list}", "{list}", "--to", "pdf", "-o", "{out}"),
    ("mirror", "{list}", "{office}", "--to", "pdf", "-o", "{out}"),
    ("county", "{folder}", "--to", "pdf", "-o", "{out}"),
]


@pytest.mark.parametrize("arguments", PRINTING, ids=lambda arguments: arguments[0])
def test_missing_faces_are_told_once(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = tmp_path / "各镇"
    folder.mkdir()
    places = {
        "list": write_list(folder / "清单.txt"),
        "folder": folder,
        "office": tmp_path / "部门.txt",
        "out": tmp_path / "出版",
    }
    places["office"].write_text(OFFICE_LIST, "utf-8")
    made = run(*(argument.format(**places) for argument in arguments))
    assert list(places["out"].rglob("*.pdf"))
    assert made.output.count("本机没有公文用的字体") == bool(stand_ins(load_faces()))
