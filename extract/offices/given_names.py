"""Names that a cell's own words give to an office: 县住房和城乡建设局（以下简称住建）."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dutylist.extract.offices.lexer import QUOTES
from dutylist.extract.offices.phrases import LONGEST_NAME
from dutylist.extract.offices.reader import Reader
from dutylist.records.patterns import Pattern

_GIVEN = Pattern(
    r"(?P<full>[一-鿿]+)[（(](?:[^（()）]*[，,；;])?(?:以下|下文|后文|下)?(?:统一)?(?:简称|称)[为：:]?"
    r"(?P<name>[一-鿿]{2,12})[）)]"
)


def with_given_names(texts: Iterable[str], reader: Reader) -> Reader:
    """A reader that knows the names that texts give to their offices."""
    given: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if "称" not in text:
            continue
        for match in _GIVEN.finditer(text.translate(QUOTES)):
            if office := _named_last(match["full"], reader):
                given[match["name"]] = (office,)
    if not given:
        return reader
    registry = replace(reader.registry, forms={**reader.registry.forms, **given})
    return replace(reader, registry=registry, row=replace(reader.row, found={}), lexed={})


def _named_last(text: str, reader: Reader) -> str:
    """The office with whose name a text ends (验收由县水务局 + （以下简称水务）)."""
    for at in range(max(len(text) - LONGEST_NAME, 0), len(text) - 1):
        if office := reader.registry.resolve(text[at:], reader.row):
            return office
    return ""
