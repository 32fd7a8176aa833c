"""履职事项清单: published duty lists read, checked, published, handed out and compared.

    import dutylist
    edition = dutylist.read("清单.pdf")
    for finding in dutylist.check(edition):
        print(finding.place, finding.message)
    dutylist.render(edition, "文件", ["pdf", "docx"])

`read`, `check`, `compare`, `render`, `excerpts` and `cards` are told in dutylist.app.api;
DutyListError is the base of all errors. Nothing is imported before it is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dutylist.app.api import cards, check, compare, excerpts, read, render
    from dutylist.records.errors import DutyListError
    from dutylist.records.model import DutyList

__all__ = [
    "DutyList",
    "DutyListError",
    "cards",
    "check",
    "compare",
    "excerpts",
    "read",
    "render",
]

_HOMES = {"DutyList": "dutylist.records.model", "DutyListError": "dutylist.records.errors"}


class _Room(ModuleType):
    """A folder that shares its name with a function: dutylist.compare(old, new)."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        function = self.__name__.rpartition(".")[2]
        return getattr(import_module("dutylist.app.api"), function)(*arguments, **named)


class _Library(ModuleType):
    """The package. Python hangs a folder's module on it whenever one is imported, and takes it
    before `__getattr__`: those that are functions, too, are made to be called here."""

    def __getattr__(self, name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module 'dutylist' has no attribute {name!r}")
        if name in ("compare", "render"):
            return import_module(f"dutylist.{name}")
        return getattr(import_module(_HOMES.get(name, "dutylist.app.api")), name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("compare", "render") and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Library
