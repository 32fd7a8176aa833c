"""Reading scans: characters right, rows exact, what is marked, seconds a page; beside RapidOCR
and tesseract.

Pages of the real list, printed by LibreOffice and Chromium, are degraded with fixed seeds:
flatbed scans, an empty toner, black scanner edges, a fax, photos of four grades (keystone, curl,
light, turn). The truth is the text in the printed PDF. The two others read the page as it came;
they tell no cells, so of them only counts how many of the characters they find, wherever. (Debian's
tesseract-ocr and tesseract-ocr-chi-sim; without them it is left out, which is said.)

`--faces` measures other faces (楷, 仿宋-like, 黑, 宋) at 9 to 16 points by three programs, and
`--augraphy` what that library makes of the pages (`uv run --group augraphy`, in an environment of
its own: it brings a second OpenCV). Marks are told for two halves of the pages, drawn by lot:
thresholds are learnt on one, the other is what counts.

python -m bench.scan [--pages N] [--others N] [--faces] [--augraphy] [--ways …] [--seed N]
python -m bench.scan --memory 20 80 150
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from bench.scan_pages import DPI, FACES, SHEETS, USUAL, WAYS, augmented, has_face, scanned
from dutylist.extract.formats.pdf.pdf import iter_pages
from dutylist.extract.formats.scan.models import NEVER
from dutylist.extract.formats.scan.page import read_sheet
from dutylist.extract.formats.scan.picture import Picture
from dutylist.extract.formats.scan.sheets import upright_sheets
from dutylist.extract.lists.corrected_names import with_known_names
from dutylist.extract.pages.layout import FoundPage
from dutylist.extract.pages.page_text import learn_all, page_text
from dutylist.extract.source import UNSURE, Row, SourceDocument, Table
from tests.fixtures.pdf_layouts import real_rows

ROWS = Path(__file__).parent.parent / "tests" / "data" / "santai-2025.rows.json"


@dataclass
class Count:
    """Sums over pages."""

    wrong: int = 0
    characters: int = 0
    rows: int = 0
    shaped: int = 0
    exact: int = 0
    found: int = 0
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


def rows_of(page: FoundPage) -> list[list[str]]:
    """The texts of the cells of each table row."""
    return [[cell.text for cell in row.cells] for row in table_rows(page)]


def table_rows(page: FoundPage) -> list[Row]:
    """The rows as a list's records are made of them: what words decide is decided."""
    blocks = page_text(page, None, None, learn_all([page])).blocks
    tables = tuple(block for block in blocks if isinstance(block, Table))
    found = with_known_names(SourceDocument("", tables)).blocks
    return [row for block in found if isinstance(block, Table) for row in block.rows]


def squeezed(rows: list[list[str]]) -> str:
    return "".join("".join("".join(row).split()) for row in rows)


def add(count: Count, got: list[list[str]], truth: list[list[str]], seconds: float) -> None:
    wanted = squeezed(truth)
    count.wrong += min(Levenshtein.distance(squeezed(got), wanted), len(wanted))
    count.characters += len(wanted)
    count.found += found_anywhere(squeezed(got), wanted)
    count.rows += len(truth)
    if len(got) == len(truth):
        for one, other in zip(got, truth, strict=True):
            count.shaped += [bool(cell) for cell in one] == [bool(cell) for cell in other]
            count.exact += one == other
    count.seconds.append(seconds)


def found_anywhere(text: str, wanted: str) -> int:
    """How many of the wanted characters stand in a text, wherever and of whichever width."""
    one, other = (Counter(unicodedata.normalize("NFKC", each)) for each in (text, wanted))
    return (one & other).total()


def rapidocr_text(picture: Picture) -> str:
    """What RapidOCR reads on a page as it came."""
    return "".join(_rapidocr()(np.repeat(picture.grey[:, :, None], 3, axis=2)).txts or ())


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def tesseract_text(picture: Picture) -> str:
    """The same by tesseract."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        Image.fromarray(picture.grey).save(image, dpi=(picture.dpi, picture.dpi))
        return subprocess.run(
            ["tesseract", str(image), "-", "-l", "chi_sim", "--psm", "11"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        ).stdout


Counts = defaultdict[tuple[str, str, str], Count]
"""By program, kind of print and way of scanning."""


@dataclass(frozen=True)
class Half:
    """The marks of a half of the pages, by way."""

    name: str
    pages: frozenset[tuple[str, int]]
    marks: defaultdict[str, Marks] = field(default_factory=lambda: defaultdict(Marks))


def halves(pages: list[tuple[str, int]], seed: int) -> tuple[Half, Half]:
    """The pages in two halves, by lot: thresholds are learnt on the first, and judged on the
    second."""
    order = np.random.default_rng(seed).permutation(len(pages))
    drawn = [pages[index] for index in order]
    middle = (len(pages) + 1) // 2
    return (
        Half("调整用的一半", frozenset(drawn[:middle])),
        Half("另一半", frozenset(drawn[middle:])),
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", type=int, default=6, help="pages of each kind")
    arguments.add_argument("--others", type=int, default=1, help="of them for the two others")
    arguments.add_argument("--faces", action="store_true", help="other faces and sizes instead")
    arguments.add_argument("--augraphy", action="store_true", help="degraded by Augraphy instead")
    arguments.add_argument("--ways", nargs="*", help="these ways of scanning alone")
    arguments.add_argument("--seed", type=int, default=0, help="which pages are which half")
    arguments.add_argument("--memory", type=int, nargs="*", help="memory over so many pages alone")
    given = arguments.parse_args()
    if given.memory is not None:
        memory(given.memory or [20, 80, 150])
        return
    prints = FACES if given.faces else USUAL
    missing = [kind for kind, one in prints.items() if not has_face(one.face)]
    for kind in missing:
        print(f"没有字体 {prints[kind].face}，没有测 {kind}")
    prints = {kind: one for kind, one in prints.items() if kind not in missing}
    draw, ways = (augmented, tuple(SHEETS)) if given.augraphy else (scanned, WAYS)
    ways = tuple(given.ways or ways)
    pages = [(kind, index) for kind, one in prints.items() for index in one.pages[: given.pages]]
    both = halves(pages, given.seed)
    counts: Counts = defaultdict(Count)
    with tempfile.TemporaryDirectory() as folder:
        for kind, one in prints.items():
            pdf = one.make(real_rows(ROWS), Path(folder) / f"{kind}.pdf")
            for number, index in enumerate(one.pages[: given.pages]):
                (half,) = (half for half in both if (kind, index) in half.pages)
                (printed,) = iter_pages(pdf, index, index + 1)
                for way in ways:
                    dpi = 150.0 if "150" in way else float(DPI)
                    picture = Picture(1, draw(pdf, index, way), dpi)
                    page = ours(counts["dutylist", kind, way], picture, printed)
                    half.marks[way] += judge(page, printed)
                    if number < given.others:
                        others(counts, (kind, way), picture, printed)
    report(counts, both)


def ours(count: Count, picture: Picture, printed: FoundPage) -> FoundPage:
    """A page read, added to the sums."""
    start = time.process_time()
    page = read_sheet(upright_sheets(picture, NEVER)[0])
    add(count, rows_of(page), rows_of(printed), time.process_time() - start)
    return page


def others(counts: Counts, key: tuple[str, str], picture: Picture, printed: FoundPage) -> None:
    """What the two others read on the same picture, added to the sums: only whether the characters
    are there, as they tell no cells."""
    wanted = squeezed(rows_of(printed))
    for name, read in (("RapidOCR", rapidocr_text), ("tesseract", tesseract_text)):
        if name == "tesseract" and not shutil.which("tesseract"):
            continue
        before = os.times()
        text = read(picture)
        spent = [now - then for now, then in zip(os.times(), before, strict=True)][:4]
        count = counts[(name, *key)]
        count.characters += len(wanted)
        count.found += found_anywhere(text, wanted)
        count.seconds.append(sum(spent))


def report(counts: Counts, both: tuple[Half, Half]) -> None:
    """Print the sums."""
    print(
        f"{'':10}{'':14}{'':10}{'字数':>8}{'字找到':>9}{'字正确':>9}{'行':>5}{'行结构':>8}{'行全同':>8}"
        f"{'秒/页':>8}"
    )
    for (name, kind, way), count in sorted(counts.items()):
        found = count.found / count.characters
        told = f"{'—':>9}{'—':>5}{'—':>8}{'—':>8}"
        if name == "dutylist":
            right = 1 - count.wrong / count.characters
            shaped, exact = count.shaped / count.rows, count.exact / count.rows
            told = f"{right:>9.3%}{count.rows:>5}{shaped:>8.1%}{exact:>8.1%}"
        seconds = float(np.mean(count.seconds))
        print(f"{name:10}{kind:14}{way:10}{count.characters:>8}{found:>9.3%}{told}{seconds:>8.1f}")
    for half in both:
        print(f"{half.name}（{len(half.pages)} 页）")
        for way, its in sorted(half.marks.items()):
            print(f"  {way:10}{its.sentence()}")
        print(f"  {'全部':10}{sum(half.marks.values(), start=Marks()).sentence()}")
    if not shutil.which("tesseract"):
        print("tesseract 没有安装，没有比较")


def memory(numbers: list[int]) -> None:
    """Print the most memory that reading a scan of so many pages takes, each in a process of its
    own."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = USUAL["Word 横排"].make(real_rows(ROWS), Path(folder) / "清单.pdf")
        upper = Image.fromarray(scanned(pdf, 2, "平板"))
        upper = upper.crop((0, 0, upper.width, upper.height // 3))
        for number in numbers:
            path = Path(folder) / f"{number}.pdf"
            upper.save(path, save_all=True, append_images=[upper] * (number - 1), resolution=DPI)
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
            )
            seconds = time.perf_counter() - start
            print(f"{number:>4} 页：最多 {int(done.stdout) / 1024:.0f} MB，{seconds:.0f} 秒")


PEAK = """
import resource, sys
from pathlib import Path
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.formats.scan.scan import read_scan

read_scan(Path(sys.argv[1]), ReadLimits(max_seconds=1e6))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


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
