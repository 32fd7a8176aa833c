"""What a table row is: a header, a heading, a title, a total, a duty's row …

RULES are asked in their order. A row that none of them takes is a duty's; how it hangs on the one
above, continuation.HANGING says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from dutylist.extract.lists.continuation import KEY_ROLES
from dutylist.extract.lists.counts import is_total, without_count
from dutylist.extract.lists.header_rows import (
    MOST_ROWS,
    Header,
    read_header,
    side_by_side,
    with_used_columns,
)
from dutylist.extract.lists.headings import (
    LONGEST_CATEGORY,
    category_heading,
    plain_category,
    same_title,
)
from dutylist.extract.lists.kinds import (
    kind_heading,
    kind_of_value,
    names_list,
    names_one_kind,
    surely_names_list,
)
from dutylist.extract.lists.row_kinds import is_column_numbers, is_signed
from dutylist.extract.lists.rows import OpenTable, role_text
from dutylist.extract.lists.rules import RowRule
from dutylist.extract.source import Cell, Row, squeezed
from dutylist.records.model import Role
from dutylist.records.patterns import Pattern

_HEADING_NUMBER = Pattern(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")


@dataclass(frozen=True)
class Situation:
    """A row to be judged: `rows[index]`.

    `table` is the list under way, `told` what the clerk says of columns. `first`: no duty's row
    came before in the table block. `left_out`: a header here is that of a table that is no list;
    `refusing`: the rows are those of such a table.
    """

    rows: list[Row]
    index: int
    table: OpenTable | None
    told: dict[str, Role]
    first: bool = False
    left_out: bool = False
    refusing: bool = False

    @cached_property
    def row(self) -> Row:
        """The row with the columns that the list uses."""
        row = self.rows[self.index]
        return with_used_columns(row, self.table) if self.table else row

    @property
    def following(self) -> Row | None:
        return self.rows[self.index + 1] if self.index + 1 < len(self.rows) else None

    @cached_property
    def header(self) -> Header | None:
        return read_header(self.rows[self.index : self.index + MOST_ROWS], self.told)

    @cached_property
    def texts(self) -> list[str]:
        return [cell.text.strip() for cell in self.row.cells]

    @cached_property
    def filled(self) -> list[str]:
        return [text for text in self.texts if text]

    @cached_property
    def only(self) -> str:
        """The text of a row that says one thing alone: it takes the whole width, or stands in the
        first cell and lost its span; how many duties follow (共16项) does not count."""
        said = without_count(self.filled) or self.filled
        if len(said) != 1:
            return ""
        lost_span = self.texts[0] == said[0] and not said[0].isdigit()
        if lost_span and self._names_come_first and not category_heading(said[0]):
            return said[0] if self.row.spans_all else ""
        return said[0] if self.row.spans_all or lost_span else ""

    @property
    def _names_come_first(self) -> bool:
        """The first column holds the duties' names: one alone there is a duty's."""
        return self.table is not None and self.table.roles[0] == "name"

    @cached_property
    def cut(self) -> bool:
        """It may be the rest of the last row, on a new page."""
        above = self.table.rows if self.table else []
        if not self.first or not above:
            return False
        return self.row.beside or self.row.page not in (0, above[-1].page)

    @property
    def difference(self) -> int:
        """How many cells more than columns it has."""
        return len(self.row.cells) - len(self.table.columns) if self.table else 0


def _struck_out(found: Situation) -> bool:
    """Whether a person struck the duty's name through: what is left of the row (its number, what a
    merged cell says) is no duty."""
    if found.table is None:
        return False
    names = [
        cell
        for cell, role in zip(found.row.cells, found.table.roles, strict=False)
        if role == "name"
    ]
    return any(cell.struck for cell in names) and not any(cell.text.strip() for cell in names)


def _side_by_side(found: Situation) -> list[tuple[int, int]]:
    return side_by_side(found.rows[found.index], found.told)


def _no_list(found: Situation) -> Header | None:
    return found.header if found.left_out else None


def _unlike_header(found: Situation) -> Header | None:
    """The header of a table that begins its numbers anew under the same word and has nothing else
    of the list's: what stands behind the last list (更正说明) is not its rows."""
    table = found.table
    if table is None or not table.rows or not found.first or found.header:
        return None
    numbers = {
        squeezed(head)
        for head, role in zip(table.columns, table.roles, strict=True)
        if role == "number" and head.strip()
    }
    cells = [squeezed(text) for text in found.filled]
    others = [cell for cell in cells if cell not in numbers]
    if len(others) == len(cells):
        return None
    heads = [head for text in table.columns if (head := squeezed(text)) and head not in numbers]
    unlike = [cell for cell in others if not any(_alike(cell, head) for head in heads)]
    if len(unlike) < max(_LEAST_UNLIKE, len(others) / 2):
        return None
    texts = tuple(found.texts)
    return texts, [None] * len(texts), 1


_LEAST_UNLIKE = 2
"""Columns beside the number that tell a table from the list's; most of all columns must."""

_ALIKE = 0.5
"""A misread header word shares at least half of its characters with what it was."""


def _alike(one: str, other: str) -> bool:
    shared = len(set(one) & set(other))
    return shared >= _ALIKE * max(len(set(one)), len(set(other)))


def named_list(found: Situation) -> str:
    """The title of another list where a row over the whole width has one and the columns go on as
    they are."""
    row = found.rows[found.index]
    texts = [text for cell in row.cells if (text := cell.text.strip())]
    if found.table is None or len(texts) != 1 or found.following is None:
        return ""
    if not (row.spans_all or texts[0] == row.cells[0].text.strip()):
        return ""
    if not _names_another(texts[0], found.table):
        return ""
    return "" if _header_follows(found) else texts[0]


def _names_another(text: str, table: OpenTable) -> bool:
    """Whether a text names a list, or a kind alone (二、配合履职) that the title does not."""
    if kind := kind_of_value(kind_heading(text)):
        return not (kind == table.kind and names_one_kind(table.title))
    return names_list(text) and not same_title(text, table.title)


def _column_numbers(found: Situation) -> bool:
    return found.table is not None and not found.table.rows and is_column_numbers(found.filled)


def _title(found: Situation) -> bool:
    if not names_list(found.only):
        return False
    return surely_names_list(found.only) or _header_follows(found)


def _header_follows(found: Situation) -> bool:
    """Whether the next row is a header, or may be one, being the next page's; how many there are
    and the first category may stand between."""
    at = found.index + 1
    while at < len(found.rows) and _stands_between(found.rows[at]):
        at += 1
    below = found.rows[at : at + 2]
    return not below or read_header(below, found.told) is not None


def _stands_between(row: Row) -> bool:
    texts = [text for cell in row.cells if (text := cell.text.strip())]
    said = without_count(texts)
    heading = len(said) == 1 and (category_heading(said[0]) or plain_category(said[0]))
    return not said or (row.spans_all and bool(heading))


def _category(found: Situation) -> str:
    return found.only and (category_heading(found.only) or plain_category(found.only))


def _signed(found: Situation) -> bool:
    merged = any(cell.merged for cell in found.row.cells)
    return is_signed(found.filled) and not found.cut and not merged


def _category_beside_number(found: Situation) -> str:
    if found.cut or found.table is None:
        return ""
    return _heading_below_number(found.table, found.row, found.following)


def _category_left_out(found: Situation) -> Row | None:
    if found.table is None or not found.difference:
        return None
    return _with_category(found.table, found.row)


def _other_width(found: Situation) -> bool:
    return abs(found.difference) > 1 or (found.difference != 0 and len(found.row.cells) < 2)


_BASIC = "#甲镇基本履职事项清单\n序号|事项类别|事项名称\n"
_TWO = "#甲镇基本履职事项清单\n序号|事项名称\n"

DUTY = "duty"
"""The name of the last rule: the row is a duty's."""

RULES: tuple[RowRule[Situation], ...] = (
    RowRule(
        "lists side by side",
        "并排放着几个清单的表头，逐个读",
        _side_by_side,
        "#甲镇基本履职事项清单\n>序号|事项名称|序号|事项名称\n1|甲|2|乙",
    ),
    RowRule(
        "header of another table",
        "像表头，但不是履职事项清单，没有读入",
        _no_list,
        "#值班安排表\n>序号|部门|事项内容|电话\n1|党政办|值班|123",
    ),
    RowRule(
        "header unlike the list's",
        "表头与上面的清单不同，另是一个表，没有读入",
        _unlike_header,
        _TWO + "1|甲\n#更正说明\n>序号|由|改为\n1|乙|丙",
    ),
    RowRule(
        "header",
        "是清单的表头",
        lambda found: found.header,
        "#甲镇基本履职事项清单\n>序号|事项类别|事项名称\n1|党建|甲",
    ),
    RowRule(
        "row of another table",
        "属于没有读入的表格",
        lambda found: found.refusing,
        "#值班安排表\n序号|部门|事项内容|电话\n>1|党政办|值班|123",
    ),
    RowRule(
        "title within the table",
        "表中另一个清单的名称，栏目不变",
        named_list,
        _TWO + "1|甲\n>=甲镇上级部门收回事项清单\n1|乙",
    ),
    RowRule("empty", "空行", lambda found: not found.filled, _TWO + ">|\n1|甲"),
    RowRule(
        "before the first list",
        "在第一个清单之前，看作封面或目录",
        lambda found: found.table is None,
        "#目录\n>基本情况|1\n" + _TWO[1:].replace("清单\n", "清单|2\n") + "1|甲",
    ),
    RowRule(
        "struck out",
        "事项名称画了删除线，整行没有读入，另有提示",
        _struck_out,
        _TWO + "1|甲\n>2|~\n3|丙",
    ),
    RowRule(
        "total",
        "只写共有多少项，不是事项",
        lambda found: is_total(found.filled),
        _TWO + "1|甲\n>合计|1项",
    ),
    RowRule(
        "number alone",
        "整行只有一个数，不是事项",
        lambda found: found.only.isdigit(),
        _TWO + "1|甲\n>=12\n2|乙",
    ),
    RowRule(
        "title above a header",
        "下一个清单的名称",
        _title,
        _TWO + "1|甲\n>=甲镇配合履职事项清单\n序号|事项名称|上级部门职责|乡镇配合职责\n1|乙|办|报",
    ),
    RowRule(
        "category",
        "整行是事项类别的标题，管下面各行",
        _category,
        _TWO + ">=一、党的建设（16项）\n1|甲",
    ),
    RowRule(
        "remark over the whole width",
        "整行的说明，不是事项，另有提示",
        lambda found: found.only,
        _TWO + "1|甲\n>=注：本清单由县委编办负责解释，自公布之日起施行。",
    ),
    RowRule(
        "numbers of the columns",
        "表头下各栏的编号，不是事项",
        _column_numbers,
        _BASIC + ">1|2|3\n1|党建|甲",
    ),
    RowRule(
        "signature",
        "填表人、审核人、日期等，不是事项，另有提示",
        _signed,
        _BASIC + "1|党建|甲\n>填报人：张三|审核人：李四|日期：7月1日",
    ),
    RowRule(
        "category beside the number",
        "没有序号（或序号是一、二），下面各行有序号，是事项类别",
        _category_beside_number,
        _TWO + ">一|党的建设\n1|甲",
    ),
    RowRule(
        "category cell left out",
        "比表头少一栏，少的是与上面合并的类别",
        _category_left_out,
        _BASIC + "1|党建|甲\n>2|乙",
    ),
    RowRule(
        "other number of cells",
        "栏数与表头不同，没有读入，另有提示",
        _other_width,
        _BASIC + "1|党建|甲\n>2|党建|乙|丙|丁",
    ),
    RowRule(
        "one cell more or less",
        "比表头多一栏或少一栏，按次序对应，请核对",
        lambda found: found.difference,
        _BASIC + "1|党建|甲\n>2|党建|乙|丙",
    ),
    RowRule(DUTY, "是事项", lambda found: True, _BASIC + ">1|党建|甲"),
)


def _heading_below_number(table: OpenTable, row: Row, following: Row | None) -> str:
    """The category of a heading row whose text stands right of the number column, or "": duties
    with numbers follow, and it has none, or one in Chinese (一 | 党的建设)."""
    if not table.has("number") or following is None or len(row.cells) != len(table.roles):
        return ""
    if not "".join(table.texts(following, "number")).isdigit():
        return ""
    if any(cell.merged for cell in row.cells):
        return ""
    number = "".join(table.texts(row, "number"))
    beside = [
        (role, cell.text.strip())
        for cell, role in zip(row.cells, table.roles, strict=True)
        if role != "number" and cell.text.strip()
    ]
    if len(beside) != 1 or beside[0][0] not in ("name", "category"):
        return ""
    text = beside[0][1]
    if not number:
        return category_heading(text)
    if not _HEADING_NUMBER.fullmatch(number):
        return ""
    return category_heading(text) or plain_category(text)


def _with_category(table: OpenTable, row: Row) -> Row | None:
    """The row with the category's cell, which pasting leaves out below a merged one; None where
    it is not the one that is missing."""
    if len(row.cells) != len(table.columns) - 1 or "category" not in table.roles:
        return None
    place = table.roles.index("category")
    if not table.category or not table.has("number") or len(row.cells) < 2:
        return None
    cells = (*row.cells[:place], Cell(merged=True), *row.cells[place:])
    number, name = (
        role_text(table, cells, role) if role in table.roles else "" for role in KEY_ROLES
    )
    found = row.cells[place].text.strip()
    if squeezed(found) == squeezed(table.category):
        return None
    # Where the last column is often empty, it may be the one that is missing.
    may_end_early = table.roles[-1] in ("remark", None) and bool(row.cells[-1].text.strip())
    if may_end_early and len(found) <= LONGEST_CATEGORY and not found.isdigit():
        return None
    return replace(row, cells=cells) if number.isdigit() and name else None


def fit(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """The cells filled up with empty ones, or the surplus joined to the last one."""
    if len(cells) < width:
        return cells + (Cell(),) * (width - len(cells))
    surplus = tuple(part for cell in cells[width - 1 :] for part in cell.parts)
    return (*cells[: width - 1], Cell(surplus))
