"""Where the duties of a letter stand: each list's name once, its numbers together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dutylist.compare.editions import compare_editions, compare_several
from dutylist.compare.model import Comparison
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import DutyList, Kind
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.notice import department_view, notice_view
from dutylist.render.views.places import listed_places, places
from tests.small_list import list_text

POLICE = "宁远县公安局"


def edition(
    worded: str, *, township: str = "青禾镇", kind: Kind = "cooperative", **changed: object
) -> DutyList:
    """Nine duties of one office; `worded` is in each clause. `changed` are fields of the duties
    by their place (at_2)."""
    rows = tuple(
        (
            *(str(number), "平安法治", f"{'甲乙丙丁戊己庚辛壬'[number - 1]}类场所安全检查", POLICE),
            *(f"1.县公安局负责{worded}第{number}类场所。", f"1.{township}开展巡查。"),
        )
        for number in range(1, 10)
    )
    read = duty_list_of(read_text(list_text(rows).replace("青禾镇", township), "清单.txt"))
    (table,) = read.lists
    duties = tuple(
        replace(duty, **changed.get(f"at_{place}", {}))  # type: ignore[arg-type]
        for place, duty in enumerate(table.duties, 1)
    )
    return replace(read, lists=(replace(table, kind=kind, duties=duties),))


def without(read: DutyList, *numbers: int) -> DutyList:
    (table,) = read.lists
    kept = tuple(duty for at, duty in enumerate(table.duties, 1) if at not in numbers)
    return replace(read, lists=(replace(table, duties=kept),))


def reworded(old: DutyList, *numbers: int) -> DutyList:
    """The list with another name of these duties."""
    (table,) = old.lists
    duties = tuple(
        replace(duty, name=longer(duty.name), cells=tuple(map(longer, duty.cells)))
        if at in numbers
        else duty
        for at, duty in enumerate(table.duties, 1)
    )
    return replace(old, issued="2026-07", lists=(replace(table, duties=duties),))


def longer(text: str) -> str:
    return text.replace("安全检查", "安全检查和宣传")


def letter(comparison: Comparison) -> list[str]:
    view = comparison_view(comparison)
    paragraphs = notice_view(comparison, view, department_view(comparison, view, POLICE)).paragraphs
    return [it.text for it in paragraphs if it.text[:2] in ("1.", "2.", "3.")]


def test_the_lists_name_is_said_once() -> None:
    old = edition("查处")
    assert letter(compare_editions(old, reworded(old, 1, 3, 4, 5, 8))) == [
        "1.事项名称调整：配合履职第1、3—5、8项。"
    ]


def test_what_is_no_more_is_told_by_its_old_number_and_the_rest_by_the_new() -> None:
    old = edition("查处")
    new = without(reworded(old, 6, 7, 9), 2, 3)
    (table,) = new.lists
    shifted = tuple(replace(duty, number=at) for at, duty in enumerate(table.duties, 1))
    new = replace(new, lists=(replace(table, duties=shifted),))
    assert letter(compare_editions(old, new)) == [
        "1.取消事项：原配合履职第2、3项。",
        "2.事项名称调整：配合履职第4、5、7项。",
    ]


def test_a_duty_without_a_number_is_told_by_its_row_and_a_label_as_it_is_printed() -> None:
    none, label = {"number": None}, {"number": None, "label": "A-03"}
    old = edition("查处", at_2=none, at_4=label, at_5=none)
    found = compare_editions(old, reworded(old, 1, 2, 3, 4, 5))
    assert letter(found) == ["1.事项名称调整：配合履职第1、3、A-03项，配合履职第2、5行。"]
    changed = [at for at, one in enumerate(found.changes) if one.kinds != ("same",)]
    assert places(found, changed) == "配合1、3、A-03，第2、5行"


@pytest.mark.parametrize("kind", ["basic", "recalled"])
def test_lists_are_told_apart(kind: Kind) -> None:
    old = edition("查处")
    other = edition("审批", kind=kind)
    both = replace(old, lists=(*old.lists, *other.lists))
    new = replace(
        both, issued="2026-07", lists=(*reworded(old, 2, 3).lists, *reworded(other, 5).lists)
    )
    found = compare_editions(both, new)
    groups = listed_places(found, range(len(found.changes)))
    assert len(groups) == 2
    assert groups[0] == "配合履职第1—9项"
    assert groups[1].endswith("第1—9项")
    assert groups[0][:2] != groups[1][:2]


def test_of_several_old_lists_each_is_named() -> None:
    first, second = edition("查处"), edition("审批", township="红旗镇")
    found = compare_several((first, second), without(first, *range(1, 10)))
    assert listed_places(found, range(len(found.changes))) == (
        "原青禾镇配合履职第1—9项",
        "原红旗镇配合履职第1—9项",
    )
    assert places(found, range(len(found.changes))) == "原青禾镇配合1—9；原红旗镇配合1—9"
