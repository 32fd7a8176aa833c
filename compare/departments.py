"""One name for each office over both editions, and offices renamed by a reform.

A reform renames one office in fifty rows. That is one finding: the rename is learnt from the
matched rows, told once, and its old and new forms, the short ones inside clauses too, then count
as the same name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from compare.wording import fold
from records.model import Department, Duty, DutyList

# The last character of the place an office belongs to: what follows is how clauses call it.
_PLACE_ENDS = "省州盟市县区旗镇乡"

# Of the rows that lost an office, so many must have gained the other for it to be a rename.
_CONSISTENT = 0.8

# With one or two rows to go by, the two names must be alike, too.
_FEW_ROWS = 2
_ALIKE = 55.0


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
    """县民政局 for 吉木萨尔县民政局: from the last place name on that leaves an office's name."""
    for at in range(len(name) - 3, 1, -1):
        if name[at] in _PLACE_ENDS and name[at + 1] not in "委政":
            yield name[at:]
            return


def find_renames(
    rows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    old_names: Mapping[str, int],
    new_names: Mapping[str, int],
) -> tuple[OfficeRename, ...]:
    """Offices that the new edition calls otherwise.

    `rows` are the offices of each matched duty, before and now; `old_names` and `new_names`
    count the rows of each whole edition that name an office.
    """
    lost: Counter[str] = Counter()
    replaced: dict[str, Counter[str]] = defaultdict(Counter)
    for before, now in rows:
        dropped = [name for name in before if name not in now]
        gained = [name for name in now if name not in before]
        for name in dropped:
            lost[name] += 1
            replaced[name].update(gained)
    found: list[OfficeRename] = []
    for name, times in lost.items():
        if name in new_names:
            continue
        successors = [
            other
            for other, together in replaced[name].most_common()
            if together >= _CONSISTENT * times and _may_follow(name, other, times, together)
        ]
        unknown = [other for other in successors if other not in old_names]
        chosen = unknown or successors[:1]
        if len(chosen) > 1:
            chosen = _true_successors(name, chosen, replaced, lost, new_names)
        if chosen:
            found.append(OfficeRename((name,), tuple(chosen)))
    return tuple(found)


def _may_follow(name: str, other: str, times: int, together: int) -> bool:
    if times > _FEW_ROWS:
        return True
    own = Prefix.similarity(name, other)
    return fuzz.ratio(name[own:], other[own:]) >= _ALIKE or (
        fuzz.ratio(name, other) >= _ALIKE + 15 and together == times
    )


def _true_successors(
    name: str,
    candidates: Sequence[str],
    replaced: Mapping[str, Counter[str]],
    lost: Mapping[str, int],
    new_names: Mapping[str, int],
) -> list[str]:
    """Of several new offices those that stand only where the old one stood.

    Where two offices that always act together were renamed in the same rows, each new one goes to
    the old one it is most like.
    """
    rivals = [one for one in lost if one != name and replaced[one][candidates[0]]]
    rivals = [one for one in rivals if one not in new_names]
    own = [
        other
        for other in candidates
        if all(fuzz.ratio(name, other) >= fuzz.ratio(rival, other) for rival in rivals)
    ]
    if rivals and own:
        return [max(own, key=lambda other: fuzz.ratio(name, other))]
    return own or list(candidates[:1])


def renamed_forms(rename: OfficeRename, offices: Offices) -> dict[str, str]:
    """Old forms onto new forms: the full names, and each short one onto its like.

    Empty where one office became several: then the text says more than a new name.
    """
    if len(rename.new) != 1:
        return {}
    (target,) = rename.new
    forms: dict[str, str] = {}
    known = offices.forms(target)
    for source in rename.old:
        shared = Prefix.similarity(source, target)
        own, now = source[shared:], target[shared:]
        for form in offices.forms(source):
            if form.endswith(own):
                forms[form] = form[: len(form) - len(own)] + now
        for form in offices.forms(source) - forms.keys():
            like = [one for one in known if one[:1] == form[:1] and len(one) < len(target)]
            if len(like) == 1:
                forms[form] = like[0]
    return {old: new for old, new in forms.items() if len(old) > 2 and old != new}
