"""The list in the tests is an example: nothing in the program may know it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("app", "compare", "extract", "records", "render", "templates", "bench")
NAMES = ("三台", "吉木萨尔", "昌吉", "潘家台子")


def test_no_name_of_the_real_list_outside_the_tests() -> None:
    told = [
        f"{path.relative_to(ROOT)}: {name}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".typ", ".html", ".j2", ".md", ".json", ".toml", ".po", ".css")
        for name in NAMES
        if name in path.read_text("utf-8")
    ]
    assert told == []
