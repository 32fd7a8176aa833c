"""What people decided of a comparison: kept with the new edition, by the old one's content."""

from __future__ import annotations

from dutylist.app.corrections.model import COMPARISON_FIELDS, Applied, Target
from dutylist.app.web.editions import OpenEdition
from dutylist.compare.decisions import decisions_file


def decision_target(old: OpenEdition) -> Target:
    """What a decision about the comparison with an old edition is about."""
    return Target(name=old.edition.sha256)


def decided(old: OpenEdition, new: OpenEdition) -> tuple[Applied, ...]:
    """The decisions that stand about the comparison of two editions, the last one first; where
    several speak of one duty or office, the last one counts."""
    found: list[Applied] = []
    named: set[str] = set()
    for one in reversed(new.corrected.applied):
        correction = one.correction
        if correction.field not in COMPARISON_FIELDS or one.state != "stands":
            continue
        if correction.target.name != old.edition.sha256:
            continue
        about = set(duties_in(correction.old))
        if correction.field == "pairing":
            about |= set(duties_in(correction.new))
        if not about & named:
            found.append(one)
        named |= about
    return tuple(found)


def duties_in(text: str) -> list[str]:
    """The duties or offices that one side of a decision names."""
    return [name for name in text.split("、") if name]


def decisions_of(old: OpenEdition, new: OpenEdition) -> str:
    """The decisions of two editions' comparison as a decisions file; "" for none."""
    found = [one.correction for one in decided(old, new)]
    if not found:
        return ""
    return decisions_file(
        ((one.old, one.new) for one in found if one.field == "pairing"),
        ((one.old, one.new) for one in found if one.field == "office change"),
    )
