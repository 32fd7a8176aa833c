"""The history as a Word document: landscape A4, the whole list, offices, duties, every change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.records.wording import said
from dutylist.render.views.comparison import COMPARISON_COLUMNS
from dutylist.render.views.history import HistoryView, LifeView, OfficeLife
from dutylist.render.views.lines import Run, Side, ViewLine, kept_together
from dutylist.render.views.paper import WIDE
from dutylist.render.word.comparison import (
    append_table,
    headed_columns,
    landscape_document,
    lines_table,
    text_table,
)
from dutylist.render.word.package import saved


# mm on landscape A4.
def history_docx(view: HistoryView) -> bytes:
    """The bytes of the .docx file."""
    document = landscape_document(view.title, view.region)
    document.add_paragraph(view.title, style="对照 标题")
    document.add_paragraph(view.region, style="对照 副题")
    document.add_paragraph(f"（{' — '.join(view.names)}）", style="对照 副题")
    document.add_paragraph(said("history.whole"), style="对照 节")
    append_table(document, _whole_list(view))
    for step in view.steps:
        document.add_paragraph(
            f"{step.old_name} → {step.new_name}：{step.summary}。", style="对照 说明"
        )
        for one in step.findings:
            places = f"（{one.places}）" if one.places else ""
            document.add_paragraph(f"{one.label}：{one.text}{places}", style="对照 说明")
    document.add_paragraph(said("history.offices"), style="对照 节")
    append_table(document, _offices(view))
    document.add_paragraph(said("history.duties"), style="对照 节")
    append_table(document, _duties(view))
    changed = [
        (life.number, kept_together(list(_lines(life)))) for life in view.lives if life.steps
    ]
    if changed:
        document.add_paragraph(said("history.changes"), style="对照 节")
        document.add_paragraph(f"{view.legend}。", style="对照 说明")
        texts = said("history.old_text"), said("history.new_text")
        columns = headed_columns(texts, COMPARISON_COLUMNS)
        append_table(document, lines_table(columns, changed))
    return saved(document)


def _offices(view: HistoryView) -> str:
    each = (WIDE.text_width - 60 - 18 * len(view.names)) // max(len(view.steps), 1)
    columns = [
        (said("history.office"), 60),
        *((name, 18) for name in view.names),
        *((said("history.step", edition=step.new_name), each) for step in view.steps),
    ]
    return text_table(
        columns,
        (
            (
                one.name + _former(one),
                *(str(number) if number else "" for number in one.counts),
                *one.steps,
            )
            for one in view.offices
        ),
    )


def _former(office: OfficeLife) -> str:
    names = "、".join(office.former_names)
    return said("history.former_names", names=names) if names else ""


def _duties(view: HistoryView) -> str:
    place = (WIDE.text_width - 13 - 90) // len(view.names)
    columns = [
        (said("history.number"), 13),
        (said("history.duty"), 90),
        *((name, place) for name in view.names),
    ]
    return text_table(
        columns, ((str(life.number), life.name, *_places(life)) for life in view.lives)
    )


def _whole_list(view: HistoryView) -> str:
    lists = [label for label, _ in view.bars[0].parts]
    return text_table(
        [
            (said("history.edition"), 60),
            *((label, 40) for label in lists),
            (said("history.sum"), 40),
        ],
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
