"""What a card (责任卡) shows: one duty with who does what."""

from __future__ import annotations

from dataclasses import dataclass

from dutylist.records.assignments import (
    FIELDS,
    Assignment,
)
from dutylist.records.codes import short_code
from dutylist.records.model import KIND_NAMES, Clause, Duty, DutyList, Kind
from dutylist.records.roles import lead_is_presumed, role
from dutylist.records.wording import said
from dutylist.render.views.marked import (
    MARK_SHARED,
    MARK_UNASSIGNED,
    Leaf,
    MarkedClause,
    called,
    decided_mark,
    headed_leaves,
    is_open,
    with_topics,
)
from dutylist.render.views.names import (
    helper_name,
    source_line,
    township_name,
    townships_beside,
)


@dataclass(frozen=True)
class CardSection:
    """A headed part of a card: who, and what they do."""

    head: str
    clauses: tuple[MarkedClause, ...]


@dataclass(frozen=True)
class CardView:
    """One duty on a card (责任卡).

    `assignment` is who does it in the township: the usual columns, empty where unknown, then the
    office's own. `lead_note` is said behind the departments where the list does not say who leads.
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
    lead_note: str = ""


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
        number=duty.number_or_row,
        category=duty.category,
        name=duty.name,
        departments=duty.departments,
        lead_note=_lead_note(kind, duty),
        sections=_card_sections(duty_list, kind, duty),
        source=source_line(duty_list, kind, duty),
        edition=duty_list.issued,
        assignment=tuple((blank | written).items()),
    )


def _lead_note(kind: Kind, duty: Duty) -> str:
    """What is to be said where the card says who leads and the list does not."""
    return said("card.lead_note") if kind == "cooperative" and lead_is_presumed(duty) else ""


def _card_sections(duty_list: DutyList, kind: Kind, duty: Duty) -> tuple[CardSection, ...]:
    if kind == "basic":
        return ()
    if kind == "recalled":
        beside, named = townships_beside(duty_list, duty)
        return (
            *([CardSection(beside, (MarkedClause("", named),))] if named else []),
            *(
                CardSection(
                    said("card.method", office=duty_list.canonical(takeover.department)),
                    tuple(MarkedClause("", line) for line in takeover.method.split("\n") if line),
                )
                for takeover in duty.takeover
            ),
        )
    heads_of = _department_heads(duty_list, duty)
    groups: dict[str, list[tuple[Leaf, str]]] = {}
    for leaf in headed_leaves(duty.department_clauses):
        groups.setdefault(_card_head(leaf.clause, heads_of), []).append((leaf, ""))
    order = list(heads_of.values())
    heads = sorted(groups, key=lambda head: order.index(head) if head in order else len(order))
    sections = [CardSection(head, with_topics(groups[head])) for head in heads]
    township = with_topics((leaf, "") for leaf in headed_leaves(duty.township_clauses))
    if township:
        sections.append(
            CardSection(
                said("card.township_duties", township=helper_name(duty_list, duty)), township
            )
        )
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
    if is_open(clause):
        known = "、".join(clause.departments)
        if not known:
            return MARK_UNASSIGNED
        return said("card.recognised", mark=MARK_UNASSIGNED, offices=known)
    if clause.basis == "all":
        return said("card.all")
    acting = [actor for actor in clause.actors if actor.part != "named"]
    how = ""
    if clause.basis == "decided":
        hows = dict.fromkeys(map(decided_mark, acting))
        how = f"（{'；'.join(hows)}）"
    if len(clause.departments) > 1:
        names = "、".join(map(called, acting))
        together = said("card.together", mark=MARK_SHARED, offices=names)
        return together + how
    return heads_of.get(clause.departments[0], clause.departments[0]) + how
