"""Ten townships of one county, made from the real list with known differences: duties left out,
named in other words, one clause changed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dutylist.compare.county import OfficeBook
from tests.generated_lists import GeneratedList, as_text, real_list

Told = tuple[str, str, str]
"""Township, duty as most name it, what differs."""

TOWNSHIPS = "柳溪镇 石桥镇 望汀镇 荷塘镇 云岭镇 白沙镇 青峰镇 南坪镇 古渡镇 松原镇".split()  # noqa: SIM905
_WORDS = (("开展", "每年开展"), ("做好", "切实做好"), ("组织", "定期组织"), ("及时", "当日"))
_NAMED_OTHERWISE = 0.04
_SHARE = 0.05
_WHERE = {"department duties": 4, "township duties": 5, "takeover": 3}
"""The differing text's column, from 0."""


def known_county(
    folder: Path, seed: int, other_names: Sequence[tuple[str, str]]
) -> tuple[list[Path], set[Told]]:
    """Write the lists; what a book of the county is to tell of them. `other_names` are pairs of a
    duty's name and the same in other words."""
    chance = random.Random(seed)
    original = real_list()
    paths = []
    told: set[Told] = set()
    for township in TOWNSHIPS:
        made, differences = _changed(original, township, dict(other_names), chance)
        told |= differences
        paths.append(folder / f"{township}.txt")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        paths[-1].write_text(as_text(made), "utf-8")
    return paths, told


def told_of(books: Sequence[OfficeBook]) -> set[Told]:
    """What the books tell, whichever department's book tells it."""
    return {
        *(
            (township, duty.name, "missing")
            for book in books
            for duty in book.duties
            for township in duty.missing
        ),
        *(
            (township, duty.name, _column(variant.where))
            for book in books
            for duty in book.duties
            for variant in duty.variants
            for township in variant.townships
        ),
    }


def _column(where: str) -> str:
    """The text's column: what nobody is said to do stands with what the departments do."""
    return "department duties" if where == "duties of nobody" else where


def f1(told: set[Told], known: set[Told]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    right = len(told & known)
    precision, recall = right / max(len(told), 1), right / max(len(known), 1)
    return precision, recall, 2 * right / max(len(told) + len(known), 1)


def _changed(
    original: GeneratedList, township: str, other_names: dict[str, str], chance: random.Random
) -> tuple[GeneratedList, set[Told]]:
    told: set[Told] = set()
    tables: dict[str, list[list[str]]] = {"basic": original.tables["basic"]}
    for kind in ("cooperative", "recalled"):
        tables[kind] = []
        for row in original.tables[kind]:
            cells, name, draw = list(row), row[2], chance.random()
            wheres = (
                ("takeover",) if kind == "recalled" else ("department duties", "township duties")
            )
            if draw < _SHARE:
                told.add((township, name, "missing"))
                continue
            if draw < 2 * _SHARE:
                where = chance.choice(wheres)
                changed = _in_other_words(cells[_WHERE[where]], chance)
                if changed != cells[_WHERE[where]]:
                    cells[_WHERE[where]] = changed
                    told.add((township, name, where))
            elif draw < 2 * _SHARE + _NAMED_OTHERWISE and name in other_names:
                cells[2] = other_names[name]
                told.add((township, name, "name"))
            cells[0] = str(len(tables[kind]) + 1)
            tables[kind].append(cells)
    return replace(original, town=township, tables=tables), told


def _in_other_words(text: str, chance: random.Random) -> str:
    old, new = chance.choice(_WORDS)
    return text.replace(old, new, 1)
