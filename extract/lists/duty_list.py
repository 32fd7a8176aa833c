"""From a document's lines and table rows to the records of one list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dutylist.extract.lists.accounted import unaccounted
from dutylist.extract.lists.choices import Choices
from dutylist.extract.lists.columns import (
    header_role,
    header_roles,
    of_header_words,
    office_of_duties,
)
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.lists.counts import wrong_totals
from dutylist.extract.lists.cover import read_cover
from dutylist.extract.lists.duties import read_duty, row_department_names
from dutylist.extract.lists.footnote_marks import footnote_marks
from dutylist.extract.lists.headings import same_title
from dutylist.extract.lists.heads_within import heads_within
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.lists.misspelt_names import misspelt_names
from dutylist.extract.lists.odd_characters import odd_characters
from dutylist.extract.lists.offices_apart import with_offices_apart
from dutylist.extract.lists.remarks import are_remarks
from dutylist.extract.lists.side import department_named, other_townships, side_of, with_owner
from dutylist.extract.lists.site_words import without_site_lines
from dutylist.extract.lists.tables import ListTables, list_tables
from dutylist.extract.lists.tick_kinds import tick_kinds
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.source import Line, SourceDocument, Table, squeezed
from dutylist.records.errors import EmptyListError
from dutylist.records.model import (
    IN_FRONT,
    PUBLISHED,
    Column,
    Department,
    DutyList,
    DutyTable,
    Note,
    PrintedPage,
)
from dutylist.records.text import is_marked_page_number

_HEADER_WORDS = 3
"""So many lines that are header words alone are told."""

_OFTEN, _SHORTEST_LABEL, _LONGEST_LABEL = 2, 4, 10
"""A label begins so many lines, and has so many characters (承接部门, 上级有关部门主要职责)."""

_LONGEST_SAID = 100
"""Characters of a note that stand in an error: names of sheets (31 at the most) stand in them."""

_MOST_SAID = 3
"""Notes that stand in an error."""


def duty_list_of(
    document: SourceDocument,
    confirmed: tuple[Department, ...] = (),
    choices: Choices = Choices(),  # noqa: B008
) -> DutyList:
    """The records of a document.

    `confirmed` are departments that the office has confirmed; the others are learnt. Raises
    EmptyListError where the document holds no list.
    """
    document = with_known_names(document, choices.said)
    found = with_offices_apart(list_tables(document, choices))
    if not found.tables:
        raise _nothing_found(document, found)
    cover = read_cover(
        found.front,
        found.behind,
        document.margins,
        tuple(table.title for table in found.tables),
        {table.kind for table in found.tables},
    )
    side = side_of(found.tables)
    titles = (cover.title, *(table.title for table in found.tables))
    places = (*reversed(cover.region), *(line.text for line in cover.rest))
    heads = (office_of_duties(text) for table in found.tables for text in table.columns)
    own = department_named((*titles, *places, *heads)) if side == "department" else ""
    printed = [
        name
        for table in found.tables
        for row in table.rows
        for name in row_department_names(table, row, own)
    ]
    registry = build_registry(printed, cover.region, confirmed)
    cover = with_owner(cover, own)
    lists = tuple(
        DutyTable(
            kind=table.kind,
            title=table.title,
            columns=tuple(
                Column(text, role) for text, role in zip(table.columns, table.roles, strict=True)
            ),
            duties=tuple(read_duty(table, row, registry, own) for row in table.rows),
        )
        for table in found.tables
    )
    remarks = _remarks_in_front(found)
    notes = found.notes + tuple(
        Note(line.page, IN_FRONT + line.text, below=int(line in remarks))
        for line in cover.rest
        if not is_marked_page_number(line.text)
    )
    if cover.from_margins:
        notes += (Note(0, f"{'、'.join(cover.from_margins)}只在页眉、页脚里有，取自那里，请核对"),)
    if cover.published:
        notes += (Note(0, PUBLISHED + cover.issued),)
    notes += tuple(wrong_totals(document, lists))
    notes += tuple(footnote_marks(document, lists))
    notes += tuple(heads_within(lists))
    notes += tuple(tick_kinds(found.tables))
    notes += tuple(misspelt_names(registry, lists))
    if side == "township":
        notes += tuple(other_townships(document, cover.township))
    read = DutyList(
        title=cover.title,
        region=cover.region,
        issued=cover.issued,
        contents=cover.contents,
        lists=lists,
        departments=registry.departments,
        notes=notes,
        township=cover.township if side == "township" else "",
        side=side,
        printed_pages=tuple(PrintedPage(page, number) for page, number in document.printed),
    )
    notes = without_site_lines((*notes, *unaccounted(document, read)))
    return replace(read, notes=(*notes, *odd_characters(read)))


def _remarks_in_front(found: ListTables) -> list[Line]:
    """The remarks between the first list's title and its header."""
    title = found.tables[0].title
    titles = [at for at, line in enumerate(found.front) if same_title(title, line.text)]
    below = found.front[titles[-1] + 1 :] if title and titles else ()
    marks = are_remarks([line.text for line in below])
    return [line for line, is_remark in zip(below, marks, strict=True) if is_remark]


def _left_out(notes: tuple[Note, ...]) -> str:
    """What the reader left out, as it stands in an error: of some notes how they begin."""
    said = [
        note.text if len(note.text) <= _LONGEST_SAID else f"{note.text[:_LONGEST_SAID]}…"
        for note in notes[:_MOST_SAID]
    ]
    more = f"（另有 {len(notes) - _MOST_SAID} 条说明）" if len(notes) > _MOST_SAID else ""
    return "".join(f"（{text}）" for text in said) + more


def _nothing_found(document: SourceDocument, found: ListTables) -> EmptyListError:
    left_out = _left_out(document.notes)
    if not found.refused and (said := _header_in_lines(document)):
        return EmptyListError(
            f"没有找到履职事项清单的表格{left_out}：有表头的字（{said}），"
            "但文字没有分栏，看不出每一格从哪里到哪里",
            "请在原文件里选中整张表，粘贴到 Excel 或 Word 里存下再读；"
            "从 PDF 里复制的，直接读那个 PDF",
            file=document.name,
        )
    if not found.refused and (run_on := _labels_run_on(document)):
        return EmptyListError(
            f"没有找到履职事项清单的表格{left_out}：有栏目的名称（{'、'.join(run_on)}），"
            "但名称和内容连成一行，看不出每一项从哪里到哪里",
            "请读它的原件（网页、Word、Excel），或者在 Word、Excel 里做成表格："
            "一行一项，一栏一个栏目",
            file=document.name,
        )
    if not found.refused:
        return EmptyListError(
            f"没有找到履职事项清单的表格{left_out}",
            "请核对文件：表格应有“序号、事项名称”等表头；只有清单中间几页的，和有表头的那一页"
            "放在一个文件里再读；没有文字的扫描件，请先做文字识别",
            file=document.name,
        )
    headers = "、".join(found.refused[:3])
    return EmptyListError(
        f"没有找到履职事项清单的表格{left_out}：有 {len(found.refused)} 个表格（{headers}）"
        "没有读入，因为上面没有履职事项清单的名称，各栏也不是履职事项清单的",
        "请核对是不是选错了文件；确实是的，在表格上方写上清单名称，或者加上 --take-all 再读",
        file=document.name,
    )


def _labels_run_on(document: SourceDocument) -> list[str]:
    """The words of headers that begin several lines, in tables or outside, and run on into what
    stands beside them: cards whose labels and values no colon and no ruling parts."""
    counts: Counter[str] = Counter()
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Line) else []
        if isinstance(block, Table):
            texts = [cell.text for row in block.rows for cell in row.cells]
        for line in (squeezed(line) for text in texts for line in text.split("\n")):
            label = next(
                (
                    line[:end]
                    for end in range(min(_LONGEST_LABEL, len(line) - 1), _SHORTEST_LABEL - 1, -1)
                    if of_header_words(line[:end]) and header_role(line[:end])
                ),
                "",
            )
            counts[label] += 1
    often = [label for label, count in counts.items() if label and count >= _OFTEN]
    return often[:_HEADER_WORDS] if len(often) > 1 else []


def _header_in_lines(document: SourceDocument) -> str:
    """The words of a header row that stand in a document's lines, where it has no table."""
    if any(isinstance(block, Table) for block in document.blocks):
        return ""
    lines = [block.text.strip() for block in document.blocks if isinstance(block, Line)]
    apart = list(
        dict.fromkeys(
            line
            for line in lines
            if header_role(line) and of_header_words(squeezed(line)) and not names_list(line)
        )
    )[:_HEADER_WORDS]
    for words in (*map(str.split, lines), apart):
        if len(words) > 1 and all(map(header_role, words)) and header_roles(words):
            return "、".join(words)
    return ""
