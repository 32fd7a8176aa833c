"""What is too high for a row of Excel goes on in the next one, and is read again as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from dutylist.extract.read import read_duty_list
from dutylist.render.excel.matrix import write_matrix_xlsx
from dutylist.render.excel.workbook import LINE_HEIGHT, in_rows
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.matrix import duty_matrix
from dutylist.render.write import write_official
from tests.test_round_trip import assert_same

CLAUSES = [f"{at}.县民政局负责第{at}件工作，{'认真做好' * 20}。" for at in range(1, 41)]
HEADS = "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责"


def high_list(tmp_path: Path) -> Path:
    rows = "\n".join(
        f'{at}\t党的建设\t党建工作{at}\t"县民政局\n县公安局"\t"{duties}"\t做好第{at}件。'
        for at, duties in ((1, "1.甲；\n2.乙。"), (2, "\n".join(CLAUSES)), (3, "1.丙；\n2.丁。"))
    )
    path = tmp_path / "清单.txt"
    path.write_text(f"望汀镇配合履职事项清单\n\n{HEADS}\n{rows}\n", "utf-8")
    return path


def test_the_list_shows_all_of_a_duty_on_several_rows(tmp_path: Path) -> None:
    read = read_duty_list(high_list(tmp_path))
    (path,) = write_official(read, ["xlsx"], tmp_path / "o", faces=load_faces(system=False))
    sheet = openpyxl.load_workbook(path).worksheets[1]
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[0]]
    again = [row[:3] for row in rows if "（续）" in str(row[0])]
    assert again
    assert set(again) == {("2（续）", "党的建设", "党建工作2（续）")}
    texts = [row[4] for row in rows if str(row[0]).startswith("2")]
    assert "\n".join(texts) == "\n".join(CLAUSES)
    heights = [sheet.row_dimensions[at].height for at in range(3, len(rows) + 3)]
    assert max(heights) <= 400
    assert_same(read_duty_list(path), read)


def test_the_matrix_does_so_too_and_its_links_go_to_the_first_row(tmp_path: Path) -> None:
    matrix = duty_matrix(read_duty_list(high_list(tmp_path)))
    path = tmp_path / "m.xlsx"
    path.write_bytes(write_matrix_xlsx(matrix))
    book = openpyxl.load_workbook(path)
    rows = list(book["事项"].iter_rows(min_row=2, values_only=True))
    assert [str(row[1]) for row in rows][:2] == ["1", "2"]
    assert rows[2][1:4] == ("2（续）", "党的建设", "党建工作2（续）")
    whole = "\n".join(row[7] for row in rows)
    assert all(clause in whole for clause in CLAUSES)
    links = [book["矩阵"].cell(at, 6).hyperlink.location for at in (2, 3, 4)]
    last = next(at for at, row in enumerate(rows, 2) if row[1] == 3)
    assert links == ["'事项'!A2", "'事项'!A3", f"'事项'!A{last}"]
    backs = [book["事项"].cell(at, 6).hyperlink.location for at in (2, 3, 4, last)]
    assert backs == ["'矩阵'!A2", "'矩阵'!A3", "'矩阵'!A3", "'矩阵'!A4"]


def test_parts_of_a_cell_are_cut_between_paragraphs_else_behind_a_sentence() -> None:
    lines = int((400 - 4) / LINE_HEIGHT)
    assert in_rows(["甲"] * lines, 10, LINE_HEIGHT) == ["\n".join("甲" * lines)]
    assert in_rows(["甲"] * lines + ["乙"], 10, LINE_HEIGHT)[1] == "乙"
    assert in_rows([], 10, LINE_HEIGHT) == [""]
    whole = ("甲" * 99 + "。") * 5
    parts = in_rows([whole], 10, LINE_HEIGHT)
    assert "".join(parts) == whole
    assert len(parts) == 3
    assert all(part.endswith("。") for part in parts)
