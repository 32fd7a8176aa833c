"""Comparison → JSON: what `dutylist compare --to json` writes and `--json` prints."""

from __future__ import annotations

import json
from typing import Any

from dutylist.compare.model import (
    Alternative,
    ClauseChange,
    Comparison,
    DutyChange,
    Passage,
    PlacedDuty,
    WordingChange,
)
from dutylist.records.model import DutyList

Json = dict[str, Any]

SCHEMA_VERSION = 1


def dump_comparison(comparison: Comparison) -> str:
    """UTF-8 JSON text with two spaces of indentation and one trailing newline."""
    return json.dumps(comparison_json(comparison), ensure_ascii=False, indent=2) + "\n"


def comparison_json(comparison: Comparison) -> Json:
    """The whole comparison; duties that are the same are listed, too, without their clauses."""
    return {
        "schema": SCHEMA_VERSION,
        "old": _edition(comparison.old, comparison.old_name),
        "new": _edition(comparison.new, comparison.new_name),
        "ignore_width": comparison.ignore_width,
        "ignore_space": comparison.ignore_space,
        "renames": [
            {
                "subject": one.subject,
                "old": list(one.old),
                "new": list(one.new),
                "changes": list(one.changes),
                "kind": one.kind,
                "handed": [
                    {"old": part.old, "new": part.new, "changes": list(part.changes)}
                    for part in one.handed
                ],
                "still": list(one.still),
                "doubt": one.doubt,
                "written": one.written,
            }
            for one in comparison.renames
        ],
        "misreadings": [
            {"subject": one.subject, "old": one.old, "new": one.new, "changes": list(one.changes)}
            for one in comparison.misreadings
        ],
        "heads": [
            {
                "part": one.part,
                "list": one.list,
                "wording": _wording(one.wording),
                "doubt": one.doubt,
            }
            for one in comparison.heads
        ],
        "replacements": [
            {
                "why": one.why,
                "old": one.old,
                "new": one.new,
                "changes": list(one.changes),
                "places": one.places,
                "left": list(one.left),
            }
            for one in comparison.replacements
        ],
        "offices": [
            {
                "name": one.name,
                "kind": one.kind,
                "changes": list(one.changes),
                "instead": list(one.instead),
                "doubt": one.doubt,
            }
            for one in comparison.offices
        ],
        "category_moves": [
            {"list": one.list, "category": one.category, "exchanged": list(one.exchanged)}
            for one in comparison.category_moves
        ],
        "changes": [_change(one) for one in comparison.changes],
    }


def _edition(edition: DutyList, name: str) -> Json:
    return {
        "name": name,
        "title": edition.title,
        "region": list(edition.region),
        "issued": edition.issued,
    }


def _change(change: DutyChange) -> Json:
    clauses = [] if change.kinds == ("same",) else [_clause(one) for one in change.clauses]
    return {
        "kinds": list(change.kinds),
        "old": [_duty(one) for one in change.old],
        "new": [_duty(one) for one in change.new],
        "confidence": change.confidence,
        "doubtful": change.doubtful,
        "decided": change.decided,
        "reading_doubts": list(change.reading_doubts),
        "number_shifted": change.number_shifted,
        "departments_added": list(change.departments_added),
        "departments_dropped": list(change.departments_dropped),
        "lead_changed": list(change.lead_changed),
        "offices": _wording(change.offices),
        "name": _wording(change.name),
        "clauses": clauses,
        "exchanged": [_duty(one) for one in change.exchanged],
        "absent": list(change.absent),
        "repeats": [_duty(one) for one in change.repeats],
        "alternatives": [_alternative(one) for one in change.alternatives],
    }


def _duty(placed: PlacedDuty) -> Json:
    return {
        "list": placed.list,
        "position": placed.position,
        "origin": placed.origin,
        "number": placed.duty.number,
        "label": placed.duty.label,
        "category": placed.duty.category,
        "name": placed.duty.name,
        "departments": list(placed.duty.departments),
    }


def _alternative(alternative: Alternative) -> Json:
    return {
        "old": _duty(alternative.old),
        "new": _duty(alternative.new),
        "similarity": alternative.similarity,
        "in_place": alternative.in_place,
    }


def _clause(clause: ClauseChange) -> Json:
    return {
        "kinds": list(clause.kinds),
        "old": [_passage(one) for one in clause.old],
        "new": [_passage(one) for one in clause.new],
        "wording": _wording(clause.wording),
        "doubtful": clause.doubtful,
        "transfer": clause.transfer
        and {"duty": _duty(clause.transfer.duty), "same": clause.transfer.same},
    }


def _passage(passage: Passage) -> Json:
    return {
        "part": passage.part,
        "label": passage.label,
        "text": passage.text,
        "heading": passage.heading,
        "departments": list(passage.departments),
        "basis": passage.basis,
        "duty": passage.duty,
        "column": passage.column,
    }


def _wording(wording: WordingChange) -> list[Json]:
    return [{"kind": part.kind, "text": part.text, "why": part.why} for part in wording.segments]
