"""Emphasis dots, readings and notes (ruby) beside words are none of the text; that is told once."""

from __future__ import annotations

import pytest

from tests.test_cases_pdf import files, read, row_of, wanted_layout

TOLD = {
    "chromium-dots.pdf": "字旁的着重号没有读入",
    "chromium-readings.pdf": "字上的注音没有读入：“xiàoyuán”",
    "chromium-notes-upright.pdf": "字上加注的小字没有读入：“平安”",
    "reportlab-notes.pdf": "字上加注的小字没有读入：“治安农事”",
    "reportlab-notes-untold.pdf": "字上加注的小字没有读入：4 个字",
    "writer-readings.pdf": "字上的注音没有读入：“xiàoyuán”",
}


@pytest.mark.parametrize("name", files("small_text"))
def test_what_is_set_small_beside_words_is_left_out_and_told(name: str) -> None:
    found = read("small_text", name)
    rows = [row_of(table.kind, duty) for table in found.lists for duty in table.duties]
    assert rows == wanted_layout(name, "small_text")
    notes = [note.text for note in found.notes if "没有说明是什么字" not in note.text]
    assert notes == [TOLD[name]]
