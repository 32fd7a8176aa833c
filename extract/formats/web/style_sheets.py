"""A page's own style sheets (<style>), as far as they say what is not shown or struck through."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2
from cssselect import SelectorError, parse
from lxml import etree
from lxml.cssselect import CSSSelector

from dutylist.extract.formats.web.hidden import HIDING_VALUE

_TOLD = frozenset(("display", "visibility", "font-size", "text-decoration", "text-decoration-line"))

MOST_RULES = 2_000
"""Rules that are looked at: site builders write some hundred."""

_Weight = tuple[bool, tuple[int, int, int], int]


def put_styles_on_elements(root: etree._Element) -> None:
    """Write into each element's style attribute what the sheets say of it; its own words win.

    Sheets of other files are not fetched, and none for paper is looked at.
    """
    said: dict[etree._Element, dict[str, tuple[_Weight, str]]] = {}
    told = list(_declarations(root))
    # A spreadsheet's page has a hundred rules with a size and none that hides.
    hiding = {name for _, name, value, _ in told if _hides(value)}
    for place, (selector, name, value, important) in enumerate(told):
        if name not in hiding:
            continue
        for weight, find in _selectors(selector):
            for item in find(root):
                found = (important, weight, place), value
                its = said.setdefault(item, {})
                its[name] = max(found, its.get(name, found))
    for item, its in said.items():
        own = item.get("style") or ""
        own_names = {one.lower_name for one in _parsed(own)}
        sheets = [
            f"{name}:{value}"
            for name, ((important, *_), value) in its.items()
            if important or name not in own_names
        ]
        item.set("style", ";".join([*sheets, own]))


def _declarations(root: etree._Element) -> Iterator[tuple[str, str, str, bool]]:
    """Selector, property, value and whether it is important, in the sheets' order."""
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
                    value = tinycss2.serialize(one.value).strip().lower()
                    yield selector, one.lower_name, value, one.important


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


def _hides(value: str) -> bool:
    return bool(HIDING_VALUE.match(value)) or "line-through" in value


def _for_screens(media: str) -> bool:
    return media.strip().lower() in ("", "all", "screen")


def _selectors(text: str) -> Iterator[tuple[tuple[int, int, int], CSSSelector]]:
    """The specificity of each selector of a list, and what finds its elements; none of those that
    name parts of elements (::before) or are not understood."""
    try:
        for one in parse(text):
            if not one.pseudo_element:
                yield one.specificity(), CSSSelector(one.canonical(), translator="html")
    except SelectorError:
        return


def _parsed(style: str) -> list[tinycss2.ast.Declaration]:
    return [one for one in tinycss2.parse_blocks_contents(style) if one.type == "declaration"]
