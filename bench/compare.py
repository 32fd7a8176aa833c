"""How well known edits are found, how fast, and what whole-document comparison makes of them.

    python bench/compare.py [--editions 60] [--first 1000] [--show] [--only-accuracy]
    uv run --with "python-redlines[all]" python bench/compare.py --word 3

`--word N` compares N pairs of editions with LibreOffice and, where installed, with both engines
of python-redlines, too: minutes, not seconds.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path

import docx

sys.path.insert(0, str(Path(__file__).parent.parent))

from dutylist.compare.editions import compare_editions
from dutylist.records.model import DutyList
from tests import libreoffice
from tests.edits import Edition, Fact, edited
from tests.found_changes import found_facts, read_rows
from tests.known_editions import ROWS, tried_all
from tests.word_compare_facts import count_marks, word_facts


def main() -> None:
    """Print all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=60)
    parser.add_argument("--first", type=int, default=1000, help="the first edition's seed")
    parser.add_argument("--show", action="store_true", help="print every miss")
    parser.add_argument("--only-accuracy", action="store_true", help="no times")
    parser.add_argument("--word", type=int, default=0, metavar="N")
    options = parser.parse_args()
    accuracy(range(options.first, options.first + options.editions), show=options.show)
    if options.only_accuracy:
        return
    old = read_rows(ROWS, 2025)
    speed(old)
    if options.word:
        against_word(old, options.word)


def accuracy(editions: range, *, show: bool) -> None:
    """F1 of the found changes by type of edit, over editions with 1 to 60 edits in all forms."""
    true: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    examples: list[str] = []
    certain = 0
    wrong: list[str] = []
    for seed in editions:
        tried = tried_all(seed, 1 + seed * 7 % 60)
        certain += len(tried.certain & tried.truth.facts)
        wrong += [
            f"  {tried.name}, wrong and certain: {fact}"
            for fact in sorted(tried.wrong_and_certain, key=str)
        ]
        true.update(str(fact[0]) for fact in tried.right)
        for facts, counter, word in (
            (tried.wrong, extra, "too much"),
            (tried.missed, missing, "missed"),
        ):
            counter.update(str(fact[0]) for fact in facts)
            examples += [f"  {tried.name}, {word}: {fact}" for fact in sorted(facts, key=str)]
    print(f"Known edits in {len(editions)} editions of {len(ROWS)} rows, from seed {editions[0]}")
    print(f"{'type':20}{'found':>7}{'extra':>7}{'missed':>8}{'F1':>8}")
    for kind in sorted(true | extra | missing):
        score = f1(true[kind], extra[kind], missing[kind])
        print(f"{kind:20}{true[kind]:7}{extra[kind]:7}{missing[kind]:8}{score:8.3f}")
    total = (true.total(), extra.total(), missing.total())
    print(f"{'all':20}{total[0]:7}{total[1]:7}{total[2]:8}{f1(*total):8.4f}")
    print(f"told without a doubt: {certain} right, {len(wrong)} wrong")
    for line in wrong if show else wrong[:10]:
        print(line)
    for line in examples if show else examples[:10]:
        print(line)


def f1(true: int, extra: int, missing: int) -> float:
    """The harmonic mean of precision and recall; 1 where nothing was to be found."""
    return 2 * true / (2 * true + extra + missing) if true + extra + missing else 1.0


def speed(old: DutyList) -> None:
    """Seconds for one pair of 241 rows, for longer lists, and for many pairs."""
    new = read_rows(edited(ROWS, 1, 40).rows, 2026)
    print("\nCPU seconds for one comparison (median of 5)")
    print(f"{'40 edits':24}{timed(lambda: compare_editions(old, new)):8.3f}")
    print(f"{'no edits':24}{timed(lambda: compare_editions(old, old)):8.3f}")
    reworded = _all_reworded(old)
    print(f"{'every name reworded':24}{timed(lambda: compare_editions(old, reworded)):8.3f}")
    for times in (2, 4, 8):
        one, other = _longer(old, times), _longer(new, times)
        seconds = timed(partial(compare_editions, one, other), 3)
        print(f"{f'{times * len(ROWS)} rows, 40 edits each':24}{seconds:8.3f}")
    for pairs in (5, 10, 20):
        started = time.process_time()
        for _ in range(pairs):
            compare_editions(old, new)
        seconds = time.process_time() - started
        print(f"{f'{pairs} pairs':24}{seconds:8.3f}  ({seconds / pairs:.3f} a pair)")


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, in seconds of this process's CPU time."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def _all_reworded(edition: DutyList) -> DutyList:
    lists = [
        replace(
            table,
            duties=tuple(
                replace(one, name="进一步" + one.name + "有关工作") for one in table.duties
            ),
        )
        for table in edition.lists
    ]
    return replace(edition, lists=tuple(lists))


def _longer(edition: DutyList, times: int) -> DutyList:
    """The lists `times` over, each copy with other words so that no duty stands twice."""
    lists = []
    for table in edition.lists:
        duties = [
            replace(one, name=f"{one.name}{chr(0x4E00 + copy * 37) * 4}")
            for copy in range(times)
            for one in table.duties
        ]
        lists.append(replace(table, duties=tuple(duties)))
    return replace(edition, lists=tuple(lists))


def against_word(old: DutyList, pairs: int) -> None:
    """How many edits whole-document comparison reports as one change of the right type."""
    before = plain_word_file(old)
    scores: dict[str, Counter[str]] = {}
    for seed in range(pairs):
        edition = edited(ROWS, seed, (10, 25, 50)[seed % 3])
        new = read_rows(edition.rows, 2026)
        now = plain_word_file(new)
        started = time.perf_counter()
        facts = found_facts(compare_editions(old, new), ROWS, edition.rows)
        note(scores, "this program", edition, facts, 0, time.perf_counter() - started)
        for name, run in _comparers():
            started = time.perf_counter()
            try:
                result = run(before, now)
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {str(error)[:200]}")
                continue
            seconds = time.perf_counter() - started
            found = word_facts(result, ROWS, edition.rows)
            note(scores, name, edition, found, count_marks(result), seconds)
    print(f"\nThe same {pairs} pairs through whole-document comparison")
    print(f"{'':22}{'edits':>7}{'right':>7}{'share':>8}{'extra':>7}{'marks':>8}{'seconds':>9}")
    for name, score in scores.items():
        share = score["right"] / score["edits"]
        print(
            f"{name:22}{score['edits']:7}{score['right']:7}{share:8.2f}{score['extra']:7}"
            f"{score['marks']:8}{score['milliseconds'] / 1000:9.1f}"
        )


def note(
    scores: dict[str, Counter[str]],
    name: str,
    edition: Edition,
    found: set[Fact],
    marks: int,
    seconds: float,
) -> None:
    """Add one pair's result to a comparer's score."""
    scores.setdefault(name, Counter()).update(
        {
            "edits": len(edition.facts),
            "right": len(found & edition.facts),
            "extra": len(found - edition.facts),
            "marks": marks,
            "milliseconds": round(seconds * 1000),
        }
    )


def _comparers() -> Iterator[tuple[str, Callable[[bytes, bytes], bytes]]]:
    if libreoffice.available():
        yield "LibreOffice", _by_libreoffice
    try:
        engines = importlib.import_module("python_redlines.engines")
    except ImportError:
        return
    for name in ("DocxodusEngine", "XmlPowerToolsEngine"):

        def run(old: bytes, new: bytes, name: str = name) -> bytes:
            with redirect_stdout(StringIO()):
                result: bytes = getattr(engines, name)().run_redline("bench", old, new)[0]
            return result

        yield name, run


def _by_libreoffice(old: bytes, new: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "old.docx").write_bytes(old)
        (folder / "new.docx").write_bytes(new)
        target = folder / "result.docx"
        libreoffice.work(
            folder / "new.docx",
            target,
            ".uno:CompareDocuments",
            other=folder / "old.docx",
        )
        return target.read_bytes()


def plain_word_file(edition: DutyList) -> bytes:
    """The list as anyone would type it into Word: titles and three tables."""
    document = docx.Document()
    for text in (*edition.region, edition.title, edition.issued):
        document.add_paragraph(text)
    for table in edition.lists:
        document.add_paragraph(table.title)
        _add_table(document, [table.headers, *(duty.cells for duty in table.duties)])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    cells = iter(table._cells)
    for row in rows:
        for text in row:
            cell = next(cells)
            first, *rest = text.split("\n")
            cell.paragraphs[0].text = first
            for paragraph in rest:
                cell.add_paragraph(paragraph)


if __name__ == "__main__":
    main()
