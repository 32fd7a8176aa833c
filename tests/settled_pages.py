"""Typst sets a document again until its pages and what is asked of them agree, five times at the
most. One that does not settle shows what an earlier try has asked: a row said to go on that does
not."""

from __future__ import annotations

from typing import Any

import pytest
import typst


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is set to the test's end must settle."""

    def compiled(*source: Any, **options: Any) -> Any:
        result, warnings = typst.compile_with_warnings(*source, **options)
        assert [one.message for one in warnings if "converge" in one.message] == []
        return result

    monkeypatch.setattr(typst, "compile", compiled)
