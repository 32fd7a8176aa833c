"""The history as one HTML page with a picture: no script, no outside assets."""

from __future__ import annotations

from dataclasses import dataclass

from dutylist.render.views.history import HistoryView
from dutylist.render.web.filled import filled_page

# The picture in its own units: a bar for each edition, the steps between them.
_BAR = 90
_GAP = 150
_HEIGHT = 220
_TOP = 34


@dataclass(frozen=True)
class _Block:
    """A list's share of a bar: edges in the picture's units."""

    x: float
    y: float
    height: float
    list: int
    label: str


@dataclass(frozen=True)
class _Arrow:
    """What came and went between two bars."""

    x: float
    came: int
    went: int


@dataclass(frozen=True)
class Picture:
    """The bars and the steps, placed."""

    width: float
    height: float
    bar: float
    blocks: tuple[_Block, ...]
    names: tuple[tuple[float, str, int], ...]
    arrows: tuple[_Arrow, ...]


def history_html(view: HistoryView) -> str:
    """The page's text. Raises TemplateError, see `filled_page`."""
    return filled_page("history.html", view=view, picture=picture(view))


def picture(view: HistoryView) -> Picture:
    """A bar for each edition, its height the number of duties, cut by list."""
    most = max((bar.total for bar in view.bars), default=0) or 1
    blocks: list[_Block] = []
    names: list[tuple[float, str, int]] = []
    for at, bar in enumerate(view.bars):
        x = at * (_BAR + _GAP)
        y = float(_TOP + _HEIGHT)
        for place, (label, number) in enumerate(bar.parts):
            height = _HEIGHT * number / most
            y -= height
            if number:
                blocks.append(_Block(x, y, height, place, f"{label}{number}"))
        names.append((x, bar.name, bar.total))
    arrows = [
        _Arrow(at * (_BAR + _GAP) + _BAR + _GAP / 2, step.came, step.went)
        for at, step in enumerate(view.steps)
    ]
    width = len(view.bars) * (_BAR + _GAP) - _GAP
    return Picture(width, _TOP + _HEIGHT + 44, _BAR, tuple(blocks), tuple(names), tuple(arrows))
