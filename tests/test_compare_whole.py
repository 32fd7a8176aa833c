"""All that a comparison says of two editions, word for word: each folder of cases/told has the old
lists, the new one, and what is told.

`told.json` is the comparison, `decisions.toml` what a person is asked. RENEW_CASES=1 writes what is
told now, for its difference to be looked at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dutylist.compare.decisions import decisions_text, parse_decisions
from dutylist.compare.editions import compare_several
from dutylist.compare.json_form import comparison_json
from dutylist.compare.mirror import mirror
from dutylist.compare.model import Comparison
from dutylist.extract.read import read_duty_list
from tests.whole import kept, whole

TOLD = Path(__file__).parent / "cases" / "told"
CASES = sorted(path.name for path in TOLD.iterdir())


@cache
def told(case: str) -> Comparison:
    """The comparison of a case."""
    folder = TOLD / case
    olds = [read_duty_list(path) for path in sorted(folder.glob("old*.txt"))]
    return compare_several(olds, read_duty_list(folder / "new.txt"))


@pytest.mark.parametrize("case", CASES)
def test_everything_that_is_told_of_two_editions(case: str) -> None:
    assert (TOLD / case / "why.md").read_text("utf-8").strip()
    assert kept(TOLD / case / "told.json", whole(told(case)))


def test_the_json_that_is_written_of_two_editions() -> None:
    """Each field of everything that is told stands there."""
    said = comparison_json(told("reform"))
    said["changes"] = [one for one in said["changes"] if one["kinds"] != ["same"]]
    assert kept(TOLD / "reform" / "written.json", said)


@pytest.mark.parametrize("case", CASES)
def test_what_a_person_is_asked_of_two_editions(case: str) -> None:
    text = decisions_text(told(case))
    assert kept(TOLD / case / "decisions.toml", text)
    assert parse_decisions(text).decisions == ()


def test_everything_that_two_sides_say_of_each_other() -> None:
    """cases/told_sides: a pair for each way in which two sides differ, and one that agrees."""
    sides = TOLD.parent / "told_sides"
    township, department = (
        read_duty_list(sides / f"{side}.txt") for side in ("township", "department")
    )
    assert kept(sides / "told.json", whole(mirror([township], [department])))
