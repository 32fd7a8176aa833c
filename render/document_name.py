"""What a document's file is called: after its place and its edition, so that it takes the place of
no other township's and no other year's document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutylist.records.model import DutyList, edition_name
from dutylist.records.wording import said
from dutylist.render.files import named_after
from dutylist.render.views.names import TOWNSHIPS, place_before, with_county

if TYPE_CHECKING:
    from dutylist.compare.history import History
    from dutylist.compare.model import Comparison


def document_name(duty_list: DutyList, text: str) -> str:
    """The file's name without suffix: 白云镇青山县民政局履职事项摘录（2025年7月版）."""
    return _named(duty_list, text, edition_name(duty_list.issued))


def comparison_name(comparison: Comparison, text: str) -> str:
    """The same with both editions: 青山县白云镇新旧对照表（2025年7月版对2026年7月版）."""
    return _named(comparison.new, text, f"{comparison.old_name}对{comparison.new_name}")


def history_name(history: History, text: str) -> str:
    """The same with the first and the last edition."""
    return _named(history.editions[-1], text, f"{history.names[0]}至{history.names[-1]}")


def _named(duty_list: DutyList, text: str, edition: str) -> str:
    place = place_before(with_county(duty_list) or said(TOWNSHIPS), text)
    return named_after(place, text, edition)
