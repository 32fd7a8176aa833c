"""Characters that a file says to be blank, or a box, and that it prints: found by their ink."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from fpdf import FPDF

from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from tests.fixtures.pdf_layouts import FONT_FILE

FONT = "Noto Serif SC"
TITLE = "柳河镇基本履职事项清单"
LOST = "局安4；"
ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "平安法治", "公安局负责治安巡查；发现问题24小时内上报"),
    ("2", "民生服务", "做好公租房登记 □新办 □续办，公示4天"),
]
SPACE = 224
"""The advance of the face's space, in thousandths of an em."""

CODES = (
    0x20, 0x09, 0x0A, 0x3000, 0x2003, 0x200B, 0x202A, 0x2066, 0xFE0E, 0xFEFF, 0xFFFC, 0x25A1,
    0x25A0, 0x3013,
)  # fmt: skip


Rows = Sequence[Sequence[str]]


def by_typst(path: Path, rows: Rows = ROWS) -> None:
    cells = "".join(f"[{text}]," for row in rows for text in row)
    source = path.with_suffix(".typ")
    source.write_text(
        f'#set text(font: "{FONT}")\n#align(center)[{TITLE}]\n'
        f"#table(columns: (1.5cm, 3cm, 11cm), {cells})\n",
        "utf-8",
    )
    typst.compile(source, output=path, font_paths=load_faces(system=False).fonts)


def by_fpdf2(path: Path, rows: Rows = ROWS) -> None:
    document = FPDF()
    document.add_page()
    document.add_font("face", fname=FONT_FILE)
    document.set_font("face", size=11)
    document.cell(text=TITLE, center=True, new_x="LMARGIN", new_y="NEXT")
    with document.table(col_widths=(15, 30, 110), first_row_as_headings=False) as table:
        for row in rows:
            table.row(row)
    document.output(str(path))


def sound_list(rows: Rows) -> Any:
    """A fixture: the rows as a sound file, by each program."""

    @pytest.fixture(params=[by_typst, by_fpdf2], ids=["typst", "fpdf2"])
    def sound(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
        request.param(tmp_path / "sound.pdf", rows)
        return tmp_path / "sound.pdf"

    return sound


def said_to_be(code: int, source: Path, target: Path) -> Path:
    """The file with 局, 安, 4 and ； said to be the character of that code."""
    return with_meanings(dict.fromkeys(LOST, chr(code)), source, target)


def with_meanings(meant: dict[str, str], source: Path, target: Path) -> Path:
    """The file with characters said to be others, or several."""
    with pikepdf.open(source) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                told = item["/ToUnicode"].read_bytes()
                for lost, texts in meant.items():
                    pattern = rb"(^<[0-9A-F]{2,4}> *)<%04X>" % ord(lost)
                    units = texts.encode("utf-16-be").hex().encode()
                    told = re.sub(pattern, rb"\1<%s>" % units, told, flags=re.I | re.M)
                item["/ToUnicode"].write(told)
        pdf.save(target)
    return target


@pytest.mark.parametrize("code", CODES, ids=hex)
@pytest.mark.parametrize("program", [by_typst, by_fpdf2])
def test_a_printed_character_said_to_be_blank_or_a_box_is_marked(
    program: Callable[[Path], None], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    program(tmp_path / "sound.pdf")
    (table,) = read_duty_list(tmp_path / "sound.pdf").lists
    assert [duty.cells for duty in table.duties] == ROWS[1:]
    assert not any(duty.doubts for duty in table.duties)
    found = read_duty_list(said_to_be(code, tmp_path / "sound.pdf", tmp_path / "lost.pdf"))
    (table,) = found.lists
    names = ["".join("�" if one in LOST else one for one in row[2]) for row in ROWS[1:]]
    assert [duty.name for duty in table.duties] == names
    marked = [sum(doubt.end - doubt.start for doubt in duty.doubts) for duty in table.duties]
    assert marked == [
        name.count("�") + row[1].count("安") for name, row in zip(names, ROWS[1:], strict=True)
    ]
    assert any("没有说明是什么字" in note.text for note in found.notes)


@pytest.mark.parametrize("program", [by_typst, by_fpdf2])
def test_what_a_glyph_means_beside_what_it_shows_is_not_read(
    program: Callable[[Path], None], tmp_path: Path
) -> None:
    """Signs that nobody sees, before and behind the character, one and several."""
    meant = {
        "局": "\u00ad局", "安": "安\u200b", "4": "4\ufe0e", "；": "\u202a；\u202c", "2": "\ufeff2",
        "1": "1\ufe0f\u2060", "民": "民\U000e0100", "公": "\u200c公",
    }  # fmt: skip
    program(tmp_path / "sound.pdf")
    found = read_duty_list(with_meanings(meant, tmp_path / "sound.pdf", tmp_path / "more.pdf"))
    (table,) = found.lists
    assert [duty.cells for duty in table.duties] == ROWS[1:]
    assert not any(duty.doubts for duty in table.duties)
    assert found.notes == ()


def test_a_glyph_that_means_signs_alone_that_nobody_sees_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    by_typst(tmp_path / "sound.pdf")
    lost = with_meanings({"局": "\u200b\u200b"}, tmp_path / "sound.pdf", tmp_path / "lost.pdf")
    (table,) = read_duty_list(lost).lists
    assert table.duties[0].name == ROWS[1][2].replace("局", "�")


def test_a_blank_over_which_the_pen_goes_back_takes_no_part_of_the_next_character(
    tmp_path: Path,
) -> None:
    """Word sets a space between Chinese and digits, and a justified line takes it back."""
    spaced = [[text.replace("24", " 24 ") for text in row] for row in ROWS]
    by_fpdf2(tmp_path / "sound.pdf", spaced)
    with pikepdf.open(tmp_path / "sound.pdf") as pdf:
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.values()))
        told = font.ToUnicode.read_bytes().decode("latin-1")
        space = re.search(r"<([0-9A-F]{4})> *<0020>", told, re.I)[1]  # type: ignore[index]
        taken_back = []
        for operands, operator in pikepdf.parse_content_stream(page):
            parts = []
            if str(operator) == "Tj":
                codes = bytes(operands[0]).hex()
                for at in range(0, len(codes), 4):
                    parts.append(pikepdf.String(bytes.fromhex(codes[at : at + 4])))
                    if codes[at : at + 4].lower() == space.lower():
                        parts.append(SPACE)
                operands, operator = [pikepdf.Array(parts)], pikepdf.Operator("TJ")
            taken_back.append((operands, operator))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(taken_back))
        pdf.save(tmp_path / "back.pdf")
    for name in ("sound", "back"):
        (table,) = read_duty_list(tmp_path / f"{name}.pdf").lists
        assert [duty.name.replace(" ", "") for duty in table.duties] == [
            row[2].replace(" ", "") for row in ROWS[1:]
        ]
        assert not any(duty.doubts for duty in table.duties)


@pytest.mark.parametrize("sign", [*"\u00ad\u200b\u202a\u2060\ufe0e", "\U000e0100"], ids=ascii)
def test_an_empty_glyph_that_means_a_sign_that_nobody_sees_is_not_read(
    sign: str, tmp_path: Path
) -> None:
    by_fpdf2(tmp_path / "sound.pdf")
    found = with_meanings({" ": sign}, tmp_path / "sound.pdf", tmp_path / "empty.pdf")
    (table,) = read_duty_list(found).lists
    assert [duty.name for duty in table.duties] == [row[2].replace(" ", "") for row in ROWS[1:]]
