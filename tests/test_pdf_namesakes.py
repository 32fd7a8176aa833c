"""A PDF that says several glyphs of a font to be one character: each is read from its picture, or
marked; sound fonts have such glyphs, too, and are not marked."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from dutylist.extract.formats.pdf import namesakes
from dutylist.extract.formats.pdf.prepared import prepared
from dutylist.extract.formats.pdf.to_unicode import Tables, meanings, table_of
from dutylist.extract.read import read_duty_list
from tests import test_pdf_blanks as lists
from tests.test_cases_pdf import CASES
from tests.test_pdf_mistold import said_as, unmarked

ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "森林防火", "每年10月1日至次年5月31日登记入山人员，未按期清理的末级林班一律通报"),
    ("2", "民生保障", "不得将自己的亲属优先纳入，对已去世人员停发，每人每月200元，O型血者登记"),
    (
        "3",
        "校园治安",
        "县区兽医士复核，土地所报曰城分局，不得超过15天，抓获乌鸦、候鸟、野兔的免于处罚",
    ),
    ("4", "城市管理", "治理冶炼企业，千名干部下沉，巡查刀具市场，大力推进——限期办结，l级隐患上报"),
]
PAIRS = (
    "己已",
    "日曰",
    "入人",
    "未末",
    "士土",
    "0O",
    "1l",
    "—一",
    "乌鸟",
    "免兔",
    "治冶",
    "千干",
    "刀力",
)


def merged(source: Path, target: Path, pairs: tuple[str, ...] = PAIRS) -> Path:
    """The file, the first of each pair said to be the other."""
    other = {ord(pair[0]): ord(pair[1]) for pair in pairs}
    return said_as(source, target, lambda code: other.get(code, code))


sound = lists.sound_list(ROWS)


def test_what_looks_alike_and_is_said_to_be_the_same_is_read_from_its_picture(sound: Path) -> None:
    found = read_duty_list(merged(sound, sound.with_name("merged.pdf")))
    (table,) = found.lists
    assert [str(duty.number) for duty in table.duties] == [row[0] for row in ROWS[1:]]
    for duty, row in zip(table.duties, ROWS[1:], strict=True):
        marked = unmarked(duty)
        assert len(marked) == len(row[2])
        assert "�" in marked
        assert all(a in ("�", b) for a, b in zip(marked, row[2], strict=True))
    assert any("文件把几个不同的字形都写成" in note.text for note in found.notes)


def test_without_the_packages_all_of_them_are_marked(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: False)
    found = read_duty_list(merged(sound, sound.with_name("merged.pdf"), PAIRS[:2]))
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        asked = "".join("�" if one in "己已日曰" else one for one in row[2])
        assert unmarked(duty) == asked


def test_of_one_font_that_a_browser_made_several_the_glyphs_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namesakes, "_look_alikes", lambda: frozenset("农动"))
    source = CASES / "drawn" / "sound-chromium-icons.pdf"
    sound = read_duty_list(source).lists[0].duties
    found = read_duty_list(merged(source, tmp_path / "merged.pdf", ("农动",)))
    for duty, other in zip(found.lists[0].duties, sound, strict=True):
        marked = unmarked(duty)
        assert marked.count("�") >= other.name.count("农")
        assert all(a in ("�", b) for a, b in zip(marked, other.name, strict=True))
    assert "".join(map(unmarked, found.lists[0].duties)).count("�") == 1


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("AAAAAA+Face", "BBBBBB+Face"), True),
        (("AAAAAA+Face", "BBBBBB+Other"), False),
        (("Face", "Face"), False),
    ],
)
def test_parts_of_one_font_are_compared(names: tuple[str, str], asked: bool) -> None:
    fonts = tuple(
        (pikepdf.Dictionary(BaseFont=pikepdf.Name(f"/{name}")), (number, 0))
        for number, name in enumerate(names)
    )
    known = {(number, 0): {"01": "5DF2", "02": f"4E0{number}"} for number in range(2)}
    shared = [((0, 0), "01"), ((1, 0), "01")]
    assert namesakes.namesakes(Tables(fonts, {}, known)) == (shared if asked else [])


@pytest.mark.parametrize(
    "said", [("县区", "校园", "治安"), ("17", "24")], ids=["of two weights", "digits"]
)
def test_a_font_that_has_other_characters_twice_is_not_asked(
    said: tuple[str, ...], sound: Path
) -> None:
    """Of two weights also 日 may stand there twice."""
    changed = merged(sound, sound.with_name("twice.pdf"), ("曰日", *said))
    assert not prepared(sound).said
    assert bool(prepared(changed).said) == (said[0] == "17")


def test_a_table_is_written_as_it_is_read() -> None:
    table = b"""2 beginbfrange <0001> <0003> <4E00> <0004> <0005> [<4E8C> <4E09 4E5D>] endbfrange
    1 beginbfchar <00a0> <D840DC00> endbfchar"""
    known = [("0001", "4E00"), ("0002", "4E01"), ("0003", "4E02"), ("0004", "4E8C")]
    known += [("0005", "4E094E5D"), ("00a0", "D840DC00")]
    assert list(meanings(table)) == known
    assert list(meanings(table_of(known * 40))) == known * 40
