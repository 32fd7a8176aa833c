"""Every package that the program declares is imported by it, or there is a reason."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("app", "compare", "extract", "records", "render")

REASONS = {
    "python-multipart": "FastAPI reads forms with it",
    "rapidocr": "its models are used, its code is not",
}
"""Declared, and imported by no module."""

TOGETHER = {"starlette": "fastapi", "markupsafe": "jinja2", "pydantic-core": "pydantic"}
"""Imported, and declared as a part of another: the two are always released for one another."""


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@cache
def imported_distributions() -> set[str]:
    """What the modules of the program import, as distributions, within functions too."""
    modules = {
        name.split(".")[0]
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }
    known = packages_distributions()
    return {name_of(dist) for module in modules for dist in known.get(module, [])}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (one for group in project["optional-dependencies"].values() for one in group)
    return {name_of(requirement) for requirement in (*project["dependencies"], *extras)}


def test_every_declared_dependency_is_imported() -> None:
    assert declared() - imported_distributions() - REASONS.keys() == set()
    assert REASONS.keys() <= declared() - imported_distributions()


def test_nothing_is_imported_that_is_not_declared() -> None:
    """A package that comes along with another may stay away with its next version."""
    assert imported_distributions() - declared() - {"dutylist"} == TOGETHER.keys()
    assert set(TOGETHER.values()) <= declared()
