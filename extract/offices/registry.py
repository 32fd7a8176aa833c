"""The offices of one document, and which of them a name in a clause means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import Indel

from dutylist.extract.offices.column_names import both_names, open_ended_head
from dutylist.extract.offices.lexicon import LEXICON, Meaning
from dutylist.extract.offices.names import KIND_ENDS, OfficeName, take_apart
from dutylist.extract.offices.places import Level, Region, region_of
from dutylist.records.model import Department

# Names below this many characters are told apart by single characters (组织部, 统战部).
_SHORTEST_VARIANT = 7
_SHORTEST_EXCHANGE = 10
_MOST_VARIANT_EDITS = 2
_TELLS_APART = re.compile(r"[\d一二三四五六七八九十东南西北]")
# No row of a list has more offices; abbreviations are compared with each of a row's.
_MOST_ABBREVIATED = 60
# So many of an office's everyday names are written into the departments file.
_MOST_SHORT_NAMES = 8
_KIND = re.compile(r"(?:分局|局|委员会|委|办公室|办|部|中心|大队|支队|公司)$")
_ENDS_IN_A_KIND = re.compile(rf"(?:{KIND_ENDS.pattern})$")
# 自然保护区管理局 for the row's 某某湿地自然保护区管理局.
_SHORTEST_TAIL = 5
# 资源局 for 自然资源局, 海事处 for 青山海事处, where no other of the row ends so.
_SHORTEST_BARE_TAIL = 3
_BRANCHES = frozenset({"分局", "分中心"})
_SAME_KIND = {"委员会": "委", "办公室": "办", "分局": "局"}


@dataclass(frozen=True)
class Office:
    """An office of the document: its canonical name and each of its names taken apart."""

    name: str
    names: tuple[OfficeName, ...]

    @cached_property
    def covers(self) -> frozenset[str]:
        """The fields of work that its names speak of; none for a body (交警大队)."""
        return frozenset[str]().union(*(name.meaning.covers for name in self.names))

    @cached_property
    def parents(self) -> frozenset[str]:
        """The fields of the offices that it belongs to, of a body."""
        return frozenset[str]().union(*(name.meaning.parents for name in self.names))

    @cached_property
    def bodies(self) -> frozenset[str]:
        return frozenset(name.meaning.body for name in self.names if name.meaning.body)

    @cached_property
    def cores(self) -> frozenset[str]:
        return frozenset(name.core for name in self.names)

    def answers_to(self, level: Level) -> bool:
        """Whether a name of that level can be this office's (县公安局 is not 州公安局)."""
        if level in ("", "town"):
            return True
        return any((name.level or "county") == level for name in self.names)


@dataclass(frozen=True)
class Registry:
    """The offices of one document.

    `forms` gives for every form that an office is listed or confirmed under those that go by it.
    """

    departments: tuple[Department, ...]
    region: Region
    forms: dict[str, tuple[str, ...]]
    offices: dict[str, Office]
    _apart: dict[str, OfficeName] = field(default_factory=dict, compare=False, repr=False)

    def canonical(self, name: str) -> str:
        """The canonical name of a department as printed in a department column."""
        return self.own_names.get(name, name)

    @cached_property
    def own_names(self) -> dict[str, str]:
        """Canonical names, full spellings and open-ended texts, each with its canonical name."""
        found: dict[str, str] = {}
        for department in self.departments:
            for name in (department.name, *department.spellings, *department.open_ended):
                found.setdefault(name, department.name)
        return found

    @cached_property
    def open_ended(self) -> frozenset[str]:
        """The offices that are listed with others (…及其他…部门)."""
        return frozenset(one.name for one in self.departments if one.open_ended)

    @cached_property
    def starts(self) -> frozenset[str]:
        """The first two characters of every form and of every name of the lexicon."""
        texts = (*self.forms, *LEXICON.bare_names, *LEXICON.together, *self.region.prefixes)
        return frozenset(text[:2] for text in texts)

    @cached_property
    def starts_of_any_ending(self) -> frozenset[str]:
        """The same of those that do not end as offices do (残联, 交警), and of places."""
        texts = (*self.forms, *LEXICON.bare_names, *LEXICON.together)
        other = (text for text in texts if not _ENDS_IN_A_KIND.search(text))
        return frozenset(text[:2] for text in (*other, *self.region.prefixes))

    @cached_property
    def form_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(form) for form in self.forms}, reverse=True))

    @cached_property
    def _all(self) -> _Pool:
        return _pool_of(self.offices.values())

    def apart(self, text: str) -> OfficeName:
        """A name taken apart."""
        if (found := self._apart.get(text)) is None:
            found = self._apart[text] = take_apart(text, self.region)
        return found

    def row(
        self,
        offices: tuple[str, ...],
        leads: tuple[str, ...] = (),
        helps: tuple[str, ...] = (),
    ) -> Row:
        """A row of offices, by canonical name."""
        known = (self.offices[name] for name in offices if name in self.offices)
        return Row(offices, leads, helps, _pool_of(known))

    def resolve(self, text: str, row: Row) -> str:
        """The office that a name means, one of the row's first; "" where none or not only one."""
        if (found := row.found.get(text)) is None:
            found = row.found[text] = self._resolve(text, row)
        return found

    def _resolve(self, text: str, row: Row) -> str:
        if claimed := self.forms.get(text):
            listed = [name for name in claimed if name in row.listed]
            if len(listed) == 1 or len(claimed) == 1:
                return (listed or list(claimed))[0]
            return ""
        if len(text) >= _SHORTEST_TAIL and (found := row.ending_with(text)):
            return found
        apart = self.apart(text)
        if apart.core in _BRANCHES:
            return row.branch if apart.level == "county" else ""
        if not apart.meaning.known and (found := self._abbreviated(apart, row)):
            return found
        if apart.core == "局" and apart.level not in ("", "county"):
            return row.only_of(apart.level)
        if apart.meaning or (apart.level and len(apart.core) > 2):
            found = row.pool.meant(apart, self._all) or self._all.named(apart)
            if found or apart.meaning:
                return found
        if apart.level in ("", "county") and len(apart.core) >= _SHORTEST_BARE_TAIL:
            return row.ending_with(apart.core)
        return ""

    def field_office(self, word: str, row: Row) -> str:
        """The office that a field's word stands for in 公安机关 or 教育、公安等部门."""
        key = f"{word}部门"
        if (found := row.found.get(key)) is None:
            found = row.found[key] = self._field_office(word, row)
        return found

    def _field_office(self, word: str, row: Row) -> str:
        own = LEXICON.words.get(word) or LEXICON.names.get(word) or frozenset()
        parents = LEXICON.bodies.get(word, frozenset())
        body = LEXICON.body_names.get(word, "")
        if not own and not parents:
            own = frozenset[str]().union(*(LEXICON.fields_in(word) or ()))
        name = OfficeName(word, "", word, Meaning(own, own, parents, body))
        found = row.pool.meant(name, self._all) or self._all.named(name)
        if found or own or parents:
            return found
        short = [one for one in row.shortened if is_subsequence(word, one)]
        return short[0] if len(short) == 1 and len(word) > 1 else ""

    def _abbreviated(self, apart: OfficeName, row: Row) -> str:
        """The row's only office that a name shortens (县政数局 for 县政务服务和数据管理局)."""
        kind = _KIND.search(apart.core)
        if not kind or not 2 <= kind.start() <= 6:
            return ""
        short = apart.core[: kind.start()]
        found = [
            name
            for name in row.shortened
            if (office := self.offices.get(name))
            and office.answers_to(apart.level)
            and any(_shortens(short, kind[0], core) for core in office.cores)
        ]
        return found[0] if len(found) == 1 else ""


@dataclass(frozen=True)
class _Pool:
    """Some offices, looked up by core, by field and by body."""

    by_core: dict[str, tuple[Office, ...]]
    by_field: dict[str, tuple[Office, ...]]
    by_body: dict[str, tuple[Office, ...]]
    by_parent: dict[str, tuple[Office, ...]]

    def named(self, name: OfficeName) -> str:
        """The only office that has this name, or one of its everyday names."""
        meaning = name.meaning
        for found in (
            self.by_core.get(name.core, ()),
            self.by_body.get(meaning.body, ()),
            self._covering(meaning.own),
        ):
            fitting = [office for office in found if office.answers_to(name.level)]
            if fitting:
                return fitting[0].name if len(fitting) == 1 else ""
        return ""

    def meant(self, name: OfficeName, document: _Pool) -> str:
        """The only office that has this name, or whose body or whose work it names."""
        if found := self.named(name):
            return found
        meaning = name.meaning
        also = [
            other
            for one in (*meaning.own, *meaning.parents)
            if not document.by_field.get(one)
            for other in LEXICON.also.get(one, ())
        ]
        # Last, a listed body whose own office is not listed (海警局工作站 for 海警).
        for index, fields in (
            (self.by_field, meaning.parents),
            (self.by_field, also),
            (self.by_parent, meaning.own),
        ):
            offices = {
                office.name
                for one in fields
                for office in index.get(one, ())
                if office.answers_to(name.level)
            }
            if offices:
                return offices.pop() if len(offices) == 1 else ""
        return ""

    def _covering(self, fields: frozenset[str]) -> tuple[Office, ...]:
        """The offices whose work is all of these fields, rather those without others."""
        if not fields:
            return ()
        first, *rest = (self.by_field.get(one, ()) for one in fields)
        names = [{office.name for office in offices} for offices in rest]
        found = [office for office in first if all(office.name in each for each in names)]
        alone = [office for office in found if office.covers == fields]
        return tuple(alone or found)


@dataclass(frozen=True, eq=False)
class Row:
    """The offices that a duty lists, by canonical name, in order; `leads` and `helps` those that
    it lists with such a mark (牵头部门：…；配合部门：…). What names mean in it is remembered."""

    offices: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    pool: _Pool = field(default_factory=lambda: _pool_of(()), repr=False)
    found: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def listed(self) -> frozenset[str]:
        return frozenset(self.offices)

    def ending_with(self, text: str) -> str:
        """The only office whose name ends with a text; "" where not only one."""
        found = [name for name in self.shortened if name.endswith(text)]
        return found[0] if len(found) == 1 else ""

    def only_of(self, level: Level) -> str:
        """The only office of a level above (市局); "" where not only one."""
        found = {
            office.name
            for offices in self.pool.by_core.values()
            for office in offices
            if any(name.level == level and not name.branch for name in office.names)
        }
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def branch(self) -> str:
        """The only one that an upper office keeps there (青山分局); "" where not only one."""
        branches = {
            office.name
            for offices in self.pool.by_core.values()
            for office in offices
            if any(name.branch for name in office.names)
        }
        return branches.pop() if len(branches) == 1 else ""

    @cached_property
    def shortened(self) -> tuple[str, ...]:
        """Those that an abbreviation is compared with."""
        return self.offices if len(self.offices) <= _MOST_ABBREVIATED else ()


def _pool_of(offices: Iterable[Office]) -> _Pool:
    by_core: dict[str, list[Office]] = {}
    by_field: dict[str, list[Office]] = {}
    by_body: dict[str, list[Office]] = {}
    by_parent: dict[str, list[Office]] = {}
    for office in offices:
        for index, keys in (
            (by_core, office.cores),
            (by_field, office.covers),
            (by_body, office.bodies),
            (by_parent, office.parents),
        ):
            for key in keys:
                index.setdefault(key, []).append(office)
    return _Pool(_fixed(by_core), _fixed(by_field), _fixed(by_body), _fixed(by_parent))


def _fixed(index: dict[str, list[Office]]) -> dict[str, tuple[Office, ...]]:
    return {key: tuple(offices) for key, offices in index.items()}


def _shortens(short: str, kind: str, core: str) -> bool:
    """Whether 政数 + 局 can stand for 政务服务和数据管理局: its first character begins the name or
    a word behind 和, the others follow in order."""
    long = _KIND.search(core)
    if not long or _SAME_KIND.get(long[0], long[0]) != _SAME_KIND.get(kind, kind):
        return False
    stem = core[: long.start()]
    if len(short) >= len(stem):
        return False
    begins = {part[:1] for part in re.split("和|与", stem)}
    return short[0] in begins and is_subsequence(short, stem)


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


_LONGEST_VARIANT = 60
"""Longer texts are no offices' names: they are not compared letter by letter."""


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
            keys += [(level, rest[:i] + rest[i + 1 :]) for i in range(len(rest))]
        near = (one for key in keys for one in seen.get(key, ()))
        group = next((group for other, group in near if is_variant(other, rest)), None)
        same = _same_office(name, region)
        if group is None and same:
            group = by_meaning.get(same)
        if group is None:
            group = []
            groups.append(group)
        group.append(name)
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
    centre = bool(re.search("中心|段|站|公司$", apart.core))
    level = apart.level or "county"
    return level, apart.meaning.own, apart.meaning.covers, apart.branch, centre


def registry_of(departments: tuple[Department, ...], region: Region = Region()) -> Registry:  # noqa: B008
    """The registry of known departments."""
    claims: dict[str, dict[str, None]] = {}
    offices: dict[str, Office] = {}
    for department in departments:
        own = (department.name, *department.spellings, *department.open_ended)
        for form in (*own, *department.short_names):
            claims.setdefault(form, {})[department.name] = None
        names = [one for name in own[: 1 + len(department.spellings)] for one in both_names(name)]
        apart = tuple(take_apart(name, region) for name in dict.fromkeys(names))
        offices[department.name] = Office(department.name, apart)
    forms = {form: tuple(names) for form, names in claims.items()}
    forms.update((name, (name,)) for name in offices)
    return Registry(departments, region, forms, offices)


def short_forms(name: str, region: Region) -> tuple[str, ...]:
    """The forms in which clauses may name an office, longest first, its full name included.

    青山县民政局 → 青山县民政局, 县民政局, 民政局; 青山县委组织部 → 县委组织部, 组织部 too.
    区城市管理局（区综合执法局） goes by each of its two names.
    """
    forms = {name}
    for one in both_names(name):
        forms.add(one)
        apart = take_apart(one, region)
        forms.update(_short_forms(apart, region))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _short_forms(name: OfficeName, region: Region) -> Iterable[str]:
    cores = [name.core] if name.core not in _BRANCHES else []
    if len(name.meaning.own) == 1 and name.meaning.known:
        cores += LEXICON.everyday[next(iter(name.meaning.own))][:_MOST_SHORT_NAMES]
    mark = _mark(name, region)
    party = "委" if name.meaning.own & LEXICON.party else ""
    for core in dict.fromkeys(cores):
        if mark:
            yield f"{mark}{core}" if core.startswith("委") else f"{mark}{party}{core}"
        if len(core) >= 3:
            yield core


def _mark(name: OfficeName, region: Region) -> str:
    """What an office's short names begin with (县), "" where that is another level's too."""
    county = region.county[-1:]
    if name.level in ("county", ""):
        return county or (name.text[:1] if name.text[0] in "县市区旗" else "")
    upper = {"prefecture": region.prefecture, "province": region.province}.get(name.level, "")
    return "" if upper[-1:] == county else upper[-1:]


def is_subsequence(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(long)
    return all(char in rest for char in short)


def is_variant(one: str, other: str) -> bool:
    """Whether two names without their places are one office spelled two ways.

    …电视台和旅游局 and …电视和旅游局 are; offices told apart by a numeral or a direction (第一,
    第二; 东, 西) are not. Short names differ by a character and are different offices.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_VARIANT:
        return False
    if _TELLS_APART.findall(one) != _TELLS_APART.findall(other):
        return False
    # One character exchanged counts as two edits: in a long name only.
    most = 1 if len(one) != len(other) else _MOST_VARIANT_EDITS
    if len(one) == len(other) and len(one) < _SHORTEST_EXCHANGE:
        return False
    return Indel.distance(one, other, score_cutoff=most) <= most


def departments_of(names: Iterable[str], registry: Registry) -> tuple[str, ...]:
    """The canonical names for names as printed, each once."""
    return tuple(dict.fromkeys(registry.canonical(name) for name in names))
