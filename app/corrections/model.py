"""What a correction is: what it is about, what was, what is, who says so and when.

It names what it is about by what the file prints there, not by where that stands, so that it
holds when the file is read again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from dutylist.records.model import KIND_NAMES, Kind, shown_number
from dutylist.render.views.dates import printed_date

Field = Literal[
    "cell",
    "category",
    "name",
    "departments",
    "alias",
    "rename",
    "short name",
    "title",
    "region",
    "issued",
    "list title",
    "settled",
    "sure",
    "row added",
    "row struck",
    "row split",
    "rows joined",
    "clause split",
    "clauses joined",
    "clause moved",
    "pairing",
    "office change",
    "left over",
]
"""cell: a whole cell's text; its row is then read again. title, region (its places joined by a
blank), issued: the edition's own. settled: a person has dealt with a finding. sure: a
doubtful character was read rightly; its `path` is its stretch of the cell. row …: which rows
there are, the texts of their cells as JSON. clause split, clauses joined: where clauses begin, one
a line. clause moved: it stands in another column (the target's `column`, whose head is `new`).
pairing,
office change: what a person decides of the comparison with the edition whose file's SHA-256 is the
target's name, as a decisions file has it (compare/decisions.py); they change no records. left
over: one of another edition that did not fit here, as JSON; it is kept until somebody decides."""

ROW_FIELDS: tuple[Field, ...] = ("row added", "row struck", "row split", "rows joined")
OFFICE_FIELDS: tuple[Field, ...] = ("alias", "rename", "short name")
CLAUSE_FIELDS: tuple[Field, ...] = ("clause split", "clauses joined")
COMPARISON_FIELDS: tuple[Field, ...] = ("pairing", "office change")
LEFT_OVER: Field = "left over"
EDITION_FIELDS: tuple[Field, ...] = ("title", "region", "issued")
"""What an edition is listed by."""

FIELD_NAMES: dict[Field, str] = {
    "cell": "单元格",
    "category": "事项类别",
    "name": "事项名称",
    "departments": "条文的部门",
    "alias": "部门写法归属",
    "rename": "部门名称",
    "short name": "条文中的简称",
    "title": "清单名称",
    "region": "地区",
    "issued": "日期",
    "list title": "清单标题",
    "settled": "核对结果",
    "sure": "没有把握的字",
    "row added": "增加一项",
    "row struck": "删去一项",
    "row split": "一项分为两项",
    "rows joined": "两项并为一项",
    "clause split": "一条分为两条",
    "clauses joined": "两条并为一条",
    "clause moved": "条文移到另一栏",
    "pairing": "新旧对照的对应",
    "office change": "新旧对照的部门变化",
    "left over": "没有带来的更正",
}

State = Literal["stands", "replaced", "undone", "as read", "lost"]
"""replaced: a later one says otherwise. as read: the file is read so now without it. lost: what it
is about is not in the records any more."""

STATE_NAMES: dict[State, str] = {
    "stands": "有效",
    "replaced": "已被后来的更正取代",
    "undone": "已撤销",
    "as read": "原件已这样读",
    "lost": "原文中找不到对应内容",
}


LONGEST_TEXT = 20_000
"""Characters of a corrected text: a cell with all its clauses."""

LONGEST_ROW = 4 * LONGEST_TEXT
"""Characters of the texts of a row's cells, or of two rows'."""

LONGEST_REASON = 200
"""Characters of why something was corrected."""

LONGEST_NAME = 2_000
"""Characters of a name, a place or a date."""

ClauseSide = Literal["department", "township"]
"""The department's clauses of a duty, or the township's own."""


@dataclass(frozen=True)
class Target:
    """What a correction is about, as the file prints it.

    For a duty: its list's kind, `position` in the list (from 1), number (or the label in its
    place) and name; for one that a
    person added or split off, `made` is the id of the correction that did so. For one of its
    clauses also `side`, `clause` (label and text) and `path`, the way to it through the duty's
    clauses (from 0); for one of its cells `column` (from 1). For a list's title only `kind` and
    `name`, the title. For a department or the edition none; what was stands in the correction's
    `old`.
    """

    kind: Kind | None = None
    position: int = 0
    number: int | None = None
    name: str = ""
    clause: str = ""
    path: tuple[int, ...] = ()
    column: int = 0
    made: str = ""
    side: ClauseSide = "department"
    label: str = ""

    @property
    def duty(self) -> str:
        """The duty as documents name it: 配合履职第 53 项, 配合履职第 2 行."""
        number = shown_number(self.number, self.label)
        place = f"第 {number} 项" if number else f"第 {self.position} 行"
        return f"{KIND_NAMES[self.kind or 'basic']}{place}"


@dataclass(frozen=True)
class Correction:
    """Who says when that `old` should be `new`.

    For a clause's departments both are names joined by "、". For an alias `old` is the spelling
    and `new` the department it belongs to, for a short name `old` is how clauses call it; for a
    renaming both are names. `undone_at` is "" where the correction was not undone; `reason` is why
    it was made, "" where nobody said.
    """

    id: str
    field: Field
    target: Target
    old: str
    new: str
    who: str
    at: str
    undone_by: str = ""
    undone_at: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Place:
    """Where a duty stands now: `table` and `position` from 1."""

    table: int
    position: int


@dataclass(frozen=True)
class Applied:
    """A correction and what has become of it; `place` is None for departments and for rows that are
    there no more. `rows` are where the rows stand that it changed: not the one beside which a row
    was added, but that one."""

    correction: Correction
    state: State
    place: Place | None = None
    path: tuple[int, ...] = ()
    rows: tuple[Place, ...] = ()


def describe(correction: Correction, head: str = "") -> str:
    """What a correction says and why it was made, in Chinese; `head` is that of its column, where
    it is known."""
    reason = f"（原因：{correction.reason}）" if correction.reason else ""
    return _said(correction, head) + reason


def _said(correction: Correction, head: str) -> str:
    target = correction.target
    old, new = changed_part(correction.old, correction.new)
    if correction.field == "settled":
        return f"核对结果“{correction.old}”：{correction.new}"
    if correction.field in COMPARISON_FIELDS:
        return f"新旧对照：{correction.old or '旧清单没有'} → {correction.new or '没有对应'}"
    if correction.field == "sure":
        return f"{target.duty}第 {target.column} 栏的“{correction.old}”和原件一样"
    if correction.field == "issued":
        return f"日期由“{printed_date(old)}”改为“{printed_date(new)}”"
    if correction.field in ("title", "region", "list title"):
        return f"{FIELD_NAMES[correction.field]}由“{old}”改为“{new}”"
    if correction.field == "alias":
        if correction.old == correction.new:
            return f"“{old}”是单独的部门"
        return f"“{old}”就是“{new}”"
    if correction.field == "short name":
        return f"条文中的“{old}”就是“{new}”"
    if target.kind is None:
        return f"“{old}”的名称改为“{new}”"
    where = target.duty
    if correction.field in ROW_FIELDS:
        return f"{where}：{row_change(correction)}"
    if correction.field in CLAUSE_FIELDS:
        return f"{where}的条文由“{_lines(correction.old)}”改为“{_lines(correction.new)}”"
    if correction.field in ("departments", "clause moved"):
        clause = target.clause if len(target.clause) <= 24 else target.clause[:23] + "…"
        if correction.field == "clause moved":
            return f"{where}条文“{clause}”移到“{correction.new}”栏"
        if correction.old == correction.new:
            return f"{where}条文“{clause}”的部门经核对是“{new}”，与认出的相同"
        return f"{where}条文“{clause}”的部门由“{old}”改为“{new}”"
    if correction.field == "cell":
        column = f"的“{head}”" if head else f"第 {target.column} 栏"
        return f"{where}{column}由“{old}”改为“{new}”"
    return f"{where}的{FIELD_NAMES[correction.field]}由“{old}”改为“{new}”"


def row_change(correction: Correction) -> str:
    """What a correction of rows does, in Chinese."""
    old, new = (rows_in(text) for text in (correction.old, correction.new))
    if correction.field == "row added":
        return f"{'前' if new.before else '后'}面增加一项“{_row(new.rows[0])}”"
    if correction.field == "row struck":
        return f"删去“{_row(old.rows[0])}”"
    if correction.field == "row split":
        return f"分为两项：{'；'.join(f'“{_row(cells)}”' for cells in new.rows)}"
    return f"两项并为一项：{'；'.join(f'“{_row(cells)}”' for cells in old.rows)}"


_SHOWN_OF_ROW = 60
"""Characters of a row that tell which one it is."""


def _row(cells: tuple[str, ...]) -> str:
    text = "｜".join(" ".join(cell.split()) for cell in cells if cell.strip())
    return text if len(text) <= _SHOWN_OF_ROW else text[: _SHOWN_OF_ROW - 1] + "…"


def _lines(text: str) -> str:
    return "／".join(line for line in text.split("\n") if line.strip())


@dataclass(frozen=True)
class RowTexts:
    """The cells' texts of one or two rows. For an added one, the file's page it stands on (0 where
    nobody said) and whether it stands before the row that the correction is about."""

    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 0
    before: bool = False


def row_texts(*rows: tuple[str, ...], page: int = 0, before: bool = False) -> str:
    """Rows as they stand in a correction's `old` or `new`."""
    return json.dumps(asdict(RowTexts(rows, page, before)), ensure_ascii=False)


def rows_in(text: str) -> RowTexts:
    """The rows in a correction's `old` or `new`. Raises ValueError on another form."""
    if not text:
        return RowTexts()
    data = json.loads(text)
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise ValueError("rows")
    rows = tuple(tuple(str(cell) for cell in cells) for cells in data["rows"])
    return RowTexts(rows, int(data.get("page", 0)), bool(data.get("before", False)))


_AROUND = 6
"""Characters shown before and after what was corrected in a long text."""

_SHOWN_WHOLE = 40
"""Texts of so many characters are shown whole."""


def changed_part(old: str, new: str) -> tuple[str, str]:
    """Both texts, of long ones only what differs with a few characters around it."""
    if max(len(old), len(new)) <= _SHOWN_WHOLE:
        return old or "（无）", new or "（无）"
    start = _shared_start(old, new)
    rest = min(len(old), len(new)) - start
    end = min(rest, _shared_start(old[::-1], new[::-1]))
    begin = max(0, start - _AROUND)

    def part(text: str) -> str:
        stop = min(len(text), len(text) - end + _AROUND)
        head, tail = "…" if begin else "", "…" if stop < len(text) else ""
        return f"{head}{text[begin:stop]}{tail}"

    return part(old), part(new)


def _shared_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def longest(field: Field) -> int:
    """How many characters `old` and `new` of such a correction may have."""
    if field in (*ROW_FIELDS, LEFT_OVER):
        return 2 * LONGEST_ROW
    if field in ("cell", "settled", "clause moved", *CLAUSE_FIELDS):
        return LONGEST_TEXT
    return LONGEST_NAME


def dump_target(target: Target) -> str:
    """The target as JSON text."""
    return json.dumps(asdict(target), ensure_ascii=False)


def load_target(text: str) -> Target:
    """The target in JSON text. Raises ValueError, KeyError or TypeError on another form."""
    return target_of(json.loads(text))


def target_of(data: dict[str, Any]) -> Target:
    """The target in JSON values. Raises ValueError, KeyError or TypeError on another form."""
    kind, number, side = data["kind"], data["number"], data.get("side", "department")
    if kind is not None and kind not in get_args(Kind):
        raise ValueError(f"kind: {kind}")
    if side not in get_args(ClauseSide):
        raise ValueError(f"side: {side}")
    return Target(
        kind=cast("Kind | None", kind),
        position=int(data["position"]),
        number=None if number is None else int(number),
        name=str(data["name"]),
        clause=str(data["clause"]),
        path=tuple(int(step) for step in data["path"]),
        column=int(data.get("column", 0)),
        made=str(data.get("made", "")),
        side=cast("ClauseSide", side),
        label=str(data.get("label", "")),
    )
