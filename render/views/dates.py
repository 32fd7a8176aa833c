"""Dates as documents print them."""

from __future__ import annotations


def printed_date(issued: str) -> str:
    """ "2025-07" as "2025年7月", "2025" as "2025年"; what is no such date stays as it is."""
    parts = issued.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3 or len(parts[0]) != 4:
        return issued
    units = ("年", "月", "日")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, units, strict=False))
