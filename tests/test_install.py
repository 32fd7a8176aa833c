"""The wheel as an office installs it: in an environment of its own, away from this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.generated_lists import write_texts

ROOT = Path(__file__).parent.parent
UV = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--wheel", "--out-dir", folder, cwd=ROOT)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_every_file_that_the_program_reads(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    folders = ("app", "compare", "extract", "records", "render", "templates")
    listed = run("git", "-c", "core.quotepath=false", "ls-files", *folders, cwd=ROOT)
    expected = {f"dutylist/{name}" for name in listed.split("\n") if name}
    assert expected <= inside
    assert "dutylist/py.typed" in inside
    assert {name.split("/")[0] for name in inside if ".dist-info/" not in name} == {"dutylist"}
    assert not any(name.startswith(("dutylist/tests/", "dutylist/bench/")) for name in inside)


def test_installed_program_works_elsewhere(
    wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`uv tool install` makes an environment of its own; the versions are the locked ones."""
    folder = tmp_path_factory.mktemp("office")
    locked = folder / "locked.txt"
    run(
        *(UV, "export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"),
        *("-o", locked),
        cwd=ROOT,
    )
    tools = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    run(
        *(UV, "tool", "install", "--python", sys.executable, "--constraints", locked, wheel),
        cwd=folder,
        **tools,
    )
    program = folder / "bin" / ("dutylist.exe" if sys.platform == "win32" else "dutylist")
    (text,) = write_texts(folder / "清单", 1)
    # Folders like the program's own packages must not get in its way.
    for name in ("records", "app"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise RuntimeError\n")
    assert "履职事项清单" in run(program, "--help", cwd=folder)
    run(program, "extract", text, "-o", "记录.json", cwd=folder)
    run(program, "render", "记录.json", "--to", "pdf,docx,xlsx,html", "-o", "出版", cwd=folder)
    run(program, "matrix", "记录.json", "-o", "出版", cwd=folder)
    made = sorted(p.suffix for p in (folder / "出版").iterdir() if p.name[0] != ".")
    assert made == [".docx", ".html", ".html", ".pdf", ".xlsx", ".xlsx"]
    run(program, "batch", "清单", "-o", "库.sqlite", cwd=folder)
    assert "1" in run(program, "query", "counts", "库.sqlite", "--json", cwd=folder)
    assert "http://127.0.0.1:" in first_words_of_the_page(program, folder)


def first_words_of_the_page(program: Path, folder: Path) -> str:
    """What the installed page says when it has started: its templates are found there, too."""
    command = [program, "serve", "--no-browser", "--port", "0", "--data", "数据"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        return process.stderr.readline()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
