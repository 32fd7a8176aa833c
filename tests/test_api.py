"""`import dutylist`: the functions, their names and docstrings, and the example that uses them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import dutylist
from tests.render_documents import DATA

ROOT = Path(__file__).parent.parent
OLD, NEW = ROOT / "tests" / "cases" / "compare" / "rem_old.txt", DATA / "other" / "bayan.txt"


def test_every_name_is_there_and_tells_what_it_is() -> None:
    from dutylist.app import api

    for name in dutylist.__all__:
        assert getattr(dutylist, name) is not None
    for name in ("read", "check", "compare", "render", "excerpts", "cards"):
        assert callable(getattr(dutylist, name))
        assert inspect.getdoc(getattr(api, name))
    with pytest.raises(AttributeError):
        dutylist.nothing  # noqa: B018


def test_importing_imports_nothing_else() -> None:
    code = "import dutylist, sys; print([m for m in sys.modules if m.startswith('dutylist.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_folders_of_the_same_name_stay_folders() -> None:
    import dutylist.compare.editions
    import dutylist.render.write

    old, new = dutylist.read(OLD), dutylist.read(NEW)
    assert dutylist.compare(old, new) == dutylist.compare.editions.compare_editions(old, new)


def test_functions_write_what_the_commands_write(tmp_path: Path) -> None:
    edition = dutylist.read(NEW)
    (text,) = dutylist.render(edition, tmp_path, ["txt"])
    assert edition.lists[0].title in text.read_text("utf-8")
    name = edition.departments[0].short_names[0]
    (excerpt,) = dutylist.excerpts(edition, tmp_path, [name], ["docx"])
    (cards,) = dutylist.cards(edition, tmp_path, [name], ["docx"])
    assert excerpt.stat().st_size > 1_000 < cards.stat().st_size
    with pytest.raises(dutylist.DutyListError, match="没有“县外星局”"):
        dutylist.cards(edition, tmp_path, ["县外星局"])


def test_the_example_runs(tmp_path: Path) -> None:
    script = ROOT / "examples" / "hand_out.py"
    done = subprocess.run(
        [sys.executable, script, OLD, NEW, tmp_path], capture_output=True, text=True, check=True
    )
    written = [Path(line) for line in done.stdout.splitlines()[-4:]]
    assert all(path.is_file() for path in written)
    failed = subprocess.run(
        [sys.executable, script, "没有.pdf", NEW, tmp_path], capture_output=True, text=True
    )
    assert (failed.returncode, failed.stderr.strip()[:7]) == (1, "“没有.pdf")


def test_the_lines_in_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    code = readme.partition("```python\n")[2].partition("```")[0]
    for name in ("2025.pdf", "2026.pdf"):
        (tmp_path / name).write_bytes(NEW.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(code.replace('["pdf", "docx"]', '["docx"]'), {})
    assert len(list(tmp_path.rglob("*.docx"))) >= 2
