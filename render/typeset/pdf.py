"""PDF by Typst: a view as JSON into one of the .typ templates.

The files are PDF/A-2a and, where the content allows it, PDF/UA-1: tagged, faces embedded, with
metadata, outline and page labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dutylist.records.errors import TemplateError
from dutylist.records.wording import all_words
from dutylist.render.typeset.faces import Faces, missing_characters, shown_code, small_forms
from dutylist.render.views.paper import PAPERS

BYTE_ORDER_MARK = "\ufeff"
"""Prints nothing, and PDF/A forbids it (ISO 19005-2, 6.2.11.7.2)."""

_NO_GLYPH = "could not be displayed with"
"""What Typst says of a character that no face has."""

ARCHIVE: list[typst.PDFStandard] = ["a-2a"]
ACCESSIBLE: list[typst.PDFStandard] = [*ARCHIVE, "ua-1"]


def template_input(view: Any, faces: Faces, *, small: bool = True) -> dict[str, str]:
    """What a template is given: `view`, the words, faces by role and papers, as one JSON text.

    Characters that no face has become 〓 and their code point: an archive file may not have
    glyphs that are missing. With `small`, those that are others lowered or raised (₂) stay, for the
    template to set them so.
    """
    roles, content = _plain(faces.roles), {"view": _plain(view), "words": all_words()}
    text = "".join(_texts(content))
    missing = missing_characters(text, faces)
    forms = small_forms(missing, faces) if small else {}
    replaced = {c: shown_code(c) for c in missing if c not in forms}
    if BYTE_ORDER_MARK in text:
        replaced[BYTE_ORDER_MARK] = ""
    if replaced:
        content = _translated(content, str.maketrans(replaced))
    set_up = {"faces": roles, "paper": _plain(PAPERS), "small": forms}
    return {"data": json.dumps({**content, **set_up}, ensure_ascii=False)}


def _plain(value: Any) -> Any:
    """A view as JSON has it. `asdict` would copy every text as well, for a tenth of the time."""
    if value.__class__ is str:
        return value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _translated(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(part, table) for key, part in value.items()}
    if isinstance(value, list):
        return [_translated(part, table) for part in value]
    return value


def write_pdf(template: Path, view: Any, faces: Faces, *, written: datetime | None = None) -> bytes:
    """The PDF of `view` (a dataclass) set by a .typ template.

    `written` is the time in the file's metadata, now if None. Raises TemplateError where the
    template has a mistake.
    """
    standards, small = ACCESSIBLE, True
    while True:
        try:
            return _compiled(
                template, template_input(view, faces, small=small), faces, standards, written
            )
        except typst.TypstError as error:
            # A list without a title, or an office's own template, may lack what PDF/UA-1 wants.
            if standards is ACCESSIBLE and "PDF/UA-1 error" in error.message:
                standards = ARCHIVE
            # An office's own template, copied before, does not lower what no face has.
            elif small and _NO_GLYPH in error.message:
                small = False
            else:
                raise _template_error(template, error) from error


def _template_error(template: Path, error: typst.TypstError) -> TemplateError:
    return TemplateError(
        f"版式文件有误：{error.message}", "请对照自带的版式文件改正", file=template.name
    )


def _compiled(
    template: Path,
    given: dict[str, str],
    faces: Faces,
    standards: list[typst.PDFStandard],
    written: datetime | None,
) -> bytes:
    result = typst.compile(
        template,
        font_paths=faces.fonts,
        ignore_system_fonts=not faces.system,
        sys_inputs=given,
        pdf_standards=standards,
        timestamp=(written or datetime.now().astimezone()).replace(microsecond=0),
    )
    assert isinstance(result, bytes)
    return result
