"""The imports between the program's folders, as a picture in text (Mermaid)."""

from __future__ import annotations

from functools import cache

from tests.test_layers import imports, lies_in

ROOMS = (
    "app",
    "compare",
    "extract/formats",
    "extract/lists",
    "extract/offices",
    "extract/pages",
    "extract/source",
    "extract",
    "records",
    "render/excel",
    "render/files",
    "render/typeset",
    "render/views",
    "render/web",
    "render/word",
    "render",
)
"""A module belongs to the first of these that it lies in."""

MODULES = {"extract/source", "render/files"}
"""Rooms that are one module, used by their folder's other rooms: the form in which formats and
pages hand a document to the lists, and how documents are put into a folder."""


def room_of(module: str) -> str:
    return next(room for room in ROOMS if lies_in(module, room))


@cache
def arrows() -> tuple[tuple[str, str], ...]:
    """Which room imports from which, each pair once."""
    pairs = {(room_of(one.importer), room_of(one.imported)) for one in imports()}
    return tuple(sorted((above, below) for above, below in pairs if above != below))


def picture() -> str:
    """The arrows as a Mermaid flow chart, a line each."""
    boxes = [f'    {key(room)}["{room}{".py" if room in MODULES else "/"}"]' for room in ROOMS]
    lines = [f"    {key(above)} --> {key(below)}" for above, below in arrows()]
    return "\n".join(["flowchart TD", *boxes, *lines]) + "\n"


def key(room: str) -> str:
    return room.replace("/", "_")
