"""The printed lines of a file's pages with where they stand: of scans as they were read, of others
laid out when first asked for; kept beside the pictures of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from dutylist.app.web.bounded import run_bounded
from dutylist.app.web.settings import Settings
from dutylist.app.worker.answers import Tell
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.source import SourceDocument, Table
from dutylist.records.model import Box
from dutylist.render.files import write_file

SCANNED = "lines.json"


@dataclass(frozen=True)
class Printed:
    """A printed line, or what of it stands in one cell."""

    text: str
    box: Box


def scanned_lines(document: SourceDocument) -> Iterator[Printed]:
    """The lines of the tables' cells that were read from a picture."""
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for part in (part for cell in row.cells for part in cell.parts):
                    yield from (Printed(part.text[a:b], box) for a, b, box in part.lines)


def dump_printed(lines: Iterator[Printed]) -> str:
    """Lines as JSON text."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def load_printed(text: str) -> tuple[Printed, ...]:
    """The lines in JSON text."""
    return tuple(Printed(one["text"], Box(**one["box"])) for one in json.loads(text))


def lines_of_page(settings: Settings, folder: Path, source: Path, page: int) -> tuple[Printed, ...]:
    """The printed lines of a page of `source`, looked for in `folder`; none where the page is a
    picture that was not read, or the format has no fixed places. Raises TaskFailedError."""
    scanned, kept = folder / SCANNED, folder / f"{page}.lines.json"
    if scanned.exists():
        found = [one for one in load_printed(scanned.read_text("utf-8")) if one.box.page == page]
        if found:
            return tuple(found)
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        text = run_bounded(lay_out_page, (source, page), settings.limits)
        write_file(folder, kept.name, text.encode())
    return load_printed(kept.read_text("utf-8"))


def lay_out_page(wanted: tuple[Path, int], tell: Tell) -> str:
    """The printed lines of a page (from 1) of a file as JSON text; runs in a bounded process."""
    path, number = wanted
    return dump_printed(line for page in _laid_out(path, number) for line in _lines(page))


def _laid_out(path: Path, number: int) -> Iterator[FoundPage]:
    from dutylist.extract.formats.sniff import sniff

    kind = sniff(path)
    if kind == "pdf":
        from dutylist.extract.formats.pdf.pdf import iter_pages

        yield from iter_pages(path, number - 1, number)
    elif kind == "ofd":
        from dutylist.extract.formats.ofd.ofd import printed
        from dutylist.extract.formats.pdf.pdf import iter_pages

        with printed(path, ReadLimits(), only=(number,)) as (pdf, _):
            yield from iter_pages(pdf, number - 1, number)


def _lines(page: FoundPage) -> Iterator[Printed]:
    for block in page.blocks:
        found = (
            (line for cell in block.cells for line in cell.lines)
            if isinstance(block, FoundTable)
            else (block,)
        )
        for line in found:
            edges = (line.x0, line.top, line.x1, line.bottom)
            yield Printed(line.text, page.frame.shown_box(page.number, *edges))
