"""What paragraph and character styles say: numbering, hidden and struck text, page breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from dutylist.extract.formats.word.xml import Element, child, is_on, number, tag, value

_LONGEST_CHAIN = 50
"""Styles based on one another; a longer chain is a circle or an attack."""

_SHADING = tag("w:shd")

_Fact = TypeVar("_Fact")


@dataclass(frozen=True)
class Style:
    """A style with what it inherits: its list (numId) and level, the style in the chain that
    names the list, hidden text (w:vanish), struck text (w:strike, w:dstrike), letters as capitals
    (w:caps, w:smallCaps), the text's colour, whether something has a ground of its own, page break
    before (段前分页)."""

    num_id: int | None = None
    level: int | None = None
    numbered_by: str = ""
    hidden: bool = False
    struck: bool = False
    capitals: bool = False
    ink: str = ""
    shaded: bool = False
    breaks_page: bool = False


@dataclass(frozen=True)
class Styles:
    """The styles of a document by their ids; `default` is that of paragraphs without one."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = Style()

    def of_paragraph(self, properties: Element | None) -> Style:
        """The style of a paragraph by its w:pPr."""
        return self.by_id.get(value(properties, "w:pStyle") or "", self.default)


def read_styles(root: Element | None) -> Styles:
    """The styles of word/styles.xml."""
    if root is None:
        return Styles()
    elements = {
        name: element
        for element in root.iterchildren(tag("w:style"))
        if (name := element.get(tag("w:styleId"))) is not None
    }
    by_id = {name: _style(_chain(name, elements)) for name in elements}
    for name, element in elements.items():
        is_default = element.get(tag("w:default"), "0") in ("1", "true", "on")
        if is_default and element.get(tag("w:type")) == "paragraph":
            return Styles(by_id, by_id[name])
    return Styles(by_id)


def _chain(name: str | None, elements: dict[str, Element]) -> list[Element]:
    """The style and those it is based on, nearest first; a circle is cut."""
    chain: list[Element] = []
    while name in elements and len(chain) < _LONGEST_CHAIN:
        element = elements[name]
        chain.append(element)
        name = value(element, "w:basedOn")
    return chain


def _style(chain: list[Element]) -> Style:
    lists = [item for item in chain if number(item, "w:pPr/w:numPr/w:numId") is not None]
    owner = lists[0] if lists else None
    return Style(
        num_id=number(owner, "w:pPr/w:numPr/w:numId"),
        level=_nearest(chain, lambda item: number(item, "w:pPr/w:numPr/w:ilvl")),
        numbered_by="" if owner is None else owner.get(tag("w:styleId")),
        hidden=_nearest(chain, lambda item: is_on(item, "w:rPr/w:vanish")) or False,
        struck=_nearest(chain, lambda item: is_struck(child(item, "w:rPr"))) or False,
        capitals=_nearest(chain, lambda item: is_in_capitals(child(item, "w:rPr"))) or False,
        ink=_nearest(chain, lambda item: value(item, "w:rPr/w:color")) or "",
        shaded=any(next(item.iter(_SHADING), None) is not None for item in chain),
        breaks_page=_nearest(chain, lambda item: is_on(item, "w:pPr/w:pageBreakBefore")) or False,
    )


def _nearest(chain: list[Element], fact: Callable[[Element], _Fact | None]) -> _Fact | None:
    return next((found for item in chain if (found := fact(item)) is not None), None)


def is_in_capitals(properties: Element | None) -> bool | None:
    """Whether a run's or style's w:rPr shows letters as capitals, or small ones; None where it does
    not say."""
    return _any_on(properties, "w:caps", "w:smallCaps")


def is_struck(properties: Element | None) -> bool | None:
    """Whether a run's or style's w:rPr strikes its text through, once or twice; None where it does
    not say."""
    return _any_on(properties, "w:strike", "w:dstrike")


def _any_on(properties: Element | None, one: str, other: str) -> bool | None:
    # Asked of every run, most of which have no properties at all.
    if properties is None:
        return None
    told = is_on(properties, one), is_on(properties, other)
    return any(told) if told != (None, None) else None
