"""Files in a folder: their names, and that nothing is ever half written or lost."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.records.errors import CannotWriteError, DutyListError, UnknownFormatError
from dutylist.render.files import INDEX, NAME_LENGTH, safe_name, unique_names, write_file
from dutylist.render.write import write_cards, write_excerpts, write_official
from tests.render_documents import OTHER_LISTS, all_duties, faces, other_list, real_list


@given(st.text())
@settings(deadline=None)
def test_names_are_safe(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= NAME_LENGTH
    assert not set(name) & set('<>:"/\\|?*\0\n\t')
    assert name == name.strip(" .")


@given(st.lists(st.sampled_from(["民政局", "民政局（2）", "A", "a"]), max_size=8))
@settings(deadline=None)
def test_names_are_unique(names: list[str]) -> None:
    unique = unique_names(names)
    assert len({name.casefold() for name in unique}) == len(names)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    assert write_file(tmp_path, "甲.pdf", b"old").read_bytes() == b"old"
    assert write_file(tmp_path / "新" / "建", "戊.pdf", b"one").read_bytes() == b"one"
    assert write_file(tmp_path / "新" / "建", "戊.pdf", b"two").read_bytes() == b"two"
    shutil.rmtree(tmp_path / "新")
    blocked = tmp_path / "乙.pdf"
    blocked.mkdir()
    with pytest.raises(CannotWriteError, match="乙"):
        write_file(tmp_path, "乙.pdf", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["乙.pdf", "甲.pdf"]
    (tmp_path / "丙").write_bytes(b"a file, no folder")
    with pytest.raises(CannotWriteError, match="丙"):
        write_file(tmp_path / "丙", "丁.pdf", b"new")


def test_a_new_file_may_be_read_by_others(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        assert write_file(tmp_path, "甲.pdf", b"").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(mask)


@pytest.mark.parametrize("name", OTHER_LISTS)
def test_all_documents_of_other_lists(tmp_path: Path, name: str) -> None:
    duty_list = other_list(name)
    official = write_official(duty_list, ["xlsx", "pdf", "html", "docx"], tmp_path, faces=faces())
    assert [path.suffix for path in official] == [".xlsx", ".pdf", ".html", ".docx"]
    departments = [department.name for department in duty_list.departments]
    excerpts = list(
        write_excerpts(duty_list, departments, ["pdf", "docx"], tmp_path / "摘录", faces=faces())
    )
    assert len(set(excerpts)) == 2 * len(departments)
    duties = all_duties(duty_list)
    cards = list(
        write_cards(duty_list, duties, ["pdf", "docx"], tmp_path, faces=faces(), code="short")
    )
    assert [path.suffix for path in cards] == [".pdf", ".docx"]
    single = list(
        write_cards(
            duty_list, duties[:3], ["pdf"], tmp_path / "单张", faces=faces(), one_file_each=True
        )
    )
    assert len({path.name for path in single}) == 3
    everything = [*official, *excerpts, *cards, *single]
    assert all(path.stat().st_size > 1000 for path in everything)


def test_what_cannot_be_written_is_said_before_anything_is(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="odt"):
        write_official(real_list(), ["pdf", "odt"], tmp_path, faces=faces())
    with pytest.raises(DutyListError, match="县天文局"):
        list(write_excerpts(real_list(), ["县天文局"], ["pdf"], tmp_path, faces=faces()))
    assert list(tmp_path.iterdir()) == []


def test_workbook(tmp_path: Path) -> None:
    (path,) = write_official(real_list(), ["xlsx"], tmp_path, faces=faces(), as_printed=True)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book.sheetnames == ["封面", *[entry.title for entry in real_list().contents]]
    for sheet, table in zip(book.worksheets[1:], real_list().lists, strict=True):
        rows = [
            tuple("" if value is None else str(value) for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        assert rows[0][0] == table.title
        assert rows[1] == table.headers
        assert rows[2:] == [duty.cells for duty in table.duties]
        assert sheet.freeze_panes == "A3"
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.auto_filter.ref is not None


def test_web_page_escapes_every_text(tmp_path: Path) -> None:
    from dataclasses import replace

    duty_list = real_list()
    hostile = replace(duty_list, title='<script>alert("1")</script>')
    page = write_official(hostile, ["html"], tmp_path, faces=faces())[0].read_text("utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<tr") == 241 + 3
    assert "http" not in page


def test_a_format_that_fails_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise UnicodeEncodeError("utf-32-be", "\ud872", 0, 1, "surrogates not allowed")

    monkeypatch.setattr("dutylist.render.ofd.write_ofd", fail)
    with pytest.raises(
        DutyListError, match=r"\.ofd”没有写成（UnicodeEncodeError.*其余 2 个文件已写好"
    ) as told:
        write_official(real_list(), ["ofd", "txt", "xlsx"], tmp_path, faces=faces())
    assert told.value.exit_code == 10
    made = [path for path in tmp_path.iterdir() if path.name != INDEX]
    assert sorted(path.suffix for path in made) == [".txt", ".xlsx"]
