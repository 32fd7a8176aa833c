"""Whose each clause is: by the heading above it, or by who acts in it.

Each clause carries its basis; what names nobody stays unassigned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutylist.extract.lists.clauses import bare_heading
from dutylist.extract.offices.names import PLACE_SUFFIX
from dutylist.extract.offices.registry import Registry
from dutylist.records.model import Actor, Basis, Clause, Part

_PARTNER = re.compile(r"联合|会同|协同|会商|与(?=[^，。；]{3,40}?(?:共同|联合|分工))")
_CONDITION = re.compile(
    r"(?:如|若|根据|按照|依据|依照|对|针对|接到|收到|在|经|因|当|待|发现|遇|凡|为|通过|结合|涉及|每|自|从|于|需|"
    r"其中)|.*(?:的|后|时|前)，$"
)
_BEFORE_SUBJECT = re.compile(
    r"(?:[一二三四五六七八九十]是|并由|再由|由|其中|同时|以及|并|最后|然后)"
)
_ALL_OF_THEM = re.compile(
    r"(?:各(?:有关|相关|成员|行业|职能|业务|主管|责任|级)*(?:部门|单位)|"
    r"(?:上述|以上|前述)(?:各)?(?:部门|单位))"
)
_ROLE = re.compile(r"(?:各)?(?:(?P<lead>牵头|主管|主办|责任)|配合|协办|协助)(?:部门|单位)")
_BY_FIELD_ALONE = re.compile(r"(?:部门|机关|机构)$")
_OTHER_AGENT = re.compile(r"由[^，。；]{2,12}?(?:单位|机构|公司|企业|部门|委员会|政府)")
_OF = re.compile(r"的(?!确)")
_SENTENCE_ENDS = re.compile(r"[；;。]")
_PHRASE_ENDS = re.compile(r"(?<=[，,])")
# An office that is listed nowhere: a level of government, its field, an office's full ending.
_UNLISTED = re.compile(
    rf"由?(?P<name>(?:自治)?[{PLACE_SUFFIX}](?![级域直内外场容])[^，。；：、\s{PLACE_SUFFIX}]{{2,14}}?"
    r"(?:局|委员会|人民政府|办公室|大队|支队|联合会|法院|检察院))"
)


def assign(
    clauses: tuple[Clause, ...], row_departments: tuple[str, ...], registry: Registry
) -> tuple[Clause, ...]:
    """Say for each clause of a department cell whose it is.

    `row_departments` are the canonical names of the row's department column.
    """
    return tuple(_assign(clause, None, row_departments, registry) for clause in clauses)


def mark_mentions(
    clauses: tuple[Clause, ...], row: tuple[str, ...], registry: Registry
) -> tuple[Clause, ...]:
    """The clauses of a township cell with the departments that each one names (报县民政局)."""
    return tuple(
        replace(
            clause,
            basis="none",
            actors=_named(registry.named_in(clause.text, row)),
            children=mark_mentions(clause.children, row, registry),
        )
        for clause in clauses
    )


@dataclass(frozen=True)
class _Above:
    """What a heading or a clause with sub-clauses gives to those below it."""

    departments: tuple[str, ...]
    basis: Basis


def _assign(
    clause: Clause, above: _Above | None, row: tuple[str, ...], registry: Registry
) -> Clause:
    if clause.kind == "office":
        names = registry.names_only(bare_heading(clause.text)) or ()
        return replace(
            clause,
            actors=tuple(Actor(name, "does", "heading") for name in names),
            basis="heading",
            children=_below(clause, _Above(names, "heading"), row, registry),
        )
    actors = _actors(clause.text, row, registry)
    unlisted = _unlisted_subject(clause.text, registry)
    other_agent = bool(unlisted or _OTHER_AGENT.match(clause.text))
    departments: tuple[str, ...] = ()
    basis: Basis = "none"
    if actors.all_of_them:
        departments, basis = row + actors.subjects, "all"
    elif actors.subjects and actors.unsaid and above:
        departments, basis = above.departments + actors.subjects, above.basis
    elif actors.subjects:
        departments, basis = actors.subjects, "subject"
        # 发放低保金；旗财政局拨付资金: the first sentence is the row's only department's.
        if actors.unsaid and len(row) == 1 and not other_agent:
            departments = row + departments
    elif above:
        departments, basis = above.departments, above.basis
    elif len(row) == 1 and not other_agent:
        departments, basis = row, "subject" if actors.partners else "only department"
    elif actors.partners:
        basis = "subject"
    joining = frozenset(actors.partners).difference(departments)
    departments = tuple(dict.fromkeys(departments + actors.partners))
    named = dict.fromkeys(registry.named_in(clause.text, row))
    if unlisted:
        named.setdefault(unlisted)
    mentions = tuple(name for name in named if name not in departments)
    carries = None
    if basis in ("subject", "heading"):
        carries = _Above(departments, "heading")
    elif basis == "all":
        carries = _Above(departments, "all")
    part: Part = "all" if basis == "all" else "does"
    acting = tuple(Actor(name, "joins" if name in joining else part, basis) for name in departments)
    return replace(
        clause,
        actors=acting + _named(mentions),
        basis=basis,
        children=_below(clause, carries, row, registry),
    )


def _named(names: Iterable[str]) -> tuple[Actor, ...]:
    """Offices that a text names without giving them the clause."""
    return tuple(Actor(name, "named", "named") for name in dict.fromkeys(names))


def _below(
    clause: Clause, above: _Above | None, row: tuple[str, ...], registry: Registry
) -> tuple[Clause, ...]:
    return tuple(_assign(child, above, row, registry) for child in clause.children)


@dataclass(frozen=True)
class _Actors:
    """The subjects of a clause's sentences, the partners they bring in, whether it speaks of all
    the row's departments (各部门), and whether its first words leave their subject unsaid (where
    there are subjects)."""

    subjects: tuple[str, ...]
    partners: tuple[str, ...]
    all_of_them: bool
    unsaid: bool


def _actors(text: str, row: tuple[str, ...], registry: Registry) -> _Actors:
    """Who acts in a clause, sentence by sentence."""
    subjects: list[str] = []
    partners: list[str] = []
    speaks_of_all = False
    sentences = [sentence.strip() for sentence in _SENTENCE_ENDS.split(text)]
    for bare in sentences:
        groups = list(_subjects(bare, row, registry))
        for names, end in groups:
            subjects.extend(names)
            partners.extend(_partners(bare[end:], row, registry))
        if not groups:
            partners.extend(_partners(bare, row, registry))
        speaks_of_all = speaks_of_all or any(
            _ALL_OF_THEM.match(phrase) for phrase in _PHRASE_ENDS.split(bare)
        )
    unsaid = bool(subjects) and not _says_subject(sentences[0], row, registry)
    return _Actors(
        tuple(dict.fromkeys(subjects)), tuple(dict.fromkeys(partners)), speaks_of_all, unsaid
    )


def _says_subject(sentence: str, row: tuple[str, ...], registry: Registry) -> bool:
    """Whether a sentence's subject comes first, or after nothing but conditions."""
    for phrase in _PHRASE_ENDS.split(sentence):
        lead = _BEFORE_SUBJECT.match(phrase)
        if _row_group_at(phrase, lead.end() if lead else 0, row, registry):
            return True
        if next(_agents(phrase, row, registry), None):
            return True
        if not _CONDITION.match(phrase):
            return False
    return False


def _subjects(
    sentence: str, row: tuple[str, ...], registry: Registry
) -> Iterator[tuple[tuple[str, ...], int]]:
    """The offices that act in a sentence, each group with its end.

    They stand at the beginning of the sentence or of one of its phrases, after a condition
    (如…，县公安局…) or where the subject changes (…，县财政局负责…), or behind 由.
    """
    at = 0
    for phrase in _PHRASE_ENDS.split(sentence):
        lead = _BEFORE_SUBJECT.match(sentence, at)
        group = _row_group_at(sentence, lead.end() if lead else at, row, registry)
        # 县民政局的要求 speaks of the office's request, not of its doing.
        if group and not _OF.match(sentence, group[1]):
            yield group
        at += len(phrase)
        for names, end in _agents(phrase, row, registry):
            yield names, at - len(phrase) + end


def _agents(
    phrase: str, row: tuple[str, ...], registry: Registry
) -> Iterator[tuple[tuple[str, ...], int]]:
    """The offices behind 由 within a phrase (普查经费由县财政局保障), each group with its end."""
    at = phrase.find("由", 1)
    while at > 0:
        agent = registry.group_at(phrase, at + 1, row)
        if agent and "的" not in phrase[agent[1] :]:
            yield agent
        at = phrase.find("由", at + 1)


def _row_group_at(
    text: str, at: int, row: tuple[str, ...], registry: Registry
) -> tuple[tuple[str, ...], int] | None:
    """The offices named at an offset, or meant by their role in the row (牵头部门 is the first
    that the row lists)."""
    if group := registry.group_at(text, at, row):
        return group
    if (role := _ROLE.match(text, at)) and len(row) > 1:
        return (row[:1] if role["lead"] else row[1:]), role.end()
    return None


def _partners(rest: str, row: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """The offices that the subject acts together with (会同县公安局…).

    Those named by their field alone (会同农业、林草等部门) are partners where the row lists them.
    """
    names: list[str] = []
    for match in _PARTNER.finditer(rest):
        group = _row_group_at(rest, match.end(), row, registry)
        if group and _BY_FIELD_ALONE.search(rest[match.end() : group[1]]):
            names.extend(name for name in group[0] if name in row)
        elif group:
            names.extend(group[0])
    return tuple(names)


def _unlisted_subject(text: str, registry: Registry) -> str:
    """An office that a clause begins with and the document lists nowhere, or ""."""
    match = _UNLISTED.match(text)
    if not match or registry.name_at(text, match.start("name")):
        return ""
    return match["name"]
