"""Rows of tables without rulings between them are told apart by their numbers, however these are
written: ①, ⑩, （1）, ⑴, ⒈."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.platypus import Paragraph, Table

from dutylist.records.model import DutyList
from tests.test_rows_without_rulings import STYLE, TITLE, mm, read, three_lines

NAMES = [
    ("民生服务", "做好留守儿童和困境儿童关爱保护"),
    ("民生服务", "开展城乡居民养老保险参保登记和待遇认证工作"),
    ("生态环保", "开展生活垃圾分类投放和清运管理"),
]
HEADER = ["序号", "类别", "事项名称"]
SIGNS = ["123", "①②③", "⑨⑩⑪", "⑴⑵⑶", "⒈⒉⒊", "㈠㈡㈢"]


def rows(signs: str) -> list[list[str]]:
    return [HEADER, *([sign, *name] for sign, name in zip(signs, NAMES, strict=True))]


def read_rows(found: DutyList) -> list[list[str]]:
    return [list(duty.cells) for table in found.lists for duty in table.duties]


def words(data: list[list[str]], widths: list[float], style: list[object]) -> Table:
    cells = [[Paragraph(text, STYLE) for text in row] for row in data]
    top = ("VALIGN", (0, 0), (-1, -1), "TOP")
    return Table(cells, [width * mm for width in widths], style=[top, *style])


@pytest.mark.parametrize("signs", SIGNS)
def test_below_a_header_by_white_space_alone(signs: str, tmp_path: Path) -> None:
    table = words(rows(signs), [15, 25, 90], [])
    found = read(tmp_path / "清单.pdf", [Paragraph("高峰乡基本履职事项清单", TITLE), table])
    assert read_rows(found) == rows(signs)[1:]


@pytest.mark.parametrize("signs", SIGNS)
def test_between_the_rulings_of_a_three_line_table(signs: str, tmp_path: Path) -> None:
    data = [row[:1] + row[2:] for row in rows(signs)]
    data[1][1] += "，" + data[1][1] * 3
    table = three_lines(data, [15, 90])
    found = read(tmp_path / "清单.pdf", [Paragraph("高峰乡基本履职事项清单", TITLE), table])
    assert read_rows(found) == data[1:]


@pytest.mark.parametrize("signs", ["①②③", "⑨⑩⑪", "（1）（2）（3）"])
def test_where_only_the_columns_are_ruled(signs: str, tmp_path: Path) -> None:
    data = rows(signs) if len(signs) == 3 else rows("①②③")
    if len(signs) > 3:
        data = [HEADER, *([f"（{at}）", *row[1:]] for at, row in enumerate(data[1:], start=1))]
    ruled: list[object] = [("BOX", (0, 0), (-1, -1), 0.5, colors.black)]
    ruled += [("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]
    ruled += [("LINEBEFORE", (at, 0), (at, -1), 0.5, colors.black) for at in (1, 2)]
    table = words(data, [15, 25, 90], ruled)
    found = read(tmp_path / "清单.pdf", [Paragraph("高峰乡基本履职事项清单", TITLE), table])
    assert read_rows(found) == data[1:]
