"""Commands that compare two editions."""

from __future__ import annotations

from pathlib import Path

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    EMBEDDED_FONTS,
    FOLDER,
    JSON,
    command,
    faces_for,
    formats_option,
    read,
    tell,
)
from dutylist.app.terminal import say

_COMPARISON_FORMATS = ("docx", "pdf", "tracked", "html", "xlsx", "json")


@command("compare")
@click.argument("old", metavar="旧清单")
@click.argument("new", metavar="新清单")
@formats_option(_COMPARISON_FORMATS, "docx,html")
@FOLDER
@click.option("--decisions", metavar="文件", help="人工确认的对应关系 decisions.toml。")
@click.option(
    "--write-decisions",
    "target",
    metavar="文件",
    help="写出对应关系文件，改好后用 --decisions 读入；已有这个文件时照办其中已定的。",
)
@click.option(
    "--notices",
    is_flag=True,
    help="另给每个有变化的部门写一份通知（docx、pdf），放在“通知”文件夹。",
)
@click.option("--ignore-width", is_flag=True, help="不计标点全角、半角之别。")
@click.option("--ignore-space", is_flag=True, help="不计空白之别。")
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def compare_command(
    old: str,
    new: str,
    formats: tuple[str, ...],
    folder: str,
    decisions: str | None,
    target: str | None,
    notices: bool,
    ignore_width: bool,
    ignore_space: bool,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """新旧对照：新增、取消、移动、拆分、合并、改号、改词，逐字列出。

    tracked 是新清单的 Word 修订稿：全部接受即新清单，全部拒绝即旧清单。

    \b
    例：dutylist compare 2025.pdf 2026.docx --to docx,tracked,html -o 对照
        dutylist compare 2025.pdf 2026.docx --write-decisions 对应.toml
    """
    from dutylist.app.files import write_by_hand
    from dutylist.app.progress import track
    from dutylist.compare.decisions import Decisions, decisions_text, joined, read_decisions
    from dutylist.compare.editions import compare_editions
    from dutylist.render.write_comparison import (
        affected_departments,
        write_comparison,
        write_notices,
    )

    known = read_decisions(Path(decisions)) if decisions else None
    if target and Path(target).is_file():
        known = joined(known or Decisions(), read_decisions(Path(target)))
    comparison = compare_editions(
        read(old, departments_file),
        read(new, departments_file),
        known,
        ignore_width=ignore_width,
        ignore_space=ignore_space,
    )
    if target:
        write_by_hand(target, decisions_text(comparison).encode())
        say(target, err=target == "-")
        return
    faces = faces_for(embedded_fonts)
    paths = write_comparison(comparison, formats, Path(folder), faces=faces)
    if notices:
        names = affected_departments(comparison)
        printed = [name for name in ("docx", "pdf") if name in formats] or ["docx"]
        written = write_notices(comparison, names, printed, Path(folder) / "通知", faces=faces)
        paths = [
            *paths,
            *track(written, len(names) * len(printed), "通知"),
        ]
    tell(paths, as_json)
