"""What a number of the records may be at the least and at the most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number may be, both included.

    It is grouped metadata in the way of annotated_types, as pydantic reads it; that package is
    loaded when somebody asks for the bounds, not with the records.
    """

    least: float
    most: float
    __is_annotated_types_grouped_metadata__: ClassVar[Literal[True]] = True

    def __iter__(self) -> Iterator[object]:
        from annotated_types import Ge, Le

        yield Ge(self.least)
        yield Le(self.most)
