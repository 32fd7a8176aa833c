"""A letter (函) to an office as a Word document in the official layout (GB/T 9704)."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.shared import Pt

from dutylist.records.wording import said
from dutylist.render.views.notice import NoticeView
from dutylist.render.views.paper import UPRIGHT
from dutylist.render.word.comparison import add_styles, headed_columns, lines_table
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.parts import number_pages, paragraph_style, set_up_page

_SIZE, _PITCH = 16, 28
"""pt; 3号 type, 22 lines to the type area."""


def notice_docx(view: NoticeView) -> bytes:
    """The bytes of the .docx file: the letter, then its table on a page of its own."""
    document = empty_document()
    section = document.sections[0]
    set_up_page(section, UPRIGHT)
    document.core_properties.title = view.title
    add_styles(document)
    _letter_styles(document)
    number_pages(document, section)
    document.add_paragraph("\n".join(view.title_lines), style="函 标题")
    for paragraph in view.paragraphs:
        style = {"flush": "函 主送", "indented": "函 正文", "right": "函 落款"}
        placed = document.add_paragraph(paragraph.text, style=style[paragraph.place])
        layout = placed.paragraph_format
        layout.keep_with_next = paragraph.kept
        layout.space_before = Pt(_PITCH * paragraph.room)
        if paragraph.place == "right":
            layout.right_indent = Pt(_SIZE * paragraph.right)
    if view.groups:
        heading = document.add_paragraph(said("letter.attached"), style="函 附件")
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.keep_with_next = True
        if view.attachment:
            title = document.add_paragraph(view.attachment, style="函 附件标题")
            title.paragraph_format.keep_with_next = True
        document.add_paragraph(f"{view.legend}。", style="对照 说明")
        table = lines_table(
            headed_columns(view.heads, view.columns), ((it.number, it.blocks) for it in view.groups)
        )
        document.element.body.sectPr.addprevious(parse_xml(table))
    return saved(document)


def _letter_styles(document: DocumentType) -> None:
    paragraph_style(document, "函 标题", face="title", size=22, pitch=34, align="center", after=28)
    paragraph_style(document, "函 主送", face="body", size=_SIZE, pitch=_PITCH)
    paragraph_style(
        document, "函 附件标题", face="title", size=16, pitch=22, align="center", after=6
    )
    paragraph_style(document, "函 附件", face="head", size=16, pitch=20, after=6)
    body = paragraph_style(
        document, "函 正文", face="body", size=_SIZE, pitch=_PITCH, align="justify"
    )
    body.paragraph_format.first_line_indent = Pt(32)
    signed = paragraph_style(
        document, "函 落款", face="body", size=_SIZE, pitch=_PITCH, align="right"
    )
    signed.paragraph_format.keep_together = True
