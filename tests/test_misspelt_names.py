"""A department listed under a name that is another's but for a character."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.check import check

HEAD = "江北省清河市青山县白云镇履职事项清单\n\n配合履职事项清单\n\n"
COLUMNS = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
ROW = "{}\t文明养犬{}\t青山县{}、青山县公安局\t{}\t1.开展宣传。\n"


def listed(folder: Path, rows: list[tuple[str, str]]) -> Path:
    path = folder / "清单.txt"
    lines = [
        ROW.format(n, n, name, f"1.县{right}负责犬只免疫；2.县公安局查处。")
        for n, (name, right) in enumerate(rows, 1)
    ]
    path.write_text(HEAD + COLUMNS + "".join(lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("wrong", "right"), [("农业农业局", "农业农村局"), ("自然资原局", "自然资源局")]
)
def test_it_is_told_and_the_duty_is_the_right_ones(tmp_path: Path, wrong: str, right: str) -> None:
    read = read_duty_list(listed(tmp_path, [(wrong, right), (right, right)]))
    assert read.duties[0].listed[0].office == f"青山县{right}"
    assert read.duties[0].department_clauses[0].departments == (f"青山县{right}",)
    said = [one.message for one in check(read) if "写法不一" in one.message]
    assert [f"青山县{wrong}" in one and f"青山县{right}" in one for one in said] == [True]


def test_where_no_row_has_the_right_name_it_is_told_too(tmp_path: Path) -> None:
    read = read_duty_list(listed(tmp_path, [("农业农业局", "农业农村局")]))
    (said,) = [one.message for one in check(read) if "农业农业局" in one.message]
    assert "配合履职第 1 项" in said
    assert "只差一个字" in said


def test_a_shorter_name_is_not_taken_for_another_with_certainty(tmp_path: Path) -> None:
    read = read_duty_list(listed(tmp_path, [("民证局", "民政局"), ("民政局", "民政局")]))
    assert read.duties[0].listed[0].office == "青山县民证局"
    said = " ".join(one.message for one in check(read))
    assert "由“青山县民政局”承担，但本项没有列出该部门" in said
    assert "“青山县民证局”列为对应部门，但没有一条职责写明由其承担" in said
