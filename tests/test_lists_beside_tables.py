"""A document in which one list has a table and another is numbered lines below its title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList

TABLE = """\
| 序号 | 事项名称 | 对应上级部门 | 上级部门职责 | 乡镇配合职责 |
|---|---|---|---|---|
| 1 | 燃气安全检查 | 县住建局 | 组织检查。 | 1.开展巡查； |
| 2 | 农药使用指导 | 县农业农村局 | 组织培训。 | 1.组织参加； |"""

NUMBERED = """\
# 双河乡履职事项清单
## 一、基本履职事项清单
（一）党的建设
1. 推进清廉乡村建设
2. 做好党员服务管理
（二）民生服务
3. 推进养老服务站点建设
## 二、配合履职事项清单
{table}
## 三、上级部门收回事项清单
1. **对经营假劣种子行为的处罚**
   - 类别：乡村振兴
   - 承接部门：县农业农村局
   - 工作方式：抽样检测。

2. **矿山治理验收**
   * 类别：自然资源
   * 承接部门：县自然资源局
   * 工作方式：现场查验。
"""

REMARKS = "1.本清单自印发之日起施行。\n2.本清单由乡党政综合办公室负责解释。"


def text(path: Path, content: str) -> DutyList:
    (path / "清单.txt").write_text(content, encoding="utf-8")
    return read_duty_list(path / "清单.txt")


def word(path: Path, content: str) -> DutyList:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*content.split("\n"), ""]:
        if line.startswith("|"):
            rows += [line.strip("| ").split(" | ")] if "---" not in line else []
            continue
        if rows:
            table = document.add_table(0, len(rows[0]))
            for row in rows:
                for cell, said in zip(table.add_row().cells, row, strict=True):
                    cell.text = said
            rows = []
        document.add_paragraph(line.lstrip("#* -").replace("**", ""))
    document.save(str(path / "清单.docx"))
    return read_duty_list(path / "清单.docx")


def names(found: DutyList) -> dict[str, list[tuple[str, str]]]:
    return {one.title: [(duty.category, duty.name) for duty in one.duties] for one in found.lists}


@pytest.mark.parametrize("read", [text, word])
def test_each_list_is_read_and_the_lines_are_to_be_checked(
    read: Callable[[Path, str], DutyList], tmp_path: Path
) -> None:
    found = read(tmp_path, NUMBERED.format(table=TABLE))
    assert names(found) == {
        "一、基本履职事项清单": [
            ("党的建设", "推进清廉乡村建设"),
            ("党的建设", "做好党员服务管理"),
            ("民生服务", "推进养老服务站点建设"),
        ],
        "二、配合履职事项清单": [("", "燃气安全检查"), ("", "农药使用指导")],
        "三、上级部门收回事项清单": [
            ("乡村振兴", "对经营假劣种子行为的处罚"),
            ("自然资源", "矿山治理验收"),
        ],
    }
    assert found.lists[2].headers == ("序号", "事项名称", "类别", "承接部门", "工作方式")
    said = [note.text for note in found.notes]
    assert len(said) == 2
    assert {note.partition("”")[0] for note in said if "编了号的行" in note} == {
        "“一、基本履职事项清单",
        "“三、上级部门收回事项清单",
    }


@pytest.mark.parametrize("read", [text, word])
@pytest.mark.parametrize(
    "content",
    [
        f"双河乡配合履职事项清单\n{TABLE}\n{REMARKS}",
        f"双河乡配合履职事项清单\n{REMARKS}\n{TABLE}",
        f"双河乡配合履职事项清单\n1.坚持党的领导\n2.坚持依法履职\n{TABLE}",
        f"双河乡基本履职事项清单\n{REMARKS}\n双河乡配合履职事项清单\n{TABLE}",
        f"双河乡配合履职事项清单\n1.坚持党的领导\n2.坚持依法履职\n配合履职事项清单\n{TABLE}",
        f"双河乡基本履职事项清单\n1.燃气安全检查\n2.农药使用指导\n配合履职事项清单\n{TABLE}",
        f"双河乡基本履职事项清单\n1.党的建设……3\n2.平安法治……5\n配合履职事项清单\n{TABLE}",
        f"附件：\n1.双河乡基本履职事项清单\n2.双河乡配合履职事项清单\n{TABLE}",
    ],
    ids=[
        "remarks below a table",
        "remarks above one",
        "principles above one",
        "remarks below a title of its own",
        "principles below the cover's title",
        "names that the tables have",
        "contents",
        "annexes",
    ],
)
def test_other_numbered_lines_are_no_duties(
    content: str, read: Callable[[Path, str], DutyList], tmp_path: Path
) -> None:
    found = read(tmp_path, content)
    assert [duty.name for one in found.lists for duty in one.duties] == [
        "燃气安全检查",
        "农药使用指导",
    ]
