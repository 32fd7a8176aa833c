"""Scans to measure the reading on: pages of the real list printed with several faces by several
programs, degraded with fixed seeds by own geometry or by Augraphy."""

from __future__ import annotations

import io
import random as python_random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from dutylist.extract.formats.scan.warp import TERMS, Bend, redrawn
from tests.fixtures.pdf_layouts import (
    Rows,
    chromium_portrait,
    html_list,
    print_page,
    typst_list,
    word_landscape,
    word_list,
)

DPI = 200
WAYS = ("平板", "平板150", "平板JPEG", "缺墨", "黑边", "传真", "手机1", "手机2", "手机3", "手机4")
SHEETS = {
    "复印": ("InkBleed", "DirtyDrum", "SubtleNoise", "Jpeg"),
    "缺粉": ("LowInkPeriodicLines", "InkMottling", "BrightnessTexturize"),
    "旧纸": ("BleedThrough", "ColorPaper", "Folding", "NoiseTexturize"),
    "影子": ("ShadowCast", "LightingGradient", "Jpeg"),
}
"""What Augraphy does to a page, one after the other."""

SONG, HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
KAI, FANGSONG = "AR PL KaitiM GB", "LXGW WenKai"
"""Debian's fonts-arphic-gkai00mp, and fonts-lxgw-wenkai, which stands between 楷体 and 仿宋."""


@dataclass(frozen=True)
class Print:
    """A way to print the list: the face it needs, who prints it, and which pages (from 0)."""

    face: str
    make: Callable[[Rows, Path], Path]
    pages: tuple[int, ...]


def _word(face: str, size: float) -> Callable[[Rows, Path], Path]:
    def make(rows: Rows, target: Path) -> Path:
        return word_list(rows, target, landscape=True, whole_rows=False, size=size, font=face)

    return make


def _chromium(face: str, size: float) -> Callable[[Rows, Path], Path]:
    def make(rows: Rows, target: Path) -> Path:
        style = f"@page {{ size: A4 landscape; margin: 20mm }} body {{ font: {size}pt '{face}' }}"
        return print_page(html_list(rows, style), target)

    return make


def _typst(face: str, size: float) -> Callable[[Rows, Path], Path]:
    def make(rows: Rows, target: Path) -> Path:
        style = (
            '#set page("a4", flipped: true, margin: 20mm, numbering: "1")\n'
            f'#set text(font: "{face}", size: {size}pt, lang: "zh", region: "cn")\n'
            "#set par(justify: true, spacing: 0.65em)"
        )
        return typst_list(rows, target, style, "stroke: 0.5pt, inset: 4pt,")

    return make


USUAL = {
    "Word 横排": Print(SONG, word_landscape, (2, 8, 14, 18, 30, 50)),
    "Chromium 竖排": Print(SONG, chromium_portrait, (2, 6, 13, 20, 30, 46)),
}
FACES = {
    "Word 楷体 9": Print(KAI, _word(KAI, 9), (3, 17, 26)),
    "Word 黑体 12": Print(HEI, _word(HEI, 12), (4, 25, 60)),
    "Chromium 仿宋类 14": Print(FANGSONG, _chromium(FANGSONG, 14), (3, 30, 60)),
    "Chromium 楷体 10.5": Print(KAI, _chromium(KAI, 10.5), (3, 21, 33)),
    "Typst 宋体 16": Print(SONG, _typst(SONG, 16), (5, 40, 80)),
    "Typst 仿宋类 9": Print(FANGSONG, _typst(FANGSONG, 9), (3, 15, 28)),
}


def has_face(face: str) -> bool:
    """Whether the system has the face; programs would take another in silence."""
    found = subprocess.run(["fc-list", face], capture_output=True, text=True, check=True)
    return bool(found.stdout.strip())


def augmented(pdf: Path, index: int, sheet: str) -> np.ndarray:
    """A page (from 0) as Augraphy makes it; alike each time (some of its parts draw their own
    lots).

    Raises ModuleNotFoundError where it is not installed (the group `augraphy`).
    """
    import augraphy

    seed = int(np.random.default_rng([index, *sheet.encode()]).integers(2**31))
    python_random.seed(seed)
    np.random.seed(seed)
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[index].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()
    image = np.ascontiguousarray(np.asarray(drawn)[:, :, ::-1])
    for step in SHEETS[sheet]:
        image = getattr(augraphy, step)(p=1)(image)
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)


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
