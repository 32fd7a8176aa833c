"""Pages as pictures, compared with kept ones that somebody has looked at.

Renew them with `make pictures` (or RENEW_PICTURES=1 pytest tests/test_render_pictures.py), look
at them, and keep them in git.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dutylist.records.assigned import Assigned, assigned
from dutylist.records.assignments import (
    PERSON,
    PHONE,
    STATION,
    Assignments,
    empty_assignments,
)
from dutylist.records.model import DutyList
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.comparison import ComparisonView, Count, edition_heads, legend
from dutylist.render.views.duty_changes import ViewRow
from dutylist.render.views.excerpt import excerpt_view
from dutylist.render.views.findings import Finding
from dutylist.render.views.handout import load_view, person_handout
from dutylist.render.views.lines import Run, Side, ViewLine, kept_together
from dutylist.render.views.notice import Group, NoticeParagraph, NoticeView
from dutylist.render.views.official import official_view
from tests.render_documents import cards_pdf, excerpt_pdf, faces, official_pdf, other_list

PICTURES = Path(__file__).parent / "pictures"
OFFICE = "吉木萨尔县应急管理局"

SCALE = 0.6
"""Pixels a point."""

DIFFERENT = 48
"""Grey levels of 255 by which a pixel may differ before it counts: the blur of glyph edges."""

SHARE = 0.002
"""Part of a page's pixels that may count: a few glyphs moved by rounding, not a line."""


def set_in(template: str, view: object) -> bytes:
    return write_pdf(TEMPLATES / f"{template}.typ", view, faces())


def made_list(name: str) -> bytes:
    return set_in("official", official_view(other_list(name)))


def made_excerpt(name: str) -> bytes:
    """The excerpt of the office that has most to do."""
    views = [excerpt_view(other_list(name), one.name) for one in other_list(name).departments]
    return set_in("excerpt", max(views, key=lambda view: len(view.duties)))


def shared_out() -> tuple[DutyList, Assignments, Assigned]:
    """Two people share the duties of a made list, but for every seventh."""
    edition = other_list("wuping")
    people = ("王强", "李红")
    rows = tuple(
        replace(
            row,
            values=tuple(
                {
                    **dict(row.values),
                    PERSON: people[n % 2] if n % 7 else "",
                    STATION: "平安办" if n % 7 else "",
                    PHONE: "13900001111" if n % 7 else "",
                }.items()
            ),
        )
        for n, row in enumerate(empty_assignments(edition).rows)
    )
    given = Assignments(rows=rows)
    return edition, given, assigned(edition, given)


def changed_lines() -> tuple[ViewLine, ...]:
    """A duty's lines with each kind of mark; written here, so that no rule changes them."""
    heading = ViewLine(
        *[Side((Run("配合履职第5项（平安法治）"),), heading=True)] * 2, "增加绿原县公安局；文字修改"
    )
    name = ViewLine(*[Side((Run("校园周边安全巡查"),))] * 2)
    part = ViewLine(*[Side((Run("上级部门职责"),), heading=True)] * 2)
    clause = "牵头制定巡查方案，开展业务培训，对发现的隐患督促整改，每"
    changed = ViewLine(
        Side((Run(f"1.{clause}"), Run("季度", "deleted"), Run("通报一次"), Run(";", "quiet"))),
        Side((Run(f"1.{clause}"), Run("月", "inserted"), Run("通报一次"), Run("；", "quiet"))),
        "文字修改",
    )
    removed = ViewLine(Side((Run("2.负责经费保障。", "deleted"),)), Side(), "删去")
    return heading, name, part, changed, removed


def comparison_page() -> bytes:
    rows = tuple(
        ViewRow(
            *(number, number, ("reworded",), ("文字修改",), "配合履职第5项", "配合履职第5项"),
            *(("配合履职",), ("绿原县公安局",), "", kept_together(changed_lines())),
        )
        for number in (1, 2)
    )
    names = "2025年版", "2026年版"
    view = ComparisonView(
        "履职事项清单新旧对照表",
        "绿原县石桥镇",
        *names,
        counts=(Count("2025年版事项", 31), Count("2026年版事项", 32)),
        kind_counts=(Count("文字修改", 2),),
        findings=(Finding("部门更名", "县甲局 → 县乙局", "配合1—3"),),
        rows=rows,
        departments=(),
        heads=edition_heads(*names),
        legend=legend(*names),
    )
    return set_in("comparison", view)


def letter() -> bytes:
    names = "2025年版", "2026年版"
    paragraphs = (
        NoticeParagraph("绿原县公安局：", "flush"),
        NoticeParagraph("《绿原县石桥镇履职事项清单（2026年版）》已经印发。", "indented"),
        NoticeParagraph("特此函告。", "indented"),
        NoticeParagraph("附件：涉及贵单位的调整事项对照表", "indented", room=1, kept=True),
        NoticeParagraph("绿原县石桥镇人民政府", "right", room=2, right=4.0, kept=True),
        NoticeParagraph("2026年7月　　日", "right", right=5.0),
    )
    view = NoticeView(
        "关于绿原县石桥镇履职事项清单调整情况的函",
        ("关于绿原县石桥镇", "履职事项清单调整情况的函"),
        "函",
        "绿原县公安局",
        paragraphs,
        (Group(1, kept_together(changed_lines())),),
        heads=edition_heads(*names),
        legend=legend(*names),
        attachment="涉及贵单位的调整事项对照表",
    )
    return set_in("notice", view)


PAGES: dict[str, tuple[Callable[[], bytes], int]] = {
    "list-cover": (official_pdf, 1),
    "list-contents": (official_pdf, 2),
    "list-basic": (official_pdf, 3),
    "list-cooperative": (official_pdf, 12),
    "list-continued": (official_pdf, 19),
    "list-recalled": (official_pdf, 62),
    "excerpt-cover": (lambda: excerpt_pdf(OFFICE), 1),
    "excerpt-summary": (lambda: excerpt_pdf(OFFICE), 2),
    "excerpt-duty": (lambda: excerpt_pdf(OFFICE), 4),
    "excerpt-signature": (lambda: excerpt_pdf(OFFICE), 7),
    "card-a5-basic": (lambda: cards_pdf("a5", "qr"), 1),
    "card-a5-cooperative": (lambda: cards_pdf("a5", "qr"), 161),
    "card-a4-4up": (lambda: cards_pdf("a4-4up", "qr"), 45),
    "wuping-basic": (lambda: made_list("wuping"), 3),
    "wuping-cooperative": (lambda: made_list("wuping"), 7),
    "wuping-excerpt": (lambda: made_excerpt("wuping"), 3),
    "bayan-cooperative": (lambda: made_list("bayan"), 5),
    "bayan-excerpt": (lambda: made_excerpt("bayan"), 2),
    "handout": (lambda: set_in("handout", person_handout(*shared_out(), "李红")), 1),
    "comparison": (comparison_page, 1),
    "letter": (letter, 1),
    "letter-attachment": (letter, 2),
    "load": (lambda: set_in("load", load_view(*shared_out())), 1),
}


def picture(name: str) -> Image.Image:
    make, page = PAGES[name]
    document = pypdfium2.PdfDocument(make())
    return document[page - 1].render(scale=SCALE, grayscale=True).to_pil()


@pytest.mark.parametrize("name", PAGES)
def test_page_looks_as_it_did(name: str, tmp_path: Path) -> None:
    now = picture(name)
    kept = PICTURES / f"{name}.png"
    if os.environ.get("RENEW_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    before = Image.open(kept).convert("L")
    assert now.size == before.size
    away = np.abs(np.asarray(now, dtype=int) - np.asarray(before, dtype=int)) > DIFFERENT
    if away.mean() > SHARE:
        now.save(tmp_path / f"{name}.png")
    assert away.mean() <= SHARE, f"look at {tmp_path / name}.png and {kept}"
