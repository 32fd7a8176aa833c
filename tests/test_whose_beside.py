"""Offices and companies that a clause names beside whom it is: what is done to them, what they do
not do, who of them is chosen."""

from __future__ import annotations

import pytest

from dutylist.extract.offices.spellings import build_registry
from tests.test_whose_kinds import REGION, told

COMPANIES = "公安局、税务局、总工会、残疾人联合会、供电公司、自来水公司、燃气公司"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("县公安局立案侦查县供电公司被盗案件。", "公安局"),
        ("县公安局约谈青山县供电公司负责人。", "公安局"),
        ("县公安局责令县燃气公司以外的施工单位停工。", "公安局"),
        ("县税务局稽查自来水公司账目。", "税务局"),
        ("国家税务总局青山县税务局处罚青山县供电公司。", "税务局"),
        ("县总工会慰问县自来水公司职工。", "总工会"),
        ("县残联走访县供电公司职工。", "残疾人联合会"),
        ("县自来水公司抢修县供电公司挖断的管道。", "自来水公司"),
        ("国网供电公司抢修青山县自来水公司管道。", "供电公司"),
    ],
)
def test_a_company_to_which_something_is_done_is_not_who_does_it(text: str, whose: str) -> None:
    assert told(text, COMPANIES) == [whose]


@pytest.mark.parametrize(
    "name", ["县新奥燃气有限公司", "国网江北省电力有限公司青山县供电公司", "青山县城乡自来水公司"]
)
def test_a_company_goes_by_its_brand_and_its_line(name: str) -> None:
    assert told(f"{name}负责抢修管线。", COMPANIES) in (["燃气公司"], ["供电公司"], ["自来水公司"])


THREE = "公安局、民政局、水务局"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("不由县公安局负责，由县民政局负责登记。", "民政局"),
        ("县公安局登记，登记之后不再由县民政局核查。", "公安局"),
        ("县公安局已不承担审批，审批由县民政局承担。", "民政局"),
        ("县公安局自今年起不再审核，改由县民政局审核。", "民政局"),
        ("县公安局无须备案，备案由县水务局办理。", "水务局"),
        ("县水务局查处非法取水，县公安局不介入。", "水务局"),
        ("县民政局核查；县水务局不承担经费。", "民政局"),
        ("县公安局、县民政局、县水务局三部门中，由县水务局负责汇总。", "水务局"),
        ("县公安局与县民政局之间，争议由县民政局处理。", "民政局"),
        ("县公安局之外的两部门按月通报。", "民政局、水务局"),
        ("县公安局不定期抽查。", "公安局"),
        ("县公安局不予受理并说明理由。", "公安局"),
        ("县公安局不得将费用转嫁给群众。", "公安局"),
        ("县公安局不得将费用转嫁给群众，及时办结申请。", "公安局"),
        ("未经县民政局同意，县公安局不得公布名单。", "公安局"),
        ("县公安局既不审批也不验收，验收由县民政局组织。", "民政局"),
        ("县公安局不参与统筹推进中心建设，由县民政局推进。", "民政局"),
        ("县民政局发放补贴，县公安局另有规定的除外。", "民政局"),
        ("县民政局发放补贴，由县公安局监督的除外。", "民政局"),
        ("县民政局发放补贴，县公安局另有规定的，从其规定。", "民政局"),
        ("县公安局不再上门检查，改为网上抽查。", "公安局"),
        ("县公安局不受理的，县水务局处理。", "水务局"),
        ("县民政局登记的车辆，县公安局不再纳入名单。", "公安局"),
        ("县公安局和县水务局分别审核，后者先审、前者复审。", "公安局、水务局"),
    ],
)
def test_who_does_not_do_it_or_is_not_chosen_has_no_part(text: str, whose: str) -> None:
    assert told(text, THREE) == [whose]


@pytest.mark.parametrize(
    "text",
    [
        "县公安局不收取停车费。",
        "县公安局不再检查冷库。",
        "县民政局拨付资金，县公安局不得截留。",
        "县公安局已不承担补贴，改为县民政局发放。",
        "县公安局以外的力量由县民政局登记。",
        "县公安局之外的三部门按月通报。",
        "县公安局、县民政局中，职能涉及的一家受理。",
        "县公安局与县民政局签订协议后，由后者保管。",
        "由县公安局移交县民政局，前者留存副本。",
        "由县公安局移交县民政局，前者留存副本，后者归档。",
        "由其中一家县公安局受理。",
        "县民政局救助站由县公安局看守。",
    ],
)
def test_what_is_not_said_surely_is_to_be_confirmed(text: str) -> None:
    (found,) = told(text, THREE)
    assert found.endswith("?")


def test_a_clause_that_says_only_who_does_not_do_it_is_to_be_confirmed() -> None:
    assert told("县公安局：\n1.县公安局不参与执法。", THREE)[0].endswith("?")
    assert told("1.县公安局不参与执法。", "公安局")[0].endswith("?")


@pytest.mark.parametrize("text", ["不负责抽检。", "已不再核查。", "无须登记。", "二是不参与执法。"])
def test_what_the_heading_is_said_not_to_do_is_not_its_for_certain(text: str) -> None:
    assert told(f"县公安局：\n1.开展巡查。\n2.{text}", THREE)[1].endswith("?")
    assert told(f"1.{text}", "公安局")[0].endswith("?")


@pytest.mark.parametrize(
    "text",
    ["建立台账，由县民政局调阅。", "改造厨房，由县民政局验收。", "创建示范点，由县民政局挂牌。"],
)
def test_a_work_before_another_that_is_given_to_somebody_stays_the_headings(text: str) -> None:
    assert told(f"县公安局：\n1.{text}", THREE) == ["公安局、民政局?"]
    assert told(f"1.{text}", THREE) == ["民政局?"]


@pytest.mark.parametrize("text", ["开展普查，由县民政局组织实施。", "发放补贴，由县民政局负责。"])
def test_who_does_the_whole_of_a_work_has_it(text: str) -> None:
    assert told(f"1.{text}", THREE) == ["民政局"]


@pytest.mark.parametrize(
    "text",
    [
        "救助：县民政局，治安：县公安局。",
        "救助：县民政局；治安：县公安局负责",
        "1.户籍：县公安局；社会救助：县民政局。",
    ],
)
def test_each_office_of_a_list_of_topics_acts(text: str) -> None:
    assert sorted(told(text, THREE)[0].split("、")) == ["公安局", "民政局"]


def test_a_list_of_topics_that_says_more_is_to_be_confirmed() -> None:
    assert told("救助：县民政局，治安：县公安局，巡查：每月一次。", THREE)[0].endswith("?")


@pytest.mark.parametrize(
    ("one", "other"), [("水利", "公安"), ("甲单位", "乙单位"), ("县管护部", "县执法队")]
)
def test_names_that_a_heading_gives_are_names(one: str, other: str) -> None:
    head = f"县水务局（以下简称{one}）、县公安局（监管一方，下称“{other}”）："
    text = f"{head}\n1.{one}编制方案。\n2.{other}查处案件。\n3.由{one}组织验收。"
    assert told(text, THREE) == ["水务局", "公安局", "水务局"]


def test_a_field_alone_below_a_heading_of_several_leaves_it_open_whose() -> None:
    text = "县水务局、县民政局：\n1.民政编制方案。\n2.受理申请。"
    assert told(text, THREE) == ["水务局、民政局?", "水务局、民政局"]


@pytest.mark.parametrize(
    "text",
    [
        "县公安局免于登记，县民政局照常核查。",
        "县公安局撤出后，县民政局接管。",
        "县公安局暂停，县民政局继续办理。",
        "县公安局参与与否，县民政局均应核查。",
        "县公安局牵头的联席会议每年研究，县民政局汇总。",
        "县公安局除外，各部门报送数据。",
        "涉及县公安局职责的，函告县水务局，县民政局登记。",
        "不得由县公安局代替，县民政局登记。",
        "县公安局派驻机构发现违法行为的，情况属实后，由县民政局处理。",
        "县公安局下属单位存在隐患的，名单由县民政局汇总。",
        "按县公安局要求县民政局登记名册，县水务局汇总。",
        "三部门中排名在前的县公安局召集会议。",
        "县公安局编制的方案经县民政局审核通过。",
        "县公安局建成后移交县民政局管理。",
        "县公安局不能处置的，报县民政局处置。",
        "县公安局处置不了的报县民政局处置。",
        "除县公安局外，县民政局也应公示。",
        "县公安局无权审批，县民政局可以审批。",
    ],
)
def test_who_stops_or_is_left_out_or_hands_over_is_not_certain(text: str) -> None:
    assert told(text, THREE)[0].endswith("?")


@pytest.mark.parametrize(
    "text",
    [
        "县民政局拨款后组织施工。",
        "县民政局清障时维持秩序。",
        "县民政局移交线索后，立案侦查。",
        "县民政局批准后，查处乱停、乱放行为。",
        "县民政局提出异议的，予以答复。",
        "县民政局管理的场所，定期巡查。",
    ],
)
def test_what_another_does_first_leaves_open_whose_the_rest_is(text: str) -> None:
    assert told(f"县公安局：\n1.{text}", THREE)[0].endswith("?")
    assert told(f"县民政局：\n1.{text}", THREE) == ["民政局"]


def test_a_body_ends_where_it_is_said_not_to_do_something() -> None:
    text = "县卫健委综合监督执法局不参与检查用人单位；县民政局核查。"
    assert told(text, "卫生健康委员会、民政局") == ["民政局"]


def test_what_an_office_has_handed_on_may_be_anothers() -> None:
    assert told("县公安局移交的线索，及时登记。", THREE) == ["公安局?"]
    assert told("县民政局：\n1.核查，县公安局不服的，予以复核。", THREE)[0].endswith("?")
    assert told("县民政局：\n1.县公安局应当及时报告。", THREE) == ["公安局"]
    assert told("县民政局：\n1.县公安局发现隐患的，应当报告。", THREE) == ["公安局"]


@pytest.mark.parametrize(
    "text",
    [
        "建立受污染耕地台账，逐地块登记种植品种和面积。",
        "建立档案，逐企业登记，逐站所核对。",
        "逐单位核对账目。",
        "调查取证，作出处罚决定。",
        "立案调查，作出行政处罚决定并送达。",
        "开展检查，不可以委托路产处办理。",
        "开展检查，不能委托检测站实施。",
        "开展检查，不准委托物管处代办。",
        "开展检查，严禁物管处擅自收费。",
        "开展检查，禁止收购站违规收购。",
    ],
)
def test_what_is_done_one_by_one_decided_or_forbidden_is_nobodys_name(text: str) -> None:
    assert told(f"县公安局：{text}", THREE) == ["公安局"]
    assert told(f"1.{text}", "公安局") == ["公安局"]


@pytest.mark.parametrize(
    "text", ["检查，路产处作出处罚决定。", "检查，路产处逐户登记。", "检查，路产处不可以委托他人。"]
)
def test_a_stranger_who_decides_or_goes_one_by_one_leaves_it_to_be_confirmed(text: str) -> None:
    assert told(f"县公安局：{text}", THREE) == ["公安局?"]


TEAM = "公安局交警支队城关大队、公安局、交通运输局"


@pytest.mark.parametrize(
    ("text", "listed", "whose"),
    [
        ("县交警大队查处酒驾。", TEAM, "公安局交警支队城关大队"),
        ("县交通局会同公安交警查处超限。", TEAM, "公安局交警支队城关大队、交通运输局"),
        ("县交警中队负责疏导。", TEAM, "公安局交警支队城关大队"),
        ("县公安局交警支队负责考核。", TEAM, "公安局"),
        ("县公安局交警支队城西大队负责考核。", TEAM, "公安局"),
        ("县公安局交警大队查处酒驾。", "公安局交警大队、公安局", "公安局交警大队"),
        ("县公安局交警大队城西中队负责疏导。", "公安局交警大队、公安局", "公安局交警大队"),
        ("县公安局交警大队负责考试。", "公安局交警大队城关中队、交通运输局", "?"),
        ("公安交警查处酒驾。", "公安局交警大队车管所、公安局", "公安局"),
    ],
)
def test_a_team_goes_by_its_bodys_name_and_neither_by_that_above_it_nor_beside_it(
    text: str, listed: str, whose: str
) -> None:
    read = told(text, listed)[0]
    assert set(read.split("、")) == set(whose.split("、"))


def test_a_team_of_a_branch_goes_by_its_bodys_name() -> None:
    listed = ("清河市公安局青山分局", "清河市公安局青山分局交警大队")
    registry = build_registry(listed, REGION)
    assert registry.resolve("青山交警大队", registry.row(listed)) == listed[1]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("县公安局、县民政局联合检查，县水务局除外。", "公安局、民政局"),
        ("县公安局会同县民政局核查，县水务局除外。", "公安局、民政局"),
        ("各部门开展检查，县水务局除外。", "公安局、民政局、水务局?"),
        ("县公安局、县民政局联合检查，县民政局除外。", "公安局、民政局?"),
        ("县公安局、县民政局：\n1.检查各单位，县民政局除外。", "公安局、民政局?"),
        ("县公安局联合上述部门检查，县水务局除外。", "公安局?"),
        ("县公安局牵头，各部门检查，县水务局除外。", "公安局、民政局、水务局?"),
        ("县公安局以外的部门检查，县公安局汇总，县水务局除外。", "民政局、水务局、公安局?"),
        ("县民政局除外，县公安局检查，县水务局除外。", "公安局?"),
        ("县公安局、县民政局：\n1.检查，县水务局汇总，县民政局除外。", "公安局、民政局、水务局?"),
    ],
)
def test_who_is_left_out_of_those_named_has_no_part(text: str, whose: str) -> None:
    assert told(text, THREE) == [whose]


def test_the_only_one_of_a_row_that_is_left_out_is_not_certain() -> None:
    assert told("1.检查各单位，县公安局除外。", "公安局") == ["公安局?"]


@pytest.mark.parametrize(
    ("text", "listed", "whose"),
    [
        # Its own branch or body is listed, beside its office or without it.
        ("公安分局处理阻挠执法。", "公安局、公安局石涌分局", "公安局石涌分局"),
        ("市场监管分局查处无照经营。", "公安局、市场监督管理局石涌分局", "市场监督管理局石涌分局"),
        ("河湖中心每月提交清单。", "水务局、水务局河湖长制服务中心", "水务局河湖长制服务中心"),
        ("由水利执法大队立案。", "水利局、水利局综合行政执法大队", "水利局综合行政执法大队"),
        # One of several, or perhaps none of them.
        ("水政监察大队立案。", "水利局、水利局河道执法大队、水利局综合行政执法大队", "?"),
        ("水政监察大队立案。", "水利局、水利局河道巡查大队", "?"),
        # A body's office is not the body, where only that is listed.
        ("县住建局查处违法建设。", "房产管理局、公安局", "?"),
        ("区建管委落实停工。", "建设管理委、房产管理局", "建设管理委"),
        # What is handed to another may be its work from then on.
        ("县公安局捕捉，捕捉后交县民政局收容。", "公安局、民政局", "公安局、民政局?"),
        ("县公安局捕捉，名单提交县民政局审核。", "公安局、民政局", "公安局"),
        ("两办牵头清理责任状。", "委办公室、人民政府办公室", "委办公室、人民政府办公室"),
    ],
)
def test_a_branch_or_body_that_is_listed_is_never_its_office(
    text: str, listed: str, whose: str
) -> None:
    assert told(f"1.{text}", listed) == [whose]
