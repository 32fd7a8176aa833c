"""Commands that open the local page."""

from __future__ import annotations

from pathlib import Path

import click

from dutylist.app.options import (
    command,
    read_limits,
)


@command("serve")
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
    from dutylist.app.web.server import serve

    serve(host, port, Path(data_folder), not no_browser, read_limits())
