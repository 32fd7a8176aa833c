"""Whether a table is a duty list, or only looks like one.

Any office table has a number column and a name. A list has its own title or a column that tells
its kind, or the columns of its kind; or it stands in a document of lists and has their columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutylist.extract.lists.columns import names_duty
from dutylist.records.model import Kind, Role

Place = tuple[int, int]
"""Where a header row stands: which table of the document, which row of it."""

_UNTITLED: frozenset[Role] = frozenset(
    ("number", "category", "name", "content", "townships", "remark")
)


@dataclass(frozen=True)
class Candidate:
    """A header row with what stands above it.

    `titled`: a list's title stands above with no sentence between the two. `other`: the title of
    another kind of table stands nearer.
    """

    place: Place
    kind: Kind
    columns: tuple[str, ...]
    roles: tuple[Role | None, ...]
    titled: bool
    other: bool


def refused(candidates: Iterable[Candidate]) -> frozenset[Place]:
    """The header rows of tables that are no duty list."""
    every = list(candidates)
    sure = [candidate for candidate in every if _is_sure(candidate)]
    headers = {candidate.columns for candidate in sure}
    kinds = {candidate.kind for candidate in sure}
    return frozenset(
        candidate.place
        for candidate in every
        if candidate not in sure
        and candidate.columns not in headers
        and (candidate.kind in kinds or not _is_likely(candidate, beside=bool(sure)))
    )


def _is_sure(candidate: Candidate) -> bool:
    has = set(candidate.roles)
    if "kind" in has or has_own_columns(candidate.columns, candidate.roles):
        return True
    return candidate.titled and not candidate.other and _speaks_of_duties(candidate)


def has_own_columns(columns: tuple[str, ...], roles: tuple[Role | None, ...]) -> bool:
    """Whether the columns are those of a cooperative or recalled list and of nothing else."""
    has = set(roles)
    if "township duties" in has and has & {"departments", "department duties"}:
        return True
    taken = has & {"takeover", "takeover department", "takeover method"}
    return bool(taken) and (
        len(taken) > 1 or "takeover" in has or any("收回" in text for text in columns)
    )


def _speaks_of_duties(candidate: Candidate) -> bool:
    """Whether the column of names may hold duties, or most columns are known."""
    known = sum(role is not None for role in candidate.roles)
    return _name_is_of_duties(candidate) or known * 3 >= 2 * len(candidate.roles)


def _is_likely(candidate: Candidate, *, beside: bool) -> bool:
    """Without a title of its own: all columns known and the names those of duties. `beside`:
    other lists stand in the document."""
    if None in candidate.roles or not _name_is_of_duties(candidate) or candidate.other:
        return False
    return beside or set(candidate.roles) <= _UNTITLED


def _name_is_of_duties(candidate: Candidate) -> bool:
    return any(
        role == "name" and names_duty(text)
        for text, role in zip(candidate.columns, candidate.roles, strict=True)
    )
