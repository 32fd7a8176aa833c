"""Offices and companies that a clause names beside whom it is: what is done to them, what they do
not do, who of them is chosen."""

from __future__ import annotations

import pytest

from tests.test_whose_kinds import told

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
