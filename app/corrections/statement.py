"""What a 更正说明 lists: the corrections that stand and change what the list says."""

from __future__ import annotations

from collections.abc import Iterator

from dutylist.app.corrections.lay_over import Corrected, described
from dutylist.app.corrections.model import COMPARISON_FIELDS
from dutylist.render.views.corrections import CorrectionLine

_SAY_NOTHING_OF_THE_LIST = (*COMPARISON_FIELDS, "settled", "sure")


def correction_lines(corrected: Corrected) -> Iterator[CorrectionLine]:
    """Each correction in words, who made it and on which day."""
    for one in corrected.applied:
        if one.state == "stands" and one.correction.field not in _SAY_NOTHING_OF_THE_LIST:
            yield CorrectionLine(
                described(corrected, one), one.correction.who, one.correction.at[:10]
            )
