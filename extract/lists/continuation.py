"""How a duty's row hangs on the one above: cut by a page break, a further row of the same duty, or
a duty of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dutylist.extract.lists.headings import LONGEST_CATEGORY
from dutylist.extract.lists.rows import ListRow, OpenTable, role_text
from dutylist.extract.lists.rules import RowRule
from dutylist.extract.lists.seams import cell_text
from dutylist.extract.source import Cell, Row, squeezed
from dutylist.records.model import Note, Role
from dutylist.records.patterns import Pattern
from dutylist.records.text import CONTINUED

# 续2, 接上页2: the sign in front of a number.
_SIGN_IN_FRONT = Pattern(r"(?:续|接上[页表行])(?=\s*\d|$)")

KEY_ROLES: tuple[Role, Role] = ("number", "name")

_SAID_AGAIN: tuple[Role, ...] = (*KEY_ROLES, "category")

_OFFICES: tuple[Role, ...] = ("departments", "takeover department")

_MOST_SAID = 40
"""A note quotes so many characters."""

Hanging = Literal["cut", "sub", "own", "begins"]
"""cut: by a page break, to be joined. sub: one more table row of the duty above. own: a duty.
begins: the first part of the duty whose number stands below."""


@dataclass(frozen=True)
class Below:
    """A row below those of a list. `first`: it is the first of its table block."""

    table: OpenTable
    row: Row
    first: bool

    @cached_property
    def last(self) -> ListRow:
        return self.table.rows[-1]

    @cached_property
    def new_page(self) -> bool:
        pages = self.last.pages
        other = self.row.page != (pages[-1] if pages else self.last.page)
        return self.first and (other or self.row.beside)

    @cached_property
    def number(self) -> str:
        return "".join(self.table.texts(self.row, "number"))

    @cached_property
    def name(self) -> str:
        return "".join(self.table.texts(self.row, "name"))

    @cached_property
    def number_above(self) -> str:
        return role_text(self.table, self.last.cells, "number")

    @property
    def same_number(self) -> bool:
        """The number above is printed again on a new page, perhaps with （续）."""
        bare = CONTINUED.sub("", self.number).strip()
        return bool(self.number) and self.new_page and bare == self.number_above


def _first(below: Below) -> Hanging | None:
    return None if below.table.rows else "own"


def _number_below(below: Below) -> Hanging | None:
    if not below.last.begun or not (below.number or below.name):
        return None
    return "cut" if below.new_page else "sub"


def _begins_next(below: Below) -> Hanging | None:
    if below.number or not below.table.has("number"):
        return None
    begins = below.row.begins_next or (below.table.headed and not below.name)
    return "begins" if begins else None


def _said_to_go_on(below: Below) -> Hanging | None:
    """续2, 2（续）, 养犬（续）: a person has said that the row goes on with the one above."""
    marked = any(_mark_of(text) for text in (below.number, below.name))
    name_above = role_text(below.table, below.last.cells, "name")
    number, above = _bare_number(below.number), _bare_number(below.number_above)
    same = number in ("", above) and _unmarked(below.name) in ("", squeezed(name_above))
    return ("cut" if below.new_page else "sub") if marked and same else None


def _below_merged(below: Below) -> Hanging | None:
    merged = any(
        cell.merged
        for cell, role in zip(below.row.cells, below.table.roles, strict=True)
        if role in KEY_ROLES
    )
    return "sub" if merged and not below.number else None


def _number_again(below: Below) -> Hanging | None:
    if not below.same_number:
        return None
    same_name = not below.name or below.name == role_text(below.table, below.last.cells, "name")
    return "cut" if same_name or CONTINUED.search(below.number) else None


def _number_of_another(below: Below) -> Hanging | None:
    return "own" if below.same_number else None


def _filled_down(below: Below) -> Hanging | None:
    again = squeezed(below.number) == squeezed(below.number_above)
    key_again = below.number and again and _repeats_key(below.table, below.last, below.row)
    return "sub" if key_again else None


def _own_number(below: Below) -> Hanging | None:
    return "own" if below.number else None


def _nameless_on_new_page(below: Below) -> Hanging | None:
    return "cut" if not below.name and below.new_page else None


def _nameless(below: Below) -> Hanging | None:
    return None if below.name else "sub"


def _named(below: Below) -> Hanging | None:
    return None if below.new_page else "own"


def _no_number_below_one(below: Below) -> Hanging | None:
    return "cut" if below.table.has("number") and below.number_above else None


def _other_category(below: Below) -> Hanging | None:
    category = CONTINUED.sub("", "".join(below.table.texts(below.row, "category"))).strip()
    other = category and category != role_text(below.table, below.last.cells, "category")
    return "own" if other else None


def _name_goes_on(below: Below) -> Hanging | None:
    open_name = any(
        cell.parts[-1].open_end
        for cell, role in zip(below.last.cells, below.table.roles, strict=True)
        if role == "name" and cell.parts
    )
    return "cut" if open_name and not _ended(below.last.cells) else None


def _own(below: Below) -> Hanging | None:
    return "own"


_LIST = "#甲镇配合履职事项清单\n序号|事项名称|上级部门|上级部门职责|乡镇配合职责\n"
_UNNUMBERED = "#甲镇基本履职事项清单\n事项类别|事项名称\n"

NUMBER_BELOW = "number of the part above"
"""The name of the rule that joins a duty to its first part, which stands above its number."""

HANGING: tuple[RowRule[Below], ...] = (
    RowRule("first row", "表头下的第一行，是一项", _first, _LIST + ">1|养犬|公安局|办证。|上报。"),
    RowRule(
        NUMBER_BELOW,
        "上一行没有序号和名称，是这一项的开头",
        _number_below,
        _LIST
        + "1|养犬|公安局|办证。|上报。\n=二、平安法治\n|||宣传。|\n>2|禁毒|公安局|查处。|上报。",
    ),
    RowRule(
        "said to go on",
        "序号或名称写着“续”，接在上一项后面",
        _said_to_go_on,
        _LIST + "1|养犬|公安局|办证。|上报。\n>续1|养犬（续）|民政局|救助。|摸排。",
    ),
    RowRule(
        "below a merged cell",
        "序号或名称与上一行合并，是上一项的又一行",
        _below_merged,
        _LIST + "1|养犬|公安局|办证。|上报。\n>^|^|民政局|救助。|摸排。",
    ),
    RowRule(
        "number again on the next page",
        "换页后又印了上一行的序号，接在上一项后面",
        _number_again,
        _LIST + "1|养犬|公安局|负责办证、|上报。\n---\n>1|养犬||查处。|",
    ),
    RowRule(
        "same number, another name",
        "换页后序号与上一行相同而名称不同，另是一项",
        _number_of_another,
        _LIST + "1|养犬|公安局|办证。|上报。\n---\n>1|禁毒|公安局|宣传。|宣传。",
    ),
    RowRule(
        "filled down",
        "序号和名称与上一行相同，是拆开的合并单元格，属于上一项",
        _filled_down,
        _LIST + "1|养犬|公安局|办证。|上报。\n>1|养犬|民政局|救助。|摸排。",
    ),
    RowRule(
        "own number",
        "有自己的序号，是一项",
        _own_number,
        _LIST + "1|养犬|公安局|办证。|上报。\n>2|禁毒|公安局|宣传。|宣传。",
    ),
    RowRule(
        "begins the next",
        "没有序号和名称，上面是新的类别，或在页末转到下页第一行，是下面一项的开头",
        _begins_next,
        _LIST
        + "1|养犬|公安局|办证。|上报。\n=二、平安法治\n>|||宣传。|\n2|禁毒|公安局|查处。|上报。",
    ),
    RowRule(
        "nameless on the next page",
        "换页后没有序号和名称，接在上一项后面",
        _nameless_on_new_page,
        _LIST + "1|养犬|公安局|负责办证、|上报。\n---\n>||民政局|查处。|",
    ),
    RowRule(
        "nameless",
        "没有序号和名称，是上一项的又一行",
        _nameless,
        _LIST + "1|养犬|公安局|办证。|上报。\n>||民政局|救助。|摸排。",
    ),
    RowRule(
        "own name",
        "没有序号而有名称，是一项",
        _named,
        _LIST + "1|养犬|公安局|办证。|上报。\n>|禁毒|公安局|宣传。|宣传。",
    ),
    RowRule(
        "no number on the next page",
        "各项都有序号，换页后这一行没有，接在上一项后面",
        _no_number_below_one,
        _LIST + "1|养犬管理|公安局|办证。|上报。\n---\n>|与执法|公安局||",
    ),
    RowRule(
        "another category",
        "没有序号，类别与上一行不同，另是一项",
        _other_category,
        _UNNUMBERED + "党建|加强党的组织|\n---\n>经济|发展产业",
    ),
    RowRule(
        "name goes on",
        "没有序号，上一行的名称在页末还没有写完，接在上一项后面",
        _name_goes_on,
        _UNNUMBERED + "党建|加强党的组…\n---\n>|织建设",
    ),
    RowRule(
        "no number",
        "没有序号，上一行已写完，是一项",
        _own,
        _UNNUMBERED + "党建|加强党的组织\n---\n>|发展党员",
    ),
)


def _repeats_key(table: OpenTable, last: ListRow, row: Row) -> bool:
    """Whether a row says the number and name of the duty above again, and something else beside
    them: merged cells taken apart and filled down."""
    texts = [[squeezed(cell.text) for cell in cells] for cells in (last.cells, row.cells)]
    alike = [one == other for one, other in zip(*texts, strict=True)]
    keys = [
        same and bool(text)
        for same, text, role in zip(alike, texts[1], table.roles, strict=True)
        if role in KEY_ROLES
    ]
    return len(keys) == len(KEY_ROLES) and all(keys) and not all(alike)


def _mark_of(text: str) -> bool:
    return bool(CONTINUED.search(text.strip()) or _SIGN_IN_FRONT.match(text.strip()))


def _unmarked(text: str) -> str:
    return squeezed(CONTINUED.sub("", _SIGN_IN_FRONT.sub("", text.strip())))


def _bare_number(text: str) -> str:
    return _unmarked(text).rstrip(".．、")


def _without_repeats(table: OpenTable, last: ListRow, row: Row) -> Row:
    """A row that is said to go on, without the number, name and category that stand above."""
    keys = [role in _SAID_AGAIN for role in table.roles]
    if not any(_mark_of(cell.text) for cell, key in zip(row.cells, keys, strict=True) if key):
        return row
    cells = [
        Cell() if key and _bare_number(more.text) == _bare_number(cell.text) else more
        for cell, more, key in zip(last.cells, row.cells, keys, strict=True)
    ]
    return replace(row, cells=tuple(Cell() if _is_sign(one.text) else one for one in cells))


def _is_sign(text: str) -> bool:
    """Whether a text is the sign alone (续)."""
    return _mark_of(text) and not _bare_number(text)


def begun_note(table: OpenTable, row: Row) -> Note:
    """What tells that the last row is the beginning of this one, whose number and name follow."""
    last = table.rows[-1]
    said = squeezed("".join(cell.text for cell in last.cells))
    texts = (
        role_text(table, last.cells, role) or role_text(table, row.cells, role)
        for role in KEY_ROLES
    )
    key = " ".join(filter(None, texts))
    return Note(
        last.page,
        f"没有序号的一行看作下面“{key}”的开头，请对照原件核对：“{said[:_MOST_SAID]}”",
    )


def join_cut(table: OpenTable, last: ListRow, row: Row) -> ListRow:
    """The row with its part on the next page; a repeated number or category is not doubled."""
    row = _without_repeats(table, last, row)
    cells = []
    for cell, more, role in zip(last.cells, row.cells, table.roles, strict=True):
        # A category or number printed again on the next page is the same one.
        again = role in ("number", "category") and (
            not more.text or squeezed(CONTINUED.sub("", more.text.strip())) in squeezed(cell.text)
        )
        cells.append(cell if again else Cell(cell.parts + more.parts))
    return replace(last, cells=tuple(cells), sub_rows=_with_rest(last, cells))


def _with_rest(last: ListRow, cells: list[Cell]) -> tuple[tuple[str, ...], ...]:
    """The texts of the table rows that make up a duty, the last one with its part on the next
    page, too."""
    if not last.sub_rows:
        return ()
    rest = [
        cell_text(now)[len(cell_text(was)) :] for was, now in zip(last.cells, cells, strict=True)
    ]
    ends = tuple(text + more for text, more in zip(last.sub_rows[-1], rest, strict=True))
    return (*last.sub_rows[:-1], ends)


def join_sub_row(table: OpenTable, last: ListRow, row: Row) -> ListRow:
    """The duty with one more table row below it: the texts become further paragraphs, those that
    are filled down do not. One that is said to go on, and lists no office, is the rest of the last
    row: what it says belongs to the offices there."""
    marked = any(
        role in _SAID_AGAIN and _mark_of(cell.text)
        for cell, role in zip(row.cells, table.roles, strict=True)
    )
    row = _without_repeats(table, last, row)
    again = _repeats_key(table, last, row)
    cells = tuple(
        cell
        if again and cell.text == more.text
        else Cell(tuple(replace(part, open_end=False) for part in cell.parts) + more.parts)
        for cell, more in zip(last.cells, row.cells, strict=True)
    )
    if marked and not any(role_text(table, row.cells, role) for role in _OFFICES):
        return replace(last, cells=cells, sub_rows=_with_rest(last, list(cells)))
    before = last.sub_rows or (tuple(cell.text for cell in last.cells),)
    return replace(last, cells=cells, sub_rows=(*before, tuple(cell.text for cell in row.cells)))


def _ended(cells: tuple[Cell, ...]) -> bool:
    """Whether the longer texts of a row all end as sentences do."""
    texts = [cell.text.rstrip() for cell in cells if len(cell.text) > LONGEST_CATEGORY]
    return bool(texts) and all(text.endswith(("。", "；", ";")) for text in texts)
