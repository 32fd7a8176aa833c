"""The offices of one document, and which of them a name in a clause means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from dutylist.extract.offices.column_names import both_names
from dutylist.extract.offices.lexicon import LEXICON, Meaning
from dutylist.extract.offices.lookup import Office, Pool, pool_of
from dutylist.extract.offices.names import KIND_END, OfficeName, take_apart
from dutylist.extract.offices.places import Region
from dutylist.extract.offices.row_offices import Row
from dutylist.extract.offices.short_names import BRANCHES, KIND, shortens
from dutylist.records.model import Department
from dutylist.records.patterns import Pattern
from dutylist.records.text import is_subsequence

_ENDS_IN_A_KIND = Pattern(f"{KIND_END}$")
# 自然保护区管理局 for the row's 某某湿地自然保护区管理局.
_SHORTEST_TAIL = 5
# 资源局 for 自然资源局, 海事处 for 青山海事处, where no other of the row ends so.
_SHORTEST_BARE_TAIL = 3


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
        texts = (*self.forms, *LEXICON.together, *self.region.prefixes)
        return LEXICON.bare_starts.union(text[:2] for text in texts)

    @cached_property
    def starts_of_any_ending(self) -> frozenset[str]:
        """The same of those that do not end as offices do (残联, 交警), and of places."""
        other = _of_any_ending(self.forms)
        return _lexicon_starts().union(text[:2] for text in (*other, *self.region.prefixes))

    @cached_property
    def begins(self) -> frozenset[str]:
        """The first characters of all these."""
        return frozenset(pair[:1] for pair in self.starts | self.starts_of_any_ending)

    @cached_property
    def form_lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the forms are that begin with a character, the longest first."""
        found: dict[str, set[int]] = {}
        for form in self.forms:
            found.setdefault(form[:1], set()).add(len(form))
        return {first: tuple(sorted(its, reverse=True)) for first, its in found.items()}

    @cached_property
    def _all(self) -> Pool:
        return pool_of(self.offices.values())

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
        return Row(offices, leads, helps, pool_of(known))

    def resolve(self, text: str, row: Row) -> str:
        """The office that a name means, one of the row's first; "" where none or not only one."""
        if (found := row.found.get(text)) is None:
            found = row.found[text] = self._resolve(text, row)
        return found

    def _resolve(self, text: str, row: Row) -> str:
        if text not in self.own_names and (branch := self._branch(text, row)):
            return branch
        if claimed := self.forms.get(text):
            listed = [name for name in claimed if name in row.listed]
            if len(listed) == 1:
                return listed[0]
            if not listed and text not in self.own_names and (own := self._of_row(text, row)):
                # 县教体局, an everyday name of another row's 县教育局: here the row's 县教育体育局.
                return own
            return claimed[0] if len(claimed) == 1 else ""
        if len(text) >= _SHORTEST_TAIL and (found := row.ending_with(text)):
            return found
        apart = self.apart(text)
        if apart.meaning.body and (found := row.ending_with(text)):
            # 国有林场 is a body of 林业局, and here the row's own 乌兰布日国有林场.
            return found
        if apart.core in BRANCHES:
            return row.branch if apart.level == "county" else ""
        if not apart.meaning.known and (found := self._abbreviated(apart, row)):
            return found
        if apart.core == "局" and apart.level not in ("", "county"):
            return row.only_of(apart.level)
        if apart.meaning or (apart.level and len(apart.core) > 2):
            found = row.pool.meant(apart, self._all) or self._all.named(apart)
            if found or apart.meaning:
                # 建设局, which no office of the document is, for the row's 建设发展局; but never
                # 交通支队, a body of 公安局, for the row's 交通委.
                short = "" if apart.meaning.body else self._abbreviated(apart, row)
                return found or short or self._ending_with(apart, row)
        if apart.level in ("", "county") and len(apart.core) >= _SHORTEST_BARE_TAIL:
            return row.ending_with(apart.core)
        return ""

    def _ending_with(self, apart: OfficeName, row: Row) -> str:
        """The row's only office that ends with a name and of which nothing else is known
        (管委会 for the row's 某某湖风景区管委会)."""
        long = len(apart.core) >= _SHORTEST_BARE_TAIL and apart.level in ("", "county")
        found = row.ending_with(apart.core) if long else ""
        known = self.offices.get(found)
        return found if known and not known.covers and not known.parents else ""

    def _branch(self, text: str, row: Row) -> str:
        """The row's only body or branch that a name shortens (公安局石涌分局 for 公安分局)."""
        apart = self.apart(text) if row.pool.by_parent else None
        if not apart or apart.core in row.pool.by_core or apart.meaning.body in row.pool.by_body:
            return ""
        return row.pool.branch(apart) or ""

    def _of_row(self, text: str, row: Row) -> str:
        """The only office of a row that has a name, or one of its everyday names."""
        apart = self.apart(text)
        return row.pool.named(apart) if apart.meaning else ""

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
        kind = KIND.search(apart.core)
        if not kind or not 2 <= kind.start() <= 6:
            return ""
        short = apart.core[: kind.start()]
        found = [
            name
            for name in row.shortened
            if (office := self.offices.get(name))
            and office.answers_to(apart.level)
            and any(shortens(short, kind[0], core) for core in office.cores)
        ]
        return found[0] if len(found) == 1 else ""


def _of_any_ending(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if not _ENDS_IN_A_KIND.search(text))


@cache
def _lexicon_starts() -> frozenset[str]:
    """The first two characters of the lexicon's names that do not end as offices do."""
    texts = _of_any_ending((*LEXICON.bare_names, *LEXICON.together))
    return frozenset(text[:2] for text in texts)


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


def departments_of(names: Iterable[str], registry: Registry) -> tuple[str, ...]:
    """The canonical names for names as printed, each once."""
    return tuple(dict.fromkeys(registry.canonical(name) for name in names))
