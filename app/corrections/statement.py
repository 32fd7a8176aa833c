"""What a 更正说明 lists: the corrections that stand, in the list's order, and which of them change
what the list prints."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.app.corrections.lay_over import Corrected, described
from dutylist.app.corrections.model import COMPARISON_FIELDS, EDITION_FIELDS, OFFICE_FIELDS, Applied
from dutylist.records.model import KIND_NAMES
from dutylist.render.views.corrections import CorrectionLine
from dutylist.render.views.dates import printed_date

_SAY_NOTHING_OF_THE_LIST = (*COMPARISON_FIELDS, "settled", "sure")
_NOT_PRINTED = ("departments", *OFFICE_FIELDS)
"""Who acts, and whose a spelling is: excerpts, cards and counts have it, the list does not."""

_KINDS = list(KIND_NAMES)


def correction_lines(corrected: Corrected) -> Iterator[CorrectionLine]:
    """Each correction in words, who made it and on which day: those of the whole list first, then
    those of its duties, then those of offices."""
    for one in sorted(corrected.applied, key=_place):
        made = one.correction
        if one.state == "stands" and made.field not in _SAY_NOTHING_OF_THE_LIST:
            yield CorrectionLine(
                described(corrected, one),
                made.who,
                printed_date(made.at[:10]),
                made.field not in _NOT_PRINTED,
            )


def _place(one: Applied) -> tuple[int, int, int]:
    made = one.correction
    if made.field in EDITION_FIELDS:
        return 0, 0, 0
    if made.target.kind is None:
        return 2, 0, 0
    return 1, _KINDS.index(made.target.kind), made.target.position
