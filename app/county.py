"""The lists of a county's townships, from a folder or a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dutylist.app.batch.files import find_files
from dutylist.app.terminal import say
from dutylist.records.errors import DutyListError, EmptyListError, FileMissingError
from dutylist.records.model import DutyList


def township_lists(source: Path, target: Path, read: Callable[[Path], DutyList]) -> list[DutyList]:
    """The townships' lists below a folder, or in a store that batch wrote. A file that is no list
    is told and left out; so are departments' own lists. Files below `target` are ours.

    Raises FileMissingError, and EmptyListError where there is none.
    """
    found = _stored(source) if source.is_file() else _below(source, target, read)
    townships = [one for one in found if one.side == "township"]
    if len(townships) < len(found):
        say(f"部门自己的清单 {len(found) - len(townships)} 份没有用上。", err=True)
    if not townships:
        raise EmptyListError("没有乡镇的清单", "请核对文件夹", file=str(source))
    return townships


def _below(folder: Path, target: Path, read: Callable[[Path], DutyList]) -> list[DutyList]:
    if not folder.is_dir():
        raise FileMissingError("找不到这个文件夹", "请核对文件夹的名称", file=str(folder))
    ours = target.resolve()
    lists = []
    for path in find_files(folder):
        if ours != folder.resolve() and ours in path.parents:
            continue
        try:
            lists.append(read(path))
        except DutyListError as error:
            say(f"没有读入：{error}", err=True)
    return lists


def _stored(path: Path) -> list[DutyList]:
    from dutylist.app.batch.store import load_list, open_store

    with open_store(path) as store:
        numbers = [row[0] for row in store.execute("SELECT id FROM list ORDER BY id")]
        return [load_list(store, number) for number in numbers]
