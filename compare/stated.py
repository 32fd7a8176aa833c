"""What a list's own remarks say became of offices: 县甲局、县乙局合并组建县丙局."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from dutylist.compare.departments import Offices
from dutylist.compare.forms import FORM_WORDS
from dutylist.compare.outside import texts_outside
from dutylist.compare.reforms import Reform, Row, without
from dutylist.compare.wording import fold
from dutylist.records.model import DutyList
from dutylist.records.patterns import Pattern
from dutylist.records.wording import said

_SENTENCE_ENDS = Pattern("[。;；\n]")
_MERGED = Pattern(FORM_WORDS.any("merged"))


def with_stated(
    reforms: Iterable[Reform],
    news: Sequence[DutyList],
    rows: Sequence[Row],
    offices: Offices,
    names: tuple[Set[str], Set[str]],
) -> tuple[Reform, ...]:
    """The reforms, those offices under one that remarks of the new edition say were merged, where
    the rows agree; a person should read them. `names` are the offices of each edition."""
    merged = _merged(news, rows, offices, names)
    others = without(reforms, {old for olds in merged.values() for old in olds})
    doubt = said("reforms.by_remark")
    return (*others, *(Reform("merged", olds, (new,), doubt) for new, olds in merged.items()))


def _merged(
    news: Sequence[DutyList],
    rows: Sequence[Row],
    offices: Offices,
    names: tuple[Set[str], Set[str]],
) -> dict[str, tuple[str, ...]]:
    """New offices with those that went into each, two or more."""
    handed: dict[str, set[str]] = defaultdict(set)
    for before, now in rows:
        for new in set(now) - set(before):
            handed[new].update(set(before) - set(now))
    old_names, new_names = names
    found: dict[str, tuple[str, ...]] = {}
    texts = [fold(text) for one in news for text in texts_outside(one)]
    for sentence in (part for text in texts for part in _SENTENCE_ENDS.split(text)):
        for new in sorted(handed.keys() - old_names) if _MERGED.search(sentence) else ():
            at = max((sentence.find(fold(form)) for form in offices.forms(new)), default=-1)
            olds = [
                old
                for old in sorted(handed[new] - new_names)
                if any(fold(form) in sentence[: max(at, 0)] for form in offices.forms(old))
            ]
            if len(olds) > 1:
                found[new] = tuple(olds)
    return found
