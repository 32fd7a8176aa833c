"""The commands `batch` and `query`: a thin skin over the functions of this package."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dutylist.app.options import DEBUG, DEPARTMENTS_FILE, JSON, TOLD, F, print_json, told_of_all
from dutylist.app.terminal import say

if TYPE_CHECKING:
    from dutylist.app.batch.outcome import Outcome
    from dutylist.app.batch.queries import Wanted

_KINDS = ("basic", "cooperative", "recalled")
_NARROWING = ("words", "like", "department", "kind", "place", "side", "year")
"""What says which duties are wanted: one of them is enough."""
_LEVELS = ("error", "doubt", "hint")

_PLACES = "乡镇、部门"
"""The head of the places that lists are of: a department's own list is of the department."""

_STORE = click.argument("store", metavar="库")
_OUTPUT = click.option(
    "-o",
    "--output",
    default="",
    metavar="文件",
    help="写到文件，格式看后缀：.csv、.xlsx、.json。不写则在屏幕上列表。",
)
_PLACE = click.option("--place", default="", metavar="地名", help="只看地名中有这几个字的。")

_YEAR = click.option(
    "--year",
    default="",
    metavar="年",
    help="只看这一年的清单，例如 2026；年份看封面、标题或文件名。",
)

_SIDE = click.option(
    "--side",
    type=click.Choice(["township", "department"]),
    help="只看一方的清单：township 乡镇清单，department 部门清单。",
)


@click.command("batch", options_metavar="[选项]")
@click.argument("folder", metavar="文件夹")
@click.option(
    "-o",
    "--output",
    "store",
    required=True,
    metavar="库",
    help="库文件，例如 清单库.sqlite；或网页的数据文件夹。",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    show_default="本机的核数",
    metavar="个数",
    help="同时用几个进程读。",
)
@click.option(
    "--scheduler",
    metavar="地址",
    help="交给 Dask 集群去读，写调度器的地址，例如 tcp://10.0.0.5:8786。",
)
@click.option(
    "--failures",
    metavar="文件",
    help="失败报告写到哪里（.csv 或 .json）。  [默认：库的旁边，“库名.失败.csv”]",
)
@click.option(
    "--drop-gone",
    is_flag=True,
    help="原来读过、现在文件夹里没有的，从库里去掉（网页上的不动）。",
)
@TOLD
@DEPARTMENTS_FILE
@JSON
@DEBUG
@click.pass_context
def batch_command(
    context: click.Context,
    folder: str,
    store: str,
    workers: int,
    scheduler: str | None,
    failures: str | None,
    drop_gone: bool,
    departments_file: str | None,
    as_json: bool,
) -> None:
    """把一个文件夹里（含各层子文件夹和 ZIP 压缩包）的清单全部读进一个库。

    文件夹也可以是一个 ZIP 压缩包，里面可以再有压缩包。

    库是一个 SQLite 文件，可以整个拷走。写网页的数据文件夹，读成的清单就在网页上，已有的不动。
    本程序自己写出的文件（文书、库、失败报告，网页的数据文件夹）不当清单读。
    原来读过、现在没有了的，会说明，--drop-gone 从库里去掉。
    读过的不再读；中途断电、被关掉，再运行一次就接着读。
    读不成的不影响别的，写在失败报告里，下次运行时重试。每个文件的限度写在命令前面，
    例如 dutylist --max-seconds 60 batch …。

    \b
    例：dutylist batch 各乡镇清单 -o 清单库.sqlite
        dutylist batch 各乡镇清单 -o 清单库.sqlite --scheduler tcp://10.0.0.5:8786

    \b
    退出码：
      0 全部读成    1 有文件没有读成（见失败报告）
      3 找不到文件夹    4 不是库    7 库写不进去    11 连不上 Dask
    """
    from dutylist.app.batch.report import summary, write_failures
    from dutylist.app.batch.run import batch
    from dutylist.app.library.opening import library_to_write
    from dutylist.app.progress import track

    def progress(outcomes: Iterable[Outcome], total: int) -> Iterable[Outcome]:
        return track(outcomes, total, "读清单")

    path = library_to_write(Path(store))
    beside = Path(store)
    report_path = Path(failures) if failures else beside.with_name(f"{beside.stem}.失败.csv")
    report = batch(
        Path(folder),
        path,
        workers=workers,
        scheduler=scheduler,
        limits=context.find_root().obj,
        told=told_of_all(departments_file),
        progress=progress,
        leave_out=[report_path],
        drop_gone=drop_gone,
    )
    write_failures(report, report_path)
    if as_json:
        print_json(report.as_json())
    else:
        say(summary(report))
        if report.failed:
            say(f"失败报告：{report_path}")
    _tell_findings(store, path)
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


def _tell_findings(store: str, path: Path) -> None:
    """What the check found in all lists of a store, and the command that shows it."""
    from dutylist.app.batch.queries import findings_sentence
    from dutylist.app.library.asking import open_library

    with open_library(path) as connection:
        told = findings_sentence(connection)
    if told:
        say(f"核对库中各清单：{told}，见 dutylist query findings {store}", err=True)


@click.group("query", subcommand_metavar="命令 [选项]…", options_metavar="")
def query_group() -> None:
    """查 batch 建的库，或网页的数据文件夹：哪些乡镇有某项职责，各地怎么写，各有多少项，哪些有问题。

    \b
    例：
      dutylist query duties 清单库.sqlite 调解          哪些乡镇有这项
      dutylist query wordings 清单库.sqlite 矛盾 调解   各地怎么写，差在哪几个字
      dutylist query counts 清单库.sqlite --by department
      dutylist query findings 清单库.sqlite             哪些清单有错误
    """


def _wanted(function: F) -> F:
    for option in reversed(
        (
            click.argument("words", nargs=-1, metavar="[词]…"),
            click.option(
                "--like", default="", metavar="事项名称", help="找名称与此相近的，按相似程度排列。"
            ),
            click.option(
                "--everywhere",
                is_flag=True,
                help="“词”也在职责条文里找，不只在名称里找（较慢）。",
            ),
            click.option(
                "--kind",
                type=click.Choice(_KINDS),
                help="只看一类：basic 基本履职，cooperative 配合履职，recalled 上级部门收回。",
            ),
            click.option("--department", default="", metavar="部门", help="只看有这个部门的。"),
            _SIDE,
            _PLACE,
            _YEAR,
        )
    ):
        function = option(function)
    return function


@query_group.command("duties", options_metavar="[选项]")
@_STORE
@_wanted
@_OUTPUT
@JSON
@DEBUG
def duties_command(store: str, output: str, as_json: bool, **wanted: Any) -> None:
    """哪些乡镇有某项职责：名称中有全部这些词的，或与 --like 相近的。

    \b
    例：dutylist query duties 清单库.sqlite 养老 服务
        dutylist query duties 清单库.sqlite --like 矛盾纠纷排查化解 -o 结果.xlsx
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import find_duties, of_one_year, other_spellings
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = find_duties(connection, _to_wanted(wanted))
        twice = set(of_one_year(connection, wanted["year"])) & {duty.place for duty in found}
    columns = {
        "place": _PLACES if any(duty.side == "department" for duty in found) else "乡镇",
        "issued": "年月",
        "kind": "清单",
        "shown_number": "序号",
        "category": "类别",
        "name": "事项名称",
        "departments": "对应部门",
        "page": "页",
        **({"similarity": "相似%"} if wanted["like"] else {}),
        "file": "文件",
    }
    if not output:
        del columns["file"]
    write_rows(found, columns, output, as_json)
    if not as_json:
        counted = [
            f"{len(places)} 个{name}"
            for side, name in (("township", "乡镇"), ("department", "部门"))
            if (places := {duty.place for duty in found if duty.side == side})
        ]
        say(f"{'、'.join(counted) or '0 个乡镇'}，{len(found)} 项。", err=True)
        if others := other_spellings(found, wanted["department"]):
            say(
                f"也列出了写作{'、'.join(f'“{one}”' for one in others)}的，可能是同一部门的简称、"
                "旧称或另一名称，请核对。",
                err=True,
            )
        _tell_twice(sorted(twice))


@query_group.command("wordings", options_metavar="[选项]")
@_STORE
@_wanted
@click.option(
    "--of",
    "part",
    type=click.Choice(["name", "department", "township", "takeover"]),
    default="name",
    show_default=True,
    help="比什么：name 事项名称，department 上级部门职责，township 乡镇配合职责，"
    "takeover 收回后的工作方式。",
)
@click.option(
    "--own-places", is_flag=True, help="各地自己的地名也算差别（不写则都换成〔地名〕再比）。"
)
@_OUTPUT
@JSON
@DEBUG
def wordings_command(
    store: str, part: Any, own_places: bool, output: str, as_json: bool, **wanted: Any
) -> None:
    """各地怎么写：相近的归为一组，与组内最常见的写法比，逐字标出增删。

    \b
    例：dutylist query wordings 清单库.sqlite 养老 服务
        dutylist query wordings 清单库.sqlite 统计调查 --of township -o 写法.xlsx
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import compare_wordings
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = compare_wordings(connection, _to_wanted(wanted), part, own_places)
    columns = {"group": "组", "lists": "份数", "text": "写法", "changes": "与最常见写法的差别"}
    if output:
        columns = {**columns, "similarity": "相似%", "places": "乡镇"}
    write_rows(found, columns, output, as_json)


@query_group.command("counts", options_metavar="[选项]")
@_STORE
@click.option(
    "--by",
    type=click.Choice(["kind", "category", "department", "place", "side"]),
    default="kind",
    show_default=True,
    help="按什么数：kind 清单，category 类别，department 部门，place 乡镇，side 谁的清单。",
)
@_SIDE
@_YEAR
@_OUTPUT
@JSON
@DEBUG
def counts_command(store: str, by: Any, side: Any, year: str, output: str, as_json: bool) -> None:
    """各有多少项：按清单、类别、部门（牵头、配合、收回、条文所列）、乡镇，或乡镇清单、部门清单。

    \b
    例：dutylist query counts 清单库.sqlite --by department -o 部门.xlsx
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import count_duties, of_one_year, of_several_years
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = count_duties(connection, by, side, year)
        several = [] if year else of_several_years(connection)
        twice = of_one_year(connection, year)
    titles = {
        "kind": "清单",
        "category": "类别",
        "department": "部门",
        "place": _PLACES,
        "side": "谁的清单",
    }
    columns = {"name": titles[by], "lists": "份数", "duties": "项数"}
    if by == "department":
        from dutylist.records.department_marks import MARK_NAMES

        columns = {**columns, **{str(mark): name for mark, name in MARK_NAMES.items()}}
    write_rows(found, columns, output, as_json)
    if several:
        say(
            f"{len(several)} 个地方各有几年的清单，项数加在一起了（{_first(several)}）；"
            "只数一年写 --year，例如 --year 2026。",
            err=True,
        )
    _tell_twice(twice)


def _tell_twice(places: Sequence[str]) -> None:
    if places:
        say(
            f"{len(places)} 个地方同一年有几份清单（{_first(places)}），每份都算了："
            "如果是草稿和定稿，请只留一份，看 dutylist query lists。",
            err=True,
        )


def _first(places: Sequence[str]) -> str:
    return "、".join(places[:3]) + ("等" if len(places) > 3 else "")


@query_group.command("lists", options_metavar="[选项]")
@_STORE
@_PLACE
@_YEAR
@_OUTPUT
@JSON
@DEBUG
def lists_command(store: str, place: str, year: str, output: str, as_json: bool) -> None:
    """库里有哪些清单，各有多少项、多少处问题。

    \b
    例：dutylist query lists 清单库.sqlite
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import stored_lists
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = stored_lists(connection, place, year)
    columns = {
        "place": _PLACES,
        "issued": "年月",
        "duties": "项数",
        "errors": "错误",
        "doubts": "存疑",
        "hints": "提示",
        "files": "文件",
    }
    write_rows(found, columns, output, as_json)


@query_group.command("findings", options_metavar="[选项]")
@_STORE
@_PLACE
@_YEAR
@click.option(
    "--level",
    "levels",
    type=click.Choice(_LEVELS),
    multiple=True,
    help="哪一级：error 错误，doubt 存疑，hint 提示，可写几次。不写则只列错误。",
)
@_OUTPUT
@JSON
@DEBUG
def findings_command(
    store: str, place: str, year: str, levels: tuple[str, ...], output: str, as_json: bool
) -> None:
    """核对时发现的问题，逐份列出。

    \b
    例：dutylist query findings 清单库.sqlite --level error --level doubt
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import stored_findings
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = list(stored_findings(connection, levels or ("error",), place, year))
    columns = {"place": _PLACES, "level": "级别", "where": "位置", "message": "问题"}
    write_rows(found, {**columns, "file": "文件"} if output else columns, output, as_json)


@query_group.command("failures", options_metavar="[选项]")
@_STORE
@_OUTPUT
@JSON
@DEBUG
def failures_command(store: str, output: str, as_json: bool) -> None:
    """没有读成的文件，各是什么原因。

    \b
    例：dutylist query failures 清单库.sqlite -o 失败.xlsx
    """
    from dutylist.app.batch.output import write_rows
    from dutylist.app.batch.queries import stored_failures
    from dutylist.app.library.asking import open_library

    with open_library(Path(store)) as connection:
        found = stored_failures(connection)
    columns = {"file": "文件", "exit_code": "退出码", "message": "说明", "attempts": "试了几次"}
    write_rows(found, columns, output, as_json)


@query_group.command("records", options_metavar="[选项]")
@_STORE
@click.argument("place", metavar="地名")
@_YEAR
@click.option("--file", "file", default="", metavar="文件名", help="只看文件名中有这几个字的。")
@click.option(
    "-o", "--output", default="-", show_default=True, metavar="文件", help="记录写到哪个文件。"
)
@DEBUG
def records_command(store: str, place: str, year: str, file: str, output: str) -> None:
    """把库里一份清单取出来，成为记录文件，供别的命令使用。

    \b
    例：dutylist query records 清单库.sqlite 某某镇 -o 某某镇.json
        dutylist query records 清单库.sqlite 某某镇 --year 2025 -o 某某镇2025.json
    """
    from dutylist.app.batch.queries import stored_lists
    from dutylist.app.batch.store import load_list
    from dutylist.app.files import write_text
    from dutylist.app.library.asking import open_library
    from dutylist.records.errors import EmptyListError
    from dutylist.records.json_form import dump_records

    with open_library(Path(store)) as connection:
        found = [
            entry
            for entry in stored_lists(connection, place, year)
            if any(file in one for one in entry.files)
        ]
        if len(found) != 1:
            near = "、".join(
                f"{entry.place}（{entry.issued or '没有年份'}，{entry.files[0]}）"
                for entry in found[:6]
            )
            raise EmptyListError(
                f"地名中有“{place}”的清单有 {len(found)} 份",
                f"请把地名写得更明确，或加 --year、--file 指明是哪一份：{near}"
                if found
                else "请用 dutylist query lists 查看",
                file=store,
            )
        write_text(output, dump_records(load_list(connection, found[0].list_id)))


def _to_wanted(options: dict[str, Any]) -> Wanted:
    from dutylist.app.batch.queries import Wanted

    if not any(options[one] for one in _NARROWING):
        raise click.UsageError(
            "请写要找的词，或写 --like 事项名称，或用 --department、--kind、--place、--side、--year"
            "列出一部分"
        )
    return Wanted(**options)
