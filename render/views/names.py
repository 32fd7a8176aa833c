"""What documents call the township, those that help, and the place where a duty was read."""

from __future__ import annotations

from itertools import combinations

from dutylist.records.model import KIND_NAMES, Duty, DutyList, Kind
from dutylist.records.wording import said
from dutylist.records.words import PLACE_WORDS
from dutylist.render.views.pages import page_words

TOWNSHIPS = "places.townships"


def township_name(duty_list: DutyList) -> str:
    """What the documents call the place whose list it is."""
    return duty_list.place or said(TOWNSHIPS)


def title_below(duty_list: DutyList) -> str:
    """The list's title as it stands below the place's lines: without the place, where it names one
    that these lines have."""
    title = duty_list.title
    for place in ("".join(duty_list.region), *duty_list.region):
        if place and title.startswith(place) and title != place:
            return title[len(place) :]
    return title


def place_before(place: str, text: str) -> str:
    """The place as it stands before a text, without the outer places that the text names: 白云镇
    before 青山县民政局履职事项摘录.

    >>> place_before("江北省青山县白云镇", "青山县民政局履职事项摘录")
    '白云镇'
    """
    cuts = _cuts(place)
    named = [
        end for start, end in combinations(cuts, 2) if end - start > 1 and place[start:end] in text
    ]
    return place[max(named, default=0) :]


def _cuts(place: str) -> list[int]:
    """Where the names begin that a place's whole name may be made of."""
    levels = PLACE_WORDS.letters("level")
    return [0, *(at for at, letter in enumerate(place[:-1], 1) if letter in levels)]


def with_county(duty_list: DutyList) -> str:
    """The township behind its county, which tells it from others of its name: 青山县白云镇.

    "" where no place is told.
    """
    place, region = duty_list.place, "".join(duty_list.region)
    outer = region[: region.rindex(place)] if place in region else region
    # 黄州区 is one name, though 州 ends others.
    starts = [at for at in _cuts(outer) if len(outer) - at > 2]
    return outer[starts[-1] :] + place if starts else place


def is_unnamed(name: str) -> bool:
    """Whether a place's name is what documents say where none is told."""
    return name == said(TOWNSHIPS)


def helper_name(duty_list: DutyList, duty: Duty) -> str:
    """Who helps with a duty: the township whose list it is, or those that a department's own list
    names beside it."""
    if duty_list.side == "township":
        return township_name(duty_list)
    return townships_beside(duty_list, duty)[1] or said(TOWNSHIPS)


def townships_beside(duty_list: DutyList, duty: Duty) -> tuple[str, str]:
    """The header and the text of the column that names townships in a duty's row, "" for none."""
    for table in duty_list.lists:
        if "townships" in table.roles and any(duty is one for one in table.duties):
            column = table.roles.index("townships")
            return table.headers[column], " ".join(duty.cells[column].split())
    return "", ""


def source_line(duty_list: DutyList, kind: Kind, duty: Duty) -> str:
    """Where a duty was read: list, number, page."""
    pages = page_words(duty_list, duty)
    place = said("pages.source_page", page=pages) if pages else ""
    return said("pages.source", list=KIND_NAMES[kind], number=duty.number_or_row, page=place)
