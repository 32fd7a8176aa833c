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
    named_by_path,
    place_alone,
    place_of_title,
    signature,
    whole_region,
)
from dutylist.extract.lists.cover_title import (
    DEFAULT,
    beside_title,
    place_and_title,
    remark_beside,
    remark_of,
    title_line,
)
from dutylist.extract.source import Line, squeezed
from dutylist.records.model import ContentsEntry, Kind
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
    front: tuple[Line, ...],
    behind: tuple[Line, ...],
    list_titles: tuple[str, ...],
    kinds: Collection[Kind],
) -> Cover:
    """Read the lines before the first list and the signature behind the last, whose titles and
    kinds are given. `rest` are those in front with no recognised meaning.

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
    remark = remark_beside(front, own_line)
    for line in front:
        bare = squeezed(line.text)
        if begins_contents(line.text):
            in_contents = True
        elif in_contents and (entry := contents_entry(line.text)):
            contents.append(entry)
        elif line is own_line:
            titled, title = place_and_title(line.text, kinds)
            title += remark_of(remark.text) if remark else ""
            region += [titled] if titled else []
        elif not in_contents and (place := place_alone(line.text)):
            region.append(place)
        elif bare not in own_titles and line is not remark:
            rest.append(line)
    texts = [line.text for line in rest]
    signed, signed_on = signature([line.text for line in behind])
    told = [titled, *map(place_of_title, list_titles), *map(named_by_label, texts)]
    told += map(named_by_office, [*texts, *(beside_title(own_line.text) if own_line else ())])
    told += [signed, *map(named_by_path, texts)]
    named = whole_region(region, told)
    issued, at = edition_date(texts, signed_on)
    if at >= 0 and is_short(texts[at]):
        del rest[at]
    return Cover(
        title or DEFAULT,
        named,
        issued,
        tuple(contents),
        tuple(rest),
        township_in((*reversed(named), title, *list_titles)),
    )
