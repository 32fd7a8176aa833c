"""The offices that a duty lists, among which a name in it is looked for first."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dutylist.extract.offices.lookup import Pool, pool_of
from dutylist.extract.offices.places import Level
from dutylist.records.words import OFFICE_ENDINGS

_COMPANIES = OFFICE_ENDINGS.words("as_company")

# No row of a list has more offices; abbreviations are compared with each of a row's.
_MOST_ABBREVIATED = 60


@dataclass(frozen=True, eq=False)
class Row:
    """The offices that a duty lists, by canonical name, in order; `leads` and `helps` those that
    it lists with such a mark (牵头部门：…；配合部门：…). What names mean in it is remembered."""

    offices: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    pool: Pool = field(default_factory=lambda: pool_of(()), repr=False)
    found: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def listed(self) -> frozenset[str]:
        return frozenset(self.offices)

    @cached_property
    def has_company(self) -> bool:
        """Whether a company, a bank or the like is among them."""
        return any(name.endswith(_COMPANIES) for name in self.offices)

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
