"""Two editions of a duty list → their comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutylist.compare.clauses import Ignored
from dutylist.compare.decisions import Decisions, decided_links
from dutylist.compare.departments import learn_offices, told_apart
from dutylist.compare.duty_changes import changes_of, is_equal, with_row_cells
from dutylist.compare.heads import head_changes
from dutylist.compare.identity import identify, pair_names
from dutylist.compare.incomplete import heads_in_doubt, offices_in_doubt, with_missing_told
from dutylist.compare.links import placed_duties
from dutylist.compare.matching import match_parts
from dutylist.compare.model import (
    Comparison,
    Why,
)
from dutylist.compare.moves import in_reading_order, moves
from dutylist.compare.naming import naming_of
from dutylist.compare.several import joined, parts_of, with_absent
from dutylist.compare.throughout import find_throughout
from dutylist.compare.told_once import misreadings_of, office_changes, renames_of
from dutylist.compare.townships import kinds_changed
from dutylist.compare.transfers import with_repeats, with_transfers
from dutylist.records.model import DutyList
from dutylist.records.wording import said


def compare_editions(
    old: DutyList,
    new: DutyList,
    decisions: Decisions | None = None,
    *,
    ignore_width: bool = False,
    ignore_space: bool = False,
) -> Comparison:
    """What became of each duty, over all lists at once.

    `decisions` overrule the matching. With `ignore_width` and `ignore_space`, a duty that differs
    only in the width of marks or in white space counts as the same; the differences stay in its
    wording. Raises InvalidRecordsError where a decision names a duty that is not there.
    """
    return compare_several(
        (old,), new, decisions, ignore_width=ignore_width, ignore_space=ignore_space
    )


def compare_several(
    olds: Sequence[DutyList],
    new: DutyList,
    decisions: Decisions | None = None,
    *,
    names: tuple[str, str] = ("", ""),
    ignore_width: bool = False,
    ignore_space: bool = False,
) -> Comparison:
    """The same with several old lists, as of townships that were merged into one.

    `names` are what the old and the new edition are called; from their covers where empty.
    """
    parts = tuple(part for one in olds for part in parts_of(one))
    news = parts_of(new)
    old, new = joined(parts), joined(news)
    offices = learn_offices(old, new)
    origins = _origins(parts) if len(parts) > 1 else []
    before = placed_duties(*parts, origins=origins)
    now = placed_duties(new)
    links = match_parts(
        before, now, offices, decided_links(decisions, before, now) if decisions else ()
    )
    pairs = (
        (before[link.old[0]].duty, now[link.new[0]].duty)
        for link in links
        if len(link.old) == len(link.new) == 1
    )
    offices = told_apart(offices, pairs, old, new)
    naming = naming_of(parts, news, before, now, links, offices, decisions or Decisions())
    ordered = in_reading_order(links)
    moved = moves(ordered, before, now, naming)
    whys: dict[Why, bool] = {"width": ignore_width, "space": ignore_space}
    ignored = Ignored(frozenset(why for why, wanted in whys.items() if wanted))
    changes = changes_of(ordered, before, now, naming, moved, ignored)
    throughout = find_throughout(changes, kinds_changed(naming.townships))
    if throughout.replacements:
        naming = replace(naming, forms=throughout.forms, made={})
        ignored = replace(ignored, marks=throughout.marks)
        differing = [at for at, one in enumerate(changes) if not is_equal(one)]
        again = changes_of([ordered[at] for at in differing], before, now, naming, moved, ignored)
        others = dict(zip(differing, again, strict=True))
        changes = tuple(others.get(at, one) for at, one in enumerate(changes))
    changes = with_repeats(with_transfers(tuple(with_row_cells(one, naming) for one in changes)))
    changes = with_missing_told(changes, old, new)
    # Of several new lists nobody says which one goes with which old one.
    changes = with_absent(changes, origins if len(news) == 1 else ())
    return Comparison(
        old,
        new,
        changes,
        renames_of(changes, naming),
        offices_in_doubt(office_changes(changes, naming), changes, old, new),
        moved.categories,
        throughout.replacements,
        misreadings_of(changes, naming),
        heads_in_doubt(head_changes(old, new, parts), old, new),
        tuple(sorted(offices.names.items())),
        ignore_width,
        ignore_space,
        *_edition_names(parts, new, names),
    )


def _origins(parts: Sequence[DutyList]) -> list[str]:
    """What each of several old lists is called: its township, or its place among them."""
    names = [identify(part).township for part in parts]
    clear = all(names) and len(set(names)) == len(names)
    return (
        names
        if clear
        else [said("editions.of_several", at=at, township=name) for at, name in enumerate(names, 1)]
    )


def _edition_names(
    parts: Sequence[DutyList], new: DutyList, names: tuple[str, str]
) -> tuple[str, str]:
    """What the caller calls them, or what their years tell."""
    old_name, new_name = pair_names([identify(part) for part in parts], identify(new))
    return names[0] or old_name, names[1] or new_name
