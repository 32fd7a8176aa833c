"""Learns a document's offices from the names in its department columns, however spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dutylist.extract.offices.column_names import both_names, open_ended_head
from dutylist.extract.offices.misspelt import misspells, of_one_number, without_one
from dutylist.extract.offices.names import take_apart
from dutylist.extract.offices.places import Region, region_of
from dutylist.extract.offices.registry import Registry, registry_of
from dutylist.extract.offices.short_names import short_forms
from dutylist.records.model import Department
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS

# Names below this many characters are told apart by single characters (组织部, 统战部).
_SHORTEST_VARIANT = 7
# So long a name may have another character in place of one of its own.
_SHORTEST_EXCHANGE = 10
_OF_CENTRE = Pattern(f"{OFFICE_ENDINGS.any('of_centre')}$")
_LONGEST_VARIANT = 60
"""Longer texts are no offices' names: they are not compared letter by letter."""


def build_registry(
    printed: Iterable[str],
    region: tuple[str, ...],
    confirmed: tuple[Department, ...] = (),
) -> Registry:
    """Learn the offices from the names in the department columns, with repetitions.

    Two spellings that differ by a character or two are taken for one office, the more frequent
    one being its name, unless `confirmed` says otherwise: its departments are taken as they are.
    """
    counts = Counter(printed)
    place = region_of(region, counts)
    heads = {name: open_ended_head(name) or name for name in counts}
    spelled: Counter[str] = Counter()
    for name, count in counts.items():
        spelled[heads[name]] += count
    known = {spelling for department in confirmed for spelling in department.spellings}
    groups = _spellings([name for name, _ in spelled.most_common() if name not in known], place)
    first_seen = {name: at for at, name in enumerate(spelled)}
    opened: dict[str, list[str]] = {}
    for name, head in heads.items():
        if head != name:
            opened.setdefault(head, []).append(name)
    departments = list(confirmed)
    for group in sorted(groups, key=lambda names: min(map(first_seen.__getitem__, names))):
        forms = {form for name in group for form in short_forms(name, place)}
        departments.append(
            Department(
                name=group[0],
                spellings=tuple(group),
                short_names=tuple(sorted(forms - set(group), key=lambda f: (-len(f), f))),
                open_ended=tuple(one for name in group for one in opened.get(name, ())),
            )
        )
    return registry_of(tuple(departments), place)


def _spellings(names: list[str], region: Region) -> list[list[str]]:
    """Names that are one office, the first of each group first; linear in the names.

    Texts that differ by one or two edits have a text in common that lacks one character of each.
    """
    groups: list[list[str]] = []
    by_meaning: dict[object, list[str]] = {}
    seen: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
    for name in names:
        level, end = region.prefix_at(name, 0)
        rest = both_names(name[end:])[0] if name.endswith(("）", ")")) else name[end:]
        keys = [(level, rest)]
        if len(rest) <= _LONGEST_VARIANT:
            keys += [(level, one) for one in without_one(rest)]
        near = [one for key in keys for one in seen.get(key, ())]
        group = next((group for other, group in near if is_variant(other, rest)), None)
        same = _same_office(name, region)
        right_first = False
        if group is None:
            group = next((group for other, group in near if misspells(other, rest)), None)
            right_first = group is not None
            group = group or next((group for other, group in near if misspells(rest, other)), None)
        if group is None and same:
            group = by_meaning.get(same)
        if group is None:
            group = []
            groups.append(group)
        group.insert(0 if right_first else len(group), name)
        if same:
            by_meaning.setdefault(same, group)
        for key in keys:
            seen.setdefault(key, []).append((rest, group))
    return groups


def _same_office(name: str, region: Region) -> object:
    """What two names have in common where one is the other's everyday form (残联, 残疾人联合会);
    None where a name says nothing of that."""
    if len(both_names(name)) > 1:
        return None
    apart = take_apart(name, region)
    if not apart.meaning.known or not apart.meaning.own:
        return None
    centre = bool(_OF_CENTRE.search(apart.core))
    level = apart.level or "county"
    return level, apart.meaning.own, apart.meaning.covers, apart.branch, centre


def is_variant(one: str, other: str) -> bool:
    """Whether two names without their places are one office spelled two ways.

    …电视台和旅游局 and …电视和旅游局 are; offices told apart by a numeral or a direction (第一,
    第二; 东, 西) are not. Short names differ by a character and are different offices.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_VARIANT:
        return False
    if not of_one_number(one, other):
        return False
    if len(one) == len(other):
        # One character exchanged: in a long name only.
        exchanged = not set(without_one(one)).isdisjoint(without_one(other))
        return exchanged and len(one) >= _SHORTEST_EXCHANGE
    shorter, longer = sorted((one, other), key=len)
    return shorter in without_one(longer)
