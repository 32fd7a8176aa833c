"""Our frozen dataclasses behave as the library's."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property

import pytest
from pydantic import TypeAdapter

import dutylist
from dutylist.records.frozen import dataclass, init_of


@dataclass(frozen=True)
class Place:
    """One of ours."""

    page: int
    name: str = "表"
    notes: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)

    @cached_property
    def twice(self) -> int:
        return 2 * self.page


@dataclasses.dataclass(frozen=True)
class Theirs:
    """The same by the library."""

    page: int
    name: str = "表"
    notes: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True)
class Alone:
    value: float


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True, eq=False)
class Itself:
    value: int


@dataclass(frozen=True)
class Own:
    value: int

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "自己的"


def test_an_object_has_what_it_was_given_and_the_defaults() -> None:
    place = Place(3, notes=["注"])
    assert (place.page, place.name, place.notes) == (3, "表", ["注"])
    assert Place(1).notes == []
    assert Place(1).notes is not Place(1).notes
    assert repr(place) == repr(Theirs(3)).replace("Theirs", "Place")
    assert Place.__doc__ == "One of ours."


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, "a", [], 4), {}), ((1,), {"odd": 2})])
def test_what_does_not_fit_is_refused_as_the_library_does(
    values: tuple[object, ...], named: dict[str, object]
) -> None:
    for kind in (Place, Theirs):
        with pytest.raises(TypeError, match="__init__"):
            kind(*values, **named)  # type: ignore[arg-type]


def test_equal_are_those_of_one_class_and_the_same_values() -> None:
    assert Place(1, notes=["a"]) == Place(1)
    assert hash(Place(1, notes=["a"])) == hash(Place(1))
    assert Place(1) != Place(2)
    assert Place(1) != Theirs(1)
    assert hash(Place(1)) == hash(Theirs(1))
    odd = float("nan")
    assert Alone(odd) == Alone(odd)
    assert hash(Alone(2.0)) == hash((2.0,))
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1
    assert Itself(1) != Itself(1)
    assert len({Itself(1), Itself(1)}) == 2


def test_nobody_changes_an_object() -> None:
    place = Place(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.page = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del place.page
    assert place.twice == 2
    assert place.twice == 2


def test_what_a_class_says_itself_stays() -> None:
    assert Own(1) == Own(2)
    assert repr(Own(1)) == "自己的"


def test_the_library_takes_them_for_its_own() -> None:
    place = Place(1, "甲", ["乙"])
    assert dataclasses.is_dataclass(Place)
    assert dataclasses.replace(place, page=5) == Place(5, "甲")
    assert dataclasses.asdict(place) == {"page": 1, "name": "甲", "notes": ["乙"]}
    assert pickle.loads(pickle.dumps(place)) == place == copy.deepcopy(place)
    assert TypeAdapter(Place).validate_python({"page": 4}) == Place(4)
    match place:
        case Place(page, name):
            assert (page, name) == (1, "甲")


def test_unusual_fields_are_not_taken_for_usual_ones() -> None:
    with pytest.raises(TypeError, match="library"):

        @dataclass(frozen=True)
        class Odd:
            value: int = dataclasses.field(kw_only=True)


def _classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(dutylist.__path__, "dutylist."):
        if module.name.split(".")[1] in ("app", "compare", "extract", "records", "render"):
            members = vars(importlib.import_module(module.name)).values()
            yield from (
                one
                for one in members
                if isinstance(one, type)
                and one.__module__ == module.name
                and dataclasses.is_dataclass(one)
            )


def test_every_class_takes_what_the_library_s_would() -> None:
    classes = list(_classes())
    assert len(classes) > 300
    for one in classes:
        fields = dataclasses.fields(one)
        if any(not field.init for field in fields):
            continue
        plain = dataclasses.make_dataclass(
            one.__name__, [(field.name, field.type, copy.copy(field)) for field in fields]
        )
        taken, usual = (
            list(inspect.signature(init).parameters.values())
            for init in (init_of(fields), plain.__init__)
        )
        assert [one.name for one in taken] == [one.name for one in usual]
        for ours, theirs in zip(taken, usual, strict=True):
            assert (ours.default is ours.empty) == (theirs.default is theirs.empty)


def test_a_class_of_which_nobody_makes_an_object_compiles_nothing() -> None:
    code = (
        "import builtins, dutylist.records.model as model; compiled = []; made = exec\n"
        "builtins.exec = lambda *a: (isinstance(a[0], str) and compiled.append(a[0]), made(*a))\n"
        "import dutylist.extract.source as source\n"
        "print(len(compiled)); source.Line(1, ''); source.Line(2, ''); print(len(compiled))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
