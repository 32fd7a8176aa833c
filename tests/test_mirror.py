"""Both sides' lists: how they speak of the township is no difference between them."""

from __future__ import annotations

import pytest

from dutylist.compare.mirror import mirror
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.render.views.mirror import mirror_report

OURS = """禾川县青石镇
履职事项清单
配合履职事项清单
序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t养犬管理\t县公安局\t1.{theirs}\t1.{own}
"""
THEIRS = """禾川县公安局履职事项清单
镇街配合履职事项清单
序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责
1\t养犬管理\t各乡镇\t1.{theirs}\t1.{own}
"""


@pytest.mark.parametrize(
    ("ours", "theirs", "differ"),
    [
        ("青石镇劝导。", "各乡镇劝导。", False),
        ("禾川县青石镇劝导。", "乡镇（街道）劝导。", False),
        ("本镇劝导。", "镇、街道劝导。", False),
        ("青石镇、本镇各村劝导。", "乡镇、镇各村劝导。", False),
        ("青石镇劝导。", "柳河镇劝导。", True),
        ("青石镇劝导。", "大青石镇劝导。", True),
        ("集镇劝导。", "各乡镇劝导。", True),
        ("青石镇劝导。", "各村劝导。", True),
        ("青石镇劝导。", "各乡镇引导。", True),
    ],
)
def test_how_a_township_is_called_is_no_difference(ours: str, theirs: str, differ: bool) -> None:
    for where in ("theirs", "own"):
        texts = {"theirs": "登记。", "own": "劝导。"}
        one = duty_list_of(read_text(OURS.format(**(texts | {where: ours})), "镇.txt"))
        other = duty_list_of(read_text(THEIRS.format(**(texts | {where: theirs})), "局.txt"))
        found = mirror([one], [other])
        told = [finding.where for finding in found.findings]
        duties = {"theirs": "department duties", "own": "township duties"}
        assert told == ([duties[where]] if differ else []), found
        assert found.agree == (not differ)


def test_a_departments_list_is_set_against_its_own_countys_townships() -> None:
    """县公安局 is another office in the next county, whose townships do not lack its duties."""
    texts = {"theirs": "登记。", "own": "劝导。"}
    ours = [
        duty_list_of(read_text(OURS.replace("禾川县青石镇", place).format(**texts), "镇.txt"))
        for place in ("禾川县青石镇", "白河县石桥镇", "沙岭乡")
    ]
    theirs = THEIRS.replace("1\t养犬管理", "1\t禁毒宣传")
    other = duty_list_of(read_text(theirs.format(**texts), "局.txt"))
    told = {(one.township, one.fault) for one in mirror(ours, [other]).findings}
    assert told == {("青石镇", "only township"), ("青石镇", "only department")}
    nobodys = duty_list_of(read_text(theirs.replace("禾川", "").format(**texts), "局.txt"))
    assert {one.township for one in mirror(ours, [nobodys]).findings} >= {"青石镇", "石桥镇"}


SHARED = "县公安局负责登记；2.县财政局负责拨付经费，并公开（每年一次）；"


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (SHARED, None),
        ("登记；", None),
        ("县公安局：登记；", None),
        ("登记造册；", ("县公安局负责登记；", "登记造册；")),
        (SHARED.replace("每年", "每季度"), ("（每年一次）", "（每季度一次）")),
        (SHARED.replace("登记", "登记造册"), ("登记；", "登记造册；")),
    ],
    ids=["all offices'", "its own", "with its name", "otherwise", "another's", "all, otherwise"],
)
def test_a_side_may_have_the_offices_part_alone_or_all(
    theirs: str, told: tuple[str, str] | None
) -> None:
    """What differs is told in the lists' own words, the likest of both sides."""
    both = OURS.replace("\t县公安局\t", "\t县公安局、县财政局\t")
    ours = duty_list_of(read_text(both.format(theirs=SHARED, own="劝导。"), "镇.txt"))
    other = duty_list_of(read_text(THEIRS.format(theirs=theirs, own="劝导。"), "局.txt"))
    found = mirror([ours], [other]).findings
    if told is None:
        assert found == ()
        return
    (one,) = found
    assert one.where == "department duties"
    assert told[0] in one.wording.old
    assert told[1] in one.wording.new
    assert one.wording.old.count("\n") == one.wording.new.count("\n")


def test_a_place_is_called_by_what_lies_in_it() -> None:
    for ours, theirs in (
        ("本镇开展巡查。", "本辖区开展巡查。"),
        ("辖区内巡查。", "青石镇内巡查。"),
    ):
        texts = {"theirs": "登记。", "own": ours}
        one = duty_list_of(read_text(OURS.format(**texts), "镇.txt"))
        other = duty_list_of(read_text(THEIRS.format(**(texts | {"own": theirs})), "局.txt"))
        assert mirror([one], [other]).findings == (), (ours, theirs)


def test_an_overview_says_first_in_what_and_where_each_departments_list_differs() -> None:
    texts = {"theirs": "登记。", "own": "劝导。"}
    ours = [
        duty_list_of(read_text(OURS.replace("青石镇", place).format(**given), "镇.txt"))
        for place, given in (
            ("青石镇", texts),
            ("石桥镇", texts | {"own": "引导。"}),
            ("柳河镇", {"theirs": "发证。", "own": "引导。"}),
        )
    ]
    theirs = [
        duty_list_of(read_text(THEIRS.replace("公安", office).format(**texts), "局.txt"))
        for office in ("公安", "民政")
    ]
    report = mirror_report(mirror(ours, theirs[:1]))
    assert report.sections[0].heading == "各部门概况"
    (row,) = report.sections[0].rows
    told = ["".join(run.text for run in one) for one in row]
    assert told == ["禾川县公安局", "1", "3", "2", "石桥镇 1、柳河镇 2"]
    assert mirror_report(mirror(ours[:1], theirs[:1])).sections == ()
    assert len(mirror_report(mirror(ours, theirs)).sections[0].rows) == 2
