"""A launcher for the desktop, so that the page is opened by a double click."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

NAME = "履职事项清单"
DATA = "履职清单数据"


def data_folder() -> Path:
    """Where the page keeps its data when it is opened without a word about that: in the folder
    where it is started if there are data already, else in the person's own folder."""
    here = Path(DATA)
    return here if here.is_dir() else Path.home() / DATA


def desktop() -> Path:
    """The desktop's folder, or the person's own where there is none."""
    folders = (Path.home() / name for name in ("Desktop", "桌面", "OneDrive/Desktop"))
    return next((folder for folder in folders if folder.is_dir()), Path.home())


def launcher(data: Path, platform: str = sys.platform) -> tuple[str, bytes]:
    """The name and the content of a launcher that opens the page over a data folder."""
    words = [sys.executable, "-P", "-m", "dutylist.app.cli", "serve", "--data", str(data)]
    if platform == "win32":
        # A percent sign would begin a variable's name.
        line = " ".join(f'"{word}"'.replace("%", "%%") for word in words)
        return f"{NAME}.bat", f"@echo off\r\nchcp 65001 >nul\r\n{line}\r\n".encode()
    if platform == "darwin":
        return f"{NAME}.command", f"#!/bin/sh\nexec {shlex.join(words)}\n".encode()
    line = " ".join(map(_quoted, words))
    return f"{NAME}.desktop", (
        f"[Desktop Entry]\nType=Application\nName={NAME}\n"
        f"Comment=核对、更正、打印履职事项清单\nExec={line}\nTerminal=false\nCategories=Office;\n"
    ).encode()


def _quoted(word: str) -> str:
    """A word of a desktop entry's Exec (Desktop Entry Specification, The Exec key): quoted, and
    escaped once for that and once more as a string."""
    quoted = "".join(f"\\{one}" if one in '"`$\\' else one for one in word)
    return f'"{quoted}"'.replace("\\", "\\\\").replace("%", "%%")
