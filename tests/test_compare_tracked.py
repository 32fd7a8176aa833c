"""Tracked changes: accepted they are the new edition, rejected the old one, cell for cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutylist.compare.editions import compare_editions
from dutylist.compare.wording import WordingRules
from dutylist.records.model import DutyList
from dutylist.render.word.tracked import text_segments, tracked_docx
from tests import libreoffice
from tests.edits import base_rows, edited
from tests.found_changes import read_rows
from tests.word_revisions import body_texts

ROWS = base_rows()
OLD = read_rows(ROWS, 2025)


def tables_of(edition: DutyList) -> list[list[list[str]]]:
    return [
        [list(table.headers), *(list(duty.cells) for duty in table.duties)]
        for table in edition.lists
    ]


def titles_of(edition: DutyList) -> list[str]:
    titles = [table.title for table in edition.lists]
    return [text for text in (*edition.region, edition.title, edition.issued, *titles) if text]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_accepted_is_the_new_edition_and_rejected_the_old(seed: int, count: int) -> None:
    new = read_rows(edited(ROWS, seed, count).rows, 2026)
    data = tracked_docx(compare_editions(OLD, new))
    assert body_texts(data, accept=True) == (titles_of(new), tables_of(new))
    assert body_texts(data, accept=False) == (titles_of(OLD), tables_of(OLD))


def test_a_list_that_comes_or_goes_does_so_whole() -> None:
    without = DutyList(OLD.title, OLD.region, "2026-07", (), OLD.lists[:2], OLD.departments)
    for old, new in ((OLD, without), (without, OLD)):
        data = tracked_docx(compare_editions(old, new))
        assert body_texts(data, accept=True) == (titles_of(new), tables_of(new))
        assert body_texts(data, accept=False) == (titles_of(old), tables_of(old))


PARAGRAPHS = st.lists(st.text("甲乙丙丁；。1. ", max_size=12), min_size=1, max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_paragraphs_of_a_cell_come_back_exactly(old: list[str], new: list[str]) -> None:
    segments = text_segments("\n".join(old), "\n".join(new), WordingRules())
    assert "".join(one.text for one in segments if one.kind != "inserted") == "\n".join(old)
    assert "".join(one.text for one in segments if one.kind != "deleted") == "\n".join(new)


@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("accept", [True, False])
def test_libreoffice_accepts_and_rejects_to_the_same_texts(accept: bool, tmp_path: Path) -> None:
    new = read_rows(edited(ROWS, 7, 40).rows, 2026)
    source = tmp_path / "tracked.docx"
    source.write_bytes(tracked_docx(compare_editions(OLD, new)))
    target = tmp_path / "result.docx"
    command = ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges"
    libreoffice.work(source, target, command, tmp_path / "profile")
    wanted = new if accept else OLD
    assert body_texts(target.read_bytes(), accept=accept) == (titles_of(wanted), tables_of(wanted))
