"""The labels of numbered paragraphs in OpenDocument texts: the file tells formats, not labels."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from dutylist.extract.formats.label_numbers import format_number
from dutylist.extract.formats.opendocument.content import attribute, count, local

# Number formats (style:num-format) by Word's names for them.
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}


@dataclass(frozen=True)
class _Level:
    kind: str
    prefix: str
    suffix: str
    shown: int
    start: int
    bullet: str = ""


class Labels:
    """Counts the items of a text's lists, in the order in which they stand."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._ids: dict[str, dict[int, int]] = {}
        for root in roots:
            for style in root.iter("{*}list-style") if root is not None else ():
                self._styles[attribute(style, "name")] = {
                    count(level, "level"): _level(level) for level in style
                }

    def begin(self, item: etree._Element, style: str) -> dict[int, int]:
        """The counters of a list that begins: its own, or those of one that it goes on with."""
        before = attribute(item, "continue-list")
        if before and before in self._ids:
            counters = self._ids[before]
        elif attribute(item, "continue-numbering") == "true":
            counters = self._counts.get(style, {})
        else:
            counters = {}
        self._counts[style] = counters
        if name := attribute(item, "id"):
            self._ids[name] = counters
        return counters

    def next(self, style: str, level: int, counters: dict[int, int], item: etree._Element) -> str:
        """The label of the next item of a level (from 1)."""
        its = self._styles.get(style, {}).get(level)
        if its is None:
            return ""
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        told = attribute(item, "start-value")
        counters[level] = int(told) if told.isdecimal() else counters.get(level, its.start - 1) + 1
        if its.bullet or not its.kind:
            return its.bullet
        levels = self._styles[style]
        numbers = [
            format_number(counters.get(one, levels[one].start), levels[one].kind)
            for one in range(max(1, level - its.shown + 1), level + 1)
            if one in levels
        ]
        return its.prefix + ".".join(numbers) + its.suffix


def _level(level: etree._Element) -> _Level:
    bullet = attribute(level, "bullet-char") if local(level).endswith("bullet") else ""
    told = attribute(level, "start-value")
    return _Level(
        _FORMATS.get(kind := attribute(level, "num-format"), "decimal" if kind else ""),
        attribute(level, "num-prefix"),
        attribute(level, "num-suffix"),
        count(level, "display-levels"),
        int(told) if told.isdecimal() else 1,
        bullet,
    )
