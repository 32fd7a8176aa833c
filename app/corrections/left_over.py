"""Corrections of another edition that did not fit here: kept until a person has decided, each with
where its duty stands here and what it would be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from dutylist.app.corrections.already import text_of
from dutylist.app.corrections.clauses import (
    SAME_CLAUSE,
    Path,
    clause_paths,
    clauses_of,
    in_clause_order,
    printed,
)
from dutylist.app.corrections.exchange import Told, id_here, wanted_data, wanted_in
from dutylist.app.corrections.lay_over import Corrected, duty_target
from dutylist.app.corrections.model import (
    EDITION_FIELDS,
    LEFT_OVER,
    Correction,
    Field,
    Place,
    Target,
)
from dutylist.app.corrections.rows import Rows
from dutylist.records.model import Clause, DutyList
from dutylist.records.text import squeezed

_NOT_KEPT: tuple[Field, ...] = (*EDITION_FIELDS, "settled", "sure")
"""What is each edition's own, and what was only looked at: nobody has to decide on these."""

_SAME_NAME = 75
"""Per cent of likeness (rapidfuzz's ratio) from which a duty whose name was changed is taken for
the same one: names of two duties of a list are seldom more alike."""

_AROUND = 6
"""Characters around what was corrected that must stand here, too."""


@dataclass(frozen=True)
class Left:
    """A correction that did not fit: `was` as it was made, `place` of its duty here, `before` and
    `here` the texts that differ, `offered` what it would be here, None where that cannot be said.
    """

    id: str
    was: Correction
    why: str
    place: Place | None = None
    before: str = ""
    here: str = ""
    offered: Correction | None = None


def kept_of(told: Iterable[Told], here: str) -> list[Correction]:
    """What did not fit the edition of that id, as it is kept."""
    return [
        Correction(
            *(id_here(f"left {here}", one.wanted.correction.id), LEFT_OVER, Target()),
            json.dumps(wanted_data(one.wanted), ensure_ascii=False),
            one.why,
            *(one.correction.who, one.correction.at),
            reason=one.correction.reason,
        )
        for one in told
        if is_kept(one)
    ]


def is_kept(told: Told) -> bool:
    """Whether somebody has to decide on what did not fit."""
    return told.correction.field not in _NOT_KEPT


def left_here(kept: Correction, read: DutyList, corrected: Corrected, here: str) -> Left:
    """A kept correction against the records as they are now."""
    wanted = wanted_in(json.loads(kept.old))
    was = replace(wanted.correction, id=id_here(here, wanted.correction.id))
    left = Left(kept.id, was, kept.new)
    place = _place(corrected.rows, was.target, (was.target.name, wanted.name))
    if place is None:
        return left
    found = replace(
        left, place=place, was=replace(was, target=_renumbered(read, corrected, place, was))
    )
    if was.field == "departments":
        return _of_clause(found, was, read, corrected, place)
    return _of_text(found, was, wanted.head, read, corrected, place)


def _place(rows: Rows, target: Target, names: tuple[str, ...]) -> Place | None:
    """Where the duty stands whose name is most like one of these."""
    if target.kind is None:
        return None
    alike = [
        (max(ratio(squeezed(duty.name), squeezed(name)) for name in names if name), index, at)
        for index, table in enumerate(rows.duty_list.lists, start=1)
        if table.kind == target.kind
        for at, duty in enumerate(table.duties, start=1)
    ]
    best, index, at = max(alike, default=(0.0, 0, 0), key=lambda one: one[0])
    return Place(index, at) if best >= _SAME_NAME else None


def _renumbered(read: DutyList, corrected: Corrected, place: Place, was: Correction) -> Target:
    """The duty as it is called here, with what the correction is about as it was there."""
    here = duty_target(read, place, now=corrected)
    return replace(here, clause=was.target.clause, column=was.target.column, side=was.target.side)


def _of_clause(
    left: Left, was: Correction, read: DutyList, corrected: Corrected, place: Place
) -> Left:
    found = _likest(corrected, place, was)
    if found is None:
        return left
    path, clause = found
    here = printed(clause)
    left = replace(left, before=was.target.clause, here=here)
    names = {one.name for one in corrected.duty_list.departments}
    wanted = [name for name in was.new.split("、") if name]
    if not wanted or not names.issuperset(wanted):
        return left
    target = duty_target(read, place, path, 0, corrected, was.target.side)
    new = "、".join(in_clause_order(clause, wanted))
    offered = replace(was, target=target, old="、".join(clause.departments), new=new)
    why = "条文改了几个字" if squeezed(here) != squeezed(was.target.clause) else left.why
    return replace(left, offered=offered, why=why)


def _likest(corrected: Corrected, place: Place, was: Correction) -> tuple[Path, Clause] | None:
    """The clause of a duty that is most like the one that the correction is about."""
    clauses = clauses_of(corrected.rows.duty(place), was.target.side)
    alike = [
        (ratio(printed(clause), was.target.clause), path == was.target.path, path, clause)
        for path, clause in clause_paths(clauses)
    ]
    best = max(alike, default=None, key=lambda one: one[:2])
    return best[2:] if best and best[0] >= SAME_CLAUSE else None


def _of_text(
    left: Left, was: Correction, head: str, read: DutyList, corrected: Corrected, place: Place
) -> Left:
    column = 0
    if was.target.column:
        heads = [one.text for one in corrected.duty_list.lists[place.table - 1].columns]
        if head not in heads:
            return left
        column = heads.index(head) + 1
    target = duty_target(read, place, column=column, now=corrected)
    offered = replace(was, target=target)
    here = text_of(corrected.rows, place, offered)
    new = carried(was.old, was.new, here) if here is not None else None
    if new is None or here is None:
        return left
    why = "这里的文字有别的改动"
    return replace(
        left, before=was.old, here=here, why=why, offered=replace(offered, old=here, new=new)
    )


def carried(old: str, new: str, here: str) -> str | None:
    """The text here with what was corrected in another; None where a corrected place, with what
    stands around it, is not found here just once."""
    said = here
    for change in reversed(Levenshtein.opcodes(old, new)):
        if change.tag == "equal":
            continue
        before = old[max(0, change.src_start - _AROUND) : change.src_start]
        behind = old[change.src_end : change.src_end + _AROUND]
        was = before + old[change.src_start : change.src_end] + behind
        if said.count(was) != 1:
            return None
        becomes = before + new[change.dest_start : change.dest_end] + behind
        said = said.replace(was, becomes)
    return said if said != here else None
