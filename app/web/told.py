"""What the clerk says once of all files that are read: what columns hold, and whether tables that
only look like lists are taken in. Kept in the data folder as a file that the command line reads."""

from __future__ import annotations

from pathlib import Path

from dutylist.extract.lists.choices import ROLE_NAMES, Choices, load_columns
from dutylist.records.errors import DutyListError
from dutylist.records.model import Role
from dutylist.records.text import squeezed
from dutylist.render.files import write_file

COLUMNS = "columns.toml"
TAKE_ALL = "take-all"
"""A file whose being there says that all tables are to be taken in."""

LONGEST_HEADER = 60
"""Characters of a column's head."""


def told_by(folder: Path) -> Choices:
    """What was said so far; nothing where its file was changed into what is not understood."""
    try:
        roles = load_columns(folder / COLUMNS)
    except DutyListError:
        roles = {}
    return Choices((folder / TAKE_ALL).is_file(), roles)


def tell_column(folder: Path, header: str, name: str) -> None:
    """Say what columns with this head hold, by a name of ROLE_NAMES; "" takes it back."""
    roles: dict[str, Role] = dict(told_by(folder).roles)
    key = squeezed(header)[:LONGEST_HEADER]
    if name:
        roles[key] = ROLE_NAMES[name]
    else:
        roles.pop(key, None)
    names = {role: name for name, role in ROLE_NAMES.items()}
    lines = [f"{_quoted(text)} = {_quoted(names[role])}\n" for text, role in sorted(roles.items())]
    write_file(folder, COLUMNS, "".join(lines).encode())


def tell_take_all(folder: Path, take_all: bool) -> None:
    """Say whether tables that only look like lists are to be taken in."""
    if take_all:
        (folder / TAKE_ALL).touch()
    else:
        (folder / TAKE_ALL).unlink(missing_ok=True)


def _quoted(text: str) -> str:
    """A text as a TOML string, whatever signs it has."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign for sign in escaped if sign.isprintable()) + '"'
