"""`dutylist serve`: the page on this machine."""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path

import uvicorn

from dutylist.app.terminal import say
from dutylist.app.web.application import create_app
from dutylist.app.web.settings import Settings, accepted_hosts, is_loopback, is_wildcard
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import CannotWriteError, DutyListError


def serve(host: str, port: int, data_folder: Path, open_browser: bool, limits: ReadLimits) -> None:
    """Serve the page until Ctrl-C. Port 0 takes a free one.

    Raises CannotWriteError where the data folder cannot be used and DutyListError where the
    port is taken.
    """
    data_folder = data_folder.resolve()
    try:
        app = create_app(Settings(data_folder, accepted_hosts(host), limits=limits))
    except OSError as error:
        raise CannotWriteError(
            f"数据文件夹不能用（{error.strerror}）", "请另选一个文件夹", file=str(data_folder)
        ) from error
    listener = _listen(host, port)
    port = listener.getsockname()[1]
    shown = "127.0.0.1" if is_wildcard(host) else host
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    say(f"履职事项清单已在 {url} 打开，数据在 {data_folder}。按 Ctrl-C 结束。", err=True)
    if not is_loopback(host):
        say(
            "注意：同一网络里的其他人也能打开这个页面、看到和更正全部清单，页面没有登录。"
            "只在可信的办公网里这样用。",
            err=True,
        )
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # From now on a browser that is early waits instead of being refused.
        listener.listen()
    except OSError as error:
        listener.close()
        raise DutyListError(
            f"{host} 的端口 {port} 用不了（{error.strerror}）",
            "页面可能已经打开；否则请换一个端口，如 --port 0",
        ) from error
    return listener
