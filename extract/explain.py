"""Why a file was read as it was: the rule that judged each table row, and what gave each clause to
its offices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.lists.choices import Choices
from dutylist.extract.lists.continuation import HANGING
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.lists.rules import Verdict
from dutylist.extract.lists.tables import ListTables, list_tables
from dutylist.extract.lists.verdicts import DUTY, RULES
from dutylist.extract.read import is_records_file, read_document, read_duty_list
from dutylist.extract.source import SourceDocument
from dutylist.records.actors import said_of
from dutylist.records.model import (
    BASIS_NAMES,
    KIND_NAMES,
    Clause,
    Department,
    Duty,
    DutyList,
)

_WHYS = {rule.name: rule.why for rule in RULES} | {rule.name: rule.why for rule in HANGING}
_LONGEST = 60
"""Characters of a text that are quoted: a line of a terminal."""


def explanation(
    path: Path,
    confirmed: tuple[Department, ...] = (),
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    choices: Choices = Choices(),  # noqa: B008
) -> str:
    """What the rules said of each row and clause of a source file, as Chinese text, a line each.

    Raises as `read_document` and `duty_list_of`.
    """
    document = with_known_names(read_document(path, limits, choices.characters), choices.said)
    verdicts = list_tables(document, choices).verdicts
    duty_list = duty_list_of(document, confirmed, choices)
    lines = ["表格各行", *map(_of_row, verdicts), "", "各条职责", *_of_clauses(duty_list)]
    return "\n".join(lines) + "\n"


RowReasons = dict[tuple[int, int], tuple[str, ...]]
"""For each duty, by its source's table and row: what was said of the table rows that make it up and
of those between them and the duty above (headers, headings), a line each."""


def read_with_reasons(
    path: Path,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    choices: Choices = Choices(),  # noqa: B008
) -> tuple[DutyList, RowReasons, SourceDocument | None]:
    """The records of any file, why its rows were read as they were and the document they were read
    from; a records file says neither. Raises as `read_duty_list`."""
    if is_records_file(path):
        return read_duty_list(path, limits=limits), {}, None
    document = read_document(path, limits, choices.characters)
    duty_list = duty_list_of(document, (), choices)
    found = list_tables(with_known_names(document, choices.said), choices)
    return duty_list, row_reasons(found), document


def row_reasons(found: ListTables) -> RowReasons:
    """What was said of the rows of each duty of these tables."""
    rows = [(row.judged, table.table, row.row) for table in found.tables for row in table.rows]
    reasons: RowReasons = {}
    begin = 0
    for judged, table, row in sorted(rows):
        end = judged[-1] + 1
        reasons[table, row] = tuple(_of_row(one) for one in found.verdicts[begin:end])
        begin = end
    return reasons


def _of_row(verdict: Verdict) -> str:
    whys = [_WHYS[name] for name in verdict.rules if name != DUTY or len(verdict.rules) == 1]
    page = f"文件第 {verdict.page} 页 " if verdict.page else ""
    return f"{page}{_short(verdict.text)}：{'；'.join(whys)}"


def _of_clauses(duty_list: DutyList) -> Iterator[str]:
    for table in duty_list.lists:
        for duty in table.duties:
            if duty.department_clauses:
                number = duty.number_or_row
                yield f"{KIND_NAMES[table.kind]}第 {number} 项 {_short(duty.name)}"
                yield from _of_duty(duty)


def _of_duty(duty: Duty) -> Iterator[str]:
    def below(clauses: tuple[Clause, ...], indent: str) -> Iterator[str]:
        for clause in clauses:
            said = "、".join(said_of(clause))
            text = _short(clause.label + clause.text)
            yield f"{indent}{text}：{BASIS_NAMES[clause.basis]}{'：' if said else ''}{said}"
            yield from below(clause.children, indent + "  ")

    yield from below(duty.department_clauses, "  ")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
