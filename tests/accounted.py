"""Every character of a source stands in the records or in a note: how the tests count them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from dutylist.records.model import DutyList
from dutylist.render.views.dates import printed_date

_SIGN = re.compile(r"[\W_]")
_FORM = re.compile(
    r"第\s*\d+\s*页(?:[，,\s/]*共\s*\d+\s*页)?|共\s*\d+\s*页(?:[，,\s/]*第\s*\d+\s*页)?"
    r"|[（(]共?\s*\d+\s*项[）)]|(?m:^[\W_]*\d+[\W_]*$)|目\s*录|续\s*表|（续）"
    r"|(?m:^\W*[一二三四五六七八九十]+(?:、|[）)]|$))|(?m:^\W*合\s*计.*$)|(?m:^\W*共\s*\d+\s*项\W*$)"
    r"|[\d〇○二]{4}\s*年\s*[\d一二十]{1,3}\s*月(?:\s*\d+\s*日)?"
)
"""Page numbers, how many duties follow, labels of headings, that a table goes on, dates."""
_WHOLE = 0.5
"""A heading that is repeated shows by so much of it being there once more than the records say:
some of its characters may stand in a note, too."""


def characters(text: str) -> Counter[str]:
    """The letters, digits and Chinese characters of a text, each in its usual form."""
    return Counter(_SIGN.sub("", unicodedata.normalize("NFKC", text)))


def said(found: DutyList) -> Counter[str]:
    """The characters of the records and their notes. Categories stand in cells, or in headings of
    their own."""
    headings = {duty.category for table in found.lists for duty in table.duties}
    return characters(
        "".join(
            (
                *headings,
                found.title,
                *found.region,
                *(f"{entry.title}{entry.page}" for entry in found.contents),
                *(note.text for note in found.notes),
                *(table.title for table in found.lists),
                *(text for table in found.lists for text in table.headers),
                *(text for table in found.lists for duty in table.duties for text in duty.cells),
                *(
                    doubt.read
                    for table in found.lists
                    for duty in table.duties
                    for doubt in duty.doubts
                ),
            )
        )
    )


def lost(texts: Iterable[str], found: DutyList) -> str:
    """The characters of a source, given as its lines, that neither the records nor a note have, as
    often as they lack them. What is printed again on each page (headers, titles, merged
    categories, watermarks that a note quotes) counts once."""
    missing = characters(_FORM.sub("", "\n".join(texts))) - said(found)
    for again in _repeated(found):
        letters = characters(again)
        while letters and (letters & missing).total() >= _WHOLE * letters.total():
            missing -= letters
    return "".join(sorted(missing.elements()))


def _repeated(found: DutyList) -> list[str]:
    """Texts that may stand in a source more often than in its records, the longest first."""
    tables = found.lists
    texts = {
        found.title,
        "".join(found.region),
        "".join((*found.region, found.title)),
        *found.region,
        printed_date(found.issued),
        *(table.title for table in tables),
        *("".join(table.headers) for table in tables),
        *(text for table in tables for text in table.headers),
        *(duty.category for table in tables for duty in table.duties),
        *(text for note in found.notes for text in re.findall("“([^”]*)”", note.text)),
    }
    return sorted(filter(None, texts), key=lambda text: (-len(text), text))
