"""What `check` finds: on the real list, and on lists with one known fault each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.findings import CODE_NAMES, Code, Finding

DATA = Path(__file__).parent / "data"

CLEAN = """\
青山县绿水镇
履职事项清单
2025 年 3 月
目录
1. 基本履职事项清单.....\t1
2. 配合履职事项清单.....\t2
3. 上级部门收回事项清单.....\t3
绿水镇基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t做好党务公开
2\t党的建设\t发展党员
绿水镇配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t平安法治\t养犬管理\t青山县公安局、青山县民政局\t1.县公安局办证； 2.县民政局宣传。\t上报。
2\t平安法治\t禁毒宣传\t青山县公安局\t开展宣传。\t配合宣传。
绿水镇上级部门收回事项清单
序号\t事项类别\t事项名称\t承接部门及工作方式
1\t民生服务\t收养登记\t青山县民政局： 负责登记。
"""


def findings_of(text: str) -> tuple[Finding, ...]:
    paged = text.replace("绿水镇配合", "\f绿水镇配合").replace("绿水镇上级", "\f绿水镇上级")
    return check(duty_list_of(read_text(paged, "清单.txt")))


def codes(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in findings_of(text)]


def test_clean_list_has_no_findings() -> None:
    assert findings_of(CLEAN) == ()


UNASSIGNED = ("unassigned clause", "doubt")
WITHOUT_CLAUSE = ("department without clause", "doubt")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("2\t党的建设\t发展", "3\t党的建设\t发展", [("numbering", "error")]),
        ("2\t党的建设\t发展", "1\t党的建设\t发展", [("numbering", "error")]),
        ("2\t党的建设\t发展", "\t党的建设\t发展", [("numbering", "error")]),
        ("配合履职事项清单.....\t2", "配合履职事项清单.....\t5", [("contents", "error")]),
        ("3. 上级部门收回事项清单.....\t3\n", "", [("contents", "error")]),
        (
            "\t乡镇配合职责\n",
            "\n",
            [("note", "doubt"), ("note", "doubt"), ("columns", "error"), UNASSIGNED],
        ),
        ("2.县民政局宣传。", "2.民政宣传。", [UNASSIGNED]),
        ("2.县民政局宣传。", "3.县民政局宣传。", [("clause numbering", "error")]),
        (
            "开展宣传。\t",
            "由县教育局开展宣传。\t",
            [UNASSIGNED, ("unlisted department", "hint")],
        ),
        (
            "禁毒宣传\t青山县公安局\t开展",
            "禁毒宣传\t青山县公安局\t县民政局开展",
            [("unlisted department", "doubt"), UNASSIGNED],
        ),
        ("发展党员", "做好党务公开", [("repeated duty", "doubt")] * 2),
        ("县公安局办证；", "县公安局办证;", [("punctuation", "hint")]),
        ("\t配合宣传。", "\t", [("empty cell", "error")]),
        (
            "2\t党的建设\t发展党员\n",
            "2\t经济发展\t招商\n3\t党的建设\t发展党员\n",
            [("category", "hint")],
        ),
    ],
)
def test_one_fault(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert before in CLEAN
    assert codes(CLEAN.replace(before, after, 1)) == found


def test_finding_says_where() -> None:
    text = CLEAN.replace("2\t平安法治\t禁毒宣传", "4\t平安法治\t禁毒宣传")
    (finding,) = findings_of(text)
    assert finding.place == "配合履职 第 4 项 第 2 页"
    assert finding.message == "缺少序号 2–3"


def test_page_numbers_may_begin_after_the_cover() -> None:
    """A cover and a contents page without numbers put every list two sheets further."""
    assert findings_of("\f\f" + CLEAN) == ()
    moved = findings_of("\f\f" + CLEAN.replace("收回事项清单.....\t3", "收回事项清单.....\t4"))
    assert [(f.code, f.message, f.page) for f in moved] == [
        ("contents", "目录中“上级部门收回事项清单”在第 4 页，实际在第 3 页", 5)
    ]


def test_two_spellings_of_one_office() -> None:
    text = CLEAN.replace("青山县公安局、青山县民政局", "青山县文化体育广播电视台和旅游局").replace(
        "禁毒宣传\t青山县公安局", "禁毒宣传\t青山县文化体育广播电视和旅游局"
    )
    found = [finding for finding in findings_of(text) if finding.code == "spelling"]
    assert [(finding.number, finding.level) for finding in found] == [(2, "doubt")]
    assert "青山县文化体育广播电视台和旅游局" in found[0].message


def test_real_list() -> None:
    found = Counter((f.code, f.level) for f in check(read_duty_list(DATA / "santai-2025.txt")))
    assert found == {
        ("unassigned clause", "doubt"): 7,
        ("punctuation", "hint"): 6,
        ("spelling", "doubt"): 2,
        ("unlisted department", "hint"): 10,
    }


def test_one_cause_in_a_duty_is_told_once_with_its_places() -> None:
    text = CLEAN.replace("1.县公安局办证； 2.县民政局宣传。", "1.办证；2.民政宣传。").replace(
        "禁毒宣传\t青山县公安局\t开展宣传。",
        "禁毒宣传\t青山县公安局\t1.县民政局培训；2.县民政局宣传；3.县公安局检查。",
    )
    assert [one.message for one in findings_of(text)] == [
        "条文“1.办证；”、“2.民政宣传。”没有写明由哪个部门承担；"
        "“青山县公安局”、“青山县民政局”列为对应部门，但没有一条职责写明由它们承担",
        "条文“1.县民政局培训；”、“2.县民政局宣传；”由“青山县民政局”承担，但本项没有列出该部门",
        "条文“1.县民政局培训；”、“2.县民政局宣传；”由谁承担没有全部认出，认出的是青山县民政局，请确认",
    ]
    text = CLEAN.replace(
        "禁毒宣传\t青山县公安局\t开展宣传。",
        "禁毒宣传\t青山县公安局\t1.县公安局向县民政局、县委宣传部报送；2.县公安局抄送县民政局。",
    )
    assert [one.message for one in findings_of(text)] == [
        "条文“1.县公安局向县民政局、县委宣传部报送；”提到“青山县民政局”；"
        "条文“2.县公安局抄送县民政局。”提到“青山县民政局”，本项没有列出该部门"
    ]


def test_findings_stand_in_the_order_of_the_duties() -> None:
    text = (
        CLEAN.replace("青山县公安局、青山县民政局", "青山县文化体育广播电视台和旅游局")
        .replace("禁毒宣传\t青山县公安局", "禁毒宣传\t青山县文化体育广播电视和旅游局")
        .replace("2\t平安法治\t禁毒", "4\t平安法治\t禁毒")
    )
    found = [(one.number, one.code) for one in findings_of(text) if one.kind == "cooperative"]
    assert [number for number, _ in found] == sorted(number or 0 for number, _ in found)
    assert {code for number, code in found if number == 4} >= {"numbering", "spelling"}


def test_a_departments_own_list_has_no_basic_duties_to_miss() -> None:
    text = (
        "青山县民政局履职事项清单\n\n乡镇（街道）配合履职事项清单\n序号\t事项类别\t事项名称\t关联乡镇\t本部门职责\t乡镇配合职责\n"
        "1\t民生\t低保\t各乡镇\t1.审核。\t1.受理。\n"
    )
    read = duty_list_of(read_text(text, "清单.txt"))
    assert read.side == "department"
    kinds = {one.kind for one in check(read) if "没有读到" in one.message}
    assert kinds == {"recalled"}


def test_a_heading_and_a_doer_that_nobody_knows_are_told() -> None:
    cases = Path(__file__).parent / "cases" / "whose"
    text = (cases / "B_unknown_heading.txt").read_text("utf-8").replace("县电力公司", "景区管委会")
    told = [f.message for f in findings_of(text) if f.code == "unknown heading"]
    assert told == ["标题“景区管委会：”没有认出，其下的条文没有归到部门"]
    text = (cases / "E_partners_only.txt").read_text("utf-8")
    assert (
        "条文“3.组织宣传。”没有写明由哪个部门承担；"
        "条文“1.会同县公安局开展联合检查。”由谁承担没有全部认出，认出的是青山县公安局，请确认"
        in [f.message for f in findings_of(text)]
    )


def test_every_kind_of_finding_has_a_name_to_filter_by() -> None:
    assert set(CODE_NAMES) == set(get_args(Code))


def test_numbers_that_go_on_from_list_to_list_are_no_mistake() -> None:
    whole = CLEAN.replace("1\t平安法治", "3\t平安法治").replace("2\t平安法治", "4\t平安法治")
    on = [one for one in findings_of(whole) if one.code == "numbering"]
    assert [(one.level, one.message) for one in on] == [
        ("hint", "序号接着前一张清单，从 3 开始"),
    ]
    gap = whole.replace("3\t平安法治", "5\t平安法治").replace("4\t平安法治", "6\t平安法治")
    off = [one for one in findings_of(gap) if one.code == "numbering"]
    assert [(one.level, one.message) for one in off] == [("error", "序号从 5 开始")]


@pytest.mark.parametrize("words", ["绿水镇基本履职事项清单", "基本履职清单（共2项）"])
def test_a_list_of_which_only_the_title_was_read_is_a_mistake(words: str) -> None:
    """Its rows may be set so that none was understood."""
    rest = CLEAN.split("绿水镇配合")[1]
    text = f"{words}\n做好党务公开\n发展党员\n绿水镇配合{rest}"
    found = [one for one in findings_of(text) if one.kind == "basic" and one.code == "columns"]
    assert [(one.level, one.message) for one in found] == [
        ("error", "原件上有基本履职事项清单的标题，没有读成清单，请对照原件补录")
    ]
    prose = text.replace(words, "基本履职事项清单另行公布。")
    found = [one for one in findings_of(prose) if one.kind == "basic" and one.code == "columns"]
    assert [one.level for one in found] == ["doubt"]
