"""The program's own TOML files: word lists as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dutylist.records.kept import keep_later, taken_up

ROOT = Path(__file__).parent.parent
"""The folder of the package dutylist. Python's own way to a package's files loads zip readers."""


def own_toml(package: str, file: str) -> dict[str, Any]:
    """What a file in one of our packages says."""
    text = ROOT.joinpath(*package.split(".")[1:], file).read_text("utf-8")
    found: dict[str, Any] | None = taken_up("toml", text)
    if found is None:
        # Not needed where it is kept.
        import tomllib

        found = tomllib.loads(text)
        keep_later("toml", text, lambda: tomllib.loads(text))
    return found
