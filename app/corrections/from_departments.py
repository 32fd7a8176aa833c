"""A departments file (部门名称确认表) brought to a list that is read already: as corrections, each
of which is seen and undone by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dutylist.app.corrections.model import Field
from dutylist.app.corrections.offices import move_spelling, rename
from dutylist.app.corrections.short_names import with_short_name
from dutylist.records.model import Department, DutyList
from dutylist.records.unmatched import unmatched_names

Said = tuple[Field, str, str]
"""A correction of offices: its field, old and new."""


@dataclass
class _Taking:
    """The list as it is with what the file said so far. `bases` has, for each of the list's
    departments that stands for one of the file's, that one's name."""

    now: DutyList
    owner_in_file: dict[str, str]
    said: list[Said] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)

    def owner(self, spelling: str) -> Department | None:
        """The list's department that a spelling belongs to."""
        return next(
            (one for one in self.now.departments if spelling in (one.name, *one.spellings)), None
        )

    def say(self, what: Field, old: str, new: str) -> None:
        """Take one correction over where it can be."""
        change = {"alias": move_spelling, "rename": rename, "short name": with_short_name}[what]
        if changed := change(self.now, old, new):
            self.now = changed
            self.said.append((what, old, new))


def said_by_departments(
    duty_list: DutyList, departments: Sequence[Department]
) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """What a departments file says of a list otherwise than the list itself, in an order in which
    it can be applied; and the names in the file of which the list has nothing."""
    owners = {text: one.name for one in departments for text in (one.name, *one.spellings)}
    taking = _Taking(duty_list, owners)
    absent = tuple(one.name for one in departments if not _take(taking, one))
    return tuple(taking.said), absent


def _take(taking: _Taking, wanted: Department) -> bool:
    """Let the list have a department as the file has it; False where it has nothing of it."""
    texts = dict.fromkeys((wanted.name, *wanted.spellings))
    present = [text for text in texts if taking.owner(text)]
    if not present:
        return False
    base = _base(taking, present[0], wanted)
    for text in present[1:]:
        if (owner := taking.owner(text)) and owner.name != base:
            taking.say("alias", text, base)
    found = taking.owner(base)
    if found and wanted.confirmed and not found.confirmed and len(found.spellings) > 1:
        taking.say("alias", found.spellings[-1], base)
    if base != wanted.name:
        taking.say("rename", base, wanted.name)
    taking.bases[wanted.name] = wanted.name
    nobodys = {one.name for one in unmatched_names(taking.now)}
    for name in wanted.short_names:
        if name in nobodys:
            taking.say("short name", name, wanted.name)
    return True


def _base(taking: _Taking, spelling: str, wanted: Department) -> str:
    """The name of the list's department that stands for the file's: the spelling's own, parted
    from it where that is another one's in the file."""
    owner = taking.owner(spelling)
    assert owner is not None
    another = taking.bases.get(owner.name) or taking.owner_in_file.get(owner.name)
    if another in (None, wanted.name):
        return owner.name
    taking.say("alias", spelling, spelling)
    return spelling
