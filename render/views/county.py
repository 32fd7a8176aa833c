"""A department's duties over all townships of a county, as a report."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.compare.county import CountyDuty, OfficeBook, Variant, Where
from dutylist.records.model import KIND_NAMES
from dutylist.render.views.lines import Run, new_runs
from dutylist.render.views.report import Column, Report, Section, cell

WHERE_NAMES: dict[Where, str] = {
    "name": "事项名称",
    "category": "类别",
    "departments": "部门栏",
    "department duties": "部门职责",
    "township duties": "乡镇职责",
    "takeover": "工作方式",
}

_MATRIX_TOWNSHIPS = 14
"""Townships side by side in a matrix: columns of two or three characters' width on landscape A4."""


def county_report(book: OfficeBook) -> Report:
    """Duty by duty: which townships have it, who acts, what it says, where townships differ; then
    the matrix."""
    whole = len(book.townships)
    differing = sum(bool(duty.variants) for duty in book.duties)
    return Report(
        f"{book.office}履职事项汇总",
        f"乡镇 {whole} 个，涉及事项 {len(book.duties)} 项，各乡镇文字不同的 {differing} 项",
        (_overview(book), _texts(book), *_differences(book), *_matrices(book)),
    )


def _overview(book: OfficeBook) -> Section:
    columns = (
        Column("序号", 5),
        Column("清单", 9),
        Column("事项", 28),
        Column("有此事项的乡镇", 12),
        Column("没有此事项的乡镇", 22),
        Column("承担部门", 24),
    )
    rows = tuple(
        (
            cell(str(number)),
            cell(KIND_NAMES[duty.kind]),
            cell(duty.name),
            cell(f"{len(book.townships) - len(duty.missing)}/{len(book.townships)}"),
            cell("、".join(duty.missing)),
            cell("、".join(duty.offices)),
        )
        for number, duty in enumerate(book.duties, start=1)
    )
    return Section("一、事项一览", (), columns, rows)


def _texts(book: OfficeBook) -> Section:
    columns = (Column("序号", 5), Column("事项", 20), Column("部门", 40), Column("乡镇", 35))
    rows = tuple(
        (
            cell(str(number)),
            cell(duty.name),
            cell(_usual(duty, ("department duties", "takeover"))),
            cell(_usual(duty, ("township duties",))),
        )
        for number, duty in enumerate(book.duties, start=1)
    )
    return Section("二、多数乡镇的文字", (), columns, rows)


def _usual(duty: CountyDuty, wheres: tuple[Where, ...]) -> str:
    return "\n".join(text for where, text in duty.texts if where in wheres and text)


def _differences(book: OfficeBook) -> Iterator[Section]:
    columns = (
        Column("序号", 5),
        Column("事项", 20),
        Column("何处", 9),
        Column("乡镇", 18),
        Column("与多数乡镇不同的文字", 48),
    )
    rows = tuple(
        (
            cell(str(number)),
            cell(duty.name),
            cell(WHERE_NAMES[variant.where]),
            cell("、".join(variant.townships)),
            _both(variant),
        )
        for number, duty in enumerate(book.duties, start=1)
        for variant in duty.variants
    )
    said = ("删除线：多数乡镇有，这里没有；下划线：这里有，多数乡镇没有。",)
    if rows:
        yield Section("三、各乡镇文字不同之处", said, columns, rows)


def _both(variant: Variant) -> tuple[Run, ...]:
    """The text of most and the township's own in one, marked."""
    if not variant.wording.new:
        return (Run("（没有写）"),)
    return tuple(
        Run(part.text, "" if part.kind == "equal" else part.kind)
        for part in variant.wording.segments
    ) or new_runs(variant.wording)


def _matrices(book: OfficeBook) -> Iterator[Section]:
    for first in range(0, len(book.townships), _MATRIX_TOWNSHIPS):
        shown = book.townships[first : first + _MATRIX_TOWNSHIPS]
        columns = (
            Column("序号", 5),
            Column("事项", 30),
            *(Column(township, 65 // len(shown)) for township in shown),
        )
        rows = tuple(
            (
                cell(str(number)),
                cell(duty.name),
                *(
                    cell("—" if place is None else str(place or "有"))
                    for _, place in duty.places[first : first + _MATRIX_TOWNSHIPS]
                ),
            )
            for number, duty in enumerate(book.duties, start=1)
        )
        part = f"（{first // _MATRIX_TOWNSHIPS + 1}）" if len(book.townships) > len(shown) else ""
        yield Section(f"四、事项与乡镇对照{part}（各乡镇的序号）", (), columns, rows)
