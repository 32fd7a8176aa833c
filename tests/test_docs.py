"""What the documents for people say stands in the program: commands, exit codes, files, targets."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import dutylist.records.errors
from dutylist.app.cli import cli
from dutylist.records.errors import DutyListError
from tests.import_arrows import arrows, picture
from tests.longest import LONGEST

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/measured.md")

CLICKS = {0, 1, 2, 130}
"""The exit codes that are the command line's own."""

_PICTURE = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)


def leaves(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    """Each command that can be run, by the words that run it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


COMMANDS = dict(leaves(cli, "dutylist"))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_stands_in_the_readme(words: str) -> None:
    assert re.search(rf"`{words}(?![\w-])", README), words


def codes_of_errors() -> set[int]:
    errors = vars(dutylist.records.errors).values()
    return {
        one.exit_code for one in errors if isinstance(one, type) and issubclass(one, DutyListError)
    }


def test_every_exit_code_stands_in_the_readme_and_in_the_help() -> None:
    section = README.partition("\n## 退出码\n")[2]
    said = {int(code) for code in re.findall(r"(?:^|；)(\d+) ", section, re.MULTILINE)}
    assert said == codes_of_errors() | CLICKS
    helped = (cli.epilog or "").partition("退出码")[2]
    assert {int(code) for code in re.findall(r"(?<!\S)(\d+) ", helped)} == said


def test_the_picture_of_the_imports_is_todays() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    if os.environ.get("RENEW_PICTURES"):
        ARCHITECTURE.write_text(_PICTURE.sub(lambda _: picture(), text), encoding="utf-8")
        text = ARCHITECTURE.read_text("utf-8")
    assert _PICTURE.findall(text) == [picture()], "run make pictures, and look at it"


def test_no_circle_in_the_picture() -> None:
    below: dict[str, set[str]] = {}
    for one, other in arrows():
        below.setdefault(one, set()).add(other)
    while below:
        ended = [room for room, others in below.items() if not others & below.keys()]
        assert ended, f"rooms that lead back to themselves: {sorted(below)}"
        for room in ended:
            del below[room]


def paths_named(text: str) -> set[str]:
    """What stands between backticks and looks like a path of the repository."""
    return {
        name
        for name in re.findall(r"`([\w./-]+)`", text, re.ASCII)
        if re.fullmatch(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|toml|md)", name) and "*" not in name
    }


THEIRS = {
    "departments.toml",
    "columns.toml",
    ".venv/bin/dutylist",
    ".venv/bin/pytest",
    "rows.json",
    "why.md",
}
"""Named, and not in the repository under that path: the office's own files, what `make` installs,
the files of every case."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_is_there(document: str) -> None:
    """A bare file name is that of some module or word list."""
    names = {
        path.name
        for folder in ("app", "compare", "extract", "records", "render")
        for path in (ROOT / folder).rglob("*")
    }
    named = paths_named((ROOT / document).read_text("utf-8")) - THEIRS
    gone = [
        name for name in named if not (ROOT / name).exists() and ("/" in name or name not in names)
    ]
    assert sorted(gone) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_and_option_named_is_there(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", text, re.MULTILINE)
    assert [one or other for one, other in targets if f"\n{one or other}:" not in makefile] == []
    for line in re.findall(r"dutylist(?: --[\w-]+ \d+)* [a-z]+ [^`\n]*", text):
        words = line.split()
        command = next((one for name, one in COMMANDS.items() if name in line), None)
        if command is None:
            continue
        known = {name for param in [*command.params, *cli.params] for name in param.opts}
        wrong = [word for word in words if word.startswith("--") and word not in known]
        assert wrong == [], line


def test_every_quick_test_is_there() -> None:
    quick = re.search(
        r"^QUICK := (.*?[^\\])\n", (ROOT / "Makefile").read_text("utf-8"), re.M | re.S
    )
    assert quick
    names = quick[1].replace("\\\n", " ").split()
    assert [name for name in names if not (ROOT / f"tests/test_{name}.py").is_file()] == []


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / f"test_{name}.py").is_file()] == []


def test_clean_removes_all_that_git_is_told_to_leave_out() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    removed = makefile.partition("\nclean:\n")[2].split()
    made = (ROOT / ".gitignore").read_text("utf-8").split()
    assert [name for name in made if name.strip("/") not in removed] == []
