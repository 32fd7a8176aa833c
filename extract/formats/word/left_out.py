"""The texts of a Word file that are not read, for its notes: those that stand beside the
document's own, and how all are quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dutylist.extract.formats.word.xml import PARAGRAPH, Element, tag
from dutylist.records.text import is_page_field_text

# Parts whose text stands beside that of the document, by their usual names.
BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
BESIDE_PARTS = {
    "notes": ("footnotes", "endnotes"),
    "comments": ("comments",),
    "margins": ("header", "footer"),
}


def part_texts(root: Element | None) -> Iterator[str]:
    """The paragraphs of a part that say more than a page number."""
    for paragraph in root.iter(PARAGRAPH) if root is not None else ():
        text = "".join(part.text or "" for part in paragraph.iter(tag("w:t"))).strip()
        if not is_page_field_text(text):
            yield text


def quoted(texts: list[str]) -> str:
    """The texts left out, each in quotes; what stands more than once is said once."""
    stripped = [text.strip() for text in texts if text.strip()]
    counts = Counter(stripped)
    return "、".join(
        f"“{text}”" + (f"（{times} 处）" if times > 1 else "") for text, times in counts.items()
    )
