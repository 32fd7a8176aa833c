"""The official list as PDF: ReportLab's Platypus against the way through Typst, on the same rows.

Both get the same texts, column widths, paper and type size, and repeat the header row on each
page. ReportLab embeds TrueType outlines only, so its face is made from the embedded one by
converting its outlines once, outside the measured time; Typst takes the face as it comes.

python bench/render_pdf.py [runs]
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pdfplumber
import pikepdf
import pylopdf_fonts_zh_cn
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as ReportLabFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate

from dutylist.extract.read import read_duty_list
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import load_faces
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.line_breaks import NOT_AT_END, NOT_AT_START
from dutylist.render.views.official import OfficialView, official_view
from dutylist.render.views.widths import PADDING, TABLE_WIDTH, TEXT_SIZE

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests/data/santai-2025.txt"
MM = 72 / 25.4
FACE = "Song"
MAXP_FIELDS = (
    "maxZones",
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
    "maxPoints",
    "maxContours",
    "maxCompositePoints",
    "maxCompositeContours",
    "maxComponentDepth",
)


def true_type_face(characters: set[str], target: Path) -> None:
    """Write the embedded 宋体 with quadratic outlines, reduced to these characters."""
    font = TTFont(pylopdf_fonts_zh_cn.serif_path())
    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphs = outlines
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["loca"] = newTable("loca")
    del font["CFF "]
    for name in ("VORG", "DSIG"):
        if name in font:
            del font[name]
    font["maxp"].tableVersion = 0x00010000
    for field in MAXP_FIELDS:
        setattr(font["maxp"], field, 1 if field == "maxZones" else 0)
    font["head"].glyphDataFormat = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    font.save(target)


def with_reportlab(view: OfficialView) -> bytes:
    """The three tables by Platypus: rows may be split, Chinese line breaking is on."""
    style = ParagraphStyle("cell", fontName=FACE, fontSize=TEXT_SIZE, leading=16, wordWrap="CJK")
    head = ParagraphStyle("head", parent=style, alignment=1)
    title = ParagraphStyle("title", parent=head, fontSize=22, leading=30, spaceAfter=8)
    story: list[object] = []
    for one in view.lists:
        rows: list[list[object]] = [[Paragraph(escape(text), head) for text in one.columns]]
        for row in one.rows:
            rows.append(
                [[Paragraph(escape(p.label + p.text), style) for p in cell] for cell in row.cells]
            )
        table = LongTable(
            rows,
            colWidths=[share * TABLE_WIDTH for share in one.shares],
            repeatRows=1,
            splitByRow=1,
            splitInRow=1,
            style=[
                ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ],
        )
        story += [Paragraph(escape(one.title), title), table, PageBreak()]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        topMargin=28 * MM - 6,
        bottomMargin=26 * MM - 6,
        leftMargin=37 * MM - 6,
        rightMargin=35 * MM - 6,
        title=view.title,
    )
    document.build(
        story,
        onLaterPages=lambda canvas, _: canvas.drawString(700, 40, f"— {canvas.getPageNumber()} —"),
    )
    return file.getvalue()


def wrong_marks(pdf: bytes) -> tuple[int, int]:
    """Lines of cells that begin with a closing mark and that end with an opening one."""
    starts = ends = 0
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for table in page.find_tables():
                for cell in table.cells:
                    lines = page.within_bbox(cell, strict=False).extract_text_lines()
                    texts = [line["text"].strip() for line in lines if line["text"].strip()]
                    starts += sum(text[0] in NOT_AT_START for text in texts[1:])
                    ends += sum(text[-1] in NOT_AT_END for text in texts[:-1])
            page.close()
    return starts, ends


def facts(pdf: bytes) -> dict[str, object]:
    """What the file is: pages, tags, archive part, outline entries."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as metadata:
            part = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")
        with document.open_outline() as outline:
            entries = len(outline.root)
        return {
            "页": len(document.pages),
            "千字节": len(pdf) // 1024,
            "带标签": "/StructTreeRoot" in document.Root,
            "PDF/A": "".join(str(value) for value in part if value) or "否",
            "书签": entries > 0,
        }


@dataclass(frozen=True)
class Times:
    """Seconds of each run: on the clock, and of processor time (all cores together)."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    def __str__(self) -> str:
        clock, processor = statistics.median(self.clock), statistics.median(self.processor)
        return (
            f"处理器 {processor:.2f}（{min(self.processor):.2f}–{max(self.processor):.2f}），"
            f"历时 {clock:.2f}（{min(self.clock):.2f}–{max(self.clock):.2f}）"
        )


def timed(make: Callable[[], bytes], runs: int) -> tuple[Times, bytes]:
    clock, processor = [], []
    pdf = b""
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        pdf = make()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Times(tuple(clock), tuple(processor)), pdf


FIRST_RUN = """
import sys, time
from pathlib import Path
from dutylist.extract.read import read_duty_list
from dutylist.render.typeset.faces import load_faces
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.official import official_view
view = official_view(read_duty_list(Path(sys.argv[1])))
faces = load_faces(system=False)
start, used = time.perf_counter(), time.process_time()
write_pdf(TEMPLATES / "official.typ", view, faces)
print(time.perf_counter() - start, time.process_time() - used)
"""


def first_runs(runs: int) -> Times:
    """Typst in processes of their own: nothing is remembered from a run before."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", FIRST_RUN, str(LIST)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found.append([float(part) for part in done.stdout.split()])
    clock, processor = zip(*found, strict=True)
    return Times(tuple(clock), tuple(processor))


def main(runs: int) -> None:
    duty_list = read_duty_list(LIST)
    view = official_view(duty_list)
    faces = load_faces(system=False)
    rows = sum(len(one.rows) for one in view.lists)
    texts = {
        c
        for one in view.lists
        for row in one.rows
        for cell in row.cells
        for p in cell
        for c in p.label + p.text
    } | set("".join("".join(t.columns) + t.title for t in view.lists))
    with tempfile.TemporaryDirectory() as folder:
        face = Path(folder) / "song.ttf"
        true_type_face(texts | set("— 0123456789"), face)
        pdfmetrics.registerFont(ReportLabFont(FACE, face))
        reportlab, by_reportlab = timed(lambda: with_reportlab(view), runs)
    by_typst = write_pdf(TEMPLATES / "official.typ", view, faces)
    cold = first_runs(runs)
    warm, _ = timed(lambda: write_pdf(TEMPLATES / "official.typ", view, faces), runs)
    print(f"{rows} 行，各 {runs} 次，秒（中位数，最小–最大）；ReportLab 的字体事先转换，不计时")
    for name, times in (
        ("ReportLab", reportlab),
        ("Typst 首次（新进程）", cold),
        ("Typst 再次（同一进程）", warm),
    ):
        print(f"  {name}：{times}")
    ratio = statistics.median(reportlab.processor) / statistics.median(cold.processor)
    print(f"  ReportLab 的处理器用时是 Typst 首次的 {ratio:.1f} 倍")
    for name, pdf in (("ReportLab", by_reportlab), ("Typst", by_typst)):
        found = facts(pdf)
        start, end = wrong_marks(pdf)
        shown = "，".join(f"{key} {value}" for key, value in found.items())
        print(f"  {name}: {shown}，行首误 {start} 处，行尾误 {end} 处")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
