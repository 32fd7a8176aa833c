"""What a clause says of each of its offices, in words."""

from __future__ import annotations

from dutylist.records.model import BASIS_NAMES, PART_NAMES, Clause


def decided_because(who: str, day: str) -> str:
    """Why a clause is an office's to which a person gave it: 人工确定：王芳 2026-01-05."""
    return f"{BASIS_NAMES['decided']}：{who} {day}"


def decided_by(clause: Clause) -> str:
    """Who gave a clause to its offices and on which day; "" where no person did or the records do
    not say."""
    because = clause.actors[0].because if clause.actors and clause.basis == "decided" else ""
    return because.partition("：")[2]


def said_of(clause: Clause) -> tuple[str, ...]:
    """Each office with its part and the rule that said so: 县民政局承担（主语）."""
    return tuple(
        f"{actor.office}{PART_NAMES[actor.part]}（{actor.because}）" for actor in clause.actors
    )
