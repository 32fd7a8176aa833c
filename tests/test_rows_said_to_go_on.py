"""Rows that a person has marked as going on: 续2, 养犬（续）. They are no duties of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from tests.plain_office import excel, word

TITLE = "大河乡配合履职事项清单"
HEAD = ("序号", "类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
FIRST = ("1.", "平安", "养犬管理", "县公安局\n县民政局", "县公安局：\n办证。", "1.上报；")
THIRD = ("2.", "平安", "禁毒宣传", "县公安局", "宣传。", "宣传。")
MORE = ("", "县民政局：\n救助。", "2.摸排。")
KEYS = {
    "number in front": ("续1", "", ""),
    "number behind": ("1（续）", "", ""),
    "number alone": ("续", "", "养犬管理"),
    "name": ("1.", "平安", "养犬管理（续）"),
    "all": ("续1", "平安（续）", "养犬管理（续）"),
    "name alone": ("", "", "养犬管理（续上页）"),
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("write", [word, excel])
def test_a_row_said_to_go_on_is_the_duty_above(
    write: Callable[..., Path], keys: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / ("清单.docx" if write is word else "清单.xlsx")
    write(path, TITLE, [HEAD, FIRST, (*keys, *MORE), THIRD])
    first, third = read_duty_list(path).duties
    assert first.cells == (
        "1.", "平安", "养犬管理", "县公安局\n县民政局",
        "县公安局：\n办证。\n县民政局：\n救助。", "1.上报；\n2.摸排。",
    )  # fmt: skip
    assert (first.number, first.category, third.number) == (1, "平安", 2)


@pytest.mark.parametrize(
    "keys",
    [("续2", "平安", "养犬管理"), ("3.", "平安", "养犬管理（续）"), ("2.", "平安", "补办手续")],
)
def test_a_row_of_another_number_or_name_is_a_duty(keys: tuple[str, ...], tmp_path: Path) -> None:
    duties = read_duty_list(
        word(tmp_path / "清单.docx", TITLE, [HEAD, FIRST, (*keys, *MORE)])
    ).duties
    assert len(duties) == 2
    assert duties[1].name == keys[2]
