"""What paragraph and character styles say about numbering and hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.docx_xml import Element, child, is_on, number, tag, value

_LONGEST_CHAIN = 50


@dataclass(frozen=True)
class Styles:
    """The styles of a document by their ids; `default` is that of paragraphs without one."""

    elements: dict[str, Element] = field(default_factory=dict)
    default: str | None = None

    def numbering(self, style: str | None) -> tuple[int | None, int | None, str | None]:
        """(numId, ilvl, the style that sets the numId) along the chain of parent styles."""
        num_id: int | None = None
        level: int | None = None
        for name, element in self._chain(style):
            level = number(element, "w:pPr/w:numPr/w:ilvl") if level is None else level
            num_id = number(element, "w:pPr/w:numPr/w:numId")
            if num_id is not None:
                return num_id, level, name
        return None, level, None

    def hidden(self, style: str | None) -> bool:
        """Whether text in this style is hidden (w:vanish)."""
        for _, element in self._chain(style):
            hidden = is_on(element, "w:rPr/w:vanish")
            if hidden is not None:
                return hidden
        return False

    def breaks_page(self, style: str | None) -> bool:
        """Whether paragraphs in this style begin a page (段前分页)."""
        for _, element in self._chain(style):
            breaks = is_on(element, "w:pPr/w:pageBreakBefore")
            if breaks is not None:
                return breaks
        return False

    def _chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        for _ in range(_LONGEST_CHAIN):
            element = self.elements.get(style) if style else None
            if style is None or element is None:
                return
            yield style, element
            style = value(element, "w:basedOn")


def read_styles(root: Element | None) -> Styles:
    """The styles of word/styles.xml."""
    if root is None:
        return Styles()
    elements: dict[str, Element] = {}
    default: str | None = None
    for element in root.iterchildren(tag("w:style")):
        name = element.get(tag("w:styleId"))
        if name is None:
            continue
        elements[name] = element
        is_default = element.get(tag("w:default"), "0") in ("1", "true", "on")
        if is_default and element.get(tag("w:type")) == "paragraph":
            default = name
    return Styles(elements, default)


def style_of(properties: Element | None, styles: Styles) -> str | None:
    """The style of a paragraph by its w:pPr."""
    return value(child(properties, "w:pStyle")) or styles.default
