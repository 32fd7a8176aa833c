"""How runs look where that changes what is read: in capitals, in a symbol font, in the colour of
what they stand on."""

from __future__ import annotations

from dutylist.extract.formats.colours import WHITE, is_lost_in
from dutylist.extract.formats.symbol_fonts import is_symbol_font, signs
from dutylist.extract.formats.word.styles import Style, Styles, is_in_capitals
from dutylist.extract.formats.word.xml import PARAGRAPH, TABLE, Element, child, tag, value

_CELL = tag("w:tc")
_BOX = tag("w:txbxContent")
_SYMBOL_FONTS = (b"ingdings", b"Symbol", b"Webdings")
_SLOTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


class RunLooks:
    """Asked for the runs of one document. Most documents say nothing of the kind, so that each
    question is asked of their runs only where the document has an answer somewhere."""

    def __init__(self, data: bytes, styles: Styles) -> None:
        """`data` is the document's XML as it is stored."""
        self._styles = styles
        every = (*styles.by_id.values(), styles.default)
        self._symbols = any(name in data for name in _SYMBOL_FONTS)
        self._capitals = b"aps" in data or any(style.capitals for style in every)
        by_style = b"w:rStyle" in data and any(style.ink for style in every)
        coloured = b"w:color " in data or by_style
        self._colours = coloured and b"w:background " not in data

    @property
    def tell(self) -> bool:
        """Whether the document says anything of the kind."""
        return self._symbols or self._capitals or self._colours

    def shown(self, text: str, properties: Element | None, style: Style) -> str:
        """The text of a run, by its w:rPr and its paragraph's style, as it is shown."""
        if self._symbols and properties is not None:
            font = child(properties, "w:rFonts")
            names = [font.get(tag(slot), "") for slot in _SLOTS] if font is not None else []
            text = signs(text, next(filter(is_symbol_font, names), ""))
        if self._capitals and self._is_in_capitals(properties, style):
            text = text.upper()
        return text

    def is_lost(self, run: Element, properties: Element | None) -> bool:
        """Whether a run has the colour of what it stands on."""
        if not self._colours or properties is None:
            return False
        style = self._styles.by_id.get(value(properties, "w:rStyle") or "", Style())
        ink = value(properties, "w:color") or style.ink
        if ink in ("", "auto"):
            return False
        if value(properties, "w:highlight") not in (None, "none"):
            return False
        return is_lost_in(ink.upper(), _fill(properties) or self._ground_of(run))

    def _is_in_capitals(self, properties: Element | None, style: Style) -> bool:
        own = is_in_capitals(properties)
        if own is not None:
            return own
        of_run = self._styles.by_id.get(value(properties, "w:rStyle") or "", Style())
        return of_run.capitals or style.capitals

    def _ground_of(self, run: Element) -> str:
        """The colour that a run stands on; "" where it is not known: in a drawn box, in a table
        whose style gives its cells a ground."""
        for above in run.iterancestors(PARAGRAPH, _CELL, TABLE, _BOX):
            if above.tag == _BOX:
                return ""
            if above.tag == PARAGRAPH:
                properties = child(above, "w:pPr")
                style = self._styles.of_paragraph(properties)
                fill = _fill(properties) or ("" if style.shaded else None)
            elif above.tag == _CELL:
                fill = _fill(child(above, "w:tcPr"))
            else:
                properties = child(above, "w:tblPr")
                style = self._styles.by_id.get(value(properties, "w:tblStyle") or "", Style())
                fill = _fill(properties) or ("" if style.shaded else None)
            if fill is not None:
                return fill
        return WHITE


def _fill(properties: Element | None) -> str | None:
    """The colour of a shading; None where there is none, "" for patterns."""
    shading = child(properties, "w:shd")
    fill = value(shading, name="w:fill")
    if shading is None or fill in (None, "auto"):
        return None
    return fill.upper() if value(shading) in ("clear", "nil", None) else ""
