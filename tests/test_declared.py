"""The tests and measurements name nothing of the machine that no target installs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.declared import BASE_FILES, SYSTEM_FILES, SYSTEM_LIBRARIES, SYSTEM_PROGRAMS

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SOURCES = sorted([*ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/*.py")])
FOLDER_OF_A_MACHINE = r"/(usr|opt|home|root|srv|mnt|media|snap|nix|var/lib)"
OF_A_MACHINE = re.compile(f"{FOLDER_OF_A_MACHINE}/")


def variable(name: str) -> str:
    """The value of a variable of the Makefile."""
    joined = MAKEFILE.replace("\\\n", "")
    (value,) = re.findall(rf"^{name} := (.*)$", joined, re.MULTILINE)
    return str(value)


def texts(source: str) -> Iterator[str]:
    """The string constants of a module, without docstrings of several words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def undeclared(source: str) -> list[str]:
    """The paths of a machine that a module names and no package brings. Few name a folder at all:
    only these are parsed."""
    if not re.search(FOLDER_OF_A_MACHINE, source):
        return []
    return [
        text
        for text in texts(source)
        if OF_A_MACHINE.match(text) and not text.startswith((*SYSTEM_FILES, *BASE_FILES))
    ]


def test_no_module_names_a_file_that_no_target_installs() -> None:
    found = {
        path.name: names
        for path in SOURCES
        if path.name not in ("test_declared.py", "declared.py", "conftest.py")
        and (names := undeclared(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_font_of_a_developers_machine_is_found() -> None:
    assert undeclared('FONT = "/usr/share/fonts/truetype/kai/Kai-Regular.ttf"') == [
        "/usr/share/fonts/truetype/kai/Kai-Regular.ttf"
    ]


def test_every_package_that_the_tests_count_on_is_installed_by_the_target() -> None:
    packages = variable("PACKAGES").split()
    needed = (SYSTEM_FILES, SYSTEM_PROGRAMS, SYSTEM_LIBRARIES)
    assert {package for one in needed for package in one.values()} <= set(packages)
    assert set(variable("PROGRAMS").split()) <= SYSTEM_PROGRAMS.keys()


def test_the_target_asks_for_fonts_as_well_as_programs(tmp_path: Path) -> None:
    """With all programs there and no font, it sets out to install."""
    for name in (*variable("PROGRAMS").split(), "fc-list", "apt-get", "sudo"):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\necho {name} $* >> {tmp_path}/called\n")
        tool.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["make", "-s", "system-packages"], cwd=ROOT, env=environment, check=True)
    called = (tmp_path / "called").read_text()
    assert "install" in called
    assert "fonts-noto-cjk" in called


@pytest.mark.parametrize("use", ["open", "start"])
def test_a_test_that_uses_what_is_not_declared_fails(tmp_path: Path, use: str) -> None:
    """The watch of conftest.py, tried in a run of its own."""
    body = {
        "open": "open(os.path.realpath('/etc/passwd')).close()",
        "start": "subprocess.run(['id'], stdout=subprocess.DEVNULL)",
    }[use]
    test = tmp_path / "test_made.py"
    test.write_text(f"import os, subprocess\n\ndef test_made():\n    {body}\n")
    # Of the run's own options none: they may name tests, and this one among them.
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", str(test)],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert "neither the environment nor a target" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("target", ["run", "test"])
def test_make_compiles_bytecode(target: str) -> None:
    made = subprocess.run(
        ["make", "-nB", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "sync --locked --compile-bytecode" in made
    (line,) = [one for one in made.splitlines() if "compileall" in one]
    assert {"__init__.py", "app", "compare", "extract", "records", "render"} <= set(line.split())
