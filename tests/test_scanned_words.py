"""What words decide in a scanned table: names, numbers, marks, and characters in clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dutylist.app.cli import cli
from dutylist.extract.lists import duty_list
from dutylist.extract.lists.choices import load_said
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.source import Cell, CellPart, Row, SourceDocument, Table
from dutylist.records.errors import DamagedFileError, FileMissingError

HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")


def cell(text: str, *unsure: int) -> Cell:
    sure = tuple(0.4 if index in unsure else 0.99 for index in range(len(text)))
    return Cell((CellPart(text, 1, confidences=sure),))


def document(*rows: tuple[Cell, ...]) -> SourceDocument:
    header = Row(1, tuple(cell(text) for text in HEADER))
    return SourceDocument("扫描", (Table(1, (header, *(Row(1, cells) for cells in rows))),))


def row(number: Cell, category: Cell, departments: Cell) -> tuple[Cell, ...]:
    return number, category, cell("做好工作"), departments, cell("1.检查。"), cell("1.上报。")


def texts(found: SourceDocument, column: int) -> list[str]:
    (table,) = found.blocks
    assert isinstance(table, Table)
    return [line.cells[column].text for line in table.rows[1:]]


def test_uncertain_characters_of_names_are_corrected_from_the_list() -> None:
    found = with_known_names(
        document(
            row(cell("1"), cell("平安法治"), cell("县公安局、县司法局")),
            row(cell("7", 0), cell("平安法冶", 3), cell("县公安局、县司法扃", 8)),
            row(cell("3"), cell("平安法治"), cell("县公安周")),
        )
    )
    assert texts(found, 0) == ["1", "2", "3"]
    assert texts(found, 1) == ["平安法治"] * 3
    # What was read with certainty is kept, however odd it looks.
    assert texts(found, 3) == ["县公安局、县司法局", "县公安局、县司法局", "县公安周"]
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert table.rows[2].cells[3].parts[0].readings == ((8, "扃"),)


@pytest.mark.parametrize(
    ("name", "clause", "seen_name", "seen_clause"),
    [
        pytest.param(("做好工作O", 4), ("1.检查O", 4), "做好工作O", "1.检查。", id="a stop"),
        pytest.param(
            ("保护（树木2", 5), ("检查（含店C", 5), "保护（树木）", "检查（含店）", id="open"
        ),
        pytest.param(("保护O",), ("1.检查O",), "保护O", "1.检查O", id="read with certainty"),
        pytest.param(("保护", 1), ("等级为X", 3), "保护", "等级为X", id="no circle"),
        pytest.param(("保护", 1), ("甲à\n乙à", 1, 4), "保护", "甲。\n乙。", id="each paragraph"),
    ],
)
def test_what_is_doubtful_at_a_paragraphs_end_is_its_mark(
    name: tuple[str, int], clause: tuple[str, int], seen_name: str, seen_clause: str
) -> None:
    own = (cell("1"), cell("平安"), cell(*name), cell("县公安局"), cell(*clause), cell("1.上报。"))
    found = with_known_names(document(own))
    assert (texts(found, 2), texts(found, 4)) == ([seen_name], [seen_clause])
    (table,) = found.blocks
    assert isinstance(table, Table)
    part = table.rows[1].cells[4].parts[0]
    changed = [
        (i, one)
        for i, (one, now) in enumerate(zip(clause[0], part.text, strict=True))
        if one != now
    ]
    assert list(part.readings) == changed


def what_was_read(found: SourceDocument, number: int) -> tuple[tuple[int, str], ...]:
    """The characters of the departments' clauses of a row, from 1, that were changed: where, and as
    what they were read."""
    (table,) = found.blocks
    assert isinstance(table, Table)
    (part,) = table.rows[number].cells[4].parts
    return part.readings


def changes(read: str, seen: str) -> tuple[tuple[int, str], ...]:
    pairs = enumerate(zip(read, seen, strict=True))
    return tuple((index, one) for index, (one, now) in pairs if one != now)


def doubtful(text: str, index: int, others: str) -> Cell:
    """A cell of which one character may as well be one of the others."""
    (part,) = cell(text, index).parts
    return Cell((replace(part, others=((index, others),)),))


def with_clauses(*clauses: Cell) -> SourceDocument:
    names = ("1", "平安", "做好工作", "县公安局")
    return document(*((*map(cell, names), one, cell("1.上报。")) for one in clauses))


@pytest.mark.parametrize(
    ("clause", "seen"),
    [
        pytest.param(
            doubtful("建立整政任务。", 3, "攻改"), "建立整改任务。", id="the list's words"
        ),
        pytest.param(
            doubtful("县市场监督管理周", 7, "局"), "县市场监督管理局", id="an office's name"
        ),
        pytest.param(
            doubtful("摸底填报1作。", 4, "I工"),
            "摸底填报工作。",
            id="the dictionary",
        ),
        pytest.param(doubtful("填报1作。", 2, "工合"), "填报1作。", id="two fit"),
        pytest.param(
            doubtful("看望何镇的。", 2, "可"),
            "看望何镇的。",
            id="said once, in a piece",
        ),
        pytest.param(doubtful("建立整政任务。", 3, "攻"), "建立整政任务。", id="none fits"),
        pytest.param(
            doubtful("甲己乙已丙。", 3, "已己"),
            "甲己乙已丙。",
            id="none makes a word",
        ),
        pytest.param(
            doubtful("不县案件。", 1, "具"), "不县案件。", id="what was read is said, too"
        ),
        pytest.param(
            doubtful("编制方案。", 2, "万"),
            "编制方案。",
            id="a word as it was read",
        ),
        pytest.param(
            cell("1.检查：2.处理：\n3.上报。"),
            "1.检查；2.处理；\n3.上报。",
            id="a colon before the next",
        ),
        pytest.param(
            cell("下列：1.检查；2.处理。"), "下列：1.检查；2.处理。", id="before the first"
        ),
    ],
)
def test_words_decide_what_a_scan_leaves_open(clause: Cell, seen: str) -> None:
    told = cell("落实整改任务，不县案件要上报望可镇。")
    found = with_known_names(with_clauses(told, clause, doubtful("完", 0, "元")))
    assert texts(found, 4)[1] == seen
    assert what_was_read(found, 2) == changes(clause.text, seen)


@pytest.mark.parametrize(
    ("clause", "seen"),
    [
        pytest.param(
            cell("1.检查；\nz.处理；\n3.上报。", 6), "1.检查；\n2.处理；\n3.上报。", id="between"
        ),
        pytest.param(cell("l.检查；2.处理。", 0), "1.检查；2.处理。", id="the first"),
        pytest.param(
            doubtful("1.检查；z.处理。", 5, "2"),
            "1.检查；2.处理。",
            id="the last",
        ),
        pytest.param(
            cell("1.检查；z.处理。", 5), "1.检查；z.处理。", id="the last, not thought of"
        ),
        pytest.param(
            cell("9.检查；1o.处理；11.上报。", 6), "9.检查；10.处理；11.上报。", id="of two digits"
        ),
        pytest.param(
            cell("（1）检查；（l）处理；（3）上报。", 7),
            "（1）检查；（2）处理；（3）上报。",
            id="in brackets",
        ),
        pytest.param(
            cell("1.检查；2，处理；3.上报。", 6), "1.检查；2.处理；3.上报。", id="its mark"
        ),
        pytest.param(cell("1.检查；z.处理；3.上报。"), "1.检查；z.处理；3.上报。", id="certain"),
        pytest.param(
            cell("1.检查；z.处理；4.上报。", 5),
            "1.检查；z.处理；4.上报。",
            id="a gap",
        ),
        pytest.param(
            cell("1.检查；A级景区3处；2.处理。", 5), "1.检查；A级景区3处；2.处理。", id="no label"
        ),
        pytest.param(
            cell("1.检查；（1）填报；l.处理；3.上报。", 11),
            "1.检查；（1）填报；2.处理；3.上报。",
            id="others between",
        ),
    ],
)
def test_their_order_decides_labels_that_a_scan_leaves_open(clause: Cell, seen: str) -> None:
    found = with_known_names(with_clauses(clause))
    assert texts(found, 4) == [seen]
    assert what_was_read(found, 1) == changes(clause.text, seen)


def test_only_clauses_have_labels_in_order() -> None:
    name = cell("1.检查；\nz.处理；\n3.上报", 6)
    one = (cell("1"), cell("平安"), name, cell("县公安局"), cell("1.检查。"), cell("1.上报。"))
    assert texts(with_known_names(document(one)), 2) == [name.text]


def test_what_is_certain_is_kept_whatever_words_say() -> None:
    # Its neighbours are not certain, so that the words about it say nothing of it.
    (part,) = cell("建立整政任务。", 2, 4).parts
    sure = Cell((replace(part, others=((3, "改"),)),))
    assert texts(with_known_names(with_clauses(cell("整改任务。"), sure)), 4)[1] == sure.text


def test_last_years_list_decides_what_a_scan_leaves_open() -> None:
    open_one = with_clauses(doubtful("报望可镇审核。", 2, "何河"))
    assert texts(with_known_names(open_one), 4) == ["报望可镇审核。"]
    assert texts(with_known_names(open_one, ["会同望河镇审核"]), 4) == ["报望河镇审核。"]


def test_the_words_of_files_that_the_clerk_names_are_handed_to_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[str, ...]] = []

    def listened(document: SourceDocument, said: Iterable[str] = ()) -> SourceDocument:
        handed.append(tuple(said))
        return with_known_names(document, said)

    monkeypatch.setattr(duty_list, "with_known_names", listened)
    this, last, other = (tmp_path / f"{name}.txt" for name in ("今年", "去年", "邻镇"))
    this.write_bytes(Path("tests/data/santai-2025.txt").read_bytes())
    last.write_text("会同望河镇审核", "utf-8")
    other.write_text("会同何家镇审核", "utf-8")
    words = [part for path in (last, other) for part in ("--words-of", str(path))]
    arguments = ["extract", str(this), *words, "-o", str(tmp_path / "记录.json")]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    assert handed == [("会同望河镇审核", "会同何家镇审核")]
    last.unlink()
    with pytest.raises(FileMissingError) as refused:
        CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert refused.value.file == str(last)


def test_a_number_read_with_certainty_is_kept() -> None:
    found = with_known_names(
        document(
            row(cell("1"), cell("平安"), cell("县公安局")),
            row(cell("4"), cell("平安"), cell("县公安局")),
            row(cell("3"), cell("平安"), cell("县公安局")),
        )
    )
    assert texts(found, 0) == ["1", "4", "3"]


def test_words_that_are_no_text_say_how_to_make_one_of_them(tmp_path: Path) -> None:
    last = tmp_path / "去年.json"
    last.write_bytes("不是这种编码".encode("gbk"))
    with pytest.raises(DamagedFileError, match="先用 dutylist extract 读成记录，再用记录文件"):
        load_said(last)


def test_a_file_of_words_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError) as told:
        load_said(tmp_path / "去年.json")
    assert str(told.value).endswith("找不到这个文件。请核对文件名和文件夹。")


@pytest.mark.parametrize("seen", ["序号.", "·序号", "序号、", "'序号-"])
def test_a_speck_beside_a_header_word_is_no_part_of_it(seen: str) -> None:
    read = document(row(cell("1"), cell("平安"), cell("县公安局")))
    (table,) = read.blocks
    assert isinstance(table, Table)
    head = Row(1, (cell(seen), *table.rows[0].cells[1:]))
    read = replace(read, blocks=(replace(table, rows=(head, *table.rows[1:])),))
    (found,) = with_known_names(read).blocks
    assert isinstance(found, Table)
    part = found.rows[0].cells[0].parts[0]
    assert (part.text, len(part.confidences)) == ("序号", 2)


@pytest.mark.parametrize("sure", [0.4, 0.9647, 0.98])
def test_a_header_read_as_another_word_is_the_known_one(sure: float) -> None:
    read = document(row(cell("1"), cell("平安"), cell("县公安局")))
    (table,) = read.blocks
    assert isinstance(table, Table)
    text = "乡镇配合职员"
    head = Cell((CellPart(text, 1, confidences=(*(0.999,) * 5, sure)),))
    cells = (*table.rows[0].cells[:-1], head)
    read = replace(read, blocks=(replace(table, rows=(Row(1, cells), *table.rows[1:])),))
    (found,) = with_known_names(read).blocks
    assert isinstance(found, Table)
    assert found.rows[0].cells[-1].text == "乡镇配合职责"
