"""Lists that `dutylist batch` has read become editions on the page: those of another library, and
those in the page's own."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutylist.app.batch.store import load_list
from dutylist.app.library.opening import database_of, open_store, transaction
from dutylist.app.web.jobs import SUFFIXES, shown_name
from dutylist.app.web.store import Store
from dutylist.app.web.stored import NewEdition, insert_edition, listed_by, new_id, now
from dutylist.records.errors import UnknownFormatError
from dutylist.records.json_form import dump_records
from dutylist.records.model import DutyList
from dutylist.render.files import replace_file


def take_over(path: Path, store: Store) -> tuple[int, int]:
    """Take over the lists of another library that are not there yet; how many are new, how many
    were there.

    A list's file is copied where it still lies where it was read, unchanged; else its records
    stand for it. Each list is taken over whole or not at all. Raises FileMissingError,
    UnknownFormatError and CannotWriteError.
    """
    added = present = 0
    library = database_of(path)
    with open_store(library) as lists, open_store(store.database) as own:
        if lists.execute("SELECT count(*) FROM edition").fetchone()[0]:
            raise UnknownFormatError(
                "这是网页的库，里面有更正，不能只放进清单",
                "请用 dutylist serve --data 打开它的文件夹，或在网页上导出全部数据再导入",
                file=str(library),
            )
        for identity, sha256 in lists.execute("SELECT id, sha256 FROM list ORDER BY id").fetchall():
            taken = None
            if store.edition_of_content(sha256) is None:
                taken = _take(lists, identity, sha256, store, _places(lists, identity))
            if taken is None:
                present += 1
                continue
            with transaction(own):
                added += _insert(own, store, taken)
    return added, present


@dataclass(frozen=True)
class Place:
    """Where a list's file lies, and what it is called."""

    path: Path
    name: str


def take_in_own(store: Store) -> int:
    """Make editions of what a batch has read into the page's own library, as when it was killed, or
    the library was a batch's before; how many."""
    with open_store(store.database) as own:
        rows = own.execute(f"SELECT id, sha256 FROM list WHERE {_WITHOUT_EDITION} ORDER BY id")
        return sum(
            take_in(own, sha256, store, _places(own, identity))
            for identity, sha256 in rows.fetchall()
        )


def take_in(own: sqlite3.Connection, sha256: str, store: Store, places: Sequence[Place]) -> bool:
    """Make an edition of a content's list in the page's own library, where it has none yet; whether
    it is one now. Its file is copied from one of the places."""
    row = own.execute(
        f"SELECT id FROM list WHERE sha256 = ? AND {_WITHOUT_EDITION}", (sha256,)
    ).fetchone()
    if row is None:
        return False
    (identity,) = row
    taken = _take(own, identity, sha256, store, places)
    with transaction(own):
        if taken is None:
            # Its records stand for it on the page since its file was not there.
            own.execute("DELETE FROM list WHERE id = ?", (identity,))
        elif _insert(own, store, taken):
            own.execute("UPDATE list SET sha256 = ? WHERE id = ?", (taken.new.sha256, identity))
            own.execute("INSERT INTO edition_rows VALUES (?, ?, 1)", (taken.new.id, identity))
            return True
    return False


_WITHOUT_EDITION = (
    "id NOT IN (SELECT list FROM edition_rows) AND sha256 NOT IN (SELECT sha256 FROM edition)"
)


@dataclass(frozen=True)
class _Taken:
    """A list as an edition; its file lies at `part`, in the page's folder."""

    new: NewEdition
    part: Path
    summary: dict[str, Any]


def _take(
    lists: sqlite3.Connection, identity: int, sha256: str, store: Store, places: Sequence[Place]
) -> _Taken | None:
    """A list as an edition, with its file or its records in the file's place; None where the page
    has those records already."""
    duty_list = load_list(lists, identity)
    records = dump_records(duty_list)
    # Its records stood for it when its file was not there.
    if store.edition_of_content(_digest(records.encode())) is not None:
        return None
    name, suffix, content = _file_of(places, sha256, records)
    new = NewEdition(
        id=new_id(),
        file_name=shown_name(name),
        suffix=suffix,
        size=len(content),
        sha256=_digest(content),
        **listed_by(duty_list, name),
        records=records,
        # Pictures of the pages come with reading the file again.
        pages=(),
    )
    with tempfile.NamedTemporaryFile(dir=store.folder, prefix="part-", delete=False) as file:
        file.write(content)
    return _Taken(new, Path(file.name), _summary(lists, identity, duty_list))


def _insert(own: sqlite3.Connection, store: Store, taken: _Taken) -> bool:
    """Keep an edition and its file, within a transaction: a page that starts meanwhile takes the
    file for no stray one. False where somebody else has done so by now."""
    new = taken.new
    if own.execute("SELECT 1 FROM edition WHERE sha256 = ?", (new.sha256,)).fetchone():
        taken.part.unlink()
        return False
    target = store.file(new.id, new.suffix)
    target.parent.mkdir(exist_ok=True)
    replace_file(taken.part, target)
    insert_edition(own, new, now())
    own.execute("UPDATE edition SET summary = ? WHERE id = ?", (json.dumps(taken.summary), new.id))
    return True


def _places(lists: sqlite3.Connection, identity: int) -> list[Place]:
    rows = lists.execute("SELECT path FROM file WHERE list = ?", (identity,))
    return [Place(Path(path), Path(path).name) for (path,) in rows]


def _file_of(places: Sequence[Place], sha256: str, records: str) -> tuple[str, str, bytes]:
    """Name, suffix and content of a list's file, or its records in their place."""
    for place in places:
        try:
            content = place.path.read_bytes()
        except OSError:
            continue
        if _digest(content) == sha256:
            suffix = next((one for one in SUFFIXES if place.name.lower().endswith(one)), "")
            return place.name, suffix, content
    name = f"{Path(places[0].name).stem}（记录）" if places else "记录"
    return f"{name}.json", ".json", records.encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _summary(lists: sqlite3.Connection, identity: int, duty_list: DutyList) -> dict[str, Any]:
    """The counts that the first page shows, from what the batch has checked already."""
    found = Counter(
        level for (level,) in lists.execute("SELECT level FROM finding WHERE list = ?", (identity,))
    )
    return {
        "version": 1,
        "lists": [[table.kind, len(table.duties)] for table in duty_list.lists],
        "departments": len(duty_list.departments),
        "findings": {level: found[level] for level in ("error", "doubt", "hint")},
        "settled": 0,
        "corrections": 0,
        "lost": 0,
        "as read": 0,
    }
