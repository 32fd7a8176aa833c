"""Whose a clause is that speaks of all but one office, of money of another's, of a stranger, or
that stands behind the last heading."""

from __future__ import annotations

import pytest

from tests.test_whose_kinds import clauses, told

THREE = "公安局、民政局、水务局"


@pytest.mark.parametrize(
    "text",
    [
        "县公安局以外的单位开展检查，县水务局汇总。",
        "除县公安局以外的部门开展检查。",
        "除县公安局之外的其他单位开展检查，县民政局汇总。",
        "除县公安局外，各部门按职责开展检查，县水务局负责汇总。",
    ],
)
def test_all_but_one_office_are_the_rows_others(text: str) -> None:
    assert told(f"1.{text}", THREE) == ["民政局、水务局"]


def test_an_office_that_acts_among_all_but_one_is_the_rows_or_another_rows() -> None:
    assert told("1.除县公安局外，各部门排查，县财政局保障经费。", THREE, "财政局") == [
        "民政局、水务局、财政局"
    ]


@pytest.mark.parametrize(
    "text", ["除县公安局另有规定外，县民政局核查。", "除涉密事项外，县民政局核查。"]
)
def test_what_is_left_out_is_not_an_office(text: str) -> None:
    assert told(f"1.{text}", THREE) == ["民政局"]


def test_a_paragraph_behind_that_of_the_last_heading_is_to_be_confirmed() -> None:
    text = "县公安局：巡查。\n县民政局：核查。\n县水务局：修复。\n及时采取措施。"
    assert told(text, THREE) == ["公安局", "民政局", "水务局", "水务局?"]


def test_the_only_department_does_what_stands_before_another_rows_money() -> None:
    text = "1.发放低保金；县财政局拨付资金。"
    (clause,) = clauses(text, "民政局", "财政局")
    assert [(one.office, one.because) for one in clause.actors] == [
        ("青山县民政局", "唯一部门"),
        ("青山县财政局", "主语"),
    ]


@pytest.mark.parametrize("bracket", ["（县财政局）", "（派出所）", "（市财政局）"])
def test_a_name_in_brackets_leaves_the_only_department_open(bracket: str) -> None:
    assert told(f"1.开展检查{bracket}。", "水务局", "财政局")[0].endswith("?")


@pytest.mark.parametrize("bracket", ["（报县人民政府备案）", "（含各乡镇）"])
def test_who_is_no_department_changes_nothing_in_brackets(bracket: str) -> None:
    assert told(f"1.组织演练{bracket}。", "水务局") == ["水务局"]


@pytest.mark.parametrize(
    ("text", "listed", "whose"),
    [
        # The township's side in a label, sentences in it, a label without a colon.
        ("1.核查材料（责任单位：县民政局，乡镇协助）。", "民政局、公安局", "民政局"),
        ("1.核查材料（责任单位：县民政局，各镇人民政府配合）。", "民政局、公安局", "民政局"),
        ("1.核查材料（责任单位：县民政局；县公安局提供户籍）。", THREE, "民政局、公安局"),
        ("1.救治伤员（县民政局负责，结果通报公安部门）。", THREE, "民政局"),
        ("1.补助发放（县民政局审核，报县公安局备案）。", THREE, "民政局"),
        ("1.粮价监测预警，责任单位县民政局", THREE, "民政局"),
        ("1.粮价监测预警。牵头单位县民政局、县水务局", THREE, "民政局、水务局"),
        ("1.许可证核发（县公安局除外）。", THREE, "?"),
        ("1.材料归档（报县公安局备案）。", THREE, "?"),
        # A comma is missing, or nothing but a name says it: to be confirmed.
        ("1.日常监管县民政局牵头、燃气公司具体实施。", THREE, "民政局?"),
        ("1.哄抬价格行为的查处，县公安局；", THREE, "公安局?"),
        ("1.养护计划由乡镇提出，经县水务局审核后下达。", THREE, "水务局?"),
        # A field that one of the row has, and what only somebody does.
        ("1.公安负责查处案件。", THREE, "公安局"),
        ("1.水务牵头排查，民政配合。", THREE, "水务局、民政局"),
        ("1.公安负责人到场。", THREE, "?"),
        ("1.县民政局牵头，其他部门配合，每年排查一次。", THREE, "民政局、公安局、水务局"),
    ],
)
def test_who_is_named_in_passing(text: str, listed: str, whose: str) -> None:
    found = told(text, listed)
    assert [set(one.split("、")) for one in found] == [set(whose.split("、"))]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        # 以上两项: so many clauses and no more.
        ("1.检测；\n2.清淤；\n3.补植。（以上两项责任单位：县水务局）", ["?", "水务局", "水务局"]),
        ("1.检测；\n2.清淤。\n以上二项由县水务局负责。", ["水务局", "水务局"]),
        # One label below several clauses: the last is its, those above may be.
        ("1.检测；\n2.清淤；\n3.补植。\n责任单位：县水务局", ["水务局?", "水务局?", "水务局"]),
        (
            "1.检测（县民政局）；\n2.清淤；\n3.补植。责任单位：县水务局",
            ["民政局", "水务局?", "水务局"],
        ),
        ("1.检测。责任单位：县民政局\n2.清淤。责任单位：县水务局", ["民政局", "水务局"]),
        # 并…: it goes on from the clause above.
        ("1.县公安局查处；\n2.并将结果录入平台；", ["公安局", "公安局?"]),
        ("1.检测；\n2.并将结果录入平台；", ["?", "?"]),
        # Items by letters.
        ("a.县民政局统筹排查。\nb.公安局查处案件。", ["民政局", "公安局"]),
    ],
)
def test_a_label_or_a_word_that_reaches_over_clauses(text: str, whose: list[str]) -> None:
    assert told(text, THREE)[: len(whose)] == whose


@pytest.mark.parametrize(
    "text",
    [
        "1.县公安局查处案件，巡护队修复渠道。",
        "1.巡护组负责抽检，合格面积报县水务局。",
        "1.县水务局会同河保排查隐患路段。",
        "1.路产牵头，县公安局、县水务局落实措施。",
        "1.以健安为主，县公安局参加。",
        "1.县公安局查处案件，禁毒社工帮扶困难户。",
    ],
)
def test_a_team_or_a_word_that_acts_leaves_the_clause_to_be_confirmed(text: str) -> None:
    assert told(text, THREE)[0].endswith("?")


@pytest.mark.parametrize(
    "text",
    [
        "1.健安拆除违建设施；县公安局查处案件。",
        "1.县公安局查处案件，由健安组织清淤。",
        "1.县公安局会同健安，每学期检查一次。",
        "1.县公安局查处案件，联合健安清查非法用工企业。",
        "1.县公安局查处案件，协同健安开展野外用火处罚。",
        "1.健安对超标排放依法处罚，检测报告由县公安局出具。",
        "1.健安：负责经费保障，具体额度由县公安局提出。",
        "1.健安下发抛荒图斑，县水务局修复水毁渠道；",
        "1.健安评估需求等级，县民政局发放补助，县公安局核查户籍。",
    ],
)
def test_a_stranger_at_a_clauses_very_beginning_leaves_it_to_be_confirmed(text: str) -> None:
    assert told(text, THREE)[0].endswith("?")


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("1.强制报告情形发生后，县公安局立即出警。", "公安局"),
        ("1.违建设施拆除，由县水务局负责。", "水务局"),
        ("1.依法拆除违建设施的，县公安局维持秩序。", "公安局"),
    ],
)
def test_what_a_clause_is_about_at_its_beginning_is_nobody(text: str, whose: str) -> None:
    assert told(text, THREE) == [whose]


@pytest.mark.parametrize(
    "text",
    [
        "1.县公安局组建应急队开展巡查。",
        "1.县公安局会同属地落实停用措施。",
        "1.以预防为主，县公安局参加。",
        "1.县公安局核发许可，风貌管控要求纳入审批。",
    ],
)
def test_a_team_that_is_set_up_is_nobody_else(text: str) -> None:
    assert told(text, THREE) == ["公安局"]


@pytest.mark.parametrize(
    "text",
    [
        "对违规用火人员依法予以治安处罚。",
        "侦办暴力抗法案件，为联合执法提供现场保障。",
        "发现疑似火点，第一时间推送属地镇（街道）和县水务局。",
        "审查后按程序报县人民政府和县水务局。",
        "将任务分解到各乡镇、派出所。",
        "火点信息第一时间通报所在乡镇和县水务局。",
        "负责应急预案演练，震后组织灾情核查和救助。",
        "登记线索，并分送有关行业主管部门核实。",
        "除乡镇行使的处罚事项外，其余案件由本局直接查办。",
    ],
)
def test_who_is_told_or_spoken_of_leaves_the_headings_clause_certain(text: str) -> None:
    assert told(f"县公安局：\n1.{text}", THREE) == ["公安局"]


def test_the_speaker_is_the_heading_or_the_only_office_and_else_unknown() -> None:
    assert told("县水务局：\n1.其余案件由本局查办。", THREE) == ["水务局"]
    assert told("1.其余案件由本局查办。", "民政局") == ["民政局"]
    assert told("1.其余案件由本局查办。", THREE)[0] in ("", "?")


def test_what_is_sent_to_an_office_that_then_acts_is_also_the_headings() -> None:
    """将…推送… is no condition."""
    text = "将患者信息推送县公安局，由县公安局落实救助。"
    assert told(f"县民政局：\n1.{text}", THREE) == ["民政局、公安局"]
    assert told(f"1.{text}", THREE) == ["公安局?"]
    assert told("1.将患者信息丢弃的，由县公安局处理。", THREE) == ["公安局"]


@pytest.mark.parametrize("who", ["市场监督管理部门", "市场监督管理机关"])
def test_a_field_within_a_longer_one_is_none(who: str) -> None:
    """市场监督 was read as the office, 管理部门和… as what it does: the second was lost."""
    text = f"1.许可由{who}和水利部门负责。"
    assert told(text, "市场监督管理局、水利局、民政局") == ["市场监督管理局、水利局"]


@pytest.mark.parametrize("line", ["〔各部门〕", "各有关部门：", "【以上部门】", "各部门共同职责："])
def test_a_heading_of_all_that_the_row_lists(line: str) -> None:
    text = f"县公安局：\n1.巡查。\n{line}\n1.做好本系统宣传；\n2.县水务局修复渠道。"
    assert told(text, THREE) == ["公安局", "公安局、民政局、水务局", "水务局"]
    *_, last, _ = clauses(text, THREE)
    assert (last.basis, {one.part for one in last.actors}) == ("all", {"all"})


@pytest.mark.parametrize("text", ["1.核查材料（各部门）。", "1.核查材料。责任单位：各有关部门"])
def test_a_label_of_all_that_the_row_lists(text: str) -> None:
    assert told(text, THREE) == ["公安局、民政局、水务局"]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("各部门：\n1.除县公安局外，各抽调两人。", "民政局、水务局"),
        ("县公安局、县民政局：\n1.除县公安局之外，每月巡查一次。", "民政局"),
        # Nobody else is above: it stays, to be confirmed.
        ("县公安局：\n1.除县公安局外，每月巡查一次。", "公安局?"),
        # Besides that one, and it too.
        ("县公安局、县民政局：\n1.除县公安局外，还应当发动网格员巡查。", "公安局、民政局"),
    ],
)
def test_who_is_left_out_of_those_above(text: str, whose: str) -> None:
    assert told(text, THREE) == [whose]


@pytest.mark.parametrize("how", ["联合", "会同"])
def test_below_a_heading_a_partner_whom_nobody_knows_leaves_it_to_be_confirmed(how: str) -> None:
    assert told(f"县公安局：\n1.{how}湖东海事工作站开展巡航；\n2.巡查。", THREE) == [
        "公安局?",
        "公安局",
    ]


def test_a_bracket_behind_who_is_told_is_whose_the_clause_is_where_clauses_end_so() -> None:
    told_ = "核减死亡人员并书面告知县民政局（县残联）；"
    others = "1.查处案件（县公安局）；\n2.核发证件（县民政局）；"
    assert told(f"{others}\n3.{told_}", f"{THREE}、残联")[2] == "残联"
    # Alone it may be the office's second name.
    assert told(f"1.查处案件；\n2.核发证件；\n3.{told_}", f"{THREE}、残联")[2] != "残联"


def test_the_police_by_its_officers() -> None:
    assert told("1.公安民警发现流浪人员的，应当护送其到救助站。", THREE) == ["公安局"]
