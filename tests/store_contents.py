"""All that a store holds, independent of the order in which it was written."""

from __future__ import annotations

import sqlite3
from typing import Any

from dutylist.app.batch.store import load_list
from dutylist.records.model import DutyList


def stored_records(store: sqlite3.Connection) -> dict[str, DutyList]:
    """The store's lists by the digest of their content."""
    lists = store.execute("SELECT sha256, id FROM list").fetchall()
    return {sha256: load_list(store, list_id) for sha256, list_id in lists}


def contents(store: sqlite3.Connection) -> dict[str, list[Any]]:
    """All rows, with contents' digests for the ids that depend on the order of writing."""
    whole = {
        "list": "SELECT sha256, reader, title, region, issued, head FROM list",
        "file": "SELECT path, sha256 FROM file JOIN list ON list.id = list",
        "duty": "SELECT sha256, table_number, position, kind, number, category, text, page, record"
        " FROM duty JOIN list ON list.id = list JOIN wording ON wording.id = wording",
        "department": "SELECT sha256, table_number, duty.position, d.position, department, mark"
        " FROM duty_department d JOIN duty ON duty.id = duty JOIN list ON list.id = list",
        "finding": "SELECT sha256, position, code, level, place, message"
        " FROM finding JOIN list ON list.id = list",
        "failure": "SELECT * FROM failure",
    }
    return {name: sorted(store.execute(query), key=repr) for name, query in whole.items()}
