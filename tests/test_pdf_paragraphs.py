"""Printed lines become paragraphs again: any text wrapped in a column comes back as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dutylist.extract.pages.printed_lines import PLAIN, PrintedLine, printed_lines
from dutylist.extract.pages.wrapped_lines import CellLines, cell_text, joins, learn, runs_on

EM, WIDTH, PAD = 10.0, 16, 4.0


def printed(paragraphs: list[str], *, pitch: float = 1.5, spaced: float = 0.0) -> CellLines:
    """A cell of 16 characters' width, wrapped like Chinese text: a line begins with no mark."""
    lines: list[PrintedLine] = []
    base = 0.0
    for text in paragraphs:
        rest = text
        base += spaced * EM
        while rest:
            end = min(WIDTH, len(rest))
            while end < len(rest) and rest[end] in "，。；、" and end > 1:
                end -= 1
            piece, rest = rest[:end], rest[end:]
            base += pitch * EM
            unit = len(piece) - len(piece[1:].lstrip("，。；、"))
            solid = len(piece.rstrip("，。；、"))
            lines.append(
                PrintedLine(
                    piece, PAD, PAD + EM * len(piece), base - 8, base + 2, base,
                    PAD + EM * solid, EM, 0.0, EM * unit, EM * unit,
                )
            )  # fmt: skip
    return CellLines(tuple(lines), 0.0, WIDTH * EM + 2 * PAD)


def read(cell: CellLines, others: list[CellLines]) -> str:
    """The text of a cell in a column with others."""
    return cell_text(cell.lines, joins(cell, learn([cell, *others])))


clauses = st.text("乡镇村社区工作负责组织开展、，", min_size=4, max_size=60).map(
    lambda text: text.strip("、，").replace("，，", "，") + "；"
)
CONTROL = printed(["负责本镇的各项工作并且组织开展宣传教育活动。", "开展活动。"] * 4)


@given(st.lists(clauses, min_size=1, max_size=6))
@example(["乡、、、、、、、、、、、、、、乡；"])
@settings(max_examples=200, deadline=None)
def test_numbered_paragraphs_come_back(parts: list[str]) -> None:
    paragraphs = [f"{number}．{part}" for number, part in enumerate(parts, 1)]

    assert read(printed(paragraphs), [CONTROL]) == "\n".join(paragraphs)


@given(st.lists(clauses, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_paragraphs_with_space_between_come_back_without_numbers(parts: list[str]) -> None:
    spaced = printed(parts, spaced=0.6)
    control = printed(["负责。", "组织开展工作。"] * 4, spaced=0.6)
    long = printed(["负责本镇的各项工作并且组织开展宣传教育活动及其他有关的工作。"] * 3, spaced=0.6)

    assert read(spaced, [control, long]) == "\n".join(parts)


def test_a_space_is_put_back_where_run_on_clauses_wrap() -> None:
    first = "1．负责组织； 2．开展工作的活动；"
    assert len(first) > WIDTH
    cell = printed([first[:WIDTH]])
    end = replace(cell.lines[0], text="1．组织； 2．开展活动的工作；")
    begin = replace(cell.lines[0], text="3．开展；", base=cell.lines[0].base + 15)
    cell = CellLines((end, begin), cell.x0, cell.x1)

    assert read(cell, [CONTROL]) == "1．组织； 2．开展活动的工作； 3．开展；"


def test_headings_set_off_by_wide_spaces_keep_their_space_at_a_line_end() -> None:
    one = printed(["负责本镇的各项工作并且组织开展宣"]).lines[0]
    end = replace(one, text="县公安局　负责活动；　县委组织部")
    begin = replace(one, text="负责本镇的工作；", base=one.base + 15)
    cell = CellLines((end, begin), 0.0, WIDTH * EM + 2 * PAD)

    assert read(cell, [CONTROL]) == "县公安局　负责活动；　县委组织部 负责本镇的工作；"


def test_a_cell_without_indent_in_a_hanging_column_keeps_its_sentences() -> None:
    def moved(line: PrintedLine, start: float, end: float) -> PrintedLine:
        return replace(
            line, x0=line.x0 + start * EM, x1=line.x1 + end * EM, solid=line.solid + end * EM
        )

    width = (WIDTH + 2) * EM + 2 * PAD
    clause = printed(["1．负责本镇的各项工作并且组织开展宣传教育活动。", "2．开展工作。"])
    first, second, other = clause.lines
    first = moved(replace(first, text=first.text + "工作"), 0, 2)
    column = [CellLines((first, moved(second, 2, 2), other), 0.0, width)] * 5
    cell = CellLines((first, second), 0.0, width)

    assert read(cell, column) == first.text + second.text


@pytest.mark.parametrize("mark", ["。", "；"])
def test_an_offices_name_with_a_colon_heads_what_follows(mark: str) -> None:
    """Below a line that is full to the last character; the rest of a sentence is none."""
    full = "2.抽检校园周边食品并公布有关的结果"[: WIDTH - 1] + mark
    heads = ["1.核发登记证；", full, "县教育体育局：", "1.开展学生教育；"]
    assert read(printed(heads), [CONTROL]) == "\n".join(heads)

    rest = f"{full}由该局负责："
    assert read(printed([rest, "1.开展学生教育；"]), [CONTROL]).split("\n")[0] == rest


def test_two_spaces_before_a_number_do_not_make_clauses_run_on() -> None:
    line = replace(printed(["负责本镇的工作"]).lines[0], text="负责  2.开展工作")
    cell = CellLines((line,), 0.0, WIDTH * EM + 2 * PAD)

    assert runs_on(cell, learn([cell, CONTROL])) is None


@pytest.mark.parametrize(("radical", "plain"), ["⼀一", "⼯工", "⻅见", "⻋车", "\uf900\u8c48"])
def test_radicals_stand_for_their_ideographs(radical: str, plain: str) -> None:
    assert chr(PLAIN[ord(radical)]) == plain


def test_a_glyph_that_is_drawn_takes_a_characters_room() -> None:
    """Browsers draw 月 in some faces: of it only the ink is told, 9 points of 12."""
    texts = ["每户核实，每月上报", "月25日前反馈"]
    codes = np.array([ord(char) for text in texts for char in text])
    boxes = np.array(
        [
            (at * 12.0, top, at * 12.0 + (9.0 if char == "月" else 12.0), top + 12, top + 10)
            for top, text in zip((0.0, 16.0), texts, strict=True)
            for at, char in enumerate(text)
        ]
    )
    (lines,) = printed_lines(codes, boxes, np.zeros(len(codes), dtype=np.int64)).values()
    assert [(line.unit, line.long_unit) for line in lines] == [(12.0, 12.0)] * 2
