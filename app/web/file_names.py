"""What the files that the page hands out are called: township, department, kind and edition."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.stored import Edition
from dutylist.app.web.wishes import Wish
from dutylist.render.files import named_after
from dutylist.render.views.names import place_before, township_name

_KINDS = {
    "official": "履职事项清单",
    "excerpt": "履职事项摘录",
    "excerpts": "各部门摘录",
    "bound": "各部门摘录合订本",
    "clauses": "条文一览",
    "corrections": "履职事项清单更正说明",
    "history": "历年变化",
    "cards": "履职事项责任卡",
    "load": "分工一览",
    "handout": "履职事项单",
    "handouts": "各站所各人履职事项单",
    "matrix": "部门事项矩阵",
    "records": "履职事项清单记录",
    "comparison": "新旧对照表",
    "notices": "致各部门的函",
}
_LAYOUTS = {"a5": "A5", "a4-4up": "A4一页四张"}
_PACKED = ("excerpts", "notices", "handouts")


def download_name(
    wish: Wish, editions: Sequence[OpenEdition], kept: Sequence[Edition], suffix: str
) -> str:
    """The name of a document's file.

    `editions` are those it is of (old, new), `kept` all of the store: what two of these share
    does not tell them apart, and the name says which file it was read from, too.
    """
    kind = "新清单修订稿" if wish.format == "tracked" else _KINDS[wish.what]
    if wish.what == "cards":
        kind = wish.duties[:_STEM] + kind + _LAYOUTS[wish.layout]
    if wish.what in _PACKED:
        kind += {"pdf": "PDF", "docx": "Word"}[wish.format]
    if wish.what == "official":
        kind += "照原文" * wish.as_printed + "附更正说明" * wish.stated
    kind += "附原件" * wish.with_source
    department = wish.department if wish.what in ("excerpt", "cards") else ""
    return _named(editions, kept, department + wish.whose + kind, suffix)


def edition_file_name(edition: OpenEdition, kept: Sequence[Edition], kind: str, suffix: str) -> str:
    """The name of another file of an edition."""
    return _named([edition], kept, kind, suffix)


_MANY = 3
"""So many editions are no comparison of two."""


def _named(editions: Sequence[OpenEdition], kept: Sequence[Edition], kind: str, suffix: str) -> str:
    between = "对" if len(editions) < _MANY else "、"
    which = between.join(_edition_name(one, kept) for one in editions)
    place = place_before(township_name(editions[-1].now), kind)
    return f"{named_after(place, kind, which)}{suffix}"


def _edition_name(opened: OpenEdition, kept: Sequence[Edition]) -> str:
    """2025年7月版; with the file it was read from where that is not the only one so called."""
    edition = opened.edition
    name = opened.identity.name
    others = [one for one in kept if one.id != edition.id and one.township == edition.township]
    if name and all(one.issued != edition.issued for one in others):
        return name
    stem, ending = PurePath(edition.file_name).stem, edition.suffix.lstrip(".")
    alike = any(one.file_name == edition.file_name for one in others)
    added = "".join(filter(str.isdigit, edition.added)) if alike else ""
    return " ".join(filter(None, (name, stem[:_STEM], ending, added)))


_STEM = 20
"""Characters of a source's name in the name of what is made of it."""
