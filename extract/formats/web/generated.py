"""What a page's sheets write before and behind elements (::before, ::after), numbers of counters
above all (CSS Generated Content 3, CSS Lists 3): it is put into the page as its own text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import tinycss2
from lxml import etree

from dutylist.extract.formats.web.counter_styles import counter_style
from dutylist.extract.formats.web.hidden import HIDING_VALUE, is_hidden, takes_no_place
from dutylist.extract.formats.web.list_labels import item_number
from dutylist.extract.formats.web.style_sheets import Written

_QUOTES = {"open-quote": "“", "close-quote": "”"}
_COUNTED = ("counter-reset", "counter-set", "counter-increment")
_LIST_ITEM = "list-item"
"""The counter by which lists number their items."""

_PICTURES = ("img", "br", "hr", "input", "textarea", "select", "video", "canvas", "svg")
"""Elements that have nothing before or behind them."""

_ROWS = ("table", "thead", "tbody", "tfoot")


def write_generated_text(root: etree._Element, written: Written) -> list[str]:
    """Put the text that sheets write beside elements into the page, in place. Returns what of it
    could not be told: the names of counters' styles that the page makes itself, and the like."""
    if not any("content" in its for its in written.values()):
        return []
    writer = _Writer(written)
    writer.walk(root)
    return list(dict.fromkeys(writer.untold))


@dataclass
class _Counter:
    """A counter's value, and the element in which it counts: the parent of the one that set it."""

    within: etree._Element | None
    value: int


@dataclass
class _Writer:
    written: Written
    counters: dict[str, list[_Counter]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)

    def walk(self, element: etree._Element) -> None:
        """Count and write in an element and what is in it, in the page's order."""
        waiting: list[tuple[etree._Element, bool]] = [(element, False)]
        while waiting:
            item, done = waiting.pop()
            if done:
                self._put(item, "after")
                self._leave(item)
                continue
            if not isinstance(item.tag, str) or takes_no_place(item):
                continue
            self._count(item, item.getparent(), _own(item))
            self._count_item(item)
            children = list(item)
            self._put(item, "before")
            if item.tag == "li" and "content" in self.written.get((item, "marker"), {}):
                item.set("style", f"{item.get('style') or ''};list-style:none")
                self._put(item, "marker")
            waiting.append((item, True))
            waiting.extend((child, False) for child in reversed(children))

    def _leave(self, element: etree._Element) -> None:
        for found in self.counters.values():
            while found and found[-1].within is element:
                found.pop()

    def _count(
        self, element: etree._Element, within: etree._Element | None, its: Mapping[str, str]
    ) -> None:
        """Do what is said of an element's counters, which count within `within`."""
        for name, value in _pairs(its.get("counter-reset", ""), 0):
            self._reset(name, within, value)
        for name, value in _pairs(its.get("counter-set", ""), 0):
            self._counter(name, within).value = value
        for name, value in _pairs(its.get("counter-increment", ""), 1):
            self._counter(name, within).value += value

    def _count_item(self, element: etree._Element) -> None:
        above = element.getparent()
        if element.tag in ("ol", "ul"):
            self._reset(_LIST_ITEM, above, 0)
        elif element.tag == "li" and above is not None:
            self._counter(_LIST_ITEM, above).value = item_number(element, above)

    def _reset(self, name: str, within: etree._Element | None, value: int) -> None:
        found = self.counters.setdefault(name, [])
        if found and found[-1].within is within:
            found.pop()
        found.append(_Counter(within, value))

    def _counter(self, name: str, within: etree._Element | None) -> _Counter:
        found = self.counters.setdefault(name, [])
        if not found:
            found.append(_Counter(within, 0))
        return found[-1]

    def _put(self, element: etree._Element, side: str) -> None:
        its = self.written.get((element, side))
        if its is None or not _is_shown(its):
            return
        self._count(element, element, its)
        text = "".join(self._text(its["content"], element))
        if not text.strip() or element.tag in _PICTURES or is_hidden(element):
            return
        if element.tag in _ROWS:
            self.untold.append(text)
        elif element.tag == "tr":
            cell = etree.Element("td")
            cell.text = text
            element.insert(len(element) if side == "after" else 0, cell)
        elif side != "after":
            element.text = text + (element.text or "")
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text

    def _text(self, content: str, element: etree._Element) -> Iterator[str]:
        for one in tinycss2.parse_component_value_list(content):
            match one.type:
                case "string":
                    yield _without_icons(one.value)
                case "ident":
                    yield _QUOTES.get(one.lower_value, "")
                case "function":
                    yield self._function(one.lower_name, list(_arguments(one)), element)
                case "url" if not one.value.startswith("data:"):
                    self.untold.append(content)
                case "literal" if one.value == "/":
                    # What follows is said to those who do not see.
                    return

    def _function(self, name: str, arguments: list[str], element: etree._Element) -> str:
        if name == "attr" and arguments:
            return element.get(arguments[0].split(" ")[0]) or ""
        if name not in ("counter", "counters") or not arguments:
            self.untold.append(f"{name}()")
            return ""
        counter, *others = arguments
        between = others.pop(0) if name == "counters" and others else ""
        style = counter_style(others[0] if others else "decimal")
        if style is None:
            self.untold.append(f"{name}({'，'.join(arguments)})")
            return ""
        found = self.counters.get(counter) or [_Counter(None, 0)]
        shown = found if name == "counters" else found[-1:]
        return between.join(style.write(one.value) for one in shown)


def _own(element: etree._Element) -> dict[str, str]:
    """What an element's style says of its counters; its sheets' words stand there as well."""
    style = element.get("style") or ""
    if "counter-" not in style:
        return {}
    return {
        one.lower_name: tinycss2.serialize(one.value)
        for one in tinycss2.parse_blocks_contents(style)
        if one.type == "declaration" and one.lower_name in _COUNTED
    }


def _is_shown(its: Mapping[str, str]) -> bool:
    hidden = any(
        HIDING_VALUE.match("".join(its.get(name, "").split()))
        for name in ("display", "visibility", "font-size")
    )
    return not hidden and its.get("content", "none").strip().lower() not in ("none", "normal")


def _pairs(told: str, otherwise: int) -> Iterator[tuple[str, int]]:
    """The counters that a property names, each with its number."""
    name = ""
    for one in tinycss2.parse_component_value_list(told):
        if one.type == "ident":
            if name:
                yield name, otherwise
            name = "" if one.lower_value == "none" else one.value
        elif one.type == "number" and one.is_integer and name:
            yield name, one.int_value
            name = ""
    if name:
        yield name, otherwise


def _arguments(function: tinycss2.ast.FunctionBlock) -> Iterator[str]:
    """A function's arguments: names and strings."""
    said = ""
    for one in function.arguments:
        if one.type == "literal" and one.value == ",":
            yield said.strip()
            said = ""
        elif one.type == "string":
            said += one.value
        else:
            said += one.serialize()
    yield said.strip()


def _without_icons(text: str) -> str:
    """Text without the private characters that icons are made of."""
    return "".join(sign for sign in text if not "\ue000" <= sign <= "\uf8ff")
