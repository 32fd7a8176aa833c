"""The command line `dutylist`: a thin skin over the functions that a library user calls."""

from __future__ import annotations

import atexit
import contextlib
import gc
import gettext
import math
import os
import sys
from pathlib import Path

import click

from dutylist.app.batch.commands import batch_command, query_group
from dutylist.app.commands import assignments, comparison, county, documents, history, page, reading
from dutylist.app.options import NOWHERE
from dutylist.app.shell_commands import completion_command, man_command
from dutylist.app.terminal import say, spare_characters, tell_warnings
from dutylist.app.worker.watch import allow_watching
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import DutyListError, FileMissingError, system_words
from dutylist.records.kept import keep
from dutylist.records.templates import OWN_TEMPLATES

_COMMANDS = (
    reading.extract_command,
    reading.check_command,
    reading.departments_command,
    reading.schema_command,
    documents.render_command,
    documents.excerpt_command,
    documents.cards_command,
    documents.matrix_command,
    documents.all_command,
    documents.templates_command,
    documents.searchable_command,
    comparison.compare_command,
    history.history_command,
    county.mirror_command,
    county.county_command,
    assignments.assign_command,
    assignments.handouts_command,
    page.serve_command,
    page.password_command,
    page.shortcut_command,
    batch_command,
    query_group,
    completion_command,
    man_command,
)

LONGEST = 10_000_000.0
"""Seconds: some months."""

MOST_MEMORY = 1 << 30
"""MiB: more than systems can count."""

_HELP_OPTIONS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_INTERRUPTED = 130
"""As shells count it: 128 and the signal's number (SIGINT, 2)."""

_OWN_MEANINGS = {
    0: "完成",
    1: "check 发现错误，assign 有行没用上，batch 有文件没读成",
    2: "用法不对",
    _INTERRUPTED: "按 Ctrl-C 中止",
}


def _exit_codes() -> str:
    """What stands below the help: every exit code with what it says, four a line."""
    errors: list[type[DutyListError]] = [DutyListError, *DutyListError.__subclasses__()]
    meanings = _OWN_MEANINGS | {error.exit_code: error.meaning for error in errors}
    told = [f"{code} {meanings[code]}" for code in sorted(meanings)]
    lines = ["    ".join(told[at : at + 4]) for at in range(0, len(told), 4)]
    return "\b\n退出码：\n" + "\n".join(f"  {line}" for line in lines) + "\n"


GARBAGE = 200_000
"""So many objects more before Python looks for those in circles: records have none, and looking
for them takes a tenth of a command's time."""


def main() -> None:
    """Run the command line; errors are told in Chinese, with their exit code."""
    gc.set_threshold(GARBAGE, 10, 10)
    # numpy would multiply in threads: what is so small takes ten times as long in them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic would look through all packages of the machine for its own plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    speak_chinese()
    allow_watching()
    if os.environ.get(OWN_TEMPLATES):
        # Typst would fetch packages that a template names.
        os.environ.update(NOWHERE)
    spare_characters()
    tell_warnings()
    ended: list[int] = []
    # What is registered first is run last.
    atexit.register(_leave, ended)
    ended.append(_run())
    keep()
    sys.exit(ended[0])


def _leave(ended: list[int]) -> None:
    """End with the exit code at once: to take all apart takes Python as long as ten pages."""
    if ended:
        # Where there is nobody to write to, Python says so in its own way.
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended[0])


def _run() -> int:
    """Run the command line; its exit code."""
    try:
        code = cli.main(prog_name="dutylist", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        say("已中止。", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing to tell anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DutyListError as error:
        if "--debug" in sys.argv:
            raise
        say(f"出错：{error}", err=True)
        return error.exit_code
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        # What the system says of a name (too long, on a disk that is gone) is nobody's mistake.
        name = f"“{Path(os.fsdecode(error.filename)).name}”：" if error.filename else ""
        say(f"出错：{name}{system_words(error)}。请核对文件名、文件夹和权限。", err=True)
        return FileMissingError.exit_code
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        say(
            f"出错：程序内部错误（{type(error).__name__}：{error}）。"
            "请加上 --debug 再运行一次，把显示的内容连同文件发给维护人员。",
            err=True,
        )
        return DutyListError.exit_code


def _number(context: click.Context, parameter: click.Parameter, value: float) -> float:
    """A number that is one: "nan" passes click's range."""
    if math.isnan(value):
        raise click.BadParameter("要写一个数")
    return value


def speak_chinese() -> None:
    """Have click's own sentences in Chinese, whatever the machine's language."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))


@click.group(
    invoke_without_command=True,
    context_settings=_HELP_OPTIONS,
    subcommand_metavar="命令 [选项]…",
    options_metavar="[限度]",
    epilog=_exit_codes(),
)
@click.option(
    "--max-pages",
    type=click.IntRange(1),
    default=ReadLimits.max_pages,
    show_default=True,
    metavar="页数",
    help="PDF 超过这么多页就不读。",
)
@click.option(
    "--max-mb",
    type=click.IntRange(1),
    default=ReadLimits.max_bytes // (1024 * 1024),
    show_default=True,
    metavar="MB",
    help="文件（Word、Excel 则为展开后）超过这么大就不读。",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0, min_open=True, max=LONGEST),
    callback=_number,
    default=ReadLimits.max_seconds,
    show_default=True,
    metavar="秒",
    help="读一个文件最多用多长时间。",
)
@click.option(
    "--max-memory",
    type=click.IntRange(256, MOST_MEMORY),
    default=ReadLimits.max_memory,
    show_default=True,
    metavar="MB",
    help="读一个文件最多用多少内存。",
)
@click.version_option(package_name="dutylist", prog_name="dutylist", help="显示版本号。")
@click.pass_context
def cli(
    context: click.Context, max_pages: int, max_mb: int, max_seconds: float, max_memory: int
) -> None:
    """履职事项清单：读取、核对、重新出版、按部门摘录、制责任卡、新旧对照。

    不写命令就打开网页，和 dutylist serve 一样。

    “文件”可以是任何一种来源，也可以是 extract 写出的记录文件；“-”表示标准输入。

    \b
    例：
      dutylist extract 清单.txt -o 记录.json      读成记录
      dutylist check 清单.txt                     核对编号、目录、部门
      dutylist render 清单.txt --to pdf,docx      重新出版
      dutylist excerpt 清单.txt --all             每个部门一份摘录
      dutylist cards 清单.txt                     每项一张责任卡
      dutylist compare 旧.txt 新.txt              新旧对照
      dutylist history 2024.txt 2025.txt 2026.txt 历年变化
      dutylist matrix 清单.txt                    部门与事项矩阵
      dutylist batch 文件夹 -o 清单库.sqlite      成批读入一个库，再用 query 查
    """
    context.obj = ReadLimits(max_pages, max_mb << 20, max_seconds, max_memory)
    if context.invoked_subcommand is None:
        page.open_page()


for _command in _COMMANDS:
    cli.add_command(_command)


if __name__ == "__main__":
    main()
