"""Each file stands for itself: one that cannot be written costs none of the others, in every
command that writes several."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from dutylist.app.cli import cli
from dutylist.app.web.wishes import Order, Wish
from dutylist.app.web.writers import write_document
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError, TemplateError
from dutylist.records.json_form import dump_records
from dutylist.render.files import INDEX
from dutylist.render.typeset.faces import Faces
from tests.small_list import ROWS, write_list

MIRROR = """云岭省清河市宁远县
水务局
履职事项清单
镇街配合履职事项清单
序号\t事项名称\t关联镇街\t本部门职责\t镇街配合职责
1\t消防安全检查\t青禾镇\t1.负责查处。\t1.开展巡查。
"""

COMMANDS = {
    "render": ("render", "清单.txt", "--to", "docx,xlsx,html,txt"),
    "excerpt": ("excerpt", "清单.txt", "--all"),
    "cards": ("cards", "清单.txt"),
    "matrix": ("matrix", "清单.txt"),
    "compare": ("compare", "旧.txt", "清单.txt", "--to", "docx,pdf,tracked,html,xlsx,json"),
    "letters": ("compare", "旧.txt", "清单.txt", "--to", "docx,pdf", "--notices"),
    "history": ("history", "旧.txt", "清单.txt", "--to", "html,xlsx,docx"),
    "mirror": ("mirror", "清单.txt", "部门.txt", "--to", "docx,pdf,xlsx,html"),
    "county": ("county", "各镇", "--to", "docx,pdf,xlsx,html"),
    "handouts": ("handouts", "清单.txt", "--assignments", "分工.xlsx"),
    "all": ("all", "清单.txt"),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    changed = tuple((*row[:4], f"{row[4]}报县政府。", row[5]) for row in ROWS[:2])
    write_list(tmp_path / "清单.txt")
    write_list(tmp_path / "旧.txt", changed)
    (tmp_path / "部门.txt").write_text(MIRROR, "utf-8")
    (tmp_path / "各镇").mkdir()
    write_list(tmp_path / "各镇" / "青禾镇.txt")
    assert run("assign", "清单.txt", "--write", "分工.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "分工.xlsx")
    head = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, head.index("责任人") + 1, "李红")
    book.save(tmp_path / "分工.xlsx")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def failure(done: Result) -> DutyListError:
    assert isinstance(done.exception, DutyListError), done
    return done.exception


def written(folder: Path) -> dict[str, Path]:
    return {
        str(path.relative_to(folder)): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != INDEX
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_cannot_be_written_costs_no_other(name: str, place: Path) -> None:
    command = (*COMMANDS[name], "-o", "出")
    assert run(*command).exit_code == 0
    whole = written(place / "出")
    assert len(whole) > 1
    # The first in the order in which they are written comes before all others.
    first = min(whole, key=lambda one: (whole[one].stat().st_mtime_ns, one))
    shutil.rmtree(place / "出")
    (place / "出" / first).mkdir(parents=True)
    done = run(*command)
    assert written(place / "出").keys() == whole.keys() - {first}
    assert failure(done).exit_code == 7
    assert f"“{Path(first).name}”没有写成（写不进去（已有同名的文件夹）" in str(failure(done))
    # What was written is told as ever.
    told = [one for one in whole if one != first and str(Path("出") / one) in done.stdout]
    assert len(told) + done.stdout.count("个部门") >= 1


def test_type_that_cannot_be_set_costs_the_word_files_their_page_numbers_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise TemplateError("版式文件有误：out of luck", file="official.typ")

    monkeypatch.setattr("dutylist.render.write.write_pdf", fail)
    done = run("all", "清单.txt", "-o", "出")
    assert failure(done).exit_code == 9
    assert "没有写成（“official.typ”：版式文件有误：out of luck）" in str(failure(done))
    made = written(place / "出")
    assert {Path(one).suffix for one in made} == {".json", ".txt", ".docx", ".xlsx", ".html"}
    assert len([one for one in made if one.endswith(".docx")]) == 4
    (official,) = (place / "出").glob("*.docx")
    text = "\n".join(one.text for one in docx.Document(str(official)).paragraphs)
    assert "配合履职事项清单" in text


def test_an_offices_template_that_fails_costs_the_other_format_nothing(place: Path) -> None:
    (place / "我的.typ").write_text("#panic(", "utf-8")
    before = dict(os.environ)
    done = run("excerpt", "清单.txt", "--all", "--template", "我的.typ", "-o", "出")
    assert dict(os.environ) == before, "the network of whoever called it"
    assert failure(done).exit_code == 9
    assert (
        "“青禾镇宁远县公安局履职事项摘录（2025年7月版）.pdf”、“青禾镇宁远县民政局履职事项摘录（2025年7月版）.pdf”没有写成"
        in str(done.exception)
    )
    assert [Path(one).suffix for one in written(place / "出")] == [".docx", ".docx"]


def test_many_failures_of_one_cause_are_one_sentence(place: Path) -> None:
    target = place / "出"
    assert run("excerpt", "清单.txt", "--all", "-o", "出").exit_code == 0
    for path in written(target).values():
        path.unlink()
        path.mkdir()
    done = run("excerpt", "清单.txt", "--all", "-o", "出")
    assert failure(done).exit_code == 7
    assert "已有同名的文件夹" in str(failure(done))
    assert str(failure(done)).count("已有同名的文件夹") == 1


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of another kind")
def test_a_folder_that_takes_no_files_is_tried_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting the type of forty excerpts for a folder without rights would take its time."""
    tries: list[str] = []

    def count(folder: Path, name: str, content: bytes, source: str) -> Path:
        tries.append(name)
        return really(folder, name, content, source)

    from dutylist.render import each

    really = each.write_document
    monkeypatch.setattr(each, "write_document", count)
    done = run("all", "清单.txt", "-o", "清单.txt")
    assert failure(done).exit_code == 7
    # The folder itself, and those within it.
    assert len(tries) == 3


def test_an_archive_of_the_page_has_the_others_and_says_what_is_missing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dutylist.render import write

    really = write.write_pdf

    def fail_for_one(template: Path, view: Any, faces: Faces) -> bytes:
        if view.department == "宁远县公安局":
            raise TemplateError("版式文件有误", file=template.name)
        return really(template, view, faces)

    monkeypatch.setattr(write, "write_pdf", fail_for_one)
    records = place / "0.records"
    records.write_text(dump_records(read_duty_list(place / "清单.txt")), "utf-8")
    order = Order(Wish("excerpts", "pdf"), (records,), place)
    with zipfile.ZipFile(write_document(order, lambda message: None)) as archive:
        other, told = archive.namelist()
        assert other == "青禾镇宁远县民政局履职事项摘录（2025年7月版）.pdf"
        assert (
            "“青禾镇宁远县公安局履职事项摘录（2025年7月版）.pdf”没有写成"
            in archive.read(told).decode()
        )
