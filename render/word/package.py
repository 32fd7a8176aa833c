"""A Word file without what python-docx's own template leaves in it, under the rules of Chinese."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>dutylist</Application></Properties>"
)
_LEFT_OVER = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


_SETTINGS = (
    f"<w:settings {nsdecls('w')}>"
    '<w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    "</w:settings>"
)
"""Word's layout rules of 2013 and later, not its compatibility mode. A mark at a line's end gives
up its blank half, as in the PDF: lines break at the same places."""


def empty_document() -> Document:
    """A document with nothing in it: Chinese, and no space between Latin letters or digits and
    Chinese characters beside that of the letters themselves, as in the PDF."""
    document = docx.Document()
    for child in [e for e in document.element.body if e.tag != qn("w:sectPr")]:
        document.element.body.remove(child)
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.extend(parse_xml(_SETTINGS))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"].element.get_or_add_pPr()
    for rule in ("autoSpaceDN", "autoSpaceDE"):
        normal.insert(0, parse_xml(f'<w:{rule} {nsdecls("w")} w:val="0"/>'))
    document.core_properties.language = "zh-CN"
    document.core_properties.comments = ""
    return document


def saved(document: Document) -> bytes:
    """The document's bytes; the time of writing is now, the thumbnail and the styles of another
    program's template are left out, and the program named is ours."""
    properties = document.core_properties
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = now
    if properties.author == "python-docx":
        properties.author = ""
    package = document.part.package
    assert package is not None
    for relations in (package.rels, document.part.rels):
        _drop_left_over(relations)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _drop_left_over(relations: Relationships) -> None:
    for name, relation in list(relations.items()):
        if relation.reltype in _LEFT_OVER:
            del relations[name]
