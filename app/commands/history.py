"""The command that follows a list through the years."""

from __future__ import annotations

from pathlib import Path

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    FOLDER,
    JSON,
    command,
    formats_option,
    read_all,
    source_of,
    tell,
    tell_checks,
)
from dutylist.app.terminal import say
from dutylist.render.formats import HISTORY


@command("history")
@click.argument("files", metavar="清单…", nargs=-1, required=True)
@formats_option(HISTORY, "html")
@FOLDER
@DEPARTMENTS_FILE
@JSON
def history_command(
    files: tuple[str, ...],
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """历年变化：每个事项哪年新增、哪年改动、哪年移动或取消，每个部门、整个清单的变化。

    各份清单按封面、标题或文件名上的年份排列。

    \b
    例：dutylist history 2024.pdf 2025.docx 2026.pdf --to html,xlsx -o 历年
    """
    from dutylist.compare.history import history_of
    from dutylist.compare.identity import identify, in_order, names_of
    from dutylist.render.each import write_each
    from dutylist.render.views.comparison import summary
    from dutylist.render.write_history import history_files

    if len(files) < 2:
        raise click.UsageError("history 要两份以上的清单，只写了一份。请把各年的清单都写上")
    lists = read_all(files, departments_file)
    order, says = in_order([identify(one, file) for one, file in zip(lists, files, strict=True)])
    history = history_of([lists[at] for at, _ in order], names_of([one for _, one in order]))
    for sentence in says:
        say(f"{sentence}。", err=True)
    for comparison in history.comparisons:
        say(f"{comparison.old_name} → {comparison.new_name}：{summary(comparison)}。", err=True)
    tell_checks(lists, files)
    wanted = history_files(history, formats, Path(folder))
    tell(write_each(wanted, source_of(*files)), as_json)
