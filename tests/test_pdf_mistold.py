"""A PDF that says other characters than it prints: its words hold too many rare ones, so each glyph
is read from its picture, and what differs is marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2.raw as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from dutylist.extract.formats.pdf import glyphs
from dutylist.extract.formats.pdf.mistold import likeness as mistold_likeness
from dutylist.extract.formats.pdf.mistold.references import (
    FACES,
    STEP,
    common_ones,
    compared,
    drawn_small,
    likeness,
    references,
)
from dutylist.extract.formats.pdf.page import Learnt, read_page
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Duty
from tests import test_pdf_blanks as lists
from tests.fixtures.pdf_layouts import BASE_STYLE, FONT_FILE, print_page
from tests.fixtures.pdf_layouts import FONT as FACE
from tests.render_documents import official_pdf

ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "平安法治", "县公安局负责校园周边治安整治，排查隐患，建立台账，配备巡查人员"),
    ("2", "农业农村", "落实高标准农田管护办法，做好动物疫病防控和无害化处理，及时上报毁损"),
    ("3", "民生保障", "受理临时救助申请，入户核查，公示审核结果，动态更新残疾人两项补贴"),
    ("4", "综合政务", "组织辖区群众登记信息，不符合条件的不予受理，可收回证件，县区联动"),
]
EVERY = 9
"""Characters whose codes this divides are said to be the next one."""


SWAPPED = ("县区", "不可", "组织", "登收")
"""Common characters that are said to be each other."""


def misread(source: Path, target: Path) -> Path:
    return said_as(
        source, target, lambda code: code + (0x4E00 <= code < 0x9F00) * (code % EVERY == 0)
    )


def swapped(source: Path, target: Path, pairs: Iterable[str] = SWAPPED) -> Path:
    other = {ord(a): ord(b) for pair in pairs for a, b in (pair, pair[::-1])}
    return said_as(source, target, lambda code: other.get(code, code))


def said_as(source: Path, target: Path, said: Callable[[int], int]) -> Path:
    """The file, its characters said to be those of other codes."""

    def shifted(pair: re.Match[bytes]) -> bytes:
        return b"%s<%04X>" % (pair[1], said(int(pair[2], 16)))

    with pikepdf.open(source) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                told = item["/ToUnicode"].read_bytes()
                pattern = rb"(^<[0-9A-F]{2,4}> *)<([0-9A-F]{4})>"
                item["/ToUnicode"].write(re.sub(pattern, shifted, told, flags=re.I | re.M))
        pdf.save(target)
    return target


def unmarked(duty: Duty) -> str:
    """The name without the characters that are marked."""
    doubtful = {
        at for doubt in duty.doubts if doubt.cell == 3 for at in range(doubt.start, doubt.end)
    }
    return "".join("�" if at in doubtful else one for at, one in enumerate(duty.name))


sound = lists.sound_list(ROWS)


def test_what_differs_from_the_print_is_read_from_it_and_marked(sound: Path) -> None:
    found = read_duty_list(misread(sound, sound.with_name("misread.pdf")))
    (table,) = found.lists
    for duty, row in zip(table.duties, ROWS[1:], strict=True):
        wrong = [at for at, one in enumerate(row[2]) if ord(one) % EVERY == 0]
        marked = unmarked(duty)
        assert len(marked) == len(row[2])
        assert all(marked[at] == "�" for at in wrong if row[2][at] not in "，")
        assert all(a in ("�", b) for a, b in zip(marked, row[2], strict=True))
    assert any("文件里写的字与印出的字形不同" in note.text for note in found.notes)


def test_without_the_packages_it_is_told(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    found = read_duty_list(misread(sound, sound.with_name("misread.pdf")))
    assert any("这一页生僻字太多" in note.text for note in found.notes)


def test_a_sound_file_is_not_looked_at(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.mistold.likeness.read_glyphs", None)
    found = read_duty_list(sound)
    assert [duty.name for duty in found.lists[0].duties] == [row[2] for row in ROWS[1:]]
    assert not found.notes
    assert not any(duty.doubts for duty in found.lists[0].duties)


def test_common_characters_that_are_said_to_be_each_other_are_read_from_the_print(
    sound: Path,
) -> None:
    found = read_duty_list(swapped(sound, sound.with_name("swapped.pdf")))
    (table,) = found.lists
    changed = set("".join(SWAPPED))
    for duty, row in zip(table.duties, ROWS[1:], strict=True):
        marked = unmarked(duty)
        assert len(marked) == len(row[2])
        assert all(marked[at] == "�" for at, one in enumerate(row[2]) if one in changed)
        assert all(a in ("�", b) for a, b in zip(marked, row[2], strict=True))
    assert any("文件里写的字与印出的字形不同" in note.text for note in found.notes)


def test_without_the_packages_they_are_marked(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    found = read_duty_list(swapped(sound, sound.with_name("swapped.pdf")))
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        assert all(a in ("�", b) for a, b in zip(unmarked(duty), row[2], strict=True))
    assert any("“县”印作“区”" in note.text and "安装识别组件" in note.text for note in found.notes)


@pytest.mark.parametrize("pair", ["县区", "组织"])
def test_one_pair_is_enough(pair: str, sound: Path) -> None:
    found = read_duty_list(swapped(sound, sound.with_name("swapped.pdf"), [pair]))
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        assert all(a in ("�", b) for a, b in zip(unmarked(duty), row[2], strict=True))


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
def test_a_common_pair_that_comes_late_is_told(
    packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list has more glyphs than are looked at each for itself."""
    monkeypatch.setattr(mistold_likeness, "SAMPLE", 0)
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    found = read_duty_list(swapped(sound, sound.with_name("swapped.pdf"), ["县区"]))
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        assert all(a in ("�", b) for a, b in zip(unmarked(duty), row[2], strict=True))


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
@pytest.mark.parametrize("pair", ["县市", "可何", "收取", "登发"])
def test_a_character_whose_every_glyph_is_said_to_be_another_is_told(
    pair: str, packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file holds its name nowhere else, and nothing is exchanged."""
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    one, other = map(ord, pair)
    source = said_as(sound, sound.with_name("one.pdf"), lambda code: other if code == one else code)
    found = read_duty_list(source)
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        assert all(a in ("�", b) for a, b in zip(unmarked(duty), row[2], strict=True))
        if not packages:
            assert unmarked(duty) == row[2].replace(pair[0], "�")
    assert any(f"“{pair[1]}”印作“{pair[0]}”" in note.text for note in found.notes)


@pytest.mark.parametrize("face", range(len(FACES)))
def test_the_kept_pictures_are_the_faces_own(face: int) -> None:
    """Every so manieth common character, and rare ones, of which none is kept."""
    some = [*common_ones()[face::25], *"滢珺芃"]
    drawn = compared(np.array([drawn_small(one, face) for one in some]))
    assert np.abs(references(some, face) - drawn).max() <= STEP / 2 + 1e-6
    assert (np.abs(likeness(drawn, [references(some, face)]).diagonal() - 1) < 0.01).all()


def test_a_whole_sound_list_gives_no_reason_to_read_a_glyph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a pixel makes another character of one of its thousand glyphs, drawn small."""
    path = tmp_path / "清单.pdf"
    path.write_bytes(official_pdf())
    read: list[object] = []
    monkeypatch.setattr(glyphs, "_read", lambda *given: read.append(given))
    read_duty_list(path)
    assert read == []


@pytest.mark.parametrize("places", [1, 2])
def test_strokes_over_one_of_its_places_make_no_other_of_a_character(
    places: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it stands once, they are reason to read it."""
    document = FPDF()
    document.add_page()
    document.add_font("face", fname=FONT_FILE)
    document.set_font("face", size=20)
    document.text(20, 30, "田" + "口" * places)
    # What makes a 田 of the first 口; a line, or an image of one colour, would strike it out.
    x, em = 20 + document.get_string_width("田"), document.get_string_width("口")
    ink = Image.new("L", (2, 2))
    ink.putpixel((0, 0), 9)
    document.image(ink, x + 0.45 * em, 24.9, 0.1 * em, 4.4)
    document.image(ink, x + 0.18 * em, 26.7, 0.64 * em, 0.1 * em)
    document.output(str(tmp_path / "strokes.pdf"))
    asked: list[object] = []
    monkeypatch.setattr(glyphs, "_read", lambda *given: asked.append(given) or {})
    page = pdfium.FPDF_LoadDocument(str(tmp_path / "strokes.pdf").encode(), None)
    with suppress(KeyError):
        read_page(page, 0, Learnt({}))
    assert bool(asked) == (places == 1)


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
def test_a_bold_face_that_is_not_kept_is_believed(
    packages: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn small, a tenth of its characters are unlike themselves."""
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    names = ("人员归集", "贸易登记", "自查目录", "每日值守", "祖宅修缮", "报告义务", "指导回访")
    rows = "".join(f"<tr><td>{at}<td>民生服务<td>{name}" for at, name in enumerate(names, 1))
    head = "".join(f"<th>{one}</th>" for one in ROWS[0])
    style = f"{BASE_STYLE} td, th {{ border: 1px solid; font: bold 10.5pt '{FACE}' }}"
    page = f"<!doctype html><meta charset=utf-8><style>{style}</style><p>{lists.TITLE}</p>"
    source = print_page(f"{page}<table><tr>{head}</tr>{rows}</table>", tmp_path / "bold.pdf")
    (table,) = read_duty_list(source).lists
    assert tuple(duty.name for duty in table.duties) == names
    assert not any(duty.doubts for duty in table.duties)
