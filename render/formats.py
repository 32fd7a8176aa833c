"""In which formats each document can be written: the one list that writers, command line and page
ask. It loads nothing, so that --help answers at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dutylist.records.errors import UnknownFormatError

OFFICIAL = ("pdf", "docx", "xlsx", "html", "txt", "ofd")
EXCERPTS = CARDS = NOTICES = HANDOUTS = ("pdf", "docx")
MATRIX = ("xlsx", "html")
COMPARISON = ("docx", "pdf", "tracked", "html", "xlsx", "json")
"""tracked: the new list as a Word file with tracked changes."""
HISTORY = ("html", "xlsx", "docx")
REPORT = ("docx", "pdf", "xlsx", "html")
"""What a county's book and both sides' lists are written in."""


def expect_formats(what: str, wanted: Iterable[str], possible: Collection[str]) -> None:
    """Raise UnknownFormatError for a format in which `what`, a document, is not written."""
    for name in wanted:
        if name not in possible:
            raise UnknownFormatError(
                f"{what}不能输出为“{name}”", f"可以输出为 {'、'.join(possible)}"
            )
