"""The text of one Word paragraph as it is printed: fields' results, accepted changes, symbols.

Text is a string in which "\\n" is a line break, "\\t" a tab, HARD_BREAK a page break of the
author's and RENDERED_BREAK one that Word found when it last laid the document out. XML cannot
hold the last two characters, so they never meet with real text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dutylist.extract.formats.label_numbers import circled
from dutylist.extract.formats.raised import LOWERED, RAISED
from dutylist.extract.formats.symbol_fonts import is_symbol_font, signs
from dutylist.extract.formats.word.looks import RunLooks
from dutylist.extract.formats.word.styles import Style, Styles, is_struck
from dutylist.extract.formats.word.xml import PARAGRAPH, Element, child, is_on, number, tag, value
from dutylist.extract.source import reversed_text, seen_text
from dutylist.records.patterns import Pattern

HARD_BREAK = "\f"
RENDERED_BREAK = "\v"
_PICTURE = "\x0e"
"""Stands where a picture does, until the paragraph is read."""

_HEXADECIMAL = Pattern("[0-9A-F]{2,4}")

_RAISED = {"superscript": RAISED, "subscript": LOWERED}

# 带圈字符: EQ \o\ac(○,21) draws one character over another.
_CIRCLED = Pattern(r"(?i)\\o\s*\\ac\s*\(\s*[○〇]\s*[,，]\s*([^)]*)\)")
_BLANK = Pattern(r"[\t\r\n]")


@dataclass
class _Field:
    """A field under way: its instruction until the separator, then its result. `filled_in` is what
    a form's field shows, which has no result of its own."""

    code: str = ""
    filled_in: str = ""
    in_result: bool = False
    empty: bool = True


@dataclass(frozen=True)
class Drawing:
    """A drawing with pictures or an embedded object, or a text box in the line; `leads` is true
    where no text of its paragraph stands before it."""

    element: Element
    leads: bool


@dataclass
class Seen:
    """What was changed or left out on the way, for the notes."""

    changes: int = 0
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    footnotes: int = 0
    pictures: int = 0
    objects: int = 0
    symbols: list[str] = field(default_factory=list)


class ParagraphText:
    """Reads paragraphs in order; a field (the contents page) may reach over many of them."""

    def __init__(self, styles: Styles, body: Element, looks: RunLooks) -> None:
        self.seen = Seen()
        self._styles = styles
        self._looks = looks if looks.tell else None
        self._fields: list[_Field] = []
        self._unmatched = _unmatched_fields(body)
        self._prompts = _prompts(body)
        self._boxes: list[Element] = []
        self._drawings: list[Element] = []
        self._style = styles.default
        self._hidden = False
        self._struck = False
        self._before: list[str] | None = None

    @property
    def ends_struck(self) -> bool:
        """Whether the last run of the paragraph just read was struck through."""
        return self._before is self.seen.struck

    def read(
        self, paragraph: Element, properties: Element | None
    ) -> tuple[str, list[Element], list[Drawing]]:
        """The paragraph's text, its floating text boxes (文本框), top to bottom where that is told,
        and what stands in its line: drawings with pictures, text boxes. `properties` is its w:pPr.
        """
        self._boxes, self._drawings = [], []
        style = self._styles.of_paragraph(properties)
        self._style, self._hidden, self._struck = style, style.hidden, style.struck
        self._before = None
        text, *behind = "".join(self._inline(paragraph)).split(_PICTURE)
        drawings = []
        for drawing, more in zip(self._drawings, behind, strict=True):
            drawings.append(Drawing(drawing, leads=not text.strip()))
            text += more
        return text, sorted(self._boxes, key=_height), drawings

    def _inline(self, container: Element) -> Iterator[str]:
        for item in container:
            match item.tag:
                case _Tags.run:
                    yield from self._run(item)
                case _Tags.deleted | _Tags.moved_away:
                    self.seen.changes += 1
                case _Tags.inserted | _Tags.moved_here:
                    self.seen.changes += 1
                    yield from self._inline(item)
                case _Tags.control:
                    inner = child(item, "w:sdtContent")
                    if inner is not None:
                        yield from self._inline(inner)
                case _Tags.alternate:
                    yield from self._inline(_chosen(item))
                case _Tags.math | _Tags.math_paragraph:
                    yield "".join(_formula(item))
                case _Tags.override if value(item) == "rtl":
                    yield reversed_text("".join(self._inline(item)))
                case _ if item.tag in _CONTAINERS:
                    yield from self._inline(item)

    def _run(self, run: Element) -> Iterator[str]:
        properties = child(run, "w:rPr")
        left_out = self._left_out(run, properties)
        raised = _RAISED.get(value(properties, "w:vertAlign") or "")
        if left_out is not None and left_out is not self._before:
            left_out.append("")
        self._before = left_out
        looks = self._looks
        for item in run:
            if item.tag == _Tags.field_sign:
                yield from self._field(item)
            elif item.tag == _Tags.field_code:
                if self._fields:
                    self._fields[-1].code += item.text or ""
            elif left_out is not None:
                if item.tag == _Tags.text and self._shown():
                    left_out[-1] += item.text or ""
            elif self._shown():
                for text in self._run_item(item):
                    self._mark_filled()
                    if looks and item.tag == _Tags.text:
                        text = looks.shown(text, properties, self._style)
                    yield text.translate(raised) if raised else text

    def _run_item(self, item: Element) -> Iterator[str]:
        match item.tag:
            case _Tags.text:
                yield _BLANK.sub(" ", seen_text(item.text or ""))
            case _Tags.tab | _Tags.place_tab:
                yield "\t"
            case _Tags.line_break:
                yield HARD_BREAK if item.get(tag("w:type")) == "page" else "\n"
            case _Tags.carriage_return:
                yield "\n"
            case _Tags.rendered_break:
                yield RENDERED_BREAK
            case _Tags.hyphen:
                yield "-"
            case _Tags.symbol:
                yield self._symbol(item)
            case _Tags.ruby:
                base = child(item, "w:rubyBase")
                if base is not None:
                    yield from self._inline(base)
            case _Tags.footnote | _Tags.endnote:
                self.seen.footnotes += 1
            case _Tags.alternate:
                yield from self._drawing(_chosen(item))
            case _Tags.drawing | _Tags.picture | _Tags.embedded:
                yield from self._drawing(item)

    def _drawing(self, drawing: Element) -> Iterator[str]:
        """Keep its text boxes and pictures; yield the words of old WordArt (艺术字) and of text
        boxes in the line, and a sign where pictures, or boxes of several paragraphs, stand."""
        boxes = [box for box in drawing.iter(_Tags.box) if outermost(box, drawing)]
        for box in boxes:
            if not _is_in_line(box, drawing):
                self._boxes.append(box)
            elif (only := _only_paragraph(box)) is not None:
                yield from self._words(only)
            else:
                self._drawings.append(box)
                yield _PICTURE
        words = [path.get("string", "") for path in drawing.iter(tag("v:textpath"))]
        yield from (word for word in words if word)
        if next(drawing.iter(tag("o:OLEObject")), None) is not None:
            self.seen.objects += 1
            self._drawings.append(drawing)
            yield _PICTURE
        elif any(outermost(item, drawing) for item in drawing.iter(*PICTURES)):
            self._drawings.append(drawing)
            yield _PICTURE

    def _words(self, paragraph: Element) -> Iterator[str]:
        """The text of a paragraph that stands within the line of another."""
        own = self._hidden, self._struck
        style = self._styles.of_paragraph(child(paragraph, "w:pPr"))
        self._hidden, self._struck = style.hidden, style.struck
        yield from self._inline(paragraph)
        self._hidden, self._struck = own

    def _symbol(self, item: Element) -> str:
        code = (item.get(tag("w:char")) or "").upper()
        font = item.get(tag("w:font")) or ""
        if _HEXADECIMAL.fullmatch(code) and is_symbol_font(font):
            sign = signs(chr(int(code, 16)), font)
            if sign != chr(int(code, 16)):
                return sign
        if re.fullmatch(r"[0-9A-F]{4}", code) and not "E000" <= code <= "F8FF" and code > "001F":
            return chr(int(code, 16)) if not "D800" <= code <= "DFFF" else ""
        self.seen.symbols.append(code)
        return "□"

    def _field(self, sign: Element) -> Iterator[str]:
        if sign in self._unmatched:
            return
        kind = sign.get(tag("w:fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(filled_in=_filled_in(sign)))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            circle = _CIRCLED.search(done.code)
            if done.empty and done.filled_in and self._shown():
                self._mark_filled()
                yield done.filled_in
            elif done.empty and circle and self._shown():
                text = circle[1].strip()
                self._mark_filled()
                yield circled(int(text)) if re.fullmatch(r"[0-9]{1,2}", text) else text

    def _shown(self) -> bool:
        return all(step.in_result for step in self._fields)

    def _mark_filled(self) -> None:
        for step in self._fields:
            step.empty = False

    def _left_out(self, run: Element, properties: Element | None) -> list[str] | None:
        """Where the text of a run goes that is not read: hidden, struck through, a prompt.
        `properties` is its w:rPr."""
        if run in self._prompts:
            return self.seen.prompts
        style = self._styles.by_id.get(value(properties, "w:rStyle") or "", Style())
        hidden, struck = is_on(properties, "w:vanish"), is_struck(properties)
        if self._hidden or style.hidden if hidden is None else hidden:
            return self.seen.hidden
        if self._struck or style.struck if struck is None else struck:
            return self.seen.struck
        lost = self._looks is not None and self._looks.is_lost(run, properties)
        return self.seen.unseen if lost else None


class _Tags:
    """Full names of the elements that hold or stand for text."""

    run = tag("w:r")
    text = tag("w:t")
    tab = tag("w:tab")
    place_tab = tag("w:ptab")
    line_break = tag("w:br")
    carriage_return = tag("w:cr")
    rendered_break = tag("w:lastRenderedPageBreak")
    hyphen = tag("w:noBreakHyphen")
    symbol = tag("w:sym")
    ruby = tag("w:ruby")
    footnote = tag("w:footnoteReference")
    endnote = tag("w:endnoteReference")
    field_sign = tag("w:fldChar")
    field_code = tag("w:instrText")
    drawing = tag("w:drawing")
    picture = tag("w:pict")
    embedded = tag("w:object")
    override = tag("w:bdo")
    alternate = tag("mc:AlternateContent")
    box = tag("w:txbxContent")
    deleted = tag("w:del")
    inserted = tag("w:ins")
    moved_away = tag("w:moveFrom")
    moved_here = tag("w:moveTo")
    control = tag("w:sdt")
    math = tag("m:oMath")
    math_paragraph = tag("m:oMathPara")


_CONTAINERS = frozenset(
    tag(name)
    for name in ("w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo")
)


def _unmatched_fields(body: Element) -> set[Element]:
    """Field signs without their partner: they must not swallow the text that follows."""
    open_signs: list[Element] = []
    unmatched: set[Element] = set()
    for sign in body.iter(_Tags.field_sign):
        if next(sign.iterancestors(_Tags.deleted, _Tags.moved_away), None) is not None:
            continue
        kind = sign.get(tag("w:fldCharType"))
        if kind == "begin":
            open_signs.append(sign)
        elif kind == "end":
            if open_signs:
                open_signs.pop()
            else:
                unmatched.add(sign)
    return unmatched | set(open_signs)


def _filled_in(sign: Element) -> str:
    """What is chosen in a form's list (下拉型窗体域), or a form's box; "" for any other field."""
    if (choice := next(sign.iter(tag("w:ddList")), None)) is not None:
        entries = [value(entry) or "" for entry in choice.iter(tag("w:listEntry"))]
        chosen = number(choice, "w:result") or number(choice, "w:default") or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    if (box := next(sign.iter(tag("w:checkBox")), None)) is not None:
        checked = is_on(box, "w:checked")
        return "☑" if (is_on(box, "w:default") if checked is None else checked) else "□"
    return ""


def _prompts(body: Element) -> set[Element]:
    """The runs of content controls that nobody has filled in: what they show is their prompt."""
    return {
        run
        for sign in body.iter(tag("w:showingPlcHdr"))
        if is_on(sign.getparent(), "w:showingPlcHdr")
        and (properties := sign.getparent()) is not None
        and (control := properties.getparent()) is not None
        for run in control.iter(_Tags.run)
    }


def _formula(item: Element) -> Iterator[str]:
    """A formula's text on one line; digits above and below it in their raised and lowered form."""
    form = {tag("m:sup"): "superscript", tag("m:sub"): "subscript"}.get(item.tag)
    if form is not None:
        text = "".join(part.text or "" for part in item.iter(tag("m:t")))
        yield text.translate(_RAISED[form])
    elif item.tag == tag("m:t"):
        yield item.text or ""
    else:
        for inner in item:
            yield from _formula(inner)


def _chosen(alternate: Element) -> Element:
    """The one version of mc:AlternateContent to read: the first that holds a text box, else the
    first of all."""
    versions = list(alternate)
    for version in versions:
        if next(version.iter(_Tags.box), None) is not None:
            return version
    return versions[0] if versions else alternate


PICTURES = (tag("a:blip"), tag("v:imagedata"))


def outermost(box: Element, drawing: Element) -> bool:
    """Whether a text box or picture stands in no text box, and not in a version that is not
    read."""
    for above in box.iterancestors():
        if above is drawing:
            return True
        if above.tag == _Tags.box:
            return False
        if above.tag == tag("mc:Fallback") and len(list(above.itersiblings(preceding=True))) > 0:
            return False
    return True


def _is_in_line(box: Element, drawing: Element) -> bool:
    """Whether a text box stands in its line like a character, not where an anchor places it."""
    for above in box.iterancestors():
        if above.tag in (tag("wp:anchor"), tag("wp:inline")):
            return bool(above.tag == tag("wp:inline"))
        if "position:absolute" in (above.get("style") or "").replace(" ", ""):
            return False
        if above is drawing:
            break
    return True


def _only_paragraph(box: Element) -> Element | None:
    """The only paragraph of a text box, where it has no number of its own."""
    inner = list(box)
    if len(inner) != 1 or inner[0].tag != PARAGRAPH or child(inner[0], "w:pPr/w:numPr") is not None:
        return None
    return inner[0]


def _height(box: Element) -> int:
    """How far down its anchor places a text box, in EMU; 0 where that is not told."""
    anchor = next(box.iterancestors(tag("wp:anchor")), None)
    offset = child(anchor, "wp:positionV/wp:posOffset")
    text = "" if offset is None else (offset.text or "")
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else 0


def mark_is_deleted(mark: Element | None) -> bool:
    """Whether a paragraph's end was deleted or moved away, by its mark's w:rPr: it runs on into
    the next one."""
    return child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None


def mark_is_hidden(properties: Element | None) -> bool:
    """Whether the paragraph's end is hidden text."""
    return bool(is_on(properties, "w:rPr/w:vanish"))


def span(properties: Element | None) -> int | None:
    """The columns a table cell takes (w:gridSpan), by its w:tcPr."""
    return number(properties, "w:gridSpan")
