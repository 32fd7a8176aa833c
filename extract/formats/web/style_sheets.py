"""A page's own style sheets (<style>), as far as they say what is shown: what is hidden or struck
through, in which order and colour, what is written before and behind elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import tinycss2
from cssselect import SelectorError, parse
from lxml import etree
from lxml.cssselect import CSSSelector

from dutylist.extract.formats.web.hidden import hides
from dutylist.extract.formats.web.inks import has_pale_ink, is_pale

_HIDING = frozenset(
    (
        *("display", "visibility", "font-size", "text-decoration", "text-decoration-line"),
        *("opacity", "text-indent", "left", "top", "margin-left", "margin-top", "clip"),
        "clip-path",
    )
)
_ORDERING = frozenset(("order", "flex-direction", "flex-flow"))
_COUNTING = frozenset(("counter-reset", "counter-set", "counter-increment"))
_GROUNDS = frozenset(("background", "background-color", "background-image"))
_FONTS = frozenset(("font", "font-family"))
_LISTS = frozenset(("list-style", "list-style-type"))
_CAPITALS = frozenset(("text-transform", "font-variant", "font-variant-caps"))
_DIRECTION = frozenset(("direction", "unicode-bidi"))

_ALWAYS = _ORDERING | _COUNTING | _LISTS | _DIRECTION | _CAPITALS
"""Properties that are as rare as they matter; the others stand in a spreadsheet's page a hundred
times, and are looked at where one of their values hides something."""

_TOLD = _HIDING | _ALWAYS | _GROUNDS | _FONTS | {"color", "content"}

_OTHER_WAYS = ("line-through", "flex", "grid")
"""Values that strike text through, or give boxes an order of their own."""

MOST_RULES = 2_000
"""Rules that are looked at: site builders write some hundred."""

_Weight: TypeAlias = tuple[bool, tuple[int, int, int], int]

Pseudo: TypeAlias = tuple[etree._Element, str]
"""An element and which side of it: "before", "after", "marker" for a list item's label."""

Written: TypeAlias = Mapping[Pseudo, Mapping[str, str]]
"""What sheets say of what is written beside elements."""


@dataclass(frozen=True)
class _Declaration:
    selector: str
    name: str
    value: str
    important: bool


def put_styles_on_elements(root: etree._Element) -> Written:
    """Write into each element's style attribute what the sheets say of it; its own words win.
    Returns what they say of the text before and behind elements (::before, ::after, ::marker).

    Sheets of other files are not fetched, and none for paper is looked at.
    """
    told = list(_declarations(root))
    wanted = _wanted(root, told)
    beside = any(one.name == "content" for one in told)
    said: dict[Pseudo, dict[str, tuple[_Weight, str]]] = {}
    for place, one in enumerate(told):
        if one.name not in wanted and not beside:
            continue
        for side, weight, find in _selectors(one.selector):
            if not (side or one.name in wanted):
                continue
            for item in find(root):
                found = (one.important, weight, place), one.value
                its = said.setdefault((item, side), {})
                its[one.name] = max(found, its.get(one.name, found))
    for (item, side), its in said.items():
        if not side:
            _put(item, its)
    return {
        of: {name: value for name, (_, value) in its.items()} for of, its in said.items() if of[1]
    }


def _wanted(root: etree._Element, told: list[_Declaration]) -> frozenset[str]:
    """The properties that are to be looked at."""
    hiding = {one.name for one in told if one.name in _HIDING and _hides(one)}
    if any(one.name in _FONTS and "ingdings" in one.value for one in told):
        hiding |= _FONTS
    pale = any(one.name == "color" and is_pale(one.value) for one in told)
    if pale or any(map(has_pale_ink, root.iter("*"))):
        hiding |= {"color", *_GROUNDS}
    return frozenset(hiding) | _ALWAYS


def _put(item: etree._Element, its: Mapping[str, tuple[_Weight, str]]) -> None:
    own = item.get("style") or ""
    own_names = {one.lower_name for one in _parsed(own)}
    sheets = [
        f"{name}:{value}"
        for name, ((important, *_), value) in its.items()
        if important or name not in own_names
    ]
    item.set("style", ";".join([*sheets, own]))


def _declarations(root: etree._Element) -> Iterator[_Declaration]:
    """What the sheets say, in their order."""
    count = 0
    for style in root.iter("style"):
        if not _for_screens(style.get("media", "")):
            continue
        for rule in _rules(tinycss2.parse_stylesheet(style.text or "", True, True)):
            count += 1
            if count > MOST_RULES:
                return
            selector = tinycss2.serialize(rule.prelude).strip()
            for one in tinycss2.parse_blocks_contents(rule.content):
                if one.type == "declaration" and one.lower_name in _TOLD:
                    value = tinycss2.serialize(one.value).strip()
                    told = value if one.lower_name == "content" else value.lower()
                    yield _Declaration(selector, one.lower_name, told, one.important)


def _rules(found: list[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.QualifiedRule]:
    for rule in found:
        if rule.type == "qualified-rule":
            yield rule
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword == "media"
            and rule.content
            and _for_screens(tinycss2.serialize(rule.prelude))
        ):
            yield from _rules(tinycss2.parse_rule_list(rule.content, True, True))


def _hides(one: _Declaration) -> bool:
    return hides(one.name, one.value) or any(way in one.value for way in _OTHER_WAYS)


def _for_screens(media: str) -> bool:
    return media.strip().lower() in ("", "all", "screen")


def _selectors(text: str) -> Iterator[tuple[str, tuple[int, int, int], CSSSelector]]:
    """Of each selector of a list the side that it names ("" for the element itself), its
    specificity and what finds its elements; none of those that name other parts of elements
    (::selection) or are not understood."""
    try:
        for one in parse(text):
            side = str(one.pseudo_element or "")
            if side in ("", "before", "after", "marker"):
                one.pseudo_element = None
                yield side, one.specificity(), CSSSelector(one.canonical(), translator="html")
    except SelectorError:
        return


def _parsed(style: str) -> list[tinycss2.ast.Declaration]:
    return [one for one in tinycss2.parse_blocks_contents(style) if one.type == "declaration"]
