"""Lists without a table: numbered lines below a list's title → rows of one table.

So they stand in messages and notices. Only where the numbers go on without a gap. Beside lists
that have tables, only below a title that no other list of the document has, with nothing but lines
down to the next title.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dutylist.extract.lists.columns import header_role
from dutylist.extract.lists.cut_lines import goes_on_by_numbers, labelled
from dutylist.extract.lists.form_heads import NO_TABLE
from dutylist.extract.lists.header_rows import holds_header
from dutylist.extract.lists.headings import LONGEST_CATEGORY, category_heading, plain_category
from dutylist.extract.lists.kinds import (
    is_whole_title,
    kind_of_title,
    kind_of_value,
    names_list,
    names_one_kind,
    title_of_kind,
)
from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import (
    Block,
    Cell,
    CellPart,
    Line,
    Row,
    SourceDocument,
    Table,
    squeezed,
)
from dutylist.records.labels import Label, Style, label_of, without_bullet
from dutylist.records.model import Note, Role
from dutylist.records.numerals import HAN
from dutylist.records.patterns import Pattern

_FEWEST_DUTIES = 2
"""One numbered line is a sentence of the text, two are a list."""

_ITEM_STYLES: frozenset[Style] = frozenset(
    ("digit", "digit paren", "digit close", "bracket", "circle")
)
_HEADING_STYLES: frozenset[Style] = frozenset(("han", "han paren", "article"))
_IN_FRONT = Pattern(r"[【\[［](?P<said>[^】\]］]{2,16})[】\]］]\s*(?P<name>.+)")
_BEHIND = Pattern(
    r"(?P<name>.+?)\s*[（(](?P<said>[^（）()]+(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]"
)
_SAID_LABEL = Pattern(r"(?:^|[，,；;。\s])(?P<label>[^：:，,。；;、\s]{2,12})[：:]")
_MARKS = "；;。"
"""What may end an item of a text behind its brackets."""

_UNKNOWN_LABEL = Pattern(r"(?s)(?P<label>[^：:，,。；;、（()）\d\s]{2,8})[：:](?P<value>.+)")

_TELLING = Pattern(rf"[（(]共?\d{{1,3}}[项条个]?[）)]$|^第{HAN}(?:[章节类]|部分)")
"""What a heading says of the duties below it: how many, or which part: 党的建设（2项）, 第一节."""

_NO_DUTY = Pattern(r"。.|^(?:本清单|本表)|见附[件表]|[\t.…·]\s*\d+$")
"""What a remark, or a line of the contents, says and a duty's name does not."""

_MOST_AGAIN = 0.5
"""A list's numbered lines and another's rows may have a few names in common."""

_JOINED = "没有编号的一行接在上一行后面读：“{}”，请核对"
_PLAIN_HEAD = "“{}”一行{}读作下面事项的类别，请核对"


@dataclass
class _Item:
    """A numbered line, what it stands under, and the labelled lines below it."""

    number: int
    printed: str
    name: str
    category: str
    kind: str = ""
    labelled: dict[str, str] = field(default_factory=dict)


def with_outlines(document: SourceDocument, told: Mapping[str, Role]) -> SourceDocument:
    """The document with such lists as tables, and a note of each. `told` is what the clerk says of
    columns."""
    blocks = document.blocks
    beside = holds_header(document, told)
    done: list[Block] = []
    notes: list[Note] = []
    at = 0
    while at < len(blocks):
        done.append(blocks[at])
        at += 1
        title = done[-1]
        if not isinstance(title, Line) or not is_whole_title(title.text):
            continue
        one_kind = names_one_kind(title.text)
        if beside and not (one_kind and _stands_for_itself(blocks, at - 1)):
            continue
        outline, items, end = _outlined(blocks, at)
        if not one_kind:
            items = _with_kinds_in_front(items)
        if beside and (any(map(_is_no_duty, items)) or _are_contents(items, blocks)):
            continue
        if items and (one_kind or all(item.labelled or item.kind for item in items)):
            done[-1:] = _lists(items, title)
            notes.append(Note(title.page, NO_TABLE.format(title.text.strip())))
            notes.extend(_title_notes(items, title))
            notes.extend(_heading_notes(outline.plain, title.page))
            notes.extend(Note(title.page, _JOINED.format(line)) for line in outline.joined)
            at = end
    return replace(document, blocks=tuple(done), notes=(*document.notes, *notes))


def _outlined(blocks: Sequence[Block], at: int) -> tuple[_Outline, list[_Item], int]:
    """The items from a block on and the block after them; where labels that no word tells break
    the list, those that come again and again in it count as well."""
    outline = _Outline(blocks)
    items, end = outline.items(at)
    if not items and (labels := _labels_again(blocks, at)):
        outline = _Outline(blocks, labels)
        items, end = outline.items(at)
    return outline, items, end


def _labels_again(blocks: Sequence[Block], at: int) -> frozenset[str]:
    """What stands in front of a colon in several lines down to the next title, just below a
    numbered line or another of them, and is no office."""
    below = itertools.takewhile(lambda block: not _is_title(block), blocks[at:])
    counts: Counter[str] = Counter()
    follows = False
    for text in map(_text_of, below):
        match = _UNKNOWN_LABEL.fullmatch(text.strip())
        if match and follows and not looks_like_office(squeezed(match["label"])):
            counts[squeezed(match["label"])] += 1
        label = label_of(text.strip())
        follows = bool(match) or (label is not None and _counts_items(label))
    return frozenset(label for label, count in counts.items() if count >= _FEWEST_DUTIES)


def _is_contents_entry(blocks: Sequence[Block], at: int) -> bool:
    """Whether a title has nothing of its own below it, but the next one."""
    return at + 1 < len(blocks) and _is_title(blocks[at]) and _is_title(blocks[at + 1])


def _stands_for_itself(blocks: Sequence[Block], title: int) -> bool:
    """Whether the list that a line names can be the lines below it: only lines stand there down to
    the next title, and no other title is of its kind, as that of its table would be."""
    below = itertools.takewhile(lambda block: not _is_title(block), blocks[title + 1 :])
    if not all(isinstance(block, Line) for block in below):
        return False
    others = (
        text
        for at, block in enumerate(blocks)
        if at != title and not _is_contents_entry(blocks, at)
        for text in _titles(block)
    )
    kind = kind_of_title(_text_of(blocks[title]))
    return all(kind_of_title(text) != kind for text in others)


def _is_title(block: Block) -> bool:
    return isinstance(block, Line) and is_whole_title(block.text)


def _titles(block: Block) -> Iterator[str]:
    """The texts of a block that are titles of one kind of list."""
    if isinstance(block, Table):
        texts = [cell.text for row in block.rows for cell in row.cells]
    else:
        texts = [_text_of(block)]
    yield from (text for text in texts if is_whole_title(text) and names_one_kind(text))


def _text_of(block: Block) -> str:
    return block.text if isinstance(block, Line) else ""


def _is_no_duty(item: _Item) -> bool:
    """Whether a numbered line may be a remark, or a line of the contents."""
    return not item.labelled and bool(_NO_DUTY.search(item.name))


def _are_contents(items: Sequence[_Item], blocks: Sequence[Block]) -> bool:
    """Whether most numbered lines name what has a table of its own further down."""
    cells = {
        squeezed(cell.text)
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
    }
    return sum(squeezed(item.name) in cells for item in items) > _MOST_AGAIN * len(items)


def _with_kinds_in_front(items: list[_Item]) -> list[_Item]:
    """The items with the kind that stands in brackets in front of each: 【配合履职】河道巡查."""
    fronts = [_IN_FRONT.fullmatch(item.name) for item in items]
    if not all(front and kind_of_value(front["said"]) for front in fronts):
        return items
    return [
        replace(item, name=front["name"], kind=front["said"])
        for item, front in zip(items, fronts, strict=True)
        if front
    ]


def _lists(items: Sequence[_Item], title: Line) -> Iterator[Block]:
    """The title and the table of each kind's items; there is one where they name none."""
    for name, group in _by_title(items, title).items():
        yield replace(title, text=name)
        yield Table(title.page, tuple(_rows(group, title.page)))


def _by_title(items: Sequence[_Item], title: Line) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {}
    for item in items:
        kind = kind_of_value(item.kind)
        name = title_of_kind(title.text, kind) if kind else title.text
        found.setdefault(name, []).append(item)
    return found


def _title_notes(items: Sequence[_Item], title: Line) -> Iterator[Note]:
    """Titles that were made of the one above all lists and of the kinds."""
    made = [name for name in _by_title(items, title) if name != title.text]
    if made:
        quoted = "、".join(f"“{name}”" for name in made)
        said = f"“{title.text.strip()}”下面有几张清单；它们的名称{quoted}由此得出，原件没有，请核对"
        yield Note(title.page, said)


def _heading_notes(heads: Sequence[str], page: int) -> Iterator[Note]:
    """Lines without a number that were read as categories."""
    for head in heads:
        like = "像部门的名称，" if looks_like_office(head) else "没有编号，"
        yield Note(page, _PLAIN_HEAD.format(head, like))


class _Outline:
    """Goes through the lines below a title, holding what the next item stands under. `labels` are
    words in front of colons that count as labels though no header has them."""

    def __init__(self, blocks: Sequence[Block], labels: frozenset[str] = frozenset()) -> None:
        self.blocks = blocks
        self.labels = labels
        self.found: list[_Item] = []
        self.style: Style | None = None
        self.category = ""
        self.plain: list[str] = []
        self.joined: list[str] = []
        self.numbered = 0

    def items(self, at: int) -> tuple[list[_Item], int]:
        """The duties from a block on, and the block after them; none where a line among them is of
        another kind, or a number is missing."""
        end = at
        for place in range(at, len(self.blocks)):
            text = self._text(place)
            if not text or is_whole_title(text):
                break
            taken = self._take(place, text)
            if taken is None:
                return [], at
            if not taken:
                break
            if not self._is_heading:
                end = place + 1
        after = self._text(end)
        more = label_of(after)
        broken = more is not None and more.style == self.style
        # One numbered line above others may be a duty, and those its clauses.
        enough = len(self.found) >= _FEWEST_DUTIES and self.numbered != 1
        return (self.found, end) if enough and not broken else ([], at)

    def _text(self, place: int) -> str:
        block = self.blocks[place] if place < len(self.blocks) else None
        return without_bullet(block.text.strip()) if isinstance(block, Line) else ""

    def _has_bullet(self, place: int) -> bool:
        block = self.blocks[place]
        return isinstance(block, Line) and self._text(place) != block.text.strip()

    def _take(self, place: int, text: str) -> bool | None:
        """Take a line in; False where it is none of the list's, None where the list is broken."""
        self._is_heading = False
        if not self.found and _is_header_line(text):
            return True
        label = label_of(text)
        rest = text.removeprefix(label.text).strip() if label else text
        pair = self._pair(rest)
        if pair and header_role(pair[0]) == "name":
            return self._begin(label, pair[1])
        if pair:
            return self._value(pair)
        if label and self._numbers_run_through(label, place):
            self._is_heading = True
            self.category = plain_category(rest)
            self.numbered += 1
            return True
        if label and _counts_items(label) and self.style in (None, label.style):
            return self._begin(label, rest)
        if label and self._is_item(label, self._text(place + 1)):
            return self._begin(label, rest)
        if label and self.found and self.found[-1].labelled and label.style in _ITEM_STYLES:
            return self._paragraph(text)
        return self._head(text, place) or (label is None and self._rest(text, place))

    def _pair(self, text: str) -> tuple[str, str] | None:
        """A line's label and value, where the label is a header's or one of the list's own."""
        match = _UNKNOWN_LABEL.fullmatch(text.strip())
        if match and squeezed(match["label"]) in self.labels:
            return squeezed(match["label"]), match["value"].strip()
        return labelled(text)

    def _is_item(self, label: Label, below: str) -> bool:
        """Whether a line with a heading's number is a duty: labelled lines follow it, or the next
        number of its kind, as if it were a heading of nothing."""
        inner = label_of(below)
        if label.style == "han paren" and self.style in (None, label.style):
            counts_on = inner and (inner.style, inner.number) == (label.style, label.number + 1)
            if counts_on or self.style == label.style:
                return True
        pair = self._pair(below.removeprefix(inner.text) if inner else below)
        begins = pair is not None and header_role(pair[0]) != "name"
        return begins and self.style in (None, label.style)

    def _numbers_run_through(self, label: Label, place: int) -> bool:
        """Whether a numbered line is a category's: the duties below it have numbers of another
        kind, which do not begin anew below it (1．农牧业：（1）, （2）; 2．治理：（3）)."""
        below = label_of(self._text(place + 1))
        last = self.found[-1].number if self.found else 0
        return (
            below is not None
            and {label.style, below.style} <= _ITEM_STYLES
            and label.style != below.style
            and self.style in (None, below.style)
            and below.number == last + 1
            and label.number == self.numbered + 1
            and bool(plain_category(self._text(place).removeprefix(label.text).strip()))
        )

    def _begin(self, label: Label | None, name: str) -> bool | None:
        number = label.number if label else len(self.found) + 1
        last = self.found[-1] if self.found else None
        restarts = number == 1 and (last is None or self.category != last.category)
        goes_on = last is not None and number == last.number + 1
        if not (restarts or goes_on) or names_list(name):
            return None
        self.style = label.style if label else self.style
        printed = label.text.rstrip(" 、.．") if label else ""
        self.found.append(_Item(number, printed, name, self.category))
        return True

    def _value(self, pair: tuple[str, str]) -> bool:
        if not self.found or pair[0] in self.found[-1].labelled:
            return False
        self.found[-1].labelled[pair[0]] = pair[1]
        return True

    def _paragraph(self, text: str) -> bool:
        """One more paragraph of the last labelled value."""
        values = self.found[-1].labelled
        last = next(reversed(values))
        values[last] = f"{values[last]}\n{text}".strip()
        return True

    def _rest(self, text: str, place: int) -> bool:
        """Take in the rest of a line that was cut."""
        above, below = self._text(place - 1), self._text(place + 1)
        if not self.found or not goes_on_by_numbers(above, text, below):
            return False
        last = self.found[-1]
        if last.labelled:
            label = next(reversed(last.labelled))
            last.labelled[label] += text
        else:
            last.name += text
        self.joined.append(text)
        return True

    def _head(self, text: str, place: int) -> bool:
        if heading := _heading(text):
            self.category = heading
        elif heading := self._plain_heading(text, place):
            self.category = heading
            self.plain.append(heading)
        else:
            return False
        self._is_heading = True
        return True

    def _plain_heading(self, text: str, place: int) -> str:
        """The category that a short line names whose next line counts on, or begins to count: it
        has a bullet, or one stood in front of the first item."""
        if self.found and not self.plain and not self._has_bullet(place):
            return ""
        label = label_of(self._text(place + 1))
        if label is None or not _counts_items(label) or header_role(text):
            return ""
        last = self.found[-1].number if self.found else 0
        return plain_category(text) if label.number in (1, last + 1) else ""


def _counts_items(label: Label) -> bool:
    """Whether a number is one that duties have: 第1项, not 第一条."""
    return label.style in _ITEM_STYLES or label.text.endswith("项")


def _is_header_line(text: str) -> bool:
    """Whether a line is made of the header texts of columns."""
    heads = text.split("\t")
    return len(heads) > 1 and all(map(header_role, heads))


def _heading(text: str) -> str:
    """The category that a line names: with a Chinese number, or with a colon behind it."""
    if text.endswith(("：", ":")):
        bare = plain_category(text[:-1])
        return "" if header_role(bare) else bare
    if _TELLING.search(text):
        return category_heading(text)
    label = label_of(text)
    if label and label.style in _HEADING_STYLES:
        return category_heading(text) or plain_category(text.removeprefix(label.text))
    return ""


def _rows(items: Sequence[_Item], page: int) -> Iterator[Row]:
    """The header and a row for each duty. What stands in signs of its own in each of them is a
    column: 【党的建设】 in front, the offices in brackets behind."""
    fronts = [_IN_FRONT.fullmatch(item.name) for item in items]
    if all(fronts) and not any(item.category for item in items):
        items = [
            replace(item, name=front["name"], category=front["said"])
            for item, front in zip(items, fronts, strict=True)
            if front
        ]
    behind = [_said_behind(item.name) for item in items]
    if len({tuple(said) for _, said in behind}) == 1:
        items = [
            replace(item, name=name, labelled={**said, **item.labelled})
            for item, (name, said) in zip(items, behind, strict=True)
        ]
    labels = list(dict.fromkeys(label for item in items for label in item.labelled))
    columns = {
        "序号": [item.printed for item in items],
        "事项类别": [item.category for item in items],
        "事项名称": [item.name for item in items],
        **{label: [item.labelled.get(label, "") for item in items] for label in labels},
    }
    filled = {head: texts for head, texts in columns.items() if any(texts) or head in labels}
    yield _row(list(filled), page)
    yield from (_row(texts, page) for texts in zip(*filled.values(), strict=True))


def _said_behind(name: str) -> tuple[str, dict[str, str]]:
    """A name without the brackets behind it, and what they say: offices (县公安局、县水利局), or
    labels and values (承接部门：县公安局，工作方式：每月检查)."""
    behind = _BEHIND.fullmatch(name.rstrip(_MARKS))
    if behind is None:
        return name, {}
    if _are_offices(behind["said"]):
        return behind["name"], {"对应部门": behind["said"]}
    said = _labels_within(behind["said"])
    return (behind["name"], said) if said else (name, {})


def _labels_within(text: str) -> dict[str, str]:
    """The labels and values that a text is made of; {} where it begins with none."""
    found = [match for match in _SAID_LABEL.finditer(text) if header_role(match["label"])]
    if not found or found[0].start():
        return {}
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {
        squeezed(match["label"]): text[match.end() : end].strip()
        for match, end in zip(found, ends, strict=True)
    }


def _are_offices(text: str) -> bool:
    names = re.split("[、，,]", text)
    return all(len(name) <= LONGEST_CATEGORY * 2 and looks_like_office(name) for name in names)


def _row(texts: Sequence[str], page: int) -> Row:
    return Row(page, tuple(Cell((CellPart(text, page),)) if text else Cell() for text in texts))
