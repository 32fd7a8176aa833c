"""A PDF that says digits and marks to be others than it prints: each such glyph is read from its
picture and marked, the rest of the page is believed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from dutylist.extract.formats.pdf import characters
from dutylist.extract.formats.pdf.characters import FONT_CODE, Characters
from dutylist.extract.formats.pdf.glyphs import Placed
from dutylist.extract.formats.pdf.mistold import likeness, mark_likeness, mark_references
from dutylist.extract.formats.pdf.mistold.likeness import Looked
from dutylist.extract.formats.pdf.mistold.mark_likeness import is_alike
from dutylist.extract.formats.pdf.page import read_page
from dutylist.extract.read import read_duty_list
from tests import test_pdf_blanks as lists
from tests.fixtures.pdf_layouts import BASE_STYLE, FONT, print_page
from tests.test_pdf_mistold import said_as, unmarked

ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "平安法治", "3月、9月各排查1次；台账20份，整改率不低于95.5%。"),
    ("2", "农业农村", "10月底前核查高标准农田480亩；上报：毁损、荒废2类，每类6份。"),
    ("3", "民生保障", "7日内入户（2人以上），公示3天；补助按1800元的4成发放。"),
]

DAMAGE = {
    "one digit is another's": {"0": "2"},
    "digits are each other": {"6": "8", "8": "6"},
    "digits are the next ones": {"1": "2", "2": "3", "3": "4", "4": "5"},
    "a digit is a mark": {"9": "£"},
    "a full stop is a sign": {".": "$"},
    "a semicolon is a letter": {"；": "Ú"},
    "stops are each other": {"，": "。", "。": "，"},
    "a colon is a semicolon": {"：": "；"},
    "a bracket is the other": {"（": "）", "）": "（"},
}


def damaged(source: Path, said: dict[str, str]) -> Path:
    other = {ord(one): ord(another) for one, another in said.items()}
    return said_as(source, source.with_name("damaged.pdf"), lambda code: other.get(code, code))


sound = lists.sound_list(ROWS)


@pytest.mark.parametrize("digits", ["123456789", "16", "0"])
def test_narrow_digits_that_are_said_to_be_full_width_are_read_as_printed(
    digits: str, sound: Path
) -> None:
    found = read_duty_list(damaged(sound, {one: chr(ord(one) + 0xFEE0) for one in digits}))
    assert [duty.cells for duty in found.lists[0].duties] == ROWS[1:]
    assert not found.notes


FULL_WIDTH = [
    ROWS[0],
    *((number, kind, f"Ａ{number}类，１０月２日前{name}") for number, kind, name in ROWS[1:]),
]
full_width = lists.sound_list(FULL_WIDTH)


def test_full_width_digits_stay(full_width: Path) -> None:
    found = read_duty_list(full_width)
    assert [duty.cells for duty in found.lists[0].duties] == FULL_WIDTH[1:]


@pytest.mark.parametrize("said", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
def test_no_mark_is_wrong_and_not_marked(
    said: dict[str, str], packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    found = read_duty_list(damaged(sound, said))
    (table,) = found.lists
    for duty, row in zip(table.duties, ROWS[1:], strict=True):
        marked = unmarked(duty)
        assert len(marked) == len(row[2])
        assert all(a in ("�", b) for a, b in zip(marked, row[2], strict=True))
        if packages:
            assert duty.name == row[2]
    told = ("字形不同", "可能与印出的不同", "没有说明是什么字", "读不出")
    assert any(one in note.text for note in found.notes for one in told)


def test_an_ideograph_said_to_be_a_letter_is_told_in_a_line_without_others(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """监 is not unlike ã, and what is near tells nothing of its size."""
    monkeypatch.setattr(characters, "NEAR", 0)
    monkeypatch.setattr(mark_likeness, "LEAST_LIKE", 0)
    duties = read_duty_list(damaged(sound, {"户": "ã", "核": "Ú"})).lists[0].duties
    marked = ["".join("�" if one in "户核" else one for one in row[2]) for row in ROWS[1:]]
    assert [unmarked(duty) for duty in duties] == marked


def test_what_is_sound_is_not_marked(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.mistold.likeness.read_glyphs", None)
    found = read_duty_list(sound)
    assert [duty.name for duty in found.lists[0].duties] == [row[2] for row in ROWS[1:]]
    assert not found.notes
    assert not any(duty.doubts for duty in found.lists[0].duties)


def test_marks_are_looked_at_however_late(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "SAMPLE", 0)
    (table,) = read_duty_list(damaged(sound, {"8": "3"})).lists
    assert [duty.name for duty in table.duties] == [row[2] for row in ROWS[1:]]
    assert [bool(duty.doubts) for duty in table.duties] == ["8" in row[2] for row in ROWS[1:]]


def test_of_glyphs_that_come_late_one_of_each_code_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = np.zeros(4, dtype=np.int64)
    placed = Placed(np.array([4, 5, 4, 6]), np.zeros((4, 5)), nothing, nothing == 0)
    looked = Looked()
    assert list(likeness.new_ones(placed, looked).values()) == [0, 1, 3]
    # As those of another font.
    looked.glyphs.clear()
    assert list(likeness.new_ones(placed, looked).values()) == [0, 1, 3]
    looked.glyphs.clear()
    monkeypatch.setattr(likeness, "SAMPLE", 0)
    assert not likeness.new_ones(placed, looked)


@pytest.mark.parametrize("width", [6.0, 9.2], ids=["ink", "square"])
def test_a_letter_as_wide_as_the_characters_near_it_is_none(width: float) -> None:
    """The two beside it have no more than their ink."""
    widths = np.array([10.0, width, 10.0, width, 10.0])
    left = np.arange(5) * 10.0
    boxes = np.stack([left, np.zeros(5), left + widths, np.full(5, 10.0)], axis=1)
    codes = np.array([*map(ord, "占用"), ord("h"), *map(ord, "目的")])
    pens = np.stack([left, np.full(5, 1.0)], axis=1)
    nothing = np.zeros(5, dtype=np.int64)
    found = Characters(0, np.arange(5), codes, boxes, pens, nothing == 1, nothing)
    assert characters._with_misfits(found).untold.tolist() == [False, False, True, False, False]


def test_a_dash_is_compared_with_nothing_whatever_its_line() -> None:
    """In a Type 3 font its line is as high as its ink."""
    pictures = np.zeros((1, 256), dtype=np.float32)
    for line in (1.0, 0.05):
        assert not mark_likeness.unlike_marks("—", pictures, np.array([[0.9, line, 0.9, 0.05]]))
    assert mark_likeness.unlike_marks("$", pictures, np.array([[0.6, 0.9, 0.6, 0.9]]))


def test_what_is_compared_is_kept() -> None:
    words = mark_likeness._words()
    compared = "".join(one[part] for one in words["sorts"] for part in ("said", "others"))
    assert set(compared) <= set(mark_references.MARKS)
    assert max(map(ord, mark_references.MARKS)) < FONT_CODE
    assert is_alike("0", "O")
    assert is_alike("c", "C")
    assert not is_alike("6", "8")


def test_the_kept_pictures_are_the_faces_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = np.load(mark_references.KEPT)
    monkeypatch.setattr(mark_references, "KEPT", tmp_path / "anew.npy")
    mark_references.main()
    assert (np.load(tmp_path / "anew.npy") == kept).all()
    assert kept[:2, :, 0].all()


def test_marks_set_downwards_look_otherwise_and_are_believed(tmp_path: Path) -> None:
    names = ("河湖“四乱”（乱占、乱采）清理", "《条例》宣传：进村入户，逐户登记")
    rows = "".join(
        f"<tr><td>{at}</td><td>生态环保</td>"
        f"<td style='writing-mode: vertical-rl; height: 9cm'>{name}</td></tr>"
        for at, name in enumerate(names, 1)
    )
    head = "".join(f"<th>{one}</th>" for one in ROWS[0])
    style = f"{BASE_STYLE} td, th {{ border: 1px solid; font-family: '{FONT}' }}"
    page = f"<!doctype html><meta charset=utf-8><style>{style}</style><p>{lists.TITLE}</p>"
    source = print_page(f"{page}<table><tr>{head}</tr>{rows}</table>", tmp_path / "down.pdf")
    found = read_duty_list(source)
    (table,) = found.lists
    assert tuple(duty.name for duty in table.duties) == names
    assert not any(duty.doubts for duty in table.duties)
    assert not any("字形不同" in note.text for note in found.notes)


def test_two_marks_each_like_the_other_are_each_other() -> None:
    """One that is as little like another may be so in its face."""
    place, faces = mark_references.place_of(), mark_references.mark_pictures()
    three, five = (faces[0][place[one]] for one in "35")
    pictures = np.array([0.42 * three + 0.58 * five, 0.58 * three + 0.42 * five])
    sizes = np.full((2, 4), 0.7)

    def told(said: str, which: list[int]) -> list[bool]:
        found = mark_likeness.unlike_marks(said, pictures[which], sizes[which])
        return [found[at].told for at in sorted(found)]

    assert told("35", [0, 1]) == [True, True]
    assert told("3", [0]) == told("5", [1]) == [False]
    assert told("53", [0, 1]) == []


def found_on(path: Path) -> tuple[str, ...]:
    """What is told of a page's characters that differ from their pictures."""
    return read_page(pdfium.FPDF_LoadDocument(str(path).encode(), None), 0).notes


@pytest.mark.parametrize("right", [0.0, 0.3, 0.6])
def test_where_a_glyph_stands_between_pixels_makes_no_other_of_it(
    right: float, tmp_path: Path
) -> None:
    """An h at one of these places is more like a b, cut as it is told."""
    page = Canvas(str(tmp_path / "letters.pdf"))
    page.setFont("Times-Roman", 9)
    for at, one in enumerate("0123456789.,:;()ABCDEFGHabcdefgh%-"):
        page.drawString(50 + right + at * 9 * 1.37, 700, one)
    page.save()
    assert found_on(tmp_path / "letters.pdf") == ()


@pytest.mark.parametrize("places", [1, 2])
def test_a_stroke_over_one_of_its_places_makes_no_other_of_a_digit(
    places: int, tmp_path: Path
) -> None:
    """Where it stands once, nothing tells that."""
    page = Canvas(str(tmp_path / "digits.pdf"))
    page.setFont("Helvetica", 20)
    page.drawString(50, 700, "3 8 5 1" + " 3" * (places - 1))
    page.setLineWidth(1.8)
    # The left halves of the two rings of an 8.
    page.arc(50.9, 706.5, 60, 714, 90, 180)
    page.arc(50.7, 699.8, 60, 708, 90, 180)
    page.save()
    assert bool(found_on(tmp_path / "digits.pdf")) == (places == 1)
