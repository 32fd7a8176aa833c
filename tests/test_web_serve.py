"""`dutylist serve` as a process: it says where it is, answers, and ends cleanly."""

from __future__ import annotations

import configparser
import contextlib
import os
import random
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest

from dutylist.app.shortcut import DATA, launcher
from dutylist.app.web import connections
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.stored import Job, now
from tests.generated_lists import as_text, generate
from tests.waiting import wait_for
from tests.web_office import serving

SERVE = [sys.executable, "-m", "dutylist.app.cli", "serve", "--no-browser"]


@contextmanager
def started(
    folder: Path, *options: str, descriptors: int = 0
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command, and what it says first; with no more file descriptors than given."""
    bound = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh"] if descriptors else []
    process = subprocess.Popen(
        [*bound, *SERVE, "--data", str(folder), *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        yield process, process.stderr.readline()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()


def test_it_serves_this_machine_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    with started(tmp_path / "数据", "--port", "0") as (process, said):
        url = address(said)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(url.partition("?")[0])
        assert "履职事项清单" in get(url)
        assert (tmp_path / "数据" / "dutylist.sqlite").exists()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode in (0, 130, -signal.SIGINT)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def address(said: str) -> str:
    """The address, with its token, that the command says."""
    url = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", said)
    assert url, said
    return url[0]


def get(url: str) -> str:
    """What a browser with an empty memory sees at an address."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(url, timeout=60) as answer:
        return str(answer.read().decode())


def test_a_second_start_opens_the_running_page(tmp_path: Path) -> None:
    """A double click: the first one's jobs and cache stay as they are."""
    folder = tmp_path / "数据"
    with started(folder, "--port", "0") as (first, said):
        store = Store(folder)
        store.add_job(Job("a" * 32, "清单.txt", ".txt", "", "reading", "正在读", now()))
        kept = folder / "cache" / "kept"
        kept.mkdir(parents=True)
        for port in ("0", "8931"):
            with started(folder, "--port", port) as (second, told):
                assert second.wait(60) == 0
                assert told == f"页面已经打开：{address(said)}\n"
        assert store.jobs()[0].state == "reading"
        assert kept.exists()
        assert "履职事项清单" in get(address(said))
        first.kill()
        first.wait()
    with started(folder, "--port", "0") as (_, said):
        assert "履职事项清单" in get(address(said))
        assert store.jobs()[0].state == "failed"


def test_without_a_word_the_page_opens(tmp_path: Path) -> None:
    """As from an icon: over the person's own folder, in the person's own browser."""
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n', "utf-8")
    browser.chmod(0o700)
    with started(tmp_path / DATA, "--port", "0") as (_, said):
        done = subprocess.run(
            [sys.executable, "-m", "dutylist.app.cli"],
            env=os.environ | {"HOME": str(tmp_path), "BROWSER": str(browser)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert f"页面已经打开：{address(said)}" in done.stderr
        wait_for(opened.exists)


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with started(tmp_path / "one", "--port", "0") as (_, said):
        port = re.findall(r":(\d+)/", said)[0]
        with started(tmp_path / "two", "--port", port) as (process, told):
            assert process.wait(30) == 10
            assert f"端口 {port} 用不了" in told
            assert not (tmp_path / "two" / "dutylist.sqlite").exists()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with started(tmp_path / "file", "--port", "0") as (process, told):
        assert process.wait(30) == 7
        assert "数据文件夹不能用" in told


def test_another_programs_database_is_told_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "dutylist.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = database.read_bytes()
    for content in (before, b"no database at all" * 100):
        database.write_bytes(content)
        with started(tmp_path, "--port", "0") as (process, told):
            assert process.wait(60) == 4
            assert "不是 dutylist serve 的数据库" in told
        assert database.read_bytes() == content


KILLS = 3


def test_killed_again_and_again_while_files_come_in(tmp_path: Path) -> None:
    """Whatever moment: no file without its edition or job, none of them without its file."""
    store = Store(tmp_path)
    chance = random.Random(5)
    for kill in range(KILLS):
        with started(tmp_path, "--port", "0") as (process, said):
            url, _, entry = address(said).partition("?token=")
            with httpx2.Client(base_url=url, timeout=60, follow_redirects=True) as client:
                home = client.get("/", params={"token": entry}).text
                found = re.search(r'name="token" value="([0-9a-f]{64})"', home)
                assert found
                files = [
                    ("files", (f"{kill}-{n}.txt", as_text(generate(kill * 9 + n)).encode()))
                    for n in range(3)
                ]
                client.post("/files", data={"token": found[1]}, files=files)
            before = len(store.editions())
            wait_for(lambda: len(store.editions()) > before)  # noqa: B023
            time.sleep(chance.random() * 0.5)
            readers = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            process.wait()
            # They end by themselves, and may write until then.
            assert not psutil.wait_procs(readers, timeout=30)[1]
    store.prepare()
    with store.connect() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    kept = {f"{one.id}{one.suffix}" for one in (*store.editions(), *store.jobs())}
    assert {path.name for path in (tmp_path / "files").iterdir()} == kept
    assert len(kept) == KILLS * 3
    assert all(job.state == "failed" for job in store.jobs())


def test_slow_and_many_connections_do_not_end_it(tmp_path: Path) -> None:
    """300 connections that ask for nothing, with 128 file descriptors to be had."""
    with started(tmp_path, "--port", "0", descriptors=128) as (process, said):
        url = address(said)
        port = int(re.findall(r":(\d+)/", url)[0])
        open_ones = []
        for _ in range(300):
            with contextlib.suppress(OSError):
                open_ones.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        for one in open_ones[::2]:
            one.close()
        for one in open_ones:
            one.close()
        assert "履职事项清单" in get(url)
        process.send_signal(signal.SIGINT)
        process.wait(60)
        assert process.stderr is not None
        assert len(process.stderr.read()) < 10_000


def test_half_a_request_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    with serving(Settings(tmp_path / "data")) as served:
        port = int(served.url.rpartition(":")[2])
        host = f"Host: 127.0.0.1:{port}\r\n".encode()
        for sent in (
            b"",
            b"GET / HTTP/1.1\r\n" + host,
            b"POST /login HTTP/1.1\r\n" + host + b"Content-Length: 900\r\n\r\nabc",
            b"GET /static/icon.svg HTTP/1.1\r\n" + host + b"\r\nGET / HTT",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=30) as half:
                half.sendall(sent)
                while half.recv(65_536):
                    pass


def test_a_double_click_opens_the_page(tmp_path: Path) -> None:
    """The launcher of each system says the same words, whatever is in the folder's name."""
    data = tmp_path / '清单 50% "甲" $x'
    name, content = launcher(data, "linux")
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(content.decode())
    assert name == "履职事项清单.desktop"
    shown = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")
    # Python's shlex takes no backslash before a dollar within quotes, a shell does.
    shown = shown.replace("\\$", "$")
    wanted = [sys.executable, "-P", "-m", "dutylist.app.cli", "serve", "--data", str(data)]
    assert shlex.split(shown) == wanted
    name, content = launcher(data, "darwin")
    assert name.endswith(".command")
    assert shlex.split(content.decode().splitlines()[1])[1:] == wanted
    name, content = launcher(tmp_path, "win32")
    assert name.endswith(".bat")
    assert f'"serve" "--data" "{tmp_path}"\r\n' in content.decode()


def test_the_page_starts_with_32_descriptors(tmp_path: Path) -> None:
    with started(tmp_path, "--port", "0", descriptors=32) as (_, said):
        assert "履职事项清单" in get(address(said))
