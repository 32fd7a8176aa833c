"""What a page says beside its content: form fields are read, what is typed over the page or struck
out there is told, and what a file keeps in place of the printed characters is not read."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from dutylist.extract.formats.pdf.pdf import read_pdf
from dutylist.extract.read import read_duty_list
from tests.test_pdf_ink import BELOW, canvas

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
        f"第 1 页看不见的文字（白色、透明、被遮住、被裁掉或图层已关闭）没有读入：{NAME}",
        f"有写在页面上的批注，盖在{NAME}上，不是表格的文字，没有读入：“流动人口服务管理”",
        f"有批注画在文字上，盖住而看不见的字没有读入，请核对：{NAME}",
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


X, Y = BELOW
ROOM, LAST_NAME, OUTSIDE = (X, Y - 4, X + 90, Y + 10), (X, 600, X + 95, 616), (80, 500, 200, 520)
"""Places: room in the first name's cell, the second name, and below the table."""

Box = tuple[float, float, float, float]


def annotated(
    path: Path, kind: str, box: Box, looks: str, keys: dict[str, object] | None = None
) -> None:
    """The list with an annotation that is drawn so; its font is the page's own."""
    canvas(path).save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(looks.encode())
        form["/Subtype"] = pikepdf.Name.Form
        form["/BBox"] = [0, 0, box[2] - box[0], box[3] - box[1]]
        form["/Resources"] = page.Resources
        annotation = {
            "/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name(f"/{kind}"), "/Rect": [*box],
            "/F": 4, "/AP": {"/N": form}, **(keys or {}),
        }  # fmt: skip
        page["/Annots"] = [pdf.make_indirect(pikepdf.Dictionary(annotation))]
        pdf.save(path)


def writes(text: str, path: Path) -> str:
    """What draws text in the list's font."""
    canvas(path).save()
    with pikepdf.open(path) as pdf:
        (font,) = (
            name
            for name in pdf.pages[0].Resources.Font
            if "Song" in str(pdf.pages[0].Resources.Font[name].BaseFont)
        )
    return f"BT {font} 11 Tf 1 4 Td <{text.encode('utf-16-be').hex()}> Tj ET"


@pytest.mark.parametrize("said", ["待填写", "信访代办", ""])
def test_text_typed_into_a_cell_is_read_as_seen_and_marked(said: str, tmp_path: Path) -> None:
    """A name typed so was left out; what the annotation says beside is not what it shows."""
    path = tmp_path / "list.pdf"
    annotated(path, "FreeText", ROOM, writes("信访代办", path), {"/Contents": said})

    found = read_duty_list(path)

    duty = found.lists[0].duties[0]
    (doubt,) = duty.doubts
    assert duty.name == "矛盾纠纷排查化解信访代办"
    assert duty.cells[doubt.cell - 1][doubt.start : doubt.end].strip() == "信访代办"
    assert [note.text for note in found.notes] == [
        "有用批注写在表格里的字，已读入并标出，请对照原页核对：“信访代办”"
    ]


def test_text_typed_outside_the_tables_is_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    annotated(path, "FreeText", OUTSIDE, writes("已阅", path), {"/Contents": "已阅"})

    assert [note.text for note in read_duty_list(path).notes] == [
        "有写在页面上的批注，不是表格的文字，没有读入：“已阅”"
    ]


@pytest.mark.parametrize(
    ("kind", "looks", "flags", "seen"),
    [
        ("Square", "1 1 1 rg 0 0 95 16 re f", 4, False),
        ("Square", "0 0 1 RG 0 0 95 16 re S", 4, True),
        ("Square", "1 1 1 rg 0 0 95 16 re f", 2, True),
        ("Polygon", "1 1 .8 rg 0 0 m 95 0 l 95 16 l 0 16 l h f", 4, False),
        ("Stamp", "1 1 1 rg 0 0 95 16 re f", 4, False),
        ("Stamp", "1 1 1 rg 0 0 95 16 re f", 2, True),
        ("Stamp", "1 0 0 RG 2 w 0 0 95 16 re 4 3 m 91 13 l 4 13 m 91 3 l S", 4, True),
        ("Ink", "1 1 1 RG 18 w 0 8 m 95 8 l S", 4, False),
        ("Redact", "0 0 0 rg 0 0 95 16 re f", 4, False),
    ],
)
def test_words_that_a_filled_annotation_covers_are_not_read(
    kind: str, looks: str, flags: int, seen: bool, tmp_path: Path
) -> None:
    """As the page shows: under what lets them be seen they are read."""
    path = tmp_path / "list.pdf"
    annotated(path, kind, LAST_NAME, looks, {"/F": flags, "/IC": [1, 1, 1]})

    names = [duty.name for duty in read_duty_list(path).lists[0].duties]

    assert names[1] == ("困难群众走访慰问" if seen else "")


STAMPED = "1 1 1 rg 0 0 95 16 re f 0 g "


@pytest.mark.parametrize("turned", [0, 90])
def test_words_stamped_over_others_are_read_as_seen_and_marked(turned: int, tmp_path: Path) -> None:
    """The old ones and the new ones were read, one between the other."""
    path = tmp_path / "list.pdf"
    annotated(path, "Stamp", LAST_NAME, STAMPED + writes("困难职工走访", path))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0]["/Rotate"] = turned
        pdf.save(path)

    found = read_duty_list(path)

    duty = found.lists[0].duties[1]
    assert duty.name == "困难职工走访"
    assert duty.doubts
    assert [note.text for note in found.notes][-2:] == [
        "有批注画在文字上，盖住而看不见的字没有读入，请核对：“困难群众走访慰问”",
        "有用批注写在表格里的字，已读入并标出，请对照原页核对：“困难职工走访”",
    ]


def test_a_picture_stamped_over_words_is_read_as_any_picture(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    picture = Image.new("L", (760, 128), 255)
    ImageDraw.Draw(picture).text(
        (20, 20), "特困人员供养", font=ImageFont.truetype(serif_path(), 80), fill=0
    )
    annotated(path, "Stamp", LAST_NAME, "q 95 0 0 16 0 0 cm /I Do Q")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        form = pdf.pages[0]["/Annots"][0]["/AP"]["/N"]
        image = pdf.make_stream(
            picture.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=760,
            Height=128, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        form["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        pdf.save(path)

    found = read_duty_list(path)

    duty = found.lists[0].duties[1]
    notes = [note.text for note in found.notes]
    assert "有批注画在文字上，盖住而看不见的字没有读入，请核对：“困难群众走访慰问”" in notes
    assert "表格里有图片，里面的字是识别的，已标出，请对照原页核对：“特困人员供养”" in notes
    assert duty.name == "特困人员供养"
    assert duty.doubts
