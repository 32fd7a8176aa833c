"""What a comparison found, in the words of tests/edits.py."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dutylist.compare.model import Comparison
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from tests.edits import Fact, Look, Row, source_text
from tests.whole_edits import bared

CLAUSE_FACTS = {
    "reworded", "added", "removed", "moved", "exchanged", "split", "merged", "transferred",
}  # fmt: skip


def read_rows(rows: Sequence[Row], year: int, look: Look | None = None) -> DutyList:
    """The rows through the reader, as a township would hand them in."""
    return _read(source_text(rows, year, look), year)


@cache
def _read(text: str, year: int) -> DutyList:
    # Many files of tests begin with the same list.
    return duty_list_of(read_text(text, f"{year}.txt"))


def found_facts(
    comparison: Comparison, old: Sequence[Row], new: Sequence[Row], *, certain: bool = False
) -> set[Fact]:
    """The comparison's findings, those about rows by their uid; `certain`: without what it marks
    as to be checked (待核)."""

    def uids(rows: Sequence[Row]) -> dict[tuple[str, int], str]:
        return {
            (kind, at): row.uid
            for kind in ("basic", "cooperative", "recalled")
            for at, row in enumerate(one for one in rows if one.list == kind)
        }

    before, now = uids(old), uids(new)
    facts: set[Fact] = set()
    for change in comparison.changes:
        if certain and change.unsure:
            continue
        was = [before[one.list, one.position] for one in change.old]
        becomes = [now[one.list, one.position] for one in change.new]
        if "split" in change.kinds:
            facts.add(("split", was[0], frozenset(becomes)))
            continue
        if "merged" in change.kinds:
            facts.add(("merged", frozenset(was), becomes[0]))
            continue
        # A wrong pair is never a true finding.
        uid = (
            (was or becomes)[0] if was == becomes or not was or not becomes else f"{was}={becomes}"
        )
        facts |= {(kind, uid) for kind in change.kinds if kind != "same"}
        if was and becomes and "moved" not in change.kinds:
            facts |= {
                (f"clause {kind}", uid)
                for clause in change.clauses
                for kind in clause.kinds
                if kind in CLAUSE_FACTS and not {"split", "merged"} & set(clause.kinds) - {kind}
            }
    for rename in comparison.renames:
        if certain and rename.doubt:
            continue
        if rename.subject == "township" and rename.kind == "merged":
            facts.add(("townships merged", frozenset(rename.old), *rename.new))
        elif rename.kind == "divided":
            facts.add(("divided", *rename.old, frozenset(rename.new)))
        elif rename.kind == "absorbed":
            facts.add(("absorbed", *rename.old, *rename.new))
        elif rename.kind == "merged":
            facts.add(("merged offices", frozenset(rename.old), *rename.new))
        else:
            name = "renamed" if rename.subject == "department" else f"{rename.subject} renamed"
            facts.add((name, *rename.old, *rename.new))
        if rename.still:
            facts.add(("still", *rename.old))
    if not certain:
        facts |= {("misread", one.old) for one in comparison.misreadings}
    # The edits leave out white space that the real list has here and there.
    facts |= {
        ("throughout", one.why, *_bared(one.why, one.old, one.new))
        for one in comparison.replacements
        if one.why != "space"
    }
    facts |= {("head", one.part) for one in comparison.heads}
    facts |= {(f"office {one.kind}", one.name) for one in comparison.offices}
    return facts


def _bared(why: str, old: str, new: str) -> tuple[str, str]:
    return bared(old, new) if why == "wording" else (old, new)
