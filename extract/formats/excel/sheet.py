"""A sheet of any workbook format as its cells' texts → lines and tables, as the eye sees them."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dutylist.extract.formats.excel.cells import Value
from dutylist.extract.formats.excel.columns import column_letters
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.source import (
    Block,
    Cell,
    CellPart,
    Line,
    Picture,
    Row,
    Table,
    seen_text,
)
from dutylist.records.errors import LimitExceededError

MOST_CHARACTERS = 20_000_000
"""Most characters of one sheet. A township's list has some 60,000; a text that is written once
and used in thousands of cells counts each time."""

MOST_CELLS = 5_000_000
"""Most cells of one sheet: its rows with text times its columns with text."""

NOT_STORED = "的公式没有存下计算结果"
"""What a sheet's remark says of formulas without results."""

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)

# A unit and a date may stand between a sheet's title and its header row.
_ROWS_TO_HEADER = 3


@dataclass
class Sheet:
    """A sheet's texts by row and column from 1, its merged ranges and what must be noted.
    `hidden_rows` and `hidden_columns` are nobody's to see, those that are folded, by a
    filter or an outline, a click shows; `pictures` stand with the row in which each begins,
    `in_cells` are the cells that show one; `odd` are cells of which the file says what none can
    be. `left_out` are the texts of what is hidden, `unseen` those that nobody sees, `unsure` the
    cells whose format was not written out."""

    name: str
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    folded_rows: list[int] = field(default_factory=list)
    folded_columns: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    struck_cells: set[tuple[int, int]] = field(default_factory=set)
    pictures: list[tuple[int, Picture]] = field(default_factory=list)
    in_cells: list[str] = field(default_factory=list)
    characters: int = 0

    def put(self, row: int, texts: dict[int, str], file: str) -> None:
        """A row's texts. Raises LimitExceededError where the sheet has too many."""
        self.texts[row] = texts
        self.characters += sum(map(len, texts.values()))
        if self.characters > MOST_CHARACTERS:
            raise LimitExceededError(
                f"工作表“{self.name}”里的文字超过 {MOST_CHARACTERS} 个，不像清单",
                "请核对是不是选错了文件",
                file=file,
                row=row,
            )

    def leave_out(self, row: int, column: int, value: Value) -> bool:
        """Note what of a cell's text is left out, and whether the rest is unsure; True where
        something is left out."""
        here = f"{column_letters(column)}{row}"
        struck, unseen = paragraphs(value.struck), paragraphs(value.unseen)
        if struck:
            self.struck.append(f"{here} “{struck}”")
            self.struck_cells.add((row, column))
        if unseen:
            self.unseen.append(f"{here} “{unseen}”")
        if not value.sure:
            self.unsure.append(here)
        return bool(struck or unseen)

    def uncover(self, file: str) -> None:
        """Drop, and note, texts that a merged range hides: all but its first cell's.

        Raises LimitExceededError where the ranges cover more cells than a sheet may have.
        """
        _check_merges(self, file)
        _uncover(self)

    def leave_out_hidden(self) -> None:
        """Drop, and keep for the note, what stands in hidden rows and columns. A merged cell that
        begins in one shows its text in the first row and column that is to be seen."""
        rows, columns = set(self.hidden_rows), set(self.hidden_columns)
        self.merges = [
            seen for merge in self.merges if (seen := self._seen_part(merge, rows, columns))
        ]
        for row in sorted(rows & self.texts.keys()):
            if texts := self.texts.pop(row):
                said = " ".join(texts[column] for column in sorted(texts))
                self.left_out.append(f"第 {row} 行“{said}”")
        for column in sorted(columns):
            texts = {row: of.pop(column) for row, of in self.texts.items() if column in of}
            if texts:
                said = " ".join(texts[row] for row in sorted(texts))
                self.left_out.append(f"{column_letters(column)} 列“{said}”")

    def _seen_part(
        self, merge: tuple[int, int, int, int], rows: set[int], columns: set[int]
    ) -> tuple[int, int, int, int] | None:
        left, top, right, bottom = merge
        if top not in rows and left not in columns:
            return merge
        within = (row for row in sorted(self.texts) if top <= row <= bottom)
        first = next((row for row in within if row not in rows), None)
        begin = next((column for column in range(left, right + 1) if column not in columns), None)
        if first is None or begin is None:
            return None
        if (first, begin) != (top, left) and (text := self.texts.get(top, {}).pop(left, "")):
            self.texts.setdefault(first, {})[begin] = text
        return begin, first, right, bottom

    def remarks(self) -> Iterator[str]:
        """What a clerk should know of the sheet, to follow its name."""
        if self.left_out:
            yield (
                f"隐藏的行列没有读入：{'、'.join(self.left_out)}；"
                "是清单内容的，请在 Excel 中取消隐藏后再读"
            )
        folded = [
            *map(str, sorted(self.folded_rows)),
            *map(column_letters, self.folded_columns),
        ]
        if folded:
            yield f"有筛选或折叠起来的行列（{_some(folded)}），仍然读入"
        if self.without_value:
            yield (
                f"{NOT_STORED}（{_some(self.without_value)}），读作空白；"
                "请用 Excel 打开并保存后再试"
            )
        if self.errors:
            yield f"有公式错误值（{_some(self.errors)}）"
        if self.odd:
            yield (
                f"有单元格写法有误（{_some(list(dict.fromkeys(self.odd)))}），读到的可能不对，"
                "请用 Excel 打开核对"
            )
        if self.covered:
            yield f"有被合并单元格遮住的文字没有读入：{'、'.join(self.covered)}"
        if lost := sum(not picture.data for _, picture in self.pictures):
            yield f"有图片 {lost} 张没有存在文件里，其中的文字没有读入"
        if self.in_cells:
            yield f"的单元格里嵌有图片（{_some(self.in_cells)}），没有读入，请对照原件补录"
        if self.struck:
            yield f"有画了删除线的文字没有读入：{'、'.join(self.struck)}"
        if self.unseen:
            said = "和底色相同，或格式设为不显示"
            yield f"有看不见的文字没有读入（{said}）：{'、'.join(self.unseen)}"
        if self.unsure:
            yield (
                f"有数字按格式显示成别的样子（{_some(self.unsure)}），读的是存下的数，"
                "请用 Excel 打开核对"
            )


def _some(items: list[int] | list[str]) -> str:
    shown = "、".join(str(item) for item in items[:5])
    return f"{shown} 等" if len(items) > 5 else shown


def _check_merges(sheet: Sheet, file: str) -> None:
    """Refuse merged ranges that together cover more cells than a sheet may have: real ones do
    not overlap."""
    rows = sorted(sheet.texts)
    used = len({column for texts in sheet.texts.values() for column in texts})
    total = 0
    for left, top, right, bottom in sheet.merges:
        height = bisect_right(rows, bottom) - bisect_left(rows, top)
        total += height * min(right - left + 1, used) + 1
    if total > MOST_CELLS:
        raise LimitExceededError(
            f"工作表“{sheet.name}”的合并单元格太多", "请用 Excel 打开核对", file=file
        )


def _uncover(sheet: Sheet) -> None:
    rows = sorted(sheet.texts)
    for left, top, right, bottom in sheet.merges:
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            texts = sheet.texts[row]
            hidden = [
                column
                for column in texts
                if left <= column <= right and (row, column) != (top, left)
            ]
            for column in hidden:
                sheet.covered.append(f"{column_letters(column)}{row} “{texts.pop(column)}”")


def sheet_blocks(sheet: Sheet, file: str, deadline: float, limits: ReadLimits) -> Iterator[Block]:
    """The sheet's lines, tables and pictures from top to bottom; a picture that begins in a table
    stands behind it."""
    rows = [row for row in sorted(sheet.texts) if sheet.texts[row]]
    lines = _line_rows(sheet, rows)
    if rows and rows[0] not in lines and not is_default_name(sheet.name):
        yield Line(0, sheet.name.strip())
    table_rows = [row for row in rows if row not in lines]
    wide = {(top, left): right for left, top, right, _ in sheet.merges if right > left}
    columns = _columns(sheet, table_rows, wide)
    if len(table_rows) * len(columns) > MOST_CELLS:
        raise LimitExceededError(
            f"工作表“{sheet.name}”有 {len(table_rows)} 行 {len(columns)} 列，超过 {MOST_CELLS} 格",
            "请删去多余的行列后再试",
            file=file,
        )
    merged = _merged_cells(sheet, table_rows, columns)
    pictures = deque(sorted(sheet.pictures, key=lambda placed: placed[0]))
    waiting: list[Row] = []
    for row in rows:
        if time.monotonic() > deadline:
            raise LimitExceededError(
                f"读取已超过 {limits.max_seconds:g} 秒", "请核对文件来源，或调高上限", file=file
            )
        if not waiting:
            while pictures and pictures[0][0] < row:
                yield pictures.popleft()[1]
        if row not in lines:
            waiting.append(_row(sheet, row, columns, merged, wide))
            continue
        if waiting:
            yield Table(0, tuple(waiting))
            waiting = []
            while pictures and pictures[0][0] < row:
                yield pictures.popleft()[1]
        texts = sheet.texts[row]
        joined = "\t".join(texts[column] for column in sorted(texts))
        yield from (Line(0, text) for text in joined.split("\n"))
    if waiting:
        yield Table(0, tuple(waiting))
    yield from (picture for _, picture in pictures)


def _line_rows(sheet: Sheet, rows: list[int]) -> set[int]:
    """Rows that are lines above a table: at the sheet's top or after an empty row, one text on
    its own, and what stands between such a title and the first full row."""
    lines: set[int] = set()
    before = 0
    # Rows under a cell merged downwards are not empty, whatever they hold.
    tops = deque(sorted((top, bottom) for _, top, _, bottom in sheet.merges))
    reach = 0
    for index, row in enumerate(rows):
        while tops and tops[0][0] <= before:
            reach = max(reach, tops.popleft()[1])
        at_top = index == 0 or (row > before + 1 and reach <= before)
        after_line = before in lines
        count = len(sheet.texts[row])
        following = [
            len(sheet.texts[later]) for later in rows[index + 1 : index + 1 + _ROWS_TO_HEADER]
        ]
        fuller = max(following, default=0) > count
        if (count == 1 and (at_top or after_line)) or (count == 2 and after_line and fuller):
            lines.add(row)
        before = row
    return lines


def _columns(sheet: Sheet, rows: list[int], wide: dict[tuple[int, int], int]) -> list[int]:
    """The columns that the eye sees: those in which a cell of one column's width has text, and
    the first of a wide cell where no such column is under it."""
    used = {column for row in rows for column in sheet.texts[row] if (row, column) not in wide}
    for row in rows:
        for column in sheet.texts[row]:
            right = wide.get((row, column))
            if right is not None and not any(column <= other <= right for other in used):
                used.add(column)
    return sorted(used)


def _merged_cells(sheet: Sheet, rows: list[int], columns: list[int]) -> set[tuple[int, int]]:
    """(row, column) of the cells that a merged range covers below its first row."""
    covered: set[tuple[int, int]] = set()
    for left, top, right, bottom in sheet.merges:
        below = rows[bisect_right(rows, top) : bisect_right(rows, bottom)]
        under = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        covered.update((row, column) for row in below for column in under)
    return covered


def _row(
    sheet: Sheet,
    row: int,
    columns: list[int],
    merged: set[tuple[int, int]],
    wide: dict[tuple[int, int], int],
) -> Row:
    """One table row; a wide cell's text stands in the first seen column under it."""
    cells = [Cell(merged=(row, column) in merged) for column in columns]
    spans_all = False
    for column, text in sheet.texts[row].items():
        place = bisect_left(columns, column)
        cells[place] = Cell((CellPart(text, 0),))
        right = wide.get((row, column), column)
        spans_all = spans_all or (place == 0 and right >= columns[-1] and right > column)
    for place, column in enumerate(columns):
        if (row, column) in sheet.struck_cells:
            cells[place] = replace(cells[place], struck=True)
    return Row(0, tuple(cells), spans_all)


def is_default_name(name: str) -> bool:
    """Whether a sheet's name is one that programs give, and says nothing (Sheet1)."""
    return _DEFAULT_NAME.fullmatch(name.strip()) is not None


def paragraphs(text: str) -> str:
    """Lines of a cell (Alt+Enter) as paragraphs; empty ones are dropped."""
    lines = seen_text(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
