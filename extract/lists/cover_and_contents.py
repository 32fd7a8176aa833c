"""Cover and contents page: which place, which list, which month, which page."""

from __future__ import annotations

from dataclasses import dataclass

from dutylist.extract.lists.columns import is_page_header
from dutylist.extract.lists.kinds import names_list, names_other_table
from dutylist.extract.offices.places import places
from dutylist.extract.source import Line, squeezed
from dutylist.records.labels import split_label
from dutylist.records.model import ContentsEntry
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern
from dutylist.records.township import township_in

_DATE = Pattern(
    r"([\d〇零○一二三四五六七八九０-９]{4})\s*年\s*"
    r"([\d一二三四五六七八九十０-９]{1,2})\s*月(?:\s*([\d一二三四五六七八九十０-９]{1,3})\s*日)?"
)
_NUMERIC_DATE = Pattern(r"(20\d\d)[-./](0?[1-9]|1[0-2])(?:[-./](0?[1-9]|[12]\d|3[01]))?")
"""A date of digits that is all that a text says: 2025-07, 2025.7.15."""
_FILED = Pattern(r"(?:填报|填表|制表|编制|报送|印发|发布|公布)(?:时间|日期)[：:]")
"""What stands before the date of a line with several particulars."""
_CONTENTS_LINE = Pattern(r"(?s)(?P<title>.*?\D)[\s.．…·—\-_]*(?P<page>\d{1,4})\s*$")
_CONTENTS_LABEL = Pattern(
    r"^(?:\d+[.．、\t]|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)\s*"
)
_ATTACHMENT = Pattern(r"(?:附件|附表|附录|附)\s*\d{1,2}[：:]?")


_QUOTED_TITLE = Pattern(r"关于.*《(?P<title>[^》]*清单)》的.{2,4}")
_SENTENCE = Pattern(r"[，。；]")
_NAME = Pattern(r"[\u4e00-\u9fff·]+")


@dataclass(frozen=True)
class Cover:
    """What stands before the first list. `township` is the township's own name, or ""."""

    title: str
    region: tuple[str, ...]
    issued: str
    contents: tuple[ContentsEntry, ...]
    rest: tuple[Line, ...]
    township: str


def read_cover(front: tuple[Line, ...], list_titles: tuple[str, ...]) -> Cover:
    """Read the lines before the first list. `rest` are those with no recognised meaning.

    `region` has a cover line's text each, outer place first; where the cover names none, it is
    taken from the lists' own titles.
    """
    contents: list[ContentsEntry] = []
    region: list[str] = []
    rest: list[Line] = []
    title = ""
    issued = filed = ""
    in_contents = False
    title_line = _title_line(front)
    for line in front:
        text = line.text.strip()
        bare = squeezed(text)
        if bare in ("目录", "目次") or is_page_header(text.rpartition("\t")[2]):
            in_contents = True
        elif in_contents and (entry := _contents_entry(text)):
            contents.append(entry)
        elif not issued and len(bare) <= 24 and _DATE.search(bare) and (date := read_date(bare)):
            issued = date
        elif line is title_line:
            bare = _QUOTED_TITLE.sub(r"\g<title>", squeezed(_title_in(text)))
            place = bare.split("履职")[0]
            if place and is_place(place):
                region.append(place)
                title = bare[len(place) :]
            else:
                title = bare
        elif is_place(bare) and not in_contents:
            region.append(bare)
        elif not _is_list_title(bare, list_titles):
            rest.append(line)
            filed = filed or _date_filed(text)
    if not region:
        region = [place for place in [_place_in_titles(list_titles)] if place]
    return Cover(
        title or "履职事项清单",
        tuple(sorted(region, key=lambda one: bool(township_in((one,))))),
        issued or filed,
        tuple(contents),
        tuple(rest),
        township_in((*reversed(region), title, *list_titles)),
    )


def _title_line(front: tuple[Line, ...]) -> Line | None:
    """The line that names the whole: that of a list before any other, outside the contents page,
    and that of the notice that it comes with only where there is none."""
    lines: list[Line] = []
    for line in front:
        if squeezed(line.text) in ("目录", "目次"):
            break
        if "清单" in line.text and not _SENTENCE.search(line.text):
            lines.append(line)
    named = [line for line in lines if names_list(line.text)]
    quoted = [line for line in lines if _QUOTED_TITLE.fullmatch(squeezed(line.text))]
    plain = [line for line in lines if not names_other_table(line.text)]
    return next(iter([*named, *quoted, *plain, *lines]), None)


def _title_in(line: str) -> str:
    """A title without the cells that stand beside it (名称｜石桥镇履职事项清单, on sites)."""
    return next((cell for cell in line.split("\t") if names_list(cell)), line)


def is_place(text: str) -> bool:
    """Whether a text is the name of a place or of places within each other."""
    return 2 < len(text) <= 40 and "《" not in text and "".join(places(text)) == text


def read_date(text: str) -> str:
    """The month or day in a text as "YYYY-MM" or "YYYY-MM-DD"; "" where there is none. One of
    digits alone (2025-07) must be all of the text but what says that it is a date."""
    match = _DATE.search(text) or _NUMERIC_DATE.fullmatch(_FILED.sub("", text))
    if not match:
        return ""
    written = [part for part in match.groups() if part]
    year, *rest = [number for part in written if (number := from_han(part)) is not None] or [0]
    if len(rest) + 1 < len(written):
        return ""
    return "-".join([f"{year:04d}", *(f"{number:02d}" for number in rest)])


def _date_filed(text: str) -> str:
    """The date of a line of particulars (填报单位：… 填报时间：2025年8月12日), or of digits alone
    (2025-07), "" for none."""
    parts = (squeezed(part) for part in text.split("\t"))
    dates = (read_date(part) for part in parts if _FILED.match(part) or not _DATE.search(part))
    return next(filter(None, dates), "")


def _contents_entry(text: str) -> ContentsEntry | None:
    match = _CONTENTS_LINE.fullmatch(text)
    if not match or _ATTACHMENT.fullmatch(text):
        return None
    title = _CONTENTS_LABEL.sub("", match["title"].strip(" \t.．…·—-_"))
    return ContentsEntry(title, int(match["page"])) if title else None


def _is_list_title(text: str, list_titles: tuple[str, ...]) -> bool:
    return any(text == squeezed(title) for title in list_titles)


def _place_in_titles(list_titles: tuple[str, ...]) -> str:
    for title in list_titles:
        # （二）乡镇配合履职事项清单, 附件2：乡镇…: no place's name.
        found = "".join(places(squeezed(split_label(title.strip())[1])))
        if found and _NAME.fullmatch(found):
            return found
    return ""
