"""Corrections taken to another reading: the same file's, the Word file of the same list, the next
edition's.

A correction fits where the row is there (by list, number and name) and says what it said when the
correction was made. What does not fit is told with its reason, never applied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from dutylist.app.corrections.already import alike, of_edition, so_already, text_of
from dutylist.app.corrections.clauses import clause_paths, clauses_of, printed
from dutylist.app.corrections.findings import finding_text, places_of_findings
from dutylist.app.corrections.lay_over import (
    Corrected,
    apply_corrections,
    change,
    duty_target,
    find_duty,
    key_of,
    of_clauses,
)
from dutylist.app.corrections.model import (
    CLAUSE_FIELDS,
    COMPARISON_FIELDS,
    EDITION_FIELDS,
    OFFICE_FIELDS,
    ROW_FIELDS,
    Correction,
    Field,
    longest,
    rows_in,
    target_of,
)
from dutylist.app.corrections.rows import Rows
from dutylist.compare.identity import township_of
from dutylist.compare.lookalikes import look_alike
from dutylist.compare.wording import fold
from dutylist.records.check import check
from dutylist.records.errors import InvalidRecordsError
from dutylist.records.model import DutyList
from dutylist.records.text import squeezed
from dutylist.records.township import township_in

FORMAT = "dutylist corrections"
VERSION = 1
MOST = 20_000
"""Corrections in one file: more than a list has cells."""


@dataclass(frozen=True)
class Wanted:
    """A correction made over one reading and wanted over another. `name` is what its row is called
    as corrected, `head` the header text of its column."""

    correction: Correction
    name: str = ""
    head: str = ""


@dataclass(frozen=True)
class Told:
    """A correction that was not taken, with the duty's number here where it is found, and why, in
    Chinese."""

    correction: Correction
    why: str
    wanted: Wanted


@dataclass(frozen=True)
class Taken:
    """The corrections that fit, with the targets and ids that they have here; how many say what is
    so already; what does not fit."""

    corrections: tuple[Correction, ...]
    present: int
    told: tuple[Told, ...]


def wanted_of(corrected: Corrected) -> tuple[Wanted, ...]:
    """The corrections of a reading that stand, to be wanted over another."""
    lists = corrected.duty_list.lists
    found = []
    for one in corrected.applied:
        if one.state != "stands" or one.correction.field in COMPARISON_FIELDS:
            continue
        place, column = one.place, one.correction.target.column
        name = corrected.rows.duty(place).name if place else ""
        head = lists[place.table - 1].columns[column - 1].text if place and column else ""
        found.append(Wanted(one.correction, name, head))
    return tuple(found)


def dump_corrections(corrected: Corrected, file_name: str, sha256: str) -> str:
    """A file with the corrections that stand over the reading of a file with that content."""
    now = corrected.duty_list
    about = {"title": now.title, "region": list(now.region), "issued": now.issued}
    corrections = [wanted_data(one) for one in wanted_of(corrected)]
    data = {
        "format": FORMAT,
        "version": VERSION,
        "list": {**about, "file": file_name, "sha256": sha256},
        "corrections": corrections,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


_TEXTS = ("id", "field", "old", "new", "who", "at")


@dataclass(frozen=True)
class CorrectionsFile:
    """What a corrections file holds, and what it says of the list that they were made over: its
    file's SHA-256, and its township, "" where that is not known."""

    wanted: tuple[Wanted, ...]
    sha256: str
    township: str


def other_township(township: str, read: DutyList) -> str:
    """The township that a list is of where it is not this one, else "". Names that look alike are
    one, misread."""
    own = township_of(read)
    if not own or not township or own == township or look_alike(own, township):
        return ""
    return own


def load_corrections(text: str, file: str) -> CorrectionsFile:
    """The corrections in a file's text. Raises InvalidRecordsError."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT or data["version"] != VERSION:
            raise ValueError("format")
        if len(data["corrections"]) > MOST:
            raise ValueError("number")
        about = data["list"]
        names = [str(name) for name in (*reversed(about["region"]), about["title"])]
        wanted = tuple(map(wanted_in, data["corrections"]))
        return CorrectionsFile(wanted, str(about["sha256"]), fold(township_in(names)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidRecordsError(
            "这不是更正文件，或已经损坏",
            "请选用网页“更正”里“导出更正”得到的文件",
            file=file,
        ) from error


def wanted_data(wanted: Wanted) -> dict[str, Any]:
    """A wanted correction as JSON values."""
    one = wanted.correction
    return {
        **{name: getattr(one, name) for name in _TEXTS},
        "reason": one.reason,
        "target": asdict(one.target),
        "name": wanted.name,
        "head": wanted.head,
    }


def wanted_in(data: dict[str, Any]) -> Wanted:
    """The wanted correction in JSON values. Raises ValueError, KeyError or TypeError on another
    form."""
    # Files of before there were reasons have none.
    texts = {name: data[name] for name in _TEXTS} | {"reason": data.get("reason", "")}
    if texts["field"] not in get_args(Field):
        raise ValueError("field")
    most = longest(texts["field"])
    if not all(isinstance(text, str) and len(text) <= most for text in texts.values()):
        raise ValueError("text")
    if texts["field"] in ROW_FIELDS:
        rows_in(texts["old"]), rows_in(texts["new"])
    correction = Correction(target=target_of(data["target"]), **texts)
    return Wanted(correction, str(data["name"]), str(data["head"]))


def take_over(
    read: DutyList,
    standing: Sequence[Correction],
    wanted: Iterable[Wanted],
    *,
    same_list: bool,
    here: str = "",
) -> Taken:
    """The wanted corrections that fit this reading with those `standing` over it.

    `same_list`: whether both readings are of one list; else its own title, places and date are
    not taken. `here` names this reading: the ids are made of it, so that the same correction comes
    in once.
    """
    corrected = apply_corrections(read, standing)
    rows = corrected.rows
    known = {one.id for one in standing}
    ids: dict[str, str] = {}
    taken: list[Correction] = []
    told: list[Told] = []
    present = 0
    settled: list[tuple[Correction, Wanted]] = []
    for one in sorted(wanted, key=lambda one: of_clauses(one.correction)):
        was = one.correction
        ids[was.id] = id_here(here, was.id)
        if ids[was.id] in known:
            present += 1
            continue
        if was.field in EDITION_FIELDS and not same_list:
            told.append(Told(was, "各版的名称、地区、日期各是各的，没有带来", one))
            continue
        placed = _placed(read, rows, one, ids)
        if isinstance(placed, str):
            told.append(Told(was, placed, one))
        elif placed.field == "settled":
            settled.append((placed, one))
        elif so_already(rows, key_of(read, placed.target), placed):
            present += 1
        elif why := _says_otherwise(rows, key_of(read, placed.target), placed):
            told.append(Told(placed, why, one))
        else:
            changed, _ = change(rows, key_of(read, placed.target), placed)
            if changed is None:
                told.append(Told(placed, "这里的文字和更正时不同", one))
                continue
            rows = changed
            taken.append(placed)
    for placed, one in settled:
        if _found(read, rows, placed):
            taken.append(placed)
        else:
            told.append(Told(placed, "这里没有这一处要核对的", one))
    return Taken(tuple(taken), present, tuple(told))


def id_here(here: str, identity: str) -> str:
    """What a correction is called in the edition `here` that it is taken to."""
    return hashlib.sha256(f"{here} {identity}".encode()).hexdigest()[:32]


def _placed(read: DutyList, rows: Rows, wanted: Wanted, ids: dict[str, str]) -> Correction | str:
    """The correction with the target it has here, or why it has none."""
    was = wanted.correction
    target = was.target
    new = replace(was, id=ids[was.id], undone_by="", undone_at="")
    if target.kind is None or was.field == "list title":
        return new
    if target.made:
        if rows.place(ids.get(target.made, "")) is None:
            return "要更正的那一项没有带来"
        target = replace(target, made=ids[target.made])
    else:
        place = find_duty(read, target) or find_duty(read, replace(target, name=wanted.name))
        if place is None:
            return f"这里没有“{wanted.name or target.name}”这一项"
        named = duty_target(read, place)
        target = replace(target, position=named.position, number=named.number, name=named.name)
    if target.column:
        at = rows.place(key_of(read, target))
        heads = [one.text for one in rows.duty_list.lists[at.table - 1].columns] if at else []
        if wanted.head in heads:
            target = replace(target, column=heads.index(wanted.head) + 1)
        else:
            return f"这里没有“{wanted.head}”这一栏"
    return replace(new, target=target)


def _says_otherwise(rows: Rows, key: str, correction: Correction) -> str:
    """Why a correction does not fit what the records say; "" where it does."""
    now, field = rows.duty_list, correction.field
    if field in EDITION_FIELDS:
        own = of_edition(now, field)
        return "" if own == correction.old else f"这里是“{own or '（无）'}”"
    if field in (*ROW_FIELDS, *OFFICE_FIELDS, "list title", "sure"):
        return ""
    place = rows.place(key)
    if place is None:
        return "这里没有这一项"
    if field in ("departments", "clause moved", *CLAUSE_FIELDS):
        clauses = clause_paths(clauses_of(rows.duty(place), correction.target.side))
        there = any(
            squeezed(printed(one)) == squeezed(correction.target.clause) for _, one in clauses
        )
        names = {one.name for one in now.departments}
        unknown = [one for one in correction.new.split("、") if one and one not in names]
        if not there:
            return "这里没有这一条"
        if field == "departments" and unknown:
            return f"这里没有“{unknown[0]}”这个部门"
        return ""
    text = text_of(rows, place, correction)
    if text is not None and alike((text,), (correction.old,)):
        return ""
    return f"这里是“{(text or '（无）')[:40]}”"


def _found(read: DutyList, rows: Rows, settled: Correction) -> bool:
    """Whether the finding that a person has dealt with is found here."""
    place = rows.place(key_of(read, settled.target)) if settled.target.kind else None
    findings = check(rows.duty_list)
    places = places_of_findings(rows.duty_list, findings)
    return any(
        finding_text(one) == settled.old and places.get(id(one)) == place for one in findings
    )
