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
@click.option("--assignments", "filled", metavar="文件", help="已填的分工表，核对是否合这份清单。")
@click.option("--old", metavar="旧清单", help="--assignments 是为这份旧清单填的，转到新清单。")
@DEPARTMENTS_FILE
def assign_command(
    file: str, target: str | None, filled: str | None, old: str | None, departments_file: str | None
) -> None:
    """分工表：每项由谁负责，写出来填，填好核对，换年转到新清单。

    \b
    例：dutylist assign 清单.pdf --write 分工.xlsx
        dutylist assign 清单.pdf --assignments 分工.xlsx
        dutylist assign 2026.pdf --old 2025.pdf --assignments 分工.xlsx --write 2026分工.xlsx
    """
    from dutylist.app.files import write_by_hand
    from dutylist.compare.carry_over import carry_over
    from dutylist.compare.editions import compare_editions
    from dutylist.extract.assignments_file import load_assignments
    from dutylist.records.assignments import MISFITS, empty_assignments
    from dutylist.render.excel.assignments import assignments_xlsx

    if not target and not filled:
        raise click.UsageError("请写 --write 文件，或写 --assignments 已填的分工表")
    if old and not filled:
        raise click.UsageError("写了 --old，还要写 --assignments 旧清单的分工表")
    duty_list = read_and_tell(file, departments_file)
    before = filled or (target if target and os.path.isfile(target) else None)
    assignments = load_assignments(Path(before)) if before else empty_assignments(duty_list)
    if old:
        comparison = compare_editions(read_and_tell(old, departments_file), duty_list)
        _tell("旧分工表", comparison.old, assignments, MISFITS)
        assignments = carry_over(comparison, assignments)
    if before:
        _tell("分工表", duty_list, assignments)
    if target:
        write_by_hand(target, assignments_xlsx(duty_list, assignments))
        say(target, err=target == "-")


def _tell(
    which: str, duty_list: DutyList, assignments: Assignments, only: Sequence[FindingCode] = ()
) -> None:
    """Say what is to be looked at, of some kinds `only`, and how much that is."""
    from dutylist.records.assigned import assigned

    findings = assigned(duty_list, assignments).findings
    told = [finding for finding in findings if not only or finding.code in only]
    for finding in told:
        place = finding.place.replace("分工表", which, 1)
        say(f"{place}：{finding.message}")
    say(f"{which}核对：{len(told)} 处要看。", err=True)


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
    tell(write_each(files), as_json)
