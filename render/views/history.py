"""Many years as the reader sees them: the whole list, each office, each duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.compare.departments import row_departments
from dutylist.compare.history import History, Life
from dutylist.compare.model import Comparison, DutyChange, PlacedDuty
from dutylist.compare.wording import fold
from dutylist.records.codes import KIND_CODES
from dutylist.records.model import KIND_NAMES, Kind
from dutylist.records.wording import said
from dutylist.render.views.comparison import comparison_view, summary
from dutylist.render.views.findings import UNSURE, Finding
from dutylist.render.views.lines import ViewLine
from dutylist.render.views.places import place_name


@dataclass(frozen=True)
class Bar:
    """An edition's duties by list, in the lists' order."""

    name: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.parts)


@dataclass(frozen=True)
class Step:
    """From one edition to the next: the sum in a sentence, and what holds throughout."""

    old_name: str
    new_name: str
    summary: str
    came: int
    went: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class LifeStep:
    """What happened to a duty in one edition; `lines` show it to the character."""

    edition: str
    what: str
    lines: tuple[ViewLine, ...]


@dataclass(frozen=True)
class LifeView:
    """A duty's life. `places` and `marks` have one text for each edition: where it stands
    (基本3, "" where it does not) and what happened (新增, 文字修改, 取消, "" for nothing)."""

    number: int
    name: str
    list: str
    departments: tuple[str, ...]
    places: tuple[str, ...]
    marks: tuple[str, ...]
    steps: tuple[LifeStep, ...]


@dataclass(frozen=True)
class OfficeLife:
    """An office under its last name: its duties in each edition, and what each step brought."""

    name: str
    former_names: tuple[str, ...]
    counts: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class HistoryView:
    """Everything a document of the history shows."""

    title: str
    region: str
    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    offices: tuple[OfficeLife, ...]
    lives: tuple[LifeView, ...]
    legend: str


def history_view(history: History) -> HistoryView:
    """The view of a whole history."""
    views = [comparison_view(one) for one in history.comparisons]
    lines = [{row.index: row.lines for row in view.rows} for view in views]
    steps = tuple(
        Step(
            history.names[at],
            history.names[at + 1],
            summary(comparison),
            comparison.count("added"),
            comparison.count("removed"),
            views[at].findings,
        )
        for at, comparison in enumerate(history.comparisons)
    )
    return HistoryView(
        title=said("history.title"),
        region=next((view.region for view in reversed(views) if view.region), ""),
        names=history.names,
        bars=tuple(_bars(history)),
        steps=steps,
        offices=tuple(_offices(history)),
        lives=tuple(
            _life(history, life, number, lines) for number, life in enumerate(history.lives, 1)
        ),
        legend=said("history.legend"),
    )


def _bars(history: History) -> Iterator[Bar]:
    for name, edition in zip(history.names, history.editions, strict=True):
        counts: Counter[Kind] = Counter()
        for table in edition.lists:
            counts[table.kind] += len(table.duties)
        yield Bar(name, tuple((KIND_NAMES[kind], counts[kind]) for kind in KIND_NAMES))


def _life(
    history: History, life: Life, number: int, lines: list[dict[int, tuple[ViewLine, ...]]]
) -> LifeView:
    places = [""] * len(history.names)
    marks = [""] * len(history.names)
    steps: list[LifeStep] = []
    for station in life.stations:
        at = station.edition
        if station.duty:
            places[at] = _short_place(station.duty)
        if station.change is None:
            continue
        change = history.comparisons[at - 1].changes[station.change]
        marks[at] = _what(change, ended=station.duty is None)
        if station.change in lines[at - 1]:
            steps.append(LifeStep(history.names[at], marks[at], lines[at - 1][station.change]))
    last = life.last_duty
    return LifeView(
        number,
        last.duty.name,
        KIND_NAMES[last.list],
        last.duty.departments,
        tuple(places),
        tuple(marks),
        tuple(steps),
    )


def _short_place(placed: PlacedDuty) -> str:
    shown = placed.duty.shown_number or said("places.row_number", number=placed.position + 1)
    return f"{KIND_CODES[placed.list]}{shown}"


def _what(change: DutyChange, *, ended: bool) -> str:
    """新增, 取消, 并入配合履职第3项, 文字修改、部门变动; "" where nothing changed."""
    if ended and change.new:
        text = said("history.merged_into", places="、".join(map(place_name, change.new)))
    else:
        text = "、".join(said(f"duty_kinds.{kind}") for kind in change.kinds if kind != "same")
    if not change.unsure:
        return text
    # What differs in like characters alone says itself that it is to be checked.
    return text.replace(said("letter.unsure", what=""), "") + UNSURE


def _offices(history: History) -> Iterator[OfficeLife]:
    """Every office that an edition lists, by the name that the last edition knows it under."""
    last_names = _last_names(history.comparisons)
    counts: dict[str, Counter[int]] = {}
    former: dict[str, dict[str, None]] = {}
    for at, edition in enumerate(history.editions):
        for table in edition.lists:
            for duty in table.duties:
                names = {last_names[at].get(fold(one), one): one for one in row_departments(duty)}
                for name, own in names.items():
                    counts.setdefault(name, Counter())[at] += 1
                    if at < len(history.comparisons) and _renamed(history, at, own, name):
                        former.setdefault(name, {})[own] = None
    for name in sorted(counts, key=lambda name: -max(counts[name].values())):
        yield OfficeLife(
            name,
            tuple(former.get(name, ())),
            tuple(counts[name][at] for at in range(len(history.names))),
            tuple(
                _office_step(comparison, at, name, last_names)
                for at, comparison in enumerate(history.comparisons)
            ),
        )


def _last_names(comparisons: tuple[Comparison, ...]) -> list[dict[str, str]]:
    """For each edition: spellings (folded) onto the name the office has in the last one.

    Only certain renames are followed: an office divided or merged in doubt keeps its own.
    """
    found: list[dict[str, str]] = [dict(comparisons[-1].office_names)]
    for comparison in reversed(comparisons):
        later = found[0]
        now = {
            old: rename.new[0]
            for rename in comparison.renames
            if rename.subject == "department" and not rename.doubt and len(rename.new) == 1
            for old in rename.old
        }
        names = {}
        for spelling, name in comparison.office_names:
            current = now.get(name, name)
            names[spelling] = later.get(fold(current), current)
        found.insert(0, names)
    return found


def _renamed(history: History, at: int, own: str, name: str) -> bool:
    names = dict(history.comparisons[at].office_names)
    return names.get(fold(own), own) != name


def _office_step(
    comparison: Comparison, at: int, name: str, last_names: list[dict[str, str]]
) -> str:
    """What one step brought an office: 得2项（基本3、配合7）；失1项（原配合5）；修改4项."""
    got: list[str] = []
    lost: list[str] = []
    changed = 0
    for change in comparison.changes:
        had = any(name in _names(one, last_names[at]) for one in change.old)
        has = any(name in _names(one, last_names[at + 1]) for one in change.new)
        if has and not had:
            got += [_short_place(one) for one in change.new]
        elif had and not has:
            lost += [said("places.gone", places=_short_place(one)) for one in change.old]
        elif had and change.kinds != ("same",):
            changed += 1
    parts = [
        said(f"history.office_{way}", count=len(places), places="、".join(places))
        for way, places in (("gained", got), ("lost", lost))
        if places
    ]
    parts += [said("history.office_changed", count=changed)] if changed else []
    return "；".join(parts)


def _names(placed: PlacedDuty, last_names: dict[str, str]) -> set[str]:
    return {last_names.get(fold(one), one) for one in row_departments(placed.duty)}
