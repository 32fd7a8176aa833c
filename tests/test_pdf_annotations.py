"""What a page says beside its content: form fields are read, what is typed over the page or struck
out there is told, and what a file keeps in place of the printed characters is not read."""

from __future__ import annotations

from pathlib import Path

from dutylist.extract.formats.pdf.pdf import read_pdf

MADE = Path(__file__).parent / "cases" / "made"


def notes(name: str) -> list[str]:
    return [note.text for note in read_pdf(MADE / name).notes]


def test_text_typed_over_a_page_and_words_struck_out_are_told() -> None:
    assert notes("h01-form-field.pdf") == [
        "有文字被批注划了删除线，仍照读，请核对是否作废：“开展反邪教、禁毒宣传”",
        "有写在页面上的批注，不是表格的文字，没有读入：“审核意见：同意发布（批注文字）”",
    ]


def test_texts_kept_in_place_of_the_printed_ones_are_told() -> None:
    assert notes("h02-actual-text.pdf") == [
        "文件里另存的替换文字与印出的字不同，按印出的字读，没有读入："
        "“这是另一段替换文字做好”“这是另一段替换文字落实”"
    ]
