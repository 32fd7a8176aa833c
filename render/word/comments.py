"""Comments (批注) in a Word file: what is doubtful of a text stands beside it, and changes none."""

from __future__ import annotations

from docx.document import Document


class Comments:
    """The comments of one document, all by one author (ECMA-376 part 1, 17.13.4)."""

    def __init__(self, document: Document, author: str) -> None:
        self._document = document
        self._author = author

    def mark(self, text: str) -> tuple[str, str]:
        """A comment's number as an attribute, and the run of its mark."""
        added = self._document.comments.add_comment(text, self._author, "")
        number = f'w:id="{added.comment_id}"'
        return number, f"<w:r><w:commentReference {number}/></w:r>"

    def on(self, paragraph: str, text: str) -> str:
        """The XML of a paragraph with a comment on all of it."""
        number, mark = self.mark(text)
        head, begin, rest = paragraph.partition("</w:pPr>")
        content = rest.removesuffix("</w:p>")
        return (
            f"{head}{begin}<w:commentRangeStart {number}/>{content}<w:commentRangeEnd {number}/>"
            f"{mark}</w:p>"
        )
