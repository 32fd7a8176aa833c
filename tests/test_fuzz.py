"""A hundred of the mutated files of `make fuzz`: all told, none silently wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz import INTERNAL, SILENT, fuzz


def test_a_hundred_mutated_files(monkeypatch: pytest.MonkeyPatch) -> None:
    # The bounded process imports the bench by name.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    # What is converted or recognised takes seconds a file: left to `make fuzz`.
    judged = fuzz(105, slow=False)
    assert len(judged) == 105
    assert len({one.format for one in judged}) == 14
    assert [one for one in judged if one.outcome in (SILENT, INTERNAL)] == []
