"""Whose clause it is, measured against a reading by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from tests.attribution_truth import measure

DATA = Path(__file__).parent / "data"
OTHERS = sorted([*(DATA / "other").glob("*.toml"), *(DATA / "heldout").glob("*.toml")])


def test_real_list() -> None:
    found = measure(read_duty_list(DATA / "santai-2025.txt"), DATA / "attribution.toml")
    assert found.trees == ()
    assert found.clauses >= 390
    assert found.right / found.clauses >= 0.995, found.mistakes
    assert found.precision >= 0.995
    assert found.recall >= 0.995
    assert found.certain_wrong == ()
    assert found.answers_right / found.answers >= 0.99


@pytest.mark.parametrize("truth", OTHERS, ids=lambda path: path.stem)
def test_other_places(truth: Path) -> None:
    found = measure(
        read_duty_list(truth.with_name(truth.name.replace(".attribution.toml", ".txt"))), truth
    )
    assert found.trees == ()
    # The others are open: 组织甲、乙开展… leaves it to a person whether 甲 and 乙 do it, too.
    assert found.right / found.clauses >= 0.96, found.mistakes
    assert found.recall >= 0.98
    assert found.certain_wrong == ()
