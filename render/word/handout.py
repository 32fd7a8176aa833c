"""All that one person or one office (站所) of the township has to do, as a Word document."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.render.views.card import CardSection
from dutylist.render.views.handout import HandoutDuty, HandoutView
from dutylist.render.views.marked import MarkedClause
from dutylist.render.views.paper import UPRIGHT
from dutylist.render.word.markup import paragraph_xml, run_xml, style_id
from dutylist.render.word.package import saved
from dutylist.render.word.sheet import append, clause_style, heading, sheet_document, sheet_table


def handout_docx(view: HandoutView) -> bytes:
    """The bytes of the .docx file."""
    issued = f"（{view.issued}）" if view.issued else ""
    under = f"{view.township}{view.title}{issued}"
    document = sheet_document(view.heading, under, note=view.note, author=view.township)
    widths = (UPRIGHT.text_width / len(view.heads),) * len(view.heads)
    append(document, [sheet_table(view.heads, [view.counts], widths)])
    for group in view.groups:
        append(document, [heading(1, group.heading)])
        for duty in group.duties:
            append(document, _duty(duty))
    return saved(document)


def _duty(duty: HandoutDuty) -> Iterator[str]:
    yield heading(2, f"{duty.code}　{duty.name}")
    # One paragraph: LibreOffice gives up to hold many small ones on a page. It holds nothing on its
    # own page where no clause follows.
    alone = "" if duty.sections else '<w:keepNext w:val="0"/>'
    facts = "<w:r><w:br/></w:r>".join(map(run_xml, duty.facts))
    yield paragraph_xml(style_id("事项要点"), facts, f"{alone}<w:keepLines/>")
    for section in duty.sections:
        yield from _section(section)


def _section(section: CardSection) -> Iterator[str]:
    yield paragraph_xml(style_id("小标题"), run_xml(section.head))
    for clause in section.clauses:
        yield from _clause(clause)


def _clause(clause: MarkedClause) -> Iterator[str]:
    if clause.topic:
        yield paragraph_xml(style_id("条款标题"), run_xml(clause.topic))
    yield paragraph_xml(clause_style(clause.label), run_xml(clause.label + clause.text))
