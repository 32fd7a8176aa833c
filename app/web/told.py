"""What the clerk says once of all files that are read: what columns hold, what private characters
are, and whether tables that only look like lists are taken in. Kept in the data folder as files
that the command line reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from dutylist.extract.lists.choices import ROLE_NAMES, Choices, load_characters, load_columns
from dutylist.records.errors import DutyListError
from dutylist.records.model import Role
from dutylist.records.text import squeezed
from dutylist.render.files import write_file

COLUMNS = "columns.toml"
CHARACTERS = "characters.toml"
TAKE_ALL = "take-all"
"""A file whose being there says that all tables are to be taken in."""

MOST_TOLD = 1 << 20
"""Bytes of a file with what was said: more than all private characters there are."""

LONGEST_HEADER = 60
"""Characters of a column's head."""


Told = TypeVar("Told")


def told_by(folder: Path) -> Choices:
    """What was said so far; nothing where its file was changed into what is not understood."""
    return Choices(
        (folder / TAKE_ALL).is_file(),
        _told_in(load_columns, folder / COLUMNS),
        characters=_told_in(load_characters, folder / CHARACTERS),
    )


def _told_in(load: Callable[[Path], dict[str, Told]], path: Path) -> dict[str, Told]:
    try:
        return load(path)
    except DutyListError:
        return {}


def tell_column(folder: Path, header: str, name: str) -> None:
    """Say what columns with this head hold, by a name of ROLE_NAMES; "" takes it back."""
    roles: dict[str, Role] = dict(told_by(folder).roles)
    key = squeezed(header)[:LONGEST_HEADER]
    if name:
        roles[key] = ROLE_NAMES[name]
    else:
        roles.pop(key, None)
    _write_roles(folder, roles)


def tell_characters(folder: Path, characters: Mapping[str, str]) -> None:
    """Say what private characters are; "" takes it back."""
    meant = {**told_by(folder).characters, **characters}
    _write(folder, CHARACTERS, {code_name(one): said for one, said in meant.items() if said})


def code_name(character: str) -> str:
    """U+E5E0"""
    return f"U+{ord(character):04X}"


def bring_told(folder: Path, brought: Path) -> None:
    """Take over what another office has said, in the folder `brought`, of what nothing was said
    here. Raises DutyListError where that is not understood."""
    here = told_by(folder)
    roles = load_columns(brought / COLUMNS) if (brought / COLUMNS).exists() else {}
    characters = load_characters(brought / CHARACTERS) if (brought / CHARACTERS).exists() else {}
    new = {one[:LONGEST_HEADER]: role for one, role in roles.items() if one not in here.roles}
    if new:
        _write_roles(folder, {**here.roles, **new})
    if characters:
        tell_characters(folder, {**characters, **here.characters})


def tell_take_all(folder: Path, take_all: bool) -> None:
    """Say whether tables that only look like lists are to be taken in."""
    if take_all:
        (folder / TAKE_ALL).touch()
    else:
        (folder / TAKE_ALL).unlink(missing_ok=True)


def _write_roles(folder: Path, roles: Mapping[str, Role]) -> None:
    names = {role: name for name, role in ROLE_NAMES.items()}
    _write(folder, COLUMNS, {text: names[role] for text, role in roles.items()})


def _write(folder: Path, name: str, told: Mapping[str, str]) -> None:
    lines = [f"{_quoted(text)} = {_quoted(meant)}\n" for text, meant in sorted(told.items())]
    write_file(folder, name, "".join(lines).encode())


def _quoted(text: str) -> str:
    """A text as a TOML string, whatever signs it has."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign for sign in escaped if sign.isprintable()) + '"'
