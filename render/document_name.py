"""What a document's file is called: after its place and its edition, so that it takes the place of
no other township's and no other year's document."""

from __future__ import annotations

from dutylist.records.model import DutyList, edition_name
from dutylist.records.wording import said
from dutylist.render.files import named_after
from dutylist.render.views.names import TOWNSHIPS, place_before, with_county


def document_name(duty_list: DutyList, text: str) -> str:
    """The file's name without suffix: 白云镇青山县民政局履职事项摘录（2025年7月版）."""
    place = place_before(with_county(duty_list) or said(TOWNSHIPS), text)
    return named_after(place, text, edition_name(duty_list.issued))
