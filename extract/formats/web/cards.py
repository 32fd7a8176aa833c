"""Cards: boxes with a label and its value each, made the rows of a table of two columns.

Pages show a duty as a card as often as in a row: <div><span>主管部门</span><span>县民政局</span>
</div>, <p><b>主管部门</b>县民政局</p>, or labels and values one after the other. What a label is,
words of headers tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from dutylist.extract.formats.header_words import LONGEST_HEADER, is_header_text
from dutylist.extract.formats.web.boxes import box_rows
from dutylist.records.text import squeezed

_FEWEST_PAIRS = 2
"""One label beside one text may be a sentence's emphasis."""

_BOXES = frozenset(("div", "p", "li", "section", "article", "h2", "h3", "h4", "h5", "h6"))
_IN_LINE = frozenset(("span", "b", "strong", "label", "em", "i", "font", "small", "div", "p"))


def put_cards_in_tables(root: etree._Element) -> None:
    """Make the labels and values of each card a table's rows, in place."""
    for element in [*root.iter("div", "section", "article", "ul", "li", "main", "body", "td")]:
        if _stands_in_row(element):
            continue
        for run in list(_runs([child for child in element if isinstance(child.tag, str)])):
            _put_in_table(run)


def _stands_in_row(element: etree._Element) -> bool:
    """Whether an element is a row's cell, or in one, with other cells beside it that say something:
    what stands in it is that cell's text."""
    row = next(element.iterancestors("tr"), None)
    cells = row.iterchildren("td", "th") if row is not None else ()
    return sum(any(text.strip() for text in map(str, cell.itertext())) for cell in cells) > 1


Pair = tuple[etree._Element, ...]
"""One box that holds label and value, or both boxes."""


def _runs(children: Sequence[etree._Element]) -> Iterator[list[Pair]]:
    """The pairs that stand one after the other among an element's children, in their runs."""
    run: list[Pair] = []
    at = 0
    while at < len(children):
        pair = _pair_at(children, at)
        if pair:
            run.append(pair)
            at += len(pair)
            continue
        if len(run) >= _FEWEST_PAIRS:
            yield run
        run = []
        at += 1
    if len(run) >= _FEWEST_PAIRS:
        yield run


def _pair_at(children: Sequence[etree._Element], at: int) -> Pair | None:
    child = children[at]
    if _local(child) not in _BOXES or (child.tail or "").strip():
        return None
    if _holds_pair(child):
        return (child,)
    below = children[at + 1] if at + 1 < len(children) else None
    if below is None or _local(below) not in _BOXES or (below.tail or "").strip():
        return None
    if _is_label(child) and not _is_label(below) and not _holds_pair(below):
        return None if _goes_on(children, at) else (child, below)
    return None


def _goes_on(children: Sequence[etree._Element], at: int) -> bool:
    """Whether a label that a colon ends has more than one box below it (职责： and a paragraph for
    each clause): such labels are read line by line, and no box of theirs is left out."""
    label, *values = children[at : at + 3]
    if len(values) < 2 or not squeezed("".join(map(str, label.itertext()))).endswith(("：", ":")):
        return False
    more = values[-1]
    alike = _local(more) == _local(values[0]) and not (more.tail or "").strip()
    return alike and not _is_label(more) and not _holds_pair(more)


def _holds_pair(box: etree._Element) -> bool:
    """Whether a box has a label, then a value, and nothing else."""
    parts = [part for part in box if isinstance(part.tag, str)]
    if (box.text or "").strip() or not parts or _local(parts[0]) not in _IN_LINE:
        return False
    if not _is_label(parts[0]):
        return False
    tail = (parts[0].tail or "").strip()
    if tail:
        return True
    if len(parts) != 2 or (parts[1].tail or "").strip() or _is_label(parts[1]):
        return False
    # A list's name above its rows is no label of theirs.
    return not box_rows(parts[1])


def _is_label(element: etree._Element) -> bool:
    text = ""
    for part in element.itertext():
        text += squeezed(str(part))
        if len(text) > LONGEST_HEADER:
            return False
    return is_header_text(text.rstrip("：:"))


def _put_in_table(run: list[Pair]) -> None:
    first = run[0][0]
    above = first.getparent()
    if above is None:
        return
    table = etree.Element("table")
    above.insert(above.index(first), table)
    for pair in run:
        row = etree.SubElement(table, "tr")
        for part in pair:
            row.append(part)
        if len(pair) == 1:
            _in_two_cells(row, pair[0])
        else:
            for part in pair:
                _in_cell(row, part)


def _in_two_cells(row: etree._Element, box: etree._Element) -> None:
    """The label's cell and that of all that follows it; the box itself is left out."""
    label, *rest = list(box)
    value = etree.SubElement(row, "td")
    value.text, label.tail = (label.tail or "").lstrip().lstrip("：:"), None
    _in_cell(row, label, at=0)
    for part in rest:
        value.append(part)
    row.remove(box)


def _in_cell(row: etree._Element, part: etree._Element, at: int | None = None) -> None:
    cell = etree.Element("td")
    row.insert(len(row) if at is None else at, cell)
    cell.append(part)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
