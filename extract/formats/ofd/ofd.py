"""OFD (GB/T 33190-2016) -> the document's lines and table rows, by the PDF that prints alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.ofd.as_pdf import as_pdf
from dutylist.extract.formats.ofd.parts import ADVICE, documents
from dutylist.extract.formats.package import read_package
from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.source import SourceDocument
from dutylist.records.errors import (
    DamagedFileError,
    EmptyListError,
    FileMissingError,
    LimitExceededError,
)
from dutylist.records.model import Note


def read_ofd(path: Path, limits: ReadLimits = ReadLimits()) -> SourceDocument:  # noqa: B008
    """The lines and table rows of an OFD file, in reading order.

    Raises FileMissingError, DamagedFileError, LimitExceededError, PicturesOnlyError (all pages
    are pictures) and EmptyListError (no text).
    """
    with printed(path, limits) as (pdf, notes):
        try:
            read = read_pdf(pdf, limits)
        except EmptyListError as error:
            told = "；".join([error.problem, *(note.text for note in notes)])
            raise EmptyListError(told, error.advice, file=path.name) from error
    return replace(read, notes=(*read.notes, *notes))


@contextmanager
def printed(
    path: Path, limits: ReadLimits, only: Collection[int] = ()
) -> Iterator[tuple[Path, tuple[Note, ...]]]:
    """A PDF of that name which prints as an OFD file does, while it is needed, and what is to be
    said of it; with `only` some pages (from 1) the others are empty.

    Raises FileMissingError, DamagedFileError and LimitExceededError.
    """
    if not path.is_file():
        raise FileMissingError("打不开这个文件", "请检查文件名和读取权限", file=path.name)
    try:
        package = read_package(path, limits)
        held = [
            part.lower() in package.parts for one in documents(package) for _, part in one.pages
        ]
        if not any(held):
            raise DamagedFileError("文件里一页也没有", ADVICE, file=path.name)
        if len(held) > limits.max_pages:
            raise LimitExceededError(
                f"共 {len(held)} 页，超过上限 {limits.max_pages} 页",
                "请只保留清单所在的页，或调高读取上限",
                file=path.name,
            )
        made = as_pdf(package, limits, only)
    except DamagedFileError as error:
        raise DamagedFileError(error.problem, ADVICE, file=path.name, page=error.page) from error
    with TemporaryDirectory(prefix="dutylist-") as folder:
        pdf = Path(folder) / path.name
        pdf.write_bytes(made.pdf)
        yield pdf, made.notes
