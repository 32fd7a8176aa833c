"""What a list calls itself: the line that names the whole, without place, notice and site."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dutylist.extract.lists.contents_page import is_heading
from dutylist.extract.lists.cover_owner import place_at_start
from dutylist.extract.lists.kinds import (
    kind_of_title,
    names_list,
    names_one_kind,
    names_other_table,
)
from dutylist.extract.offices.column_names import looks_like_office
from dutylist.extract.source import Line, squeezed
from dutylist.records.labels import split_label
from dutylist.records.model import Kind
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern
from dutylist.records.places import is_place, is_township

DEFAULT = "履职事项清单"
"""What a list is called that doesn't say so itself."""

_WORDS = own_toml("dutylist.extract.lists", "cover_words.toml")
_OFFICE = Pattern(rf"(?:{'|'.join(_WORDS['office'])})")
_BEHIND = Pattern(rf"(?<=清单)(?:{'|'.join(_WORDS['title_behind'])})$")
_QUOTED = Pattern(r".*《(?P<title>[^》]*清单(?:[（(][^（）()]*[）)])?)》的.{2,4}")
_ATTACHED = Pattern(r"^(?:附件|附表|附录|附)\s*[\d一二三]{0,2}\s*[：:．.、]?\s*")
_REMARK = Pattern(r"[（(](?!共?\d+[项条个]?[）)])[^（）()]{1,12}[）)]$")
"""（2025年版）, not （共16项）."""

_PLACE_BEHIND = Pattern(r"(?P<title>.*清单(?:[（(][^（）()]*[）)])?)(?P<place>.+)$")
"""Lines of a cover that stand so near each other that they are read as one."""

_BEHIND_OFFICE = Pattern(rf"(?:{'|'.join(_WORDS['behind_office'])}).*$")
_YEAR = Pattern(r"20\d\d年度?")
_REMARK_LINE = Pattern(
    rf"[（(【〔]?(?P<remark>(?:[二〇○零一三四五六七八九\d]{{4}}年)?(?:{'|'.join(_WORDS['remark'])}))[）)】〕]?"
)
_SENTENCE = Pattern(r"[，。；]")
_PARTS = Pattern(r"[\t|｜_]|\s[-–—－]\s|[-–—－](?=[^-–—－]*(?:政府|网|平台|门户)[^-–—－]*$)")
"""What stands between a title and the site's or a cell's words beside it."""


def title_line(front: Sequence[Line]) -> Line | None:
    """The line that names the whole: that of a list before any other, outside the contents page,
    and that of the notice that it comes with only where there is none."""
    lines: list[Line] = []
    for line in front:
        if is_heading(line.text):
            break
        if "清单" in line.text and not _SENTENCE.search(line.text):
            lines.append(line)
    own = [line for line in lines if names_list(line.text)]
    titles = [line for line in own if not _ATTACHED.match(line.text)]
    whole = [line for line in titles if not names_one_kind(line.text)]
    placed = [line for line in whole if place_at_start(squeezed(line.text))]
    quoted = [line for line in lines if _QUOTED.fullmatch(squeezed(line.text))]
    plain = [line for line in lines if not names_other_table(line.text)]
    return next(iter([*placed, *whole, *quoted, *titles, *own, *plain, *lines]), None)


def remark_of(line: str) -> str:
    """The remark that is all of a line beside the title, in brackets: （2025年版）, （征求意见稿）;
    "" where it is none."""
    match = _REMARK_LINE.fullmatch(squeezed(line))
    return f"（{match['remark']}）" if match else ""


def remark_beside(front: Sequence[Line], title: Line | None) -> Line | None:
    """The line just below or above the title's that is a remark; None where there is none."""
    at = next((n for n, line in enumerate(front) if line is title), -1)
    beside = [*front[at + 1 : at + 2], *front[max(at - 1, 0) : at]] if at >= 0 else []
    return next((line for line in beside if remark_of(line.text)), None)


def beside_title(line: str) -> list[str]:
    """What stands beside the title in its line: a site's words, other cells."""
    return [part for part in _PARTS.split(line) if part and not names_list(part)]


def place_and_title(text: str, kinds: Collection[Kind]) -> tuple[str, str]:
    """The place that a title line names and the title without it: 青山县白云镇, 履职事项清单.

    The title of one list is not that of a file with lists of several kinds; that of a list that
    was not read is kept, for a clerk to see.
    """
    text = next((part for part in _PARTS.split(text) if part and names_list(part)), text)
    bare = squeezed(text)
    if quoted := _QUOTED.fullmatch(bare):
        bare = quoted["title"]
    if (attached := _ATTACHED.match(bare)) and names_list(bare[attached.end() :]):
        bare = squeezed(split_label(bare[attached.end() :])[1])
    bare = _BEHIND.sub("", bare)
    year = _YEAR.match(bare)
    begin = year.end() if year else 0
    place = place_at_start(bare[begin:])
    if not is_township(place) and office_titled(bare):
        # 青山县民政局履职事项清单: a department's own.
        return "", bare
    title = bare[begin + len(place) :]
    if (whole := _PLACE_BEHIND.match(title)) and is_place(whole["place"]):
        place, title = _joined(whole["place"], place), whole["title"]
    if place and (office := _OFFICE.match(title)):
        title = title[office.end() :]
    if len(kinds) > 1 and names_one_kind(title) and kind_of_title(title) in kinds:
        remark = _REMARK.search(title)
        title = DEFAULT + (remark[0] if remark else "")
    return place, bare[:begin] + title if title else DEFAULT


def office_titled(text: str) -> str:
    """The office that a title begins with (青山县水利局 of 青山县水利局涉及乡镇配合事项清单), or
    that a text is; "" where there is none."""
    name = _BEHIND_OFFICE.sub("", squeezed(text))
    return name if looks_like_office(name) else ""


def _joined(outer: str, own: str) -> str:
    return own if outer in own else outer + own.removeprefix(outer)
