"""Which of a row's departments lead (牵头), and whether the row says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.records.model import ACTING, UNSETTLED, Clause, Listed, with_children
from dutylist.records.patterns import Pattern

_LEADS = "牵头"
_LABEL = Pattern(rf"({CLAUSE_WORDS.any('lead', 'help')})[^：:；;，,、。\n（(]{{0,6}}[：:]")
_LEAD_HEAD = Pattern(rf"{CLAUSE_WORDS.any('lead')}(?:部门|单位)?(?:名称)?$")
_HELP_HEAD = Pattern(rf"{CLAUSE_WORDS.any('help', 'join')}(?:部门|单位)?(?:名称)?$")
_SENTENCE_END = Pattern("[。；;]")
_BEHIND = Pattern(r"[（(]\s*牵头(?:单位|部门)?\s*[）)]")
# Of the whole duty, not of one task (牵头对伤员进行救治).
_LEADS_ALL = Pattern(
    r"发挥牵头|牵头抓总|牵头组织协调|总牵头|(?:为|是|作为)[^，。；]{0,16}牵头(?:单位|部门)"
)


def listed(
    cells: Sequence[str],
    heads: Sequence[str],
    printed: Sequence[str],
    canonical: Callable[[str], str],
) -> tuple[Listed, ...]:
    """The departments of a row, each leading or helping; `heads` are the texts of the columns that
    hold departments, "" for the others.

    Where the row says it ("牵头部门：…；配合部门：…" or "…（牵头）"), or one column has those that
    lead and another those that help, as it says; elsewhere the first department of the row leads.
    """
    if by_column := _by_columns(cells, heads, printed):
        return tuple(Listed(name, canonical(name), by_column[name], True) for name in printed)
    saying = [cell for cell in cells if _LEADS in cell and all(name in cell for name in printed)]
    found: list[Listed] = []
    for place, name in enumerate(printed):
        said = next((leads for cell in saying if (leads := _said(cell, name)) is not None), None)
        leads = place == 0 if said is None else said
        found.append(Listed(name, canonical(name), leads, said is not None))
    return tuple(found)


def _by_columns(
    cells: Sequence[str], heads: Sequence[str], printed: Sequence[str]
) -> dict[str, bool]:
    """Whether each name stands in a column of 牵头 or of 配合 offices; {} where not every name
    does, or there is one such column only."""
    leading = [cell for cell, head in zip(cells, heads, strict=False) if _LEAD_HEAD.search(head)]
    helping = [cell for cell, head in zip(cells, heads, strict=False) if _HELP_HEAD.search(head)]
    found = {
        name: any(name in cell for cell in leading)
        for name in printed
        if any(name in cell for cell in (*leading, *helping))
    }
    return found if leading and helping and found.keys() == set(printed) else {}


def _said(cell: str, name: str) -> bool | None:
    """Whether a cell says that an office leads; None where it says nothing of it."""
    if re.search(rf"{re.escape(name)}\s*{_BEHIND.text}", cell):
        return True
    if _BEHIND.search(cell):
        return False
    at = cell.index(name)
    labels = [match[1] for match in _LABEL.finditer(cell) if match.end() <= at]
    return labels[-1] == _LEADS if labels else None


def led_by_clauses(listed: tuple[Listed, ...], clauses: tuple[Clause, ...]) -> tuple[Listed, ...]:
    """The same, the one leading of which the clauses say that it does (发挥牵头组织协调作用,
    牵头单位：县民政局), where the row does not say it beside the names and they say it of one."""
    if any(one.said for one in listed):
        return listed
    leading = {
        actor.office
        for clause in with_children(clauses)
        if clause.basis not in UNSETTLED
        and (
            _LEADS_ALL.search(clause.text)
            or (clause.kind == "office" and clause.basis == "label" and _LEADS in clause.text)
        )
        for actor in clause.actors
        if actor.part in ACTING
    } or _leading_the_whole(clauses)
    if len(leading) != 1 or not leading & {one.office for one in listed}:
        return listed
    return tuple(replace(one, leads=one.office in leading, said=True) for one in listed)


def _leading_the_whole(clauses: tuple[Clause, ...]) -> set[str]:
    """The offices that lead by the first sentence of a clause that is all of the column, or stands
    above all else of it (由县民政局牵头，各部门按照职责分工：). One of several clauses speaks of
    its own task only."""
    if len(clauses) != 1 or clauses[0].basis in UNSETTLED:
        return set()
    first = _SENTENCE_END.split(clauses[0].text, 1)[0]
    led = {actor.office for actor in clauses[0].actors if actor.part == "leads"}
    return led if _LEADS in first else set()
