"""Headings that name a part and no office (牵头部门职责：), where the row says who has it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import UNSETTLED, Duty, leaves

PLACE = "江北省清河市青山县白云镇履职事项清单"
MARKED = "牵头：青山县住房和城乡建设局\n配合：青山县商务局、青山县消防救援大队"
ONE_HELPS = "牵头：青山县住房和城乡建设局\n配合：青山县商务局"
UNMARKED = "青山县住房和城乡建设局\n青山县商务局"


def read(offices: str, clauses: str, path: Path) -> Duty:
    """The duty of such offices with such clauses."""
    head = ("序号", "类别", "事项名称", "上级部门", "上级部门职责", "乡镇配合职责")
    row = ("1", "城乡建设", "燃气安全整治", offices, clauses, "1.上报隐患。")
    file = path / "清单.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([[PLACE], ["配合履职事项清单"], head, row])
    (duty,) = read_duty_list(file).duties
    return duty


def whose(offices: str, clauses: str, path: Path) -> list[str]:
    """Of each clause who has it and its parts, ? where that is to be confirmed."""
    return [
        "、".join(
            actor.office.removeprefix("青山县") + {"leads": "（牵头）"}.get(actor.part, "")
            for actor in clause.actors
            if actor.part != "named"
        )
        + ("?" if clause.basis in UNSETTLED else "")
        for clause in leaves(read(offices, clauses, path).department_clauses)
    ]


@pytest.mark.parametrize("head", ["牵头部门职责：", "牵头单位：", "牵头部门及职责："])
def test_the_one_that_the_row_says_leads_does_what_stands_below_its_part(
    head: str, tmp_path: Path
) -> None:
    text = f"{head}\n1.编制规划，监督入户安检。\n2.组织调度进展。"
    assert whose(MARKED, text, tmp_path) == ["住房和城乡建设局（牵头）"] * 2


def test_where_the_row_does_not_say_it_nobody_has_it(tmp_path: Path) -> None:
    text = "牵头部门职责：\n1.编制规划，监督入户安检。"
    assert whose(UNMARKED, text, tmp_path) == ["?"]


def test_of_several_helps_which_is_not_said(tmp_path: Path) -> None:
    text = "牵头部门职责：\n1.编制规划。\n配合部门职责：\n1.做好宣传。\n2.商务部门督促餐饮企业。"
    assert whose(MARKED, text, tmp_path) == [
        "住房和城乡建设局（牵头）",
        "商务局、消防救援大队?",
        "商务局",
    ]
    assert whose(ONE_HELPS, text, tmp_path)[1] == "商务局"


def test_a_name_right_below_a_part_has_it_alone(tmp_path: Path) -> None:
    text = "配合部门职责：\n青山县商务局：\n1.督促餐饮企业。\n青山县消防救援大队：\n1.开展检查。"
    assert whose(MARKED, text, tmp_path) == ["?", "商务局", "消防救援大队"]


def test_words_that_end_like_an_office_are_none(tmp_path: Path) -> None:
    text = "1.制定方案，将高额彩礼、大操大办治理纳入文明村镇测评。\n2.抽查档案，问题档案限期整改。"
    assert whose("青山县民政局", text, tmp_path) == ["民政局"] * 2


@pytest.mark.parametrize("word", ["应急", "消防", "气象"])
@pytest.mark.parametrize("break_", ["", "\n"], ids=["in its line", "above"])
def test_a_field_before_a_colon_may_be_a_stage_and_not_its_office(
    word: str, break_: str, tmp_path: Path
) -> None:
    """排查：… 应急：… 整改：…: the last was 应急管理局's for certain."""
    offices = "青山县民政局\n青山县应急管理局\n青山县消防救援大队\n青山县气象局"
    text = (
        f"排查：县民政局组织入户检查。\n{word}：{break_}发生事故的，逐户疏散。\n"
        "整改：对隐患逐户下达整改通知书，限期整改。"
    )
    assert [one.endswith("?") for one in whose(offices, text, tmp_path)][-2:] == [True, True]
    # Beside other offices it is one of them.
    text = f"民政：\n1.组织入户检查。\n{word}：\n1.逐户疏散。"
    assert not any(one.endswith("?") for one in whose(offices, text, tmp_path))


def test_a_numbered_stage_is_no_office_either(tmp_path: Path) -> None:
    offices = "青山县民政局\n青山县应急管理局"
    text = "1.排查：逐户摸底。\n2.应急：县民政局搭建帐篷。\n3.应急：逐户疏散。"
    assert whose(offices, text, tmp_path)[1:] == ["民政局", "?"]
    assert whose(offices, text.replace("排查", "民政"), tmp_path)[2] == "应急管理局"


@pytest.mark.parametrize(
    "text", ["1.应急负责调查事故。", "1.由应急调查事故。", "1.应急管理部门调查事故。"]
)
def test_a_field_that_acts_is_its_office(text: str, tmp_path: Path) -> None:
    offices = "青山县民政局\n青山县应急管理局"
    assert whose(offices, text, tmp_path) == ["应急管理局"]


@pytest.mark.parametrize("stage", ["事前", "事后整改", "灾中救援阶段", "日常监管"])
def test_a_line_that_names_a_stage_ends_no_section(stage: str, tmp_path: Path) -> None:
    """It says when, not who: the clauses below were nobody's, also in a row of one office."""
    text = f"{stage}：\n1.发布用工信息。\n事中：\n1.受理举报。"
    assert whose("青山县民政局", text, tmp_path)[-1] == "民政局"
    assert all(one == "民政局" for one in whose("青山县民政局", text, tmp_path))
    two = "青山县民政局\n青山县商务局"
    assert all(one.endswith("?") for one in whose(two, text, tmp_path))
    headed = f"县商务局：\n{stage}：\n1.发布用工信息。"
    assert whose(two, headed, tmp_path)[-1].startswith("商务局")


def leading(offices: str, clauses: str, path: Path) -> list[str]:
    """Who leads the duty as the record has it, ? where it is only the first one listed."""
    return [
        one.printed.removeprefix("青山县") + ("" if one.said else "?")
        for one in read(offices, clauses, path).listed
        if one.leads
    ]


OFFICES = "青山县财政局、青山县民政局、青山县公安局"


@pytest.mark.parametrize(
    ("clauses", "who"),
    [
        # All of the column, or what stands above all of it.
        ("由县民政局牵头，县财政局配合，开展养老服务设施建设。", ["民政局"]),
        (
            "县民政局牵头负责，各相关部门按照职责分工：\n1.县财政局拨款。\n2.县公安局查处。",
            ["民政局"],
        ),
        ("以县民政局为主牵头组织，县财政局参与。", ["民政局"]),
        # One of several tasks; one sentence of several; two that lead; one that is not certain.
        ("1.县财政局拨款。\n2.县民政局牵头开展检查。", ["财政局?"]),
        ("1.县民政局牵头开展检查。\n2.县财政局拨款。", ["财政局?"]),
        ("县财政局负责拨款。县民政局牵头开展检查。", ["财政局?"]),
        ("县民政局、县公安局牵头，县财政局配合。", ["财政局?"]),
        ("县民政局会同县财政局开展检查。", ["财政局?"]),
        ("由县民政局牵头，路产处应当复核。", ["财政局?"]),
    ],
)
def test_who_leads_all_that_the_column_says_leads_the_duty(
    clauses: str, who: list[str], tmp_path: Path
) -> None:
    assert leading(OFFICES, clauses, tmp_path) == who
