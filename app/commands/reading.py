"""Commands that read a list, check it, show its departments and the form of the records."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutylist.app.options import (
    DEPARTMENTS_FILE,
    FILE,
    JSON,
    SECOND_READER,
    command,
    corrected,
    explain,
    print_json,
    read,
    read_and_tell,
    read_limits,
    second_findings,
    tell_check,
)
from dutylist.app.terminal import plain, say

if TYPE_CHECKING:
    from dutylist.records.department_counts import DepartmentCount


@command("extract")
@FILE
@click.option(
    "-o", "--output", default="-", show_default=True, metavar="文件", help="记录写到哪个文件。"
)
@DEPARTMENTS_FILE
@click.option(
    "--debug-pictures",
    "pictures",
    metavar="文件夹",
    help="把认出的单元格画在 PDF 每一页的图上，写到这个文件夹。",
)
@click.option(
    "--explain",
    "reasons",
    metavar="文件",
    help="把每一行为什么这样读、每一条为什么归这个部门，写到这个文件。",
)
@click.option(
    "--corrections",
    metavar="文件",
    help="网页“更正”里导出的更正文件：对得上的套用，对不上的列出来。",
)
def extract_command(
    file: str,
    output: str,
    departments_file: str | None,
    pictures: str | None,
    reasons: str | None,
    corrections: str | None,
) -> None:
    """把清单读成记录（JSON），每一条都带页码和单元格。

    \b
    例：dutylist extract 清单.txt -o 记录.json
        dutylist extract 清单.txt --corrections 更正.json -o 记录.json
    """
    # Commands import what they need when they run: --help and completion answer at once.
    from dutylist.app.files import not_over, write_text
    from dutylist.records.json_form import dump_records
    from dutylist.records.model import KIND_NAMES

    for target in (output, *([reasons] if reasons else [])):
        not_over(file, target)
    if pictures:
        from dutylist.app.worker.watch import bounded

        with bounded(Path(file).name, read_limits()) as limits:
            from dutylist.extract.formats.pdf.debug_pictures import debug_pictures
            from dutylist.render.files import write_file

            pages = debug_pictures(Path(file), limits=limits)
            drawn = [write_file(Path(pictures), name, picture) for name, picture in pages]
        say(f"{pictures}：{len(drawn)} 页", err=True)
    duty_list = read(file, departments_file)
    if reasons:
        write_text(reasons, explain(file, departments_file))
    if corrections:
        from dutylist.app.corrections.lay_over import with_notes

        duty_list = with_notes(corrected(duty_list, Path(corrections), file))
    write_text(output, dump_records(duty_list))
    counts = "，".join(
        f"{KIND_NAMES[table.kind]} {len(table.duties)} 项" for table in duty_list.lists
    )
    say(f"读到：{counts}；部门 {len(duty_list.departments)} 个。", err=True)
    tell_check(duty_list, file if output == "-" else output)


@command("check")
@FILE
@JSON
@DEPARTMENTS_FILE
@SECOND_READER
def check_command(
    file: str, as_json: bool, departments_file: str | None, second_reader: bool
) -> None:
    """核对清单：序号、目录页码、缺栏、部门写法、没有写明部门的条文。有错误时退出码为 1。

    \b
    例：dutylist check 清单.txt
        dutylist check --second-reader 清单.pdf
    """
    from dataclasses import asdict

    from dutylist.records.check import check
    from dutylist.records.findings import report

    duty_list = read(file, departments_file)
    findings = check(duty_list)
    if second_reader:
        findings += second_findings(file, duty_list)[0]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        say(report(findings), nl=False)
    if any(finding.level == "error" for finding in findings):
        raise click.exceptions.Exit(1)


@command("departments")
@FILE
@JSON
@DEPARTMENTS_FILE
@click.option(
    "--write",
    "target",
    metavar="文件",
    help="把部门名称写成可修改的 departments.toml，并列出条文中没有对应到部门的名称，"
    "确认后用 --departments-file 读入；"
    "已有这个文件时只补上新的部门。",
)
def departments_command(
    file: str, as_json: bool, departments_file: str | None, target: str | None
) -> None:
    """列出清单中的部门：牵头、配合、收回各几项，未明确分工的条文几条，有哪些写法。

    \b
    例：dutylist departments 清单.txt
        dutylist departments 清单.txt --write departments.toml
    """
    from dutylist.records.department_counts import department_counts

    there = target is not None and os.path.isfile(target)
    duty_list = read_and_tell(file, departments_file or (target if there else None))
    if target:
        from dutylist.app.files import write_by_hand
        from dutylist.extract.offices.departments_file import (
            dump_departments,
            merged_departments,
            unmatched_lines,
        )
        from dutylist.records.toml_file import decode
        from dutylist.records.unmatched import unmatched_names

        unmatched = unmatched_names(duty_list)
        text = dump_departments(duty_list.departments, unmatched)
        if there:
            before = decode(Path(target).read_bytes(), Path(target).name)
            text = merged_departments(before, duty_list.departments)
        write_by_hand(target, text.encode())
        say(target, err=target == "-")
        for line in unmatched_lines(unmatched):
            say(line, err=True)
        return
    counts = department_counts(duty_list)
    if as_json:
        print_json([count.as_json() for count in counts])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("部门", "牵头", "配合", "条文所列", "收回", "条文", "未明确分工", "其他写法")
    for count in counts:
        table.add_row(
            Text(plain(count.department.name)),
            str(len(count.led)),
            str(len(count.helped)),
            str(len(count.named)),
            str(len(count.recalled)),
            str(count.clauses),
            str(count.unassigned),
            Text(plain(_other_spellings(count))),
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _other_spellings(count: DepartmentCount) -> str:
    """The other spellings, and that nobody has confirmed yet that they are one department's."""
    told = "、".join(count.other_spellings)
    return f"待确认：{told}" if told and not count.department.confirmed else told


@command("schema")
def schema_command() -> None:
    """输出记录文件的 JSON Schema。"""
    from dutylist.records.json_form import schema

    print_json(schema())
