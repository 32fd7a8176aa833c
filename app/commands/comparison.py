"""Commands that compare two editions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    EMBEDDED_FONTS,
    FOLDER,
    JSON,
    command,
    faces_for,
    formats_option,
    read_all,
    source_of,
    tell,
    tell_checks,
)
from dutylist.app.terminal import say
from dutylist.render.formats import COMPARISON

if TYPE_CHECKING:
    from dutylist.compare.identity import Identity
    from dutylist.records.model import DutyList
    from dutylist.render.each import Wanted


@command("compare")
@click.argument("files", metavar="旧清单… 新清单", nargs=-1, required=True)
@click.option(
    "--new", metavar="新清单", help="几份旧清单合成一份新清单（乡镇合并）时，指明新的一份。"
)
@click.option("--as-given", is_flag=True, help="按所写次序对照，不按年份对调。")
@formats_option(COMPARISON, "docx,html")
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
    help="另给每个有变化的部门写一份函（docx、pdf），放在“函”文件夹。",
)
@click.option(
    "--template",
    metavar="文件",
    help="自己改过文字的函（notice.md，用 dutylist templates --copy 复制出来）。",
)
@click.option("--ignore-width", is_flag=True, help="不计标点全角、半角之别。")
@click.option("--ignore-space", is_flag=True, help="不计空白、分段之别；修订稿里也不标。")
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def compare_command(
    files: tuple[str, ...],
    new: str | None,
    as_given: bool,
    formats: tuple[str, ...],
    folder: str,
    decisions: str | None,
    target: str | None,
    notices: bool,
    template: str | None,
    ignore_width: bool,
    ignore_space: bool,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """新旧对照：新增、取消、移动、拆分、合并、改号、改词，逐字列出。

    tracked 是新清单的 Word 修订稿：全部接受即新清单，全部拒绝即旧清单；待核的写在批注里。

    \b
    例：dutylist compare 2025.pdf 2026.docx --to docx,tracked,html -o 对照
        dutylist compare 2025.pdf 2026.docx --write-decisions 对应.toml
        dutylist compare 甲乡.pdf 乙乡.pdf --new 新镇.docx
    """
    from dutylist.app.files import write_by_hand
    from dutylist.app.progress import track
    from dutylist.compare.decisions import Decisions, decisions_text, joined, read_decisions
    from dutylist.compare.editions import compare_several
    from dutylist.compare.identity import pair_names
    from dutylist.render.each import write_each
    from dutylist.render.views.comparison import summary
    from dutylist.render.write_comparison import (
        affected_departments,
        comparison_files,
        notice_files,
        unsure_departments,
    )

    known = read_decisions(Path(decisions)) if decisions else None
    if target and os.path.isfile(target):
        known = joined(known or Decisions(), read_decisions(Path(target)))
    names = _names(files, new)
    lists = read_all(names, departments_file)
    olds, newest, says = _editions(lists, names, as_given)
    comparison = compare_several(
        [edition for edition, _ in olds],
        newest[0],
        known,
        names=pair_names([one for _, one in olds], newest[1]),
        ignore_width=ignore_width,
        ignore_space=ignore_space,
    )
    for sentence in (summary(comparison), *says):
        say(f"{sentence}。", err=True)
    tell_checks(lists, names)
    if target:
        write_by_hand(target, decisions_text(comparison, known).encode())
        say(target, err=target == "-")
        return
    faces = faces_for(embedded_fonts) if notices or "pdf" in formats else None
    wanted: Iterable[Wanted] = comparison_files(comparison, formats, Path(folder), faces=faces)
    count = len(formats)
    if notices:
        offices = affected_departments(comparison)
        printed = [name for name in ("docx", "pdf") if name in formats] or ["docx"]
        letters = notice_files(
            comparison,
            offices,
            printed,
            Path(folder) / "函",
            faces=faces,
            template=Path(template) if template else None,
        )
        wanted = chain(wanted, letters)
        count += len(offices) * len(printed)
        for sentence in _drafts(unsure_departments(comparison)):
            say(sentence, err=True)
    tell(track(write_each(wanted, source_of(*names)), count, "写文件"), as_json)


def _drafts(offices: Sequence[str]) -> list[str]:
    """That the letters to some offices hold what is to be checked, and what to do; nothing where
    there is none."""
    if not offices:
        return []
    return [
        f"注意：致{'、'.join(offices)}的函（{len(offices)}份）还有待核内容，文件名和页首标为草稿。"
        "请看新旧对照表里的【待核】，在 --write-decisions 写出的文件里定下来，"
        "以 --decisions 重新生成，或者在 Word 里改定，再印发。"
    ]


_Named = tuple["DutyList", "Identity"]


def _names(files: Sequence[str], new: str | None) -> list[str]:
    """The files of the old lists and of the new one, the last. Raises UsageError where the command
    names too few or too many."""
    if new is None and len(files) != 2:
        raise click.UsageError(
            f"compare 要一份旧清单和一份新清单，写了{len(files)}份。"
            "几份旧清单对一份新清单时写作：dutylist compare 旧甲 旧乙 --new 新；"
            "多年的变化用 dutylist history"
        )
    return [*files, new] if new is not None else list(files)


def _editions(
    lists: Sequence[DutyList], names: Sequence[str], as_given: bool
) -> tuple[list[_Named], _Named, list[str]]:
    """The old lists, the new one, and what to say of the choice."""
    from dutylist.compare.identity import identify, order_of

    *olds, newest = [(one, identify(one, name)) for one, name in zip(lists, names, strict=True)]
    if len(olds) > 1:
        says = [f"旧清单：{'、'.join(names[:-1])}；新清单：{names[-1]}"]
        later = [one.file for _, one in olds if one.year and one.year > newest[1].year > ""]
        says += [f"注意：{'、'.join(later)}的年份比新清单晚，请核对"] if later else []
        return olds, newest, says
    order = order_of(olds[0][1], newest[1])
    says = list(order.says)
    if order.swapped and not as_given:
        olds, newest = [newest], olds[0]
        says.append("要按所写次序对照请加 --as-given")
    elif order.swapped:
        says = [f"按所写次序对照：旧清单 {names[0]}，新清单 {names[1]}（年份相反）"]
    if replace(olds[0][0], notes=()) == replace(newest[0], notes=()):
        says.append("注意：两份清单内容完全相同，是不是同一个文件？")
    return olds, newest, says
