"""The limits of time and memory hold inside one Word table, one sheet and one page, for the command
line, with the words for the limit that is set; and without options they are the documented ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from dutylist.extract.formats.limits import ReadLimits
from tests.fixtures.office_files import excel_file, tbl, tr, word_file

README = Path(__file__).parent.parent / "README.md"

ROWS = 20_000
"""Rows of one table: seconds to read, hundreds of megabytes."""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dutylist.app.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ,
    )


def one_table(path: Path) -> None:
    """A Word file whose one table has all the rows."""
    row = tr(
        "1", "经济发展", "河湖保护工作", "县水务局", "1.负责统筹。2.负责监督。", "1.配合巡查。"
    )
    word_file(path, tbl(row * 2 * ROWS))


def one_sheet(path: Path) -> None:
    """A workbook whose one sheet has them."""
    cell = '<c t="inlineStr"><is><t>经济发展</t></is></c>'
    excel_file(path, f"<sheetData>{f'<row>{cell * 10}</row>' * 2 * ROWS}</sheetData>")


def one_page(path: Path) -> None:
    """A PDF whose one page has as many cells."""
    page = canvas.Canvas(str(path), pagesize=(20_000, 20_000))
    for number in range(ROWS):
        x, y = number % 200 * 90, number // 200 * 60
        page.rect(x, y, 90, 60)
        page.drawString(x + 5, y + 20, f"cell {number}")
    page.save()


MAKERS: dict[str, Callable[[Path], None]] = {
    "清单.docx": one_table,
    "清单.xlsx": one_sheet,
    "清单.pdf": one_page,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("large")
    for name, make in MAKERS.items():
        make(folder / name)
    return {name: folder / name for name in MAKERS}


@pytest.mark.parametrize(
    ("name", "seconds"), [("清单.docx", "0.3"), ("清单.xlsx", "0.4"), ("清单.pdf", "0.5")]
)
def test_the_time_holds(name: str, seconds: str, files: dict[str, Path]) -> None:
    done = run("--max-seconds", seconds, "extract", files[name])
    assert (done.returncode, done.stdout) == (8, "")
    (line,) = done.stderr.splitlines()
    assert f"“{name}”" in line
    assert f"超过 {seconds} 秒" in line


@pytest.mark.parametrize(("name", "memory"), [("清单.docx", "256"), ("清单.xlsx", "300")])
def test_the_memory_holds(name: str, memory: str, files: dict[str, Path]) -> None:
    """Within a page: test_worker.py."""
    done = run("--max-memory", memory, "extract", files[name])
    assert (done.returncode, done.stdout) == (8, "")
    assert done.stderr == (
        f"出错：“{name}”：用的内存超过 {memory} MB，已经停止。"
        "文件可能损坏或过大，请核对；确实需要时可用 --max-memory 放宽。\n"
    )


def test_without_options_the_limits_are_the_documented_ones() -> None:
    usual = ReadLimits()
    documented = re.sub(r"\s", "", README.read_text("utf-8"))
    said = (
        f"默认不超过{usual.max_pages}页、{usual.max_bytes >> 20}MB（Word、Excel为展开后）、"
        f"{usual.max_seconds:g}秒（扫描页每页另加60秒）、{usual.max_memory}MB内存"
    )
    assert said in documented
    told = re.sub(r"\s", "", run("--help").stdout)
    for number in (usual.max_pages, usual.max_bytes >> 20, usual.max_seconds, usual.max_memory):
        assert f"{number:g}" in told


@pytest.mark.parametrize("size", [(52_000, 60), (60, 52_000)])
def test_a_picture_that_is_one_long_strip_is_told_within_the_limits(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "长条.png"
    Image.effect_noise(size, 90).save(path, dpi=(200, 200))
    done = run("extract", path)
    assert done.returncode in (4, 5, 6), done.stderr
    assert "长条.png" in done.stderr
