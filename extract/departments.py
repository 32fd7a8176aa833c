"""Which offices a document speaks of, and whose each clause is.

The registry is learnt from the department columns and the places on the cover. A clause gets its
departments by grammar (who acts) or by the heading above it; each carries its basis, and what
names nobody stays unassigned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from extract.clauses import bare_heading
from extract.cover import places
from extract.office_names import (
    PLACE_SUFFIX,
    fields_of,
    open_ended_head,
    place_prefixes,
    short_forms,
    without_place,
)
from records.model import Basis, Clause, Department

# Names below this many characters are told apart by single characters (组织部, 统战部).
_SHORTEST_VARIANT = 7
_SHORTEST_EXCHANGE = 10
_MOST_VARIANT_EDITS = 2
_TELLS_APART = re.compile(r"[\d一二三四五六七八九十东南西北]")

_JOINT = re.compile(r"[、，,]|和|与|以及|及|或")
_PARTNER = re.compile(r"联合|会同|协同|会商|与(?=[^，。；]{3,40}(?:共同|联合|分工))")
_LEAD_IN = re.compile(
    r"(?:如|若|根据|按照|依据|依照|对|对于|针对|接到|收到|在|经|因|当|待|发现|遇|凡|为|通过|结合|"
    r"涉及|每|自|从|于|需|其中)"
)
# Behind an office in mid-sentence these tell that it acts (…，县公安局负责…).
_ACTS = re.compile(
    r"(?:负责|牵头|承担|统筹|指导|组织|依法|依规|按照|按|做好|配合|协助|保障|应当|应|及时|接到|收到|"
    r"开展|加强|落实|具体|共同|分别|查处|监督|予以|统一)"
)
_BEFORE_SUBJECT = re.compile(
    r"(?:[一二三四五六七八九十]是|并由|再由|由|其中|同时|以及|并|最后|然后)"
)
_ALL_OF_THEM = re.compile(
    r"(?:各(?:有关|相关|成员|行业|职能|业务|主管|责任|级)*(?:部门|单位)|"
    r"(?:上述|以上|前述)(?:各)?(?:部门|单位))"
)
_OTHER_LEVEL = re.compile(rf"(?:自治区|自治州|[{PLACE_SUFFIX}])(?:党委|委)?$")
_BY_FIELD = re.compile(r"等?(?:有关|相关|行业|行政|业务|主管|监管|管理|执法)*(?:部门|机关|机构)")
_ROLE = re.compile(r"(?:各)?(?:(?P<lead>牵头|主管|主办|责任)|配合|协办|协助)(?:部门|单位)")
_OTHER_AGENT = re.compile(r"由[^，。；]{2,12}?(?:单位|机构|公司|企业|部门|委员会|政府)")
_OF = re.compile(r"的(?!确)")
# An office that is listed nowhere: a level of government, its field, an office's full ending.
_UNLISTED = re.compile(
    rf"由?(?P<name>(?:自治)?[{PLACE_SUFFIX}](?![级域直内外场容])[^，。；：、\s{PLACE_SUFFIX}]{{2,14}}?"
    r"(?:局|委员会|人民政府|办公室|大队|支队|联合会|法院|检察院))"
)


@dataclass(frozen=True)
class Registry:
    """The offices of one document.

    `forms` maps every form an office may be named in to its canonical name; forms that two
    offices could claim are left out. `elliptic` has the forms that stand only behind another
    office's name (县委组织部、统战部和政协), `fields` the fields of work that stand for an office
    in 公安机关 or 农业、林草等部门. A name behind one of `other_places` is another place's office.
    """

    departments: tuple[Department, ...]
    forms: dict[str, str]
    pattern: re.Pattern[str]
    elliptic: dict[str, str]
    fields: dict[str, str]
    other_places: tuple[str, ...]

    def canonical(self, name: str) -> str:
        """The canonical name of a department as printed in a department column."""
        return self.forms.get(name, name)

    def is_office(self, text: str) -> bool:
        """Whether a text is the name of an office of the registry, or several joined."""
        return bool(text) and self.names_only(text) is not None

    def names_only(self, text: str) -> tuple[str, ...] | None:
        """The canonical names where a text consists of nothing but offices' names."""
        group = self.group_at(text, 0)
        return group[0] if group and group[1] == len(text) else None

    def name_at(self, text: str, at: int) -> tuple[str, int] | None:
        """The office named at an offset and where its name ends, or None."""
        match = self.pattern.match(text, at)
        return (self.forms[match[0]], match.end()) if match else None

    def group_at(self, text: str, at: int) -> tuple[tuple[str, ...], int] | None:
        """The offices named one after the other from an offset (A、B和C), and the end."""
        found = self.name_at(text, at)
        names: list[str] = []
        end = at
        while found:
            names.append(found[0])
            end = found[1]
            joint = _JOINT.match(text, end)
            if not joint:
                break
            found = self.name_at(text, joint.end()) or self._elliptic_at(text, joint.end())
        return (tuple(dict.fromkeys(names)), end) if names else None

    def _elliptic_at(self, text: str, at: int) -> tuple[str, int] | None:
        for form in sorted(self.elliptic, key=len, reverse=True):
            if text.startswith(form, at):
                return self.elliptic[form], at + len(form)
        return None

    def fields_at(self, text: str, at: int) -> tuple[tuple[str, ...], int] | None:
        """The offices named by their fields from an offset (发改、人社等部门), and the end."""
        names: list[str] = []
        end = at
        while field := next((f for f in self.fields_longest if text.startswith(f, end)), ""):
            names.append(self.fields[field])
            end += len(field)
            if behind := _BY_FIELD.match(text, end):
                return tuple(dict.fromkeys(names)), behind.end()
            joint = _JOINT.match(text, end)
            if not joint:
                break
            end = joint.end()
        return None

    def named_in(self, text: str) -> Iterator[str]:
        """The offices that a text names anywhere, in order.

        Another level's office of the same kind (州科学技术局 beside 县科学技术局) comes as
        printed, one named by its field (公安机关) by its name.
        """
        found: dict[int, str] = {}
        for match in self.pattern.finditer(text):
            form, start = match[0], match.start()
            level = _OTHER_LEVEL.search(text, 0, start)
            if form[0] in PLACE_SUFFIX or form in self.departments_names or not level:
                if not text[:start].endswith(self.other_places):
                    found[start] = self.forms[form]
            else:
                found[start] = level[0] + form
        for match in _BY_FIELD.finditer(text):
            found.update(self._by_field(text, match))
        yield from (found[start] for start in sorted(found))

    def _by_field(self, text: str, match: re.Match[str]) -> Iterator[tuple[int, str]]:
        """The offices that 公安机关 or 农业、林草等有关部门 stands for, each with its offset."""
        words = list(re.finditer(r"[^、和及]+", text[: match.start()]))
        at_first = True
        for word in reversed(words):
            field = next((f for f in self.fields_longest if word[0].endswith(f)), "")
            # 组织相关部门 and 组织公安部门 organise; they are not the office named 组织部.
            if not field or (field == "组织" and match[0] != "部门"):
                return
            yield word.start() + len(word[0]) - len(field), self.fields[field]
            if word[0] != field or (at_first and word.start() == 0):
                return
            at_first = False

    @property
    def fields_longest(self) -> list[str]:
        """The fields of work, longest first."""
        return sorted(self.fields, key=len, reverse=True)

    @property
    def departments_names(self) -> frozenset[str]:
        """Canonical names and full spellings."""
        return frozenset(
            name
            for department in self.departments
            for name in (department.name, *department.spellings)
        )


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
    prefixes = place_prefixes(region, tuple(counts))
    heads = {name: open_ended_head(name) or name for name in counts}
    spelled: Counter[str] = Counter()
    for name, count in counts.items():
        spelled[heads[name]] += count
    groups = [list(department.spellings) for department in confirmed]
    known = {spelling for group in groups for spelling in group}
    fixed = len(groups)
    for name, _ in spelled.most_common():
        if name in known:
            continue
        place, rest = without_place(name, prefixes)
        same = next(
            (
                group
                for group in groups[fixed:]
                if without_place(group[0], prefixes)[0] == place
                and is_variant(without_place(group[0], prefixes)[1], rest)
            ),
            None,
        )
        if same:
            same.append(name)
        else:
            groups.append([name])
    first_seen = {name: place for place, name in enumerate(spelled)}
    departments: list[Department] = list(confirmed)
    for group in sorted(groups[fixed:], key=lambda group: min(first_seen[n] for n in group)):
        forms = {form for name in group for form in short_forms(name, prefixes)}
        departments.append(
            Department(
                name=group[0],
                spellings=tuple(group),
                short_names=tuple(sorted(forms - set(group), key=lambda f: (-len(f), f))),
                open_ended=tuple(
                    name for name, head in heads.items() if head in group and head != name
                ),
            )
        )
    stems = {place[:2] for line in region for place in places(line)}
    return registry_of(tuple(departments), tuple(sorted(stems)))


def registry_of(
    departments: tuple[Department, ...], other_places: tuple[str, ...] = ()
) -> Registry:
    """The registry of known departments; a form that two of them share is nobody's."""
    claims: dict[str, set[str]] = {}
    elliptic: dict[str, set[str]] = {}
    fields: dict[str, set[str]] = {}
    own: dict[str, str] = {}
    for department in departments:
        for form in (department.name, *department.spellings, *department.open_ended):
            own[form] = department.name
        for form in (department.name, *department.short_names):
            claims.setdefault(form, set()).add(department.name)
            bare = re.sub(rf"^.*?[{PLACE_SUFFIX}](?!场|政(?!协))", "", form)
            if 2 <= len(bare) < 3:
                elliptic.setdefault(bare, set()).add(department.name)
            for field in fields_of(form):
                fields.setdefault(field, set()).add(department.name)
    forms = _unshared(claims) | own
    alternatives = sorted(map(re.escape, forms), key=len, reverse=True)
    pattern = re.compile("|".join(alternatives) if alternatives else r"(?!)")
    return Registry(
        departments, forms, pattern, _unshared(elliptic), _unshared(fields), other_places
    )


def _unshared(claims: dict[str, set[str]]) -> dict[str, str]:
    return {form: next(iter(names)) for form, names in claims.items() if len(names) == 1}


def is_variant(one: str, other: str) -> bool:
    """Whether two names without their places are one office spelled two ways.

    …电视台和旅游局 and …电视和旅游局 are; offices told apart by a numeral or a direction (第一,
    第二; 东, 西) are not. Short names differ by a character and are different offices.
    """
    if min(len(one), len(other)) < _SHORTEST_VARIANT:
        return False
    if _TELLS_APART.findall(one) != _TELLS_APART.findall(other):
        return False
    # One character exchanged counts as two edits: in a long name only.
    most = 1 if len(one) != len(other) else _MOST_VARIANT_EDITS
    if len(one) == len(other) and len(one) < _SHORTEST_EXCHANGE:
        return False
    return Indel.distance(one, other, score_cutoff=most) <= most


def assign(
    clauses: tuple[Clause, ...], row_departments: tuple[str, ...], registry: Registry
) -> tuple[Clause, ...]:
    """Say for each clause of a department cell whose it is.

    `row_departments` are the canonical names of the row's department column.
    """
    return tuple(_assign(clause, None, row_departments, registry) for clause in clauses)


def mark_mentions(clauses: tuple[Clause, ...], registry: Registry) -> tuple[Clause, ...]:
    """The clauses of a township cell with the departments that each one names (报县民政局)."""
    return tuple(
        replace(
            clause,
            basis="none",
            mentions=tuple(dict.fromkeys(registry.named_in(clause.text))),
            children=mark_mentions(clause.children, registry),
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
    if clause.basis == "heading":
        names = registry.names_only(bare_heading(clause.text)) or ()
        below = _Above(names, "heading")
        return replace(clause, departments=names, children=_below(clause, below, row, registry))
    actors = _actors(clause.text, row, registry)
    unlisted = _unlisted_subject(clause.text, registry)
    other_agent = bool(unlisted or _OTHER_AGENT.match(clause.text))
    departments: tuple[str, ...] = ()
    basis: Basis = "none"
    if actors.subjects:
        departments, basis = actors.subjects, "subject"
        # 发放低保金；旗财政局拨付资金: the first sentence is the row's only department's.
        if actors.unsaid and len(row) == 1 and not above and not other_agent:
            departments = row + departments
    elif above:
        departments, basis = above.departments, above.basis
    elif actors.all_of_them:
        departments, basis = row, "all"
    elif len(row) == 1 and not other_agent:
        departments, basis = row, "subject" if actors.partners else "only department"
    elif actors.partners:
        basis = "subject"
    departments = tuple(dict.fromkeys(departments + actors.partners))
    named = dict.fromkeys(registry.named_in(clause.text))
    if unlisted:
        named.setdefault(unlisted)
    mentions = tuple(name for name in named if name not in departments)
    carries = None
    if basis in ("subject", "heading"):
        carries = _Above(departments, "heading")
    elif basis == "all":
        carries = _Above(departments, "all")
    return replace(
        clause,
        departments=departments,
        basis=basis,
        mentions=mentions,
        children=_below(clause, carries, row, registry),
    )


def _below(
    clause: Clause, above: _Above | None, row: tuple[str, ...], registry: Registry
) -> tuple[Clause, ...]:
    return tuple(_assign(child, above, row, registry) for child in clause.children)


@dataclass(frozen=True)
class _Actors:
    """The subjects of a clause's sentences, the partners they bring in, whether it speaks of all
    the row's departments (各部门), and whether its first sentence leaves its subject unsaid."""

    subjects: tuple[str, ...]
    partners: tuple[str, ...]
    all_of_them: bool
    unsaid: bool


def _actors(text: str, row: tuple[str, ...], registry: Registry) -> _Actors:
    """Who acts in a clause, sentence by sentence."""
    subjects: list[str] = []
    partners: list[str] = []
    speaks_of_all = False
    unsaid = False
    for count, sentence in enumerate(re.split(r"[；;。]", text)):
        bare = sentence.strip()
        groups = list(_subjects(bare, row, registry))
        for names, end in groups:
            subjects.extend(names)
            partners.extend(_partners(bare[end:], row, registry))
        if not groups and _PARTNER.match(bare):
            partners.extend(_partners(bare, row, registry))
        unsaid = unsaid or (count == 0 and not groups)
        speaks_of_all = speaks_of_all or bool(_ALL_OF_THEM.match(bare))
    return _Actors(
        tuple(dict.fromkeys(subjects)), tuple(dict.fromkeys(partners)), speaks_of_all, unsaid
    )


def _subjects(
    sentence: str, row: tuple[str, ...], registry: Registry
) -> Iterator[tuple[tuple[str, ...], int]]:
    """The offices that act in a sentence, each group with its end.

    They stand at the sentence's beginning, after a condition (如…，县公安局…), where the subject
    changes (…，县财政局负责…), or behind 由.
    """
    at = 0
    conditions_only = True
    for phrase in re.split(r"(?<=[，,])", sentence):
        lead = _BEFORE_SUBJECT.match(sentence, at)
        group = _row_group_at(sentence, lead.end() if lead else at, row, registry)
        # 县民政局的要求 speaks of the office's request, not of its doing.
        if (
            group
            and not _OF.match(sentence, group[1])
            and (conditions_only or lead or _ACTS.match(sentence, group[1]))
        ):
            yield group
        conditions_only = conditions_only and not group and bool(_LEAD_IN.match(phrase))
        at += len(phrase)
        for by in re.finditer("由", phrase[1:]):
            agent = registry.group_at(phrase, 1 + by.end())
            if agent and "的" not in phrase[agent[1] :]:
                yield agent[0], at - len(phrase) + agent[1]


def _row_group_at(
    text: str, at: int, row: tuple[str, ...], registry: Registry
) -> tuple[tuple[str, ...], int] | None:
    """The offices named at an offset: by name, by field where the row lists them (公安机关,
    发改、人社等部门), or by their role in the row (牵头部门 is the first listed)."""
    if group := registry.group_at(text, at):
        return group
    if (role := _ROLE.match(text, at)) and len(row) > 1:
        return (row[:1] if role["lead"] else row[1:]), role.end()
    if fields := registry.fields_at(text, at):
        names = tuple(name for name in fields[0] if name in row)
        return (names, fields[1]) if names else None
    return None


def _partners(rest: str, row: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """The offices that the subject acts together with (会同县公安局…)."""
    names: list[str] = []
    for match in _PARTNER.finditer(rest):
        group = _row_group_at(rest, match.end(), row, registry)
        if group:
            names.extend(group[0])
    return tuple(names)


def _unlisted_subject(text: str, registry: Registry) -> str:
    """An office that a clause begins with and the document lists nowhere, or ""."""
    match = _UNLISTED.match(text)
    if not match or registry.name_at(text, match.start("name")):
        return ""
    return match["name"]


def departments_of(names: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """The canonical names for names as printed, each once."""
    return tuple(dict.fromkeys(registry.canonical(name) for name in names))
