"""The contents page in front of the lists: which title on which page."""

from __future__ import annotations

from collections.abc import Sequence

from dutylist.extract.lists.columns import is_page_header
from dutylist.extract.source import Line, squeezed
from dutylist.records.model import ContentsEntry
from dutylist.records.patterns import Pattern

_LINE = Pattern(r"(?s)(?P<title>.*?\D)[\s.．…·—\-_]*(?P<page>\d{1,4})\s*$")
_LABEL = Pattern(r"^(?:\d+[.．、\t]|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)\s*")
_ATTACHMENT = Pattern(r"(?:附件|附表|附录|附)\s*\d{1,2}[：:]?")


def begins_contents(text: str) -> bool:
    """Whether a line is the contents page's heading, or its header over the page numbers."""
    return is_heading(text) or is_page_header(text.strip().rpartition("\t")[2])


def is_heading(text: str) -> bool:
    """Whether a line is the contents page's heading."""
    return squeezed(text) in ("目录", "目次")


def entries_joined(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each entry of a contents page in one: a narrow page wraps an entry, and its page
    number stands on the next line (1. 基本履职事项清 / 单………1)."""
    out: list[Line] = []
    in_contents = False
    for line in lines:
        begun = out[-1].text if out and in_contents else ""
        in_contents = in_contents or begins_contents(line.text)
        if _LABEL.match(begun) and not contents_entry(begun) and not _LABEL.match(line.text):
            whole = begun + line.text
            if contents_entry(whole) and contents_entry(line.text):
                out[-1] = Line(out[-1].page, whole)
                continue
        out.append(line)
    return tuple(out)


def contents_entry(text: str) -> ContentsEntry | None:
    """The entry that a line of a contents page is; None where it is none."""
    match = _LINE.fullmatch(text.strip())
    if not match or _ATTACHMENT.fullmatch(text.strip()):
        return None
    title = _LABEL.sub("", match["title"].strip(" \t.．…·—-_"))
    return ContentsEntry(title, int(match["page"])) if title else None
