"""Lists of several townships in one file: a record names one township, and the others are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.read import read_duty_list
from tests.test_rows_begun_above import HEAD, ONE, printed

Titled = Sequence[tuple[str, str]]
"""Each list's title and what stands below it."""

TOLD = "不止一个乡镇的清单"


def as_text(path: Path, lists: Titled) -> Path:
    parts = []
    for title, below in lists:
        parts += [title, *([below] if below else []), "\t".join(HEAD), "\t".join(ONE), ""]
    path.with_suffix(".txt").write_text("\n".join(parts), "utf-8")
    return path.with_suffix(".txt")


def as_workbook(path: Path, lists: Titled) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for at, (title, below) in enumerate(lists, 1):
        sheet = book.create_sheet(f"清单{at}")
        for row in ([title], [below], HEAD, ONE):
            sheet.append(list(row))
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("write", [as_text, as_workbook])
@pytest.mark.parametrize(
    "lists",
    [
        [("青山县柳河镇配合履职事项清单", ""), ("青山县白云乡配合履职事项清单", "")],
        [("青山县配合履职事项清单", "柳河镇"), ("青山县配合履职事项清单", "白云乡")],
    ],
    ids=["in titles", "on lines of their own"],
)
def test_lists_of_two_townships_are_told(
    write: Callable[[Path, Titled], Path], lists: Titled, tmp_path: Path
) -> None:
    """They were all said to be the first one's."""
    found = read_duty_list(write(tmp_path / "清单", lists))
    assert found.township == "柳河镇"
    (note,) = [note for note in found.notes if TOLD in note.text]
    assert "“柳河镇”" in note.text
    assert "“白云乡”" in note.text


def test_so_is_a_heading_within_a_table(tmp_path: Path) -> None:
    two = ("2", *ONE[1:])
    found = printed(tmp_path / "list.pdf", [[HEAD, ("甲镇",), ONE, ("白云乡",), two]], closed=True)
    (note,) = [note for note in found.notes if TOLD in note.text]
    assert "“白云乡”（第 1 页）" in note.text


@pytest.mark.parametrize("write", [as_text, as_workbook])
@pytest.mark.parametrize(
    "lists",
    [
        [("柳河镇基本履职事项清单", ""), ("青山县柳河镇配合履职事项清单", "")],
        [("柳河镇配合履职事项清单", "青山县"), ("乡镇配合履职事项清单", "柳河镇人民政府")],
    ],
)
def test_lists_of_one_township_are_not(
    write: Callable[[Path, Titled], Path], lists: Titled, tmp_path: Path
) -> None:
    found = read_duty_list(write(tmp_path / "清单", lists))
    assert not any(TOLD in note.text for note in found.notes)


def test_a_place_named_below_the_last_table_is_not(tmp_path: Path) -> None:
    path = as_text(tmp_path / "清单", [("柳河镇配合履职事项清单", "")])
    path.write_text(path.read_text("utf-8") + "白云乡\n", "utf-8")
    assert not any(TOLD in note.text for note in read_duty_list(path).notes)
