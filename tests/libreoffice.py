"""LibreOffice as an independent reader and writer, in profiles of its own: converts, makes PDFs,
runs a Basic macro."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pytest

# Opens a file, runs commands on it, saves it under another name.
_MACRO = """
Sub Work(source As String, target As String, filter As String, commands As String, other As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim document, dispatcher, parts, i
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  parts = Split(commands, "|")
  For i = LBound(parts) To UBound(parts)
    Dim arguments(0) As New com.sun.star.beans.PropertyValue
    arguments(0).Name = "URL" : arguments(0).Value = other
    dispatcher.executeDispatch(document.CurrentController.Frame, parts(i), "", 0, arguments())
  Next
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName" : saving(0).Value = filter
  document.storeToURL(target, saving())
  document.close(True)
End Sub
"""

WORD = "MS Word 2007 XML"


def available() -> bool:
    """LibreOffice is installed."""
    return shutil.which("soffice") is not None


SECONDS = 240
"""What LibreOffice may take for anything that is asked of it here."""


def converted(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files that LibreOffice makes of others in a folder; `kind` is "pdf", "docx:FILTER" …

    On a machine with much else to do it has ended with an error where nothing was wrong: a second
    failure, of a new one, is one.
    """
    made = [folder / f"{source.stem}.{kind.partition(':')[0]}" for source in sources]
    try:
        _convert(sources, kind, folder, made)
    except (subprocess.CalledProcessError, AssertionError):
        _running.cache_clear()
        _convert(sources, kind, folder, made)
    return made


def _convert(sources: Sequence[Path], kind: str, folder: Path, made: Sequence[Path]) -> None:
    options = ["--convert-to", kind, "--outdir", str(folder)]
    subprocess.run(
        [*_running(), *options, *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    lacking = [path.name for path in made if not path.is_file()]
    assert lacking == [], "LibreOffice did not write them"


@cache
def _running() -> tuple[str, ...]:
    """What a command of LibreOffice that converts files begins with.

    One LibreOffice runs as long as this process, kept by the file that it has open: the command
    hands it what is to be done and waits until it is, in a tenth of the time that one of its own
    would take to start. A file that it cannot open does not end it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise RuntimeError(
            "soffice makes test files and is missing: "
            "apt-get install libreoffice-writer libreoffice-calc"
        )
    folder = Path(tempfile.mkdtemp(prefix="dutylist-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = (program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}")
    opened = folder / "open.txt"
    opened.write_text("")
    # It ends with this process, however that ends: the shell waits until nobody can write to it.
    until = '"$@" & cat; kill -KILL 0'
    process = subprocess.Popen(
        ["sh", "-c", until, "sh", *command, "--norestore", str(opened)],
        env=os.environ | {"HOME": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_end, process)
    deadline = time.monotonic() + SECONDS
    while not (folder / f".~lock.{opened.name}#").exists():
        assert time.monotonic() < deadline, "LibreOffice does not start"
        time.sleep(0.05)
    return command


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def work(source: Path, target: Path, commands: str, *, other: Path | None = None) -> None:
    """Run `commands` (.uno:… with | between) on a document and save it as Word.

    `other` is the URL argument of the commands. Raises AssertionError where no file results.
    """
    profile = _profile()
    arguments = ",".join(
        f'"{text}"'
        for text in (
            source.as_uri(),
            target.as_uri(),
            WORD,
            commands,
            other.as_uri() if other else "",
        )
    )
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            f"macro:///Standard.Module1.Work({arguments})",
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    assert target.is_file(), f"LibreOffice wrote no {target.name}"


@cache
def _profile() -> Path:
    """A profile with the macro, for all tests of this process."""
    profile = Path(tempfile.mkdtemp(prefix="dutylist-libreoffice-"))
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    folder = profile / "user" / "basic" / "Standard"
    first = ["soffice", "--headless", "--terminate_after_init"]
    subprocess.run(
        [*first, f"-env:UserInstallation={profile.as_uri()}"],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    folder.mkdir(parents=True, exist_ok=True)
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0}:{1} PUBLIC {2} "{1}.dtd">\n'
    public = '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN"'
    (folder / "script.xlb").write_text(
        head.format("library", "library", public) + f"<library:library {library} "
        'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Module1"/></library:library>',
        encoding="utf-8",
    )
    (folder / "Module1.xba").write_text(
        head.format("script", "module", public) + "<script:module "
        'xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{escape(_MACRO)}</script:module>',
        encoding="utf-8",
    )
    return profile


def pages_in_libreoffice(documents: list[bytes], folder: Path) -> list[int]:
    """The pages that LibreOffice makes of each document, all in one run."""
    if not available():
        pytest.skip("LibreOffice is not installed")
    sources = [folder / f"{number}.docx" for number in range(len(documents))]
    for source, data in zip(sources, documents, strict=True):
        source.write_bytes(data)
    made = converted(sources, "pdf", folder)
    return [len(pypdfium2.PdfDocument(path)) for path in made]
