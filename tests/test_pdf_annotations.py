"""What a page says beside its content: form fields are read, what is typed over the page or struck
out there is told, and what a file keeps in place of the printed characters is not read."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from dutylist.extract.formats.pdf.pdf import read_pdf

MADE = Path(__file__).parent / "cases" / "made"


def notes(name: str) -> list[str]:
    return [note.text for note in read_pdf(MADE / name).notes]


def test_text_typed_over_a_page_and_words_struck_out_are_told_and_left_out() -> None:
    assert notes("h01-form-field.pdf") == [
        "有写在页面上的批注，不是表格的文字，没有读入：“审核意见：同意发布（批注文字）”",
        "画了删除线的文字没有读入：“开展反邪教、禁毒宣传”",
    ]


def test_texts_kept_in_place_of_the_printed_ones_are_told() -> None:
    assert notes("h02-actual-text.pdf") == [
        "文件里另存的替换文字与印出的字不同，按印出的字读，没有读入："
        "“这是另一段替换文字做好”“这是另一段替换文字落实”"
    ]


NAME = "“流动人口登记”"
TOLD = {
    "line-annot": [f"有批注画的线从文字上划过，仍照读，请核对是否作废：{NAME}"],
    "ink": [f"有手写的批注画在文字上，仍照读，请核对是否作废：{NAME}"],
    "redact": [f"有文字被批注标为要涂去，仍照读，请核对是否作废：{NAME}"],
    "caret": ["有要求插入文字的批注，没有读入，请核对：“此处插入“和出租房屋””（在“登”处）"],
    "stamp-void": [f"有批注图章“作废”，盖住的字仍照读，请核对是否作废：{NAME}"],
    "white-square-freetext": [
        f"有文字被批注的色块盖住，仍照读，请核对是否作废：{NAME}",
        f"有写在页面上的批注，盖在{NAME}上，不是表格的文字，没有读入：“流动人口服务管理”",
    ],
    "highlight-link": [],
}
"""Of a list on which a reviewer drew with annotations, what is told; links and markers are not."""


@pytest.mark.parametrize("name", TOLD)
def test_what_annotations_do_to_words_is_told_with_the_words(name: str) -> None:
    found = read_pdf(MADE.parent / "annotations" / f"{name}.pdf")
    assert [(note.page, note.text) for note in found.notes] == [(1, text) for text in TOLD[name]]


def test_a_hidden_annotation_is_not_told(tmp_path: Path) -> None:
    source = MADE.parent / "annotations/stamp-void.pdf"
    with pikepdf.open(source) as pdf:
        for annotation in pdf.pages[0]["/Annots"]:
            annotation["/F"] = 2
        pdf.save(tmp_path / "hidden.pdf")
    assert read_pdf(tmp_path / "hidden.pdf").notes == ()


def test_an_annotation_that_strikes_out_no_text_is_told(tmp_path: Path) -> None:
    """It may lie over a picture, or over words that are drawn as outlines."""
    with pikepdf.open(MADE / "h01-form-field.pdf") as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                if annotation["/Subtype"] == "/StrikeOut":
                    del annotation["/QuadPoints"]
                    annotation["/Rect"] = [2, 2, 9, 9]
        pdf.save(tmp_path / "moved.pdf")
    told = [note.text for note in read_pdf(tmp_path / "moved.pdf").notes]
    assert told[1:] == ["有 1 处批注的删除线，划去的是哪些字没有认出，请对照原页核对"]
