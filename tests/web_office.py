"""An office for the tests of the page: an invented township's list, a server, a browser."""

from __future__ import annotations

import html
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dutylist.app.web.application import create_app
from dutylist.app.web.connections import PatientProtocol
from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official

CHROMIUM = shutil.which("chromium") or "chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SCREEN = (1366, 768)
PHONE = (375, 812)

PATIENCE = 60_000
"""Milliseconds to wait for anything: a busy machine takes seconds to read a file."""

REGION = ("云岭省清河市安丰县", "青禾镇")
COLUMNS = {
    "基本履职": ("序号", "事项类别", "事项名称"),
    "配合履职": (
        *("序号", "事项类别", "事项名称", "对应上级部门"),
        *("上级部门职责", "乡镇配合职责"),
    ),
    "上级部门收回": ("序号", "事项类别", "事项名称", "承接部门及工作方式"),
}
ROWS: dict[str, list[tuple[str, ...]]] = {
    "基本履职": [
        ("1", "党的建设", "加强基层党组织建设，落实“三会一课”制度"),
        ("2", "党的建设", "做好党员教育管理"),
        ("3", "乡村振兴", "落实耕地保护责任"),
        ("4", "平安法治", "排查化解矛盾纠纷"),
    ],
    "配合履职": [
        (
            *("1", "自然资源", "森林防灭火", "安丰县林业局、安丰县应急管理局"),
            "1.县林业局负责制定防火规划；\n2.县应急管理局负责组织扑救；\n3.开展业务培训。",
            "1.开展防火宣传；\n2.发现火情及时上报。",
        ),
        (
            *("2", "民生服务", "临时救助", "安丰县民政局"),
            "1.审核救助申请；\n2.发放救助资金。",
            "1.受理申请；\n2.入户核查。",
        ),
        (
            *("3", "平安法治", "食品摊贩管理", "安丰县市场监督管理局、安丰县城市管理局"),
            "1.县市场监督管理局负责备案管理；\n2.县城市管理局负责划定经营区域。",
            "协助做好日常巡查。",
        ),
        (
            *("4", "自然资源", "湿地保护", "安丰县林业和湿地局"),
            "县林业和湿地局负责湿地监测。",
            "开展湿地保护宣传。",
        ),
    ],
    "上级部门收回": [
        ("1", "民生服务", "核发老年证", "安丰县民政局：由县民政局直接受理，不再交乡镇办理"),
        ("2", "自然资源", "采伐许可审批", "安丰县林业局：由县林业局窗口办理"),
    ],
}


def list_text(issued: str = "2025年9月", rows: dict[str, list[tuple[str, ...]]] = ROWS) -> str:
    """The list as text: a row a line, cells between tabs, clauses run on."""
    lines = [*REGION, "履职事项清单", issued, ""]
    for kind, columns in COLUMNS.items():
        lines += [f"{kind}事项清单", "", "\t".join(columns)]
        lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows[kind]]
        lines.append("")
    return "\n".join(lines)


NEW_YEAR = (
    list_text("2026年3月").replace("组织扑救", "组织指挥扑救").replace("做好党员教育管理", "")
)


def list_html(issued: str = "2025年9月") -> str:
    """The list as a web page, for Chromium to print."""
    parts = [
        "<!doctype html><meta charset=utf-8><style>@page { size: A4 landscape; margin: 20mm }"
        "body { font: 11pt/1.5 'Noto Serif CJK SC' } h1, h2 { text-align: center }"
        "section { break-before: page } p { margin: 0 }"
        "table { border-collapse: collapse; width: 100% }"
        "td, th { border: 1px solid; padding: 4px; vertical-align: top }</style>",
        *(f"<h1>{line}</h1>" for line in (*REGION, "履职事项清单", issued)),
    ]
    for kind, columns in COLUMNS.items():
        head = "".join(f"<th>{column}</th>" for column in columns)
        parts.append(f"<section><h2>{kind}事项清单</h2><table><thead><tr>{head}</tr></thead>")
        for row in ROWS[kind]:
            cells = (
                "".join(f"<p>{html.escape(line)}</p>" for line in cell.split("\n")) for cell in row
            )
            parts.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        parts.append("</table></section>")
    return "".join(parts)


def write_ofd(folder: Path) -> Path:
    """The list as an OFD of our own."""
    source = folder / "清单.txt"
    source.write_text(list_text(), "utf-8")
    faces = load_faces(system=False)
    return write_official(read_duty_list(source), ["ofd"], folder, faces=faces)[0]


def print_list(browser: Browser, target: Path) -> Path:
    """The list as a PDF printed by Chromium."""
    page = browser.new_page()
    page.set_content(list_html())
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    return target


@dataclass(frozen=True)
class Served:
    """A running page."""

    url: str
    folder: Path
    entry: str


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """The page served on a free port of this machine."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings), log_level="warning", http=PatientProtocol)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield Served(url, settings.folder, settings.entry)
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def new_page(browser: Browser, served: Served, size: tuple[int, int] = SCREEN) -> Iterator[Page]:
    """A browser window; afterwards no script may have failed and no policy been violated."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, base_url=served.url, locale="zh-CN"
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"/static/icon.svg?token={served.entry}")
    yield page
    context.close()
    # An answer that says no is no fault of the page, nor is none that a test lets through.
    told = "status of 4|Error Code 4|ERR_FAILED|^htmx:(sendError|afterRequest),"
    assert [one for one in problems if not re.search(told, one)] == [], problems


def put_in(page: Page, tmp_path: Path, text: str, name: str) -> None:
    """Choose a text file on the first page and wait until it is read."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    page.goto("/")
    before = page.locator("#jobs .job.done").count()
    page.set_input_files("#choose", path)
    expect(page.locator("#jobs .job.done")).to_have_count(before + 1)
