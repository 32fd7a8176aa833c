"""Commands for who does each duty in the township (分工)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    EMBEDDED_FONTS,
    FILE,
    FOLDER,
    JSON,
    assignments_from,
    command,
    faces_for,
    formats_option,
    read_and_tell,
    read_to_hand_out,
    source_of,
    tell,
)
from dutylist.app.terminal import say
from dutylist.render.formats import HANDOUTS

if TYPE_CHECKING:
    from dutylist.records.assignments import Assignments, FindingCode
    from dutylist.records.model import DutyList


@command("assign")
@FILE
@click.option(
    "--write",
    "target",
    metavar="文件",
    help="写出分工表 .xlsx，供填写；已有的，填好的照旧，只补新的。",
)
@click.option(
    "--assignments",
    "filled",
    metavar="文件",
    multiple=True,
    help="已填的分工表，核对是否合这份清单。",
)
@click.option(
    "--old",
    "olds",
    metavar="旧清单",
    multiple=True,
    help="--assignments 是为这份旧清单填的，转到新清单；乡镇合并的，依次各写一份。",
)
@DEPARTMENTS_FILE
def assign_command(
    file: str,
    target: str | None,
    filled: tuple[str, ...],
    olds: tuple[str, ...],
    departments_file: str | None,
) -> None:
    """分工表：每项由谁负责，写出来填，填好核对，换年转到新清单。有的行没有用上时退出码为 1。

    \b
    例：dutylist assign 清单.pdf --write 分工.xlsx
        dutylist assign 清单.pdf --assignments 分工.xlsx
        dutylist assign 2026.pdf --old 2025.pdf --assignments 分工.xlsx --write 2026分工.xlsx
        dutylist assign 新镇.pdf --old 甲乡.pdf --assignments 甲乡.xlsx
            --old 乙乡.pdf --assignments 乙乡.xlsx --write 新镇.xlsx
    """
    from dutylist.app.files import write_by_hand
    from dutylist.extract.assignments_file import load_assignments
    from dutylist.records.assignments import empty_assignments
    from dutylist.render.excel.assignments import assignments_xlsx

    if not target and not filled:
        raise click.UsageError("请写 --write 文件，或写 --assignments 已填的分工表")
    if olds and not filled:
        raise click.UsageError("写了 --old，还要写 --assignments 旧清单的分工表")
    if len(filled) != max(len(olds), 1) and filled:
        raise click.UsageError(
            f"写了 {len(olds)} 份 --old、{len(filled)} 份 --assignments，应当依次各写一份"
        )
    duty_list = read_and_tell(file, departments_file)
    before = filled or ((target,) if target and os.path.isfile(target) else ())
    given = [load_assignments(Path(one)) for one in before]
    unused = 0
    if olds:
        old_lists = [read_and_tell(one, departments_file) for one in olds]
        assignments, unused = _carried(duty_list, tuple(zip(old_lists, given, strict=True)), filled)
    else:
        assignments = given[0] if given else empty_assignments(duty_list)
    if before:
        unused += _tell("分工表", duty_list, assignments)
    if target:
        write_by_hand(target, assignments_xlsx(duty_list, assignments))
        say(target, err=target == "-")
    if unused:
        raise click.exceptions.Exit(1)


def _carried(
    duty_list: DutyList,
    olds: Sequence[tuple[DutyList, Assignments]],
    files: Sequence[str],
) -> tuple[Assignments, int]:
    """The assignments of old lists for the new one, and how many of their rows fit no duty of
    their own lists."""
    from dutylist.compare.carry_over import carry_over
    from dutylist.compare.editions import compare_several
    from dutylist.records.assignments import MISFITS

    unused = 0
    for (old, assignments), file in zip(olds, files, strict=True):
        which = f"旧分工表（{file}）" if len(olds) > 1 else "旧分工表"
        unused += _tell(which, old, assignments, MISFITS)
    comparison = compare_several([old for old, _ in olds], duty_list)
    return carry_over(comparison, *olds), unused


def _tell(
    which: str, duty_list: DutyList, assignments: Assignments, only: Sequence[FindingCode] = ()
) -> int:
    """Say what is to be looked at, of some kinds `only`, and how much that is; how many rows are
    used for nothing."""
    from dutylist.records.assigned import assigned
    from dutylist.records.assignments import UNUSED

    findings = assigned(duty_list, assignments).findings
    told = [finding for finding in findings if not only or finding.code in only]
    for finding in told:
        place = finding.place.replace("分工表", which, 1)
        say(f"{place}：{finding.message}")
    rows = [finding.place.replace("分工表", "", 1) for finding in told if finding.code in UNUSED]
    left = f"，其中 {len(rows)} 行没有使用（{'、'.join(rows)}）" if rows else ""
    say(f"{which}核对：{len(told)} 处要看{left}。", err=True)
    return len(rows)


@command("handouts")
@FILE
@click.option("--assignments", "filled", required=True, metavar="文件", help="已填的分工表 .xlsx。")
@formats_option(HANDOUTS, "pdf,docx")
@FOLDER
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def handouts_command(
    file: str,
    filled: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """按站所和人员各做一份履职事项单，另做一页分工一览：谁有多少项，哪些还没有人。

    \b
    例：dutylist handouts 清单.pdf --assignments 分工.xlsx -o 分工
        dutylist handouts 清单.pdf --assignments 分工.xlsx --to docx -o 分工
    """
    from dutylist.render.each import write_each
    from dutylist.render.write_handouts import handout_files, load_files

    duty_list = read_to_hand_out(file, departments_file)
    assignments = assignments_from(filled, duty_list, file)
    assert assignments is not None
    given = duty_list, assignments, formats, Path(folder)
    faces = faces_for(embedded_fonts, duty_list)
    files = chain(load_files(*given, faces=faces), handout_files(*given, faces=faces))
    tell(write_each(files, source_of(file)), as_json)
