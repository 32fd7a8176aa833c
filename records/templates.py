"""Where the templates stand that staff can edit: the office's own folder, the program's."""

from __future__ import annotations

import os
from pathlib import Path

from dutylist.records.errors import FileMissingError

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"

OWN_TEMPLATES = "DUTYLIST_TEMPLATES"
"""The environment's name for a folder with templates of the office's own."""


def template(name: str) -> Path:
    """A template by its file's name: the office's own where there is one, or the program's."""
    # Words are asked for thousands of times: only an office's own folder is looked into.
    *own, ours = template_folders()
    found = (folder / name for folder in own)
    return next((path for path in found if path.is_file()), ours / name)


def template_folders() -> list[Path]:
    """Where templates are looked for, the office's own first.

    Raises FileMissingError where the environment names a folder that there is not.
    """
    own = os.environ.get(OWN_TEMPLATES)
    if not own:
        return [TEMPLATES]
    if not Path(own).is_dir():
        raise FileMissingError(
            f"没有这个文件夹（环境变量 {OWN_TEMPLATES}）", "请核对文件夹的名称", file=own
        )
    return [Path(own), TEMPLATES]
