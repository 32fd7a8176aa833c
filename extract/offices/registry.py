"""Which offices a document speaks of, and by what forms: the registry.

It is learnt from the department columns and the places on the cover.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from dutylist.extract.lists.cover import places
from dutylist.extract.offices.names import (
    PLACE_SUFFIX,
    fields_of,
    open_ended_head,
    place_prefixes,
    short_forms,
    without_place,
)
from dutylist.records.model import Department

# Names below this many characters are told apart by single characters (组织部, 统战部).
_SHORTEST_VARIANT = 7
_SHORTEST_EXCHANGE = 10
_MOST_VARIANT_EDITS = 2
_TELLS_APART = re.compile(r"[\d一二三四五六七八九十东南西北]")

_SENTENCE_ENDS = frozenset("。；;")
_JOINT = re.compile(r"[、，,]|和|与|以及|及|或")
_OTHER_LEVEL = re.compile(rf"(?:自治区|自治州|[{PLACE_SUFFIX}])(?:党委|委)?$")
_FIELD_END = r"等?(?:有关|相关|行业|行政|业务|主管|监管|管理|执法)*(?:部门|机关|机构)"
_BY_FIELD = re.compile(_FIELD_END)
_LEVEL = rf"(?P<level>自治[州县旗]|[{PLACE_SUFFIX}](?!场|容))"
_FIELDS = re.compile(
    rf"{_LEVEL}?(?P<words>[一-鿿]{{2,8}}?(?:[、和及与][一-鿿]{{2,8}}?)*){_FIELD_END}"
)
_SHORT_NAME = (
    r"(?P<core>(?:[^省市州盟县区旗、，。；：\s]|市(?=[监场容政])){2,6}?)"
    r"(?P<kind>分局|局|委|办|中心|大队|支队)(?!长|员|会)"
)
_ABBREVIATION = re.compile(f"{_LEVEL}?{_SHORT_NAME}")
# Quickly found, and what most clauses are without: an abbreviation with its level, and what
# _FIELDS and _BY_FIELD end with.
_LEVELLED = re.compile(_LEVEL + _SHORT_NAME)
_FIELD_OF_WORK = re.compile("部门|机关|机构")
# An office that is its parent's branch (某某市生态环境局某某县分局), and its own level.
_BRANCH = re.compile(rf"局[^局]{{2,10}}?(?P<level>[{PLACE_SUFFIX}])?分?局$")
# What follows where 残联, 人大 and the like stand for an office and not within another word.
_ACTS = re.compile(r"(?:负责|会同|联合|牵头|应当|依法|对|将|按|与)")
_SECOND_NAME = re.compile(r"[（(][^（）()]{2,16}(?:局|委|办|办公室|中心|部|会|队)[）)]")
_TITLE = re.compile(
    rf"(?:自治)?[{PLACE_SUFFIX}](?![级域直内外场容])[^，。；：、\s]{{2,16}}"
    r"(?:局|委员会|委|办公室|办|部|联合会|法院|检察院|大队|支队|中心)"
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
        """Whether a text is an office's name, or several joined, and nothing else.

        So is the name of an office that no department column lists (县档案馆 is none: its ending
        must be an office's), so that what stands below it is nobody else's.
        """
        # Most texts asked about are whole sentences.
        if not text or text[-1] in _SENTENCE_ENDS:
            return False
        return self.names_only(text) is not None or bool(_TITLE.fullmatch(text))

    def names_only(self, text: str) -> tuple[str, ...] | None:
        """The canonical names where a text consists of nothing but offices' names."""
        group = self.group_at(text, 0)
        return group[0] if group and group[1] == len(text) else None

    def name_at(self, text: str, at: int) -> tuple[str, int] | None:
        """The office named at an offset and where its name ends, or None."""
        match = self.pattern.match(text, at)
        if not match:
            return None
        second = _SECOND_NAME.match(text, match.end())
        return self.forms[match[0]], second.end() if second else match.end()

    def group_at(
        self, text: str, at: int, row: tuple[str, ...] = ()
    ) -> tuple[tuple[str, ...], int] | None:
        """The offices named one after the other from an offset (A、B和C), and the end.

        Offices of the row may also be named by an abbreviation of their own (县市监局 for
        县市场监督管理局), or by their fields of work (发改、人社等部门).
        """
        names: list[str] = []
        end = at
        start = at
        while True:
            one = self.name_at(text, start)
            if not one:
                one = self._elliptic_at(text, start, row if not names else None)
            many = ((one[0],), one[1]) if one else self._row_names_at(text, start, row)
            if not many:
                break
            names.extend(many[0])
            end = many[1]
            joint = _JOINT.match(text, end)
            if not joint:
                break
            start = joint.end()
        return (tuple(dict.fromkeys(names)), end) if names else None

    def _row_names_at(
        self, text: str, at: int, row: tuple[str, ...]
    ) -> tuple[tuple[str, ...], int] | None:
        if fields := self.fields_at(text, at, row):
            return fields
        match = _ABBREVIATION.match(text, at)
        if not match:
            return None
        found = [name for name in row if _abbreviates(match, name)]
        if not found and match["level"]:
            names = (department.name for department in self.departments)
            found = [name for name in names if _abbreviates(match, name)]
        return ((found[0],), match.end()) if len(found) == 1 else None

    def fields_at(
        self, text: str, at: int, row: tuple[str, ...] = ()
    ) -> tuple[tuple[str, ...], int] | None:
        """The offices named by their fields from an offset (发改、人社等部门), and the end.

        A field is that of one office of the document, or an abbreviation of one of the row.
        """
        match = _FIELDS.match(text, at) if _FIELD_OF_WORK.search(text, at) else None
        if not match:
            return None
        names: list[str] = []
        for word in re.split(r"[、和及与]", match["words"]):
            short = [name for name in row if is_subsequence(word, name)]
            if word in self.fields and (word != "组织" or match[0] == "组织部门"):
                names.append(self.fields[word])
            elif len(short) == 1:
                names.append(short[0])
            elif not names:
                # The first word is no field: 组织公安、教育等部门 organises them.
                return None
        return tuple(dict.fromkeys(names)), match.end()

    def _elliptic_at(
        self, text: str, at: int, row: tuple[str, ...] | None
    ) -> tuple[str, int] | None:
        """An office by a name of two characters: behind another one (`row` is None), or one of
        the row that is then said to act."""
        form = text[at : at + 2]
        name, end = self.elliptic.get(form), at + len(form)
        if name and (row is None or (name in row and _ACTS.match(text, end))):
            return name, end
        return None

    def named_in(self, text: str, row: tuple[str, ...] = ()) -> Iterator[str]:
        """The offices that a text names anywhere, in order.

        Another level's office of the same kind (州科学技术局 beside 县科学技术局) comes as
        printed, one named by its field (公安机关) or, in its row, by an abbreviation of its own
        by its name.
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
        if _FIELD_OF_WORK.search(text):
            for match in _BY_FIELD.finditer(text):
                found.update(self._by_field(text, match))
        if row and _LEVELLED.search(text):
            for match in _ABBREVIATION.finditer(text):
                if match["level"]:
                    short = [name for name in row if _abbreviates(match, name)]
                    if len(short) == 1:
                        found.setdefault(match.start(), short[0])
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

    @cached_property
    def fields_longest(self) -> list[str]:
        """The fields of work, longest first."""
        return sorted(self.fields, key=len, reverse=True)

    @cached_property
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
    known = {spelling for department in confirmed for spelling in department.spellings}
    # Each with the place and the rest of its first name.
    groups: list[tuple[str, str, list[str]]] = []
    for name, _ in spelled.most_common():
        if name in known:
            continue
        place, rest = without_place(name, prefixes)
        for its_place, its_rest, names in groups:
            if its_place == place and is_variant(its_rest, rest):
                names.append(name)
                break
        else:
            groups.append((place, rest, [name]))
    first_seen = {name: place for place, name in enumerate(spelled)}
    departments: list[Department] = list(confirmed)
    spellings = [names for _, _, names in groups]
    for group in sorted(spellings, key=lambda names: min(map(first_seen.__getitem__, names))):
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


def is_subsequence(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _abbreviates(match: re.Match[str], name: str) -> bool:
    """Whether 县市监局 (level, core, kind) can stand for a department's full name."""
    kinds = {"委": ("委", "委员会"), "办": ("办", "办公室")}.get(match["kind"], (match["kind"],))
    head = re.split(r"[（(]", name)[0]
    level = (match["level"] or "")[-1:]
    stem = head
    if branch := _BRANCH.search(head):
        if level != (branch["level"] or "") and (level or match["kind"] != "分局"):
            return False
    elif level:
        at = head.find(level)
        if at < 0:
            return False
        stem = head[at + 1 :]
    return stem.endswith(kinds) and is_subsequence(match["core"], stem)


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


def departments_of(names: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """The canonical names for names as printed, each once."""
    return tuple(dict.fromkeys(registry.canonical(name) for name in names))
