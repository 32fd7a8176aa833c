"""Header words that stand in a duty's cell: those of a table within it, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutylist.extract.lists.columns import header_role
from dutylist.records.model import KIND_NAMES, Duty, DutyTable, Note, Role
from dutylist.records.patterns import Pattern

_DETAIL: frozenset[Role | None] = frozenset(
    ("content", "department duties", "township duties", "takeover", "takeover method", None)
)
_FEWEST = 2
"""One such line may head what follows it (职责); a table's head has several."""

_LONGEST = 8
"""Characters of a head in such a table: 具体工作职责, 责任单位."""

_NO_HEAD = Pattern(r"[\d，。；：:、（()）【】]")


def heads_within(lists: Sequence[DutyTable]) -> Iterator[Note]:
    """A note of each cell that has header words alone as several of its paragraphs."""
    for table in lists:
        for duty in table.duties:
            for role, cell in zip(table.roles, duty.cells, strict=False):
                if role in _DETAIL and len(heads := _heads(cell)) >= _FEWEST:
                    yield _note(table, duty, heads)


def _heads(cell: str) -> list[str]:
    lines = [line.strip() for line in cell.split("\n")]
    return [line for line in lines if _is_head(line)] if len(lines) > _FEWEST else []


def _is_head(line: str) -> bool:
    """Whether a line is a column's head and nothing else: clauses, too, have its words."""
    return len(line) <= _LONGEST and not _NO_HEAD.search(line) and header_role(line) is not None


def _note(table: DutyTable, duty: Duty, heads: list[str]) -> Note:
    page = duty.source.pages[0] if duty.source.pages else 0
    quoted = "".join(f"“{head}”" for head in dict.fromkeys(heads))
    number = duty.shown_number
    where = f"第 {number} 项" if number else f"第 {duty.source.row} 行"
    return Note(
        page,
        f"{KIND_NAMES[table.kind]}{where}的一格里有{quoted}，像是套在格里的表格的表头，"
        "格里的文字按原件逐格读成几段，谁承担哪一条请对照原件核对",
    )
