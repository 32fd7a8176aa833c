"""What a clerk should look at in a list: numbering, contents page, columns, departments, clauses.

Each finding says where (list, page, duty) and what; nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from dutylist.records.findings import Code, Finding, Level
from dutylist.records.model import (
    KIND_NAMES,
    UNSETTLED,
    Clause,
    ContentsEntry,
    Doubt,
    Duty,
    DutyList,
    DutyTable,
    Kind,
    Note,
    Role,
    Side,
    leaves,
    with_children,
)
from dutylist.records.patterns import Pattern
from dutylist.records.text import squeezed

_HALF_WIDTH_MARK = Pattern(r"(?<=[一-鿿])[;,:]")

_NEEDED: dict[Kind, tuple[tuple[str, tuple[Role, ...]], ...]] = {
    "basic": (("序号", ("number",)), ("事项名称", ("name",))),
    "cooperative": (
        ("序号", ("number",)),
        ("事项名称", ("name",)),
        ("对应上级部门", ("departments", "department duties")),
        ("上级部门职责", ("department duties",)),
        ("乡镇配合职责", ("township duties",)),
    ),
    "recalled": (
        ("序号", ("number",)),
        ("事项名称", ("name",)),
        # In a sheet of all kinds a column names them; in a department's own list it is that one.
        ("承接部门", ("takeover", "takeover department", "departments", "townships")),
        ("工作方式", ("takeover", "takeover method")),
    ),
}


_OF_KIND: dict[Kind, tuple[Role, ...]] = {
    "basic": ("name",),
    "cooperative": ("name", "departments", "department duties", "township duties"),
    "recalled": ("name", "takeover", "takeover department", "takeover method"),
}
"""What a row of each kind fills in, in a sheet that has all kinds."""


def check(duty_list: DutyList) -> tuple[Finding, ...]:
    """All findings, list by list in reading order; those of the whole document come first."""
    findings = [
        *_contents(duty_list),
        *_missing_lists(duty_list),
        *map(_note, duty_list.notes),
    ]
    last: int | None = None
    for table in duty_list.lists:
        of_table = [
            *_columns(table, duty_list.side),
            *_empty_throughout(table),
            *_numbering(table, last),
            *_categories(table),
            *_repeated(table),
            *_spellings(duty_list, table),
            *(one for duty in table.duties for one in _duty(duty_list, table, duty)),
        ]
        findings.extend(_in_order(table, of_table))
        last = table.duties[-1].number if table.duties else last
    return tuple(findings)


def _in_order(table: DutyTable, findings: Iterable[Finding]) -> list[Finding]:
    """A list's findings in the order of its duties; those of the whole list come first."""
    order = {
        (duty.source.row, duty.number, duty.label): at
        for at, duty in reversed(list(enumerate(table.duties)))
    }
    return sorted(findings, key=lambda one: order.get((one.row, one.number, one.label), -1))


def _note(note: Note) -> Finding:
    return Finding("note", "error" if note.damage else "doubt", note.text, page=note.page)


def _contents(duty_list: DutyList) -> Iterator[Finding]:
    """The contents page against the pages where the lists begin.

    The contents page gives printed page numbers. Where none are known, they mostly begin after
    the cover: what all lists are off by is no mistake.
    """
    matched: set[str] = set()
    starts: list[tuple[ContentsEntry, DutyTable, int]] = []
    for entry in duty_list.contents:
        table = next((table for table in duty_list.lists if _names_list(entry.title, table)), None)
        if table is None:
            yield Finding(
                "contents", "error", f"目录列有“{entry.title}”，正文没有这个清单", page=entry.page
            )
            continue
        matched.add(table.kind)
        pages = table.duties[0].source.pages if table.duties else ()
        if pages:
            starts.append((entry, table, pages[0]))
        else:
            yield Finding(
                "contents", "hint", f"原件没有页码，目录中“{entry.title}”的页码无法核对", table.kind
            )
    offsets = Counter(page - entry.page for entry, _, page in starts)
    usual = min(offsets, key=lambda offset: (-offsets[offset], abs(offset)), default=0)
    for entry, table, page in starts:
        printed = duty_list.printed_number(page)
        really = int(printed) if printed.isdecimal() else page - usual
        if really != entry.page:
            yield Finding(
                "contents",
                "error",
                f"目录中“{entry.title}”在第 {entry.page} 页，实际在第 {really} 页",
                table.kind,
                page,
            )
    if duty_list.contents:
        for table in duty_list.lists:
            if table.kind not in matched:
                yield Finding(
                    "contents", "error", f"目录没有列出“{_table_name(table)}”", table.kind
                )


def _names_list(entry_title: str, table: DutyTable) -> bool:
    wanted = squeezed(entry_title)
    title = squeezed(table.title)
    return (bool(title) and (wanted in title or title in wanted)) or KIND_NAMES[
        table.kind
    ] in wanted


def _missing_lists(duty_list: DutyList) -> Iterator[Finding]:
    found = {table.kind for table in duty_list.lists}
    for kind, name in KIND_NAMES.items():
        if kind in found:
            continue
        title = re.compile(rf"[^，。；：]{{0,30}}{name}(?:事项)?清单(?:[（(].{{0,12}}[）)])?")
        left_out = ((note.page, note.text.rpartition("：")[2]) for note in duty_list.notes)
        standing = ((0, duty_list.title), *left_out)
        page = next((page for page, text in standing if title.fullmatch(text)), None)
        if page is None:
            # A department's own list has what townships help with, and what it took back.
            if (kind, duty_list.side) != ("basic", "department"):
                yield Finding("columns", "doubt", f"没有读到{name}事项清单", kind)
        else:
            said = f"原件上有{name}事项清单的标题，没有读成清单，请对照原件补录"
            yield Finding("columns", "error", said, kind, page)


def _columns(table: DutyTable, side: Side) -> Iterator[Finding]:
    roles = table.roles
    page = table.duties[0].source.pages[0] if table.duties and table.duties[0].source.pages else 0
    for name, accepted in _NEEDED[table.kind]:
        if not any(role in accepted for role in roles):
            yield Finding("columns", "error", f"缺少“{name}”一栏", table.kind, page)
    grouped = "category" in roles or any(duty.category for duty in table.duties)
    # What townships help a department with needs no groups in its own list.
    if not grouped and (side == "township" or table.kind == "basic"):
        yield Finding("columns", "doubt", "没有事项类别，既无此栏也无类别标题行", table.kind, page)


def _numbering(table: DutyTable, before_it: int | None) -> Iterator[Finding]:
    """`before_it` is the last number of the list before."""
    numbers = [duty.number for duty in table.duties]
    if not any(number is not None for number in numbers):
        yield from _numberless(table)
        return
    if numbers[0] not in (1, None):
        goes_on = before_it is not None and numbers[0] == before_it + 1
        said = f"序号{'接着前一张清单，' * goes_on}从 {numbers[0]} 开始"
        yield _at(table, table.duties[0], "numbering", "hint" if goes_on else "error", said)
    for duty in table.duties:
        if duty.number is None:
            yield _at(table, duty, "numbering", "error", _without_number(table, duty))
    for before, duty in pairwise(table.duties):
        if duty.number is None or before.number is None:
            continue
        if duty.number == 1 and duty.category != before.category:
            continue
        if duty.number == before.number:
            yield _at(table, duty, "numbering", "error", f"序号 {duty.number} 重复")
        elif duty.number < before.number:
            yield _at(
                table, duty, "numbering", "error", f"序号 {before.number} 之后是 {duty.number}"
            )
        elif duty.number > before.number + 1:
            missing = _span(before.number + 1, duty.number - 1)
            yield _at(table, duty, "numbering", "error", f"缺少序号 {missing}")


def _numberless(table: DutyTable) -> Iterator[Finding]:
    """A list none of whose duties has a number."""
    if all(duty.label for duty in table.duties):
        yield from _labels_in_order(table)
    elif any(_printed(table, duty, "number").strip() for duty in table.duties):
        yield from (
            _at(table, duty, "numbering", "error", _without_number(table, duty))
            for duty in table.duties
            if not duty.label
        )
    elif table.duties:
        yield Finding("numbering", "hint", "各项均没有序号", table.kind)


def _labels_in_order(table: DutyTable) -> Iterator[Finding]:
    """Labels such as 1-1, 1-2, 2-1: the last number goes on, or begins anew behind another one."""
    parts = [tuple(map(int, re.findall(r"\d+", duty.label))) for duty in table.duties]
    alike = len({len(part) for part in parts}) == 1 and bool(parts[0])
    seen: set[str] = set()
    for at, duty in enumerate(table.duties):
        before = table.duties[at - 1] if at else None
        if duty.label in seen:
            yield _at(table, duty, "numbering", "error", f"序号 {duty.label} 重复")
        elif before and alike and not _follows(parts[at - 1], parts[at]):
            message = f"序号 {before.label} 之后是 {duty.label}"
            yield _at(table, duty, "numbering", "error", message)
        seen.add(duty.label)


def _follows(before: tuple[int, ...], part: tuple[int, ...]) -> bool:
    if before[:-1] == part[:-1]:
        return part[-1] == before[-1] + 1
    return part[-1] == 1 and part > before


def _without_number(table: DutyTable, duty: Duty) -> str:
    """What stands in the number cell of a duty that has no number."""
    printed = " ".join(_printed(table, duty, "number").split())
    name = f"“{duty.name[:20]}”"
    if not printed:
        return f"{name}没有序号"
    if len(re.findall(r"\d+", printed)) > 1:
        return f"{name}的序号写作“{printed[:20]}”，可能几项写在或读成了一行"
    return f"{name}的序号写作“{printed[:20]}”，看不出是第几项"


def _printed(table: DutyTable, duty: Duty, role: Role) -> str:
    """The text of a duty's cells in the columns of that role."""
    return "\n".join(
        cell for column, cell in zip(table.columns, duty.cells, strict=False) if column.role == role
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _categories(table: DutyTable) -> Iterator[Finding]:
    seen: set[str] = set()
    for category, group in groupby(table.duties, key=lambda duty: duty.category):
        first = next(group)
        if category in seen and category:
            yield _at(table, first, "category", "hint", f"类别“{category}”分在不相连的几处")
        seen.add(category)


def _repeated(table: DutyTable) -> Iterator[Finding]:
    counts = Counter(squeezed(duty.name) for duty in table.duties)
    for duty in table.duties:
        name = squeezed(duty.name)
        if name and counts[name] > 1:
            yield _at(
                table, duty, "repeated duty", "doubt", f"事项“{name[:20]}”出现 {counts[name]} 次"
            )


def _spellings(duty_list: DutyList, table: DutyTable) -> Iterator[Finding]:
    """Where a list's duties name an office otherwise than it is called in most of all lists."""
    used = Counter(
        name for each in duty_list.lists for duty in each.duties for name in duty.departments
    )
    for department in duty_list.departments:
        if len(department.spellings) < 2:
            continue
        parts = "、".join(f"“{name}”（{used[name]} 次）" for name in department.spellings)
        sure = "是" if department.confirmed else "应是"
        level: Level = "hint" if department.confirmed else "doubt"
        others = set(department.spellings) - {department.name}
        yield from (
            _at(
                table,
                duty,
                "spelling",
                level,
                f"“{name}”与“{department.name}”{sure}同一部门，写法不一：{parts}",
            )
            for duty in table.duties
            for name in duty.departments
            if name in others
        )


def _duty(duty_list: DutyList, table: DutyTable, duty: Duty) -> Iterator[Finding]:
    yield from _empty(table, duty)
    yield from _differing(table, duty)
    yield from _doubts(table, duty)
    if table.kind == "cooperative":
        yield from _clause_findings(duty_list, table, duty)
    if table.kind == "recalled":
        for part in duty.takeover:
            if not part.department:
                yield _at(table, duty, "empty cell", "doubt", "承接部门没有写明")
            elif not part.method:
                yield _at(table, duty, "empty cell", "doubt", f"“{part.department}”没有写工作方式")
    marks = sorted({mark for cell in duty.cells for mark in _HALF_WIDTH_MARK.findall(cell)})
    if marks:
        shown = "、".join(f"“{mark}”" for mark in marks)
        yield _at(table, duty, "punctuation", "hint", f"中文间有半角标点 {shown}（记录照原文保留）")


def _doubts(table: DutyTable, duty: Duty) -> Iterator[Finding]:
    """One finding a column for what a scan was not read with certainty, one for corrections."""
    for column, group in groupby(duty.doubts, key=lambda doubt: doubt.cell):
        doubts = list(group)
        text = duty.cells[column - 1]
        name = table.columns[column - 1].text
        page = duty.source.boxes[column - 1][0].page if _has_box(duty, column) else 0
        unsure = [_in_context(text, doubt) for doubt in doubts if not doubt.read]
        if unsure:
            shown = "、".join(unsure[:5]) + (f" 等 {len(unsure)} 处" if len(unsure) > 5 else "")
            message = f"“{name}”一栏识别没有把握，请对照原件：{shown}"
            yield _at(table, duty, "doubtful reading", "doubt", message, page)
        for doubt in doubts:
            if doubt.read:
                message = (
                    f"“{name}”一栏识别为“{doubt.read}”，已按清单用语更正为"
                    f"“{text[doubt.start : doubt.end]}”，请对照原件"
                )
                yield _at(table, duty, "doubtful reading", "doubt", message, page)


def _has_box(duty: Duty, column: int) -> bool:
    return len(duty.source.boxes) >= column and bool(duty.source.boxes[column - 1])


def _in_context(text: str, doubt: Doubt) -> str:
    """The doubtful characters in brackets between their neighbours."""
    before, after = text[max(doubt.start - 3, 0) : doubt.start], text[doubt.end : doubt.end + 3]
    return f"{before}【{text[doubt.start : doubt.end]}】{after}".replace("\n", " ")


def _empty_throughout(table: DutyTable) -> Iterator[Finding]:
    """Columns that no duty of the list fills, told once: what belongs there stands in a column
    that nobody knows."""
    unknown = "、".join(f"“{one.text}”" for one in table.columns if one.role is None and one.text)
    for column in sorted(_nowhere_filled(table)):
        yield Finding(
            "empty cell",
            "error",
            f"“{table.columns[column].text}”一栏 {len(table.duties)} 项都是空的，"
            f"表里不认识的栏有{unknown}：先说明那里是什么",
            table.kind,
        )


def _nowhere_filled(table: DutyTable) -> set[int]:
    """The columns, from 0, that should be filled and that no duty fills, where several duties have
    text in a column that nobody knows."""
    duties = table.duties
    filled = [
        any(at < len(duty.cells) and duty.cells[at].strip() for duty in duties)
        for at in range(len(table.columns))
    ]
    unknown = [one.role is None and bool(one.text.strip()) for one in table.columns]
    if len(duties) < 2 or not any(map(all, zip(filled, unknown, strict=True))):
        return set()
    mixed = "kind" in table.roles
    departments = any(
        one.role == "departments" and full for one, full in zip(table.columns, filled, strict=True)
    )
    return {
        at
        for at, (column, full) in enumerate(zip(table.columns, filled, strict=True))
        if not full
        and column.role not in _MAY_BE_EMPTY
        and not (mixed and column.role not in _OF_KIND[table.kind])
        and not (column.role == "departments" and departments)
    }


_MAY_BE_EMPTY: tuple[Role | None, ...] = ("category", "number", "remark", None)


def _empty(table: DutyTable, duty: Duty) -> Iterator[Finding]:
    mixed = "kind" in table.roles
    throughout = _nowhere_filled(table)
    filled = {
        column.role for column, cell in zip(table.columns, duty.cells, strict=False) if cell.strip()
    }
    for at, (column, cell) in enumerate(zip(table.columns, duty.cells, strict=False)):
        # Where several columns have departments, no row needs to fill them all.
        if column.role == "departments" and "departments" in filled:
            continue
        if mixed and column.role not in _OF_KIND[table.kind]:
            continue
        if not cell.strip() and column.role not in _MAY_BE_EMPTY and at not in throughout:
            yield _at(table, duty, "empty cell", "error", f"“{column.text}”一栏是空的")
        if cell.strip() and not column.text.strip():
            shown = " ".join(cell.split())[:40]
            yield _at(table, duty, "columns", "doubt", f"表头没有的一栏里有文字：“{shown}”")
    if not duty.category and any(other.category for other in table.duties):
        yield _at(table, duty, "category", "error", "没有事项类别")


def _differing(table: DutyTable, duty: Duty) -> Iterator[Finding]:
    """What the record says and its cells do not: somebody changed one of them by hand."""
    said: tuple[tuple[str, Role, str], ...] = (
        ("事项名称", "name", duty.name),
        ("事项类别", "category", duty.category),
    )
    for name, role, text in said:
        printed = _printed(table, duty, role)
        if printed.strip() and squeezed(printed) != squeezed(text):
            yield _at(
                table,
                duty,
                "columns",
                "error",
                f"记录中的{name}“{text[:20]}”与原文单元格“{squeezed(printed)[:20]}”不一致",
            )


def _clause_findings(duty_list: DutyList, table: DutyTable, duty: Duty) -> Iterator[Finding]:
    listed = {duty_list.canonical(name) for name in duty.departments}
    own = tuple(with_children(duty.department_clauses))
    yield from _unlisted_doers(table, duty, own, listed)
    yield from _unknown_headings(table, duty)
    acting = {name for clause in own for name in clause.departments}
    idle = [
        name
        for name in duty.departments
        if duty.department_clauses and duty_list.canonical(name) not in acting
    ]
    yield from _unassigned(table, duty, idle)
    everything = (*own, *with_children(duty.township_clauses))
    yield from _only_mentioned(table, duty, everything, listed)
    yield from _clause_numbering(table, duty, duty.department_clauses)
    yield from _clause_numbering(table, duty, duty.township_clauses)


def _unlisted_doers(
    table: DutyTable, duty: Duty, clauses: Sequence[Clause], listed: Container[str]
) -> Iterator[Finding]:
    """Each office that clauses give work and the row does not list, once."""
    doers: dict[str, list[Clause]] = {}
    for clause in clauses:
        for name in clause.departments:
            if name not in listed:
                doers.setdefault(name, []).append(clause)
    for name, its in doers.items():
        message = f"条文{_heads(its)}由“{name}”承担，但本项没有列出该部门"
        yield _at(table, duty, "unlisted department", "doubt", message, its[0].page)


def _only_mentioned(
    table: DutyTable, duty: Duty, clauses: Sequence[Clause], listed: Container[str]
) -> Iterator[Finding]:
    """The offices that clauses only mention and the row does not list, in one finding."""
    named = [
        (clause, others)
        for clause in clauses
        if (others := [name for name in clause.mentions if name not in listed])
    ]
    if named:
        told = "；条文".join(
            f"{_heads([clause])}提到{'、'.join(f'“{name}”' for name in others)}"
            for clause, others in named
        )
        one = len({name for _, others in named for name in others}) == 1
        message = f"条文{told}，本项没有列出{'该' if one else '这些'}部门"
        yield _at(table, duty, "unlisted department", "hint", message, named[0][0].page)


def _unknown_headings(table: DutyTable, duty: Duty) -> Iterator[Finding]:
    for clause in with_children(duty.department_clauses):
        if clause.kind == "office" and clause.children and clause.basis in UNSETTLED:
            message = f"标题“{_head(clause)}”没有认出，其下的条文没有归到部门"
            if clause.departments:
                message = f"标题“{_head(clause)}”只认出{'、'.join(clause.departments)}，请确认"
            yield _at(table, duty, "unknown heading", "doubt", message, clause.page)


def _unassigned(table: DutyTable, duty: Duty, idle: Sequence[str]) -> Iterator[Finding]:
    """Clauses that name nobody or a doer nobody knows, with the listed offices that no clause
    names (`idle`): who says whose the clauses are answers all of it."""
    found = list(leaves(duty.department_clauses))
    nobodys = [clause for clause in found if clause.basis == "none"]
    partly = [clause for clause in found if clause.basis == "part"]
    said = [f"条文{_heads(nobodys)}没有写明由哪个部门承担"] if nobodys else []
    known: dict[tuple[str, ...], list[Clause]] = {}
    for clause in partly:
        known.setdefault(clause.departments, []).append(clause)
    said += [
        f"条文{_heads(its)}由谁承担没有全部认出，认出的是{'、'.join(offices)}，请确认"
        for offices, its in known.items()
    ]
    if idle:
        names = "、".join(f"“{name}”" for name in idle)
        each = "其" if len(idle) == 1 else "它们"
        said.append(f"{names}列为对应部门，但没有一条职责写明由{each}承担")
    if said:
        open_ones = [*nobodys, *partly]
        code: Code = "unassigned clause" if open_ones else "department without clause"
        page = open_ones[0].page if open_ones else 0
        yield _at(table, duty, code, "doubt", "；".join(said), page)


def _clause_numbering(
    table: DutyTable, duty: Duty, clauses: tuple[Clause, ...]
) -> Iterator[Finding]:
    numbers = [clause.number for clause in clauses if clause.number]
    for before, after in pairwise(numbers):
        if after not in (before + 1, 1):
            yield _at(
                table,
                duty,
                "clause numbering",
                "error",
                f"条文编号 {before} 之后是 {after}",
                clauses[0].page,
            )
    for clause in clauses:
        yield from _clause_numbering(table, duty, clause.children)


def _head(clause: Clause) -> str:
    text = clause.label + clause.text
    return text if len(text) <= 24 else text[:23] + "…"


def _heads(clauses: Sequence[Clause]) -> str:
    return "、".join(f"“{_head(clause)}”" for clause in clauses)


def _table_name(table: DutyTable) -> str:
    return table.title or f"{KIND_NAMES[table.kind]}事项清单"


def _at(
    table: DutyTable, duty: Duty, code: Code, level: Level, message: str, page: int = 0
) -> Finding:
    first = duty.source.pages[0] if duty.source.pages else 0
    row, number, label = duty.source.row, duty.number, duty.label
    return Finding(code, level, message, table.kind, page or first, row, number, label=label)
