"""Every command on a console that speaks GBK, as that of a Chinese Windows does: nothing fails at a
character that it lacks, and data come out as they do anywhere."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dutylist.app.cli import _run, cli
from dutylist.app.terminal import spare_characters
from tests.small_list import ROWS, write_list

RARE = "•钫𬭩\u200b㐀"
"""Some are in no GBK: a bullet, a rare character, a space without width."""

LIST = "{list}"

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "all": (LIST, "--to", "docx", "-o", "{out}", "--embedded-fonts"),
    "assign": (LIST, "--write", "-"),
    "batch": ("{folder}", "-o", "{out}/库.sqlite"),
    "cards": (LIST, "--to", "docx", "-o", "{out}", "--embedded-fonts"),
    "check": (LIST,),
    "compare": (LIST, "{new}", "--to", "json", "-o", "{out}"),
    "completion": ("bash",),
    "county": ("{folder}", "--to", "html", "-o", "{out}"),
    "departments": (LIST,),
    "excerpt": (LIST, "--all", "--to", "docx", "-o", "{out}", "--embedded-fonts"),
    "extract": (LIST,),
    "handouts": (LIST, "--assignments", "{sheet}", "-o", "{out}", "--embedded-fonts"),
    "history": (LIST, "{new}", "-o", "{out}"),
    "man": (),
    "matrix": (LIST, "--to", "html", "-o", "{out}"),
    "mirror": (LIST, "{office}", "--to", "html", "-o", "{out}"),
    "password": ("{out}/人员.txt", f"张三{RARE}"),
    "query counts": ("{store}",),
    "query duties": ("{store}", RARE),
    "query failures": ("{store}",),
    "query findings": ("{store}",),
    "query lists": ("{store}",),
    "query records": ("{store}", "1"),
    "query wordings": ("{store}", "消防"),
    "render": (LIST, "--to", "txt", "-o", "{out}"),
    "schema": (),
    "searchable": ("{list}", "-o", "{out}/可查找.pdf"),
    "serve": (),
    "shortcut": ("{out}",),
    "templates": ("--copy", "{out}/模板"),
}


def names(group: click.Group, before: str = "") -> set[str]:
    found: set[str] = set()
    for name, command in group.commands.items():
        whole = f"{before}{name}"
        found |= names(command, f"{whole} ") if isinstance(command, click.Group) else {whole}
    return found


def test_no_command_is_missing() -> None:
    assert names(cli) == set(ARGUMENTS)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("gbk")
    rows = tuple((*row[:2], f"{row[2]}{RARE}", *row[3:]) for row in ROWS)
    (folder / "各镇").mkdir()
    made = {
        "list": write_list(folder / "各镇" / f"清单{RARE}.txt", rows),
        "new": write_list(folder / f"新{RARE}.txt", rows[:2]),
        "office": folder / "部门.txt",
        "sheet": folder / "分工.xlsx",
        "store": folder / "库.sqlite",
        "folder": folder / "各镇",
    }
    (folder / "各镇" / f"通知{RARE}.txt").write_text("今天开会。\n", "utf-8")
    made["office"].write_text(
        "云岭省清河市宁远县\n水务局\n履职事项清单\n镇街配合履职事项清单\n"
        "序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责\n"
        f"1\t消防安全检查{RARE}\t青禾镇\t1.负责查处。\t1.开展巡查。\n",
        "utf-8",
    )
    for arguments in (
        ("assign", made["list"], "--write", made["sheet"]),
        ("batch", made["folder"], "-o", made["store"]),
    ):
        subprocess.run(
            [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)], capture_output=True
        )
    return made


def said(
    arguments: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error on a console of that encoding."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["dutylist", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("甲乙丙丁1\n甲乙丙丁1\n".encode())))
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        spare_characters()
        code = _run()
    out: list[bytes] = []
    for stream in streams:
        stream.flush()
        buffer = stream.detach()
        assert isinstance(buffer, io.BytesIO)
        out.append(buffer.getvalue())
    return code, out[0], out[1]


@pytest.mark.parametrize("command", sorted(ARGUMENTS.keys() - {"serve"}))
def test_a_command_speaks_gbk(
    command: str, places: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = {}
    for encoding in ("utf-8", "gbk"):
        out = tmp_path / encoding
        out.mkdir()
        words = [word.format(**places, out=out) for word in (*command.split(), *ARGUMENTS[command])]
        code, output, errors = said(words, encoding, monkeypatch)
        heard[encoding] = code, output, errors
        assert "内部错误" not in errors.decode(encoding)
    assert heard["utf-8"][0] == heard["gbk"][0]
    plain, foreign = heard["utf-8"][1], heard["gbk"][1]
    # Data for programs are UTF-8 everywhere; what a person reads is in the console's encoding, with
    # plainer frames about its tables.
    assert foreign == plain or chinese(foreign.decode("gbk")) == chinese(plain.decode())


def chinese(text: str) -> list[str]:
    return re.findall("[\u4e00-\u9fff]+", text)


def test_the_page_speaks_gbk(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "dutylist.app.cli", "serve", "--no-browser", "--port", "0"),
            *("--data", str(tmp_path / f"数据{RARE}")),
        ],
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert "已在 http" in process.stderr.readline().decode("gbk")
    process.kill()
    process.communicate()
