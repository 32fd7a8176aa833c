"""Duties that each have a form of their own, labels beside values → rows of one table.

A form is a small table, or lines with a label and a colon in front of the value.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dutylist.extract.lists.columns import header_role
from dutylist.extract.lists.cut_lines import labelled
from dutylist.extract.lists.form_heads import bare_label, with_heads_in_forms
from dutylist.extract.lists.headings import category_heading
from dutylist.extract.lists.kinds import names_list
from dutylist.extract.lists.row_numbers import read_number
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
from dutylist.records.labels import label_of
from dutylist.records.patterns import Pattern
from dutylist.records.text import CONTINUED

_FEWEST_LABELS = 2
"""One label beside one text is any table of two columns."""

_FEWEST_ALIKE = 2
"""Whole forms of the same labels that tell what a cut one had."""

_SHARE_KNOWN = 0.5
"""Of a form's labels that are words of headers; a list's form may have fields of its own."""

_SENTENCE_ENDS = ("。", "；", ";", "！", "？")

_NUMBER_HEAD = "序号"

_NUMBER = Pattern(r"[\d一二三四五六七八九十①-⑳⒈-⒛]")


@dataclass(frozen=True)
class _Form:
    """One duty's labels and values in order."""

    page: int
    labels: tuple[str, ...]
    values: tuple[Cell, ...]


def without_forms(document: SourceDocument) -> SourceDocument:
    """The document with forms that follow one another and have the same labels as one table: the
    labels are its header row. Lines between them stand between the tables."""
    blocks, notes = with_heads_in_forms(_uncut(_numbers_labelled(document.blocks)))
    return replace(document, blocks=tuple(_joined(blocks)), notes=(*document.notes, *notes))


def _numbers_labelled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in which a form's number that stands alone above its first label (【1】, 1.) says
    that it is one: several count on, above the same label."""
    above: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, (block, below) in enumerate(pairwise(blocks)):
        pair = _labelled(below)
        number = read_number(block.text) if isinstance(block, Line) else None
        if pair and number and header_role(pair[0]):
            above[pair[0]].append((at, number))
    whole = list(blocks)
    for found in above.values():
        numbers = [number for _, number in found]
        counts_on = all(now in (1, last + 1) for last, now in pairwise([0, *numbers]))
        if counts_on and max(numbers) >= _FEWEST_ALIKE:
            for at, _ in found:
                line = blocks[at]
                if isinstance(line, Line):
                    whole[at] = replace(line, text=f"{_NUMBER_HEAD}：{line.text.strip()}")
    return whole


def _uncut(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with forms made whole again that a page's end has cut: the labels above the cut
    and below it are together those that most forms have."""
    labels = [_labels(block) for block in blocks]
    usual = Counter(one for one in labels if len(one) >= _FEWEST_LABELS)
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        both = (
            _both(above, block) if isinstance(above, Table) and isinstance(block, Table) else None
        )
        if both and usual[_labels(both)] >= _FEWEST_ALIKE:
            whole[-1] = both
        else:
            whole.append(block)
    return whole


def _labels(block: Block) -> tuple[str, ...]:
    """The labels that stand in front of a table's values; () where it is no form."""
    pairs = _pairs(block.rows) if isinstance(block, Table) else None
    return tuple(label for label, _ in pairs or ())


def _both(above: Table, below: Table) -> Table | None:
    """Two tables of neighbouring pages as one form: below may stand first the rest of the value
    that was cut, with no label or with the same one again. None where they are none."""
    labels = _labels(above)
    if above.page == below.page or not below.rows or not labels:
        return None
    first = below.rows[0]
    filled = [cell for cell in first.cells if cell.text.strip()]
    again = (
        len(filled) == 2 and bare_label(CONTINUED.sub("", squeezed(filled[0].text))) == labels[-1]
    )
    if not again and (len(filled) != 1 or first.cells[0].text.strip()):
        return Table(above.page, above.rows + below.rows)
    *rows, last = above.rows
    cells = list(last.cells)
    places = [at for at, cell in enumerate(cells) if cell.text.strip()]
    # Of a label alone all of the value stands below.
    place = min(places[-1] + len(places) % 2, len(cells) - 1)
    cells[place] = replace(cells[place], parts=cells[place].parts + filled[-1].parts)
    return Table(above.page, (*rows, replace(last, cells=tuple(cells)), *below.rows[1:]))


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    labels: tuple[str, ...] = ()
    waiting: list[Row] = []
    ahead = _labels_ahead(blocks)
    usual = _usual_in_lines(blocks, ahead)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            forms, size = _forms(block), 1
        else:
            forms, size = _line_forms(blocks, at, ahead)
            if not all(usual[form.labels] >= _FEWEST_ALIKE for form in forms):
                forms, size = [], 1
        for form in forms:
            if form.labels != labels and waiting:
                yield Table(waiting[0].page, tuple(waiting))
                waiting = []
            if not waiting:
                labels = form.labels
                waiting.append(_header(form))
            waiting.append(Row(form.page, form.values))
        if not forms:
            if waiting:
                yield Table(waiting[0].page, tuple(waiting))
                waiting = []
            yield block
        at += size
    if waiting:
        yield Table(waiting[0].page, tuple(waiting))


def _labels_ahead(blocks: Sequence[Block]) -> list[str]:
    """For each block the label of the next line that has one, where nothing but plain lines stand
    before it; "" else."""
    ahead: list[str] = []
    label = ""
    for block in reversed(blocks):
        pair = _labelled(block)
        if pair:
            label = pair[0]
        elif not isinstance(block, Line) or names_list(block.text):
            label = ""
        ahead.append(label)
    return ahead[::-1]


def _usual_in_lines(blocks: Sequence[Block], ahead: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How many forms in lines have the same labels, over the whole document."""
    usual: Counter[tuple[str, ...]] = Counter()
    at = 0
    while at < len(blocks):
        forms, size = _line_forms(blocks, at, ahead)
        usual.update(form.labels for form in forms)
        at += size
    return usual


def _line_forms(blocks: Sequence[Block], at: int, ahead: Sequence[str]) -> tuple[list[_Form], int]:
    """The forms in the lines from one on, and the number of these lines; none where the lines are
    not forms with the same labels. `ahead` has the next label for each block."""
    first = _labelled(blocks[at])
    if first is None:
        return [], 1
    forms: list[list[tuple[str, str]]] = []
    end = at
    while end < len(blocks):
        block = blocks[end]
        pair = _labelled(block)
        if pair and pair[0] == first[0]:
            forms.append([pair])
        elif pair and pair[0] not in [label for label, _ in forms[-1]]:
            forms[-1].append(pair)
        elif not isinstance(block, Line) or names_list(block.text):
            break
        elif _is_paragraph(block.text, forms[-1][-1][0]) or _stands_within(
            block.text, forms, ahead[end]
        ):
            label, value = forms[-1][-1]
            below = _labelled(blocks[end + 1]) if end + 1 < len(blocks) else None
            if below and below[0] == first[0] and _is_category(block.text, value):
                break
            forms[-1][-1] = (label, f"{value}\n{block.text.strip()}".strip())
        else:
            break
        end += 1
    page = blocks[at].page
    made = [_form(page, [(label, _cell(value, page)) for label, value in form]) for form in forms]
    alike = all(form.labels == made[0].labels for form in made)
    return (made, end - at) if alike and all(map(_is_form, made)) else ([], 1)


def _labelled(block: Block) -> tuple[str, str] | None:
    return labelled(block.text) if isinstance(block, Line) else None


def _is_paragraph(text: str, label: str) -> bool:
    """Whether a line is one more paragraph of the value above: it begins with a label or an
    office's name, or is one where names stand."""
    name = re.split("[：:]", text.strip(), maxsplit=1)[0]
    begins = label_of(text.strip()) is not None
    alone = name == text.strip() and header_role(label) != "departments"
    return begins or (not alone and looks_like_office(name))


def _stands_within(text: str, forms: Sequence[list[tuple[str, str]]], ahead: str) -> bool:
    """Whether a line is one more paragraph by its place: before a label that its form still lacks,
    or, below a form's last label, as a sentence that ends in a mark."""
    labels = [label for label, _ in forms[-1]]
    if ahead and ahead not in labels:
        return True
    whole = len(forms) > 1 and labels == [label for label, _ in forms[-2]]
    return (whole or ahead == labels[0]) and text.strip().endswith(_SENTENCE_ENDS)


def _is_category(text: str, value: str) -> bool:
    """Whether a line between two forms is a category's heading (二、城乡建设) and no clause that
    goes on with those above it (一、… 二、…)."""
    label = label_of(text.strip())
    above = [label_of(line) for line in value.split("\n")]
    goes_on = label and any(one and one.style == label.style for one in above)
    return bool(category_heading(text)) and not goes_on


def _cell(text: str, page: int) -> Cell:
    return Cell((CellPart(text, page),)) if text else Cell()


def _header(form: _Form) -> Row:
    return Row(form.page, tuple(Cell((CellPart(text, form.page),)) for text in form.labels))


def _forms(table: Table) -> list[_Form]:
    """The forms that a table is made of; [] where it is none: labels and values by turns in every
    row, most labels known as headers, the number or the name among them and no value a label."""
    pairs = _pairs(table.rows)
    if not pairs or any(map(_is_header, table.rows)):
        return []
    starts = [at for at, (label, _) in enumerate(pairs) if label == pairs[0][0]]
    ends = [*starts[1:], len(pairs)]
    forms = [_form(table.page, pairs[a:b]) for a, b in zip(starts, ends, strict=True)]
    return forms if all(map(_is_form, forms)) else []


def _is_header(row: Row) -> bool:
    """Whether words of headers alone stand in a row, labels beside labels: a header row's row
    below may happen to have a value beside each other one."""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return len(texts) > _FEWEST_LABELS and all(map(header_role, texts))


def _pairs(rows: Sequence[Row]) -> list[tuple[str, Cell]] | None:
    """The labels and values that stand by turns in the rows; None where they do not."""
    pairs: list[tuple[str, Cell]] = []
    for row in rows:
        cells = [cell for cell in row.cells if cell.text.strip()]
        if row.spans_all or len(cells) % 2 or not cells:
            # A label whose value is empty stands alone.
            if len(cells) != 1 or not header_role(cells[0].text) or row.spans_all:
                return None
            cells.append(Cell())
        pairs += zip((bare_label(cell.text) for cell in cells[::2]), cells[1::2], strict=True)
    return pairs


def _form(page: int, pairs: list[tuple[str, Cell]]) -> _Form:
    return _Form(page, tuple(label for label, _ in pairs), tuple(value for _, value in pairs))


def _is_form(form: _Form) -> bool:
    if len(form.labels) < _FEWEST_LABELS or not _mostly_known(form.labels):
        return False
    roles = [header_role(label) for label in form.labels]
    return (
        "name" in roles
        # A contents page has the titles of lists only.
        and len(set(roles)) > 1
        and not any(map(names_list, form.labels))
        and len(set(form.labels)) == len(form.labels)
        # In a header row labels stand beside labels; a duty's name may read like one.
        and any(header_role(value.text) is None for value in form.values if value.text.strip())
        and all(
            _NUMBER.search(value.text)
            for role, value in zip(roles, form.values, strict=True)
            if role == "number"
        )
    )


def _mostly_known(labels: Sequence[str]) -> bool:
    """Whether of the labels more than the share are known; of a list's rows a few tell."""
    unknown = 0
    for label in labels:
        unknown += header_role(label) is None
        if unknown >= (1 - _SHARE_KNOWN) * len(labels):
            return False
    return True
