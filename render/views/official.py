"""What the documents show, ready to be set: one view model that feeds PDF, Word, Excel and HTML.

Pure functions from the records to frozen dataclasses. Texts are Chinese as printed; nothing here
knows of points, pages of the output or file formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dutylist.records.actors import decided_by
from dutylist.records.assignments import FIELDS, PERSON, PHONE, STATION, Assignment
from dutylist.records.codes import short_code
from dutylist.records.labels import split_label
from dutylist.records.model import (
    KIND_NAMES,
    Clause,
    Duty,
    DutyList,
    DutyTable,
    Kind,
    Role,
    Span,
    with_children,
)
from dutylist.records.roles import HELPS, LEADS, role
from dutylist.records.text import squeezed
from dutylist.render.views.dates import printed_date
from dutylist.render.views.pages import page_numbers, page_words
from dutylist.render.views.widths import balanced_shares, row_lines

MARK_SHARED = "共同"
MARK_ALL = "各部门"
MARK_MENTIONED = "涉及"
MARK_UNASSIGNED = "未明确分工"
MARK_DECIDED = "人工确定"

MARK_MEANINGS: dict[str, str] = {
    MARK_SHARED: "该条由本部门与其他部门共同承担",
    MARK_ALL: "该条对所列各部门均适用",
    MARK_MENTIONED: "该条由其他主体承担，文中提到本部门",
    MARK_DECIDED: "清单该条没有写明由哪个部门承担，由工作人员确定，不是清单原文",
    MARK_UNASSIGNED: "清单该条没有写明、或没有全部认出由哪个部门承担，列出供参考",
}
MARK_ELSEWHERE = "另有"

_TOWNSHIPS = "乡镇（街道）"

ROLE_UNLISTED = "条文所列"
_ROLE_ORDER = (LEADS, HELPS, ROLE_UNLISTED)
ROLE_NOTE = (
    "清单未写明谁牵头的，所列第一个部门视为牵头，其余视为配合；"
    "没有列出、只在条文中写明的，记为条文所列。"
)

KEPT_LINES = 8
"""A row of at most so many lines is not broken across pages."""


@dataclass(frozen=True)
class ParagraphView:
    """A paragraph of a cell: its number as printed ("1.") or "", and what follows it.

    `label + text` is the paragraph exactly as in the records. `head` is true where it is a
    heading over other clauses.
    """

    label: str
    text: str
    head: bool = False


CellView = tuple[ParagraphView, ...]


@dataclass(frozen=True)
class RowView:
    """One duty as a table row.

    `opens` is true where the row's category begins; `kept` where the row is too short to be
    broken across pages.
    """

    cells: tuple[CellView, ...]
    category: str
    opens: bool
    kept: bool


@dataclass(frozen=True)
class ListView:
    """One of the lists. `shares` are the columns' parts of the table's width.

    `number_column` and `category_column` count from 0 and are None where no column holds just
    that; their text is repeated with "（续）" where a row goes on on the next page. Without a
    category column, categories stand as heading rows across the table.
    """

    title: str
    contents_title: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    number_column: int | None
    category_column: int | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class OfficialView:
    """The official list: cover lines and the lists."""

    title: str
    region: tuple[str, ...]
    issued: str
    lists: tuple[ListView, ...]


@dataclass(frozen=True)
class MarkedClause:
    """A clause with the mark that says how it concerns the reader ("" for its own clauses).

    `topic` is the heading to print above it (一、… or the clause whose sub-clause it is), "" where
    it is the same as for the one before.
    """

    label: str
    text: str
    mark: str = ""
    topic: str = ""


@dataclass(frozen=True)
class ExcerptDuty:
    """A cooperative duty as one department sees it. `helper` is the township that helps, or those
    that do. `contact` says who does it in the township, "" where nobody said."""

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
    taken_back: int
    duties: tuple[ExcerptDuty, ...]
    recalls: tuple[ExcerptRecall, ...]
    marks: tuple[tuple[str, str], ...]
    role_note: str
    cover: bool
    source_note: str = ""


@dataclass(frozen=True)
class CardSection:
    """A headed part of a card: who, and what they do."""

    head: str
    clauses: tuple[MarkedClause, ...]


@dataclass(frozen=True)
class CardView:
    """One duty on a card (责任卡).

    `assignment` is who does it in the township: the usual columns, empty where unknown, then the
    office's own.
    """

    code: str
    kind: str
    region: str
    number: str
    category: str
    name: str
    departments: tuple[str, ...]
    sections: tuple[CardSection, ...]
    source: str
    edition: str
    assignment: tuple[tuple[str, str], ...] = ()


def township_name(duty_list: DutyList) -> str:
    """What the documents call the place whose list it is."""
    return duty_list.place or _TOWNSHIPS


def helper_name(duty_list: DutyList, duty: Duty) -> str:
    """Who helps with a duty: the township whose list it is, or those that a department's own list
    names beside it."""
    if duty_list.side == "township":
        return township_name(duty_list)
    return _townships_beside(duty_list, duty)[1] or _TOWNSHIPS


def _townships_beside(duty_list: DutyList, duty: Duty) -> tuple[str, str]:
    """The header and the text of the column that names townships in a duty's row, "" for none."""
    for table in duty_list.lists:
        if "townships" in table.roles and any(duty is one for one in table.duties):
            column = table.roles.index("townships")
            return table.headers[column], " ".join(duty.cells[column].split())
    return "", ""


def shown_number(duty: Duty) -> str:
    """The duty's number, or its row's where the list prints none."""
    return str(duty.source.row if duty.number is None else duty.number)


def source_line(duty_list: DutyList, kind: Kind, duty: Duty) -> str:
    """Where a duty was read: list, number, page."""
    pages = page_words(duty_list, duty)
    place = f"，{pages}" if pages else ""
    return f"{KIND_NAMES[kind]}事项清单第{shown_number(duty)}项{place}"


def official_view(duty_list: DutyList, as_printed: bool = False) -> OfficialView:
    """The official list: every text as in the records, each clause a line of its own; `as_printed`:
    in the paragraphs of the source, which may run clauses on."""
    titles = [entry.title for entry in duty_list.contents]
    if len(titles) != len(duty_list.lists):
        titles = [table.title for table in duty_list.lists]
    lists = tuple(
        _list_view(table, title, as_printed)
        for table, title in zip(duty_list.lists, titles, strict=True)
    )
    return OfficialView(duty_list.title, duty_list.region, printed_date(duty_list.issued), lists)


def _list_view(table: DutyTable, contents_title: str, as_printed: bool) -> ListView:
    count = len(table.columns)
    cells = [_cells(duty, count, as_printed) for duty in table.duties]
    texts = [[[p.label + p.text for p in cell] for cell in row] for row in cells]
    shares = balanced_shares(table.headers, texts)
    categories = ["", *(duty.category for duty in table.duties)]
    rows = tuple(
        RowView(row, new, new not in ("", before), row_lines(paragraphs, shares) <= KEPT_LINES)
        for row, paragraphs, before, new in zip(
            cells, texts, categories, categories[1:], strict=False
        )
    )
    return ListView(
        title=table.title,
        contents_title=contents_title,
        columns=table.headers,
        shares=shares,
        number_column=_column_of(table, "number", [str(duty.number) for duty in table.duties]),
        category_column=_column_of(table, "category", [duty.category for duty in table.duties]),
        rows=rows,
    )


def _cells(duty: Duty, count: int, as_printed: bool) -> tuple[CellView, ...]:
    clauses = tuple(with_children((*duty.department_clauses, *duty.township_clauses)))
    heads = {clause.span for clause in clauses if clause.children}
    begins = {
        (clause.span.cell, clause.span.start)
        for clause in clauses
        if clause.span and not as_printed and (clause.label or clause.children)
    }
    padded = (*duty.cells, *[""] * (count - len(duty.cells)))[:count]
    return tuple(
        tuple(
            ParagraphView(*split_label(paragraph), head=span in heads)
            for paragraph, span in _paragraphs(
                cell, column, sorted(start for its, start in begins if its == column)
            )
        )
        for column, cell in enumerate(padded, start=1)
    )


def _paragraphs(cell: str, column: int, begins: Sequence[int]) -> Iterable[tuple[str, Span]]:
    """A cell's paragraphs, each with the place of what is no white space in it; another one begins
    at each of the offsets `begins`."""
    at = 0
    for whole in cell.split("\n"):
        cuts = [0, *(start - at for start in begins if 0 < start - at < len(whole)), len(whole)]
        for left, right in pairwise(cuts):
            piece = whole[left:right]
            text = piece if len(cuts) == 2 else piece.strip()
            if not text and len(cuts) > 2:
                continue
            begin = at + left + len(piece) - len(piece.lstrip())
            yield text, Span(column, begin, at + left + len(piece.rstrip()))
        at += len(whole) + 1


def _column_of(table: DutyTable, role: Role, texts: Sequence[str]) -> int | None:
    """The column of that role, where it holds just these texts, row by row (or nothing: merged
    cells); white space (党 建) makes no difference."""
    if role not in table.roles:
        return None
    column = table.roles.index(role)
    cells = [squeezed(duty.cells[column]) for duty in table.duties]
    fits = all(cell in (squeezed(text), "") for cell, text in zip(cells, texts, strict=True))
    return column if fits and any(cells) else None


def _department_mark(clause: Clause, department: str) -> str | None:
    """How a clause concerns a department; None where it does not.

    Behind 共同 and 未明确分工 stand, after a colon, those that it is shared with or that were
    recognised.
    """
    if _is_open(clause):
        known = "、".join(clause.departments)
        return f"{MARK_UNASSIGNED}：认出{known}，待确认" if known else MARK_UNASSIGNED
    if department in clause.departments:
        if clause.basis == "all":
            return MARK_ALL
        others = [name for name in clause.departments if name != department]
        if clause.basis == "decided":
            shared = f"与{'、'.join(others)}" if others else ""
            told = "；".join(filter(None, (decided_by(clause), shared)))
            return f"{MARK_DECIDED}：{told}" if told else MARK_DECIDED
        return f"{MARK_SHARED}：与{'、'.join(others)}" if others else ""
    if department in clause.mentions:
        return MARK_MENTIONED
    return MARK_ALL if clause.basis == "all" else None


def _is_open(clause: Clause) -> bool:
    """Whether whose it is stays to be settled by a person."""
    return clause.basis in ("none", "part") or not _says_who(clause)


def mark_word(mark: str) -> str:
    """A mark without what stands behind it: 共同：与县公安局 → 共同."""
    return mark.partition("：")[0]


def _says_who(clause: Clause) -> bool:
    """Whether it says who leads: 会同县公安局… does not, and all departments must see it."""
    return any(actor.part in ("does", "all") for actor in clause.actors)


@dataclass(frozen=True)
class _Leaf:
    """A clause proper and the text of the headings above it, department headings aside."""

    clause: Clause
    head: str


def _leaves(clauses: Sequence[Clause], head: str = "") -> Iterable[_Leaf]:
    for clause in clauses:
        if not clause.children:
            yield _Leaf(clause, head)
            continue
        told = clause.kind == "office" and clause.departments
        own = "" if told else clause.label + clause.text
        yield from _leaves(clause.children, "　".join(part for part in (head, own) if part))


def _with_topics(marked: Iterable[tuple[_Leaf, str]]) -> tuple[MarkedClause, ...]:
    """The clauses with the heading above them printed only where it changes."""
    clauses: list[MarkedClause] = []
    topic = ""
    for leaf, mark in marked:
        shown = leaf.head if leaf.head != topic else ""
        clauses.append(MarkedClause(leaf.clause.label, leaf.clause.text, mark, shown))
        topic = leaf.head
    return tuple(clauses)


def excerpt_view(duty_list: DutyList, department: str, cover: bool | None = None) -> ExcerptView:
    """What the list says about one department, by its canonical name; what it leads comes first.

    `cover` says whether a cover page stands before it; None: where there is more than one duty.
    """
    cooperative = duty_list.table("cooperative")
    recalled = duty_list.table("recalled")
    in_order = (
        _excerpt_duty(duty_list, duty, department)
        for duty in (cooperative.duties if cooperative else ())
        if concerns_duty(duty_list, duty, department)
    )
    duties = tuple(sorted(in_order, key=lambda duty: _ROLE_ORDER.index(duty.role)))
    recalls = tuple(
        recall
        for duty in (recalled.duties if recalled else ())
        for recall in _excerpt_recalls(duty_list, duty, department)
    )
    used = {mark_word(clause.mark) for duty in duties for clause in (*duty.clauses, *duty.township)}
    led = sum(duty.role == LEADS for duty in duties)
    known = next((d for d in duty_list.departments if d.name == department), None)
    return ExcerptView(
        department=department,
        spellings=tuple(s for s in known.spellings if s != department) if known else (),
        title=duty_list.title,
        region=duty_list.region,
        issued=printed_date(duty_list.issued),
        township=township_name(duty_list) if duty_list.side == "township" else _TOWNSHIPS,
        led=led,
        helped=len(duties) - led,
        taken_back=len(recalls),
        duties=duties,
        recalls=recalls,
        marks=(
            *((mark, text) for mark, text in MARK_MEANINGS.items() if mark in used),
            *_elsewhere(duty_list, department),
        ),
        role_note=ROLE_NOTE,
        cover=len(duties) + len(recalls) > 1 if cover is None else cover,
    )


def with_contacts(view: ExcerptView, rows: Mapping[str, Assignment]) -> ExcerptView:
    """The same with who does each duty in the township, by the duty's code."""
    return replace(
        view,
        duties=tuple(replace(duty, contact=_contact(rows.get(duty.code))) for duty in view.duties),
    )


def _contact(row: Assignment | None) -> str:
    texts = (row.value(column) for column in (STATION, PERSON, PHONE)) if row else ()
    return "　".join(" ".join(text.split()) for text in texts if text.strip())


def _canonical_departments(duty_list: DutyList, duty: Duty) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duty_list.canonical(name) for name in duty.departments))


def concerns_duty(duty_list: DutyList, duty: Duty, department: str) -> bool:
    """Whether a duty lists a department, or one of its clauses gives it work."""
    return department in _canonical_departments(duty_list, duty) or any(
        department in leaf.clause.departments for leaf in _leaves(duty.department_clauses)
    )


def _elsewhere(duty_list: DutyList, department: str) -> Iterable[tuple[str, str]]:
    """That other duties name the department, which neither list it nor give it work."""
    table = duty_list.table("cooperative")
    numbers = [
        shown_number(duty)
        for duty in (table.duties if table else ())
        if not concerns_duty(duty_list, duty, department)
        and any(department in leaf.clause.mentions for leaf in _leaves(duty.department_clauses))
    ]
    if numbers:
        yield MARK_ELSEWHERE, f"{len(numbers)} 项提到本部门（配合履职第{'、'.join(numbers)}项）"


def _excerpt_duty(duty_list: DutyList, duty: Duty, department: str) -> ExcerptDuty:
    listed = _canonical_departments(duty_list, duty)
    own = [
        (leaf, mark)
        for leaf in _leaves(duty.department_clauses)
        if (mark := _department_mark(leaf.clause, department)) is not None
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
        number=shown_number(duty),
        category=duty.category,
        name=duty.name,
        role=shown_role,
        departments=duty.departments,
        clauses=_with_topics(own),
        helper=helper_name(duty_list, duty),
        township=_with_topics(
            (leaf, MARK_MENTIONED if _concerns(leaf.clause, department) else "")
            for leaf in _leaves(duty.township_clauses)
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
            number=shown_number(duty),
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
    header, named = _townships_beside(duty_list, duty)
    return f"{header}：{named}" if named else ""


def card_view(
    duty_list: DutyList, kind: Kind, duty: Duty, assignment: Assignment | None = None
) -> CardView:
    """One duty with who does what."""
    blank = dict.fromkeys(FIELDS, "")
    written = dict(assignment.values) if assignment else {}
    return CardView(
        code=short_code(duty_list, kind, duty),
        kind=KIND_NAMES[kind],
        region=township_name(duty_list),
        number=shown_number(duty),
        category=duty.category,
        name=duty.name,
        departments=duty.departments,
        sections=_card_sections(duty_list, kind, duty),
        source=source_line(duty_list, kind, duty),
        edition=duty_list.issued,
        assignment=tuple((blank | written).items()),
    )


def _card_sections(duty_list: DutyList, kind: Kind, duty: Duty) -> tuple[CardSection, ...]:
    if kind == "basic":
        return ()
    if kind == "recalled":
        beside, named = _townships_beside(duty_list, duty)
        return (
            *([CardSection(beside, (MarkedClause("", named),))] if named else []),
            *(
                CardSection(
                    f"{duty_list.canonical(takeover.department)}工作方式",
                    tuple(MarkedClause("", line) for line in takeover.method.split("\n") if line),
                )
                for takeover in duty.takeover
            ),
        )
    heads_of = _department_heads(duty_list, duty)
    groups: dict[str, list[tuple[_Leaf, str]]] = {}
    for leaf in _leaves(duty.department_clauses):
        groups.setdefault(_card_head(leaf.clause, heads_of), []).append((leaf, ""))
    order = list(heads_of.values())
    heads = sorted(groups, key=lambda head: order.index(head) if head in order else len(order))
    sections = [CardSection(head, _with_topics(groups[head])) for head in heads]
    township = _with_topics((leaf, "") for leaf in _leaves(duty.township_clauses))
    if township:
        sections.append(CardSection(f"{helper_name(duty_list, duty)}配合职责", township))
    return tuple(sections)


def _department_heads(duty_list: DutyList, duty: Duty) -> dict[str, str]:
    """What stands above each department's clauses, by canonical name, in the row's order."""
    heads: dict[str, str] = {}
    for printed in duty.departments:
        name = duty_list.canonical(printed)
        shown = name if len(duty.departments) == 1 else f"{name}（{role(duty, printed)}）"
        heads.setdefault(name, shown)
    return heads


def _card_head(clause: Clause, heads_of: dict[str, str]) -> str:
    if _is_open(clause):
        known = "、".join(clause.departments)
        return f"{MARK_UNASSIGNED}（认出{known}，待确认）" if known else MARK_UNASSIGNED
    if clause.basis == "all":
        return "各相关部门"
    by_whom = ""
    if clause.basis == "decided":
        by_whom = f"（{'：'.join(filter(None, (MARK_DECIDED, decided_by(clause))))}）"
    if len(clause.departments) > 1:
        return f"{MARK_SHARED}承担：{'、'.join(clause.departments)}{by_whom}"
    return heads_of.get(clause.departments[0], clause.departments[0]) + by_whom
