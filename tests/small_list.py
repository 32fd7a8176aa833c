"""A small invented list as text, a tab between cells, and ways to write it otherwise."""

from __future__ import annotations

from pathlib import Path

HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")
ROWS = (
    *[("1", "平安法治", "消防安全检查", "宁远县公安局", "1.县公安局负责查处。", "1.开展巡查。")],
    *[("2", "民生服务", "特困人员供养", "宁远县民政局", "1.县民政局负责审批。", "1.上门走访。")],
    *[("3", "民生服务", "就业帮扶", "宁远县民政局", "1.县民政局负责指导。", "1.收集岗位。")],
)


def list_text(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """The list as a text file's content."""
    title = "云岭省清河市宁远县\n青禾镇\n履职事项清单\n2025年7月\n配合履职事项清单\n"
    return title + "\n".join("\t".join(row) for row in (HEADER, *rows)) + "\n"


def write_list(path: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    """The list as a text file."""
    path.write_text(list_text(rows), "utf-8")
    return path
