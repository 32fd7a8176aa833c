"""What is told once for the whole list: errors, new names, what holds throughout, heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dutylist.compare.departments import row_departments
from dutylist.compare.model import (
    Comparison,
    Handed,
    Misreading,
    OfficeChange,
    PlacedDuty,
    Rename,
    Replacement,
)
from dutylist.compare.wording import fold
from dutylist.records.check import check
from dutylist.records.model import KIND_NAMES, DutyList
from dutylist.records.wording import said
from dutylist.render.views.dates import printed_date
from dutylist.render.views.places import places, places_of

UNSURE = said("changes.unsure")


@dataclass(frozen=True)
class Finding:
    """A change told once for the whole list, and the duties it touches."""

    label: str
    text: str
    places: str


WRITTEN_TOLD = 3
"""So many offices that are only written otherwise are named."""

ERRORS_TOLD = 3
"""So many errors of a list are quoted on the first page."""


def errors(comparison: Comparison) -> Iterator[Finding]:
    """What is wrong with the lists themselves: a duty that was lost in reading looks cancelled."""
    apart = list(old_lists(comparison))
    # Of several lists in one the numbers begin again with each.
    old = [text for code, text in _wrong(comparison.old) if not apart or code != "numbering"]
    for origin, one in apart:
        old += [f"{origin}{text}" for code, text in _wrong(one) if code == "numbering"]
    new = [text for _, text in _wrong(comparison.new)]
    for name, told in ((comparison.old_name, old), (comparison.new_name, new)):
        if told:
            first = "；".join(told[:ERRORS_TOLD])
            more = said("throughout.and_more") if len(told) > ERRORS_TOLD else ""
            text = said(
                "throughout.errors_found",
                unsure=UNSURE,
                edition=name,
                count=len(told),
                first=first,
                more=more,
            )
            yield Finding(said("throughout.errors"), text, "")


def _wrong(edition: DutyList) -> list[tuple[str, str]]:
    """What a list's errors are about, and what they say."""
    return [
        (one.code, f"{one.place}{one.message}") for one in check(edition) if one.level == "error"
    ]


def old_lists(comparison: Comparison) -> Iterator[tuple[str, DutyList]]:
    """Each of several old lists by itself, as it is called and with its own duties; nothing where
    there is one only."""
    parts: dict[tuple[int, str], list[PlacedDuty]] = defaultdict(list)
    placed_once = {id(one.duty): one for change in comparison.changes for one in change.old}
    for placed in placed_once.values():
        if placed.origin:
            parts[placed.part, placed.origin].append(placed)
    for (_, origin), duties in sorted(parts.items()):
        duties.sort(key=lambda one: one.position)
        lists = (
            replace(table, duties=tuple(one.duty for one in duties if one.list == table.kind))
            for table in comparison.old.lists
        )
        own = tuple(table for table in lists if table.duties)
        yield origin, replace(comparison.old, lists=own, notes=())


def findings(comparison: Comparison) -> Iterator[Finding]:
    """New names, what holds throughout, heads, offices and categories that came or went."""
    yield from _written(comparison)
    for rename in comparison.renames:
        if rename.written:
            continue
        unsure = UNSURE if rename.doubt else ""
        yield Finding(
            rename_label(rename),
            unsure + rename_text(comparison, rename),
            places(comparison, rename.changes),
        )
    for misreading in comparison.misreadings:
        subject = "category" if misreading.subject == "category" else "office"
        yield Finding(
            said(f"throughout.{subject}_misread"),
            misread_text(misreading),
            places(comparison, misreading.changes),
        )
    for replacement in comparison.replacements:
        yield Finding(
            said("throughout.replaced"),
            replacement_text(comparison, replacement),
            places(comparison, replacement.changes),
        )
    yield from _heads(comparison)
    for office in comparison.offices:
        yield Finding(office_label(office), office_text(office), places(comparison, office.changes))
    for move in comparison.category_moves:
        place = said(
            "throughout.category_place", list=KIND_NAMES[move.list], category=move.category
        )
        others = "、".join(said("throughout.mark", text=one) for one in move.exchanged)
        text = place + (said("throughout.category_exchanged", others=others) if others else "")
        yield Finding(said("throughout.category_moved"), text, "")


def _written(comparison: Comparison) -> Iterator[Finding]:
    """Offices that are only written with the county's name now, or without it, in one sentence."""
    renames = [one for one in comparison.renames if one.written]
    if not renames:
        return
    pairs = "、".join(rename_words(comparison, one) for one in renames[:WRITTEN_TOLD])
    more = said("throughout.and_so_on") if len(renames) > WRITTEN_TOLD else ""
    text = said("throughout.written", pairs=pairs, more=more, count=len(renames))
    touched = sorted({at for one in renames for at in one.changes})
    yield Finding(said("throughout.office_written"), text, places(comparison, touched))


def office_label(office: OfficeChange) -> str:
    """新增部门, 不再出现的部门."""
    return said(f"throughout.office_{'new' if office.kind == 'added' else 'gone'}")


def office_text(office: OfficeChange) -> str:
    """The office, and which one its rows had before or have now: perhaps it is the same; perhaps
    the part of the list that names it is missing."""
    others = "、".join(office.instead)
    text = office.name
    if others:
        text = said(f"throughout.office_{office.kind}_instead", name=office.name, others=others)
    return _in_doubt(text, office.doubt) if office.doubt or not others else UNSURE + text


def _in_doubt(text: str, doubt: str) -> str:
    return UNSURE + text + said("throughout.doubt_alone", doubt=doubt) if doubt else text


def misread_text(misreading: Misreading) -> str:
    """That two names differ in like characters alone."""
    return said("throughout.misread", unsure=UNSURE, old=misreading.old, new=misreading.new)


def _heads(comparison: Comparison) -> Iterator[Finding]:
    for head in comparison.heads:
        where = f"{KIND_NAMES[head.list]}：" if head.list else ""
        shown = printed_date if head.part == "issued" else str
        old, new = (
            shown(text).replace("\n", "；") for text in (head.wording.old, head.wording.new)
        )
        what = "changed" if old and new else "gone" if old else "new"
        text = said(f"throughout.head_{what}", old=old, new=new)
        text = _in_doubt(where + text, head.doubt)
        yield Finding(said(f"heads.{head.part.replace(' ', '_')}"), text, "")


def rename_label(rename: Rename) -> str:
    """部门更名, 部门分设, 类别更名, 乡镇合并."""
    subject = "office" if rename.subject == "department" else rename.subject
    return said(f"throughout.{subject}_{rename.kind}")


def rename_text(comparison: Comparison, rename: Rename) -> str:
    """What changed its name, in words, and why it is doubtful."""
    doubt = said("throughout.doubt", doubt=rename.doubt) if rename.doubt else ""
    return rename_words(comparison, rename) + doubt


def rename_words(comparison: Comparison, rename: Rename) -> str:
    """县甲局、县乙局 → 县丙局, with the rows that tell of it where not all of them do."""
    text = f"{'、'.join(rename.old)} → {'、'.join(rename.new)}"
    if rename.kind == "divided" or rename.doubt or rename.still:
        parts = "；".join(_handed_words(comparison, rename, one) for one in rename.handed)
        text += f"：{parts}" if parts else ""
    if rename.still:
        names = "、".join(rename.old)
        text += said("throughout.still", names=names, places=places(comparison, rename.still))
    return text


def _handed_words(comparison: Comparison, rename: Rename, handed: Handed) -> str:
    """How many of the old duties went to a new name, and which ones they are now: duties of either
    edition are counted apart, for one may have become several."""
    concerned = {at for one in rename.handed for at in one.changes} | set(rename.still)
    had = _duties_of(comparison, "old", concerned, rename.old)
    went = _duties_of(comparison, "old", handed.changes, (handed.old,))
    has = _duties_of(comparison, "new", handed.changes, (handed.new,))
    whose = said("throughout.part_of", office=handed.old) if len(rename.old) > 1 else ""
    shown = places_of(has)
    if len(has) != len(went):
        shown = said("throughout.part_now", count=len(has), places=shown)
    return said(
        "throughout.part",
        rows=len(had),
        count=len(went),
        whose=whose,
        listed=_listed(handed),
        office=handed.new,
        places=shown,
    )


def _duties_of(
    comparison: Comparison,
    side: Literal["old", "new"],
    indexes: Iterable[int],
    offices: Collection[str],
) -> list[PlacedDuty]:
    """The duties of one edition in those changes that any of the offices has, each once."""
    names = dict(comparison.office_names)
    found = {
        (one.part, one.list, one.position): one
        for index in sorted(indexes)
        for one in getattr(comparison.changes[index], side)
        if any(names.get(fold(name), name) in offices for name in row_departments(one.duty))
    }
    return list(found.values())


def _listed(handed: Handed) -> str:
    return said(f"throughout.{'still' if handed.new == handed.old else 'newly'}_listed")


def replacement_text(comparison: Comparison, replacement: Replacement) -> str:
    """“乡镇”改为“街道”（38项72处）, and where the old words still stand."""
    text = said(
        "throughout.replacement",
        words=replaced_words(replacement),
        duties=len(replacement.changes),
        places=replacement.places,
    )
    if replacement.left:
        left = places(comparison, replacement.left)
        text += said("throughout.left", mark=_named_mark(replacement.old), places=left)
    return text


def replaced_words(replacement: Replacement) -> str:
    """“乡镇”改为“街道”; 条款序号“1.”改为“1、”; 删去空格."""
    kinds = ("width", "end mark", "label")
    why = replacement.why
    if why == "space":
        both = replacement.old and replacement.new
        fate = "changed" if both else "removed" if replacement.old else "added"
        return said(f"throughout.space_{fate}")
    kind = said(f"throughout.kind_{why.replace(' ', '_')}") if why in kinds else ""
    old, new = (_named_mark(text) for text in (replacement.old, replacement.new))
    return said("throughout.words", kind=kind, old=old, new=new)


def _named_mark(text: str) -> str:
    return said("throughout.mark", text=text) if text else said("throughout.nothing")
