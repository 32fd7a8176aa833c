"""One office of a county under several names: its own file is one, and what only may be its old or
other name is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dutylist.compare.counties import by_county
from dutylist.compare.county import OfficeBook, county, lacking
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.records.model import Department, DutyList
from dutylist.render.views.county import county_report
from dutylist.render.views.county_overview import UsedList, county_overview

HEADER = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"


def township(
    place: str,
    *rows: str | tuple[str, str, str],
    taken: str = "",
    confirmed: tuple[Department, ...] = (),
) -> DutyList:
    """A list of duties 河道巡查1, 2…: each by its office, or by office, its and the township's
    clauses."""
    each = (row if isinstance(row, tuple) else (row, "1.制定方案。", "1.巡查。") for row in rows)
    cells = ((str(n), f"河道巡查{n}", *row) for n, row in enumerate(each, start=1))
    body = "".join("\t".join(row) + "\n" for row in cells)
    text = f"{place}\n履职事项清单\n配合履职事项清单\n{HEADER}{body}"
    if taken:
        text += f"上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n1\t{taken}\n"
    return duty_list_of(read_text(text, "清单.txt"), confirmed)


def said(book: OfficeBook) -> str:
    """All that the book says, a line for each cell and sentence."""
    sections = county_report(book).sections
    sentences = [one for section in sections for one in section.said]
    cells = [cell for section in sections for row in section.rows for cell in row]
    return "\n".join([*sentences, *("".join(run.text for run in cell) for cell in cells)])


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("县水利局", "水利局", "县水利局"), "县水利局"),
        (("县水利局", "水利局", "禾川县水利局"), "禾川县水利局"),
        (("县水利局", "县水利局", "青山市禾川县水利局"), "县水利局"),
        (("水利局", "水利局", "禾川县水利局"), "禾川县水利局"),
        (("县交通局", "交通运输局", "县交通运输局"), "县交通运输局"),
        (
            ("市生态环境局禾川分局", "市生态环境局禾川县分局", "青山市生态环境局禾川分局"),
            "青山市生态环境局禾川分局",
        ),
    ],
)
def test_the_names_of_one_office_have_one_book(names: Sequence[str], called: str) -> None:
    lists = [
        township(f"青山市禾川县{place}", name)
        for place, name in zip(("青石镇", "柳河镇", "沙岭乡"), names, strict=True)
    ]
    (book,) = county(lists)
    assert book.office == called
    assert {name for name, _ in book.spellings} == set(names)
    (duty,) = book.duties
    assert (duty.missing, duty.variants, duty.unlisted) == ((), (), ())
    assert "都算同一个部门" in said(book)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县水利局", "市水利局"),
        ("市水利局", "南江市水利局"),
        ("县水利局", "邻水县水利局"),
        ("县公安局", "县民政局"),
    ],
)
def test_other_places_and_other_works_offices_are_apart(one: str, other: str) -> None:
    lists = [township("青山市禾川县青石镇", one), township("青山市禾川县柳河镇", other)]
    assert {book.office for book in county(lists)} == {one, other}


def test_two_offices_that_one_list_has_beside_each_other_are_two() -> None:
    both = ("县城市管理局", "县综合行政执法局")
    lists = [township("禾川县青石镇", *both), township("禾川县柳河镇", both[0])]
    # The reader takes them for one; that is told.
    assert [(one.office, one.perhaps) for one in county(lists)] == [
        ("县城市管理局", (("县综合行政执法局", ("青石镇",)),))
    ]
    apart = (Department(both[0], both[:1], both), Department(both[1], both[1:], both))
    lists[0] = replace(lists[0], departments=apart)
    assert [one.office for one in county(lists)] == [both[0]]
    lists[0] = replace(township("禾川县青石镇", "县水利局", "县公安局"), departments=apart)
    lists.append(township("禾川县沙岭乡", both[1]))
    assert [one.office for one in county(lists) if one.office in both] == sorted(both)


@pytest.mark.parametrize("together", [True, False])
def test_the_confirmed_departments_have_their_say(together: bool) -> None:
    """Also where each list's own file confirms one of them."""
    names = ("县国土资源局", "县自然资源局")
    confirmed = [Department(name, (name,), names, confirmed=True) for name in names]
    lists = [
        township(f"禾川县{place}", name, confirmed=tuple(confirmed if together else [one]))
        for place, name, one in zip(("青石镇", "柳河镇"), names, confirmed, strict=True)
    ]
    assert tuple(book.office for book in county(lists)) == names


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("县自然资源局", "县国土资源局"),
        ("县卫生健康局", "县卫生和计划生育局"),
        ("县城市管理局", "县综合行政执法局"),
    ],
)
def test_an_old_or_other_name_is_told_in_the_offices_book(usual: str, other: str) -> None:
    lists = [township(f"禾川县{place}", usual) for place in ("青石镇", "柳河镇")]
    (book,) = county([*lists, township("禾川县沙岭乡", other)])
    assert (book.office, book.perhaps) == (usual, ((other, ("沙岭乡",)),))
    assert f"待核：沙岭乡写的是“{other}”，可能是“{usual}”的旧称或另一名称" in said(book)


def test_how_a_text_is_written_is_no_difference() -> None:
    usual = ("县水利局", "1.县水利局负责组织检查；2.通报县公安局。", "1.镇级河长巡河。")
    other = ("禾川县水利局", "禾川县水利局：\n1.组织检查。2.通报公安局；", "1.乡级河长巡河；")
    police = ("县公安局", "1.查处。", "1.劝导。")
    lists = [
        township("禾川县青石镇", usual, police),
        township("禾川县柳河镇", usual, police),
        township("禾川县沙岭乡", other, ("公安局", *police[1:])),
    ]
    book = next(one for one in county(lists) if one.office == "县水利局")
    (duty,) = book.duties
    assert duty.variants == ()
    assert "只有写法不同" in said(book)
    changed = (other[0], other[1].replace("检查", "抽查"), other[2])
    lists[2] = township("禾川县沙岭乡", changed)
    book = next(one for one in county(lists) if one.office == "县水利局")
    assert [(one.where, one.townships) for one in book.duties[0].variants] == [
        ("department duties", ("沙岭乡",))
    ]


def test_another_leader_is_said_as_such() -> None:
    rest = ("1.组织检查。", "1.巡查。")
    lists = [
        township(f"禾川县{one}", ("县水利局、县公安局", *rest)) for one in ("青石镇", "柳河镇")
    ]
    lists.append(township("禾川县沙岭乡", ("县公安局、县水利局", *rest)))
    for book in county(lists):
        assert [(one.where, one.townships) for one in book.duties[0].variants] == [
            ("lead", ("沙岭乡",))
        ]
        assert "牵头：县公安局；其他乡镇：县水利局" in said(book)
        assert "县水利局（牵头）、县公安局" in said(book)


def test_a_duty_that_another_township_has_in_another_list_says_both() -> None:
    lists = [township(f"禾川县{place}", "县水利局") for place in ("青石镇", "柳河镇")]
    lists.append(township("禾川县沙岭乡", taken="河道巡查1\t县水利局：组织检查。"))
    (book,) = county(lists)
    helped, taken = book.duties
    assert helped.elsewhere == (("recalled", ("沙岭乡",)),)
    assert taken.elsewhere == (("cooperative", ("青石镇", "柳河镇")),)
    assert "沙岭乡：列在上级部门收回清单" in said(book)


def test_of_whose_county_a_list_is_that_does_not_say_it() -> None:
    """The only county there is, or the only one that its offices name."""
    named = [township(f"禾川县{place}", "县水利局") for place in ("青石镇", "柳河镇")]
    other = township("邻水县石桥镇", "县水利局")
    bare = township("沙岭乡", "县水利局")
    branch = township("沙岭乡", "市生态环境局禾川分局")
    told = [(one.name, one.places, one.unsaid) for one in by_county([*named, bare])]
    assert told == [("禾川县", (0, 1, 2), (2,))]
    told = [(one.name, one.places, one.unsaid) for one in by_county([*named, other, branch])]
    assert told == [("禾川县", (0, 1, 3), (3,)), ("邻水县", (2,), ())]
    told = [(one.name, one.places, one.unsaid) for one in by_county([*named, other, bare])]
    assert told == [("禾川县", (0, 1), ()), ("邻水县", (2,), ()), ("", (3,), ())]


def test_the_overview_says_what_it_is_made_from_and_what_each_township_lacks() -> None:
    lists = [
        township("禾川县青石镇", "县水利局", "县公安局"),
        township("禾川县柳河镇", "县水利局", "公安局"),
        township("沙岭乡", "县水利局", taken="河道巡查2\t县公安局：组织检查。"),
    ]
    (one,) = by_county(lists)
    used = [UsedList(each, f"{n}.docx", n in one.unsaid) for n, each in enumerate(lists)]
    books = county(lists, one.unsaid)
    assert {book.unsaid for book in books} == {("沙岭乡",)}
    assert "待核：沙岭乡的清单没有写明是哪个县" in said(books[0])
    report = county_overview(one.name, used, books, lacking(lists))
    first, offices, lacks = report.sections
    rows = [
        ["".join(run.text for run in cell) for cell in row] for row in (*first.rows, *lacks.rows)
    ]
    assert rows == [
        ["1", "青石镇", "0.docx", "没有年份", "0", "2", "0", ""],
        ["2", "柳河镇", "1.docx", "没有年份", "0", "2", "0", ""],
        ["3", "沙岭乡", "2.docx", "没有年份", "0", "1", "1", "待核：没有写明哪个县"],
        ["配合履职", "河道巡查2", "2/3", "列在上级部门收回清单"],
    ]
    assert lacks.heading == "多数乡镇有、沙岭乡没有的事项"
    assert [row[0][0].text for row in offices.rows] == ["县公安局"]


def test_a_basic_duty_that_most_have_is_lacking_too() -> None:
    basic = "{}\n履职事项清单\n基本履职事项清单\n序号\t类别\t事项名称\n1\t党建\t换届选举\n{}"
    more = "2\t党建\t发展党员\n"
    lists = [
        duty_list_of(read_text(basic.format(f"禾川县{place}", rest), "清单.txt"))
        for place, rest in (("青石镇", more), ("柳河镇", more), ("沙岭乡", ""))
    ]
    told = [(name, [duty.name for duty in duties]) for name, duties in lacking(lists)]
    assert told == [("青石镇", []), ("柳河镇", []), ("沙岭乡", ["发展党员"])]
