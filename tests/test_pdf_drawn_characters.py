"""Characters that a PDF prints in a line of text without text: as a picture, as outlines."""

from __future__ import annotations

import pytest

from dutylist.extract.lists.duty_list import duty_list_of
from tests.test_cases_pdf import CASES, files, read, read_pdf, right_or_marked, wanted_layout

DRAWN = [name for name in files("drawn") if not name.startswith("sound")]


@pytest.mark.parametrize("name", DRAWN)
def test_each_is_read_from_its_picture_or_marked(name: str) -> None:
    found = read("drawn", name)
    duties = [(table.kind, duty) for table in found.lists for duty in table.duties]
    wanted = wanted_layout(name, "drawn")
    assert len(duties) == len(wanted)
    for row, (kind, duty) in zip(wanted, duties, strict=True):
        assert right_or_marked(row, kind, duty)
    assert ["没有说明是什么字" in note.text for note in found.notes] == [True]


@pytest.mark.parametrize("name", DRAWN)
def test_each_is_marked_without_the_packages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    found = duty_list_of(read_pdf(CASES / "drawn" / name))
    marked = [
        duty.cells[doubt.cell - 1][doubt.start : doubt.end]
        for table in found.lists
        for duty in table.duties
        for doubt in duty.doubts
    ]
    assert "".join(marked) == "�" * (6 if "name" in name or "office" in name else 1)
    assert ["读不出来，已标出" in note.text for note in found.notes] == [True]


def test_icons_before_lines_are_no_characters() -> None:
    found = read("drawn", "sound-chromium-icons.pdf")
    assert not found.notes
    assert not any(duty.doubts for table in found.lists for duty in table.duties)
