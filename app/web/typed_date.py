"""A date as a clerk types it, or as our documents print it."""

from __future__ import annotations

import datetime
import re
import unicodedata

_TYPED = re.compile(r"(\d{4})(?:[年./-](\d{1,2})(?:[月./-](\d{1,2}))?)?[年月日号]?")


def typed_date(text: str) -> str | None:
    """The date as records have it, "" for none; None where a text is no date.

    >>> typed_date("2026年3月"), typed_date("２０２６．３．１"), typed_date("2026"), typed_date("")
    ('2026-03', '2026-03-01', '2026', '')
    """
    plain = (
        "".join(unicodedata.normalize("NFKC", text).split()).replace("—", "-").replace("。", ".")
    )
    if not plain:
        return ""
    match = _TYPED.fullmatch(plain)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
