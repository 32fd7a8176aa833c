"""Excel takes 32,767 characters in a cell: what is longer is cut, marked and told; other formats
have all of it. A number stands there as it is printed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import html

from dutylist.app.cli import cli
from dutylist.render.excel.workbook import CUT_OFF, LONGEST_CELL
from tests.small_list import ROWS, write_list

LONG = "1.县公安局负责查处。" + "没有尽头的一段话" * 5000
LAST = "到此为止。"


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "旧.txt", "新.txt", "--to", "xlsx,html"),
        ("county", "各镇", "--to", "xlsx,html"),
    ],
    ids=lambda command: command[0],
)
def test_a_cell_that_excel_cannot_hold(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "各镇").mkdir()
    rows = ((*ROWS[0][:4], LONG + LAST, ROWS[0][5]), *ROWS[1:])
    for name in ("新.txt", "各镇/青禾镇.txt"):
        write_list(tmp_path / name, rows)
    write_list(tmp_path / "旧.txt", ROWS)
    done = CliRunner().invoke(cli, [*command, "-o", "出"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "Excel 最多装 32767 字，表格里的不全" in caplog.text
    (path, *_) = (tmp_path / "出").glob("*公安*.xlsx" if command[0] == "county" else "*.xlsx")
    texts = [
        str(value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    (cut,) = {text for text in texts if len(text) > 1000}
    assert len(cut) == LONGEST_CELL
    assert cut.endswith(CUT_OFF)
    page = html.fromstring(path.with_suffix(".html").read_text("utf-8"))
    assert LAST in "".join(page.itertext())


@pytest.mark.parametrize("command", ["render", "matrix"])
def test_a_cell_that_excel_cannot_hold_goes_on_in_further_rows(
    command: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = ((*ROWS[0][:4], LONG + LAST, ROWS[0][5]), *ROWS[1:])
    source = write_list(tmp_path / "新.txt", rows)
    options = [command, str(source), "--to", "xlsx", "-o", str(tmp_path / "出")]
    assert CliRunner().invoke(cli, options, catch_exceptions=False).exit_code == 0
    assert "表格里的不全" not in caplog.text
    (path,) = (tmp_path / "出").glob("*.xlsx")
    parts = [
        str(value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str) and "没有尽头" in value
    ]
    assert all(len(part) <= LONGEST_CELL for part in parts)
    assert LONG + LAST in "".join(parts)


@pytest.mark.parametrize("printed", ["01", "①", "1-1"])
def test_a_number_in_a_workbook_is_as_printed(printed: str, tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt", ((printed, *ROWS[0][1:]), *ROWS[1:]))
    command = ["render", str(source), "--to", "xlsx", "-o", str(tmp_path)]
    assert CliRunner().invoke(cli, command, catch_exceptions=False).exit_code == 0
    (book,) = tmp_path.glob("*.xlsx")
    assert openpyxl.load_workbook(book).worksheets[1].cell(3, 1).value == printed
