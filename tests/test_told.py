"""What the check finds is said where the clerk is: by every command, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from tests.small_list import ROWS, write_list

GAP = (ROWS[0], ("4", *ROWS[1][1:]), ("5", *ROWS[2][1:]))
"""Two duties are lost between the first and the second row."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "{list}", "-o", "{out}/记录.json"),
        ("render", "{list}", "--to", "txt", "-o", "{out}"),
        ("excerpt", "{list}", "--all", "--to", "docx", "-o", "{out}", "--embedded-fonts"),
        ("cards", "{list}", "--to", "docx", "-o", "{out}", "--embedded-fonts"),
        ("matrix", "{list}", "--to", "html", "-o", "{out}"),
        ("departments", "{list}"),
        ("assign", "{list}", "--write", "{out}/分工.xlsx"),
        ("compare", "{list}", "{list}", "--to", "json", "-o", "{out}", "--embedded-fonts"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_tells_the_counts(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    places = {"list": write_list(tmp_path / "清单.txt", GAP), "out": tmp_path / "出版"}
    done = run(*(argument.format(**places) for argument in arguments))
    assert done.exit_code == 0
    (line, *_) = [one for one in done.stderr.splitlines() if one.startswith("核对")]
    assert "：错误 1、存疑 " in line
    assert "，见 dutylist check " in line
    assert "核对" not in done.stdout


def test_all_names_the_report_it_wrote(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt", GAP)
    done = run("all", source, "--to", "docx", "-o", tmp_path / "出版", "--embedded-fonts")
    assert f"，见 {tmp_path / '出版' / '核对.txt'}" in done.stderr
    assert "缺少序号 2–3" in (tmp_path / "出版" / "核对.txt").read_text("utf-8")


def test_batch_tells_the_counts_of_its_store(tmp_path: Path) -> None:
    folder = tmp_path / "各乡镇"
    folder.mkdir()
    write_list(folder / "甲.txt", GAP)
    write_list(folder / "乙.txt")
    store = tmp_path / "库.sqlite"
    done = run("batch", folder, "-o", store)
    assert f"错误 1、存疑 4（1 份清单有错误），见 dutylist query findings {store}" in done.stderr
