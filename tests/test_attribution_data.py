"""The truth of attribution says of the lists what stands in them: their text, rows and names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent / "data"
TRUTHS = [
    DATA / "attribution.toml",
    *sorted((DATA / "other").glob("*.attribution.toml")),
    *sorted((DATA / "heldout").glob("*.attribution.toml")),
]
BASES = {"heading", "subject", "only department", "all", "part", "none"}
COLUMNS = ("department_clauses", "township_clauses")
SEPARATORS = r"[、，,；;]|\s+"

Entry = dict[str, Any]


def bare(text: str) -> str:
    """The text without markup and white space."""
    return re.sub(r"<[^>]*>|\s", "", text)


def printed_rows(path: Path, listed: Entry) -> list[dict[str, str]]:
    """The cooperative rows of a list in plain text: those below the heading, by column name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    below = lines[lines.index(listed["heading"]) + 1 :]
    width = max(len(line.split("\t")) for line in below)
    rows = []
    for line in below:
        cells = line.split("\t")
        if rows and line.endswith("清单"):
            break
        printed_number = listed["columns"].get("number")
        is_header = cells[0] in {"序号", "事项类别", "履职事项", "类别"}
        if len(cells) < width or is_header or (printed_number and not cells[0].strip()):
            continue
        rows.append({name: cells[place - 1] for name, place in listed["columns"].items()})
    return rows


def clauses(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if "heading" not in entry]


@pytest.fixture(params=TRUTHS, ids=lambda path: path.name)
def truth(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A truth file; `printed` holds the rows of the list it speaks of."""
    path: Path = request.param
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    loaded["printed"] = printed_rows(path.parent / loaded["list"]["source"], loaded["list"])
    return loaded


def known_departments(truth: dict[str, Any]) -> set[str]:
    return {name for row in truth["rows"] for name in row["departments"]}


def test_every_row_of_the_list_is_there(truth: dict[str, Any]) -> None:
    assert len(truth["rows"]) == len(truth["printed"])
    if "number" in truth["list"]["columns"]:
        numbers = [int(row["number"]) for row in truth["printed"]]
        assert [row["number"] for row in truth["rows"]] == numbers
    else:
        assert [row["number"] for row in truth["rows"]] == list(range(1, len(truth["rows"]) + 1))


def test_departments_are_the_rows_own(truth: dict[str, Any]) -> None:
    for row, printed in zip(truth["rows"], truth["printed"], strict=True):
        cell = bare(re.sub(r"(牵头|配合|主管|责任)(部门|单位)：", "、", printed["departments"]))
        expected = [name for name in re.split(SEPARATORS, cell) if name]
        assert row["departments"] == expected, row["number"]


@pytest.mark.parametrize("column", COLUMNS)
def test_labels_and_texts_joined_are_the_cell(truth: dict[str, Any], column: str) -> None:
    for row, printed in zip(truth["rows"], truth["printed"], strict=True):
        joined = "".join(entry["label"] + entry["text"] for entry in row[column])
        assert bare(joined) == bare(printed[column]), (row["number"], column)
        for entry in row[column]:
            assert entry["text"] == entry["text"].strip()
            assert entry["text"]


@pytest.mark.parametrize("column", COLUMNS)
def test_clauses_name_the_heading_above_them(truth: dict[str, Any], column: str) -> None:
    for row in truth["rows"]:
        above: dict[str, Entry] = {}
        for entry in row[column]:
            if "heading" in entry:
                above[entry["heading"]] = entry
                if entry["heading"] == "topic":
                    above.pop("department", None)
                continue
            where = (row["number"], entry["text"])
            for kind, key in (("topic", "topic"), ("department", "under")):
                expected = above[kind]["text"] if kind in above else None
                # A clause may stand beside a numbered department heading, not below it.
                beside = kind == "department" and entry.get("basis") == "subject"
                assert entry.get(key, expected if beside else None) == expected, where


def test_basis_agrees_with_the_departments(truth: dict[str, Any]) -> None:
    known = known_departments(truth)
    for row in truth["rows"]:
        for clause in clauses(row["department_clauses"]):
            where = (row["number"], clause["text"])
            assert clause["basis"] in BASES, where
            assert set(clause["departments"]) <= known, where
            assert bool(clause["departments"]) == (clause["basis"] != "none"), where
            if clause["basis"] == "only department":
                assert clause["departments"] == row["departments"], where
                assert len(row["departments"]) == 1, where
            if clause["basis"] == "all":
                assert clause["departments"] == row["departments"], where
            if clause["basis"] == "heading":
                assert "under" in clause, where


@pytest.mark.parametrize("column", COLUMNS)
def test_other_names_are_known_or_stand_in_the_clause(truth: dict[str, Any], column: str) -> None:
    known = known_departments(truth)
    for row in truth["rows"]:
        for clause in clauses(row[column]):
            where = (row["number"], clause["text"])
            assert set(clause.get("answers", [])) <= known, where
            assert set(clause.get("implied", [])) <= known, where
            for name in clause.get("mentions", []):
                assert name in known or name in clause["text"], (where, name)
            acting = clause.get("departments", []) + clause.get("answers", [])
            assert not set(acting) & set(clause.get("mentions", [])), where


@pytest.mark.parametrize("column", COLUMNS)
def test_entries_have_the_keys_that_are_described(truth: dict[str, Any], column: str) -> None:
    own = {"departments", "basis"} if column == "department_clauses" else {"answers"}
    optional = {"topic", "under", "mentions", "implied", "remark"}
    for row in truth["rows"]:
        assert set(row) == {"number", "departments", *COLUMNS}
        for entry in row[column]:
            if "heading" in entry:
                assert entry["heading"] in {"topic", "department"}
                named = {"departments"} if entry["heading"] == "department" else set()
                assert set(entry) == {"heading", "label", "text"} | named
            else:
                assert {"label", "text"} | own <= set(entry) <= {"label", "text"} | own | optional
