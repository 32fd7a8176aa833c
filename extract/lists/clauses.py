"""A duty cell's text → its tree of clauses (条): labels, topics, department headings.

Nothing is lost or added: labels and texts in order are the cell's text, white space aside.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from dutylist.extract.lists.seams import joined_parts
from dutylist.extract.source import Cell, squeezed
from dutylist.records.labels import RANKS, STARTS, Label, Style, label_at, label_of
from dutylist.records.model import Clause, Span
from dutylist.records.patterns import Pattern

_OFFICE_RANK_ABOVE_TOPICS = 0.5
_OFFICE_RANK_BELOW_TOPICS = 1.5
"""The rank of an office's name: above 一、 or, where the first of them stands below a topic,
between 一、 and （一）."""

_LEAD_IN_ABOVE = 0.1
"""Less than two kinds of labels are apart."""

_LONGEST_TOPIC = 40
"""Characters of a heading without a sentence of its own."""

_LONGEST_WORD = 64
"""Characters looked back for a heading in front of a label: no heading is longer."""

_BEFORE_LABEL = Pattern(r"[\s；;。：:】]")
_MAY_BE_LABEL = Pattern(rf"(?:^|(?<=[\s；;。：:】，.．一-鿿）)\]〕]))[{STARTS}]")
# 资金.2.发放, a full stop typed as a point.
_POINT_ENDS = Pattern(r"[一-鿿）)][.．]$")
# The last word before a label: 发放。县民政局1.审核, 发放；（县民政局）2.核查.
_WORD_BEFORE = Pattern(
    r"(?:[（(\[【〔][^（()）\[\]【】〔〕]{2,60}[）)\]】〕]|[^\s。；;：:，,.（()）\[\]【】〔〕]{2,30})$"
)
_SENTENCE_END = Pattern(r"[。；;！？!?]$")
_ROUND_BRACKETS = Pattern(r"[（(].*[）)][。；;]?")
_ANY_STOP = Pattern(r"[，。；：,;:]")
_ENDS_IN_COLON = Pattern(r"[:：]$")
# What may be a heading: 牵头单位：…；配合单位：…, a word alone, 【word】, or a word with a colon.
_HEADING_WORD = Pattern(
    r"[（(\[【][^（()）\[\]【】]*(?:单位|部门)[:：][^（()）\[\]【】]*[）)\]】][。；;]?|"
    r"(?:[^\s：:。；;，,、（(]{2,8}(?:单位|部门|主体)[:：]\s?[^\s：:。；;，,]+[。；;，,]*\s?)+|【[^】]+】[:：]?|"
    r"[^\s：:。；;.．]+[:：]|[^\s。；;.．]+[。；;.．]*|\S"
)

_UP_TO_STOP = Pattern(r"(?P<word>[^\s：:。；;，,.．]{2,40})(?:[；;，,]|。?\s*$)")

AnyStyle = Style | Literal[""]

HeadingTest = Callable[[str, bool], bool]
"""Whether a text is nothing but a heading that says who acts (县公安局：); the second tells whether
it is a line of its own."""


@dataclass(frozen=True)
class _Segment:
    """A piece of the cell that begins a clause or is a heading. `start` is its offset."""

    style: AnyStyle
    label: str
    text: str
    start: int
    is_office: bool = False


@dataclass
class _Node:
    segment: _Segment
    rank: float
    children: list[_Node] = field(default_factory=list)

    @property
    def is_topic(self) -> bool:
        """A topic heading: labelled 一、 or （一）, short, no sentence of its own."""
        text = self.segment.text
        return (
            self.segment.style in ("han", "han paren")
            and not self.segment.is_office
            and len(text) <= _LONGEST_TOPIC
            and not _SENTENCE_END.search(text)
        )

    @property
    def is_heading(self) -> bool:
        return self.segment.is_office or self.is_topic


def parse_clauses(cell: Cell, column: int, is_heading: HeadingTest) -> tuple[Clause, ...]:
    """The clauses of a cell, not yet assigned to departments.

    `column` counts from 1 and is kept in each clause's span. A heading has the clauses below it
    as children; a topic's text is kept in each clause below it.
    """
    texts: list[str] = []
    starts: list[int] = []
    pages: list[int] = []
    length = 0
    for part, text in joined_parts(cell):
        starts.append(length)
        pages.append(part.page)
        texts.append(text)
        length += len(text)
    whole = "".join(texts)
    segments = list(_behind(split_segments(whole, is_heading)))
    spans = dict(zip(map(id, segments), _spans(whole, segments, column), strict=True))

    def page_at(offset: int) -> int:
        return pages[bisect.bisect_right(starts, offset) - 1] if starts else 0

    def clause(node: _Node, topic: str | None) -> Clause:
        is_topic = node.is_topic and bool(node.children)
        below = node.segment.text if is_topic else topic
        return Clause(
            label=node.segment.label,
            text=node.segment.text,
            number=label.number if (label := label_of(node.segment.label + " ")) else 0,
            kind="office" if node.segment.is_office else "topic" if is_topic else "clause",
            span=spans[id(node.segment)],
            topic=topic,
            page=page_at(node.segment.start),
            children=tuple(clause(child, below) for child in node.children),
        )

    return tuple(clause(node, None) for node in _tree(segments))


def _spans(text: str, segments: list[_Segment], column: int) -> Iterator[Span | None]:
    """Where each segment's label and text stand. Segments follow one another and leave out
    nothing but white space, so counting the other characters leads to them."""
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    first = 0
    for segment in segments:
        behind = first + len(squeezed(segment.label + segment.text))
        yield Span(column, solid[first], solid[behind - 1] + 1) if behind > first else None
        first = behind


def split_segments(text: str, is_heading: HeadingTest) -> Iterator[_Segment]:
    """Split a cell's text where a clause or heading begins."""
    last_number: dict[Style, int] = {}
    offset = 0
    for line in text.split("\n"):
        paragraph = line.lstrip()
        begin = offset + len(line) - len(paragraph)
        cuts = _label_cuts(paragraph, last_number, is_heading)
        if not cuts or cuts[0][0] > 0:
            cuts.insert(0, (0, "", ""))
        ends = [start for start, _, _ in cuts[1:]] + [len(paragraph)]
        for (start, style, label), end in zip(cuts, ends, strict=True):
            body = paragraph[start + len(label) : end]
            yield from _split_body(style, label, body, begin + start, is_heading)
        offset += len(line) + 1


def _label_cuts(
    paragraph: str, last_number: dict[Style, int], is_heading: HeadingTest
) -> list[tuple[int, AnyStyle, str]]:
    """Where labels begin in a paragraph: (start, style, label). Updates `last_number`.

    At the paragraph's start any label counts; within it only one that goes on with the numbering
    (1. … 2. …) or begins it anew after white space, a colon or an office's name.
    """
    cuts: list[tuple[int, AnyStyle, str]] = []
    at = begin = 0
    while candidate := _MAY_BE_LABEL.search(paragraph, at):
        at = candidate.start()
        found = _label_at(paragraph, at, begin, last_number, is_heading)
        if found:
            last_number[found.style] = found.number
            cuts.append((at, found.style, found.text))
            begin = at + len(found.text)
        at += len(found.text) if found else 1
    return cuts


def _label_at(
    paragraph: str,
    at: int,
    begin: int,
    last_number: dict[Style, int],
    is_heading: HeadingTest,
) -> Label | None:
    """The label that begins a clause at an offset, or None; the last one ends at `begin`."""
    label = label_at(paragraph, at)
    if label is None or not at:
        return label
    last = last_number.get(label.style, 0)
    goes_on = label.number == last + 1
    before = paragraph[at - 1]
    if not _BEFORE_LABEL.match(before):
        if before in "，,.．":
            stops = before in "，," or _POINT_ENDS.search(paragraph, begin, at)
            return label if stops and last and goes_on and label.style != "han" else None
        word = _WORD_BEFORE.search(paragraph, max(begin, at - _LONGEST_WORD), at)
        if not word or not (goes_on or label.number == 1):
            return None
        # 发放。（以上由县民政局负责）2.核查: a remark in brackets behind a sentence.
        remark = (
            goes_on
            and word[0][-1] in "）)]】〕"
            and bool(_SENTENCE_END.search(_last_before(paragraph, word.start())))
        )
        return label if remark or is_heading(word[0], False) else None
    # A number left out by mistake still begins a clause where a sentence ends before it.
    after_sentence = before.isspace() and _last_before(paragraph, at) in set("；;。")
    skips = last < label.number <= last + 3 and after_sentence
    begins = label.number == 1 and (before.isspace() or before in "：:】")
    return label if goes_on or (last and skips) or begins else None


def _split_body(
    style: AnyStyle, label: str, body: str, start: int, is_heading: HeadingTest
) -> Iterator[_Segment]:
    """The segments of one labelled (or unlabelled) piece of text."""
    pieces = list(_cut_at_offices(body, bool(label), is_heading))
    for count, (at, piece, office) in enumerate(pieces):
        text = piece.strip()
        its_label, its_style = (label.strip(), style) if count == 0 else ("", "")
        if not text and not its_label:
            continue
        position = start + (len(label) + at if count else 0)
        if office:
            yield _Segment(its_style, its_label, text, position, is_office=True)
        elif its_style in ("han", "han paren") and (head := _topic_with_body(text)):
            yield _Segment(its_style, its_label, head, position)
            rest = text[len(head) :]
            yield _Segment("", "", rest.strip(), position + len(its_label) + len(head) + 1)
        elif not its_label:
            yield from _unlabelled(piece, position)
        else:
            yield _Segment(its_style, its_label, text, position)


def _cut_at_offices(
    body: str, labelled: bool, is_heading: HeadingTest
) -> Iterator[tuple[int, str, bool]]:
    """Cut a text at its office headings, as (offset, text, whether it is a heading).

    A heading is a word that is an office's name and stands at the beginning or after a
    sentence. In a labelled clause 县民政局：负责… is no heading but says who acts.
    """
    begin = 0
    whole, end = body.strip(), len(body.rstrip())
    for match in _HEADING_WORD.finditer(body):
        word = match[0]
        before = _last_before(body, match.start())
        at_boundary = not before or bool(_SENTENCE_END.search(before)) or before in ".．"
        if not at_boundary or not is_heading(word, word.strip() == whole):
            continue
        behind = _UP_TO_STOP.match(body, match.end()) if _ENDS_IN_COLON.search(word) else None
        if behind and is_heading(behind["word"], False):
            # 就业：县人社局，治理：县民政局: it is what the office behind it is named for.
            continue
        last = word[-1:] if word[-1:] in "。；;.．" else ""
        alone = bool(last) or match.end() >= end or body[match.end()].isspace()
        if not alone and labelled and not before:
            continue
        if body[begin : match.start()].strip():
            yield begin, body[begin : match.start()], False
        yield match.start(), word, True
        begin = match.end()
    if body[begin:].strip() or begin == 0:
        yield begin, body[begin:], False


def _last_before(text: str, at: int) -> str:
    """The last character before an offset that is no white space; "" where there is none."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at]


def _topic_with_body(text: str) -> str:
    """The topic in "分户工作 收到申请后，…": what stands before the first white space; else ""."""
    head, _, rest = text.partition(" ")
    if not rest.strip() or len(head) > _LONGEST_TOPIC or _ANY_STOP.search(head):
        return ""
    return head


def _unlabelled(piece: str, start: int) -> Iterator[_Segment]:
    """Clauses of a list that lost its numbers: they are parted by white space after ； or 。"""
    at = 0
    for match in re.finditer(r"(?<=[；;。])\s+(?=\S)", piece):
        yield _Segment("", "", piece[at : match.start()].strip(), start + at)
        at = match.end()
    yield _Segment("", "", piece[at:].strip(), start + at)


def _behind(segments: Iterable[_Segment]) -> Iterator[_Segment]:
    """Put who is named behind a clause into that clause: 修订预案。（县水务局）.

    Where a cell begins with a clause, （县水务局） stands behind one; so do 县水务局 and 责任单位：
    县水务局 where the cell ends with such a line, or where the numbers go on behind it.
    """
    pieces = list(segments)
    first_is_heading = bool(pieces) and pieces[0].is_office
    ends = bool(pieces) and pieces[-1].is_office
    whole: list[_Segment] = []
    labelled: _Segment | None = None
    for piece, behind in zip_longest(pieces, pieces[1:]):
        last_labelled, labelled = labelled, piece if piece.label else labelled
        before = whole[-1] if whole else None
        # 3.县公安局配合。 behind 2. is a clause of its own.
        own = bool(piece.label) and _goes_on(last_labelled, piece)
        if piece.is_office and before and not before.is_office and not own:
            bracket = bool(_ROUND_BRACKETS.fullmatch(piece.text))
            closes = ends or _goes_on(last_labelled, behind)
            named_behind = not _ENDS_IN_COLON.search(piece.text) and closes
            if (bracket and not _starts_with_bracket(pieces)) or (
                named_behind and not first_is_heading
            ):
                whole[-1] = replace(before, text=f"{before.text} {piece.label}{piece.text}")
                continue
        if before and _is_cut_off(before, piece):
            whole[-1] = replace(before, text=f"{before.text}{piece.text}")
            continue
        whole.append(piece)
    yield from whole


def _is_cut_off(before: _Segment, piece: _Segment) -> bool:
    """Whether a paragraph goes on with a sentence that the one before it leaves at a comma."""
    heading = before.is_office or piece.is_office
    return not heading and not piece.label and before.text.endswith(("，", ",", "、"))


def _leads_in(segment: _Segment, behind: _Segment) -> bool:
    """Whether a paragraph ends in a colon and numbers begin behind it."""
    return bool(_ENDS_IN_COLON.search(segment.text)) and _number(behind.label) == 1


def _starts_with_bracket(pieces: list[_Segment]) -> bool:
    return pieces[0].is_office and bool(_ROUND_BRACKETS.fullmatch(pieces[0].text))


def _goes_on(before: _Segment | None, behind: _Segment | None) -> bool:
    """Whether the number behind a heading goes on with the last one before it."""
    return bool(
        before
        and behind
        and before.style == behind.style
        and _number(behind.label) == _number(before.label) + 1
    )


def _number(label: str) -> int:
    found = label_of(label + " ")
    return found.number if found else 0


def _tree(segments: list[_Segment]) -> list[_Node]:
    """Put each segment below the heading or label that it belongs to."""
    roots: list[_Node] = []
    stack: list[_Node] = []
    office_rank: float | None = None
    for segment, behind in zip_longest(segments, segments[1:]):
        if segment.is_office:
            if office_rank is None:
                under_topic = any(node.is_topic for node in stack)
                office_rank = (
                    _OFFICE_RANK_BELOW_TOPICS if under_topic else _OFFICE_RANK_ABOVE_TOPICS
                )
            rank = RANKS[segment.style] if segment.style else office_rank
        elif segment.style:
            rank = RANKS[segment.style]
        else:
            rank = float("inf")
        while stack and (
            stack[-1].rank >= rank or (rank == float("inf") and not stack[-1].is_heading)
        ):
            stack.pop()
        if rank == float("inf") and behind and _leads_in(segment, behind):
            # 县住建局负责鉴定，具体是： and then （1）: it stands above the numbered ones.
            rank = RANKS[behind.style] - _LEAD_IN_ABOVE if behind.style else rank
        node = _Node(segment, rank)
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots
