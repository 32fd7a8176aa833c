"""Ink in which nothing is read is told, and what stands beside it is doubtful."""

from __future__ import annotations

import pytest

from dutylist.extract.formats.scan.lines import InkBox
from dutylist.extract.formats.scan.recognise import NOTHING, ReadLine
from dutylist.extract.formats.scan.text import ScannedLine
from dutylist.extract.formats.scan.unread import (
    read_ink,
    with_unsure_seams,
    without_stray_signs,
)
from dutylist.extract.source import UNSURE

LARGE, LOW, NARROW = (40, 20), (40, 9), (9, 20)


def ink(text: str, size: tuple[int, int] = LARGE, sure: float = 1.0) -> ScannedLine:
    count = len(text)
    read = ReadLine(text, tuple(range(count)), (sure,) * count, ("",) * count) if text else NOTHING
    return ScannedLine(InkBox(100, 100, 100 + size[0], 100 + size[1]), 0.0, read)


@pytest.mark.parametrize(
    ("lines", "owners", "count", "doubtful"),
    [
        pytest.param((ink("核验并公"), ink("")), (3, 3), 1, ["公"], id="a cell's last line"),
        pytest.param((ink(""), ink("示；")), (3, 3), 1, ["示"], id="its first"),
        pytest.param((ink("甲乙"), ink(""), ink("丙丁")), (3, 3, 3), 1, ["乙", "丙"], id="between"),
        pytest.param((ink("甲乙"), ink(""), ink("丙丁")), (3, 4, 5), 1, [], id="alone in a cell"),
        pytest.param((ink("甲乙"), ink("")), (-1, -1), 0, [], id="outside tables"),
        pytest.param((ink("甲乙"), ink("", LOW)), (3, 3), 0, [], id="a low speck"),
        pytest.param((ink("甲乙"), ink("", NARROW)), (3, 3), 0, [], id="a narrow one"),
        pytest.param((ink("甲乙"), ink("丙丁")), (3, 3), 0, [], id="all read"),
    ],
)
def test_ink_that_says_nothing_makes_doubtful_what_stands_beside_it(
    lines: tuple[ScannedLine, ...], owners: tuple[int, ...], count: int, doubtful: list[str]
) -> None:
    found = read_ink(lines, owners)
    assert found.unread == count
    assert [line.read.text for line in found.lines] == [
        line.read.text for line in lines if line.read.text
    ]
    assert len(found.owners) == len(found.lines)
    assert [
        one
        for line in with_unsure_seams(found.lines, found)
        for one, sure in zip(line.read.text, line.read.confidences, strict=True)
        if sure < UNSURE
    ] == doubtful


FAR, TOUCHING = InkBox(600, 600, 700, 640), InkBox(90, 95, 150, 125)


@pytest.mark.parametrize(
    ("line", "owner", "seen", "kept", "told"),
    [
        pytest.param(ink("一"), -1, [FAR], False, 0, id="a staple"),
        pytest.param(ink("一"), -1, [TOUCHING], True, 0, id="a character that the detector sees"),
        pytest.param(ink("一"), 3, [], True, 0, id="in a table"),
        pytest.param(ink("7"), -1, [], True, 0, id="a digit"),
        pytest.param(ink("注："), -1, [], True, 0, id="two signs"),
        pytest.param(ink("Hと", sure=0.7), -1, [], False, 1, id="grain"),
        pytest.param(ink("4", sure=0.7), -1, [], False, 0, id="a speck of grain"),
        pytest.param(ink("注：", sure=0.8), -1, [], True, 0, id="two signs that are not sure"),
        pytest.param(ink("Hと", sure=0.7), -1, [TOUCHING], True, 0, id="a faint line"),
        pytest.param(ink("Hと", sure=0.7), 3, [], True, 0, id="unsure signs in a table"),
    ],
)
def test_what_no_detector_sees_outside_tables_is_text_where_it_reads_like_text(
    line: ScannedLine, owner: int, seen: list[InkBox], kept: bool, told: int
) -> None:
    expected = ([line], [owner], told) if kept else ([], [], told)
    assert without_stray_signs([line], [owner], seen) == expected
