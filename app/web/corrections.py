"""What people say is wrong in the records, laid over the records as read.

A correction names what it is about by what the file prints there, not by where that stands, so
that it holds when the file is read again. Nothing here changes the records as read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, cast, get_args

from rapidfuzz.fuzz import ratio

from dutylist.app.web.short_names import with_short_name
from dutylist.extract.lists.cover import township_in
from dutylist.extract.lists.row_again import read_row_again
from dutylist.records.model import (
    KIND_NAMES,
    Actor,
    Clause,
    Department,
    Duty,
    DutyList,
    DutyTable,
    Kind,
    Note,
)
from dutylist.records.text import squeezed

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
]
"""cell: a whole cell's text; its row is then read again. title, region (its places joined by a
blank), issued: the edition's own. settled: a person has dealt with a finding."""

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
}

State = Literal["stands", "replaced", "undone", "lost"]
"""replaced: a later one says otherwise. lost: what it is about is not in the records any more."""

STATE_NAMES: dict[State, str] = {
    "stands": "有效",
    "replaced": "已被后来的更正取代",
    "undone": "已撤销",
    "lost": "原文中找不到对应内容",
}


_NameIn = Callable[[Duty, str], str]


@dataclass(frozen=True)
class Target:
    """What a correction is about, as the file prints it.

    For a duty: its list's kind, `position` in the list (from 1), number and name. For one of its
    clauses also `clause` (label and text) and `path`, the way to it through the duty's clauses
    (from 0); for one of its cells `column` (from 1). For a list's title only `kind` and `name`,
    the title. For a department or the edition none; what was stands in the correction's `old`.
    """

    kind: Kind | None = None
    position: int = 0
    number: int | None = None
    name: str = ""
    clause: str = ""
    path: tuple[int, ...] = ()
    column: int = 0


@dataclass(frozen=True)
class Correction:
    """Who says when that `old` should be `new`.

    For a clause's departments both are names joined by "、". For an alias `old` is the spelling
    and `new` the department it belongs to, for a short name `old` is how clauses call it; for a
    renaming both are names. `undone_at` is "" where the correction was not undone.
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


@dataclass(frozen=True)
class Place:
    """Where a duty stands now: `table` and `position` from 1."""

    table: int
    position: int


@dataclass(frozen=True)
class Applied:
    """A correction and what has become of it; `place` is None for departments and lost ones."""

    correction: Correction
    state: State
    place: Place | None = None
    path: tuple[int, ...] = ()


@dataclass(frozen=True)
class Corrected:
    """The records with all corrections that stand."""

    duty_list: DutyList
    applied: tuple[Applied, ...]

    def at(self, place: Place) -> tuple[Applied, ...]:
        """The corrections of one duty."""
        return tuple(one for one in self.applied if one.place == place)


def apply_corrections(read: DutyList, corrections: Iterable[Correction]) -> Corrected:
    """The records as read, with the corrections laid over them in their order."""
    current = read
    applied: list[Applied] = []
    # Cells first: what people say of a clause holds for the clause as it reads now.
    for correction in sorted(corrections, key=lambda one: one.field != "cell"):
        if correction.undone_at:
            place = find_duty(read, correction.target)
            applied.append(Applied(correction, "undone", place))
            continue
        changed, found = _apply(read, current, correction)
        if changed is None:
            applied.append(replace(found, state="lost"))
            continue
        current = changed
        applied = [_overruled(earlier, found) for earlier in applied]
        applied.append(found)
    applied.sort(key=lambda one: one.correction.at)
    return Corrected(current, tuple(applied))


def find_duty(read: DutyList, target: Target) -> Place | None:
    """Where the duty that a target names stands; the likeliest where several have its name."""
    if target.kind is None:
        return None
    found = [
        (
            (duty.number == target.number) * 2 + (position == target.position),
            Place(index, position),
        )
        for index, table in enumerate(read.lists, start=1)
        if table.kind == target.kind
        for position, duty in enumerate(table.duties, start=1)
        if squeezed(duty.name) == squeezed(target.name)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


_SAME_CLAUSE = 60
"""Per cent of likeness (rapidfuzz's ratio) from which a clause whose words were corrected is taken
for the same in the same place; two clauses of one duty are seldom half alike."""


def find_clause(duty: Duty, target: Target) -> tuple[int, ...] | None:
    """The path of the clause that a target names, its words perhaps corrected since."""
    clauses = {path: _text(clause) for path, clause in clause_paths(duty.department_clauses)}
    paths = [path for path, text in clauses.items() if text == target.clause]
    if target.path in paths:
        return target.path
    if paths:
        return paths[0]
    there = clauses.get(target.path)
    alike = there is not None and ratio(there, target.clause) >= _SAME_CLAUSE
    return target.path if alike else None


def clause_paths(
    clauses: Sequence[Clause], path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Clause]]:
    """Every clause, headings too, with the way to it (places from 0)."""
    for index, clause in enumerate(clauses):
        yield (*path, index), clause
        yield from clause_paths(clause.children, (*path, index))


def duty_target(
    read: DutyList,
    place: Place,
    path: tuple[int, ...] = (),
    column: int = 0,
    now: DutyList | None = None,
) -> Target:
    """The target that names a duty of the records as read, or one of its clauses (as it reads
    `now`, with its corrections), or one of its cells."""
    table = read.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    reads = (now or read).lists[place.table - 1].duties[place.position - 1]
    clause = dict(clause_paths(reads.department_clauses))[path] if path else None
    return Target(
        table.kind,
        place.position,
        duty.number,
        duty.name,
        _text(clause) if clause else "",
        path,
        column,
    )


def correction_notes(corrected: Corrected) -> tuple[Note, ...]:
    """The corrections that stand, as notes for those who get the records."""
    return tuple(
        Note(
            0, f"人工更正（{one.correction.who}，{one.correction.at}）：{describe(one.correction)}"
        )
        for one in corrected.applied
        if one.state == "stands"
    )


def describe(correction: Correction) -> str:
    """What a correction says, in Chinese."""
    target = correction.target
    old, new = changed_part(correction.old, correction.new)
    if correction.field == "settled":
        return f"核对结果“{correction.old}”：{correction.new}"
    if correction.field in ("title", "region", "issued", "list title"):
        return f"{FIELD_NAMES[correction.field]}由“{old}”改为“{new}”"
    if correction.field == "alias":
        if correction.old == correction.new:
            return f"“{old}”是单独的部门"
        return f"“{old}”就是“{new}”"
    if correction.field == "short name":
        return f"条文中的“{old}”就是“{new}”"
    if target.kind is None:
        return f"“{old}”的名称改为“{new}”"
    number = f"第 {target.number} 项" if target.number is not None else f"第 {target.position} 行"
    where = f"{KIND_NAMES[target.kind]}{number}"
    if correction.field == "departments":
        head = target.clause if len(target.clause) <= 24 else target.clause[:23] + "…"
        return f"{where}条文“{head}”的部门由“{old}”改为“{new}”"
    if correction.field == "cell":
        return f"{where}第 {target.column} 栏由“{old}”改为“{new}”"
    return f"{where}的{FIELD_NAMES[correction.field]}由“{old}”改为“{new}”"


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


def dump_target(target: Target) -> str:
    """The target as JSON text."""
    return json.dumps(asdict(target), ensure_ascii=False)


def load_target(text: str) -> Target:
    """The target in JSON text. Raises ValueError, KeyError or TypeError on another form."""
    data = json.loads(text)
    kind, number = data["kind"], data["number"]
    if kind is not None and kind not in get_args(Kind):
        raise ValueError(f"kind: {kind}")
    return Target(
        kind=cast("Kind | None", kind),
        position=int(data["position"]),
        number=None if number is None else int(number),
        name=str(data["name"]),
        clause=str(data["clause"]),
        path=tuple(int(step) for step in data["path"]),
        column=int(data.get("column", 0)),
    )


def _apply(
    read: DutyList, current: DutyList, correction: Correction
) -> tuple[DutyList | None, Applied]:
    if correction.field == "alias":
        return _move_spelling(current, correction.old, correction.new), Applied(
            correction, "stands"
        )
    if correction.field == "short name":
        changed_list = with_short_name(current, correction.old, correction.new)
        return changed_list, Applied(correction, "stands")
    if correction.field == "rename":
        return _rename(current, correction.old, correction.new), Applied(correction, "stands")
    if correction.field in ("title", "region", "issued", "list title"):
        return _retitled(current, correction), Applied(correction, "stands")
    if correction.field == "settled" and correction.target.kind is None:
        return current, Applied(correction, "stands")
    place = find_duty(read, correction.target)
    if place is None:
        return None, Applied(correction, "stands")
    if correction.field == "settled":
        return current, Applied(correction, "stands", place)
    duty = current.lists[place.table - 1].duties[place.position - 1]
    found = Applied(correction, "stands", place)
    if correction.field == "cell":
        changed_list = _with_cell(current, place, correction)
        return changed_list, replace(found, path=(correction.target.column,))
    if correction.field == "departments":
        path = find_clause(duty, correction.target)
        if path is None:
            return None, found
        names = tuple(name for name in correction.new.split("、") if name)
        clauses = _give_clause(duty.department_clauses, path, names)
        changed = replace(duty, department_clauses=clauses)
        return _with_duty(current, place, changed), replace(found, path=path)
    was = duty.category if correction.field == "category" else duty.name
    # A document prints the cells: the field's own changes with it, where it holds just this text.
    columns = current.lists[place.table - 1].columns
    cells = tuple(
        correction.new
        if was and column.role == correction.field and squeezed(cell) == squeezed(was)
        else cell
        for cell, column in zip(duty.cells, columns, strict=True)
    )
    if correction.field == "category":
        changed = replace(duty, category=correction.new, cells=cells)
    else:
        changed = replace(duty, name=correction.new, cells=cells)
    return _with_duty(current, place, changed), found


def _with_cell(current: DutyList, place: Place, correction: Correction) -> DutyList | None:
    """The row read again with the cell's new text; None where the cell says something else."""
    table = current.lists[place.table - 1]
    duty = table.duties[place.position - 1]
    column = correction.target.column
    if not 1 <= column <= len(duty.cells):
        return None
    if squeezed(duty.cells[column - 1]) != squeezed(correction.old):
        return None
    cells = (*duty.cells[: column - 1], correction.new, *duty.cells[column:])
    changed, departments = read_row_again(current, table, duty, cells)
    return replace(_with_duty(current, place, changed), departments=departments)


def _retitled(current: DutyList, correction: Correction) -> DutyList | None:
    """The edition's own title, places or date, or a list's title."""
    new = correction.new
    if correction.field == "list title":
        index = next(
            (
                index
                for index, table in enumerate(current.lists)
                if table.kind == correction.target.kind and table.title == correction.old
            ),
            None,
        )
        if index is None:
            return None
        return _with_table(current, index, replace(current.lists[index], title=new))
    if correction.field == "title":
        return replace(current, title=new)
    if correction.field == "issued":
        return replace(current, issued=new)
    region = tuple(new.split())
    return replace(current, region=region, township=township_in([*reversed(region), current.title]))


def _overruled(earlier: Applied, later: Applied) -> Applied:
    one, other = earlier.correction, later.correction
    same = (
        earlier.state == "stands"
        and one.field == other.field
        and one.field not in ("cell", "settled", "list title")
        and earlier.place == later.place
        and earlier.path == later.path
        and (
            later.place is not None
            or one.field in ("title", "region", "issued")
            or (one.field in ("alias", "short name") and one.old == other.old)
        )
    )
    return replace(earlier, state="replaced") if same else earlier


def _with_duty(duty_list: DutyList, place: Place, duty: Duty) -> DutyList:
    table = duty_list.lists[place.table - 1]
    duties = (*table.duties[: place.position - 1], duty, *table.duties[place.position :])
    return _with_table(duty_list, place.table - 1, replace(table, duties=duties))


def _with_table(duty_list: DutyList, index: int, table: DutyTable) -> DutyList:
    lists = (*duty_list.lists[:index], table, *duty_list.lists[index + 1 :])
    return replace(duty_list, lists=lists)


def _give_clause(
    clauses: tuple[Clause, ...], path: tuple[int, ...], names: tuple[str, ...]
) -> tuple[Clause, ...]:
    step, rest = path[0], path[1:]
    clause = clauses[step]
    if rest:
        changed = replace(clause, children=_give_clause(clause.children, rest, names))
    else:
        changed = replace(
            clause,
            actors=(
                *(Actor(name, "does", "decided") for name in names),
                *(one for one in clause.actors if one.part == "named" and one.office not in names),
            ),
            basis="decided" if names else "none",
        )
    return (*clauses[:step], changed, *clauses[step + 1 :])


def _move_spelling(duty_list: DutyList, spelling: str, wanted: str) -> DutyList | None:
    """Let a spelling belong to the department `wanted`, or, where both are one, to a new one."""
    owner = next(
        (one for one in duty_list.departments if spelling in (one.name, *one.spellings)), None
    )
    receiver = next((one for one in duty_list.departments if one.name == wanted), None)
    if owner is None or (receiver is None and wanted != spelling):
        return None
    if receiver is owner and (wanted != spelling or len(owner.spellings) < 2):
        return _confirmed(duty_list, owner)
    left = tuple(one for one in owner.spellings if one != spelling)
    name_left = left[0] if left and spelling == owner.name else owner.name
    if spelling == wanted:
        receiver = Department(spelling, (), ())
    assert receiver is not None
    whole = receiver.name != owner.name and not left
    receiver = replace(
        receiver,
        spellings=tuple(dict.fromkeys((*receiver.spellings, spelling))),
        short_names=_longest_first(receiver.short_names, owner.short_names if whole else ()),
        open_ended=tuple(
            dict.fromkeys((*receiver.open_ended, *(owner.open_ended if whole else ())))
        ),
        confirmed=True,
    )
    departments: list[Department] = []
    for one in duty_list.departments:
        if one is owner:
            if left:
                departments.append(replace(owner, name=name_left, spellings=left, confirmed=True))
            if spelling == wanted:
                departments.append(receiver)
        else:
            departments.append(receiver if one.name == receiver.name else one)

    def name_in(duty: Duty, name: str) -> str:
        if name != owner.name:
            return name
        others = any(one in left or one in owner.open_ended for one in duty.departments)
        if not left or (spelling in duty.departments and not others):
            return receiver.name
        return name_left

    return _relisted(replace(_renamed(duty_list, name_in), departments=tuple(departments)))


def _confirmed(duty_list: DutyList, department: Department) -> DutyList:
    """A person says that the spellings of a department are one office."""
    departments = tuple(
        replace(one, confirmed=True) if one is department else one for one in duty_list.departments
    )
    return replace(duty_list, departments=departments)


def _rename(duty_list: DutyList, old: str, new: str) -> DutyList | None:
    """Give a department another canonical name; what the list prints stays."""
    names = {one.name for one in duty_list.departments}
    if old not in names or new in names:
        return None
    departments = tuple(
        replace(one, name=new, spellings=one.spellings or (old,), confirmed=True)
        if one.name == old
        else one
        for one in duty_list.departments
    )
    changed = _renamed(duty_list, lambda duty, name: new if name == old else name)
    return _relisted(replace(changed, departments=departments))


def _relisted(duty_list: DutyList) -> DutyList:
    """The rows' departments by the canonical names that their spellings have now."""
    return _with_duties(
        duty_list,
        lambda duty: replace(
            duty,
            listed=tuple(
                replace(one, office=duty_list.canonical(one.printed)) for one in duty.listed
            ),
        ),
    )


def _with_duties(duty_list: DutyList, changed: Callable[[Duty], Duty]) -> DutyList:
    return replace(
        duty_list,
        lists=tuple(
            replace(table, duties=tuple(map(changed, table.duties))) for table in duty_list.lists
        ),
    )


def _renamed(duty_list: DutyList, name_in: _NameIn) -> DutyList:
    return _with_duties(
        duty_list,
        lambda duty: replace(
            duty,
            department_clauses=_renamed_clauses(duty, duty.department_clauses, name_in),
            township_clauses=_renamed_clauses(duty, duty.township_clauses, name_in),
        ),
    )


def _renamed_clauses(
    duty: Duty, clauses: tuple[Clause, ...], name_in: _NameIn
) -> tuple[Clause, ...]:
    return tuple(
        replace(
            clause,
            actors=_renamed_actors(duty, clause.actors, name_in),
            children=_renamed_clauses(duty, clause.children, name_in),
        )
        for clause in clauses
    )


def _renamed_actors(duty: Duty, actors: tuple[Actor, ...], name_in: _NameIn) -> tuple[Actor, ...]:
    """The actors under their new names; of two that are one now, the first stays."""
    renamed: dict[str, Actor] = {}
    for actor in actors:
        name = name_in(duty, actor.office)
        renamed.setdefault(name, replace(actor, office=name))
    return tuple(renamed.values())


def _longest_first(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys((*one, *other)), key=len, reverse=True))


def _text(clause: Clause) -> str:
    return clause.label + clause.text
