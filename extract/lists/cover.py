"""What stands before the first list: which place, which list, which month, which page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from dutylist.extract.lists.contents_page import begins_contents, contents_entry, entries_joined
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
from dutylist.extract.lists.kinds import names_list, names_one_kind
from dutylist.extract.source import Line, squeezed
from dutylist.records.model import ContentsEntry, Kind
from dutylist.records.township import township_in


@dataclass(frozen=True)
class Cover:
    """What stands before the first list. `township` is the township's own name, or "";
    `from_margins` are what only the pages' heads and feet tell: 地名, 标题, 日期. `published` tells
    that `issued` is only the day on which a site or notice showed the list."""

    title: str
    region: tuple[str, ...]
    issued: str
    contents: tuple[ContentsEntry, ...]
    rest: tuple[Line, ...]
    township: str
    from_margins: tuple[str, ...]
    published: bool


def read_cover(
    front: tuple[Line, ...],
    behind: tuple[Line, ...],
    margins: tuple[str, ...],
    list_titles: tuple[str, ...],
    kinds: Collection[Kind],
) -> Cover:
    """Read the lines before the first list and the signature behind the last, whose titles and
    kinds are given. `rest` are those in front with no recognised meaning.

    `region` has a cover line's text each, outer place first; what the cover leaves out is taken
    from the lists' own titles, letterheads and particulars, and what these leave out too from the
    `margins` of the pages.
    """
    front = entries_joined(front)
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
    issued, at, published = edition_date(texts, signed_on)
    if at >= 0 and is_short(texts[at]):
        del rest[at]
    cover = Cover(
        title or DEFAULT,
        named,
        issued,
        tuple(contents),
        tuple(rest),
        township_in((*reversed(named), title, *list_titles)),
        from_margins=(),
        published=published,
    )
    is_titled = bool(title) or any(
        names_list(one) and not names_one_kind(one) for one in list_titles
    )
    return _with_margins(cover, margins, is_titled, told, kinds)


def _with_margins(
    cover: Cover,
    margins: tuple[str, ...],
    is_titled: bool,
    told: list[str],
    kinds: Collection[Kind],
) -> Cover:
    """The cover with what only the pages' heads and feet tell of place, title and date. `is_titled`
    tells that the lines say the title, `told` are the places that they name."""
    if not margins:
        return cover
    lines = [text for margin in margins for text in margin.splitlines()]
    running = title_line([Line(0, text) for text in lines])
    own = place_and_title(running.text, kinds)[1] if running else ""
    # What begins a margin with a place speaks of whose pages they are: 白云镇 2025年6月编印.
    named = [place_alone(line) or place_of_title(line) or named_by_label(line) for line in lines]
    region = whole_region(cover.region, [*told, *named])
    found = replace(
        cover,
        title=cover.title if is_titled else own or cover.title,
        region=region,
        issued=cover.issued or edition_date(lines, "")[0],
        township=cover.township or township_in(reversed(region)),
    )
    new = {
        "地名": found.region != cover.region,
        "标题": found.title != cover.title,
        "日期": found.issued != cover.issued,
    }
    return replace(found, from_margins=tuple(name for name, is_new in new.items() if is_new))
