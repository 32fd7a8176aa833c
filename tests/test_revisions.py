"""Revisions as an office makes them, as Word files: what is told of each is true.

What is true was written by hand before the program read the files (tests/revision_pairs.py,
tests/revision_pairs_more.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dutylist import read
from dutylist.compare.decisions import Decisions, OfficeDecision
from dutylist.compare.editions import compare_several
from dutylist.compare.model import Comparison, PlacedDuty, Rename
from dutylist.records.model import DutyList
from dutylist.records.wording import said
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.places import place_name
from tests.revision_pairs import CITY, CIVIL, FIRE, GRASS, LAND, PAIRS, Pair, word_file
from tests.revision_pairs_more import PAIRS as MORE
from tests.test_compare_reforms import letter

CATEGORIES = {"renamed": "更名", "merged": "合并", "divided": "分出"}
REFORMS = {"renamed": "更名", "merged": "合并", "absorbed": "并入", "divided": "分设"}
HEADS = {"column": "表头", "column order": "列序", "numbering": "编号"}


def _short(places: Iterable[PlacedDuty]) -> str:
    names = "、".join(map(place_name, places))
    return re.sub(r"履职第(\d+)项", r"\1", names)


def _rename(rename: Rename) -> str:
    if rename.subject == "category":
        return f"类别{CATEGORIES[rename.kind]}"
    return REFORMS[rename.kind]


def told(comparison: Comparison, *, certain: bool) -> set[str]:
    """What the comparison tells, in the words of tests/revision_pairs.py; `certain`: without what
    it marks 待核."""
    found = set(_told_of_the_list(comparison, certain=certain))
    for change in comparison.changes:
        if certain and change.unsure:
            continue
        old, new = _short(change.old), _short(change.new)
        found |= {
            f"{said(f'duty_kinds.{kind}')} {old}→{new}" for kind in change.kinds if kind != "same"
        }
        found |= {
            f"移至 {old}→{_short([clause.transfer.duty])}"
            for clause in change.clauses
            if clause.transfer and clause.transfer.same and clause.old
        }
    return found


def _told_of_the_list(comparison: Comparison, *, certain: bool) -> Iterator[str]:
    for rename in comparison.renames:
        if not (certain and rename.doubt):
            yield f"{_rename(rename)} {'、'.join(rename.old)}→{'、'.join(rename.new)}"
            if rename.still:
                yield f"仍用 {'、'.join(rename.old)}"
    if not certain:
        yield from (f"误认 {one.old}~{one.new}" for one in comparison.misreadings)
    yield from (f"通篇 {one.old}→{one.new}" for one in comparison.replacements)
    for office in comparison.offices:
        yield f"{'新增部门' if office.kind == 'added' else '不再出现的部门'} {office.name}"
    yield from (f"类别位置 {one.category}" for one in comparison.category_moves)
    for head in comparison.heads:
        change = f" {head.wording.old}→{head.wording.new}" if head.part == "column" else ""
        if head.part not in ("issued", "region"):
            yield f"{HEADS.get(head.part, head.part)}{change}"


def compared(pair: Pair, folder: Path, decisions: Decisions | None = None) -> Comparison:
    return compare_several(*lists_of(pair, folder), decisions)


def lists_of(pair: Pair, folder: Path) -> tuple[list[DutyList], DutyList]:
    olds = [
        read(word_file(folder / f"{at}.docx", township, 2025, tables))
        for at, (township, tables) in enumerate(pair.old)
    ]
    return olds, read(word_file(folder / "new.docx", pair.new[0], 2026, pair.new[1]))


@pytest.mark.parametrize("pair", [*PAIRS, *MORE], ids=lambda pair: pair.name)
def test_what_a_revision_did_is_told_and_nothing_else_with_certainty(
    pair: Pair, tmp_path: Path
) -> None:
    comparison = compared(pair, tmp_path)
    everything, certain = (told(comparison, certain=only) for only in (False, True))
    assert pair.must <= everything
    assert certain <= (pair.must | pair.may) - pair.doubtful


def _pair(name: str) -> Pair:
    return next(pair for pair in PAIRS if pair.name == name)


def test_an_office_that_stays_beside_a_new_one_was_perhaps_divided(tmp_path: Path) -> None:
    comparison = compared(_pair("divided, the old office stays"), tmp_path)
    (finding,) = (one for one in comparison_view(comparison).findings if one.label == "部门分设")
    assert finding.text == (
        f"【待核】{LAND} → {LAND}、{GRASS}：6项中3项仍列{LAND}（配合1、2、6）；"
        f"6项中3项改列{GRASS}（配合3—5）（原名称仍在使用，也可能只是事项划转，请核对）"
    )
    told = {
        GRASS: f"由“{LAND}”改列，可能是分设【待核】",
        LAND: f"改列“{GRASS}”，可能是分设【待核】",
    }
    for office, what in told.items():
        department, text = letter(comparison, office)
        assert {item.what for item in department.items} == {what}
        assert [item.place for item in department.items] == [
            f"配合履职第{at}项" for at in (3, 4, 5)
        ]
        assert department.former_names == ()
        assert "【待核】部门分设" in text
        assert "名称在" not in text


def test_an_office_beside_a_changed_one_is_told_of_that_and_of_no_other_content(
    tmp_path: Path,
) -> None:
    comparison = compared(_pair("divided, the old office stays"), tmp_path)
    (item,) = letter(comparison, FIRE)[0].items
    lead = "首列部门由丰安县自然资源局改为丰安县林业和草原局"
    assert (item.what, item.place) == (f"对应部门有增减；{lead}", "配合履职第4项")
    _, line = item.lines
    assert [(run.text, run.mark) for run in line.new.runs if run.mark] == [(GRASS, "inserted")]
    assert [(run.text, run.mark) for run in line.old.runs if run.mark] == [(LAND, "deleted")]


def test_what_a_person_says_of_a_division_makes_no_letter_of_a_new_name(tmp_path: Path) -> None:
    said = Decisions((), "", (OfficeDecision(LAND, (LAND, GRASS), 1),))
    comparison = compared(_pair("divided, the old office stays"), tmp_path, said)
    assert [one.kinds for one in comparison.changes if one.kinds != ("same",)] == []
    for office in (LAND, GRASS):
        department, text = letter(comparison, office)
        assert department.former_names == ()
        assert "名称在" not in text
        assert "部门分设" in text
        assert "【待核】" not in text
    assert {item.what for item in letter(comparison, GRASS)[0].items} == {
        f"由“{LAND}”改列（部门分设）"
    }


def test_what_a_person_says_was_taken_in_is_no_new_name_of_the_other(tmp_path: Path) -> None:
    said = Decisions((), "", (OfficeDecision(CITY, (CIVIL,), 1),))
    comparison = compared(_pair("taken into another, renamed in part"), tmp_path, said)
    (rename,) = (one for one in comparison.renames if one.old == (CITY,))
    assert (rename.kind, rename.doubt) == ("absorbed", "")
    department, text = letter(comparison, CIVIL)
    assert department.former_names == ()
    assert [(item.what, item.place) for item in department.items] == [
        (f"由“{CITY}”改列（部门并入）", "配合履职第12项")
    ]
    assert f"部门并入：{CITY} → {CIVIL}" in text


def test_a_body_of_an_office_is_no_certain_new_name_of_it(tmp_path: Path) -> None:
    pair = _pair("divided, the old office stays")
    (table,) = pair.new[1]
    rows = tuple(
        tuple(cell.replace(f"{GRASS}", LAND).replace(LAND, f"{LAND}执法大队") for cell in row)
        for row in table.rows
    )
    comparison = compared(replace(pair, new=(pair.new[0], (replace(table, rows=rows),))), tmp_path)
    assert [(one.kind, bool(one.doubt)) for one in comparison.renames] == [("renamed", True)]
