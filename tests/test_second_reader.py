"""Two independent readers: they agree on sound files; each difference is told with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.extract.second_reader import findings_of, second_reading
from dutylist.records.model import DutyList
from tests.fixtures.pdf_layouts import LAYOUTS, layout
from tests.plain_office import excel, word
from tests.test_cli import dutylist

CASES = Path(__file__).parent / "cases"

OTHERWISE = {
    "layouts/gs-rewritten.pdf": "its text layer says other characters than it prints",
    "layouts/layer-off.pdf": "the other reader knows no layers that are switched off",
    "layouts/rl-random-order.pdf": "a mark that hangs over its line's end stands elsewhere",
    "layouts/rl-watermark-right.pdf": "the other reader knows no watermarks",
    "layouts/weasy-dotted-inner.pdf": "the other reader takes a seal's star for text",
}
"""Where the other reader is wrong, and why."""

SOUND = [
    *(f"layouts/{path.name}" for path in sorted((CASES / "layouts").glob("*.pdf"))),
    *(f"nested/{path.name}" for path in sorted((CASES / "nested").glob("[rtw]*.pdf"))),
    "read/ch15_vertical_noto2.pdf",
    "read/nw4.pdf",
]

HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")

ROWS = (
    ("1", "生态环保", "河道采砂巡查", "县水利局", "1.县水利局负责审批。", "1.开展日常巡查。"),
    ("2", "应急管理", "汛期转移安置", "县应急管理局", "1.县应急管理局负责指挥。", "1.组织转移。"),
)


def spoiled(duty_list: DutyList, wrong: str = "误") -> DutyList:
    """The list with the first character of its first duty's name read wrongly."""
    table = duty_list.lists[0]
    duty = table.duties[0]
    cells = (*duty.cells[:2], wrong + duty.cells[2][1:], *duty.cells[3:])
    duties = (replace(duty, cells=cells), *table.duties[1:])
    return replace(duty_list, lists=(replace(table, duties=duties), *duty_list.lists[1:]))


@pytest.mark.parametrize("name", SOUND)
def test_two_readers_agree_on_a_sound_file(name: str) -> None:
    agreement = second_reading(CASES / name, read_duty_list(CASES / name))

    assert agreement is not None
    assert agreement.characters > 100
    assert (agreement.different > 0) == (name in OTHERWISE)


def test_a_file_of_which_the_other_reader_reads_nothing_is_not_all_different() -> None:
    path = CASES / "made/f10-dash86.pdf"
    agreement = second_reading(path, read_duty_list(path))
    assert agreement is not None
    assert agreement.sentence == "第二读法（pdfplumber）没有可以比较的文字。"


WHOLE = ("word-landscape", "chromium-merged", "typst-three-line")

UNREAD = ("fpdf-two-tables",)
"""The other reader reads nothing of its fonts, as of `f10-dash86.pdf`."""


@pytest.mark.parametrize("name", WHOLE)
def test_two_readers_agree_on_the_real_list(name: str) -> None:
    agreement = second_reading(layout(name), read_duty_list(layout(name)))

    assert agreement is not None
    assert agreement.differences == ()
    assert agreement.characters > 38_000
    assert "两种读法全部一致" in agreement.sentence


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name not in WHOLE])
def test_two_readers_agree_on_the_first_pages_of_the_other_layouts(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.pdf"
    with pikepdf.open(layout(name)) as pdf:
        del pdf.pages[7:]
        pdf.save(path)

    agreement = second_reading(path, read_duty_list(path))

    assert agreement is not None
    assert agreement.differences == ()
    assert (agreement.characters > 3_500) == (name not in UNREAD)


def test_a_wrong_character_is_told_with_page_cell_and_box() -> None:
    path = CASES / "read" / "nw4.pdf"

    agreement = second_reading(path, spoiled(read_duty_list(path)))

    assert agreement is not None
    assert agreement.different == 1
    (found,) = findings_of(agreement)
    assert (found.page, found.cell, found.number) == (1, 3, 1)
    assert "“误”" in found.message
    assert "“第”" in found.message
    assert found.box is not None
    assert found.box.x0 < found.box.x1
    assert "1 个不同" in agreement.sentence


@pytest.mark.parametrize("make", [word, excel])
def test_word_and_excel_have_a_second_reader_too(make: object, tmp_path: Path) -> None:
    assert callable(make)
    path = tmp_path / ("list.docx" if make is word else "list.xlsx")
    make(path, "配合履职事项清单", (HEADER, *ROWS))
    found = read_duty_list(path)

    right, wrong = second_reading(path, found), second_reading(path, spoiled(found))

    assert right is not None
    assert right.differences == ()
    assert wrong is not None
    assert [(one.ours, one.theirs) for one in wrong.differences] == [("误", "河")]


def test_check_asks_the_second_reader_and_says_how_far_both_agree() -> None:
    source = str(CASES / "read" / "nw4.pdf")

    done = dutylist("check", source, "--second-reader")

    assert done.returncode == 0, done.stderr
    assert "两种读法全部一致" in done.stdout + done.stderr


@pytest.mark.parametrize("wrong", ["\ufffd\ufffd", "\x19"])
def test_characters_that_a_reader_garbles_are_told(wrong: str) -> None:
    """As whoever reads halves of a character, or codes without a meaning, would have them."""
    path = CASES / "read" / "nw4.pdf"
    found = read_duty_list(path)
    right = found.lists[0].duties[0].cells[2][0]

    agreement = second_reading(path, spoiled(found, wrong))

    assert agreement is not None
    assert [(one.ours, one.theirs) for one in agreement.differences] == [(wrong, right)]


def test_all_asks_the_second_reader_and_reports_it(tmp_path: Path) -> None:
    source = str(CASES / "read" / "nw4.pdf")

    done = dutylist("all", source, "-o", str(tmp_path), "--second-reader", "--to", "docx")

    assert done.returncode == 0, done.stderr
    (report,) = tmp_path.glob("*履职事项清单核对*.txt")
    assert "两种读法全部一致" in report.read_text("utf-8")
