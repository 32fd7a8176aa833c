"""Commands that write a list again: whole, by department, by duty, as a matrix."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dutylist.app.options import (
    ASSIGNMENTS,
    DEPARTMENTS_FILE,
    EMBEDDED_FONTS,
    FILE,
    FOLDER,
    JSON,
    SECOND_READER,
    assignments_from,
    command,
    corrected,
    department_named,
    faces_for,
    formats_option,
    named,
    own_template,
    read,
    read_limits,
    read_to_hand_out,
    second_findings,
    source_of,
    tell,
    tell_check,
)
from dutylist.app.terminal import say, telling_pages
from dutylist.render.formats import CARDS, EXCERPTS, MATRIX, OFFICIAL

if TYPE_CHECKING:
    from dutylist.render.views.corrections import CorrectionLine

_TEMPLATE = click.option("--template", metavar="文件", help="自己的 Word 模板。")


@command("render")
@FILE
@formats_option(OFFICIAL, "pdf,docx")
@click.option(
    "--as-printed",
    is_flag=True,
    help="照原文分段：原文几条接排的仍接排；不写时一条一行。",
)
@click.option(
    "--corrections",
    metavar="文件",
    help="网页“更正”里导出的更正文件：套用后出版，清单后面附更正说明。",
)
@ASSIGNMENTS
@FOLDER
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def render_command(
    file: str,
    formats: tuple[str, ...],
    as_printed: bool,
    corrections: str | None,
    filled: str | None,
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """重新出版整份清单：封面、目录、三张表；条文一条一行。

    \b
    例：dutylist render 清单.txt --to pdf,docx -o output
        dutylist render 清单.pdf --corrections 更正.json -o 出版
    """
    from dutylist.render.each import write_each
    from dutylist.render.write import official_files

    duty_list = read(file, departments_file)
    lines: tuple[CorrectionLine, ...] = ()
    if corrections:
        from dutylist.app.corrections.statement import correction_lines

        now = corrected(duty_list, Path(corrections), file)
        duty_list, lines = now.duty_list, tuple(correction_lines(now))
    tell_check(duty_list, file)
    files = official_files(
        duty_list,
        formats,
        Path(folder),
        faces=faces_for(embedded_fonts, duty_list),
        as_printed=as_printed,
        corrections=lines,
        assignments=assignments_from(filled, duty_list, file),
    )
    tell(write_each(files, source_of(file)), as_json)


@command("excerpt")
@FILE
@click.option("--department", "names", multiple=True, metavar="部门", help="哪个部门，可写几次。")
@click.option("--all", "everyone", is_flag=True, help="每个部门一份。")
@click.option(
    "--cover/--no-cover",
    "cover",
    default=None,
    help="要不要封面；不写时只有一项的部门不加封面。",
)
@click.option(
    "--with-source",
    is_flag=True,
    help="在 PDF 后面附上清单原件的有关各页，本部门的事项加框（原件须是 PDF）。",
)
@_TEMPLATE
@ASSIGNMENTS
@formats_option(EXCERPTS, "pdf,docx")
@FOLDER
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def excerpt_command(
    file: str,
    names: tuple[str, ...],
    everyone: bool,
    cover: bool | None,
    with_source: bool,
    template: str | None,
    filled: str | None,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """按部门摘录：该部门牵头、配合、收回的事项，只列它的条文，注明出处。

    \b
    例：dutylist excerpt 清单.txt --department 县民政局
        dutylist excerpt 清单.txt --all --to pdf -o 摘录
    """
    from dutylist.app.progress import track
    from dutylist.render.each import write_each
    from dutylist.render.write import excerpt_files

    duty_list = read_to_hand_out(file, departments_file)
    if everyone == bool(names):
        raise click.UsageError("请写 --department 部门，或写 --all，二者取一")
    wanted = (
        [department.name for department in duty_list.departments]
        if everyone
        else [department_named(duty_list, name, file) for name in names]
    )
    with own_template(template) as path:
        files = excerpt_files(
            duty_list,
            wanted,
            formats,
            Path(folder),
            faces=faces_for(embedded_fonts, duty_list),
            template=path,
            cover=cover,
            source=Path(file) if with_source else None,
            assignments=assignments_from(filled, duty_list, file),
        )
        written = write_each(files, source_of(file))
        tell(track(written, len(wanted) * len(formats), "摘录"), as_json)


@command("cards")
@FILE
@click.option("--department", "names", multiple=True, metavar="部门", help="只做这些部门的事项。")
@click.option(
    "--duties", "only", metavar="事项", help="只做这些事项，如 配合5,配合7-9（清单和序号）。"
)
@click.option(
    "--layout",
    type=click.Choice(["a5", "a4-4up"]),
    default="a5",
    show_default=True,
    help="A5 一张一页，或 A4 一页四张供裁切。",
)
@click.option(
    "--code",
    type=click.Choice(["none", "short", "qr"]),
    default="short",
    show_default=True,
    help="卡上印什么编码：不印、短码、二维码。",
)
@_TEMPLATE
@ASSIGNMENTS
@formats_option(CARDS, "pdf,docx")
@FOLDER
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@JSON
def cards_command(
    file: str,
    names: tuple[str, ...],
    only: str | None,
    layout: Literal["a5", "a4-4up"],
    code: Literal["none", "short", "qr"],
    template: str | None,
    filled: str | None,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """责任卡：一项一张，写明谁牵头、谁做什么、乡镇做什么、原文在第几页。

    \b
    例：dutylist cards 清单.txt --layout a4-4up --to pdf
    例：dutylist cards 清单.txt --duties 配合5,配合7-9
    """
    from dutylist.app.progress import track
    from dutylist.records.department_counts import duties_of
    from dutylist.records.named_duties import named_duties
    from dutylist.render.each import write_each
    from dutylist.render.write import card_files

    duty_list = read_to_hand_out(file, departments_file)
    wanted = [department_named(duty_list, name, file) for name in names]
    chosen = None if only is None else named_duties(duty_list, only)
    duties = [
        (table.kind, duty)
        for table in duty_list.lists
        for duty in table.duties
        if not wanted or any(duty in duties_of(duty_list, name) for name in wanted)
        if chosen is None or (table.kind, duty) in chosen
    ]
    with own_template(template) as path:
        files = card_files(
            duty_list,
            duties,
            formats,
            Path(folder),
            faces=faces_for(embedded_fonts, duty_list),
            layout=layout,
            code=code,
            template=path,
            assignments=assignments_from(filled, duty_list, file),
        )
        written = write_each(files, source_of(file))
        tell(track(written, len(formats), "责任卡"), as_json)


@command("matrix")
@FILE
@ASSIGNMENTS
@formats_option(MATRIX, "xlsx,html")
@FOLDER
@DEPARTMENTS_FILE
@JSON
def matrix_command(
    file: str,
    filled: str | None,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """部门与事项对照矩阵：哪个部门在哪一项牵头、配合、收回，可筛选，连到原页。

    \b
    例：dutylist matrix 清单.pdf --to xlsx,html -o output
    """
    from dutylist.render.each import write_each
    from dutylist.render.write_matrix import matrix_files

    duty_list = read_to_hand_out(file, departments_file)
    source = Path(file) if file.lower().endswith(".pdf") else None
    files = matrix_files(
        duty_list,
        formats,
        Path(folder),
        source=source,
        assignments=assignments_from(filled, duty_list, file),
    )
    tell(write_each(files, source_of(file)), as_json)


@command("templates")
@click.option("--copy", "folder", required=True, metavar="文件夹", help="复制到哪个文件夹。")
def templates_command(folder: str) -> None:
    """把模板和各种文书的用语（words.toml）复制出来，改成自己的。

    改好后设环境变量 DUTYLIST_TEMPLATES=文件夹，所有文书都照它做；只用其中一份，写 --template。

    \b
    例：dutylist templates --copy 我的模板
        dutylist excerpt 清单.txt --all --template 我的模板/excerpt.docx
    """
    from dutylist.render.write import copy_templates

    copied, left = copy_templates(Path(folder))
    tell(copied, False)
    for path in left:
        say(f"已有，没有改动：{path}", err=True)


@command("searchable")
@click.argument("file", metavar="文件")
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪个 PDF 文件。")
def searchable_command(file: str, output: str) -> None:
    """把扫描件做成可以查找、复制的 PDF：图片不动，文字不可见地铺在图片上。

    \b
    例：dutylist searchable 扫描件.pdf -o 可查找.pdf
    """
    from dutylist.app.files import not_over
    from dutylist.app.worker.watch import bounded

    not_over(file, output)
    with bounded(Path(file).name, read_limits()) as given, telling_pages(given) as limits:
        # Imported within: what splits here has loaded next to nothing.
        from dutylist.extract.formats.scan.searchable import searchable_pdf

        content = searchable_pdf(Path(file), limits)
    from dutylist.render.files import write_file

    target = Path(output)
    say(f"写好：{write_file(target.parent, target.name, content)}", err=True)


@command("all")
@FILE
@formats_option(EXCERPTS, "pdf,docx")
@FOLDER
@DEPARTMENTS_FILE
@EMBEDDED_FONTS
@ASSIGNMENTS
@SECOND_READER
def all_command(
    file: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    filled: str | None,
    second_reader: bool,
) -> None:
    """一次做齐：记录、核对结果、整份清单、各部门摘录、全部责任卡。

    \b
    例：dutylist all 清单.txt -o output
    """
    from dutylist.app.progress import track
    from dutylist.records.check import check
    from dutylist.records.findings import report
    from dutylist.records.json_form import dump_records
    from dutylist.render.document_name import document_name
    from dutylist.render.each import Wanted, write_each
    from dutylist.render.write import card_files, excerpt_files, official_files

    duty_list = read(file, departments_file)
    assignments = assignments_from(filled, duty_list, file)
    target = Path(folder)
    faces = faces_for(embedded_fonts, duty_list)
    handed_out = named(duty_list, file)
    records = f"{document_name(handed_out, '履职事项清单记录')}.json"
    report_path = target / f"{document_name(handed_out, '履职事项清单核对')}.txt"
    findings = check(duty_list)
    figures = ""
    if second_reader:
        differences, said = second_findings(file, duty_list)
        findings, figures = findings + differences, f"{said}\n"
    tell_check(duty_list, file, report_path)
    names = [department.name for department in duty_list.departments]
    duties = [(table.kind, duty) for table in duty_list.lists for duty in table.duties]
    official_formats = (*formats, "xlsx", "html")
    files = chain(
        [
            Wanted(target, records, lambda: dump_records(duty_list).encode()),
            Wanted(target, report_path.name, lambda: (report(findings) + figures).encode()),
        ],
        official_files(duty_list, official_formats, target, faces=faces, assignments=assignments),
        excerpt_files(
            handed_out, names, formats, target / "摘录", faces=faces, assignments=assignments
        ),
        card_files(
            handed_out,
            duties,
            formats,
            target / "责任卡",
            faces=faces,
            layout="a5",
            code="short",
            assignments=assignments,
        ),
    )
    count = 2 + len(official_formats) + (len(names) + 1) * len(formats)
    written: list[Path] = []
    try:
        written.extend(track(write_each(files, source_of(file)), count, "写文件"))
    finally:
        # Also what was written where the rest could not be.
        _tell_all(written, target, len(duties), len(names))


def _tell_all(written: list[Path], target: Path, duties: int, departments: int) -> None:
    """Each file that was written, the many excerpts in one line."""
    excerpts = [path for path in written if path.parent == target / "摘录"]
    for path in written:
        if path.parent != target / "摘录":
            say(f"{path}：{duties} 项" if path.suffix == ".json" else path)
    say(f"{target / '摘录'}：{departments} 个部门，{len(excerpts)} 个文件")
