"""A PDF file's lines outside the tables with characters that the file does not tell."""

from __future__ import annotations

from pathlib import Path

from dutylist.extract.read import read_duty_list

TITLE = Path(__file__).parent / "cases/untold/title.pdf"
"""By reportlab: 埇, of private use in its font, stands in the title and in a row."""


def test_a_doubtful_character_of_a_title_is_marked() -> None:
    found = read_duty_list(TITLE)
    title = found.lists[0].title
    notes = [note.text for note in found.notes if note.page == 1 and "表外文字有字" in note.text]
    marked = f"{title[:3]}【{title[3]}】{title[4:]}"
    assert title == "青禾县埇桥镇基本履职事项清单" or notes == [
        f"表外文字有字识别没有把握，请对照原件：{marked}"
    ]
