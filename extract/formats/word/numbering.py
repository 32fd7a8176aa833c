"""The labels that Word computes for numbered paragraphs (自动编号).

A paragraph names a list (numId) and a level in it, itself or through its style. Lists that share
a definition (abstractNum) share its counters, unless a list says where to start over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from dutylist.extract.formats.label_numbers import format_number
from dutylist.extract.formats.symbol_fonts import is_symbol_font, signs
from dutylist.extract.formats.word.styles import Styles
from dutylist.extract.formats.word.xml import Element, child, is_on, number, tag, value

_LEVELS = 9
"""ECMA-376, 17.9.6: levels 0 to 8."""

_FIELD = re.compile(r"%([1-9])")

_SYMBOL_BULLET = "\uf0b7"
"""The bullet of Symbol; all others of Word's own are of Wingdings."""


@dataclass(frozen=True)
class Level:
    """One level of a list. `text` is the pattern ("（%1）"); `restart` is the level, from 1, whose
    use starts this one over: 0 never, None any above it."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: Literal["tab", "space", "nothing"] = "tab"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    font: str = ""


@dataclass(frozen=True)
class NumberedList:
    """A list: whose counters it shares, its levels from 0, and where it starts over."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)

    def start(self, level: int) -> int:
        """The first number of a level."""
        if level in self.starts:
            return self.starts[level]
        return self.levels.get(level, Level()).start


class Numbering:
    """Counts through a document: ask for the label of each paragraph once, in reading order."""

    def __init__(self, lists: dict[int, NumberedList], styles: Styles) -> None:
        self._lists = lists
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def place(self, properties: Element | None) -> tuple[int, int] | None:
        """(numId, level from 0) of a paragraph by its w:pPr; None where it has no number."""
        style = self._styles.of_paragraph(properties)
        numbered = child(properties, "w:numPr")
        num_id, level = number(numbered, "w:numId"), number(numbered, "w:ilvl")
        if num_id is None:
            num_id = style.num_id
            if level is None and num_id in self._lists:
                level = self._lists[num_id].styles.get(style.numbered_by, style.level)
        if not num_id or num_id not in self._lists:
            return None
        return num_id, min(max(level or 0, 0), _LEVELS - 1)

    def label(self, num_id: int, level: int) -> tuple[str, str]:
        """Count one paragraph: its label as printed ("（一）", "1.1") and what follows it, ""
        or " "."""
        numbered = self._lists[num_id]
        counts = self._counts.setdefault(numbered.shared, [None] * _LEVELS)
        now = counts[level]
        first = (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        if now is None or (first and level in numbered.starts):
            counts[level] = numbered.start(level)
        else:
            counts[level] = now + 1
        for below in range(level + 1, _LEVELS):
            restart = numbered.levels.get(below, Level()).restart
            if restart is None or level < restart:
                counts[below] = None
        return self._print(numbered, level, counts)

    def _print(
        self, numbered: NumberedList, level: int, counts: list[int | None]
    ) -> tuple[str, str]:
        its = numbered.levels.get(level)
        if its is None or its.hidden:
            return "", ""

        def digits(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place > level:
                return ""
            count = counts[place]
            shown = numbered.start(place) if count is None else count
            kind = numbered.levels.get(place, Level()).kind
            return format_number(shown, "decimal" if its.legal else kind)

        if its.kind == "bullet":
            text = "".join(_plain(sign) for sign in signs(its.text, _bullet_font(its)))
        else:
            text = _FIELD.sub(digits, its.text)
        return text.strip(), "" if its.suffix == "nothing" else " "


def _bullet_font(level: Level) -> str:
    if is_symbol_font(level.font) or not any("\uf000" <= sign <= "\uf0ff" for sign in level.text):
        return level.font
    return "Symbol" if level.text == _SYMBOL_BULLET else "Wingdings"


def _plain(sign: str) -> str:
    """A bullet of a symbol font that is not known shows as a plain one."""
    return "•" if "\ue000" <= sign <= "\uf8ff" else sign


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists of word/numbering.xml."""
    if root is None:
        return Numbering({}, styles)
    definitions = {
        name: element
        for element in root.iterchildren(tag("w:abstractNum"))
        if (name := element.get(tag("w:abstractNumId"))) is not None
    }
    by_style_link = {
        link: name
        for name, element in definitions.items()
        if (link := value(element, "w:styleLink"))
    }
    lists: dict[int, NumberedList] = {}
    for element in root.iterchildren(tag("w:num")):
        num_id = number(element, name="w:numId")
        shared = value(element, "w:abstractNumId")
        definition = definitions.get(shared or "")
        link = value(definition, "w:numStyleLink")
        if link in by_style_link:
            shared = by_style_link[link]
            definition = definitions[shared]
        if num_id is not None and shared is not None and definition is not None:
            lists[num_id] = _numbered_list(element, shared, definition)
    return Numbering(lists, styles)


def _numbered_list(element: Element, shared: str, definition: Element) -> NumberedList:
    levels: dict[int, Level] = {}
    styles: dict[str, int] = {}
    starts: dict[int, int] = {}
    found: list[tuple[int | None, Element | None]] = [
        (number(item, name="w:ilvl"), item) for item in definition.iterchildren(tag("w:lvl"))
    ]
    for override in element.iterchildren(tag("w:lvlOverride")):
        level = number(override, name="w:ilvl")
        found.append((level, child(override, "w:lvl")))
        start = number(override, "w:startOverride")
        if level is not None and start is not None:
            starts[level] = start
    for level, item in found:
        if level is None or item is None:
            continue
        levels[level] = _level(item)
        if style := value(item, "w:pStyle"):
            styles[style] = level
    return NumberedList(shared, levels, starts, styles)


def _level(element: Element) -> Level:
    start = number(element, "w:start")
    suffix = value(element, "w:suff")
    text = value(element, "w:lvlText") or ""
    if child(element, "w:lvlPicBulletId") is not None:
        text = "•"
    return Level(
        # Without w:start a level begins at 0 (ISO 29500-1, 17.9.25).
        start=0 if start is None else start,
        kind=_kind(element),
        text=text,
        suffix="nothing" if suffix == "nothing" else "space" if suffix == "space" else "tab",
        restart=number(element, "w:lvlRestart"),
        legal=bool(is_on(element, "w:isLgl")),
        hidden=bool(is_on(element, "w:rPr/w:vanish")),
        font=value(element, "w:rPr/w:rFonts", "w:ascii") or "",
    )


def _kind(element: Element) -> str:
    """The number format; formats of Word 2010 stand in mc:AlternateContent with a fallback."""
    plain = value(element, "w:numFmt")
    if plain is not None:
        return plain
    custom = value(element, "mc:AlternateContent/mc:Choice/w:numFmt", "w:format") or ""
    if custom.startswith("01,"):
        return "decimalZero"
    return value(element, "mc:AlternateContent/mc:Fallback/w:numFmt") or "decimal"
