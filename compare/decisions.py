"""decisions.toml: what a person decided about doubtful pairs, kept for the next run.

    ["对应"]
    "旧 配合-53" = "新 配合-55"
    "旧 基本-12" = "新 基本-12、新 基本-13"
    "旧 配合-60" = "无对应"
    "新 基本-20" = "无对应"

    ["部门"]
    "安丰县农业农村局" = "安丰县农业农村和水务局"
    "安丰县城市管理局" = "安丰县住房和城乡建设局、安丰县综合行政执法局"
    "安丰县林业局" = "无对应"

A duty is named by its list and printed number; where numbers are missing or occur twice in the
list, by its row: 基本-第12行. An office's names are the old one and what it became: one name, or
several where it was divided; 无对应 where the program sees a change that was none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from dutylist.compare.departments import Offices
from dutylist.compare.links import Link
from dutylist.compare.model import Comparison, DutyChange, PlacedDuty
from dutylist.records.codes import KIND_CODES
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.model import Kind
from dutylist.records.patterns import Pattern
from dutylist.records.toml_file import decode, parse_toml, small_content
from dutylist.records.wording import heads, said

_TABLE = "对应"
_OFFICES = "部门"
_NONE = "无对应"
_KINDS = {code: kind for kind, code in KIND_CODES.items()}
_Place = tuple[str, Kind, int]
_REFERENCE = Pattern(
    r"(旧|新)\s*(基本|配合|收回)\s*-\s*"
    r"(?:第\s*(\d{1,6})\s*行|(\d{1,6})|([^\s、，,＋+\"=#\\]{1,10}))"
)


@dataclass(frozen=True)
class Reference:
    """A duty as a person writes it: edition, list, and its number as documents show it (53, 1-1) or
    "", and then its row (from 1)."""

    edition: str
    list: Kind
    number: str
    row: int | None

    def __str__(self) -> str:
        place = self.number or f"第{self.row}行"
        return f"{self.edition} {KIND_CODES[self.list]}-{place}"


@dataclass(frozen=True)
class Decision:
    """Duties that a person put together; one side is empty for 无对应. `line` is from 1."""

    old: tuple[Reference, ...]
    new: tuple[Reference, ...]
    line: int


@dataclass(frozen=True)
class OfficeDecision:
    """What a person says became of an office: its new names, none where nothing did."""

    old: str
    new: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Decisions:
    """A decisions file; `file` is its name, for messages."""

    decisions: tuple[Decision, ...] = ()
    file: str = ""
    offices: tuple[OfficeDecision, ...] = ()


def read_decisions(path: Path) -> Decisions:
    """Read a decisions file. Raises InvalidRecordsError with the line and what to do."""
    try:
        content = small_content(path)
    except OSError as error:
        raise InvalidRecordsError(
            "对应关系文件读不出来", "请检查路径和权限", file=path.name
        ) from error
    return parse_decisions(decode(content, path.name), path.name)


def parse_decisions(text: str, file: str = "") -> Decisions:
    """The decisions in a file's text. Raises InvalidRecordsError."""
    data = parse_toml(
        text, file, '每条写作 "旧 配合-53" = "新 配合-55"，引号和等号用半角，同一事项只写一次'
    )
    unknown = [key for key in data if key not in (_TABLE, _OFFICES)]
    if unknown:
        raise InvalidRecordsError(
            f"第 {_lines(text).get(unknown[0], 1)} 行不认识“{unknown[0]}”",
            f'对应关系都写在 ["{_TABLE}"] 之下，部门的变化写在 ["{_OFFICES}"] 之下，每行一条',
            file=file,
        )
    table = data.get(_TABLE, {})
    if not isinstance(table, dict):
        raise InvalidRecordsError(
            f"第 {_lines(text).get(_TABLE, 1)} 行写法不对",
            f'请改成单独一行 ["{_TABLE}"]',
            file=file,
        )
    lines = _lines(text)
    decisions = tuple(
        _decision(str(left), right, lines.get(str(left).strip(), 1), file)
        for left, right in table.items()
    )
    _refuse_repeats(decisions, file)
    named = data.get(_OFFICES, {})
    if not isinstance(named, dict) or not all(isinstance(one, str) for one in named.values()):
        raise InvalidRecordsError(
            f"第 {lines.get(_OFFICES, 1)} 行起的部门写法不对",
            '请写成 "旧名称" = "新名称"，分设的几个名称用顿号隔开，没有变化的写 "无对应"',
            file=file,
        )
    offices = tuple(
        OfficeDecision(str(old), _names(str(new)), lines.get(str(old), 1))
        for old, new in named.items()
    )
    return Decisions(decisions, file, offices)


def _names(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("、") if one.strip() not in ("", _NONE))


def fitting(
    decisions: Decisions,
    old: Sequence[PlacedDuty],
    new: Sequence[PlacedDuty],
    names: tuple[Container[str], Container[str]],
) -> Decisions:
    """Those decisions that speak of duties, and of offices by their `names`, that are there."""
    known = references(old, "旧").keys() | references(new, "新").keys()
    return replace(
        decisions,
        decisions=tuple(one for one in decisions.decisions if {*one.old, *one.new} <= known),
        offices=tuple(
            one
            for one in decisions.offices
            if one.old in names[0] and all(name in names[1] for name in one.new)
        ),
    )


def joined(first: Decisions, second: Decisions) -> Decisions:
    """The decisions of both files; where they speak of one duty the first one counts."""
    named = {one for decision in first.decisions for one in (*decision.old, *decision.new)}
    more = [one for one in second.decisions if not named & {*one.old, *one.new}]
    offices = {one.old for one in first.offices}
    further = [one for one in second.offices if one.old not in offices]
    return Decisions(
        (*first.decisions, *more), first.file or second.file, (*first.offices, *further)
    )


def _lines(text: str) -> dict[str, int]:
    """The first line, from 1, on which each quoted or bare key stands before its equals sign."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key = line.split("=", 1)[0].strip().strip("[]\"' ")
        if key and not line.lstrip().startswith("#"):
            lines.setdefault(key, number)
    return lines


def _decision(left: str, right: object, line: int, file: str) -> Decision:
    if not isinstance(right, str):
        raise InvalidRecordsError(
            f"第 {line} 行等号右边不是文字",
            f'请写成 "新 配合-55" 或 "{_NONE}"，带半角引号',
            file=file,
        )
    sides = [_references(side, line, file) for side in (left, right)]
    named = [reference for side in sides for reference in side]
    if not named:
        raise InvalidRecordsError(
            f"第 {line} 行两边都是“{_NONE}”", "请写明是哪一项，或删去这一行", file=file
        )
    for side in sides:
        if len({reference.edition for reference in side}) > 1:
            raise InvalidRecordsError(
                f"第 {line} 行等号一边既有旧事项又有新事项",
                "请把旧的写在左边，新的写在右边",
                file=file,
            )
    if all(sides) and sides[0][0].edition == sides[1][0].edition:
        raise InvalidRecordsError(
            f"第 {line} 行两边都是{sides[0][0].edition}事项", "请一边写“旧”，一边写“新”", file=file
        )
    return Decision(
        tuple(one for one in named if one.edition == "旧"),
        tuple(one for one in named if one.edition == "新"),
        line,
    )


def _references(side: str, line: int, file: str) -> list[Reference]:
    if side.strip() == _NONE:
        return []
    found = []
    for text in re.split(r"[、，,＋+]", side):
        match = _REFERENCE.fullmatch(text.strip())
        if not match:
            raise InvalidRecordsError(
                f"第 {line} 行看不懂“{text.strip()}”",
                f"请写成“旧 配合-53”或“新 基本-第12行”；没有对应的写“{_NONE}”",
                file=file,
            )
        edition, kind, row, number, label = match.groups()
        found.append(
            Reference(
                edition,
                _KINDS[kind],
                _bare(number or label or ""),
                int(row) if row else None,
            )
        )
    return found


def _refuse_repeats(decisions: Iterable[Decision], file: str) -> None:
    first: dict[Reference, int] = {}
    for decision in decisions:
        for reference in (*decision.old, *decision.new):
            if reference in first:
                raise InvalidRecordsError(
                    f"第 {decision.line} 行的“{reference}”在第 {first[reference]} 行已经写过",
                    "一项只能有一个去向：请删去一行，拆分或合并的写在同一行，用顿号隔开",
                    file=file,
                )
            first[reference] = decision.line


def references(duties: Sequence[PlacedDuty], edition: str) -> dict[Reference, int]:
    """How each duty can be named, onto its index: always by row, by number where that is clear."""
    numbers = Counter((one.list, one.duty.shown_number) for one in duties)
    found: dict[Reference, int] = {}
    for index, one in enumerate(duties):
        found[Reference(edition, one.list, "", one.position + 1)] = index
        named = Reference(edition, one.list, _bare(one.duty.shown_number), None)
        clear = numbers[one.list, one.duty.shown_number] == 1
        if named.number and clear and _REFERENCE.fullmatch(str(named)):
            found[named] = index
    return found


def _bare(number: str) -> str:
    return str(int(number)) if number.isdecimal() else number


def decided_links(
    decisions: Decisions, old: Sequence[PlacedDuty], new: Sequence[PlacedDuty]
) -> tuple[Link, ...]:
    """The decisions as links. Raises InvalidRecordsError for a duty that is not there."""
    known = references(old, "旧") | references(new, "新")
    taken: dict[tuple[str, int], int] = {}
    links = []
    for decision in decisions.decisions:
        sides = []
        for side in (decision.old, decision.new):
            indexes = [_find(reference, known, decision.line, decisions.file) for reference in side]
            for reference, index in zip(side, indexes, strict=True):
                if taken.setdefault((reference.edition, index), decision.line) != decision.line:
                    raise InvalidRecordsError(
                        f"第 {decision.line} 行的“{reference}”与第 "
                        f"{taken[reference.edition, index]} 行是同一项",
                        "一项只能有一个去向：请删去一行",
                        file=decisions.file,
                    )
            sides.append(tuple(sorted(indexes)))
        links.append(Link(sides[0], sides[1], decided=True))
    return tuple(links)


def _find(reference: Reference, known: Mapping[Reference, int], line: int, file: str) -> int:
    if reference in known:
        return known[reference]
    edition = "去年" if reference.edition == "旧" else "今年"
    raise InvalidRecordsError(
        f"第 {line} 行的“{reference}”在{edition}的清单里没有，或者编号有重复",
        f"请核对编号；编号缺失或重复时按行写，例如“{reference.edition} "
        f"{KIND_CODES[reference.list]}-第12行”",
        file=file,
    )


def decided_offices(
    decisions: Decisions, offices: Offices, old: Set[str], new: Set[str]
) -> dict[str, tuple[str, ...]]:
    """What a person says became of each office, by the names of the comparison.

    `old` and `new` are all offices of each edition. Raises InvalidRecordsError for an office that
    is not there.
    """
    found = {}
    for one in decisions.offices:
        names = (one.old, *one.new)
        known = [offices.name(name) for name in names]
        for name, its, there in zip(names, known, (old, *[new] * len(one.new)), strict=True):
            if its not in there:
                raise InvalidRecordsError(
                    f"第 {one.line} 行的“{name}”在{'去年' if there is old else '今年'}的清单里没有",
                    "请照清单里的部门名称写",
                    file=decisions.file,
                )
        found[known[0]] = tuple(known[1:])
    return found


def decisions_text(comparison: Comparison, known: Decisions | None = None) -> str:
    """A decisions file for this comparison, to be edited by hand, with the offices of those known.

    What is decided stands as it is. What is doubtful, and whatever is not plainly the same duty,
    stands behind a #: nothing counts as decided until a person takes the # away.
    """
    decided = [change for change in comparison.changes if change.decided]
    doubtful = [one for one in comparison.changes if one.doubtful and not one.decided]
    rest = [
        one
        for one in comparison.changes
        if not one.doubtful
        and not one.decided
        and {"split", "merged", "moved", "added", "removed"} & set(one.kinds)
    ]
    name = _namer(comparison)
    lines = [
        *(f"# {line}" for line in heads("decisions.help")),
        "",
        f'["{_TABLE}"]',
    ]
    for title, changes, mark in (
        ("decisions.decided", decided, ""),
        ("decisions.doubtful", doubtful, "# "),
        ("decisions.rest", rest, "# "),
    ):
        if not changes:
            continue
        lines += ["", f"# {said(title, count=len(changes))}"]
        for change in changes:
            lines += ["", *_described(change), f"{mark}{_statement(change, name)}"]
            lines += [
                "# " + said("decisions.or_else", pair=pair, likeness=f"{other.similarity:.2f}")
                for other in change.alternatives
                for pair in [
                    decision_line(_named(name, "旧", other.old), _named(name, "新", other.new))
                ]
            ]
    lines += _offices_told(comparison, known)
    return "\n".join(lines) + "\n"


def _offices_told(comparison: Comparison, known: Decisions | None) -> list[str]:
    """What became of offices: those known as they stand, those that are doubtful behind a #."""
    told = [decision_line(one.old, "、".join(one.new)) for one in (known.offices if known else ())]
    doubtful = [
        (rename.doubt, decision_line(old, "、".join(rename.new)))
        for rename in comparison.renames
        if rename.subject == "department" and rename.doubt
        for old in rename.old
    ]
    if doubtful:
        told += ["", f"# {said('decisions.offices', count=len(doubtful))}"]
        for doubt, line in doubtful:
            told += ["", f"# {doubt}", f"# {line}"]
    return ["", f'["{_OFFICES}"]', *told] if told else []


def named(comparison: Comparison) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """How a decisions file names the duties of each change, of the old and the new edition."""
    name = _namer(comparison)
    return [
        (
            tuple(str(name["旧", one.list, one.position]) for one in change.old),
            tuple(str(name["新", one.list, one.position]) for one in change.new),
        )
        for change in comparison.changes
    ]


def decision_line(old: str, new: str) -> str:
    """A line of a decisions file: duties of the old edition and of the new one, as a file names
    them; one may be ""."""
    return f'"{old or new}" = "{new if old and new else _NONE}"'


def decisions_file(pairs: Iterable[tuple[str, str]], offices: Iterable[tuple[str, str]]) -> str:
    """A decisions file of pairs of duties and of what became of offices."""
    lines = [f'["{_TABLE}"]', *(decision_line(*pair) for pair in pairs)]
    lines += [f'["{_OFFICES}"]', *(f'"{old}" = "{new or _NONE}"' for old, new in offices)]
    return "\n".join(lines) + "\n"


def _namer(comparison: Comparison) -> dict[_Place, Reference]:
    """Each duty's clear name: by its number where that occurs once."""
    names: dict[_Place, Reference] = {}
    old = [one for change in comparison.changes for one in change.old]
    new = [one for change in comparison.changes for one in change.new]
    for edition, duties in (("旧", old), ("新", new)):
        for reference, index in references(duties, edition).items():
            names[edition, duties[index].list, duties[index].position] = reference
    return names


def _described(change: DutyChange) -> list[str]:
    kinds = "、".join(said(f"duty_kinds.{kind}") for kind in change.kinds)
    return [
        "# " + said("decisions.kinds", kinds=kinds, sure=f"{change.confidence:.2f}"),
        *("#   " + said("decisions.old", name=_short(one.duty.name)) for one in change.old),
        *("#   " + said("decisions.new", name=_short(one.duty.name)) for one in change.new),
    ]


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _statement(change: DutyChange, name: Mapping[_Place, Reference]) -> str:
    old = "、".join(_named(name, "旧", one) for one in change.old)
    new = "、".join(_named(name, "新", one) for one in change.new)
    return decision_line(old, new)


def _named(name: Mapping[_Place, Reference], edition: str, duty: PlacedDuty) -> str:
    return str(name[edition, duty.list, duty.position])
