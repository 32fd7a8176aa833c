"""All wording of documents stands in templates that staff can edit: words.toml, notice.md and the
pages' own; no Chinese sentence, heading or head of a column is in code."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.compare.decisions import decisions_text
from dutylist.compare.editions import compare_editions
from dutylist.records.errors import FileMissingError, TemplateError
from dutylist.records.templates import OWN_TEMPLATES, TEMPLATES
from dutylist.records.wording import all_words, heads, said
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_cards, write_excerpts
from dutylist.render.write_comparison import affected_departments, write_comparison, write_notices
from tests.edits import base_rows, edited
from tests.found_changes import read_rows
from tests.render_documents import all_duties, other_list
from tests.test_assigned_documents import pdf_words, word_words
from tests.test_compare_pages import compared

ROOT = Path(__file__).parent.parent
ROOMS = ROOT / "compare", ROOT / "render"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

APART = {
    "compare/identity.py": "what is said at the keyboard of lists in the wrong order, of another"
    " place or without a year; what an edition is called by its date",
    "compare/newest.py": "what is said at the keyboard and on the page of lists that are left out",
    "render/word/templates.py": "makes the Word templates, in which staff edit the wording",
    "render/word/tags.py": "the names of the tags that staff write in templates, and their list",
    "render/word/template.py": "tags, and what is said of those that are wrong",
    "render/web/filled.py": "what is said of a page's template that is wrong",
    "render/typeset/faces.py": "names of typefaces, and what is said of those that are missing",
    "render/files.py": "names of files, and what is said of those that cannot be written",
    "render/each.py": "what is said of files that could not be made",
    "render/formats.py": "what is said of a format that there is not",
    "render/excel/workbook.py": "what is said of a cell that Excel cannot hold",
    "render/views/dates.py": "年, 月 and 日 of a date",
    "render/views/matrix.py": "endings of places' names",
}
"""Modules whose Chinese is no wording of a document, and why."""

FACES = ("仿宋", "黑体", "楷体", "宋体", "方正小标宋简体")
STYLES = re.compile(
    r"(?:函|对照|表格|封面|目录|页码|篇首) \w+ ?|小标题|事项要点|条款(?:标题| )?|表头"
    r"|(?:清单|摘录)表格|表格(?:文字|名称)|表格 条款 "
)

LITERALS = {
    "compare/decisions.py": ("对应", "部门", "无对应", "旧", "新", "第", "行", "去年", "今年"),
    "compare/departments.py": ("委政",),
    "compare/heads.py": ("年",),
    "compare/own_names.py": ("乡镇",),
    "compare/office_words.py": ("和与及、",),
    "compare/throughout.py": ("一", "第一条"),
    "compare/wording.py": ("一二三四五六七八九十百",),
    "render/word/parts.py": ('" name="页码 ',),
    "render/excel/report.py": ("表",),
    "render/excel/official.py": ("清单",),
    "render/excel/assignments.py": ("填写说明", "姓名", "站所", "职务", "联系电话"),
    "render/views/notice.py": ("附件：", "乡", "镇", "苏木", "街道", "的"),
    "render/views/handout.py": ("站所", "个人"),
    "render/write.py": ("履职事项摘录",),
    "render/write_comparison.py": ("新旧对照表", "新清单修订稿", "致", "的"),
    "render/write_handouts.py": ("分工一览", "站所", "个人", "履职事项单"),
    "render/document_name.py": ("对", "至"),
    "render/write_history.py": ("历年变化",),
    "render/write_matrix.py": ("部门事项矩阵",),
    "render/bound.py": ("各部门摘录合订本",),
}
"""What else may stand in a literal, as a whole: files' and sheets' names, heads that the reader
of the assignments' workbook knows, endings of townships' names, words by which decisions and
labels are read."""

PATTERN = re.compile(r"\\d|font-family:")
"""In a pattern that reads the list's text, or in a page's style sheet, no sentence stands."""

TOLD = ("Error", "expect_formats", "parse_toml", "warning", "info")
"""What is called with sentences for the person at the keyboard, not on paper; and patterns."""


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """Chinese texts in code, but for docstrings and what is told."""
    for node in ast.iter_child_nodes(tree):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or name.endswith(TOLD) or name.startswith(("re.", "Pattern")):
            continue
        if isinstance(node, ast.Constant) and CHINESE.search(str(node.value)):
            yield node
        yield from literals(node)


def may_stand(name: str, text: str) -> bool:
    style = name.startswith("render/word/") and STYLES.fullmatch(text)
    return text in (*FACES, *LITERALS.get(name, ())) or bool(style or PATTERN.search(text))


def test_no_wording_of_documents_is_in_code() -> None:
    found = [
        f"{name}:{one.lineno} {one.value!r}"
        for path in sorted(path for room in ROOMS for path in room.rglob("*.py"))
        for name in [path.relative_to(ROOT).as_posix()]
        for one in literals(ast.parse(path.read_text("utf-8")))
        if name not in APART and not may_stand(name, str(one.value))
    ]
    assert found == []


def test_each_module_and_literal_that_is_let_through_is_there() -> None:
    assert [name for name in APART if not (ROOT / name).is_file()] == []
    for name, allowed in LITERALS.items():
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        assert set(allowed) <= {str(one.value) for one in literals(tree)}, name


def test_every_word_of_the_file_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for room in ROOMS for path in room.rglob("*.py"))
    pages = "\n".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.typ"))
    for section, texts in all_words().items():
        for name in texts:
            built = rf"{section}\.(?:\w*\{{|{name}\b)|\"{name}\""
            assert re.search(built, code) or f"words.{section}.{name}" in pages, (section, name)


def own_words(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "words.toml").write_text(text, "utf-8")


def test_an_offices_own_words_stand_in_pdf_and_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_words(
        tmp_path / "模板",
        '[lines]\nnote = "备注栏"\nlegend = "删线为{old}所删，底线为{new}所增"\n'
        '[letter]\nattached = "附件一"\nreworded = "条文修订"\n'
        '[comparison]\noverview = "一、总的情况"\n',
    )
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path / "模板"))
    comparison = compared("seventy edits")
    offices = affected_departments(comparison)[:8]
    faces = load_faces(system=False)
    files = [
        *write_comparison(comparison, ["pdf", "docx"], tmp_path, faces=faces),
        *write_notices(comparison, offices, ["pdf", "docx"], tmp_path, faces=faces),
    ]
    whole = {}
    for path in files:
        words = pdf_words(path) if path.suffix == ".pdf" else word_words(path.read_bytes())
        whole[path.stem, path.suffix] = words
        assert "备注栏" in words, path
        assert "删线为2025年" in words, path
        assert "一、总的情况" in words or "附件一" in words, path
    for suffix in (".pdf", ".docx"):
        letters = "".join(
            words for (stem, kind), words in whole.items() if "函" in stem and kind == suffix
        )
        assert "条文修订" in letters
        assert "内容调整" not in letters


def test_the_office_says_once_whom_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in each letter, below the date; blanks to write on where nobody said."""
    own_words(tmp_path / "模板", '[letter]\ncontact = "王芳"\nphone = "0994-1234567"\n')
    comparison = compared("seventy edits")
    office = affected_departments(comparison)[0]
    faces = load_faces(system=False)

    def written(folder: str) -> tuple[str, str]:
        formats = ["pdf", "docx"]
        files = list(write_notices(comparison, [office], formats, tmp_path / folder, faces=faces))
        return pdf_words(files[0]), word_words(files[1].read_bytes())

    assert all("联系人：" in one and "王芳" not in one for one in written("空"))
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path / "模板"))
    assert all("（联系人：王芳；联系电话：0994-1234567）" in one for one in written("有"))


def test_what_comparing_says_is_said_in_an_offices_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kinds of change, why one is doubtful, what the decisions' file tells."""
    own_words(
        tmp_path / "模板",
        '[duty_kinds]\nadded = "本年新列"\n[clause_kinds]\nadded = "补入"\n'
        '[parts]\ndepartment = "县级职责"\n[editions]\nold = "甲本"\nnew = "乙本"\n'
        '[decisions]\nkinds = "{kinds}／{sure}"\n',
    )
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path / "模板"))
    rows = base_rows()
    old, new = read_rows(rows, 2025), read_rows(edited(rows, 11, 70).rows, 2026)
    undated = [replace(one, issued="", title="履职事项清单") for one in (old, new)]
    comparison = compare_editions(*undated)
    (path,) = write_comparison(comparison, ["docx"], tmp_path)
    words = word_words(path.read_bytes())
    for own, ours in (("本年新列", ""), ("补入", ""), ("县级职责", "上级部门职责")):
        assert own in words
        assert not ours or ours not in words
    assert (comparison.old_name, comparison.new_name) == ("甲本", "乙本")
    assert "本年新列／1.00" in decisions_text(comparison)


def test_own_templates_of_a_folder_are_used_for_every_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, faces = other_list("bayan"), load_faces(system=False)
    own = tmp_path / "模板"
    shutil.copytree(TEMPLATES, own, ignore=shutil.ignore_patterns("web", "*.py", "__pycache__"))
    for name, before, after in (
        ("excerpt.typ", "一、摘要", "一、总体情况"),
        ("card.typ", "出处：", "来自："),
    ):
        text = (own / name).read_text("utf-8")
        assert before in text
        (own / name).write_text(text.replace(before, after), "utf-8")
    monkeypatch.setenv(OWN_TEMPLATES, str(own))
    (excerpt,) = write_excerpts(
        edition, [edition.departments[0].name], ["pdf"], tmp_path, faces=faces
    )
    (cards,) = write_cards(edition, all_duties(edition)[:2], ["pdf"], tmp_path, faces=faces)
    assert "一、总体情况" in pdf_words(excerpt)
    assert "来自：" in pdf_words(cards)


def test_a_folder_of_own_templates_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path / "没有"))
    with pytest.raises(FileMissingError, match="没有这个文件夹"):
        said("pages.page", page=3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[lines]\nlegend = "{老}所删"', "lines.legend"),
        ('[lines]\nlegende = "一"', "lines.legende"),
        ("[lines]\nnote = 3", "lines.note"),
        ('[comparison]\noverview_heads = ["一", "二"]', "comparison.overview_heads"),
        ("[lines", "读不了"),
        ('note = "一"', "写在 [节] 下面"),
        ('[card]\ntitle = "镇级{townshp}责任卡"', "“card.title”的文字里有“{townshp}”"),
        ('[handout]\nstations = ["各站所", "{乡镇}站所"]', "“handout.stations”"),
    ],
)
def test_own_words_that_are_wrong_are_told(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_words(tmp_path, text)
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path))
    edition = other_list("bayan")
    with pytest.raises(TemplateError) as error:
        write_comparison(compare_editions(edition, edition), ["docx"], tmp_path / "out")
    assert told in str(error.value)
    assert "words.toml" in str(error.value)


def test_the_programs_words_are_texts_and_lists_of_texts() -> None:
    read = tomllib.loads((TEMPLATES / "words.toml").read_text("utf-8"))
    assert read == all_words()
    assert said("pages.page", page=3) == "第3页"
    assert heads("handout.heads") == ("基本履职", "配合履职", "上级部门收回", "合计")
