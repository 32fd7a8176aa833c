"""What a shell and a person at it are told: help, completion, the manual page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dutylist.app.cli import cli

PROGRAM = Path(sys.executable).parent / "dutylist"


Words = tuple[str, ...]


def commands(group: click.Group, path: Words = ()) -> Iterator[tuple[Words, click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(cli))


def told(*arguments: str) -> str:
    """What the installed program prints, in a shell that speaks English."""
    environment = {**os.environ, "LANG": "en_US.UTF-8", "LANGUAGE": "en"}
    run = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return run.stdout


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_complete_and_chinese(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert re.search("[一-鿿]", command.help or ""), "no help"
    assert re.search("^ *例.*：", command.help or "", re.MULTILINE) or path == ("schema",)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert re.search("[一-鿿]", parameter.help or ""), parameter.name
    shown = told(*path, "--help")
    words = re.sub(r"[-\w]*\.\w+|--?[a-z-]+", "", shown)
    assert not re.search(r"\b(Usage|Options|Commands|Show this message|default|required)\b", words)


def completions(line: str) -> list[str]:
    """What bash offers after a line, by the script of `dutylist completion bash`."""
    words = line.split(" ")
    script = f"""
        export PATH={PROGRAM.parent}:$PATH
        eval "$(dutylist completion bash)"
        COMP_WORDS=({" ".join(repr(word) for word in words)})
        COMP_CWORD={len(words) - 1}
        _dutylist_completion dutylist 2>/dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_completion_in_bash() -> None:
    assert {"extract", "check", "batch", "query", "matrix"} <= set(completions("dutylist "))
    assert completions("dutylist quer") == ["query"]
    assert {"duties", "wordings", "counts"} <= set(completions("dutylist query "))
    assert "--scheduler" in completions("dutylist batch --s")
    assert completions("dutylist query counts --by d") == ["department"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, tmp_path: Path) -> None:
    text = told("completion", shell)
    assert f"_DUTYLIST_COMPLETE={shell}_complete" in text
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(text)
        subprocess.run([shell, "-n", script], check=True)


def test_manual_page_has_all_commands_and_options() -> None:
    page = told("man")
    text = page.replace(r"\:", "").replace(r"\-", "-").replace(r"\&", "").replace(r"\e", "\\")
    assert page.startswith(".TH DUTYLIST 1")
    for path, command in ALL.items():
        assert f".SS dutylist {' '.join(path)}" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert re.search(rf"^\.B .*{parameter.opts[0]}\b", text, re.MULTILINE)
    assert not re.search(r"^[.'](?!(TH|SH|SS|PP|TP|B|nf|fi|ad)\b)", page, re.MULTILINE)
