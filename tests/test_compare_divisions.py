"""An office that was divided is never told for certain as renamed, however little of it went to
another new office; what is certain stays so.

The lists are small and made up; cases/told/divided_office has rows of the real one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dutylist.compare.office_words import word_of_part
from tests.edits import Row
from tests.test_compare_reforms import (
    FARM,
    OLD_ROWS,
    POLICE,
    WATER,
    compared,
    letter,
    recalled,
    rows_of,
)

WHOLE = "吉木萨尔县文化体育广播电视和旅游局"
HEIR, BROADCAST, SPORT = "吉木萨尔县文化和旅游局", "吉木萨尔县广播电视局", "吉木萨尔县体育局"
DATA = "吉木萨尔县数据局"

OLD = rows_of(lambda at: WHOLE if at < 10 else WATER if at < 14 else POLICE)


def in_place(office: Callable[[int], str]) -> list[Row]:
    return rows_of(lambda at: office(at) if at < 10 else WATER if at < 14 else POLICE)


@pytest.mark.parametrize(
    ("heir", "parts"),
    [
        (lambda at: BROADCAST if at == 4 else HEIR, {BROADCAST}),
        (lambda at: {2: BROADCAST, 6: SPORT}.get(at, HEIR), {BROADCAST, SPORT}),
        # A new name that says nothing of the old one: still no rename for certain.
        (lambda at: DATA if at == 4 else HEIR, {DATA}),
    ],
    ids=["in two", "in three", "another name"],
)
def test_one_row_that_went_to_another_new_office_tells_of_a_division(
    heir: Callable[[int], str], parts: set[str]
) -> None:
    comparison = compared(OLD, in_place(heir))
    (rename,) = comparison.renames
    assert (rename.kind, rename.old, set(rename.new)) == ("divided", (WHOLE,), {HEIR, *parts})
    assert rename.doubt
    assert comparison.offices == ()
    for office in (HEIR, *parts):
        department, text = letter(comparison, office)
        assert department.former_names == ()
        assert len(department.items) == sum(heir(at) == office for at in range(10))
        assert {one.what for one in department.items} == {f"由“{WHOLE}”改列，可能是分设【待核】"}
        assert "改为" not in text
    items = letter(comparison, WHOLE)[0].items
    assert {one.what for one in items} == {
        f"改列“{office}”，可能是分设【待核】" for office in (HEIR, *parts)
    }


def test_a_new_office_with_a_word_of_the_old_name_makes_a_rename_doubtful() -> None:
    """Its only duty is a new one."""
    added = Row("n", "cooperative", "综合事务", "应急广播", (SPORT,), ("1.安装。",), ("1.看护。",))
    new = [*in_place(lambda at: HEIR), added]
    (rename,) = compared(OLD, new).renames
    assert (rename.kind, rename.old, rename.new) == ("renamed", (WHOLE,), (HEIR,))
    assert "“体育”" in rename.doubt
    department, text = letter(compared(OLD, new), HEIR)
    assert department.former_names == ()
    assert "改为" not in text


@pytest.mark.parametrize(
    ("existing", "doubtful"), [("吉木萨尔县广播电视台", True), (POLICE, False)]
)
def test_a_row_handed_to_an_office_that_was_there_is_a_division_where_its_name_says_so(
    existing: str, *, doubtful: bool
) -> None:
    old = [*OLD[:14], replace(OLD[14], departments=(existing,))]
    new = in_place(lambda at: existing if at == 4 else HEIR)
    (rename,) = compared(old, [*new[:14], old[14]]).renames
    assert (rename.kind, rename.old, rename.new) == ("renamed", (WHOLE,), (HEIR,))
    assert bool(rename.doubt) is doubtful


@pytest.mark.parametrize("way", ["split", "recalled"])
def test_a_duty_that_was_split_or_taken_back_tells_of_a_division(way: str) -> None:
    old, new = list(OLD), in_place(lambda at: HEIR)
    if way == "recalled":
        (after,) = recalled(DATA, 1)
        texts = (("1.依法查处农药使用指导案件。",), ("1.报告。",))
        old = [*old, Row("x0", "cooperative", "综合事务", after.name, (WHOLE,), *texts)]
        new = [*new, after]
    else:
        first, second = old[0].department_clauses
        own, other = old[0].township_clauses
        new = [
            replace(new[0], department_clauses=(first,), township_clauses=(own,)),
            replace(new[0], uid="r0b", department_clauses=(second.replace("2.", "1."),),
                    township_clauses=(other.replace("2.", "1."),), departments=(DATA,)),
            *new[1:],
        ]  # fmt: skip
    (rename,) = compared(old, new).renames
    assert (rename.kind, set(rename.new)) == ("divided", {HEIR, DATA})


def test_of_two_offices_merged_one_may_have_been_divided() -> None:
    both, animals = "吉木萨尔县农业水利局", "吉木萨尔县畜牧兽医局"
    rows = rows_of(lambda at: animals if at == 3 else both if at < 14 else POLICE)
    renames = {one.old: one for one in compared(OLD_ROWS, rows).renames}
    assert {*renames} == {(FARM,), (WATER,)}
    assert (renames[FARM,].kind, set(renames[FARM,].new)) == ("divided", {both, animals})
    assert "另有事项不是由" in renames[WATER,].doubt


def test_a_new_office_with_more_rows_from_others_is_no_part() -> None:
    rows = in_place(lambda at: DATA if at == 4 else HEIR)
    rows[10:13] = [replace(row, departments=(DATA,)) for row in rows[10:13]]
    renames = compared(OLD, rows).renames
    assert [(one.kind, one.new, one.doubt) for one in renames if WHOLE in one.old] == [
        ("renamed", (HEIR,), "")
    ]


def test_a_row_that_the_heir_has_as_well_is_no_part() -> None:
    rows = in_place(lambda at: HEIR)
    rows[4] = replace(rows[4], departments=(HEIR, DATA))
    (rename,) = compared(OLD, rows).renames
    assert (rename.kind, rename.new, rename.doubt) == ("renamed", (HEIR,), "")


@pytest.mark.parametrize(
    ("name", "heir", "part", "word"),
    [
        (WHOLE, HEIR, BROADCAST, "广播电视"),
        ("县教育和科学技术局", "县教育局", "县科学技术局", "科学技术"),
        ("县农业农村和水利局", "县农业农村局", "县水利局", "水利"),
        # What the heir has, too, and words that say nothing.
        ("县农业农村局", "县农业农村和水利局", "县农业技术推广中心", ""),
        ("县市场监督管理局", "县市场监管局", "县应急管理局", ""),
        ("县文化和旅游局", "县文旅局", "县数据局", ""),
    ],
)
def test_the_word_that_a_part_of_an_office_took_along(
    name: str, heir: str, part: str, word: str
) -> None:
    assert word_of_part(name, heir, part) == word


@pytest.mark.parametrize(
    ("offices", "heir"),
    [
        (("自然资源局", "林业局"), "自然资源和林业局"),
        (("教育局", "科学技术局"), "教育和科技局"),
        (("商务局", "工业和信息化局"), "商务和工业信息化局"),
    ],
)
def test_two_offices_with_a_row_each_that_have_one_name_now_were_perhaps_merged(
    offices: tuple[str, str], heir: str
) -> None:
    names = dict(zip((3, 7), (f"吉木萨尔县{one}" for one in offices), strict=True))
    heir = f"吉木萨尔县{heir}"
    old, new = (
        rows_of(lambda at, own=own: own.get(at, WATER if at < 14 else POLICE))
        for own in (names, dict.fromkeys(names, heir))
    )
    comparison = compared(old, new)
    (rename,) = comparison.renames
    assert (rename.kind, set(rename.old), rename.new) == ("merged", set(names.values()), (heir,))
    assert rename.doubt
    assert comparison.offices == ()


@pytest.mark.parametrize("other", ["吉木萨尔县康复服务中心", "吉木萨尔县民政局"])
def test_an_office_in_whose_only_row_another_new_one_stands_is_perhaps_that_one(other: str) -> None:
    """The list alone does not tell whether it has another name or gave the duty away."""
    disabled = "吉木萨尔县残疾人联合会"
    old, new = (rows_of(lambda at, one=one: one if at == 5 else WATER) for one in (disabled, other))
    comparison = compared(old, new)
    assert [(one.name, one.kind, one.instead) for one in comparison.offices] == [
        (other, "added", (disabled,)),
        (disabled, "removed", (other,)),
    ]
    (department, _) = letter(comparison, disabled)
    assert department.unsure
    assert any(other in one and "可能是更名" in one for one in department.throughout)


def test_an_office_whose_duty_another_known_one_has_now_was_perhaps_taken_in() -> None:
    disabled = "吉木萨尔县残疾人联合会"
    old, new = (rows_of(lambda at, one=one: one if at == 5 else WATER) for one in (disabled, WATER))
    assert compared(old, new).offices == ()
    told = [(one.kind, one.old, one.new, one.doubt) for one in compared(old, new).renames]
    assert told == [("absorbed", (disabled,), (WATER,), "只有一项可据")]
