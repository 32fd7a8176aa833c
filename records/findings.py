"""Findings: one thing in a list that a person should look at, and how they are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dutylist.records.model import KIND_NAMES, Box, Kind, shown_number
from dutylist.records.patterns import Pattern

Level = Literal["error", "doubt", "hint"]
"""error: the list contradicts itself. doubt: a person should decide. hint: worth a look."""

LEVEL_NAMES: dict[Level, str] = {"error": "错误", "doubt": "存疑", "hint": "提示"}

Code = Literal[
    "numbering",
    "contents",
    "columns",
    "spelling",
    "unlisted department",
    "department without clause",
    "unassigned clause",
    "unknown heading",
    "clause numbering",
    "empty cell",
    "repeated duty",
    "category",
    "punctuation",
    "doubtful reading",
    "second reading",
    "note",
]

CODE_NAMES: dict[Code, str] = {
    "numbering": "序号",
    "contents": "目录",
    "columns": "栏目",
    "spelling": "部门写法",
    "unlisted department": "未列的部门",
    "department without clause": "没有条文的部门",
    "unassigned clause": "未明确分工",
    "unknown heading": "没有认出的标题",
    "clause numbering": "条文编号",
    "empty cell": "空白单元格",
    "repeated duty": "重复事项",
    "category": "类别",
    "punctuation": "标点",
    "doubtful reading": "识别没有把握",
    "second reading": "两种读法不同",
    "note": "读取说明",
}
"""What a person filters findings by."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `page` is 0 and `number` None where they are not known; `label` is what
    the list prints in the number's place. `cell` is the column from 1 and `box` the place of the
    characters where it is about some, else 0 and None."""

    code: Code
    level: Level
    message: str
    kind: Kind | None = None
    page: int = 0
    row: int = 0
    number: int | None = None
    cell: int = 0
    box: Box | None = None
    label: str = ""

    @property
    def place(self) -> str:
        """Where, in Chinese: "配合履职 第 53 项 第 33 页"."""
        number = shown_number(self.number, self.label)
        parts = [
            KIND_NAMES[self.kind] if self.kind else "",
            f"第 {number} 项" if number else "",
            f"第 {self.row} 行" if self.row and not number else "",
            f"第 {self.page} 页" if self.page else "",
        ]
        return " ".join(part for part in parts if part)


_UNKNOWN_COLUMN = Pattern("“(.+)”一栏不认识")


def unknown_column(finding: Finding) -> str:
    """The head of the column that nobody knows, where a finding tells of one; else ""."""
    match = _UNKNOWN_COLUMN.match(finding.message) if finding.code == "note" else None
    return match[1] if match else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def report(findings: tuple[Finding, ...]) -> str:
    """The findings as a text, one a line, with a count at the end."""
    lines = [
        f"[{LEVEL_NAMES[finding.level]}] {finding.place}{'：' if finding.place else ''}"
        f"{finding.message}"
        for finding in findings
    ]
    counts = "，".join(
        f"{name} {sum(finding.level == level for finding in findings)} 处"
        for level, name in LEVEL_NAMES.items()
    )
    heads = dict.fromkeys(filter(None, map(unknown_column, findings)))
    if heads:
        told = "".join(f"\n  {_quoted(head)} = {_quoted('部门职责')}" for head in heads)
        lines.append(
            "不认识的栏是什么，可以写进 columns.toml（等号右边写它是什么），加 --columns "
            f"columns.toml 再读；网页在核对的这一条选：{told}"
        )
    lines.append(f"共 {len(findings)} 处：{counts}。" if findings else "没有发现问题。")
    return "\n".join(lines) + "\n"


def level_counts(levels: Mapping[str, int]) -> str:
    """How many findings there are of each level, in one line: 错误 2、存疑 25."""
    parts = [f"{name} {levels[level]}" for level, name in LEVEL_NAMES.items() if levels.get(level)]
    return "、".join(parts) or "没有发现问题"
