"""A notice (通知) to one office: what changed for it, in sentences and as a table.

The sentences stand in templates/notice.md, which staff can edit; Word and PDF share them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jinja2
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dutylist.compare.model import Comparison
from dutylist.compare.wording import fold
from dutylist.records.errors import DutyListError, TemplateError
from dutylist.render.files import TEMPLATES
from dutylist.render.views.comparison import (
    ComparisonView,
    DepartmentItem,
    DepartmentView,
)

SENTENCES = TEMPLATES / "notice.md"

Place = Literal["flush", "indented", "right"]


@dataclass(frozen=True)
class NoticeParagraph:
    """A paragraph and where it stands: flush left, indented by two characters, or right."""

    text: str
    place: Place


@dataclass(frozen=True)
class KindOfItems:
    """One kind of change and the places of the duties that have it."""

    label: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class NoticeView:
    """Everything a notice shows; `legend` explains the marks of the table."""

    title: str
    department: str
    paragraphs: tuple[NoticeParagraph, ...]
    items: tuple[DepartmentItem, ...]
    heads: tuple[str, str]
    legend: str


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
    sentences: Path = SENTENCES,
) -> NoticeView:
    """The notice to one office. Raises TemplateError where the sentences cannot be filled in."""
    kinds: dict[str, list[str]] = {}
    for item in department.items:
        kinds.setdefault(item.what, []).append(item.place)
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(sentences.parent), undefined=StrictUndefined, autoescape=False
    )
    try:
        text = environment.get_template(sentences.name).render(
            department=department.name,
            former_names=department.former_names,
            items=len(department.items),
            others=department.others,
            throughout=department.throughout,
            kinds=[KindOfItems(label, tuple(places)) for label, places in kinds.items()],
            township=view.region,
            office=_office(view.region),
            old_edition=view.old_edition,
            new_edition=view.new_edition,
            date=_date(comparison.new.issued),
        )
    except jinja2.TemplateError as error:
        raise TemplateError(
            f"通知的文字模板有误：{error}", "请对照自带的 notice.md 改正", file=sentences.name
        ) from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = lines[0] if lines else ""
    return NoticeView(
        title,
        department.name,
        tuple(_paragraph(line) for line in lines[1:]),
        department.items,
        view.heads,
        view.legend,
    )


def _paragraph(line: str) -> NoticeParagraph:
    if line.startswith(">"):
        return NoticeParagraph(line[1:].strip(), "right")
    return NoticeParagraph(line, "flush" if line.endswith("：") else "indented")


def _office(region: str) -> str:
    """某某镇 → 某某镇人民政府; a 街道 has a 办事处."""
    if region.endswith(("乡", "镇")):
        return f"{region}人民政府"
    return f"{region}办事处" if region.endswith("街道") else region


def _date(issued: str) -> str:
    """2026年7月 with room for the day."""
    found = re.match(r"(\d{4})-(\d{2})", issued)
    year, month = (found.group(1), str(int(found.group(2)))) if found else ("　　　", "　")
    return f"{year}年{month}月　　日"
