"""What stands before the first list: which place, which list, which month, which page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dutylist.extract.lists.contents_page import begins_contents, contents_entry
from dutylist.extract.lists.cover_dates import (
    edition_date,
    is_short,
)
from dutylist.extract.lists.cover_owner import (
    named_by_label,
    named_by_office,
    place_of_title,
    whole_region,
)
from dutylist.extract.lists.cover_title import DEFAULT, place_and_title, title_line
from dutylist.extract.source import Line, squeezed
from dutylist.records.model import ContentsEntry, Kind
from dutylist.records.places import is_place
from dutylist.records.township import township_in


@dataclass(frozen=True)
class Cover:
    """What stands before the first list. `township` is the township's own name, or ""."""

    title: str
    region: tuple[str, ...]
    issued: str
    contents: tuple[ContentsEntry, ...]
    rest: tuple[Line, ...]
    township: str


def read_cover(
    front: tuple[Line, ...], list_titles: tuple[str, ...], kinds: Collection[Kind]
) -> Cover:
    """Read the lines before the first list, whose titles and kinds are given. `rest` are those
    with no recognised meaning.

    `region` has a cover line's text each, outer place first; what the cover leaves out is taken
    from the lists' own titles, letterheads and particulars.
    """
    contents: list[ContentsEntry] = []
    region: list[str] = []
    rest: list[Line] = []
    title = titled = ""
    in_contents = False
    own_line = title_line(front)
    own_titles = {squeezed(title) for title in list_titles}
    for line in front:
        bare = squeezed(line.text)
        if begins_contents(line.text):
            in_contents = True
        elif in_contents and (entry := contents_entry(line.text)):
            contents.append(entry)
        elif line is own_line:
            titled, title = place_and_title(line.text, kinds)
            region += [titled] if titled else []
        elif is_place(bare) and not in_contents:
            region.append(bare)
        elif bare not in own_titles:
            rest.append(line)
    texts = [line.text for line in rest]
    told = [titled, *map(place_of_title, list_titles), *map(named_by_label, texts)]
    named = whole_region(region, [*told, *map(named_by_office, texts)])
    issued, at = edition_date(texts)
    if issued and is_short(texts[at]):
        del rest[at]
    return Cover(
        title or DEFAULT,
        named,
        issued,
        tuple(contents),
        tuple(rest),
        township_in((*reversed(named), title, *list_titles)),
    )
