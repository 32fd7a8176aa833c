"""Files that somebody made: what each must be read as, or why it must be refused.

A folder of cases/each/ is one: `source.*`, `rows.json` (of every row its category and its cells,
and every note; or the words of the refusal), `why.md` (what made it, what is hard about it) and
`record.json` (all that the record has). Written before the program is run, the record apart;
RENEW_CASES=1 writes what is read now, for its difference to be looked at.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError
from tests.whole import kept, whole_record

EACH = Path(__file__).parent / "cases" / "each"
RENEW = "RENEW_CASES" in os.environ


def read(source: Path) -> dict[str, Any]:
    """What rows.json holds of a source file."""
    try:
        found = read_duty_list(source)
    except DutyListError as error:
        return {"refused": error.problem}
    return {
        "lists": [
            {
                "kind": table.kind,
                "rows": [[duty.category, *duty.cells] for duty in table.duties],
            }
            for table in found.lists
        ],
        "notes": [note.text for note in found.notes],
    }


@pytest.mark.parametrize("case", sorted(path.name for path in EACH.iterdir() if path.is_dir()))
def test_a_case_is_read_as_it_was_written(case: str) -> None:
    folder = EACH / case
    (source,) = folder.glob("source.*")
    found = read(source)
    assert (folder / "why.md").read_text("utf-8").strip()
    rows = folder / "rows.json"
    if RENEW:
        rows.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(rows.read_text("utf-8"))


@pytest.mark.parametrize("case", sorted(path.parent.name for path in EACH.glob("*/record.json")))
def test_the_whole_record_of_a_case_is_as_it_was(case: str) -> None:
    (source,) = (EACH / case).glob("source.*")
    assert kept(EACH / case / "record.json", whole_record(read_duty_list(source)))
