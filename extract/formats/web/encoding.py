"""The text of a saved web page: its encoding by its bytes, and by what it says of itself."""

from __future__ import annotations

import codecs
import re

from dutylist.extract.formats.sniff import HEAD_BYTES, utf_16

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

# Pages that say GB 2312 have characters of its larger successors.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz"}


def page_text(data: bytes, told: str = "") -> tuple[str, int]:
    """A page's text, and how many bytes or signs of it no encoding explains (U+FFFD there).

    `told` is the encoding that a mail header tells. Bytes that are sound UTF-8 are UTF-8, whatever
    the page says: servers are set wrongly, and no page of another encoding is UTF-8 by chance.
    """
    wide = utf_16(data[:HEAD_BYTES])
    if wide:
        text = data.decode(wide, errors="replace")
        return text, text.count("\ufffd")
    match = _DECLARED.search(data[:HEAD_BYTES])
    declared = match[1].decode("ascii") if match else ""
    names = ["utf-8-sig", *map(_codec, (told, declared)), "gb18030"]
    for name in dict.fromkeys(filter(None, names)):
        try:
            return data.decode(name), 0
        except UnicodeDecodeError:
            continue
    chosen = _codec(told) or _codec(declared) or "gb18030"
    text = data.decode(chosen, errors="replace")
    return text, text.count("\ufffd")


def _codec(name: str) -> str:
    """The name of a codec, "" where there is no such one."""
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return _LARGER.get(found, found)
