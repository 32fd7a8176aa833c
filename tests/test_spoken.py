"""What goes out: records as UTF-8 on every system, names harmless on every terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.cli import cli
from dutylist.app.terminal import plain
from dutylist.extract.offices.departments_file import parse_departments
from dutylist.records.errors import InvalidRecordsError
from tests.small_list import ROWS, write_list

RARE = "检查铹、𬭩含量 • 逐户登记"
"""A bullet and a rare character: what GBK has no code for."""


def started(encoding: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The command line as on a system whose console has that encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment)


@pytest.fixture
def rare(tmp_path: Path) -> Path:
    row = (*ROWS[0][:2], RARE, *ROWS[0][3:])
    return write_list(tmp_path / "清单.txt", (row, *ROWS[1:]))


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_records_go_out_as_utf_8_whatever_the_console_speaks(rare: Path, encoding: str) -> None:
    done = started(encoding, "extract", rare)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout.decode("utf-8"))
    assert records["lists"][0]["duties"][0]["cells"][2] == RARE


def test_what_is_told_never_fails_for_a_character(rare: Path) -> None:
    done = started("gbk", "check", rare)
    assert b"UnicodeEncodeError" not in done.stderr
    assert "没有读到" in done.stdout.decode("gbk")


@pytest.mark.parametrize("office", ["县[red]局", "县[bold]林业局", "县[/bold]局"])
def test_names_are_no_markup(tmp_path: Path, office: str) -> None:
    rows = tuple((*row[:3], office, *row[4:]) for row in ROWS)
    done = CliRunner().invoke(cli, ["departments", str(write_list(tmp_path / "清单.txt", rows))])
    assert done.exit_code == 0, done.output
    # A slash parts two offices.
    assert all(part in done.stdout for part in office.split("/"))


def test_control_characters_are_shown_and_not_sent() -> None:
    assert plain("县\x1b[31m局\x07\x7f\x9b2J\u202e") == "县␛[31m局␇␡�2J�"
    assert plain("第一行\n\t第二行 𬭩") == "第一行\n\t第二行 𬭩"


def test_a_list_does_not_write_on_the_terminal(tmp_path: Path) -> None:
    records = tmp_path / "记录.json"
    source = write_list(tmp_path / "清单.txt")
    CliRunner().invoke(cli, ["extract", str(source), "-o", str(records)])
    evil = records.read_text("utf-8").replace("宁远县民政局", "宁远县\\u001b]0;x\\u0007民政局")
    records.write_text(evil, "utf-8")
    for command in ("departments", "check"):
        done = CliRunner().invoke(cli, [command, str(records)])
        assert "\x1b" not in done.output, command
        assert "\x07" not in done.output, command


# departments.toml


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "departments.toml"
    path.write_bytes('\ufeff[[department]]\r\nname = "宁远县公安局"\r\n'.encode())
    source = write_list(tmp_path / "清单.txt")
    done = CliRunner().invoke(cli, ["departments", str(source), "--departments-file", str(path)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[departments]]\nname = "甲局"\n', 1, "departments"),
        ('# 表\n[[department]]\nname = "甲局"\nshort_name = ["甲"]\n', 4, "short_name"),
        ('[[department]]\nname = "甲局"\n[[department]]\nnames = "乙局"\n', 4, "names"),
        ('[[department]]\nname = "甲局"\nconfirmed = "true"\n', 3, "true 或 false"),
        ('[[department]]\nname = "甲局"\n\n[[department]]\nname = 7\n', 5, "name"),
        ('[[department]]\nname = "甲局"\nspellings = "甲局"\n', 3, "spellings"),
        ('[[department]]\nname = "甲局"\nspellings = [1]\n', 3, "spellings"),
        ('[department]\nname = "甲局"\n', 1, "[[department]]"),
        ('department = ["甲局"]\n', 1, "[[department]]"),
        ("[[department]]\nname = 甲局\n", 2, "写法不对"),
        (f'[[department]]\nname = "甲局"\nn = {"7" * 5000}\n', 3, "数字太长"),
    ],
)
def test_what_a_departments_file_may_not_say_is_refused_with_its_line(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(InvalidRecordsError) as refused:
        parse_departments(text, "departments.toml")
    assert f"第 {line} 行" in str(refused.value)
    assert words in str(refused.value)
    assert refused.value.exit_code == 13


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(InvalidRecordsError):
        parse_departments("a = " + "[" * 100_000, "departments.toml")
