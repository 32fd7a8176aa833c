"""Converting a file with LibreOffice, without a network and within limits.

A stranger's file may name addresses (pictures, linked sheets, styles). LibreOffice would call
them: it would tell the stranger that the file was opened, and ask machines inside the office's
network. So it runs in a network of its own that reaches nothing, where the system has such
(Linux), and in any case with a proxy that leads nowhere and with links blocked in its profile.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.errors import LimitExceededError

WORD_FILTER = "docx:Office Open XML Text"
EXCEL_FILTER = "xlsx:Calc MS Excel 2007 XML"

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

_NOWHERE = ("127.0.0.1", "9")
"""The port "discard" of this machine, where nothing listens."""

_PROXY = f"http://{':'.join(_NOWHERE)}"

# Names and values of LibreOffice's own settings (officecfg/registry/schema). A link is updated
# never (2); macros run never (3).
_SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", _NOWHERE[0]) for kind in ("HTTP", "HTTPS")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", _NOWHERE[1]) for kind in ("HTTP", "HTTPS")),
    ("Inet/Settings", "ooInetNoProxy", ""),
)

_MEMORY_SHARE = 0.6
"""LibreOffice that failed after it had this share of the memory allowed has failed for that."""


def libreoffice() -> str | None:
    """LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(
    program: str, source: Path, to: str, folder: Path, name: str, limits: ReadLimits
) -> Path | None:
    """Convert a file into another of the same stem in `folder`, which is empty; None where
    LibreOffice cannot open it.

    `to` is one of the filters above, `name` the file's name for messages. Raises
    LimitExceededError.
    """
    target = folder / "converted"
    profile = folder / "profile"
    _write_settings(profile)
    command = [
        *_bounded(limits.max_memory),
        *_no_network(),
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--convert-to", to, "--outdir", str(target), str(source)),
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_offline(os.environ),
        start_new_session=True,
    )
    try:
        peak = _waited_for(process, limits.max_seconds)
    except subprocess.TimeoutExpired as error:
        raise LimitExceededError(
            f"LibreOffice 转换超过 {limits.max_seconds:g} 秒", "请核对文件，或调高上限", file=name
        ) from error
    finally:
        _end(process)
    made = target / f"{source.stem}.{to.partition(':')[0]}"
    if made.is_file():
        return made
    if peak > _MEMORY_SHARE * limits.max_memory * (1 << 20):
        raise LimitExceededError(
            f"LibreOffice 转换用的内存超过 {limits.max_memory} MB",
            "文件可能损坏或过大，请核对；确实需要时可用 --max-memory 放宽",
            file=name,
        )
    return None


def _bounded(mebibytes: int) -> tuple[str, ...]:
    """What a command begins with so that it and what it starts have so much memory each."""
    if sys.platform == "win32":
        return ()
    option = "-d" if sys.platform == "linux" else "-v"
    script = f'ulimit {option} {mebibytes << 10} 2>/dev/null; ulimit -c 0; exec "$@"'
    return ("/bin/sh", "-c", script, "sh")


@cache
def _no_network() -> tuple[str, ...]:
    """What a command begins with so that it runs in a network of its own; nothing where the
    system does not let a user do that."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    if unshare is None or true is None:
        return ()
    alone = (unshare, "--map-root-user", "--net")
    tried = subprocess.run([*alone, true], capture_output=True)
    return alone if tried.returncode == 0 else ()


def _offline(environment: os._Environ[str]) -> dict[str, str]:
    """The environment with a proxy that leads nowhere, for every address."""
    kept = {name: value for name, value in environment.items() if "proxy" not in name.lower()}
    names = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
    return {**kept, **{form: _PROXY for name in names for form in (name, name.upper())}}


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        "utf-8",
    )


_LOOKED_EACH = 0.02
"""Seconds between two looks whether LibreOffice has ended."""


def _waited_for(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait until LibreOffice has ended; the most bytes that it had, 0 where nobody can tell.

    Raises subprocess.TimeoutExpired. A program is begun with the peak of the one that starts it,
    so that only what is above our own is its own.
    """
    if sys.platform == "win32":
        process.wait(timeout=seconds)
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    until = time.monotonic() + seconds
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss * unit if usage.ru_maxrss > own else 0
        if time.monotonic() > until:
            raise subprocess.TimeoutExpired(process.args, seconds)
        time.sleep(_LOOKED_EACH)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice, with the program that its start script runs."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
