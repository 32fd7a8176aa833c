"""Patterns are made when they are first asked; what was made of the program's own texts is taken up
as the same at the next start."""

from __future__ import annotations

import importlib
import marshal
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from tomllib import loads as tomllib_loads

import pytest

import dutylist.extract.lists
import dutylist.extract.offices
from dutylist.records import kept, patterns
from dutylist.records.kept import keep
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern, made

ROOT = Path(__file__).parent.parent
TEXTS = (
    "由(?P<who>[^，。；]{1,8}?)(?:负责|牵头)",
    "(?<![大操督])办(?![理法公])",
    "[一-鿿]+|(a)(?P<b>b)",
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where patterns are kept during a test; as if the program had just begun."""
    place = tmp_path / "all.kept"
    monkeypatch.setattr(kept, "_place", lambda: place)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(kept, "_anew", {})
    monkeypatch.setattr(kept, "_taken_up", set())
    kept._kept.cache_clear()
    yield place
    kept._kept.cache_clear()


def _start_anew() -> None:
    kept._anew.clear()
    kept._taken_up.clear()
    kept._kept.cache_clear()


def _keep(*texts: str) -> None:
    for text in texts:
        made(text)
    keep()
    _start_anew()


def _is_compiled(monkeypatch: pytest.MonkeyPatch, text: str) -> bool:
    """Whether Python compiles a pattern now."""
    asked = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda one: (asked.append(one), real(one))[1])
    assert made(text) == real(text)
    monkeypatch.setattr(re, "compile", real)
    return asked == [text]


def test_a_pattern_is_made_when_it_is_first_used(place: Path) -> None:
    broken = Pattern("(")
    with pytest.raises(re.error):
        broken.match("")


def test_what_was_compiled_is_taken_up_as_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(*TEXTS)
    for text in TEXTS:
        assert not _is_compiled(monkeypatch, text)
    match = made(TEXTS[0]).search("由县民政局负责")
    assert match
    assert match["who"] == "县民政局"
    assert made(TEXTS[2]).groupindex == {"b": 2}


def test_nothing_is_written_where_all_was_kept(place: Path) -> None:
    _keep(*TEXTS)
    place.unlink()
    kept._kept.cache_clear()
    keep()
    assert not place.exists()


def test_what_is_new_is_kept_beside_what_was(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(TEXTS[0])
    _keep(TEXTS[1])
    assert not _is_compiled(monkeypatch, TEXTS[0])
    assert not _is_compiled(monkeypatch, TEXTS[1])


def test_what_another_python_compiled_is_not_taken_up(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(TEXTS[0])
    _, checked, packed = marshal.loads(place.read_bytes())
    place.write_bytes(marshal.dumps(("3.99", checked, packed)))
    assert _is_compiled(monkeypatch, TEXTS[0])


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other"])
def test_what_is_damaged_is_not_taken_up(
    place: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    _keep(TEXTS[0])
    data = place.read_bytes()
    # 甲 for 由 in the compiled pattern.
    changed = data.replace("由".encode("utf-32-le"), "甲".encode("utf-32-le"))
    assert changed != data
    left = {"cut": data[:-9], "changed": changed, "empty": b"", "other": b"PK\x03\x04"}
    place.write_bytes(left[damage])
    assert _is_compiled(monkeypatch, TEXTS[0])


def test_where_python_keeps_no_bytecode_nothing_is_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _keep(TEXTS[0])
    assert not list(place.parent.iterdir())


def test_a_folder_that_is_not_there_is_no_error(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_place", lambda: tmp_path / "none" / "all.kept")
    _keep(TEXTS[0])
    assert _is_compiled(monkeypatch, TEXTS[0])


def test_a_pattern_that_would_be_another_is_not_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_of", lambda text, code: re.compile("another"))
    _keep(TEXTS[0])
    python, checked, packed = marshal.loads(place.read_bytes())
    assert (python, checked) == (sys.version, zlib.crc32(packed))
    assert marshal.loads(packed) == {}


def test_of_too_many_only_those_asked_stay(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(*TEXTS)
    monkeypatch.setattr(kept, "MOST", 2)
    made(TEXTS[1])
    made("新的")
    keep()
    _start_anew()
    assert not _is_compiled(monkeypatch, TEXTS[1])
    assert not _is_compiled(monkeypatch, "新的")
    assert _is_compiled(monkeypatch, TEXTS[0])


def test_a_word_list_is_read_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = own_toml("dutylist.extract.offices", "lexicon.toml")
    keep()
    _start_anew()
    monkeypatch.setattr(tomllib, "loads", None)
    assert own_toml("dutylist.extract.offices", "lexicon.toml") == read
    assert read == tomllib_loads((ROOT / "extract/offices/lexicon.toml").read_text("utf-8"))


def test_a_changed_word_list_is_read_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_toml("dutylist.extract.offices", "predicates.toml")
    keep()
    _start_anew()
    changed = place.parent / "extract" / "offices"
    changed.mkdir(parents=True)
    (changed / "predicates.toml").write_text('verbs = ["修缮"]', "utf-8")
    monkeypatch.setattr("dutylist.records.own_toml.ROOT", place.parent)
    assert own_toml("dutylist.extract.offices", "predicates.toml") == {"verbs": ["修缮"]}


def _own() -> Iterator[Pattern]:
    """The patterns of the rooms that read lists."""
    for room in (dutylist.extract.lists, dutylist.extract.offices):
        for info in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(info.name)
            yield from (one for one in vars(module).values() if isinstance(one, Pattern))


def test_each_of_our_own_can_be_kept() -> None:
    texts = {one.text for one in _own()}
    assert len(texts) > 100
    assert [text for text in texts if patterns._code(text) is None] == []


def test_it_is_kept_beside_the_bytecode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    assert kept._place().suffix == ".kept"
    assert kept._place().is_relative_to(tmp_path)


def test_a_second_start_finds_all_that_the_first_compiled(tmp_path: Path) -> None:
    program = (
        "import pathlib; from dutylist.records import kept;"
        "kept._place = lambda: pathlib.Path('all.kept');"
        "from dutylist.app.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "check", "清单.txt"]
    source = Path(__file__).parent / "data" / "santai-2025.txt"
    (tmp_path / "清单.txt").write_bytes(source.read_bytes())
    # What Python itself leaves of our modules stays where it is: to compile them all is no part.
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    said, written = [], []
    for _ in range(2):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        said.append(done.stdout)
        written.append((tmp_path / "all.kept").stat().st_mtime_ns)
    assert said[0]
    assert said[0] == said[1]
    assert written[0] == written[1]
