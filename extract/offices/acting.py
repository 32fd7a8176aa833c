"""Who acts by a heading or a label, with their parts: each office once."""

from __future__ import annotations

from collections.abc import Iterable

from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.statements import Heading
from dutylist.records.model import HEADED, MENTIONED, Actor, Basis, Part


def of_heading(found: Heading) -> tuple[Actor, ...]:
    """Those whom a heading or a label names, with the part that it gives them."""
    because = "标签" if found.label else HEADED
    does: Part = "all" if found.everybody else "does"
    return tuple(
        Actor(
            name,
            "leads" if name in found.leads else does if name in found.does else "joins",
            because,
        )
        for name in found.offices
    )


def basis_of(found: Heading, reader: Reader) -> Basis:
    """How certain a heading or a label makes whose the clauses are."""
    if not found.offices:
        return "none"
    if found.unknown or found.others or not reader.row.listed.issuperset(found.offices):
        return "part"
    if found.everybody:
        return "all"
    return "label" if found.label else "heading"


def actors_of(names: Iterable[str], part: Part, because: str) -> tuple[Actor, ...]:
    """Offices that all have one part, by one rule."""
    return tuple(Actor(name, part, because) for name in names)


def once(*actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Each office once, as it is first spoken of; who leads by what is said behind does so."""
    found: dict[str, Actor] = {}
    for some in actors:
        for actor in some:
            first = found.setdefault(actor.office, actor)
            if first.part in ("does", "all") and actor.part == "leads":
                found[actor.office] = actor
    return tuple(found.values())


def only_named(names: Iterable[str], because: str = MENTIONED) -> tuple[Actor, ...]:
    """Offices that a text names without giving them the clause."""
    return tuple(Actor(name, "named", because) for name in dict.fromkeys(names))
