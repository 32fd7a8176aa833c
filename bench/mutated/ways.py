"""Ways to change a file: bytes lost or exchanged, parts cut, texts and values exchanged."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

SLOW = (".rtf", ".png", ".jpg", ".tif")
"""Formats that are converted or recognised, seconds a file: one of them every RARELY files."""

RARELY = 25

_STRANGE = (
    "",
    "-1",
    "0",
    "99999999999",
    "NaN",
    "1e999",
    "x" * 5000,
    "\u202e",
    "<&>",
    "㐀𬭩",
    "\t\n",
)
_CONTENT = ("word/document.xml", "xl/worksheets/", "xl/sharedStrings", "content.xml", "Content.xml")
"""The parts of packages in which the list itself stands."""


@dataclass(frozen=True)
class Mutant:
    """A changed file; `damaged` is true where it is no sound file any more."""

    name: str
    suffix: str
    content: bytes
    damaged: bool


def mutants(bases: dict[str, bytes], first: int, number: int) -> Iterator[Mutant]:
    """The mutants of these numbers: the same for the same number, whatever is asked for."""
    quick = sorted(bases.keys() - set(SLOW))
    slow = [suffix for suffix in SLOW if suffix in bases]
    for seed in range(first, first + number):
        chance = random.Random(seed)
        rare = slow and seed % RARELY == RARELY - 1
        suffix = slow[seed // RARELY % len(slow)] if rare else quick[seed % len(quick)]
        way = chance.choice(_WAYS[suffix])
        content, damaged = way(bases[suffix], chance)
        yield Mutant(f"{seed}-{way.__name__.strip('_')}", suffix, content, damaged)


Way = Callable[[bytes, random.Random], tuple[bytes, bool]]


def _flipped(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out), True


def _zeroed(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    start, length = chance.randrange(len(data)), chance.choice((16, 512, 8192))
    return data[:start] + bytes(min(length, len(data) - start)) + data[start + length :], True


def _cut(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    return data[: chance.randrange(len(data))], True


def _lost(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 100, 4000)) :], True


def _said_so(way: Way) -> Way:
    """The same for a format in which no damage shows: what stands there is what it says."""

    def changed(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
        return way(data, chance)[0], False

    changed.__name__ = way.__name__
    return changed


def _stream_cut(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """A page's content, or a font, ends early or has a hole, in a PDF that is else sound."""
    pdf = pikepdf.open(io.BytesIO(data))
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    stream = chance.choice(streams)
    raw = stream.read_raw_bytes()
    at = chance.randrange(max(len(raw), 1))
    kept = raw[:at] if chance.random() < 0.6 else raw[:at] + bytes(40) + raw[at + 40 :]
    filters: Any = stream.get("/Filter")
    stream.write(kept, filter=filters)
    return _saved(pdf), True


def _page_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """A page turned, cropped, scaled, doubled, lost or with an odd entry."""
    pdf = pikepdf.open(io.BytesIO(data))
    page = pdf.pages[chance.randrange(len(pdf.pages))]
    way = chance.randrange(6)
    if way == 0:
        page.obj.Rotate = chance.choice((90, 180, 270, 45, -90, 7))
    elif way == 1:
        page.obj.MediaBox = chance.choice(
            ([0, 0, 1, 1], [0, 0, 0, 0], [900, 900, 0, 0], [0, 0, 1e7, 1e7])
        )
    elif way == 2:
        page.obj.UserUnit = chance.choice((0, -1, 10, 1000))
    elif way == 3:
        pdf.pages.append(page)
    elif way == 4:
        del page.obj["/Resources"]
    else:
        page.obj.Contents = pdf.make_stream(b"q 1e9 0 0 1e9 0 0 cm " + page.Contents.read_bytes())
    return _saved(pdf), False


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _xml_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """An element or attribute of one part taken out, doubled, moved or given another value."""
    parts = _parts(data)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    return _packed(parts | {name: _edited(parts[name], chance, _STRANGE)}), False


def _content_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """The same where the list stands, and mildly: a text shorter, an index or a span one more."""
    parts = _parts(data)
    name = chance.choice([name for name in parts if any(part in name for part in _CONTENT)])
    return _packed(parts | {name: _edited(parts[name], chance, ())}), False


def _edited(part: bytes, chance: random.Random, strange: tuple[str, ...]) -> bytes:
    """An XML part with some of its elements changed; without strange values by a little."""
    root = etree.fromstring(part)
    for _ in range(chance.choice((1, 1, 5))):
        element = chance.choice(list(root.iter(etree.Element)))
        parent = element.getparent()
        way = chance.randrange(5)
        if way == 0 and parent is not None:
            parent.remove(element)
        elif way == 1 and parent is not None:
            parent.append(deepcopy(element))
        elif way == 2 and element.attrib:
            key = chance.choice(list(element.attrib))
            value = chance.choice(strange) if strange else _a_little(element.attrib[key], chance)
            element.set(key, value)
        elif way == 3 and (strange or element.text):
            element.text = chance.choice(strange) if strange else _a_little(element.text, chance)
        elif parent is not None:
            parent.insert(0, element)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _a_little(value: str | None, chance: random.Random) -> str:
    """A number one more or less, another text without a character."""
    value = value or ""
    if value.lstrip("-").isdecimal():
        return str(int(value) + chance.choice((-1, 1)))
    at = chance.randrange(max(len(value), 1))
    return value[:at] + value[at + 1 :]


def _part_lost(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    parts = _parts(data)
    del parts[chance.choice(list(parts))]
    return _packed(parts), False


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _value_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """One value of a records file exchanged, taken out or nested."""
    whole = json.loads(data)
    holders: list[Any] = []
    waiting: list[Any] = [whole]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict | list) and holder:
            holders.append(holder)
            waiting += holder.values() if isinstance(holder, dict) else holder
    holder = chance.choice(holders)
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    key = chance.choice(list(keys))
    odd: list[Any] = [None, True, -1, 1.5, 10**40, float("inf"), "", "\ud800", "x" * 9000, [], {}]
    if chance.random() < 0.2:
        del holder[key]
    else:
        holder[key] = chance.choice([*odd, [[[[holder[key]]]]], _deep(600)])
    return json.dumps(whole).encode("utf-8", "surrogatepass"), False


def _deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


_BYTES = (_flipped, _zeroed, _cut, _lost)
_TEXT = tuple(map(_said_so, _BYTES))
_PACKAGE = (*_BYTES, _xml_edited, _xml_edited, *(_content_edited,) * 6, _part_lost)
_WAYS: dict[str, tuple[Way, ...]] = {
    **dict.fromkeys((".txt", ".csv", ".md", ".html", ".mht", ".rtf", ".xls"), _TEXT),
    **dict.fromkeys((".docx", ".xlsx", ".ofd", ".odt", ".ods"), _PACKAGE),
    **dict.fromkeys((".png", ".jpg", ".tif"), _BYTES),
    ".json": (*_TEXT, *(_value_edited,) * 4),
    ".pdf": (*_BYTES, *(_stream_cut,) * 3, _page_edited),
    ".zip": (*_BYTES, _part_lost),
}
