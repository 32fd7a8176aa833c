"""Private characters of old typesetting programs are named once by the clerk, for all files."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutylist.extract.lists.choices import Choices, load_characters
from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DamagedFileError
from tests.test_cases_pdf import CASES, bare, wanted_case
from tests.test_cli import dutylist

TEXT = (
    "石桥镇基本履职事项清单\n序号\t事项类别\t事项名称\n1\t党建\t学习\ue5e0宣传\n2\t党建\t\ue5e1\n"
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pdf_whose_private_characters_are_named() -> None:
    """Whatever their pictures are read as: what the clerk says counts, and is not marked."""
    path = CASES / "read" / "p04b_three_pua.pdf"
    meant = {"\ue123": "水", "\ue124": "审", "\ue125": "巡"}
    found = read_duty_list(path, choices=Choices(characters=meant))
    duties = [duty for table in found.lists for duty in table.duties]
    assert [tuple(map(bare, duty.cells)) for duty in duties] == [
        row.cells for row in wanted_case(path.name)
    ]
    assert [duty.doubts for duty in duties] == [()] * 3
    assert [note.text for note in found.notes] == [
        "自造字按所说的读：U+E123 读作“水”、U+E124 读作“审”、U+E125 读作“巡”"
    ]


def test_a_text_whose_private_characters_are_named(tmp_path: Path) -> None:
    named = written(tmp_path / "characters.toml", '"U+E5E0" = "、"\n"\ue5e1" = "镕"\n')
    found = read_duty_list(
        written(tmp_path / "清单.txt", TEXT), choices=Choices(characters=load_characters(named))
    )
    assert [duty.name for duty in found.lists[0].duties] == ["学习、宣传", "镕"]
    assert [note.text for note in found.notes] == [
        "自造字按所说的读：U+E5E0 读作“、”、U+E5E1 读作“镕”"
    ]


def test_one_file_for_all_lists_of_a_folder(tmp_path: Path) -> None:
    named = written(tmp_path / "characters.toml", '"U+E5E0" = "、"\n')
    folder = tmp_path / "各镇"
    folder.mkdir()
    for name in ("石桥镇", "柳溪镇"):
        written(folder / f"{name}.txt", TEXT.replace("石桥镇", name))
    store = tmp_path / "库.sqlite"
    done = dutylist("batch", str(folder), "-o", str(store), "--characters", str(named))
    assert done.returncode == 0, done.stderr
    found = dutylist("query", "duties", str(store), "学习、宣传").stdout
    assert found.count("学习、宣传") == 2


@pytest.mark.parametrize("line", ['"U+E5E0" = "、、"', '"U+4E00" = "一"', '"U+E5E0" = 3', "x"])
def test_what_is_no_name_of_a_private_character_is_told(line: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError):
        load_characters(written(tmp_path / "characters.toml", line))
