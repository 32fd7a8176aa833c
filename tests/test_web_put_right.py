"""Whatever is marked can be put right: every text of a row, the edition's own, every finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dutylist.app.corrections.lay_over import apply_corrections, duty_target
from dutylist.app.corrections.model import Correction, Place, Target, describe
from dutylist.app.web.settings import Settings
from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.render.views.card import card_view
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.official import official_view
from tests.web_office import Served, list_text, new_page, put_in, serving

pytestmark = pytest.mark.usefixtures("in_this_process")

FOREST, AID, OLD_AGE = Place(2, 1), Place(2, 2), Place(3, 1)
# What a scan gives: an office's name, a number and a word misread, two clauses run together.
MISREAD = (
    list_text()
    .replace("2\t民生服务\t临时救助\t安丰县民政局", "z\t民生服务\t临时救助\t安丰具民政局")
    .replace("1.审核救助申请； 2.发放救助资金。", "1.审核救助申诘；Z.发放救助资金。")
)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> DutyList:
    path = tmp_path_factory.mktemp("misread") / "清单.txt"
    path.write_text(MISREAD, "utf-8")
    return read_duty_list(path)


def cell(read: DutyList, place: Place, column: int, new: str, number: int = 1) -> Correction:
    duty = read.lists[place.table - 1].duties[place.position - 1]
    target = duty_target(read, place, column=column)
    return made("cell", target, duty.cells[column - 1], new, number)


def made(field: str, target: Target, old: str, new: str, number: int = 1) -> Correction:
    at = f"2026-01-05 09:00:{number:02d}"
    return Correction(f"{number:032x}", field, target, old, new, "王芳", at)  # type: ignore[arg-type]


def test_a_row_is_read_again_with_what_was_put_right(read: DutyList) -> None:
    was = read.lists[1].duties[1]
    assert was.number is None
    assert len(was.department_clauses) == 1
    corrected = apply_corrections(
        read,
        [
            cell(read, AID, 1, "2", 1),
            cell(read, AID, 4, "安丰县民政局", 2),
            cell(read, AID, 5, "1.审核救助申请；\n2.发放救助资金。", 3),
            cell(read, AID, 6, "1.受理申请；\n2.入户核查；\n3.公示。", 4),
        ],
    )
    assert [one.state for one in corrected.applied] == ["stands"] * 4
    duty = corrected.duty_list.lists[1].duties[1]
    assert duty.number == 2
    assert duty.departments == ("安丰县民政局",)
    assert [(c.label, c.text) for c in duty.department_clauses] == [
        ("1.", "审核救助申请；"),
        ("2.", "发放救助资金。"),
    ]
    assert [c.departments for c in duty.department_clauses] == [("安丰县民政局",)] * 2
    assert [c.text for c in duty.township_clauses] == ["受理申请；", "入户核查；", "公示。"]
    assert duty.source == was.source
    names = [department.name for department in corrected.duty_list.departments]
    assert "安丰具民政局" not in names
    assert names.count("安丰县民政局") == 1
    # All outputs say what was put right, and no more: the other rows are as read.
    rows = official_view(corrected.duty_list).lists[1].rows
    assert "审核救助申请" in str(rows[1])
    assert corrected.duty_list.lists[1].duties[0] == read.lists[1].duties[0]
    excerpt = excerpt_view(corrected.duty_list, "安丰县民政局")
    assert [clause.text for clause in excerpt.duties[0].clauses] == [
        "审核救助申请；",
        "发放救助资金。",
    ]


def test_the_takeover_and_the_name_are_put_right_the_same_way(read: DutyList) -> None:
    corrected = apply_corrections(
        read,
        [
            cell(read, OLD_AGE, 4, "安丰县民政局：由县民政局窗口办理"),
            cell(read, Place(1, 4), 3, "排查化解矛盾纠纷和信访事项", 2),
        ],
    ).duty_list
    assert corrected.lists[2].duties[0].takeover[0].method == "由县民政局窗口办理"
    assert corrected.lists[0].duties[3].name == "排查化解矛盾纠纷和信访事项"
    assert corrected.lists[0].duties[3].category == "平安法治"


def test_a_clause_keeps_who_was_given_it_when_its_words_are_put_right(read: DutyList) -> None:
    given = made("departments", duty_target(read, FOREST, (2,)), "", "安丰县应急管理局", 1)
    text = read.lists[1].duties[0].cells[4].replace("业务培训", "业务培训和演练")
    words = cell(read, FOREST, 5, text, 2)
    for order in ([given, words], [words, given]):
        duty = apply_corrections(read, order).duty_list.lists[1].duties[0]
        clause = duty.department_clauses[2]
        assert "业务培训和演练" in clause.text
        assert (clause.departments, clause.basis) == (("安丰县应急管理局",), "decided")


def test_what_a_person_decided_is_printed_as_such(read: DutyList) -> None:
    """The sheet is signed and sealed: it may not look like the list's own words."""
    given = made("departments", duty_target(read, FOREST, (2,)), "", "安丰县应急管理局")
    decided = apply_corrections(read, [given]).duty_list
    view = excerpt_view(decided, "安丰县应急管理局")
    marks = {clause.text: clause.mark for clause in view.duties[0].clauses}
    assert marks["开展业务培训。"] == "人工确定"
    assert marks["县应急管理局负责组织扑救；"] == ""
    assert (
        "人工确定",
        "清单该条没有写到本部门，由工作人员确定由本部门承担，不是清单原文",
    ) in view.marks
    card = card_view(decided, "cooperative", decided.lists[1].duties[0])
    heads = [section.head for section in card.sections]
    # Who said so is the office's own matter: it stands on the page and in the list of corrections.
    assert "安丰县应急管理局（配合）（人工确定）" in heads


def test_what_the_file_no_longer_says_is_told_and_changes_nothing(read: DutyList) -> None:
    target = duty_target(read, AID, column=4)
    lost = apply_corrections(read, [made("cell", target, "别的部门", "安丰县民政局")])
    assert lost.applied[0].state == "lost"
    assert lost.duty_list == read


def test_the_editions_own_words_are_put_right(read: DutyList) -> None:
    corrected = apply_corrections(
        read,
        [
            made("title", Target(), read.title, "履职事项清单（2026年版）", 1),
            made("issued", Target(), read.issued, "2026-03", 2),
            made("region", Target(), " ".join(read.region), "云岭省清河市安丰县 青禾街道", 3),
            made(
                "list title",
                Target("basic", name=read.lists[0].title),
                read.lists[0].title,
                "甲",
                4,
            ),
        ],
    ).duty_list
    assert (corrected.title, corrected.issued) == ("履职事项清单（2026年版）", "2026-03")
    assert corrected.township == "青禾街道"
    assert corrected.lists[0].title == "甲"


def test_long_texts_are_told_by_what_changed_in_them(read: DutyList) -> None:
    old = "甲" * 50 + "申诘" + "乙" * 50
    target = duty_target(read, AID, column=5)
    told = describe(made("cell", target, old, old.replace("诘", "请")))
    assert told == (
        "配合履职第 z 项第 5 栏由“…甲甲甲甲甲申诘乙乙乙乙乙乙…”改为“…甲甲甲甲甲申请乙乙乙乙乙乙…”"
    )


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Settings(tmp_path / "data")) as served:
        yield served


def test_a_clerk_puts_a_row_right_and_works_the_findings_off(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    with new_page(browser, served) as page:
        put_in(page, tmp_path, MISREAD, "青禾镇.txt")
        page.get_by_role("link", name="青禾镇清单").click()
        put_right(page, "临时救助", 1, "2")
        put_right(page, "临时救助", 4, "安丰县民政局")
        put_right(page, "临时救助", 5, "1.审核救助申请；\n2.发放救助资金。")
        expect(page.locator("#detail .clauses").first).to_contain_text("发放救助资金。")
        give_all_at_once(page)
        work_off(page)
        edition_named(page)


def put_right(page: Page, name: str, column: int, text: str) -> None:
    """Correct one cell beside the original; the name is asked for once."""
    page.get_by_role("link", name="配合履职").first.click()
    page.locator("#rows .name a", has_text=name).click()
    box = page.locator(f"#edit-cell-{column}")
    box.locator("summary").click()
    box.locator("textarea[name=new]").fill(text)
    who = box.locator("input[name=who]")
    if not who.input_value():
        who.fill("王芳")
    box.get_by_role("button", name="更正这一栏").click()
    expect(page.locator("#notice")).to_contain_text("已更正，署名王芳")


def give_all_at_once(page: Page) -> None:
    """What nobody has goes to one office in one step."""
    page.locator("#rows .name a", has_text="森林防灭火").click()
    box = page.locator("#edit-unassigned")
    box.locator("summary").click()
    box.get_by_label("安丰县应急管理局").check()
    box.get_by_role("button", name="一并确定").click()
    expect(page.locator("#notice")).to_contain_text("1 条都归“安丰县应急管理局”")
    expect(page.locator("#edit-unassigned")).to_have_count(0)


def work_off(page: Page) -> None:
    """Each finding is dealt with, the count goes down to none, and it can be taken back."""
    # A link that is being put in the place of itself would not take the click.
    page.wait_for_load_state("networkidle")
    page.locator("#tabs").get_by_role("link", name="核对").click()
    expect(page.locator("#findings")).to_be_visible()
    count = page.locator("#findings tbody tr").count()
    for done in range(1, count + 1):
        row = page.locator("#findings tbody tr").first
        row.locator("summary").click()
        row.get_by_role("button", name="按原件无误").click()
        expect(page.locator(".progress-of")).to_contain_text(f"已处理 {done}，还有 {count - done}")
    expect(page.get_by_text("都处理过了。")).to_be_visible()
    page.goto("/")
    expect(page.locator(".levels .level.error")).to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="撤销").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#tabs").get_by_role("link", name="核对").click()
    expect(page.locator("#findings tbody tr")).to_have_count(1)


def edition_named(page: Page) -> None:
    """Township and date are set, and the home page lists the edition by them."""
    page.get_by_role("link", name="清单信息").click()
    page.get_by_label("日期").fill("2026-03")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("h1")).to_contain_text("2026年3月")
    page.goto("/")
    expect(page.locator("#editions")).to_contain_text("2026年3月")


def test_a_name_that_is_nobodys_is_confirmed_once(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    """On the page of departments; the next name is at hand, and it can be taken back."""
    text = list_text().replace("3.开展业务培训。", "3.县绿苗队培训； 4.县绿苗队巡山。")
    with new_page(browser, served) as page:
        put_in(page, tmp_path, text, "青禾镇.txt")
        page.get_by_role("link", name="青禾镇清单").click()
        page.locator("#tabs").get_by_role("link", name="部门").click()
        entry = page.locator(".spellings li", has_text="县绿苗队")
        expect(entry).to_contain_text("2 处，配合履职第 1 项")
        assert entry.locator("optgroup").first.locator("option").all_text_contents() == [
            "安丰县林业局",
            "安丰县应急管理局",
        ]
        entry.get_by_label("就是").select_option("安丰县林业局")
        entry.get_by_label("更正人").fill("王芳")
        entry.get_by_role("button").click()
        expect(page.get_by_role("heading", name="没有对应到部门的名称")).to_have_count(0)
        page.goto(page.url.replace("departments#unmatched", "department?name=安丰县林业局"))
        expect(page.locator("article", has_text="森林防灭火").first).to_contain_text("县绿苗队巡山")
        with page.expect_download() as download:
            page.locator("#tabs").get_by_role("link", name="部门").click()
            page.locator("#names > summary").click()
            page.get_by_role("link", name="部门名称表").click()
        assert '"县绿苗队"' in download.value.path().read_text("utf-8")
        page.locator("#tabs").get_by_role("link", name="更正").click()
        expect(page.locator("tbody tr")).to_contain_text("条文中的“县绿苗队”就是“安丰县林业局”")
        page.get_by_role("button", name="撤销").click()
        page.locator("#tabs").get_by_role("link", name="部门").click()
        expect(page.locator(".spellings li", has_text="县绿苗队")).to_have_count(1)
