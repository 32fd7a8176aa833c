"""What of a PDF is damaged: streams that end too early or do not sum up, objects that are gone.

pdfium reads what it can of a broken file and tells nothing. Every stream that carries text, fonts
or pictures is unpacked once more, by zlib or libjpeg; the file's objects are looked through by
qpdf, which warns of what it had to patch.
"""

from __future__ import annotations

import base64
import re
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from dutylist.extract.formats.scan.jpeg import jpeg_whole
from dutylist.records.model import Note

Damage = Literal["content", "font", "picture"]

Seen = dict[tuple[int, int], bool]
"""Of each stream and font that was looked at whether it is whole."""

MOST_BYTES = 64 * 1024 * 1024
"""Unpacked bytes of one stream that are looked at; a page's content has a few hundred thousand."""

PIECE = 1024 * 1024
"""Bytes unpacked at a time."""

TAIL = 65_536
"""A PDF's end mark stands within so many bytes of its end; some programs write on after it."""

HEAD = 1024
"""A PDF begins within so many bytes."""

_OBJECT = re.compile(rb"[\r\n][1-9]\d* \d+ obj\b")
_USED = re.compile(rb"/([^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf\b")

_TOLD: dict[Damage, str] = {
    "content": "这一页的内容有损坏，文字可能不全，请对照原件或重新下载文件",
    "picture": "这一页的图片有损坏，里面的字可能不全或读错，请对照原件或重新下载文件",
    "font": "这一页用的字体有损坏，有的字可能读不出来或读错，请对照原件或重新下载文件",
}
_UNFINISHED = "文件末尾有没写完的修改，读出的可能是修改前的内容，请对照原件或重新下载文件"
_STRUCTURE = "PDF 文件内部有损坏，已尽量修复，可能缺页缺字，请对照原件或重新下载文件"


def damage_notes(path: Path, deadline: float) -> tuple[Note, ...]:
    """A note for each page whose content or fonts are damaged; page 0 speaks of the file.

    Nothing is raised. After `deadline` (of time.monotonic) nothing more is looked at.
    """
    import pikepdf

    after_end = _after_end(path)
    try:
        with pikepdf.open(path) as document:
            seen: Seen = {}
            notes = []
            for number, page in enumerate(document.pages, 1):
                if time.monotonic() > deadline:
                    break
                notes += [
                    Note(number, _TOLD[damage], damage=True)
                    for damage in _page_damage(page.obj, seen)
                ]
            patched = bool(document.get_warnings()) or after_end is not False
            if patched:
                notes += [
                    Note(number, _TOLD["font"], damage=True)
                    for number, page in enumerate(document.pages, 1)
                    if time.monotonic() <= deadline and _fonts_gone(page.obj)
                ]
    except pikepdf.PasswordError:
        return ()
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError):
        notes, patched = [], True
    if patched:
        notes.append(Note(0, _STRUCTURE, damage=True))
    if after_end:
        notes.append(Note(0, _UNFINISHED, damage=True))
    return tuple(notes)


def ends_whole(path: Path) -> bool:
    """Whether a PDF has its end mark, and behind it no change that was cut off."""
    return _after_end(path) is False


def _after_end(path: Path) -> bool | None:
    """Whether objects stand behind a PDF's end mark; None where it has no such mark."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(path.stat().st_size - TAIL, 0))
        _, mark, rest = file.read().rpartition(b"%%EOF")
    changed = _OBJECT.search(rest) is not None
    # The pages behind the first have a mark before them in files that are made to be shown early.
    return None if not mark or (changed and b"/Linearized" in head) else changed


def _page_damage(page: Any, seen: Seen) -> tuple[Damage, ...]:
    """What is damaged of one page."""
    contents: list[Any] = [page.get("/Contents")]
    fonts: list[Any] = []
    pictures: list[Any] = []
    for resources in _all_resources(page):
        fonts += _entries(resources, "/Font")
        drawn = _entries(resources, "/XObject")
        contents += (form for form in drawn if _is_kind(form, "/Form"))
        pictures += (picture for picture in drawn if _is_kind(picture, "/Image"))
    damaged: list[Damage] = []
    streams = [stream for one in contents for stream in _streams(one)]
    if not all(_stream_whole(stream, seen) for stream in streams) or _ends_within(page):
        damaged.append("content")
    if not all(_font_whole(font, seen) for font in fonts):
        damaged.append("font")
    if not all(_stream_whole(picture, seen) for picture in pictures):
        damaged.append("picture")
    return tuple(damaged)


def is_page_whole(page: Any) -> bool:
    """Whether a page has content, and all of that, of its fonts and of its pictures."""
    return (
        None not in _streams(page.obj.get("/Contents"))
        and not _page_damage(page.obj, {})
        and not _fonts_gone(page.obj)
    )


def _ends_within(page: Any) -> bool:
    """Whether a page's content, not packed, ends within an operator or a text object: nothing else
    tells that it goes on no further."""
    import pikepdf

    contents = _streams(page.get("/Contents"))
    streams = [one for one in contents if isinstance(one, pikepdf.Stream)]
    length = sum(int(one.get("/Length", 0)) for one in streams)
    if all("/Filter" in one for one in streams) or length > MOST_BYTES:
        return False
    operators = [str(one.operator) for one in pikepdf.parse_content_stream(pikepdf.Page(page))]
    return "" in operators[-1:] or operators.count("BT") != operators.count("ET")


def _fonts_gone(page: Any) -> bool:
    """Whether a page sets type in a font that the file no longer has. qpdf leaves an entry out
    whose object is lost, so that only the page's content tells of it."""
    import pikepdf

    have: Any = _entries_of(pikepdf.Page(page).resources, "/Font")
    for stream in _streams(page.get("/Contents")):
        if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") == "/FlateDecode":
            unpack = zlib.decompressobj(-zlib.MAX_WBITS)
            with suppress(zlib.error):
                content = unpack.decompress(stream.read_raw_bytes()[2:], MOST_BYTES)
                if any(f"/{name.decode('latin-1')}" not in have for name in _USED.findall(content)):
                    return True
    return False


def _all_resources(page: Any) -> Iterator[Any]:
    """The resources of a page (its own or those it inherits) and of the forms drawn on it."""
    import pikepdf

    waiting, met = [pikepdf.Page(page).resources], set()
    while waiting:
        resources = waiting.pop()
        yield resources
        for form in _entries(resources, "/XObject"):
            if _is_kind(form, "/Form") and form.objgen not in met:
                met.add(form.objgen)
                waiting += [form.get("/Resources", pikepdf.Dictionary())]


def _entries(resources: Any, kind: str) -> list[Any]:
    found = _entries_of(resources, kind)
    return [found.get(key) for key in found]


def _entries_of(resources: Any, kind: str) -> Any:
    """The names of one kind and what they stand for; an empty dictionary where there are none."""
    import pikepdf

    found = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def _is_kind(one: Any, subtype: str) -> bool:
    import pikepdf

    return isinstance(one, pikepdf.Stream) and one.get("/Subtype") == subtype


def _streams(contents: Any) -> Iterable[Any]:
    import pikepdf

    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _font_whole(font: Any, seen: Seen) -> bool:
    """Whether all of a font is there; pages share their fonts."""
    import pikepdf

    if not isinstance(font, pikepdf.Dictionary):
        return False
    # Direct objects have no number of their own.
    if font.objgen == (0, 0):
        return _files_whole(font, seen)
    if font.objgen not in seen:
        seen[font.objgen] = _files_whole(font, seen)
    return seen[font.objgen]


def _files_whole(font: Any, seen: Seen) -> bool:
    import pikepdf

    inner = [*font.get("/DescendantFonts", ())]
    streams = [font.get("/ToUnicode")]
    for one in (font, *inner):
        if not isinstance(one, pikepdf.Dictionary):
            return False
        descriptor = one.get("/FontDescriptor")
        if isinstance(descriptor, pikepdf.Dictionary):
            streams += [descriptor.get(f"/FontFile{kind}") for kind in ("", "2", "3")]
    return all(
        _stream_whole(stream, seen) for stream in streams if isinstance(stream, pikepdf.Stream)
    )


def _stream_whole(stream: Any, seen: Seen) -> bool:
    """Whether a stream is whole; what should be a stream and is none has been lost."""
    import pikepdf

    if stream is None:
        return True
    if not isinstance(stream, pikepdf.Stream):
        return False
    if stream.objgen not in seen:
        seen[stream.objgen] = _data_whole(stream)
    return seen[stream.objgen]


def _data_whole(stream: Any) -> bool:
    if str(stream.get("/Filter")) == "/DCTDecode":
        return jpeg_whole(bytes(stream.read_raw_bytes()))
    packed = _packed(stream)
    return packed is None or is_whole(packed)


def _packed(stream: Any) -> bytes | None:
    """The Flate data of a stream; None where it is packed otherwise or not at all."""
    import pikepdf

    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/FlateDecode"]:
        return bytes(stream.read_raw_bytes())
    if names == ["/ASCII85Decode", "/FlateDecode"]:
        # ReportLab's way.
        try:
            return base64.a85decode(stream.read_raw_bytes().strip().removesuffix(b"~>"))
        except ValueError:
            return b""
    return None


def is_whole(packed: bytes) -> bool:
    """Whether a Flate stream ends where its data end, with its right check sum where it has one.

    Some programs leave the check sum out, or put bytes behind it. Of more than MOST_BYTES only
    the beginning is looked at.
    """
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    total, summed, rest = 0, 1, packed[2:]
    try:
        while not unpack.eof:
            piece = unpack.decompress(rest, PIECE)
            rest = unpack.unconsumed_tail
            if not piece and not rest and not unpack.eof:
                return False
            total += len(piece)
            summed = zlib.adler32(piece, summed)
            if total > MOST_BYTES:
                return True
    except zlib.error:
        return False
    stored = unpack.unused_data[:4]
    return len(stored) < 4 or int.from_bytes(stored, "big") == summed
