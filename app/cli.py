"""The command line `dutylist`: a thin skin over the functions that a library user calls."""

from __future__ import annotations

import gettext
import json
import os
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from app.batch.commands import batch_command, query_group
from app.shell_commands import completion_command, man_command
from records.errors import DutyListError

F = TypeVar("F", bound=Callable[..., Any])

_OFFICIAL_FORMATS = ("pdf", "docx", "xlsx", "html", "txt", "ofd")
_PRINTED_FORMATS = ("pdf", "docx")
_MATRIX_FORMATS = ("xlsx", "html")
_COMPARISON_FORMATS = ("docx", "pdf", "tracked", "html", "xlsx", "json")
_HELP_OPTIONS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_EXIT_CODES = """\
\b
退出码：
  0 完成    1 check 发现错误，batch 有文件没读成    2 用法不对    3 找不到文件    4 格式不认识
  5 文件损坏或加密    6 没有清单    7 写不进去    8 超出限度    9 模板有误
  10 其他错误    11 缺少程序    12 扫描件    13 记录或设置文件不合格式
"""


def main() -> None:
    """Run the command line; errors are told in Chinese, with their exit code."""
    speak_chinese()
    try:
        code = cli.main(prog_name="dutylist", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("已中止。", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing to tell anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except DutyListError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"出错：{error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        click.echo(
            f"出错：程序内部错误（{type(error).__name__}：{error}）。"
            "请加上 --debug 再运行一次，把显示的内容连同文件发给维护人员。",
            err=True,
        )
        sys.exit(DutyListError.exit_code)


def speak_chinese() -> None:
    """Have click's own sentences in Chinese, whatever the machine's language."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(files("app") / "locale"))


def _formats(allowed: tuple[str, ...], default: str) -> Callable[[F], F]:
    def split(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part))
        unknown = [part for part in wanted if part not in allowed]
        if unknown or not wanted:
            raise click.BadParameter(
                f"不认识的格式 {'、'.join(unknown) or value}；可选 {'、'.join(allowed)}"
            )
        return wanted

    return click.option(
        "--to",
        "formats",
        default=default,
        show_default=True,
        callback=split,
        metavar="格式",
        help=f"写成什么格式，几种用逗号隔开：{'、'.join(allowed)}。",
    )


_FILE = click.argument("file", metavar="文件")
_FOLDER = click.option(
    "-o",
    "--output",
    "folder",
    default="output",
    show_default=True,
    metavar="文件夹",
    help="写到哪个文件夹（没有就新建）。",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")
_DEPARTMENTS_FILE = click.option(
    "--departments-file",
    metavar="文件",
    help="已确认的部门名称文件 departments.toml（见 dutylist departments --write）。",
)
_NO_SYSTEM_FONTS = click.option(
    "--embedded-fonts",
    is_flag=True,
    help="只用程序自带的字体，不用本机的仿宋、黑体、小标宋。",
)


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with Chinese metavars and `--debug`."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        with_debug = click.option(
            "--debug", is_flag=True, expose_value=False, help="出错时显示程序内部的详细信息。"
        )(function)
        return cli.command(name, options_metavar="[选项]")(with_debug)

    return decorate


@click.group(
    context_settings=_HELP_OPTIONS,
    subcommand_metavar="命令 [选项]…",
    options_metavar="",
    epilog=_EXIT_CODES,
)
@click.version_option(version("dutylist"), prog_name="dutylist", help="显示版本号。")
def cli() -> None:
    """履职事项清单：读取、核对、重新出版、按部门摘录、制责任卡、新旧对照。

    “文件”可以是任何一种来源，也可以是 extract 写出的记录文件；“-”表示标准输入。

    \b
    例：
      dutylist extract 清单.txt -o 记录.json      读成记录
      dutylist check 清单.txt                     核对编号、目录、部门
      dutylist render 清单.txt --to pdf,docx      重新出版
      dutylist excerpt 清单.txt --all             每个部门一份摘录
      dutylist cards 清单.txt                     每项一张责任卡
      dutylist compare 旧.txt 新.txt              新旧对照
      dutylist matrix 清单.txt                    部门与事项矩阵
      dutylist batch 文件夹 -o 清单库.sqlite      成批读入一个库，再用 query 查
    """


@_command("extract")
@_FILE
@click.option(
    "-o", "--output", default="-", show_default=True, metavar="文件", help="记录写到哪个文件。"
)
@_DEPARTMENTS_FILE
@click.option(
    "--debug-pictures",
    "pictures",
    metavar="文件夹",
    help="把认出的单元格画在 PDF 每一页的图上，写到这个文件夹。",
)
def extract_command(
    file: str, output: str, departments_file: str | None, pictures: str | None
) -> None:
    """把清单读成记录（JSON），每一条都带页码和单元格。

    \b
    例：dutylist extract 清单.txt -o 记录.json
    """
    # Commands import what they need when they run: --help and completion answer at once.
    from app.files import write_text
    from records.json_form import dump_records

    if pictures:
        from extract.debug_pictures import debug_pictures

        drawn = debug_pictures(Path(file), Path(pictures))
        click.echo(f"{pictures}：{len(drawn)} 页", err=True)
    duty_list = _read(file, departments_file)
    write_text(output, dump_records(duty_list))
    counts = "，".join(f"{_kind(table.kind)} {len(table.duties)} 项" for table in duty_list.lists)
    click.echo(f"读到：{counts}；部门 {len(duty_list.departments)} 个。", err=True)
    if duty_list.notes:
        click.echo(f"另有 {len(duty_list.notes)} 处没有归入记录，请用 check 查看。", err=True)


@_command("check")
@_FILE
@_JSON
@_DEPARTMENTS_FILE
def check_command(file: str, as_json: bool, departments_file: str | None) -> None:
    """核对清单：序号、目录页码、缺栏、部门写法、没有写明部门的条文。有错误时退出码为 1。

    \b
    例：dutylist check 清单.txt
    """
    from dataclasses import asdict

    from extract.check import check, report

    findings = check(_read(file, departments_file))
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        click.echo(report(findings), nl=False)
    if any(finding.level == "error" for finding in findings):
        raise click.exceptions.Exit(1)


@_command("render")
@_FILE
@_formats(_OFFICIAL_FORMATS, "pdf,docx")
@_FOLDER
@_DEPARTMENTS_FILE
@_NO_SYSTEM_FONTS
@_JSON
def render_command(
    file: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """重新出版整份清单：封面、目录、三张表。

    \b
    例：dutylist render 清单.txt --to pdf,docx -o output
    """
    from render.write import write_official

    duty_list = _read(file, departments_file)
    paths = write_official(
        duty_list, formats, Path(folder), faces=_faces(embedded_fonts, duty_list)
    )
    _tell(paths, as_json)


@_command("departments")
@_FILE
@_JSON
@_DEPARTMENTS_FILE
@click.option(
    "--write",
    "target",
    metavar="文件",
    help="把部门名称写成可修改的 departments.toml，确认后用 --departments-file 读入。",
)
def departments_command(
    file: str, as_json: bool, departments_file: str | None, target: str | None
) -> None:
    """列出清单中的部门：牵头、配合、收回各几项，未明确分工的条文几条，有哪些写法。

    \b
    例：dutylist departments 清单.txt
        dutylist departments 清单.txt --write departments.toml
    """
    from records.department_counts import department_counts

    duty_list = _read(file, departments_file)
    if target:
        from app.files import write_text
        from extract.departments_file import dump_departments

        write_text(target, dump_departments(duty_list.departments))
        click.echo(target, err=target == "-")
        return
    counts = department_counts(duty_list)
    if as_json:
        _print_json([count.as_json() for count in counts])
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("部门", "牵头", "配合", "收回", "条文", "未明确分工", "其他写法")
    for count in counts:
        table.add_row(
            count.department.name,
            str(len(count.led)),
            str(len(count.helped)),
            str(len(count.recalled)),
            str(count.clauses),
            str(count.unassigned),
            "、".join(count.other_spellings),
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@_command("excerpt")
@_FILE
@click.option("--department", "names", multiple=True, metavar="部门", help="哪个部门，可写几次。")
@click.option("--all", "everyone", is_flag=True, help="每个部门一份。")
@click.option("--template", metavar="文件", help="自己的 Word 模板。")
@_formats(_PRINTED_FORMATS, "pdf,docx")
@_FOLDER
@_DEPARTMENTS_FILE
@_NO_SYSTEM_FONTS
@_JSON
def excerpt_command(
    file: str,
    names: tuple[str, ...],
    everyone: bool,
    template: str | None,
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
    from app.progress import track
    from render.write import write_excerpts

    duty_list = _read(file, departments_file)
    if everyone == bool(names):
        raise click.UsageError("请写 --department 部门，或写 --all，二者取一")
    wanted = (
        [department.name for department in duty_list.departments]
        if everyone
        else [_department(duty_list, name, file) for name in names]
    )
    written = write_excerpts(
        duty_list,
        wanted,
        formats,
        Path(folder),
        faces=_faces(embedded_fonts, duty_list),
        template=Path(template) if template else None,
    )
    _tell(track(written, len(wanted) * len(formats), "摘录"), as_json)


@_command("cards")
@_FILE
@click.option("--department", "names", multiple=True, metavar="部门", help="只做这些部门的事项。")
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
@click.option("--template", metavar="文件", help="自己的 Word 模板。")
@_formats(_PRINTED_FORMATS, "pdf,docx")
@_FOLDER
@_DEPARTMENTS_FILE
@_NO_SYSTEM_FONTS
@_JSON
def cards_command(
    file: str,
    names: tuple[str, ...],
    layout: Literal["a5", "a4-4up"],
    code: Literal["none", "short", "qr"],
    template: str | None,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
    as_json: bool,
) -> None:
    """责任卡：一项一张，写明谁牵头、谁做什么、乡镇做什么、原文在第几页。

    \b
    例：dutylist cards 清单.txt --layout a4-4up --to pdf
    """
    from app.progress import track
    from records.department_counts import duties_of
    from render.write import write_cards

    duty_list = _read(file, departments_file)
    wanted = [_department(duty_list, name, file) for name in names]
    duties = [
        (table.kind, duty)
        for table in duty_list.lists
        for duty in table.duties
        if not wanted or any(duty in duties_of(duty_list, name) for name in wanted)
    ]
    written = write_cards(
        duty_list,
        duties,
        formats,
        Path(folder),
        faces=_faces(embedded_fonts, duty_list),
        layout=layout,
        code=code,
        template=Path(template) if template else None,
    )
    _tell(track(written, len(formats), "责任卡"), as_json)


@_command("all")
@_FILE
@_formats(_PRINTED_FORMATS, "pdf,docx")
@_FOLDER
@_DEPARTMENTS_FILE
@_NO_SYSTEM_FONTS
def all_command(
    file: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    embedded_fonts: bool,
) -> None:
    """一次做齐：记录、核对结果、整份清单、各部门摘录、全部责任卡。

    \b
    例：dutylist all 清单.txt -o output
    """
    from app.files import write_text
    from app.progress import track
    from extract.check import check, report
    from records.json_form import dump_records
    from render.write import write_cards, write_excerpts, write_official

    duty_list = _read(file, departments_file)
    target = Path(folder)
    faces = _faces(embedded_fonts, duty_list)
    write_text(str(target / "记录.json"), dump_records(duty_list))
    write_text(str(target / "核对.txt"), report(check(duty_list)))
    official = write_official(duty_list, (*formats, "xlsx", "html"), target, faces=faces)
    names = [department.name for department in duty_list.departments]
    excerpts = write_excerpts(duty_list, names, formats, target / "摘录", faces=faces)
    excerpt_paths = list(track(excerpts, len(names) * len(formats), "摘录"))
    duties = [(table.kind, duty) for table in duty_list.lists for duty in table.duties]
    cards = write_cards(
        duty_list, duties, formats, target / "责任卡", faces=faces, layout="a5", code="short"
    )
    card_paths = list(track(cards, len(formats), "责任卡"))
    click.echo(f"{target / '记录.json'}：{len(duties)} 项")
    click.echo(f"{target / '核对.txt'}")
    for path in official + card_paths:
        click.echo(path)
    click.echo(f"{target / '摘录'}：{len(names)} 个部门，{len(excerpt_paths)} 个文件")


@_command("compare")
@click.argument("old", metavar="旧清单")
@click.argument("new", metavar="新清单")
@_formats(_COMPARISON_FORMATS, "docx,html")
@_FOLDER
@click.option("--decisions", metavar="文件", help="人工确认的对应关系 decisions.toml。")
@click.option(
    "--write-decisions",
    "target",
    metavar="文件",
    help="写出对应关系文件，改好后用 --decisions 读入。",
)
@click.option(
    "--notices",
    is_flag=True,
    help="另给每个有变化的部门写一份通知（docx、pdf），放在“通知”文件夹。",
)
@click.option("--ignore-width", is_flag=True, help="不计标点全角、半角之别。")
@click.option("--ignore-space", is_flag=True, help="不计空白之别。")
@_DEPARTMENTS_FILE
@_NO_SYSTEM_FONTS
@_JSON
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
    from app.files import write_text
    from app.progress import track
    from compare.decisions import decisions_text, read_decisions
    from compare.editions import compare_editions
    from render.write_comparison import affected_departments, write_comparison, write_notices

    comparison = compare_editions(
        _read(old, departments_file),
        _read(new, departments_file),
        read_decisions(Path(decisions)) if decisions else None,
        ignore_width=ignore_width,
        ignore_space=ignore_space,
    )
    if target:
        write_text(target, decisions_text(comparison))
        click.echo(target, err=target == "-")
        return
    faces = _faces(embedded_fonts)
    paths = write_comparison(comparison, formats, Path(folder), faces=faces)
    if notices:
        names = affected_departments(comparison)
        printed = [name for name in ("docx", "pdf") if name in formats] or ["docx"]
        written = write_notices(comparison, names, printed, Path(folder) / "通知", faces=faces)
        paths = [
            *paths,
            *track(written, len(names) * len(printed), "通知"),
        ]
    _tell(paths, as_json)


@_command("matrix")
@_FILE
@_formats(_MATRIX_FORMATS, "xlsx,html")
@_FOLDER
@_DEPARTMENTS_FILE
@_JSON
def matrix_command(
    file: str,
    formats: tuple[str, ...],
    folder: str,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """部门与事项对照矩阵：哪个部门在哪一项牵头、配合、收回，可筛选，连到原页。

    \b
    例：dutylist matrix 清单.pdf --to xlsx,html -o output
    """
    from render.write_matrix import write_matrix

    duty_list = _read(file, departments_file)
    source = Path(file) if file.lower().endswith(".pdf") else None
    _tell(write_matrix(duty_list, formats, Path(folder), source=source), as_json)


@_command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="地址", help="只在本机用就不必改。"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="端口",
    help="0 表示自动选一个空闲的。",
)
@click.option(
    "--data",
    "data_folder",
    default="履职清单数据",
    show_default=True,
    metavar="文件夹",
    help="清单和更正存放的文件夹（没有就新建）。",
)
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器。")
def serve_command(host: str, port: int, data_folder: str, no_browser: bool) -> None:
    """打开本机网页：拖入文件、核对、更正、按部门查看、打印、对照。按 Ctrl-C 结束。

    \b
    例：dutylist serve
    """
    from app.web.server import serve

    serve(host, port, Path(data_folder), not no_browser)


@_command("templates")
@click.option("--copy", "folder", required=True, metavar="文件夹", help="复制到哪个文件夹。")
def templates_command(folder: str) -> None:
    """把摘录和责任卡的模板复制出来，改好后用 --template 使用。

    \b
    例：dutylist templates --copy 我的模板
        dutylist excerpt 清单.txt --all --template 我的模板/excerpt.docx
    """
    from render.write import copy_templates

    _tell(copy_templates(Path(folder)), False)


@_command("searchable")
@_FILE
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪个 PDF 文件。")
def searchable_command(file: str, output: str) -> None:
    """把扫描件做成可以查找、复制的 PDF：图片不动，文字不可见地铺在图片上。

    \b
    例：dutylist searchable 扫描件.pdf -o 可查找.pdf
    """
    from render.searchable import write_searchable

    click.echo(f"写好：{write_searchable(Path(file), Path(output))}", err=True)


@_command("schema")
def schema_command() -> None:
    """输出记录文件的 JSON Schema。"""
    from records.json_form import schema

    _print_json(schema())


cli.add_command(batch_command)
cli.add_command(query_group)
cli.add_command(completion_command)
cli.add_command(man_command)


def _read(file: str, departments_file: str | None) -> Any:
    from app.files import read_list

    if departments_file is None:
        return read_list(file)
    from extract.departments_file import load_departments

    return read_list(file, load_departments(Path(departments_file)))


def _faces(embedded_only: bool, *duty_lists: Any) -> Any:
    """The faces to print with; says which characters of the lists none of them has."""
    from render.faces import load_faces, unprintable

    faces = load_faces(system=not embedded_only)
    for duty_list in duty_lists:
        for note in unprintable(duty_list, faces):
            place = f"第 {note.page} 页 " if note.page else ""
            click.echo(f"注意：{place}{note.text}。", err=True)
    return faces


def _department(duty_list: Any, name: str, file: str) -> str:
    """The canonical department that a person means by a name, a short one included."""
    from records.department_counts import find_department

    return find_department(duty_list, name, file).name


def _kind(kind: str) -> str:
    from records.model import KIND_NAMES

    return dict(KIND_NAMES)[kind]  # type: ignore[index]


def _tell(paths: Iterable[Path], as_json: bool) -> None:
    """Print the paths that were written, one a line or as JSON."""
    written = [str(path) for path in paths]
    if as_json:
        _print_json(written)
        return
    for path in written:
        click.echo(path)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
