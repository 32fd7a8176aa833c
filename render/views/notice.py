"""A letter (函) to one office: what changed for it, in sentences and as a table.

All its wording stands in templates/notice.md, which staff can edit; Word and PDF share it. A
county that issues it itself makes it a 通知 there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import jinja2
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dutylist.compare.model import Comparison
from dutylist.compare.wording import fold
from dutylist.records.errors import DutyListError, TemplateError
from dutylist.records.templates import template
from dutylist.records.wording import said
from dutylist.render.views.comparison import ComparisonView, edition_heads, legend
from dutylist.render.views.department_changes import DepartmentItem, DepartmentView
from dutylist.render.views.lines import Run, Side, ViewLine, kept_together, line_columns
from dutylist.render.views.places import listed_duties, listed_places

SENTENCES = "notice.md"

MAY_BREAK = "｜"
"""Where the template lets the title break; never printed."""
ATTACHED = "附件："
TITLE_WIDTH = 20
"""Characters of 22 pt (2号) in a line of 156 mm."""

DATE_FROM_EDGE = 4.0
"""Characters; GB/T 9704-2012, 7.3.5.1."""
SEAL_ROOM = 2
"""Lines: a seal of 42 mm reaches as far above the office's name that it stands on."""
KEPT_WITH_SEAL = 2
"""Paragraphs of text that stay on the seal's page: 特此函告。 and 附件：…"""

PITCHES = (28.0, 27.0, 26.0, 25.0, 24.0, 23.0)
"""pt; the distance of two lines of 16 pt: that of GB/T 9704-2012, and closer ones where the
signature would else leave a part of page 1 white and stand on page 2 with two lines (7.3.5 has
the distance of lines made less)."""
CHARACTERS = 27.0
"""Of 16 pt in a line of 156 mm, less than half a one for what may not begin or end a line."""
PAGE_HEIGHT, TITLE_PITCH, BELOW_TITLE = 637.8, 34.0, 28.0
"""pt; 225 mm, a line of the title, and what stands white below it."""

NOTICE_COLUMNS = line_columns(442.0, 15, 6)
"""pt; the type area of GB/T 9704 is 156 mm wide."""

Place = Literal["flush", "indented", "right"]


@dataclass(frozen=True)
class NoticeParagraph:
    """A paragraph and where it stands: flush left, indented by two characters, or right.

    `room` is how many blank lines stand above it; `right` how many characters from the right edge
    it ends, where that is its place; `kept` is true where it may not be the last on its page.
    """

    text: str
    place: Place
    room: int = 0
    right: float = 0.0
    kept: bool = False


@dataclass(frozen=True)
class KindOfItems:
    """One kind of change and where the duties that have it stand, a phrase for each list."""

    label: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One changed duty in the table: its number and its lines in blocks that stand together."""

    number: int
    blocks: tuple[tuple[ViewLine, ...], ...]


@dataclass(frozen=True)
class NoticeView:
    """Everything a letter shows; `legend` explains the marks of the table.

    `title_lines` are the title broken by sense; `genre` is what it ends with (函, 通知);
    `attachment` is the title of the table, "" where the letter names none; `draft` stands above
    each page where something is to be checked before it is sent, "" where nothing is; `pitch` is
    the distance of two lines in points.
    """

    title: str
    title_lines: tuple[str, ...]
    genre: str
    department: str
    paragraphs: tuple[NoticeParagraph, ...]
    groups: tuple[Group, ...]
    heads: tuple[str, str]
    legend: str
    attachment: str
    draft: str = ""
    pitch: float = PITCHES[0]
    columns: tuple[float, ...] = NOTICE_COLUMNS


def department_view(comparison: Comparison, view: ComparisonView, name: str) -> DepartmentView:
    """What changed for an office that either edition names, under whatever name it goes.

    Raises DutyListError where neither edition knows it.
    """
    known = dict(comparison.office_names)
    current = known.get(fold(name), name)
    for one in view.departments:
        if one.name == current or current in one.former_names:
            return one
    if fold(name) not in known:
        raise DutyListError(
            f"两年的清单里都没有“{name}”这个部门", "请用 dutylist departments 查看有哪些部门"
        )
    return DepartmentView(current, (), (), 0)


def notice_view(
    comparison: Comparison,
    view: ComparisonView,
    department: DepartmentView,
    sentences: Path | None = None,
) -> NoticeView:
    """The letter to one office. Raises TemplateError where the sentences cannot be filled in."""
    sentences = sentences or template(SENTENCES)
    old_edition, new_edition = view.old_edition, view.new_edition
    kinds: dict[str, list[int]] = {}
    for item in department.items:
        kinds.setdefault(item.what, []).append(item.index)
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(sentences.parent), undefined=StrictUndefined, autoescape=False
    )
    try:
        text = environment.get_template(sentences.name).render(
            department=department.name,
            former_names=department.former_names,
            items=len(department.items),
            counts=_counts(comparison, department.items),
            others=department.others,
            throughout=department.throughout,
            kinds=[
                KindOfItems(label, listed_places(comparison, indexes))
                for label, indexes in kinds.items()
            ],
            township=view.region,
            office=_office(view.region),
            old_edition=old_edition,
            new_edition=new_edition,
            date=_date(comparison.new.issued),
            contact=said("letter.contact") or said("letter.blank"),
            phone=said("letter.phone") or said("letter.blank"),
        )
    except jinja2.TemplateError as error:
        raise TemplateError(
            f"函的文字模板有误：{error}", "请对照自带的 notice.md 改正", file=sentences.name
        ) from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pieces = lines[0].split(MAY_BREAK) if lines else []
    title = "".join(pieces)
    attachments = [line.removeprefix(ATTACHED) for line in lines if line.startswith(ATTACHED)]
    title_lines = broken_title(pieces)
    paragraphs = _signed([_paragraph(line, at) for at, line in enumerate(lines[1:])])
    return NoticeView(
        title=title,
        title_lines=title_lines,
        genre=title.rpartition("的")[2],
        department=department.name,
        paragraphs=paragraphs,
        groups=tuple(_group(item) for item in department.items),
        heads=edition_heads(old_edition, new_edition),
        legend=legend(old_edition, new_edition),
        attachment=attachments[0] if attachments else "",
        draft=said("letter.draft") if department.unsure else "",
        pitch=_pitch(title_lines, paragraphs),
    )


def _pitch(title: Sequence[str], paragraphs: Sequence[NoticeParagraph]) -> float:
    """The distance of two lines by which the letter with its signature fits page 1; the usual one
    where none does: then enough text stands there without the signature."""
    lines = sum(it.room + _lines(it) for it in paragraphs)
    room = PAGE_HEIGHT - TITLE_PITCH * len(title) - BELOW_TITLE
    return next((pitch for pitch in PITCHES if pitch * lines <= room), PITCHES[0])


def _lines(paragraph: NoticeParagraph) -> int:
    indent = 2 if paragraph.place == "indented" else 0
    return math.ceil((indent + _width(paragraph.text)) / CHARACTERS)


def _counts(comparison: Comparison, items: Sequence[DepartmentItem]) -> tuple[int, int] | None:
    """How many duties of the old and of the new edition the letter is about, where these are not
    pairs: one number for both would not be that of the duties named below it."""
    changes = [comparison.changes[item.index] for item in items]
    old = {(one.part, one.list, one.position) for change in changes for one in change.old}
    new = {(one.part, one.list, one.position) for change in changes for one in change.new}
    named = listed_duties(comparison, (item.index for item in items))
    pairs = all(max(len(change.old), len(change.new)) == 1 for change in changes)
    return None if pairs and named == len(items) else (len(old), len(new))


def broken_title(pieces: Sequence[str]) -> tuple[str, ...]:
    """The pieces in as few lines as hold them, as even as may be (GB/T 9704-2012, 7.3.1).

    A piece that is longer than a line has one of its own, for the typesetter to break.
    """

    def unevenness(lines: tuple[str, ...]) -> tuple[int, int, int]:
        lengths = [len(line) for line in lines]
        return (
            sum(max(n - TITLE_WIDTH, 0) for n in lengths),
            len(lines),
            max(lengths) - min(lengths),
        )

    gaps = range(1, len(pieces))
    ways = (
        tuple("".join(pieces[a:b]) for a, b in pairwise((0, *cuts, len(pieces))))
        for count in range(len(pieces))
        for cuts in combinations(gaps, count)
    )
    return min(ways, key=unevenness, default=())


def _group(item: DepartmentItem) -> Group:
    """The duty's lines, the first telling where it stands and what happened."""
    head = ViewLine(Side((Run(item.place),), heading=True), Side(), item.what)
    return Group(item.number, kept_together((head, *item.lines)))


def _paragraph(line: str, at: int) -> NoticeParagraph:
    """The `at`th below the title; the first is whom the letter goes to (GB/T 9704-2012, 7.3.2)."""
    if line.startswith(">"):
        return NoticeParagraph(line[1:].strip(), "right")
    room = int(line.startswith(ATTACHED))
    return NoticeParagraph(line, "flush" if at == 0 and line.endswith("：") else "indented", room)


def _signed(paragraphs: Sequence[NoticeParagraph]) -> tuple[NoticeParagraph, ...]:
    """The paragraphs with those on the right where a seal is set (GB/T 9704-2012, 7.3.5.1): the
    last, the date, four characters from the edge, the office centred above it, room for the upper
    half of the seal over both, and all of it on a page with text."""
    right = [at for at, it in enumerate(paragraphs) if it.place == "right"]
    if not right:
        return tuple(paragraphs)
    widths = {at: _width(paragraphs[at].text) for at in right}
    date = widths[right[-1]]
    edge = max(DATE_FROM_EDGE, (max(widths.values()) - date) / 2)
    return tuple(
        replace(
            it,
            room=SEAL_ROOM if at == right[0] else it.room,
            right=edge - (widths[at] - date) / 2 if at in widths else 0.0,
            # What stands below the date (附注, 7.3.6) goes with it.
            kept=right[0] - KEPT_WITH_SEAL <= at < len(paragraphs) - 1,
        )
        for at, it in enumerate(paragraphs)
    )


def _width(text: str) -> float:
    """In characters of full width: digits and Latin letters take half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _office(region: str) -> str:
    """某某镇 → 某某镇人民政府, a 苏木 alike; a 街道 has a 办事处."""
    if region.endswith(("乡", "镇", "苏木")):
        return said("letter.government", place=region)
    return said("letter.street_office", place=region) if region.endswith("街道") else region


def _date(issued: str) -> str:
    """2026年7月 with room for the day, and for what else the edition does not tell."""
    year, month = (*issued.split("-"), "")[:2]
    return said(
        "letter.date",
        year=year or said("letter.no_year"),
        month=month.lstrip("0") or said("letter.no_month"),
    )
