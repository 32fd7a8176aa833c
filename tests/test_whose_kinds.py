"""Kinds of writing that others' lists showed: whose a clause is, and where that stays open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dutylist.extract.lists.clauses import parse_clauses
from dutylist.extract.offices.attribution import assign
from dutylist.extract.offices.named_above import heading
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


@pytest.mark.parametrize("word", ["联合", "会同"])
def test_a_body_is_never_the_office_whose_field_its_name_has(word: str) -> None:
    """交通支队 is a body of 公安局, also where the row has a 交通委 and no police."""
    text = f"1.县城管局查处占道行为，{word}交通支队集中清理。"
    assert told(text, "城管局、交通运输委员会") == ["城管局?"]
    assert told(text, "城管局、交通运输委员会、公安局") == ["城管局、公安局"]


def test_a_body_that_the_row_lists_by_a_longer_name_is_that_one() -> None:
    assert told("1.国有林场承担造林任务。", "林业和草原局、乌兰国有林场") == ["乌兰国有林场"]
    assert told("1.国有林场承担造林任务。", "林业和草原局、民政局") == ["林业和草原局"]


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
    assert told(text, "公安局、民政局") == ["民政局?"]
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


@pytest.mark.parametrize(
    ("text", "listed", "whose"),
    [
        # Who guides is not whom it guides, who invites and who is invited take part.
        ("1.县民政局制定方案，指导公安局、水务局开展排查。", "民政局、公安局、水务局", "民政局"),
        ("1.县民政局指导卫健局、教育局等单位落实措施。", "民政局、卫生健康局、教育局", "民政局"),
        ("1.县民政局组织验收，验收时邀请水务部门派员参加。", "民政局、水务局", "民政局、水务局"),
        ("县民政局：\n1.听证时通知公安局到场。", "民政局、公安局", "民政局、公安局"),
        # No 、 between two names.
        ("1.民政局医保局分别落实优待。", "民政局、医疗保障局", "民政局、医疗保障局"),
        ("1.县公安局县水务局联合开展巡查。", "公安局、水务局", "公安局、水务局"),
        ("1.公安局民政局移送的案件依法查处。", "公安局、民政局", "公安局、民政局?"),
        # A hospital may act for itself.
        ("1.县蒙医医院每季度派医师义诊。", "卫生健康局、财政局", "卫生健康局?"),
        ("1.县中医院组织义诊。", "卫生健康局、财政局", "卫生健康局?"),
        # Somebody else acts in the second sentence.
        (
            "县公安局：对占道经营进行处罚；县民政局告知县公安局。",
            "公安局、民政局",
            "公安局、民政局",
        ),
        # By what is said behind, whose it is; a comma behind who acts.
        ("1.日常监管归县水务局。", "民政局、水务局", "水务局"),
        ("1.摊点检查以县水务局为主，县民政局派员参加。", "民政局、水务局", "水务局、民政局"),
        ("1.县水务局，统筹调派队伍，根据县民政局意见启动响应。", "水务局、民政局", "水务局"),
        ("1.抄送县水务局，对违法行为依法处理。", "水务局、民政局", "?"),
        # What is between all of them, or one of them does, is not what all do.
        ("1.各部门之间的协调由县民政局负责。", "民政局、公安局", "民政局"),
        ("1.各部门间的信息共享由县民政局牵头。", "民政局、公安局", "民政局"),
        ("1.各有关部门之间发生争议的，由县民政局协调。", "民政局、公安局", "民政局"),
        ("1.各部门相互之间，由县民政局协调。", "民政局、公安局", "民政局"),
        ("1.各部门之中由县民政局牵头。", "民政局、公安局", "民政局"),
        # A label whose names are no offices alone, or that a colon ends.
        ("1.牵头部门：县民政局、各乡镇；审核对象；", "民政局、公安局", "民政局?"),
        ("1.牵头单位：县民政局：审核对象；", "民政局、公安局", "民政局"),
        ("1.各部门之间加强信息共享。", "民政局、公安局", "民政局、公安局"),
    ],
)
def test_who_guides_invites_or_stands_without_a_mark(text: str, listed: str, whose: str) -> None:
    assert told(text, listed) == [whose]


@pytest.mark.parametrize(
    ("listed", "name", "found"),
    [
        ("国家税务总局红柳滩税务局", "税务部门", True),
        ("中国人民银行红柳滩支行", "人民银行", True),
        ("衡江市生态环境局青山分局", "生态环境部门", True),
        ("衡江市自然资源和规划局青山县分局", "自然资源部门", True),
        ("市青山生态环境局", "生态环境部门", True),
        ("云湖风景区管理处管委会", "管委会", True),
        ("交通运输局", "地方海事机构", True),
        ("交通运输局", "公路路政执法机构", True),
        ("农业农村局", "农机监理机构", True),
        # The upper city's own office is not what it keeps in the county.
        ("衡江市生态环境局青山分局", "衡江市生态环境局", False),
        ("衡江市公安局青山分局", "衡江市公安局", False),
    ],
)
def test_an_office_of_a_place_that_the_cover_does_not_name(
    listed: str, name: str, found: bool
) -> None:
    its = listed if listed[0] in "国中衡市云" else f"青山县{listed}"
    registry = build_registry((its, "青山县民政局"), REGION)
    row = registry.row((its, "青山县民政局"))
    (clause,) = assign((Clause("1.", f"{name}负责检查；"),), row, registry)
    certain = () if clause.basis in UNSETTLED else clause.departments
    assert certain == ((its,) if found else ())
