"""What a clause says of each of its offices, in words."""

from __future__ import annotations

from dutylist.records.model import PART_NAMES, Clause


def said_of(clause: Clause) -> tuple[str, ...]:
    """Each office with its part and the rule that said so: 县民政局承担（主语）."""
    return tuple(
        f"{actor.office}{PART_NAMES[actor.part]}（{actor.because}）" for actor in clause.actors
    )
