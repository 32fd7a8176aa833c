"""LibreOffice as an independent reader, in a profile of its own: runs a Basic macro, makes PDFs."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
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
        timeout=240,
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
        timeout=240,
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
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    sources = [folder / f"{number}.docx" for number in range(len(documents))]
    for source, data in zip(sources, documents, strict=True):
        source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    environment = os.environ | {"HOME": str(folder)}
    subprocess.run(
        [*command, *map(str, sources)],
        check=True,
        timeout=240,
        capture_output=True,
        env=environment,
    )
    return [len(pypdfium2.PdfDocument(source.with_suffix(".pdf"))) for source in sources]
