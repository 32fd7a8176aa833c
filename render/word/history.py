"""The history as a Word document: landscape A4, the whole list, offices, duties, every change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.render.views.comparison import COMPARISON_COLUMNS
from dutylist.render.views.history import HistoryView, LifeView
from dutylist.render.views.lines import Run, Side, ViewLine, kept_together
from dutylist.render.word.comparison import (
    append_table,
    headed_columns,
    landscape_document,
    lines_table,
    text_table,
)
from dutylist.render.word.package import saved

# mm on landscape A4.
_WIDTH = 253


def history_docx(view: HistoryView) -> bytes:
    """The bytes of the .docx file."""
    document = landscape_document(view.title, view.region)
    document.add_paragraph(view.title, style="对照 标题")
    document.add_paragraph(view.region, style="对照 副题")
    document.add_paragraph(f"（{' — '.join(view.names)}）", style="对照 副题")
    document.add_paragraph("一、整个清单", style="对照 节")
    append_table(document, _whole_list(view))
    for step in view.steps:
        document.add_paragraph(
            f"{step.old_name} → {step.new_name}：{step.summary}。", style="对照 说明"
        )
        for one in step.findings:
            places = f"（{one.places}）" if one.places else ""
            document.add_paragraph(f"{one.label}：{one.text}{places}", style="对照 说明")
    document.add_paragraph("二、各部门", style="对照 节")
    names = len(view.names)
    each = (_WIDTH - 60 - 18 * names) // max(len(view.steps), 1)
    append_table(
        document,
        text_table(
            [
                ("部门", 60),
                *((name, 18) for name in view.names),
                *((f"{step.new_name}的变化", each) for step in view.steps),
            ],
            (
                (
                    one.name + (f"（原{'、'.join(one.former_names)}）" if one.former_names else ""),
                    *(str(number) if number else "" for number in one.counts),
                    *one.steps,
                )
                for one in view.offices
            ),
        ),
    )
    document.add_paragraph("三、每个事项", style="对照 节")
    place = (_WIDTH - 13 - 90) // names
    append_table(
        document,
        text_table(
            [("序号", 13), ("事项", 90), *((name, place) for name in view.names)],
            ((str(life.number), life.name, *_places(life)) for life in view.lives),
        ),
    )
    changed = [
        (life.number, kept_together(list(_lines(life)))) for life in view.lives if life.steps
    ]
    if changed:
        document.add_paragraph("四、逐项变化", style="对照 节")
        document.add_paragraph(f"{view.legend}。", style="对照 说明")
        columns = headed_columns(("旧文", "新文"), COMPARISON_COLUMNS)
        append_table(document, lines_table(columns, changed))
    return saved(document)


def _whole_list(view: HistoryView) -> str:
    lists = [label for label, _ in view.bars[0].parts]
    return text_table(
        [("版次", 60), *((label, 40) for label in lists), ("合计", 40)],
        (
            (bar.name, *(str(number) for _, number in bar.parts), str(bar.total))
            for bar in view.bars
        ),
    )


def _places(life: LifeView) -> Sequence[str]:
    return [
        "，".join(filter(None, (place or "—", mark)))
        for place, mark in zip(life.places, life.marks, strict=True)
    ]


def _lines(life: LifeView) -> Iterator[ViewLine]:
    for step in life.steps:
        yield ViewLine(Side((Run(f"{step.edition}："),), heading=True), Side(), step.what)
        yield from step.lines
