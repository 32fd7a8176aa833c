"""Commands that open the local page, and say who may come in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dutylist.app.options import (
    command,
    read_limits,
)
from dutylist.app.terminal import say

PORT = 8765


@command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="地址", help="只在本机用就不必改。"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
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
@click.option(
    "--password-file",
    metavar="文件",
    help="几个人共用时，用姓名和密码进入；文件用 dutylist password 建立。",
)
@click.option(
    "--library",
    "libraries",
    multiple=True,
    metavar="库",
    help="把 dutylist batch 建的库里的清单也放进网页，已有的不重复；可写几次。",
)
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器。")
def serve_command(
    host: str,
    port: int,
    data_folder: str,
    password_file: str | None,
    libraries: tuple[str, ...],
    no_browser: bool,
) -> None:
    """打开本机网页：拖入文件、核对、更正、按部门查看、打印、对照。按 Ctrl-C 结束。

    网址里带着口令，本机的其他用户没有它就进不来。已经打开的再启动一次，只是打开原来的页面。

    \b
    例：dutylist serve
        dutylist serve --host 0.0.0.0 --password-file 人员.txt
        dutylist serve --library 清单库.sqlite
    """
    from dutylist.app.web.entry import People
    from dutylist.app.web.server import serve
    from dutylist.app.web.settings import Settings

    people = People(Path(password_file)) if password_file else None
    if people is not None:
        people.lines()
    settings = Settings(Path(data_folder), limits=read_limits(), people=people)
    serve(host, port, settings, not no_browser, [Path(library) for library in libraries])


def open_page() -> None:
    """The page as `serve` opens it, over the data that are there or in the person's own folder."""
    from dutylist.app.shortcut import data_folder
    from dutylist.app.web.server import serve
    from dutylist.app.web.settings import Settings

    say("正在打开网页。命令的用法见 dutylist --help。", err=True)
    serve("127.0.0.1", PORT, Settings(data_folder(), limits=read_limits()), open_browser=True)


@command("shortcut")
@click.option(
    "--data",
    "folder",
    metavar="文件夹",
    help="清单和更正存放的文件夹；不写就用现有的，没有就放在个人文件夹。",
)
@click.argument("target", metavar="[放在哪里]", required=False)
def shortcut_command(folder: str | None, target: str | None) -> None:
    """在桌面放一个图标：双击就打开网页，用“结束”按钮关闭。

    \b
    例：dutylist shortcut
        dutylist shortcut --data D:\\清单 D:\\
    """
    from dutylist.app.shortcut import data_folder, desktop, launcher
    from dutylist.render.files import write_file

    name, content = launcher((Path(folder) if folder else data_folder()).resolve())
    path = write_file(Path(target) if target else desktop(), name, content)
    # A launcher that may not be run is a text.
    path.chmod(0o755)
    say(path)


@command("password")
@click.argument("file", metavar="文件")
@click.argument("person", metavar="姓名")
def password_command(file: str, person: str) -> None:
    """设置一个人进入网页的密码（serve --password-file）。文件里只有密码的散列，没有密码。

    密码在提示后输入两遍，屏幕上不显示；由程序输入时，从标准输入读一行。要取消一个人，删去文件里他的那一行。

    \b
    例：dutylist password 人员.txt 张三
    """
    from dutylist.app.web.entry import LONGEST_NAME, LONGEST_PASSWORD, set_password

    name = person.strip()
    if not name or len(name) > LONGEST_NAME or ":" in name or not name.isprintable():
        raise click.UsageError(f"姓名不能是空的，不能有冒号，不超过 {LONGEST_NAME} 个字")
    if sys.stdin.isatty():
        password = click.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not 8 <= len(password) <= LONGEST_PASSWORD:
        raise click.UsageError(f"密码要有 8 到 {LONGEST_PASSWORD} 个字符")
    set_password(Path(file), name, password)
    say(f"已设置{name}的密码：{file}", err=True)
