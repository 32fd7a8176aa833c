"""Lines of text that are cut, as programs for mail and terminals do → whole lines.

Only where no table is: what is a line of its own there, a number, a label or a heading tells.
Whether a line goes on with the one above is told by the width at which all lines are cut, or,
where no width tells, by the list's numbers (outlines.py asks, who walks through them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise

from dutylist.extract.lists.columns import header_role, of_header_words
from dutylist.extract.lists.cover_dates import read_date
from dutylist.extract.lists.header_rows import holds_header
from dutylist.extract.lists.headings import category_heading, plain_category
from dutylist.extract.lists.kinds import kind_of_value, names_list
from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import Block, Line, SourceDocument, squeezed
from dutylist.records.labels import BULLETS, label_of
from dutylist.records.model import Note, Role
from dutylist.records.patterns import Pattern
from dutylist.records.places import is_place
from dutylist.records.widths import run_on, width

_LABELLED = Pattern(
    r"(?s)(?P<label>[^：:，。；、（()）]{2,12}(?:[（(][^：:，。；、（()）]{1,8}[)）])?)[：:](?P<value>.*)"
)
_IN_BRACKETS = Pattern(r"(?s)[【［\[](?P<label>[^】］\]]{2,12})[】］\]][：:]?(?P<value>.*)")
_BEHIND_DASH = Pattern(r"(?s)(?P<label>[^：:，。；、（()）—]{2,12})——(?P<value>.+)")

_SLACK = 8
"""Places by which a cut line may be shorter than the longest: two characters that its paragraph
is set in by, and two that must not be parted from the next."""

_LEAST_WIDTH = 32
"""Places; no program cuts lines of text at fewer than twenty Chinese characters."""

_FEWEST_FULL = 2
"""So many lines of the full width tell that lines are cut there; one is the longest."""

_LONG_LINE = 20
"""Characters of a line that may have been cut where no width tells; names of duties have some 10
to 30, texts are cut at 25 and more."""

_MOST_SAID = 5
"""So many of the lines that were put together are quoted."""

_PAIRS = ("（）", "()", "“”", "《》", "【】")
_ENDS = Pattern(r"[。；;！？.]$")
_GOES_ON = Pattern(r"[，,、：:]$")
_AFTER_LIST = Pattern(r"[（(]?(?:注|备注|说明|附件?|填[报表]|审核|联系|制表|抄送|共\d)")


def with_cut_lines_joined(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document with lines put together that one line's width had cut, and a note of them.
    `told` is what the clerk says of columns."""
    if document.pages or holds_header(document, told):
        return document
    blocks: list[Block] = []
    said: list[str] = []
    for are_lines, group in groupby(document.blocks, key=lambda block: isinstance(block, Line)):
        if not are_lines:
            blocks.extend(group)
            continue
        lines = [block for block in group if isinstance(block, Line)]
        blocks.extend(_joined(lines, said))
    if not said:
        return document
    quoted = "、".join(f"“{text}”" for text in said[:_MOST_SAID])
    more = f"等 {len(said)} 行" if len(said) > _MOST_SAID else ""
    note = Note(0, f"印不下而另起的行接在上一行后面，请对照原件核对：{quoted}{more}")
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, note))


def _joined(lines: Sequence[Line], said: list[str]) -> list[Line]:
    """The lines put together; what was joined to the one above is added to `said`."""
    found: list[Line] = []
    widths = [width(line.text.strip()) for line in lines]
    full = max(widths, default=0) - _SLACK
    many = full >= _LEAST_WIDTH and sum(one >= full for one in widths) >= _FEWEST_FULL
    marked = _items_end_in_marks(lines)
    listed = headed = False
    for place, line in enumerate(lines):
        text = line.text.strip()
        above = found[-1].text.strip() if found else ""
        is_full = many and widths[place - 1] >= full
        if (
            listed
            and _may_go_on(above, text)
            and _is_cut(above, text, is_full=is_full, marked=marked, headed=headed)
        ):
            found[-1] = replace(found[-1], text=run_on(above, text))
            said.append(text)
            continue
        if _is_item(text) and not _is_item(above):
            headed = not (names_list(above) or label_of(above))
        listed = listed or names_list(text)
        found.append(line)
    return found


def _items_end_in_marks(lines: Sequence[Line]) -> bool:
    """Whether the numbered lines that another one follows end in a mark, all of them."""
    texts = [line.text.strip() for line in lines]
    ends = [
        _ENDS.search(text) is not None
        for text, below in pairwise(texts)
        if _is_item(text) and _is_item(below)
    ]
    return len(ends) > 1 and all(ends)


def _is_item(text: str) -> bool:
    label = label_of(text)
    return label is not None and not category_heading(text)


def _may_go_on(above: str, text: str) -> bool:
    """Whether a line may be the rest of the one above: that is an item or a value, this is nothing
    of its own."""
    if not text or not (_is_item(above) or is_labelled(above)):
        return False
    return not (
        label_of(text)
        or is_labelled(text)
        or names_list(text)
        or kind_of_value(text)
        or text.startswith(("【", "［", "[", *BULLETS))
        or category_heading(text)
        or _AFTER_LIST.match(text)
    )


def _is_cut(above: str, text: str, *, is_full: bool, marked: bool, headed: bool) -> bool:
    """Whether the line above is one that was cut: a bracket is open, a comma or a label's colon is
    its last sign, all others end in a mark and it does not, or it is as long as a line can be."""
    if any(above.count(pair[0]) > above.count(pair[1]) for pair in _PAIRS):
        return True
    if _GOES_ON.search(above):
        return True
    if _is_whole(above, text):
        return False
    return marked or (is_full and not _stands_alone(text, headed=headed))


def _is_whole(above: str, text: str) -> bool:
    """Whether the line above ends in a mark, or is an office's name and this another's
    (主管部门：县住建局 / 县应急局)."""
    last = re.split("[：:、]", above)[-1].strip()
    return bool(_ENDS.search(above)) or (looks_like_office(last) and looks_like_office(text))


def goes_on_by_numbers(above: str, text: str, below: str) -> bool:
    """Whether a line between a list's numbers is the rest of the one above: that is long and does
    not end, and the list goes on below, or is over."""
    if re.search("[：:]", text) or len(above) < max(_LONG_LINE, len(text)):
        return False
    if _is_whole(above, text):
        return False
    # Who signs, and when, stands below the last line.
    return not below or bool(label_of(below)) or is_labelled(below)


def _stands_alone(text: str, *, headed: bool) -> bool:
    """Whether a line may be a heading as the first item has one, or the office and the day that
    end a list."""
    heads = headed and bool(plain_category(text))
    bare = squeezed(text)
    return heads or looks_like_office(text) or is_place(bare) or bool(read_date(bare))


def is_labelled(text: str) -> bool:
    """Whether a line is a label that could head a column, and its value."""
    return labelled(text) is not None


@lru_cache(maxsize=4096)
def labelled(text: str) -> tuple[str, str] | None:
    """A line's label and value, where its label could head a column."""
    match = _LABELLED.fullmatch(text.strip()) or _IN_BRACKETS.fullmatch(text.strip())
    if match and kind_of_value(match["label"]):
        return None
    if match is None:
        match = _BEHIND_DASH.fullmatch(text.strip())
        if match is None or not of_header_words(match["label"]):
            return None
    if header_role(match["label"]) is None or _runs_on(match["label"]):
        return None
    return squeezed(match["label"]), match["value"].strip()


def _runs_on(label: str) -> bool:
    """Whether a label has no sign behind it and an office's name follows it: what stands in front
    of the colon is both (上级部门职责县住建局：)."""
    return not of_header_words(label) and any(
        of_header_words(label[:end]) and looks_like_office(label[end:])
        for end in range(2, len(label))
    )
