"""Large workbooks: read where the reason is a harmless one, else refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import LimitExceededError

ROWS = [
    ("青禾镇基本履职事项清单",),
    ("序号", "事项类别", "事项名称"),
    ("1", "党的建设", "宣传贯彻落实党的理论"),
    ("2", "党的建设", "负责基层党组织建设"),
]


def workbook(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("清单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_rows_with_borders_and_nothing_else(tmp_path: Path) -> None:
    """Whole columns formatted: 200,000 rows of ten empty cells, 57 MB of XML."""
    small = workbook(tmp_path / "小.xlsx", ROWS)
    large = tmp_path / "大.xlsx"
    cells = "".join(f'<c r="{column}%d" s="1"/>' for column in "ABCDEFGHIJ")
    empty = "".join(
        f'<row r="{n}" spans="1:10">{cells % ((n,) * 10)}</row>' for n in range(5, 200_005)
    )
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", empty.encode() + b"</sheetData>")
            new.writestr(item, data)
    (table,) = read_duty_list(large).lists
    assert [duty.name for duty in table.duties] == ["宣传贯彻落实党的理论", "负责基层党组织建设"]


def test_a_long_text_used_thousands_of_times(tmp_path: Path) -> None:
    """A hundred kilobytes that would become a hundred million characters."""
    long = "宣传贯彻落实党的理论" * 2_000
    rows = [(str(number), "党的建设", long) for number in range(1, 3_000)]
    with pytest.raises(LimitExceededError, match="文字超过 20000000 个"):
        read_duty_list(workbook(tmp_path / "长.xlsx", [*ROWS[:2], *rows]))


def test_the_limit_that_is_told_is_the_one_that_is_set(tmp_path: Path) -> None:
    rows = [(str(number), "党的建设", f"{number}" * 2_000) for number in range(1, 300)]
    path = workbook(tmp_path / "清单.xlsx", [*ROWS[:2], *rows])
    with pytest.raises(LimitExceededError) as refused:
        read_duty_list(path, limits=ReadLimits(max_bytes=4 << 20))
    assert "超过上限 1 MB，即整个文件上限 4 MB 的 1/4" in str(refused.value)
