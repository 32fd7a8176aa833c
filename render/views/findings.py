"""What is told once for the whole list: errors, new names, what holds throughout, heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutylist.compare.model import (
    HEAD_PART_NAMES,
    Comparison,
    Handed,
    PlacedDuty,
    ReformKind,
    Rename,
    RenameSubject,
    Replacement,
)
from dutylist.records.check import check
from dutylist.records.model import KIND_NAMES, DutyList
from dutylist.render.views.dates import printed_date
from dutylist.render.views.places import places

_OFFICE_REFORMS: dict[ReformKind, str] = {
    "renamed": "部门更名",
    "merged": "部门合并",
    "absorbed": "部门并入",
    "divided": "部门分设",
}
_RENAMES: dict[RenameSubject, str] = {"category": "类别更名", "township": "乡镇更名"}

UNSURE = "【待核】"


@dataclass(frozen=True)
class Finding:
    """A change told once for the whole list, and the duties it touches."""

    label: str
    text: str
    places: str


ERRORS_TOLD = 3
"""So many errors of a list are quoted on the first page."""


def errors(comparison: Comparison) -> Iterator[Finding]:
    """What is wrong with the lists themselves: a duty that was lost in reading looks cancelled."""
    apart = list(_old_lists(comparison))
    # Of several lists in one the numbers begin again with each.
    old = [text for code, text in _wrong(comparison.old) if not apart or code != "numbering"]
    for origin, one in apart:
        old += [f"{origin}{text}" for code, text in _wrong(one) if code == "numbering"]
    new = [text for _, text in _wrong(comparison.new)]
    for name, told in ((comparison.old_name, old), (comparison.new_name, new)):
        if told:
            first = "；".join(told[:ERRORS_TOLD])
            more = "等" if len(told) > ERRORS_TOLD else ""
            text = f"{UNSURE}{name}核对有错误{len(told)}处：{first}{more}。"
            yield Finding("清单有错误", text + "没有读到的事项会显得像取消或新增，请先核对清单", "")


def _wrong(edition: DutyList) -> list[tuple[str, str]]:
    """What a list's errors are about, and what they say."""
    return [
        (one.code, f"{one.place}{one.message}") for one in check(edition) if one.level == "error"
    ]


def _old_lists(comparison: Comparison) -> Iterator[tuple[str, DutyList]]:
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
    for rename in comparison.renames:
        unsure = UNSURE if rename.doubt else ""
        yield Finding(
            rename_label(rename),
            unsure + rename_text(comparison, rename),
            places(comparison, rename.changes),
        )
    for misreading in comparison.misreadings:
        label = "类别名称" if misreading.subject == "category" else "部门名称"
        text = f"{UNSURE}“{misreading.old}”与“{misreading.new}”只差形近的字，可能是同一名称误认"
        yield Finding(f"{label}疑有误认", text, places(comparison, misreading.changes))
    for replacement in comparison.replacements:
        yield Finding(
            "通篇改动",
            replacement_text(comparison, replacement),
            places(comparison, replacement.changes),
        )
    yield from _heads(comparison)
    for office in comparison.offices:
        label = "新增部门" if office.kind == "added" else "不再出现的部门"
        yield Finding(label, office.name, places(comparison, office.changes))
    for move in comparison.category_moves:
        others = "、".join(f"“{one}”" for one in move.exchanged)
        text = f"{KIND_NAMES[move.list]}的“{move.category}”" + (
            f"与{others}对调先后" if others else ""
        )
        yield Finding("类别位置调整", text, "")


def _heads(comparison: Comparison) -> Iterator[Finding]:
    for head in comparison.heads:
        where = f"{KIND_NAMES[head.list]}：" if head.list else ""
        shown = printed_date if head.part == "issued" else str
        old, new = (
            shown(text).replace("\n", "；") for text in (head.wording.old, head.wording.new)
        )
        came_or_went = f"取消“{old}”" if old else f"新增“{new}”"
        text = f"“{old}”改为“{new}”" if old and new else came_or_went
        yield Finding(HEAD_PART_NAMES[head.part], where + text, "")


def rename_label(rename: Rename) -> str:
    """部门更名, 部门分设, 类别更名, 乡镇更名."""
    return _RENAMES.get(rename.subject) or _OFFICE_REFORMS[rename.kind]


def rename_text(comparison: Comparison, rename: Rename) -> str:
    """县甲局、县乙局 → 县丙局, with the rows that tell of it where not all of them do."""
    text = f"{'、'.join(rename.old)} → {'、'.join(rename.new)}"
    if rename.kind == "divided" or rename.doubt or rename.still:
        rows = {at for one in rename.handed for at in one.changes} | set(rename.still)
        parts = "；".join(
            f"{len(rows)}项中{len(one.changes)}项"
            f"{'由' + one.old if len(rename.old) > 1 else ''}{_listed(one)}{one.new}"
            f"（{places(comparison, one.changes)}）"
            for one in rename.handed
        )
        text += f"：{parts}" if parts else ""
    if rename.still:
        names = "、".join(rename.old)
        text += f"；仍用原名称“{names}”：{places(comparison, rename.still)}"
    if rename.doubt:
        text += f"（{rename.doubt}，请核对）"
    return text


def _listed(handed: Handed) -> str:
    return "仍列" if handed.new == handed.old else "改列"


def replacement_text(comparison: Comparison, replacement: Replacement) -> str:
    """“乡镇”改为“街道”（38项72处）, and where the old words still stand."""
    text = f"{replaced_words(replacement)}（{len(replacement.changes)}项，{replacement.places}处）"
    if replacement.left:
        left = places(comparison, replacement.left)
        text += f"；仍有{_named_mark(replacement.old)}：{left}"
    return text


def replaced_words(replacement: Replacement) -> str:
    """“乡镇”改为“街道”; 条款序号“1.”改为“1、”."""
    whys = {"width": "标点", "space": "空格", "end mark": "条款末尾标点", "label": "条款序号"}
    old, new = (_named_mark(text) for text in (replacement.old, replacement.new))
    return f"{whys.get(replacement.why, '')}{old}改为{new}"


def _named_mark(text: str) -> str:
    return f"“{text}”" if text.strip() else "有空格" if text else "无"
