"""One name for each office over both editions, and offices renamed by a reform.

A reform renames one office in fifty rows. That is one finding: the rename is learnt from the
matched rows, told once, and its old and new forms, the short ones inside clauses too, then count
as the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix
from scipy.optimize import linear_sum_assignment

from dutylist.compare.wording import fold
from dutylist.records.model import Department, Duty, DutyList

# The last character of the place an office belongs to: what follows is how clauses call it.
_PLACE_ENDS = "省州盟市县区旗镇乡"

# Of the rows that lost an office, so many must have gained the other for it to be a rename: one
# that is new in this edition, or one that was there before (an office taken into another).
_CONSISTENT = 0.5
_CONSISTENT_KNOWN = 0.8

# With one row to go by, the two names must be alike, too.
_FEW_ROWS = 1
_ALIKE = 55.0

# Two full names of one place begin alike; shorter beginnings are chance.
_SHARED_PLACE = 2


@dataclass(frozen=True)
class OfficeRename:
    """Old names onto new ones, as `Offices` speaks of them."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Offices:
    """Every spelling in either edition onto the one name used in the comparison.

    `short_names` are the forms inside clauses, for each of those names, in either edition.
    """

    names: Mapping[str, str]
    short_names: Mapping[str, tuple[str, ...]]

    def name(self, spelling: str) -> str:
        """The one name of an office; the spelling itself where nothing is known."""
        return self.names.get(fold(spelling), spelling)

    def of(self, duty: Duty) -> tuple[str, ...]:
        """The offices of a row, in order, each once."""
        return tuple(dict.fromkeys(self.name(one) for one in _row_departments(duty)))

    def forms(self, name: str) -> frozenset[str]:
        """All forms of an office's name, full and short."""
        return frozenset((name, *self.short_names.get(name, ())))

    def all_forms(self) -> frozenset[str]:
        """All forms of all offices, to be kept whole."""
        return frozenset(form for name in self.short_names for form in self.forms(name))


def _row_departments(duty: Duty) -> tuple[str, ...]:
    return (*duty.departments, *(one.department for one in duty.takeover))


def learn_offices(old: DutyList, new: DutyList) -> Offices:
    """The offices of both editions; a spelling known to both joins what each knows of it."""
    groups: list[set[str]] = []
    registered: list[Department] = [*new.departments, *old.departments]
    for one in registered:
        group = {fold(name) for name in (one.name, *one.spellings, *one.open_ended)}
        for other in [known for known in groups if known & group]:
            group |= other
            groups.remove(other)
        groups.append(group)
    preferred = {fold(one.name): one.name for one in reversed(registered)}
    rank = {fold(one.name): index for index, one in reversed(list(enumerate(registered)))}
    names: dict[str, str] = {}
    for group in groups:
        chosen = preferred[min((name for name in group if name in rank), key=rank.__getitem__)]
        names.update(dict.fromkeys(group, chosen))
    for edition in (new, old):
        for table in edition.lists:
            for duty in table.duties:
                for printed in _row_departments(duty):
                    names.setdefault(fold(printed), printed)
    forms: dict[str, dict[str, None]] = {name: {} for name in names.values()}
    for one in registered:
        known = forms[names[fold(one.name)]]
        known.update(dict.fromkeys((*one.spellings, *one.short_names)))
    for name, known in forms.items():
        known.update(dict.fromkeys(_derived_short_names(name)))
    return Offices(names, {name: tuple(known) for name, known in forms.items()})


def _derived_short_names(name: str) -> Iterable[str]:
    """县民政局 for 某州某县民政局: from the last place name on that leaves an office's name."""
    for at in range(len(name) - 3, 1, -1):
        if name[at] in _PLACE_ENDS and name[at + 1] not in "委政":
            yield name[at:]
            return


def find_renames(
    rows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    old_names: Container[str],
    new_names: Container[str],
) -> tuple[OfficeRename, ...]:
    """Offices that the new edition calls otherwise.

    `rows` are the offices of each duty that stayed in its list, before and now; `old_names` and
    `new_names` are all offices of each edition.
    """
    lost: dict[str, set[int]] = defaultdict(set)
    gained: dict[str, set[int]] = defaultdict(set)
    for index, (before, now) in enumerate(rows):
        if before and now:
            for name in before:
                if name not in now and name not in new_names:
                    lost[name].add(index)
            for name in now:
                if name not in before:
                    gained[name].add(index)
    possible = {
        (name, other): len(lost[name] & gained[other]) / len(lost[name] | gained[other])
        for name in lost
        for other in gained
        if _may_follow(name, other, lost[name], gained[other], known=other in old_names)
    }
    successors: dict[str, list[str]] = {}
    fresh = {pair: value for pair, value in possible.items() if pair[1] not in old_names}
    for name, other in _best_pairs(fresh):
        successors[name] = [other]
    for name in lost.keys() - successors.keys():
        into = [(value, other) for (old, other), value in possible.items() if old == name]
        if into:
            successors[name] = [max(into)[1]]
    taken = {other for others in successors.values() for other in others}
    for (name, other), value in fresh.items():
        if other not in taken and value >= _CONSISTENT_KNOWN:
            successors[name].append(other)
            taken.add(other)
    joined: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in lost:
        if name in successors:
            joined[tuple(successors[name])].append(name)
    return tuple(OfficeRename(tuple(old), new) for new, old in joined.items())


def _may_follow(name: str, other: str, lost: Set[int], gained: Set[int], *, known: bool) -> bool:
    together = len(lost & gained)
    if together < len(lost) * (_CONSISTENT_KNOWN if known else _CONSISTENT) or not together:
        return False
    if len(lost) > _FEW_ROWS:
        return True
    shared = Prefix.similarity(name, other)
    return fuzz.ratio(name[shared:], other[shared:]) >= _ALIKE


def _best_pairs(likeness: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """Each old office with at most one new one, so that the rows agree best over all.

    Offices that always act together are told apart by their names.
    """
    if not likeness:
        return []
    old = sorted({name for name, _ in likeness})
    new = sorted({other for _, other in likeness})
    gain = np.zeros((len(old), len(new)))
    for (name, other), value in likeness.items():
        gain[old.index(name), new.index(other)] = value + fuzz.ratio(name, other) / 10_000
    pairs = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    return [(old[i], new[j]) for i, j in pairs if gain[i, j] > 0]


def renamed_forms(rename: OfficeRename, offices: Offices) -> dict[str, str]:
    """Old forms onto new forms: the full names, and each short one onto its like.

    Empty where one office became several: then the text says more than a new name.
    """
    if len(rename.new) != 1:
        return {}
    (target,) = rename.new
    forms: dict[str, str] = {}
    for source in rename.old:
        own_forms = offices.forms(source)
        # Longer spellings first: what follows the place in them is what short forms end with.
        for spelling in sorted(own_forms, key=lambda form: (form != source, -len(form))):
            shared = Prefix.similarity(spelling, target)
            own, now = spelling[shared:], target[shared:]
            if shared < _SHARED_PLACE:
                continue
            for form in own_forms - forms.keys():
                if form.endswith(own):
                    forms[form] = form[: len(form) - len(own)] + now
    return {old: new for old, new in forms.items() if len(old) > 2 and old != new}
