"""Both sides' lists against each other, and a county's book, on a county with known differences."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import get_args

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import html

from dutylist.compare.county import OfficeBook, Where, county
from dutylist.compare.mirror import LIKE, likeness, mirror
from dutylist.extract.formats.text.text import read_text
from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.views.county import county_report
from dutylist.render.views.county import where_name as county_where
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.lines import Run
from dutylist.render.views.mirror import fault_name, where_name
from dutylist.render.views.report import Column, Report, Section
from dutylist.render.word.report import report_docx
from tests.generated_county import (
    COOPERATIVE,
    OFFICES,
    RECALLED,
    TOWNSHIPS,
    County,
    Told,
    generated_county,
)
from tests.known_county import known_county, told_of
from tests.test_cli import dutylist


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> County:
    return generated_county(tmp_path_factory.mktemp("county"), seed=2025)


def test_a_departments_own_list(made: County) -> None:
    own = read_duty_list(made.departments[0])
    assert (own.side, own.township) == ("department", "")
    assert [table.kind for table in own.lists] == ["cooperative", "recalled"]
    duty = own.lists[0].duties[0]
    assert duty.departments == (OFFICES[0],)
    assert [clause.departments for clause in duty.department_clauses] == [(OFFICES[0],)] * 2
    assert [taken.department for taken in own.lists[1].duties[0].takeover] == [OFFICES[0]]
    assert read_duty_list(made.townships[0]).side == "township"


def test_both_sides_are_told_what_the_other_lacks_or_words_otherwise(made: County) -> None:
    found = mirror(
        [read_duty_list(path) for path in made.townships],
        [read_duty_list(path) for path in made.departments],
    )
    told: set[Told] = {
        (
            one.township,
            one.office,
            one.name,
            one.where if one.fault == "worded otherwise" else one.fault,
        )
        for one in found.findings
    }
    assert told == made.mirror
    whole = len(TOWNSHIPS) * 13
    assert found.agree == whole - len({one[:3] for one in made.mirror})


def test_a_book_for_each_department(made: County) -> None:
    books = county([read_duty_list(path) for path in made.townships])
    assert [book.office for book in books] == sorted(OFFICES)
    told: set[Told] = set()
    for book in books:
        for duty in book.duties:
            told |= {(township, book.office, duty.name, "missing") for township in duty.missing}
            told |= {
                (township, book.office, duty.name, variant.where)
                for variant in duty.variants
                for township in variant.townships
            }
    assert told == made.county


@pytest.mark.parametrize("seed", [7, 23])
def test_the_book_of_ten_townships_tells_each_known_difference_and_no_other(
    tmp_path: Path, seed: int
) -> None:
    paths, known = known_county(tmp_path, seed=seed, other_names=other_words())
    told = told_of(county([read_duty_list(path) for path in paths]))
    assert len(known) > 80
    assert (told - known, known - told) == (set(), set())


def _township(place: str, *offices: str) -> DutyList:
    """A list with a duty for each office."""
    rows = "".join(
        f"{number}\t隐患排查{number}\t{office}\t组织检查。\t配合检查。\n"
        for number, office in enumerate(offices, start=1)
    )
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    return duty_list_of(
        read_text(f"{place}\n履职事项清单\n配合履职事项清单\n{header}{rows}", "清单.txt")
    )


@pytest.mark.parametrize(
    ("offices", "expected"),
    [
        (("禾川县应急局",), ("禾川县应急管理局",)),
        (("县应急局",), ("禾川县应急管理局",)),
        (("邻水县应急局",), ("禾川县应急管理局", "邻水县应急局")),
    ],
    ids=["an everyday name", "without the county's", "another county's"],
)
def test_an_offices_everyday_name_opens_no_book_of_its_own(
    offices: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    usual = [_township(place, "禾川县应急管理局") for place in ("禾川县青石镇", "禾川县柳河镇")]
    books = county([*usual, _township("禾川县沙岭乡", *offices)])
    assert tuple(book.office for book in books) == expected
    if len(expected) == 1:
        (duty,) = books[0].duties
        assert duty.missing == ()
        assert (duty.variants, duty.only_written) == ((), 0)
        assert books[0].spellings == (
            ("禾川县应急管理局", ("青石镇", "柳河镇")),
            (offices[0], ("沙岭乡",)),
        )


def test_clauses_that_are_nobodys_are_compared_in_each_offices_book() -> None:
    """Whose they are is not said, and they may be any's of the row."""

    def township(place: str, when: str) -> DutyList:
        row = f"1\t养犬管理\t县公安局、县民政局\t1.县公安局查处。2.{when}公布结果。\t1.劝导。\n"
        header = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        text = f"禾川县{place}\n履职事项清单\n配合履职事项清单\n{header}{row}"
        return duty_list_of(read_text(text, "清单.txt"))

    books = county(
        [township("青石镇", "及时"), township("柳河镇", "及时"), township("沙岭乡", "每月")]
    )
    assert [book.office for book in books] == ["县公安局", "县民政局"]
    for book in books:
        (duty,) = book.duties
        assert [(one.where, one.townships) for one in duty.variants] == [
            ("duties of nobody", ("沙岭乡",))
        ]
        said_so = paragraphs(book)
        assert any(one.endswith("（没有写明由谁承担）\n及时公布结果。") for one in said_so)
        assert "没有写明由谁承担的职责" in said_so


def test_of_two_offices_that_take_a_duty_back_each_ones_book_has_what_it_does() -> None:
    """Of a row that both take back, too, and of one that only the other takes back nothing."""

    def township(place: str, taken: str) -> DutyList:
        row = f"1\t养犬管理\t{taken}\n"
        text = f"禾川县{place}\n履职事项清单\n上级部门收回事项清单\n{TAKEN_HEADER}{row}"
        return duty_list_of(read_text(text, "清单.txt"))

    both = "县公安局：登记。县民政局：收容。"
    others = (township("柳河镇", "县公安局：登记。"), township("沙岭乡", "县民政局：收容。"))
    books = county([township("青石镇", both), *others])
    told = {book.office: book.duties[0] for book in books}
    texts = {office: dict(duty.texts)["takeover"] for office, duty in told.items()}
    assert texts == {"县公安局": "登记。", "县民政局": "收容。"}
    for duty in told.values():
        assert [one for one in duty.variants if one.where == "takeover"] == []


TAKEN_HEADER = "序号\t事项名称\t承接部门及工作方式\n"


def _rewarded(place: str, column: str, last: str, others: str = "") -> DutyList:
    """A township whose police has a duty of its own, and stands in another's clause."""
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    rows = (
        f"1\t见义勇为\t{column}\t1.县委政法委统筹。2.{last}{others}\t1.上报。\n"
        "2\t养犬管理\t县公安局\t1.县公安局查处。\t1.劝导。\n"
    )
    text = f"禾川县{place}\n履职事项清单\n配合履职事项清单\n{header}{rows}"
    return duty_list_of(read_text(text, "清单.txt"))


def test_an_office_that_only_a_clause_gives_work_has_the_duty_in_its_book() -> None:
    """As in its excerpt: the row's department column does not name it."""
    police = "县公安局为见义勇为人员提供保护。"
    lists = [
        _rewarded("青石镇", "县委政法委、县司法局", police, "3.及时通报。"),
        _rewarded("柳河镇", "县委政法委、县司法局", police, "3.每月通报。"),
        _rewarded("沙岭乡", "县委政法委、县司法局", "县公安局办理。"),
    ]
    assert [duty.name for duty in excerpt_view(lists[0], "县公安局").duties] == [
        "养犬管理",
        "见义勇为",
    ]
    books = {book.office: book for book in county(lists)}
    assert set(books) == {"县公安局", "县委政法委", "县司法局"}
    by_name = {duty.name: duty for duty in books["县公安局"].duties}
    assert set(by_name) == {"养犬管理", "见义勇为"}
    duty = by_name["见义勇为"]
    assert duty.missing == ()
    assert duty.unlisted == ("青石镇", "柳河镇", "沙岭乡")
    # What is nobody's may be any office's of the row: this one does not stand there.
    assert [(one.where, one.townships) for one in duty.variants] == [
        ("department duties", ("沙岭乡",))
    ]
    assert dict(duty.texts)["department duties"] == police
    said_so = "县委政法委（牵头）、县司法局、县公安局（条文所列，部门栏没有写）"
    assert said_so in paragraphs(books["县公安局"])
    (own,) = books["县委政法委"].duties
    assert own.unlisted == ()
    assert [one.where for one in own.variants] == ["duties of nobody"] * 2
    assert "县委政法委（牵头）、县司法局" in paragraphs(books["县委政法委"])


def test_an_office_that_some_townships_list_and_others_only_give_work() -> None:
    police = "县公安局为见义勇为人员提供保护。"
    books = county(
        [
            _rewarded("青石镇", "县委政法委、县公安局", police),
            _rewarded("柳河镇", "县委政法委、县公安局", police),
            _rewarded("沙岭乡", "县委政法委、县司法局", police),
            _rewarded("石桥镇", "县委政法委", "县委政法委办理。"),
        ]
    )
    book = next(one for one in books if one.office == "县公安局")
    duty = next(one for one in book.duties if one.name == "见义勇为")
    assert duty.unlisted == ("沙岭乡",)
    assert (
        "县委政法委（牵头）、县司法局（1 个乡镇）、县公安局（沙岭乡：条文所列，部门栏没有写）"
        in paragraphs(book)
    )


def paragraphs(book: OfficeBook) -> list[str]:
    """The texts of all cells of a book."""
    rows = [row for section in county_report(book).sections for row in section.rows]
    return ["".join(run.text for run in cell) for row in rows for cell in row]


def test_a_duty_that_only_one_side_has(made: County, tmp_path: Path) -> None:
    copy = docx.Document(str(made.departments[0]))
    row = copy.tables[0].rows[1]._tr
    row.getparent().remove(row)
    copy.save(str(tmp_path / "水利局.docx"))
    townships = [read_duty_list(path) for path in made.townships]
    found = mirror(townships, [read_duty_list(tmp_path / "水利局.docx")])
    lacking = {one.township for one in found.findings if one.name == "河道采砂巡查"}
    have = {
        one.township
        for one in townships
        if any(d.name == "河道采砂巡查" for d in one.lists[0].duties)
    }
    assert lacking == have


def test_every_format_of_the_mirror_says_each_difference_to_the_character(
    made: County, tmp_path: Path
) -> None:
    names = [str(path) for path in (*made.townships, *made.departments)]
    result = dutylist("mirror", *names, "--to", "docx,pdf,xlsx,html", "-o", str(tmp_path))
    assert result.returncode == 0, result.stderr
    found = mirror(
        [read_duty_list(path) for path in made.townships],
        [read_duty_list(path) for path in made.departments],
    )
    wanted = Counter(
        (
            one.name,
            f"{where_name(one.where)}：{fault_name(one.fault)}",
            bare("".join(part.text for part in one.wording.segments if part.kind != "inserted")),
            bare("".join(part.text for part in one.wording.segments if part.kind != "deleted")),
        )
        for one in found.findings
    )
    assert wanted.total() > 40

    def said(cells: list[str]) -> tuple[str, str, str, str]:
        return cells[2], cells[5], bare(cells[3]), bare(cells[4])

    # The overview stands in front.
    _, *tables = docx.Document(str(tmp_path / "乡镇部门对照.docx")).tables
    word = [said([cell.text for cell in row.cells]) for table in tables for row in table.rows[1:]]
    assert Counter(word) == wanted
    book = openpyxl.load_workbook(tmp_path / "乡镇部门对照.xlsx")
    _, *sheets = book.worksheets
    rows = [
        [str(cell.value or "") for cell in row] for sheet in sheets for row in sheet.iter_rows(2)
    ]
    assert Counter(said(row[-6:]) for row in rows) == wanted
    page = html.fromstring((tmp_path / "乡镇部门对照.html").read_text("utf-8"))
    cells = [
        ["".join(cell.itertext()) for cell in row.xpath("./td")]
        for table in page.xpath("//table")[1:]
        for row in table.xpath("./tbody/tr")
    ]
    assert Counter(map(said, cells)) == wanted
    with pdfplumber.open(tmp_path / "乡镇部门对照.pdf") as pdf:
        text = bare("".join(page.extract_text() for page in pdf.pages))
    for one in found.findings:
        assert f"{one.office}与{one.township}" in text
    for name, fault in {(one[0], one[1]) for one in wanted}:
        assert bare(name) in text
        assert fault.partition("：")[0] in text


def bare(text: str) -> str:
    return re.sub(r"^第\d+项", "", "".join(text.split()))


@pytest.mark.parametrize("seed", range(1, 3))
def test_what_the_mirror_tells_of_ten_townships_is_what_differs(seed: int, tmp_path: Path) -> None:
    other = generated_county(tmp_path, seed)
    found = mirror(
        [read_duty_list(path) for path in other.townships],
        [read_duty_list(path) for path in other.departments],
    )
    told = {
        (*place, one.where if one.fault == "worded otherwise" else one.fault)
        for one in found.findings
        for place in [(one.township, one.office, one.name)]
    }
    right = len(told & other.mirror)
    assert len(other.mirror) > 25
    assert 2 * right / (len(told) + len(other.mirror)) == 1.0


@pytest.fixture(scope="module")
def books(made: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's books, made from the store that a batch wrote."""
    folder = tmp_path_factory.mktemp("books")
    done = dutylist("batch", str(made.townships[0].parent), "-o", str(folder / "库.sqlite"))
    assert done.returncode == 0, done.stderr
    result = dutylist(
        "county", str(folder / "库.sqlite"), "--to", "docx,xlsx,html", "-o", str(folder / "汇总")
    )
    assert result.returncode == 0, result.stderr
    assert f"乡镇 {len(TOWNSHIPS)} 个，部门 {len(OFFICES)} 个" in result.stderr
    assert f"部门自己的清单 {len(OFFICES)} 份没有用上" in result.stderr
    return folder / "汇总"


def test_a_store_gives_the_books_that_the_folder_gives(
    made: County, books: Path, tmp_path: Path
) -> None:
    folder = made.townships[0].parent
    assert dutylist("county", str(folder), "--to", "html", "-o", str(tmp_path)).returncode == 0
    for office in OFFICES:
        one, other = ((place / f"{office}.html").read_text("utf-8") for place in (tmp_path, books))
        assert one == other


def test_a_book_says_which_townships_who_acts_and_what_differs(made: County, books: Path) -> None:
    for office in OFFICES:
        tables = docx.Document(str(books / f"{office}.docx")).tables
        overview, _, differences, matrix = (
            [[cell.text for cell in row.cells] for row in table.rows] for table in tables
        )
        mine = [one for one in COOPERATIVE if OFFICES[one[1]] == office]
        names = [*(one[0] for one in mine), *(r[0] for r in RECALLED if OFFICES[r[1]] == office)]
        lacking = {
            name: {told[0] for told in made.county if told[1:] == (office, name, "missing")}
            for name in names
        }
        assert {row[2] for row in overview[1:]} == set(names)
        for _, _, name, count, without, who, _ in overview[1:]:
            assert count == f"{len(TOWNSHIPS) - len(lacking[name])}/{len(TOWNSHIPS)}"
            assert set(filter(None, without.split("、"))) == lacking[name]
            assert who == office
        assert set(matrix[0][2:]) == set(TOWNSHIPS)
        for row in matrix[1:]:
            marks = dict(zip(matrix[0][2:], row[2:], strict=True))
            assert {place for place, mark in marks.items() if mark == "—"} == lacking[row[1]]
            assert all(mark.isdigit() for mark in marks.values() if mark != "—")
        told = {
            (place, office, row[1], WHERE[row[2]])
            for row in differences[1:]
            for place in row[3].split("、")
        }
        assert told == {one for one in made.county if one[1] == office and one[3] != "missing"}


def test_a_book_shows_the_characters_that_differ(made: County, books: Path) -> None:
    """Of 按季度 before a clause, and 接受监督 behind a method, only these are marked as new."""
    marked = set()
    for office in OFFICES:
        page = html.fromstring((books / f"{office}.html").read_text("utf-8"))
        marked |= {bare("".join(one.itertext())) for one in page.xpath("//ins")}
        assert {bare("".join(one.itertext())) for one in page.xpath("//del")} <= {""}
    assert marked == {"按季度", "，接受监督"}


def test_both_sides_are_needed(made: County, tmp_path: Path) -> None:
    names = [str(path) for path in made.townships[:2]]
    result = dutylist("mirror", *names, "-o", str(tmp_path))
    assert "写了乡镇清单 2 份、部门清单 0 份，两边都要有" in result.stderr


WHERE = {county_where(where): where for where in get_args(Where)}


OTHER_WORDS = """
    党内统计工作|党内统计
    干部人事档案工作|干部人事档案管理工作
    农业水价调整工作|农业水价综合改革工作
    国家统计专项调查工作|国家专项统计调查
    老年人高龄津贴的发放管理|高龄津贴发放管理
    开展见义勇为相关工作|见义勇为工作
    文明养犬管理工作|养犬管理
    “私屠滥宰”执法监管|私屠滥宰监管
    开展农牧业防灾减灾工作|农牧业防灾减灾
    高标准农田基础设施建设|高标准农田建设
    农作物病虫害防治|农作物重大病虫害防治工作
    农村供水保障工作|农村供水保障
    机电井管理|农用机电井管理
    地名管理|地名管理工作
    残疾人证管理|残疾人证办理与管理
    救灾捐赠款物的代收工作|代收救灾捐赠款物
    土地复垦验收确认|土地复垦验收
    国土资源监督检查|自然资源监督检查
    卫片图斑治理工作|卫片图斑整治
    湿地保护工作|湿地保护
    退耕还林管理|退耕还林还草管理
    水土保持监督管理|水土保持监管
    农作物秸秆禁烧、综合利用工作|秸秆禁烧和综合利用
    城镇燃气（含瓶装液化气）安全监督管理|燃气安全监管
    非物质文化遗产传承与保护|非遗保护与传承
    疫苗接种工作|预防接种工作
    开展安全生产监督检查|安全生产检查
    森林草原防灭火|森林草原防灭火工作
    打击传销工作|打击传销
    校外培训机构监管|校外培训监管
"""
"""Names of the real list, and the same duties as another office might name them."""


def other_words() -> list[tuple[str, str]]:
    pairs = (line.strip().split("|") for line in OTHER_WORDS.strip().splitlines())
    return [(one, other) for one, other in pairs]


def test_which_names_are_one_duty_in_other_words() -> None:
    pairs = other_words()
    alike = [likeness(one, other) >= LIKE for one, other in pairs]
    assert (sum(alike), len(alike)) == (27, 30)
    real = read_duty_list(Path(__file__).parent / "data" / "santai-2025.txt")
    by_office: dict[str, list[str]] = {}
    for table in real.lists[1:]:
        for duty in table.duties:
            for listed in duty.listed:
                by_office.setdefault(listed.office, []).append(duty.name)
    different = [
        likeness(one, other)
        for names in by_office.values()
        for one, other in combinations(names, 2)
    ]
    assert len(different) > 500
    assert max(different) < LIKE


def test_a_book_has_an_offices_clauses_line_by_line() -> None:
    header = "序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    row = "1\t河道巡查\t禾川县水利局\t1.制定方案。2.组织验收。\t1.巡查。2.上报。\n"
    text = f"禾川县青石镇\n履职事项清单\n配合履职事项清单\n{header}{row}"
    (book,) = county([duty_list_of(read_text(text, "清单.txt"))])
    (duty,) = book.duties
    assert dict(duty.texts)["department duties"] == "制定方案。\n组织验收。"


def test_an_office_under_another_name_in_one_township_is_compared_and_none_is_called_idle() -> None:
    """水利局 where the others have 水务局: what it does is set against theirs. Where a row gives
    the office nothing, its departments differ and nothing else is said of it."""
    header = "配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    lists = [
        duty_list_of(
            read_text(
                f"禾川县{place}\n履职事项清单\n{header}1\t渠系养护\t{row}\t1.巡查。\n", "清单.txt"
            )
        )
        for place, row in {
            "青石镇": "县水务局、县财政局\t1.县水务局培训管水员。2.县财政局拨付经费。",
            "柳河镇": "县水务局、县财政局\t1.县水务局培训管水员。2.县财政局拨付经费。",
            "沙岭乡": "县水利局、县财政局\t1.县水利局培训水管员。2.县财政局拨付经费。",
            "大有乡": "县财政局\t1.县财政局拨付经费。",
        }.items()
    ]
    books = {book.office: book.duties[0] for book in county(lists)}
    told = {
        office: {
            (variant.where, variant.townships, variant.wording.new) for variant in duty.variants
        }
        for office, duty in books.items()
    }
    departments = {("departments", ("大有乡",), "县财政局")}
    assert told["县财政局"] == departments
    other = ("department duties", ("沙岭乡",), "县水利局培训水管员。")
    assert told["县水务局"] == departments | {other}


def test_what_stands_above_a_table_goes_with_it_in_word() -> None:
    section = Section(
        "二、各项文字", ("这里是多数乡镇的。",), (Column("事项", 1),), (((Run("甲"),),),)
    )
    document = docx.Document(io.BytesIO(report_docx(Report("汇总", "乡镇 1 个", (section,)))))
    (said,) = (one for one in document.paragraphs if one.text == "这里是多数乡镇的。")
    assert said.paragraph_format.keep_with_next


def test_a_matrix_of_many_townships_goes_on_in_a_second_part() -> None:
    header = "配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
    row = "1\t河道巡查\t县水利局\t1.制定方案。\t1.巡查。\n"
    lists = [
        duty_list_of(read_text(f"禾川县{first}{second}镇\n履职事项清单\n{header}{row}", "清单.txt"))
        for first in "青柳沙"
        for second in "石河岭山田"
    ]
    (book,) = county(lists)
    *_, first, second = county_report(book).sections
    assert (first.heading, second.heading) == (
        "四、事项与乡镇对照（1）（各乡镇的序号）",
        "四、事项与乡镇对照（2）（各乡镇的序号）",
    )
