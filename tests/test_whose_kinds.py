"""Kinds of writing that others' lists showed: whose a clause is, and where that stays open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dutylist.extract.lists.clauses import parse_clauses
from dutylist.extract.offices.attribution import assign
from dutylist.extract.offices.named_around import heading
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.source import Cell, CellPart
from dutylist.records.model import UNSETTLED, Clause, leaves

REGION = ("江北省清河市青山县", "白云镇")


def clauses(text: str, listed: str, elsewhere: str = "") -> Iterator[Clause]:
    """The clauses of a cell whose row lists some offices and whose list names others elsewhere."""
    offices = tuple(f"青山县{name}" if "师" not in name else name for name in listed.split("、"))
    others = tuple(f"青山县{name}" for name in elsewhere.split("、") if name)
    registry = build_registry((*offices, *others), REGION)
    row = registry.row(offices)
    reader = Reader(registry, row)
    parsed = parse_clauses(
        Cell((CellPart(text, 1),)), 1, lambda word, alone: heading(word, reader, alone) is not None
    )
    return leaves(assign(parsed, row, registry))


def told(text: str, listed: str, elsewhere: str = "") -> list[str]:
    """Of each clause its offices without their place and ? where they are to be confirmed."""
    return [
        "、".join(name.removeprefix("青山县") for name in clause.departments)
        + ("?" if clause.basis in UNSETTLED else "")
        for clause in clauses(text, listed, elsewhere)
    ]


@pytest.mark.parametrize("line", ["【其他】", "其他事项：", "【健安】", "其他："])
def test_a_line_that_names_nobody_ends_the_section_above_it(line: str) -> None:
    text = f"【县公安局】\n1.查处案件。\n{line}\n1.开展巡查。\n2.县民政局核查。"
    assert told(text, "公安局、民政局") == ["公安局", "?", "民政局"]


@pytest.mark.parametrize(
    "who", ["村委会负责", "学校应当", "团场负责", "物业服务企业应当", "乡镇组织"]
)
def test_who_is_no_office_is_not_the_headings_for_certain(who: str) -> None:
    assert told(f"县公安局：\n1.{who}开展夜间巡查。", "公安局、民政局") == ["公安局?"]
    assert told(f"1.{who}开展夜间巡查。", "公安局") == ["公安局?"]


@pytest.mark.parametrize("name", ["县教体局", "教体局", "县教育体育局"])
def test_a_name_that_fits_the_rows_own_office_is_no_other_rows(name: str) -> None:
    assert told(f"1.{name}核查学籍。", "教育体育局、公安局", "教育局") == ["教育体育局"]
    assert told(f"1.核查学籍。（责任单位：{name}）", "教育体育局、公安局", "教育局") == [
        "教育体育局"
    ]


def test_a_label_with_an_office_that_the_row_does_not_list_is_to_be_confirmed() -> None:
    (found,) = told("1.核查户籍。（责任单位：县财政局）", "民政局、公安局", "财政局")
    assert found == "财政局?"
    (found,) = told("1.核查户籍。（责任单位：县民政局、县财政局）", "民政局、公安局", "财政局")
    assert found == "民政局、财政局?"
    (found,) = told("1.核查户籍。（责任单位：县民政局、各医疗机构）", "民政局、公安局")
    assert found == "民政局?"


def test_a_bracket_behind_the_last_name_is_the_clauses() -> None:
    for behind in ("（责任单位：县民政局）", "（县民政局负责）", "（县民政局牵头）"):
        assert told(f"1.认定名单，抄送县公安局{behind}", "民政局、公安局") == ["民政局"]


def test_what_others_must_not_do_is_nobodys_work() -> None:
    text = "1.县民政局以外的部门不得受理，县民政局受理后告知县公安局；"
    assert told(text, "民政局、公安局、水利局") == ["民政局"]


def test_who_tells_the_members_is_not_the_members() -> None:
    for who in ("县健安办", "县治水办"):
        assert told(f"1.{who}对各成员单位进行通报。", "民政局、公安局") == ["?"]
    assert told("1.安委会各成员单位开展检查。", "民政局、公安局") == ["民政局、公安局"]


def test_a_regiment_goes_by_its_own_name() -> None:
    listed = "水利局、第二十一师一九八团"
    assert told("1.由县水利局、一九八团共同派员调处。", listed) == ["水利局、第二十一师一九八团"]
    assert told("1.由县水利局、一九九团共同派员调处。", listed) == ["水利局?"]


def test_it_was_its_work_and_who_helps_is_not_whose_it_is_now() -> None:
    text = "1.县公安局不再承担管理工作，县民政局配合。"
    assert told(text, "公安局、民政局") == ["公安局、民政局"]
    assert told("1.县公安局不再承担管理工作，由县民政局承担。", "公安局、民政局") == ["民政局"]


def test_posts_on_the_border_are_the_polices() -> None:
    text = "1.由边境派出所登记，县农业农村局提供信息。"
    assert told(text, "公安局、委边防办、农业农村局") == ["公安局、农业农村局"]
    assert told("1.绿化市容部门审批，城管部门处罚。", "绿化市容局、城市管理局") == [
        "绿化市容局、城市管理局"
    ]


def test_a_part_without_the_word_for_an_office_is_a_label() -> None:
    text = "1.主责：县民政局；协同：县公安局、县卫生健康局"
    assert told(text, "民政局、公安局、卫生健康局") == ["民政局、公安局、卫生健康局"]


def test_what_one_has_done_may_be_the_condition_for_another() -> None:
    text = "1.由县公安局出具证明的，县民政局可以直接办理。"
    assert told(text, "民政局、公安局") == ["公安局、民政局?"]
