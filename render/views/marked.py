"""Clauses as excerpts and cards print them: below their headings, and marked where it is not plain
whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutylist.records.actors import CONFIRMED, decided_how
from dutylist.records.model import ACTING, HEADED, PART_NAMES, UNSETTLED, Actor, Clause
from dutylist.records.wording import said

MARK_SHARED = said("marks.shared")
MARK_ALL = said("marks.all")
MARK_MENTIONED = said("marks.mentioned")
MARK_UNASSIGNED = said("marks.unassigned")
MARK_DECIDED = said("marks.decided")
MARK_CONFIRMED = said("marks.confirmed")

MARK_MEANINGS: dict[str, str] = {
    MARK_SHARED: said("marks.shared_means"),
    MARK_ALL: said("marks.all_means"),
    MARK_MENTIONED: said("marks.mentioned_means"),
    MARK_DECIDED: said("marks.decided_means"),
    MARK_CONFIRMED: said("marks.confirmed_means"),
    MARK_UNASSIGNED: said("marks.unassigned_means"),
}


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


def department_mark(clause: Clause, department: str) -> str | None:
    """How a clause concerns a department; None where it does not.

    Behind 共同 and 未明确分工 stand, after a colon, those that it is shared with or that were
    recognised.
    """
    if is_open(clause):
        known = "、".join(clause.departments)
        if not known:
            return MARK_UNASSIGNED
        return said("marks.recognised", mark=MARK_UNASSIGNED, offices=known)
    if department in clause.departments:
        if clause.basis == "all":
            return MARK_ALL
        shared = _shared_with(clause, department)
        if clause.basis == "decided":
            own = next(one for one in clause.actors if one.office == department)
            mark = decided_mark(own)
            return f"{mark}：{shared}" if shared else mark
        return f"{MARK_SHARED}：{shared}" if shared else ""
    if department in clause.mentions:
        return MARK_MENTIONED
    return MARK_ALL if clause.basis == "all" else None


def decided_mark(actor: Actor) -> str:
    """The mark of an office's clause that a person gave it. Who did so on which day is told in the
    corrections (更正说明): excerpts and cards go to other offices."""
    return MARK_CONFIRMED if decided_how(actor) == CONFIRMED else MARK_DECIDED


def _shared_with(clause: Clause, department: str) -> str:
    """With whom a department shares a clause, who of them leads and under whose heading it stands;
    "" where it is the department's alone."""
    acting = [actor for actor in clause.actors if actor.part != "named"]
    above = HEADED if clause.kind != "office" else None
    others = [
        called(actor) + (said("marks.headed") if actor.because == above else "")
        for actor in acting
        if actor.office != department
    ]
    if not others:
        return ""
    leads = any(actor.part == "leads" for actor in acting if actor.office == department)
    return said("marks.leading" if leads else "marks.with_others", offices="、".join(others))


def called(actor: Actor) -> str:
    """An office of a clause beside others: 县民政局（牵头）."""
    return f"{actor.office}（{PART_NAMES['leads']}）" if actor.part == "leads" else actor.office


def is_open(clause: Clause) -> bool:
    """Whether whose it is stays to be settled by a person."""
    return clause.basis in UNSETTLED or not _says_who(clause)


def mark_word(mark: str) -> str:
    """A mark without what stands behind it: 共同：与县公安局 → 共同."""
    return mark.partition("：")[0]


def _says_who(clause: Clause) -> bool:
    """Whether it says who leads: 会同县公安局… does not, and all departments must see it."""
    return any(actor.part in ACTING or actor.part == "all" for actor in clause.actors)


@dataclass(frozen=True)
class Leaf:
    """A clause proper and the text of the headings above it, department headings aside."""

    clause: Clause
    head: str


def headed_leaves(clauses: Sequence[Clause], head: str = "") -> Iterable[Leaf]:
    """The clauses proper in their order, each with the headings above it; `head` stands above all
    of them."""
    for clause in clauses:
        if not clause.children:
            yield Leaf(clause, head)
            continue
        told = clause.kind == "office" and clause.departments
        own = "" if told else clause.label + clause.text
        yield from headed_leaves(clause.children, "　".join(part for part in (head, own) if part))


def with_topics(marked: Iterable[tuple[Leaf, str]]) -> tuple[MarkedClause, ...]:
    """The clauses with the heading above them printed only where it changes."""
    clauses: list[MarkedClause] = []
    topic = ""
    for leaf, mark in marked:
        shown = leaf.head if leaf.head != topic else ""
        clauses.append(MarkedClause(leaf.clause.label, leaf.clause.text, mark, shown))
        topic = leaf.head
    return tuple(clauses)
