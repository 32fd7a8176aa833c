"""Templates of the office's own: what may stand in them, and what is said where one is wrong."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from dutylist.app.cli import cli
from dutylist.records.errors import FileMissingError, TemplateError, UnknownFormatError
from dutylist.records.templates import OWN_TEMPLATES, TEMPLATES
from dutylist.render.views.card_fit import FACT_LABEL, LAYOUTS, LayoutName
from dutylist.render.word.package import saved
from dutylist.render.word.tags import CARD_TAGS, EXCERPT_TAGS, excerpt_values
from dutylist.render.word.template import fill_template, load_template
from dutylist.render.word.templates import card_template, excerpt_template, tag_list
from dutylist.render.write import copy_templates, write_cards, write_excerpts
from tests.render_documents import all_duties, excerpt, faces, real_list
from tests.small_list import list_text

OFFICE = "吉木萨尔县残联"


def template(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = folder / "自己的模板.docx"
    document.save(str(path))
    return path


def filled(path: Path) -> list[str]:
    values = excerpt_values(excerpt(OFFICE), {})
    data = fill_template(load_template(path, EXCERPT_TAGS), values)
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_an_own_template_is_filled(tmp_path: Path) -> None:
    path = template(
        tmp_path,
        "致{{ 部门 }}：",
        "{%p for 事 in 事项 %}",
        "{{ loop.index }}. {{ 事.名称 }}（{{ 事.角色 }}）",
        "{%p endfor %}",
    )
    duties = excerpt(OFFICE).duties
    assert filled(path) == [f"致{OFFICE}："] + [
        f"{n}. {duty.name}（{duty.role}）" for n, duty in enumerate(duties, 1)
    ]


@pytest.mark.parametrize("name", ["excerpt", *(f"card-{layout}" for layout in LAYOUTS)])
def test_the_templates_are_those_that_the_program_makes(name: str) -> None:
    """What somebody mended in the file alone would be gone when they are made again."""
    layout = name.removeprefix("card-")
    made = card_template(layout) if layout in LAYOUTS else excerpt_template()  # type: ignore[arg-type]
    kept = docx.Document(str(TEMPLATES / f"{name}.docx"))
    again = docx.Document(io.BytesIO(saved(made)))
    assert again.element.xml == kept.element.xml
    assert again.styles.element.xml == kept.styles.element.xml
    assert again.settings.element.xml == kept.settings.element.xml


def test_texts_are_never_markup(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ 部门 }}")
    values = excerpt_values(excerpt(OFFICE), {}) | {"部门": "<w:p>{{ 1 }} & \"'"}
    data = fill_template(load_template(path, EXCERPT_TAGS), values)
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "<w:p>{{ 1 }} & \"'"


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("呈报{{ 部门名 }}：", "不认识的标签“部门名”，在第 2 段“呈报{{ 部门名 }}：”"),
        ("{{ 事项[0].全称 }}", "不认识的标签“全称”，在第 2 段"),
        ("{% 如果 部门 %}", "不认识的标签“如果”，在第 2 段“{% 如果 部门 %}”"),
        ("{{ 部门 部门 }}", "标签写法有误“{{ 部门 部门 }}”"),
        ("{% if 部门 %}没有结束", "标签写法有误"),
        ("{{ 部门.__class__ }}", "不认识的标签“__class__”，在第 2 段"),
        ("{{ 部门|attr('__class__') }}", "填不进去"),
        ("{{ 牵头数 / 0 }}", "填不进去"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(tmp_path: Path, paragraph: str, said: str) -> None:
    path = template(tmp_path, "第一段", paragraph)
    with pytest.raises(TemplateError) as error:
        filled(path)
    assert said in str(error.value)
    assert "自己的模板.docx" in str(error.value)


def test_what_is_no_template_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        load_template(tmp_path / "没有.docx", EXCERPT_TAGS)
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(TemplateError):
        load_template(tmp_path / "坏.docx", EXCERPT_TAGS)
    with pytest.raises(UnknownFormatError):
        list(
            write_excerpts(
                real_list(),
                [OFFICE],
                ["docx"],
                tmp_path,
                faces=faces(),
                template=tmp_path / "模板.doc",
            )
        )


def test_the_templates_that_come_with_the_program_use_known_tags_only() -> None:
    load_template(TEMPLATES / "excerpt.docx", EXCERPT_TAGS)
    for layout in ("a5", "a4-4up"):
        load_template(TEMPLATES / f"card-{layout}.docx", CARD_TAGS)
    assert (TEMPLATES / "标签说明.md").read_text("utf-8") == tag_list()


def test_copied_templates_work_and_none_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "excerpt.docx").write_bytes(b"staff")
    made, left = copy_templates(tmp_path)
    copied = {path.name for path in made}
    assert left == [tmp_path / "excerpt.docx"]
    assert {"card-a5.docx", "card-a4-4up.docx", "excerpt.typ", "标签说明.md"} <= copied
    assert {"notice.md", "notice.typ"} <= copied
    assert "excerpt.docx" not in copied
    assert (tmp_path / "excerpt.docx").read_bytes() == b"staff"
    (tmp_path / "excerpt.docx").unlink()
    copy_templates(tmp_path)
    for suffix in ("docx", "typ"):
        written = list(
            write_excerpts(
                real_list(),
                [OFFICE],
                [suffix if suffix == "docx" else "pdf"],
                tmp_path / "out",
                faces=faces(),
                template=tmp_path / f"excerpt.{suffix}",
            )
        )
        assert written[0].stat().st_size > 10_000


def test_a_mistake_in_a_page_template_is_said(tmp_path: Path) -> None:
    path = tmp_path / "自己的.typ"
    path.write_text("#没有这个函数()", encoding="utf-8")
    with pytest.raises(TemplateError, match="自己的"):
        list(write_excerpts(real_list(), [OFFICE], ["pdf"], tmp_path, faces=faces(), template=path))


@pytest.mark.parametrize(
    ("page", "arguments"),
    [
        ("official.html", ("render", "--to", "html")),
        ("matrix.html.j2", ("matrix", "--to", "html")),
        ("comparison.html", ("compare", "--to", "html", "2026.txt")),
        ("history.html", ("history", "--to", "html", "2026.txt")),
    ],
)
@pytest.mark.parametrize(
    ("mistake", "told"),
    [("{% for %}", "第 2 行，"), ("{{ view.no_such }}", "'(dutylist|view)")],
)
def test_a_mistake_in_a_web_page_of_the_office_is_told_with_its_file(
    page: str,
    arguments: tuple[str, ...],
    mistake: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = tmp_path / "模板"
    own.mkdir()
    (own / page).write_text(f"<p>\n{mistake}\n", encoding="utf-8")
    monkeypatch.setenv(OWN_TEMPLATES, str(own))
    monkeypatch.chdir(tmp_path)
    for year in (2025, 2026):
        Path(f"{year}.txt").write_text(list_text().replace("2025", str(year)), encoding="utf-8")
    command, *others = arguments
    with pytest.raises(TemplateError, match=f"“{page}”：网页模板有误：{told}"):
        cli.main([command, "2025.txt", *others, "-o", "页"], standalone_mode=False)
    assert list(Path("页").glob("*.html")) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_word_cards_have_the_grid_of_those_in_pdf(layout: LayoutName, tmp_path: Path) -> None:
    """Each heading and its text in a cell, two short ones side by side; the headings' column is as
    wide as the type asks. The duties need different sizes."""
    duties = [duty for duty in all_duties(real_list()) if duty[1].number in (5, 65)]
    (path,) = write_cards(real_list(), duties, ["docx"], tmp_path, faces=faces(), layout=layout)
    document = docx.Document(str(path))
    tables = document.element.body.xpath(".//w:tc//w:tbl")
    assert len(tables) >= len(duties)
    grids = [docx.table.Table(table, document) for table in tables]
    rows = [[cell.text for cell in row.cells] for row in grids[0].rows]
    assert ["责任领导", "", "责任站所", ""] in rows
    assert rows[0][0] == "事项类别"
    assert len(set(rows[0][1:])) == 1
    widths = {grid.rows[0].cells[0].width for grid in grids}
    assert len(widths) > 1
    for grid in grids:
        size = grid.rows[0].cells[0].paragraphs[0].style.font.size
        assert grid.rows[0].cells[0].width == pytest.approx(FACT_LABEL * size, rel=0.01)
        across = {sum(tc.width for tc in row._tr.tc_lst) for row in grid.rows}
        assert across == {Pt(round(LAYOUTS[layout].width * 10) / 10)}


def test_an_own_card_template_of_before_is_filled_as_it_is(tmp_path: Path) -> None:
    path = template(tmp_path, "{%p for 行 in 版面 %}", "{%p for 卡 in 行 %}", "{{ 卡.名称 }}")
    document = docx.Document(str(path))
    for tag in ("{%p endfor %}", "{%p endfor %}"):
        document.add_paragraph(tag)
    document.save(str(path))
    duties = all_duties(real_list())[:2]
    (made,) = write_cards(
        real_list(), duties, ["docx"], tmp_path / "out", faces=faces(), template=path
    )
    texts = [one.text for one in docx.Document(str(made)).paragraphs]
    assert texts == [duty.name for _, duty in duties]
