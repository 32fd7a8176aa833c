"""What letters say, of real rows: numbers that agree, how a duty became an office's own, nothing of
the machine's; drafts are told; the signature on page 1 or with a full page before it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest

from dutylist.compare.decisions import parse_decisions
from dutylist.compare.editions import compare_editions
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Kind
from dutylist.records.templates import template
from dutylist.render.typeset.faces import load_faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.comparison import comparison_view
from dutylist.render.views.lines import Run
from dutylist.render.views.notice import NoticeView, department_view, notice_view
from dutylist.render.write_comparison import unsure_departments, write_notices
from tests.edits import Row
from tests.test_compare_command import run
from tests.test_compare_reforms import FARM, OLD_ROWS, WATER, compared, letter
from tests.test_compare_whole import TOLD, told
from tests.test_views_whole import letters

DIVIDED = TOLD / "divided_office"
CULTURE, BROADCAST = "吉木萨尔县文化和旅游局", "吉木萨尔县广播电视局"
DECIDED = f"""
["对应"]
"旧 配合-11" = "新 配合-12、新 配合-13"
["部门"]
"吉木萨尔县文化体育广播电视台和旅游局" = "{CULTURE}、{BROADCAST}"
"""


BOTTOM = 35 / 25.4 * 72
"""pt; the margin below."""
MOST_WHITE = 4 * 28


def named(text: str) -> int:
    """How many duties a list of numbers names: 第5、9、11—14项."""
    found = 0
    for numbers in re.findall(r"第([\d、—]+)项", text):
        for part in numbers.split("、"):
            first, _, last = part.partition("—")
            found += int(last or first) - int(first) + 1
    return found


@pytest.mark.parametrize("case", ["divided_office", "reform", "merged_townships", "many_edits"])
def test_a_letter_counts_the_duties_that_it_names(case: str) -> None:
    for view in letters(case):
        _, opening, *rest = (one.text for one in view.paragraphs)
        kinds = "".join(
            re.sub("与现.*?对调先后|拆分为.*?项|由[^：]*?项合并", "", it)
            for it in rest
            if it[1] == "."
        )
        new = "".join(kinds.split("原")[::2]) if "取消" in kinds else kinds
        both = re.search(r"，\S+?版为(\d+)项，\S+?版为(\d+)项，", opening)
        one = re.search("共(\\d+)项", opening)
        if both:
            assert named(new) == int(both[2])
        elif one:
            assert named(kinds) == int(one[1])


def test_a_letter_counts_duties_of_either_edition_apart_where_one_became_two() -> None:
    view = comparison_view(told("divided_office"))
    department = department_view(told("divided_office"), view, CULTURE)
    text = "".join(
        one.text for one in notice_view(told("divided_office"), view, department).paragraphs
    )
    assert "2025年7月版为7项，2026年6月版为8项" in text
    assert f"8项中7项改列{CULTURE}（现为8项：配合5、9、11—14、16、17）" in text


@pytest.mark.parametrize(
    ("office", "what"),
    [
        ("吉木萨尔县自然资源局", "由基本履职调整为上级部门收回，新列为承接部门：上级部门收回第7项"),
        ("吉木萨尔县林业和草原局", "由基本履职调整为配合履职，新列为对应部门：配合履职第10项"),
        ("吉木萨尔县教育局", "由配合履职调整为上级部门收回：上级部门收回第2项"),
    ],
)
def test_what_was_the_townships_own_is_said_so_to_the_office_that_has_it_now(
    office: str, what: str
) -> None:
    """In the words of the table."""
    found = [one.text for it in letters("divided_office") if it.department == office
             for one in it.paragraphs]  # fmt: skip
    assert any(what in text for text in found)
    notes = [
        line.note for row in comparison_view(told("divided_office")).rows for line in row.lines
    ]
    assert any(what.split("，")[0].split("：")[0] in note for note in notes)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("cooperative", "basic", "由配合履职调整为基本履职，不再列为对应部门"),
        ("recalled", "basic", "由上级部门收回调整为基本履职，不再列为承接部门"),
        ("basic", "recalled", "由基本履职调整为上级部门收回，新列为承接部门"),
    ],
)
def test_a_duty_that_went_from_one_side_to_the_other_is_said_so(
    old: Kind, new: Kind, what: str
) -> None:
    def row(kind: Kind) -> Row:
        name = "对临时建筑物限期拆除期满仍不拆除的强制拆除"
        texts = {
            "basic": {},
            "cooperative": {
                "departments": (WATER,),
                "department_clauses": ("1.县水利局拆除。",),
                "township_clauses": ("1.报告。",),
            },
            "recalled": {"takeover": f"{WATER}：依法拆除。"},
        }
        return Row("n", kind, "城乡建设", name, **texts[kind])  # type: ignore[arg-type]

    comparison = compared([*OLD_ROWS, row(old)], [*OLD_ROWS, row(new)])
    assert [one.what for one in letter(comparison, WATER)[0].items] == [what]


def test_a_clause_that_went_from_one_side_to_the_other_is_said_so() -> None:
    first = OLD_ROWS[0]
    new = Row(
        *(first.uid, first.list, first.category, first.name, first.departments),
        (*first.department_clauses[:1], first.township_clauses[0].replace("1.", "2.")),
        (first.township_clauses[1].replace("2.", "1."),),
    )
    comparison = compared(OLD_ROWS, [new, *OLD_ROWS[1:]])
    (item,) = letter(comparison, FARM)[0].items
    assert item.what == "内容调整，部分由乡镇职责改为上级部门职责"
    assert "由乡镇职责改为上级部门职责" in {line.note for line in item.lines}


def _shown(view: NoticeView) -> str:
    return "".join(one.text for one in view.paragraphs) + "".join(
        run.text
        for group in view.groups
        for block in group.blocks
        for line in block
        for run in (*line.old.runs, *line.new.runs, Run(line.note))
    )


@pytest.mark.parametrize("case", ["divided_office", "many_edits"])
def test_a_letter_has_nothing_of_how_sure_the_machine_is(case: str) -> None:
    for view in letters(case):
        assert not re.search("相似度|把握|约占|请核对", _shown(view))
        assert bool(view.draft) is ("待核" in _shown(view))


def test_letters_that_hold_what_is_to_be_checked_are_drafts(tmp_path: Path) -> None:
    comparison = told("divided_office")
    drafts = unsure_departments(comparison)
    assert {CULTURE, BROADCAST} < set(drafts)
    assert "吉木萨尔县教育局" not in drafts
    names = [CULTURE, "吉木萨尔县教育局"]
    paths = list(write_notices(comparison, names, ["docx", "pdf"], tmp_path))
    assert [path.name for path in paths] == [
        f"三台镇致{CULTURE}的函（待核草稿）（2025年7月版对2026年6月版）.docx",
        f"三台镇致{CULTURE}的函（待核草稿）（2025年7月版对2026年6月版）.pdf",
        "三台镇致吉木萨尔县教育局的函（2025年7月版对2026年6月版）.docx",
        "三台镇致吉木萨尔县教育局的函（2025年7月版对2026年6月版）.pdf",
    ]
    for word, pdf, draft in ((*paths[:2], True), (*paths[2:], False)):
        (section,) = docx.Document(BytesIO(word.read_bytes())).sections
        for header in (section.header, section.even_page_header):
            assert ("草稿" in "".join(it.text for it in header.paragraphs)) is draft
        for page in pypdfium2.PdfDocument(pdf):
            assert ("草稿" in page.get_textpage().get_text_bounded()) is draft


def test_what_a_person_decided_is_no_draft_and_told_as_it_is() -> None:
    old, new = (read_duty_list(DIVIDED / f"{name}.txt") for name in ("old", "new"))
    comparison = compare_editions(old, new, parse_decisions(DECIDED))
    assert unsure_departments(comparison) == ()
    items = letter(comparison, BROADCAST)[0].items
    was = "吉木萨尔县文化体育广播电视台和旅游局"
    assert [one.what for one in items] == [f"由“{was}”改列（部门分设）"]
    assert {one.what for one in letter(comparison, was)[0].items} == {
        f"改列“{CULTURE}”（部门分设）",
        f"拆分为2项，改列“{CULTURE}”（部门分设）",
        f"改列“{BROADCAST}”（部门分设）",
    }


def test_the_command_names_the_letters_that_are_drafts(tmp_path: Path) -> None:
    lists = DIVIDED / "old.txt", DIVIDED / "new.txt", "--as-given"
    made = "--to", "json", "--notices", "-o", tmp_path / "out"
    first = run("compare", *lists, *made).stderr
    assert "还有待核内容，文件名和页首标为草稿" in first
    assert f"{CULTURE}、" in first
    decided = tmp_path / "对应.toml"
    decided.write_text(DECIDED, "utf-8")
    assert "草稿" not in run("compare", *lists, *made, "--decisions", decided).stderr


def test_the_file_of_decisions_offers_the_offices_that_are_doubtful(tmp_path: Path) -> None:
    """Without the # it is a decision."""
    target = tmp_path / "对应.toml"
    run("compare", DIVIDED / "old.txt", DIVIDED / "new.txt", "--write-decisions", target)
    text = target.read_text("utf-8").replace('# "吉木', '"吉木')
    assert [(one.old, one.new) for one in parse_decisions(text).offices] == [
        ("吉木萨尔县文化体育广播电视台和旅游局", (CULTURE, BROADCAST))
    ]


@pytest.mark.parametrize("rows", range(1, 13))
def test_a_signature_leaves_no_third_of_the_page_before_it_white(rows: int, tmp_path: Path) -> None:
    """Letters of one more kind of change each: on page 1 as a whole, or page 1 is full."""
    comparison = compared(OLD_ROWS, OLD_ROWS[rows:])
    view = comparison_view(comparison)
    more = tuple(f"“甲{at}”改为“乙”" + "（配合1—3）" * (at % 4) for at in range(rows))
    department = replace(department_view(comparison, view, FARM), throughout=more)
    shown = notice_view(comparison, view, department)
    pdf = pypdfium2.PdfDocument(write_pdf(template("notice.typ"), shown, load_faces()))
    first = pdf[0].get_textpage()
    if "人民政府" in first.get_text_bounded():
        assert "年" in first.get_text_bounded().split("人民政府")[1]
        return
    feet = [first.get_charbox(at)[1] for at in range(first.count_chars())]
    assert min(foot for foot in feet if foot > BOTTOM) - BOTTOM < MOST_WHITE
