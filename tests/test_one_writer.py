"""Every file that a person gets is written by one module; all else that writes says why it may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("app", "compare", "extract", "records", "render")

HOME = "render/files.py"
"""Whole or not at all, links followed, devices written through, patient where Windows is not."""

CONVERTED = "extract/formats/excel/calculated.py"

OWN_FOLDERS = {
    # Folders for temporary files of this run, which nobody else sees.
    "app/archives.py": "unpacks an archive",
    "app/files.py": "keeps what came on standard input",
    "app/library/opening.py": "removes the older library that lay beside",
    "app/batch/reading.py": "hands a file to its reader",
    "app/temporary.py": "makes the folder",
    "app/worker/child.py": "removes its folder",
    "app/worker/process.py": "empties its folder",
    CONVERTED: "names a converted copy as the file is called",
    "extract/formats/embedded.py": "hands a picture to its reader",
    "extract/formats/legacy.py": "copies a file for LibreOffice",
    "extract/formats/libreoffice.py": "LibreOffice's profile",
    "extract/formats/ofd/ofd.py": "hands a PDF to its reader",
    "extract/formats/word/chunks.py": "hands a part to its reader",
    "extract/formats/excel/xls.py": "the null device, for what xlrd says",
    "app/cli.py": "the null device, where standard output is gone",
    # The page's own data, which its lock keeps for one process; put in place by the home.
    "app/web/application.py": "clears what a killed page left",
    "app/web/assignments.py": "hands records to a bounded process",
    "app/web/comparisons.py": "hands records to a bounded process",
    "app/web/documents.py": "makes documents in a folder beside",
    "app/web/from_batch.py": "a list's file, beside its place",
    "app/web/jobs.py": "takes an upload in under a random name",
    "app/web/pictures.py": "draws a page beside its place",
    "app/web/reading.py": "hands records out of the bounded process",
    "app/web/routes/assignments.py": "takes an upload into a folder of its own",
    "app/web/routes/private_characters.py": "takes an upload into a folder of its own",
    "app/web/routes/data.py": "takes an upload in under a random name",
    "app/web/running.py": "the lock and the address, for their owner alone",
    "app/web/store.py": "removes what was deleted",
    "app/web/told.py": "a mark in a list's own folder",
    "app/web/transfer.py": "packs and unpacks all data",
    "app/web/writers.py": "makes documents in a folder beside",
    # Beside Python's bytecode, as Python itself does.
    "records/kept.py": "keeps what a start made of the program's own texts",
    # Into memory, for the home to write.
    "render/ofd.py": "packs a file",
    "render/word/template.py": "packs a file",
    # Run by a developer.
    "render/word/templates.py": "makes the templates anew",
}
"""Modules that write elsewhere, and what."""

_METHODS = {"write_bytes", "write_text", "touch", "symlink_to", "hardlink_to", "unlink"}
_OS = {"replace", "rename", "renames", "remove", "link", "symlink", "truncate"}
_REPLACING = {"replace", "rename", "renames", "move"}


def called(module: Path) -> Iterator[tuple[int, str]]:
    """The calls of a module that change what is on the disk: line and name."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        holder = node.func.value if isinstance(node.func, ast.Attribute) else None
        owner = holder.id if isinstance(holder, ast.Name) else ""
        plain = node.func.id if isinstance(node.func, ast.Name) else ""
        if (
            name in _METHODS
            or (owner == "os" and name in _OS)
            or (owner == "shutil" and name not in ("which", "disk_usage", "get_terminal_size"))
            or (name in ("replace", "rename") and owner != "os" and _moves(node))
            or ((plain == "open" or name == "open" or plain == "ZipFile") and _writes(node))
            or (name == "ZipFile" and _writes(node))
            or name in ("NamedTemporaryFile", "mkstemp")
        ):
            yield node.lineno, f"{owner}.{name}" if name else plain


def _moves(call: ast.Call) -> bool:
    """Path.replace takes one argument, str.replace two, dataclasses.replace and the like more."""
    return len(call.args) == 1 and not call.keywords


def _writes(call: ast.Call) -> bool:
    texts = [
        part.value
        for one in (*call.args, *(word.value for word in call.keywords if word.arg == "mode"))
        for part in ast.walk(one)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    flags = ast.unparse(call)
    return "O_WRONLY" in flags or "O_RDWR" in flags or any(_is_mode(text) for text in texts)


def _is_mode(text: str) -> bool:
    return len(text) <= 3 and set(text) <= set("rwaxbt+") and bool(set(text) & set("wax+"))


MODULES = {
    str(path.relative_to(ROOT)): path
    for folder in ROOMS
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def test_only_the_home_writes_where_people_look() -> None:
    found = {name: list(called(path)) for name, path in MODULES.items()}
    writing = {name: calls for name, calls in found.items() if calls and name != HOME}
    assert {name: calls for name, calls in writing.items() if name not in OWN_FOLDERS} == {}
    # What writes no more leaves the list.
    assert OWN_FOLDERS.keys() - writing.keys() == set()


def test_only_the_home_replaces_what_may_be_open() -> None:
    """Windows refuses that, mostly for a moment: only one function waits."""
    replacing = {
        name: calls
        for name, path in MODULES.items()
        # What a start keeps for the next one stays as it is where Windows refuses; a converted
        # copy is nobody else's.
        if name not in (HOME, "extract/formats/legacy.py", "records/kept.py", CONVERTED)
        and (calls := [one for one in called(path) if one[1].split(".")[-1] in _REPLACING])
    }
    assert replacing == {}


@pytest.mark.parametrize(
    "line",
    [
        'open(name, "w")',
        'Path(name).open("xb")',
        'path.write_text("x")',
        "os.replace(a, b)",
        "shutil.move(a, b)",
        "a.replace(b)",
        'zipfile.ZipFile(a, "w")',
        "os.open(a, os.O_WRONLY | os.O_CREAT)",
        "tempfile.NamedTemporaryFile(delete=False)",
        'open(name, mode="a")',
    ],
)
def test_a_module_that_writes_by_itself_is_found(tmp_path: Path, line: str) -> None:
    module = tmp_path / "new.py"
    module.write_text(f"def f(a, b, name, path):\n    {line}\n", "utf-8")
    assert [number for number, _ in called(module)] == [2]


@pytest.mark.parametrize(
    "line", ['text.replace("a", "b")', "open(name)", 'path.open("rb")', "replace(limits, pages=2)"]
)
def test_a_module_that_reads_is_not(tmp_path: Path, line: str) -> None:
    module = tmp_path / "new.py"
    module.write_text(f"def f(text, name, path, limits):\n    {line}\n", "utf-8")
    assert list(called(module)) == []
