"""What a revision does to a whole list: reforms of offices, words replaced throughout, headings.

Goes on from tests/edits.py, with the truth of what was done.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tests.edits import NEW_CORES, NEW_REMARKS, SPELLINGS, Edition, Look, Row, edited, in_all_texts


def revised(
    rows: list[Row], seed: int, count: int, whole: Sequence[str] | None = None
) -> tuple[Edition, Look]:
    """`count` edits of rows, and those of the `whole` list: up to three, if None."""
    chance = random.Random(seed * 7919 + 1)
    edition, look = edited(rows, seed, count), Look()
    if whole is None:
        whole = chance.sample(sorted(WHOLE_EDITS), chance.randint(0, 3))
    for name in whole:
        WHOLE_EDITS[name](edition, look, chance)
    say_of_offices(edition, rows)
    return edition, look


def _offices(edition: Edition, least: int) -> list[str]:
    """Offices with so many rows that no other edit has touched."""
    rows_with = Counter(
        name
        for row in edition.rows
        for name in row.departments
        if re.fullmatch("吉木萨尔县[^、及]{2,12}局", name)
    )
    touched = {
        name
        for row in edition.rows
        if edition.touched[row.uid] or row.uid in edition.fixed
        for name in row.departments
    }
    return sorted(
        name
        for name, times in rows_with.items()
        if times >= least
        and f"office {name}" not in edition.fixed
        and name not in SPELLINGS
        and (name not in touched or times >= 2 * least)
    )


def _in_row(row: Row, old: str, new: str) -> Row:
    """The row with an office's new name, the short one in its clauses, too."""

    def swap(text: str) -> str:
        return text.replace(old.removeprefix("吉木萨尔"), new.removeprefix("吉木萨尔"))

    return in_all_texts(row, swap)


def _lists(row: Row, office: str) -> bool:
    return office in row.departments or row.takeover.startswith(office.removeprefix("吉木萨尔"))


def divide_office(edition: Edition, look: Look, chance: random.Random) -> None:
    """An office's rows go to two new ones; each row's own clauses follow."""
    possible = _offices(edition, 6)
    cores = _free_cores(edition)
    if not possible or len(cores) < 2:
        return
    old = chance.choice(possible)
    heirs = [f"吉木萨尔县{core}" for core in chance.sample(cores, 2)]
    own = [row for row in edition.rows if old in row.departments]
    uids = list(dict.fromkeys(row.uid.removesuffix("-again") for row in own))
    for row in own:
        heir = heirs[uids.index(row.uid.removesuffix("-again")) % 2]
        edition.put(_in_row(row, old, heir))
    left = [row for row in edition.rows if old.removeprefix("吉木萨尔") in row.takeover]
    for row in left:
        edition.put(_in_row(row, old, heirs[0]))
    edition.fixed |= {f"office {one}" for one in (old, *heirs)}
    edition.facts.add(("divided", old, frozenset(heirs)))


def rename_but_one(edition: Edition, look: Look, chance: random.Random) -> None:
    """A rename that one row was forgotten in."""
    possible = _offices(edition, 6)
    if not possible:
        return
    old = chance.choice(possible)
    new = f"{old[:-1]}和数据局"
    own = [row for row in edition.rows if old.removeprefix("吉木萨尔") in str(row)]
    plain = [row for row in own if not edition.touched[row.uid] and old in row.departments]
    if not plain:
        return
    kept = chance.choice(plain)
    for row in own:
        if row.uid != kept.uid:
            edition.put(_in_row(row, old, new))
    edition.fixed |= {f"office {one}" for one in (old, new)}
    edition.facts.add(("renamed", old, new))
    edition.facts.add(("still", old))


def misread_office(edition: Edition, look: Look, chance: random.Random) -> None:
    """An office's 县 is read as 具 in two rows."""
    possible = _offices(edition, 6)
    if not possible:
        return
    old = chance.choice(possible)
    own = [
        row
        for row in edition.rows
        if old in row.departments and not edition.touched[row.uid] and row.uid not in edition.fixed
    ]
    if len(own) < 3:
        return
    for row in own[:2]:
        wrong = tuple(one.replace("县", "具", 1) if one == old else one for one in row.departments)
        edition.put(replace(row, departments=wrong))
    edition.fixed.add(f"office {old}")
    edition.facts.add(("misread", old))


THROUGHOUT = [
    ("群众", "居民"), ("隐患", "风险点"), ("巡查", "巡护"), ("台账", "档案"), ("线索", "问题线索"),
    ("上报", "呈报"), ("村民", "农牧民"), ("协助", "配合"),
]  # fmt: skip


def replace_word(edition: Edition, look: Look, chance: random.Random) -> None:
    """A word is another all through the list."""
    texts = [str(row) for row in edition.rows]
    possible = [
        (old, new)
        for old, new in THROUGHOUT
        if sum(old in text for text in texts) >= 8 and not any(new in text for text in texts)
    ]
    if not possible:
        return
    old, new = chance.choice(possible)
    edition.rows = [
        replace(
            row,
            name=row.name.replace(old, new),
            department_clauses=tuple(one.replace(old, new) for one in row.department_clauses),
            township_clauses=tuple(one.replace(old, new) for one in row.township_clauses),
            takeover=row.takeover.replace(old, new),
        )
        for row in edition.rows
    ]
    edition.facts.add(("throughout", "wording", *bared(old, new)))


def _all_texts(edition: Edition, change: Callable[[str], str]) -> None:
    edition.rows = [
        replace(
            row,
            name=change(row.name),
            department_clauses=tuple(map(change, row.department_clauses)),
            township_clauses=tuple(map(change, row.township_clauses)),
        )
        for row in edition.rows
    ]


def half_width(edition: Edition, look: Look, chance: random.Random) -> None:
    """All commas in half width: what was a row's own is so no longer."""
    _all_texts(edition, lambda text: text.replace("，", ","))
    edition.facts = {fact for fact in edition.facts if fact[0] != "typography"}
    edition.facts.add(("throughout", "width", "，", ","))


def other_labels(edition: Edition, look: Look, chance: random.Random) -> None:
    """Clauses are numbered in another style."""
    form = chance.choice(["{}、", "（{}）", "{}）", "{}．"])

    def relabelled(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            re.sub(r"(^|[；。;]\s*|\s)(\d{1,2})\.(?!\d)", lambda m: m[1] + form.format(m[2]), one)
            for one in texts
        )

    edition.rows = [
        replace(
            row,
            department_clauses=relabelled(row.department_clauses),
            township_clauses=relabelled(row.township_clauses),
        )
        for row in edition.rows
    ]
    edition.facts.add(("throughout", "label", "1.", form.format("1")))


def restart_numbers(edition: Edition, look: Look, chance: random.Random) -> None:
    """Numbers start again in each category."""
    look.restart = True
    edition.facts.add(("head", "numbering"))


def other_heading(edition: Edition, look: Look, chance: random.Random) -> None:
    """The department column is called otherwise."""
    look.heads["对应上级部门"] = "牵头部门和配合部门"
    edition.facts.add(("head", "column"))


def other_titles(edition: Edition, look: Look, chance: random.Random) -> None:
    """The lists' titles name the version."""
    look.title = "（修订版）"
    edition.facts.add(("head", "list title"))


def _free_cores(edition: Edition) -> list[str]:
    return [core for core in NEW_CORES if f"office 吉木萨尔县{core}" not in edition.fixed]


def _rows_of(edition: Edition, office: str) -> list[Row]:
    return [row for row in edition.rows if office.removeprefix("吉木萨尔") in str(row)]


def merge_offices(edition: Edition, look: Look, chance: random.Random) -> None:
    """Two offices go on under one new name."""
    possible, cores = _offices(edition, 5), _free_cores(edition)
    apart = [
        (one, other)
        for one in possible
        for other in possible
        if one < other and not any({one, other} <= set(row.departments) for row in edition.rows)
    ]
    if not apart or not cores:
        return
    old = chance.choice(apart)
    new = f"吉木萨尔县{chance.choice(cores)}"
    for name in old:
        for row in _rows_of(edition, name):
            edition.put(_in_row(row, name, new))
    edition.fixed |= {f"office {one}" for one in (*old, new)}
    edition.facts.add(("merged offices", frozenset(old), new))


def absorb_office(edition: Edition, look: Look, chance: random.Random) -> None:
    """An office is taken into one that was there before, in all rows."""
    possible = _offices(edition, 5)
    apart = [
        (one, other)
        for one in possible
        for other in possible
        if one != other and not any({one, other} <= set(row.departments) for row in edition.rows)
    ]
    if not apart:
        return
    old, into = chance.choice(apart)
    for row in _rows_of(edition, old):
        edition.put(_in_row(row, old, into))
        if not _lists(row, old):
            # That it was taken in is a guess: a row that only mentions it has other words.
            edition.may |= {("reworded", row.uid), ("clause reworded", row.uid)}
    edition.fixed |= {f"office {one}" for one in (old, into)}
    edition.facts.add(("absorbed", old, into))


def branch_office(edition: Edition, look: Look, chance: random.Random) -> None:
    """Half of an office's rows go to a new one; it goes on with the rest."""
    possible, cores = _offices(edition, 8), _free_cores(edition)
    if not possible or not cores:
        return
    old = chance.choice(possible)
    new = f"吉木萨尔县{chance.choice(cores)}"
    own = [
        row
        for row in edition.rows
        if old in row.departments and not edition.touched[row.uid] and row.uid not in edition.fixed
    ]
    if len(own) < 6:
        return
    for row in own[::2]:
        changed = _in_row(row, old, new)
        edition.put(changed)
        edition.facts.add(("departments", row.uid))
        texts = [
            (one.name, *one.department_clauses, *one.township_clauses) for one in (row, changed)
        ]
        if texts[0] != texts[1]:
            edition.facts.add(("reworded", row.uid))
        if texts[0][1:] != texts[1][1:]:
            # A clause that is a name and nothing else is another one.
            edition.may |= {(f"clause {it}", row.uid) for it in ("reworded", "added", "removed")}
    edition.fixed |= {f"office {one}" for one in (old, new)}
    edition.facts.add(("divided", old, frozenset((old, new))))


def become_subdistrict(edition: Edition, look: Look, chance: random.Random) -> None:
    """镇改街道: the township's name, and what texts call it."""
    if look.township != "三台镇":
        return
    look.township = "三台街道"
    _everywhere(edition, lambda text: text.replace("三台镇", "三台街道").replace("本镇", "本街道"))
    edition.facts |= {
        ("township renamed", "三台镇", "三台街道"),
        ("head", "region"),
        ("head", "list title"),
        ("throughout", "wording", *bared("本镇", "本街道")),
    }


def add_contents(edition: Edition, look: Look, chance: random.Random) -> None:
    """A contents page comes."""
    look.contents = True
    edition.facts.add(("head", "contents"))


def other_cover(edition: Edition, look: Look, chance: random.Random) -> None:
    """The cover is called otherwise."""
    look.cover = "履职事项清单（试行）"
    edition.facts.add(("head", "title"))


def add_remarks(edition: Edition, look: Look, chance: random.Random) -> None:
    """A column 备注 comes, with something in some rows."""
    if any(row.remark for row in edition.rows):
        return
    edition.facts.add(("head", "column"))
    # The column is there even where no row of its list has something: one has in each.
    for kind in ("basic", "cooperative", "recalled"):
        free = [
            row
            for row in edition.rows
            if row.list == kind and not edition.touched[row.uid] and row.uid not in edition.fixed
        ]
        for row in chance.sample(free, min(len(free), 3)):
            edition.put(replace(row, remark=chance.choice(NEW_REMARKS)))
            edition.facts |= {("reworded", row.uid), ("clause added", row.uid)}


def full_width_digits(edition: Edition, look: Look, chance: random.Random) -> None:
    """Digits within the texts are typed in full width; labels stay."""
    digits = str.maketrans("0123456789", "０１２３４５６７８９")

    def typed(text: str) -> str:
        label = re.match(r"(?:[（(]?\d{1,2}[.、．）)])?", text)
        assert label is not None
        return label.group() + re.sub(
            r"(?<![；。;\s])\d+(?![.、．）)])",
            lambda m: m.group().translate(digits),
            text[label.end() :],
        )

    before = "".join(map(str, edition.rows))
    _all_texts(edition, typed)
    after = "".join(map(str, edition.rows))
    edition.may |= {
        ("throughout", "width", one, one.translate(digits))
        for one in "0123456789"
        if before.count(one) > after.count(one)
    }
    edition.may |= {("typography", row.uid) for row in edition.rows}


def _everywhere(edition: Edition, change: Callable[[str], str]) -> None:
    _all_texts(edition, change)
    edition.rows = [replace(row, takeover=change(row.takeover)) for row in edition.rows]


def bared(old: str, new: str) -> tuple[str, str]:
    """A replacement without what both begin and end with: 本镇, 本街道 → 镇, 街道."""
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def say_of_offices(edition: Edition, rows: Iterable[Row]) -> None:
    """Which offices come and go, by the rows alone; those of a reform are told by it."""
    had, has = ({name for row in side for name in _named(row)} for side in (rows, edition.rows))
    reforms = {
        name
        for fact in edition.facts
        if fact[0] in ("renamed", "merged offices", "absorbed", "divided", "misread")
        for part in fact[1:]
        for name in (part if isinstance(part, frozenset) else (part,))
    }
    edition.facts |= {("office added", name) for name in has - had - reforms if "具" not in name}
    edition.facts |= {("office removed", name) for name in had - has - reforms}


def _named(row: Row) -> set[str]:
    """The offices of a row, without 及其他…; one that is spelled in two ways by the first."""
    head = re.match("([^：:]+)[：:]", row.takeover)
    printed = (*row.departments, *((head[1],) if head else ()))
    names = {re.sub("及其他.*", "", name) for name in printed}
    return {min([name, *SPELLINGS.get(name, ())]) for name in names}


def merged_townships(
    rows: list[Row], seed: int, count: int
) -> tuple[list[tuple[str, list[Row]]], Edition]:
    """Two old townships with most of the rows each, under their own names, and one new list that
    has all of them, with edits of single rows."""
    chance = random.Random(seed * 104_729 + 3)
    without = set(chance.sample([row.uid for row in rows], len(rows) // 5))
    lonely = sorted(without, key=lambda uid: int(uid[1:]))
    first, second = set(lonely[::2]), set(lonely[1::2])
    edition = edited(rows, seed, count, SINGLE_ROWS)
    olds = [
        (township, _of_township([row for row in rows if row.uid not in left_out], township))
        for township, left_out in (("红旗乡", first), ("老台乡", second))
    ]
    edition.facts |= {
        ("townships merged", frozenset(township for township, _ in olds), "三台镇"),
        ("head", "region"),
        ("head", "list title"),
        ("throughout", "wording", *bared("本乡", "本镇")),
        *(("widened", row.uid) for row in edition.rows if row.uid in without),
    }
    say_of_offices(edition, rows)
    return olds, edition


def _of_township(rows: list[Row], township: str) -> list[Row]:
    own = Edition(rows)
    _everywhere(own, lambda text: text.replace("三台镇", township).replace("本镇", "本乡"))
    return own.rows


SINGLE_ROWS = (
    "reword name", "reword clause", "add clause", "remove clause", "move clause", "add duty",
    "remove duty", "add department", "drop department", "swap lead", "change width",
    "rename department",
)  # fmt: skip


WHOLE_EDITS: dict[str, Callable[[Edition, Look, random.Random], None]] = {
    "divide office": divide_office,
    "rename but one": rename_but_one,
    "misread office": misread_office,
    "replace word": replace_word,
    "half width": half_width,
    "other labels": other_labels,
    "restart numbers": restart_numbers,
    "other heading": other_heading,
    "other titles": other_titles,
    "merge offices": merge_offices,
    "absorb office": absorb_office,
    "branch office": branch_office,
    "become subdistrict": become_subdistrict,
    "add contents": add_contents,
    "other cover": other_cover,
    "add remarks": add_remarks,
    "full-width digits": full_width_digits,
}
