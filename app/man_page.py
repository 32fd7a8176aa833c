"""The manual page (man) of the whole command line, made from the commands' own help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version

import click


def man_page(command: click.Group, name: str) -> str:
    """The page in roff, UTF-8: what the program is, every command with its options."""
    context = click.Context(command, info_name=name)
    lines = [
        f'.TH {name.upper()} 1 "" "{name} {version(name)}" "履职事项清单"',
        # Chinese has no blanks to stretch.
        ".ad l",
        ".SH 名称",
        f"{name} \\- {_text(command.get_short_help_str(200))}",
        ".SH 用法",
        f".B {name}",
        _text(" ".join(command.collect_usage_pieces(context))),
        ".SH 说明",
        *_prose(command.help or ""),
        ".SH 命令",
        *_commands(command, context),
        *_prose(command.epilog or ""),
    ]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        below = click.Context(command, parent=context, info_name=name)
        usage = " ".join((below.command_path, *command.collect_usage_pieces(below)))
        yield f".SS {_text(usage)}"
        yield from _prose(command.help or "")
        for parameter in command.get_params(below):
            record = parameter.get_help_record(below)
            if record is not None and record[1]:
                yield ".TP"
                yield f".B {_text(record[0])}"
                yield _text(record[1])
        if isinstance(command, click.Group):
            yield from _commands(command, below)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs of a help text; one that begins with \\b keeps its lines."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        yield ".PP"
        if lines[0].strip() == "\b":
            yield ".nf"
            yield from (_text(line) for line in lines[1:])
            yield ".fi"
        else:
            yield from (_text(line.strip()) for line in lines)


def _text(text: str) -> str:
    """Text that roff takes for nothing else, and may break after Chinese punctuation."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    escaped = re.sub("(?<=[，。；：、）])", r"\\:", escaped)
    return "\\&" + escaped if escaped[:1] in (".", "'") else escaped
