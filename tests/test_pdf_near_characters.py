"""Single ideographs that a PDF says to be others than it prints: ones that look nearly the same,
and rare ones whose codes were cut to sixteen bits."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from dutylist.extract.formats.pdf.mistold.alike_references import alike_row, fine_rows, small_rows
from dutylist.extract.formats.pdf.mistold.references import FACES, STEP, of_kept
from dutylist.extract.formats.pdf.namesakes import alike
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Duty, DutyList
from tests import test_pdf_blanks as lists
from tests.test_pdf_mistold import said_as

ROWS = [
    ("序号", "事项类别", "事项名称"),
    ("1", "自然资源", "落实水土保持和土地用途管制，人员自己巡查，月末上报"),
    ("2", "农业农村", "指导𣲗水村、大𦰡村人居环境整治，侯家村养护徽派民居"),
    ("3", "民生保障", "清理县道旁的候车亭，今年干旱期间送水入户"),
]
OTHER = "文件里写的字与印出的字形不同"

sound = lists.sound_list(ROWS)


def without_marks(duty: Duty) -> str:
    doubtful = {at for one in duty.doubts if one.cell == 3 for at in range(one.start, one.end)}
    return "".join("�" if at in doubtful else one for at, one in enumerate(duty.name))


def told(found: DutyList) -> list[str]:
    return [note.text for note in found.notes if OTHER in note.text]


def test_a_sound_file_has_no_marks(sound: Path) -> None:
    found = read_duty_list(sound)
    assert [duty.name for duty in found.lists[0].duties] == [row[2] for row in ROWS[1:]]
    assert not any(duty.doubts for duty in found.lists[0].duties)
    assert not found.notes


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
@pytest.mark.parametrize("pair", ["土士", "己已", "末未", "侯候", "徽微", "今令", "干千", "入人"])
def test_one_that_looks_nearly_the_same_is_read_as_printed_and_marked(
    pair: str, packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one stands nowhere else in the file, or does."""
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    one, other = map(ord, pair)
    source = said_as(sound, sound.with_name("one.pdf"), lambda code: other if code == one else code)
    found = read_duty_list(source)
    for duty, row in zip(found.lists[0].duties, ROWS[1:], strict=True):
        if packages:
            assert duty.name == row[2]
        assert all(a in ("�", b) for a, b in zip(without_marks(duty), row[2], strict=True))


SCRIPT = Path(__file__).parent / "data" / "script_face.pdf"
SCRIPT_NAMES = (
    "开展士官安置，期末检查，入户核查，干旱防御",
    "太阳能路灯，本级财政，自来水保障，拆除违建",
)


def test_a_sound_file_in_a_face_unlike_the_kept_ones_has_no_marks() -> None:
    found = read_duty_list(SCRIPT)
    assert tuple(duty.name for duty in found.lists[0].duties) == SCRIPT_NAMES
    assert not any(duty.doubts for duty in found.lists[0].duties)
    assert not found.notes


@pytest.mark.parametrize("pair", ["末未", "入人", "士土", "太大", "自白", "本木"])
def test_in_a_face_unlike_the_kept_ones_what_makes_no_word_is_read_as_printed_and_marked(
    pair: str, tmp_path: Path
) -> None:
    """Nothing that is kept looks like either."""
    one, other = map(ord, pair)
    source = said_as(SCRIPT, tmp_path / "l.pdf", lambda code: other if code == one else code)
    found = read_duty_list(source)
    assert tuple(duty.name for duty in found.lists[0].duties) == SCRIPT_NAMES
    assert sum(len(duty.doubts) for duty in found.lists[0].duties) == 1
    assert told(found)


def cut(source: Path, target: Path, said: str = "") -> Path:
    """The file, the codes beyond U+FFFF in its tables of meanings cut to sixteen bits, or all
    another character's."""

    def lower(pair: re.Match[bytes]) -> bytes:
        units = bytes.fromhex(pair[1].decode())
        return b"<%04X>" % ord(said or chr(ord(units.decode("utf-16-be")) & 0xFFFF))

    with pikepdf.open(source) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                table = item["/ToUnicode"].read_bytes()
                item["/ToUnicode"].write(re.sub(rb"<(D8[0-9A-F]{6})>", lower, table, flags=re.I))
        pdf.save(target)
    return target


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
def test_codes_cut_to_sixteen_bits_are_read_as_printed_and_marked(
    packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    found = read_duty_list(cut(sound, sound.with_name("cut.pdf")))
    duties = found.lists[0].duties
    assert [duty.name for duty in duties] == [row[2] for row in ROWS[1:]]
    assert without_marks(duties[1]) == ROWS[2][2].replace("𣲗", "�").replace("𦰡", "�")
    assert any("“㲗”印作“𣲗”" in text for text in told(found))


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
@pytest.mark.parametrize("said", "鬱氡䶮")
def test_a_rare_one_that_looks_otherwise_is_marked(
    said: str, packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is like what is printed but itself."""
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    source = said_as(
        sound, sound.with_name("one.pdf"), lambda code: ord(said) if code == ord("旱") else code
    )
    found = read_duty_list(source)
    name = without_marks(found.lists[0].duties[2])
    assert name in (ROWS[3][2], ROWS[3][2].replace("旱", "�"))
    assert told(found)


@pytest.mark.parametrize("packages", [True, False], ids=["read", "not-read"])
def test_a_rare_one_that_nothing_is_like_is_marked(
    packages: bool, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutylist.extract.formats.pdf.pdf.can_read_scans", lambda: packages)
    found = read_duty_list(cut(sound, sound.with_name("cut.pdf"), "䶮"))
    name = without_marks(found.lists[0].duties[1])
    assert name == ROWS[2][2].replace("𣲗", "�").replace("𦰡", "�")
    assert told(found)


@pytest.mark.parametrize("face", range(len(FACES)))
def test_the_kept_pictures_of_those_that_look_alike_are_the_faces_own(face: int) -> None:
    names = sorted(alike())
    rows = np.concatenate([small_rows(names, face), fine_rows(names, face)], axis=1)
    drawn = of_kept(np.array([alike_row(one, face) for one in names]))
    assert np.abs(rows - drawn).max() <= 2 * STEP
