"""The records file: small, the same records again, its published schema, and nothing else taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.app.batch.rows import list_rows
from dutylist.extract.read import read_duty_list
from dutylist.extract.records_file import read_records
from dutylist.records import model
from dutylist.records.check import check
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.json_form import dump_records, file_json, load_records, schema
from dutylist.records.model import Clause, DutyList
from dutylist.render.views.card import card_view
from dutylist.render.views.official import official_view
from tests.render_documents import DATA, OTHER_LISTS, other_list, real_list

CASES = Path(__file__).parent / "cases" / "records"


def lists() -> list[DutyList]:
    return [real_list(), *(other_list(name) for name in OTHER_LISTS)]


@pytest.mark.parametrize("place", range(4))
def test_records_come_back_from_their_file_and_meet_the_schema(place: int) -> None:
    duty_list = lists()[place]
    text = dump_records(duty_list)
    assert load_records(text, "记录.json") == duty_list
    jsonschema.validate(json.loads(text), schema())


def test_a_file_leaves_out_what_goes_without_saying() -> None:
    text = dump_records(real_list())
    assert '"topic": null' not in text
    assert '"side"' not in text
    assert max(len(line) for line in text.splitlines() if '"cells"' not in line) < 2_000
    assert len(text.encode()) < 720_000


def clauses(duty_list: DutyList) -> Iterator[tuple[tuple[str, ...], Clause]]:
    def below(found: tuple[Clause, ...]) -> Iterator[Clause]:
        for clause in found:
            yield clause
            yield from below(clause.children)

    for table in duty_list.lists:
        for duty in table.duties:
            for clause in below(duty.department_clauses + duty.township_clauses):
                yield duty.cells, clause


@pytest.mark.parametrize("place", range(4))
def test_a_clause_stands_where_its_span_says(place: int) -> None:
    for cells, clause in clauses(lists()[place]):
        assert clause.span is not None
        there = cells[clause.span.cell - 1][clause.span.start : clause.span.end]
        assert "".join(there.split()) == "".join((clause.label + clause.text).split())


def test_every_field_has_its_words() -> None:
    properties = {
        name: part["properties"]
        for name, part in {"DutyList": schema(), **schema()["$defs"]}.items()
    }
    records = {
        name: value
        for name, value in vars(model).items()
        if isinstance(value, type) and is_dataclass(value) and value.__module__ == model.__name__
    }
    assert properties.keys() == records.keys()
    for name, record in records.items():
        told = {key for key, member in properties[name].items() if "description" in member}
        assert told == {field.name for field in fields(record)}, name


def small() -> dict[str, Any]:
    cell = "1.县民政局负责救助。"
    clause = {
        "label": "1.",
        "text": "县民政局负责救助。",
        "span": {"cell": 4, "start": 0, "end": len(cell)},
        "actors": [{"office": "县民政局", "because": "subject"}],
    }
    duty = {
        "number": 1,
        "category": "民生",
        "name": "临时救助",
        "source": {"pages": [3], "table": 1, "row": 1},
        "cells": ["1", "民生", "临时救助", cell, "协助。"],
        "listed": [{"printed": "县民政局", "office": "县民政局", "leads": True}],
        "department_clauses": [clause],
        "doubts": [{"cell": 1, "start": 0, "end": 1, "confidence": 0.5}],
    }
    table = {
        "kind": "cooperative",
        "title": "配合履职事项清单",
        "columns": [{"text": text} for text in ("序号", "类别", "事项", "部门职责", "配合职责")],
        "duties": [duty],
    }
    return {
        "schema": 2,
        "title": "清单",
        "region": [],
        "issued": "2025-07",
        "contents": [],
        "lists": [table],
    }


def test_the_small_file_is_taken() -> None:
    assert load_records(json.dumps(small()), "甲.json").lists[0].duties[0].name == "临时救助"


@pytest.mark.parametrize("issued", ["", "2025", "2025-07-15"])
def test_a_date_may_be_less_or_more_than_a_month(issued: str) -> None:
    assert load_records(json.dumps(small() | {"issued": issued}), "甲.json").issued == issued


def duty_of(data: dict[str, Any]) -> Any:
    return data["lists"][0]["duties"][0]


def put(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: duty_of(data).update({key: value})


def nested(depth: int) -> str:
    """The small file with clauses within clauses."""
    data = small()
    duty_of(data)["department_clauses"] = ["here"]
    head = '{"label": "", "text": "甲", "children": ['
    return json.dumps(data).replace('"here"', depth * head + depth * "]}")


WRONG: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("number：应为整数", put("number", 1.7)),
    ("number：应为整数", put("number", True)),
    ("number：应为整数", put("number", "7")),
    ("number：不能小于 0", put("number", -1)),
    ("number：不能大于 999999", put("number", 10**40)),
    ("number：缺少这一项", lambda data: duty_of(data).pop("number")),
    ("extra：不认识这一项", put("extra", 1)),
    ("cells：有 0 格，清单有 5 栏", put("cells", [])),
    ("cells 第 1 个：应为文字", put("cells", [1, "", "", "", ""])),
    ("pages 第 1 个：不能小于 0", put("source", {"pages": [-1], "table": 1, "row": 1})),
    ("table：不能小于 1", put("source", {"pages": [], "table": 0, "row": 1})),
    ("doubts：第 9 栏", put("doubts", [{"cell": 9, "start": 0, "end": 1, "confidence": 0.5}])),
    ("doubts：第 1 栏", put("doubts", [{"cell": 1, "start": 5, "end": 9, "confidence": 0.5}])),
    ("confidence：不能大于 1", put("doubts", [{"cell": 1, "start": 0, "end": 1, "confidence": 2}])),
    ("columns：清单没有栏目", lambda data: data["lists"][0].update(columns=[], duties=[])),
    ("kind：只能是", lambda data: data["lists"][0].update(kind="别的")),
    ("duties：应为数组", lambda data: data["lists"][0].update(duties={})),
    ("issued：", lambda data: data.update(issued="去年")),
]


@pytest.mark.parametrize(("said", "change"), WRONG)
@pytest.mark.parametrize("version", [1, 2])
def test_what_is_not_of_the_form_is_refused_by_name_and_place(
    said: str, change: Callable[[dict[str, Any]], None], version: int
) -> None:
    data = small()
    if version == 1:
        data = as_schema_1(data)
    change(data)
    with pytest.raises(InvalidRecordsError, match=r"“甲\.json”") as refused:
        read_records(json.dumps(data), "甲.json")
    assert said in str(refused.value)


def as_schema_1(data: dict[str, Any]) -> dict[str, Any]:
    """The small file as an earlier version wrote it."""
    (table,) = data["lists"]
    duty = duty_of(data)
    table["columns"] = [column["text"] for column in table["columns"]]
    duty["departments"] = [listed["printed"] for listed in duty.pop("listed")]
    for clause in duty["department_clauses"]:
        del clause["span"]
        clause["departments"] = [actor["office"] for actor in clause.pop("actors")]
        clause |= {"basis": "subject", "topic": None, "mentions": [], "cell": 4, "children": []}
    duty["doubts"][0]["read"] = ""
    return data | {"schema": 1}


@pytest.mark.parametrize(("depth", "said"), [(30, "条文的层次超过 20 层"), (480, "有效的 JSON")])
def test_clauses_within_clauses_have_an_end(depth: int, said: str) -> None:
    assert load_records(nested(20), "甲.json")
    with pytest.raises(InvalidRecordsError, match=said):
        load_records(nested(depth), "甲.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"schema": 2',
        '{"schema": NaN}',
        '{"schema": true}',
        '{"schema": 3}',
        '{"schema": 2, "title": "\\ud800"}',
        '{"schema": 2, "title": ' + "7" * 5_000 + "}",
        '{"schema": ' + "[" * 100_000,
        json.dumps(small()).replace('"confidence": 0.5', '"confidence": NaN'),
        json.dumps(small()).replace('"confidence": 0.5', '"confidence": 1e999'),
        json.dumps(small()).replace('"number": 1', '"number": 1e999'),
        json.dumps(small()).replace('"number": 1', '"number": Infinity'),
        json.dumps(small()).replace('"number": 1', '"number": ' + "7" * 5_000),
    ],
)
def test_what_is_no_such_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecordsError, match=r"“甲\.json”"):
        read_records(text, "甲.json")


def test_what_a_portal_gives_is_told_from_records_of_an_older_form() -> None:
    portal = json.dumps({"code": 0, "data": {"list": [{"序号": 1, "事项名称": "甲"}]}})
    with pytest.raises(InvalidRecordsError, match=r"不是本程序的记录文件.*导出为 Excel"):
        load_records(portal, "甲.json")
    with pytest.raises(InvalidRecordsError, match="不是第 2 版记录文件"):
        load_records(json.dumps(small() | {"schema": 3}), "甲.json")


def test_a_file_that_took_the_page_down_is_refused() -> None:
    with pytest.raises(InvalidRecordsError, match=r"“poison-doubts\.json”.*第 99 栏"):
        read_duty_list(CASES / "poison-doubts.json")


def test_records_of_schema_1_tell_what_the_reader_knows_now() -> None:
    """An earlier version's file of a list gives what reading the list gives today, but for the
    offices that are only named: those it keeps as it has them."""
    old = read_duty_list(CASES / "schema-1.json")
    new = read_duty_list(DATA / "other" / "bayan.txt")
    assert [table.columns for table in old.lists] == [table.columns for table in new.lists]
    assert old.township == new.township
    for (_, was), (_, now) in zip(clauses(old), clauses(new), strict=True):
        assert (was.kind, was.number, was.span) == (now.kind, now.number, now.span)
        assert was.departments == now.departments
    assert [duty.listed for table in old.lists for duty in table.duties] == [
        duty.listed for table in new.lists for duty in table.duties
    ]
    assert file_json(old)["schema"] == 2


VALUES: list[Any] = [None, True, -1, 0, 1.5, 10**7, 10**40, "", "7", "\x1b[31m", [], {}, [None]]


def steps(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else ()
    for key, item in inside or (enumerate(value) if isinstance(value, list) else ()):
        yield (*path, key)
        yield from steps(item, (*path, key))


@given(st.data(), st.sampled_from([1, 2]))
@settings(max_examples=60, deadline=None)
def test_a_file_changed_anywhere_is_refused_or_good_for_everything(
    data: st.DataObject, version: int
) -> None:
    file = small() if version == 2 else as_schema_1(small())
    path = data.draw(st.sampled_from(list(steps(file))))
    place = file
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = data.draw(st.sampled_from(VALUES))
    try:
        taken = read_records(json.dumps(file), "甲.json")
    except InvalidRecordsError:
        return
    assert load_records(dump_records(taken), "甲.json") == taken
    check(taken)
    list_rows(taken)
    official_view(taken)
    for table in taken.lists:
        for duty in table.duties:
            card_view(taken, table.kind, duty)
