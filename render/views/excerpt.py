"""What an excerpt (摘录) shows: all that one department needs from the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dutylist.records.assignments import (
    PERSON,
    PHONE,
    STATION,
    Assignment,
)
from dutylist.records.codes import short_code
from dutylist.records.model import Clause, Duty, DutyList
from dutylist.records.roles import HELPS, LEADS, role
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.marked import (
    MARK_MEANINGS,
    MARK_MENTIONED,
    MARK_UNASSIGNED,
    MarkedClause,
    department_mark,
    headed_leaves,
    mark_word,
    with_topics,
)
from dutylist.render.views.names import (
    TOWNSHIPS,
    helper_name,
    source_line,
    title_below,
    township_name,
    townships_beside,
)
from dutylist.render.views.pages import page_numbers

MARK_ELSEWHERE = said("marks.elsewhere")
ROLE_UNLISTED = said("excerpt.listed_in_clauses")
_ROLE_ORDER = (LEADS, HELPS, ROLE_UNLISTED)


@dataclass(frozen=True)
class ExcerptDuty:
    """A cooperative duty as one department sees it. `helper` is the township that helps, or those
    that do. `contact` says who does it in the township, "" where nobody said; `assignment` has
    all columns of the assignments' workbook, the office's own among them."""

    code: str
    number: str
    category: str
    name: str
    role: str
    departments: tuple[str, ...]
    clauses: tuple[MarkedClause, ...]
    helper: str
    township: tuple[MarkedClause, ...]
    source: str
    pages: str
    contact: str = ""
    assignment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ExcerptRecall:
    """A duty that the department took back from the township, and how it works now."""

    code: str
    number: str
    category: str
    name: str
    methods: tuple[str, ...]
    source: str
    pages: str
    assignment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ExcerptView:
    """Everything one department needs from the list (摘录). `source_note` says what stands behind
    it, "" for nothing."""

    department: str
    spellings: tuple[str, ...]
    title: str
    region: tuple[str, ...]
    issued: str
    township: str
    led: int
    helped: int
    named: int
    taken_back: int
    duties: tuple[ExcerptDuty, ...]
    recalls: tuple[ExcerptRecall, ...]
    marks: tuple[tuple[str, str], ...]
    role_note: str
    cover: bool
    source_note: str = ""


def excerpt_view(duty_list: DutyList, department: str, cover: bool | None = None) -> ExcerptView:
    """What the list says about one department, by its canonical name; what it leads comes first.

    `cover` says whether a cover page stands before it; None: where there is more than one duty.
    """
    cooperative = duty_list.table("cooperative")
    recalled = duty_list.table("recalled")
    in_order = (
        _excerpt_duty(duty_list, duty, department)
        for duty in (cooperative.duties if cooperative else ())
        if department in duty.acting
    )
    duties = tuple(sorted(in_order, key=lambda duty: _ROLE_ORDER.index(duty.role)))
    recalls = tuple(
        recall
        for duty in (recalled.duties if recalled else ())
        for recall in _excerpt_recalls(duty_list, duty, department)
    )
    used = {mark_word(clause.mark) for duty in duties for clause in (*duty.clauses, *duty.township)}
    led, helped, named = (sum(duty.role == one for duty in duties) for one in _ROLE_ORDER)
    known = next((d for d in duty_list.departments if d.name == department), None)
    return ExcerptView(
        department=department,
        spellings=tuple(s for s in known.spellings if s != department) if known else (),
        title=title_below(duty_list),
        region=duty_list.region,
        issued=printed_date(duty_list.issued),
        township=township_name(duty_list) if duty_list.side == "township" else said(TOWNSHIPS),
        led=led,
        helped=helped,
        named=named,
        taken_back=len(recalls),
        duties=duties,
        recalls=recalls,
        marks=(
            *((mark, text) for mark, text in MARK_MEANINGS.items() if mark in used),
            *_elsewhere(duty_list, department),
        ),
        role_note=said("excerpt.role_note"),
        cover=len(duties) + len(recalls) > 1 if cover is None else cover,
    )


def with_assignments(view: ExcerptView, rows: Mapping[str, Assignment]) -> ExcerptView:
    """The same with who does each duty in the township, by the duty's code."""

    def values(code: str) -> tuple[tuple[str, str], ...]:
        return rows[code].values if code in rows else ()

    return replace(
        view,
        duties=tuple(
            replace(duty, contact=_contact(rows.get(duty.code)), assignment=values(duty.code))
            for duty in view.duties
        ),
        recalls=tuple(replace(one, assignment=values(one.code)) for one in view.recalls),
    )


def _contact(row: Assignment | None) -> str:
    texts = (row.value(column) for column in (STATION, PERSON, PHONE)) if row else ()
    return "　".join(" ".join(text.split()) for text in texts if text.strip())


def _elsewhere(duty_list: DutyList, department: str) -> Iterable[tuple[str, str]]:
    """That other duties name the department, which neither list it nor give it work."""
    table = duty_list.table("cooperative")
    numbers = [
        duty.number_or_row
        for duty in (table.duties if table else ())
        if department not in duty.acting
        and any(
            department in leaf.clause.mentions for leaf in headed_leaves(duty.department_clauses)
        )
    ]
    if numbers:
        yield (
            MARK_ELSEWHERE,
            said("marks.elsewhere_means", count=len(numbers), numbers="、".join(numbers)),
        )


def _excerpt_duty(duty_list: DutyList, duty: Duty, department: str) -> ExcerptDuty:
    listed = duty.offices
    own = [
        (leaf, mark)
        for leaf in headed_leaves(duty.department_clauses)
        if (mark := department_mark(leaf.clause, department)) is not None
    ]
    if department in listed:
        printed = next(n for n in duty.departments if duty_list.canonical(n) == department)
        shown_role = role(duty, printed)
    else:
        # Named in the clauses only: what names nobody concerns those that the row lists.
        own = [
            (leaf, mark)
            for leaf, mark in own
            if mark_word(mark) != MARK_UNASSIGNED or department in leaf.clause.departments
        ]
        shown_role = ROLE_UNLISTED
    return ExcerptDuty(
        code=short_code(duty_list, "cooperative", duty),
        number=duty.number_or_row,
        category=duty.category,
        name=duty.name,
        role=shown_role,
        departments=duty.departments,
        clauses=with_topics(own),
        helper=helper_name(duty_list, duty),
        township=with_topics(
            (leaf, MARK_MENTIONED if _concerns(leaf.clause, department) else "")
            for leaf in headed_leaves(duty.township_clauses)
        ),
        source=source_line(duty_list, "cooperative", duty),
        pages=page_numbers(duty_list, duty),
    )


def _concerns(clause: Clause, department: str) -> bool:
    return department in clause.mentions or department in clause.departments


def _excerpt_recalls(duty_list: DutyList, duty: Duty, department: str) -> Iterable[ExcerptRecall]:
    methods = tuple(
        takeover.method
        for takeover in duty.takeover
        if duty_list.canonical(takeover.department) == department
    )
    if methods:
        yield ExcerptRecall(
            code=short_code(duty_list, "recalled", duty),
            number=duty.number_or_row,
            category=duty.category,
            name=duty.name,
            methods=(
                *([beside] if (beside := _beside(duty_list, duty)) else []),
                *(line for method in methods for line in method.split("\n") if line),
            ),
            source=source_line(duty_list, "recalled", duty),
            pages=page_numbers(duty_list, duty),
        )


def _beside(duty_list: DutyList, duty: Duty) -> str:
    """The townships that a duty of a department's own list names, as printed, with the header."""
    header, named = townships_beside(duty_list, duty)
    return f"{header}：{named}" if named else ""
