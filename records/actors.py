"""What a clause says of each of its offices, in words."""

from __future__ import annotations

from dutylist.records.model import BASIS_NAMES, ONLY_ONE, PART_NAMES, Actor, Clause

DECIDED = BASIS_NAMES["decided"]

CONFIRMED = "人工核对"
"""A person gave a clause to an office that it writes of."""


def decided_because(word: str, who: str, day: str) -> str:
    """Why a clause is an office's to which a person gave it: 人工确定：王芳 2026-01-05."""
    return f"{word}：{who} {day}"


def names_office(actor: Actor) -> bool:
    """Whether the clause, or the heading above it, writes of an office that it was read to be of,
    or that a person gave it to."""
    return actor.because != ONLY_ONE and not actor.because.startswith(DECIDED)


def decided_how(actor: Actor) -> str:
    """How an office of a decided clause came to it, DECIDED or CONFIRMED."""
    return CONFIRMED if actor.because.partition("：")[0] == CONFIRMED else DECIDED


def said_of(clause: Clause) -> tuple[str, ...]:
    """Each office with its part and the rule that said so: 县民政局承担（主语）."""
    return tuple(
        f"{actor.office}{PART_NAMES[actor.part]}（{actor.because}）" for actor in clause.actors
    )
