"""What the charts show: bars as shares of the longest, each with its number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dutylist.records.department_counts import department_counts
from dutylist.records.model import DutyList, DutyTable


@dataclass(frozen=True)
class Part:
    """A stretch of a bar: `start` and `length` in percent of the longest bar."""

    name: str
    value: int
    start: float
    length: float


@dataclass(frozen=True)
class Bar:
    """One line of a chart. `key` is what a link to its duties needs."""

    label: str
    key: str
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of horizontal bars; `series` names the parts of a bar in order."""

    title: str
    label: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]


def chart(
    title: str, label: str, series: tuple[str, ...], values: list[tuple[str, str, tuple[int, ...]]]
) -> Chart:
    """A chart of (label, key, one value per series)."""
    longest = max((sum(numbers) for _, _, numbers in values), default=0) or 1
    bars = []
    for text, key, numbers in values:
        parts, start = [], 0.0
        for name, number in zip(series, numbers, strict=True):
            length = 100 * number / longest
            parts.append(Part(name, number, round(start, 2), round(length, 2)))
            start += length
        bars.append(Bar(text, key, sum(numbers), tuple(parts)))
    return Chart(title, label, series, tuple(bars))


def categories_chart(title: str, table: DutyTable) -> Chart:
    """The duties of one list by category, in reading order."""
    counts = Counter(duty.category for duty in table.duties)
    return chart(
        title,
        "事项类别",
        ("事项",),
        [(category or "（无类别）", category, (count,)) for category, count in counts.items()],
    )


def departments_chart(duty_list: DutyList) -> Chart:
    """The duties of each department, led, helped and recalled; those with most first."""
    counts = sorted(
        department_counts(duty_list),
        key=lambda one: -(len(one.led) + len(one.helped) + len(one.recalled)),
    )
    return chart(
        "各部门的事项",
        "部门",
        ("牵头", "配合", "收回"),
        [
            (
                one.department.name,
                one.department.name,
                (len(one.led), len(one.helped), len(one.recalled)),
            )
            for one in counts
        ],
    )


def changes_chart(kind_counts: list[dict[str, int | str]]) -> Chart:
    """What changed, by kind of change."""
    return chart(
        "变化一览",
        "变化",
        ("事项",),
        [(str(one["label"]), str(one["label"]), (int(one["number"]),)) for one in kind_counts],
    )


def changed_categories_chart(categories: list[tuple[str, str, dict[str, int]]]) -> Chart:
    """The changed duties of each category by the kinds of their change, one of several kinds under
    each, as they are counted over all; unchanged left out."""
    kinds = list(
        dict.fromkeys(kind for _, _, counts in categories for kind in counts if kind != "未变")
    )
    values = [
        (f"{name} {category}".strip(), category, tuple(counts.get(kind, 0) for kind in kinds))
        for name, category, counts in categories
    ]
    return chart(
        "各类别的变化",
        "清单和类别",
        tuple(kinds),
        [one for one in values if sum(one[2])],
    )
