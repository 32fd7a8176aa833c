"""Clauses that are read for certain, written otherwise: with a stranger in a doer's place or behind
them, with a comma less, with the row's offices in another order, with one office more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.extract.offices.attribution import assign
from dutylist.extract.offices.lexer import QUOTES, lex
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.sentences import read
from dutylist.extract.offices.signs import KNOWN
from dutylist.extract.offices.spellings import build_registry
from dutylist.extract.read import read_duty_list
from dutylist.records.model import UNSETTLED, Clause, leaves

HELDOUT = Path(__file__).parent / "data" / "whose"
FOUR = ["shanxi", "anhui-zone", "hunan-b", "hebei"]
"""Lists whose clauses are varied."""
HEADED = ["yn-damaidi", "js-luqiao", "hb-songtan", "gd-zhukeng"]
"""Lists with many clauses below headings."""


@pytest.mark.parametrize("stranger", ["健安队", "健安处", "县健安", "县健安办", "市健安局"])
@pytest.mark.parametrize("name", FOUR)
def test_a_stranger_in_the_place_of_a_doer_leaves_the_clause_to_be_confirmed(
    name: str, stranger: str
) -> None:
    """Each name of each clause that is certain, one after the other, made nobody's."""
    tried = 0
    certain: list[str] = []
    for clause, reader in clauses_of(name):
        for text in with_stranger(clause, stranger, reader):
            tried += 1
            if is_certain(again(text, reader)):
                certain.append(text)
    assert tried >= 40
    assert len(certain) <= 0.05 * tried, certain


@pytest.mark.parametrize("name", FOUR)
@pytest.mark.parametrize(
    ("stranger", "most"), [("健安", 0.04), ("巡护组", 0.03), ("养护班", 0.03), ("普法联盟", 0.03)]
)
def test_a_stranger_without_an_ending_is_seen_in_nearly_all_places(
    stranger: str, most: float, name: str
) -> None:
    """健安: nothing in the word itself says that it is an office's name."""
    tried = certain = 0
    for clause, reader in clauses_of(name):
        for text in with_stranger(clause, stranger, reader):
            found = again(text, reader)
            tried += 1
            certain += is_certain(found)
    assert tried >= 40
    assert certain <= most * tried


def test_a_stranger_of_two_characters_is_seen_in_nearly_all_places_of_all_lists() -> None:
    tried = 0
    certain: list[str] = []
    for path in HELDOUT.glob("*.txt"):
        for clause, reader in clauses_of(path.stem):
            for text in with_stranger(clause, "健安", reader):
                tried += 1
                if is_certain(again(text, reader)):
                    certain.append(text)
    assert tried >= 2_000
    assert len(certain) <= 0.065 * tried, certain


@pytest.mark.parametrize("name", FOUR)
@pytest.mark.parametrize(
    "behind",
    [
        "，健安配合。",
        "，由健安监督。",
        "，健安负责复核工作。",
        "，健安修缮乡村道路。",
        "，会同健安开展巡查。",
        "，县健安中心复核材料。",
        "（健安配合）",
        "（责任单位：健安）",
        "（责任单位：县公安局、健安）",
    ],
)
def test_a_stranger_behind_a_clause_leaves_it_to_be_confirmed(name: str, behind: str) -> None:
    clauses = [(one, reader) for one, reader in clauses_of(name) if one.basis == "subject"]
    assert len(clauses) >= 20
    for clause, reader in clauses:
        found = again(clause.text.rstrip("；。") + behind, reader)
        assert not is_certain(found), found


@pytest.mark.parametrize("name", FOUR)
def test_the_same_clause_written_otherwise_is_the_same_offices(name: str) -> None:
    """The row's offices in another order, half-width commas, white space, words in front."""
    for clause, reader in clauses_of(name):
        text = clause.text.rstrip("；。")
        if clause.basis != "subject" or "，" not in text:
            continue
        turned = replace(
            reader, row=reader.registry.row(tuple(reversed(reader.row.offices))), lexed={}
        )
        for other, read_in in (
            (text, turned),
            (text.replace("，", ","), reader),
            (text.replace("、", "、 "), reader),
            (f"其中，{text}", reader),
        ):
            found = again(other, read_in)
            same = set(found.departments) == set(clause.departments)
            assert same or not is_certain(found), (other, found)


@pytest.mark.parametrize("denied", ["不参与", "不再负责", "已不承担", "无须", "以外的单位"])
@pytest.mark.parametrize("name", FOUR)
def test_who_is_said_not_to_do_it_does_not_for_certain(name: str, denied: str) -> None:
    tried = 0
    for clause, reader in clauses_of(name):
        lexed = lex(reader, clause.text)
        for said in read(lexed).said:
            once = sum(set(said.named.offices) <= set(one.offices) for one in lexed.named) == 1
            if said.rule != "主语" or len(said.named.offices) != 1 or not once:
                continue
            end = said.named.end
            found = again(f"{lexed.text[:end]}{denied}{lexed.text[end:]}", reader)
            acting = {one.office for one in found.actors if one.part != "named"}
            tried += 1
            assert not is_certain(found) or said.named.offices[0] not in acting, found
    assert tried >= 20


@pytest.mark.parametrize("name", FOUR)
def test_one_more_office_behind_a_clause_is_its_too(name: str) -> None:
    """…，县民政局配合, …，由县民政局监督, …（责任单位：县民政局）; not …，抄送县民政局."""
    tried = 0
    for clause, reader in clauses_of(name):
        more = [one for one in reader.row.offices if one not in clause.departments]
        if clause.basis != "subject" or not more:
            continue
        text = clause.text.rstrip("；。")
        for behind, joins in (
            (f"，{more[0]}配合。", True),
            (f"，由{more[0]}监督。", True),
            (f"（责任单位：{more[0]}）", True),
            (f"，结果抄送{more[0]}。", False),
        ):
            found = again(text + behind, reader)
            tried += 1
            assert (more[0] in found.departments) == joins or not is_certain(found), found
    assert tried >= 20


@pytest.mark.parametrize(
    ("front", "behind"),
    [
        ("{}移交的线索，", ""),
        ("{}提出申请的，", ""),
        ("{}未处理的，", ""),
        ("{}批准后，", ""),
        ("{}发现问题反馈后", ""),
        ("受{}委托，", ""),
        ("", "，{}提出异议的，予以答复"),
        ("", "，{}另有规定的除外"),
        ("", "，不由{}负责"),
    ],
)
def test_what_another_has_done_below_a_heading_is_not_anothers_work(
    front: str, behind: str
) -> None:
    """The clauses below a heading, with what another office of the row has done or laid down."""
    tried = 0
    for name in HEADED:
        for clause, reader in clauses_of(name):
            own = {one.office for one in clause.actors if one.part != "named"}
            more = [one for one in reader.row.offices if one not in own]
            named = any(one.sign == KNOWN for one in lex(reader, clause.text).named)
            if clause.basis != "heading" or len(own) != 1 or not more or named:
                continue
            text = f"{front}{clause.text.rstrip('；。')}{behind}。".format(more[0])
            (head,) = assign(
                (Clause("", f"{own.pop()}：", kind="office", children=(Clause("1.", text),)),),
                reader.row,
                reader.registry,
            )
            found = head.children[0]
            tried += 1
            assert not is_certain(found) or found.departments == head.departments, found
    assert tried >= 40


@pytest.mark.parametrize("name", FOUR)
def test_each_way_of_saying_who_does_it_is_read(name: str) -> None:
    for clause, reader in clauses_of(name):
        for office in reader.row.offices:
            for text in (
                f"{office}负责安全巡查",
                f"安全巡查由{office}负责",
                f"由{office}牵头开展安全巡查",
                f"安全巡查。牵头单位：{office}",
            ):
                assert again(text, reader).departments == (office,), (text, clause.text)


@pytest.mark.parametrize("name", FOUR)
def test_where_a_comma_is_missing_nobody_is_lost_for_certain(name: str) -> None:
    """Each comma and semicolon of each clause that is certain left out, one after the other."""
    tried = 0
    lost: list[str] = []
    for clause, reader in clauses_of(name):
        for place, char in enumerate(clause.text[:-1]):
            if char not in "，；" or clause.basis != "subject":
                continue
            text = clause.text[:place] + clause.text[place + 1 :]
            found = again(text, reader)
            tried += 1
            if is_certain(found) and not set(clause.departments) <= set(found.departments):
                lost.append(text)
    assert tried >= 15
    assert len(lost) <= 0.1 * tried, lost


def again(text: str, reader: Reader) -> Clause:
    """A clause read in a row."""
    (found,) = assign((Clause("", text),), reader.row, reader.registry)
    return found


def is_certain(clause: Clause) -> bool:
    return clause.basis not in UNSETTLED


def clauses_of(name: str) -> Iterator[tuple[Clause, Reader]]:
    """The departments' clauses of a list, each with what it is read in."""
    duty_list = read_duty_list(HELDOUT / f"{name}.txt")
    printed = [each for duty in duty_list.duties for each in duty.departments]
    registry = build_registry(printed, duty_list.region)
    table = duty_list.table("cooperative")
    assert table is not None
    for duty in table.duties:
        reader = Reader(registry, registry.row(duty.offices))
        yield from ((clause, reader) for clause in leaves(duty.department_clauses))


def with_stranger(clause: Clause, stranger: str, reader: Reader) -> Iterator[str]:
    """The clause's text with each of its doers replaced by a name that is nobody's."""
    text = clause.text.translate(QUOTES)
    if clause.basis != "subject":
        return
    for said in read(lex(reader, text)).of("leads", "does", "joins"):
        if len(said.named.offices) == 1 and not said.named.unknown:
            yield text[: said.named.start] + stranger + text[said.named.end :]
