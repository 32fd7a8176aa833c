"""The rules that say who acts: each on its own example, and none in another's way."""

from __future__ import annotations

import pytest

from dutylist.extract.offices.lexer import Reader
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.registry import build_registry
from dutylist.extract.offices.rules import RULES, Rule, read
from dutylist.extract.offices.signs import Lexed

REGION = ("江北省清河市青山县", "绿水镇")
ROW = ("青山县民政局", "青山县公安局", "青山县水务局", "青山县财政局")


def lexed(text: str) -> Lexed:
    registry = build_registry(ROW, REGION)
    return Reader(registry, registry.row(ROW)).lex(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_about_its_example_and_no_earlier_one_takes_it(rule: Rule) -> None:
    said = read(lexed(rule.example)).said[rule.nth - 1]
    assert (said.rule, said.says) == (rule.name, rule.says)


def test_rules_are_told_apart_by_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.reason for rule in RULES)


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
