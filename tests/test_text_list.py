"""The real list, read from text: whole records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.read import read_duty_list
from records.json_form import dump_records, load_records
from records.model import Clause, DutyList

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def real_list() -> DutyList:
    return read_duty_list(DATA / "santai-2025.txt")


def printed_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((DATA / "santai-2025.rows.json").read_text("utf-8"))
    return rows


def paragraphs(markup: str) -> str:
    parts = re.sub(r"</?(?:p|ol)[^>]*>", "\n", markup).split("\n")
    return "\n".join(part.strip() for part in parts if part.strip())


def test_cover_and_contents(real_list: DutyList) -> None:
    assert real_list.title == "履职事项清单"
    assert real_list.region == ("新疆维吾尔自治区昌吉回族自治州", "吉木萨尔县三台镇")
    assert real_list.issued == "2025-07"
    assert [(entry.title, entry.page) for entry in real_list.contents] == [
        ("基本履职事项清单", 1),
        ("配合履职事项清单", 15),
        ("上级部门收回事项清单", 53),
    ]
    assert real_list.notes == ()


def test_three_lists(real_list: DutyList) -> None:
    assert [(table.kind, len(table.columns), len(table.duties)) for table in real_list.lists] == [
        ("basic", 3, 108),
        ("cooperative", 6, 102),
        ("recalled", 4, 31),
    ]
    assert [table.title for table in real_list.lists] == [
        "昌吉回族自治州吉木萨尔县三台镇基本履职事项清单",
        "昌吉回族自治州吉木萨尔县三台镇配合履职事项清单",
        "昌吉回族自治州吉木萨尔县三台镇上级部门收回事项清单",
    ]


def test_every_row_is_kept_as_printed(real_list: DutyList) -> None:
    read = [
        (table.kind, duty.source.pages, duty.cells)
        for table in real_list.lists
        for duty in table.duties
    ]
    printed = [
        (row["section"], (row["page"],), tuple(paragraphs(str(cell)) for cell in row["cells"]))
        for row in printed_rows()
    ]
    assert read == printed


def test_numbers_and_categories(real_list: DutyList) -> None:
    for table in real_list.lists:
        assert [duty.number for duty in table.duties] == list(range(1, len(table.duties) + 1))
        assert [duty.category for duty in table.duties] == [d.cells[1] for d in table.duties]
    basic = real_list.lists[0]
    assert len({duty.category for duty in basic.duties}) == 19


def flat(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from flat(clause.children)


def test_clauses_lose_and_add_nothing(real_list: DutyList) -> None:
    for duty in real_list.lists[1].duties:
        for clauses, cell in (
            (duty.department_clauses, duty.cells[4]),
            (duty.township_clauses, duty.cells[5]),
        ):
            said = "".join(clause.label + clause.text for clause in flat(clauses))
            assert re.sub(r"\s", "", said) == re.sub(r"\s", "", cell), duty.number


def test_records_file_gives_the_same_records(real_list: DutyList) -> None:
    assert load_records(dump_records(real_list), "records.json") == real_list
