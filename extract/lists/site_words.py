"""What a web site writes around an article: no text of the list that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from dutylist.records.model import Note
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern

_WORDS = own_toml("dutylist.extract.lists", "site_words.toml")
_ALONE, _ALONE_BESIDE = frozenset(_WORDS["alone"]), frozenset(_WORDS["alone_beside"])
_LABELS, _LABELS_BESIDE = frozenset(_WORDS["labels"]), frozenset(_WORDS["labels_beside"])
_PARTS = Pattern(r"[\s【】\[\]|｜]+")
_LABEL = Pattern(r"(?P<label>[^\W\d_]{1,12})[：:]")
_BEGINS = Pattern(rf"[^\W\d_]?(?:{'|'.join(map(re.escape, _WORDS['begins']))})")
_NUMBERS = Pattern(r"[\W\d_]+")
_SENTENCE = Pattern(r"[。；;]")
_SAID = "网页上文章以外的文字没有读入："

_LONGEST_VALUE = 60
"""Characters behind a label: the title of the page before this one."""


def site_lines(texts: Iterable[str]) -> frozenset[str]:
    """Those of a document's lines that a web site wrote: all that they say are its words. Words
    that stand elsewhere, too (来源：…), are so only beside surer ones."""
    told = [(text, _words(text)) for text in texts]
    if not any(words == "sure" for _, words in told):
        return frozenset()
    return frozenset(text for text, words in told if words)


def without_site_lines(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, with one for all that a site wrote beside the lists."""
    notes = tuple(notes)
    written = site_lines(note.outside for note in notes)
    lines = dict.fromkeys(note.outside for note in notes if note.outside in written)
    if not lines:
        return notes
    said = Note(0, _SAID + "、".join(f"“{line}”" for line in lines))
    return (*(note for note in notes if note.outside not in written), said)


def _words(text: str) -> Literal["", "sure", "beside"]:
    """Whether all of a text are a site's words, and one of them is surely so."""
    sure = told = labelled = False
    for part in filter(None, _PARTS.split(text)):
        label = _LABEL.match(part)
        if _BEGINS.match(part) or part in _ALONE or (label and label["label"] in _LABELS):
            sure = told = labelled = True
        elif part in _ALONE_BESIDE or (label and label["label"] in _LABELS_BESIDE):
            told = labelled = True
        elif label or not (labelled or _NUMBERS.fullmatch(part)) or len(part) > _LONGEST_VALUE:
            return ""
        if _SENTENCE.search(part):
            return ""
    return "sure" if sure else "beside" if told else ""
