"""Arrows between the rooms go one way, no room leads back to itself, and an import within a
function has a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("app", "compare", "extract", "records", "render")

FORBIDDEN = {
    "records": ("extract", "compare", "render", "app"),
    "compare": ("extract", "render", "app"),
    "render": ("extract", "app"),
    "extract": ("render", "app", "compare"),
    "extract/formats": ("extract/lists", "extract/offices"),
    "extract/pages": ("extract/formats", "extract/lists", "extract/offices"),
    "extract/lists": ("extract/formats",),
    "extract/offices": ("extract/lists", "extract/formats", "extract/pages"),
}
"""A room and the rooms that it knows nothing of."""

ALLOWED = {
    ("extract/formats/header_words", "extract/lists/columns"): "only the words of a header row"
    " tell where the rows and cells begin in a pasted table, and which boxes of a page are one",
    ("extract/formats/header_words", "extract/lists/kinds"): "the same for titles",
}

LATE = {
    "app": "commands and pages import what they need when they run: --help answers at once",
    "extract/read": "a reader and its packages are loaded when a file of its kind comes",
    "extract/records_file": "the same, for the form that records had earlier",
    "extract/formats/word/chunks": "the same, for files within a Word file",
    "extract/formats/excel/calculated": "the same: LibreOffice works out the formulas of few files",
    "extract/formats/scan": "the packages for scans are heavy, and may not be installed",
    "render/write": "each format's writer is heavy, and one run writes one or two",
    "render/write_comparison": "the same",
    "render/write_handouts": "the same",
    "render/write_history": "the same",
    "render/write_matrix": "the same",
    "extract/formats/pdf/glyphs": "the same: characters are recognised in few files",
    "extract/formats/pdf/picture_words": "the same: few pages have words in a picture",
    "extract/formats/pdf/annotations": "the same: few pages have annotations over words",
    "extract/second_reader": "what reads and mends PDFs is heavy, and other formats are read again",
}
"""Rooms whose functions may import from other rooms, and why."""


@dataclass(frozen=True)
class Import:
    """`importer` and `imported` are modules as paths: extract/lists/tables."""

    importer: str
    imported: str
    line: int
    in_function: bool


def modules() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


@cache
def imports() -> tuple[Import, ...]:
    return tuple(imp for path in modules() for imp in imports_of(path))


def imports_of(path: Path) -> Iterator[Import]:
    importer = str(path.relative_to(ROOT).with_suffix(""))
    tree = ast.parse(path.read_text("utf-8"))
    within = {
        inner
        for outer in ast.walk(tree)
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dutylist."):
            imported = str(node.module).removeprefix("dutylist.").replace(".", "/")
            yield Import(importer, imported, node.lineno, node in within)


def lies_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}/")


def test_arrows_go_one_way() -> None:
    wrong = {
        (one.importer, one.imported)
        for one in imports()
        for room, others in FORBIDDEN.items()
        if lies_in(one.importer, room) and any(lies_in(one.imported, other) for other in others)
    }
    assert wrong == ALLOWED.keys()


def test_imports_within_functions_have_a_reason() -> None:
    late = {one.importer for one in imports() if one.in_function}
    assert [module for module in sorted(late) if not any(lies_in(module, r) for r in LATE)] == []
    assert [room for room in LATE if not any(lies_in(module, room) for module in late)] == []


def test_no_circles() -> None:
    arrows: dict[str, set[str]] = {}
    for one in imports():
        arrows.setdefault(one.importer, set()).add(one.imported)
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above[above.index(module) :], module))
        if module not in done:
            for other in sorted(arrows.get(module, ())):
                walk(other, (*above, module))
            done.add(module)

    for module in sorted(arrows):
        walk(module, ())
