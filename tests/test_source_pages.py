"""The published file's own pages behind an excerpt, read by pdfplumber and pikepdf."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
import typst
from pdfplumber.page import Page
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError
from dutylist.render.views.evidence import evidence_view
from dutylist.render.write import write_excerpts
from tests.render_documents import faces
from tests.small_list import write_list

OFFICE = "宁远县公安局"
OWN = "1.县公安局负责查处违规养犬，并依法处罚拒不改正的养犬人。"
OTHERS = "2.县农业农村局负责组织犬只免疫，处置疫情。"
ROWS = (
    ("1", "平安", "禁毒", "宁远县民政局", "负责宣传。", "开展巡查。"),
    ("2", "平安", "养犬管理", f"{OFFICE}、宁远县农业农村局", f"{OWN}{OTHERS}", "协助宣传。"),
    ("3", "平安", "消防安全", OFFICE, "负责检查。", "上报隐患。"),
)
HEADER = ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责")


PAGES = """
#set page(paper: "a4", flipped: true, margin: 20mm, numbering: "— 1 —")
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh")
#counter(page).update(5)
宁远县青禾镇配合履职事项清单
#let head = HEAD
#for (n, row) in ROWS.enumerate() {
  if n > 0 { pagebreak() }
  table(columns: (1fr, 2fr, 3fr, 3fr, 5fr, 4fr), ..head, ..row)
}
"""


def published(path: Path) -> Path:
    """A list with one duty a page, numbered 5, 6, 7 at the foot; by Typst."""

    def array(items: tuple[object, ...]) -> str:
        parts = (f'"{one}"' if isinstance(one, str) else array(one) for one in items)  # type: ignore[arg-type]
        return f"({', '.join(parts)},)"

    text = PAGES.replace("HEAD", array(HEADER)).replace("ROWS", array(ROWS))
    path.with_suffix(".typ").write_text(text, "utf-8")
    fonts = [Path(pylopdf_fonts_zh_cn.serif_path()).parent]
    typst.compile(path.with_suffix(".typ"), path, font_paths=fonts)
    return path


def laid_on_its_side(path: Path) -> Path:
    """The same, each page turned and cut out of a larger sheet; by pikepdf."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            page.mediabox = pikepdf.Array([left - 40, bottom - 30, right + 60, top + 20])
            page.cropbox = pikepdf.Array([left, bottom, right, top])
            page.rotate(90, relative=True)
        document.save(path)
    return path


def with_a_layer(path: Path, state: str) -> Path:
    """The same with a green field across each page, on a layer that is ON or OFF; by pikepdf."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("底纹")))
        settings = Dictionary({f"/{state}": Array([layer])})
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=settings)
        for page in document.pages:
            page.Resources.Properties = Dictionary(Layer=layer)
            page.contents_add(b"/OC /Layer BDC q 0 1 0 rg 100 100 300 100 re f Q EMC")
        document.save(path)
    return path


def excerpt_with_source(source: Path, folder: Path) -> bytes:
    (path,) = write_excerpts(
        read_duty_list(source), [OFFICE], ["pdf"], folder, faces=faces(), source=source
    )
    return path.read_bytes()


def drawn(page: Page, *, filled: bool) -> list[tuple[float, float, float, float]]:
    """The frames (stroked) or the marks (filled) that were laid over a page."""
    return [
        (rect["x0"], rect["top"], rect["x1"], rect["bottom"])
        for rect in page.rects
        if bool(rect["fill"]) == filled
        and tuple(rect["non_stroking_color" if filled else "stroking_color"] or ())
        not in ((), (0,), (0, 0, 0), (1,))
    ]


def marked_text(page: Page) -> str:
    marks = drawn(page, filled=True)
    return "".join(
        char["text"]
        for char in page.chars
        if any(
            x0 < (char["x0"] + char["x1"]) / 2 < x1
            and top < (char["top"] + char["bottom"]) / 2 < bottom
            for x0, top, x1, bottom in marks
        )
    )


def test_the_offices_rows_are_framed_and_its_words_marked(tmp_path: Path) -> None:
    source = published(tmp_path / "清单.pdf")
    duty = read_duty_list(source).lists[0].duties[1]
    content = excerpt_with_source(source, tmp_path / "out")
    with pdfplumber.open(io.BytesIO(content)) as document:
        sixth, seventh = document.pages[-2:]
        ((x0, top, x1, bottom),) = drawn(sixth, filled=False)
        boxes = [box for cell in duty.source.boxes for box in cell]
        around = (boxes[0].x0, boxes[0].top, boxes[-1].x1, boxes[0].bottom)
        assert (x0, top, x1, bottom) == pytest.approx(around, abs=1)
        assert marked_text(sixth) == OWN
        assert marked_text(seventh) == "负责检查。"
        text = sixth.extract_text()
        assert f"{OFFICE}摘录所附原件第6页（文件第2页）" in text
        assert "配合-002" in "".join(char["text"] for char in sixth.chars)
        assert "负责宣传。" not in document.pages[-3].extract_text()
        assert "加框" in "".join(page.extract_text() for page in document.pages[:-2])


def test_pages_that_lie_on_their_side_and_are_cut_out(tmp_path: Path) -> None:
    source = laid_on_its_side(published(tmp_path / "清单.pdf"))
    content = excerpt_with_source(source, tmp_path / "out")
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in list(document.pages)[-2:]:
            page.mediabox = page.cropbox
        out = io.BytesIO()
        document.save(out)
    with pdfplumber.open(out) as document:
        assert sorted(marked_text(document.pages[-2])) == sorted(OWN)
        assert sorted(marked_text(document.pages[-1])) == sorted("负责检查。")


def test_the_file_is_no_archive_file_and_does_not_say_so(tmp_path: Path) -> None:
    source = published(tmp_path / "清单.pdf")
    content = excerpt_with_source(source, tmp_path / "out")
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.pages[-1].label == "原件第7页（文件第3页）"
        with document.open_outline() as outline:
            assert outline.root[-1].title == "附：清单原件有关各页"
            assert len(outline.root[-1].children) == 2
        with document.open_metadata() as metadata:
            assert not [key for key in metadata if "pdfaid" in key or "pdfuaid" in key]


@pytest.mark.parametrize(("state", "seen"), [("ON", True), ("OFF", False)])
def test_what_the_source_hides_stays_hidden(tmp_path: Path, state: str, seen: bool) -> None:
    """Its layers go with its pages: a watermark that is switched off is not printed."""
    source = with_a_layer(published(tmp_path / "清单.pdf"), state)
    document = pypdfium2.PdfDocument(excerpt_with_source(source, tmp_path / "out"))
    for page in list(document)[-2:]:
        red, green, _ = page.render(scale=1).to_pil().convert("RGB").split()
        assert (ImageChops.subtract(green, red).getbbox() is not None) is seen


def test_a_source_without_pages_is_refused(tmp_path: Path) -> None:
    source = write_list(tmp_path / "清单.txt")
    with pytest.raises(DutyListError, match="原件不是 PDF"):
        excerpt_with_source(source, tmp_path / "out")


def test_the_command_line(tmp_path: Path) -> None:
    source = published(tmp_path / "清单.pdf")
    command = ["excerpt", str(source), "--all", "--to", "pdf", "--with-source", "-o", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "dutylist.app.cli", *command], check=True)
    (path,) = tmp_path.glob(f"*{OFFICE}*.pdf")
    with pdfplumber.open(path) as document:
        assert marked_text(document.pages[-1]) == "负责检查。"


def test_a_category_merged_over_other_rows_is_not_framed(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    published(path)
    read = read_duty_list(path)
    (table,) = read.lists
    duty = table.duties[1]
    number, (category,), *others = duty.source.boxes
    tall = replace(category, top=category.top - 90, bottom=category.bottom + 90)
    merged = replace(duty, source=replace(duty.source, boxes=(number, (tall,), *others)))
    whole = replace(read, lists=(replace(table, duties=(merged,)),))
    (row,) = evidence_view(whole, OFFICE).rows
    boxes = [box for cell in (number, *others) for box in cell]
    assert (row.box.top, row.box.bottom) == (
        min(box.top for box in boxes),
        max(box.bottom for box in boxes),
    )
