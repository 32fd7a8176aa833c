"""Whose list it is, as the lines in front of it tell: covers, letterheads, particulars, titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from dutylist.extract.lists.cover_dates import date_line, read_date
from dutylist.extract.source import squeezed
from dutylist.records.labels import split_label
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern
from dutylist.records.places import is_place, is_township, places
from dutylist.records.township import township_in
from dutylist.records.words import PLACE_WORDS

_WORDS = own_toml("dutylist.extract.lists", "cover_words.toml")
_OFFICE = Pattern(rf"(?:{'|'.join(_WORDS['office'])}).*")
_OWNER = Pattern(
    rf"(?:^|[\s|｜])(?:{'|'.join(_WORDS['owner'])})(?:[（(][^（）()]*[）)])?[：:]"
    r"\s*(?P<name>[^\s：:|｜]+)"
)
_FRONT = Pattern(r"^(?:关于(?:印发|公布|公开)?|中共|中国共产党)?《?")
_BRACKET = Pattern(r"[（(].*$")
_ZONE_OFFICE = Pattern(f"{PLACE_WORDS.any('zone_office')}$")
_LIKE = Pattern(
    rf"{PLACE_WORDS.any('zone_office')}|[一-龥]{{2,8}}?{PLACE_WORDS.any('like_township')}"
)
_MARKS = "—–-－－·.※*【】〔〕[]（）()《》"
"""Marks around a line that are none of its words."""

_TOWNSHIPS = Pattern("乡镇")
"""乡镇 is a word, and 乡 in it no place's ending: 水利局涉及乡 of 水利局涉及乡镇配合事项清单."""

_STEP = Pattern(r"[>＞›»→/／]")
_FEWEST_STEPS = 2
_SENTENCE = Pattern(r"[，。；]")


def place_at_start(text: str) -> str:
    """The places that a text begins with, down to the township: 青山县白云镇 of
    青山县白云镇履职事项清单; "" where it begins with none.

    >>> place_at_start("青山县白云镇基本履职事项清单"), place_at_start("基本履职事项清单")
    ('青山县白云镇', '')
    >>> place_at_start("青山县水利局涉及乡镇配合事项清单")
    '青山县'
    """
    found: list[str] = []
    for place in places(text):
        if _TOWNSHIPS.match(text, len("".join(found)) + len(place) - 1):
            break
        found.append(place)
        if is_township(place):
            break
    while found and not is_place("".join(found)):
        del found[-1]
    # 白云农场, 开发区管理委员会: what is not a place by its ending alone.
    like = _LIKE.match(text, len("".join(found)))
    return "".join(found) + (like[0] if like and found and not is_township(found[-1]) else "")


def named_by_office(text: str) -> str:
    """The places that a line names as its office's: 白云镇 of 中共白云镇委员会; "" where it is no
    such line."""
    bare = _bare(text.split()[0] if text.strip() else "")
    # 高新区管理委员会 speaks for its zone.
    place = _ZONE_OFFICE.sub("", place_at_start(bare))
    return place if place and _OFFICE.fullmatch(bare, len(place)) else ""


def named_by_path(text: str) -> str:
    """The last township of a site's path (首页 > 政务公开 > 白云镇 > 正文); "" for none."""
    steps = [squeezed(step) for step in _STEP.split(text)]
    named = [
        place for step in steps if is_township(place := place_at_start(step)) and place == step
    ]
    return named[-1] if len(steps) > _FEWEST_STEPS and named else ""


def place_alone(text: str) -> str:
    """The place that is all of a line but the marks around it (—— 白云镇 ——); "" for none."""
    bare = squeezed(text).strip(_MARKS)
    return bare if is_place(bare) or (is_township(bare) and place_at_start(bare) == bare) else ""


def named_by_label(text: str) -> str:
    """The place that particulars name (填报单位（盖章）：白云镇人民政府 …); "" for none."""
    match = _OWNER.search(text)
    if not match:
        return ""
    name = _BRACKET.sub("", squeezed(match["name"]))
    place = place_at_start(name)
    whole = len(place) == len(name) or bool(_OFFICE.fullmatch(name, len(place)))
    return place if place and whole else ""


def place_of_title(text: str) -> str:
    """The place that a list's title names: 白云镇 of 附件2：白云镇配合履职事项清单; "" for none."""
    return "" if _SENTENCE.search(text) else place_at_start(_bare(split_label(text.strip())[1]))


def signature(behind: Sequence[str]) -> tuple[str, str]:
    """The place and the date of who signs behind the last list: an office's line, and below it or
    beside it the day; ("", "") where none does."""
    for line, below in pairwise([*behind, ""]):
        place = named_by_office(line)
        if place and (date := read_date(squeezed(line)) or date_line(below)):
            return place, date
    return "", ""


def whole_region(lines: Iterable[str], told: Iterable[str]) -> tuple[str, ...]:
    """The lines of a region, outer place first, each place once. What they leave out of it is taken
    from the places that other texts name, where these agree: titles, letterheads, particulars."""
    others = list(dict.fromkeys(filter(None, told)))
    region = _once(_of_one_township(list(lines), others))
    if not region:
        region = ([place for place in others if is_township(place)] or others)[:1]
    if len(region) == 1 and _is_bare_township(own := region[0]):
        longer = _once([place for place in others if place.endswith(own)])
        outer = [place for place in others if not is_township(place)]
        if len(longer) == 1 and longer != [own]:
            region = longer
        elif len(outer) == 1:
            region = [*outer, own]
    return tuple(sorted(region, key=lambda line: bool(township_in((line,)))))


def _of_one_township(lines: list[str], others: list[str]) -> list[str]:
    """The lines without the townships that stand beside the list's own, as in a site's menu."""
    if any(is_township(line) and not _ZONE_OFFICE.search(line) for line in lines):
        # A zone's office stands above its townships.
        lines = [_ZONE_OFFICE.sub("", line) for line in lines]
    named = {line: township_in((line,)) for line in lines}
    townships = set(filter(None, named.values()))
    if len(townships) < 2:
        return lines
    own = next((name for name in map(township_in, zip(others)) if name in townships), "")
    return [line for line in lines if named[line] in ("", own)]


def _is_bare_township(place: str) -> bool:
    return is_township(place) and places(place) == (place,)


def _once(lines: Iterable[str]) -> list[str]:
    """The lines without those that others hold."""
    kept: list[str] = []
    for line in lines:
        if any(line in one for one in kept):
            continue
        kept = [one for one in kept if one not in line] + [line]
    return kept


def _bare(text: str) -> str:
    return _FRONT.sub("", squeezed(text))
