"""The rules that say who acts: each on its own example, and none in another's way."""

from __future__ import annotations

import pytest

from dutylist.extract.offices.attribution import assign
from dutylist.extract.offices.certainty import unexplained
from dutylist.extract.offices.lexer import lex
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.rules import RULES, Rule
from dutylist.extract.offices.sentences import read
from dutylist.extract.offices.signs import Lexed
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.offices.unknown_actors import DOUBTS, Doubt
from dutylist.records.model import Clause

REGION = ("江北省清河市青山县", "绿水镇")
ROW = ("青山县民政局", "青山县公安局", "青山县水务局", "青山县财政局")


def reader() -> Reader:
    registry = build_registry(ROW, REGION)
    return Reader(registry, registry.row(ROW))


def lexed(text: str) -> Lexed:
    return lex(reader(), text)


def doubt_of(text: str) -> str:
    return unexplained(lexed(text), read(lexed(text)), reader())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_about_its_example_and_no_earlier_one_takes_it(rule: Rule) -> None:
    said = read(lexed(rule.example)).said[rule.nth - 1]
    assert (said.rule, said.says) == (rule.name, rule.says)


def test_rules_are_told_apart_by_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.reason for rule in RULES)


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.name)
def test_words_that_nobody_understood_leave_a_clause_to_be_confirmed(doubt: Doubt) -> None:
    assert doubt_of(doubt.example) == doubt.name
    registry = build_registry(ROW, REGION)
    (clause,) = assign((Clause("1.", doubt.example),), registry.row(ROW), registry)
    assert clause.basis == "part"
    assert clause.departments


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("县民政局审核对象（县公安局、县水务局参与核查），县财政局拨付资金；", "括号内的名称"),
        ("审核对象，协助县公安局核查户籍；", ""),
        ("县民政局登记，与县公安局做好衔接；", "未说明的名称"),
        ("县民政局负责养老金发放，资金由村集体依法管理；", ""),
        ("县民政局审核后报县公安局备案，并将结果推送至县财政局；", ""),
        ("县公安局依法给予治安管理处罚，由此产生的费用由县财政局列支；", ""),
        ("县民政局配合有关部门做好救助；", ""),
        ("县公安局协助县林业局查处；", ""),
        ("县公安局指导成立物业纠纷人民调解委员会；", ""),
        ("汇总全县民政工作台账；", ""),
        ("县民政局拨付资金，县公安局（110指挥中心）接警；", ""),
    ],
)
def test_what_a_name_is_there_for_is_understood_or_said(text: str, doubt: str) -> None:
    assert doubt_of(text) == doubt


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("县民政局、公安局和水务局共同核查", "◇共同核查"),
        ("由民政、公安等部门核查", "由◇核查"),
        ("民政、公安两部门核查", "◇核查"),
        ("各有关部门应当配合", "▲应当配合"),
        ("县电力公司巡线，县公安局配合", "◆巡线，◇配合"),
        ("县人民政府批准后公布", "●批准后公布"),
        ("水务部门（县水务局）发布预警", "◇发布预警"),
        ("加强社区服务中心建设", "加强社区服务中心建设"),
        ("公安局长签发", "公安局长签发"),
        ("县公安局长期巡查", "◇长期巡查"),
        ("县民政局或者县公安局查处", "◇查处"),
        ("县民政局、公安局，以及县财政局负责", "◇负责"),
        ("督促供水单位消毒", "督促供水单位消毒"),
        ("会同银行机构返还资金", "会同银行机构返还资金"),
        ("督促镇公安派出所巡查", "督促镇●巡查"),
        ("宗教活动场所登记", "宗教活动场所登记"),
        ("与水务局共同监管", "与◇共同监管"),
        ("汇总全县民政台账", "汇总全县民政台账"),
    ],
)
def test_signs_stand_in_the_place_of_names(text: str, masked: str) -> None:
    assert lexed(text).masked == masked


def test_a_member_of_a_list_that_nobody_knows_is_kept() -> None:
    group = lexed("县民政局、县妇女联合会、县公安局联合评选").named[0]
    assert group.offices == ("青山县民政局", "青山县公安局")
    assert group.unknown == ("县妇女联合会",)


def test_the_lexicons_names_say_one_thing() -> None:
    assert all(len(fields) == 1 for fields in LEXICON.names.values())
