"""Mutated files, always the same ones: is each read whole, told, or refused in words?

    python bench/fuzz.py [NUMBER] [FIRST]      (make fuzz: 2000)

Every file is read in a bounded process, as the page and a batch do. An edit (a text, an attribute
or a value exchanged in a file that stays sound) may change what is read without a word: the file
says so. Damage (bytes lost or exchanged, a stream or part cut) may not. Prints a table of counts
and every file that ended in an internal error, was silently read otherwise or went over a limit.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import docx
import pikepdf
import xlsxwriter
from lxml import etree

from dutylist.app.worker.answers import Failure, MoreTime, Tell
from dutylist.app.worker.process import Worker
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.read import read_duty_list
from dutylist.records.check import check
from dutylist.records.json_form import dump_records
from dutylist.render.typeset.faces import load_faces
from dutylist.render.write import write_official

LIMITS = ReadLimits(max_seconds=60, max_memory=1500)
OUTCOMES = ("读全", "有提示", "拒绝", "文件如此", "悄悄读错", "内部错误", "超出限度")
SILENT, INTERNAL, OVER = OUTCOMES[4:]

_COLUMNS = {
    "基本履职": ("序号", "事项类别", "事项名称"),
    "配合履职": ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
}
_STRANGE = (
    "",
    "-1",
    "0",
    "99999999999",
    "NaN",
    "1e999",
    "x" * 5000,
    "\u202e",
    "<&>",
    "㐀𬭩",
    "\t\n",
)

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Mutant:
    """A mutated file; `damaged` is true where it is no sound file any more."""

    name: str
    suffix: str
    content: bytes
    damaged: bool


@dataclass(frozen=True)
class Seen:
    """What was read of a file: its rows, and what was said of them."""

    rows: Rows
    said: list[str]


@dataclass(frozen=True)
class Judged:
    """A mutant and what came of it."""

    name: str
    format: str
    outcome: str
    detail: str


def look(path: Path, tell: Tell) -> Seen:
    """Read and check a file; runs in the bounded process."""
    # A page without usable text is read from its picture, which takes longer.
    limits = replace(LIMITS, more_time=lambda seconds: tell(MoreTime(seconds)))
    duty_list = read_duty_list(path, limits=limits)
    rows = [
        (table.kind, duty.number, duty.category, duty.name, duty.cells)
        for table in duty_list.lists
        for duty in table.duties
    ]
    said = [note.text for note in duty_list.notes]
    return Seen(rows, said + [finding.message for finding in check(duty_list)])


def list_rows() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """An invented list: title and rows of each table, header first."""
    names = ("河湖保护", "防汛抗旱", "森林防火", "临时救助", "食品安全", "道路管护", "养老服务")
    for kind, columns in _COLUMNS.items():
        rows = [columns]
        for number, name in enumerate(names * 2, 1):
            whole = (
                *(str(number), ("经济发展", "民生服务")[number > 7], f"{name}第{number}项工作"),
                *("县水务局、县民政局", f"1.县水务局负责{name}；\n2.县民政局负责救助。"),
                "1.开展巡查；\n2.及时上报。",
            )
            rows.append(whole[: len(columns)])
        yield f"{kind}事项清单", rows


def base_files(folder: Path) -> dict[str, bytes]:
    """The sound files that are mutated, by suffix."""
    text = "云岭省清河市安丰县青禾镇履职事项清单\n2025年9月\n\n" + "\n".join(
        f"{title}\n" + "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)
        for title, rows in list_rows()
    )
    source = folder / "清单.txt"
    source.write_text(text + "\n", "utf-8")
    duty_list = read_duty_list(source)
    faces = load_faces(system=False)
    pdf, ofd = write_official(duty_list, ["pdf", "ofd"], folder / "out", faces=faces)
    return {
        ".txt": source.read_bytes(),
        ".json": dump_records(duty_list).encode(),
        ".pdf": pdf.read_bytes(),
        ".ofd": ofd.read_bytes(),
        ".docx": _docx(),
        ".xlsx": _xlsx(),
        ".html": _html(),
    }


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("青禾镇履职事项清单")
    for title, rows in list_rows():
        document.add_paragraph(title)
        table = document.add_table(len(rows), len(rows[0]), "Table Grid")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    for title, rows in list_rows():
        sheet = workbook.add_worksheet(title[:4])
        sheet.write(0, 0, title)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    workbook.close()
    return out.getvalue()


def _html() -> bytes:
    tables = "".join(
        f"<h2>{title}</h2><table border=1>"
        + "".join(
            "<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        + "</table>"
        for title, rows in list_rows()
    )
    return f"<!doctype html><meta charset=utf-8><h1>青禾镇履职事项清单</h1>{tables}".encode()


def mutants(bases: dict[str, bytes], first: int, number: int) -> Iterator[Mutant]:
    """The mutants of these numbers: the same for the same number, whatever is asked for."""
    suffixes = sorted(bases)
    for seed in range(first, first + number):
        chance = random.Random(seed)
        suffix = suffixes[seed % len(suffixes)]
        way = chance.choice(_WAYS[suffix])
        content, damaged = way(bases[suffix], chance)
        yield Mutant(f"{seed}-{way.__name__.strip('_')}", suffix, content, damaged)


Way = Callable[[bytes, random.Random], tuple[bytes, bool]]


def _flipped(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out), True


def _zeroed(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    start, length = chance.randrange(len(data)), chance.choice((16, 512, 8192))
    return data[:start] + bytes(min(length, len(data) - start)) + data[start + length :], True


def _cut(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    return data[: chance.randrange(len(data))], True


def _lost(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 100, 4000)) :], True


def _said_so(way: Way) -> Way:
    """The same for a format in which no damage shows: what stands there is what it says."""

    def changed(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
        return way(data, chance)[0], False

    changed.__name__ = way.__name__
    return changed


def _stream_cut(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """A page's content, or a font, ends early or has a hole, in a PDF that is else sound."""
    pdf = pikepdf.open(io.BytesIO(data))
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    stream = chance.choice(streams)
    raw = stream.read_raw_bytes()
    at = chance.randrange(max(len(raw), 1))
    kept = raw[:at] if chance.random() < 0.6 else raw[:at] + bytes(40) + raw[at + 40 :]
    filters: Any = stream.get("/Filter")
    stream.write(kept, filter=filters)
    return _saved(pdf), True


def _page_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """A page turned, cropped, scaled, doubled, lost or with an odd entry."""
    pdf = pikepdf.open(io.BytesIO(data))
    page = pdf.pages[chance.randrange(len(pdf.pages))]
    way = chance.randrange(6)
    if way == 0:
        page.obj.Rotate = chance.choice((90, 180, 270, 45, -90, 7))
    elif way == 1:
        page.obj.MediaBox = chance.choice(
            ([0, 0, 1, 1], [0, 0, 0, 0], [900, 900, 0, 0], [0, 0, 1e7, 1e7])
        )
    elif way == 2:
        page.obj.UserUnit = chance.choice((0, -1, 10, 1000))
    elif way == 3:
        pdf.pages.append(page)
    elif way == 4:
        del page.obj["/Resources"]
    else:
        page.obj.Contents = pdf.make_stream(b"q 1e9 0 0 1e9 0 0 cm " + page.Contents.read_bytes())
    return _saved(pdf), False


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _xml_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """An element or attribute of one part taken out, doubled, moved or given another value."""
    parts = _parts(data)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    root = etree.fromstring(parts[name])
    for _ in range(chance.choice((1, 1, 5))):
        element = chance.choice(list(root.iter(etree.Element)))
        parent = element.getparent()
        way = chance.randrange(5)
        if way == 0 and parent is not None:
            parent.remove(element)
        elif way == 1 and parent is not None:
            parent.append(etree.fromstring(etree.tostring(element)))
        elif way == 2 and element.attrib:
            element.set(chance.choice(list(element.attrib)), _xml_text(chance))
        elif way == 3:
            element.text = _xml_text(chance)
        elif parent is not None:
            parent.insert(0, element)
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return _packed(parts), False


def _xml_text(chance: random.Random) -> str:
    return chance.choice(_STRANGE)


def _part_lost(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    parts = _parts(data)
    del parts[chance.choice(list(parts))]
    return _packed(parts), False


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _value_edited(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """One value of a records file exchanged, taken out or nested."""
    whole = json.loads(data)
    holders: list[Any] = []
    waiting: list[Any] = [whole]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict | list) and holder:
            holders.append(holder)
            waiting += holder.values() if isinstance(holder, dict) else holder
    holder = chance.choice(holders)
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    key = chance.choice(list(keys))
    odd: list[Any] = [None, True, -1, 1.5, 10**40, float("inf"), "", "\ud800", "x" * 9000, [], {}]
    if chance.random() < 0.2:
        del holder[key]
    else:
        holder[key] = chance.choice([*odd, [[[[holder[key]]]]], _deep(600)])
    return json.dumps(whole).encode("utf-8", "surrogatepass"), False


def _deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


_BYTES = (_flipped, _zeroed, _cut, _lost)
_TEXT = tuple(map(_said_so, _BYTES))
_PACKAGE = (*_BYTES, _xml_edited, _xml_edited, _xml_edited, _part_lost)
_WAYS: dict[str, tuple[Way, ...]] = {
    ".txt": _TEXT,
    ".html": _TEXT,
    ".json": (*_TEXT, _value_edited, _value_edited, _value_edited, _value_edited),
    ".pdf": (*_BYTES, _stream_cut, _stream_cut, _stream_cut, _page_edited),
    ".docx": _PACKAGE,
    ".xlsx": _PACKAGE,
    ".ofd": _PACKAGE,
}


def judge(mutant: Mutant, worker: Worker, folder: Path, sound: Seen) -> Judged:
    """Read a mutant and say what came of it, compared with its sound file."""
    path = folder / f"{mutant.name}{mutant.suffix}"
    path.write_bytes(mutant.content)
    seen = worker.run(look, path, name=path.name)
    path.unlink()
    outcome, detail = _outcome(seen, mutant, sound)
    return Judged(mutant.name, mutant.suffix, outcome, detail)


def _outcome(seen: Seen | Failure, mutant: Mutant, sound: Seen) -> tuple[str, str]:
    if isinstance(seen, Failure):
        if seen.exit_code == 8:
            return "超出限度", seen.message
        return (INTERNAL if seen.exit_code == 10 else "拒绝"), seen.message
    if seen.rows == sound.rows:
        return "读全", ""
    if Counter(seen.said) - Counter(sound.said):
        return "有提示", ""
    if not mutant.damaged:
        return "文件如此", ""
    changed = [row for row in sound.rows if row not in seen.rows]
    return SILENT, f"{len(sound.rows)} → {len(seen.rows)} 行，少了 {changed[:1]}"


def fuzz(number: int, first: int = 0, workers: int = 2) -> list[Judged]:
    """Read so many mutants."""
    with tempfile.TemporaryDirectory(prefix="dutylist-fuzz-") as name:
        folder = Path(name)
        bases = base_files(folder)
        crew: SimpleQueue[Worker] = SimpleQueue()
        made = [Worker(LIMITS) for _ in range(workers)]
        sound: dict[str, Seen] = {}
        for suffix, content in bases.items():
            path = folder / f"base{suffix}"
            path.write_bytes(content)
            seen = made[0].run(look, path, name=path.name)
            assert isinstance(seen, Seen), seen
            sound[suffix] = seen
        for worker in made:
            crew.put(worker)

        def one(mutant: Mutant) -> Judged:
            worker = crew.get()
            try:
                return judge(mutant, worker, folder, sound[mutant.suffix])
            finally:
                crew.put(worker)

        try:
            with ThreadPoolExecutor(workers) as pool:
                return list(pool.map(one, mutants(bases, first, number)))
        finally:
            for worker in made:
                worker.close()


def main() -> int:
    """Print the counts by format, and what must not be; 1 where there is any of it."""
    given = [int(word) for word in sys.argv[1:]]
    judged = fuzz(given[0] if given else 200, given[1] if len(given) > 1 else 0)
    counts = Counter((one.format, one.outcome) for one in judged)
    print("格式  " + "  ".join(OUTCOMES))
    for suffix in sorted({one.format for one in judged}):
        row = "  ".join(f"{counts[suffix, outcome]:8}" for outcome in OUTCOMES)
        print(f"{suffix:6}{row}")
    for one in judged:
        if one.outcome in (SILENT, INTERNAL, OVER):
            print(f"{one.outcome} {one.name}{one.format}：{one.detail[:300]}")
    return int(any(one.outcome in (SILENT, INTERNAL) for one in judged))


if __name__ == "__main__":
    # As a module of its own: the bounded processes import `look` by name.
    root = str(Path(__file__).parent.parent)
    os.environ["PYTHONPATH"] = root
    sys.path.insert(0, root)
    from bench import fuzz as by_name

    sys.exit(by_name.main())
