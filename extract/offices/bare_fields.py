"""One of the row's offices named by nothing but its field: 民政, 县财政."""

from __future__ import annotations

from dutylist.extract.offices.fields import LONGEST_WORD, WORD_STARTS, WORDS
from dutylist.extract.offices.one_name import name_at
from dutylist.extract.offices.phrases import closes
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import JOINT, KNOWN, Named
from dutylist.extract.offices.unknown_names import unknown_at


def bare_word_at(reader: Reader, text: str, at: int) -> Named | None:
    """One of the row's offices by its field alone (民政, 县财政), where the word ends there."""
    level, begin = reader.registry.region.prefix_at(text, at)
    if level not in ("county", "") or text[begin : begin + 2] not in WORD_STARTS:
        return None
    for length in range(min(LONGEST_WORD, len(text) - begin), 1, -1):
        word = text[begin : begin + length]
        if word not in WORDS:
            continue
        end = begin + length
        office = reader.registry.field_office(word, reader.row)
        ends = closes(text, end) or JOINT.match(text, end) or begins_like_predicate(text[end:])
        if not ends:
            # 市场监督管理部门: 市场监督 is no word of its own there.
            return None
        if office not in reader.row.listed:
            continue
        # 应急管理局: the word is the beginning of a name.
        whole = name_at(reader, text, at, True, False) or unknown_at(reader, text, at, True)
        return None if whole and whole.end > end else Named(KNOWN, at, end, (office,))
    return None
