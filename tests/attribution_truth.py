"""Reads a truth file of attribution (see data/README.md) and compares a reading with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dutylist.records.model import UNSETTLED, Clause, DutyList


@dataclass(frozen=True)
class Mistake:
    """A clause read otherwise than the truth says."""

    row: int
    label: str
    text: str
    read: tuple[frozenset[str], str]
    true: tuple[frozenset[str], str]


@dataclass(frozen=True)
class Measure:
    """How a reading of one list agrees with its truth.

    Pairs are (clause, department). `certain_wrong` are pairs read with a basis other than
    "none" or "part" that the truth does not have. `trees` are rows whose clauses are cut otherwise.
    """

    clauses: int
    right: int
    pairs_read: int
    pairs_true: int
    pairs_both: int
    certain_wrong: tuple[Mistake, ...]
    mistakes: tuple[Mistake, ...]
    trees: tuple[int, ...]
    answers: int
    answers_right: int

    @property
    def precision(self) -> float:
        return self.pairs_both / self.pairs_read if self.pairs_read else 1.0

    @property
    def recall(self) -> float:
        return self.pairs_both / self.pairs_true if self.pairs_true else 1.0


def flat(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Headings and clauses in reading order."""
    for clause in clauses:
        yield clause
        yield from flat(clause.children)


def _agree(basis: str, true: str, expected: set[str], listed: set[str]) -> bool:
    """Whether two bases say the same of a clause whose departments are read as the truth has
    them. A doer whom the row does not list is to be confirmed; a body of the only department may
    be called its subject; where somebody acts whom the truth names as implied, it has none."""
    return (
        basis == true
        or (basis == "part" and bool(expected - listed))
        or {basis, true} == {"subject", "only department"}
        or (not expected and true == "none")
    )


def measure(duty_list: DutyList, truth_file: Path) -> Measure:
    """Compare the cooperative duties of a list with its truth, row by row in order."""
    truth = tomllib.loads(truth_file.read_text("utf-8"))
    table = duty_list.table("cooperative")
    assert table is not None
    clauses = right = read_pairs = true_pairs = both = answers = answers_right = 0
    mistakes: list[Mistake] = []
    certain: list[Mistake] = []
    trees: list[int] = []
    for row, duty in zip(truth["rows"], table.duties, strict=True):
        read = list(flat(duty.department_clauses))
        true = row["department_clauses"]
        if [(c.label, c.text) for c in read] != [(c["label"], c["text"]) for c in true]:
            trees.append(row["number"])
            continue
        for clause, entry in zip(read, true, strict=True):
            if "heading" in entry:
                continue
            clauses += 1
            implied = {duty_list.canonical(name) for name in entry.get("implied", [])}
            expected = {duty_list.canonical(name) for name in entry["departments"]}
            found = set(clause.departments) - (implied - expected)
            # What is to be confirmed claims nothing.
            read_pairs += len(found & expected if clause.basis == "part" else found)
            true_pairs += len(expected)
            both += len(found & expected)
            same = found == expected and clause.topic == entry.get("topic")
            listed = {duty_list.canonical(name) for name in row["departments"]}
            if same and _agree(clause.basis, entry["basis"], expected, listed):
                right += 1
                continue
            mistake = Mistake(
                row["number"],
                clause.label,
                clause.text,
                (frozenset(found), clause.basis),
                (frozenset(expected), entry["basis"]),
            )
            mistakes.append(mistake)
            if found != expected and clause.basis not in UNSETTLED:
                certain.append(mistake)
        township = list(flat(duty.township_clauses))
        told = row["township_clauses"]
        if [(c.label, c.text) for c in township] != [(c["label"], c["text"]) for c in told]:
            trees.append(row["number"])
            continue
        for clause, entry in zip(township, told, strict=True):
            if "heading" in entry:
                continue
            answers += 1
            expected = {duty_list.canonical(name) for name in entry["answers"]}
            answers_right += expected == set(clause.mentions)
    return Measure(
        clauses,
        right,
        read_pairs,
        true_pairs,
        both,
        tuple(certain),
        tuple(mistakes),
        tuple(trees),
        answers,
        answers_right,
    )
