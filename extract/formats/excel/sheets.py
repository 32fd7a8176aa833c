"""The sheets of a workbook of any format together, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutylist.extract.formats.excel.sheet import is_default_name
from dutylist.extract.source import Block, Line, SourceDocument, Table
from dutylist.records.model import Note


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it is read. `hidden` tells that nobody sees it; `remarks` are what is said of it,
    `comments` and `margins` (heads and feet of its pages) the texts that are no part of it."""

    name: str
    blocks: Sequence[Block]
    hidden: bool
    remarks: Sequence[str]
    comments: Sequence[str] = ()
    margins: Sequence[str] = ()


def of_sheets(
    file: str,
    sheets: Iterable[ReadSheet],
    notes: Sequence[Note] = (),
    margins: Sequence[str] = (),
) -> SourceDocument:
    """The document that a workbook's sheets are: those that are shown one after another, what is
    said of each, and what is said of the whole (`notes`) and stands on its pages (`margins`)."""
    shown: list[ReadSheet] = []
    told: list[Note] = []
    for sheet in sheets:
        if sheet.hidden:
            told[:0] = _told_of_hidden(sheet.name, sheet.blocks)
            continue
        shown.append(sheet)
        told.extend(Note(0, f"工作表“{sheet.name}”{text}") for text in sheet.remarks)
        if beside := dict.fromkeys([*sheet.comments, *sheet.margins]):
            quoted = "、".join(f"“{text}”" for text in beside)
            told.append(Note(0, f"工作表“{sheet.name}”的批注、页眉页脚没有读入：{quoted}"))
    blocks = tuple(block for sheet in shown for block in sheet.blocks)
    every = (*margins, *(text for sheet in shown for text in sheet.margins))
    told += [*_names_unread(shown), *notes]
    return SourceDocument(file, blocks, 0, tuple(told), margins=tuple(dict.fromkeys(every)))


def _names_unread(sheets: Sequence[ReadSheet]) -> tuple[Note, ...]:
    """A note of the names of sheets that alone tell sheets of one title apart (a sheet for each
    department): no cell says them."""
    titled: dict[str, list[str]] = {}
    for name, blocks in ((sheet.name, sheet.blocks) for sheet in sheets):
        title = blocks[0].text.strip() if blocks and isinstance(blocks[0], Line) else ""
        if title and not is_default_name(name) and not _is_said(name, blocks):
            titled.setdefault(title, []).append(name.strip())
    return tuple(
        Note(
            0,
            f"有 {len(names)} 张工作表的标题都是“{title}”，工作表的名称没有读入记录："
            f"{'、'.join(f'“{name}”' for name in names)}，请对照原件",
        )
        for title, names in titled.items()
        if len(names) > 1
    )


def _is_said(name: str, blocks: Sequence[Block]) -> bool:
    """Whether some line or cell of a sheet says its name."""
    said = name.strip()
    return any(
        said in block.text
        if isinstance(block, Line)
        else isinstance(block, Table)
        and any(said in cell.text for row in block.rows for cell in row.cells)
        for block in blocks
    )


def _told_of_hidden(name: str, blocks: Sequence[Block]) -> list[Note]:
    """What is told of a sheet that nobody sees and that is therefore not read."""
    texts = [block.text for block in blocks if isinstance(block, Line) and block.text != name]
    for block in blocks:
        if isinstance(block, Table):
            texts.extend(cell.text for row in block.rows for cell in row.cells if cell.text)
    if not blocks:
        return []
    said = f"；里面的文字是“{' '.join(texts)}”" if texts else ""
    return [
        Note(0, f"工作表“{name}”是隐藏的，没有读入；是清单的，请在 Excel 中取消隐藏后再读{said}")
    ]
