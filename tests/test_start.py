"""What each command loads before it works: a start is most of the time that a small file takes.

Counts, not times. A command that needs a package more says so here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import typst

from tests.small_list import HEADER, ROWS, list_text

CASES = Path(__file__).parent / "cases"

CODE = """
import sys
from dutylist.app import cli
sys.argv[0] = "dutylist"
try:
    cli.main()
finally:
    names = [name for name in sys.modules if name != "__main__"]
    open({told!r}, "w").write("\\n".join(names))
"""
"""The command itself, which tells what it has loaded when it is done."""

OF_NO_PACKAGE = (
    *("cython_runtime", "_cython_", "__editable__", "__mp_main__", "_sysconfigdata"),
    "sitecustomize",
)
"""Modules that compiled packages, an installation for developers, a system and Python bring."""

RECORDS = {"pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"}
PDFIUM = {"pypdfium2", "pypdfium2_cfg", "pypdfium2_raw"}
PDF = {"numpy", "pikepdf", "PIL", "pylopdf_fonts_zh_cn"} | PDFIUM
TYPESET = {"typst", "uharfbuzz", "pylopdf_fonts_zh_cn"}
TEMPLATE = {"docx", "docxtpl", "jinja2", "lxml", "markupsafe", "pikepdf", "typing_extensions"}
COMPARE = {"rapidfuzz", "numpy", "lap"}

HEAVY = {
    "numpy.ma",
    *("ssl", "http.client", "urllib.request", "asyncio", "multiprocessing", "unittest"),
}
"""Modules that packages bring for one small function (a median, an escaped text): with all that
they load a tenth of a start. No command waits for them."""

LOADS: dict[str, tuple[int, set[str]]] = {
    "--help": (31, set()),
    "--version": (31, set()),
    "completion bash": (31, set()),
    "compare --help": (31, set()),
    "schema": (36, RECORDS),
    "extract list.txt -o out.json": (153, set()),
    "extract list.docx -o out.json": (165, {"lxml"}),
    "extract list.xlsx -o out.json": (160, {"lxml"}),
    "extract list.pdf -o out.json": (222, PDF),
    "extract bytes.pdf -o out.json": (222, PDF | {"rjieba"}),
    "check list.txt": (153, set()),
    "check list.json": (53, RECORDS),
    "excerpt list.json --all --to pdf -o out": (85, TYPESET | RECORDS),
    "excerpt list.txt --all --to pdf -o out": (183, TYPESET),
    "excerpt list.txt --all --to docx -o out": (189, TYPESET | TEMPLATE),
    "render list.txt --to ofd -o out": (183, PDFIUM | TYPESET),
    "matrix list.txt --to html -o out": (172, {"jinja2", "markupsafe"}),
    "compare list.docx list.docx --to json -o out": (219, {"lxml"} | COMPARE),
    "compare list.docx list.docx --to tracked -o out": (
        231,
        {"docx", "typing_extensions", "lxml"} | COMPARE,
    ),
}
"""For each command the most modules of our own, and the packages besides click."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small list in each form, and one in fonts of one-byte codes as Word cuts them."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "list.txt").write_text(list_text(), "utf-8")
    document, book = docx.Document(), openpyxl.Workbook()
    document.add_paragraph("青禾镇配合履职事项清单")
    table = document.add_table(rows=1 + len(ROWS), cols=len(HEADER))
    sheet = book.active
    assert sheet is not None
    sheet.title = "配合履职事项清单"
    for row, texts in zip(table.rows, (HEADER, *ROWS), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for number, texts in enumerate((HEADER, *ROWS)):
        sheet.append([int(texts[0]) if number else texts[0], *texts[1:]])
    document.save(str(folder / "list.docx"))
    book.save(folder / "list.xlsx")
    cells = "".join(f"[{text}]," for texts in (HEADER, *ROWS) for text in texts)
    source = f'#set text(font: "Noto Serif SC")\n= 配合履职事项清单\n#table(columns: 6, {cells})\n'
    (folder / "list.typ").write_text(source, "utf-8")
    (folder / "list.pdf").write_bytes(_pdf(folder / "list.typ"))
    shutil.copy(CASES / "layouts/two-up.pdf", folder / "bytes.pdf")
    _loaded("extract list.txt -o list.json", folder)
    return folder


def _pdf(source: Path) -> bytes:
    from dutylist.render.typeset.faces import load_faces

    made = typst.compile(source, font_paths=load_faces(system=False).fonts)
    assert isinstance(made, bytes)
    return made


def _loaded(command: str, folder: Path) -> tuple[list[str], set[str], set[str]]:
    """Our own modules that a command loads, the packages, and the heavy modules."""
    told = folder / "loaded"
    subprocess.run(
        [sys.executable, "-c", CODE.format(told=str(told)), *command.split()],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    modules = told.read_text("utf-8").split()
    told.unlink()
    heads = {name.partition(".")[0] for name in modules}
    packages = {
        name
        for name in heads - sys.stdlib_module_names - {"dutylist"}
        if not name.startswith(OF_NO_PACKAGE)
    }
    own = [name for name in modules if name.startswith("dutylist.")]
    return own, packages, HEAVY & set(modules)


@pytest.mark.parametrize("command", LOADS)
def test_a_command_loads_what_it_needs(command: str, folder: Path) -> None:
    most, packages = LOADS[command]
    own, loaded, heavy = _loaded(command, folder)
    assert not heavy
    assert loaded - {"click"} == packages
    assert len(own) <= most, "\n".join(own)
