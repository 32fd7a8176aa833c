"""Notes on characters that look like others, and on those that no other file shows alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dutylist.records.code_points import folded, look_alikes, private_characters
from dutylist.records.model import KIND_NAMES, DutyList, DutyTable, Note

_MOST_PLACES = 10
"""Places that a finding names: more are not gone through one by one."""


def odd_characters(found: DutyList) -> tuple[Note, ...]:
    """A note for the radicals and one for the private characters that stand in the cells."""
    return (*_look_alikes(found), *_private(found))


def _look_alikes(found: DutyList) -> Iterator[Note]:
    characters, places = _seen(found, look_alikes)
    if characters:
        yield Note(
            0,
            f"有形近的部首或兼容字“{characters}”（{places}），记录照原文保留，"
            f"查找和比较时当作“{folded(characters)}”",
        )


def _private(found: DutyList) -> Iterator[Note]:
    characters, places = _seen(found, private_characters)
    if characters:
        codes = "、".join(f"U+{ord(character):04X}" for character in characters)
        yield Note(0, f"有只在原电脑上才显示的自造字 {codes}（{places}），请对照原件改正")


def _seen(found: DutyList, odd: Callable[[str], tuple[str, ...]]) -> tuple[str, str]:
    """The odd characters of all cells but those in doubt already, and where they stand."""
    characters: dict[str, None] = {}
    places: list[str] = []
    for table in found.lists:
        for place, duty in enumerate(table.duties, start=1):
            doubtful = {doubt.cell for doubt in duty.doubts}
            seen = [
                character
                for column, cell in enumerate(duty.cells, start=1)
                if column not in doubtful
                for character in odd(cell)
            ]
            if seen:
                characters.update(dict.fromkeys(seen))
                places.append(_place(table, duty.shown_number or place))
    shown = "、".join(places[:_MOST_PLACES])
    more = f" 等 {len(places)} 项" if len(places) > _MOST_PLACES else ""
    return "".join(characters), shown + more


def _place(table: DutyTable, number: str | int) -> str:
    return f"{KIND_NAMES[table.kind]}第 {number} 项"
