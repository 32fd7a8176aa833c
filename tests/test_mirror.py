"""Both sides' lists: how they speak of the township is no difference between them."""

from __future__ import annotations

import pytest

from dutylist.compare.mirror import mirror
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.columns import office_of_duties
from dutylist.extract.lists.cover_owner import place_of_title
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


HEADED = """禾川县公安局涉及乡镇（街道）配合履职事项清单
序号\t事项名称\t县公安局职责\t乡镇（街道）配合职责\t备注
1\t养犬管理\t1.登记。\t1.劝导。\t各乡镇
"""


def test_a_department_that_its_title_and_its_column_name() -> None:
    """涉及乡镇 ends no place's name, and 县公安局职责 is what the department does."""
    other = duty_list_of(read_text(HEADED, "局.txt"))
    assert (other.side, other.place) == ("department", "禾川县公安局")
    roles = ("number", "name", "department duties", "township duties", "remark")
    assert other.lists[0].roles == roles
    ours = duty_list_of(read_text(OURS.format(theirs="登记。", own="劝导。"), "镇.txt"))
    found = mirror([ours], [other])
    assert (found.agree, found.findings, found.refused) == (1, (), ())


def test_the_word_for_townships_ends_no_places_name() -> None:
    assert place_of_title("青山县统一乡镇履职事项清单") == "青山县"
    assert place_of_title("青山县白云乡履职事项清单") == "青山县白云乡"


def test_a_column_names_the_department_where_no_title_does() -> None:
    untitled = HEADED.replace("禾川县公安局涉及", "").replace("履职", "")
    other = duty_list_of(read_text(untitled, "局.txt"))
    assert (other.side, other.place) == ("department", "县公安局")
    two = untitled.replace("备注", "县民政局职责").replace("各乡镇", "救助。")
    assert duty_list_of(read_text(two, "局.txt")).lists[0].roles[2::2] == ("content", "content")


@pytest.mark.parametrize(
    ("head", "office"),
    [
        ("县农业农村局工作职责", "县农业农村局"),
        ("镇综合执法办公室职责", ""),
        ("村民委员会职责", ""),
        ("街道办事处职责", ""),
        ("县级职责", ""),
    ],
)
def test_whose_duties_a_column_has_by_its_head(head: str, office: str) -> None:
    assert office_of_duties(head) == office


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ("禾川县公安局", "", "office"),
        ("\t本部门职责\t镇街配合职责", "\t联系人\t联系电话", "duties"),
    ],
)
def test_a_list_of_nobody_or_without_duties_is_refused(old: str, new: str, lacks: str) -> None:
    """Every township would seem to lack its duties."""
    ours = duty_list_of(read_text(OURS.format(theirs="登记。", own="劝导。"), "镇.txt"))
    text = THEIRS.format(theirs="登记。", own="劝导。").replace(old, new)
    other = duty_list_of(read_text(text, "局.txt"))
    assert other.side == "department"
    found = mirror([ours], [other])
    assert (found.offices, found.findings) == ((), ())
    assert [one.lacks for one in found.refused] == [lacks]
    first, *_ = mirror_report(found).sections
    assert "没有对照" in first.said[0]
