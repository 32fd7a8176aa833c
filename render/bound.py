"""Several PDFs bound to one print job: a cover with the contents, a bookmark for each, and each
one beginning on a front page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from dutylist.records.model import DutyList
from dutylist.records.templates import template
from dutylist.records.wording import said
from dutylist.render.document_name import document_name
from dutylist.render.files import write_document
from dutylist.render.typeset.faces import Faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.dates import printed_date
from dutylist.render.views.names import title_below, township_name


@dataclass(frozen=True)
class BoundPart:
    """One of the parts: its name, how many sheets it has, and the sheet that it begins on."""

    name: str
    pages: int
    first: int


@dataclass(frozen=True)
class BoundView:
    """What the cover says."""

    township: str
    title: str
    issued: str
    what: str
    parts: tuple[BoundPart, ...]


def write_bound_excerpts(
    duty_list: DutyList, parts: Sequence[tuple[str, Path]], folder: Path, *, faces: Faces
) -> Path:
    """One PDF of the excerpts of several departments (name, PDF), in that order.

    Raises CannotWriteError.
    """
    place = township_name(duty_list)
    view = BoundView(
        place,
        title_below(duty_list),
        printed_date(duty_list.issued),
        said("excerpt.bound_title"),
        (),
    )
    return write_document(
        folder,
        f"{document_name(duty_list, '各部门摘录合订本')}.pdf",
        bound_pdf(view, parts, faces),
    )


def bound_pdf(view: BoundView, parts: Sequence[tuple[str, Path]], faces: Faces) -> bytes:
    """The bound PDF; `view` is completed by the parts."""
    with pikepdf.Pdf.new() as whole:
        counts = [_pages_of(path) for _, path in parts]
        # The cover's own length hangs on the number of parts alone.
        cover = _cover(view, [name for name, _ in parts], counts, 0, faces)
        cover = _cover(view, [name for name, _ in parts], counts, _even(_pages(cover)), faces)
        starts = []
        contents: list[io.BytesIO | Path] = [io.BytesIO(cover), *(path for _, path in parts)]
        for content in contents:
            with pikepdf.Pdf.open(content) as part:
                starts.append(len(whole.pages))
                # With its layers and the places that its links lead to; bookmarks are below.
                whole.add_pages_from(part, outlines="ignore")
                if len(part.pages) % 2:
                    last = part.pages[-1].mediabox
                    size = (float(last[2] - last[0]), float(last[3] - last[1]))
                    whole.add_blank_page(page_size=size)
        with whole.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(said("excerpt.bound_contents"), 0))
            for (name, _), start in zip(parts, starts[1:], strict=True):
                outline.root.append(pikepdf.OutlineItem(name, start))
        with whole.open_metadata() as metadata:
            metadata["dc:title"] = f"{view.township}{view.what}"
        file = io.BytesIO()
        whole.save(file)
        return file.getvalue()


def _cover(
    view: BoundView, names: Sequence[str], counts: Sequence[int], before: int, faces: Faces
) -> bytes:
    parts, first = [], before + 1
    for name, count in zip(names, counts, strict=True):
        parts.append(BoundPart(name, count, first))
        first += _even(count)
    whole = BoundView(view.township, view.title, view.issued, view.what, tuple(parts))
    return write_pdf(template("bound.typ"), whole, faces)


def _even(pages: int) -> int:
    """With the blank back of a last page."""
    return pages + pages % 2


def _pages_of(path: Path) -> int:
    with pikepdf.Pdf.open(path) as pdf:
        return len(pdf.pages)


def _pages(content: bytes) -> int:
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)
