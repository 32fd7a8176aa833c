"""What stands above each form – its duty's number, its name, or both – into the form itself.

Cards and paragraphs have the name as their heading and only the rest as labels and values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dutylist.extract.lists.columns import header_role
from dutylist.extract.lists.cut_lines import labelled
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.source import Block, Cell, CellPart, Line, Row, Table, squeezed
from dutylist.records.labels import split_label
from dutylist.records.model import Note, Role
from dutylist.records.numerals import HAN
from dutylist.records.patterns import Pattern

_FEWEST_ALIKE = 2
"""Forms with the same labels; what stands above a single one may be any line, but for a number and
a name where others have them."""

_DONE: frozenset[Role] = frozenset(("departments", "department duties", "township duties"))
"""A form with a label of these is a duty's, whatever else it lacks."""

_TAKEN: frozenset[Role] = frozenset(("takeover department", "takeover method", "takeover"))
"""So is a table with one of these, and lines whose names have no numbers; numbered ones are a list
in lines (outlines)."""

_COUNT = rf"(?:\d{{1,3}}|{HAN})"
# 第一项, 事项2, （三）: all that some forms have above them.
_NUMBERED = Pattern(
    rf"(?:事项\s*(?P<count>{_COUNT})|(?P<number>第\s*{_COUNT}\s*(?:项|个事项)|[（(]?{_COUNT}[）)]?))"
    r"\s*[.．、：:]?\s*"
)
# 注：以下为配合事项, 开展以下工作。: a sentence, or a label and its value.
_NO_NAME = Pattern(r"[：:。；;]")
NO_TABLE = "“{}”没有表格，编了号的行各读作一项，请对照原件核对"
_NUMBER, _NAME = "序号", "事项名称"


@dataclass(frozen=True)
class _Start:
    """Where a form begins: the place of its first block, and its labels."""

    at: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Head:
    """What a line above a form says; `name` is "" where it is a number alone."""

    number: str
    name: str


def table_labels(block: Block) -> tuple[str, ...]:
    """The labels of a table of two columns that are words of headers, each in a row; () else."""
    if not isinstance(block, Table):
        return ()
    labels = [bare_label(row.cells[0].text) for row in block.rows if len(row.cells) == 2]
    if len(labels) < len(block.rows) or not all(header_role(label) for label in labels):
        return ()
    return tuple(labels)


def bare_label(text: str) -> str:
    """A label without blanks and the colon behind it."""
    return squeezed(text).rstrip("：:")


def with_heads_in_forms(blocks: Sequence[Block]) -> tuple[list[Block], list[Note]]:
    """The blocks with the line above each form as its first rows or lines, where all forms of
    these labels have one; a note where nothing but lines is such a list."""
    groups = _by_labels([*_tables(blocks), *_lines(blocks)])
    heads: dict[int, _Head] = {}
    for labels, places in groups.items():
        if len(places) >= _FEWEST_ALIKE:
            heads |= _heads(blocks, labels, places)
    if heads:
        heads = _lone_heads(blocks, groups) | heads
    found: list[Block] = []
    for at, block in enumerate(blocks):
        if at + 1 in heads:
            continue
        found.extend(_with_head(block, heads[at]) if at in heads else [block])
    lined = [at for at in sorted(heads) if isinstance(blocks[at], Line) and heads[at].name]
    return found, _notes(blocks, lined)


def _by_labels(starts: Sequence[_Start]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for start in starts:
        groups.setdefault(start.labels, []).append(start.at)
    return groups


def _notes(blocks: Sequence[Block], places: Sequence[int]) -> list[Note]:
    """What is said of the lists in lines whose forms begin at some places, once of each."""
    begin = set(places)
    pages: dict[str, int] = {}
    title = "清单"
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and names_list(block.text):
            title = block.text.strip()
        if at in begin:
            pages.setdefault(title, block.page)
    return [Note(page, NO_TABLE.format(title)) for title, page in pages.items()]


def _tables(blocks: Sequence[Block]) -> list[_Start]:
    return [
        _Start(at, labels) for at, block in enumerate(blocks) if (labels := table_labels(block))
    ]


def _lines(blocks: Sequence[Block]) -> list[_Start]:
    """Where lines of the same known labels begin anew, time after time, list by list."""
    starts: list[_Start] = []
    said: list[tuple[int, str]] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Line) or names_list(block.text):
            starts += _starts(said)
            said = []
        elif label := _known_label(block.text):
            said.append((at, label))
    return starts + _starts(said)


def _known_label(text: str) -> str:
    """The label of a line that is a header's words; "" else."""
    pair = None if _NUMBERED.match(text.strip()) else labelled(text)
    return pair[0] if pair and header_role(pair[0]) else ""


def _starts(said: Sequence[tuple[int, str]]) -> list[_Start]:
    """The forms in lines with these labels, each with its place."""
    if not said:
        return []
    # The commonest label, of several the one that stands first: a cover's stands there once.
    first = Counter(label for _, label in said).most_common(1)[0][0]
    starts = [place for place, (_, label) in enumerate(said) if label == first]
    ends = [*starts[1:], len(said)]
    return [
        _Start(said[start][0], tuple(label for _, label in said[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _lone_heads(
    blocks: Sequence[Block], groups: dict[tuple[str, ...], list[int]]
) -> dict[int, _Head]:
    """The heads of tables that are the only form of their labels: a number and a name."""
    found: dict[int, _Head] = {}
    for labels, places in groups.items():
        if len(places) < _FEWEST_ALIKE and isinstance(blocks[places[0]], Table):
            found |= _heads(blocks, labels, places)
    return {at: head for at, head in found.items() if head.number and head.name}


def _heads(blocks: Sequence[Block], labels: tuple[str, ...], places: list[int]) -> dict[int, _Head]:
    """The heads of the forms that begin at some places; {} where not each has one."""
    roles = {header_role(label) for label in labels}
    found = {at: _head(blocks[at - 1]) for at in places if at}
    heads = {at: head for at, head in found.items() if head}
    taken = all(isinstance(blocks[at], Table) or not head.number for at, head in heads.items())
    if len(heads) < len(places) or not roles & (_DONE | _TAKEN if taken else _DONE):
        return {}
    if "name" in roles:
        bare = "number" not in roles and not any(head.name for head in heads.values())
        return heads if bare and all(head.number for head in heads.values()) else {}
    if not all(head.name for head in heads.values()):
        return {}
    numbered = all(head.number for head in heads.values()) and "number" not in roles
    return heads if numbered else {at: replace(head, number="") for at, head in heads.items()}


def _head(above: Block) -> _Head | None:
    """What a line says as a form's head; None where it is another thing."""
    if not isinstance(above, Line) or names_list(above.text):
        return None
    text = above.text.strip()
    begun = _NUMBERED.match(text)
    number = squeezed(begun["count"] or begun["number"]) if begun else ""
    if begun and begun.end() == len(text):
        return _Head(number, "")
    if begun and (begun["count"] or number.startswith("第")):
        name = text[begun.end() :]
    else:
        label, name = split_label(text)
        number = label.rstrip(".．、 ")
    return None if _NO_NAME.search(name) else _Head(number, name.strip())


def _with_head(block: Block, head: _Head) -> list[Block]:
    pairs = [(label, text) for label, text in ((_NUMBER, head.number), (_NAME, head.name)) if text]
    if isinstance(block, Table):
        rows = [Row(block.page, (_cell(a, block.page), _cell(b, block.page))) for a, b in pairs]
        return [replace(block, rows=(*rows, *block.rows))]
    return [*(Line(block.page, f"{label}：{text}") for label, text in pairs), block]


def _cell(text: str, page: int) -> Cell:
    return Cell((CellPart(text, page),))
