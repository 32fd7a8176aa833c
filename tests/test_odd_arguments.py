"""What nobody would write, and some do: refused in words, and nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from dutylist.records.errors import CannotWriteError, DutyListError, InvalidRecordsError
from dutylist.render.files import safe_name, write_document
from tests.small_list import write_list


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.mark.parametrize(
    "limit",
    [("--max-seconds", "nan"), ("--max-seconds", "1e300"), ("--max-memory", "99999999999999")],
    ids=" ".join,
)
def test_limits_that_are_none_are_wrong_usage(tmp_path: Path, limit: tuple[str, str]) -> None:
    done = run(*limit, "extract", write_list(tmp_path / "清单.txt"))
    assert done.exit_code == 2
    assert limit[0] in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ("extract", "--columns"),
        ("extract", "--departments-file"),
        ("extract", "--corrections"),
        ("compare", "--decisions"),
    ],
    ids=" ".join,
)
@pytest.mark.skipif(sys.platform == "win32", reason="a device")
def test_a_device_without_end_is_no_settings_file(tmp_path: Path, option: tuple[str, str]) -> None:
    source = write_list(tmp_path / "清单.txt")
    sources = [source, source] if option[0] == "compare" else [source]
    done = run(option[0], *sources, option[1], "/dev/zero")
    assert isinstance(done.exception, InvalidRecordsError)
    assert "“zero”：超过 64 MB。请核对是不是选错了文件。" in str(done.exception)


def test_records_are_not_written_over_their_source(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt")
    before = source.read_bytes()
    link = tmp_path / "链接.json"
    link.symlink_to(source)
    for target in (source, link):
        for arguments in (("-o", target), ("--explain", target)):
            done = run("extract", source, *arguments)
            assert isinstance(done.exception, CannotWriteError)
            assert "这就是原件，不能写在它上面" in str(done.exception)
    assert source.read_bytes() == before


@pytest.mark.parametrize("files", [("compare", 1), ("compare", 3), ("history", 1)], ids=str)
def test_too_few_or_too_many_lists_are_wrong_usage(tmp_path: Path, files: tuple[str, int]) -> None:
    command, count = files
    done = run(command, *[write_list(tmp_path / "清单.txt")] * count)
    assert done.exit_code == 2
    assert f"{command} 要" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("extract", "{long}"), 3),
        (("compare", "{long}", "{list}"), 3),
        (("history", "{list}", "{long}"), 3),
        (("searchable", "{long}", "-o", "{out}"), 3),
        (("cards", "{list}", "--assignments", "{long}"), 3),
        (("batch", "{long}", "-o", "{out}"), 3),
        (("county", "{long}"), 3),
        (("query", "duties", "{long}", "养犬"), 3),
        (("extract", "{list}", "--columns", "{long}"), 5),
        (("extract", "{list}", "-o", "{long}"), 7),
        (("excerpt", "{list}", "--all", "-o", "{long}"), 7),
        (("all", "{list}", "-o", "{long}"), 7),
        (("matrix", "{list}", "-o", "{long}"), 7),
        (("assign", "{list}", "--write", "{long}"), 7),
        (("departments", "{list}", "--write", "{long}"), 7),
        (("compare", "{list}", "{list}", "--write-decisions", "{long}"), 7),
        (("templates", "--copy", "{long}"), 7),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_name_that_no_system_takes_is_told(
    arguments: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    """A whole paragraph was pasted where a file's name goes."""
    long = tmp_path / ("很长" * 100)
    places = {"long": long, "list": write_list(tmp_path / "清单.txt"), "out": tmp_path / "出"}
    done = run(*(argument.format(**places) for argument in arguments))
    assert isinstance(done.exception, DutyListError)
    assert done.exception.exit_code == code


def test_a_long_name_has_room_for_a_number(tmp_path: Path) -> None:
    name = f"{safe_name('很长' * 100)}.docx"
    (tmp_path / name).write_bytes(b"edited")
    write_document(tmp_path, name, b"new")
    (kept,) = tmp_path.glob("*（原有1）.docx")
    assert kept.read_bytes() == b"edited"
