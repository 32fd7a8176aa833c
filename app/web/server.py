"""`dutylist serve`: the page on this machine."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from dutylist.app.terminal import say
from dutylist.app.web.application import create_app
from dutylist.app.web.connections import AT_A_TIME, PatientProtocol, most_connections
from dutylist.app.web.entry import TOKEN
from dutylist.app.web.from_batch import take_in_own, take_over
from dutylist.app.web.running import alone, private, say_where, where
from dutylist.app.web.settings import Settings, accepted_hosts, is_loopback, is_wildcard
from dutylist.app.web.store import Store
from dutylist.records.errors import CannotWriteError, DutyListError, system_words

SHUTDOWN_SECONDS = 5
"""So long may an answer that is under way still take after Ctrl-C."""


def serve(
    host: str, port: int, settings: Settings, open_browser: bool, libraries: Sequence[Path] = ()
) -> None:
    """Serve the page until Ctrl-C. Port 0 takes a free one.

    The lists of `libraries` that `batch` has made are taken over first.

    Where a page over the same folder is running already, that one is opened and nothing else
    done. Raises CannotWriteError where the data folder cannot be used, UnknownFormatError where
    its database is another program's and DutyListError where the port is taken.
    """
    settings = replace(
        settings, folder=settings.folder.resolve(), hosts=settings.hosts | accepted_hosts(host)
    )
    folder = settings.folder
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        with alone(folder) as first:
            if first:
                _serve(host, port, settings, open_browser, libraries)
            else:
                _open_running(folder, open_browser)
    except OSError as error:
        raise CannotWriteError(
            f"数据文件夹不能用（{system_words(error)}）",
            "请核对磁盘空间和权限，或另选一个文件夹",
            file=str(folder),
        ) from error


def _serve(
    host: str, port: int, settings: Settings, open_browser: bool, libraries: Sequence[Path]
) -> None:
    # The port first: where it is taken, nothing has been touched.
    listener = _listen(host, port)
    running: list[uvicorn.Server] = []
    app = create_app(settings, lambda: _end(running))
    if taken := take_in_own(Store(settings.folder)):
        say(f"dutylist batch 读进来的 {taken} 份清单放到了网页上。", err=True)
    for library in libraries:
        added, present = take_over(library, Store(settings.folder))
        say(f"从 {library} 放进 {added} 份清单，{present} 份已经有了。", err=True)
    port = listener.getsockname()[1]
    shown = "127.0.0.1" if is_wildcard(host) else host
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    if settings.people is None:
        url += "?" + urlencode({TOKEN: settings.entry})
    say_where(settings.folder, url)
    say(f"履职事项清单已在 {url} 打开，数据在 {settings.folder}。按 Ctrl-C 结束。", err=True)
    if settings.people is None:
        say("这个网址只给您自己：知道它的人能看到和更正全部清单。", err=True)
    if not is_loopback(host):
        say(
            "注意：同一网络里的其他人也能连到这个页面"
            + ("，凭姓名和密码进入。" if settings.people else "；有网址的人都能进入。")
            + "网页没有加密，只在可信的办公网里这样用。",
            err=True,
        )
    if open_browser:
        _open(settings.folder, url)
    PatientProtocol.most = most_connections()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        http=PatientProtocol,
        ws="none",
        backlog=AT_A_TIME,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = uvicorn.Server(config)
    running.append(server)
    server.run(sockets=[listener])


def _end(running: Sequence[uvicorn.Server]) -> None:
    for server in running:
        server.should_exit = True


def _open_running(folder: Path, open_browser: bool) -> None:
    url = where(folder)
    if not url:
        raise DutyListError(
            "这个文件夹的页面已经在运行，但没有说明网址",
            "请关闭先前的窗口，再启动一次",
            file=str(folder),
        )
    say(f"页面已经打开：{url}", err=True)
    if open_browser:
        _open(folder, url, wait=True)


def _open(folder: Path, url: str, *, wait: bool = False) -> None:
    """Open the browser by way of a file that only we can read: what stands in a command, as the
    address would, every user of the machine can see."""
    page = folder / "打开.html"
    private(
        page,
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={url}">'
        f'<title>履职事项清单</title><p><a href="{url}">打开履职事项清单</a></p>\n',
    )
    thread = threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True)
    thread.start()
    if wait:
        thread.join(10)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # From now on a browser that is early waits instead of being refused.
        listener.listen(AT_A_TIME)
    except OSError as error:
        listener.close()
        raise DutyListError(
            f"{host} 的端口 {port} 用不了（{system_words(error)}）",
            "页面可能已经打开；否则请换一个端口，如 --port 0",
        ) from error
    return listener
