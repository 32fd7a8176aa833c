"""Townships that have another name, were merged or taken into another: what their lists can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_several
from dutylist.compare.model import Comparison, Rename
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList
from dutylist.render.views.comparison import comparison_view
from tests.found_changes import read_rows
from tests.test_compare_reforms import OLD_ROWS

THREE = ("老台乡", "新地乡", "石门乡")


def list_of(township: str, year: int, first: int = 0) -> DutyList:
    edition = read_rows(OLD_ROWS[first:], year)
    return replace(
        edition,
        region=(*edition.region[:-1], f"吉木萨尔县{township}"),
        township=township,
        lists=tuple(
            replace(table, title=table.title.replace("三台镇", township)) for table in edition.lists
        ),
    )


def book_of(*townships: str, year: int) -> DutyList:
    """One file with the tables of several townships."""
    first, *others = (list_of(one, year) for one in townships)
    return replace(first, lists=(*first.lists, *(one.lists[0] for one in others)))


def compared(olds: Sequence[str], new: str) -> Comparison:
    return compare_several(
        [list_of(one, 2025, at) for at, one in enumerate(olds)], list_of(new, 2026)
    )


def of_townships(comparison: Comparison) -> list[Rename]:
    return [one for one in comparison.renames if one.subject == "township"]


@pytest.mark.parametrize(
    ("olds", "new", "kind", "gone", "label"),
    [
        (("老台乡", "新地乡"), "新台镇", "merged", ("老台乡", "新地乡"), "乡镇合并"),
        (THREE, "新台镇", "merged", THREE, "乡镇合并"),
        (("老台乡", "新地乡"), "老台乡", "absorbed", ("新地乡",), "乡镇并入"),
        (("老台乡",), "老台镇", "renamed", ("老台乡",), "乡镇更名"),
        (("老台乡",), "老台街道", "renamed", ("老台乡",), "乡镇更名"),
        (("老台乡",), "新台镇", "became", ("老台乡",), "乡镇更名或合并"),
    ],
)  # fmt: skip
def test_townships_are_said_to_be_merged_renamed_or_one_of_both(
    olds: tuple[str, ...], new: str, kind: str, gone: tuple[str, ...], label: str
) -> None:
    comparison = compared(olds, new)
    (rename,) = of_townships(comparison)
    assert (rename.kind, rename.old, rename.new) == (kind, gone, (new,))
    told = {one.label: one.text for one in comparison_view(comparison).findings}
    assert told[label] == f"{'、'.join(gone)} → {new}"
    assert [one for one in told if one.startswith("乡镇")] == [label]


def test_a_township_of_the_same_name_has_no_finding() -> None:
    assert not of_townships(compared(("老台乡",), "老台乡"))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (("石门乡", "新台镇"), [("became", ("老台乡",), ("新台镇",))]),
        (("青羊乡", "新台镇"), []),
        (("老台乡", "石门乡"), []),
    ],
)
def test_of_two_books_only_the_one_that_is_left_may_be_the_one_that_is_new(
    now: tuple[str, str], told: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    old = book_of("老台乡", "石门乡", year=2025)
    comparison = compare_several([old], book_of(*now, year=2026))
    assert [(one.kind, one.old, one.new) for one in of_townships(comparison)] == told


def test_the_old_townships_duties_are_counted_apart_and_their_places_told_together() -> None:
    view = comparison_view(compared(("老台乡", "新地乡"), "新台镇"))
    counts = [(one.label, one.number) for one in view.counts[:4]]
    assert counts[0][1] == 29
    assert counts[1:3] == [("其中老台乡", 15), ("其中新地乡", 14)]
    (place,) = (one.text for one in view.findings if one.label == "封面地名")
    assert "老台乡；" in place
    assert "新地乡”改为“" in place
    alone = comparison_view(compared(("老台乡",), "老台镇"))
    assert not [one for one in alone.counts if one.label.startswith("其中")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("实行村账{}代理，规范财务", "reworded"),
        ("接受{}党委领导，规范财务", "same"),
    ],
)
def test_the_townships_kind_within_a_word_is_a_change_of_its_own(text: str, kind: str) -> None:
    def edition(name: str, was: str, year: int) -> DutyList:
        rows = [("1", f"办好{was}党委交办的事"), ("2", "开展党员教育"), ("3", text.format(was))]
        lines = "\n".join("\t".join(row) for row in rows)
        head = f"{name}基本履职事项清单\n{year}年7月\n序号\t事项名称\n"
        return duty_list_of(read_text(head + lines, f"{year}.txt"))

    old, new = edition("老台镇", "镇", 2025), edition("老台街道", "街道", 2026)
    changes = compare_several([old], new).changes
    assert [change.kinds for change in changes] == [("same",), ("same",), (kind,)]
