"""Records files of schema 1, told as schema 2: what the reader knew and did not keep is read off
again from headers, cells and clauses.

Nothing is checked here: what is of another form stays as it is, for the strict reading to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dutylist.extract.lists.columns import header_role, header_roles
from dutylist.extract.offices.leading import listed
from dutylist.extract.offices.named_above import bare_heading
from dutylist.extract.source import squeezed
from dutylist.records.json_form import Json, to_json
from dutylist.records.labels import label_of
from dutylist.records.township import township_in

_BOX = ("page", "x0", "top", "x1", "bottom")


def upgraded(data: Json) -> Json:
    """A records file's object of schema 1 in the form of schema 2."""
    lines = [line for line in _items(data.get("region")) if isinstance(line, str)]
    titles = [data.get("title"), *(table.get("title") for table in _objects(data.get("lists")))]
    names = _names(_objects(data.get("departments")))
    return {
        **data,
        "schema": 2,
        "township": township_in([*reversed(lines), *(t for t in titles if isinstance(t, str))]),
        "lists": _each(data.get("lists"), lambda table: _table(table, names)),
    }


def _names(departments: Iterable[Json]) -> dict[str, str]:
    """Every form of an office's name with its canonical one."""
    return {
        form: department["name"]
        for department in departments
        if isinstance(department.get("name"), str)
        for forms in (
            [department["name"]],
            *(_items(department.get(key)) for key in ("spellings", "open_ended", "short_names")),
        )
        for form in forms
        if isinstance(form, str)
    }


def _table(table: Json, names: dict[str, str]) -> Json:
    kind, columns = table.get("kind"), table.get("columns")
    texts = [text for text in _items(columns) if isinstance(text, str)]
    if texts and texts == columns:
        roles = header_roles(texts) or [header_role(text) for text in texts]
        columns = [{"text": text, "role": its} for text, its in zip(texts, roles, strict=True)]
    return {
        **table,
        "columns": columns,
        "duties": _each(table.get("duties"), lambda duty: _duty(duty, kind, texts, names)),
    }


def _duty(duty: Json, kind: Any, heads: list[str], names: dict[str, str]) -> Json:
    new = dict(duty)
    cells = [cell for cell in _items(duty.get("cells")) if isinstance(cell, str)]
    printed = new.pop("departments", [])
    if not isinstance(printed, list) or not all(isinstance(name, str) for name in printed):
        new["listed"] = printed
    elif kind == "recalled":
        new["listed"] = [{"printed": name, "office": names.get(name, name)} for name in printed]
    else:
        new["listed"] = to_json(listed(cells, heads, printed, lambda name: names.get(name, name)))
    at: dict[int, int] = {}
    for side in ("department_clauses", "township_clauses"):
        if side in new:
            new[side] = _each(new[side], lambda clause: _clause(clause, cells, names, at))
    if isinstance(source := duty.get("source"), dict) and "boxes" in source:
        boxes = _each_list(source["boxes"], lambda cell: _each_list(cell, _box))
        new["source"] = {**source, "boxes": boxes}
    return new


def _box(edges: list[Any]) -> Any:
    return dict(zip(_BOX, edges, strict=True)) if len(edges) == len(_BOX) else edges


def _clause(clause: Json, cells: list[str], names: dict[str, str], at: dict[int, int]) -> Json:
    """A clause; `at` has how far each column's text has been gone through."""
    new = dict(clause)
    doing, named = new.pop("departments", None), new.pop("mentions", [])
    part = "all" if clause.get("basis") == "all" else "does"
    basis = clause.get("basis")
    if not isinstance(doing, list) or not isinstance(named, list):
        new["actors"] = doing
    else:
        acting = dict.fromkeys(name for name in doing if isinstance(name, str))
        mentioned = dict.fromkeys(n for n in named if isinstance(n, str) and n not in acting)
        new["actors"] = [
            *({"office": name, "part": part, "because": basis} for name in acting),
            *({"office": name, "part": "named", "because": "named"} for name in mentioned),
        ]
    label, text = clause.get("label"), clause.get("text")
    if isinstance(label, str) and isinstance(text, str):
        found = label_of(label + " ")
        new["number"] = found.number if found else 0
        span = _span(label + text, new.pop("cell", 0), cells, at)
        if span:
            new["span"] = span
        new["kind"] = _kind(clause, text, names)
    if "children" in new:
        new["children"] = _each(new["children"], lambda child: _clause(child, cells, names, at))
    return new


def _kind(clause: Json, text: str, names: dict[str, str]) -> str:
    children = list(_objects(clause.get("children")))
    if clause.get("basis") == "heading":
        head = bare_heading(text)
        known = head in names or all(name in names for name in re.split("[、和与及]", head))
        # The heading of an office that no row lists gave its clauses to nobody.
        nameless = bool(children) and not clause.get("departments") and not clause.get("label")
        if known or nameless:
            return "office"
    return "topic" if any(child.get("topic") == text for child in children) else "clause"


def _span(text: str, cell: Any, cells: list[str], at: dict[int, int]) -> Json | None:
    """Where a clause stands in its cell, white space aside; None where it is not found."""
    if type(cell) is not int or not 1 <= cell <= len(cells):
        return None
    solid = [index for index, character in enumerate(cells[cell - 1]) if not character.isspace()]
    wanted = squeezed(text)
    first = squeezed(cells[cell - 1]).find(wanted, at.get(cell, 0)) if wanted else -1
    if first < 0:
        return None
    at[cell] = first + len(wanted)
    return {"cell": cell, "start": solid[first], "end": solid[at[cell] - 1] + 1}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Iterator[Json]:
    return (item for item in _items(value) if isinstance(item, dict))


def _each(value: Any, change: Callable[[Json], Json]) -> Any:
    """The objects of an array changed; whatever is none stays."""
    if not isinstance(value, list):
        return value
    return [change(item) if isinstance(item, dict) else item for item in value]


def _each_list(value: Any, change: Callable[[list[Any]], Any]) -> Any:
    if not isinstance(value, list):
        return value
    return [change(item) if isinstance(item, list) else item for item in value]
