"""Frozen dataclasses that are defined quickly: `dataclass` as of the library, for our classes.

The library writes six functions for each class and compiles them, whether anybody makes an object
of it or not: up to a tenth of a command's start. Here classes share what they can, and `__init__`
is written when the first object is made. (From Python 3.13 on the library compiles once a class.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

Fields = tuple[dataclasses.Field[Any], ...]

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True):
        """dataclasses.dataclass with these two of its options.

        Raises TypeError for fields that `__init__` takes by name alone, or not at all.
        """
        return _defined(cls, frozen, eq) if cls else lambda cls: _defined(cls, frozen, eq)


def _defined(cls: type, frozen: bool, eq: bool) -> type:
    if not frozen or hasattr(cls, "__post_init__") or hasattr(cls, "__dataclass_fields__"):
        # One that changes, checks itself or is derived from another is the library's.
        return dataclasses.dataclass(frozen=frozen, eq=eq)(cls)
    own = set(vars(cls)) - {"__hash__"}
    # For a class without words the library would look at the signature, which is not made yet.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    made.__dataclass_params__.frozen, made.__dataclass_params__.eq = True, eq
    fields = dataclasses.fields(made)
    if any(field.kw_only or not field.init for field in fields):
        raise TypeError(f"{cls.__name__}: a field of this kind is the library's matter")
    given: dict[str, Callable[..., Any]] = {
        "__init__": _first_init(made, fields),
        "__repr__": _repr_of([field.name for field in fields if field.repr]),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    if eq:
        given |= _comparison([field.name for field in fields if field.compare])
    for name, function in given.items():
        if name not in own:
            setattr(made, name, function)
    return cls


def _refuse(self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to or delete field {name!r}")


def _repr_of(names: list[str]) -> Callable[[object], str]:
    def of(self: object) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return of


def _comparison(names: list[str]) -> dict[str, Callable[..., Any]]:
    # Of several names it gives a tuple, of one its value.
    values = attrgetter(*names) if len(names) > 1 else _values_of(names)

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    return {"__eq__": equal, "__hash__": lambda self: hash(values(self))}


def _values_of(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    return lambda self: tuple(getattr(self, name) for name in names)


def _first_init(cls: Any, fields: Fields) -> Callable[..., None]:
    def first(self: object, *values: object, **named: object) -> None:
        cls.__init__ = init_of(fields)
        cls.__init__(self, *values, **named)

    return first


def init_of(fields: Fields) -> Callable[..., None]:
    """An `__init__` that sets each field of an object that refuses to be changed."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_unset": dataclasses.MISSING}
    parameters, body = ["self"], ["pass"]
    for field in fields:
        name = value = field.name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"] = field.default
            parameters.append(f"{name}=_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"] = field.default_factory
            parameters.append(f"{name}=_unset")
            value = f"_{name}() if {name} is _unset else {name}"
        else:
            parameters.append(name)
        body.append(f"_set(self, {name!r}, {value})")
    scope: dict[str, Any] = {}
    inner = f" def __init__({', '.join(parameters)}):\n  " + "\n  ".join(body)
    exec(f"def made({', '.join(known)}):\n{inner}\n return __init__", {}, scope)
    init: Callable[..., None] = scope["made"](**known)
    return init
