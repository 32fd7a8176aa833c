"""Reading scans: characters right, rows exact, what is marked, seconds a page; beside RapidOCR
and tesseract.

Pages of the real list, printed by LibreOffice and Chromium, are degraded with fixed seeds:
flatbed scans, an empty toner, black scanner edges, a fax, photos of four grades (keystone, curl,
light, turn). The truth is the text in the printed PDF. The two others read the whole page, already
made flat; their words are put into the cells that dutylist found, so that only characters count.

python bench/scan.py [--pages N] [--others N]
"""

from __future__ import annotations

import argparse
import io
import math
import os
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Levenshtein

from dutylist.extract.formats.pdf.pdf import iter_pages
from dutylist.extract.formats.scan.page import read_sheet
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.sheets import upright_sheets
from dutylist.extract.formats.scan.warp import TERMS, Bend, redrawn
from dutylist.extract.pages.layout import FoundPage, FoundTable
from dutylist.extract.pages.page_text import learn_all, page_text
from dutylist.extract.source import UNSURE, Row, Table
from tests.fixtures.pdf_layouts import chromium_portrait, real_rows, word_landscape

DPI = 200
WAYS = ("平板", "平板150", "平板JPEG", "缺墨", "黑边", "传真", "手机1", "手机2", "手机3", "手机4")
PAGES = {
    "Word 横排": (word_landscape, (2, 8, 14, 18, 30, 50)),
    "Chromium 竖排": (chromium_portrait, (2, 6, 13, 20, 30, 46)),
}
ROWS = Path(__file__).parent.parent / "tests" / "data" / "santai-2025.rows.json"


@dataclass
class Count:
    """Sums over pages."""

    wrong: int = 0
    characters: int = 0
    rows: int = 0
    shaped: int = 0
    exact: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Marks:
    """Sums over pages: characters, those wrong, those of them beside a doubtful one, and the
    doubtful ones."""

    characters: int = 0
    wrong: int = 0
    told: int = 0
    doubtful: int = 0

    def __add__(self, other: Marks) -> Marks:
        return Marks(
            self.characters + other.characters,
            self.wrong + other.wrong,
            self.told + other.told,
            self.doubtful + other.doubtful,
        )

    def sentence(self) -> str:
        """What is marked, and what of the wrong is."""
        marked = self.doubtful / max(self.characters, 1)
        told = f"{self.told / self.wrong:.1%}" if self.wrong else "—"
        return (
            f"错 {self.wrong} 字，其中 {self.told} 字处有标记（{told}）；"
            f"标记 {self.doubtful}/{self.characters} 字（{marked:.2%}）"
        )


def scanned(pdf: Path, index: int, way: str) -> np.ndarray:
    """A page (from 0) as a scanner or a telephone would give it; the same each time."""
    random = np.random.default_rng([index, *way.encode()])
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[index].render(scale=(150 if "150" in way else DPI) / 72)
        image = drawn.to_pil().convert("L")
    finally:
        document.close()
    if way == "传真":
        low = image.resize((image.width, image.height // 2))
        return np.asarray(low.point(lambda grey: 255 * (grey > 150)).resize(image.size))
    image = image.rotate(random.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(image, dtype=np.float64) * 0.92 + 10
    if way == "缺墨":
        grey = 235 - (255 - grey) * 0.3
    if way == "黑边":
        grey[:40] = grey[:, :55] = 8
    if way.startswith("手机"):
        grey = photographed(grey.astype(np.uint8), int(way[2:]), random)
    noisy = grey + random.normal(0, 5 if way == "缺墨" else 8, grey.shape)
    out = io.BytesIO()
    quality = 35 if "JPEG" in way else 75
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out).convert("L"))


def photographed(grey: np.ndarray, grade: int, random: np.random.Generator) -> np.ndarray:
    """The sheet curled, lit from one side and seen from aslant on a dark desk; `grade` 1 to 4."""
    height, width = grey.shape
    weights = [0.0] * len(TERMS)
    weights[2] = grade * 2.0
    bend = Bend(float(width), float(height), tuple(weights), (0.0,) * len(TERMS))
    grey = redrawn(grey, (bend,), width, height)
    light = 1 - 0.15 * grade * np.linspace(0, 1, width)[None, :]
    off = random.uniform(0, 0.02 * grade, (4, 2)) * (width, height)
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    there = own + 0.04 * np.array((width, height)) * signs + off * signs
    matrix = cv2.getPerspectiveTransform(own, there.astype(np.float32))
    seen = cv2.warpPerspective(
        (grey * light).astype(np.uint8), matrix, (width, height), borderValue=45
    )
    return np.asarray(seen, dtype=np.float64)


def rows_of(page: FoundPage) -> list[list[str]]:
    """The texts of the cells of each table row."""
    return [[cell.text for cell in row.cells] for row in table_rows(page)]


def table_rows(page: FoundPage) -> list[Row]:
    blocks = page_text(page, None, None, learn_all([page])).blocks
    return [row for block in blocks if isinstance(block, Table) for row in block.rows]


def squeezed(rows: list[list[str]]) -> str:
    return "".join("".join("".join(row).split()) for row in rows)


def add(count: Count, got: list[list[str]], truth: list[list[str]], seconds: float) -> None:
    wanted = squeezed(truth)
    count.wrong += min(Levenshtein.distance(squeezed(got), wanted), len(wanted))
    count.characters += len(wanted)
    count.rows += len(truth)
    if len(got) == len(truth):
        for one, other in zip(got, truth, strict=True):
            count.shaped += [bool(cell) for cell in one] == [bool(cell) for cell in other]
            count.exact += one == other
    count.seconds.append(seconds)


def in_cells(page: FoundPage, words: Iterator[tuple[float, float, str]]) -> list[list[str]]:
    """Words (middle in points, text) put into the cells of the page's tables."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    cells = [c for block in page.blocks if isinstance(block, FoundTable) for c in block.cells]
    for x, y, text in words:
        for number, cell in enumerate(cells):
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                found[number].append(text)
    return [["".join(found[number]) for number in range(len(cells))]]


def rapidocr_words(picture: Picture) -> Iterator[tuple[float, float, str]]:
    found = _rapidocr()(np.repeat(picture.grey[:, :, None], 3, axis=2))
    share = 72 / picture.dpi
    boxes = [] if found.boxes is None else found.boxes
    lines = [
        (float(box[:, 0].mean()) * share, float(box[:, 1].mean()) * share, text)
        for box, text in zip(boxes, found.txts or (), strict=True)
    ]
    yield from sorted(lines, key=lambda line: (round(line[1] / 6), line[0]))


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def tesseract_words(picture: Picture) -> Iterator[tuple[float, float, str]]:
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        Image.fromarray(picture.grey).save(image, dpi=(picture.dpi, picture.dpi))
        table = subprocess.run(
            ["tesseract", str(image), "-", "-l", "chi_sim", "--psm", "11", "tsv"],
            capture_output=True,
            text=True,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": os.environ["PATH"]},
        ).stdout
    share = 72 / picture.dpi
    for line in table.splitlines()[1:]:
        parts = line.split("\t")
        if len(parts) == 12 and parts[11].strip():
            x, y, width, height = (float(part) * share for part in parts[6:10])
            yield x + width / 2, y + height / 2, parts[11].strip()


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, default=6, help="pages of each kind")
    arguments.add_argument("--others", type=int, default=1, help="of them for the two others")
    given = arguments.parse_args()
    counts: defaultdict[tuple[str, str, str], Count] = defaultdict(Count)
    counts_of: defaultdict[str, Marks] = defaultdict(Marks)
    with tempfile.TemporaryDirectory() as folder:
        for kind, (make, indexes) in PAGES.items():
            pdf = make(real_rows(ROWS), Path(folder) / f"{kind}.pdf")
            for number, index in enumerate(indexes[: given.pages]):
                (printed,) = iter_pages(pdf, index, index + 1)
                truth = rows_of(printed)
                for way in WAYS:
                    dpi = 150.0 if "150" in way else float(DPI)
                    picture = Picture(1, scanned(pdf, index, way), dpi)
                    start = time.process_time()
                    sheets = upright_sheets(picture, math.inf)
                    upright, page = sheets[0], read_sheet(sheets[0])
                    got = rows_of(page)
                    count = counts["dutylist", kind, way]
                    add(count, got, truth, time.process_time() - start)
                    counts_of[way] += judge(page, printed)
                    if number >= given.others:
                        continue
                    for name, read in (
                        ("RapidOCR", rapidocr_words),
                        ("tesseract", tesseract_words),
                    ):
                        if name == "tesseract" and not shutil.which("tesseract"):
                            continue
                        start = time.perf_counter()
                        words = list(read(upright.picture))
                        seconds = time.perf_counter() - start
                        other = counts[name, kind, way]
                        flat = [[cell for row in truth for cell in row if cell]]
                        add(other, in_cells(page, iter(words)), flat, seconds)
    print(
        f"{'':10}{'':14}{'':10}{'字数':>8}{'字正确':>9}{'行':>5}{'行结构':>8}{'行全同':>8}{'秒/页':>8}"
    )
    for (name, kind, way), count in sorted(counts.items()):
        right = 1 - count.wrong / count.characters
        shaped = f"{count.shaped / count.rows:.1%}" if name == "dutylist" else "—"
        exact = f"{count.exact / count.rows:.1%}" if name == "dutylist" else "—"
        print(
            f"{name:10}{kind:14}{way:10}{count.characters:>8}{right:>9.3%}{count.rows:>5}"
            f"{shaped:>8}{exact:>8}{np.mean(count.seconds):>8.1f}"
        )
    marks = sum(counts_of.values(), start=Marks())
    for way, its in [*sorted(counts_of.items()), ("全部", marks)]:
        print(f"{way:10}{its.sentence()}")
    if not shutil.which("tesseract"):
        print("tesseract 没有安装，没有比较")


def judge(page: FoundPage, printed: FoundPage) -> Marks:
    """Which characters are wrong, lost or too many, and beside which of them a doubtful one
    stands; of a page that was refused in words every character is lost and told."""
    text, sure = characters_of(page)
    wanted, _ = characters_of(printed)
    if not text:
        return Marks(len(wanted), len(wanted), len(wanted) if page.notes else 0, 0)
    low = [one < UNSURE for one in sure]
    wrong = told = 0
    for edit in Levenshtein.opcodes(text, wanted):
        if edit.tag == "equal":
            continue
        start, end = edit.src_start, edit.src_end
        size = max(end - start, edit.dest_end - edit.dest_start)
        wrong += size
        told += size * any(low[max(start - 1, 0) : end + 1])
    return Marks(len(wanted), wrong, told, sum(low))


def characters_of(page: FoundPage) -> tuple[str, list[float]]:
    """The characters of the page's tables, row by row, and how sure each of them is."""
    pairs = [
        (one, sure)
        for cell in (cell for row in table_rows(page) for cell in row.cells)
        for part in cell.parts
        for one, sure in zip(part.text, part.confidences or (1.0,) * len(part.text), strict=True)
        if not one.isspace()
    ]
    return "".join(one for one, _ in pairs), [sure for _, sure in pairs]


if __name__ == "__main__":
    main()
