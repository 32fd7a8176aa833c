"""The comparison as the reader sees it: one view that every format writes out.

Texts are Chinese and final; formats decide only how marks look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from dutylist.compare.model import (
    CLAUSE_KIND_NAMES,
    DUTY_KIND_NAMES,
    HEAD_PART_NAMES,
    PART_NAMES,
    ClauseChange,
    Comparison,
    DutyChange,
    DutyKind,
    Handed,
    Part,
    Passage,
    PlacedDuty,
    ReformKind,
    Rename,
    RenameSubject,
    Replacement,
    Transfer,
    WordingChange,
)
from dutylist.compare.wording import fold
from dutylist.records.check import check
from dutylist.records.model import KIND_NAMES, DutyList, Kind

Mark = Literal["", "deleted", "inserted", "quiet"]
"""quiet: differs, but is no change of words (a new name told once, a mark's width, a space)."""

SHORT_LIST_NAMES: dict[Kind, str] = {
    "basic": "基本",
    "cooperative": "配合",
    "recalled": "收回",
}


_OFFICE_REFORMS: dict[ReformKind, str] = {
    "renamed": "部门更名",
    "merged": "部门合并",
    "absorbed": "部门并入",
    "divided": "部门分设",
}
_RENAMES: dict[RenameSubject, str] = {"category": "类别更名", "township": "乡镇更名"}

UNSURE = "【待核】"

_MOST_TELLING: tuple[DutyKind, ...] = (
    "added",
    "removed",
    "split",
    "merged",
    "moved",
    "recategorized",
    "departments",
    "reworded",
    "reordered",
    "lookalike",
    "typography",
)


@dataclass(frozen=True)
class Run:
    """A stretch of text with one mark."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Side:
    """One edition's half of a line; no runs where it has nothing there."""

    runs: tuple[Run, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class ViewLine:
    """One line of the table (新旧对照表): a name, a clause, or what was left out."""

    old: Side
    new: Side
    note: str = ""


@dataclass(frozen=True)
class ViewRow:
    """One changed duty. `number` counts the rows of the table from 1; `index` is the change's.

    `blocks` are its lines, those together that a page's end should not part.
    """

    number: int
    index: int
    kinds: tuple[DutyKind, ...]
    kind_names: tuple[str, ...]
    old_place: str
    new_place: str
    lists: tuple[str, ...]
    departments: tuple[str, ...]
    doubtful: str
    blocks: tuple[tuple[ViewLine, ...], ...]

    @property
    def lines(self) -> tuple[ViewLine, ...]:
        """All its lines in their order."""
        return tuple(line for block in self.blocks for line in block)


@dataclass(frozen=True)
class Count:
    """A line of the summary."""

    label: str
    number: int


@dataclass(frozen=True)
class Finding:
    """A change told once for the whole list, and the duties it touches."""

    label: str
    text: str
    places: str


@dataclass(frozen=True)
class DepartmentItem:
    """One changed duty as it concerns one office; `lines` only has what concerns it."""

    number: int
    what: str
    place: str
    name: str
    lines: tuple[ViewLine, ...]


@dataclass(frozen=True)
class DepartmentView:
    """What changed for one office. `others` counts duties whose changes concern others only.

    `former_names` are certain. `throughout` are sentences on what was told once for the whole
    list and touches the office's duties, doubtful reforms of the office among them.
    """

    name: str
    former_names: tuple[str, ...]
    items: tuple[DepartmentItem, ...]
    others: int
    throughout: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparisonView:
    """Everything a document of the comparison shows."""

    title: str
    region: str
    old_edition: str
    new_edition: str
    counts: tuple[Count, ...]
    kind_counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    rows: tuple[ViewRow, ...]
    departments: tuple[DepartmentView, ...]
    heads: tuple[str, str]
    legend: str


def comparison_view(comparison: Comparison) -> ComparisonView:
    """The view of a whole comparison."""
    rows = _rows(comparison)
    return ComparisonView(
        title="履职事项清单新旧对照表",
        region=comparison.new.place or comparison.old.place,
        old_edition=comparison.old_name,
        new_edition=comparison.new_name,
        counts=_counts(comparison),
        kind_counts=tuple(
            Count(name, comparison.count(kind))
            for kind, name in DUTY_KIND_NAMES.items()
            if comparison.count(kind)
        ),
        findings=(*_errors(comparison), *_findings(comparison)),
        rows=rows,
        departments=_departments(comparison, rows),
        heads=(f"{comparison.old_name}条文", f"{comparison.new_name}条文"),
        legend=legend(comparison.old_name, comparison.new_name),
    )


def legend(old_name: str, new_name: str) -> str:
    """What the marks in the table mean."""
    return (
        f"{old_name}条文中划线的文字是删去的，{new_name}条文中加下划线的文字是增加的；"
        "虚线标出的是更名、标点、空格或通篇改动"
    )


def kept_together(lines: Sequence[ViewLine]) -> tuple[tuple[ViewLine, ...], ...]:
    """The lines of a duty in blocks that a page's end should not part.

    A heading stands with what it heads: place, name and the first text below them; the name of a
    column and its first clause.
    """
    blocks: list[list[ViewLine]] = []
    is_open = False
    for at, line in enumerate(lines):
        if is_open:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        is_name = at == 1 and len(blocks) == 1
        is_open = line.old.heading or line.new.heading or is_name
    return tuple(tuple(block) for block in blocks)


def summary(comparison: Comparison) -> str:
    """What changed, in one sentence: 新增2、取消1、拆分1；待核1处；未变235."""
    counts = [
        f"{DUTY_KIND_NAMES[kind]}{comparison.count(kind)}"
        for kind in _MOST_TELLING
        if comparison.count(kind)
    ]
    told = len(list(_findings(comparison)))
    parts = ["、".join(counts) or "事项没有不同"]
    parts += [f"贯穿全文的变化{told}条"] if told else []
    parts += [f"待核{_unsure(comparison)}处"] if _unsure(comparison) else []
    parts += [f"未变{comparison.count('same')}项"] if comparison.count("same") else []
    return "；".join(parts)


def place_name(placed: PlacedDuty) -> str:
    """配合履职第 53 项; where no number is printed, the row: 配合履职第 53 行."""
    place = f"{placed.origin}{KIND_NAMES[placed.list]}"
    if placed.duty.number is None:
        return f"{place}第{placed.position + 1}行"
    return f"{place}第{placed.duty.number}项"


def _counts(comparison: Comparison) -> tuple[Count, ...]:
    changes = comparison.changes
    # Texts that were joined to be compared differ in the line breaks between them, too.
    wordings = [
        wording
        for change in changes
        if max(len(change.old), len(change.new)) == 1
        for wording in (change.name, *(one.wording for one in change.clauses if _one_to_one(one)))
    ]
    counts = [
        Count(f"{comparison.old_name}事项", _total(comparison.old)),
        Count(f"{comparison.new_name}事项", _total(comparison.new)),
        Count("有变化的事项", sum(change.kinds != ("same",) for change in changes)),
        Count("请人工核对的（待核）", _unsure(comparison)),
        Count("仅序号顺延的事项", _shifted(comparison)),
        Count("标点全角半角不同（处）", sum(wording.count("width") for wording in wordings)),
        Count("空格不同（处）", sum(wording.count("space") for wording in wordings)),
        Count("条款中间标点不同（处）", sum(wording.count("mark") for wording in wordings)),
        Count("条款末尾标点不同（处）", sum(wording.count("end mark") for wording in wordings)),
    ]
    return tuple(counts)


def _unsure(comparison: Comparison) -> int:
    """Everything that a person should look at."""
    return (
        sum(bool(_doubt(change)) for change in comparison.changes)
        + sum(bool(one.doubt) for one in comparison.renames)
        + len(comparison.misreadings)
    )


def _one_to_one(clause: ClauseChange) -> bool:
    return len(clause.old) == len(clause.new) == 1


def _total(edition: DutyList) -> int:
    return sum(len(table.duties) for table in edition.lists)


def _shifted(comparison: Comparison) -> int:
    """Duties with nothing but another number, where the list is numbered as before."""
    otherwise = {one.list for one in comparison.heads if one.part == "numbering"}
    return sum(
        change.number_shifted and change.kinds == ("same",) and change.new[0].list not in otherwise
        for change in comparison.changes
    )


ERRORS_TOLD = 3
"""So many errors of a list are quoted on the first page."""


def _errors(comparison: Comparison) -> Iterator[Finding]:
    """What is wrong with the lists themselves: a duty that was lost in reading looks cancelled."""
    apart = list(_old_lists(comparison))
    # Of several lists in one the numbers begin again with each.
    old = [text for code, text in _wrong(comparison.old) if not apart or code != "numbering"]
    for origin, one in apart:
        old += [f"{origin}{text}" for code, text in _wrong(one) if code == "numbering"]
    new = [text for _, text in _wrong(comparison.new)]
    for name, errors in ((comparison.old_name, old), (comparison.new_name, new)):
        if errors:
            told = "；".join(errors[:ERRORS_TOLD])
            more = "等" if len(errors) > ERRORS_TOLD else ""
            text = f"{UNSURE}{name}核对有错误{len(errors)}处：{told}{more}。"
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


def _findings(comparison: Comparison) -> Iterator[Finding]:
    for rename in comparison.renames:
        label = _RENAMES.get(rename.subject) or _OFFICE_REFORMS[rename.kind]
        unsure = f"{UNSURE}" if rename.doubt else ""
        yield Finding(
            label, unsure + rename_text(comparison, rename), _places(comparison, rename.changes)
        )
    for misreading in comparison.misreadings:
        label = "类别名称" if misreading.subject == "category" else "部门名称"
        text = f"{UNSURE}“{misreading.old}”与“{misreading.new}”只差形近的字，可能是同一名称误认"
        yield Finding(f"{label}疑有误认", text, _places(comparison, misreading.changes))
    for replacement in comparison.replacements:
        yield Finding(
            "通篇改动",
            replacement_text(comparison, replacement),
            _places(comparison, replacement.changes),
        )
    yield from _heads(comparison)
    for office in comparison.offices:
        label = "新增部门" if office.kind == "added" else "不再出现的部门"
        yield Finding(label, office.name, _places(comparison, office.changes))
    for move in comparison.category_moves:
        yield Finding("类别位置调整", f"{KIND_NAMES[move.list]}的“{move.category}”", "")


def _heads(comparison: Comparison) -> Iterator[Finding]:
    for head in comparison.heads:
        where = f"{KIND_NAMES[head.list]}：" if head.list else ""
        old, new = (text.replace("\n", "；") for text in (head.wording.old, head.wording.new))
        came_or_went = f"取消“{old}”" if old else f"新增“{new}”"
        text = f"“{old}”改为“{new}”" if old and new else came_or_went
        yield Finding(HEAD_PART_NAMES[head.part], where + text, "")


def rename_text(comparison: Comparison, rename: Rename) -> str:
    """县甲局、县乙局 → 县丙局, with the rows that tell of it where not all of them do."""
    text = f"{'、'.join(rename.old)} → {'、'.join(rename.new)}"
    if rename.kind == "divided" or rename.doubt or rename.still:
        rows = {at for one in rename.handed for at in one.changes} | set(rename.still)
        parts = "；".join(
            f"{len(rows)}项中{len(one.changes)}项"
            f"{'由' + one.old if len(rename.old) > 1 else ''}{_listed(one)}{one.new}"
            f"（{_places(comparison, one.changes)}）"
            for one in rename.handed
        )
        text += f"：{parts}" if parts else ""
    if rename.still:
        names = "、".join(rename.old)
        text += f"；仍用原名称“{names}”：{_places(comparison, rename.still)}"
    if rename.doubt:
        text += f"（{rename.doubt}，请核对）"
    return text


def _listed(handed: Handed) -> str:
    return "仍列" if handed.new == handed.old else "改列"


def replacement_text(comparison: Comparison, replacement: Replacement) -> str:
    """“乡镇”改为“街道”（38项72处）, and where the old words still stand."""
    text = f"{_replaced(replacement)}（{len(replacement.changes)}项，{replacement.places}处）"
    if replacement.left:
        left = _places(comparison, replacement.left)
        text += f"；仍有{_named_mark(replacement.old)}：{left}"
    return text


def _replaced(replacement: Replacement) -> str:
    whys = {"width": "标点", "space": "空格", "end mark": "条款末尾标点", "label": "条款序号"}
    old, new = (_named_mark(text) for text in (replacement.old, replacement.new))
    return f"{whys.get(replacement.why, '')}{old}改为{new}"


def _named_mark(text: str) -> str:
    return f"“{text}”" if text.strip() else "有空格" if text else "无"


def _places(comparison: Comparison, indexes: Iterable[int]) -> str:
    """基本3；配合12、14—20: where the touched duties stand now, or （原）stood."""
    found: dict[tuple[Kind, bool], list[int]] = {}
    for index in indexes:
        change = comparison.changes[index]
        for placed in change.new or change.old:
            number = placed.duty.number
            shown = placed.position + 1 if number is None else number
            found.setdefault((placed.list, not change.new), []).append(shown)
    return "；".join(
        f"{'原' if gone else ''}{SHORT_LIST_NAMES[kind]}{_ranges(numbers)}"
        for (kind, gone), numbers in found.items()
    )


def _ranges(numbers: Iterable[int]) -> str:
    """1—3、7、9—12."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{'、' if len(run) == 2 else '—'}{run[-1]}"
        for run in runs
    )


def _rows(comparison: Comparison) -> tuple[ViewRow, ...]:
    rows: list[ViewRow] = []
    for index, change in enumerate(comparison.changes):
        if change.kinds == ("same",) and not _doubt(change):
            continue
        rows.append(
            ViewRow(
                number=len(rows) + 1,
                index=index,
                kinds=change.kinds,
                kind_names=tuple(DUTY_KIND_NAMES[kind] for kind in change.kinds),
                old_place="、".join(place_name(one) for one in change.old),
                new_place="、".join(place_name(one) for one in change.new),
                lists=tuple(
                    dict.fromkeys(KIND_NAMES[one.list] for one in (*change.old, *change.new))
                ),
                departments=tuple(_row_departments(change)),
                doubtful=_doubt(change),
                blocks=kept_together(list(_lines(change))),
            )
        )
    return tuple(rows)


def _row_departments(change: DutyChange) -> Iterator[str]:
    seen: set[str] = set()
    for placed in (*change.new, *change.old):
        for name in (*placed.duty.departments, *(one.department for one in placed.duty.takeover)):
            if name not in seen:
                seen.add(name)
                yield name


def _doubt(change: DutyChange) -> str:
    doubts = [_match_doubt(change)] if change.doubtful else []
    if change.repeats:
        same = "、".join(place_name(one) for one in change.repeats)
        doubts.append(f"与{same}文字相同，可能是重复列出，请核对")
    return "；".join((*doubts, *change.reading_doubts))


def _match_doubt(change: DutyChange) -> str:
    if not change.old or not change.new:
        others = "；".join(
            place_name(one.old if change.new else one.new)
            + f"（相同部分约占{round(one.similarity * 100)}%）"
            for one in change.alternatives
        )
        return (
            f"可能由{others}拆分、改写而来，请核对"
            if change.new
            else f"可能已改写并入{others}，请核对"
        )
    others = "；".join(
        f"{place_name(one.old)}与{place_name(one.new)}（相似度{one.similarity:.2f}）"
        for one in change.alternatives
    )
    return f"对应关系没有把握（相似度{change.confidence:.2f}），请核对" + (
        f"；也可能是{others}" if others else ""
    )


def _lines(change: DutyChange) -> Iterator[ViewLine]:
    yield ViewLine(
        Side((Run(_place_and_category(change.old)),), heading=True) if change.old else Side(),
        Side((Run(_place_and_category(change.new)),), heading=True) if change.new else Side(),
        "；".join(_notes(change)),
    )
    yield ViewLine(Side(old_runs(change.name)), Side(new_runs(change.name)))
    moved = "moved" in change.kinds
    if "departments" in change.kinds or len(change.old) != len(change.new) or moved:
        yield from _department_line(change)
    yield from _clause_lines(change)


def _place_and_category(duties: Sequence[PlacedDuty]) -> str:
    return "；".join(
        place_name(one) + (f"（{one.duty.category}）" if one.duty.category else "")
        for one in duties
    )


def _notes(change: DutyChange) -> Iterator[str]:
    """What happened, in words, the most important first."""
    for kind in change.kinds:
        yield _note(kind, change)
    doubt = _doubt(change)
    if doubt:
        yield f"{UNSURE}{doubt}"


def _note(kind: DutyKind, change: DutyChange) -> str:
    if kind == "moved":
        was = "、".join(dict.fromkeys(KIND_NAMES[one.list] for one in change.old))
        now = "、".join(dict.fromkeys(KIND_NAMES[one.list] for one in change.new))
        return f"由{was}调整为{now}"
    if kind == "recategorized":
        return f"类别由“{change.old[0].duty.category}”调整为“{change.new[0].duty.category}”"
    if kind == "split":
        return f"拆分为{len(change.new)}项"
    if kind == "merged":
        return f"由{len(change.old)}项合并"
    if kind == "departments":
        parts = []
        if change.departments_added:
            parts.append(f"增加{'、'.join(change.departments_added)}")
        if change.departments_dropped:
            parts.append(f"减少{'、'.join(change.departments_dropped)}")
        if change.lead_changed:
            parts.append("首列部门由{}改为{}".format(*change.lead_changed))
        return "，".join(parts)
    return DUTY_KIND_NAMES[kind]


def _department_line(change: DutyChange) -> Iterator[ViewLine]:
    sides = []
    for duties, changed, mark in (
        (change.old, change.departments_dropped, "deleted"),
        (change.new, change.departments_added, "inserted"),
    ):
        names = list(dict.fromkeys(name for one in duties for name in one.duty.departments))
        runs: list[Run] = [Run("对应上级部门：")] if names else []
        for at, name in enumerate(names):
            if at:
                runs.append(Run("、"))
            # The whole text of an added or removed duty is marked by its name already.
            marked = name in changed and change.old and change.new
            runs.append(Run(name, mark) if marked else Run(name))  # type: ignore[arg-type]
        sides.append(Side(tuple(runs)))
    if sides[0].runs or sides[1].runs:
        yield ViewLine(sides[0], sides[1])


def _clause_lines(change: DutyChange) -> Iterator[ViewLine]:
    """Changed clauses under their part's heading; runs of unchanged ones as one line."""
    part: tuple[Part, str] | None = None
    for unchanged, group in groupby(change.clauses, key=_unchanged):
        clauses = list(group)
        if unchanged:
            if change.old and change.new:
                yield _left_out(clauses)
            continue
        for clause in clauses:
            here = _part_of(clause)
            if here != part:
                part = here
                yield _part_line(change.clauses, part)
            # A move to a list with other columns takes or brings all clauses: told once.
            whole = not (change.old and change.new) or "moved" in change.kinds
            yield clause_line(clause, whole=whole and not (clause.old and clause.new))


def _part_of(clause: ClauseChange) -> tuple[Part, str]:
    """The column that a clause stands in now: what it holds and, of other columns, its header."""
    passage = (clause.new or clause.old)[0]
    return passage.part, passage.column


def _part_line(clauses: Iterable[ClauseChange], part: tuple[Part, str]) -> ViewLine:
    """The heading of a column, on the sides that have something there."""
    clauses = list(clauses)
    heading = Side((Run(part[1] or PART_NAMES[part[0]]),), heading=True)
    old = any((one.part, one.column) == part for clause in clauses for one in clause.old)
    new = any((one.part, one.column) == part for clause in clauses for one in clause.new)
    return ViewLine(heading if old else Side(), heading if new else Side())


def _unchanged(clause: ClauseChange) -> bool:
    return clause.kinds == ("same",)


def _left_out(clauses: Sequence[ClauseChange]) -> ViewLine:
    count = sum(not one.heading for clause in clauses for one in clause.new)
    text = f"（{count}条未变，略）" if count else "（标题未变，略）"
    return ViewLine(Side((Run(text),)), Side((Run(text),)))


def clause_line(clause: ClauseChange, *, whole: bool = False) -> ViewLine:
    """A changed clause; without a note where its whole duty was added or removed (`whole`)."""
    notes = [] if whole else [CLAUSE_KIND_NAMES[kind] for kind in clause.kinds]
    if "moved" in clause.kinds and clause.relabelled:
        was, now = clause.old[0].label, clause.new[0].label
        notes = [f"顺序由{was}移至{now}" if note == "顺序调整" else note for note in notes]
    if clause.transfer:
        notes = [_transfer_note(clause, clause.transfer)]
    heading = all(one.heading for one in (*clause.old, *clause.new))
    return ViewLine(
        Side(_labelled(clause.old, old_runs(clause.wording)), heading),
        Side(_labelled(clause.new, new_runs(clause.wording)), heading),
        "；".join(notes),
    )


def _transfer_note(clause: ClauseChange, transfer: Transfer) -> str:
    place = place_name(transfer.duty)
    note = f"移至{place}" if clause.old else f"由原{place}移来"
    return note if transfer.same else f"{note}，文字有改动{UNSURE}"


def _labelled(passages: Sequence[Passage], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with each passage's number in front; passages are apart by a newline."""
    if not passages:
        return ()
    labels = [_prefix(one) for one in passages]
    marks = {run.mark for run in runs}
    mark: Mark = marks.pop() if len(marks) == 1 else ""
    found = [Run(labels[0], mark)] if labels[0] else []
    at = 0
    for run in runs:
        pieces = run.text.split("\n")
        for place, piece in enumerate(pieces):
            if place:
                at += 1
                found.append(Run("\n" + (labels[at] if at < len(labels) else "")))
            if piece:
                found.append(Run(piece, run.mark))
    return tuple(found)


def _prefix(passage: Passage) -> str:
    if passage.part == "takeover":
        return "".join(passage.departments) + "："
    return passage.label


def old_runs(wording: WordingChange) -> tuple[Run, ...]:
    """The text before, deletions marked."""
    return tuple(_runs(wording, "deleted"))


def new_runs(wording: WordingChange) -> tuple[Run, ...]:
    """The text now, additions marked."""
    return tuple(_runs(wording, "inserted"))


def _runs(wording: WordingChange, kept: Literal["deleted", "inserted"]) -> Iterator[Run]:
    for part in wording.segments:
        if part.kind == "equal":
            yield Run(part.text)
        elif part.kind == kept:
            yield Run(part.text, kept if part.why == "wording" else "quiet")


def _departments(comparison: Comparison, rows: Sequence[ViewRow]) -> tuple[DepartmentView, ...]:
    """What changed for each office, under the name the new edition gives it.

    A certain rename is a name only. After a division, where one office took in another, and after
    a doubtful reform the old office and the new one are each told what they had and have: both
    is true, whatever the reform was.
    """
    names = dict(comparison.office_names)
    certain = [
        one
        for one in comparison.renames
        if one.subject == "department" and one.kind in ("renamed", "merged") and not one.doubt
    ]
    now: dict[tuple[str, int], list[str]] = {}
    former: dict[str, tuple[str, ...]] = {}
    heirs: dict[str, str] = {}
    for rename in certain:
        if rename.kind == "renamed":
            # It is one office, in the rows as well that go on using its old name.
            heirs.update(dict.fromkeys(rename.old, rename.new[0]))
        for one in rename.handed:
            for index in one.changes:
                now.setdefault((one.old, index), []).append(one.new)
        former.update(dict.fromkeys(rename.new, rename.old))
    perhaps = _perhaps_renamed(comparison)

    def current(duties: Iterable[PlacedDuty], index: int) -> list[str]:
        found: dict[str, None] = {}
        for placed in duties:
            printed = (*placed.duty.departments, *(t.department for t in placed.duty.takeover))
            for one in printed:
                name = names.get(fold(one), one)
                found.update(dict.fromkeys(now.get((name, index), [heirs.get(name, name)])))
        return list(found)

    by_name: dict[str, dict[int, None]] = {}
    for index, change in enumerate(comparison.changes):
        for name in (*current(change.new, index), *current(change.old, index)):
            by_name.setdefault(name, {})[index] = None
    shown = {row.index for row in rows}
    views = []
    for name, concerned in by_name.items():
        items: list[DepartmentItem] = []
        others = 0
        for index in concerned:
            change = comparison.changes[index]
            had, has = current(change.old, index), current(change.new, index)
            if index not in shown and (name in had) == (name in has):
                continue
            own = (name, *former.get(name, ()))
            item = _department_item(
                own, len(items) + 1, change, had, has, perhaps.get((name, index), "")
            )
            if item is None:
                others += 1
            else:
                items.append(item)
        throughout = tuple(_throughout(comparison, name, concerned))
        if items or others or throughout or name in former:
            views.append(
                DepartmentView(name, former.get(name, ()), tuple(items), others, throughout)
            )
    return tuple(views)


def _perhaps_renamed(comparison: Comparison) -> dict[tuple[str, int], str]:
    """Of each office and row (index) that a doubtful new name touches, the other name."""
    found: dict[tuple[str, int], str] = {}
    for rename in comparison.renames:
        if rename.subject == "department" and rename.kind == "renamed" and rename.doubt:
            for one in rename.handed:
                for index in one.changes:
                    found[one.new, index], found[one.old, index] = one.old, one.new
    return found


def _throughout(comparison: Comparison, name: str, concerned: Iterable[int]) -> Iterator[str]:
    """What was told once for the whole list, as far as it touches the office or its duties."""
    own = set(concerned)
    for rename in comparison.renames:
        if rename.subject == "department":
            plain = rename.kind in ("renamed", "merged") and not rename.doubt and not rename.still
            if name in (*rename.old, *rename.new) and not plain:
                unsure = UNSURE if rename.doubt else ""
                label = _OFFICE_REFORMS[rename.kind]
                yield f"{unsure}{label}：{rename_text(comparison, rename)}"
        elif own & set(rename.changes):
            yield f"{_RENAMES[rename.subject]}：{rename_text(comparison, rename)}"
    for misreading in comparison.misreadings:
        if own & set(misreading.changes):
            yield (
                f"{UNSURE}“{misreading.old}”与“{misreading.new}”只差形近的字，可能是同一名称误认"
            )
    for replacement in comparison.replacements:
        if own & set(replacement.changes):
            changed = [at for at in replacement.changes if at in own]
            yield f"{_replaced(replacement)}（{_places(comparison, changed)}）"


def _department_item(
    names: Sequence[str],
    number: int,
    change: DutyChange,
    had: Sequence[str],
    has: Sequence[str],
    perhaps: str,
) -> DepartmentItem | None:
    """The change as one office sees it; None where only other offices' clauses changed.

    `names` are the office's name and those it had before; `perhaps` is its other name where
    it is doubtful whether it has a new one, or "".
    """
    name = names[0]
    clauses = [one for one in change.clauses if not _unchanged(one)]
    own = [one for one in clauses if _concerns(one, names)]
    if name in has and name not in had:
        what = "新增事项" if not change.old else "新列为对应部门"
        what = f"由“{perhaps}”改列，可能是更名{UNSURE}" if perhaps else what
    elif name in had and name not in has:
        what = "取消事项" if not change.new else "不再列为对应部门"
        what = f"改列“{perhaps}”，可能是更名{UNSURE}" if perhaps else what
    elif set(change.kinds) <= {"same", "reworded", "lookalike", "typography"} and not own:
        if not change.name.count("wording"):
            return None
        what = "事项名称调整"
    else:
        what = "；".join(
            _note(kind, change) for kind in change.kinds if kind not in ("departments", "reworded")
        )
        if "reworded" in change.kinds and (own or change.name.count("wording")):
            what = "；".join(part for part in (what, "内容调整") if part)
        if change.lead_changed:
            what = what or "首列部门由{}改为{}".format(*change.lead_changed)
        what = what or "对应部门有增减"
    doubt = _doubt(change)
    if doubt and "待核" not in what:
        what = f"{what}（待核）"
    lines = [ViewLine(Side(old_runs(change.name)), Side(new_runs(change.name)))]
    if "departments" in change.kinds:
        lines += _department_line(change)
    part: tuple[Part, str] | None = None
    whole = not (change.old and change.new) or "moved" in change.kinds
    for clause in own:
        here = _part_of(clause)
        if here != part:
            part = here
            lines.append(_part_line(own, part))
        lines.append(clause_line(clause, whole=whole and not (clause.old and clause.new)))
    was, becomes = ("、".join(place_name(one) for one in side) for side in (change.old, change.new))
    place = f"{was} → {becomes}" if was and becomes and was != becomes else becomes or was
    if doubt:
        lines.append(ViewLine(Side(), Side(), f"{UNSURE}{doubt}"))
    return DepartmentItem(
        number, what, place, (change.new or change.old)[0].duty.name, tuple(lines)
    )


def _concerns(clause: ClauseChange, names: Sequence[str]) -> bool:
    """The clause is the office's own, nobody's in particular, or the township's answer."""
    for passage in (*clause.old, *clause.new):
        if passage.part in ("township", "other"):
            return True
        if not passage.departments or set(names) & set(passage.departments):
            return True
    return False
