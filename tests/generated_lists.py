"""Lists of invented townships, made from the real one: other places, offices, categories, words.

The same number always gives the same list. Every list differs from every other in its places;
of its duties some are left out, some are worded otherwise, and the rows are numbered anew.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from tests.libreoffice import converted

DATA = Path(__file__).parent / "data"

_REAL_PLACES = {"county": "吉木萨尔县", "town": "三台镇", "prefecture": "昌吉回族自治州"}
_PREFECTURES = ("安平市", "临河地区", "青原市", "云岭自治州", "长宁市", "东川市")
_FIRST = "清云长安永新东西南北福兴和平石金玉龙凤双"
_SECOND = "河山水坪岭泉湖桥林原丰阳源台沟庄塘川"
_TOWN_ENDS = ("镇", "乡", "街道")
_OTHER_WORDS = (
    ("组织开展", "开展"),
    ("负责", "承担"),
    ("做好", "落实"),
    ("推进", "推动"),
    ("宣传教育", "宣传引导"),
    ("协助", "配合"),
    ("排查", "巡查"),
    ("建立健全", "健全"),
)
_OTHER_OFFICES = (
    ("人力资源和社会保障局", "人社和就业服务局"),
    ("农业农村局", "农业农村和水利局"),
    ("住房和城乡建设局", "住房城乡建设局"),
    ("文化体育广播电视和旅游局", "文化和旅游局"),
    ("市场监督管理局", "市场监管局"),
)
_OTHER_CATEGORIES = (
    ("党的建设", "党建引领"),
    ("经济发展", "产业发展"),
    ("民生服务", "公共服务"),
    ("平安法治", "平安建设"),
    ("社会管理", "社会治理"),
)
_TITLES = {"basic": "基本履职", "cooperative": "配合履职", "recalled": "上级部门收回"}
_COLUMNS = {
    "basic": ("序号", "事项类别", "事项名称"),
    "cooperative": (
        *("序号", "事项类别", "事项名称"),
        *("对应上级部门", "上级部门职责", "乡镇（街道）配合职责"),
    ),
    "recalled": ("序号", "事项类别", "事项名称", "承接部门及工作方式"),
}


@dataclass(frozen=True)
class GeneratedList:
    """An invented list: its place, and per kind its rows of cells, paragraphs as "<p>"."""

    number: int
    prefecture: str
    county: str
    town: str
    issued: str
    tables: dict[str, list[list[str]]]

    @property
    def name(self) -> str:
        """A file name without suffix; the folder is its county."""
        return f"{self.county}/{self.town}-{self.number:04d}"


def generate(number: int, county_of: int | None = None) -> GeneratedList:
    """The invented list of that number, in a county of its own or in that of another number."""
    chance = random.Random(number)
    shared = chance if county_of is None else random.Random(county_of)
    county = f"{shared.choice(_FIRST)}{shared.choice(_SECOND)}县"
    town = chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_TOWN_ENDS)
    prefecture = shared.choice(_PREFECTURES)
    words = [pair for pair in _OTHER_WORDS if chance.random() < 0.3]
    offices = [pair for pair in _OTHER_OFFICES if shared.random() < 0.3]
    categories = [pair for pair in _OTHER_CATEGORIES if shared.random() < 0.3]
    places = [
        (_REAL_PLACES["county"], county),
        (_REAL_PLACES["town"], town),
        (_REAL_PLACES["prefecture"], prefecture),
        ("昌吉州", prefecture),
        (_REAL_PLACES["county"].removesuffix("县"), county.removesuffix("县")),
    ]
    tables: dict[str, list[list[str]]] = {kind: [] for kind in _TITLES}
    for row in _real_rows():
        kind, cells = row
        if chance.random() < 0.1:
            continue
        swaps = places + offices + (words if chance.random() < 0.5 else [])
        changed = [_swap(cell, swaps) for cell in cells]
        changed[0] = str(len(tables[kind]) + 1)
        changed[1] = _swap(cells[1], categories)
        tables[kind].append(changed)
    issued = f"{chance.choice((2024, 2025))}-{chance.randint(1, 12):02d}"
    return GeneratedList(number, prefecture, county, town, issued, tables)


def real_list() -> GeneratedList:
    """The real list's rows under an invented county's name."""
    places = [("吉木萨尔县", "白石县"), ("昌吉回族自治州", "青山市"), ("昌吉州", "青山市")]
    tables: dict[str, list[list[str]]] = {kind: [] for kind in _TITLES}
    for kind, cells in _real_rows():
        tables[kind].append([_swap(cell, places) for cell in cells])
    return GeneratedList(0, "青山市", "白石县", "柳溪镇", "2025-06", tables)


def as_text(made: GeneratedList, rows_on_page: int = 8) -> str:
    """The list as text, the header row once a page as in the real one."""
    year, month = made.issued.split("-")
    lines = [made.prefecture, made.county + made.town, "履职事项清单", f"{year} 年 {int(month)} 月"]
    lines += ["", "目 录", ""]
    page = 1
    for order, (kind, rows) in enumerate(made.tables.items(), 1):
        lines.append(f"{order}. {_TITLES[kind]}事项清单.....\t{page}")
        page += -(-len(rows) // rows_on_page)
    for kind, rows in made.tables.items():
        lines += ["", f"{made.county}{made.town}{_TITLES[kind]}事项清单"]
        for start in range(0, len(rows), rows_on_page):
            lines += ["", "\t".join(_COLUMNS[kind])]
            lines += ["\t".join(row) for row in rows[start : start + rows_on_page]]
    return "\n".join(lines) + "\n"


def write_texts(folder: Path, count: int, first: int = 1) -> list[Path]:
    """Write that many lists as text files below a folder, a county a subfolder."""
    return list(_write(folder, map(generate, range(first, first + count))))


def write_county(folder: Path, count: int) -> list[Path]:
    """Write the lists of so many townships of one county as text files."""
    return list(_write(folder, (generate(number, county_of=1) for number in range(1, count + 1))))


def _write(folder: Path, lists: Iterable[GeneratedList]) -> Iterator[Path]:
    for made in lists:
        path = folder / f"{made.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(made), "utf-8")
        yield path


def write_mixed(folder: Path, count: int, first: int = 1) -> list[Path]:
    """Write that many lists, by turns as text, Word, Excel and PDF (from Word by LibreOffice)."""
    numbers = range(first, first + count)
    paths: list[Path] = []
    for number in numbers:
        made = generate(number)
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        suffix, write = _FORMATS[number % len(_FORMATS)]
        path = path.with_suffix(suffix)
        write(made, path)
        paths.append(path)
    return paths


def _write_text(made: GeneratedList, path: Path) -> None:
    path.write_text(as_text(made), "utf-8")


def _write_docx(made: GeneratedList, path: Path) -> None:
    document = Document()
    year, month = made.issued.split("-")
    for line in (made.prefecture, made.county + made.town, "履职事项清单", f"{year}年{month}月"):
        document.add_paragraph(line)
    for kind, rows in made.tables.items():
        document.add_paragraph(f"{made.county}{made.town}{_TITLES[kind]}事项清单")
        table = document.add_table(0, len(_COLUMNS[kind]), style="Table Grid")
        for row in (list(_COLUMNS[kind]), *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _paragraphs(text)
    document.save(str(path))


def _write_xlsx(made: GeneratedList, path: Path) -> None:
    book = Workbook(write_only=True)
    for kind, rows in made.tables.items():
        sheet = book.create_sheet(_TITLES[kind])
        sheet.append([f"{made.county}{made.town}{_TITLES[kind]}事项清单"])
        for row in (list(_COLUMNS[kind]), *rows):
            sheet.append([_paragraphs(text) for text in row])
    book.save(path)


def _write_pdf(made: GeneratedList, path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        word = Path(name) / f"{path.stem}.docx"
        _write_docx(made, word)
        converted([word], "pdf", path.parent)


_FORMATS = (
    (".txt", _write_text),
    (".docx", _write_docx),
    (".xlsx", _write_xlsx),
    (".pdf", _write_pdf),
)


def _paragraphs(markup: str) -> str:
    """A cell's paragraphs, parted by newlines."""
    parts = re.split(r"</?(?:p|ol)[^>]*>", markup)
    return "\n".join(part.strip() for part in parts if part.strip())


@cache
def _real_rows() -> tuple[tuple[str, list[str]], ...]:
    rows = json.loads((DATA / "santai-2025.rows.json").read_text("utf-8"))
    return tuple((row["section"], row["cells"]) for row in rows)


def _swap(text: str, pairs: list[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text
