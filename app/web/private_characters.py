"""The private characters of old typesetting programs in an edition's file, for a person to say what
they are: each with how it is printed and what stands around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.row_pictures import PageView, line_picture
from dutylist.app.web.settings import Settings
from dutylist.app.web.told import code_name
from dutylist.app.worker.answers import Tell
from dutylist.extract.formats.limits import ReadLimits
from dutylist.records.code_points import private_characters
from dutylist.records.model import Box, DutyList

if TYPE_CHECKING:
    from dutylist.extract.pages.page import PageContent

AROUND = 6
"""Characters on either side that are shown with one."""

SHOWN = 3
"""Places that are shown of each character."""


@dataclass(frozen=True)
class PrivatePlace:
    """A private character where it stands: what is before and behind it, its box on the page (None
    in a file without fixed pages), and what its picture was read as, "" where it was not."""

    character: str
    before: str
    after: str
    box: Box | None = None
    read: str = ""


@dataclass(frozen=True)
class PrivateCharacter:
    """A private character of an edition; `read` is what all its pictures were read as, or ""."""

    code: str
    times: int
    read: str
    places: tuple[tuple[PrivatePlace, PageView | None], ...]


_TOLD_BY_NOTES = ("自造字", "没有说明是什么字")
"""What the reader's notes say where a file has, or may have had, private characters."""


def may_have_private(records: str) -> bool:
    """Whether the text of an edition's records says of private characters, or of some that were
    read from their pictures or as they are named."""
    return any(words in records for words in _TOLD_BY_NOTES)


def private_characters_of(
    settings: Settings, path: Path, edition: OpenEdition
) -> tuple[PrivateCharacter, ...]:
    """The private characters of an edition, whose file lies at `path`, the most frequent first.
    Raises TaskFailedError."""
    found: list[PrivatePlace] = run_bounded(places_on_pages, path, settings.limits)
    by_character: dict[str, list[PrivatePlace]] = defaultdict(list)
    for one in found or _places_in_cells(edition.read):
        by_character[one.character].append(one)

    def shown(place: PrivatePlace) -> tuple[PrivatePlace, PageView | None]:
        return place, line_picture(edition.edition.pages, place.box) if place.box else None

    return tuple(
        PrivateCharacter(
            code_name(character),
            len(places),
            "、".join(dict.fromkeys(one.read for one in places if one.read)),
            tuple(map(shown, places[:SHOWN])),
        )
        for character, places in sorted(by_character.items(), key=lambda pair: -len(pair[1]))
    )


def _places_in_cells(duty_list: DutyList) -> Iterator[PrivatePlace]:
    for cell in (cell for table in duty_list.lists for duty in table.duties for cell in duty.cells):
        private = private_characters(cell)
        for at, one in enumerate(cell):
            if one in private:
                yield PrivatePlace(one, *_around(cell, at))


def _around(text: str, at: int) -> tuple[str, str]:
    return text[max(0, at - AROUND) : at], text[at + 1 : at + 1 + AROUND]


def places_on_pages(path: Path, tell: Tell) -> list[PrivatePlace]:
    """The private characters of a file's pages in reading order; none of a file without fixed
    pages. Runs in a bounded process."""
    from dutylist.extract.formats.sniff import sniff

    pages = {"pdf": _pdf_pages, "ofd": _ofd_pages}.get(sniff(path))
    return list(_places(pages(path))) if pages else []


def _pdf_pages(path: Path) -> Iterator[tuple[PageContent, PageContent]]:
    """Each page with private characters twice: as printed, and with what their pictures say where
    scans can be read. What cannot be read at all is left out."""
    from dutylist.extract.formats.pdf.characters import is_private
    from dutylist.extract.formats.pdf.page import Learnt, UnreadablePageError, read_page
    from dutylist.extract.formats.pdf.repaired import opened
    from dutylist.extract.formats.scan.scan import can_read_scans

    document = opened(path)
    as_printed, as_read = Learnt(), Learnt({} if can_read_scans() else None)
    try:
        for index in range(len(document)):
            try:
                printed = read_page(document.raw, index, as_printed)
            except UnreadablePageError:
                continue
            if any(map(is_private, printed.codes.tolist())):
                yield printed, read_page(document.raw, index, as_read)
    finally:
        document.close()


def _ofd_pages(path: Path) -> Iterator[tuple[PageContent, PageContent]]:
    from dutylist.extract.formats.ofd.ofd import printed

    with printed(path, ReadLimits()) as (pdf, _):
        yield from _pdf_pages(pdf)


def _places(pages: Iterable[tuple[PageContent, PageContent]]) -> Iterator[PrivatePlace]:
    from dutylist.extract.formats.pdf.characters import is_private

    for printed, read in pages:
        codes = printed.codes.tolist()
        meant = {
            tuple(box): code
            for box, code in zip(read.boxes.tolist(), read.codes.tolist(), strict=True)
        }
        boxes = printed.boxes.tolist()
        told = [meant.get(tuple(box), code) for box, code in zip(boxes, codes, strict=True)]
        text = "".join(map(chr, told))
        for at in (at for at, code in enumerate(codes) if is_private(code)):
            x0, top, x1, bottom, _ = boxes[at]
            yield PrivatePlace(
                chr(codes[at]),
                *_around(text, at),
                printed.frame.shown_box(printed.number, x0, top, x1, bottom),
                "" if is_private(told[at]) else chr(told[at]),
            )
