"""A hundred of the mutated files of `make fuzz`: all told, none silently wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz import INTERNAL, SILENT, fuzz


def test_a_hundred_mutated_files(monkeypatch: pytest.MonkeyPatch) -> None:
    # The bounded process imports the bench by name.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    judged = fuzz(105)
    assert len(judged) == 105
    assert [one for one in judged if one.outcome in (SILENT, INTERNAL)] == []
